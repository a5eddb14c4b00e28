package tree_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"resumebot/internal/corpus"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/resumetest"
	"resumebot/internal/resume/tree"
)

// TestStructured reads résumés in the shapes of JSON and YAML that tools write. Of
// each stand the person, every entry in order, words that a passage has and words
// that none may have.
func TestStructured(t *testing.T) {
	for _, name := range []string{"first.txtar", "second.txtar", "third.txtar", "fourth.txtar", "fifth.txtar", "sixth.txtar", "seventh.txtar"} {
		data, err := os.ReadFile("testdata/structured/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files := strings.Split(string(data), "\n-- ")[1:]
		right := 0
		for i := 0; i+1 < len(files); i += 2 {
			name, text, _ := strings.Cut(files[i], " --\n")
			_, want, _ := strings.Cut(files[i+1], " --\n")
			if structured(t, name, []byte(text), want) {
				right++
			}
		}
		t.Logf("%s: %d of %d", name, right, len(files)/2)
	}
}

func structured(t *testing.T, name string, data []byte, want string) bool {
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/"+name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	d, problems, err := corpus.Load(dir)
	if err != nil || len(problems) > 0 {
		t.Errorf("%s: %v %v", name, problems, err)
		return false
	}
	resumetest.Check(t, d, map[string]int{name: resumetest.LineCount(data)})
	var text strings.Builder
	for i := range d.Passages {
		text.WriteString(d.Passages[i].Text() + "\n")
	}
	got := "person " + d.Person.Name + "\n"
	for _, e := range d.Entries {
		got += fmt.Sprintf("%s %s / %s / %s / %s\n", e.Kind, e.Title, e.Org, e.Place, resumetest.Written(e.Period))
	}
	shown := text.String()
	for _, section := range d.Sections {
		shown += strings.Join(section.Heading, "\n") + "\n"
	}
	entries, right := "", true
	for _, word := range tree.Words(data) {
		if !strings.Contains(strings.ToLower(shown), strings.ToLower(word)) {
			t.Errorf("%s: %q is lost", name, word)
			right = false
		}
	}
	for line := range strings.Lines(want) {
		words, has := strings.CutPrefix(strings.TrimSpace(line), "has ")
		absent, not := strings.CutPrefix(strings.TrimSpace(line), "not ")
		switch {
		case has && strings.Count(text.String(), words) != 1:
			t.Errorf("%s: %q stands %d times in\n%s", name, words, strings.Count(text.String(), words), &text)
			right = false
		case not && strings.Contains(text.String(), absent):
			t.Errorf("%s: %q is shown", name, absent)
			right = false
		case !has && !not:
			entries += strings.TrimSuffix(line, "\n") + "\n"
		}
	}
	if got != entries {
		t.Errorf("%s: entries\n%swant\n%s", name, got, entries)
		right = false
	}
	return right
}

// TestDoubts names keys that mean nothing here and those whose values are left out, but
// no dates, flags, pictures and settings of tools.
func TestDoubts(t *testing.T) {
	for text, want := range map[string]string{
		`{"basics": {"name": "Jane Miller", "image": "https://a.example/p.png"}, "meta": {"version": "v1.0.0"}, "work": [{"name": "Acme", "position": "Cook", "startDate": "2019-04-02", "current": true}]}`: "",
		`{"basics": {"name": "Jane Miller", "shoeSize": "39"}, "work": [{"name": "Acme", "position": "Cook", "startDate": "2019", "teamMood": "very good"},
 {"name": "Beta", "position": "Cook", "startDate": "2015", "teamMood": "fair", "url": {"label": "", "href": "https://b.example"}}], "favouriteSoups": ["leek"]}`: `1 ? "shoeSize", "teamMood", "favouriteSoups": no such key is known here, so that what it holds was read as plain text: look whether that is understood`,
		`{"basics": {"name": "Jane Miller"}, "skills": [{"name": "Soups",
 "level": 4}]}`: `2 ? "level": the value was left out, for it is not known what it tells: if it matters, put it under a key of JSON Resume, such as "summary" or "highlights"`,
	} {
		blocks, err := tree.ReadJSON("a.json", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		blocks = slices.DeleteFunc(blocks, func(b block.Block) bool { return b.Kind != block.Doubt })
		resumetest.WantOutline(t, blocks, want)
	}
}
