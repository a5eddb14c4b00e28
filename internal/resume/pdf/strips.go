package pdf

import (
	"cmp"
	"math"
	"slices"
)

// strip is what stands between two strips of white.
type strip struct {
	left, right float64
	rows        [][]segment
}

// strips cuts rows at all strips of white that run through them from top to bottom.
func strips(rows [][]segment, body float64) []strip {
	var all []segment
	for _, row := range rows {
		all = append(all, row...)
	}
	slices.SortFunc(all, func(a, b segment) int { return cmp.Compare(a.left, b.left) })
	var out []strip
	for _, s := range all {
		if k := len(out) - 1; k >= 0 && s.left-out[k].right < 0.7*body {
			out[k].right = max(out[k].right, s.right)
		} else {
			out = append(out, strip{left: s.left, right: s.right})
		}
	}
	for i := range out {
		for _, row := range rows {
			_, row = cutRow(row, out[i].left)
			if row, _ = cutRow(row, out[i].right); len(row) > 0 {
				out[i].rows = append(out[i].rows, row)
			}
		}
	}
	return out
}

// parts tells that the strip of white left of x parts columns of text: what stands on
// one side of it does not only annotate what stands on the other, row by row.
func parts(rows [][]segment, x, body float64) bool {
	all := strips(abreast(rows, x), body)
	k := slices.IndexFunc(all, func(s strip) bool { return s.left >= x })
	if k <= 0 {
		return false
	}
	var before, after *strip
	if k > 1 {
		before = &all[k-2]
	}
	if k+1 < len(all) {
		after = &all[k+1]
	}
	l, r := &all[k-1], &all[k]
	near := besides(l.rows, r.rows, body)
	switch {
	case before != nil && besides(before.rows, l.rows, body) > near, after != nil && besides(r.rows, after.rows, body) > near:
		return true // it annotates what stands at its other side
	}
	return !tabular(l.rows, r.rows, body)
}

// abreast leaves out the rows above and below those at which text stands on both sides
// of x.
func abreast(rows [][]segment, x float64) [][]segment {
	for _, side := range []func(row []segment) bool{
		func(row []segment) bool { return row[0].left < x },
		func(row []segment) bool { return row[len(row)-1].left >= x },
	} {
		for len(rows) > 0 && !side(rows[0]) {
			rows = rows[1:]
		}
		for len(rows) > 0 && !side(rows[len(rows)-1]) {
			rows = rows[:len(rows)-1]
		}
	}
	return rows
}

// besides is the share of the groups of rows of the narrower side of a strip of white
// that begin on the baseline of a row of the other.
func besides(left, right [][]segment, body float64) float64 {
	side, main := left, right
	if extent(side) > extent(main) {
		side, main = main, side
	}
	groups, beside := 0, 0
	begins := true
	for i, row := range side {
		if row[0].size > 1.12*body && !onBaseline(main, row[0], 0.15) { // it stands above both
			begins = true
			continue
		}
		if !begins && side[i-1][0].base-row[0].base < 1.7*row[0].size {
			continue
		}
		groups++
		begins = false
		if onBaseline(main, row[0], 0.15) {
			beside++
		}
	}
	return float64(beside) / float64(max(groups, 1))
}

// onBaseline tells that a row begins on the baseline of a segment, or so many lines
// from it.
func onBaseline(rows [][]segment, s segment, lines float64) bool {
	return slices.ContainsFunc(rows, func(row []segment) bool {
		return math.Abs(row[0].base-s.base) < lines*max(s.size, row[0].size)
	})
}
