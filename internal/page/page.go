// Package page shows the résumé as pages: skills, experience, projects,
// education, contact. A page is made of the résumé's own entries and lines, each
// with the place it stands in; no question is understood and nothing is left out
// without a word.
package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"resumebot/internal/facts"
	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// View names a page, shown by a command such as /skills.
type View string

const (
	Skills     View = "skills"
	Experience View = "experience"
	Projects   View = "projects"
	Education  View = "education"
	Contact    View = "contact"
)

// A Page is what the résumé has on one subject, with its citations.
type Page struct {
	Question    string // how it was asked for: "/experience PhonePe"
	Title       string // "Experience"; "" if there is nothing to show
	Narrowed    bool   // to some parts, which are shown whole
	Summary     string // all parts in a few words: "Three positions, 4 years 9 months in all"
	Parts       []Part // none if there is nothing to show: Text says so
	More        string // what is left out and how to see it; "" if nothing is
	Text        string // the whole page without layout
	Sources     []resume.Citation
	Suggestions []string // at most three questions that go on from it
}

// A Part of a Page is an entry of the résumé or a group of skills. What is empty
// is not there.
type Part struct {
	Group     string // of parts, where it differs from that of the page's first: "Certificates"
	Name, Org string // "Site Reliability Engineer", "PhonePe Pvt Ltd"
	URL       string // of what Name names
	OrgURL    string
	Details   []string // dates, length, place
	Citations []int
	Lines     []Line
}

// LineStyle says how a line of a Part is shown.
type LineStyle int

const (
	Text    LineStyle = iota
	Item              // of a list
	Heading           // above the lines that follow
	Note              // receding
)

// A Line is a line of a Part.
type Line struct {
	Style     LineStyle
	Label     string // stands before the text: "Tech Stack"
	Text      string
	URL       string // of the text
	Citations []int
}

// Builder makes pages of one Document. It may be used by many goroutines at
// once.
type Builder struct {
	doc   *resume.Document
	lex   *lexicon.Lexicon
	now   func() time.Time
	words words
	who   string           // the person's first name, or "the candidate"
	uses  map[string][]use // of each listed skill

	degrees []string // keys of the academic degrees in the lexicon
}

// New makes a Builder. now tells how long what is not over has lasted.
func New(doc *resume.Document, lex *lexicon.Lexicon, now func() time.Time) *Builder {
	b := &Builder{doc: doc, lex: lex, now: now, words: readWords(), who: firstName(doc.Person.Name)}
	b.degrees = b.members("degrees")
	b.uses = usesOf(doc, facts.Skills(doc, lex, now()))
	return b
}

// members are the keys of all things of the lexicon's kinds in a list.
func (b *Builder) members(list string) []string {
	var out []string
	for _, kind := range b.words[list] {
		out = append(out, b.lex.Terms(kind)[0].Members...)
	}
	return out
}

// written tells whether a passage is a line of the résumé.
func (b *Builder) written(p int) bool {
	pass := &b.doc.Passages[p]
	return pass.Kind != resume.PassageComputed && pass.Kind != resume.PassageCurated
}

