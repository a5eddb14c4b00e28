package build

import (
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// term begins an entry, or labels what follows.
func (b *Builder) term(blk *block.Block) {
	if field.HoldsEntries(b.sectionKind()) {
		b.entry = -1
		b.begin(blk, b.sectionKind())
		b.byLine = true
		return
	}
	b.passage(blk, resume.PassageParagraph, "", block.Display(block.Plain(blk.Spans)))
}

func (b *Builder) line(blk *block.Block) {
	b.bullets = nil
	text := block.Display(block.Plain(blk.Spans))
	b.implied(blk)
	lead := block.RawText(blk)
	if len(blk.Spans) > 1 && blk.Spans[0].Bold && field.LooksLikeName(blk.Spans[0].Text) { // set apart by its type alone
		lead = strings.TrimSpace(blk.Spans[0].Text) + "\t" + strings.TrimSpace(block.WithoutEmoji(block.Plain(blk.Spans[1:])))
	}
	switch {
	case field.DocumentTitle(text): // or the head of a page
		b.entry = -1
		b.passage(blk, resume.PassageParagraph, "", text)
	case (!b.begun || b.sectionKind() == resume.SectionContact) && (!b.named && field.NameLine(lead) || b.named && b.sameNameAs(lead)):
		b.name(blk, lead)
	case !b.begun && b.contact(blk, -1):
	case b.open && b.headerLine(blk, text):
	case b.details(blk):
	case b.fieldLine(blk):
	case b.publication(blk, text):
	case b.severalEntries(blk):
	case field.HoldsEntries(b.sectionKind()) && (b.entry < 0 || b.byLine) && b.project(blk):
		b.byLine = true
	case field.HoldsEntries(b.sectionKind()) && (b.entry < 0 || b.byLine || b.nextRole(blk)) && b.startsEntry(blk, text):
		b.lineEntry(blk)
	case quoted(blk, text):
		b.passage(blk, resume.PassageQuote, "", text)
	default:
		if !b.begun && b.named && b.Doc.Person.Headline == "" && len(text) < 120 && !strings.ContainsAny(text, ":0123456789") && !strings.HasSuffix(text, ".") {
			b.Doc.Person.Headline = b.withoutHome(text)
		}
		b.degreeBelow(blk)
		label, body := block.SplitLabel(blk.Spans)
		if label == "" && (b.sectionKind() == resume.SectionSkills || b.sectionKind() == resume.SectionLanguages) {
			label, body = sideLabel(blk.Spans)
			if name, rest, ok := styledLabel(blk.Spans); ok && label == "" {
				label, body = name, rest
			}
		}
		id := b.passage(blk, resume.PassageParagraph, label, body)
		if b.sectionKind() == resume.SectionSkills || b.sectionKind() == resume.SectionLanguages {
			if label != "" || isList(body) {
				b.skills(label, body, id)
			}
		}
		b.contact(blk, id)
	}
}

// withoutHome cuts the person's town off a headline: "Product Designer, Melbourne VIC".
func (b *Builder) withoutHome(text string) string {
	items := field.CommaItems(text)
	k := len(items)
	for k > 1 && field.KnownPlace(items[k-1]) {
		k--
	}
	if k == len(items) || !field.IsTitle(items[k-1]) {
		return text
	}
	b.Doc.Person.Location = block.FirstOf(b.Doc.Person.Location, strings.Join(items[k:], ", "))
	return strings.Join(items[:k], ", ")
}

// nextRole tells a dated position below the bullets of another with the employer
// whose heading stands above both.
func (b *Builder) nextRole(blk *block.Block) bool {
	var h head
	h.add(blk)
	if h.period.IsZero() && b.datesBelow() {
		h.add(b.next)
	}
	title := false
	for _, p := range h.parts {
		if p.kind == field.Org || p.kind == field.Other && p.from != h.parts[0].from {
			return false
		}
		title = title || p.kind == field.Title
	}
	set := blk.Spans[0].Bold || b.head.looks[b.head.role()] == h.looks[0] && h.looks[0] != (block.Span{})
	return title && !h.period.IsZero() && set && b.last != nil && b.last.Kind == block.Item && b.head.employerFirst() && (b.head.lines > 1 || b.head.org != "")
}

// datesBelow tells that the next line holds the time of the one being read.
func (b *Builder) datesBelow() bool { return b.next != nil && timeAlone(b.next) }

// publication reads a line that cites a work: its title in quotation marks, or after
// its authors.
func (b *Builder) publication(blk *block.Block, text string) bool {
	if b.sectionKind() != resume.SectionPublications || block.RuneLen(text) > 500 || !workTitle.MatchString(text) && !authorsFirst.MatchString(text) && !authorYear.MatchString(text) {
		return false
	}
	b.entry = -1
	b.begin(blk, resume.SectionPublications)
	b.open, b.byLine = false, true
	return true
}

// details adds "**Acme.** Grew the budget." to the entry of that name in a table or
// list above.
func (b *Builder) details(blk *block.Block) bool {
	if !field.HoldsEntries(b.sectionKind()) || len(blk.Spans) < 2 || !blk.Spans[0].Bold {
		return false
	}
	name, rest := strings.Trim(blk.Spans[0].Text, " .:–—-"), block.Plain(blk.Spans[1:])
	if len(strings.Fields(rest)) < 4 || field.HasDate(rest) {
		return false
	}
	for i, x := range b.Doc.Entries {
		if x.Section == b.section(blk) && field.NameKey(name) != "" && (field.SameName(x.Org, name) || field.SameName(x.Title, name)) && x.Source.Path == blk.Source.Path {
			b.entry, b.open, b.byLine = i, false, true
			b.passage(blk, resume.PassageParagraph, name, strings.TrimLeft(block.Display(rest), " .:–—-"))
			return true
		}
	}
	return false
}

// sideLabel splits a line whose first column labels the second.
func sideLabel(spans []block.Span) (label, body string) {
	text := block.Plain(spans)
	label, body, ok := strings.Cut(text, "\t")
	body = strings.ReplaceAll(body, "\t", ", ")
	if !ok || strings.ContainsAny(label, ",;.") || len(strings.Fields(label)) > 5 {
		return "", block.Display(text)
	}
	return block.Display(label), block.Display(body)
}

// lineEntry begins an entry with a line. A dated position without an employer,
// below one whose employer stood on a line of its own, is with the same employer.
func (b *Builder) lineEntry(blk *block.Block) {
	var org, place string
	group := false
	title, named, dated := allParts(blk)
	if b.entry >= 0 && title && (dated && !named || (dated || b.datesBelow()) && b.nextRole(blk)) {
		before := &b.Doc.Entries[b.entry]
		if before.Title == "" && before.Org != "" && len(before.Passages) == 0 { // nothing but the employer: its first position takes it over
			b.head.period = resume.Period{}
			b.extendHeader(blk)
			b.head.fill(before)
			return
		}
		if b.head.employerFirst() {
			org, place = before.Org, before.Place
		}
	}
	ahead, text := 0, block.Display(block.Plain(blk.Spans))
	if !dated {
		ahead = b.leads(blk, text)
		if n, ok := b.stanza(blk); ok && ahead == 0 {
			ahead = n
		}
		if b.groups(blk) {
			ahead = 1
		} else if b.entry >= 0 && b.head.group && ahead == 1 { // a position with the employer above
			before := &b.Doc.Entries[b.entry]
			if org, group = before.Org, true; before.Title == "" && len(before.Passages) == 0 {
				b.extendHeader(blk)
				b.head.fill(before)
				b.open, b.ahead = true, ahead
				return
			}
		}
	}
	b.entry = -1
	b.begin(blk, b.sectionKind())
	b.byLine, b.ahead = true, ahead
	if org != "" {
		b.head.org, b.head.place, b.head.group = org, place, group
		b.head.fill(&b.Doc.Entries[b.entry])
	}
}

// fieldLine reads "Position: Pharmacist" of an entry that is written as a list of
// its fields; a field that it has already begins the next entry.
func (b *Builder) fieldLine(blk *block.Block) bool {
	b.record = b.record && b.entry >= 0
	if !field.HoldsEntries(b.sectionKind()) || b.entry >= 0 && !b.record {
		return false
	}
	label, body := block.SplitLabel(blk.Spans)
	column := field.ColumnField(label)
	if column == "" || body == "" || column == "period" && !field.HasDate(body) {
		return false
	}
	if to := fieldOf(b.next); !b.record && (to == "" || to == column) && slices.Contains([]string{"from", "to", "period"}, column) {
		return false // dates alone and no record
	}
	var x resume.Entry
	if b.record {
		x = *b.head.exact
	}
	set := func(x *resume.Entry) bool {
		to := map[string]*string{"title": &x.Title, "org": &x.Org, "place": &x.Place}[column]
		switch {
		case to != nil && *to == "":
			*to = body
			if p, rest, apart := endsDated(body); x.Period.IsZero() && rest != "" && (apart || p.Present || !p.End.IsZero()) {
				*to, x.Period = rest, p
			}
		case to == nil && x.Period.IsZero():
			x.Period, _, _ = resume.FindPeriod(body)
		case column == "to" && x.Period.End.IsZero() && !x.Period.Present:
			x.Period, _, _ = resume.FindPeriod(x.Period.Text + " – " + body)
		default:
			return false
		}
		return true
	}
	if b.record && b.last.Kind != block.Item && set(&x) {
		splitPlace(&x)
		b.head.exact = &x
		b.extendHeader(blk)
		b.head.fill(&b.Doc.Entries[b.entry])
		return true
	}
	x = resume.Entry{}
	set(&x)
	splitPlace(&x)
	first := *blk
	first.Exact = &x
	b.entry = -1
	b.begin(&first, b.sectionKind())
	b.open, b.byLine, b.record = false, true, true
	return true
}

// fieldOf is the field that a line or row labels, "" for none.
func fieldOf(blk *block.Block) string {
	switch {
	case blk == nil || blk.Kind != block.Line && blk.Kind != block.Row:
		return ""
	case blk.Kind == block.Row && len(blk.Cells) > 0:
		return field.ColumnField(block.Plain(blk.Cells[0]))
	}
	label, _ := block.SplitLabel(blk.Spans)
	return field.ColumnField(label)
}

// severalEntries splits "PMP (2021) | OSHA 30-Hour (2022)".
func (b *Builder) severalEntries(blk *block.Block) bool {
	if b.sectionKind() != resume.SectionCertificates && b.sectionKind() != resume.SectionAwards {
		return false
	}
	pieces := severalForm.Split(strings.ReplaceAll(block.Plain(blk.Spans), "), ", ");  "), -1)
	if len(pieces) < 2 {
		return false
	}
	for _, p := range pieces {
		if _, rest, dated := resume.FindPeriod(p); !dated || len(strings.TrimSpace(rest)) < 3 {
			return false
		}
	}
	for _, p := range pieces {
		one := *blk
		one.Spans, one.Raw = block.TidySpans([]block.Span{{Text: p}}), block.Display(p)
		b.entry = -1
		b.begin(&one, b.sectionKind())
		b.open, b.byLine = false, true
	}
	return true
}

var severalForm = lazyregexp.New(`\s+[|•·]\s+|;\s+`)
