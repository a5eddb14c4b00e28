package rag

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
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

// A Page is what the résumé has on one subject, with its citations.
type Page struct {
	Question    string // how it was asked for: "/experience PhonePe"
	Status      Status // Answered or NotStated
	Title       string // "Experience"; "" if there is nothing to show
	Narrowed    bool   // to some parts, which are shown whole
	Summary     string // all parts in a few words: "3 positions, 4 years 9 months in all"
	Parts       []Part
	Text        string // the whole page without layout
	Sources     []Source
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
	Lines     []PartLine
}

// LineStyle says how a line of a Part is shown.
type LineStyle int

const (
	LineText    LineStyle = iota
	LineItem              // of a list
	LineHeading           // above the lines that follow
	LineNote              // receding
)

// A PartLine is a line of a Part.
type PartLine struct {
	Style     LineStyle
	Label     string // stands before the text: "Tech Stack"
	Text      string
	URL       string // of the text
	Citations []int
}

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
			if !e.Document.Passages[g.Passage].Private {
				add(g.Name)
			}
		}
	case ViewExperience:
		for _, i := range append(e.entriesOf(resume.EntryWork), e.entriesOf(resume.EntryVolunteer)...) {
			add(placeOf(&e.Document.Entries[i]))
		}
	case ViewProjects:
		for _, i := range e.entriesOf(resume.EntryProject) {
			add(e.Document.Entries[i].Title)
		}
	}
	return out
}

// placeOf is where something was done: the employer, or the name of what has
// none.
func placeOf(x *resume.Entry) string {
	if x.Kind == resume.EntryProject && x.Title != "" || x.Org == "" {
		return x.Title
	}
	return x.Org
}

// View makes a page, narrowed by filter where it is not empty. A filter that
// matches nothing gives a NotStated page that names the choices.
func (e *Engine) View(view View, filter string) Page {
	filter = strings.TrimSpace(filter)
	b := pageBuilder{Engine: e, voice: voice{name: e.who(), pronoun: "they"}, terms: map[int]map[string]bool{}}
	b.page = Page{Question: strings.TrimSpace("/" + string(view) + " " + filter), Narrowed: filter != "", Status: Answered, Title: capital(string(view))}
	b.sheet = sheet{engine: e, answer: &b.sources}
	switch view {
	case ViewSkills:
		b.skills(filter)
	case ViewExperience:
		b.entries(filter, resume.SectionWork, resume.EntryWork, resume.EntryVolunteer)
		b.total(filter)
	case ViewProjects:
		b.entries(filter, resume.SectionProjects, resume.EntryProject)
	case ViewEducation:
		b.entries(filter, resume.SectionEducation, resume.EntryEducation, resume.EntryCertificate)
	case ViewContact:
		b.contact()
	}
	if len(b.page.Parts) == 0 {
		b.page.Status, b.page.Title, b.page.Text = NotStated, "", nothing[view]
		if choices := e.Choices(view); len(choices) > 0 && filter != "" {
			b.page.Text = "The résumé has nothing by that name. It has: " + join(choices) + "."
		}
	} else {
		b.page.Text = b.page.plain()
	}
	b.page.Sources = b.sources.Sources
	b.page.Suggestions = e.suggest(Question{Text: b.page.Question}, b.cited)
	return b.page
}

// nothing says that there is nothing for a page.
var nothing = map[View]string{
	ViewSkills:     "The résumé lists no skills.",
	ViewExperience: "The résumé lists no positions.",
	ViewProjects:   "The résumé lists no projects.",
	ViewEducation:  "The résumé lists no degrees or certificates.",
	ViewContact:    "The résumé names no way to get in touch.",
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
			if l.Style != LineHeading {
				say(text, l.Citations)
			}
		}
	}
	return strings.TrimSpace(b.String())
}

// pageBuilder makes one page.
type pageBuilder struct {
	*Engine
	voice   voice
	page    Page
	sources Answer // holds the sources
	sheet   sheet
	cited   []int                   // passages
	terms   map[int]map[string]bool // by passage, of those looked at
}

