package build

import (
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// unpaid are positions that people have beside their work.
var unpaid = lazyregexp.New(`(?i)(?:^|[^\p{L}])(?:member|chair\p{L}*|volunteer|reviewer|fellow|treasurer|mentor|ambassador|organi[sz]er|student|contributor|maintainer|president|secretary|captain|board|author|editor|speaker|coach)(?:$|[^\p{L}])`)

// entriesBelow tells what a section is about whose name does not, by what stands in
// it: positions with dates make it one of work, degrees one of education.
func entriesBelow(blocks []block.Block, level int) resume.SectionKind {
	dated, ranges, titles, degrees := 0, 0, 0, 0
	for i := range blocks[:min(len(blocks), 80)] { // enough to tell
		blk := &blocks[i]
		if blk.Kind == block.Heading && blk.Level <= level {
			break
		}
		text := block.Display(block.Plain(blk.Spans))
		if kind, known := field.SectionKind(text); level > 0 && blk.Kind == block.Heading && known && field.HoldsEntries(kind) && field.StrongKind(text) {
			return resume.SectionOther // it holds sections of its own
		}
		cells := *blk
		if blk.Kind == block.Row { // as a line of columns
			cells.Spans = nil
			for _, c := range blk.Cells {
				cells.Spans = append(append(cells.Spans, c...), block.Span{Text: "\t"})
			}
			blk, text = &cells, block.Display(block.Plain(cells.Spans))
		}
		if blk.Kind == block.Item || blk.Kind == block.Quote || blk.Kind == block.Rule || block.RuneLen(text) > 120 || strings.HasSuffix(text, ".") {
			continue
		}
		var h head
		h.add(blk)
		if h.period.Present || !h.period.End.IsZero() {
			ranges++
		}
		if !h.period.IsZero() {
			dated++
		}
		school := slices.ContainsFunc(h.parts, func(p part) bool { return p.kind == field.Org && field.IsSchool(p.text) })
		for _, p := range h.parts {
			switch {
			case field.DegreeWords.In(p.text) && (school || !field.TitleWords.In(p.text)):
				degrees++
			case p.kind == field.Title && !unpaid.MatchString(p.text):
				titles++
			}
		}
	}
	switch {
	case degrees > titles && (ranges > 0 || dated > 0 && degrees >= dated):
		return resume.SectionEducation
	case ranges > 0 && titles > 0 && ranges+titles > 2:
		return resume.SectionWork
	}
	return resume.SectionOther
}

// implied begins a section without a heading where a file that has none goes over
// to its entries. Any heading ends it.
func (b *Builder) implied(blk *block.Block) {
	if b.begun || b.headed {
		return
	}
	var h head
	h.add(blk)
	record := fieldOf(blk) != "" && fieldOf(b.next) != ""
	if !record && !h.period.Present && h.period.End.IsZero() && b.leads(blk, block.Display(block.Plain(blk.Spans))) == 0 {
		return
	}
	kind := entriesBelow(append([]block.Block{*blk}, b.after...), 0)
	if kind == resume.SectionOther {
		return
	}
	b.begun = true
	b.Doc.Sections = append(b.Doc.Sections, resume.Section{Kind: kind, Level: 1, Parent: -1, Source: blk.Source})
	b.headings = append(b.headings, -1)
	b.path = []level{{depth: 9, section: len(b.Doc.Sections) - 1, kind: kind}}
}

// stanza tells a head without dates: lines that name a position and where it was,
// set apart from what stands above. n counts those below the first.
func (b *Builder) stanza(blk *block.Block) (n int, ok bool) {
	switch b.sectionKind() {
	case resume.SectionWork, resume.SectionEducation, resume.SectionVolunteer:
	default:
		return 0, false
	}
	if b.last == nil || b.last.Kind == block.Line && !b.gap(blk) || blk.Source.Start == 0 {
		return 0, false
	}
	var h head
	for next := blk; ; n++ {
		text := block.Display(block.Plain(next.Spans))
		if label, _ := block.SplitLabel(next.Spans); label != "" || block.RuneLen(text) > 80 || n > 4 || !block.StartsUpper(text) || strings.HasSuffix(text, ".") {
			return 0, false
		}
		h.add(next)
		if n == len(b.after) || b.after[n].Kind != block.Line || b.after[n].Source.Start != next.Source.End+1 {
			break
		}
		next = &b.after[n]
	}
	listed := n < len(b.after) && b.after[n].Kind == block.Item
	has := map[field.Kind]bool{}
	for _, p := range h.parts {
		has[p.kind] = true
	}
	first := len(h.parts) > 0 && (h.parts[0].kind == field.Title || h.parts[0].kind == field.Org)
	return n, first && h.period.IsZero() && has[field.Title] && len(h.parts) > 1 && (has[field.Org] || has[field.Place] || listed) && (n > 0 || listed)
}
