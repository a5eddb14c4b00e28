package build

import (
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

var (
	softDash = lazyregexp.New(`[\s\d]\x{ad}|\x{ad}\d`)
	openEnd  = lazyregexp.New(`(?i)(?:[` + resume.Dashes + `→]|\s(?:to|until|bis|à|au|al|hasta|até|tot))\s*$`)
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
		if strings.Contains(s.Text, "\u00ad") {
			found, dashed = true, dashed || softDash.MatchString(s.Text)
		}
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

// joinRanges joins a line that ends within a period, "August 2017 –", or with "and"
// with the next one.
func joinRanges(blocks []block.Block) []block.Block {
	var out []block.Block
	for _, blk := range blocks {
		if k := len(out) - 1; k >= 0 && !blk.Told && blk.Kind == block.Line && (out[k].Kind == block.Line || out[k].Kind == block.Heading) && goesOn(block.Text(out[k].Spans), block.Text(blk.Spans)) {
			last := &out[k]
			last.Raw = block.Raw(last) + "\n" + block.Raw(&blk)
			last.Spans = block.TidySpans(append(append(append([]block.Span(nil), last.Spans...), block.Span{Text: " "}), blk.Spans...))
			extend(&last.Source, blk.Source)
			last.Joined = append(slices.Clone(last.Joined), blk.Number)
			continue
		}
		out = append(out, blk)
	}
	return out
}

// joinColumns puts a period together that is wrapped within the first column of two
// lines: "November 2012 – February | Organ Builder" over "2017 | Caixa Organs".
func joinColumns(blocks []block.Block) {
	for i := 1; i < len(blocks); i++ {
		above, below := &blocks[i-1], &blocks[i]
		first, _, ok := strings.Cut(block.Plain(above.Spans), "\t")
		second, _, both := strings.Cut(block.Plain(below.Spans), "\t")
		if !ok || !both || above.Kind != block.Line || below.Kind != block.Line || !unmarked(above) || !unmarked(below) || block.RuneLen(first)+block.RuneLen(second) > 40 {
			continue
		}
		whole, rest, ended := resume.FindPeriod(first + " " + second)
		begun, _, _ := resume.FindPeriod(first)
		if ended && rest == "" && (!whole.End.IsZero() || whole.Present) && begun.End.IsZero() && (!begun.Present || openEnd.MatchString(first)) {
			front, back := above.Spans[:0:0], block.CutFront(above.Spans, len(first))
			for n := len(first); n > 0; {
				s := above.Spans[len(front)]
				s.Text = s.Text[:min(n, len(s.Text))]
				front, n = append(front, s), n-len(s.Text)
			}
			above.Spans = slices.Concat(front, []block.Span{{Text: " " + second}}, back)
			below.Spans = block.CutFront(below.Spans, len(second)+1)
			above.Raw, below.Raw = "", ""
		}
	}
}

// unmarked tells a block of a format whose text is all there is to a line.
func unmarked(blk *block.Block) bool {
	return blk.Raw == "" || blk.Raw == block.Display(block.Text(blk.Spans))
}

// goesOn tells that a line ends within a period, or with a word that nothing ends with.
func goesOn(line, next string) bool {
	if _, rest, dated := resume.FindPeriod(line); dated && rest == "" && lengthAlone.MatchString(next) {
		return true // "2011 – 2019" over "(8 years)"
	}
	return rangeGoesOn(line, next) || block.RuneLen(line)+block.RuneLen(next) < 120 && openWord.MatchString(line)
}

var openWord = lazyregexp.New(`\s(?:and|of|for|at|the|with|und|der|des|et|du|y|&)$`)

// rangeGoesOn tells that a period begins at the end of one line, before its dash or in
// a bracket that stays open, and ends at the start of the next.
func rangeGoesOn(line, next string) bool {
	if !openEnd.MatchString(line) && strings.LastIndex(line, "(") <= strings.LastIndex(line, ")") || block.RuneLen(line) > 140 || block.RuneLen(next) > 140 {
		return false
	}
	p, _, ok := resume.FindPeriod(line + " " + next)
	cut := strings.LastIndex(line+" "+next, p.Text)
	return ok && (p.Present || !p.End.IsZero()) && cut < len(line) && cut+len(p.Text) > len(line)+1
}
