package latex

import (
	"slices"
	"strconv"
	"strings"
)

// macro is a command or environment that the file itself defines.
type macro struct {
	params []parameter
	body   []token
	after  []token // of an environment
}

// parameter is one argument of a macro.
type parameter struct {
	kind  byte // 'm' in braces, 'o' in square brackets, 's' a star
	value []token
}

func (m *macro) groups() int {
	n := 0
	for _, p := range m.params {
		if p.kind == 'm' {
			n++
		}
	}
	return n
}

// definers are the commands that define commands or environments.
var definers = []string{
	"newcommand", "renewcommand", "providecommand", "DeclareRobustCommand", "newrobustcmd",
	"newenvironment", "renewenvironment", "provideenvironment",
	"NewDocumentCommand", "RenewDocumentCommand", "ProvideDocumentCommand", "DeclareDocumentCommand",
	"NewDocumentEnvironment", "RenewDocumentEnvironment", "DeclareDocumentEnvironment",
}

// define reads a definition and reports whether one stands here. One that is not
// understood is passed over.
func (r *reader) define(name string) bool {
	switch name {
	case "def", "gdef", "edef", "xdef":
		r.def()
		return true
	case "let":
		r.in.skipBlanks()
		r.in.next()
		if r.in.skipBlanks(); r.in.isWord("=") {
			r.in.next()
		}
		r.in.next()
		return true
	case "makeatletter", "makeatother", "protect", "expandafter", "noexpand", "long", "global", "relax", "leavevmode":
		return true
	}
	if !slices.Contains(definers, name) {
		return false
	}
	if r.in.isWord("*") {
		r.in.next()
	}
	of := r.defined()
	m := macro{}
	document, environment := strings.Contains(name, "Document"), strings.HasSuffix(strings.ToLower(name), "environment")
	if document {
		r.in.skipToGroup()
		spec, _ := r.in.group()
		m.params = documentParams(spec)
	} else {
		m.params = r.params()
	}
	r.in.skipToGroup()
	body, ok := r.in.group()
	if !ok && !environment {
		body = r.in.single()
	}
	if m.body = body; environment {
		r.in.skipToGroup()
		m.after, _ = r.in.group()
		of = "{" + of + "}"
	}
	if of != "" && of != "{}" {
		r.macros[of] = &m
	}
	return true
}

// defined is the name that a definition is of.
func (r *reader) defined() string {
	r.in.skipBlanks()
	body, ok := r.in.group()
	if !ok {
		t, _ := r.in.next()
		return t.text
	}
	name := ""
	for _, t := range body {
		name += t.text
	}
	return strings.TrimSpace(name)
}

// params reads "[2][default]".
func (r *reader) params() []parameter {
	r.in.skipBlanks()
	count, ok := r.in.option()
	if !ok || len(count) == 0 {
		return nil
	}
	n, err := strconv.Atoi(count[0].text)
	if err != nil || n < 0 || n > 9 {
		return nil
	}
	out := make([]parameter, n)
	for i := range out {
		out[i].kind = 'm'
	}
	r.in.skipBlanks()
	if value, ok := r.in.option(); ok && n > 0 {
		out[0] = parameter{kind: 'o', value: value}
	}
	return out
}

// documentParams reads the signature of \NewDocumentCommand: "s O{x} m".
func documentParams(spec []token) []parameter {
	var out []parameter
	for i := 0; i < len(spec); i++ {
		if spec[i].kind == open {
			if k := len(out) - 1; k >= 0 && out[k].kind == 'o' {
				out[k].value = spec[i+1 : i+max(spec[i].mate, 1)]
			}
			i += spec[i].mate
			continue
		}
		for _, c := range spec[i].text {
			switch c {
			case 'm', 'r', 'v':
				out = append(out, parameter{kind: 'm'})
			case 'o', 'O', 'd', 'D', 'G', 'g':
				out = append(out, parameter{kind: 'o'})
			case 's':
				out = append(out, parameter{kind: 's'})
			}
		}
	}
	return out[:min(len(out), 9)]
}

// def reads \def\name#1#2{body}; arguments that end otherwise than with a brace are
// not understood.
func (r *reader) def() {
	r.in.skipBlanks()
	t, _ := r.in.next()
	m := macro{}
	simple := t.kind == command
	for {
		p, ok := r.in.peek()
		if !ok || p.kind == par {
			return
		}
		if p.kind == open {
			break
		}
		if r.in.next(); p.kind == param {
			m.params = append(m.params, parameter{kind: 'm'})
		} else {
			simple = false
		}
	}
	body, ok := r.in.group()
	if m.body = body; ok && simple {
		r.macros[t.text] = &m
	}
}

// maxGrowth limits how much text definitions make of a file, in tokens for each of
// its own.
const maxGrowth = 20

// expand puts the body of a macro in place of its use.
func (r *reader) expand(m *macro, body []token, args [][]token) {
	line := r.in.line
	out := make([]token, 0, len(body))
	for _, t := range body {
		if t.kind == param {
			if n := int(t.text[0] - '1'); n < len(args) && r.budget >= len(args[n]) {
				out = append(out, args[n]...)
				r.budget -= len(args[n])
			}
			continue
		}
		t.line = line
		out = append(out, t)
	}
	if r.budget -= len(body) + 1; r.budget < 0 {
		r.fail(errEndless)
		return
	}
	mates(out)
	r.in.push(out)
}

// macroArguments reads the arguments of a macro.
func (r *reader) macroArguments(m *macro) [][]token {
	out := make([][]token, len(m.params))
	for i, p := range m.params {
		switch p.kind {
		case 's':
			if r.in.isWord("*") {
				r.in.next()
			}
		case 'o':
			if out[i] = p.value; r.in.isWord("[") {
				if value, ok := r.in.option(); ok {
					out[i] = value
				}
			}
		default:
			out[i] = r.in.single()
		}
	}
	return out
}
