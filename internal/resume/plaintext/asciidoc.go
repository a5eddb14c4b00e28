package plaintext

import (
	"regexp"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

var (
	asciiAnchor = regexp.MustCompile(`^\s*\[\[[\w:.-]+(?:,[^\]]*)?\]\]\s*$`)
	asciiStyle  = regexp.MustCompile(`(?:link:|mailto:)?\b(?:https?|ftp|tel|mailto)://?([^\s\[\]]+)\[([^\]]+)\]|(?:^|[\s(])(\*[^*\s](?:[^*]*[^*\s])?\*|_[^_\s](?:[^_]*[^_\s])?_)`)
)

// asciiDoc tells a file whose lines are named as AsciiDoc names them: "[[skills]]".
func asciiDoc(lines []string) bool {
	n := 0
	for _, l := range lines {
		if asciiAnchor.MatchString(l) {
			n++
		}
	}
	return n > 1
}

// asciiSpans reads the marks of AsciiDoc in a line: "*bold*", "_italic_" and
// "https://pell.example[Pell Glassworks]".
func asciiSpans(text string) []block.Span {
	var out []block.Span
	at := 0
	for _, m := range asciiStyle.FindAllStringSubmatchIndex(text, -1) {
		begin, s := m[0], block.Span{}
		if m[6] >= 0 {
			begin = m[6]
			s = block.Span{Text: text[m[6]+1 : m[7]-1], Bold: text[m[6]] == '*', Italic: text[m[6]] == '_'}
		} else {
			s = block.Span{Text: text[m[4]:m[5]]}
			if address := text[m[0] : m[4]-1]; field.WebAddress(address) {
				s.URL = address
			}
		}
		out = append(out, block.Span{Text: text[at:begin]}, s)
		at = m[1]
	}
	return block.TidySpans(append(out, block.Span{Text: text[at:]}))
}
