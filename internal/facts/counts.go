package facts

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/resume"
)

// counts tells how many entries of each kind there are and which, and how many
// employers.
func (b *builder) counts() {
	for _, kind := range []resume.EntryKind{resume.EntryWork, resume.EntryEducation, resume.EntryProject, resume.EntryCertificate, resume.EntryAward, resume.EntryPublication, resume.EntryVolunteer} {
		items := b.of(kind)
		if kind == resume.EntryWork || kind == resume.EntryVolunteer {
			items = slices.DeleteFunc(items, func(it *item) bool { return it.state == upcoming })
		}
		if len(items) == 0 {
			continue
		}
		order := ""
		if len(items) > 1 && items[0].state != undated && !slices.ContainsFunc(items, func(it *item) bool { return it.valid }) {
			order = ", newest first"
		}
		b.say("count-"+string(kind), items, nil, fmt.Sprintf("%s%s%s: %s.", b.least(kind, true), counted(len(items), noun(kind)), order, list(names(items), "; ")))
		if kind != resume.EntryWork {
			continue
		}
		var employers []string
		var about []*item
		for _, jobs := range b.byEmployer(items) {
			employers = append(employers, jobs[0].org)
			about = append(about, jobs...)
		}
		if len(employers) == 1 {
			order = ""
		}
		b.say("count-employers", about, nil, fmt.Sprintf("%s%s%s: %s.", b.least(kind, len(about) == len(items)), counted(len(employers), "employer"), order, list(employers, "; ")))
	}
}

// least says that a count is a bound where not all entries were counted.
func (b *builder) least(kind resume.EntryKind, all bool) string {
	if b.doubtful[kind] || !all {
		return "At least "
	}
	return ""
}

// rank is how high the degree is that a title names, from 0 for the highest, or -1
// for none. In a study's title the bare word is enough: "Master, Fine Arts".
func (b *builder) rank(title string, study bool) int {
	keys := b.lex.Keys(title)
	return slices.IndexFunc(strings.Fields(b.words["ranks"]), func(rank string) bool {
		t := b.lex.Terms(rank)[0]
		return slices.ContainsFunc(keys, func(k string) bool {
			return slices.Contains(t.Members, k) || study && slices.Contains(t.Keys, k)
		})
	})
}

// degrees tells how many academic degrees were finished and which is the highest.
func (b *builder) degrees() {
	studies := b.of(resume.EntryEducation)
	degrees := slices.DeleteFunc(slices.Clone(studies), func(it *item) bool {
		return b.rank(it.Title, true) < 0 || it.state == current || it.state == open || it.state == upcoming
	})
	if len(degrees) == 0 {
		return
	}
	if len(degrees) < len(studies) { // what is no known degree may be an unknown one
		b.say("count-degrees", degrees, nil, fmt.Sprintf("At least %s: %s.", counted(len(degrees), "completed academic degree"), list(names(degrees), "; ")))
	}
	slices.SortStableFunc(degrees, func(a, c *item) int { return b.rank(a.Title, true) - b.rank(c.Title, true) })
	top := b.rank(degrees[0].Title, true)
	higher := slices.ContainsFunc(studies, func(it *item) bool { return b.rank(it.Title, true) < 0 && !surelyBefore(it, degrees[0]) })
	if top == 0 || !higher && !b.doubtful[resume.EntryEducation] {
		highest := slices.DeleteFunc(degrees, func(it *item) bool { return b.rank(it.Title, true) > top })
		b.say("highest", highest, nil, fmt.Sprintf("Highest completed degree: %s.", list(names(highest), "; ")))
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
	for _, it := range b.items {
		if !it.valid {
			continue
		}
		end := it.Period.End
		if end.IsZero() {
			end = it.Period.Start
		}
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

// places tells where the positions and studies were.
func (b *builder) places() {
	var about []*item
	var places []string
	which := map[string][]string{}
	for _, it := range b.items {
		if it.kind != resume.EntryWork && it.kind != resume.EntryEducation || !isName(it.Place, longestPlace) || !capital(it.Place) {
			continue
		}
		if which[it.Place] == nil {
			places = append(places, it.Place)
		}
		which[it.Place] = append(which[it.Place], it.name)
		about = append(about, it)
	}
	for n, place := range places {
		places[n] = fmt.Sprintf("%s (%s)", place, strings.Join(which[place], "; "))
	}
	b.say("places", about, nil, fmt.Sprintf("Places of the positions and studies: %s.", list(places, "; ")))
}

const longestPlace = 5 // words

// contacts tells the ways to get in touch, each alone and together, and where the
// person is based.
func (b *builder) contacts() {
	var all []string
	var from []int
	person := &b.doc.Person
	of := ""
	if b.public(person.Passage) && person.Name != "" {
		of = " of " + person.Name
		b.say("name", nil, []int{person.Passage}, fmt.Sprintf("Name: %s.", person.Name))
	}
	for _, c := range person.Contacts {
		label := b.words["contact-"+c.Kind]
		switch {
		case !b.public(c.Passage):
			continue
		case c.Kind == "location":
			b.say("based", nil, []int{c.Passage}, fmt.Sprintf("Place of residence%s: %s.", of, c.Value))
			continue
		case label == "":
			label = strings.ToUpper(c.Kind[:1]) + c.Kind[1:]
		}
		all = append(all, label+" "+c.Value)
		from = append(from, c.Passage)
		b.say("contact", nil, []int{c.Passage}, fmt.Sprintf("%s%s: %s.", label, of, c.Value), c.Kind)
	}
	if len(all) > 1 {
		b.say("contacts", nil, from, fmt.Sprintf("Contact details%s: %s.", of, list(all, "; ")))
	}
}
