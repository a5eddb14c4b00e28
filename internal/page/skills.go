package page

import (
	"slices"
	"strings"

	"resumebot/internal/facts"
	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// skills lists every skill by group with where each was used; narrowed also what
// the résumé remarks on them.
func (m *making) skills() {
	names := make([]string, len(m.doc.Skills))
	for i, g := range m.doc.Skills {
		names[i] = g.Name
	}
	for _, i := range narrow(names, m.filter) {
		g := &m.doc.Skills[i]
		if !m.written(g.Passage) || len(g.Skills) == 0 {
			continue
		}
		part := Part{Name: g.Name}
		if g.Name != "" {
			part.Citations = m.cites(g.Passage)
		} else if h := m.doc.Passages[g.Passage].Heading; len(h) > 0 && h[len(h)-1] != m.page.Title {
			part.Name = h[len(h)-1]
		}
		if m.filter != "" {
			for _, s := range g.Skills {
				part.Lines = append(part.Lines, m.skill(s))
			}
		} else {
			part.Lines = m.group(g)
			if n := len(m.page.Parts); n > 0 && g.Name == "" && m.page.Parts[n-1].Name == part.Name {
				m.page.Parts[n-1].Lines = append(m.page.Parts[n-1].Lines, part.Lines...)
				continue
			}
		}
		m.page.Parts = append(m.page.Parts, part)
	}
	if len(m.page.Parts) == 0 && m.filter == "" {
		m.sections(resume.SectionSkills)
	}
}

// group gives the skills of a group in one line, and where they were used in
// another, by place.
func (m *making) group(g *resume.SkillGroup) []Line {
	var names, places []string
	var cites []int
	in := map[string][]string{} // skills by place
	for _, s := range g.Skills {
		names = append(names, s.Name)
		for _, u := range m.uses[s.Name] {
			if in[u.place] == nil {
				places = append(places, u.place)
			}
			if !slices.Contains(in[u.place], s.Name) {
				in[u.place] = append(in[u.place], s.Name)
			}
			cites = append(cites, u.passage)
		}
	}
	lines := []Line{{Text: strings.Join(names, ", ")}}
	if g.Name == "" {
		lines[0].Citations = m.cites(g.Passage)
	}
	for n, place := range places {
		places[n] = place + ": " + strings.Join(in[place], ", ")
	}
	if len(places) > 0 {
		lines = append(lines, Line{Style: Note, Text: strings.Join(places, " · "), Citations: m.cites(cites...)})
	}
	return lines
}

// skill gives one skill with the remark on it and where it was used.
func (m *making) skill(s resume.Skill) Line {
	l := Line{Style: Item, Text: s.Name}
	if s.Note != "" {
		l.Text += " (" + s.Note + ")"
	}
	var places []string
	var cites []int
	for _, u := range m.uses[s.Name] {
		if !slices.Contains(places, u.place) {
			places = append(places, u.place)
		}
		cites = append(cites, u.passage)
	}
	if len(places) > 0 {
		l.Text += " – " + join(places)
		l.Citations = m.cites(cites...)
	}
	return l
}

// A use is where an entry names a skill.
type use struct {
	place   string // of the entry
	passage int
}

// usesOf gathers, for each name in the skill lists, the entries that name it, newest
// first.
func usesOf(doc *resume.Document, skills []facts.Skill) map[string][]use {
	out := map[string][]use{}
	for _, s := range skills {
		for _, name := range s.Listed {
			for _, u := range s.Uses {
				if place := placeOf(&doc.Entries[u.Entry]); place != "" {
					out[name] = append(out[name], use{place, u.Passage})
				}
			}
		}
	}
	return out
}

// narrow gives the positions of the names that a filter means: the one that
// equals it, or all that begin with it or hold its words. An empty filter means
// all.
func narrow(names []string, filter string) []int {
	var equal, like []int
	for i, name := range names {
		low, want := strings.ToLower(name), strings.ToLower(filter)
		if low == want {
			equal = append(equal, i)
		}
		if strings.HasPrefix(low, want) || strings.Contains(stems(name), stems(filter)) {
			like = append(like, i)
		}
	}
	if filter != "" && len(equal) > 0 {
		return equal
	}
	return like
}

func stems(text string) string { return " " + strings.Join(lexicon.Stems(text), " ") + " " }
