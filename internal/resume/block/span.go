package block

import (
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lazyregexp"
)

// Span is a run of text in one style.
type Span struct {
	Text         string
	Bold, Italic bool
	URL          string
}

// Text is the text of spans without blanks around it.
func Text(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return strings.TrimSpace(b.String())
}

// Plain is the text of spans as it stands.
func Plain(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

// SplitLabel splits "**Tech Stack:** Python, …" and "Tech Stack: Python, …".
func SplitLabel(spans []Span) (label, body string) {
	text := Display(Plain(spans))
	i := strings.Index(text, ":")
	if i <= 0 || i+1 < len(text) && text[i+1] != ' ' || len(strings.Fields(text[:i])) > 6 || strings.ContainsAny(text[:i], "!?\"“") || strings.Contains(text[:i], ". ") {
		return "", text
	}
	return strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+1:])
}

// TidySpans joins neighbours of one style and trims the ends.
func TidySpans(in []Span) []Span {
	var out []Span
	for _, s := range in {
		s.Text = tidy(s.Text)
		if k := len(out) - 1; k >= 0 && out[k].Bold == s.Bold && out[k].Italic == s.Italic && out[k].URL == s.URL {
			out[k].Text += s.Text
		} else {
			out = append(out, s)
		}
	}
	for len(out) > 0 {
		if out[0].Text = strings.TrimLeft(out[0].Text, " \t\n"); out[0].Text != "" {
			break
		}
		out = out[1:]
	}
	for k := len(out) - 1; k >= 0; k-- {
		if out[k].Text = strings.TrimRight(out[k].Text, " \t\n"); out[k].Text != "" {
			break
		}
		out = out[:k]
	}
	return out
}

// tidy is a text with tabs for the gaps between columns and one space for any other.
func tidy(text string) string {
	if signsTwice(text) {
		text = leaders.ReplaceAllString(text, "\t")
	}
	if !strings.Contains(text, "  ") && !strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c >= '\u00a0' && unicode.IsSpace(c) }) {
		return text
	}
	return spaces.ReplaceAllStringFunc(text, func(w string) string {
		if strings.Contains(w, "\t") || len(w) >= 2 && w != "\u00a0" {
			return "\t" // a column gap: two or more spaces, or a wide one
		}
		return " "
	})
}

// signsTwice tells in little time that a text may hold leaders: two of their signs
// stand together, or with a space between them.
func signsTwice(text string) bool {
	before := false
	for _, c := range text {
		sign := strings.ContainsRune("._·-–—", c)
		if sign && before {
			return true
		}
		before = sign || before && c == ' '
	}
	return false
}

// leaders are the dots that lead the eye from one column to the next.
var leaders = lazyregexp.New(`\s*(?:\.{4,}|(?:\. ){3,}\.?|_{4,}|·{4,}|[-–—]{4,})\s*`)

var spaces = lazyregexp.New(`[\s\x{00a0}\x{2000}-\x{200a}]+`)

// Bold tells spans all of which are bold.
func Bold(spans []Span) bool {
	return !slices.ContainsFunc(spans, func(s Span) bool { return !s.Bold && strings.TrimSpace(s.Text) != "" })
}

// AppendSpan adds a span, to the last one where both are of one style.
func AppendSpan(spans []Span, s Span) []Span {
	if k := len(spans) - 1; k >= 0 && spans[k].Bold == s.Bold && spans[k].Italic == s.Italic && spans[k].URL == s.URL {
		spans[k].Text += s.Text
		return spans
	}
	return append(spans, s)
}

// CutFront removes the first n bytes.
func CutFront(spans []Span, n int) []Span {
	out := slices.Clone(spans)
	for len(out) > 0 && n >= len(out[0].Text) {
		n -= len(out[0].Text)
		out = out[1:]
	}
	if len(out) > 0 {
		out[0].Text = out[0].Text[n:]
	}
	return out
}