// cites gives the numbers of passages, without what is private.
func (b *pageBuilder) cites(passages ...int) []int {
	passages = slices.DeleteFunc(slices.Clone(passages), func(p int) bool { return b.Document.Passages[p].Private })
	var out []int
	for _, p := range passages {
		if id := b.sheet.source(p); !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	b.cited = append(b.cited, passages...)
	slices.Sort(out)
	return out
}

// skills lists every skill by group with where each was used; of one group also
// what the résumé remarks on them.
func (b *pageBuilder) skills(filter string) {
	names := make([]string, len(b.Document.Skills))
	for i, g := range b.Document.Skills {
		names[i] = g.Name
	}
	for _, i := range narrow(names, filter) {
		g := &b.Document.Skills[i]
		if b.Document.Passages[g.Passage].Private || len(g.Skills) == 0 {
			continue
		}
		part := Part{Name: g.Name}
		if g.Name != "" {
			part.Citations = b.cites(g.Passage)
		}
		if heading := b.Document.Passages[g.Passage].Heading; part.Name == "" && len(heading) > 0 && heading[len(heading)-1] != b.page.Title {
			part.Name = heading[len(heading)-1]
		}
		if filter == "" {
			if n := len(b.page.Parts); n > 0 && g.Name == "" && b.page.Parts[n-1].Name == part.Name {
				b.page.Parts[n-1].Lines = append(b.page.Parts[n-1].Lines, b.skillLines(g)...)
				continue
			}
			part.Lines = b.skillLines(g)
		} else {
			for _, s := range g.Skills {
				part.Lines = append(part.Lines, b.skillLine(s))
			}
		}
		b.page.Parts = append(b.page.Parts, part)
	}
	if len(b.page.Parts) == 0 && filter == "" {
		b.sections(resume.SectionSkills)
	}
}

// skillLines are the skills of a group in one line, and where they were used in
// another, by place.
func (b *pageBuilder) skillLines(g *resume.SkillGroup) []PartLine {
	var names, places []string
	var cites []int
	in := map[string][]string{} // skills by place
	for _, s := range g.Skills {
		names = append(names, s.Name)
		for _, u := range b.uses(s.Name) {
			place := placeOf(&b.Document.Entries[u.entry])
			if !slices.Contains(places, place) {
				places = append(places, place)
			}
			if !slices.Contains(in[place], s.Name) {
				in[place] = append(in[place], s.Name)
			}
			cites = append(cites, u.passage)
		}
	}
	lines := []PartLine{{Text: strings.Join(names, ", ")}}
	if g.Name == "" {
		lines[0].Citations = b.cites(g.Passage)
	}
	for n, place := range places {
		places[n] = place + ": " + strings.Join(in[place], ", ")
	}
	if len(places) > 0 {
		lines = append(lines, PartLine{Style: LineNote, Text: strings.Join(places, " · "), Citations: b.cites(cites...)})
	}
	return lines
}

func (b *pageBuilder) skillLine(s resume.Skill) PartLine {
	l := PartLine{Style: LineItem, Text: s.Name}
	if s.Note != "" {
		l.Text += " (" + s.Note + ")"
	}
	var places []string
	var cites []int
	for _, u := range b.uses(s.Name) {
		if place := placeOf(&b.Document.Entries[u.entry]); !slices.Contains(places, place) {
			places = append(places, place)
		}
		cites = append(cites, u.passage)
	}
	if len(places) > 0 {
		l.Text += " – " + join(places)
		l.Citations = b.cites(cites...)
	}
	return l
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
		if strings.HasPrefix(low, want) || sameName(name, filter) {
			like = append(like, i)
		}
	}
	if filter != "" && len(equal) > 0 {
		return equal
	}
	return like
}

func sameName(a, b string) bool {
	return strings.Contains(" "+strings.Join(lexicon.Stems(a), " ")+" ", " "+strings.Join(lexicon.Stems(b), " ")+" ")
}

// A use is an entry of the résumé that names a skill, and the passage that does.
type use struct{ entry, passage int }

// uses lists the entries that name a skill: "React" is not named by "React
// Native", nor "C" by "C++".
func (b *pageBuilder) uses(skill string) []use {
	terms := slices.DeleteFunc(b.Lexicon.Terms(skill), func(t lexicon.Term) bool { return t.Class == lexicon.Stop })
	if len(terms) == 0 || b.isSpoken(terms) {
		return nil
	}
	var out []use
	for i := range b.Document.Entries {
		x := &b.Document.Entries[i]
		if b.private(i) || placeOf(x) == "" {
			continue
		}
		n := slices.IndexFunc(x.Passages, func(p int) bool {
			return !b.Document.Passages[p].Private && !slices.ContainsFunc(terms, func(t lexicon.Term) bool {
				return !slices.ContainsFunc(t.Keys, func(k string) bool { return b.named(p)[k] })
			})
		})
		if n >= 0 {
			out = append(out, use{i, x.Passages[n]})
		}
	}
	return out
}

