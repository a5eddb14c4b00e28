// Package latex reads LaTeX into blocks: the text as it is set, and what the commands
// of the classes for résumés say outright. Nothing is executed but definitions that
// put a text in place of a command. What each command is stands in commands.txt.
package latex

import (
	"errors"
	"regexp"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

var (
	errEndless = errors.New("defines commands that make too much text of themselves")
	errNested  = errors.New("is nested too deep")
)

const (
	maxDepth  = 100  // of arguments and environments in one another
	maxGroups = 1000 // of braces in one another
)

// Read reads the body of a document, and of what stands before it the commands that
// tell who it is and how to reach them. A file without \begin{document}, as is read
// into another by \input, is all body; what it reads itself is not followed, for each
// file of the folder is read by itself.
func Read(path string, data []byte) ([]block.Block, error) {
	r := &reader{path: path, list: list(), macros: map[string]*macro{}, paragraph: paragraph{kind: block.Line}}
	toks, err := chosen(tokens(string(data)), func(name string) bool { return len(r.list[name]) > 0 })
	var f *fault
	if errors.As(err, &f) {
		return nil, resume.Problem{Path: path, Line: f.line, Err: f.err}
	}
	mates(toks)
	r.words = ligatures(german.Match(data))
	r.sections = r.sectionCommands(toks)
	r.budget = 10_000 + maxGrowth*len(toks)
	r.boxes = backgrounds.Match(data)
	r.in.push(toks)
	for r.preamble = hasBody(toks); r.preamble && r.err == nil; {
		t, ok := r.in.next()
		if !ok {
			break
		}
		r.before(t)
	}
	r.run()
	r.flush()
	if r.err != nil {
		return nil, r.err
	}
	return append(r.whoever(), r.blocks...), nil
}

// german is how a file says that it is in German.
var german = regexp.MustCompile(`\bn?(?:german|austrian)\b`)

// sectionCommands are the commands of the writer's own class that name sections: those
// with one argument that is more than once the name of a section.
func (r *reader) sectionCommands(toks []token) map[string]bool {
	names := map[string]int{}
	for i, t := range toks {
		if t.kind == command && i+1 < len(toks) && toks[i+1].kind == open && toks[i+1].mate > 1 && toks[i+1].mate < longestSection && r.list[t.text] == nil {
			if end := i + 1 + toks[i+1].mate; (end+1 == len(toks) || toks[end+1].kind != open) && field.SectionName(flat(toks[i+2:end])) {
				names[t.text]++
			}
		}
	}
	out := map[string]bool{}
	for name, n := range names {
		out[name] = n > 1
	}
	return out
}

// longestSection is how many tokens the name of a section has at most.
const longestSection = 40

// hasBody tells that \begin{document} is there.
func hasBody(toks []token) bool {
	for i := range toks {
		if isBody(toks[i:]) {
			return true
		}
	}
	return false
}

func isBody(toks []token) bool {
	return len(toks) > 2 && toks[0].kind == command && toks[0].text == "begin" && toks[1].kind == open && toks[2].text == "document"
}

// reader reads tokens one after another; what a block is made of gathers in the
// paragraph.
type reader struct {
	path     string
	list     commands
	macros   map[string]*macro
	words    *strings.Replacer
	in       input
	sections map[string]bool // commands that name sections
	budget   int             // tokens that definitions may still make
	depth    int
	err      error

	blocks []block.Block
	person []personal
	paragraph
	styles []style
	envs   []environment
	lists  []listing

	preamble bool // before \begin{document}
	personal bool // within what tells of the person
	inline   bool // all is to be one text
	titled   bool // that is a heading, broken into lines as it fits
	formula  bool // between dollar signs
	boxes    bool // something stands on a colour, as white text may
	begun    bool // a section has begun
	icon     string
	endless  *token // the end of a list in which an environment is not ended
}

// paragraph is the text that is being read.
type paragraph struct {
	spans       []block.Span
	tail        []byte // text that is still to be part of the spans
	tailed      block.Span
	length      int   // of all
	style       style // how what comes next is set
	unseen      block.Block
	kind        block.Kind
	level       int
	first, last int // lines
}

// style is how a text is set.
type style struct {
	block.Span
	unseen string // in what way nobody sees it, or ""
}

// listing is a list that is being read.
type listing struct {
	bare   bool // its items have no signs
	labels bool // its items have labels
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = resume.Problem{Path: r.path, Line: max(r.in.line, 1), Err: err}
	}
}

