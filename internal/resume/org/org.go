// Package org reads Org mode into blocks: what an export of it shows, with the dates
// of its timestamps.
package org

import (
	"errors"
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/inline"
)

var errUnended = errors.New("begins a block that is never ended")

// Read reads Org mode.
func Read(path string, data []byte) ([]block.Block, error) {
	r := &reader{path: path, lines: strings.Split(string(data), "\n"), macros: map[string]string{}, settings: map[string]string{}}
	r.grammar = r.inlineGrammar()
	r.keywords()
	for r.at < len(r.lines) && r.err == nil {
		r.next()
	}
	return slices.Concat(r.person, r.blocks), r.err
}

type reader struct {
	path     string
	lines    []string
	at       int // index of the line to be read
	person   []block.Block
	blocks   []block.Block
	macros   map[string]string
	settings map[string]string
	grammar  inline.Grammar
	indents  []int // columns of the list items above, outermost first
	section  string
	named    bool // a keyword gives the person's name
	quoted   bool
	err      error
}

var (
	headline  = lazyregexp.New(`^(\*+)\s+(.*?)\s*$`)
	tagsForm  = lazyregexp.New(`\s+:([\p{L}\p{N}_@#%:]+):$`)
	keyword   = lazyregexp.New(`^\s*#\+(\w[\w-]*):\s*(.*?)\s*$`)
	beginForm = lazyregexp.New(`(?i)^\s*#\+begin_(\w+)`)
	drawer    = lazyregexp.New(`^\s*:([\w-]+):\s*$`)
	property  = lazyregexp.New(`^\s*:([\w+-]+):\s+(.*?)\s*$`)
	planning  = lazyregexp.New(`^\s*(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):`)
	itemForm  = lazyregexp.New(`^(\s*)([-+]|\d+[.)]|[A-Za-z][.)]|\*)(\s+)(.*)$`)
	checkbox  = lazyregexp.New(`^(?:\[@\d+\]\s+)?(?:\[[ X-]\]\s+)?`)
	termForm  = lazyregexp.New(`^(.*?)\s+::(?:\s+(.*))?$`)
	ruleForm  = lazyregexp.New(`^\s*-{5,}\s*$`)
	remark    = lazyregexp.New(`^\s*#(?:\s|$)`)
	priority  = lazyregexp.New(`^\[#[A-Za-z0-9]\]\s+`)
)

// unexported are the tags and words of a heading below which nothing is shown.
var unexported = []string{"noexport", "ARCHIVE"}

func (r *reader) put(kind block.Kind, level, first, last int, text string) {
	spans := r.grammar.Spans(r.plain(text))
	if len(spans) == 0 && kind != block.Rule {
		return
	}
	r.blocks = append(r.blocks, block.Block{Kind: kind, Level: level, Spans: spans, Source: r.source(first, last)})
}

// source gives lines by their indexes.
func (r *reader) source(first, last int) resume.Source {
	return resume.Source{Path: r.path, Start: first + 1, End: max(first, last) + 1}
}

// next reads what begins at r.at.
func (r *reader) next() {
	line := r.lines[r.at]
	text := strings.TrimSpace(line)
	switch {
	case text == "":
		r.at++
	case headline.MatchString(line):
		r.heading()
	case beginForm.MatchString(line):
		r.begin()
	case keyword.MatchString(line), remark.MatchString(line), planning.MatchString(line), strings.HasPrefix(text, "#+"):
		r.at++
	case drawer.MatchString(line):
		r.drawer()
	case strings.HasPrefix(text, "|"):
		r.table()
	case ruleForm.MatchString(line):
		r.put(block.Rule, 0, r.at, r.at, "")
		r.at++
	case strings.HasPrefix(text, ": ") || text == ":":
		r.put(block.Line, 0, r.at, r.at, strings.TrimPrefix(text, ":"))
		r.at++
	case r.isItem(line):
		r.item()
	default:
		r.paragraph()
	}
}

// isItem tells a list item; a star begins one only where it is indented.
func (r *reader) isItem(line string) bool {
	m := itemForm.FindStringSubmatch(line)
	return m != nil && (m[2] != "*" || m[1] != "") && !field.StartsWithPhone(strings.TrimSpace(line))
}

