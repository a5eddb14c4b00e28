package resume

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Problem is a file, or a place in it, that could not be used. The others are.
type Problem struct {
	Path string
	Line int // 0 where there is none
	Err  error
}

// Error is one line that names the file and, where there is one, the line.
func (p Problem) Error() string {
	if p.Line > 0 {
		return fmt.Sprintf("%s:%d: %v", ShownName(p.Path), p.Line, p.Err)
	}
	return fmt.Sprintf("%s: %v", ShownName(p.Path), p.Err)
}

// Unwrap gives the cause.
func (p Problem) Unwrap() error { return p.Err }

// ShownName is a file's name as it may be shown: what could steer a terminal,
// begin a line or turn the direction of writing shows as �.
func ShownName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(name, "\uFFFD"))
}

// Order is a sentence of a résumé that tells the program which reads it what to do
// or to say. It is no fact about the person and in no passage.
type Order struct {
	Source Source
	Text   string // on one line
}

// Problem names the place and quotes the order, for the owner.
func (o Order) Problem() Problem {
	text := o.Text
	if r := []rune(text); len(r) > shownOrder {
		text = string(r[:shownOrder-1]) + "…"
	}
	p := Problem{Path: o.Source.Path, Line: o.Source.Start, Err: fmt.Errorf("gives orders to a reader and is left out: “%s”", text)}
	if o.Source.Page > 0 {
		p.Line, p.Err = 0, fmt.Errorf("page %d %w", o.Source.Page, p.Err)
	}
	return p
}

// Doubt is what of a file was not understood for certain or was left out, for its
// owner: a sentence without its full stop, beginning in lower case, that says what is
// so and, behind a colon, what to do.
type Doubt struct {
	Source  Source
	Passage int // that it is on, or -1
	Text    string
}

// shownOrder is how much of an order is quoted to the owner, in characters.
const shownOrder = 120

// A Document holds nothing that its owner keeps private: it is left out here,
// before a Document is built, so that nothing made of one can hold it either. What
// is left is only where it stood and, where the owner says so, on what it is.

// Withheld is a part of a file that its owner keeps private.
type Withheld struct {
	Source Source
	Topic  string // what visitors may know that it is on: of its mark or of the heading above it alone; or ""
}

// String says where it stood: "cv.md:60–62 (salary)".
func (w Withheld) String() string {
	s := w.Source.Path
	switch {
	case w.Source.Page > 0:
		s += fmt.Sprintf(" page %d", w.Source.Page)
	case w.Source.End > w.Source.Start:
		s += fmt.Sprintf(":%d–%d", w.Source.Start, w.Source.End)
	case w.Source.Start > 0:
		s += fmt.Sprintf(":%d", w.Source.Start)
	}
	if w.Topic != "" {
		s += " (" + w.Topic + ")"
	}
	return s
}
