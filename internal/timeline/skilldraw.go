package timeline

import (
	"cmp"
	"fmt"
	"image/color"
	"slices"
)

// Sizes of the picture of skills.
const (
	skillGap  = 4 * scale  // between rows
	columnGap = 10 * scale // between columns
	laneGap   = 2 * scale  // between bars of one row
	lane      = 9 * scale  // height of a bar where a row has several, one above the other
	dot       = 11 * scale // diameter
	dotGap    = 4 * scale
	mostDots  = 4   // beside each other, where there are dates as well
	nameShare = 0.4 // of the width, at most, for names
)

// placeHues tell places apart, also for those who are colour-blind (M. Okabe and
// K. Ito, Color Universal Design, 2008; the darkest left out); beyond them all are
// muted. Red is beside orange only where there are five places.
var placeHues = []color.RGBA{
	{0x56, 0xb4, 0xe9, 0xff},
	{0xf0, 0xe4, 0x42, 0xff},
	{0x1e, 0xb9, 0x8a, 0xff},
	{0xe6, 0x9f, 0x00, 0xff},
	{0xde, 0x8d, 0xb9, 0xff},
	{0xe8, 0x6a, 0x2b, 0xff},
}

// columns are those of the picture of skills, left to right.
type columns struct {
	names float64 // width of names, which stand at the margin
	axis  [2]float64
	dots  [2]float64 // both 0 where every place has dates
}

// layout places a row for each skill, the years, and which colour is which place.
func (s *skillChart) layout(f *fonts) *layout {
	l := &layout{}
	y := l.title(f, cmp.Or(f.title.legible(s.person), "Skills"), "as of "+s.asOf.Format("2 January 2006"))
	y = l.paragraph(wrap([]run{{"Skills, and where they were used", f.regular, plain}}, plot), margin, y, lineHeight) + columnGap
	c := s.columns(f)
	if c.axis[1] > 0 {
		first, last := s.years()
		l.scale = newAxis(f, c.axis[0], c.axis[1], first, last)
	}
	hues := s.hues()
	for _, r := range s.rows {
		y = s.row(l, f, &c, hues, &r, y) + skillGap
	}
	if c.axis[1] > 0 {
		if c.dots[1] > 0 {
			l.paragraph(wrap([]run{{noDates, f.axis, muted}}, plot), c.dots[0], y, lineHeight)
		}
		y = l.years(f, y)
	}
	y = s.legend(l, f, hues, y+columnGap)
	l.end(f, y, s.note())
	return l
}

const noDates = "no dates"

// years are those of the axis.
func (s *skillChart) years() (first, last float64) {
	var spans [][2]float64
	for _, p := range s.places {
		if p.dated {
			spans = append(spans, [2]float64{p.from, p.to})
		}
	}
	return yearsOf(spans)
}

// columns shares the width between names, bars and dots.
func (s *skillChart) columns(f *fonts) (c columns) {
	dots, dated := 0, false
	for _, r := range s.rows {
		c.names = max(c.names, f.bold.width(f.bold.legible(r.name)))
		_, without := s.split(&r)
		dots, dated = max(dots, len(without)), dated || len(without) < len(r.places)
	}
	c.names = min(c.names, nameShare*plot)
	left := margin + c.names + columnGap
	switch {
	case dots == 0:
		c.axis = [2]float64{left, margin + plot}
	case !dated:
		c.dots = [2]float64{left, margin + plot}
	default:
		wide := max(f.axis.width(noDates), float64(min(dots, mostDots)*(dot+dotGap)-dotGap))
		c.dots = [2]float64{margin + plot - wide, margin + plot}
		c.axis = [2]float64{left, c.dots[0] - columnGap}
	}
	return c
}

// split gives the places of a row with dates and those without.
func (s *skillChart) split(r *skillRow) (dated, without []int) {
	for _, n := range r.places {
		if s.places[n].dated {
			dated = append(dated, n)
		} else {
			without = append(without, n)
		}
	}
	return dated, without
}