// heading reads a headline with its properties.
func (r *reader) heading() {
	m := headline.FindStringSubmatch(r.lines[r.at])
	level, title, first := len(m[1]), m[2], r.at
	var tags []string
	if t := tagsForm.FindStringSubmatch(" " + title); t != nil {
		tags = strings.Split(t[1], ":")
		title = strings.TrimSpace(tagsForm.ReplaceAllString(" "+title, ""))
	}
	r.at++
	if strings.HasPrefix(title, "COMMENT ") || title == "COMMENT" || slices.ContainsFunc(tags, func(t string) bool { return slices.Contains(unexported, t) }) {
		r.pass(level)
		return
	}
	for _, word := range []string{"TODO ", "DONE ", "NEXT ", "WAITING "} {
		title = strings.TrimPrefix(title, word)
	}
	title = priority.ReplaceAllString(title, "")
	for r.at < len(r.lines) && planning.MatchString(r.lines[r.at]) {
		r.at++
	}
	properties := r.properties()
	r.indents = nil
	if slices.Contains(tags, "ignore") {
		return
	}
	r.section = title
	if r.named {
		level++
	}
	if r.entry(level, title, properties, first) {
		return
	}
	r.put(block.Heading, level, first, first, title)
}

// pass passes over what stands below a heading.
func (r *reader) pass(level int) {
	for ; r.at < len(r.lines); r.at++ {
		if m := headline.FindStringSubmatch(r.lines[r.at]); m != nil && len(m[1]) <= level {
			return
		}
	}
}

// properties reads the drawer of a headline.
func (r *reader) properties() map[string]string {
	if r.at >= len(r.lines) || !strings.EqualFold(strings.TrimSpace(r.lines[r.at]), ":PROPERTIES:") {
		return nil
	}
	out := map[string]string{}
	for i := r.at + 1; i < len(r.lines); i++ {
		if strings.EqualFold(strings.TrimSpace(r.lines[i]), ":END:") {
			r.at = i + 1
			return out
		}
		if m := property.FindStringSubmatch(r.lines[i]); m != nil {
			out[strings.ToUpper(m[1])] = m[2]
		} else if headline.MatchString(r.lines[i]) {
			return nil
		}
	}
	return nil
}

// entry writes the head of an entry whose properties tell what is what, as the
// exporters for résumés have them, and reports whether they did.
func (r *reader) entry(level int, title string, properties map[string]string, first int) bool {
	get := func(names ...string) string {
		for _, n := range names {
			if v := properties[n]; v != "" {
				return block.Display(block.Plain(r.grammar.Spans(r.plain(v))))
			}
		}
		return ""
	}
	x := resume.Entry{Title: block.Display(block.Plain(r.grammar.Spans(r.plain(title)))), Org: get("EMPLOYER", "HOST", "ORGANIZATION", "COMPANY", "SCHOOL"), Place: get("LOCATION", "CV_LOCATION")}
	if position := get("POSITION", "ROLE", "JOB_TITLE"); position != "" {
		x.Title, x.Org = position, block.FirstOf(x.Org, x.Title)
	}
	when := get("DATE", "DATES", "PERIOD", "DURATION")
	if from := get("FROM", "START", "START_DATE"); from != "" {
		when = from + " – " + block.FirstOf(get("TO", "END", "END_DATE"), "Present")
	}
	x.Period, _, _ = resume.FindPeriod(when)
	if x.Org == "" && x.Period.IsZero() {
		return false
	}
	last := r.at - 1
	name := title
	if x.Org != "" {
		name = block.JoinFilled(" | ", x.Title, x.Org)
	}
	r.put(block.Heading, level, first, last, name)
	if k := len(r.blocks) - 1; k >= 0 && r.blocks[k].Kind == block.Heading {
		r.blocks[k].Exact = &x
	}
	r.put(block.Line, 0, first, last, block.JoinFilled(" | ", x.Place, block.FirstOf(x.Period.Text, when)))
	return true
}

// drawer passes over what is not exported of drawers.
func (r *reader) drawer() {
	name := strings.ToUpper(drawer.FindStringSubmatch(r.lines[r.at])[1])
	r.at++
	if name != "PROPERTIES" && name != "LOGBOOK" {
		return
	}
	for i := r.at; i < len(r.lines) && !headline.MatchString(r.lines[i]); i++ {
		if strings.EqualFold(strings.TrimSpace(r.lines[i]), ":END:") {
			r.at = i + 1
			return
		}
	}
}

