package pdf

import (
	"image"
	"math"
	"slices"
	"unicode"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// What nobody sees of a page is found by drawing it twice, with its text and without:
// a word that changes nothing is not seen. Why it is not must be found too, since a font
// that the file lacks is not drawn here and is elsewhere.

const (
	drawnPages = 20  // that are looked at so, from the first
	drawnDPI   = 144 // at which the dots of small type are still drawn
	least      = 10  // of 255: a change of colour that is one
	alike      = 24  // of 255: colours that nobody tells apart
	legible    = 2   // points: the smallest type that is read
	maxObjects = 20_000
	maxForms   = 8 // one within the other
)

// picture is a page as it is drawn.
type picture struct {
	width, height int
	pixels        []uint8 // red, green, blue and alpha of each
}

// drawing tells what of a page is drawn where.
type drawing struct {
	*reader
	page          requests.Page
	with, without picture
	modes         []textMode
	covers        []box // of pictures
	origin        point // in pixels, of the page's lower left corner
	right, up     point // of one point to the right, and up
}

type point struct{ x, y float64 }

type box struct{ left, bottom, right, top float64 }

type textMode struct {
	object references.FPDF_PAGEOBJECT
	mode   enums.FPDF_TEXT_RENDERMODE
}

// unseen notes in what way glyphs are not seen. What of a page cannot be drawn is taken
// to be seen.
func (r *reader) unseen(page requests.Page, text references.FPDF_TEXTPAGE, out *sheet) {
	size := out.size
	for i := range out.glyphs {
		g := &out.glyphs[i]
		if !parts(g) && g.size > 0 && g.size < legible && g.box.top-g.box.bottom < legible {
			g.how = "in type too small to read"
		}
	}
	d := &drawing{reader: r, page: page}
	if r.drawn++; r.drawn > drawnPages || !d.draw(size) {
		return
	}
	hidden, words := map[int]string{}, 0
	for from := 0; from < len(out.glyphs); {
		to := from
		for to < len(out.glyphs) && !parts(&out.glyphs[to]) {
			to++
		}
		if to > from {
			words++
			if how := d.word(out.glyphs[from:to], text); how != "" {
				hidden[from] = how
			}
		}
		from = max(to, from+1)
	}
	if 10*len(hidden) > 9*words && !d.without.blank() {
		return // the text of a scan, laid over its picture
	}
	for from, how := range hidden {
		for i := from; i < len(out.glyphs) && !parts(&out.glyphs[i]); i++ {
			out.glyphs[i].how = how
		}
	}
}

// parts tells what stands between words.
func parts(g *glyph) bool { return unicode.IsSpace(g.char) || unicode.IsControl(g.char) }

// draw draws the page with its text and without.
func (d *drawing) draw(size point) bool {
	ok := d.render(&d.with)
	count, err := d.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: d.page})
	if !ok || err != nil || count.Count > maxObjects {
		return false
	}
	for i := range count.Count {
		if o, err := d.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: d.page, Index: i}); err == nil {
			d.blank(o.PageObject, 0)
		}
	}
	ok = d.render(&d.without)
	for _, m := range d.modes {
		_, err := d.FPDFTextObj_SetTextRenderMode(&requests.FPDFTextObj_SetTextRenderMode{PageObject: m.object, TextRenderMode: m.mode})
		ok = ok && err == nil
	}
	return ok && len(d.with.pixels) == len(d.without.pixels) && d.locate(size)
}

// blank makes the text of an object invisible, and notes pictures.
func (d *drawing) blank(o references.FPDF_PAGEOBJECT, depth int) {
	kind, err := d.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o})
	if err != nil {
		return
	}
	switch kind.Type {
	case enums.FPDF_PAGEOBJ_TEXT:
		mode, err := d.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: o})
		if err != nil {
			return
		}
		if _, err := d.FPDFTextObj_SetTextRenderMode(&requests.FPDFTextObj_SetTextRenderMode{PageObject: o, TextRenderMode: enums.FPDF_TEXTRENDERMODE_INVISIBLE}); err == nil {
			d.modes = append(d.modes, textMode{o, mode.TextRenderMode})
		}
	case enums.FPDF_PAGEOBJ_IMAGE, enums.FPDF_PAGEOBJ_PATH:
		if b, err := d.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: o}); err == nil && len(d.modes) > 0 { // above some text
			d.covers = append(d.covers, box{float64(b.Left), float64(b.Bottom), float64(b.Right), float64(b.Top)})
		}
	case enums.FPDF_PAGEOBJ_FORM:
		count, err := d.FPDFFormObj_CountObjects(&requests.FPDFFormObj_CountObjects{PageObject: o})
		if err != nil || depth == maxForms || len(d.modes) > maxObjects {
			return
		}
		for i := range count.Count {
			if inner, err := d.FPDFFormObj_GetObject(&requests.FPDFFormObj_GetObject{PageObject: o, Index: uint64(i)}); err == nil {
				d.blank(inner.PageObject, depth+1)
			}
		}
	}
}

func (d *drawing) render(to *picture) bool {
	drawn, err := d.RenderPageInDPI(&requests.RenderPageInDPI{Page: d.page, DPI: drawnDPI})
	if err != nil {
		return false
	}
	defer drawn.Cleanup()
	pixels, ok := drawn.Result.RenderedImage.(*image.RGBA)
	if !ok || pixels.Stride != 4*drawn.Result.Width {
		return false
	}
	to.width, to.height, to.pixels = drawn.Result.Width, drawn.Result.Height, slices.Clone(pixels.Pix)
	return to.width > 0 && to.height > 0 && len(to.pixels) >= 4*to.width*to.height
}

