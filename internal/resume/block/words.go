package block

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lazyregexp"
)

// WordRune tells letters and digits.
func WordRune(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

// FirstOf is the first of two texts that is not empty.
func FirstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// StartsUpper tells a text that begins with a capital.
func StartsUpper(s string) bool {
	for _, c := range s {
		return unicode.IsUpper(c) || unicode.IsDigit(c)
	}
	return false
}

// WrapWidth is the narrowest width to which people wrap running text.
const WrapWidth = 60

// MeantBreak tells that the break between two lines was not made to keep to a
// width: the line was short enough to take the next word, which starts a new
// phrase.
func MeantBreak(line, next string) bool {
	line, next = strings.TrimSpace(line), strings.TrimSpace(next)
	word, _, _ := strings.Cut(next, " ")
	if line == "" || next == "" || RuneLen(line)+1+RuneLen(word) > WrapWidth || strings.HasSuffix(line, ",") {
		return false
	}
	return !StartsLower(next)
}

// Digits counts the digits 0 to 9.
func Digits(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// Folded is a text in lower case with single blanks.
func Folded(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// JoinFilled joins the parts that are not empty.
func JoinFilled(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), sep)
}

// RuneLen is the length in characters.
func RuneLen(s string) int { return utf8.RuneCountInString(s) }

// StartsLower tells a text that begins with a small letter.
func StartsLower(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(c)
}

// SpacedForm is a word set with blanks between its letters, or several with wider
// gaps between them.
var SpacedForm = lazyregexp.New(`^\p{L}(?:[ \x{a0}]\p{L}){3,}(?:[\s\x{a0}]+(?:\p{L}|&)(?:[ \x{a0}]\p{L})*)*[:.]?$`)

// Unspaced joins the letters of "E X P E R I E N C E".
func Unspaced(s string) string {
	s = strings.TrimSpace(s)
	if !SpacedForm.MatchString(s) {
		return s
	}
	var words []string
	for _, w := range wideGap.Split(s, -1) {
		words = append(words, strings.ReplaceAll(strings.ReplaceAll(w, " ", ""), "\u00a0", ""))
	}
	return strings.Join(words, " ")
}

var wideGap = lazyregexp.New(`[\s\x{a0}]{2,}|\t`)

// Printable removes what could steer a terminal or reorder the text that is shown:
// control characters but for tabs and line ends, and marks of direction.
func Printable(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n' || c == '\t' || c == '\r':
			return c
		case c == '\v' || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029:
			return ' '
		case unicode.IsControl(c), c >= 0x202A && c <= 0x202E, c >= 0x2066 && c <= 0x2069, c == 0x200E, c == 0x200F:
			return -1
		}
		return c
	}, s)
}

// Display turns the column gaps of a block's text into single spaces.
func Display(s string) string { return strings.Join(strings.Fields(s), " ") }

// WithoutEmoji removes emoji, pictographs and the marks that join them.
func WithoutEmoji(s string) string {
	s = strings.Map(func(c rune) rune {
		switch {
		case c == 0x200D || c >= 0xFE00 && c <= 0xFE0F || c == 0x20E3:
			return -1
		case c >= 0x1F000 && c <= 0x1FAFF, c >= 0x2600 && c <= 0x27BF, c >= 0x2300 && c <= 0x23FF, c >= 0x2B00 && c <= 0x2BFF, c >= 0xE0020 && c <= 0xE007F, c >= 0xE000 && c <= 0xF8FF:
			return -1
		}
		return c
	}, s)
	return strings.TrimSpace(s)
}

// Gapped is a line of several columns as it is shown: the gaps between them drawn.
func Gapped(s string) string {
	var parts []string
	for part := range strings.SplitSeq(s, "\t") {
		if part = strings.Trim(Display(part), " "); part != "" {
			parts = append(parts, part)
		}
	}
	out := strings.Join(parts, " | ")
	for strings.Contains(out, "| |") {
		out = strings.ReplaceAll(out, "| |", "|")
	}
	return out
}
