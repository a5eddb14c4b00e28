package latex

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// kind is what a token is.
type kind int

const (
	word    kind = iota // text without blanks; "[", "]" and "*" stand alone
	space               // blanks or the end of a line
	par                 // a blank line
	command             // \name, its name without the backslash
	open                // {
	shut                // }
	math                // $ or $$
	cell                // &
	param               // #1 in a definition, the figure as its text
	raise               // ^ or _
	verb                // text that is shown as it stands
)

type token struct {
	kind kind
	text string
	line int
	mate int // of a brace: how many tokens on its partner stands, 0 for none
}

// verbatim are the environments whose content is no LaTeX; that of "comment" is not
// shown.
var verbatim = [8]string{"verbatim", "verbatim*", "Verbatim", "lstlisting", "minted", "comment", "filecontents", "filecontents*"}

// scanner cuts a text into tokens as TeX does.
type scanner struct {
	src    string
	at     int
	line   int
	fresh  bool // at the start of a line
	blanks bool // after blanks, or a command whose name is letters
	out    []token

	endless [8]bool // of verbatim: it is not ended in what is left
}

func tokens(src string) []token {
	s := &scanner{src: src, line: 1, fresh: true}
	for s.at < len(s.src) {
		s.next()
	}
	return s.out
}

func (s *scanner) add(k kind, text string) {
	s.out = append(s.out, token{kind: k, text: text, line: s.line})
	s.fresh, s.blanks = false, k == space
}

func (s *scanner) next() {
	c := s.src[s.at]
	s.at++
	switch c {
	case '\n':
		if s.fresh {
			s.add(par, "")
		} else if !s.blanks {
			s.add(space, " ")
		}
		s.line++
		s.fresh, s.blanks = true, true
	case ' ', '\t', '\r', '\f':
		if !s.fresh && !s.blanks {
			s.add(space, " ")
		}
	case '%':
		if end := strings.IndexByte(s.src[s.at:], '\n'); end >= 0 {
			s.at += end + 1
		} else {
			s.at = len(s.src)
		}
		s.line++
		s.fresh, s.blanks = true, true
	case '{':
		s.add(open, "")
	case '}':
		s.add(shut, "")
	case '&':
		s.add(cell, "")
	case '~':
		s.add(command, "nobreakspace")
	case '^', '_':
		s.add(raise, string(c))
	case '$':
		if strings.HasPrefix(s.src[s.at:], "$") {
			s.at++
		}
		s.add(math, "")
	case '#':
		s.param()
	case '[', ']', '*':
		s.add(word, string(c))
	case '\\':
		s.command()
	default:
		end := strings.IndexAny(s.src[s.at:], "\n \t\r\f%{}&~^_$#[]*\\")
		if end < 0 {
			end = len(s.src) - s.at
		}
		s.add(word, s.src[s.at-1:s.at+end])
		s.at += end
	}
}

// param reads "#1"; "##1" stands in definitions within definitions.
func (s *scanner) param() {
	for s.at < len(s.src) && s.src[s.at] == '#' {
		s.at++
	}
	if s.at < len(s.src) && s.src[s.at] >= '1' && s.src[s.at] <= '9' {
		s.add(param, s.src[s.at:s.at+1])
		s.at++
		return
	}
	s.add(word, "#")
}

func (s *scanner) command() {
	end := s.at
	for end < len(s.src) && (letter(s.src[end]) || s.src[end] == '@') {
		end++
	}
	letters := end > s.at
	if !letters && end < len(s.src) {
		_, n := utf8.DecodeRuneInString(s.src[end:])
		end += n
	}
	name := s.src[s.at:end]
	s.at = end
	switch {
	case name == "verb" || name == "lstinline":
		s.verb()
	case name == "begin" && s.verbatim():
	case name == "\n":
		s.add(command, " ")
		s.line++
		s.fresh, s.blanks = true, true
	default:
		s.add(command, name)
		s.blanks = letters || name == " "
	}
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// maxVerb is the longest text in \verb, in bytes.
const maxVerb = 1000

// verb reads \verb|text|, on one line.
func (s *scanner) verb() {
	from := s.at
	if strings.HasPrefix(s.src[from:], "*") {
		from++
	}
	mark, n := utf8.DecodeRuneInString(s.src[from:])
	if n == 0 {
		return
	}
	end := string(mark)
	if mark == '{' {
		end = "}"
	}
	text, _, _ := strings.Cut(s.src[from+n:min(len(s.src), from+n+maxVerb)], "\n")
	if text, _, ok := strings.Cut(text, end); ok {
		s.add(verb, text)
		s.at = from + n + len(text) + len(end)
	}
}

// verbatim reads an environment whose content is no LaTeX and reports whether one
// begins here.
func (s *scanner) verbatim() bool {
	rest := s.src[s.at:]
	i := slices.IndexFunc(verbatim[:], func(v string) bool { return strings.HasPrefix(rest, "{"+v+"}") })
	if i < 0 || s.endless[i] {
		return false
	}
	name := verbatim[i]
	body, _, ok := strings.Cut(rest, `\end{`+name+"}")
	if !ok {
		s.endless[i] = true
		return false
	}
	for i, l := range strings.Split(strings.TrimPrefix(body, "{"+name+"}"), "\n") {
		if i > 0 {
			s.line++
		}
		l = strings.TrimSpace(l)
		options := i == 0 && (strings.HasPrefix(l, "[") || strings.HasPrefix(l, "{"))
		if l != "" && !options && name != "comment" && !strings.HasPrefix(name, "filecontents") {
			s.add(par, "")
			s.add(verb, l)
		}
	}
	s.add(par, "")
	s.at += len(body) + len(`\end{`+name+"}")
	return true
}

// mates tells braces their partners; those without stay without.
func mates(toks []token) {
	var opened []int
	for i := range toks {
		switch toks[i].kind {
		case open:
			toks[i].mate = 0
			opened = append(opened, i)
		case shut:
			toks[i].mate = 0
			if k := len(opened) - 1; k >= 0 {
				toks[opened[k]].mate = i - opened[k]
				toks[i].mate = opened[k] - i
				opened = opened[:k]
			}
		}
	}
}

// fault is what is wrong with a line.
type fault struct {
	line int
	err  error
}

func (f *fault) Error() string { return f.err.Error() }
