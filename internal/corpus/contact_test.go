package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// TestContacts reads who it is and how to reach them from the heads of invented
// résumés. A wanted file lists name, headline (where it matters), location and every
// way to reach the person.
func TestContacts(t *testing.T) {
	files, err := filepath.Glob("testdata/contacts*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	name := regexp.MustCompile(`(?m)^-- (.+) --\n`)
	for _, path := range files {
		archive, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		names, texts := name.FindAllSubmatch(archive, -1), name.Split(string(archive), -1)[1:]
		for i := 0; i+1 < len(texts); i += 2 {
			in, want := string(names[i][1]), strings.TrimSpace(texts[i+1])
			t.Run(in, func(t *testing.T) {
				if got := who(parse(t, in, []byte(texts[i])), want); got != sortedLines(want) {
					t.Errorf("got\n%s\nwant\n%s", got, sortedLines(want))
				}
			})
		}
	}
}

// who writes down the person of a Document, the headline only where want has one.
func who(d *resume.Document, want string) string {
	p := d.Person
	var lines []string
	add := func(kind, value string) {
		if value != "" {
			lines = append(lines, kind+" "+value)
		}
	}
	add("name", p.Name)
	if strings.Contains(want, "headline ") {
		add("headline", p.Headline)
	}
	add("location", p.Location)
	for _, c := range p.Contacts {
		add(c.Kind, c.Value)
	}
	for i, e := range d.Entries {
		if strings.ContainsAny(e.Org, "@:") || block.Digits(e.Org) > 6 {
			add(fmt.Sprint("entry ", i), e.Org)
		}
	}
	return sortedLines(strings.Join(lines, "\n"))
}

func sortedLines(s string) string {
	lines := strings.Split(s, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// TestAnotherPerson reads, of the people of one folder, whom most files are about, and
// names the others; another file of that person adds to the first, and so does one
// that names nobody.
func TestAnotherPerson(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.txt": "Alba Thorne\nalba@thorne.example\n\nExperience\n\nFlorist, Petal Ltd, Bath\n2019 - present\n",
		"b.txt": "Boaz Ferrier\nLeeds, UK\nboaz@ferrier.example\n\nExperience\n\nLocksmith, Keyhole Ltd\n2021 - present\n",
		"c.txt": "Name: Cleo Marsh\ncleo@marsh.example\n\nExperience\n\nGlazier, Pane Ltd\n2021 - present\n",
		"d.txt": "Dr. Alba M. Thorne\n+44 7700 900123\n",
		"e.md":  "# Petal Planner\n\n## Projects\n\n### Bouquet counter\n\n2020\n",
	})
	d, problems, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := "email alba@thorne.example\nname Alba Thorne\nphone +44 7700 900123"
	if got := who(d, want); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(d.Entries) != 2 || len(d.Files) != 3 {
		t.Errorf("%d entries of %d files", len(d.Entries), len(d.Files))
	}
	told := fmt.Sprint(problems)
	if len(problems) != 2 || !strings.Contains(told, "b.txt: is about Boaz Ferrier and is not read, for the résumé is that of Alba Thorne") || !strings.Contains(told, "c.txt: is about Cleo Marsh") {
		t.Errorf("problems %s", told)
	}
}
