package latex

import (
	"slices"
	"strconv"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// entryLevel is the level of the heads of entries: below all other headings.
const entryLevel = 5

func (r *reader) heading(u usage, args [][]token, line int) {
	level, err := strconv.Atoi(u.value)
	if err != nil {
		level = 2
	}
	var spans []block.Span
	r.shown(u, args, func(body []token) { spans = joined(spans, " ", r.titleOf(body)) })
	if body, ok := r.in.option(); ok { // of a class of the writer's own
		spans = joined(spans, "\t", r.one(body))
	}
	if spans = block.TidySpans(spans); len(spans) > 0 {
		r.begun = true
		r.put(block.Heading, level, line, lastLine(line, args...), spans)
	}
}

// titleOf reads tokens as one text that is broken into lines as it fits.
func (r *reader) titleOf(toks []token) []block.Span {
	before := r.titled
	r.titled = true
	spans := r.one(toks)
	r.titled = before
	return spans
}

// entry writes the head of an entry whose command says what is what. Where the words
// contradict it, as they do where somebody put them in another order, nothing is taken
// for certain.
func (r *reader) entry(u usage, args [][]token, line int) {
	parts := map[string][]block.Span{}
	var heads [][]token
	for i, a := range u.args {
		if a.name != "body" && a.name != "-" {
			parts[a.name] = r.one(args[i])
			heads = append(heads, args[i])
		}
	}
	text := func(name string) string { return block.Display(block.WithoutEmoji(block.Plain(parts[name]))) }
	x := resume.Entry{Title: text("title"), Org: text("org"), Place: text("place")}
	dated := false
	x.Period, _, dated = resume.FindPeriod(text("when"))
	if !dated && len(parts) == 2 && text("title") != "" {
		r.rows(u, args, line)
		return
	}
	if !dated && (field.HasDate(x.Title+" "+x.Org+" "+x.Place) || text("when") != "" && (field.IsTitle(text("when")) || field.IsOrg(text("when")))) || swapped(x) {
		r.head(u, args, line)
		return
	}
	last := lastLine(line, heads...)
	name := joined(parts["title"], " | ", parts["org"])
	below := block.JoinFilled(" | ", x.Place, block.FirstOf(x.Period.Text, text("when")))
	if rest := text("when"); dated && rest != x.Period.Text {
		below = block.JoinFilled(" | ", x.Place, x.Period.Text) // and what else stands there below it
		parts["note"] = joined(beside(rest, x.Period.Text), "; ", parts["note"])
	}
	if len(name) == 0 && below == "" && len(parts["note"]) == 0 {
		r.body(u, args)
		return
	}
	if len(name) == 0 {
		name = []block.Span{{Text: block.Unnamed}}
	}
	r.put(block.Heading, entryLevel, line, last, block.TidySpans(name))
	r.blocks[len(r.blocks)-1].Exact = &x
	for _, spans := range [][]block.Span{{{Text: below}}, parts["note"], parts["url"]} {
		if spans = block.TidySpans(spans); len(spans) > 0 {
			r.put(block.Line, 0, line, last, spans)
		}
	}
	r.body(u, args)
}

// beside is what stands beside the dates.
func beside(text, dates string) []block.Span {
	rest := strings.Trim(strings.Replace(text, dates, "", 1), " ,;()|–—-")
	if !strings.ContainsFunc(rest, block.WordRune) {
		return nil
	}
	return []block.Span{{Text: rest}}
}

// joined are two texts with a sign between them, where both are there.
func joined(a []block.Span, sign string, b []block.Span) []block.Span {
	if len(a) == 0 || len(b) == 0 {
		return slices.Concat(a, b)
	}
	return slices.Concat(a, []block.Span{{Text: sign}}, b)
}

// swapped tells an entry whose employer stands where its command wants the position.
func swapped(x resume.Entry) bool {
	return x.Title != "" && x.Org != "" && field.KindOf(x.Org) == field.Title && !field.IsTitle(x.Title)
}

// body reads what stands below the head of an entry.
func (r *reader) body(u usage, args [][]token) {
	for i, a := range u.args {
		if a.name == "body" {
			r.apart(args[i])
		}
	}
}

// head writes the head of an entry line by line, as columns.
func (r *reader) head(u usage, args [][]token, line int) {
	kind, level := block.Heading, entryLevel
	var spans []block.Span
	last := line
	end := func() {
		if spans = block.TidySpans(spans); len(spans) > 0 {
			r.put(kind, level, line, last, spans)
			kind, level, spans = block.Line, 0, nil
		}
	}
	for i, a := range u.args {
		if a.name == "-" || a.name == "body" {
			continue
		}
		if text := r.one(args[i]); len(text) > 0 {
			if len(spans) > 0 {
				spans = append(spans, block.Span{Text: "\t"})
			}
			spans, last = append(spans, text...), lastLine(last, args[i])
		}
		if a.ends {
			end()
		}
	}
	end()
	r.body(u, args)
}

// rows writes a row, or one for every so many arguments.
func (r *reader) rows(u usage, args [][]token, line int) {
	size, err := strconv.Atoi(u.value)
	if err != nil {
		size = len(args)
	}
	var cells [][]block.Span
	end := func() {
		filled := 0
		for _, c := range cells {
			if len(c) > 0 {
				filled++
			}
		}
		if filled > 0 {
			r.row(line, lastLine(line, args...), cells, nil)
		}
		cells = nil
	}
	for i, a := range u.args {
		if a.name == "-" || len(args[i]) == 0 && a.name != "label" {
			continue
		}
		text := r.one(args[i])
		if lengthForm.MatchString(block.Plain(text)) && a.name != "label" {
			continue // how many dots are drawn
		}
		if cells = append(cells, text); len(cells) == size {
			end()
		}
	}
	end()
}

// row writes a row of a table; one with a single cell is a line.
func (r *reader) row(first, last int, cells [][]block.Span, header []string) {
	var filled []block.Span
	n := 0
	for _, c := range cells {
		if len(c) > 0 {
			filled = c
			n++
		}
	}
	switch n {
	case 0:
	case 1:
		r.put(block.Line, 0, first, last, filled)
	default:
		r.blocks = append(r.blocks, block.Block{Kind: block.Row, Cells: cells, Header: header, Source: r.source(first, last)})
	}
}

// item writes a list item of one or more arguments, the first a label.
func (r *reader) item(u usage, args [][]token) {
	r.kind, r.level = block.Item, max(len(r.lists)-1, 0)
	first := true
	for i, a := range u.args {
		if a.name == "-" || len(args[i]) == 0 {
			continue
		}
		if !first {
			r.lineBreakIn()
		}
		first = false
		if a.name == "label" {
			r.label(r.one(args[i]))
			first = true
			continue
		}
		r.within(args[i])
	}
	r.flush()
}

// lineBreakIn parts the arguments of an item.
func (r *reader) lineBreakIn() {
	if len(r.gather()) > 0 {
		r.text(", ")
	}
}

// label writes a label with a colon behind it, or a gap where it is a date.
func (r *reader) label(spans []block.Span) {
	text := block.Display(block.Plain(spans))
	if !strings.ContainsFunc(text, block.WordRune) {
		return
	}
	for _, s := range spans {
		style := r.style
		r.style.Bold, r.style.Italic = true, s.Italic
		r.style.URL = s.URL
		r.text(s.Text)
		r.style = style
	}
	switch {
	case field.HasDate(text):
		r.gap()
	case strings.ContainsAny(text[len(text)-1:], ":.,;?!"):
		r.text(" ")
	default:
		r.text(": ")
	}
}

// columns writes arguments as one line.
func (r *reader) columns(u usage, args [][]token, line int) {
	var spans []block.Span
	r.shown(u, args, func(body []token) {
		if len(spans) > 0 {
			spans = append(spans, block.Span{Text: "\t"})
		}
		spans = append(spans, r.one(body)...)
	})
	spans = block.TidySpans(spans)
	if len(spans) > 0 {
		spans[0].Text = strings.TrimLeft(spans[0].Text, "| ")
		r.put(block.Line, 0, line, lastLine(line, args...), spans)
	}
}
