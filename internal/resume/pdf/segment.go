package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/typography"
)

// From glyphs to blocks: glyphs that touch form segments, segments on one
// baseline rows, rows are put into reading order column by column, and rows that
// were wrapped are joined again. All lengths are relative to the size of the type,
// after T. Breuel, "High Performance Document Layout Analysis" (2003), which
// finds columns by the empty strips between them.

// segment is text without a wide gap, in one place of the page.
type segment struct {
	left, right, base, size float64
	spans                   []block.Span
	bullet                  bool    // it began with the mark of a list item, which is cut off
	text                    float64 // where the text begins, after the mark
}

// alignedStarts are the places, in whole points, at which three segments or more
// begin: the left edges of columns.
func alignedStarts(segs []segment) map[int]bool {
	count := map[int]int{}
	for _, s := range segs {
		count[int(math.Round(s.left))]++
	}
	out := map[int]bool{}
	for x, n := range count {
		if n+count[x-1]+count[x+1] >= 3 {
			out[x] = true
		}
	}
	return out
}

// segments joins glyphs into segments, in PDFium's order. A wide gap before one
// of the places of starts parts them.
func segments(glyphs []glyph, starts map[int]bool) []segment {
	var out []segment
	var s segment
	var drawn []glyph // of the segment, without spaces
	space := false
	kerns := kerning(glyphs)
	flush := func() {
		if len(drawn) > 0 {
			s.spans = spell(drawn, kerns)
			out = append(out, s)
		}
		s, space, drawn = segment{}, false, nil
	}
	for _, g := range glyphs {
		if !g.upright {
			continue
		}
		if g.icon {
			flush()
			continue
		}
		if unicode.IsSpace(g.char) || g.char == 0xFEFF || g.char == 0x200B {
			space = true
			continue
		}
		if unicode.IsControl(g.char) && string(g.char) != softBreak {
			continue
		}
		if len(drawn) > 0 && (!follows(&s, drawn, g) || space && starts[int(math.Round(g.left))] && g.left-s.right > 0.6*max(s.size, g.size)) {
			flush()
		}
		if len(drawn) == 0 {
			s = segment{left: g.left, right: g.right, base: g.base, size: g.size}
		}
		g.spaced, space = space && len(drawn) > 0, false
		drawn = append(drawn, g)
		s.right, s.size = max(s.right, g.right), max(s.size, g.size)
	}
	flush()
	return out
}

// wordGap is the least room between two words, in sizes of the font: less than the
// narrowest space (a sixth), more than letters that were moved.
const wordGap = 0.13

// kerning tells by how much the pen is moved after each letter within words, in sizes
// of the font: programs that write in another width than the font's do so.
func kerning(glyphs []glyph) map[rune]float64 {
	gaps := map[rune][]float64{}
	for i := 1; i < len(glyphs); i++ {
		a, b := glyphs[i-1], glyphs[i]
		if gap := b.room(a); unicode.IsLetter(a.char) && unicode.IsLower(b.char) && a.base == b.base && math.Abs(gap) < 0.25 {
			gaps[a.char] = append(gaps[a.char], gap)
		}
	}
	out := map[rune]float64{}
	for c, g := range gaps {
		if slices.Sort(g); len(g) > 4 {
			out[c] = min(g[len(g)/2], 0)
		}
	}
	return out
}

// room is how far the pen was moved between two glyphs, in sizes of the font.
func (g *glyph) room(after glyph) float64 { return (g.origin - after.end) / max(g.size, 1) }

// spell makes text of glyphs. Some programs move the pen instead of writing a space,
// by less than PDFium takes for one.
func spell(drawn []glyph, kerns map[rune]float64) []block.Span {
	var gaps []float64
	for i, g := range drawn[1:] {
		if !g.spaced {
			gaps = append(gaps, g.room(drawn[i])-kerns[drawn[i].char])
		}
	}
	slices.Sort(gaps)
	usual := 0.0 // not 0 where the letters are set apart
	if len(gaps) > 3 {
		usual = gaps[len(gaps)/2]
	}
	var spans []block.Span
	for i, g := range drawn {
		if i > 0 && (g.spaced || g.room(drawn[i-1]) > 0.015 && g.room(drawn[i-1])-kerns[drawn[i-1].char] > usual+wordGap) {
			spans[len(spans)-1].Text += " "
		}
		text := string(g.char)
		if l, ok := ligatures[g.char]; ok {
			text = l
		}
		spans = block.AppendSpan(spans, block.Span{Text: text, Bold: g.bold, Italic: g.italic, URL: g.url})
	}
	if block.SpacedForm.MatchString(block.Text(spans)) {
		return closeUp(drawn)
	}
	return spans
}

