package facts

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// item is a certain entry with what the facts say of it.
type item struct {
	index int
	*resume.Entry
	kind  resume.EntryKind // as the facts count it
	name  string           // "Site Engineer at Mercer Building Services"
	org   string           // employer or school, "" where it is not certain
	dated string           // the name with its time: "… (May 2020 – October 2020)"
	state state
	span  span
	valid bool // the date of a certificate is the one until which it holds, not the one at which it was earned
}

// readEntries fills the items and which kinds have doubtful entries.
func (b *builder) readEntries() {
	for i := range b.doc.Entries {
		x := &b.doc.Entries[i]
		kind := b.kindOf(x)
		if !b.certain(x) {
			b.doubtful[kind] = true
			continue
		}
		it := &item{index: i, Entry: x, kind: kind, org: x.Org, state: b.stateOf(x.Period)}
		if x.Title != "" && b.isPlace(x.Org) {
			it.org = ""
		}
		it.span = b.spanOf(x.Period, it.state)
		it.name = b.nameOf(x, it.org)
		it.dated = withTime(it.name, x.Period)
		it.valid = b.validUntil(it)
		b.items = append(b.items, it)
	}
}

// kindOf is the kind an entry counts as: a degree among the certificates is a
// study, unpaid work among the jobs a volunteer post.
func (b *builder) kindOf(x *resume.Entry) resume.EntryKind {
	switch {
	case x.Kind == resume.EntryWork && b.has("unpaid", x.Title):
		return resume.EntryVolunteer
	case x.Kind == resume.EntryCertificate && slices.ContainsFunc(b.lex.Keys(x.Title), func(k string) bool { return b.degrees[k] }):
		return resume.EntryEducation
	case x.Kind == resume.EntryEducation && x.Org == "" && x.Period.Present: // "Member of the chamber since 2019" is no study
		return resume.EntryCertificate
	}
	return x.Kind
}

const (
	longestName  = 12 // words in a title or an employer; more are a sentence
	longestTitle = 25 // words in the title of a publication, an award or a certificate
	earliestYear = 1940
	latestAhead  = 15 // years that an end may lie ahead
)

// certain tells whether an entry was surely read aright: its title and its
// organisation are names, one of them is there, and its time can be and was read
// whole.
func (b *builder) certain(x *resume.Entry) bool {
	most := longestName
	switch x.Kind {
	case resume.EntryOther:
		return false
	case resume.EntryPublication, resume.EntryAward, resume.EntryCertificate:
		most = longestTitle
	case resume.EntryWork, resume.EntryEducation, resume.EntryVolunteer:
		if x.Period.IsZero() && (x.Title == "" || x.Org == "") || b.readInPart(x) {
			return false
		}
	}
	named := x.Title != "" || x.Org != "" && !b.isPlace(x.Org)
	return named && b.canBe(x.Period) && (x.Title == "" || isName(x.Title, most)) && (x.Org == "" || isName(x.Org, most))
}

// readInPart tells whether the header has more of a time than was read from it.
func (b *builder) readInPart(x *resume.Entry) bool {
	header := strings.Replace(b.doc.Passages[x.Header].Text(), x.Period.Text, "", 1)
	return year.MatchString(header) || !x.Period.Present && b.has("present", header)
}

// canBe tells whether a person alive can have spent a time so.
func (b *builder) canBe(p resume.Period) bool {
	from, _ := bounds(p.Start)
	_, to := bounds(p.End)
	known := func(d resume.Date) bool {
		return d.IsZero() || d.Year >= earliestYear && d.Year <= b.day.Year()+latestAhead
	}
	return known(p.Start) && known(p.End) && (p.Start.IsZero() || p.End.IsZero() || from <= to)
}

var (
	year    = lazyregexp.New(`\b(?:19|20)\d\d\b`)
	letters = lazyregexp.New(`\pL.*\pL`)
	address = lazyregexp.New(`@|://|^www\.`)
)

// isName tells a name from a date, a contact, an address and a sentence.
func isName(s string, most int) bool {
	for _, date := range []string{s, s + " 2000"} { // a date, or a month alone
		if _, rest, ok := resume.FindPeriod(date); ok && !strings.ContainsFunc(rest, unicode.IsLetter) {
			return false
		}
	}
	words := len(strings.Fields(s))
	return letters.MatchString(s) && words <= most && !address.MatchString(s) && (most == longestTitle || words < 4 || !isSentence(s))
}

// isSentence tells "Teaches a free class at the library" from a title.
func isSentence(s string) bool {
	tokens := lexicon.Tokens(s)
	if strings.HasSuffix(s, ".") && len(tokens) > 5 || len(tokens) < 2 {
		return true
	}
	v, form, verb := lexicon.VerbOf(tokens[0].Word)
	return verb && form == lexicon.Third && v.OpensLine(tokens[1].Word)
}

// isPlace tells whether a name is known as a place from other entries or from
// where the person lives.
func (b *builder) isPlace(name string) bool {
	same := func(place string) bool {
		first, _, _ := strings.Cut(place, ",")
		return strings.EqualFold(first, name) || strings.EqualFold(place, name)
	}
	return name != "" && (same(b.doc.Person.Location) || slices.ContainsFunc(b.doc.Entries, func(x resume.Entry) bool { return same(x.Place) }))
}

// nameOf names an entry by title and organisation, as its header writes them
// where one word joins them ("Treasurer for the Allotment Society").
func (b *builder) nameOf(x *resume.Entry, org string) string {
	switch {
	case x.Title == "":
		return org
	case org == "" || x.Kind == resume.EntryProject || strings.Contains(strings.ToLower(x.Title), strings.ToLower(org)):
		return x.Title
	case x.Kind != resume.EntryWork && x.Kind != resume.EntryVolunteer:
		return x.Title + ", " + org
	}
	if _, after, ok := strings.Cut(b.doc.Passages[x.Header].Text(), x.Title); ok {
		if joint, _, ok := strings.Cut(after, org); ok && slices.Contains(strings.Fields(b.words["joints"]), strings.TrimSpace(joint)) {
			return x.Title + joint + org
		}
	}
	if unicode.IsLower([]rune(x.Title)[0]) { // "self-employed"
		return x.Title + ", " + org
	}
	return x.Title + " at " + org
}

// of lists the items of a kind, newest first, those without dates last.
func (b *builder) of(kind resume.EntryKind) []*item {
	out := only(b.items, func(it *item) bool { return it.kind == kind })
	slices.SortStableFunc(out, newest)
	return out
}

// only gives the items of which something holds.
func only(items []*item, holds func(*item) bool) []*item {
	return slices.DeleteFunc(slices.Clone(items), func(it *item) bool { return !holds(it) })
}

// newest orders items by their beginning, the latest first, undated ones last.
func newest(a, b *item) int {
	return cmp.Or(cmp.Compare(b.span.startLo, a.span.startLo), cmp.Compare(b.span.endLo, a.span.endLo))
}

// names are the names of items, each with its time.
func names(items []*item) (out []string) {
	for _, it := range items {
		out = append(out, it.dated)
	}
	return out
}

func withTime(name string, p resume.Period) string {
	if p.IsZero() {
		return name
	}
	return name + " (" + p.String() + ")"
}
