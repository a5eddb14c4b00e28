// Package rst reads reStructuredText into blocks: what its directives show, and
// nothing of comments, targets and settings.
package rst

import (
	"errors"
	"strconv"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/inline"
)

var errNested = errors.New("is nested too deep")

// maxDepth is how deep lists and directives may stand in one another.
const maxDepth = 50

// Read reads reStructuredText.
func Read(path string, data []byte) ([]block.Block, error) {
	r := &reader{path: path, targets: map[string]string{}, words: map[string]string{}}
	var lines []line
	for i, l := range strings.Split(string(data), "\n") {
		lines = append(lines, line{strings.TrimRight(strings.ReplaceAll(l, "\t", "        "), " \r"), i + 1})
	}
	r.names(lines)
	r.grammar = r.inlineGrammar()
	r.body(lines, 0, false)
	r.titles()
	return r.blocks, r.err
}

// line is a line with its number, from 1. Lines of a body are cut at its margin.
type line struct {
	text   string
	number int
}

type reader struct {
	path    string
	blocks  []block.Block
	styles  []string // of headings, outermost first
	counts  []int    // how many of each
	targets map[string]string
	words   map[string]string // what stands for |word|
	grammar inline.Grammar
	lists   int
	section string // the heading above
	err     error
}

var (
	bullet     = lazyregexp.New(`^([-*+•‣⁃]|\(?(?:\d{1,3}|[A-Za-z]|#|[ivxlc]{1,4})[.)])( +)\S`)
	fieldForm  = lazyregexp.New(`^:([^:\x60\s](?:[^:\\]|\\.)*):(?: +(.*))?$`)
	directive  = lazyregexp.New(`^\.\. ([A-Za-z][\w:+.-]*)::(?: +(.*))?$`)
	definition = lazyregexp.New(`^\.\. \|([^|]+)\| ([\w-]+)::(?: +(.*))?$`)
	target     = lazyregexp.New(`^(?:\.\.|__) _?(?:\x60([^\x60]+)\x60|((?:[^:\\\s]|\\.)[^:]*)):(?: +(\S.*))?$`)
	anonymous  = lazyregexp.New(`^(?:\.\. __:|__) +(\S.*)$`)
	footnote   = lazyregexp.New(`^\.\. \[([^\]]+)\] +(\S.*)$`)
	gridRule   = lazyregexp.New(`^\+(?:[-=]+\+)+$`)
	simpleRule = lazyregexp.New(`^=+(?: +=+)+$`)
)

const adornments = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

// adorned tells a line of one sign, as headings are marked with.
func adorned(s string) bool {
	return len(s) >= 2 && strings.IndexByte(adornments, s[0]) >= 0 && strings.Trim(s, s[:1]) == ""
}

func indent(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }

// names collects what links lead to and what stands for |words|.
func (r *reader) names(lines []line) {
	for i, l := range lines {
		t := strings.TrimSpace(l.text)
		if m := definition.FindStringSubmatch(t); m != nil {
			r.words[m[1]] = ""
			switch m[2] {
			case "unicode":
				if number, err := strconv.ParseUint(strings.TrimLeft(m[3], "0xXU+"), 16, 32); err == nil && number > 32 {
					r.words[m[1]] = string(rune(number))
				}
			case "replace":
				r.words[m[1]] = m[3]
			}
			continue
		}
		if m := target.FindStringSubmatch(t); m != nil && strings.HasPrefix(t, ".. _") {
			url := m[3]
			if url == "" && i+1 < len(lines) && indent(lines[i+1].text) > indent(l.text) {
				url = strings.TrimSpace(lines[i+1].text)
			}
			r.targets[block.Folded(m[1]+m[2])] = url
		}
	}
}

// body reads lines that have one margin.
func (r *reader) body(lines []line, depth int, quoted bool) {
	if depth > maxDepth && r.err == nil && len(lines) > 0 {
		r.err = resume.Problem{Path: r.path, Line: lines[0].number, Err: errNested}
	}
	for at := 0; at < len(lines) && r.err == nil; {
		n := r.next(lines[at:], depth, quoted)
		at += max(n, 1)
	}
}

