package timeline

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"strconv"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// Sizes in pixels. The picture is twice as large as it is meant to be seen, for
// screens of high density; Discord shows it about 550 wide on the desktop.
const (
	scale  = 2
	width  = 760 * scale
	margin = 26 * scale
	plot   = width - 2*margin // width of the axis

	titleSize   = 25 * scale
	headSize    = 17 * scale
	labelSize   = 18 * scale
	axisSize    = 15 * scale
	lineHeight  = 25 * scale
	titleHeight = 31 * scale
	barHeight   = 11 * scale
	barGap      = 4 * scale  // between a label and its bar
	rowGap      = 12 * scale // between rows
	minBar      = 9 * scale
)

// Colours: a dark panel of its own, which stands on the dark and on the light
// theme; all text has a contrast of 4.5 or more on it (WCAG 2.2, 1.4.3).
var (
	panel  = color.RGBA{0x1b, 0x1d, 0x26, 0xff}
	border = color.RGBA{0x3d, 0x41, 0x50, 0xff}
	track  = color.RGBA{0x2c, 0x30, 0x3d, 0xff} // the whole time, behind a bar
	bright = color.RGBA{0xf4, 0xf5, 0xf7, 0xff}
	plain  = color.RGBA{0xd4, 0xd7, 0xde, 0xff}
	muted  = color.RGBA{0xa4, 0xaa, 0xb8, 0xff}
	hues   = [groups]color.RGBA{
		work:         {0x6a, 0xa6, 0xff, 0xff},
		education:    {0x55, 0xcf, 0x95, 0xff},
		volunteering: {0xeb, 0xb0, 0x58, 0xff},
		other:        {0xd0, 0x9c, 0xf0, 0xff},
	}
)

// fonts are the typefaces of one drawing.
type fonts struct{ title, head, bold, regular, axis *typeface }

func newFonts() (f fonts, err error) {
	for _, t := range []struct {
		face **typeface
		ttf  []byte
		size float64
	}{
		{&f.title, gobold.TTF, titleSize},
		{&f.head, gobold.TTF, headSize},
		{&f.bold, gobold.TTF, labelSize},
		{&f.regular, goregular.TTF, labelSize},
		{&f.axis, goregular.TTF, axisSize},
	} {
		if *t.face, err = newTypeface(t.ttf, t.size); err != nil {
			return fonts{}, err
		}
	}
	return f, nil
}

// text is a line and where it stands: left end and baseline.
type text struct {
	line
	x, y float64
}

// bar is the drawn span of a row.
type bar struct {
	x1, x2, y float64 // left, right, top
	hue       color.RGBA
	ongoing   bool
}

// layout is everything on the panel, placed.
type layout struct {
	height float64
	texts  []text
	bars   []bar
	years  []float64 // x of those on the axis
}

func (c *chart) draw() ([]byte, error) {
	f, err := newFonts()
	if err != nil {
		return nil, err
	}
	l := c.layout(&f)
	img := image.NewRGBA(image.Rect(0, 0, width, int(math.Ceil(l.height))))
	const radius = 14 * scale
	fill(img, rounded(0, 0, width, l.height, radius), border)
	fill(img, rounded(scale, scale, width-scale, l.height-scale, radius-scale), panel)
	for _, b := range l.bars {
		fill(img, rounded(margin, b.y, margin+plot, b.y+barHeight, barHeight/2), track)
		for _, x := range l.years {
			if x > margin && x < margin+plot { // the ends are round
				fill(img, rounded(x-scale/2, b.y, x+scale/2, b.y+barHeight, 0), panel)
			}
		}
		shape := rounded(b.x1, b.y, b.x2, b.y+barHeight, barHeight/2)
		if b.ongoing {
			shape = arrow(b.x1, b.y, b.x2, b.y+barHeight)
		}
		fill(img, shape, b.hue)
	}
	for _, t := range l.texts {
		write(img, t)
	}
	var out bytes.Buffer
	err = png.Encode(&out, img)
	return out.Bytes(), err
}

// layout places everything from top to bottom. A label has the lines above its
// bar to itself, so that no label meets another, or is cut.
func (c *chart) layout(f *fonts) *layout {
	l := &layout{}
	first, last := c.years()
	x := func(year float64) float64 { return margin + (year-first)/(last-first)*plot }

	y := float64(margin)
	name := f.title.legible(c.person)
	if name == "" {
		name = "Timeline"
	}
	title := wrap([]run{{name, f.title, bright}}, plot)
	date := wrap([]run{{"as of " + c.asOf.Format("2 January 2006"), f.axis, muted}}, plot)
	y = l.paragraph(title, margin, y, titleHeight)
	if title[len(title)-1].width+labelSize+date[0].width <= plot { // beside it
		l.paragraph(date, margin+plot-date[0].width, y-titleHeight, titleHeight)
	} else {
		y = l.paragraph(date, margin, y, lineHeight)
	}
	if len(c.rows) > 8 {
		y = l.axis(f, first, last, x, y+4*scale)
	}
	for g := range groups {
		rows := c.in(g)
		if len(rows) == 0 {
			continue
		}
		y += 10 * scale
		y = l.paragraph(wrap([]run{{g.String(), f.head, hues[g]}}, plot), margin, y, lineHeight+4*scale)
		for _, r := range rows {
			y = l.row(f, &r, x(r.from), x(r.to), y) + rowGap
		}
	}
	y = l.axis(f, first, last, x, y)
	if notes := strings.Join(c.notes(), " "); notes != "" {
		y = l.paragraph(wrap([]run{{notes, f.axis, muted}}, plot), margin, y+8*scale, lineHeight)
	}
	l.height = math.Round(y + margin*2/3)
	return l
}

