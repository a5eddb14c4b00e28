package build

import (
	"slices"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// ContactBlocks are the blocks, of those added last, in which contacts stand.
func (b *Builder) ContactBlocks() []int {
	var out []int
	for p := range b.Doc.Passages {
		if pass := &b.Doc.Passages[p]; pass.Entry < 0 && b.Doc.Sections[pass.Section].Kind == resume.SectionContact && !slices.Contains(out, b.blocks[p]) {
			out = append(out, b.blocks[p])
		}
	}
	return out
}

// Spread keeps private what hangs on what is private: all of an entry whose head
// is, all below a heading that is. Otherwise it would be told of another.
func Spread(blocks []block.Block, guessed bool) {
	b := New()
	b.Add(blocks)
	hide := func(block int) {
		if block < 0 {
			return
		}
		blocks[block].Private = true
		for _, n := range b.joined[block] {
			blocks[n].Private = true
		}
	}
	for i, x := range b.Doc.Entries {
		first, head := b.blocks[x.Header], b.heads[i].blocks
		// A head whose first line is no heading may not be known for one without the rest.
		if blocks[first].Kind != block.Heading && slices.ContainsFunc(head, func(n int) bool { return blocks[n].Private }) {
			hide(first)
		}
		if !blocks[first].Private {
			continue
		}
		for _, n := range head {
			hide(n)
		}
		for _, p := range x.Passages {
			hide(b.blocks[p])
			if at := b.headings[b.Doc.Passages[p].Section]; at > first {
				hide(at) // of a part of the entry
			}
		}
	}
	below := b.below()
	for s, passages := range below {
		if at := b.headings[s]; at < 0 || !blocks[at].Private {
			continue
		}
		for _, p := range passages {
			hide(b.blocks[p])
			hide(b.headings[b.Doc.Passages[p].Section])
		}
	}
	for i := range blocks {
		withoutHead(blocks, i)
	}
	b.topics(blocks, below, guessed)
}

// withoutHead keeps private what is nested below a private bullet, and takes from the
// head of an entry of which the format tells all what the line below it hides.
func withoutHead(blocks []block.Block, i int) {
	b := &blocks[i]
	if b.Private && b.Kind == block.Item {
		for k := i + 1; k < len(blocks) && blocks[k].Kind == block.Item && blocks[k].Level > b.Level; k++ {
			blocks[k].Private, blocks[k].Topic = true, b.Topic
		}
	}
	if b.Exact != nil && !b.Private && i+1 < len(blocks) && blocks[i+1].Private && blocks[i+1].Kind == block.Line {
		x := *b.Exact
		x.Period, x.Place = resume.Period{}, ""
		b.Exact = &x
	}
}

// topics gives what is private and has no topic the heading of the section that
// holds nothing else. The name of an entry is no topic, nor is a private line that is
// only guessed to be a heading.
func (b *Builder) topics(blocks []block.Block, below [][]int, guessed bool) {
	entry := map[int]bool{} // sections of entries and their parts
	for i := range b.Doc.Entries {
		if x := &b.Doc.Entries[i]; b.headings[x.Section] == b.blocks[x.Header] {
			entry[x.Section] = true
		}
	}
	give := func(block int, topic string) {
		if block >= 0 && blocks[block].Private && blocks[block].Topic == "" {
			blocks[block].Topic = topic
		}
	}
	for s := range b.Doc.Sections { // the outer ones first
		if parent := b.Doc.Sections[s].Parent; parent >= 0 && entry[parent] {
			entry[s] = true
		}
		open := func(p int) bool { return !blocks[b.blocks[p]].Private }
		if b.headings[s] < 0 || entry[s] || blocks[b.headings[s]].Private && (guessed || blocks[b.headings[s]].Kind != block.Heading) || len(below[s]) == 0 || slices.ContainsFunc(below[s], open) {
			continue
		}
		heading := b.Doc.Sections[s].Heading
		give(b.headings[s], heading[len(heading)-1])
		for _, p := range below[s] {
			give(b.blocks[p], heading[len(heading)-1])
			give(b.headings[b.Doc.Passages[p].Section], heading[len(heading)-1])
		}
	}
}

// below are the passages of each section, those of its subsections included.
func (b *Builder) below() [][]int {
	out := make([][]int, len(b.Doc.Sections))
	for p := range b.Doc.Passages {
		for s := b.Doc.Passages[p].Section; s >= 0; s = b.Doc.Sections[s].Parent {
			out[s] = append(out[s], p)
		}
	}
	return out
}

// Certain tells the blocks that head entries of which all that matters was found.
func Certain(blocks []block.Block) []bool {
	b := New()
	b.Add(blocks)
	out := make([]bool, len(blocks))
	for i := range b.Doc.Entries {
		x := &b.Doc.Entries[i]
		_, missing, _ := lacks(x)
		if missing != "" || !b.heads[i].told(x) || x.Period.IsZero() && x.Kind != resume.EntryProject {
			continue
		}
		for _, n := range b.heads[i].blocks {
			out[n] = true
			for _, k := range b.joined[n] {
				out[k] = true
			}
		}
	}
	return out
}