// locate finds out where on the picture a place of the page is.
func (d *drawing) locate(size point) bool {
	const finer = 64 // than a pixel
	at := func(x, y float64) (point, bool) {
		p, err := d.FPDF_PageToDevice(&requests.FPDF_PageToDevice{Page: d.page, SizeX: d.with.width * finer, SizeY: d.with.height * finer, PageX: x, PageY: y})
		if err != nil {
			return point{}, false
		}
		return point{float64(p.DeviceX) / finer, float64(p.DeviceY) / finer}, true
	}
	origin, ok := at(0, 0)
	right, ok2 := at(size.x, 0)
	up, ok3 := at(0, size.y)
	if !ok || !ok2 || !ok3 || size.x <= 0 || size.y <= 0 {
		return false
	}
	d.origin = origin
	d.right = point{(right.x - origin.x) / size.x, (right.y - origin.y) / size.x}
	d.up = point{(up.x - origin.x) / size.y, (up.y - origin.y) / size.y}
	return true
}

// word tells in what way a word is not seen, "" for one that is.
func (d *drawing) word(glyphs []glyph, text references.FPDF_TEXTPAGE) string {
	changed, known, outside := false, false, 0
	for _, g := range glyphs {
		if g.how != "" {
			return g.how
		}
		if g.box.right > g.box.left && g.box.top > g.box.bottom && !g.icon {
			known = true
			if x, y := d.pixel((g.box.left+g.box.right)/2, (g.box.bottom+g.box.top)/2); x < 0 || y < 0 || x >= d.with.width || y >= d.with.height {
				outside++
			}
			changed = changed || d.changed(g.box)
		}
	}
	if changed || !known {
		return ""
	}
	if outside == len(glyphs) {
		return "off the page"
	}
	first := glyphs[0]
	if object, err := d.FPDFText_GetTextObject(&requests.FPDFText_GetTextObject{TextPage: text, Index: first.index}); err == nil {
		mode, err := d.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: object.TextObject})
		if err == nil && (mode.TextRenderMode == enums.FPDF_TEXTRENDERMODE_INVISIBLE || mode.TextRenderMode == enums.FPDF_TEXTRENDERMODE_CLIP) {
			return "drawn invisibly"
		}
	}
	if c, err := d.FPDFText_GetFillColor(&requests.FPDFText_GetFillColor{TextPage: text, Index: first.index}); err == nil {
		behind := d.without.at(d.pixel((first.box.left+first.box.right)/2, (first.box.bottom+first.box.top)/2))
		apart := max(difference(uint8(c.R), behind[0]), difference(uint8(c.G), behind[1]), difference(uint8(c.B), behind[2]))
		switch {
		case c.A < alike:
			return "drawn invisibly"
		case apart < alike && min(c.R, c.G, c.B) > 255-alike:
			return "in white"
		case apart < alike:
			return "in the colour of what is behind"
		}
	}
	for _, b := range d.covers {
		if b.left <= first.box.left && b.right >= first.box.right && b.bottom <= first.box.bottom && b.top >= first.box.top {
			return "behind a picture"
		}
	}
	return ""
}

// changed tells that the text in a place of the page changes how it looks.
func (d *drawing) changed(b box) bool {
	x1, y1 := d.pixel(b.left, b.bottom)
	x2, y2 := d.pixel(b.right, b.top)
	for y := min(y1, y2) - 1; y <= max(y1, y2)+1; y++ {
		for x := min(x1, x2) - 1; x <= max(x1, x2)+1; x++ {
			a, b := d.with.at(x, y), d.without.at(x, y)
			if max(difference(a[0], b[0]), difference(a[1], b[1]), difference(a[2], b[2])) >= least {
				return true
			}
		}
	}
	return false
}

func (d *drawing) pixel(x, y float64) (int, int) {
	return int(math.Round(d.origin.x + x*d.right.x + y*d.up.x)), int(math.Round(d.origin.y + x*d.right.y + y*d.up.y))
}

// at is the colour of a pixel, white outside.
func (p *picture) at(x, y int) [3]uint8 {
	if x < 0 || y < 0 || x >= p.width || y >= p.height {
		return [3]uint8{255, 255, 255}
	}
	i := 4 * (y*p.width + x)
	return [3]uint8{p.pixels[i], p.pixels[i+1], p.pixels[i+2]}
}

// blank tells a picture of one colour.
func (p *picture) blank() bool {
	for i := 0; i+2 < len(p.pixels); i += 4 {
		if p.pixels[i] != p.pixels[0] || p.pixels[i+1] != p.pixels[1] || p.pixels[i+2] != p.pixels[2] {
			return false
		}
	}
	return true
}

func difference(a, b uint8) int {
	if a < b {
		return int(b - a)
	}
	return int(a - b)
}

// hidden takes what nobody sees out of the pages and gives it as blocks, one for each
// page and way.
func hidden(path string, pages []sheet) []block.Block {
	var out []block.Block
	for i := range pages {
		at := map[string]int{}
		var seen []glyph
		for k, g := range pages[i].glyphs {
			if g.how == "" {
				seen = append(seen, g)
				continue
			}
			n, known := at[g.how]
			if !known {
				n = len(out)
				at[g.how] = n
				out = append(out, block.Block{Kind: block.Hidden, How: g.how, Spans: []block.Span{{}}, Source: resume.Source{Path: path, Page: i + 1}})
			}
			if known && pages[i].glyphs[k-1].how != g.how {
				out[n].Spans[0].Text += " "
			}
			out[n].Spans[0].Text += string(g.char)
		}
		pages[i].glyphs = seen
	}
	return out
}
