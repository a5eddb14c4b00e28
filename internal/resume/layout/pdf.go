package layout

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gobolditalic"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/text/encoding/charmap"
)

// The size of a page (A4) and its margins, in points.
const (
	pageWidth, pageHeight = 595.0, 842.0
	edge                  = 45.0
	leading               = 1.3 // from line to line, in sizes of the font
)

// sheet writes a page as PDF, one block below the other in a column.
type sheet struct {
	*draft
	f       *fpdf.Fpdf
	family  string
	x, w, y float64 // the column, and where the next line begins
	size    float64 // of the font
}

func pdf(p page, d *draft) ([]byte, error) {
	s := &sheet{draft: d, f: fpdf.New("P", "pt", "A4", ""), x: edge, w: pageWidth - 2*edge, y: edge + 10, size: 10}
	s.f.SetCreationDate(time.Date(this, 1, 2, 0, 0, 0, 0, time.UTC))
	s.f.SetModificationDate(time.Date(this, 1, 2, 0, 0, 0, 0, time.UTC))
	s.f.SetCatalogSort(true)
	s.f.SetAutoPageBreak(false, 0)
	s.font(p)
	s.f.AddPage()
	centred := d.is("align", "centre") && d.is("columns", "one")
	for _, b := range p.top {
		s.block(b, centred)
	}
	s.columns(p.sections)
	s.turn(s.f.PageCount())
	for _, b := range p.foot {
		s.y += 14
		s.block(b, centred)
	}
	var out bytes.Buffer
	if err := s.f.Output(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// font takes the family of the layout, or one that has all letters.
func (s *sheet) font(p page) {
	s.family = s.choices["font"]
	p.all(func(b block) {
		for _, l := range b.lines {
			for _, r := range l.String() {
				if _, ok := charmap.Windows1252.EncodeRune(r); !ok {
					s.family = "go"
				}
			}
		}
		for _, row := range b.rows {
			for _, c := range row {
				for _, r := range c.String() {
					if _, ok := charmap.Windows1252.EncodeRune(r); !ok {
						s.family = "go"
					}
				}
			}
		}
	})
	s.choices["font"] = s.family
	if s.family == "courier" {
		s.size = 8.5
	}
	if s.family == "go" {
		s.f.AddUTF8FontFromBytes("go", "", goregular.TTF)
		s.f.AddUTF8FontFromBytes("go", "B", gobold.TTF)
		s.f.AddUTF8FontFromBytes("go", "I", goitalic.TTF)
		s.f.AddUTF8FontFromBytes("go", "BI", gobolditalic.TTF)
	}
}

// columns writes the sections in one column or two.
func (s *sheet) columns(sections []section) {
	begin, whole := s.y, s.w
	write := func(x, w float64, side bool) float64 {
		s.turn(1)
		s.x, s.w, s.y = x, w, begin
		for _, sec := range sections {
			if sec.side == side {
				s.section(sec)
			}
		}
		return s.y
	}
	const narrow, gap = 150.0, 20.0
	main, side := edge, edge+whole-narrow
	switch s.choices["columns"] {
	case "left":
		main, side = edge+narrow+gap, edge
	case "right":
	default:
		for _, sec := range sections {
			s.section(sec)
		}
		return
	}
	var low float64
	if s.is("stream", "side_first") {
		low = write(side, narrow, true)
	}
	end := write(main, whole-narrow-gap, false)
	pages := s.f.PageCount()
	if !s.is("stream", "side_first") {
		low = write(side, narrow, true)
	}
	s.x, s.w, s.y = edge, whole, max(end, low)
	if pages > 1 {
		s.y = end
	}
}

func (s *sheet) section(sec section) {
	const beside = 110.0
	blocks := sec.blocks
	s.y += 8
	if !s.is("columns", "side_headings") {
		for _, b := range blocks {
			s.block(b, false)
		}
		return
	}
	s.need(60)
	top, page := s.y, s.f.PageNo()
	if len(blocks) > 0 && blocks[0].kind == heading {
		s.w = beside - 10
		s.block(blocks[0], false)
		s.w, blocks = pageWidth-2*edge, blocks[1:]
	}
	below := s.y
	s.y, s.x, s.w = top, s.x+beside, s.w-beside
	if len(blocks) > 0 && (blocks[0].kind == list || blocks[0].kind == contact || blocks[0].kind == table) { // the others keep off what is above them
		s.y += 4
	}
	for _, b := range blocks {
		s.block(b, false)
	}
	s.x, s.w = s.x-beside, s.w+beside
	if s.f.PageNo() == page {
		s.y = max(s.y, below)
	}
}

func (s *sheet) block(b block, centred bool) {
	switch b.kind {
	case name:
		s.line(b.lines[0], 22, bold, centred)
	case tagline:
		s.line(b.lines[0], 12, slant, centred)
	case contact:
		for _, l := range b.lines {
			s.line(l, s.size-0.5, plain, centred)
		}
	case heading:
		s.heading(b.lines[0])
	case list:
		s.list(b)
	case item:
		s.y += 3
		s.list(block{lines: b.lines[:1]})
		s.x, s.w = s.x+14, s.w-14
		for _, l := range b.lines[1:] {
			s.line(l, s.size, plain, false)
		}
		s.x, s.w = s.x-14, s.w+14
	case table:
		s.table(b)
	case grid:
		s.grid(b)
	default:
		s.y += 4
		s.need(3 * s.size * leading) // a head does not stand alone at the foot of a page
		for _, l := range b.lines {
			s.line(l, s.size, plain, centred)
		}
	}
}

func (s *sheet) heading(l line) {
	s.y += 4
	s.need(70)
	size := s.size
	if s.is("headings", "bigger", "rule") {
		size = s.size + 4
	}
	s.line(l, size, bold, false)
	if s.is("headings", "rule") {
		s.f.Line(s.x, s.y-size*0.2, s.x+s.w, s.y-size*0.2)
		s.y += 4
	}
}

func (s *sheet) list(b block) {
	sign := map[string]string{"dash": "-", "star": "*", "bullet": "•", "en_dash": "–", "o": "o", "none": "", "paragraph": "•"}
	for i, l := range b.lines {
		mark := sign[s.choices["bullets"]]
		if s.is("bullets", "numbers") {
			mark = fmt.Sprint(i+1, ".")
		}
		s.need(s.size * leading)
		in := 0.0
		if mark != "" {
			in = 14
			s.text(s.x+2, s.y+s.size, mark, s.size, plain)
		}
		s.x, s.w = s.x+in, s.w-in
		s.line(l, s.size, plain, false)
		s.x, s.w = s.x-in, s.w+in
	}
}

func (s *sheet) table(b block) {
	x, w := s.x, s.w
	widths, all := make([]float64, len(b.rows[0])), 0.0
	for j := range widths {
		for i, row := range b.rows {
			widths[j] = max(widths[j], min(s.width(row[j], s.size, rowLook(b, i)), w/3)+8)
		}
		all += widths[j]
	}
	for i, row := range b.rows {
		s.need(3 * s.size * leading)
		top, low := s.y, s.y
		at := x
		for j, cell := range row {
			wide := widths[j] * w / all // the columns share the width by what stands in them
			s.x, s.w, s.y = at, wide-8, top
			s.line(cell, s.size, rowLook(b, i), false)
			low, at = max(low, s.y), at+wide
		}
		s.y = low + 2
	}
	s.x, s.w = x, w
}

// rowLook is how a row of a table is set: the names of the columns stand out.
func rowLook(b block, row int) look {
	if b.titled && row == 0 {
		return bold
	}
	return plain
}

func (s *sheet) grid(b block) {
	const left = 115.0
	s.y += 4
	s.need(60)
	top, page, x, w := s.y, s.f.PageNo(), s.x, s.w
	s.w = left - 10
	s.line(b.lines[0], s.size, plain, false)
	below := s.y
	s.x, s.w, s.y = x+left, w-left, top-4
	for _, b := range b.blocks {
		s.block(b, false)
	}
	s.x, s.w = x, w
	if s.f.PageNo() == page {
		s.y = max(s.y, below)
	}
}

// need goes to the next page where less is left of this one.
func (s *sheet) need(height float64) {
	if s.y+height < pageHeight-edge {
		return
	}
	if s.f.PageNo() < s.f.PageCount() {
		s.turn(s.f.PageNo() + 1)
	} else {
		s.f.AddPage()
		s.turn(s.f.PageNo())
	}
	s.y = edge
}

// turn goes to a page, which knows nothing of the font that another one ended in.
func (s *sheet) turn(page int) {
	s.f.SetPage(page)
	s.f.SetFont(s.family, "", 1)
}

// line writes a line, broken where it is too long for the column; what follows a tab
// in it stands at the right margin.
func (s *sheet) line(l line, size float64, how look, centred bool) {
	parts := halves(l)
	rows := s.broken(parts[0], size, how)
	for i, row := range rows {
		s.need(size * leading)
		x := s.x
		if centred {
			x += (s.w - s.width(row, size, how)) / 2
		}
		s.row(row, x, size, how)
		if i == len(rows)-1 && len(parts) > 1 {
			right := s.width(parts[1], size, how)
			if s.width(row, size, how)+right+8 > s.w {
				s.y += size * leading
			}
			s.row(parts[1], s.x+s.w-right, size, how)
		}
		s.y += size * leading
	}
}

// row writes spans side by side.
func (s *sheet) row(l line, x, size float64, how look) {
	for _, sp := range l {
		s.text(x, s.y+size, sp.text, size, sp.look|how)
		x += s.measure(sp.text, size, sp.look|how)
	}
}

// broken breaks a line between words.
func (s *sheet) broken(l line, size float64, how look) []line {
	if s.width(l, size, how) <= s.w {
		return []line{l}
	}
	var out []line
	var row line
	for _, sp := range l {
		for _, w := range strings.SplitAfter(sp.text, " ") {
			if len(row) > 0 && s.width(append(row[:len(row):len(row)], span{text: strings.TrimRight(w, " "), look: sp.look}), size, how) > s.w {
				out, row = append(out, row), nil
			}
			if n := len(row); n > 0 && row[n-1].look == sp.look {
				row[n-1].text += w
			} else if strings.TrimSpace(w) != "" || n > 0 {
				row = append(row, span{text: w, look: sp.look})
			}
		}
	}
	return append(out, row)
}

func (s *sheet) width(l line, size float64, how look) float64 {
	sum := 0.0
	for _, sp := range l {
		sum += s.measure(sp.text, size, sp.look|how)
	}
	return math.Ceil(sum)
}

func (s *sheet) set(size float64, how look) {
	style := ""
	if how&bold != 0 {
		style += "B"
	}
	if how&slant != 0 {
		style += "I"
	}
	s.f.SetFont(s.family, style, size)
}

func (s *sheet) measure(text string, size float64, how look) float64 {
	s.set(size, how)
	return s.f.GetStringWidth(s.encoded(text))
}

func (s *sheet) text(x, y float64, text string, size float64, how look) {
	s.set(size, how)
	s.f.Text(x, y, s.encoded(text))
}

// encoded is a text in the encoding of the font.
func (s *sheet) encoded(text string) string {
	if s.family == "go" {
		return text
	}
	out, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		return text
	}
	return out
}