// next reads what begins with the first of the lines and gives how many it took.
func (r *reader) next(lines []line, depth int, quoted bool) int {
	text := lines[0].text
	switch {
	case text == "":
		return 1
	case indent(text) > 0:
		n := indented(lines, 1)
		r.body(dedent(lines[:n]), depth+1, quoted)
		return n
	case gridRule.MatchString(text):
		return r.grid(lines)
	case simpleRule.MatchString(text):
		return r.simple(lines)
	}
	if n := r.heading(lines); n > 0 {
		return n
	}
	switch {
	case text == ".." || strings.HasPrefix(text, ".. "):
		return r.explicit(lines, depth, quoted)
	case anonymous.MatchString(text):
		return 1
	case fieldForm.MatchString(text):
		return r.field(lines, depth)
	case strings.HasPrefix(text, "| ") || text == "|":
		return r.lineBlock(lines)
	case bullet.MatchString(text) && !field.StartsWithPhone(text):
		return r.item(lines, depth)
	case len(lines) > 1 && indent(lines[1].text) > 0 && lines[1].text != "" && !strings.HasSuffix(text, "::"):
		return r.term(lines, depth)
	}
	return r.paragraph(lines, quoted)
}

// indented is how many lines belong to an indented body that begins with the first,
// further in than a margin.
func indented(lines []line, margin int) int {
	n := 1
	for i := 1; i < len(lines); i++ {
		if lines[i].text == "" {
			continue
		}
		if indent(lines[i].text) < margin {
			break
		}
		n = i + 1
	}
	return n
}

// dedent takes the margin that lines share.
func dedent(lines []line) []line {
	margin := -1
	for _, l := range lines {
		if l.text != "" && (margin < 0 || indent(l.text) < margin) {
			margin = indent(l.text)
		}
	}
	out := make([]line, len(lines))
	for i, l := range lines {
		if out[i] = l; l.text != "" {
			out[i].text = l.text[margin:]
		}
	}
	return out
}

func (r *reader) put(kind block.Kind, level int, first, last int, text string) {
	spans := r.grammar.Spans(text)
	if len(spans) == 0 && kind != block.Rule {
		return
	}
	r.blocks = append(r.blocks, block.Block{Kind: kind, Level: level, Spans: spans, Source: resume.Source{Path: r.path, Start: first, End: max(first, last)}})
}

// heading reads a title with a line below it, or one above and one below, or a rule.
func (r *reader) heading(lines []line) int {
	at := func(i int) string {
		if i < len(lines) {
			return lines[i].text
		}
		return ""
	}
	title, style, n := strings.TrimSpace(at(0)), "", 2
	switch under := at(1); {
	case adorned(at(0)) && at(1) != "" && at(2) == at(0) && !adorned(at(1)):
		title, style, n = strings.TrimSpace(at(1)), at(0)[:1]+"=", 3
	case adorned(at(0)) && len(at(0)) >= 4 && at(1) == "":
		r.put(block.Rule, 0, lines[0].number, lines[0].number, "")
		return 1
	case adorned(under) && !adorned(at(0)) && indent(at(0)) == 0 && (len(under) >= block.RuneLen(title) || len(under) >= 4):
		style = under[:1]
	default:
		return 0
	}
	level := -1
	for i, s := range r.styles {
		if s == style {
			level = i
		}
	}
	if level < 0 {
		level = len(r.styles)
		r.styles, r.counts = append(r.styles, style), append(r.counts, 0)
	}
	r.counts[level]++
	r.put(block.Heading, level+1, lines[0].number, lines[n-1].number, title)
	r.section = title
	return n
}

// titles lowers the levels of sections by one where the first title is one of them and
// a name, as people write who mark all headings alike.
func (r *reader) titles() {
	if len(r.counts) == 0 || r.counts[0] < 2 {
		return
	}
	for i := range r.blocks {
		if b := &r.blocks[i]; b.Kind == block.Heading && (i > 0 || !field.NameLine(block.Text(b.Spans))) {
			b.Level++
		}
	}
}

// field reads ":Email: jane@doe.example" with the lines that belong to it.
func (r *reader) field(lines []line, depth int) int {
	m := fieldForm.FindStringSubmatch(lines[0].text)
	n := indented(lines, 1)
	name, value := strings.TrimSpace(m[1]), m[2]
	more, last := dedent(lines[1:n]), lines[0].number
	for len(more) > 0 && more[0].text != "" && indent(more[0].text) == 0 && !bullet.MatchString(more[0].text) && value != "" { // wrapped
		value += " " + more[0].text
		last = more[0].number
		more = more[1:]
	}
	if _, _, dated := resume.FindPeriod(name); dated {
		r.put(block.Term, 0, lines[0].number, last, name+"\t"+value)
	} else if value != "" {
		r.put(block.Line, 0, lines[0].number, last, name+": "+value)
	} else if len(more) > 0 {
		r.put(block.Line, 0, lines[0].number, last, name+":")
	}
	r.body(more, depth+1, false)
	return n
}

