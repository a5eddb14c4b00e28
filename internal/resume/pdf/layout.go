package pdf

import (
	"math"
	"slices"
	"unicode"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/typography"
)

// line is one row of a column: what stands on one baseline.
type line struct {
	segment                // the first one
	page    int            // from 1
	more    []block.Span   // what stands beside it, after tabs
	side    segment        // the last one beside it
	first   bool           // of its column
	limit   float64        // right edge of the column
	names   []string       // of the columns of the table that it is a row of
	cells   [][]block.Span // of that row
}

// layoutPDF turns the glyphs of all pages into blocks in reading order.
func layoutPDF(path string, pages []sheet) []block.Block {
	var lines []line
	rows := make([][][]segment, len(pages))
	for i, p := range pages {
		rows[i] = marginDates(rowsOf(segments(p.glyphs, alignedStarts(segments(p.glyphs, nil)))))
	}
	dropMargins(rows, pages)
	body := bodySize(rows)
	for i := range pages {
		for _, c := range columns(column{rows: rows[i], right: rightEdge(rows[i])}, body, 0) {
			lines = append(lines, c.lines(i+1)...)
		}
		lines = append(lines, turned(pages[i].glyphs, i+1)...)
	}
	var looks []typography.Line
	for _, l := range lines {
		looks = append(looks, l.looks())
	}
	w := &writer{path: path, lines: lines, tight: tight(lines), leading: leading(lines, body), types: typography.New(looks, body)}
	return w.write()
}

var (
	numerals = lazyregexp.New(`\d+`)
)

// dropMargins removes page numbers, the date of the last change, and what is
// repeated at the head or foot of the pages, but for its first time at a head.
func dropMargins(rows [][][]segment, pages []sheet) {
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
			switch m := typography.PageNumber.FindStringSubmatch(text); {
			case high > 0.12 && high < 0.88:
				return false
			case m != nil && atoi(m[1]) == i+1 && (m[2] == "" || atoi(m[2]) == len(pages)):
				return m[2] != "" || block.RuneLen(text) < 12 || heads[key]+feet[key] > 1 || foot && colophon(row)
			case typography.Updated.MatchString(text):
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
		text := block.Text(s.spans)
		return field.DocumentTitle(text) || field.OfDocument.MatchString(text)
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
				letters[math.Round(2*s.size)/2] += len(block.Text(s.spans))
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

// turned gives the text that does not run from left to right, as PDFium reads it.
func turned(glyphs []glyph, page int) []line {
	var out []line
	var s segment
	flush := func() {
		if block.Text(s.spans) != "" {
			out = append(out, line{segment: s, page: page, first: true})
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
			s.spans = block.AppendSpan(s.spans, block.Span{Text: string(g.char), Bold: g.bold, Italic: g.italic, URL: g.url})
		}
	}
	flush()
	return out
}
