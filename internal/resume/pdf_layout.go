package resume

import (
	"cmp"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// From glyphs to blocks: glyphs that touch form segments, segments on one
// baseline rows, rows are put into reading order column by column, and rows that
// were wrapped are joined again. All lengths are relative to the size of the type,
// after T. Breuel, "High Performance Document Layout Analysis" (2003), which
// finds columns by the empty strips between them.

// segment is text without a wide gap, in one place of the page.
type segment struct {
	left, right, base, size float64
	spans                   []span
	bullet                  bool    // it began with the mark of a list item, which is cut off
	text                    float64 // where the text begins, after the mark
}

// pdfLine is one row of a column: what stands on one baseline.
type pdfLine struct {
	segment         // the first one
	page    int     // from 1
	more    []span  // what stands beside it, after tabs
	side    segment // the last one beside it
	first   bool    // of its column
	limit   float64 // right edge of the column
}

// layoutPDF turns the glyphs of all pages into blocks in reading order.
func layoutPDF(path string, pages []pdfPage) []block {
	var lines []pdfLine
	rows := make([][][]segment, len(pages))
	for i, p := range pages {
		rows[i] = rowsOf(segments(p.glyphs, alignedStarts(segments(p.glyphs, nil))))
	}
	dropMargins(rows, pages)
	body := bodySize(rows)
	for i := range pages {
		for _, c := range columns(column{rows: rows[i], right: rightEdge(rows[i])}, body, 0) {
			lines = append(lines, c.lines(i+1)...)
		}
		lines = append(lines, turned(pages[i].glyphs, i+1)...)
	}
	var looks []typeLine
	for _, l := range lines {
		looks = append(looks, l.looks())
	}
	w := &pdfWriter{path: path, lines: lines, types: newTypography(looks, body)}
	return w.write()
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
	flush := func() {
		if len(s.spans) > 0 {
			if spacedForm.MatchString(spanText(s.spans)) {
				s.spans = closeUp(drawn)
			}
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
		if len(s.spans) > 0 && (!follows(&s, g) || space && starts[int(math.Round(g.left))] && g.left-s.right > 0.6*max(s.size, g.size)) {
			flush()
		}
		drawn = append(drawn, g)
		text := string(g.char)
		if l, ok := ligatures[g.char]; ok {
			text = l
		}
		if len(s.spans) == 0 {
			s = segment{left: g.left, right: g.right, base: g.base, size: g.size}
		} else if space {
			s.spans[len(s.spans)-1].text += " "
		}
		space = false
		s.right, s.size = max(s.right, g.right), max(s.size, g.size)
		s.spans = appendSpan(s.spans, span{text: text, bold: g.bold, italic: g.italic, url: g.url})
	}
	flush()
	return out
}

// closeUp joins the letters of words that are set with gaps between them; words
// are parted by wider ones.
func closeUp(drawn []glyph) []span {
	var gaps []float64
	for i := 1; i < len(drawn); i++ {
		gaps = append(gaps, drawn[i].left-drawn[i-1].right)
	}
	sorted := slices.Sorted(slices.Values(gaps))
	usual := sorted[len(sorted)/2]
	var spans []span
	for i, g := range drawn {
		if i > 0 && gaps[i-1] > usual+0.18*g.size {
			spans[len(spans)-1].text += " "
		}
		spans = appendSpan(spans, span{text: string(g.char), bold: g.bold, italic: g.italic, url: g.url})
	}
	return spans
}

// softBreak is what PDFium gives for a hyphen at the end of a line.
const softBreak = "\x02"

// ligatures are single characters for what is written as several letters.
var ligatures = map[rune]string{0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}

// follows tells that a glyph goes on where a segment ends. Superscripts do.
func follows(s *segment, g glyph) bool {
	size := max(s.size, g.size)
	gap, up := g.left-s.right, math.Abs(g.base-s.base)
	level := up < 0.2*size || up < 0.6*size && min(s.size, g.size) < 0.85*size && math.Abs(gap) < 0.3*size
	widest := 1.1 * size
	if s.spans[len(s.spans)-1].bold != g.bold {
		widest = 0.75 * size // a label and what stands beside it
	}
	return level && gap < widest && gap > -0.6*size
}

func appendSpan(spans []span, s span) []span {
	if k := len(spans) - 1; k >= 0 && spans[k].bold == s.bold && spans[k].italic == s.italic && spans[k].url == s.url {
		spans[k].text += s.text
		return spans
	}
	return append(spans, s)
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
	loneMark = regexp.MustCompile(`^(?:[-*+•‣▪●○◦∙⁃■□▸►➢➤✓✔–—·❖◆\x{f000}-\x{f0ff}]|o|§|\(?\d{1,2}[.)])$`)
	leadMark = regexp.MustCompile(`^([*•‣▪●○◦∙⁃■□▸►➢➤✓✔·❖◆\x{f000}-\x{f0ff}]\s*|[-–—]\s+|\(?\d{1,2}[.)]\s+)\S`)
	pictures = regexp.MustCompile(`[\x{e000}-\x{f8ff}]\s?`)
)

// joinMarks recognises the marks of list items and joins pieces that PDFium read
// apart though they touch.
func joinMarks(row []segment) []segment {
	var out []segment
	for i := 0; i < len(row); i++ {
		s := row[i]
		s.text = s.left
		text := spanText(s.spans)
		switch m := leadMark.FindStringSubmatch(text); {
		case loneMark.MatchString(text) && i+1 < len(row) && row[i+1].left-s.right < 3*s.size:
			left := s.left
			i++
			s = row[i]
			s.left, s.text, s.bullet = left, row[i].left, true
		case m != nil:
			s.spans = cutFront(s.spans, len(m[1]))
			s.text = s.left + 0.5*s.size*float64(runeLen(m[1])) // about
			s.bullet = true
		}
		for k := range s.spans {
			s.spans[k].text = pictures.ReplaceAllString(s.spans[k].text, "")
		}
		if spanText(s.spans) == "" {
			continue
		}
		if k := len(out) - 1; k >= 0 && !s.bullet && (s.left-out[k].right < 0.6*s.size || min(s.size, out[k].size) > 17 && s.size == out[k].size && s.left-out[k].right < 1.2*s.size) {
			if n := len(out[k].spans) - 1; s.left-out[k].right > 0.15*s.size && !strings.HasSuffix(out[k].spans[n].text, " ") {
				out[k].spans[n].text += " "
			}
			for _, sp := range s.spans {
				out[k].spans = appendSpan(out[k].spans, sp)
			}
			out[k].right, out[k].size = max(out[k].right, s.right), max(out[k].size, s.size)
			continue
		}
		out = append(out, s)
	}
	return out
}

// cutFront removes the first n bytes.
func cutFront(spans []span, n int) []span {
	out := slices.Clone(spans)
	for len(out) > 0 && n >= len(out[0].text) {
		n -= len(out[0].text)
		out = out[1:]
	}
	if len(out) > 0 {
		out[0].text = out[0].text[n:]
	}
	return out
}

func rowText(row []segment) string {
	var parts []string
	for _, s := range row {
		parts = append(parts, spanText(s.spans))
	}
	return strings.Join(parts, " ")
}

var (
	pageNumber = regexp.MustCompile(`(?i)^(?:.{0,60}?[\s–—|·-]\s*)?(?:page|seite|página|pagina|p\.)?\s*(\d{1,3})\s*(?:(?:/|of|von|de|sur|di)\s*(\d{1,3}))?$`)
	updated    = regexp.MustCompile(`(?i)^(?:last (?:updated?|modified|revised)|(?:zuletzt )?aktualisiert|stand:|updated (?:on|in)|revised (?:on|in)|dernière mise à jour)`)
	numerals   = regexp.MustCompile(`\d+`)
)

// dropMargins removes page numbers, the date of the last change, and what is
// repeated at the head or foot of the pages, but for its first time at a head.
func dropMargins(rows [][][]segment, pages []pdfPage) {
	heads, feet := map[string]int{}, map[string]int{}
	for _, page := range rows {
		if n := len(page); n > 1 {
			heads[numerals.ReplaceAllString(rowText(page[0]), "#")]++
			feet[numerals.ReplaceAllString(rowText(page[n-1]), "#")]++
		}
	}
	for i, page := range rows {
		furniture := func(row []segment, foot bool) bool {
			text := rowText(row)
			key := numerals.ReplaceAllString(text, "#")
			high := row[0].base / max(pages[i].height, 1)
			switch m := pageNumber.FindStringSubmatch(text); {
			case high > 0.12 && high < 0.88:
				return false
			case m != nil && atoi(m[1]) == i+1 && (m[2] == "" || atoi(m[2]) == len(pages)):
				return m[2] != "" || runeLen(text) < 12 || heads[key]+feet[key] > 1 || foot && colophon(row)
			case updated.MatchString(text):
				return true
			case foot:
				return feet[key] > 1 || len(pages) == 1 && colophon(row)
			}
			return heads[key] > 1 && i > 0
		}
		for n := 0; n < 2 && len(page) > 1 && furniture(page[len(page)-1], true); n++ {
			page = page[:len(page)-1]
		}
		for n := 0; n < 2 && len(page) > 1 && furniture(page[0], false); n++ {
			page = page[1:]
		}
		rows[i] = page
	}
}

// colophon tells a last row that names the document: "4 May 2024   Jane Doe ·
// Résumé   1".
func colophon(row []segment) bool {
	return len(row) > 1 && slices.ContainsFunc(row, func(s segment) bool {
		text := spanText(s.spans)
		return documentTitle(text) || ofDocument.MatchString(text)
	})
}

// atoi reads up to three digits.
func atoi(s string) int {
	n := 0
	for _, c := range s {
		n = 10*n + int(c-'0')
	}
	return n
}

// bodySize is the size of type that most letters have.
func bodySize(rows [][][]segment) float64 {
	letters := map[float64]int{}
	for _, page := range rows {
		for _, row := range page {
			for _, s := range row {
				letters[math.Round(2*s.size)/2] += len(spanText(s.spans))
			}
		}
	}
	best := 10.0
	for size, n := range letters {
		if n > letters[best] || n == letters[best] && size < best {
			best = size
		}
	}
	return best
}

// column is what is read from top to bottom.
type column struct {
	rows  [][]segment
	right float64 // as far as its text may reach
}

// columns cuts rows at the strips that no text crosses and gives the pieces in
// reading order. What belongs together row by row (dates beside jobs, labels
// beside skills) stays one piece.
func columns(c column, body float64, depth int) []column {
	if len(c.rows) == 0 {
		return nil
	}
	cut, from, to := gutter(c.rows, body)
	if from == to || depth > 4 {
		return []column{c}
	}
	l, r := apart(c.rows[from:to], cut)
	left, right := column{l, cut - body}, column{r, c.right}
	if largest(r) > 1.3*largest(l) { // the name heads the main column
		left, right = right, left
	}
	var out []column
	for _, part := range []column{{c.rows[:from], c.right}, left, right, {c.rows[to:], c.right}} {
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
			if n := min(left, right); n >= best && !tabular(rows[top:b], x, body) {
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
		if math.Abs(a+b-left-right) > 0.04*(right-left) || a < left+0.1*(right-left) || a < x && b > x {
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

// crossed tells that text reaches into the strip left of x.
func crossed(row []segment, x, body float64) bool {
	return slices.ContainsFunc(row, func(s segment) bool { return s.left < x && s.right > x-0.7*body })
}

// apart gives what stands left of x and what begins there.
func apart(rows [][]segment, x float64) (left, right [][]segment) {
	for _, row := range rows {
		k := slices.IndexFunc(row, func(s segment) bool { return s.left >= x })
		if k < 0 {
			k = len(row)
		}
		if k > 0 {
			left = append(left, row[:k])
		}
		if k < len(row) {
			right = append(right, row[k:])
		}
	}
	return left, right
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

// tabular tells that the narrower side of a strip only annotates the other:
// short groups of rows that begin beside a row, without headings or bullets.
func tabular(rows [][]segment, x, body float64) bool {
	side, main := apart(rows, x)
	if extent(side) > extent(main) {
		side, main = main, side
	}
	near := func(s segment, lines float64) bool {
		return slices.ContainsFunc(main, func(row []segment) bool { return math.Abs(row[0].base-s.base) < lines*max(s.size, row[0].size) })
	}
	groups, beside, dated, length := 0, 0, 0, 0
	if labels(side, main) {
		return true
	}
	apart := true // a new group begins
	for i, row := range side {
		text := rowText(row)
		_, known := sectionKind(text)
		head := row[0].size > 1.12*body && groups > 0 || known && isCapitals(text)
		alone := near(row[0], 0.4) && (i+1 == len(side) || row[0].base-side[i+1][0].base > 2.5*row[0].size)
		switch {
		case row[0].bullet || head && near(row[0], 0.9) && !alone:
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
		if length++; length > 4 {
			return false
		}
		if _, _, ok := FindPeriod(text); ok {
			dated++
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
		if onlySectionWords(text) && isCapitals(text) || row[0].bullet {
			continue
		}
		k := slices.IndexFunc(main, func(m []segment) bool { return math.Abs(m[0].base-row[0].base) < 0.25*row[0].size })
		if k < 0 || len(row) > 1 || runeLen(text) > 35 {
			return false
		}
		if n++; n == 1 {
			edge, left, right = row[0].right, row[0].left, row[0].left
		}
		left, right = min(left, row[0].left), max(right, row[0].left)
		if math.Abs(row[0].right-edge) < 1.5 {
			rights++
		}
		if bold(row[0].spans) && !bold(main[k][0].spans) {
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
func (c column) lines(page int) []pdfLine {
	rows := c.splitHeads()
	var lines []pdfLine
	head, mark := -1, math.Inf(1) // the last line with something beside it, and where the bullets below it stand
	for i, row := range rows {
		l := pdfLine{segment: row[0], page: page, first: i == 0, limit: c.right}
		rest, last := row[1:], row[len(row)-1]
		inItem := row[0].bullet || row[0].left > mark+1
		beside := head >= 0 && rows[i-1][0].base-last.base < 2*last.size && last.left > lines[head].right &&
			(math.Abs(last.left-lines[head].side.left) < 3 || math.Abs(last.right-lines[head].side.right) < 3)
		if row[0].bullet {
			mark = min(mark, row[0].left)
		}
		switch {
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
func (l *pdfLine) labelled() bool {
	return len(l.more) > 0 && l.side.left-l.left < 0.4*(l.limit-l.left) && l.side.left-l.right < 4*l.size
}

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
				if all++; onlySectionWords(spanText(row[0].spans)) {
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
		text := spanText(row[0].spans)
		switch {
		case len(row) > 1 && onlySectionWords(text) && (isCapitals(text) && !isCapitals(spanText(row[1].spans)) && !row[1].bullet || inColumn(row[0])):
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
func (l *pdfLine) attach(s segment) {
	l.more = append(l.more, span{text: "\t"})
	l.more = append(l.more, s.spans...)
	l.side = s
}

// turned gives the text that does not run from left to right, as PDFium reads it.
func turned(glyphs []glyph, page int) []pdfLine {
	var out []pdfLine
	var s segment
	flush := func() {
		if spanText(s.spans) != "" {
			out = append(out, pdfLine{segment: s, page: page, first: true})
		}
		s = segment{}
	}
	for _, g := range glyphs {
		switch {
		case g.upright && !unicode.IsSpace(g.char), g.char == '\n':
			flush()
		case g.upright || g.icon:
		default:
			s.size = max(s.size, g.size)
			s.spans = appendSpan(s.spans, span{text: string(g.char), bold: g.bold, italic: g.italic, url: g.url})
		}
	}
	flush()
	return out
}