// before reads what stands before the body.
func (r *reader) before(t token) {
	switch {
	case t.kind == open && t.mate > 0:
		r.in.leave(t.mate)
	case t.kind != command:
	case t.text == "begin":
		body, _ := r.in.group()
		if len(body) == 1 && body[0].text == "document" {
			r.preamble = false
		}
	case r.define(t.text):
	default:
		groups := r.in.groupsAhead()
		if u, ok := r.list.best(t.text, groups, true); ok && isPersonal(u.action) && r.macros[t.text] == nil {
			r.act(t, u)
		}
	}
}

func (r *reader) run() {
	for r.err == nil {
		t, ok := r.in.next()
		if !ok {
			return
		}
		r.token(t)
	}
}

// within reads a text of its own, such as an argument.
func (r *reader) within(toks []token) {
	if r.depth++; r.depth > maxDepth {
		r.fail(errNested)
		return
	}
	in, style, styles := r.in, r.style, len(r.styles)
	r.in = input{line: in.line}
	r.in.push(toks)
	r.run()
	r.in, r.style = in, style
	r.styles = r.styles[:min(styles, len(r.styles))]
	r.depth--
}

func (r *reader) token(t token) {
	switch t.kind {
	case word:
		if r.formula {
			r.text(t.text)
		} else {
			r.text(r.words.Replace(t.text))
		}
	case verb:
		r.text(t.text)
	case space:
		if !r.formula {
			r.blank()
		}
	case par:
		r.flush()
	case math:
		r.formula = !r.formula
	case cell:
		r.gap()
	case raise:
		r.raised(t.text)
	case open:
		if t.mate > 0 {
			if len(r.styles) >= maxGroups {
				r.fail(errNested)
			}
			r.styles = append(r.styles, r.style)
		}
	case shut:
		if k := len(r.styles) - 1; t.mate < 0 && k >= 0 {
			r.style, r.styles = r.styles[k], r.styles[:k]
		}
	case command:
		r.command(t)
	}
}

// raised reads what stands higher or lower: "10^6", but "1^{st}" and "CO_2".
func (r *reader) raised(sign string) {
	if !r.formula {
		r.text(sign)
		return
	}
	text := r.plain(r.in.single())
	if sign == "^" && text != "" && text[0] >= '0' && text[0] <= '9' {
		text = "^" + text
	}
	r.text(text)
}

func (r *reader) command(t token) {
	switch {
	case t.text == "begin":
		r.begin()
		return
	case t.text == "end":
		r.end()
		return
	case t.text == " ":
		r.blank()
		return
	case r.define(t.text):
		return
	}
	groups := r.in.groupsAhead()
	u, ok := r.list.best(t.text, groups, r.personal)
	m := r.macros[t.text]
	if ok && isPersonal(u.action) && groups > u.groups && u.action != "personal" {
		ok = false // of a class of the writer's own
	}
	switch {
	case m != nil && (!ok || isPersonal(u.action) || u.groups != m.groups()):
		r.expand(m, m.body, r.macroArguments(m))
	case m != nil && u.action == "entry":
		u.action = "head" // as its own file defines it, its arguments may be in any order
		r.act(t, u)
	case ok:
		r.act(t, u)
	case isIcon(t.text):
		if r.in.isWord("*") {
			r.in.next()
		}
		r.in.option()
		r.pictogram(t.text[2:])
	case r.sections[t.text] && groups == 1 && !r.inline:
		r.structural(usage{action: "heading", args: []argument{{name: "title"}}}, [][]token{r.in.single()}, t.line)
	default:
		r.unknown(groups, t.line)
	}
}

// unknown shows the arguments of a command that nobody knows, several as columns.
func (r *reader) unknown(groups, line int) {
	if r.in.isWord("*") {
		r.in.next()
	}
	r.in.option()
	several := groups > 1 && (r.size() == len(r.blocks)<<32 || r.last < line) // at the start of a line
	if several && !r.inline {
		r.flush()
	}
	for n := 0; n < groups; n++ {
		r.in.skipToGroup()
		body, ok := r.in.group()
		if !ok {
			r.in.option()
			continue
		}
		if lengthForm.MatchString(flat(body)) {
			continue
		}
		if several && n == 0 && len(body) < longestSection && field.HasDate(flat(body)) {
			r.text(block.Display(block.Plain(r.titleOf(body)))) // on one line, however it is broken
		} else {
			r.within(body)
		}
		if several {
			r.gap()
		}
	}
	if several && !r.inline {
		r.flush()
	}
}
