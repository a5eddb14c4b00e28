package build

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// unseen tells the owner of the words that nobody sees, those of one kind and page
// together, and gives the other blocks.
func (b *Builder) unseen(blocks []block.Block) []block.Block {
	var all []block.Block
	words := map[int][]string{}
	for _, blk := range blocks {
		if blk.Kind != block.Hidden {
			continue
		}
		k := slices.IndexFunc(all, func(x block.Block) bool { return x.How == blk.How && x.Source.Page == blk.Source.Page })
		if k < 0 {
			k = len(all)
			all = append(all, blk)
		}
		extend(&all[k].Source, blk.Source)
		for _, w := range strings.Fields(block.Plain(blk.Spans)) {
			if strings.ContainsFunc(w, block.WordRune) {
				words[k] = append(words[k], w)
			}
		}
	}
	for k, blk := range all {
		switch n := len(words[k]); n {
		case 0:
		case 1:
			b.doubt(blk.Source, "a word %s, “%s”, is left out, for nobody sees it: write it so that it is seen, or take it out", blk.How, shown(words[k]))
		default:
			b.doubt(blk.Source, "%d words %s, “%s”, are left out, for nobody sees them: write them so that they are seen, or take them out", n, blk.How, shown(words[k]))
		}
	}
	return slices.DeleteFunc(blocks, func(blk block.Block) bool { return blk.Kind == block.Hidden })
}

// doubt tells the owner what was not understood.
func (b *Builder) doubt(at resume.Source, format string, args ...any) {
	b.Doc.Doubts = append(b.Doc.Doubts, resume.Doubt{Source: at, Text: fmt.Sprintf(format, args...)})
}

// shown is as much of words as tells which are meant.
func shown(words []string) string {
	const enough = 40 // characters
	var out string
	for i, w := range words {
		w = block.Printable(w)
		if r := []rune(w); len(r) > enough {
			w = string(r[:enough]) + "…"
		}
		if i > 0 && block.RuneLen(out)+1+block.RuneLen(w) > enough {
			return out + " …"
		}
		out = strings.TrimSpace(out + " " + w)
	}
	return out
}
