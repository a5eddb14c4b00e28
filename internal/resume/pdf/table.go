package pdf

import (
	"math"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// Tables are known by the names of their columns: a row of two or more names for what
// an entry has (employer, dates, place), with segments below that keep to the columns.

// table finds the first one: the rows [from, to), the names of its columns included;
// none if from == to.
func table(rows [][]segment) (from, to int) {
	for i, row := range rows {
		if !columnNames(row) {
			continue
		}
		end, wide, gap := i+1, 0, 0.0
		for ; end < len(rows) && inColumns(row, rows[end]); end++ {
			step := rows[end-1][0].base - rows[end][0].base
			if step > 4*row[0].size || len(rows[end]) == 1 && step > 1.5*gap && gap > 0 {
				break // what follows the table
			}
			if end > i+1 || gap == 0 {
				gap = max(gap, step)
			}
			if len(rows[end]) > 1 {
				wide = end
			}
		}
		if wide > i {
			return i, end
		}
	}
	return 0, 0
}

// columnNames tells a row of the names of columns.
func columnNames(row []segment) bool {
	names := map[string]bool{}
	for _, s := range row {
		text := block.Text(s.spans)
		if s.bullet || len(strings.Fields(text)) > 4 {
			return false
		}
		if name := field.ColumnField(text); name != "" {
			names[name] = true
		}
	}
	return len(names) >= 2 && len(row) <= len(names)+2
}

// inColumns tells that each segment of a row keeps to a column of its own.
func inColumns(header, row []segment) bool {
	last := -1
	for _, s := range row {
		k := columnOf(header, s)
		if k == last || s.bullet || k+1 < len(header) && s.right > header[k+1].left-1 || s.left < header[0].left-2 || s.size > 1.3*header[0].size {
			return false
		}
		last = k
	}
	return true
}

// openEnd is where dates go on in the next row.
var openEnd = lazyregexp.New(`(?i)(?:\p{Pd}|~|\b(?:to|until|bis|à|al?))$`)

// columnOf is the column that a segment begins in.
func columnOf(header []segment, s segment) int {
	k := 0
	for k+1 < len(header) && s.left > header[k+1].left-3 {
		k++
	}
	return k
}

// tableLines reads the rows below the names of columns, each with the rows that its
// cells were wrapped to.
func tableLines(rows [][]segment, page int) []line {
	var names []string
	for _, s := range rows[0] {
		names = append(names, block.Text(s.spans))
	}
	least := math.Inf(1)
	for i := 2; i < len(rows); i++ {
		least = min(least, rows[i-1][0].base-rows[i][0].base)
	}
	var lines []line
	for i, row := range rows[1:] {
		step := rows[i][0].base - row[0].base
		if i == 0 || step > 1.08*least || lines[len(lines)-1].endsBefore(row, rows[0]) {
			lines = append(lines, line{segment: row[0], page: page, first: i == 0, names: names, cells: make([][]block.Span, len(names))})
		}
		l := &lines[len(lines)-1]
		for _, s := range row {
			k := columnOf(rows[0], s)
			if len(l.cells[k]) > 0 {
				l.cells[k] = append(l.cells[k], block.Span{Text: " "})
			}
			l.cells[k] = append(l.cells[k], s.spans...)
		}
		l.base = row[0].base
	}
	return lines
}

// endsBefore tells that the row of a table does not go on with these segments: they
// have dates of their own, or fill all its columns.
func (l *line) endsBefore(row, header []segment) bool {
	for _, s := range row {
		k := columnOf(header, s)
		_, _, dated := resume.FindPeriod(block.Text(s.spans))
		if before := block.Text(l.cells[k]); dated && field.ColumnField(l.names[k]) == "period" {
			return before == "" || !openEnd.MatchString(before)
		}
	}
	return len(row) == len(header)
}
