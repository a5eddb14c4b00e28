package rag

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestPlainQuestion takes a chat's markup from a question.
func TestPlainQuestion(t *testing.T) {
	for in, want := range map[string]string{
		"Does he know **Rust**?":                         "Does he know Rust?",
		"Does he know *Rust* or __Go__?":                 "Does he know Rust or Go?",
		"Does he know ~~Rust~~?":                         "Does he know Rust?",
		"||Does he know Rust?||":                         "Does he know Rust?",
		"Does he know ||Rust|| and ||Go||?":              "Does he know Rust and Go?",
		"Does he know `Rust`?":                           "Does he know Rust?",
		"```go\nfunc main() {}\n```\nDoes he know this?": "Does he know this?",
		"Does he know this?\n```\nselect 1":              "Does he know this?",
		"```\nDoes he know Rust?\n```":                   "\nDoes he know Rust?\n",
		"> he wrote it\nDoes he know Rust?":              "he wrote it\nDoes he know Rust?",
		"# Does he know Rust?":                           "Does he know Rust?",
		"-# Does he know Rust?":                          "Does he know Rust?",
		"Does he know C#?":                               "Does he know C#?",
		"Does he know snake_case?":                       "Does he know snake_case?",
		"a || b":                                         "a || b",
		"<@123456> does he know Rust?":                   "<@123456> does he know Rust?",
		"@everyone does he know Rust?":                   "@everyone does he know Rust?",
		"does 5 > 3 in Rust?":                            "does 5 > 3 in Rust?",
		"  Does he know Rust?  ":                         "Does he know Rust?",
		"":                                               "",
		"***":                                            "",
		strings.Repeat("é", maxQuestion+10):              strings.Repeat("é", maxQuestion),
	} {
		if got := plainQuestion(in); got != strings.TrimSpace(want) {
			t.Errorf("%.60q: %.60q, want %.60q", in, got, want)
		}
	}
}

func FuzzPlainQuestion(f *testing.F) {
	for _, s := range []string{"**a**", "||a||", "```a```", "> a", "\xff||\xff||"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := plainQuestion(text)
		if n := utf8.RuneCountInString(got); n > maxQuestion {
			t.Errorf("%d characters", n)
		}
		if strings.TrimSpace(got) != got {
			t.Errorf("%q has blanks around it", got)
		}
		if !utf8.ValidString(got) {
			t.Errorf("%q becomes %q", text, got)
		}
		rest := []rune(text)
		for _, r := range got {
			if r == ' ' {
				continue // what stands for a block of code
			}
			at := slices.Index(rest, r)
			if at < 0 {
				t.Fatalf("%q becomes %q, which is not taken from it", text, got)
			}
			rest = rest[at+1:]
		}
	})
}

// TestTrust takes a model for weak where most of its last sentences failed, and no
// longer where they pass again.
func TestTrust(t *testing.T) {
	var x trust
	fell := 0
	note := func(n int, verified bool) {
		for range n {
			if x.note(verified) {
				fell++
			}
		}
	}
	note(7, false)
	if x.Weak() {
		t.Error("weak after seven sentences")
	}
	note(1, false)
	if !x.Weak() || fell != 1 {
		t.Errorf("not weak after eight that failed; fell %d times", fell)
	}
	note(8, true)
	if x.Weak() {
		t.Error("weak with half of them verified")
	}
	note(24, true)
	note(12, false)
	if x.Weak() {
		t.Error("weak with half of the last ones verified")
	}
	note(1, false)
	if !x.Weak() || fell != 2 {
		t.Errorf("not weak with most of the last ones failed; fell %d times", fell)
	}
}

// TestSentences cuts a stream alike whatever its pieces are, and hands a sentence out
// only when its number may not follow any more.
func TestSentences(t *testing.T) {
	const text = "He joined Acme Pvt. Ltd. in Feb. 2023. [1] He left【2†source】. Tools:\n1. Rust [3]\n2) Go (4).\n| a | b |\nThe end"
	want := []string{"He joined Acme Pvt. Ltd. in Feb. 2023. [1]", "He left[2].", "Tools:", "- Rust [3]", "- Go [4].", "| a | b |", "The end"}
	for n := 1; n < len(text); n++ {
		var s sentences
		var got []string
		for piece := range slices.Chunk([]byte(text), n) {
			got = append(got, s.feed(string(piece))...)
		}
		if got = append(got, s.rest(true)...); !slices.Equal(got, want) {
			t.Fatalf("pieces of %d: %q\nwant %q", n, got, want)
		}
	}
	var s sentences
	if got := s.feed("One. Two"); !slices.Equal(got, []string{"One."}) {
		t.Errorf("%q", got)
	}
	if got := s.rest(false); got != nil {
		t.Errorf("an unfinished sentence of a model that broke off: %q", got)
	}
}

// FuzzSentences: a stream is cut alike whatever its pieces are, also within
// characters, and of what has no numbers nothing is lost.
func FuzzSentences(f *testing.F) {
	f.Add("He left in 2020. 12. March\n1. \n\n foo (4). [1] \u3000End. Two", uint64(7))
	f.Add("Tools:\n1. Rust [3]\n2) Go (4).\n| a | b |", uint64(2))
	f.Add("a. 【2†source】 b\xe3\x80. Ça. \xf0\x9f", uint64(3))
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		if len(text) > 4096 {
			return
		}
		read := func(pieces ...string) []string {
			var s sentences
			var out []string
			for _, p := range pieces {
				out = append(out, s.feed(p)...)
			}
			return append(out, s.rest(true)...)
		}
		whole := read(text)
		if got := read(cutAnywhere(text, seed)...); !slices.Equal(got, whole) {
			t.Fatalf("cut by %d: %q\nwhole: %q", seed, got, whole)
		}
		if got := read(strings.Split(text, "")...); !slices.Equal(got, whole) {
			t.Fatalf("by characters: %q\nwhole: %q", got, whole)
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if !strings.ContainsAny(text, "[(【0123456789") && squeeze(strings.Join(whole, " ")) != squeeze(text) {
			t.Fatalf("%q becomes %q", text, whole)
		}
	})
}

// cutAnywhere cuts a text into pieces of up to eight bytes.
func cutAnywhere(text string, seed uint64) []string {
	var out []string
	for r := rand.New(rand.NewPCG(seed, 0)); text != ""; {
		n := min(r.IntN(8)+1, len(text))
		out, text = append(out, text[:n]), text[n:]
	}
	return out
}
