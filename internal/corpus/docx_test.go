package corpus

import (
	"fmt"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/build"
	"resumebot/internal/resume/docx"
	"resumebot/internal/resume/resumetest"
)

// TestDOCXLikeMarkdown writes a résumé of the test data as a DOCX and holds its
// Document against that of the Markdown.
func TestDOCXLikeMarkdown(t *testing.T) {
	data, err := os.ReadFile("testdata/people/marta.md")
	if err != nil {
		t.Fatal(err)
	}
	markdown, _ := byExtension(".md")
	md := fileText{format: markdown, path: "a.md", text: data}
	blocks, _, err := md.public()
	if err != nil {
		t.Fatal(err)
	}
	var body strings.Builder
	var rels []string
	runs := func(spans []block.Span) string {
		var out strings.Builder
		for _, s := range spans {
			rpr := ""
			if s.Bold {
				rpr += "<w:b/>"
			}
			if s.Italic {
				rpr += "<w:i/>"
			}
			r := `<w:r><w:rPr>` + rpr + `</w:rPr><w:t xml:space="preserve">` + strings.ReplaceAll(html.EscapeString(s.Text), "\t", `</w:t><w:tab/><w:t xml:space="preserve">`) + `</w:t></w:r>`
			if s.URL != "" {
				id := fmt.Sprint("l", len(rels))
				rels = append(rels, id+" hyperlink "+s.URL)
				r = `<w:hyperlink r:id="` + id + `">` + r + `</w:hyperlink>`
			}
			out.WriteString(r)
		}
		return out.String()
	}
	var table [][]string
	for i, b := range blocks {
		ppr := ""
		switch b.Kind {
		case block.Heading:
			ppr = `<w:pStyle w:val="` + []string{"", "Titel", "berschrift1", "berschrift2", "berschrift3"}[b.Level] + `"/>`
		case block.Item:
			ppr = fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr>`, b.Level)
		case block.Row:
			var cells []string
			for _, c := range b.Cells {
				cells = append(cells, "<w:p>"+runs(c)+"</w:p>")
			}
			if table = append(table, cells); i+1 < len(blocks) && blocks[i+1].Kind == block.Row {
				continue
			}
			var names []string
			for _, h := range b.Header {
				names = append(names, "**"+h+"**")
			}
			body.WriteString(resumetest.Table(append([][]string{names}, table...)...))
			table = nil
			continue
		case block.Quote:
			ppr = `<w:pStyle w:val="Zitat"/>`
		case block.Line:
		case block.Rule:
			continue
		default:
			t.Fatalf("this test does not write blocks of kind %d", b.Kind)
		}
		body.WriteString(`<w:p><w:pPr>` + ppr + `</w:pPr>` + runs(b.Spans) + `</w:p>`)
	}
	want := parse(t, "a.md", data)
	got, err := docx.Read("a.md", resumetest.DOCX(t, body.String(), nil, rels...))
	if err != nil {
		t.Fatal(err)
	}
	b := build.New()
	b.Add(got)
	facts := func(d *resume.Document) string {
		var out []string
		for line := range strings.Lines(resumetest.Dump(d)) { // without line numbers and Markdown's own source text
			if !strings.HasPrefix(line, "  raw") {
				out = append(out, lineNumbers.ReplaceAllString(line, ""))
			}
		}
		return strings.Join(out, "")
	}
	if w, g := facts(want), facts(b.Doc); w != g {
		t.Error(resumetest.Diff(w, g))
	}
}

var lineNumbers = regexp.MustCompile(` (?:lines )?\d+–\d+`)
