package latex

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// input is what is still to be read: token lists, the innermost last.
type input struct {
	stack [][]token
	line  int // of the token that was read last
}

func (in *input) push(toks []token) {
	if len(toks) > 0 {
		in.stack = append(in.stack, toks)
	}
}

// peek is the next token without reading it.
func (in *input) peek() (token, bool) {
	for k := len(in.stack) - 1; k >= 0; k-- {
		if len(in.stack[k]) > 0 {
			return in.stack[k][0], true
		}
		in.stack = in.stack[:k]
	}
	return token{}, false
}

func (in *input) next() (token, bool) {
	t, ok := in.peek()
	if ok {
		k := len(in.stack) - 1
		in.stack[k] = in.stack[k][1:]
		in.line = t.line
	}
	return t, ok
}

func (in *input) skipBlanks() {
	for t, ok := in.peek(); ok && t.kind == space; t, ok = in.peek() {
		in.next()
	}
}

// isCommand tells whether the next token but for blanks is a command.
func (in *input) isCommand() bool {
	in.skipBlanks()
	t, ok := in.peek()
	return ok && t.kind == command
}

// leave passes over tokens of the innermost list.
func (in *input) leave(n int) {
	k := len(in.stack) - 1
	in.stack[k] = in.stack[k][n:]
}

// isWord tells whether the next token is a sign.
func (in *input) isWord(text string) bool {
	t, ok := in.peek()
	return ok && t.kind == word && t.text == text
}

// group reads what stands between braces.
func (in *input) group() ([]token, bool) {
	t, ok := in.peek()
	if !ok || t.kind != open || t.mate == 0 {
		return nil, false
	}
	k := len(in.stack) - 1
	body := in.stack[k][1:t.mate]
	in.line = in.stack[k][t.mate].line
	in.stack[k] = in.stack[k][t.mate+1:]
	return body, true
}

// groupsAhead counts the arguments in braces that follow, those in square brackets
// and blanks between them passed over. A blank line ends them.
func (in *input) groupsAhead() int {
	if _, ok := in.peek(); !ok {
		return 0
	}
	toks := in.stack[len(in.stack)-1]
	n := 0
	for i := 0; i < len(toks) && n < 9; i++ {
		switch t := toks[i]; {
		case t.kind == space, t.kind == word && t.text == "*" && n == 0:
		case t.kind == word && t.text == "[":
			end := optionEnd(toks[i:])
			if end == 0 {
				return n
			}
			i += end
		case t.kind == open && t.mate > 0:
			i += t.mate
			n++
		default:
			return n
		}
	}
	return n
}

// maxOption is the longest argument in square brackets, in tokens.
const maxOption = 200

// optionEnd is where the "]" stands that belongs to the "[" at the start of a list, 0
// where none does.
func optionEnd(toks []token) int {
	depth := 0
	for i := 0; i < min(len(toks), maxOption); i++ {
		switch t := toks[i]; {
		case t.kind == open && t.mate > 0:
			i += t.mate
		case t.kind == par, t.kind == shut:
			return 0
		case t.kind == word && t.text == "[":
			depth++
		case t.kind == word && t.text == "]":
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return 0
}

// option reads what stands in square brackets.
func (in *input) option() ([]token, bool) {
	if !in.isWord("[") {
		return nil, false
	}
	k := len(in.stack) - 1
	end := optionEnd(in.stack[k])
	if end == 0 {
		return nil, false
	}
	body := in.stack[k][1:end]
	in.line = in.stack[k][end].line
	in.stack[k] = in.stack[k][end+1:]
	return body, true
}

// single reads an argument without braces: one letter, sign or command.
func (in *input) single() []token {
	in.skipBlanks()
	if body, ok := in.group(); ok {
		return body
	}
	t, ok := in.peek()
	switch {
	case !ok || t.kind == par || t.kind == shut || t.kind == open || t.kind == cell:
		return nil
	case t.kind == word:
		_, n := utf8.DecodeRuneInString(t.text)
		one, rest := t, t
		one.text, rest.text = t.text[:n], t.text[n:]
		in.next()
		if rest.text != "" {
			in.push([]token{rest})
		}
		return []token{one}
	}
	in.next()
	return []token{t}
}

// units are the words that lengths are made of.
var units = []string{"plus", "minus", "pt", "em", "ex", "cm", "mm", "in", "px", "sp", "bp", "fil", "fill"}

// length passes over a length: "= 1.5em plus 2pt".
func (in *input) length() {
	for n := 0; n < 8; n++ {
		t, ok := in.peek()
		switch {
		case ok && t.kind == space:
			in.next()
			if next, ok := in.peek(); n > 0 && (!ok || next.kind != word || !slices.Contains(units, next.text)) {
				in.push([]token{t})
				return
			}
		case ok && t.kind == word && (strings.ContainsAny(t.text[:1], "=-.0123456789") || slices.Contains(units, t.text)):
			in.next()
		default:
			return
		}
	}
}

// arguments reads those of a usage.
func (in *input) arguments(u usage) [][]token {
	if in.isWord("*") {
		in.next()
	}
	out := make([][]token, len(u.args))
	for i, a := range u.args {
		if !a.optional {
			in.option() // one that nobody knows
			in.skipToGroup()
			if body, ok := in.group(); ok {
				out[i] = body
			} else if u.groups == 1 && slices.Contains(unbraced, u.action) {
				out[i] = in.single()
			} else if u.groups > 1 && u.action == "out" && in.isCommand() {
				out[i] = in.single() // \setlength\parskip{0pt}
			}
			continue
		}
		if body, ok := in.option(); ok {
			out[i] = body
		}
	}
	return out
}

// unbraced are the actions of commands whose argument may stand without braces.
var unbraced = []string{"accent", "bold", "italic", "text"}

// skipToGroup passes over blanks where a group stands behind them.
func (in *input) skipToGroup() {
	t, ok := in.peek()
	if !ok || t.kind != space {
		return
	}
	toks := in.stack[len(in.stack)-1]
	for i := range toks {
		if toks[i].kind == space {
			continue
		}
		if toks[i].kind == open {
			in.stack[len(in.stack)-1] = toks[i:]
		}
		return
	}
}
