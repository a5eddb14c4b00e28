package page

import (
	"slices"
	"strings"

	"resumebot/internal/resume"
)

// below are the passages of an entry under its header that may be shown.
func (m *making) below(i int) []int {
	x := &m.doc.Entries[i]
	return slices.DeleteFunc(slices.Clone(x.Passages), func(p int) bool { return p == x.Header || !m.written(p) })
}

// body are all lines of an entry.
func (m *making) body(i int) []Line {
	var out []Line
	var under []string // heading of the lines so far
	if h := m.doc.Entries[i].Header; h >= 0 {
		under = m.doc.Passages[h].Heading
	}
	depth := len(under)
	for _, p := range m.below(i) {
		heading := m.doc.Passages[p].Heading
		if depth > 0 && len(heading) > depth && !slices.Equal(heading, under) {
			out = append(out, Line{Style: Heading, Text: heading[len(heading)-1]})
		}
		under = heading
		out = append(out, m.line(p))
	}
	return out
}

// line is a passage.
func (m *making) line(p int) Line {
	pass := &m.doc.Passages[p]
	l := Line{Style: Item, Label: pass.Label, Text: m.told(strings.TrimSpace(pass.Body)), Citations: m.cites(p)}
	if l.Text == "" {
		l.Label, l.Text = "", pass.Label
	}
	if pass.Kind == resume.PassageParagraph && l.Label == "" {
		l.Style = Text
	}
	return l
}

const (
	gistLimit = 200 // bytes of the line that says what a project is
	gistLeast = 40  // bytes from which on a line says more than a word or two
)

// gist says in short what a project is and what it was built with.
func (m *making) gist(i int) []Line {
	var out []Line
	passages, what, hidden := m.below(i), -1, 0
	for _, p := range passages {
		if what < 0 || m.tells(p) > m.tells(what) {
			what = p
		}
	}
	if what >= 0 && !m.isStack(what) {
		l, cut := m.line(what), false
		if l.Text, cut = shorten(l.Text, gistLimit); cut {
			hidden++
		}
		l.Style = Text
		if m.words.has("description", l.Label) {
			l.Label = ""
		}
		out = append(out, l)
	}
	for _, p := range passages {
		switch pass := &m.doc.Passages[p]; {
		case m.isStack(p) && pass.Body != "":
			out = append(out, Line{Style: Note, Text: strings.TrimRight(pass.Body, ". "), Citations: m.cites(p)})
		case p != what:
			hidden++
		}
	}
	m.hidden = append(m.hidden, slices.Repeat([]string{placeOf(&m.doc.Entries[i])}, hidden)...)
	return out
}

// tells is how much a line says of what a project is: that it claims to, more
// than that it is long.
func (m *making) tells(p int) int {
	pass, n := &m.doc.Passages[p], 0
	if pass.Label == "" || m.words.has("description", pass.Label) {
		n += 2
	}
	if len(pass.Body) > gistLeast {
		n++
	}
	return n
}

// isStack tells the line that says what something was built with.
func (m *making) isStack(p int) bool { return m.words.has("stack", m.doc.Passages[p].Label) }

// sections shows the lines of the sections of a kind.
func (m *making) sections(kind resume.SectionKind) {
	for s, section := range m.doc.Sections {
		if section.Kind != kind {
			continue
		}
		var part Part
		for p := range m.doc.Passages {
			if m.doc.Passages[p].Section == s && m.written(p) {
				part.Lines = append(part.Lines, m.line(p))
			}
		}
		if len(part.Lines) > 0 {
			if n := len(section.Heading); n > 0 {
				part.Name = section.Heading[n-1]
			}
			m.page.Parts = append(m.page.Parts, part)
		}
	}
}
