package build

import (
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

var (
	softDash = regexp.MustCompile(`[\s\d]\x{ad}|\x{ad}\d`)
	openEnd  = regexp.MustCompile(`(?i)(?:[` + resume.Dashes + `→]|\s(?:to|until|bis|à|au|al|hasta|até|tot))\s*$`)
)

// mendHyphens takes the soft hyphens out of the text of a file. In one that sets
// them between blanks or digits they stand for hyphens throughout, and become such.
func mendHyphens(blocks []block.Block) {
	each := func(do func(s *block.Span)) {
		for i := range blocks {
			for k := range blocks[i].Spans {
				do(&blocks[i].Spans[k])
			}
			for _, c := range blocks[i].Cells {
				for k := range c {
					do(&c[k])
				}
			}
		}
	}
	found, dashed := false, false
	each(func(s *block.Span) {
		found = found || strings.Contains(s.Text, "\u00ad")
		dashed = dashed || softDash.MatchString(s.Text)
	})
	if !found {
		return
	}
	mend := strings.NewReplacer("\u00ad ", "", "\u00ad", "")
	if dashed {
		mend = strings.NewReplacer("\u00ad", "-")
	}
	each(func(s *block.Span) { s.Text = mend.Replace(s.Text) })
}

// joinRanges joins a line that ends within a period, "August 2017 –", with the next
// one, on which the period ends.
func joinRanges(blocks []block.Block) []block.Block {
	var out []block.Block
	for _, blk := range blocks {
		if k := len(out) - 1; k >= 0 && !blk.Told && blk.Kind == block.Line && (out[k].Kind == block.Line || out[k].Kind == block.Heading) && rangeGoesOn(block.Text(out[k].Spans), block.Text(blk.Spans)) {
			last := &out[k]
			last.Spans = block.TidySpans(append(append(append([]block.Span(nil), last.Spans...), block.Span{Text: " "}), blk.Spans...))
			last.Raw = block.Raw(last) + "\n" + block.Raw(&blk)
			extend(&last.Source, blk.Source)
			last.Joined = append(slices.Clone(last.Joined), blk.Number)
			continue
		}
		out = append(out, blk)
	}
	return out
}

// rangeGoesOn tells that a period begins at the end of one line and ends at the
// start of the next.
func rangeGoesOn(line, next string) bool {
	if !openEnd.MatchString(line) || block.RuneLen(line) > 140 || block.RuneLen(next) > 140 {
		return false
	}
	p, _, ok := resume.FindPeriod(line + " " + next)
	cut := strings.LastIndex(line+" "+next, p.Text)
	return ok && (p.Present || !p.End.IsZero()) && cut < len(line) && cut+len(p.Text) > len(line)+1
}
