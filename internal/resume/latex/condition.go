package latex

import (
	"fmt"
	"strings"
)

// branch is what stands between \if and \else, or \else and \fi.
type branch struct {
	taken, was bool // this branch is; one of the condition was
	line       int
	name       string
}

// conditions follow the conditions of a file.
type conditions struct {
	known  func(string) bool // a command that begins with "if" and is none
	set    map[string]bool   // the switches that \newif makes
	stack  []branch
	hidden int // branches around that are not taken
}

// chosen leaves of what stands between conditions the branch that is taken: none of
// \iffalse, that of a switch as it is set, the first of any other. It evaluates where
// a condition stands, not where a command with it is used.
func chosen(toks []token, known func(string) bool) ([]token, error) {
	c := conditions{known: known, set: map[string]bool{"true": true, "false": false}}
	out := toks[:0:0]
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if t.kind == command {
			if taken, part := c.read(t, toks[i+1:]); part {
				i += taken
				continue
			}
		}
		if c.hidden == 0 {
			out = append(out, t)
		}
	}
	for _, b := range c.stack {
		if !b.taken {
			return nil, &fault{b.line, fmt.Errorf(`\%s is never ended: write \fi behind what it leaves out`, b.name)}
		}
	}
	return out, nil
}

// read takes a command that is part of a condition, with so many tokens after it.
func (c *conditions) read(t token, after []token) (taken int, part bool) {
	switch name := t.text; {
	case name == "newif" && len(after) > 0:
		c.set[strings.TrimPrefix(after[0].text, "if")] = false
		return 1, true
	case name == "else" || name == "or" || name == "fi":
		c.turn(name)
		return 0, true
	case name == "unless":
		return 0, true
	case strings.HasPrefix(name, "if") && !c.known(name):
		value, is := c.set[name[len("if"):]]
		b := branch{taken: value || !is, was: value || !is, line: t.line, name: name}
		if c.stack = append(c.stack, b); !b.taken {
			c.hidden++
		}
		return condition(name, after), true
	}
	return 0, c.hidden == 0 && c.turnsSwitch(t.text)
}

// turn goes on to the next branch of the innermost condition, or ends it.
func (c *conditions) turn(name string) {
	k := len(c.stack) - 1
	if k < 0 {
		return
	}
	b := &c.stack[k]
	switch {
	case name == "fi":
		if !b.taken {
			c.hidden--
		}
		c.stack = c.stack[:k]
	case b.taken:
		b.taken = false
		c.hidden++
	case !b.was:
		b.taken, b.was = true, true
		c.hidden--
	}
}

// turnsSwitch reads \longtrue and \longfalse of a switch \iflong.
func (c *conditions) turnsSwitch(name string) bool {
	for _, value := range []bool{true, false} {
		base, ok := strings.CutSuffix(name, fmt.Sprint(value))
		if _, is := c.set[base]; ok && is && base != "" {
			c.set[base] = value
			return true
		}
	}
	return false
}

// condition is the number of tokens that are the condition of \ifx and its like.
func condition(name string, toks []token) int {
	want := 0
	switch name {
	case "ifx", "if", "ifcat":
		want = 2
	case "ifdefined", "ifvoid", "ifhbox", "ifvbox":
		want = 1
	case "ifnum", "ifdim", "ifodd", "ifcase", "ifcsname":
		for i, t := range toks {
			if t.kind == par || t.kind == space && i > 0 || t.kind == command && t.text == "endcsname" {
				return i + 1
			}
		}
	}
	n := 0
	for n < len(toks) && want > 0 {
		if toks[n].kind != space {
			want--
		}
		n++
	}
	return n
}
