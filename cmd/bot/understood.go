package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"resumebot/internal/resume"
)

// understood is what was read of one file, as bot index shows it.
type understood struct {
	Path    string            `json:"path"`
	Format  string            `json:"format"`
	Size    int64             `json:"size"`
	Person  understoodPerson  `json:"person"`
	Entries []understoodEntry `json:"entries"`
	Skills  []understoodGroup `json:"skills"`
	Doubts  []understoodDoubt `json:"doubts"`
	Private []understoodDoubt `json:"private"` // the place, and on what it is
	Orders  []understoodDoubt `json:"orders"`  // left out for giving orders to a reader
}

type understoodPerson struct {
	Name     string              `json:"name"`
	Headline string              `json:"headline"`
	Location string              `json:"location"`
	Contacts []understoodContact `json:"contacts"`
}

type understoodContact struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

type understoodEntry struct {
	Kind   string `json:"kind"`
	Title  string `json:"title"`
	Org    string `json:"org"`
	Place  string `json:"place"`
	Start  string `json:"start"` // "2019-03", "2019" or ""
	End    string `json:"end"`   // the same, or "present"
	Source place  `json:"source"`

	when string
}

type understoodGroup struct {
	Group string   `json:"group"`
	Names []string `json:"names"`
}

type understoodDoubt struct {
	Text   string `json:"text"`
	Source place  `json:"source"`
}

// place is where something stands in its file: lines, or paragraphs of a DOCX, from 1,
// or a page.
type place struct {
	Start int `json:"start"`
	End   int `json:"end"`
	Page  int `json:"page"`
}

func placeOf(s resume.Source) place { return place{s.Start, s.End, s.Page} }

// in says the place for people, "" for a file as a whole.
func (p place) in(format string) string {
	noun := "line"
	if format == "docx" {
		noun = "paragraph"
	}
	switch {
	case p.Page > 0:
		return fmt.Sprintf("page %d", p.Page)
	case p.Start == 0:
		return ""
	case p.End > p.Start:
		return fmt.Sprintf("%ss %d–%d", noun, p.Start, p.End)
	}
	return fmt.Sprintf("%s %d", noun, p.Start)
}

// understand tells what was read of each file of a résumé.
func understand(d *resume.Document) []understood {
	out := make([]understood, 0, len(d.Files))
	for _, f := range d.Files {
		u := understood{Path: resume.ShownName(f.Path), Format: f.Format, Size: f.Size, Entries: []understoodEntry{}, Skills: []understoodGroup{}, Doubts: []understoodDoubt{}, Private: []understoodDoubt{}, Orders: []understoodDoubt{}}
		u.Person = personIn(d, f.Path)
		for i := range d.Entries {
			x := &d.Entries[i]
			if x.Source.Path != f.Path {
				continue
			}
			start, end := ends(x.Period)
			u.Entries = append(u.Entries, understoodEntry{Kind: string(x.Kind), Title: resume.ShownName(x.Title), Org: resume.ShownName(x.Org), Place: resume.ShownName(x.Place), Start: start, End: end, Source: placeOf(x.Source), when: x.Period.String()})
		}
		for _, g := range d.Skills {
			if d.Passages[g.Passage].Source.Path == f.Path {
				u.Skills = append(u.Skills, groupOf(g))
			}
		}
		for _, x := range d.Doubts {
			u.Doubts = note(u.Doubts, f.Path, x.Source, x.Text)
		}
		for _, w := range d.Withheld {
			u.Private = note(u.Private, f.Path, w.Source, w.Topic)
		}
		for _, o := range d.Orders {
			u.Orders = note(u.Orders, f.Path, o.Source, o.Text)
		}
		out = append(out, u)
	}
	return out
}

func note(to []understoodDoubt, path string, at resume.Source, text string) []understoodDoubt {
	if at.Path != path {
		return to
	}
	return append(to, understoodDoubt{resume.ShownName(text), placeOf(at)})
}

func personIn(d *resume.Document, path string) understoodPerson {
	p := understoodPerson{Contacts: []understoodContact{}}
	for _, c := range d.Person.Contacts {
		if d.Passages[c.Passage].Source.Path == path {
			p.Contacts = append(p.Contacts, understoodContact{c.Kind, resume.ShownName(c.Value)})
		}
	}
	if n := d.Person.Passage; n < 0 && d.Files[0].Path == path || n >= 0 && d.Passages[n].Source.Path == path {
		p.Name, p.Headline, p.Location = resume.ShownName(d.Person.Name), resume.ShownName(d.Person.Headline), resume.ShownName(d.Person.Location)
	}
	return p
}

func groupOf(g resume.SkillGroup) understoodGroup {
	out := understoodGroup{Group: resume.ShownName(g.Name), Names: []string{}}
	for _, s := range g.Skills {
		name := s.Name
		if s.Note != "" {
			name += " (" + s.Note + ")"
		}
		out.Names = append(out.Names, resume.ShownName(name))
	}
	return out
}

// ends are the first and the last date of a period, as programs read them.
func ends(p resume.Period) (start, end string) {
	date := func(d resume.Date) string {
		switch {
		case d.Year == 0:
			return ""
		case d.Month == 0:
			return fmt.Sprintf("%04d", d.Year)
		}
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	if p.Present {
		return date(p.Start), "present"
	}
	return date(p.Start), date(p.End)
}

// write shows it to the owner.
func (u *understood) write(w io.Writer) {
	fmt.Fprintf(w, "%s  %s, %d bytes\n", u.Path, u.Format, u.Size)
	line := func(parts ...string) {
		parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
		if len(parts) > 0 {
			fmt.Fprintf(w, "  %s\n", strings.Join(parts, " · "))
		}
	}
	line(u.Person.Name, u.Person.Headline, u.Person.Location)
	var contacts []string
	for _, c := range u.Person.Contacts {
		if c.Kind != "location" {
			contacts = append(contacts, c.Kind+" "+c.Value)
		}
	}
	line(contacts...)
	kind := ""
	for _, x := range u.Entries {
		if x.Kind != kind {
			kind = x.Kind
			fmt.Fprintf(w, "  %s\n", kind)
		}
		text := strings.Join(slices.DeleteFunc([]string{cmp.Or(x.when, "no dates"), x.Title, x.Org, x.Place}, func(s string) bool { return s == "" }), " · ")
		fmt.Fprintf(w, "    %s%s\n", text, brackets(x.Source.in(u.Format)))
	}
	if len(u.Skills) > 0 {
		fmt.Fprintln(w, "  skills")
	}
	for _, g := range u.Skills {
		text := strings.Join(g.Names, ", ")
		if g.Group != "" {
			text = g.Group + ": " + text
		}
		fmt.Fprintf(w, "    %s\n", text)
	}
	if len(u.Doubts) > 0 {
		fmt.Fprintln(w, "  not sure of")
	}
	for _, x := range u.Doubts {
		fmt.Fprintf(w, "    %s\n", x.said(u.Format))
	}
}

// said is a doubt behind its place.
func (x understoodDoubt) said(format string) string {
	if at := x.Source.in(format); at != "" {
		return at + ": " + x.Text
	}
	return x.Text
}

func brackets(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}
