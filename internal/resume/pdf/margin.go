package pdf

import (
	"maps"
	"math"
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// The names of sections may stand in the left margin, each beside what it heads.

// marginHeads finds the strip of white between such names and the text: the place
// where the text begins, and the rows that it runs through; none if from == to.
func marginHeads(rows [][]segment, body float64) (x float64, from, to int) {
	lefts := map[float64]int{}
	for _, row := range rows {
		for _, s := range row[:min(2, len(row))] {
			lefts[math.Floor(s.left)]++
		}
	}
	for _, x := range slices.Sorted(maps.Keys(lefts)) {
		if lefts[x] < 3 || len(lefts) > 200 {
			continue
		}
		side, main := apart(rows, x)
		above := false // the names of sections stand above what they head
		for i, row := range side {
			second := i > 0 && side[i-1][0].base-row[0].base < 1.5*row[0].size // of a name on two lines
			above = above || !second && len(row) == 1 && row[0].right < x && standsAbove(row[0], main, body)
		}
		if above {
			continue
		}
		for a := 0; a < len(rows); a++ {
			b := a
			for ; b < len(rows) && !crossed(rows[b], x, body); b++ {
			}
			for tries := 0; a < b && tries < 12; a++ { // below what is no name of a section
				if rows[a][0].left >= x-body {
					continue
				}
				if side, main := apart(rows[a:b], x); len(side) >= 3 && extent(side) < 0.4*extent(rows) && headsOf(side, main) != nil {
					return x, a, b
				}
				tries++
			}
			a = b
		}
	}
	return 0, 0, 0
}

// standsAbove tells the name of a section with nothing beside it.
func standsAbove(s segment, main [][]segment, body float64) bool {
	text := block.Text(s.spans)
	return !s.bullet && !onBaseline(main, s, 1.3) && field.OnlySectionWords(text) && len(strings.Fields(text)) > 0 && (field.IsCapitals(text) || s.size > 1.12*body || block.Bold(s.spans))
}

// headsOf gives the first rows of the names of sections in a margin; nil where they
// are not all that stands there.
func headsOf(side, main [][]segment) []int {
	var heads []int
	known, text := 0, ""
	count := func() {
		if _, ok := field.SectionKind(text); ok {
			known++
		}
	}
	first := side[0][0]
	for i, row := range side {
		s := row[0]
		_, _, dated := resume.FindPeriod(block.Text(s.spans))
		if len(row) > 1 || s.bullet || dated || math.Abs(s.size-first.size) > 0.5 || block.Bold(s.spans) != block.Bold(first.spans) || block.RuneLen(block.Text(s.spans)) > 30 {
			return nil
		}
		if i > 0 && side[i-1][0].base-s.base < 1.5*s.size && !begins(main, s) {
			text += " " + block.Text(s.spans) // a name on two lines
			continue
		}
		if !onBaseline(main, s, 0.9) {
			return nil
		}
		if i > 0 {
			count()
		}
		heads, text = append(heads, i), block.Text(s.spans)
	}
	count()
	if len(heads) < 3 || known < 2 || 5*known < 2*len(heads) || strings.HasSuffix(text, ":") {
		return nil
	}
	return heads
}

// headed gives the names of sections, each followed by what stands beside it.
func headed(c column, x, body float64) []column {
	side, main := apart(c.rows, x)
	var out []column
	next := 0
	below := func(limit float64) {
		from := next
		for next < len(main) && main[next][0].base > limit {
			next++
		}
		out = append(out, column{rows: main[from:next], right: c.right})
	}
	heads := headsOf(side, main)
	for k, i := range heads {
		end := len(side)
		if k+1 < len(heads) {
			end = heads[k+1]
		}
		below(side[i][0].base + 0.9*max(side[i][0].size, body))
		out = append(out, column{rows: [][]segment{{oneRow(side[i:end])}}, right: x - body, whole: true})
	}
	below(math.Inf(-1))
	return out
}

// begins tells that what stands on the baseline of a segment is apart from what is
// above it.
func begins(rows [][]segment, s segment) bool {
	k := slices.IndexFunc(rows, func(row []segment) bool { return math.Abs(row[0].base-s.base) < 0.15*s.size })
	return k == 0 || k > 0 && rows[k-1][0].base-rows[k][0].base > 1.5*rows[k][0].size
}

// oneRow joins the rows of a name.
func oneRow(rows [][]segment) segment {
	out := rows[0][0]
	out.spans = slices.Clone(out.spans)
	for _, row := range rows[1:] {
		k := len(out.spans) - 1
		var parted bool
		if out.spans[k].Text, parted = strings.CutSuffix(out.spans[k].Text, softBreak); !parted {
			out.spans[k].Text += " "
		}
		out.spans = append(out.spans, row[0].spans...)
		out.right = max(out.right, row[0].right)
	}
	return out
}
