package build

import (
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/field"
)

// slot is where a part stands in the head of an entry: by its line, its piece and
// its item in that. Pieces are counted from the end of the line, for what heads have
// more or less of stands at the front; begins tells the slot of what a line begins
// with, wherever it ends.
type slot struct {
	line, piece, item int
	begins            bool
}

// slots gives the slots of each part. Lines that hold nothing but dates do not count.
func (h *head) slots() [][]slot {
	last, number := map[int]int{}, map[int]int{} // per line: its last piece; its number
	above := 0
	if h.org != "" {
		above = 1 // the employer's line
	}
	for _, p := range h.parts {
		last[p.line] = p.from
		if _, ok := number[p.line]; !ok {
			number[p.line] = len(number) + above
		}
	}
	out, item := make([][]slot, len(h.parts)), 0
	for i, p := range h.parts {
		item++
		if i == 0 || h.parts[i-1].from != p.from {
			item = 0
		}
		out[i] = []slot{{line: number[p.line], piece: last[p.line] - p.from, item: item}}
		if i == 0 || h.parts[i-1].line != p.line {
			out[i] = append(out[i], slot{line: number[p.line], begins: true})
		}
	}
	return out
}

// surely is what a part was read as without doubt: its words say so, or all the
// others of its head, or of its line with its place, are accounted for.
func (h *head) surely(e *resume.Entry, p part) field.Kind {
	others, beside, titled, placed := 0, 0, false, false
	for _, q := range h.parts {
		if q.kind == field.Other && !remark.MatchString(q.text) {
			others++
			if q.line == p.line {
				beside++
			}
		}
		titled = titled || q.kind == field.Title && q.text != p.text
		placed = placed || q.kind == field.Place && q.line == p.line
	}
	alone := others == 1 || beside == 1 && placed
	switch {
	case p.kind == field.Title && strings.HasPrefix(e.Title, p.text):
		return field.Title
	case strings.HasPrefix(e.Org, p.text) && (p.kind == field.Org || p.kind == field.Other && (alone && titled || h.beforePlace(p))):
		return field.Org
	case p.kind == field.Place && p.text == e.Place:
		return field.Place
	}
	return field.Other
}

// agree reads the heads of doubtful entries by those of the same section that are
// certain: people write the entries of a section alike.
func (b *Builder) agree(from int) {
	type place struct {
		section int
		slot    slot
	}
	votes := map[place]map[field.Kind]int{}
	for i := from; i < len(b.Doc.Entries); i++ {
		e, h := &b.Doc.Entries[i], b.heads[i]
		for k, slots := range h.slots() {
			kind := h.surely(e, h.parts[k])
			for _, s := range slots {
				at := place{b.outermost(e.Section), s}
				if votes[at] == nil {
					votes[at] = map[field.Kind]int{}
				}
				if kind != field.Other {
					votes[at][kind]++
				}
			}
		}
	}
	for i := from; i < len(b.Doc.Entries); i++ {
		e, h := &b.Doc.Entries[i], b.heads[i]
		if e.Kind != resume.EntryWork && e.Kind != resume.EntryVolunteer && e.Kind != resume.EntryEducation || h.exact != nil {
			continue
		}
		changed := false
		for k, slots := range h.slots() {
			for _, s := range slots {
				changed = !(field.IsOrg(e.Org) && strings.Contains(", "+e.Org+", ", ", "+h.parts[k].text+", ")) && h.settle(k, votes[place{b.outermost(e.Section), s}]) || changed
			}
		}
		if changed {
			h.fill(e)
		}
	}
}

// outermost is the section that a section stands in, or itself.
func (b *Builder) outermost(section int) int {
	for b.Doc.Sections[section].Parent >= 0 {
		section = b.Doc.Sections[section].Parent
	}
	return section
}

// settle gives a doubtful part the kind that all certain ones in its slot have,
// unless its head has one of that kind elsewhere, and reports whether it did. A
// second title where at least two others name employers is one: "Globex Assistant".
func (h *head) settle(k int, votes map[field.Kind]int) bool {
	p := &h.parts[k]
	if len(votes) != 1 || remark.MatchString(p.text) {
		return false
	}
	elsewhere := func(kind field.Kind) bool {
		for i, q := range h.parts {
			if q.kind == kind && i != k {
				return true
			}
		}
		return false
	}
	for kind, n := range votes {
		employer := p.kind == field.Title && kind == field.Org && n > 1 && k > 0 && h.parts[k-1].from != p.from && elsewhere(field.Title)
		second := p.kind == field.Org && kind == field.Title && elsewhere(field.Org) && !elsewhere(field.Title) // "Symphony Orchestra · Orchestra Academist"
		if p.kind != kind && !(kind == field.Place && len(h.parts) == 1) && (employer || second || p.kind == field.Other && !elsewhere(kind)) {
			p.kind = kind
			return true
		}
	}
	return false
}

// stray tells a word or two without dates among several positions that all have some:
// "Previous" over what is not worth an entry.
func (b *Builder) stray(i int) bool {
	e, h := &b.Doc.Entries[i], b.heads[i]
	if e.Kind != resume.EntryWork || !e.Period.IsZero() || h.org != "" || len(h.parts) != 1 || field.KindOf(h.parts[0].text) != field.Other || len(strings.Fields(h.parts[0].text)) > 2 {
		return false
	}
	dated := 0
	for k := range b.Doc.Entries {
		if x := &b.Doc.Entries[k]; k != i && b.outermost(x.Section) == b.outermost(e.Section) {
			if x.Period.IsZero() {
				return false
			}
			dated++
		}
	}
	return dated >= 2
}

// dropNameless makes text again of entries of which neither position nor employer
// could be read: dates alone say nothing.
func (b *Builder) dropNameless(from int) {
	for i := len(b.Doc.Entries) - 1; i >= from; i-- {
		e := b.Doc.Entries[i]
		if (e.Title != "" || e.Org != "") && !b.stray(i) || b.heads[i].exact != nil {
			continue
		}
		b.Doc.Passages[e.Header].Kind = resume.PassageParagraph
		for k := range b.Doc.Passages {
			switch p := &b.Doc.Passages[k]; {
			case p.Entry == i:
				p.Entry = -1
			case p.Entry > i:
				p.Entry--
			}
		}
		b.Doc.Entries, b.heads = slices.Delete(b.Doc.Entries, i, i+1), slices.Delete(b.heads, i, i+1)
	}
}
