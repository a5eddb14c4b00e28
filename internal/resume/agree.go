package resume

// slot is where a part stands in the head of an entry. Pieces are counted from the
// end of the line, for what heads have more or less of stands at the front.
type slot struct{ dated, line, piece, item int }

// slots gives the slot of each part.
func (h *head) slots() []slot {
	last := map[int]int{} // per line: its last piece
	for _, p := range h.parts {
		last[p.line] = p.from
	}
	out := make([]slot, len(h.parts))
	for i, p := range h.parts {
		out[i] = slot{dated: h.dated, line: p.line, piece: last[p.line] - p.from}
		if i > 0 && h.parts[i-1].line == p.line && h.parts[i-1].from == p.from {
			out[i].item = out[i-1].item + 1
		}
	}
	return out
}

// surely is what a part was read as without doubt: its words say so, or all the
// others of its head are accounted for.
func (h *head) surely(e *Entry, p part) partKind {
	others, title := 0, false
	for _, q := range h.parts {
		if q.kind == partOther && !remark.MatchString(q.text) {
			others++
		}
		title = title || q.kind == partTitle
	}
	switch {
	case p.kind == partTitle && p.text == e.Title:
		return partTitle
	case p.text == e.Org && (p.kind == partOrg || p.kind == partOther && (others == 1 && title || h.beforePlace(p))):
		return partOrg
	case p.kind == partPlace && p.text == e.Place:
		return partPlace
	}
	return partOther
}

// agree reads the heads of doubtful entries by those of the same section that are
// certain: people write the entries of a section alike.
func (b *builder) agree(from int) {
	type place struct {
		section int
		slot    slot
	}
	votes := map[place]map[partKind]int{}
	for i := from; i < len(b.doc.Entries); i++ {
		e, h := &b.doc.Entries[i], b.heads[i]
		for k, s := range h.slots() {
			if kind := h.surely(e, h.parts[k]); kind != partOther {
				at := place{b.outermost(e.Section), s}
				if votes[at] == nil {
					votes[at] = map[partKind]int{}
				}
				votes[at][kind]++
			}
		}
	}
	for i := from; i < len(b.doc.Entries); i++ {
		e, h := &b.doc.Entries[i], b.heads[i]
		if e.Kind != EntryWork && e.Kind != EntryVolunteer && e.Kind != EntryEducation || h.exact != nil {
			continue
		}
		changed := false
		for k, s := range h.slots() {
			changed = h.settle(k, votes[place{b.outermost(e.Section), s}]) || changed
		}
		if changed {
			h.fill(e)
		}
	}
}

// outermost is the section that a section stands in, or itself.
func (b *builder) outermost(section int) int {
	for b.doc.Sections[section].Parent >= 0 {
		section = b.doc.Sections[section].Parent
	}
	return section
}

// settle gives a doubtful part the kind that all the parts in its slot have, and
// reports whether it changed.
func (h *head) settle(k int, votes map[partKind]int) bool {
	p := &h.parts[k]
	if len(votes) != 1 {
		return false
	}
	titled := false // elsewhere
	for i, q := range h.parts {
		titled = titled || q.kind == partTitle && i != k
	}
	for kind, n := range votes {
		switch {
		case p.kind == kind, remark.MatchString(p.text), kind == partTitle && titled:
		case p.kind == partOther, p.kind == partTitle && titled && n > 1: // "Globex Assistant" where employers stand
			p.kind = kind
			return true
		}
	}
	return false
}
