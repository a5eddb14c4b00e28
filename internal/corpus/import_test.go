package corpus

import (
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/export"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/resumetest"
)

// eachResume gives the Document of every résumé that there is for tests.
func eachResume(t *testing.T, do func(path string, d *resume.Document)) {
	t.Helper()
	read := func(dir, name, shown string) {
		r, problems := readResume(dir, name, false, nil)
		if len(problems) == 0 && len(r.blocks) > 0 {
			do(shown, built(r.file, r.blocks))
		}
	}
	for _, dir := range []string{"testdata", "../../corpus", "../rag/testdata", "../resume/tree/testdata", "../eval/testdata/visitors", "../../../shared/corpus", "../../../shared/cases", "../../../shared/data/resumes"} {
		err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if _, ok := byExtension(filepath.Ext(path)); ok && err == nil && !strings.HasPrefix(strings.ToLower(e.Name()), "readme") {
				read(filepath.Dir(path), filepath.Base(path), path)
			}
			if filepath.Ext(path) != ".txtar" {
				return nil
			}
			a, err := txtar.ParseFile(path)
			if err != nil {
				return err
			}
			files := map[string]string{}
			for _, f := range a.Files {
				files[filepath.Base(f.Name)] = string(f.Data)
			}
			dir := folder(t, files)
			for _, name := range slices.Sorted(maps.Keys(files)) {
				read(dir, name, path+" "+name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestImportReadsTheSame writes what was understood of every résumé there is as
// Markdown and reads that: the same person, sections, entries, skills and words.
func TestImportReadsTheSame(t *testing.T) {
	n := 0
	eachResume(t, func(path string, d *resume.Document) {
		text := export.Import(d)
		again := parse(t, "resume.md", text)
		resumetest.Check(t, again, map[string]int{"resume.md": resumetest.LineCount(text)})
		if diff := differ(said(d), said(again)); diff != "" {
			t.Errorf("%s:\n%s", path, diff)
		}
		n++
	})
	if n < 80 {
		t.Errorf("%d résumés were found", n)
	}
}

// said is what a Document says, wherever it stands.
func said(d *resume.Document) string {
	var out strings.Builder
	p := d.Person
	fmt.Fprintf(&out, "person %q, %q, %q\n", p.Name, p.Headline, p.Location)
	var contacts []string
	for _, c := range p.Contacts {
		contacts = append(contacts, c.Kind+" "+block.FirstOf(c.URL, c.Value))
	}
	slices.Sort(contacts)
	fmt.Fprintf(&out, "%s\n", strings.Join(contacts, "\n"))
	for _, e := range d.Entries {
		p := e.Period
		if !field.WebAddress(e.URL) {
			e.URL = ""
		}
		fmt.Fprintf(&out, "entry %s %q %q %q %+v %+v %v %s\n", e.Kind, e.Title, e.Org, e.Place, p.Start, p.End, p.Present, e.URL)
	}
	for _, g := range d.Skills {
		fmt.Fprintf(&out, "skills %q %q\n", g.Name, g.Skills)
	}
	head := map[int]string{p.Passage: " " + p.Name} // with what else is known of an entry
	for _, e := range d.Entries {
		head[e.Header] = strings.Join([]string{"", e.Title, e.Org, e.Place, e.Period.Text, e.Period.String()}, " ")
	}
	for i := range d.Passages {
		e := d.Passages[i].Entry
		if more, heads := head[i]; heads { // its words
			fmt.Fprintf(&out, "%s: head %s\n", d.Sections[d.Passages[i].Section].Kind, words(d.Passages[i].Text()+more))
		}
		switch {
		case e < 0 && i != p.Passage:
			fmt.Fprintf(&out, "%s: %s\n", d.Sections[d.Passages[i].Section].Kind, d.Passages[i].Text())
		case e >= 0 && d.Entries[e].Header == i: // all of an entry stands together
			for _, k := range d.Entries[e].Passages {
				fmt.Fprintf(&out, "%s: %s\n", d.Sections[d.Passages[k].Section].Kind, d.Passages[k].Text())
			}
		}
	}
	return out.String()
}

// words are those of a text, sorted, but for days and the numbers of months.
func words(text string) string {
	all := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !block.WordRune(r) }) {
		if len(w) > 2 || !resume.IsDigits(w) {
			all[w] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(all)), " ")
}

// differ are the lines that only one of two texts has.
func differ(a, b string) string {
	if a == b {
		return ""
	}
	var out strings.Builder
	in := func(text, line string) bool { return strings.Contains("\n"+text, "\n"+line) }
	for line := range strings.Lines(a) {
		if !in(b, line) {
			out.WriteString("-" + line)
		}
	}
	for line := range strings.Lines(b) {
		if !in(a, line) {
			out.WriteString("+" + line)
		}
	}
	return out.String() + "(or in another order)"
}
