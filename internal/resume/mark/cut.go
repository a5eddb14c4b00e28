package mark

import (
	"strings"
	"unicode"
)

// Cut is a text without what its marks hide. Lines keep their numbers.
type Cut struct {
	Text   string   // without the marks and what is private
	Marked string   // without the marks alone: for telling what stands where
	Hidden []bool   // per line: something of it is private
	Gone   []bool   // per line: nothing of it is left
	Open   bool     // a mark is never closed
	Topics []string // per line that holds something private: the topic of its mark, or ""
}

// Of cuts a text, nil for one without marks. A mark that is never closed hides all
// that follows. Where what is private goes on to another line, the line that it
// begins on and the one that it ends on are private as a whole; within one line what
// stands between its marks is.
func Of(text string) (*Cut, *Fault) {
	marks, fault := Find(text)
	if fault != nil || len(marks) == 0 {
		return nil, fault
	}
	lines := strings.SplitAfter(text, "\n")
	c := &Cut{Hidden: make([]bool, len(lines)), Gone: make([]bool, len(lines)), Topics: make([]string, len(lines))}
	public, bare := []byte(text), []byte(text)
	for _, m := range marks {
		blank(bare[m.Start:m.End])
	}
	var open []Mark
	from := 0
	for n, line := range lines {
		to := from + len(line)
		before, hidden := len(open), len(open) > 0
		if hidden {
			c.Topics[n] = open[len(open)-1].Topic
		}
		for ; len(marks) > 0 && marks[0].turn() < to; marks = marks[1:] {
			m := marks[0]
			hidden = true
			if m.Opens {
				open = append(open, m)
				c.Topics[n] = m.Topic
				continue
			}
			if opened := open[0]; len(open) == 1 && opened.Start >= from {
				blank(public[opened.Start:m.End])
			}
			open = open[:len(open)-1]
		}
		if before > 0 || len(open) > 0 {
			blank(public[from:to])
		}
		c.Hidden[n] = hidden
		c.Gone[n] = hidden && !strings.ContainsFunc(string(public[from:to]), said)
		from = to
	}
	c.Open = len(open) > 0
	c.Text, c.Marked = keepTables(text, string(public)), keepTables(text, string(bare))
	return c, nil
}

// turn is where a mark takes effect: an opening one where it begins, a closing one
// where it ends.
func (m Mark) turn() int {
	if m.Opens {
		return m.Start
	}
	return m.End - 1
}

// Without is the text without further lines.
func (c *Cut) Without(gone []bool) string {
	lines := strings.SplitAfter(c.Text, "\n")
	for n := range lines {
		if n < len(gone) && gone[n] {
			b := []byte(lines[n])
			blank(b)
			lines[n] = string(b)
		}
	}
	return keepTables(c.Text, strings.Join(lines, ""))
}

// keepTables puts a row without cells for each line that was taken out of a table of
// Markdown, since an empty line would end it.
func keepTables(before, after string) string {
	old, lines := strings.Split(before, "\n"), strings.Split(after, "\n")
	for n := 1; n < len(lines); n++ {
		if strings.TrimSpace(lines[n]) == "" && strings.TrimSpace(old[n]) != "" && strings.HasPrefix(strings.TrimSpace(lines[n-1]), "|") {
			lines[n] = "|"
		}
	}
	return strings.Join(lines, "\n")
}

func blank(b []byte) {
	for i, c := range b {
		if c != '\n' {
			b[i] = ' '
		}
	}
}

func said(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
