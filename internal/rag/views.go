package rag

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// View names a fixed page about the résumé, shown by commands such as /skills.
type View string

const (
	ViewSkills     View = "skills"
	ViewExperience View = "experience"
	ViewProjects   View = "projects"
	ViewEducation  View = "education"
	ViewContact    View = "contact"
)

// Choices lists what a view can be narrowed to: skill groups, employers,
// projects.
func (e *Engine) Choices(view View) []string {
	var out []string
	add := func(s string) {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	switch view {
	case ViewSkills:
		for _, g := range e.Document.Skills {
			add(g.Name)
		}
	case ViewExperience:
		for _, i := range e.entriesOf(resume.EntryWork) {
			add(e.Document.Entries[i].Org)
		}
	case ViewProjects:
		for _, i := range e.entriesOf(resume.EntryProject) {
			add(e.Document.Entries[i].Title)
		}
	}
	return out
}

// View renders a page, narrowed by filter where it is not empty. A filter that
// matches nothing gives a NotStated answer that names the choices.
func (e *Engine) View(view View, filter string) Answer {
	a := Answer{Question: strings.TrimSpace("/" + string(view) + " " + filter), Status: Answered, Model: Model{Embed: e.Index.Embedder()}}
	d := e.viewDraft(view, strings.TrimSpace(filter))
	r := &release{engine: e, answer: &a}
	for _, l := range d.lines {
		r.add(l)
	}
	a.Status = d.status
	a.finish()
	return a
}

func (e *Engine) viewDraft(view View, filter string) draft {
	d := draft{status: Answered}
	v := voice{name: e.names.first, pronoun: "they"}
	switch view {
	case ViewSkills:
		d = e.skills(filter)
	case ViewExperience:
		d = e.entryView(v, filter, resume.EntryWork, resume.EntryVolunteer)
	case ViewProjects:
		d = e.entryView(v, filter, resume.EntryProject)
	case ViewEducation:
		d = e.entryView(v, filter, resume.EntryEducation, resume.EntryCertificate)
	case ViewContact:
		for _, c := range e.Document.Person.Contacts {
			if !e.Document.Passages[c.Passage].Private {
				d.item(fmt.Sprintf("%s: %s", capital(strings.TrimSuffix(contactName(c.Kind), " profile")), c.Value), c.Passage)
			}
		}
	}
	if len(d.lines) == 0 {
		text := "The résumé has nothing on that."
		if choices := e.Choices(view); len(choices) > 0 && filter != "" {
			text = "The résumé has nothing by that name. It has: " + join(choices) + "."
		}
		return draft{status: NotStated, lines: []line{{text: text}}}
	}
	return d
}

// skills lists every skill by group; one group alone with where each of its
// skills was used.
func (e *Engine) skills(filter string) draft {
	d := draft{status: Answered}
	for _, g := range e.Document.Skills {
		if e.Document.Passages[g.Passage].Private || filter != "" && !sameName(g.Name, filter) {
			continue
		}
		if filter == "" {
			var names []string
			for _, s := range g.Skills {
				names = append(names, s.Name)
			}
			text := strings.Join(names, ", ")
			if g.Name != "" {
				text = g.Name + ": " + text
			}
			d.item(text, g.Passage)
			continue
		}
		for _, s := range g.Skills {
			text := s.Name
			if s.Note != "" {
				text += " (" + s.Note + ")"
			}
			cites := []int{g.Passage}
			if used := e.usedIn(s.Name); len(used) > 0 {
				var where []string
				for _, i := range used {
					x := &e.Document.Entries[i]
					name := x.Org
					if x.Kind == resume.EntryProject || name == "" {
						name = x.Title
					}
					where = append(where, name)
					cites = append(cites, e.passageNaming(i, s.Name))
				}
				text += " – " + join(where)
			}
			d.item(text, cites...)
		}
	}
	return d
}

func sameName(a, b string) bool {
	return strings.Contains(" "+strings.Join(lexicon.Stems(a), " ")+" ", " "+strings.Join(lexicon.Stems(b), " ")+" ")
}

// usedIn lists the entries whose passages name a skill.
func (e *Engine) usedIn(skill string) []int {
	var out []int
	for i := range e.Document.Entries {
		if !e.private(i) && e.passageNaming(i, skill) >= 0 {
			out = append(out, i)
		}
	}
	return out
}

// passageNaming is the first passage of an entry that names a skill, or -1.
func (e *Engine) passageNaming(entry int, skill string) int {
	terms := e.Lexicon.Terms(skill)
	if len(terms) == 0 {
		return -1
	}
	for _, p := range e.Document.Entries[entry].Passages {
		if e.Document.Passages[p].Private {
			continue
		}
		if !slices.ContainsFunc(terms, func(t lexicon.Term) bool {
			return t.Class != lexicon.Stop && !e.mentions(p, term{Term: withoutMembers(t)})
		}) {
			return p
		}
	}
	return -1
}

func withoutMembers(t lexicon.Term) lexicon.Term {
	t.Members = nil
	return t
}

func (e *Engine) entryView(v voice, filter string, kinds ...resume.EntryKind) draft {
	d := draft{status: Answered}
	for _, kind := range kinds {
		for _, i := range e.entriesOf(kind) {
			x := &e.Document.Entries[i]
			if filter != "" && !sameName(x.Title+" "+x.Org, filter) {
				continue
			}
			if filter == "" {
				text := entryName(x)
				if when := periodText(x.Period); when != "" {
					text += " (" + when
					if m, exact := x.Period.Months(e.Now()); m > 0 && (exact || x.Period.Present) && kind == resume.EntryWork {
						text += ", " + resume.FormatMonths(m)
					}
					text += ")"
				}
				cites := e.cite(i)
				if p := e.gist(x, nil); kind == resume.EntryProject && p >= 0 {
					text += " – " + firstSentences(v.item(&e.Document.Passages[p]), 160)
					cites = append(cites, p)
				}
				d.item(text, cites...)
				continue
			}
			d.say(e.roleSentence(v, i), e.cite(i)...)
			if m, _ := x.Period.Months(e.Now()); m > 0 && kind == resume.EntryWork {
				d.say(e.tenure(v, i), e.cite(i)...)
			}
			for _, p := range x.Passages {
				if pass := &e.Document.Passages[p]; !pass.Private && p != x.Header {
					d.item(v.item(pass), p)
				}
			}
		}
	}
	return d
}
