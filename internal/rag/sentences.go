package rag

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
)

var marker = lazyregexp.New(`\s*\[(\d+(?:\s*,\s*\d+)*)\]`)

var (
	bulleted  = lazyregexp.New(`^\s*(?:[-*•–+]|\|)\s`)
	markup    = lazyregexp.New("(?m)\\*\\*|__|`+[a-z]*|^\\s*(?:#+|>|[-*•–+])\\s+|</?[a-zA-Z][^>]*>|[\u200b-\u200f\u2060\ufeff]")
	linked    = lazyregexp.New(`!?\[([^\]]*)\]\([^)]*\)`)
	stressed  = lazyregexp.New(`(^|\W)[*_](\w[^*_]*)[*_](\W|$)`)
	preambles = lazyregexp.New(`(?i)^(?:(?:sure|certainly|of course|okay|ok|indeed|(?:the )?(?:short )?answer(?: is)?|in short|in summary|overall|response)\s*[,!.:–—-]\s*|(?:here is|here's|here are)[^:.]{0,40}:\s*|(?:based on|according to|as per|from|as stated in|as mentioned in) (?:the |this |these |his |her |their |passages? |\w+['’]s )*(?:(?:given|provided|numbered|above|cited) )*(?:passages?|r[ée]sum[ée]|cv|information|text|context|document)(?: provided| given| above)?\s*,\s*|(?:the |this |his |her |their |\w+['’]s )(?:passages?|r[ée]sum[ée]|cv|text|document) (?:says|states|mentions|indicates|notes|shows) that )`)
)

// plainSentence takes markup, markers and what is said before the answer itself
// from a sentence.
func plainSentence(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
	text = linked.ReplaceAllString(text, "$1")
	text = marker.ReplaceAllString(text, "")
	text = markup.ReplaceAllString(text, "")
	text = stressed.ReplaceAllString(text, "$1$2$3")
	if row := strings.TrimSpace(text); strings.HasPrefix(row, "|") {
		text = strings.Join(strings.FieldsFunc(row, func(r rune) bool { return r == '|' }), ",")
	}
	text = strings.Join(strings.Fields(text), " ")
	for {
		rest := preambles.ReplaceAllString(text, "")
		if rest == text || rest == "" {
			break
		}
		text = capitalised(rest)
	}
	return strings.Trim(text, " ,;")
}

// sentences cuts a stream of text into whole sentences, the same whatever the
// pieces: it looks at the text only where a word begins.
type sentences struct {
	buf  string // no whole sentence, up to the first letter of a word
	word string // what came since
}

var (
	otherMarker  = lazyregexp.New(`[\[【]\s*(?:\^|(?i:passages?|sources?|refs?\.?|citations?|see)[\s:#]*)?(\d+(?:\s*(?:,|;|&|and)\s*(?:(?i:passages?)\s*)?\d+)*)(?:†[^\]】]*)?\s*[\]】]`)
	linkedMarker = lazyregexp.New(`(\[\d+\])\([^)\s]*\)`)
	roundMarker  = lazyregexp.New(`\s\((?:(?i:passages?|sources?)[\s:#]*)?\[?(\d{1,2}(?:,\s*\d{1,2})*)\]?\)([.!]\s|[.!]?\n)`)
	listNumber   = lazyregexp.New(`(?m)^\s*\d{1,2}[.)]\s+`)
	andMarker    = lazyregexp.New(`(?i)\s*(?:;|&|and)\s*(?:passages?\s*)?`)
)

// feed takes the next piece and returns the sentences it completes.
func (s *sentences) feed(piece string) []string {
	s.word += piece
	var out []string
	for n := nextWord(s.word); n > 0; n = nextWord(s.word) {
		s.buf, s.word = sameMarkers(s.buf+s.word[:n]), s.word[n:]
		out = append(out, s.whole()...)
	}
	return out
}

// nextWord is where the first character of the next word ends in a text that
// begins within a word; 0 where that has not come.
func nextWord(text string) int {
	blank := false
	for i := 0; i < len(text) && utf8.FullRuneInString(text[i:]); {
		r, n := utf8.DecodeRuneInString(text[i:])
		i += n
		space := unicode.IsSpace(r)
		if blank && !space {
			return i
		}
		blank = blank || space
	}
	return 0
}

// whole takes the sentences that are complete, which they are when the next one
// has begun, because their numbers may follow them.
func (s *sentences) whole() []string {
	var out []string
	for {
		spans := lexicon.SentenceSpans(s.buf)
		if len(spans) < 2 {
			return out
		}
		next := strings.TrimSpace(s.buf[spans[1].Start:])
		if next == "" || strings.ContainsAny(next[:1], "[(") && !strings.ContainsAny(next, "])") || strings.HasPrefix(next, "【") && !strings.Contains(next, "】") {
			return out
		}
		out = append(out, strings.TrimSpace(s.buf[spans[0].Start:spans[0].End]))
		s.buf = s.buf[spans[0].End:]
	}
}

// sameMarkers writes the markers that models use instead of [1] so, and the
// numbers of a list as bullets.
func sameMarkers(text string) string {
	text = linkedMarker.ReplaceAllString(text, "$1")
	text = otherMarker.ReplaceAllStringFunc(text, func(m string) string {
		return "[" + andMarker.ReplaceAllString(otherMarker.FindStringSubmatch(m)[1], ", ") + "]"
	})
	text = roundMarker.ReplaceAllString(text, " [$1]$2")
	return listNumber.ReplaceAllString(text, "- ")
}

// rest returns what is left; an unfinished sentence only if the model finished.
func (s *sentences) rest(finished bool) []string {
	if !finished {
		return nil
	}
	s.buf = strings.TrimRight(sameMarkers(s.buf+s.word+"\n"), "\n")
	var out []string
	for _, sp := range lexicon.SentenceSpans(s.buf) {
		out = append(out, strings.TrimSpace(s.buf[sp.Start:sp.End]))
	}
	return out
}

// capitalised upper-cases the first letter of a plain word; names such as "iOS" or
// "financebud.io" keep theirs.
func capitalised(s string) string {
	word, _, _ := strings.Cut(s, " ")
	if strings.ContainsFunc(word, unicode.IsUpper) || strings.Contains(strings.Trim(word, ".,"), ".") {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
