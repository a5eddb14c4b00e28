package markdown

import (
	"bytes"
	"errors"
	"regexp"

	"resumebot/internal/resume/block"
)

// The reading of Markdown takes time that grows with the square of a paragraph's
// length and of the depth of lists and quotes.
const (
	maxMarks   = 400 // of emphasis, links and code in a paragraph
	maxNesting = 50
)

var (
	errParagraph    = errors.New("holds a paragraph that is too long or too full of marks: part it with blank lines")
	errNestedTooFar = errors.New("is nested too deep")
)

// blockStart begins a heading, a row, a numbered item or the definition of a link.
var blockStart = regexp.MustCompile(`^(?:#|\||\d{1,9}[.)][ \t]|\[[^\]]*\]:)`)

// overlong finds the first line, from 1, at which a text goes beyond what is read.
func overlong(text []byte) (line int, err error) {
	paragraph, inline := 0, 0
	for l := range bytes.Lines(text) {
		line++
		trimmed := bytes.TrimLeft(l, " \t")
		marks := trimmed[:len(trimmed)-len(bytes.TrimLeft(trimmed, "> \t-+*"))]
		if len(bytes.TrimSpace(l)) == 0 || len(marks) > 0 || blockStart.Match(trimmed) {
			paragraph, inline = 0, 0 // another block
		}
		paragraph += len(l)
		for _, c := range l {
			if bytes.IndexByte([]byte("*_[]<`"), c) >= 0 {
				inline++
			}
		}
		switch {
		case len(l)-len(trimmed) > 8*maxNesting, bytes.ContainsAny(marks, ">-+*") && len(bytes.Fields(marks))+bytes.Count(marks, []byte(">")) > 2*maxNesting:
			return line, errNestedTooFar
		case paragraph > block.MaxParagraph || inline > maxMarks && !bytes.HasPrefix(trimmed, []byte("|")):
			return line, errParagraph
		}
	}
	return 0, nil
}
