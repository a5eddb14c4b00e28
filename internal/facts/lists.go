package facts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// kinds are the kinds of entries that are counted, in the order they are told in.
func kinds() []resume.EntryKind {
	return []resume.EntryKind{
		resume.EntryWork, resume.EntryProject, resume.EntryVolunteer, resume.EntryEducation,
		resume.EntryCertificate, resume.EntryAward, resume.EntryPublication,
	}
}

// counts tells how many entries of each kind there are and which.
func (b *builder) counts() {
	for _, kind := range kinds() {
		items := only(b.of(kind), func(it *item) bool {
			return it.state != upcoming || kind != resume.EntryWork && kind != resume.EntryVolunteer
		})
		if len(items) == 0 {
			continue
		}
		order := ", newest first"
		if len(items) == 1 || items[0].state == undated || slices.ContainsFunc(items, func(it *item) bool { return it.valid }) {
			order = ""
		}
		least := ""
		if b.doubtful[kind] {
			least = "At least "
		}
		b.say("count-"+string(kind), items, nil, fmt.Sprintf("%s%s%s: %s.", least, b.counted(len(items), kind), order, list(names(items), "; ")))
	}
}

// validUntil tells whether an item is a certificate with the date until which it
// holds: one that is nothing but an end, or stands behind words that say so.
func (b *builder) validUntil(it *item) bool {
	if it.kind != resume.EntryCertificate || it.Period.Present || it.state == undated {
		return false
	}
	before, _, found := strings.Cut(b.doc.Passages[it.Header].Text(), it.Period.Text)
	before = strings.ToLower(strings.TrimRight(before, " :("))
	return it.Period.Start.IsZero() || b.has("expiry", it.Period.Text) || found && slices.ContainsFunc(strings.Split(b.words["until"], ", "), func(s string) bool { return strings.HasSuffix(before, s) })
}

// validity tells of each certificate with an end whether that has passed.
func (b *builder) validity() {
	for _, it := range only(b.items, func(it *item) bool { return it.valid }) {
		end := cmp.Or(it.Period.End, it.Period.Start)
		verdict := "still valid as of " + b.now
		switch b.stateOf(resume.Period{Start: resume.Date{Year: earliestYear}, End: end}) {
		case ended:
			verdict = "lapsed as of " + b.now
		case open:
			verdict = "which may have passed by " + b.day.Format("2 January 2006")
		}
		b.say("validity", []*item{it}, nil, fmt.Sprintf("%s: valid until %s, %s.", it.name, end, verdict))
	}
}

// contacts tells the ways to get in touch and where the person is based.
func (b *builder) contacts() {
	var all []string
	var from []int
	person := &b.doc.Person
	of := ""
	if b.written(person.Passage) && person.Name != "" {
		of = " of " + person.Name
		b.say("name", nil, []int{person.Passage}, fmt.Sprintf("Name: %s.", person.Name))
	}
	if at := slices.IndexFunc(b.doc.Passages, func(p resume.Passage) bool {
		return person.Headline != "" && strings.Contains(p.Text(), person.Headline)
	}); at >= 0 {
		b.say("headline", nil, []int{at}, fmt.Sprintf("Headline%s: %s.", of, strings.TrimSuffix(person.Headline, ".")))
	}
	for _, c := range person.Contacts {
		switch {
		case !b.written(c.Passage):
		case c.Kind == "location":
			b.say("based", nil, []int{c.Passage}, fmt.Sprintf("Place of residence%s: %s.", of, c.Value))
		default:
			label := cmp.Or(b.words["contact-"+c.Kind], strings.ToUpper(c.Kind[:1])+c.Kind[1:])
			all, from = append(all, label+" "+c.Value), append(from, c.Passage)
		}
	}
	b.say("contacts", nil, from, fmt.Sprintf("Contact details%s: %s.", of, list(all, "; ")))
}

// languages tells which languages are spoken.
func (b *builder) languages() {
	var spoken []string
	var from []int
	for i := range b.doc.Skills {
		g := &b.doc.Skills[i]
		named := g.Skills
		if b.isSpoken(g.Name, g) { // "English: C2, B2"
			var levels []string
			for _, s := range g.Skills {
				levels = append(levels, s.Name)
			}
			named = []resume.Skill{{Name: g.Name, Note: list(levels, ", ")}}
		}
		for _, s := range named {
			name := s.Name
			if s.Note != "" {
				name += " (" + s.Note + ")"
			}
			if b.written(g.Passage) && b.isSpoken(s.Name, g) && !slices.Contains(spoken, name) {
				spoken, from = append(spoken, name), append(from, g.Passage)
			}
		}
	}
	if len(spoken) == 0 {
		spoken, from = b.spokenInProse()
	}
	b.say("count-spoken", nil, from, fmt.Sprintf("%s: %s.", b.counted(len(spoken), "spoken language"), list(spoken, ", ")))
}

// spokenInProse finds the languages of sentences such as "Fluent in Spanish and
// English", with the passages that they stand in.
func (b *builder) spokenInProse() (spoken []string, from []int) {
	for i := range b.doc.Passages {
		text := b.doc.Passages[i].Text()
		if !b.written(i) || !b.has("fluency", text) {
			continue
		}
		for _, t := range b.lex.Terms(text) {
			if b.spoken[t.Keys[0]] && !slices.Contains(spoken, t.Text) {
				spoken, from = append(spoken, t.Text), append(from, i)
			}
		}
	}
	return spoken, from
}

// isSpoken tells a spoken language; outside a section of languages it must be one
// in all its words ("Dutch GAAP" is none).
func (b *builder) isSpoken(name string, g *resume.SkillGroup) bool {
	terms := b.lex.Terms(name)
	spoken := func(t lexicon.Term) bool { return b.spoken[t.Keys[0]] }
	return slices.ContainsFunc(terms, spoken) && (len(terms) == 1 || b.sectionOf(g.Passage) == resume.SectionLanguages)
}

// places tells where each position and study is or was.
func (b *builder) places() {
	for _, it := range b.items {
		if it.Place != "" && (it.kind == resume.EntryWork || it.kind == resume.EntryVolunteer || it.kind == resume.EntryEducation) {
			b.say("place", []*item{it}, nil, fmt.Sprintf("Place of %s: %s.", it.dated, it.Place))
		}
	}
}

// links gives the address of each entry that has one.
func (b *builder) links() {
	for _, it := range b.items {
		if it.URL != "" {
			b.say("link", []*item{it}, nil, fmt.Sprintf("Link of %s: %s", it.name, it.URL))
		}
	}
}