// hues gives each place its colour: one of its own to those that most rows have.
func (s *skillChart) hues() []color.RGBA {
	rows, order := make([]int, len(s.places)), make([]int, len(s.places))
	for _, r := range s.rows {
		for _, n := range r.places {
			rows[n]++
		}
	}
	for n := range order {
		order[n] = n
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rows[b], rows[a]) })
	hues := make([]color.RGBA, len(s.places))
	for rank, n := range order {
		hues[n] = muted
		if rank < len(placeHues) {
			hues[n] = placeHues[rank]
		}
	}
	return hues
}

// row places a skill's name, its bars and its dots, each in its column and in the
// middle of the row.
func (s *skillChart) row(l *layout, f *fonts, c *columns, hues []color.RGBA, r *skillRow, y float64) float64 {
	dated, without := s.split(r)
	name := wrap([]run{{f.bold.legible(r.name), f.bold, bright}}, c.names)
	var bars []bar
	for _, n := range dated {
		p := &s.places[n]
		bars = append(bars, l.bar(p.from, p.to, 0, barHeight, hues[n], p.ongoing))
	}
	barsHigh := stack(bars)
	perLine := max(1, int((c.dots[1]-c.dots[0]+dotGap)/(dot+dotGap)))
	dotsHigh := float64((len(without)+perLine-1)/perLine*(dot+dotGap) - dotGap)

	high := max(float64(len(name))*lineHeight, barsHigh, dotsHigh)
	l.paragraph(name, margin, y+(high-float64(len(name))*lineHeight)/2, lineHeight)
	if c.axis[1] > 0 {
		top := y + (high-barsHigh)/2
		l.tracks = append(l.tracks, track{top, barsHigh})
		for _, b := range bars {
			b.y += top
			l.bars = append(l.bars, b)
		}
	}
	for n, place := range without {
		x := c.dots[0] + float64(n%perLine*(dot+dotGap))
		top := y + (high-dotsHigh)/2 + float64(n/perLine*(dot+dotGap))
		l.bars = append(l.bars, bar{x, x + dot, top, dot, hues[place], false})
	}
	return y + high
}

// stack puts bars that would meet one above the other, and gives the height of all.
func stack(bars []bar) float64 {
	var ends []float64 // of each lane
	lanes := make([]int, len(bars))
	for _, n := range byLeft(bars) {
		free := slices.IndexFunc(ends, func(end float64) bool { return end <= bars[n].x1 })
		if free < 0 {
			free = len(ends)
			ends = append(ends, 0)
		}
		ends[free], lanes[n] = bars[n].x2, free
	}
	if len(ends) < 2 {
		return barHeight
	}
	for n := range bars {
		bars[n].y, bars[n].height = float64(lanes[n]*(lane+laneGap)), lane
	}
	return float64(len(ends)*(lane+laneGap) - laneGap)
}

func byLeft(bars []bar) []int {
	order := make([]int, len(bars))
	for n := range order {
		order[n] = n
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(bars[a].x1, bars[b].x1) })
	return order
}

// legend names the places beside their colours, as many on a line as there is room
// for.
func (s *skillChart) legend(l *layout, f *fonts, hues []color.RGBA, y float64) float64 {
	x, others := float64(margin), 0
	item := func(name string, hue color.RGBA) {
		lines := wrap([]run{{name, f.regular, plain}}, plot-dot-dotGap)
		wide := dot + dotGap + lines[0].width
		if x > margin && (len(lines) > 1 || x+wide > margin+plot) {
			x, y = margin, y+lineHeight
		}
		l.bars = append(l.bars, bar{x, x + dot, y + (lineHeight-dot)/2, dot, hue, false})
		end := l.paragraph(lines, x+dot+dotGap, y, lineHeight)
		x += wide + 2*columnGap
		if len(lines) > 1 {
			x, y = margin, end
		}
	}
	few := len(s.places) <= len(placeHues)+1 // one more needs no colour to be told apart
	for n, p := range s.places {
		if hues[n] == muted && !few {
			others++
			continue
		}
		item(cmp.Or(f.regular.legible(p.name), unnamed), hues[n])
	}
	if others > 0 {
		item(fmt.Sprintf("%d more", others), muted)
	}
	if x > margin {
		y += lineHeight
	}
	return y
}
