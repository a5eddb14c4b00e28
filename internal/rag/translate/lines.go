package translate

import (
	"regexp"
	"strings"
)

// lineReader finds the numbered lines of a reply while it arrives. It calls each
// for lines that were asked for, in their order, each at most once; talk around
// them is passed over.
type lineReader struct {
	asked int
	each  func(n int, text string)

	next   int // the first line that may still come
	buf    string
	loners []string // lines without a number
}

var numberedLine = regexp.MustCompile(`^[\s*]*(\p{Nd}{1,6})\s*[.):．、。：）|।]\s*(.*)$`)

// marker is a citation, which the line to be translated had none of.
var marker = regexp.MustCompile(`\s*\[(\d+(?:\s*,\s*\d+)*)\]`)

// feed takes a piece of the reply.
func (r *lineReader) feed(piece string) {
	r.buf += piece
	for {
		line, rest, ok := strings.Cut(r.buf, "\n")
		if !ok {
			return
		}
		r.buf = rest
		r.take(line)
	}
}

// end takes what is left of a reply, whose last line is whole or not. A reply that
// was asked for one line and is one line needs no number.
func (r *lineReader) end(whole bool) {
	if whole {
		r.take(r.buf)
		if r.asked == 1 && r.next == 0 && len(r.loners) == 1 {
			r.give(0, r.loners[0])
		}
	}
	r.buf = ""
}

func (r *lineReader) take(line string) {
	if m := numberedLine.FindStringSubmatch(line); m != nil {
		if n := number(m[1]) - 1; n >= r.next && n < r.asked {
			r.give(n, m[2])
			return
		}
	}
	if line = strings.TrimSpace(line); line != "" {
		r.loners = append(r.loners, line)
	}
}

func (r *lineReader) give(n int, text string) {
	text = strings.Trim(marker.ReplaceAllString(text, ""), "*\"“”„ \t\r")
	if text == "" {
		return
	}
	r.next = n + 1
	r.each(n, text)
}