// closeUp joins the letters of words that are set with gaps between them; words
// are parted by wider ones.
func closeUp(drawn []glyph) []block.Span {
	var gaps []float64
	for i := 1; i < len(drawn); i++ {
		gaps = append(gaps, drawn[i].left-drawn[i-1].right)
	}
	sorted := slices.Sorted(slices.Values(gaps))
	usual := sorted[len(sorted)/2]
	var spans []block.Span
	for i, g := range drawn {
		if i > 0 && gaps[i-1] > usual+0.18*g.size {
			spans[len(spans)-1].Text += " "
		}
		spans = block.AppendSpan(spans, block.Span{Text: string(g.char), Bold: g.bold, Italic: g.italic, URL: g.url})
	}
	return spans
}

// softBreak is what PDFium gives for a hyphen at the end of a line.
const softBreak = "\x02"

// ligatures are single characters for what is written as several letters.
var ligatures = map[rune]string{0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}

// follows tells that a glyph goes on where a segment ends. Superscripts do; what
// stands off the mark of a list item does not.
func follows(s *segment, drawn []glyph, g glyph) bool {
	size := max(s.size, g.size)
	gap, up := g.left-s.right, math.Abs(g.base-s.base)
	level := up < 0.2*size || up < 0.6*size && min(s.size, g.size) < 0.85*size && math.Abs(gap) < 0.3*size
	widest := 1.1 * size
	last := drawn[len(drawn)-1]
	switch {
	case last.bold != g.bold:
		widest = 0.75 * size // a label and what stands beside it
	case len(drawn) == 1 && loneMark.MatchString(string(last.char)):
		widest = 0.5 * size
	}
	return level && gap < widest && gap > -0.6*size
}

// rowsOf puts segments that share a baseline into rows, from the top, each from
// the left; the marks of list items join what they mark.
func rowsOf(segs []segment) [][]segment {
	slices.SortStableFunc(segs, func(a, b segment) int { return cmp.Compare(b.base, a.base) })
	var rows [][]segment
	for _, s := range segs {
		if k := len(rows) - 1; k >= 0 && sameRow(rows[k], s) {
			rows[k] = append(rows[k], s)
		} else {
			rows = append(rows, []segment{s})
		}
	}
	for i, row := range rows {
		slices.SortStableFunc(row, func(a, b segment) int { return cmp.Compare(a.left, b.left) })
		rows[i] = joinMarks(row)
	}
	return slices.DeleteFunc(rows, func(row []segment) bool { return len(row) == 0 })
}

// sameRow tells that a segment stands on the baseline of a row, or a little below
// it in a place that the row leaves free.
func sameRow(row []segment, s segment) bool {
	last := row[len(row)-1]
	down, size := last.base-s.base, min(last.size, s.size)
	return down < 0.3*size || down < 0.6*size && len(row) == 1 && max(row[0].size, s.size) < 1.5*size && !slices.ContainsFunc(row, func(r segment) bool { return s.left < r.right+0.3*size && r.left < s.right+0.3*size })
}

var (
	loneMark = lazyregexp.New(`^(?:[-*+•‣▪●○◦∙⁃■□▸►➢➤✓✔–—·❖◆\x{f000}-\x{f0ff}]|o|§|\(?\d{1,2}[.)])$`)
	pictures = lazyregexp.New(`[\x{e000}-\x{f8ff}]\s?`)
)

// joinMarks recognises the marks of list items and joins pieces that PDFium read
// apart though they touch.
func joinMarks(row []segment) []segment {
	var out []segment
	for i := 0; i < len(row); i++ {
		s := row[i]
		s.text = s.left
		text := block.Text(s.spans)
		switch m := typography.LeadMark.FindStringSubmatch(text); {
		case loneMark.MatchString(text) && i+1 < len(row) && row[i+1].left-s.right < 3*s.size:
			left := s.left
			i++
			s = row[i]
			s.left, s.text, s.bullet = left, row[i].left, true
		case m != nil && !strings.HasPrefix(text, "· ("): // where a line broken at a middle dot begins with what is in brackets
			s.spans = block.CutFront(s.spans, len(m[1]))
			s.text = s.left + 0.5*s.size*float64(block.RuneLen(m[1])) // about
			s.bullet = true
		}
		for k := range s.spans {
			s.spans[k].Text = pictures.ReplaceAllString(s.spans[k].Text, "")
		}
		if block.Text(s.spans) == "" {
			continue
		}
		if k := len(out) - 1; k >= 0 && !s.bullet && (s.left-out[k].right < 0.6*s.size || min(s.size, out[k].size) > 17 && s.size == out[k].size && s.left-out[k].right < 1.2*s.size) {
			if n := len(out[k].spans) - 1; s.left-out[k].right > 0.15*s.size && !strings.HasSuffix(out[k].spans[n].Text, " ") {
				out[k].spans[n].Text += " "
			}
			for _, sp := range s.spans {
				out[k].spans = block.AppendSpan(out[k].spans, sp)
			}
			out[k].right, out[k].size = max(out[k].right, s.right), max(out[k].size, s.size)
			continue
		}
		out = append(out, s)
	}
	return out
}

func rowText(row []segment) string {
	var parts []string
	for _, s := range row {
		parts = append(parts, block.Text(s.spans))
	}
	return strings.Join(parts, " ")
}