// lineBlock reads lines that begin with "|".
func (r *reader) lineBlock(lines []line) int {
	n := 0
	for ; n < len(lines) && (strings.HasPrefix(lines[n].text, "| ") || lines[n].text == "|"); n++ {
		text := strings.TrimSpace(lines[n].text[1:])
		first := lines[n].number
		for n+1 < len(lines) && strings.HasPrefix(lines[n+1].text, "  ") { // wrapped
			n++
			text += " " + strings.TrimSpace(lines[n].text)
		}
		r.put(block.Line, 0, first, lines[n].number, text)
	}
	return n
}

// item reads a list item with what stands below it.
func (r *reader) item(lines []line, depth int) int {
	m := bullet.FindStringSubmatch(lines[0].text)
	margin := len(m[1]) + len(m[2])
	n := indented(lines, 1)
	inner := make([]line, n)
	copy(inner, lines[:n])
	inner[0].text = strings.Repeat(" ", margin) + strings.TrimPrefix(lines[0].text, m[1]+m[2])
	inner = dedent(inner)
	text, k := inner[0].text, 1
	for k < len(inner) && inner[k].text != "" && indent(inner[k].text) == 0 && !bullet.MatchString(inner[k].text) {
		text += " " + inner[k].text
		k++
	}
	r.put(block.Item, r.lists, lines[0].number, inner[k-1].number, text)
	r.lists++
	r.body(inner[k:], depth+1, false)
	r.lists--
	return n
}

// term reads the term of a definition list with what defines it.
func (r *reader) term(lines []line, depth int) int {
	n := indented(lines, 1)
	name, classifier, _ := strings.Cut(lines[0].text, " : ")
	if text := oneParagraph(lines[1:n]); classifier == "" && inline.Labels(r.section, text) {
		r.put(block.Line, 0, lines[0].number, lines[n-1].number, "**"+strings.Trim(name, "*: ")+":** "+text)
		return n
	}
	r.put(block.Term, 0, lines[0].number, lines[0].number, block.JoinFilled("\t", name, classifier))
	r.body(dedent(lines[1:n]), depth+1, false)
	return n
}

// oneParagraph is the text of lines that are one paragraph, else "".
func oneParagraph(lines []line) string {
	text := ""
	for i, l := range lines {
		t := strings.TrimSpace(l.text)
		if t == "" || bullet.MatchString(t) || fieldForm.MatchString(t) || strings.HasPrefix(t, "..") || strings.HasPrefix(t, "|") || i > 0 && (indent(l.text) != indent(lines[0].text) || inline.Apart(lines[i-1].text, t)) {
			return ""
		}
		text = block.JoinFilled(" ", text, t)
	}
	return text
}

// paragraph reads running text, which may end in "::" before lines shown as they are.
func (r *reader) paragraph(lines []line, quoted bool) int {
	kind := block.Line
	if quoted {
		kind = block.Quote
	}
	n := 1
	for n < len(lines) && lines[n].text != "" && indent(lines[n].text) == 0 && !strings.HasPrefix(lines[n].text, ".. ") && (n+1 >= len(lines) || !adorned(lines[n+1].text) || adorned(lines[n].text)) {
		n++
	}
	text, first := "", 0
	literal := false
	for i := 0; i < n; i++ {
		l := lines[i].text
		if i == n-1 && strings.HasSuffix(l, "::") {
			l, literal = strings.TrimSuffix(l, ":"), true
			if l == ":" {
				l = ""
			}
		}
		if text == "" {
			first = i
		}
		text = block.JoinFilled(" ", text, l)
		if i == n-1 || len(text) > block.MaxParagraph || inline.Apart(l, lines[i+1].text) {
			r.put(kind, 0, lines[first].number, lines[i].number, text)
			text = ""
		}
	}
	if !literal {
		return n
	}
	k := n
	for k < len(lines) && lines[k].text == "" {
		k++
	}
	if k == len(lines) || indent(lines[k].text) == 0 {
		return n
	}
	end := k + indented(lines[k:], 1)
	r.verbatim(lines[k:end])
	return end
}

// verbatim shows lines as they stand.
func (r *reader) verbatim(lines []line) {
	for _, l := range lines {
		if spans := block.TidySpans([]block.Span{{Text: l.text}}); len(spans) > 0 {
			r.blocks = append(r.blocks, block.Block{Kind: block.Line, Spans: spans, Source: resume.Source{Path: r.path, Start: l.number, End: l.number}})
		}
	}
}
