package field

import (
	"strings"
	"unicode"

	"resumebot/internal/resume/block"
)

// IsCapitals tells a line of up to seven words in capitals.
func IsCapitals(s string) bool {
	s = block.Unspaced(s)
	letters := 0
	for _, c := range s {
		if unicode.IsLower(c) || unicode.IsDigit(c) {
			return false
		}
		if unicode.IsLetter(c) {
			letters++
		}
	}
	return letters >= 4 && len(strings.Fields(s)) <= 7 && !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, ",")
}

// TitleCase writes a heading in capitals as a heading in words.
func TitleCase(s string) string {
	if !IsCapitals(s) {
		return s
	}
	words := strings.Fields(strings.ToLower(block.Unspaced(s)))
	for i, w := range words {
		if i > 0 && (w == "and" || w == "of" || w == "the" || w == "und" || w == "et" || w == "y") {
			continue
		}
		c := []rune(w)
		for k := range c {
			if k == 0 || c[k-1] == '-' || c[k-1] == '\'' || c[k-1] == '/' {
				c[k] = unicode.ToUpper(c[k])
			}
		}
		words[i] = string(c)
	}
	return strings.Join(words, " ")
}
