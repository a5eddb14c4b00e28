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
	c := contract{t, d, lines}
	c.maybe("person", d.Person.Passage, len(d.Passages))
	for _, contact := range d.Person.Contacts {
		c.in("contact", contact.Passage, len(d.Passages))
	}
	for _, g := range c.d.Skills {
		c.in("skills", g.Passage, len(c.d.Passages))
		if len(g.Skills) == 0 {
			c.Errorf("skill group %q is empty", g.Name)
		}
	}
	c.sections()
	c.passages(c.entries())
}

// contract is what holds of every Document.
type contract struct {
	*testing.T
	d     *resume.Document
	lines map[string]int // of each file that has lines
}

func (c contract) source(what string, s resume.Source) {
	if n, known := c.lines[s.Path]; known && (s.Start < 1 || s.End < s.Start || s.End > n) {
		c.Errorf("%s: lines %d–%d of %d", what, s.Start, s.End, n)
	}
}

func (c contract) in(what string, i, n int) {
	if i < 0 || i >= n {
		c.Errorf("%s: index %d of %d", what, i, n)
	}
}

func (c contract) maybe(what string, i, n int) {
	if i != -1 {
		c.in(what, i, n)
	}
}

func (c contract) sections() {
	for i, s := range c.d.Sections {
		what := fmt.Sprintf("section %d", i)
		c.source(what, s.Source)
		c.maybe(what+" parent", s.Parent, i)
		for _, p := range s.Passages {
			c.in(what, p, len(c.d.Passages))
			if c.d.Passages[p].Section != i {
				c.Errorf("%s lists passage %d of section %d", what, p, c.d.Passages[p].Section)
			}
		}
	}
}

// entries tells how often entries list each passage.
func (c contract) entries() (held map[int]int) {
	held = map[int]int{}
	for i, e := range c.d.Entries {
		what := fmt.Sprintf("entry %d (%s)", i, e.Title)
		c.source(what, e.Source)
		c.in(what, e.Section, len(c.d.Sections))
		c.in(what, e.Header, len(c.d.Passages))
		held[e.Header]++
		for _, p := range e.Passages {
			c.in(what, p, len(c.d.Passages))
			held[p]++
			if c.d.Passages[p].Entry != i {
				c.Errorf("%s lists passage %d of entry %d", what, p, c.d.Passages[p].Entry)
			}
		}
	}
	return held
}

func (c contract) passages(held map[int]int) {
	for i, p := range c.d.Passages {
		what := fmt.Sprintf("passage %d", i)
		c.source(what, p.Source)
		c.in(what, p.Section, len(c.d.Sections))
		c.maybe(what+" entry", p.Entry, len(c.d.Entries))
		c.maybe(what+" parent", p.Parent, i)
		if p.Entry >= 0 && held[i] != 1 {
			c.Errorf("%s of entry %d is listed %d times", what, p.Entry, held[i])
		}
		if p.Text() == "" || p.Raw == "" {
			c.Errorf("%s is empty: %+v", what, p)
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

// Written is a period for people, "now" for one that goes on.
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

// LineCount counts the lines of a file.
func LineCount(data []byte) int {
	return strings.Count(strings.TrimRight(string(data), "\n"), "\n") + 1
}

// Diff shows the lines in which two texts differ.
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

// Told writes what a Document tells of the person and the entries, and all that can be
// cited, a line each: what a reader of the file would tell.
func Told(d *resume.Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s | %s | %s\n", d.Person.Name, d.Person.Headline, d.Person.Location)
	for _, c := range d.Person.Contacts {
		fmt.Fprintf(&b, "%s %s\n", c.Kind, c.Value)
	}
	for _, e := range d.Entries {
		fmt.Fprintf(&b, "%s | %s | %s | %s | %s\n", e.Kind, e.Title, e.Org, e.Place, Written(e.Period))
	}
	for i := range d.Passages {
		fmt.Fprintf(&b, "%d %s\n", d.Passages[i].Source.Start, d.Passages[i].Text())
	}
	return b.String()
}
