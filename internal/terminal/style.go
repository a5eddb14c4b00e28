// Package terminal is the front end for people at a terminal, and for pipes: it
// shows answers with their sources, and holds a conversation line by line. It is
// the only importer of the line editor.
//
// Start with [NewStyle], then [Style.Printer] for one answer or [Chat] for a
// conversation.
package terminal

import (
	"io"
	"os"
	"regexp"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"
)

// maxWidth is the longest line that reads well, in columns.
const maxWidth = 100

// Style is how text is laid out for one output.
type Style struct {
	Live  bool // a person watches: prompts and passing notes make sense
	Width int  // columns; 0: lines are not broken
	Color bool
}

// NewStyle looks at an output: what is not a terminal gets neither colour nor
// line breaks, and NO_COLOR (https://no-color.org) and TERM=dumb turn colour off.
func NewStyle(w io.Writer, getenv func(string) string) Style {
	if !IsTerminal(w) {
		return Style{}
	}
	dumb := getenv("TERM") == "dumb"
	s := Style{Live: !dumb, Width: maxWidth, Color: getenv("NO_COLOR") == "" && !dumb}
	return s.fitted(w)
}

// fitted is the style for an output as wide as it is now.
func (s Style) fitted(w io.Writer) Style {
	if !IsTerminal(w) || s.Width <= 0 {
		return s
	}
	if width, _, err := term.GetSize(int(w.(*os.File).Fd())); err == nil && width > 0 {
		s.Width = min(width, maxWidth)
	}
	return s
}

// dim makes text recede.
func (s Style) dim(text string) string { return s.sgr(ansi.AttrFaint, text) }

// strong makes text stand out.
func (s Style) strong(text string) string { return s.sgr(ansi.AttrBold, text) }

func (s Style) sgr(a ansi.Attr, text string) string {
	if !s.Color || text == "" {
		return text
	}
	return ansi.NewStyle(a).Styled(text)
}

// item starts a list item in the text of an answer.
const item = "• "

// layout breaks lines at the width; the second and further lines of a list item
// are indented. The layout of a text that goes on begins with that of its
// beginning, if that ends at a word's end.
func (s Style) layout(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(line, item); ok {
			lines[i] = item + s.indented(rest, len("  "))
		} else {
			lines[i] = s.indented(line, 0)
		}
	}
	return strings.Join(lines, "\n")
}

// indented breaks a line that stands after by columns, and indents what follows
// the first break by as many.
func (s Style) indented(line string, by int) string {
	if s.Width <= 0 {
		return line
	}
	broken := wrap(line, max(20, s.Width-by))
	return strings.ReplaceAll(broken, "\n", "\n"+strings.Repeat(" ", by))
}

// wrap breaks a line into lines of at most width columns: at spaces, and in
// scripts without spaces between characters, but not before closing punctuation.
func wrap(line string, width int) string {
	var b strings.Builder
	column, gap, begun := 0, "", false
	put := func(piece string) {
		n := ansi.StringWidth(piece)
		if begun && column+len(gap)+n > width {
			b.WriteByte('\n')
			column, gap = 0, ""
		}
		b.WriteString(gap + piece)
		column, gap, begun = column+len(gap)+n, "", true
	}
	for word := range strings.SplitSeq(line, " ") {
		start, wide := 0, false
		for i, r := range word {
			if wide && isWide(r) && !strings.ContainsRune(closing, r) {
				put(word[start:i])
				start = i
			}
			wide = isWide(r)
		}
		if start < len(word) {
			put(word[start:])
		}
		gap += " "
	}
	return b.String()
}

// closing is what no line begins with.
const closing = "、。，．！？：；）」』】〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"

func isWide(r rune) bool { return r >= 0x1100 && ansi.StringWidth(string(r)) == 2 }

// fit cuts a line at the width.
func (s Style) fit(line string) string {
	if s.Width <= 0 {
		return line
	}
	return ansi.Truncate(line, s.Width, "…")
}

var marker = regexp.MustCompile(`(\[\d+\])+`)

// dimMarkers makes [1][2] recede.
func (s Style) dimMarkers(text string) string {
	if !s.Color {
		return text
	}
	return marker.ReplaceAllStringFunc(text, s.dim)
}

// clean removes what could move the cursor, colour the screen or turn the
// direction of writing: text of files and models is shown, not obeyed.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r) && r != '\u200e' && r != '\u200f' && r != '\u061c':
			return -1
		}
		return r
	}, ansi.Strip(text))
}

// cleanLine is clean for what has to stay on one line.
func cleanLine(text string) string { return strings.Join(strings.Fields(clean(text)), " ") }

// IsTerminal tells whether an input or output is one.
func IsTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
