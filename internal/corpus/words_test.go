package corpus

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/build"
	"resumebot/internal/resume/field"
)

// TestEveryWord holds that all that a file says, in order, stands in exactly one
// passage or heads a section: of every file in a format of text that there is.
func TestEveryWord(t *testing.T) {
	for _, s := range samples(t) {
		everyWord(t, s.name, []byte(s.text))
	}
	for _, dir := range []string{"testdata/people", "../resume", "../../../shared/cases", "../../../shared/data/resumes"} {
		if _, err := os.Stat(dir); err != nil {
			t.Logf("%s is not here", dir)
			continue
		}
		err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			f, ok := byExtension(path)
			name := strings.ToLower(e.Name())
			if err != nil || e.IsDir() || dir == "../resume" && !strings.Contains(path, "testdata") || !ok || f.made == packed || name == "case.md" || strings.HasPrefix(name, "readme") {
				return err
			}
			data, err := os.ReadFile(path)
			if err == nil {
				everyWord(t, path, data)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func everyWord(t *testing.T, name string, data []byte) {
	t.Helper()
	f, _ := byExtension(name)
	f = byContent(f, data)
	text, _, err := decodeText(data)
	if err != nil || f.made == packed {
		return // no file of text
	}
	blocks, _, err := (&fileText{format: f, path: name, text: text}).public()
	if err != nil {
		return // what is wrong with it is told
	}
	b := build.New()
	b.Add(blocks)
	var passages strings.Builder
	for i := range b.Doc.Passages {
		passages.WriteString(letters(b.Doc.Passages[i].Text()))
	}
	all := passages.String()
	read := []int{0} // how much of all the blocks so far may be; a heading may also head a section alone
	for i := range blocks {
		blk := &blocks[i]
		if blk.Kind == block.Hidden || blk.Kind == block.Doubt {
			continue
		}
		for k, cell := range append(slices.Clone(blk.Cells), blk.Spans) {
			before := read
			read = nil
			for _, at := range before {
				read = append(read, reached(b.Doc, all, at, blk, k, block.Plain(cell))...)
			}
			slices.Sort(read)
			if read = slices.Compact(read); len(read) == 0 {
				t.Errorf("%s:%d: %q stands in no passage in its place, where %.60q does", name, blk.Source.Start, block.Plain(cell), all[before[0]:])
				return
			}
		}
	}
	for _, heading := range headsNothing(b.Doc) {
		if !strings.Contains(all, letters(heading)) {
			t.Errorf("%s: %q stands in no passage and names nothing", name, heading)
		}
	}
	if !slices.Contains(read, len(all)) {
		t.Errorf("%s: passages say more than the file: %.80q", name, all[read[len(read)-1]:])
	}
}

// reached is where in what the passages say a part of a block ends that begins at from.
func reached(d *resume.Document, all string, from int, blk *block.Block, part int, text string) (out []int) {
	said := letters(text)
	if strings.HasPrefix(all[from:], said) {
		out = append(out, from+len(said))
	}
	if part < len(blk.Header) { // the name of its column may stand before it
		if named := letters(blk.Header[part]) + said; strings.HasPrefix(all[from:], named) {
			out = append(out, from+len(named))
		}
	}
	if heads(d, said) || field.DocumentTitle(text) {
		out = append(out, from)
	}
	if margin, beside, ok := strings.Cut(text, "\t"); ok && heads(d, letters(margin)) && strings.HasPrefix(all[from:], letters(beside)) {
		out = append(out, from+len(letters(beside)))
	}
	return out
}

// headsNothing are the headings that have no passage below them, and whose words are
// not those of a section.
func headsNothing(d *resume.Document) (out []string) {
	has := map[int]bool{}
	for i := range d.Passages {
		for s := d.Passages[i].Section; s >= 0; s = d.Sections[s].Parent {
			has[s] = true
		}
	}
	for i := range d.Sections {
		if h := d.Sections[i].Heading; !has[i] && len(h) > 0 {
			if _, known := field.SectionKind(h[len(h)-1]); !known {
				out = append(out, h[len(h)-1])
			}
		}
	}
	return out
}

// heads tells the heading of a section.
func heads(d *resume.Document, said string) bool {
	return slices.ContainsFunc(d.Sections, func(s resume.Section) bool {
		return len(s.Heading) > 0 && letters(s.Heading[len(s.Heading)-1]) == said
	})
}

// letters are the letters and digits of a text, in lower case.
func letters(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, s)
}
