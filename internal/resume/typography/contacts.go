package typography

import (
	"slices"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// HoistContacts moves the contact lines that begin a later column up to the first
// section: starts are the blocks with which columns begin.
func HoistContacts(blocks []block.Block, starts []int) []block.Block {
	first := slices.IndexFunc(blocks, func(b block.Block) bool {
		_, known := field.SectionKind(block.Text(b.Spans))
		return b.Kind == block.Heading && known
	})
	if first < 0 {
		return blocks
	}
	for _, s := range starts {
		end, found := s, false
		for ; end < len(blocks) && blocks[end].Kind != block.Heading && end-s <= 8; end++ {
			text := block.Text(blocks[end].Spans)
			if _, _, dated := resume.FindPeriod(text); dated || block.RuneLen(text) > 80 {
				break
			}
			found = found || field.EmailForm.MatchString(text)
		}
		if s <= first || !found || end < len(blocks) && blocks[end].Kind != block.Heading {
			continue
		}
		lines := slices.Clone(blocks[s:end])
		copy(blocks[first+len(lines):end], blocks[first:s])
		copy(blocks[first:], lines)
		first += len(lines)
	}
	return blocks
}
