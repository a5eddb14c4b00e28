package timeline

import "strings"

const rowGap = 12 * scale // between rows

// layout places everything from top to bottom. A label has the lines above its
// bar to itself, so that no label meets another, or is cut.
func (c *chart) layout(f *fonts) *layout {
	l := &layout{}
	first, last := c.years()
	l.scale = newAxis(f, margin, margin+plot, first, last)
	name := f.title.legible(c.person)
	if name == "" {
		name = "Timeline"
	}
	y := l.title(f, name, "as of "+c.asOf.Format("2 January 2006"))
	if len(c.rows) > 8 {
		y = l.years(f, y+4*scale)
	}
	for g := range groups {
		rows := c.in(g)
		if len(rows) == 0 {
			continue
		}
		y += 10 * scale
		y = l.paragraph(wrap([]run{{g.String(), f.head, hues[g]}}, plot), margin, y, lineHeight+4*scale)
		for _, r := range rows {
			y = l.row(f, &r, y) + rowGap
		}
	}
	y = l.years(f, y)
	l.end(f, y, strings.Join(c.notes(), " "))
	return l
}

// row places a label and its bar.
func (l *layout) row(f *fonts, r *row, y float64) float64 {
	title, org := f.bold.legible(r.title), f.regular.legible(r.org)
	if title != "" && org != "" {
		title += ","
	}
	label := []run{{title, f.bold, bright}, {org, f.regular, plain}}
	y = l.beside(wrap(label, plot), wrap([]run{{r.period, f.regular, muted}}, plot), y, lineHeight) + barGap
	l.tracks = append(l.tracks, track{y, barHeight})
	l.bars = append(l.bars, l.bar(r.from, r.to, y, barHeight, hues[r.group], r.ongoing))
	return y + barHeight
}
