package asciidoc

import (
	"strconv"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/block"
)

// cellForm is the start of a cell: "|", "2+|", ".3+a|", "^s|".
var cellForm = lazyregexp.New(`(?:^|\s)(?:(\d+)?(?:\.(\d+))?[+*])?[<^>]?(?:\.[<^>])?[adehlmsv]?\|`)

// columnsForm tells how many columns a table has.
var columnsForm = lazyregexp.New(`cols=(?:"([^"]*)"|([^,\]\s]*))`)

// maxColumns is the most columns that a table has.
const maxColumns = 30

// cell is one of a table, with the lines it stands on and the columns and rows that it
// takes.
type cell struct {
	text        string
	first, last int
	wide, high  int
}

// table reads the cells between two lines.
func (r *reader) table(from, to int, style, sign string) {
	cells, onFirst := r.cells(from, to, sign)
	columns := columnsOf(style)
	if columns == 0 {
		columns = max(onFirst, 1)
	}
	header := strings.Contains(style, "header") || to-from > 2 && r.line(from) != "" && r.line(from+1) == "" && columns == onFirst && !strings.Contains(style, "noheader")
	var names []string
	for i, row := range inRows(cells, columns) {
		var spans [][]block.Span
		filled, several := 0, false
		for _, c := range row {
			several = several || strings.Contains(c.text, "\n")
			s := r.grammar.Spans(strings.ReplaceAll(c.text, " +\n", ", "))
			if spans = append(spans, s); len(s) > 0 {
				filled++
			}
		}
		switch {
		case i == 0 && header && filled > 1:
			for _, s := range spans {
				names = append(names, block.Display(block.Plain(s)))
			}
		case several || filled == 1:
			for _, c := range row {
				r.nested(c.text, c.first, c.last)
			}
		case filled > 1:
			r.blocks = append(r.blocks, block.Block{Kind: block.Row, Cells: spans, Header: names, Source: r.source(row[0].first, row[len(row)-1].last)})
		}
	}
}

// cells reads cells line by line, and how many stand on the first.
func (r *reader) cells(from, to int, sign string) (cells []cell, onFirst int) {
	for i := from; i < to; i++ {
		line := r.line(i)
		if strings.HasPrefix(line, "//") {
			continue
		}
		if sign == "," {
			line = "|" + strings.ReplaceAll(line, ",", " |")
		}
		at := cellForm.FindAllStringSubmatchIndex(line, -1)
		head := line
		if at != nil {
			head = line[:at[0][0]]
		}
		if k := len(cells) - 1; k >= 0 && strings.TrimSpace(head) != "" { // goes on
			cells[k].text, cells[k].last = block.JoinFilled("\n", cells[k].text, strings.TrimSpace(head)), i
		}
		for n, m := range at {
			end := len(line)
			if n+1 < len(at) {
				end = at[n+1][0]
			}
			number := func(k int) int {
				if m[k] < 0 {
					return 1
				}
				v, _ := strconv.Atoi(line[m[k]:m[k+1]])
				return min(max(v, 1), maxColumns)
			}
			cells = append(cells, cell{strings.TrimSpace(line[m[1]:end]), i, i, number(2), number(4)})
		}
		if onFirst == 0 {
			onFirst = len(at)
		}
	}
	return cells, onFirst
}

// inRows parts cells into rows; one that is several rows high takes its place in those
// below.
func inRows(cells []cell, columns int) [][]cell {
	columns = min(columns, maxColumns)
	var rows [][]cell
	var row []cell
	taken := make([]int, columns) // per column: for how many rows more a cell above takes it
	column := 0
	skip := func() {
		for column < columns && taken[column] > 0 {
			taken[column]--
			column++
		}
	}
	for _, c := range cells {
		if skip(); column >= columns {
			rows, row, column = append(rows, row), nil, 0
			skip()
		}
		row = append(row, c)
		for k := column; k < min(column+c.wide, columns); k++ {
			taken[k] = c.high - 1
		}
		column += c.wide
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	return rows
}

// nested reads the lines of a cell.
func (r *reader) nested(text string, first, last int) {
	inner := &reader{path: r.path, lines: strings.Split(text, "\n"), attributes: r.attributes, section: r.section, depth: r.depth + 1}
	inner.grammar = inner.inlineGrammar()
	for inner.at < len(inner.lines) && inner.depth < maxDepth {
		inner.next()
	}
	for _, b := range inner.blocks {
		b.Source = r.source(min(first+b.Source.Start-1, last), min(first+b.Source.End-1, last))
		r.blocks = append(r.blocks, b)
	}
}

func columnsOf(style string) int {
	m := columnsForm.FindStringSubmatch(style)
	if m == nil {
		return 0
	}
	spec := block.FirstOf(m[1], m[2])
	if n, _, ok := strings.Cut(spec, "*"); ok {
		count, _ := strconv.Atoi(n)
		return min(max(count, 0), maxColumns)
	}
	return len(strings.FieldsFunc(spec, func(c rune) bool { return c == ',' || c == ';' }))
}