// paragraph places lines from y downwards and returns where they end.
func (l *layout) paragraph(lines []line, x, y, height float64) float64 {
	for _, line := range lines {
		if len(line.words) > 0 { // a title of emoji alone leaves none
			l.texts = append(l.texts, text{line, x, y + height*0.75})
		}
		y += height
	}
	return y
}

// row places a label and its bar.
func (l *layout) row(f *fonts, r *row, x1, x2, y float64) float64 {
	title, org := f.bold.legible(r.title), f.regular.legible(r.org)
	if title != "" && org != "" {
		title += ","
	}
	label := []run{{title, f.bold, bright}, {org, f.regular, plain}}
	lines := wrap(label, plot)
	period := wrap([]run{{r.period, f.regular, muted}}, plot)
	y = l.paragraph(lines, margin, y, lineHeight)
	if last := lines[len(lines)-1]; last.width+labelSize+period[0].width <= plot { // beside it
		y -= lineHeight
	}
	y = l.paragraph(period, margin+plot-period[0].width, y, lineHeight) + barGap
	x2 = max(x2, x1+minBar)
	if over := x2 - (margin + plot); over > 0 {
		x1, x2 = x1-over, x2-over
	}
	l.bars = append(l.bars, bar{x1, x2, y, hues[r.group], r.ongoing})
	return y + barHeight
}

// axis places the years, as many as there is room for, at x.
func (l *layout) axis(f *fonts, first, last float64, x func(float64) float64, y float64) float64 {
	var step float64
	room := f.axis.width("2000") * 1.6
	for _, step = range []float64{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		if step*plot/(last-first) >= room {
			break
		}
	}
	l.years = nil
	for year := math.Ceil(first/step) * step; year <= last; year += step {
		label := wrap([]run{{strconv.Itoa(int(year)), f.axis, muted}}, plot)
		l.paragraph(label, x(year)-label[0].width/2, y, lineHeight)
		l.years = append(l.years, x(year))
	}
	return y + lineHeight
}

func write(img *image.RGBA, t text) {
	pen := font.Drawer{Dst: img, Dot: fixed.Point26_6{X: fixed.Int26_6(t.x * 64), Y: fixed.Int26_6(t.y * 64)}}
	for _, w := range t.words {
		pen.Face, pen.Src = w.face.face, image.NewUniform(w.ink)
		pen.DrawString(w.text)
	}
}

// shape draws an outline into a rasterizer whose origin is the shape's left top.
type shape struct {
	x1, y1, x2, y2 float64
	outline        func(z *vector.Rasterizer, w, h float32)
}

func fill(img *image.RGBA, s shape, ink color.Color) {
	x, y := math.Floor(s.x1), math.Floor(s.y1)
	at := image.Rect(int(x), int(y), int(math.Ceil(s.x2)), int(math.Ceil(s.y2)))
	z := vector.NewRasterizer(at.Dx(), at.Dy())
	s.outline(z, float32(s.x2-s.x1), float32(s.y2-s.y1))
	z.Draw(img, at, image.NewUniform(ink), image.Point{})
}

// rounded is a rectangle with quarter circles for corners, as near as a cubic
// curve comes to one (0.5523: https://spencermortensen.com/articles/bezier-circle).
func rounded(x1, y1, x2, y2, radius float64) shape {
	return shape{x1, y1, x2, y2, func(z *vector.Rasterizer, w, h float32) {
		r := min(float32(radius), w/2, h/2)
		k := r * (1 - 0.5523)
		z.MoveTo(r, 0)
		z.LineTo(w-r, 0)
		z.CubeTo(w-k, 0, w, k, w, r)
		z.LineTo(w, h-r)
		z.CubeTo(w, h-k, w-k, h, w-r, h)
		z.LineTo(r, h)
		z.CubeTo(k, h, 0, h-k, 0, h-r)
		z.LineTo(0, r)
		z.CubeTo(0, k, k, 0, r, 0)
		z.ClosePath()
	}}
}

// arrow is a bar that goes on: round on the left and pointed on the right.
func arrow(x1, y1, x2, y2 float64) shape {
	return shape{x1, y1, x2, y2, func(z *vector.Rasterizer, w, h float32) {
		r := min(w/2, h/2)
		k := r * (1 - 0.5523)
		z.MoveTo(r, 0)
		z.LineTo(w-r, 0)
		z.LineTo(w, h/2)
		z.LineTo(w-r, h)
		z.LineTo(r, h)
		z.CubeTo(k, h, 0, h-k, 0, h-r)
		z.LineTo(0, r)
		z.CubeTo(0, k, k, 0, r, 0)
		z.ClosePath()
	}}
}
