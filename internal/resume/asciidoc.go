package resume

import "regexp"

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
func asciiSpans(text string) []span {
	var out []span
	at := 0
	for _, m := range asciiStyle.FindAllStringSubmatchIndex(text, -1) {
		begin, s := m[0], span{}
		if m[6] >= 0 {
			begin = m[6]
			s = span{text: text[m[6]+1 : m[7]-1], bold: text[m[6]] == '*', italic: text[m[6]] == '_'}
		} else {
			s = span{text: text[m[4]:m[5]]}
			if address := text[m[0] : m[4]-1]; webAddress(address) {
				s.url = address
			}
		}
		out = append(out, span{text: text[at:begin]}, s)
		at = m[1]
	}
	return tidySpans(append(out, span{text: text[at:]}))
}
