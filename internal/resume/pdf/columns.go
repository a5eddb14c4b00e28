package pdf

import (
	"maps"
	"math"
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// column is what is read from top to bottom.
type column struct {
	rows  [][]segment
	right float64 // as far as its text may reach
	whole bool    // not to be cut further
	table bool    // its first row has the names of its columns
}

// columns cuts rows at the strips that no text crosses and gives the pieces in
// reading order. What belongs together row by row (dates beside jobs, labels
// beside skills) stays one piece.
func columns(c column, body float64, depth int) []column {
	if len(c.rows) == 0 {
		return nil
	}
	var parts []column
	cut, from, to := gutter(c.rows, body)
	top, end := table(c.rows)
	x, begin, stop := marginHeads(c.rows, body)
	switch {
	case begin < stop && (from == to || cut >= x):
		parts = []column{{rows: c.rows[:begin], right: c.right}}
		parts = append(parts, headed(column{rows: c.rows[begin:stop], right: c.right}, x, body)...)
		parts = append(parts, column{rows: c.rows[stop:], right: c.right})
	case top < end && (from == to || cut > c.rows[top][0].left && cut < c.rows[top][len(c.rows[top])-1].right):
		parts = []column{{rows: c.rows[:top], right: c.right}, {rows: c.rows[top:end], right: c.right, whole: true, table: true}, {rows: c.rows[end:], right: c.right}}
	case from < to:
		l, r := apart(c.rows[from:to], cut)
		left, right := column{rows: l, right: cut - body}, column{rows: r, right: c.right}
		if largest(r) > 1.3*largest(l) { // the name heads the main column
			left, right = right, left
		}
		parts = []column{{rows: c.rows[:from], right: c.right}, left, right, {rows: c.rows[to:], right: c.right}}
	}
	if parts == nil || depth > 4 {
		return []column{c}
	}
	var out []column
	for _, part := range parts {
		if part.whole {
			out = append(out, part)
			continue
		}
		out = append(out, columns(part, body, depth+1)...)
	}
	return out
}

func rightEdge(rows [][]segment) float64 {
	right := 0.0
	for _, row := range rows {
		right = max(right, row[len(row)-1].right)
	}
	return right
}

// gutter finds the strip that parts the most rows into two columns: the place
// where the right one begins, and the rows it runs through; none if from == to.
func gutter(rows [][]segment, body float64) (cut float64, from, to int) {
	const leastRows = 4
	starts := map[float64]bool{}
	for _, row := range rows {
		for _, s := range row {
			starts[math.Floor(s.left)] = true
		}
	}
	if len(starts) > 1000 || len(rows) > 1000 {
		return 0, 0, 0 // no résumé
	}
	best := leastRows
	for _, x := range slices.Sorted(maps.Keys(starts)) {
		for a := 0; a < len(rows); {
			b, left, right := a, 0, 0
			for ; b < len(rows) && !crossed(rows[b], x, body); b++ {
				if rows[b][0].right < x {
					left++
				}
				if rows[b][len(rows[b])-1].left >= x {
					right++
				}
			}
			top := a + header(rows[a:b], x, body)
			if n := min(left, right); n >= best && parts(rows[top:b], x, body) {
				best, cut, from, to = n, x, top, b
			}
			a = max(b, a+1)
		}
	}
	return cut, from, to
}

// header counts the rows at the top that are no part of the columns below: what
// stands right of x there is far from all that follows on that side, as the
// trade beside the name is.
func header(rows [][]segment, x, body float64) int {
	left, right := math.Inf(1), rightEdge(rows)
	for _, row := range rows {
		left = min(left, row[0].left)
	}
	centred := 0
	for _, row := range rows {
		a, b := row[0].left, row[len(row)-1].right
		off, room := math.Abs(a+b-left-right)/(right-left), (a-left)/(right-left)
		if off > 0.04 || room < 0.02 || room < 0.1 && off > 0.01 || widestGap(row) > 2.5*body {
			break
		}
		centred++
	}
	if centred > 0 {
		return centred
	}
	first := -1
	for i, row := range rows {
		if row[len(row)-1].left < x {
			continue
		}
		if first < 0 {
			first = i
			continue
		}
		if i > first+1 && rows[first][0].base-row[0].base > 3.5*body && rows[first][0].left < x {
			return i
		}
		return 0
	}
	return 0
}

// widestGap is the widest between two segments of a row.
func widestGap(row []segment) float64 {
	gap := 0.0
	for i := 1; i < len(row); i++ {
		gap = max(gap, row[i].left-row[i-1].right)
	}
	return gap
}

// crossed tells that text reaches into the strip left of x.
func crossed(row []segment, x, body float64) bool {
	return slices.ContainsFunc(row, func(s segment) bool { return s.left < x && s.right > x-0.7*body })
}

// apart gives what stands left of x and what begins there.
func apart(rows [][]segment, x float64) (left, right [][]segment) {
	for _, row := range rows {
		l, r := cutRow(row, x)
		if len(l) > 0 {
			left = append(left, l)
		}
		if len(r) > 0 {
			right = append(right, r)
		}
	}
	return left, right
}

// cutRow gives what begins left of x and what begins there.
func cutRow(row []segment, x float64) (left, right []segment) {
	k := slices.IndexFunc(row, func(s segment) bool { return s.left >= x })
	if k < 0 {
		k = len(row)
	}
	return row[:k], row[k:]
}

func largest(rows [][]segment) float64 {
	size := 0.0
	for _, row := range rows {
		for _, s := range row {
			size = max(size, s.size)
		}
	}
	return size
}

func extent(rows [][]segment) float64 {
	left, right := math.Inf(1), math.Inf(-1)
	for _, row := range rows {
		left, right = min(left, row[0].left), max(right, row[len(row)-1].right)
	}
	return right - left
}

// tabular tells that the narrower side of a strip of white only annotates the other:
// short groups of rows that begin beside a row, without headings or bullets.
func tabular(side, main [][]segment, body float64) bool {
	if extent(side) > extent(main) {
		side, main = main, side
	}
	near := func(s segment, lines float64) bool { return onBaseline(main, s, lines) }
	groups, beside, dated, length := 0, 0, 0, 0
	if labels(side, main) {
		return true
	}
	apart := true // a new group begins
	for i, row := range side {
		text := rowText(row)
		_, known := field.SectionKind(text)
		head := row[0].size > 1.12*body && groups > 0 || known && field.IsCapitals(text)
		alone := near(row[0], 0.4) && (i+1 == len(side) || row[0].base-side[i+1][0].base > 2.5*row[0].size)
		switch {
		case row[0].bullet || head && near(row[0], 0.6) && !alone:
			return false
		case head && !alone: // nothing is at its side: it stands above both
			apart = true
			continue
		}
		if apart || side[i-1][0].base-row[0].base > 1.7*row[0].size {
			groups++
			length, apart = 0, false
			if near(row[0], 0.4) {
				beside++
			}
		}
		length++
		if _, _, ok := resume.FindPeriod(text); ok {
			dated++
			if near(row[0], 0.15) {
				length = 1 // the dates of the next entry
			}
		} else if strings.HasSuffix(text, ":") && near(row[0], 0.15) {
			length = 1
		}
		if length > 4 {
			return false
		}
	}
	return 10*beside >= 7*groups || 10*dated >= 6*groups
}

// labels tells a column of labels: each on the baseline of what it labels, and set
// against it by its right edge, bold type or a colon.
func labels(side, main [][]segment) bool {
	bolds, colons, rights, n := 0, 0, 0, 0
	var edge, left, right float64
	for _, row := range side {
		text := rowText(row)
		if field.OnlySectionWords(text) && field.IsCapitals(text) || row[0].bullet {
			continue
		}
		k := slices.IndexFunc(main, func(m []segment) bool { return math.Abs(m[0].base-row[0].base) < 0.25*row[0].size })
		if k < 0 || len(row) > 1 || block.RuneLen(text) > 35 {
			return false
		}
		if n++; n == 1 {
			edge, left, right = row[0].right, row[0].left, row[0].left
		}
		left, right = min(left, row[0].left), max(right, row[0].left)
		if math.Abs(row[0].right-edge) < 1.5 {
			rights++
		}
		if block.Bold(row[0].spans) && !block.Bold(main[k][0].spans) {
			bolds++
		}
		if strings.HasSuffix(text, ":") {
			colons++
		}
	}
	return n >= 3 && (bolds == n || colons == n || rights == n && right-left > 10)
}

// lines makes lines of the rows. What stands at the right of
// bullets but belongs to the head of their entry (the dates below the place) goes
// to that head.
func (c column) lines(page int) []line {
	if c.table {
		return tableLines(c.rows, page)
	}
	rows := c.splitHeads()
	var lines []line
	label := 0.0                  // baseline of the last label
	head, mark := -1, math.Inf(1) // the last line with something beside it, and where the bullets below it stand
	for i, row := range rows {
		l := line{segment: row[0], page: page, first: i == 0, limit: c.right}
		rest, last := row[1:], row[len(row)-1]
		inItem := row[0].bullet || row[0].left > mark+1
		beside := head >= 0 && rows[i-1][0].base-last.base < 2*last.size && last.left > lines[head].right &&
			(math.Abs(last.left-lines[head].side.left) < 3 || math.Abs(last.right-lines[head].side.right) < 3)
		if row[0].bullet {
			mark = min(mark, row[0].left)
		}
		if len(row) > 1 {
			label = row[0].base
		}
		switch {
		case head >= 0 && len(row) == 1 && lines[head].goesOnBelow(row[0], label):
			label = row[0].base
			lines[head].spans = slices.Concat(lines[head].spans, []block.Span{{Text: " "}}, row[0].spans)
			continue
		case beside && len(row) == 1 && !row[0].bullet && !lines[head].labelled() && last.size < 1.12*lines[head].side.size:
			lines[head].attach(last)
			continue
		case beside && len(row) > 1 && inItem && !lines[head].labelled():
			lines[head].attach(last)
			rest = row[1 : len(row)-1]
		case !inItem && len(row) > 1:
			head, mark = len(lines), math.Inf(1)
		case !inItem:
			head, mark = -1, math.Inf(1)
		}
		for _, s := range rest {
			l.attach(s)
		}
		lines = append(lines, l)
	}
	limit := rightEdge(rows)
	if left := rows[0][0].left; limit-left < 0.6*(c.right-left) {
		limit = c.right // a list of short lines, none of them wrapped
	}
	for i := range lines {
		lines[i].limit = limit
	}
	return lines
}

// labelled tells that the first segment is only a label (a date, the name of a
// group) beside the text proper, which begins nearer to it than to the right edge.
func (l *line) labelled() bool {
	return len(l.more) > 0 && l.side.left-l.left < 0.4*(l.limit-l.left) && l.side.left-l.right < 4*l.size
}

// goesOnBelow tells that a label is wrapped: the segment stands below the label, whose
// last row is on that baseline, and not below the text beside it.
func (l *line) goesOnBelow(s segment, base float64) bool {
	text := block.Text(s.spans)
	return l.labelled() && !s.bullet && math.Abs(s.left-l.left) < 1.5 && s.right < l.side.left && math.Abs(s.size-l.size) < 0.5 &&
		base-s.base < 1.45*s.size && !block.Bold(s.spans) && (block.StartsLower(text) || openEnd.MatchString(block.Text(l.spans)) || endsDates.MatchString(text))
}

// endsDates is what the second row of dates is.
var endsDates = lazyregexp.New(`^(?:\p{Pd}|to |[(\d])|(?:\d{4}|\))$`)

// splitHeads parts the rows that begin with the name of a section, in type set
// apart or in a column of such names, and rows of type of very different sizes: the
// name of the person beside an address.
func (c column) splitHeads() [][]segment {
	// A column of names is set to one edge or the other.
	inColumn := func(s segment) bool {
		for _, edge := range []func(segment) float64{func(s segment) float64 { return s.left }, func(s segment) float64 { return s.right }} {
			names, all := 0, 0
			for _, row := range c.rows {
				if len(row) < 2 || math.Abs(edge(row[0])-edge(s)) > 1.5 {
					continue
				}
				if all++; field.OnlySectionWords(block.Text(row[0].spans)) {
					names++
				}
			}
			if names >= 3 && 3*names >= 2*all {
				return true
			}
		}
		return false
	}
	var out [][]segment
	for _, row := range c.rows {
		text := block.Text(row[0].spans)
		switch {
		case len(row) > 1 && field.OnlySectionWords(text) && (field.IsCapitals(text) && !field.IsCapitals(block.Text(row[1].spans)) && !row[1].bullet || inColumn(row[0])):
			out = append(out, row[:1], row[1:])
		case len(row) > 1 && row[0].size > 1.6*row[1].size:
			out = append(out, row[:1], row[1:])
		default:
			out = append(out, row)
		}
	}
	return out
}

// attach adds what stands beside the line.
func (l *line) attach(s segment) {
	l.more = append(l.more, block.Span{Text: "\t"})
	l.more = append(l.more, s.spans...)
	l.side = s
}
