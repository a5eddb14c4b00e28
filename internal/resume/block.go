package resume

import (
	"slices"
	"strings"
)

// block is what every reader produces: one piece of a file in reading order,
// before anything is known of its meaning. build turns blocks into a Document.
type block struct {
	kind   blockKind
	level  int      // blockHeading: 1 = outermost; blockItem: nesting from 0
	spans  []span   // the text, except for rows
	cells  [][]span // blockRow: one per column
	header []string // blockRow: the table's column names, "" or nil where it has none
	source Source
	raw    string // source lines without emphasis marks
	priv   bool   // its owner keeps it private: no part of a Document
	joined []int  // blocks that were joined to it
	number int    // its place in the file, set by the builder
	topic  string // what the owner says a private one is on, or ""
	exact  *Entry // blockHeading: what the entry it heads is, where the format tells
}

type blockKind int

const (
	blockHeading blockKind = iota
	blockLine              // a paragraph, or one hard-broken line of it
	blockItem              // a list item
	blockRow               // a table row
	blockQuote
	blockTerm // the term of a definition list, or any other line that heads what follows without being a heading
	blockRule // a thematic break
)

// span is a run of text in one style.
type span struct {
	text         string
	bold, italic bool
	url          string
}

func spanText(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.text)
	}
	return strings.TrimSpace(b.String())
}

// hoistContacts moves the contact lines that begin a later column up to the first
// section: starts are the blocks with which columns begin.
func hoistContacts(blocks []block, starts []int) []block {
	first := slices.IndexFunc(blocks, func(b block) bool {
		_, known := sectionKind(spanText(b.spans))
		return b.kind == blockHeading && known
	})
	if first < 0 {
		return blocks
	}
	for _, s := range starts {
		end, found := s, false
		for ; end < len(blocks) && blocks[end].kind != blockHeading && end-s <= 8; end++ {
			text := spanText(blocks[end].spans)
			if _, _, dated := FindPeriod(text); dated || runeLen(text) > 80 {
				break
			}
			found = found || emailForm.MatchString(text)
		}
		if s <= first || !found || end < len(blocks) && blocks[end].kind != blockHeading {
			continue
		}
		lines := slices.Clone(blocks[s:end])
		copy(blocks[first+len(lines):end], blocks[first:s])
		copy(blocks[first:], lines)
		first += len(lines)
	}
	return blocks
}
