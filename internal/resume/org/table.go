package org

import (
	"strings"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// table reads rows between bars; those above the first rule name the columns.
func (r *reader) table() {
	r.indents = nil
	from := r.at
	header := false
	for r.at < len(r.lines) && strings.HasPrefix(strings.TrimSpace(r.lines[r.at]), "|") {
		if isRule(r.lines[r.at]) && r.at == from+1 {
			header = r.at+1 < len(r.lines) && strings.HasPrefix(strings.TrimSpace(r.lines[r.at+1]), "|")
		}
		r.at++
	}
	var names []string
	for i := from; i < r.at; i++ {
		row := strings.Trim(strings.TrimSpace(r.lines[i]), "|")
		if isRule(r.lines[i]) || strings.HasPrefix(strings.TrimSpace(row), "<") && strings.Trim(row, "<>|lcr0123456789 ") == "" {
			continue
		}
		var cells [][]block.Span
		filled, label := 0, false
		for _, c := range strings.Split(row, "|") {
			spans := r.grammar.Spans(r.plain(c))
			if cells = append(cells, spans); len(spans) > 0 {
				filled++
			}
			label = label || field.HasDate(c)
		}
		switch {
		case i == from && header && filled > 1 && !label:
			for _, c := range cells {
				names = append(names, block.Display(block.Plain(c)))
			}
		case filled == 1:
			r.put(block.Line, 0, i, i, strings.ReplaceAll(row, "|", " "))
		case filled > 1:
			r.blocks = append(r.blocks, block.Block{Kind: block.Row, Cells: cells, Header: names, Source: r.source(i, i)})
		}
	}
}

func isRule(line string) bool {
	return strings.Trim(strings.TrimSpace(line), "|-+: ") == "" && strings.Contains(line, "-")
}