// Choices lists what a view can be narrowed to: skill groups, employers,
// projects.
func (b *Builder) Choices(view View) []string {
	var out []string
	add := func(s string) {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	switch view {
	case Skills:
		for _, g := range b.doc.Skills {
			if b.written(g.Passage) {
				add(g.Name)
			}
		}
	case Experience:
		for _, i := range append(b.entriesOf(resume.EntryWork), b.entriesOf(resume.EntryVolunteer)...) {
			add(placeOf(&b.doc.Entries[i]))
		}
	case Projects:
		for _, i := range b.entriesOf(resume.EntryProject) {
			add(b.doc.Entries[i].Title)
		}
	}
	return out
}

// View makes a page, narrowed by filter where it is not empty. A filter that
// matches nothing gives a page without parts whose text names the choices.
func (b *Builder) View(view View, filter string) Page {
	filter = strings.TrimSpace(filter)
	m := &making{Builder: b, view: view, filter: filter}
	m.page = Page{Question: strings.TrimSpace("/" + string(view) + " " + filter), Narrowed: filter != "", Title: capital(string(view))}
	switch view {
	case Skills:
		m.skills()
	case Experience:
		m.entries(resume.SectionWork, resume.EntryWork, resume.EntryVolunteer)
		m.total()
	case Projects:
		m.entries(resume.SectionProjects, resume.EntryProject)
	case Education:
		m.entries(resume.SectionEducation, resume.EntryEducation, resume.EntryCertificate)
	case Contact:
		m.contact()
	}
	m.finish()
	return m.page
}

// making is one page as it is made.
type making struct {
	*Builder
	view   View
	filter string
	page   Page
	hidden []string // for each line that is left out, the filter that shows it
}

// cites gives the numbers of passages.
func (m *making) cites(passages ...int) []int {
	var out []int
	for _, p := range passages {
		if !m.written(p) {
			continue
		}
		n := m.cited(p)
		if n < 0 {
			n = len(m.page.Sources)
			m.page.Sources = append(m.page.Sources, m.doc.Cite(p, n+1))
		}
		if !slices.Contains(out, n+1) {
			out = append(out, n+1)
		}
	}
	slices.Sort(out)
	return out
}

// cited is the place of a passage among the sources, or -1.
func (m *making) cited(passage int) int {
	return slices.IndexFunc(m.page.Sources, func(c resume.Citation) bool { return c.Passage == passage })
}

// finish writes what stands around the parts.
func (m *making) finish() {
	p := &m.page
	if len(p.Parts) == 0 {
		p.Title, p.Text = "", m.nothing()
	} else {
		p.More = m.more()
		p.Text = p.plain()
	}
	p.Suggestions = m.suggestions()
}

// more counts what is left out and says how to see it.
func (m *making) more() string {
	n := len(m.hidden)
	if n == 0 {
		return ""
	}
	lines, one := fmt.Sprintf("and %d more lines; ", n), fmt.Sprintf("/%s %s", m.view, m.hidden[0])
	if n == 1 {
		lines = "and 1 more line; "
	}
	if slices.ContainsFunc(m.hidden, func(filter string) bool { return filter != m.hidden[0] }) {
		return lines + fmt.Sprintf("/%s and a name shows all of one, as in %s", m.view, one)
	}
	return lines + one + " shows all"
}

// maxChoices is how many choices are named where none was met.
const maxChoices = 12

// nothing says that there is nothing for the page.
func (m *making) nothing() string {
	choices := m.Choices(m.view)
	switch {
	case m.filter == "" || len(choices) == 0:
		return strings.Join(m.words["no "+string(m.view)], "")
	case len(choices) > maxChoices:
		return fmt.Sprintf("The résumé has nothing by that name. It has: %s and %d more; /%s shows them all.",
			strings.Join(choices[:maxChoices], ", "), len(choices)-maxChoices, m.view)
	}
	return "The résumé has nothing by that name. It has: " + join(choices) + "."
}

// plain is the text of a page.
func (p *Page) plain() string {
	var b strings.Builder
	say := func(text string, citations []int) {
		b.WriteString("• " + text)
		for n, c := range citations {
			if n == 0 {
				b.WriteByte(' ')
			}
			fmt.Fprintf(&b, "[%d]", c)
		}
		b.WriteByte('\n')
	}
	for _, part := range p.Parts {
		head := part.Name
		if part.Org != "" {
			head += ", " + part.Org
		}
		if len(part.Details) > 0 {
			head += " (" + strings.Join(part.Details, ", ") + ")"
		}
		if head != "" {
			say(head, part.Citations)
		}
		for _, l := range part.Lines {
			text := l.Text
			if l.Label != "" {
				text = l.Label + ": " + l.Text
			}
			if l.Style != Heading {
				say(text, l.Citations)
			}
		}
	}
	return strings.TrimSpace(b.String() + p.More)
}

// contact lists the ways to get in touch.
func (m *making) contact() {
	var part Part
	for _, c := range m.doc.Person.Contacts {
		if m.written(c.Passage) {
			label, _ := m.words.of("networks", c.Kind)
			part.Lines = append(part.Lines, Line{Style: Item, Label: cmp.Or(label, capital(c.Kind)), Text: c.Value, URL: c.URL, Citations: m.cites(c.Passage)})
		}
	}
	if len(part.Lines) > 0 {
		m.page.Parts = []Part{part}
	}
}
