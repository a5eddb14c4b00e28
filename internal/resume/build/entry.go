package build

import (
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// begin opens an entry with its head block.
func (b *Builder) begin(blk *block.Block, kind resume.SectionKind) {
	text := block.Gapped(block.RawText(blk))
	b.Doc.Entries = append(b.Doc.Entries, resume.Entry{Section: b.section(blk), Source: blk.Source, Header: -1})
	b.entry = len(b.Doc.Entries) - 1
	id := b.passage(blk, resume.PassageHeader, "", text)
	x := &b.Doc.Entries[b.entry]
	x.Header = id
	x.Kind = field.EntryKind(kind)
	if x.Kind == resume.EntryCertificate && academic.MatchString(field.StateCode.ReplaceAllString(text, "")) {
		x.Kind = resume.EntryEducation
	}
	exact := blk.Exact
	if exact != nil && exact.Kind != "" {
		x.Kind = exact.Kind
	}
	if exact != nil && field.KindOf(exact.Title) == field.Org && field.KindOf(exact.Org) == field.Title { // written the other way round
		swapped := *exact
		swapped.Title, swapped.Org, exact = exact.Org, exact.Title, &swapped
	}
	b.head = &head{blocks: []int{blk.Number}, exact: exact, study: kind == resume.SectionEducation}
	b.heads = append(b.heads, b.head)
	b.head.add(blk)
	b.head.fill(x)
	if kind := b.refine(x); kind != x.Kind {
		x.Kind = kind
		b.head.fill(x)
	}
	taught := func(l level) bool { return courses.MatchString(l.text) }
	if name := x.Title + x.Org; x.Kind == resume.EntryWork && (x.Title == "" || x.Org == "") && !field.IsOrg(name) && !field.TitleWords.In(name) && slices.ContainsFunc(b.path, taught) {
		x.Kind, x.Title, x.Org = resume.EntryOther, name, "" // courses that were taught, no employer
	}
	b.open, b.ahead, b.record = true, 0, false
}

var courses = lazyregexp.New(`(?i)^(?:teaching|courses taught|lehre|enseignement|docencia)$`)

// academic tells a degree among certificates and courses.
var academic = lazyregexp.New(`(?i)(?:^|[^\p{L}])(?:bachelor|master of|master['’]s|ph\.?d|doctorate|b\.?sc|m\.?sc|b\.a|m\.a|ba|ma|bfa|mfa|b\.?tech|m\.?tech|m\.?ed|b\.?ed|ed\.?d|b\.s|m\.s|ll\.?[bm]|j\.?d|mba|msw|mph|bsn|msn|a\.a\.s?|associate['’]?s? (?:degree )?(?:of|in)|diplom-?\p{L}*)(?:$|[^\p{L}])`)

// refine is the kind of an entry once its fields are known.
func (b *Builder) refine(x *resume.Entry) resume.EntryKind {
	joined := slices.ContainsFunc(b.path, func(l level) bool { // "Studies and employment"
		return !l.entry && field.Names(l.text, resume.SectionWork) && field.Names(l.text, resume.SectionEducation)
	})
	if (x.Kind == resume.EntryWork || x.Kind == resume.EntryEducation) && x.Title != "" && joined {
		if isDegree(x.Title) {
			return resume.EntryEducation
		}
		return resume.EntryWork
	}
	both := slices.ContainsFunc(b.path, func(l level) bool { return !l.entry && certificates.MatchString(l.text) })
	return field.RefineKind(x, both)
}

// certificates stand in a section on education whose heading says so.
var certificates = lazyregexp.New(`(?i)certif|licen[cs]|zertifi`)

// headerLine tells whether a line still belongs to the head of the entry (dates,
// place, employer), and adds it to its passage.
func (b *Builder) headerLine(blk *block.Block, text string) bool {
	x := &b.Doc.Entries[b.entry]
	title, org, dated := allParts(blk)
	if b.head.exact != nil {
		if dated = text == block.JoinFilled(" | ", x.Place, x.Period.Text); dated && b.head.lines == 1 {
			b.extendHeader(blk)
			return true
		}
		b.open = false
		return dated || b.exactLine(blk, text)
	}
	if b.ahead > 0 {
		b.ahead--
		b.extendHeader(blk)
		b.head.fill(x)
		x.Kind = b.refine(x)
		return true
	}
	switch {
	case len(text) > 140, b.head.lines >= 4 && !(dated && x.Period.IsZero()):
		return false
	case b.last != nil && b.last.Kind == block.Term && len(b.head.parts) == 0 && (title || org): // dates, and what was then
	case strings.HasSuffix(text, ".") && x.Kind == resume.EntryProject && len(strings.Fields(text)) > 5:
		return false // what it was about
	case strings.HasSuffix(text, ".") && !dated && !strings.HasSuffix(text, "Inc.") && !strings.HasSuffix(text, "Ltd."):
		return false
	case (!x.Period.IsZero() || dated && b.last != nil && blk.Source.Start > 0 && !allStyled(b.last)) && b.gap(blk) && blk.Spans[0].Bold && b.head.looks[0].Bold && !allStyled(blk):
		return false // as the head before began
	case dated && !x.Period.IsZero(), x.Org != "" && b.head.study && strings.Contains(block.RawText(blk), "\t") && studies(blk):
		return false
	case (x.Kind == resume.EntryCertificate || x.Kind == resume.EntryAward) && !(b.head.study && b.head.lines == 1 && !x.Period.IsZero()) && !b.setBelow(blk) && (len(b.head.parts) > 1 || !aboutOnly(blk)):
		return false // the next of a list
	case !dated:
		if label, body := block.SplitLabel(blk.Spans); label != "" && body != "" {
			return false
		}
		apart := b.head.lines == 1 || b.head.lines == 2 && b.head.dated == 0 && len(b.head.parts) > 0 && b.head.parts[0].line == 1 || block.FirstURL(blk) != "" || b.next != nil && b.next.Kind == block.Line && field.IsPlace(block.Display(block.Plain(b.next.Spans)))
		names := allStyled(blk) && (org || title) || block.FirstURL(blk) != "" && isCapped(text) || field.IsPlace(text) || field.IsOrg(text) || field.IsTitle(text) || (x.Title == "" && x.Kind == resume.EntryWork || x.Org == "" && field.IsTitle(x.Title)) && b.head.named() == 1 && apart && isCapped(text)
		names = names || columnsOfHead(blk) || x.Org == "" && hasPlace(text) && isCapped(field.CommaItems(text)[0])
		wanted := x.Org == "" || x.Title == "" || x.Place == "" && columnsOfHead(blk) || !field.IsPlace(x.Place) && field.IsPlace(text) || field.IsTitle(text) && !field.IsTitle(x.Title) || b.head.doubts(x) && (field.IsOrg(text) || block.FirstURL(blk) != "")
		if len(text) >= 70 && len(b.head.parts) > 0 && !(x.Org == "" && field.IsOrg(text)) || !names || !wanted {
			return false
		}
		if !x.Period.IsZero() && b.next != nil && b.next.Kind == block.Line && !field.IsPlace(text) { // the head of the next entry?
			if _, _, nextDated := allParts(b.next); nextDated && b.gap(blk) {
				return false
			}
		}
	}
	b.extendHeader(blk)
	b.head.fill(x)
	x.Kind = b.refine(x)
	return true
}

// exactLine takes what an entry lacks of which the format tells the rest from the first
// line below it: the school, or a position in italics where the format has the employer
// and its town.
func (b *Builder) exactLine(blk *block.Block, text string) bool {
	x := *b.head.exact
	switch {
	case block.RuneLen(text) > longestName || strings.HasSuffix(text, ":"):
		return false
	case x.Org == "" && field.KindOf(text) == field.Org:
		x.Org = text
	case x.Place == "" && b.Doc.Entries[b.entry].Kind == resume.EntryWork && allStyled(blk) && !blk.Spans[0].Bold && field.KindOf(x.Title) != field.Title && field.KindOf(x.Org) != field.Org:
		x.Title, x.Org, x.Place = text, x.Title, x.Org
	default:
		return false
	}
	b.head.exact = &x
	b.extendHeader(blk)
	b.head.fill(&b.Doc.Entries[b.entry])
	return true
}

// setBelow tells a line in italics right below a head in bold type.
func (b *Builder) setBelow(blk *block.Block) bool {
	return b.head.lines == 1 && b.head.looks[0].Bold && allStyled(blk) && !blk.Spans[0].Bold
}

// columnsOfHead tells a line of several short columns, one of them a place, an
// organisation or a remark as heads have them: "Paystack · Full-time · Lagos".
func columnsOfHead(blk *block.Block) bool {
	pieces := headSeparator.Split(block.RawText(blk), -1)
	if len(pieces) < 2 || strings.HasSuffix(block.RawText(blk), ".") {
		return false
	}
	found := false
	for _, p := range pieces {
		if block.RuneLen(p) > 50 || block.StartsLower(p) {
			return false
		}
		found = found || field.IsPlace(p) || field.IsOrg(p) || remark.MatchString(p)
	}
	return found
}

// aboutOnly tells a line that holds nothing but who, where and when.
func aboutOnly(blk *block.Block) bool {
	var h head
	h.add(blk)
	return !slices.ContainsFunc(h.parts, func(p part) bool { return p.kind != field.Org && p.kind != field.Place })
}

// extendHeader adds a line to the head of the entry.
func (b *Builder) extendHeader(blk *block.Block) {
	x := &b.Doc.Entries[b.entry]
	h := &b.Doc.Passages[x.Header]
	b.head.blocks = append(b.head.blocks, blk.Number)
	h.Body += " – " + block.Gapped(block.RawText(blk))
	h.Raw += "\n" + block.Raw(blk)
	h.URL = block.FirstOf(h.URL, block.FirstURL(blk))
	extend(&h.Source, blk.Source)
	extend(&x.Source, blk.Source)
	for _, l := range b.path {
		extend(&b.Doc.Sections[l.section].Source, blk.Source)
	}
	b.head.add(blk)
}

// gap tells that blank lines stand before a block, as far as its file has lines.
func (b *Builder) gap(blk *block.Block) bool {
	return b.last == nil || blk.Source.Start == 0 || blk.Source.Start > b.last.Source.End+1
}

func allStyled(blk *block.Block) bool {
	for _, s := range blk.Spans {
		if strings.TrimSpace(s.Text) != "" && !s.Bold && !s.Italic {
			return false
		}
	}
	return true
}

// startsEntry tells whether a line by itself is the head of an entry.
func (b *Builder) startsEntry(blk *block.Block, text string) bool {
	whole := text
	text = firstSentence(text)
	if _, _, early := resume.FindPeriod(text); block.RuneLen(whole) > 140 && strings.HasSuffix(whole, ".") && !early {
		return false
	}
	if headsNothing(blk) {
		return false
	}
	title, named, dated := allParts(blk)
	if strings.HasSuffix(text, ":") && (!allStyled(blk) || b.next != nil && b.next.Kind == block.Item) && !dated && !(title && named) {
		return false // the lead of a list
	}
	if datedColumn(blk) && len(text) <= 200 {
		return true
	}
	if beginsDated(text) || b.sectionKind() == resume.SectionEducation && strings.Contains(block.RawText(blk), "\t") && studies(blk) {
		return true
	}
	if len(text) > 140 || strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "Inc.") && !(b.datesBelow() && b.leads(blk, text) == 1) {
		return false
	}
	if dated {
		return true
	}
	if label, body := block.SplitLabel(blk.Spans); label != "" && body != "" && !field.IsTitle(label) && colonGap(text, blk) == text {
		return false
	}
	if b.sectionKind() == resume.SectionCertificates && len(text) < 120 && !block.StartsLower(text) && !strings.HasSuffix(text, ".") {
		return true
	}
	bold := len(blk.Spans) > 0 && blk.Spans[0].Bold
	if _, ok := b.stanza(blk); ok || b.groups(blk) {
		return true
	}
	return bold && (allStyled(blk) || len(text) < 100) || allStyled(blk) && (field.IsTitle(text) || field.IsOrg(text)) || b.leads(blk, text) > 0
}

