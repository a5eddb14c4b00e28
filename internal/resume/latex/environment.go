package latex

import (
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// environment is one that is being read.
type environment struct {
	name     string
	action   string
	macro    *macro
	args     [][]token
	style    style
	styles   int
	trailing []block.Span // what stands right of it
}

func (r *reader) begin() {
	body, ok := r.in.group()
	if !ok {
		return
	}
	if len(r.envs) >= maxGroups {
		r.fail(errNested)
		return
	}
	name := flat(body)
	e := environment{name: name, style: r.style, styles: len(r.styles)}
	line := r.in.line
	m := r.macros["{"+name+"}"]
	u, known := r.list.best("{"+name+"}", r.in.groupsAhead(), false)
	if m != nil && !(known && (u.action == "heading" || u.action == "entry" && u.groups == m.groups())) {
		e.macro, e.args = m, r.macroArguments(m)
		r.envs = append(r.envs, e)
		r.expand(m, m.body, e.args)
		return
	}
	if !known {
		u = usage{action: "plain"}
		r.in.option()
	}
	args := r.in.arguments(u)
	if u.action == "table" && r.table(name, flat(args[len(args)-1])) {
		return
	}
	if u.action == "out" {
		r.content(name)
		return
	}
	r.flush()
	e.action = u.action
	switch u.action {
	case "list", "labels":
		r.lists = append(r.lists, listing{bare: bare(args), labels: u.action == "labels"})
	case "quotation":
		r.kind = block.Quote
	case "trailing":
		r.shown(u, args, func(body []token) { e.trailing = append(append(e.trailing, block.Span{Text: "\t"}), r.one(body)...) })
	case "heading", "entry", "head":
		if m != nil && u.action == "entry" {
			u.action = "head"
		}
		r.structural(u, args, line)
	}
	r.envs = append(r.envs, e)
}

// bare tells a list whose items have no signs: "[label={}]".
func bare(args [][]token) bool {
	for _, a := range args {
		for i, t := range a {
			if !strings.Contains(t.text, "label=") || !strings.HasSuffix(t.text, "label=") {
				continue
			}
			rest := a[i+1:]
			return len(rest) == 0 || rest[0].kind == open && rest[0].mate == 1 || rest[0].kind == word && strings.HasPrefix(rest[0].text, ",")
		}
	}
	return false
}

func (r *reader) end() {
	body, ok := r.in.group()
	if !ok {
		return
	}
	name := flat(body)
	if name == "document" && r.depth == 0 {
		r.in = input{line: r.in.line}
		return
	}
	k := len(r.envs) - 1
	for k >= max(0, len(r.envs)-20) && r.envs[k].name != name {
		k--
	}
	if k < 0 || r.envs[k].name != name {
		r.flush()
		return
	}
	e := r.envs[k]
	if e.macro != nil {
		r.envs = slices.Delete(r.envs, k, k+1)
		r.style = e.style
		r.expand(e.macro, e.macro.after, e.args)
		return
	}
	for _, t := range e.trailing {
		t.URL, t.Bold, t.Italic = "", false, false
		r.style = style{Span: t}
		r.text(t.Text)
	}
	r.flush()
	for ; k < len(r.envs); r.envs = r.envs[:len(r.envs)-1] {
		if a := r.envs[len(r.envs)-1].action; (a == "list" || a == "labels") && len(r.lists) > 0 {
			r.lists = r.lists[:len(r.lists)-1]
		}
	}
	r.style, r.styles = e.style, r.styles[:min(e.styles, len(r.styles))]
	r.kind, r.level = block.Line, 0
	if r.quoting() {
		r.kind = block.Quote
	}
}

func (r *reader) quoting() bool {
	return slices.ContainsFunc(r.envs, func(e environment) bool { return e.action == "quotation" })
}

// point begins a list item.
func (r *reader) point(args [][]token) {
	if r.inline {
		r.lineBreak()
		return
	}
	r.flush()
	k := len(r.lists) - 1
	r.kind, r.level = block.Item, max(k, 0)
	if k >= 0 && r.lists[k].bare {
		r.kind, r.level = block.Line, 0
	}
	if len(args) > 0 && len(args[0]) > 0 {
		r.label(r.one(args[0]))
	}
}

// content reads an environment to its end, where that stands in the same text.
func (r *reader) content(name string) ([]token, bool) {
	if _, ok := r.in.peek(); !ok {
		return nil, false
	}
	k := len(r.in.stack) - 1
	toks, depth := r.in.stack[k], 0
	if last := &toks[len(toks)-1]; last == r.endless {
		return nil, false
	}
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if t.kind == open && t.mate > 0 {
			i += t.mate
			continue
		}
		if t.kind != command || t.text != "begin" && t.text != "end" || i+2 >= len(toks) || toks[i+1].kind != open || toks[i+1].mate == 0 {
			continue
		}
		if flat(toks[i+2:i+1+toks[i+1].mate]) != name {
			continue
		}
		if t.text == "begin" {
			depth++
			continue
		}
		if depth--; depth < 0 {
			r.in.stack[k] = toks[i+2+toks[i+1].mate:]
			return toks[:i], true
		}
	}
	r.endless = &toks[len(toks)-1]
	return nil, false
}

