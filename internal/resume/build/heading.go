package build

import (
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

func (b *Builder) heading(blk *block.Block) {
	b.bullets = nil
	text := block.Display(block.Unspaced(block.RawText(blk)))
	kind, known := field.SectionKind(text)
	if known {
		text = field.TitleCase(text)
	}
	if b.introduction(blk, text, known) {
		return
	}
	b.begun = true
	if b.entry >= 0 && b.open && b.last != nil && b.last.Kind == block.Heading && b.last.Level == blk.Level && b.dateLine(blk, text) {
		return // the dates are set as the head above them
	}
	below := 0
	if !known && b.barren(blk) {
		blk, below = b.spread(blk)
	}
	for len(b.path) > 0 && b.path[len(b.path)-1].ends(blk.Level, known) {
		b.path = b.path[:len(b.path)-1]
	}
	parent := b.sectionKind()
	if b.insideEntry() {
		b.headingInside(blk, text, parent)
		return
	}
	b.entry, b.open, b.byLine, b.byItem = -1, false, false, false
	// The heading of a section that is known to hold entries makes its
	// sub-headings entries, whatever their words.
	if len(b.path) > 0 && (blk.Exact != nil || field.HoldsEntries(parent) && !(known && (field.StrongKind(text) || b.withoutDates(blk, text))) && !aboveExact(b.after, blk.Level)) {
		b.push(blk, text, parent, true)
		b.begin(blk, parent)
		if b.lines, b.ahead = below, below; below == 0 && blk.Exact == nil && b.head.period.IsZero() {
			b.ahead = b.toDates()
		}
		return
	}
	switch {
	case known:
	case len(b.path) > 0 && below == 0 && b.barren(blk):
		b.leaf(blk)
		return
	case len(b.path) > 0:
		kind = parent
	default:
		kind = entriesBelow(b.after, blk.Level)
	}
	b.openSection(blk, text, kind, below, known)
}

// headingInside reads a heading inside an entry: its dates, the employer of a position, a
// further position, an item, or what heads a part of the entry.
func (b *Builder) headingInside(blk *block.Block, text string, parent resume.SectionKind) {
	switch {
	case b.open && (b.dateLine(blk, text) || b.employerBelow(blk, text)):
	case b.role(blk, text):
	case b.barren(blk):
		b.leaf(blk)
	default:
		b.push(blk, text, parent, false)
	}
}

// openSection opens the section that a heading names; below are the headings right below
// it that are lines of it.
func (b *Builder) openSection(blk *block.Block, text string, kind resume.SectionKind, below int, known bool) {
	b.push(blk, text, kind, false)
	b.plan(blk, kind)
	switch {
	case below > 0:
		b.lines = below
	case !known && b.barren(blk):
		b.leaf(blk)
	}
}

// withoutDates tells a heading by whose words no employer is known and below which no line
// is dated: by the name of a section it is one.
func (b *Builder) withoutDates(blk *block.Block, text string) bool {
	if field.KindOf(text) != field.Other || field.HasDate(text) {
		return false
	}
	for i := range b.after {
		if next := &b.after[i]; next.Kind == block.Heading && next.Level <= blk.Level {
			break
		} else if next.Kind != block.Item && field.HasDate(block.Text(next.Spans)) {
			return false
		}
	}
	return true
}

// introduction reads a heading that opens no section: the title of the document, the
// name, the headline, a way to reach the person.
func (b *Builder) introduction(blk *block.Block, text string, known bool) bool {
	if !b.begun && field.DocumentTitle(text) {
		return true
	}
	if !b.begun && !known {
		if !b.named && (!b.levels[blk.Level] || b.introduces(blk)) && (field.NameLine(text) || blk.Level == 1 && b.last == nil && field.PlainName(text)) || b.named && b.sameNameAs(text) {
			b.name(blk, text)
			return true
		}
		if b.named && len(b.path) == 0 && field.EmailForm.MatchString(text) && b.contact(blk, -1) {
			return true
		}
		if b.named && b.Doc.Person.Headline == "" && len(b.path) == 0 && (!b.levels[blk.Level] || field.IsTitle(text)) && !field.DocumentTitle(text) && entriesBelow(b.after, blk.Level) == resume.SectionOther {
			if b.contact(blk, -1) {
				return true
			}
			b.Doc.Person.Headline = text
			b.passage(blk, resume.PassageParagraph, "", text)
			return true
		}
	}
	if !known && !b.named && b.sectionKind() == resume.SectionContact && field.NameLine(text) { // below "Personal information"
		b.name(blk, text)
		return true
	}
	return false
}

// aboveExact tells that a heading stands above entries of which the format tells all:
// it parts them and is none of them.
func aboveExact(after []block.Block, level int) bool {
	for i := range after {
		if blk := &after[i]; blk.Kind == block.Heading {
			if blk.Level <= level {
				return false
			}
			if blk.Exact != nil {
				return true
			}
		}
	}
	return false
}

// role reads a dated sub-heading of an employer's heading as a position of its
// own: "### St. Mary's Hospital" over "#### Head Nurse (2018 – present)".
func (b *Builder) role(blk *block.Block, text string) bool {
	title, _, dated := allParts(blk)
	if !dated && b.next != nil && b.next.Kind == block.Line {
		_, _, dated = allParts(b.next)
	}
	up := b.path[len(b.path)-1]
	if !title || !dated || !up.entry && !slices.ContainsFunc(b.path, func(l level) bool { return l.entry }) {
		return false
	}
	var group *resume.Entry
	for i := range b.Doc.Entries {
		if e := &b.Doc.Entries[i]; e.Section == up.section {
			group = e // the employer's own entry, or the first position below it
			break
		}
	}
	if group == nil || group.Title != "" && group.Org == "" {
		return false
	}
	org, place, kind := group.Org, group.Place, group.Kind
	b.push(blk, text, b.sectionKind(), false)
	if group.Title == "" && group.Period.IsZero() { // nothing but the employer: its first position takes it over
		b.extendHeader(blk)
		b.open = true
	} else {
		b.begin(blk, b.sectionKind())
	}
	x := &b.Doc.Entries[b.entry]
	x.Kind, b.head.org, b.head.place = kind, org, place
	b.head.fill(x)
	return true
}

// toDates counts the lines right below a heading as far as that which holds nothing but
// dates: they are the rest of a head.
func (b *Builder) toDates() int {
	const most = 3
	for n := range b.after[:min(most, len(b.after))] {
		blk := &b.after[n]
		text := block.Clean(blk)
		switch {
		case timeAlone(blk):
			return n + 1
		case blk.Kind != block.Line || block.RuneLen(text) > longestName+20 || strings.HasSuffix(text, "."):
			return 0
		}
	}
	return 0
}

// employerBelow adds to a dated head that names a position alone the heading right below
// that names the employer.
func (b *Builder) employerBelow(blk *block.Block, text string) bool {
	x := &b.Doc.Entries[b.entry]
	if b.last.Kind != block.Heading || x.Title == "" || x.Org != "" || x.Period.IsZero() || !slices.ContainsFunc(field.CommaItems(text), field.IsOrg) {
		return false
	}
	b.extendHeader(blk)
	b.head.fill(x)
	return true
}

// dateLine adds a sub-heading that holds nothing but the dates of its entry, or
// its dates and place, to the head.
func (b *Builder) dateLine(blk *block.Block, text string) bool {
	_, rest, dated := resume.FindPeriod(text)
	x := &b.Doc.Entries[b.entry]
	if !dated || !x.Period.IsZero() || x.Title == "" && x.Org == "" || rest != "" && !field.IsPlace(rest) {
		return false
	}
	b.extendHeader(blk)
	b.head.fill(x)
	return true
}
