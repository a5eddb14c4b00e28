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
	if len(b.Doc.Passages) != 2 || len(b.Doc.Entries) != 1 || b.Doc.Entries[0].Period.End.Year != 2021 {
		t.Errorf("passages %+v\nentries %+v", b.Doc.Passages, b.Doc.Entries)
	}
}

// TestDoubts tells the owner what was not understood for certain, and of what is plain
// nothing.
func TestDoubts(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nothing": {`# Jane Miller
## Experience
### Cook | Open Diner Ltd.
*Leeds | 2019 – 2021*
## Education
### BSc Chemistry | University of Leeds
*2015 – 2018*`, ""},
		"parts missing": {`# Jane Miller
## Experience
### Head Cook
2019 – 2021
### Open Diner Ltd.
2016 – 2018
### Freelance
2012 – 2014
## Education
### BSc Chemistry
2015 – 2018`, `3–4 p0 “Head Cook” looks like a position, but no employer was found: write “Title | Employer” on its first line, or leave it if there was none
5–6 p0 “Open Diner Ltd.” looks like an employer, but no position was found: write “Title | Employer” on its first line, or leave it if there was none
10–11 p0 “BSc Chemistry” looks like a degree, but no school was found: write “Degree | School” on its first line, or leave it if there was none
`},
		"no dates": {`# Jane Miller
## Experience
### Cook | Open Diner Ltd.
2019 – 2021
### Waiter | Corner Inn Ltd.
2016 – 2018
### Porter | Grand Hotel
- carried`, "7–7 p0 no dates were found for “Porter”, though the others of its section have some: write them as “March 2019 – June 2022”\n"},
		"dates alone": {`# Jane Miller
## Experience
2019 – 2021
- cooked
## Interests
Played the horn 2019 – 2021`, "3–3 p0 “2019 – 2021” has dates but was read as plain text, for neither a position nor an employer was found beside them: write “### Title | Employer” over “*Place | Start – End*”\n"},
		"no headings": {`Jane Miller
one
two
three
four
five
six
seven
eight
nine`, "0–0 p0 no section heading was found: write headings such as Experience, Education and Skills, each on a line of its own\n"},
	} {
		var blocks []block.Block
		for i, l := range strings.Split(c.text, "\n") {
			kind, level := block.Line, 0
			for strings.HasPrefix(l, "#") {
				kind, level, l = block.Heading, level+1, l[1:]
			}
			if rest, item := strings.CutPrefix(l, "- "); item {
				kind, l = block.Item, rest
			}
			l = strings.Trim(l, " *")
			blocks = append(blocks, block.Block{Kind: kind, Level: level, Spans: []block.Span{{Text: l}}, Source: resume.Source{Path: "cv.md", Start: i + 1, End: i + 1}})
		}
		b := New()
		b.Add(blocks)
		if got := doubts(b.Doc); got != c.want {
			t.Errorf("%s:\n%swant:\n%s", name, got, c.want)
		}
	}
}