// headsNothing tells what an entry says of one date, "Thesis defended: May 2025", one of
// numbered lines, and the names of columns: "Degree | Institution | Graduation Year".
func headsNothing(blk *block.Block) bool {
	columns := strings.Split(block.RawText(blk), "\t")
	if numbered.MatchString(columns[0]) || len(columns) > 1 && !slices.ContainsFunc(columns, func(c string) bool {
		words := strings.Fields(c)
		return len(words) > 2 || field.ColumnField(c) == "" && (len(words) == 0 || field.ColumnField(words[0]) == "" && field.ColumnField(words[len(words)-1]) == "")
	}) {
		return true
	}
	label, body := block.SplitLabel(blk.Spans)
	p, rest, dated := resume.FindPeriod(body)
	return label != "" && dated && rest == "" && p.End.IsZero() && !p.Present && field.KindOf(label) == field.Other
}

var numbered = lazyregexp.New(`^\d{1,2}\) `)

// beginsDated tells a line that begins with the time of what it names: "2015 – 2019:
// Bachelor of Arts, University of Bergen, Norway."
func beginsDated(text string) bool {
	p, rest, _ := resume.FindPeriod(text)
	after, ok := strings.CutPrefix(text, p.Text)
	return ok && (p.Present || !p.End.IsZero()) && rest != "" && strings.HasPrefix(strings.TrimSpace(after), ":") && block.RuneLen(text) <= 200
}

