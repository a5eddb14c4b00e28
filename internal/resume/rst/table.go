package rst

import (
	"encoding/csv"
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// grid reads a table that is drawn with "+---+".
func (r *reader) grid(lines []line) int {
	n := 1
	for n < len(lines) && (strings.HasPrefix(lines[n].text, "|") || strings.HasPrefix(lines[n].text, "+")) {
		n++
	}
	var columns []int // where the cells begin and end, in runes
	for _, l := range lines[:n] {
		for i, c := range []rune(l.text) {
			if c == '+' && gridRule.MatchString(l.text) && !slices.Contains(columns, i) {
				columns = append(columns, i)
			}
		}
	}
	slices.Sort(columns)
	var rows [][]string
	var at [][2]int
	header := 0
	fresh := true
	for _, l := range lines[1:n] {
		if strings.HasPrefix(l.text, "+") && strings.Trim(l.text, "+-= ") == "" {
			if fresh = true; strings.Contains(l.text, "=") {
				header = len(rows)
			}
			continue
		}
		if fresh {
			rows, at = append(rows, make([]string, len(columns)-1)), append(at, [2]int{l.number, l.number})
			fresh = false
		}
		row, runes := rows[len(rows)-1], []rune(l.text)
		at[len(at)-1][1] = l.number
		for k, from := 0, 1; k < len(columns)-1; k++ {
			to := columns[k+1]
			if to < len(runes) && runes[to] != '|' && runes[to] != '+' {
				continue // a cell of several columns
			}
			if from < len(runes) {
				row[k] = block.JoinFilled(" ", row[k], strings.TrimSpace(string(runes[min(from, len(runes)):min(to, len(runes))])))
			}
			from = to + 1
		}
	}
	r.rows(rows, at, header)
	return n
}

// simple reads a table whose columns are underlined with "=====  =====".
func (r *reader) simple(lines []line) int {
	var starts []int
	rule := lines[0].text
	for i := range rule {
		if rule[i] == '=' && (i == 0 || rule[i-1] == ' ') {
			starts = append(starts, i)
		}
	}
	var rows [][]string
	var at [][2]int
	n, header := 1, 0
	for ; n < len(lines); n++ {
		l := lines[n]
		if simpleRule.MatchString(l.text) {
			if len(rows) == 0 || header > 0 || n+1 >= len(lines) || lines[n+1].text == "" {
				n++
				break
			}
			header = len(rows)
			continue
		}
		if strings.Trim(l.text, "- ") == "" {
			continue // a blank line, or a rule below cells of several columns
		}
		cells := make([]string, len(starts))
		runes := []rune(l.text)
		for k, from := range starts {
			to := len(runes)
			if k+1 < len(starts) {
				to = min(starts[k+1], len(runes))
			}
			cells[k] = strings.TrimSpace(string(runes[min(from, to):to]))
		}
		if k := len(rows) - 1; k >= 0 && cells[0] == "" && (header == 0 || k >= header) { // goes on
			for i := range cells {
				rows[k][i] = block.JoinFilled(" ", rows[k][i], cells[i])
			}
			at[k][1] = l.number
			continue
		}
		rows, at = append(rows, cells), append(at, [2]int{l.number, l.number})
	}
	r.rows(rows, at, header)
	return n
}

// listTable reads a table that is written as a list of lists.
func (r *reader) listTable(title string, content []line, header bool, first int) {
	if title != "" {
		r.put(block.Line, 0, first, first, "**"+title+"**")
	}
	var rows [][]string
	var at [][2]int
	for _, l := range content {
		text := strings.TrimSpace(l.text)
		row := strings.HasPrefix(l.text, "* ")
		if row {
			rows, at = append(rows, nil), append(at, [2]int{l.number, l.number})
			text = strings.TrimSpace(text[1:])
		}
		k := len(rows) - 1
		if k < 0 || text == "" {
			continue
		}
		at[k][1] = l.number
		if cell, ok := strings.CutPrefix(text, "- "); ok || text == "-" {
			rows[k] = append(rows[k], strings.TrimPrefix(cell, "-"))
		} else if len(rows[k]) > 0 {
			i := len(rows[k]) - 1
			rows[k][i] = block.JoinFilled(" ", rows[k][i], text)
		}
	}
	head := 0
	if header {
		head = 1
	}
	r.rows(rows, at, head)
}

// csvTable reads a table that is written with commas.
func (r *reader) csvTable(options, content []line, first int) {
	var rows [][]string
	var at [][2]int
	header := 0
	add := func(text string, number int) {
		read := csv.NewReader(strings.NewReader(text))
		read.TrimLeadingSpace, read.LazyQuotes = true, true
		if cells, err := read.Read(); err == nil {
			rows, at = append(rows, cells), append(at, [2]int{number, number})
		}
	}
	for _, l := range options {
		if names, ok := strings.CutPrefix(strings.TrimSpace(l.text), ":header: "); ok {
			add(names, l.number)
			header = len(rows)
		}
	}
	for _, l := range content {
		if l.text != "" {
			add(l.text, l.number)
		}
	}
	r.rows(rows, at, header)
}

// rows writes the rows of a table; those before header name its columns.
func (r *reader) rows(rows [][]string, at [][2]int, header int) {
	var names []string
	for i, row := range rows {
		cells := make([][]block.Span, len(row))
		filled := 0
		for k, c := range row {
			if cells[k] = r.grammar.Spans(c); len(cells[k]) > 0 {
				filled++
			}
		}
		if i < header && filled > 1 {
			names = nil
			for _, c := range cells {
				names = append(names, block.Display(block.Plain(c)))
			}
			continue
		}
		source := resume.Source{Path: r.path, Start: at[i][0], End: at[i][1]}
		switch filled {
		case 0:
		case 1:
			r.put(block.Line, 0, source.Start, source.End, strings.TrimSpace(strings.Join(row, " ")))
		default:
			r.blocks = append(r.blocks, block.Block{Kind: block.Row, Cells: cells, Header: names, Source: source})
		}
	}
}
