// Package resumetest writes files and holds what was read of them to its contract, for
// tests.
package resumetest

import (
	"fmt"
	"strings"
	"testing"

	"resumebot/internal/resume"
)

// Check holds a Document to its contract.
func Check(t *testing.T, d *resume.Document, lines map[string]int) {
	t.Helper()
	source := func(what string, s resume.Source) {
		if n, known := lines[s.Path]; known && (s.Start < 1 || s.End < s.Start || s.End > n) {
			t.Errorf("%s: lines %d–%d of %d", what, s.Start, s.End, n)
		}
	}
	in := func(what string, i, n int) {
		if i < 0 || i >= n {
			t.Errorf("%s: index %d of %d", what, i, n)
		}
	}
	maybe := func(what string, i, n int) {
		if i != -1 {
			in(what, i, n)
		}
	}
	maybe("person", d.Person.Passage, len(d.Passages))
	for _, c := range d.Person.Contacts {
		in("contact", c.Passage, len(d.Passages))
	}
	for i, s := range d.Sections {
		what := fmt.Sprintf("section %d", i)
		source(what, s.Source)
		maybe(what+" parent", s.Parent, i)
		for _, p := range s.Passages {
			in(what, p, len(d.Passages))
			if d.Passages[p].Section != i {
				t.Errorf("%s lists passage %d of section %d", what, p, d.Passages[p].Section)
			}
		}
	}
	held := map[int]int{}
	for i, e := range d.Entries {
		what := fmt.Sprintf("entry %d (%s)", i, e.Title)
		source(what, e.Source)
		in(what, e.Section, len(d.Sections))
		in(what, e.Header, len(d.Passages))
		held[e.Header]++
		for _, p := range e.Passages {
			in(what, p, len(d.Passages))
			held[p]++
			if d.Passages[p].Entry != i {
				t.Errorf("%s lists passage %d of entry %d", what, p, d.Passages[p].Entry)
			}
		}
	}
	for _, g := range d.Skills {
		in("skills", g.Passage, len(d.Passages))
		if len(g.Skills) == 0 {
			t.Errorf("skill group %q is empty", g.Name)
		}
	}
	for i, p := range d.Passages {
		what := fmt.Sprintf("passage %d", i)
		source(what, p.Source)
		in(what, p.Section, len(d.Sections))
		maybe(what+" entry", p.Entry, len(d.Entries))
		maybe(what+" parent", p.Parent, i)
		if p.Entry >= 0 && held[i] != 1 {
			t.Errorf("%s of entry %d is listed %d times", what, p.Entry, held[i])
		}
		if p.Text() == "" || p.Raw == "" {
			t.Errorf("%s is empty: %+v", what, p)
		}
	}
}

// WantEntries compares the entries of a Document, a line each: kind, title,
// organisation, place and period.
func WantEntries(t *testing.T, d *resume.Document, want string) {
	t.Helper()
	var got strings.Builder
	for _, e := range d.Entries {
		fmt.Fprintf(&got, "%s: %s | %s | %s | %s\n", e.Kind, e.Title, e.Org, e.Place, Written(e.Period))
	}
	same(t, "entries", got.String(), want)
}

// WantContacts compares who it is and how to reach them: name, headline and place on
// one line, then a line for each contact.
func WantContacts(t *testing.T, d *resume.Document, want string) {
	t.Helper()
	got := fmt.Sprintf("%s, %s, %s\n", d.Person.Name, d.Person.Headline, d.Person.Location)
	for _, c := range d.Person.Contacts {
		got += fmt.Sprintf("%s %s\n", c.Kind, c.Value)
	}
	same(t, "contacts", got, want)
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got, want = strings.TrimSpace(got), strings.TrimSpace(want); got != want {
		t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
	}
}

// WantWords wants each of the words in exactly one passage, and none of the unseen
// ones in any.
func WantWords(t *testing.T, d *resume.Document, words, unseen string) {
	t.Helper()
	count := func(word string) (n int) {
		for _, p := range d.Passages {
			if strings.Contains(p.Text(), word) {
				n++
			}
		}
		return n
	}
	for word := range strings.FieldsSeq(words) {
		if n := count(word); n != 1 {
			t.Errorf("%q stands in %d passages", word, n)
		}
	}
	for word := range strings.FieldsSeq(unseen) {
		if count(word) > 0 {
			t.Errorf("%q, which nobody sees, stands in a passage", word)
		}
	}
}

// Dump writes a Document for a golden file.
func Dump(d *resume.Document) string {
	var b strings.Builder
	p := d.Person
	fmt.Fprintf(&b, "person %q headline %q location %q\n", p.Name, p.Headline, p.Location)
	for _, c := range p.Contacts {
		fmt.Fprintf(&b, "  %s %q %s\n", c.Kind, c.Value, c.URL)
	}
	for _, s := range d.Sections {
		fmt.Fprintf(&b, "section %s %d–%d %s\n", s.Kind, s.Source.Start, s.Source.End, strings.Join(s.Heading, " › "))
	}
	for _, e := range d.Entries {
		fmt.Fprintf(&b, "entry %s title %q org %q place %q period %v (%q) %s lines %d–%d\n", e.Kind, e.Title, e.Org, e.Place, Written(e.Period), e.Period.Text, e.URL, e.Source.Start, e.Source.End)
	}
	for _, g := range d.Skills {
		fmt.Fprintf(&b, "skills %q %q\n", g.Name, g.Skills)
	}
	for _, p := range d.Passages {
		place := fmt.Sprintf("lines %d–%d", p.Source.Start, p.Source.End)
		if p.Source.Page > 0 {
			place = fmt.Sprint("page ", p.Source.Page)
		}
		fmt.Fprintf(&b, "passage %s entry %d depth %d %s [%s]\n  text %q\n  raw  %q\n", p.Kind, p.Entry, p.Depth, place, strings.Join(p.Heading, " › "), p.Text(), p.Raw)
	}
	return b.String()
}

func Written(p resume.Period) string {
	s := p.Start.String()
	if p.Present {
		return s + " – now"
	}
	if !p.End.IsZero() {
		s += " – " + p.End.String()
	}
	return s
}

func LineCount(data []byte) int {
	return strings.Count(strings.TrimRight(string(data), "\n"), "\n") + 1
}

func Diff(want, got string) string {
	var b strings.Builder
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		a, c := "", ""
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			c = g[i]
		}
		if a != c {
			fmt.Fprintf(&b, "-%s\n+%s\n", a, c)
		}
	}
	return b.String()
}
