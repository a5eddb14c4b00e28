package corpus

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/layout"
)

// packedFiles are all résumés there are in formats of word processors and in PDF: of
// invented people, of the cases, the samples, and drawn at random.
func packedFiles(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, pattern := range []string{"testdata/people/*.*", "../../../shared/cases/*/*.*", "../../../shared/data/resumes/*.*"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if r, ok := byExtension(filepath.Ext(name)); !ok || !slices.Contains([]string{"docx", "odt", "rtf", "pdf"}, r.name) {
				continue
			}
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			out[name] = data
		}
	}
	n := 15
	if testing.Short() {
		n = 5
	}
	for _, format := range []string{"docx", "pdf"} {
		for i := range n {
			d, err := layout.Draw(11, i, format)
			if err != nil {
				t.Fatal(err)
			}
			out[d.Name] = d.Data
		}
	}
	return out
}

// TestEveryWordOnce: each visible word of a file is in one block, and each word of a
// block in one passage or the heading of one section, in the order of the blocks.
func TestEveryWordOnce(t *testing.T) {
	if _, err := os.Stat("../../../shared/cases"); err != nil {
		t.Log("without the cases, which are not here:", err)
	}
	for name, data := range packedFiles(t) {
		r, _ := byExtension(filepath.Ext(name))
		blocks, err := r.read(name, data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		blocks = slices.DeleteFunc(blocks, func(b block.Block) bool { return b.Kind == block.Hidden })
		var of, apart []string // that tell what the rest is and are in no passage: the title, the names of columns
		for i := range blocks {
			if text := block.RawText(&blocks[i]); blocks[i].Kind == block.Heading && field.DocumentTitle(text) {
				apart = append(apart, wordsOf(text)...)
			} else {
				of = append(of, wordsOf(text)...)
			}
			for _, c := range blocks[i].Cells {
				of = append(of, wordsOf(block.Plain(c))...)
			}
			for _, h := range headerOf(blocks, i) {
				apart = append(apart, wordsOf(h)...)
			}
		}
		if r.name == "docx" {
			lost, twice := compared(shownWords(t, data), slices.Concat(of, apart))
			if len(lost)+len(twice) > 0 {
				t.Errorf("%s: from the file to blocks lost %q, twice %q", name, lost, twice)
			}
		}
		inDocument(t, name, of, built(resume.File{Path: name}, blocks))
	}
}

// headerOf are the names of the columns of a table at its first row.
func headerOf(blocks []block.Block, i int) []string {
	h := blocks[i].Header
	if len(h) == 0 || i > 0 && len(blocks[i-1].Header) > 0 && &blocks[i-1].Header[0] == &h[0] {
		return nil
	}
	return h
}

// inDocument compares words with those of passages and headings.
func inDocument(t *testing.T, name string, of []string, d *resume.Document) {
	t.Helper()
	var passages, text, headings []string
	for _, p := range d.Passages {
		passages = append(passages, wordsOf(p.Raw)...)
		if p.Kind != resume.PassageHeader { // whose columns may be put together
			text = append(text, wordsOf(p.Raw)...)
		}
	}
	heads := map[string]bool{} // lines of the heads of entries, which are passages too
	for _, e := range d.Entries {
		for line := range strings.Lines(d.Passages[e.Header].Raw) {
			heads[strings.Join(wordsOf(line), " ")] = true
		}
	}
	for _, s := range d.Sections {
		if n := len(s.Heading); n > 0 && !heads[strings.Join(wordsOf(s.Heading[n-1]), " ")] {
			headings = append(headings, wordsOf(s.Heading[n-1])...)
		}
	}
	lost, twice := compared(of, append(slices.Clone(passages), headings...))
	if len(lost)+len(twice) > 0 {
		t.Errorf("%s: from blocks to passages lost %q, twice %q", name, lost, twice)
	}
	at := 0
	for _, w := range text {
		k := slices.Index(of[at:], w)
		if k < 0 {
			t.Errorf("%s: %q stands before %q", name, w, strings.Join(of[max(0, at-5):at], " "))
			return
		}
		at += k + 1
	}
}

// compared tells which words of want got lacks and which it has more often.
func compared(want, got []string) (lost, twice []string) {
	count := map[string]int{}
	for _, w := range want {
		count[w]++
	}
	for _, w := range got {
		if count[w]--; count[w] < 0 {
			twice = append(twice, w)
		}
	}
	for w, n := range count {
		for range max(n, 0) {
			lost = append(lost, w)
		}
	}
	slices.Sort(lost)
	return lost, twice
}

func wordsOf(text string) []string { return layout.Words(text) }

var (
	notShown = regexp.MustCompile(`(?s)<mc:Fallback>.*?</mc:Fallback>|<w:del .*?</w:del>|<w:instrText.*?</w:instrText>|<w:delText.*?</w:delText>`)
	parting  = regexp.MustCompile(`</w:p>|<w:tab/>|<w:br[ />]|<w:cr/>`)
	anyTag   = regexp.MustCompile(`<[^>]*>`)
)

// shownWords are the words of a DOCX, its margins included, by what its XML shows.
func shownWords(t *testing.T, data []byte) []string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range z.File {
		if !regexp.MustCompile(`^word/(?:document|header\d*|footer\d*)\.xml$`).MatchString(f.Name) {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		s := parting.ReplaceAllString(notShown.ReplaceAllString(string(text), ""), " ")
		s = anyTag.ReplaceAllString(s, "")
		out = append(out, wordsOf(strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'", "&#39;", "'", "&#34;", `"`).Replace(s))...)
	}
	return out
}
