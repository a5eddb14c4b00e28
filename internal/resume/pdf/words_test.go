package pdf

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/layout"
)

// TestEveryLetterOnce: each letter that is seen on the pages of a PDF is in one
// block, but for what is repeated in the margins, in all files there are and in drawn ones.
func TestEveryLetterOnce(t *testing.T) {
	files := map[string][]byte{}
	for _, pattern := range []string{"../../corpus/testdata/people/*.pdf", "../../../../shared/cases/*/*.pdf", "../../../../shared/data/resumes/*.pdf"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		if len(names) == 0 {
			t.Log("none here:", pattern)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = data
		}
	}
	for i := range 12 {
		d, err := layout.Draw(12, i, "pdf")
		if err != nil {
			t.Fatal(err)
		}
		files[d.Name] = d.Data
	}
	engine, err := startPDFium(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	for name, data := range files {
		pages, err := pdfPages(t.Context(), engine, data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		hidden(name, pages)
		want, got := map[rune]int{}, map[rune]int{}
		var rows [][][]segment
		for _, p := range pages {
			rows = append(rows, rowsOf(segments(p.glyphs, nil)))
			for _, g := range p.glyphs {
				if text, ok := ligatures[g.char]; ok {
					count(want, text, 1)
				} else if !g.icon {
					count(want, string(g.char), 1)
				}
			}
		}
		countRows(want, rows, -1)
		dropMargins(rows, pages)
		countRows(want, rows, 1)
		blocks := layoutPDF(name, pages)
		for i, b := range blocks {
			count(got, block.Plain(b.Spans), 1)
			for _, c := range b.Cells {
				count(got, block.Plain(c), 1)
			}
			if len(b.Header) > 0 && (i == 0 || len(blocks[i-1].Header) == 0 || &blocks[i-1].Header[0] != &b.Header[0]) {
				count(got, strings.Join(b.Header, ""), 1)
			}
		}
		for _, c := range slices.Sorted(maps.Keys(want)) {
			if want[c] != got[c] {
				t.Errorf("%s: %d times %q on the pages, %d times in blocks", name, want[c], c, got[c])
			}
		}
	}
}

func count(letters map[rune]int, text string, n int) {
	for _, c := range text {
		if unicode.IsLetter(c) { // the numbers of list items are cut off
			letters[c] += n
		}
	}
}

func countRows(letters map[rune]int, pages [][][]segment, n int) {
	for _, page := range pages {
		for _, row := range page {
			count(letters, rowText(row), n)
		}
	}
}
