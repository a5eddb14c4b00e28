package resume

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestStructured reads résumés in the shapes of JSON and YAML that tools write. Of
// each stand the person, every entry in order, words that a passage has and words
// that none may have.
func TestStructured(t *testing.T) {
	for _, name := range []string{"first.txtar", "second.txtar", "third.txtar"} {
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
	d, problems, err := Load(dir)
	if err != nil || len(problems) > 0 {
		t.Errorf("%s: %v %v", name, problems, err)
		return false
	}
	check(t, d, map[string]int{name: lineCount(data)})
	var text strings.Builder
	for i := range d.Passages {
		text.WriteString(d.Passages[i].Text() + "\n")
	}
	got := "person " + d.Person.Name + "\n"
	for _, e := range d.Entries {
		got += fmt.Sprintf("%s %s / %s / %s / %s\n", e.Kind, e.Title, e.Org, e.Place, written(e.Period))
	}
	shown := text.String()
	for _, section := range d.Sections {
		shown += strings.Join(section.Heading, "\n") + "\n"
	}
	tree, _ := parseYAML(data) // JSON is YAML
	tree.dropHidden()
	entries, right := "", true
	for _, word := range tree.whole().words("") {
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

// words are the words that a reader of a tree ought to find: all but dates, codes,
// flags, addresses of pages, streets and metadata.
func (n *treeNode) words(key string) (out []string) {
	for _, m := range []string{"skip", "start", "end", "date", "url", "country", "street", "sectionkind"} {
		if key != "" && means(key, m) {
			return nil
		}
	}
	for _, i := range n.items {
		out = append(out, i.words(key)...)
	}
	for _, k := range n.order {
		if v := n.fields[k]; v != nil {
			out = append(out, v.words(k)...)
		}
	}
	for _, w := range strings.Fields(n.String()) {
		if w = strings.Trim(w, ",.:;()"); n.fields == nil && n.items == nil && runeLen(w) > 3 && w != "true" && w != "false" && !strings.Contains(w, "://") {
			out = append(out, strings.TrimPrefix(w, "tel:"))
		}
	}
	return out
}
