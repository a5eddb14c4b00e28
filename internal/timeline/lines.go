package timeline

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"resumebot/internal/resume"
)

// Lines draws the chart of [PNG] in characters, with bars as long as a line of
// width columns; widths below 20 are taken as 20. Labels are as long as they are.
func Lines(d *resume.Document, asOf time.Time, width int) (string, error) {
	c := newChart(d, asOf)
	if len(c.rows) == 0 {
		return "", ErrNoDates
	}
	c.bound()
	width = max(width, 20)
	first, last := c.years()
	column := func(year float64) int { return int(math.Round((year - first) / (last - first) * float64(width))) }

	var b strings.Builder
	head := "as of " + asOf.Format("2 January 2006")
	if name := clean(c.person); name != "" {
		head = name + ", " + head
	}
	b.WriteString(head + "\n")
	for g := range groups {
		rows := c.in(g)
		if len(rows) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s\n", g)
		for _, r := range rows {
			from := min(column(r.from), width-1)
			bar := strings.Repeat("█", max(1, column(r.to)-from))
			if r.ongoing {
				bar = strings.TrimSuffix(bar, "█") + "▶"
			}
			after := width - from - len([]rune(bar))
			fmt.Fprintf(&b, "%s\n%s\n%s%s%s\n", r.label(), r.period, strings.Repeat("·", from), bar, strings.Repeat("·", max(0, after)))
		}
	}
	b.WriteString(axisLine(first, last, width, column) + "\n")
	for _, note := range c.notes() {
		b.WriteString(note + "\n")
	}
	return b.String(), nil
}

// axisLine has as many years as there is room for, each beginning in its column.
func axisLine(first, last float64, width int, column func(float64) int) string {
	const room = 6 // columns of a year, with a gap
	step := 1.0
	for _, step = range []float64{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		if step*float64(width)/(last-first) >= room {
			break
		}
	}
	line := ""
	for year := math.Ceil(first/step) * step; year <= last; year += step {
		if at := column(year); at+4 <= width {
			line += strings.Repeat(" ", max(0, at-len(line))) + strconv.Itoa(int(year))
		}
	}
	return line
}
