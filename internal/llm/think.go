package llm

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// thinkTags are the marks that models put around their reasoning: DeepSeek R1,
// Qwen and most others <think>, some fine-tunes the longer words, Mistral's
// Magistral [THINK] (https://huggingface.co/mistralai/Magistral-Small-2507).
var thinkTags = [][2]string{
	{"<think>", "</think>"},
	{"<thinking>", "</thinking>"},
	{"<thought>", "</thought>"},
	{"<reasoning>", "</reasoning>"},
	{"[think]", "[/think]"},
}

// stripper takes reasoning out of a text that arrives in pieces. Whatever the
// pieces, also where characters are cut, the text that comes out is the same:
// everything outside of think tags (an unclosed one reaches to the end; a closing
// one without its opening is taken out alone), without leading white space.
type stripper struct {
	state   stripState
	closing string          // in inThought: the tag that ends it
	held    string          // the beginning of what may become a tag, or of a character
	doubt   strings.Builder // in inDoubt: what may prove to be reasoning
	begun   bool            // visible text has come
}

type stripState int

const (
	inAnswer stripState = iota
	inThought
	inDoubt // before the first tag of a model that opens its reasoning in the prompt
)

// maxDoubt, in bytes, is the most text kept back for a tag; a longer one is
// reasoning for certain.
const maxDoubt = 64 << 10

// newStripper returns a stripper for a model's answers. The chat templates of
// some reasoning models end in an opening <think> of their own, so that the
// answer holds but the closing one (https://huggingface.co/deepseek-ai/DeepSeek-R1,
// "Usage Recommendations"): their text is kept back until it is known to be an answer.
func newStripper(model string) stripper {
	if containsAny(strings.ToLower(model), "deepseek-r1", "r1-distill", "qwq", "thinking") {
		return stripper{state: inDoubt}
	}
	return stripper{}
}

// settle ends doubt, for servers that send reasoning apart: what was kept back
// is the answer, and is returned.
func (s *stripper) settle() string {
	if s.state != inDoubt {
		return ""
	}
	text := s.doubt.String() + s.held
	s.state, s.held = inAnswer, ""
	s.doubt.Reset()
	return s.write(text)
}

// write takes the next piece and returns what is certain to be visible.
func (s *stripper) write(piece string) string {
	s.held += piece
	var out strings.Builder
	for s.step(&out) {
	}
	return out.String()
}

// end returns what was held back and proves visible now that nothing follows.
func (s *stripper) end() string {
	var out strings.Builder
	out.WriteString(s.settle())
	s.pass(&out, s.held)
	s.held = ""
	return out.String()
}

// step works up to the next tag in what is held, and reports whether there was one.
func (s *stripper) step(out *strings.Builder) bool {
	at, open, closing := findTag(s.held)
	if s.state == inThought {
		at, open, closing = findClosing(s.held, s.closing)
	}
	if at < 0 {
		keep := max(partialTag(s.held), partialRune(s.held))
		s.pass(out, s.held[:len(s.held)-keep])
		s.held = s.held[len(s.held)-keep:]
		return false
	}
	doubted := s.state == inDoubt
	s.pass(out, s.held[:at])
	switch {
	case doubted && s.state == inThought: // too long to be doubted: the tag is read anew
		s.held = s.held[at:]
		return true
	case open != "":
		if doubted { // it was the answer
			s.show(out, s.doubt.String())
		}
		s.state, s.closing = inThought, closing
		s.held = s.held[at+len(open):]
	default:
		s.state = inAnswer
		s.held = s.held[at+len(closing):]
	}
	s.doubt.Reset()
	return true
}

// pass moves text that holds no tag to where the state says.
func (s *stripper) pass(out *strings.Builder, text string) {
	switch s.state {
	case inAnswer:
		s.show(out, text)
	case inDoubt:
		s.doubt.WriteString(text)
		if s.doubt.Len() > maxDoubt {
			s.doubt.Reset()
			s.state, s.closing = inThought, thinkTags[0][1]
		}
	}
}

// show writes visible text but for white space before the first of it.
func (s *stripper) show(out *strings.Builder, text string) {
	if !s.begun {
		text = strings.TrimLeftFunc(text, unicode.IsSpace)
		s.begun = text != ""
	}
	out.WriteString(text)
}

// findTag returns the place of the first tag, and the tag: for an opening one
// also what closes it; for a closing one open is empty. No tag: -1.
func findTag(text string) (at int, open, closing string) {
	lower := lowerASCII(text)
	at = -1
	for _, tag := range thinkTags {
		if i := strings.Index(lower, tag[0]); i >= 0 && (at < 0 || i < at) {
			at, open, closing = i, tag[0], tag[1]
		}
		if i := strings.Index(lower, tag[1]); i >= 0 && (at < 0 || i < at) {
			at, open, closing = i, "", tag[1]
		}
	}
	return at, open, closing
}

func findClosing(text, closing string) (int, string, string) {
	return strings.Index(lowerASCII(text), closing), "", closing
}

// partialTag is the length of the longest end of text that begins a tag.
func partialTag(text string) int {
	lower := lowerASCII(text)
	longest := 0
	for _, pair := range thinkTags {
		for _, tag := range pair {
			for n := min(len(tag)-1, len(lower)); n > longest; n-- {
				if strings.HasSuffix(lower, tag[:n]) {
					longest = n
					break
				}
			}
		}
	}
	return longest
}

// partialRune is the length of an end of text that is only the beginning of a
// character.
func partialRune(text string) int {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if end := text[len(text)-n:]; utf8.RuneStart(end[0]) {
			if utf8.FullRuneInString(end) {
				return 0
			}
			return n
		}
	}
	return 0
}

// lowerASCII keeps the length of text, which strings.ToLower may not.
func lowerASCII(text string) string {
	lower := []byte(text)
	for i, b := range lower {
		if 'A' <= b && b <= 'Z' {
			lower[i] = b + ('a' - 'A')
		}
	}
	return string(lower)
}
