package timeline

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"strconv"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/math/fixed"
)

// Sizes in pixels. The picture is twice as large as it is meant to be seen, for
// screens of high density. Discord shows it some 300 wide on a phone, where the
// smallest letters are then still 9 pixels high, and up to 550 on the desktop.
const (
	scale  = 2
	width  = 520 * scale
	margin = 20 * scale
	plot   = width - 2*margin // width of the axis

	titleSize   = 25 * scale
	headSize    = 17 * scale
	labelSize   = 18 * scale
	axisSize    = 16 * scale
	lineHeight  = 25 * scale
	titleHeight = 31 * scale
	barHeight   = 11 * scale
	barGap      = 4 * scale // between a label and its bar
	minBar      = 9 * scale
)

// Colours: a dark panel of its own, which stands on the dark and on the light
// theme; all text has a contrast of 4.5 or more on it (WCAG 2.2, 1.4.3).
var (
	panel  = color.RGBA{0x1b, 0x1d, 0x26, 0xff}
	border = color.RGBA{0x3d, 0x41, 0x50, 0xff}
	recess = color.RGBA{0x2c, 0x30, 0x3d, 0xff} // the whole time, behind a bar
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

// bar is a span of time on the axis, or what stands for one.
type bar struct {
	x1, x2, y, height float64 // left, right, top
	hue               color.RGBA
	ongoing           bool
}

// track is the whole time, behind a row's bars.
type track struct{ y, height float64 }

// layout is everything on the panel, placed.
type layout struct {
	height float64
	scale  axis
	texts  []text
	tracks []track
	bars   []bar
}

// png draws what is placed.
func (l *layout) png() ([]byte, error) {
	img := image.NewRGBA(image.Rect(0, 0, width, int(math.Ceil(l.height))))
	const radius = 14 * scale
	fill(img, rounded(0, 0, width, l.height, radius), border)
	fill(img, rounded(scale, scale, width-scale, l.height-scale, radius-scale), panel)
	for _, t := range l.tracks {
		fill(img, rounded(l.scale.left, t.y, l.scale.right, t.y+t.height, barHeight/2), recess)
		for _, x := range l.scale.ticks {
			if x > l.scale.left && x < l.scale.right { // the ends are round
				fill(img, rounded(x-scale/2, t.y, x+scale/2, t.y+t.height, 0), panel)
			}
		}
	}
	for _, b := range l.bars {
		shape := rounded(b.x1, b.y, b.x2, b.y+b.height, b.height/2)
		if b.ongoing {
			shape = arrow(b.x1, b.y, b.x2, b.y+b.height)
		}
		fill(img, shape, b.hue)
	}
	for _, t := range l.texts {
		write(img, t)
	}
	var out bytes.Buffer
	err := png.Encode(&out, img)
	return out.Bytes(), err
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

// beside places lines and, at the right end of the last one or below it, what is
// said of them.
func (l *layout) beside(lines, remark []line, y, height float64) float64 {
	y = l.paragraph(lines, margin, y, height)
	if last := lines[len(lines)-1]; len(remark) == 1 && last.width+labelSize+remark[0].width <= plot {
		l.paragraph(remark, margin+plot-remark[0].width, y-height, height)
		return y
	}
	for _, r := range remark {
		y = l.paragraph([]line{r}, margin+plot-r.width, y, lineHeight)
	}
	return y
}

// title places what is drawn, and of when it holds.
func (l *layout) title(f *fonts, name, remark string) float64 {
	return l.beside(wrap([]run{{name, f.title, bright}}, plot), wrap([]run{{remark, f.axis, muted}}, plot), margin, titleHeight)
}

// end places what is said below, and closes the panel.
func (l *layout) end(f *fonts, y float64, notes string) {
	if notes != "" {
		y = l.paragraph(wrap([]run{{notes, f.axis, muted}}, plot), margin, y+8*scale, lineHeight)
	}
	l.height = math.Round(y + margin*2/3)
}

// bar is one from a year to another, as long as can be seen.
func (l *layout) bar(from, to, y, height float64, hue color.RGBA, ongoing bool) bar {
	x1, x2 := l.scale.x(from), l.scale.x(to)
	x2 = max(x2, x1+minBar)
	if over := x2 - l.scale.right; over > 0 {
		x1, x2 = x1-over, x2-over
	}
	return bar{x1, x2, y, height, hue, ongoing}
}

// axis is where the years stand.
type axis struct {
	left, right float64
	first, last float64 // years, at the ends
	step        float64 // years from one that is named to the next
	ticks       []float64
}

// newAxis has as many years named between two places as there is room for.
func newAxis(f *fonts, left, right, first, last float64) axis {
	a := axis{left: left, right: right, first: first, last: last}
	room := f.axis.width("2000") * 2 // half of one moves inwards at an end
	for _, a.step = range []float64{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		if a.step*(right-left)/(last-first) >= room {
			break
		}
	}
	for year := math.Ceil(first/a.step) * a.step; year <= last; year += a.step {
		a.ticks = append(a.ticks, a.x(year))
	}
	return a
}

func (a *axis) x(year float64) float64 {
	return a.left + (year-a.first)/(a.last-a.first)*(a.right-a.left)
}

// years names the years below or above the bars. None overhangs an end.
func (l *layout) years(f *fonts, y float64) float64 {
	a := &l.scale
	for n, x := range a.ticks {
		year := math.Ceil(a.first/a.step)*a.step + float64(n)*a.step
		label := wrap([]run{{strconv.Itoa(int(year)), f.axis, muted}}, plot)
		x = min(max(x-label[0].width/2, a.left), a.right-label[0].width)
		l.paragraph(label, x, y, lineHeight)
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