// groups tells the employer of several positions with nothing but the time of all of
// them below it: "Acme" over "4 years 10 months".
func (b *Builder) groups(blk *block.Block) bool {
	return b.sectionKind() == resume.SectionWork && b.next != nil && b.next.Kind == block.Line && lengthAlone.MatchString(block.Display(block.Plain(b.next.Spans))) && block.RuneLen(block.Text(blk.Spans)) <= longestName
}

const longestName = 80 // of an employer, in characters

// datedColumn tells a line of columns one of which holds dates and nothing else.
func datedColumn(blk *block.Block) bool {
	pieces := strings.Split(block.RawText(blk), "\t")
	return len(pieces) > 1 && slices.ContainsFunc(pieces, func(p string) bool {
		_, rest, ok := resume.FindPeriod(strings.TrimSpace(p))
		return ok && rest == ""
	})
}

// leads counts the lines below a line that with it make the head of an entry:
// "Acme, Berlin" over "Senior Engineer   2019 – 2021", or the title over the
// employer over the dates.
func (b *Builder) leads(blk *block.Block, text string) int {
	lists := false // of one-liners
	switch b.sectionKind() {
	case resume.SectionCertificates, resume.SectionAwards:
		lists = true
	case resume.SectionPublications:
		return 0
	}
	if len(text) > 90 || block.StartsLower(text) || sentences.MatchString(text) {
		return 0
	}
	kind, next := field.KindOf(text), false // the employer or school of the next, for that before has all
	if b.entry >= 0 && kind == field.Org {
		x := &b.Doc.Entries[b.entry]
		next = x.Title != "" && x.Org != "" && !x.Period.IsZero()
	}
	if b.entry >= 0 && !next && !b.gap(blk) && b.last.Kind != block.Item {
		return 0
	}
	if b.entry >= 0 && !next && blk.Source.Start == 0 && b.last.Kind == block.Line && !strings.HasSuffix(block.Text(b.last.Spans), ".") {
		return 0 // no telling where the entry before ends
	}
	for n := 0; n < min(3, len(b.after)); n++ {
		below := &b.after[n]
		line := block.Display(block.Plain(below.Spans))
		if below.Kind != block.Line || len(line) > 120 || strings.HasSuffix(line, ".") || n > 0 && below.Source.Start > b.after[n-1].Source.End+1 || below.Source.Start > blk.Source.End+n+1 {
			return 0
		}
		var h head
		h.add(below)
		if h.period.IsZero() {
			if label, body := block.SplitLabel(below.Spans); label != "" && body != "" {
				return 0
			}
			if n == 1 && !field.IsPlace(line) && !field.IsPlace(block.Display(block.Plain(b.after[0].Spans))) {
				return 0
			}
			continue
		}
		if lists && (blk.Source.Start == 0 || !b.gap(blk) || !datesAlone(&h)) {
			return 0
		}
		has := func(k field.Kind) bool { return slices.ContainsFunc(h.parts, func(p part) bool { return p.kind == k }) }
		if n == 0 && has(field.Title) && (has(field.Org) && !(field.IsOrg(text) && hasPlace(text)) || has(field.Other) && !(kind == field.Org || field.IsOrg(text) || hasPlace(text))) {
			return 0 // a head of its own
		}
		return n + 1
	}
	return 0
}

// sentences tells running text of more than one sentence.
var sentences = lazyregexp.New(`\p{Ll}{4}\. \p{Lu}`)

// datesAlone tells a line that holds nothing but dates.
func datesAlone(h *head) bool {
	return !slices.ContainsFunc(h.parts, func(p part) bool { return !remark.MatchString(p.text) })
}

// hasPlace tells "Acme, Berlin".
func hasPlace(text string) bool {
	items := field.CommaItems(field.BracketRegion(text))
	return len(items) > 1 && field.KnownPlace(items[len(items)-1])
}

// isCapped tells a line of few words that begin with capitals, as titles do.
func isCapped(text string) bool {
	words := strings.Fields(text)
	if len(words) > 6 || strings.ContainsAny(text, ".:;!?") {
		return false
	}
	for _, w := range words {
		if block.StartsLower(w) && len(w) > 3 {
			return false
		}
	}
	return len(words) > 0
}
