package export

import (
	"regexp"
	"strings"
	"testing"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/build"
	"resumebot/internal/resume/mark"
	"resumebot/internal/resume/markdown"
)

// document is a Document of one bullet, one paragraph, and one entry with that text.
func document(text string) *resume.Document {
	blocks := []block.Block{
		{Kind: block.Heading, Level: 1, Spans: []block.Span{{Text: "Jane Miller"}}},
		{Kind: block.Heading, Level: 2, Spans: []block.Span{{Text: "Interests"}}},
		{Kind: block.Item, Spans: []block.Span{{Text: text}}},
		{Kind: block.Line, Spans: []block.Span{{Text: text}}},
		{Kind: block.Heading, Level: 2, Spans: []block.Span{{Text: "Experience"}}},
		{Kind: block.Heading, Level: 3, Spans: []block.Span{{Text: text}}, Exact: &resume.Entry{Title: text, Org: "Acme", Place: "Leeds", Period: resume.Period{Start: resume.Date{Year: 2019, Month: 4, Day: 2}, Present: true}}},
		{Kind: block.Item, Spans: []block.Span{{Text: text}}},
	}
	for i := range blocks {
		blocks[i].Told, blocks[i].Source = true, resume.Source{Path: "a.md", Start: i + 1, End: i + 1}
	}
	b := build.New()
	b.Add(blocks)
	return b.Doc
}

// same holds that what was written of a text is read as it.
func sameText(t *testing.T, text string) {
	t.Helper()
	d := document(text)
	out := Import(d)
	blocks, err := markdown.Read("b.md", out)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	b := build.New()
	b.Add(blocks)
	if len(b.Doc.Passages) != len(d.Passages) || len(b.Doc.Entries) != 1 || len(d.Entries) != 1 {
		t.Fatalf("%q: %d passages, %d entries, want %d\n%s", text, len(b.Doc.Passages), len(b.Doc.Entries), len(d.Passages), out)
	}
	for i := range d.Passages {
		if got, want := b.Doc.Passages[i].Text(), d.Passages[i].Text(); got != want && d.Entries[0].Header != i {
			t.Errorf("%q is read as %q, of\n%s", want, got, out)
		}
	}
	if got, want := b.Doc.Entries[0], d.Entries[0]; got.Title != want.Title || got.Org != want.Org || got.Place != want.Place || got.Period.Start != want.Period.Start || !got.Period.Present {
		t.Errorf("entry %+v is read as %+v, of\n%s", want, got, out)
	}
}

func TestTextIsReadAsItStands(t *testing.T) {
	for _, text := range []string{
		"plain", "# no heading", "- no item", "+ none", "1. none", "2019. A year", "10) ten", "> no quote", "=== no title", ": no definition", "~~~ no code", "``` none",
		"*not* set _apart_ __at__ **all**", "snake_case_name", "a * b", "[no](link)", "[none]: http://x.example", "![no](picture)", "<b>no tag</b>", "<!-- no comment -->", "a < b > c", "AT&amp;T", "AT&ampT", "R&D", `back\slash \* end\`,
		"ends in *", "a | b", "Label: of what follows", "`code`", "http://x.example/a_b_c", "x@y.example", "C++ and C#", "5–10 %", "Größe, 東京",
	} {
		sameText(t, text)
	}
}

// TestDoubtsAreNoMarks writes nothing that could be read as a mark for what is private.
func TestDoubtsAreNoMarks(t *testing.T) {
	d := document("text")
	for _, text := range []string{"private", "“<!-- private -->” has dates", "/private -->", "a -- b --> c", "privat: x", "two\nlines"} {
		d.Doubts = append(d.Doubts, resume.Doubt{Source: resume.Source{Path: "a.md", Start: 3, End: 3}, Passage: -1, Text: text})
	}
	out := string(Import(d))
	if marks, fault := mark.Find(out); len(marks) > 0 || fault != nil {
		t.Errorf("%+v %v in\n%s", marks, fault, out)
	}
	if strings.Count(out, "look here") != len(d.Doubts) {
		t.Errorf("comments of\n%s", out)
	}
	blocks, err := markdown.Read("b.md", []byte(out))
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks {
		if strings.Contains(block.Plain(b.Spans), "look here") {
			t.Errorf("read as text: %+v", b)
		}
	}
	if visitors := string(File(d, "a.md")); strings.Contains(visitors, "<!--") {
		t.Errorf("for visitors:\n%s", visitors)
	}
}

// leaders lead the eye from column to column in any Markdown and are no text.
var leaders = regexp.MustCompile(`\.{4,}|(?:\. ){3,}|_{4,}|·{4,}|[-–—]{4,}`)

func FuzzText(f *testing.F) {
	f.Add("* a [b](c) <d> &amp; \\ _e_ `f` | # 1. g")
	f.Fuzz(func(t *testing.T, text string) {
		text = block.Display(block.Printable(strings.ToValidUTF8(text, "")))
		_, fault := mark.Find(text)
		if block.RuneLen(text) > 200 || fault != nil || !strings.ContainsFunc(text, block.WordRune) || strings.ContainsRune(text, 0xAD) || !block.Unmarked(text) || leaders.MatchString(text) {
			t.Skip()
		}
		sameText(t, text)
	})
}
