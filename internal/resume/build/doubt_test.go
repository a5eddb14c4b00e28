package build

import (
	"fmt"
	"strings"
	"testing"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// doubts are the doubts of a Document, a line each with where they stand.
func doubts(d *resume.Document) string {
	var out strings.Builder
	for _, x := range d.Doubts {
		fmt.Fprintf(&out, "%d–%d p%d %s\n", x.Source.Start, x.Source.End, x.Source.Page, x.Text)
	}
	return out.String()
}

// TestHidden makes no passage of what nobody sees, lets it part nothing, and tells the
// owner of it.
func TestHidden(t *testing.T) {
	line := func(n, page int, kind block.Kind, how, text string) block.Block {
		return block.Block{Kind: kind, How: how, Level: 2, Spans: []block.Span{{Text: text}}, Source: resume.Source{Path: "cv.pdf", Start: n, End: n, Page: page}}
	}
	b := New()
	b.Add([]block.Block{
		line(1, 1, block.Heading, "", "Jane Miller"),
		line(2, 1, block.Hidden, "in white", "Kubernetes, welding; surgeon PhD Harvard Nobel prize – "),
		line(3, 1, block.Heading, "", "Experience"),
		line(4, 1, block.Line, "", "Cook, Open Diner Ltd., Leeds, 2019 –"),
		line(5, 1, block.Hidden, "off the page", "Astronaut"),
		line(6, 1, block.Line, "", "2021"),
		line(7, 1, block.Hidden, "in white", "president"),
		line(8, 2, block.Hidden, "in white", "\x1b[31mpope "+strings.Repeat("o", 100)),
		line(9, 2, block.Hidden, "in white", "–"),
		line(10, 3, block.Hidden, "in white", "•"),
	})
	want := `2–7 p1 8 words in white, “Kubernetes, welding; surgeon PhD Harvard …”, are left out, for nobody sees them: write them so that they are seen, or take them out
5–5 p1 a word off the page, “Astronaut”, is left out, for nobody sees it: write it so that it is seen, or take it out
8–9 p2 2 words in white, “[31mpope …”, are left out, for nobody sees them: write them so that they are seen, or take them out
`
	if got := doubts(b.Doc); got != want {
		t.Errorf("doubts:\n%swant:\n%s", got, want)
	}
	if len(b.Doc.Passages) != 1 || len(b.Doc.Entries) != 1 || b.Doc.Entries[0].Period.End.Year != 2021 {
		t.Errorf("passages %+v\nentries %+v", b.Doc.Passages, b.Doc.Entries)
	}
}