// isSpoken tells a language that people speak: an entry that names it seldom says
// that it was spoken there.
func (b *pageBuilder) isSpoken(terms []lexicon.Term) bool {
	members := b.Lexicon.Terms(spokenLanguage)[0].Members
	return slices.ContainsFunc(terms[0].Keys, func(k string) bool { return slices.Contains(members, k) })
}

// named are the keys of the terms that a passage is made of.
func (b *pageBuilder) named(passage int) map[string]bool {
	if b.terms[passage] == nil {
		keys := map[string]bool{}
		for _, t := range b.Lexicon.Terms(b.Document.Passages[passage].Text()) {
			for _, k := range t.Keys {
				keys[k] = true
			}
		}
		b.terms[passage] = keys
	}
	return b.terms[passage]
}

// groupNames head the parts of a page that are of another kind than its first.
var groupNames = map[resume.EntryKind]string{resume.EntryVolunteer: "Volunteering", resume.EntryCertificate: "Certificates"}

// entries lists entries of some kinds; what a filter chooses, with all that the
// résumé says of it. Where it has none of the kinds, the lines of the section
// stand for them.
func (b *pageBuilder) entries(filter string, section resume.SectionKind, kinds ...resume.EntryKind) {
	for _, kind := range kinds {
		all := b.entriesOf(kind)
		titles, places := make([]string, len(all)), make([]string, len(all))
		for n, i := range all {
			x := &b.Document.Entries[i]
			titles[n], places[n] = x.Title+" "+x.Org, placeOf(x)
		}
		chosen := narrow(places, filter)
		if len(chosen) == 0 {
			chosen = narrow(titles, filter)
		}
		for _, n := range chosen {
			b.page.Parts = append(b.page.Parts, b.entry(all[n], filter != "" || kind == resume.EntryEducation))
		}
	}
	if len(b.page.Parts) > 0 && b.page.Parts[0].Group != "" && len(kinds) > 1 {
		b.page.Title = b.page.Parts[0].Group // nothing but certificates
		for i := range b.page.Parts {
			b.page.Parts[i].Group = ""
		}
	}
	if len(b.page.Parts) == 0 && filter == "" {
		b.sections(section)
	}
}

// entry is one entry, whole or in a line.
func (b *pageBuilder) entry(i int, whole bool) Part {
	x := &b.Document.Entries[i]
	part := Part{Group: groupNames[x.Kind], Name: x.Title, Org: x.Org, URL: x.URL, Details: b.details(i), Citations: b.cites(b.cite(i)...)}
	if part.Org != "" && (names.Held(x.Kind) || x.Kind == resume.EntryEducation) {
		part.URL, part.OrgURL = "", x.URL
	}
	if part.Name == "" {
		part.Name, part.Org = x.Org, ""
	}
	if !whole {
		if x.Kind == resume.EntryProject {
			part.Lines = b.gistLines(x)
		}
		return part
	}
	var under []string // heading of the lines so far
	if x.Header >= 0 {
		under = b.Document.Passages[x.Header].Heading
	}
	depth := len(under)
	for _, p := range x.Passages {
		pass := &b.Document.Passages[p]
		if pass.Private || p == x.Header {
			continue
		}
		if depth > 0 && len(pass.Heading) > depth && !slices.Equal(pass.Heading, under) {
			part.Lines = append(part.Lines, PartLine{Style: LineHeading, Text: pass.Heading[len(pass.Heading)-1]})
		}
		under = pass.Heading
		part.Lines = append(part.Lines, b.line(p))
	}
	return part
}

// details are the dates, the length and the place of an entry.
func (b *pageBuilder) details(i int) []string {
	x := &b.Document.Entries[i]
	var out []string
	if when := periodText(x.Period); when != "" {
		out = append(out, when)
	}
	if m, exact := x.Period.Months(b.Now()); m > 0 && (x.Kind == resume.EntryWork || x.Kind == resume.EntryVolunteer) {
		length := resume.FormatMonths(m)
		if !exact {
			length = "at least " + length
		}
		out = append(out, length)
	}
	if x.Place != "" {
		out = append(out, x.Place)
	}
	switch more := b.remainder(x); {
	case more == "" || len(more) >= 60 || lengthForm.MatchString(more):
	case len(out) > 0 && beforeDate.MatchString(more):
		out[0] = more + " " + out[0]
	default:
		out = append(out, more)
	}
	return out
}

