package resume

import (
	"regexp"
	"slices"
	"strings"
)

var (
	softDash = regexp.MustCompile(`[\s\d]\x{ad}|\x{ad}\d`)
	openEnd  = regexp.MustCompile(`(?i)(?:[` + dashes + `→]|\s(?:to|until|bis|à|au|al|hasta|até|tot))\s*$`)
)

// mendHyphens takes the soft hyphens out of the text of a file. In one that sets
// them between blanks or digits they stand for hyphens throughout, and become such.
func mendHyphens(blocks []block) {
	each := func(do func(s *span)) {
		for i := range blocks {
			for k := range blocks[i].spans {
				do(&blocks[i].spans[k])
			}
			for _, c := range blocks[i].cells {
				for k := range c {
					do(&c[k])
				}
			}
		}
	}
	found, dashed := false, false
	each(func(s *span) {
		found = found || strings.Contains(s.text, "\u00ad")
		dashed = dashed || softDash.MatchString(s.text)
	})
	if !found {
		return
	}
	mend := strings.NewReplacer("\u00ad ", "", "\u00ad", "")
	if dashed {
		mend = strings.NewReplacer("\u00ad", "-")
	}
	each(func(s *span) { s.text = mend.Replace(s.text) })
}

// joinRanges joins a line that ends within a period, "August 2017 –", with the next
// one, on which the period ends.
func joinRanges(blocks []block) []block {
	var out []block
	for _, blk := range blocks {
		if k := len(out) - 1; k >= 0 && blk.kind == blockLine && (out[k].kind == blockLine || out[k].kind == blockHeading) && rangeGoesOn(spanText(out[k].spans), spanText(blk.spans)) {
			last := &out[k]
			last.spans = tidySpans(append(append(append([]span(nil), last.spans...), span{text: " "}), blk.spans...))
			last.raw = raw(last) + "\n" + raw(&blk)
			extend(&last.source, blk.source)
			last.joined = append(slices.Clone(last.joined), blk.number)
			continue
		}
		out = append(out, blk)
	}
	return out
}

// rangeGoesOn tells that a period begins at the end of one line and ends at the
// start of the next.
func rangeGoesOn(line, next string) bool {
	if !openEnd.MatchString(line) || runeLen(line) > 140 || runeLen(next) > 140 {
		return false
	}
	p, _, ok := FindPeriod(line + " " + next)
	cut := strings.LastIndex(line+" "+next, p.Text)
	return ok && (p.Present || !p.End.IsZero()) && cut < len(line) && cut+len(p.Text) > len(line)+1
}
