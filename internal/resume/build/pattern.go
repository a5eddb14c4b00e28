package build

import (
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// People write the entries of a section alike: so many lines above the one with the
// dates belong to the head of each, so many below. Where the reading of a section line
// by line leaves dates or fields over, all such patterns are tried and the one that
// leaves the least over is kept.

// pattern is how many lines of a head stand above and below that with the dates.
// With items they are items of a list. With last the dates end each entry: all lines
// since those of the one before are its head, however they are written.
type pattern struct {
	above, below int
	items, last  bool
}

func patterns() []pattern {
	var out []pattern
	for _, items := range []bool{false, true} {
		for above := range mostAbove + 1 {
			for below := range mostBelow + 1 {
				out = append(out, pattern{above: above, below: below, items: items})
			}
		}
	}
	return append(out, pattern{above: mostAbove + 1, last: true})
}

// role is what a pattern makes of a block.
type role int

const (
	roleNone  role = iota
	roleStart      // begins an entry
	roleShare      // the same, of one with the employer of the entry before
	roleHead       // goes on with its head
	roleBody
)

const (
	mostAbove   = 2
	mostBelow   = 3
	longestLine = 140 // of a head, in bytes
	clearlyMore = 3   // by how much a pattern must be better than reading line by line
)

// plan finds the pattern of the section that heading opens, if there is one that reads
// it better than line by line.
func (b *Builder) plan(heading *block.Block, kind resume.SectionKind) {
	if b.settled || kind != resume.SectionWork && kind != resume.SectionEducation && kind != resume.SectionVolunteer {
		return
	}
	blocks := sectionBelow(heading, b.after)
	if slices.ContainsFunc(blocks, func(blk block.Block) bool { return blk.Exact != nil || lengthAlone.MatchString(block.Clean(&blk)) }) {
		return // the format tells what each entry is; or employers with several positions, and others: no head is as the next
	}
	plain, items := anchorsOf(blocks, kind, false), anchorsOf(blocks, kind, true)
	anchors := plain
	if len(anchors) < 2 {
		anchors = items
	}
	if len(anchors) == 0 {
		return
	}
	section := append([]block.Block{{Kind: block.Heading, Level: heading.Level, Spans: []block.Span{{Text: headingOf(kind)}}, Source: heading.Source}}, blocks...)
	best := readBy(section, anchors, nil)
	if best >= len(anchors)*wellRead {
		return
	}
	best += clearlyMore
	var roles []role
	for _, p := range patterns() {
		own := plain
		if p.items {
			own = items
		}
		tried := p.roles(blocks, own)
		if tried == nil {
			continue
		}
		if q := readBy(section, anchors, tried); q > best {
			best, roles = q, tried
		}
	}
	for i, r := range roles {
		b.roles[blocks[i].Number] = r
	}
}

// sectionBelow are the blocks of the section that a heading opens. One of its level
// right below a line of dates is the head of an entry.
func sectionBelow(heading *block.Block, after []block.Block) []block.Block {
	for i := range after {
		blk := &after[i]
		if blk.Kind != block.Heading || blk.Level > heading.Level {
			continue
		}
		dates := false
		if _, known := field.SectionKind(block.Clean(blk)); !known && i > 0 && blk.Level == heading.Level {
			_, rest, dated := resume.FindPeriod(block.Display(block.Plain(after[i-1].Spans)))
			dates = dated && rest == "" && after[i-1].Kind == block.Line
		}
		if !dates {
			return after[:min(i, mostPlanned)]
		}
	}
	return after[:min(len(after), mostPlanned)]
}

const (
	mostPlanned = 400 // blocks of a section
	wellRead    = 8   // the quality of an entry of which all was read
)

func headingOf(kind resume.SectionKind) string {
	return map[resume.SectionKind]string{resume.SectionWork: "Work", resume.SectionEducation: "Education", resume.SectionVolunteer: "Volunteering"}[kind]
}

// headish tells a block that may be part of a head; with items also those of a list
// may, but nested ones.
func headish(blk *block.Block, items bool) bool {
	switch blk.Kind {
	case block.Line, block.Heading, block.Term:
	case block.Item:
		if !items || blk.Level > 0 {
			return false
		}
	default:
		return false
	}
	text := block.Display(block.Plain(blk.Spans))
	_, rest, _ := resume.FindPeriod(text) // "since 2014" is one
	if len(text) > longestLine || block.StartsLower(text) && rest != "" || strings.HasSuffix(text, ".") && !field.HasDate(text) && !strings.HasSuffix(text, "Inc.") && !strings.HasSuffix(text, "Ltd.") {
		return false
	}
	label, body := block.SplitLabel(blk.Spans)
	return label == "" || body == "" || colonGap(text, blk) != text || field.HasDate(body) || field.IsTitle(label) || blk.Kind == block.Heading
}

// anchorsOf are the blocks that hold the time of an entry or, of studies most of which
// have none, the degree.
func anchorsOf(blocks []block.Block, kind resume.SectionKind, items bool) []int {
	var dated, degrees []int
	for i := range blocks {
		blk := &blocks[i]
		if !headish(blk, items) || headsNothing(blk) {
			continue
		}
		text := block.Display(block.RawText(blk))
		p, _, ok := resume.FindPeriod(text)
		beside := strings.HasPrefix(text, p.Text) || strings.HasSuffix(strings.TrimRight(text, ").]"), p.Text)
		if fullStop.MatchString(text) && !beside {
			continue // a sentence on something that was done then
		}
		if ok && (p.Present || !p.End.IsZero() || kind == resume.SectionEducation || beside) {
			dated = append(dated, i)
		}
		if label, _ := block.SplitLabel(blk.Spans); kind == resume.SectionEducation && label == "" {
			var h head
			if h.add(blk); len(h.parts) > 0 && h.parts[0].kind == field.Title && field.DegreeWords.In(h.parts[0].text) {
				degrees = append(degrees, i)
			}
		}
	}
	if len(degrees) > 1 && len(degrees) > len(dated) {
		return degrees
	}
	return dated
}

// roles parts the blocks of a section by the pattern; nil where it does not fit.
func (p pattern) roles(blocks []block.Block, anchors []int) []role {
	out := make([]role, len(blocks))
	for i := range out {
		out[i] = roleBody
	}
	if len(anchors) == 0 {
		return nil
	}
	_, beside, _ := resume.FindPeriod(block.Display(block.RawText(&blocks[anchors[0]])))
	end := 0 // of the entry before
	for k, at := range anchors {
		start := at
		for start > end && at-start < p.above && (headish(&blocks[start-1], p.items) || p.last && blocks[start-1].Kind == block.Line && fieldOf(&blocks[start-1]) == "") {
			start--
		}
		next := len(blocks)
		if k+1 < len(anchors) {
			next = anchors[k+1]
		}
		stop := at + 1
		for stop < next && stop-at <= p.below && headish(&blocks[stop], p.items) {
			stop++
		}
		// The lines above the next dates are theirs.
		for k+1 < len(anchors) && stop > at+1 && next-stop < p.above && allHeadish(blocks[stop:next], p.items) {
			stop--
		}
		switch {
		case p.items && blocks[start].Kind != block.Item:
			return nil
		case p.last && (start > end || start == at), !p.last && k == 0 && (at-start < p.above || start > 0):
			return nil
		case p.last || at-start == p.above:
			out[start] = roleStart
		case at == start && beside != "":
			out[start] = roleShare
		case at == start:
			out[start] = roleStart
		default:
			return nil
		}
		for i := start + 1; i < stop; i++ {
			out[i] = roleHead
		}
		end = stop
	}
	return out
}

func allHeadish(blocks []block.Block, items bool) bool {
	return !slices.ContainsFunc(blocks, func(blk block.Block) bool { return !headish(&blk, items) })
}

// readBy reads a section by a pattern, or line by line, and tells how well that went.
func readBy(section []block.Block, anchors []int, roles []role) int {
	b := New()
	b.settled = true
	for i, r := range roles {
		b.roles[i+1] = r // behind the heading
	}
	b.Add(section)
	quality, placed := 0, map[int]bool{}
	for i := range b.Doc.Entries {
		h := b.heads[i]
		for _, n := range h.blocks {
			placed[n-1] = true
		}
		quality += h.quality(&b.Doc.Entries[i])
		for k := range min(len(h.looks), len(b.heads[0].looks)) {
			if h.looks[k] != b.heads[0].looks[k] {
				quality--
			}
		}
	}
	for _, at := range anchors {
		if !placed[at] {
			quality -= 4
		}
	}
	return quality
}

// quality tells how much of a head was read and how surely.
func (h *head) quality(e *resume.Entry) int {
	if h.exact != nil {
		return wellRead
	}
	q := 0
	sure := func(text string, kind field.Kind) {
		switch {
		case text == "":
			q -= 2
		case text == h.org:
			q += 3
		case slices.ContainsFunc(h.parts, func(p part) bool { return p.kind == kind && strings.Contains(text, p.text) }):
			q += 3
		default:
			q++
		}
	}
	sure(e.Title, field.Title)
	sure(e.Org, field.Org)
	if e.Period.IsZero() {
		q -= 3
	} else {
		q += 2
	}
	all := e.Title + "\n" + e.Org + "\n" + e.Place
	for _, p := range h.parts {
		if !strings.Contains(all, p.text) && !remark.MatchString(p.text) {
			q--
		}
		if field.HasDate(p.text) {
			q -= 3
		}
	}
	return q
}

// planned puts a block where the pattern of its section has it.
func (b *Builder) planned(blk *block.Block, r role) {
	kind := b.sectionKind()
	switch r {
	case roleStart, roleShare:
		var org, place string
		if r == roleShare && b.entry >= 0 {
			org, place = b.Doc.Entries[b.entry].Org, b.Doc.Entries[b.entry].Place
		}
		b.bullets, b.entry, b.byItem = nil, -1, false
		if blk.Kind == block.Heading {
			b.push(blk, block.Display(block.RawText(blk)), kind, true)
		}
		b.begin(blk, kind)
		b.open, b.byLine = false, true
		if org != "" {
			b.head.org, b.head.place = org, place
			b.head.fill(&b.Doc.Entries[b.entry])
		}
	case roleHead:
		b.extendHeader(blk)
		x := &b.Doc.Entries[b.entry]
		b.head.fill(x)
		x.Kind = b.refine(x)
	default:
		b.bullets = nil
		b.degreeBelow(blk)
		label, body := block.SplitLabel(blk.Spans)
		b.passage(blk, resume.PassageParagraph, label, body)
	}
}