// lengthForm is a length that the résumé reckons itself: "2 yrs 10 mos".
var lengthForm = regexp.MustCompile(`(?i)^\(?(?:~|about |over )?\d+(?:\.\d+)?\+? ?(?:y|m|w)[a-z]*\b`)

// beforeDate is what stands before a date and belongs to it: "valid to".
var beforeDate = regexp.MustCompile(`(?i)\b(?:to|until|till|through|thru|on|in|by|since|expires|expiring|renewed|expected|completed|awarded|issued)$`)

// line is a passage of an entry.
func (b *pageBuilder) line(p int) PartLine {
	pass := &b.Document.Passages[p]
	l := PartLine{Style: LineItem, Label: pass.Label, Text: strings.TrimSpace(pass.Body), Citations: b.cites(p)}
	if told, ok := b.voice.thirdPerson(l.Text); ok && told != l.Text {
		l.Text = capital(told)
	}
	if l.Text == "" {
		l.Label, l.Text = "", pass.Label
	}
	if pass.Kind == resume.PassageParagraph && l.Label == "" {
		l.Style = LineText
	}
	return l
}

// gistLines say in short what a project is and what it was built with.
func (b *pageBuilder) gistLines(x *resume.Entry) []PartLine {
	var out []PartLine
	gist := b.gist(x, nil)
	if gist >= 0 && !isStack(b.Document.Passages[gist].Label) {
		l := b.line(gist)
		l.Style, l.Text = LineText, firstSentences(l.Text, 200)
		if isDescription(l.Label) {
			l.Label = ""
		}
		out = append(out, l)
	}
	for _, p := range x.Passages {
		if pass := &b.Document.Passages[p]; isStack(pass.Label) && !pass.Private && pass.Body != "" {
			out = append(out, PartLine{Style: LineNote, Text: strings.TrimRight(pass.Body, ". "), Citations: b.cites(p)})
		}
	}
	return out
}

// isStack tells a label that stands before what something was built with.
func isStack(label string) bool {
	switch strings.ToLower(label) {
	case "tech stack", "stack", "tech", "technologies", "technology", "tools", "tools used", "built with", "technologies used", "language", "languages", "environment", "keywords":
		return true
	}
	return false
}

// sections shows the lines of sections of a kind.
func (b *pageBuilder) sections(kind resume.SectionKind) {
	for s, section := range b.Document.Sections {
		if section.Kind != kind {
			continue
		}
		var part Part
		for p := range b.Document.Passages {
			if pass := &b.Document.Passages[p]; pass.Section == s && !pass.Private {
				part.Lines = append(part.Lines, b.line(p))
			}
		}
		if len(part.Lines) > 0 {
			if n := len(section.Heading); n > 0 {
				part.Name = section.Heading[n-1]
			}
			b.page.Parts = append(b.page.Parts, part)
		}
	}
}

// total sums the positions up.
func (b *pageBuilder) total(filter string) {
	var periods []resume.Period
	work := b.entriesOf(resume.EntryWork)
	for _, i := range work {
		if p := b.Document.Entries[i].Period; p.Start.Year != 0 {
			periods = append(periods, p)
		}
	}
	if filter != "" || len(work) < 2 || len(periods) < len(work) {
		return
	}
	if total, exact := resume.TotalMonths(periods, b.Now()); total > 0 {
		b.page.Summary = fmt.Sprintf("%s, %s in all", capital(counted(len(work), "position")), months(total, exact))
	}
}

func (b *pageBuilder) contact() {
	var part Part
	for _, c := range b.Document.Person.Contacts {
		if !b.Document.Passages[c.Passage].Private {
			part.Lines = append(part.Lines, PartLine{Style: LineItem, Label: contactLabel(c.Kind), Text: c.Value, URL: c.URL, Citations: b.cites(c.Passage)})
		}
	}
	if len(part.Lines) > 0 {
		b.page.Parts = []Part{part}
	}
}

// contactLabels are the names of networks that are not written like their kind.
var contactLabels = map[string]string{"github": "GitHub", "gitlab": "GitLab", "linkedin": "LinkedIn", "stackoverflow": "Stack Overflow",
	"bsky": "Bluesky", "youtube": "YouTube", "soundcloud": "SoundCloud", "orcid": "ORCID", "xing": "XING"}

// contactLabel names a way to reach somebody at the head of a line.
func contactLabel(kind string) string {
	if name := contactLabels[kind]; name != "" {
		return name
	}
	return capital(kind)
}