// table reads a table whose end stands in the same text and reports whether it did.
func (r *reader) table(name, columns string) bool {
	body, ok := r.content(name)
	if !ok {
		return false
	}
	if r.inline {
		r.within(body)
		return true
	}
	rows := r.split(body)
	if r.layout(rows) {
		r.flush()
		for _, row := range rows {
			for _, c := range row.cells {
				r.apart(c)
			}
		}
		return true
	}
	pending, level := r.kind, r.level // of a list item that is a table
	if len(block.TidySpans(r.gather())) > 0 {
		pending = block.Line
	}
	alone := len(r.spans) == 0
	r.flush()
	heads := strings.Contains(columns, `\fill`) || strings.HasSuffix(strings.TrimRight(columns, "@{}]| "), "r")
	if heads && alone && r.begun && len(r.lists) <= 1 && len(rows) <= 2 && r.dated(rows) {
		pending, level = block.Heading, entryLevel
	}
	var header []string
	for i, row := range rows {
		cells := make([][]block.Span, len(row.cells))
		for k, c := range row.cells {
			cells[k] = r.one(c)
		}
		if i == 0 && !heads && isHeader(rows, cells) {
			header = names(cells)
			continue
		}
		if heads || pending != block.Line {
			r.line(pending, level, row, cells)
			pending, level = block.Line, 0
			continue
		}
		r.row(row.first, row.last, cells, header)
	}
	r.kind, r.level = block.Line, 0
	return true
}

// dated tells that a row has a period.
func (r *reader) dated(rows []tableRow) bool {
	return slices.ContainsFunc(rows, func(row tableRow) bool {
		return slices.ContainsFunc(row.cells, func(c []token) bool { _, _, ok := resume.FindPeriod(r.plain(c)); return ok })
	})
}

// line writes a row of a table that only sets things left and right as a line.
func (r *reader) line(kind block.Kind, level int, row tableRow, cells [][]block.Span) {
	var spans []block.Span
	for _, c := range cells {
		if len(c) > 0 && len(spans) > 0 {
			spans = append(spans, block.Span{Text: "\t"})
		}
		spans = append(spans, c...)
	}
	if spans = block.TidySpans(spans); len(spans) > 0 {
		r.put(kind, level, row.first, row.last, spans)
	}
}

type tableRow struct {
	cells       [][]token
	first, last int
	ruled       bool // a rule stands below it
}

// split cuts the content of a table into rows and cells.
func (r *reader) split(toks []token) []tableRow {
	var rows []tableRow
	var row tableRow
	from, depth := 0, 0
	endCell := func(i int) {
		row.cells = append(row.cells, toks[from:i])
		from = i + 1
	}
	endRow := func(i int) {
		endCell(i)
		for _, c := range row.cells {
			for _, t := range c {
				if (t.kind == word || t.kind == verb || t.kind == math) && row.first == 0 {
					row.first = t.line
				}
			}
			row.last = lastLine(max(row.last, row.first), c)
		}
		if row.first > 0 {
			rows = append(rows, row)
		}
		row = tableRow{}
	}
	for i := 0; i < len(toks); i++ {
		switch t := toks[i]; {
		case t.kind == open && t.mate > 0:
			i += t.mate
		case t.kind == command && t.text == "begin":
			depth++
		case t.kind == command && t.text == "end":
			depth--
		case depth > 0:
		case t.kind == cell:
			endCell(i)
		case t.kind == command && (t.text == `\` || t.text == "tabularnewline"):
			endRow(i)
			for i+1 < len(toks) && toks[i+1].kind == space {
				i++
			}
			if i+1 < len(toks) && toks[i+1].kind == word && toks[i+1].text == "[" {
				i += 1 + optionEnd(toks[i+1:])
			}
			from = i + 1
		case t.kind == command && len(rows) > 0 && r.list[t.text] != nil && r.list[t.text][0].action == "rule":
			rows[len(rows)-1].ruled = true
		}
	}
	endRow(len(toks))
	return rows
}

// layout tells a table that only places paragraphs and lists beside each other.
func (r *reader) layout(rows []tableRow) bool {
	for _, row := range rows {
		for _, c := range row.cells {
			for i, t := range c {
				if t.kind == par && i > 0 && i < len(c)-1 && row.last > row.first+2 {
					return true
				}
				if t.kind != command {
					continue
				}
				if t.text == "item" || t.text == "begin" {
					return true
				}
				if u := r.list[t.text]; len(u) > 0 && (u[0].action == "heading" || u[0].action == "entry") {
					return true
				}
			}
		}
	}
	return false
}

// isHeader tells the first row of a table that names its columns.
func isHeader(rows []tableRow, cells [][]block.Span) bool {
	bold, filled, named := true, 0, 0
	for _, c := range cells {
		if len(c) > 0 {
			filled++
			bold = bold && block.Bold(c)
		}
		if field.ColumnField(block.Plain(c)) != "" {
			named++
		}
		if field.HasDate(block.Plain(c)) {
			return false
		}
	}
	return len(rows) > 1 && filled > 1 && (bold && filled > 2 || named > 1 || rows[0].ruled && !rows[1].ruled && len(rows) > 2 && filled > 2)
}

func names(cells [][]block.Span) []string {
	var out []string
	for _, c := range cells {
		out = append(out, block.Display(block.Plain(c)))
	}
	return out
}
