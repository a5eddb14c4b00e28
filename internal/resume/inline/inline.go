// Package inline reads what light markup sets around words, and tells the lines of a
// paragraph that stand for themselves.
package inline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// Mark is a sign that stands around words and sets them.
type Mark struct {
	Open, Close  string
	Bold, Italic bool
	Verbatim     bool // nothing within is markup
	Within       bool // it may stand within a word
}

// Grammar is what a language has within a line.
type Grammar struct {
	Marks   []Mark                                        // of two that begin alike the longer first
	Special func(rest string) (spans []block.Span, n int) // what else begins here, n bytes long; 0 for nothing
	Escapes bool                                          // a backslash takes a sign for itself
}

// maxMarked is the longest text that a mark stands around, or a link is, in bytes.
const maxMarked = 2000

// maxNested is how many marks stand around each other.
const maxNested = 4

// Spans reads a text.
func (g Grammar) Spans(text string) []block.Span {
	return block.TidySpans(joined(g.read(blanks.ReplaceAllString(text, " "), block.Span{}, 0)))
}

// joined makes one span of neighbours that are set alike.
func joined(spans []block.Span) []block.Span {
	var out []block.Span
	for from := 0; from < len(spans); {
		to, set := from, spans[from]
		var text strings.Builder
		for ; to < len(spans); to++ {
			s := spans[to]
			if s.Bold != set.Bold || s.Italic != set.Italic || s.URL != set.URL {
				break
			}
			text.WriteString(s.Text)
		}
		set.Text = blanks.ReplaceAllString(text.String(), " ")
		out = append(out, set)
		from = to
	}
	return out
}

// blanks are shown as one.
var blanks = lazyregexp.New(` {2,}`)

func (g Grammar) read(text string, style block.Span, depth int) []block.Span {
	var out []block.Span
	plain := 0
	upTo := func(i int) {
		if s := style; i > plain {
			s.Text = text[plain:i]
			out = append(out, s)
		}
	}
	before := ' '
	for i := 0; i < len(text); {
		if g.Escapes && text[i] == '\\' {
			upTo(i)
			_, n := utf8.DecodeRuneInString(text[i+1:])
			if i++; n > 0 && (text[i] == ' ' || text[i] == '\n') { // parts a mark from its word
				i++
				plain, before = i, ' '
				continue
			}
			plain = i
			i += n
			before = 'x'
			continue
		}
		if spans, n := g.special(text[i:], before); n > 0 {
			upTo(i)
			for _, s := range spans {
				s.Bold, s.Italic, s.URL = s.Bold || style.Bold, s.Italic || style.Italic, block.FirstOf(s.URL, style.URL)
				out = append(out, s)
			}
			i += n
			plain, before = i, 'x'
			continue
		}
		if m, inner, n := g.mark(text[i:], before); n > 0 && depth < maxNested {
			upTo(i)
			s := style
			s.Bold, s.Italic = s.Bold || m.Bold, s.Italic || m.Italic
			if s.Text = inner; m.Verbatim {
				out = append(out, s)
			} else {
				out = append(out, g.read(inner, s, depth+1)...)
			}
			i += n
			plain, before = i, 'x'
			continue
		}
		c, n := utf8.DecodeRuneInString(text[i:])
		before = c
		i += n
	}
	upTo(len(text))
	return out
}

func (g Grammar) special(rest string, before rune) ([]block.Span, int) {
	c, _ := utf8.DecodeRuneInString(rest)
	if g.Special == nil || block.WordRune(before) && block.WordRune(c) {
		return nil, 0
	}
	return g.Special(rest[:min(len(rest), maxMarked)])
}

// mark reads marked words at the start of a text.
func (g Grammar) mark(rest string, before rune) (m Mark, inner string, n int) {
	for _, m := range g.Marks {
		if !strings.HasPrefix(rest, m.Open) || block.WordRune(before) && !m.Within {
			continue
		}
		body := rest[len(m.Open):min(len(rest), maxMarked)]
		if c, _ := utf8.DecodeRuneInString(body); body == "" || unicode.IsSpace(c) {
			continue
		}
		for at := 0; at < len(body); {
			k := strings.Index(body[at:], m.Close)
			if k < 0 {
				break
			}
			end := at + k
			after, _ := utf8.DecodeRuneInString(body[end+len(m.Close):])
			last, _ := utf8.DecodeLastRuneInString(body[:end])
			if end > 0 && !unicode.IsSpace(last) && (m.Within || !block.WordRune(after)) {
				return m, body[:end], len(m.Open) + end + len(m.Close)
			}
			at = end + len(m.Close)
		}
	}
	return Mark{}, "", 0
}

// Address is a link that may be shown, or "".
func Address(url string) string {
	if strings.HasPrefix(url, "www.") {
		url = "https://" + url
	}
	if !field.WebAddress(url) {
		return ""
	}
	return url
}

// Labels tells a term with a definition of one paragraph that is no head of an entry:
// the term labels the text.
func Labels(heading, definition string) bool {
	kind, _ := field.SectionKind(heading)
	return definition != "" && !field.HoldsEntries(kind) && block.RuneLen(definition) < 1000
}

// dateAhead is a line that begins with a year or month in figures.
var dateAhead = lazyregexp.New(`^\W{0,2}(?:19|20)\d{2}\b`)

// Apart tells that two lines of a paragraph are two statements: the writer broke the
// first where more would have fitted, or both are dated.
func Apart(line, next string) bool {
	if block.MeantBreak(line, next) {
		return true
	}
	dated := func(s string) bool {
		_, _, ok := resume.FindPeriod(s)
		return ok && block.RuneLen(s) < 100 && !strings.HasSuffix(s, ".")
	}
	return dated(line) && dated(next) || dateAhead.MatchString(next) && dateAhead.MatchString(line) || field.KeyForm.MatchString(next) && field.KeyForm.MatchString(line)
}
