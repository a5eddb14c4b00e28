package resume

import (
	"regexp"
	"strings"
)

// unpaid are positions that people have beside their work.
var unpaid = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:member|chair\p{L}*|volunteer|reviewer|fellow|treasurer|mentor|ambassador|organi[sz]er|student|contributor|maintainer|president|secretary|captain|board|author|editor|speaker|coach)(?:$|[^\p{L}])`)

// entriesBelow tells what a section is about whose name does not, by what stands in
// it: positions with dates make it one of work, degrees one of education.
func entriesBelow(blocks []block, level int) SectionKind {
	ranges, titles, degrees := 0, 0, 0
	for i := range blocks[:min(len(blocks), 80)] { // enough to tell
		blk := &blocks[i]
		if blk.kind == blockHeading && blk.level <= level {
			break
		}
		text := display(plain(blk.spans))
		if blk.kind != blockHeading && blk.kind != blockLine && blk.kind != blockTerm || runeLen(text) > 120 || strings.HasSuffix(text, ".") {
			continue
		}
		var h head
		h.add(blk)
		if h.period.Present || !h.period.End.IsZero() {
			ranges++
		}
		for _, p := range h.parts {
			switch {
			case degreeWords.MatchString(p.text) && !titleWords.MatchString(p.text):
				degrees++
			case p.kind == partTitle && !unpaid.MatchString(p.text):
				titles++
			}
		}
	}
	switch {
	case ranges > 0 && degrees > titles:
		return SectionEducation
	case ranges > 0 && titles > 0 && ranges+titles > 2:
		return SectionWork
	}
	return SectionOther
}

// implied begins a section without a heading where a file that has none goes over
// to its entries. Any heading ends it.
func (b *builder) implied(blk *block) {
	if b.begun || b.headed {
		return
	}
	var h head
	h.add(blk)
	if !h.period.Present && h.period.End.IsZero() && b.leads(blk, display(plain(blk.spans))) == 0 {
		return
	}
	kind := entriesBelow(append([]block{*blk}, b.after...), 0)
	if kind == SectionOther {
		return
	}
	b.begun = true
	b.doc.Sections = append(b.doc.Sections, Section{Kind: kind, Level: 1, Parent: -1, Source: blk.source})
	b.headings = append(b.headings, -1)
	b.path = []level{{depth: 9, section: len(b.doc.Sections) - 1, kind: kind}}
}

// stanza tells a head without dates: lines that name a position and where it was,
// set apart from what stands above. n counts those below the first.
func (b *builder) stanza(blk *block) (n int, ok bool) {
	switch b.sectionKind() {
	case SectionWork, SectionEducation, SectionVolunteer:
	default:
		return 0, false
	}
	if b.last == nil || b.last.kind == blockLine && !b.gap(blk) || blk.source.Start == 0 {
		return 0, false
	}
	var h head
	for next := blk; ; n++ {
		text := display(plain(next.spans))
		if label, _ := splitLabel(next.spans); label != "" || runeLen(text) > 80 || n > 4 || !startsUpper(text) || strings.HasSuffix(text, ".") {
			return 0, false
		}
		h.add(next)
		if n == len(b.after) || b.after[n].kind != blockLine || b.after[n].source.Start != next.source.End+1 {
			break
		}
		next = &b.after[n]
	}
	listed := n < len(b.after) && b.after[n].kind == blockItem
	has := map[partKind]bool{}
	for _, p := range h.parts {
		has[p.kind] = true
	}
	first := len(h.parts) > 0 && (h.parts[0].kind == partTitle || h.parts[0].kind == partOrg)
	return n, first && h.period.IsZero() && has[partTitle] && len(h.parts) > 1 && (has[partOrg] || has[partPlace] || listed) && (n > 0 || listed)
}