// begin reads a block between #+begin and #+end.
func (r *reader) begin() {
	name := strings.ToLower(beginForm.FindStringSubmatch(r.lines[r.at])[1])
	end := -1
	for i := r.at + 1; i < len(r.lines); i++ {
		if strings.HasPrefix(strings.ToLower(strings.TrimSpace(r.lines[i])), "#+end_"+name) {
			end = i
			break
		}
	}
	if end < 0 {
		r.err = resume.Problem{Path: r.path, Line: r.at + 1, Err: errUnended}
		return
	}
	from := r.at + 1
	switch name {
	case "comment", "export", "latex", "html":
		r.at = end + 1
	case "example", "src", "verse":
		for i := from; i < end; i++ {
			if name == "verse" {
				r.put(block.Line, 0, i, i, strings.TrimSpace(r.lines[i]))
			} else if spans := block.TidySpans([]block.Span{{Text: r.lines[i]}}); len(spans) > 0 {
				r.blocks = append(r.blocks, block.Block{Kind: block.Line, Spans: spans, Source: r.source(i, i)})
			}
		}
		r.at = end + 1
	default:
		r.quoted = name == "quote"
		lines := r.lines
		r.lines, r.at = lines[:end], from
		for r.at < end && r.err == nil {
			r.next()
		}
		r.lines, r.quoted = lines, false
		r.at = end + 1
	}
}

// item reads a list item with the lines it goes on.
func (r *reader) item() {
	m := itemForm.FindStringSubmatch(r.lines[r.at])
	column, first := len(m[1]), r.at
	for len(r.indents) > 0 && r.indents[len(r.indents)-1] >= column {
		r.indents = r.indents[:len(r.indents)-1]
	}
	level := len(r.indents)
	r.indents = append(r.indents, column)
	text := checkbox.ReplaceAllString(m[4], "")
	broken := strings.HasSuffix(text, `\\`)
	for r.at++; r.at < len(r.lines) && !broken && len(text) < block.MaxParagraph && r.goesOn(r.lines[r.at]) && indent(r.lines[r.at]) > column; r.at++ {
		text += " " + strings.TrimSpace(r.lines[r.at])
		broken = strings.HasSuffix(text, `\\`)
	}
	text = strings.TrimSuffix(text, `\\`)
	if t := termForm.FindStringSubmatch(text); t != nil {
		switch _, _, dated := resume.FindPeriod(t[1]); {
		case dated:
			text = t[1] + "\t" + t[2]
		case strings.HasSuffix(t[1], ":"):
			text = t[1] + " " + t[2]
		default:
			text = t[1] + ": " + t[2]
		}
	}
	r.put(block.Item, level, first, r.at-1, text)
}

func indent(l string) int { return len(l) - len(strings.TrimLeft(l, " \t")) }

// goesOn tells a line that goes on with the paragraph before it.
func (r *reader) goesOn(line string) bool {
	text := strings.TrimSpace(line)
	return text != "" && !headline.MatchString(line) && !r.isItem(line) && !strings.HasPrefix(text, "#+") && !remark.MatchString(line) && !strings.HasPrefix(text, "|") && !drawer.MatchString(line) && !planning.MatchString(line) && !strings.HasPrefix(text, ": ")
}

// paragraph reads running text.
func (r *reader) paragraph() {
	kind := block.Line
	if r.quoted {
		kind = block.Quote
	}
	if indent(r.lines[r.at]) == 0 {
		r.indents = nil
	}
	first, text := r.at, ""
	for {
		line := strings.TrimSpace(r.lines[r.at])
		text = block.JoinFilled(" ", text, line)
		r.at++
		more := r.at < len(r.lines) && r.goesOn(r.lines[r.at])
		if !more || strings.HasSuffix(line, `\\`) || len(text) > block.MaxParagraph || inline.Apart(line, r.lines[r.at]) {
			r.put(kind, 0, first, r.at-1, strings.TrimSuffix(text, `\\`))
			first, text = r.at, ""
		}
		if !more {
			return
		}
	}
}
