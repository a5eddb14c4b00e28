package llm

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
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
		f.Add(c.in, 3, uint64(7), c.model != "m")
	}
	f.Add("\u3000 a\u3000<think>x\xe3</think>\x80\x80b", 2, uint64(1), false)
	f.Add("a</thinking>b</think>c", 2, uint64(1), true)
	f.Add("\xe3<think>x</think>\x80\x80b", 2, uint64(3), true)
	f.Fuzz(func(t *testing.T, text string, at int, seed uint64, reasons bool) {
		if len(text) > maxDoubt/2 {
			return
		}
		model := "m"
		if reasons {
			model = "qwq"
		}
		for _, text := range []string{text, strings.Repeat("so long ", maxDoubt/8) + text} {
			whole := strip(newStripper(model), text)
			if got := strip(newStripper(model), cutAnywhere(text, seed)...); got != whole {
				t.Fatalf("cut %.200q by %d: got %.200q, whole %.200q", text, seed, got, whole)
			}
			if utf8.ValidString(text) && strings.TrimLeftFunc(whole, unicode.IsSpace) != whole {
				t.Fatalf("%.200q begins with blanks", whole)
			}
		}
		if got := strip(newStripper("m"), text); !strings.ContainsAny(text, "<[") && got != strings.TrimLeftFunc(text, unicode.IsSpace) {
			t.Fatalf("%q without a tag becomes %q", text, got)
		}
		// What is put inside a block never comes out, whatever stands around it.
		at = min(max(at, 0), len(text))
		if strings.Contains(text, "§") || strings.Contains(lowerASCII(text[at:]), "</think>") {
			return
		}
		if got := strip(newStripper(model), text[:at], "<think>§", text[at:], "</think>"); strings.Contains(got, "§") && !opensBlock(text[:at]) {
			t.Fatalf("reasoning came out of %q, block at %d: %q", text, at, got)
		}
	})
}

// cutAnywhere cuts a text into pieces, most of up to eight bytes.
func cutAnywhere(text string, seed uint64) []string {
	var out []string
	for r := rand.New(rand.NewPCG(seed, 0)); text != ""; {
		n := min(r.IntN(8)+1, len(text))
		if len(text) > 1<<12 {
			n = 1 + r.IntN(len(text))
		}
		out, text = append(out, text[:n]), text[n:]
	}
	return out
}

// opensBlock reports whether text leaves a block open or ends in half a tag, so
// that what follows is not where a block can begin.
func opensBlock(text string) bool {
	s := newStripper("m")
	s.write(text)
	return s.state == inThought || s.held != ""
}
