// Package timeline draws a résumé over an axis of years, as a picture and in words
// for those who do not see it: roles and studies ([PNG], [Lines]), with one bar an
// entry, in groups for work, education and volunteering; and skills ([SkillsPNG]),
// with the entries that each was used in.
package timeline

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"resumebot/internal/resume"
)

// ErrNoDates says that there is nothing to draw.
var ErrNoDates = errors.New("timeline: no entry of the résumé has dates")

// maxRows bounds the picture; the entries that ended last are drawn.
const maxRows = 40

// PNG draws the roles and studies that have dates, with what is still going on
// ending at asOf; where there are none, whatever else has dates. alt says all that
// the picture shows, and the entries for which it has no room, in words; it has no
// bound of its own. Without a dated entry the error is [ErrNoDates]. A picture takes
// a tenth of a second and some 15 MB to make: keep it while the résumé and the day
// stay the same.
func PNG(d *resume.Document, asOf time.Time) (png []byte, alt string, err error) {
	c := newChart(d, asOf)
	if len(c.rows) == 0 {
		return nil, "", ErrNoDates
	}
	alt = c.words()
	c.bound()
	png, err = drawn(c.layout)
	if err != nil {
		return nil, "", err
	}
	return png, alt, nil
}

// drawn is what a layout looks like.
func drawn(place func(*fonts) *layout) ([]byte, error) {
	f, err := newFonts()
	if err != nil {
		return nil, fmt.Errorf("timeline: draw: %w", err)
	}
	picture, err := place(&f).png()
	if err != nil {
		return nil, fmt.Errorf("timeline: draw: %w", err)
	}
	return picture, nil
}

// chart is what is to be drawn or told.
type chart struct {
	person  string
	asOf    time.Time
	rows    []row // latest first
	undated int   // roles and studies without dates
	earlier int   // entries beyond maxRows
}

// group is one of the kinds of rows.
type group int

const (
	work group = iota
	education
	volunteering
	other // drawn only where there is nothing else
	groups
)

func (g group) String() string {
	return [groups]string{"Work", "Education", "Volunteering", "Other"}[g]
}

// row is one entry.
type row struct {
	group      group
	title, org string  // title is never empty
	from, to   float64 // years: 2023.5 is the middle of 2023
	ongoing    bool
	period     string
}

func newChart(d *resume.Document, asOf time.Time) *chart {
	c := &chart{person: d.Person.Name, asOf: asOf}
	for i := range d.Entries {
		c.add(&d.Entries[i])
	}
	if slices.ContainsFunc(c.rows, func(r row) bool { return r.group != other }) {
		c.rows = slices.DeleteFunc(c.rows, func(r row) bool { return r.group == other })
	}
	slices.SortStableFunc(c.rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(b.to, a.to), cmp.Compare(b.from, a.from))
	})
	return c
}

func (c *chart) add(e *resume.Entry) {
	g := other
	switch e.Kind {
	case resume.EntryWork:
		g = work
	case resume.EntryEducation, resume.EntryCertificate:
		g = education
	case resume.EntryVolunteer:
		g = volunteering
	}
	title, org := clean(e.Title), clean(e.Org)
	if title == "" {
		title, org = org, ""
	}
	if title == "" {
		return
	}
	if e.Period.IsZero() {
		if g != other {
			c.undated++
		}
		return
	}
	from, to := span(e.Period, c.asOf)
	c.rows = append(c.rows, row{g, title, org, from, to, e.Period.Present, told(e.Period, c.asOf)})
}

// bound leaves the rows that the picture has room for.
func (c *chart) bound() {
	if n := len(c.rows) - maxRows; n > 0 {
		c.rows, c.earlier = c.rows[:maxRows], n
	}
}

func (c *chart) in(g group) []row {
	var rows []row
	for _, r := range c.rows {
		if r.group == g {
			rows = append(rows, r)
		}
	}
	return rows
}

// years are the first and last year of the axis, at least one apart.
func (c *chart) years() (first, last float64) {
	var spans [][2]float64
	for _, r := range c.rows {
		spans = append(spans, [2]float64{r.from, r.to})
	}
	return yearsOf(spans)
}

// yearsOf are the whole years around spans, at least one.
func yearsOf(spans [][2]float64) (first, last float64) {
	first, last = math.Inf(1), math.Inf(-1)
	for _, s := range spans {
		first, last = min(first, s[0]), max(last, s[1])
	}
	first, last = math.Floor(first), math.Ceil(last)
	return first, max(last, first+1)
}

// notes say what the picture leaves out.
func (c *chart) notes() []string {
	var notes []string
	if c.earlier > 0 {
		notes = append(notes, fmt.Sprintf("%s not shown for want of room.", count(c.earlier, "earlier entry", "earlier entries")))
	}
	if c.undated > 0 {
		notes = append(notes, fmt.Sprintf("%s without dates not shown.", count(c.undated, "entry", "entries")))
	}
	return notes
}

// words is the chart as a text.
func (c *chart) words() string {
	var b strings.Builder
	b.WriteString("Timeline")
	if name := clean(c.person); name != "" {
		b.WriteString(" of " + name)
	}
	fmt.Fprintf(&b, " as of %s.", c.asOf.Format("January 2006"))
	for g := range groups {
		rows := c.in(g)
		if len(rows) == 0 {
			continue
		}
		var items []string
		for _, r := range rows {
			items = append(items, r.label()+" ("+r.period+")")
		}
		fmt.Fprintf(&b, " %s: %s.", g, strings.Join(items, "; "))
	}
	for _, note := range c.notes() {
		b.WriteString(" " + note)
	}
	return b.String()
}

func (r *row) label() string {
	if r.org == "" {
		return r.title
	}
	return r.title + ", " + r.org
}

// told says a period and, where the résumé gives it to the month, its length.
func told(p resume.Period, asOf time.Time) string {
	var text string
	switch start, end := short(p.Start), short(p.End); {
	case p.Present:
		text = start + " – present"
	case start == "":
		text = "until " + end
	case end == "" || end == start:
		text = start
	default:
		text = start + " – " + end
	}
	if n, exact := p.Months(asOf); exact && n > 0 {
		text += ", " + resume.FormatMonths(n)
	}
	return text
}

func short(d resume.Date) string {
	if d.Month == 0 {
		return d.String()
	}
	return fmt.Sprintf("%s %d", time.Month(d.Month).String()[:3], d.Year)
}

// span is the time a period covers on the axis. A year or month that stands
// alone, or ends a period, is covered whole.
func span(p resume.Period, asOf time.Time) (from, to float64) {
	const month = 1.0 / 12
	start, end := p.Start, p.End
	if start.IsZero() {
		start = end
	}
	if end.IsZero() {
		end = start
	}
	from = begin(start)
	switch {
	case p.Present:
		to = float64(asOf.Year()) + float64(asOf.YearDay()-1)/365
	case end.Month == 0:
		to = float64(end.Year + 1)
	default:
		to = float64(end.Year) + float64(end.Month)*month
	}
	return from, max(to, from+month)
}

func begin(d resume.Date) float64 {
	return float64(d.Year) + float64(max(d.Month, 1)-1)/12
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
