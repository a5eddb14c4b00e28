package llm

import (
	"strings"
	"testing"
)

// strip runs pieces through a stripper as Stream does.
func strip(s stripper, pieces ...string) string {
	var out strings.Builder
	for _, p := range pieces {
		out.WriteString(s.write(p))
	}
	out.WriteString(s.end())
	return out.String()
}

var stripCases = []struct{ name, model, in, want string }{
	{"plain", "m", "He worked at Acme. [1]", "He worked at Acme. [1]"},
	{"block first", "m", "<think>secret</think>\n\nHello", "Hello"},
	{"block inside", "m", "a <think>secret</think>b", "a b"},
	{"two blocks", "m", "<think>x</think>a<think>y</think>b", "ab"},
	{"unclosed", "m", "a <think>secret", "a "},
	{"unclosed, half a closing tag", "m", "a<think>secret</thin", "a"},
	{"empty block", "m", "<think>\n</think>a", "a"},
	{"other words", "m", "<thinking>x</thinking>a<reasoning>y</reasoning>b<thought>z</thought>c", "abc"},
	{"Mistral", "m", "[THINK]x[/THINK]a [1]", "a [1]"},
	{"capitals", "m", "<THINK>x</Think>a", "a"},
	{"the other tag does not close", "m", "<think>x</thought>y</think>a", "a"},
	{"open tag again inside", "m", "<think>x<think>y</think>a", "a"},
	{"closing tag alone", "m", "a</think>b", "ab"},
	{"not a tag", "m", "if a < b and <b>bold</b> <thin> [th", "if a < b and <b>bold</b> <thin> [th"},
	{"half a tag at the end", "m", "a <thi", "a <thi"},
	{"tag after half a tag", "m", "<thi<think>x</think>a", "<thi" + "a"},
	{"not ASCII", "m", "Übung <think>Ärger İ</think>größer", "Übung größer"},
	{"only thought", "m", "<think>x</think>  ", ""},
	{"opened in the prompt", "deepseek-r1:7b", "secret thoughts\n</think>\n\nHello", "Hello"},
	{"opened in the prompt, any closing", "qwq", "secret</thinking>Hello", "Hello"},
	{"reasoning model without reasoning", "deepseek-r1:7b", "Hello", "Hello"},
	{"reasoning model, whole block", "qwen3-4b-thinking", "\n<think>x</think>a</think>b", "ab"},
	{"reasoning model, text before the block", "qwq", "a <think>x</think>b", "a b"},
	{"reasoning model, unclosed", "qwq", "<think>x", ""},
	{"nothing", "m", "", ""},
}

func TestStripAtEverySplit(t *testing.T) {
	for _, c := range stripCases {
		t.Run(c.name, func(t *testing.T) {
			if got := strip(newStripper(c.model), c.in); got != c.want {
				t.Fatalf("in one piece: got %q, want %q", got, c.want)
			}
			if got := strip(newStripper(c.model), strings.Split(c.in, "")...); got != c.want {
				t.Errorf("one character at a time: got %q, want %q", got, c.want)
			}
			for i := range len(c.in) {
				for j := i; j <= len(c.in); j++ {
					if got := strip(newStripper(c.model), c.in[:i], c.in[i:j], c.in[j:]); got != c.want {
						t.Fatalf("split at %d and %d: got %q, want %q", i, j, got, c.want)
					}
				}
			}
		})
	}
}

// A stripper may hold back only what can still become a tag.
func TestStripDoesNotWait(t *testing.T) {
	s := newStripper("m")
	if got := s.write("He worked at Acme <"); got != "He worked at Acme " {
		t.Errorf("got %q at once", got)
	}
	if got := s.write("em>"); got != "<em>" {
		t.Errorf("got %q next", got)
	}
}

// Servers that send reasoning apart prove that the text is the answer.
func TestStripSettles(t *testing.T) {
	s := newStripper("deepseek-r1")
	if got := s.write("Hel"); got != "" {
		t.Errorf("before it is settled: %q", got)
	}
	if got := s.settle() + s.write("lo") + s.end(); got != "Hello" {
		t.Errorf("after: %q", got)
	}
}

func TestStripLongDoubtIsReasoning(t *testing.T) {
	s := newStripper("deepseek-r1")
	if got := strip(s, strings.Repeat("so long ", maxDoubt/8), " more", "</think>Hello"); got != "Hello" {
		t.Errorf("got %.60q", got)
	}
}

func FuzzStrip(f *testing.F) {
	for _, c := range stripCases {
		f.Add(c.in, 3, 7, c.model != "m")
	}
	f.Fuzz(func(t *testing.T, text string, i, j int, reasons bool) {
		if len(text) > maxDoubt/2 {
			return
		}
		model := "m"
		if reasons {
			model = "qwq"
		}
		i = min(max(i, 0), len(text))
		j = min(max(j, i), len(text))
		whole := strip(newStripper(model), text)
		if got := strip(newStripper(model), text[:i], text[i:j], text[j:]); got != whole {
			t.Fatalf("split %q at %d and %d: got %q, whole %q", text, i, j, got, whole)
		}
		// What is put inside a block never comes out, whatever stands around it.
		if strings.Contains(text, "§") || strings.Contains(lowerASCII(text[i:]), "</think>") {
			return
		}
		if got := strip(newStripper(model), text[:i], "<think>§", text[i:], "</think>"); strings.Contains(got, "§") && !opensBlock(text[:i]) {
			t.Fatalf("reasoning came out of %q, block at %d: %q", text, i, got)
		}
	})
}

// opensBlock reports whether text leaves a block open or ends in half a tag, so
// that what follows is not where a block can begin.
func opensBlock(text string) bool {
	s := newStripper("m")
	s.write(text)
	return s.state == inThought || s.held != ""
}
