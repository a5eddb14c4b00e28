package build

import (
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// barren tells a heading with nothing of its own below it: it heads nothing, and what
// it says is no less said than any other line. One whose text is private still names it.
func (b *Builder) barren(blk *block.Block) bool {
	return !blk.Emptied && (b.next == nil || b.next.Kind == block.Heading && b.next.Level <= blk.Level)
}

// adopts tells the name of a section of a kind, one that holds no entries, right above
// a heading that is set like it and names none: what follows stands in the section,
// whatever its level.
func (b *Builder) adopts(blk *block.Block, kind resume.SectionKind) bool {
	return b.next != nil && b.next.Kind == block.Heading && b.next.Level == blk.Level && !field.HoldsEntries(kind) && namesSection(blk) && !namesSection(b.next)
}

// spread counts the headings right below a barren one that say with it what one entry
// is: dates, employer and position each set as a heading, the last with what stands
// below it. It gives the first of them the level of the outermost.
func (b *Builder) spread(blk *block.Block) (first *block.Block, below int) {
	const most = 2 // employer and position below dates
	n, level, dates := 0, blk.Level, 0
	for _, x := range slices.Concat([]block.Block{*blk}, b.after[:min(len(b.after), most+1)]) {
		if x.Kind != block.Heading || namesSection(&x) {
			break
		}
		if _, rest, dated := resume.FindPeriod(block.Clean(&x)); dated && rest == "" {
			dates++
		}
		level = min(level, x.Level)
		n++
	}
	if n-1 > most || dates != 1 || n > len(b.after) || b.after[n-1].Kind == block.Heading {
		return blk, 0
	}
	head := *blk
	head.Level = level
	return &head, n - 1
}

// leaf reads a barren heading as the item of a list that it is.
func (b *Builder) leaf(blk *block.Block) {
	item := *blk
	item.Kind, item.Level = block.Item, 0
	b.item(&item)
}

// isField tells "Employer: Acme", which heads no section.
func isField(text string) bool {
	label, rest, ok := strings.Cut(text, ":")
	return ok && strings.TrimSpace(rest) != "" && field.ColumnField(label) != ""
}
