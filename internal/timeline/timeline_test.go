package timeline

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"resumebot/internal/resume"
)

var asOf = time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)

func entry(kind resume.EntryKind, title, org string, p resume.Period) resume.Entry {
	return resume.Entry{Kind: kind, Title: title, Org: org, Period: p}
}

func months(y1, m1, y2, m2 int) resume.Period {
	return resume.Period{Start: resume.Date{Year: y1, Month: m1}, End: resume.Date{Year: y2, Month: m2}}
}

func since(y, m int) resume.Period {
	return resume.Period{Start: resume.Date{Year: y, Month: m}, Present: true}
}

func document(name string, entries ...resume.Entry) *resume.Document {
	return &resume.Document{Person: resume.Person{Name: name}, Entries: entries}
}

// documents are the shapes that a résumé can have.
func documents() map[string]*resume.Document {
	const job, degree = resume.EntryWork, resume.EntryEducation
	many := document("Mary Many")
	for i := range 55 {
		kind := []resume.EntryKind{job, degree, resume.EntryVolunteer}[i%3]
		many.Entries = append(many.Entries, entry(kind, fmt.Sprint("Role number ", i), "Company", months(1970+i, 1, 1971+i, 6)))
	}
	long := strings.Repeat("Principal Senior Staff ", 20)
	return map[string]*resume.Document{
		"usual": document("Ada Example",
			entry(job, "Engineer", "Acme", since(2023, 2)),
			entry(job, "Intern", "Initech", months(2022, 1, 2022, 7)),
			entry(degree, "BSc", "Uni", months(2019, 6, 2023, 5))), // overlaps both
		"kinds": document("K", entry(job, "A", "B", since(2020, 1)), entry(resume.EntryVolunteer, "Teacher", "Club", months(2018, 1, 2019, 1)),
			entry(resume.EntryCertificate, "Course", "School", months(2017, 1, 2017, 6)), entry(resume.EntryPublication, "A paper", "", months(2016, 1, 2016, 1))),
		"one":        document("", entry(job, "Engineer", "", months(2020, 3, 2020, 3))),
		"only years": document("Y", entry(job, "A", "B", resume.Period{Start: resume.Date{Year: 2001}, End: resume.Date{Year: 2003}}), entry(degree, "C", "D", resume.Period{End: resume.Date{Year: 2000}})),
		"many":       many,
		"long":       document(long, entry(job, long, long, since(1999, 1)), entry(degree, strings.Repeat("X", 400), strings.Repeat("é", 300), months(2000, 1, 2000, 2))),
		"scripts": document("अंकित दास 🚀",
			entry(job, "Инженер", "王伟公司", since(2020, 1)),
			entry(job, "ソフトウェアエンジニア", "Ελλάδα ΑΕ", months(2010, 1, 2011, 1)),
			entry(job, "مهندس", "Łódź ﬁne", months(2009, 1, 2010, 1)),
			entry(degree, "🎓", "서울대학교", months(2003, 1, 2007, 1)),
			entry(degree, "🎓", "", months(2002, 1, 2003, 1))),
		"backwards": document("B", entry(job, "A", "B", months(2020, 5, 2019, 1)), entry(job, "To come", "C", since(2030, 1))),
		"centuries": document("C", entry(job, "Clerk", "East India Company", months(1602, 1, 1874, 6))),
	}
}

func chartOf(d *resume.Document) *chart {
	c := newChart(d, asOf)
	c.bound()
	return c
}

type box struct {
	what           string
	x1, y1, x2, y2 float64
}

// checkPlaced finds what overlaps, stands in the margin or has no glyph, and returns
// all that is written, without spaces.
func checkPlaced(t *testing.T, l *layout) string {
	t.Helper()
	var boxes []box
	var all strings.Builder
	for _, x := range l.texts {
		var words strings.Builder
		for _, w := range x.words {
			words.WriteString(w.text)
			for _, r := range w.text {
				if !w.face.has(r) || r == utf8.RuneError {
					t.Errorf("no glyph for %q in %q", r, w.text)
				}
			}
		}
		all.WriteString(words.String())
		if strings.HasPrefix(words.String(), ",") || words.Len() == 0 {
			t.Errorf("line %q", words.String())
		}
		m := x.words[0].face.face.Metrics()
		boxes = append(boxes, box{words.String(), x.x, x.y - float64(m.CapHeight)/64, x.x + x.width, x.y + float64(m.Descent)/64})
	}
	for _, b := range l.bars {
		if b.x2-b.x1 < minBar-0.01 {
			t.Errorf("bar from %.0f to %.0f", b.x1, b.x2)
		}
		boxes = append(boxes, box{"bar", b.x1, b.y, b.x2, b.y + b.height})
	}
	for i, a := range boxes {
		if a.x1 < margin-0.01 || a.y1 < margin/2 || a.x2 > margin+plot+0.01 || a.y2 > l.height-margin/2 {
			t.Errorf("%q stands in the margin: %+v", a.what, a)
		}
		for _, b := range boxes[:i] {
			if a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2 {
				t.Errorf("%q overlaps %q", a.what, b.what)
			}
		}
	}
	return strings.ReplaceAll(all.String(), " ", "")
}

// Nothing overlaps or leaves the panel, every character has a glyph, and every
// row is there in full.
func TestLayout(t *testing.T) {
	for name, d := range documents() {
		t.Run(name, func(t *testing.T) {
			f, err := newFonts()
			if err != nil {
				t.Fatal(err)
			}
			c := chartOf(d)
			l := c.layout(&f)
			squeezed := checkPlaced(t, l)
			for _, r := range c.rows {
				for _, part := range []string{f.bold.legible(r.title), f.regular.legible(r.org), r.period} {
					if part = strings.ReplaceAll(part, " ", ""); !strings.Contains(squeezed, part) {
						t.Errorf("%q is not there in full", part)
					}
				}
			}
			if len(l.bars) != len(c.rows) || len(l.bars) > maxRows {
				t.Errorf("%d bars for %d rows", len(l.bars), len(c.rows))
			}
		})
	}
}

func TestBarsStandAtTheirDates(t *testing.T) {
	d := document("A", entry(resume.EntryWork, "T", "O", months(2020, 7, 2022, 12)), entry(resume.EntryEducation, "T", "O", months(2019, 1, 2019, 12)))
	f, err := newFonts()
	if err != nil {
		t.Fatal(err)
	}
	l := chartOf(d).layout(&f) // the axis is 2019 to 2023, and both are named
	checkPlaced(t, l)
	for i, want := range [][2]float64{{1.5 / 4, 1}, {0, 1.0 / 4}} {
		got := l.bars[i]
		if x1, x2 := margin+want[0]*plot, margin+want[1]*plot; math.Abs(got.x1-x1) > 0.5 || math.Abs(got.x2-x2) > 0.5 {
			t.Errorf("bar %d from %.1f to %.1f, want %.1f to %.1f", i, got.x1, got.x2, x1, x2)
		}
	}
	if len(l.scale.ticks) != 5 {
		t.Errorf("%d years on the axis, want 5", len(l.scale.ticks))
	}
}

func TestPNG(t *testing.T) {
	for name, d := range documents() {
		b, _, err := PNG(d, asOf)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		img, err := png.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		r := img.Bounds()
		if r.Dx() != width || len(b) > 8<<20 {
			t.Errorf("%s: %d wide, %d bytes", name, r.Dx(), len(b))
		}
		for _, corner := range []image.Point{r.Min, {r.Max.X - 1, 0}, {0, r.Max.Y - 1}, r.Max.Sub(image.Pt(1, 1))} {
			if _, _, _, a := img.At(corner.X, corner.Y).RGBA(); a != 0 {
				t.Errorf("%s: corner %v is not transparent", name, corner)
			}
		}
		if name != "usual" {
			continue
		}
		f, err := newFonts()
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range chartOf(d).layout(&f).bars { // what is laid out is drawn
			if got := img.At(int((b.x1+b.x2)/2), int(b.y+barHeight/2)); color.RGBAModel.Convert(got) != b.hue {
				t.Errorf("in the middle of a bar stands %v, want %v", got, b.hue)
			}
		}
	}
}

func TestLines(t *testing.T) {
	got, err := Lines(documents()["usual"], asOf, 40)
	const want = `Ada Example, as of 10 March 2026

Work
Engineer, Acme
Feb 2023 – present, 3 years 2 months
····················███████████████▶····
Intern, Initech
Jan 2022 – Jul 2022, 7 months
···············███······················

Education
BSc, Uni
Jun 2019 – May 2023, 4 years
··████████████████████··················
     2020      2022      2024      2026
`
	if got != want || err != nil {
		t.Errorf("got\n%s\nwant\n%s\n%v", got, want, err)
	}
	for name, d := range documents() {
		got, err := Lines(d, asOf, 33)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		bars := 0
		for line := range strings.Lines(got) {
			if strings.ContainsAny(line, "█▶") {
				bars++
				if n := utf8.RuneCountInString(strings.TrimSpace(line)); n != 33 {
					t.Errorf("%s: a bar of %d columns: %s", name, n, line)
				}
			}
		}
		if c := chartOf(d); bars != len(c.rows) {
			t.Errorf("%s: %d bars for %d rows", name, bars, len(c.rows))
		}
	}
	if _, err := Lines(document("A"), asOf, 40); !errors.Is(err, ErrNoDates) {
		t.Errorf("nothing to draw: %v", err)
	}
}

func TestNothingToDraw(t *testing.T) {
	for _, d := range []*resume.Document{
		document("A"),
		document("A", entry(resume.EntryWork, "T", "O", resume.Period{})),
		document("A", entry(resume.EntryWork, " ", "", since(2020, 1))),
	} {
		if _, _, err := PNG(d, asOf); !errors.Is(err, ErrNoDates) {
			t.Errorf("got %v", err)
		}
	}
}

func TestAlt(t *testing.T) {
	const year = 2020
	d := document(" Ada\n Example ",
		entry(resume.EntryWork, "Intern", "Initech", months(2022, 1, 2022, 7)),
		entry(resume.EntryWork, "Engineer", "", since(2023, 2)),
		entry(resume.EntryWork, "", "Undated Ltd", resume.Period{}),
		entry(resume.EntryProject, "Undated project", "", resume.Period{}),
		entry(resume.EntryEducation, "दर्शन", "Uni", resume.Period{Start: resume.Date{Year: 2015}, End: resume.Date{Year: 2019}}),
		entry(resume.EntryEducation, "School", "", resume.Period{End: resume.Date{Year: 2015, Month: 5}}),
		entry(resume.EntryAward, "Prize", "Fund", resume.Period{Start: resume.Date{Year: year}}),
	)
	_, alt, err := PNG(d, asOf)
	want := "Timeline of Ada Example as of March 2026. " +
		"Work: Engineer (Feb 2023 – present, 3 years 2 months); Intern, Initech (Jan 2022 – Jul 2022, 7 months). " +
		"Education: दर्शन, Uni (2015 – 2019); School (until May 2015). " +
		"1 entry without dates not shown."
	if alt != want || err != nil {
		t.Errorf("got  %s\nwant %s\n%v", alt, want, err)
	}
	d.Entries = d.Entries[len(d.Entries)-1:] // what is neither role nor study shows where there is nothing else
	if _, alt, err = PNG(d, asOf); err != nil || !strings.HasSuffix(alt, "Other: Prize, Fund (2020).") {
		t.Errorf("got  %s, %v", alt, err)
	}
	_, alt, err = PNG(documents()["many"], asOf)
	if n := strings.Count(alt, "Role number"); n != 55 || err != nil {
		t.Errorf("%d of 55 roles are told, %v", n, err)
	}
}

// The rows that did not fit are the oldest, and the picture says so.
func TestEarliestEntriesGiveWay(t *testing.T) {
	c := chartOf(documents()["many"])
	if len(c.rows) != maxRows || c.rows[maxRows-1].title != "Role number 15" {
		t.Errorf("%d rows, the last is %q", len(c.rows), c.rows[maxRows-1].title)
	}
	if got := strings.Join(c.notes(), " "); got != "15 earlier entries not shown for want of room." {
		t.Errorf("note %q", got)
	}
}

func TestLegible(t *testing.T) {
	f, err := newFonts()
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{
		"Zoë – Łódź, Ελλάδα":   "Zoë – Łódź, Ελλάδα",
		"Инженер":              "Инженер",
		"अंकित दास":            "Ankit Daas",
		"王伟 Ltd":               "Wang Wei Ltd",
		"🚀 Rocket 👩‍🚀 Science": "Rocket Science",
		"e\u0301cole":          "ecole",
		"🎓":                    "",
	} {
		if got := f.regular.legible(in); got != want {
			t.Errorf("legible(%q) = %q, want %q", in, got, want)
		}
	}
}

// WCAG 2.2, "contrast ratio" and "relative luminance".
func TestContrast(t *testing.T) {
	luminance := func(c color.RGBA) float64 {
		lin := func(v uint8) float64 {
			if x := float64(v) / 255; x > 0.04045 {
				return math.Pow((x+0.055)/1.055, 2.4)
			} else {
				return x / 12.92
			}
		}
		return 0.2126*lin(c.R) + 0.7152*lin(c.G) + 0.0722*lin(c.B)
	}
	ratio := func(a, b color.RGBA) float64 {
		x, y := luminance(a), luminance(b)
		return (max(x, y) + 0.05) / (min(x, y) + 0.05)
	}
	for _, ink := range append(hues[:], bright, plain, muted) {
		if r := ratio(ink, panel); r < 4.5 {
			t.Errorf("%v on the panel has a contrast of %.1f", ink, r)
		}
	}
	for _, hue := range append(append(hues[:], placeHues...), muted) {
		if r := ratio(hue, recess); r < 3 {
			t.Errorf("%v on its track has a contrast of %.1f", hue, r)
		}
	}
}

func FuzzWrap(f *testing.F) {
	for _, s := range []string{"", "a", "  two  words ", strings.Repeat("x", 300), "日本 電信電話", "\xff\xfe bad"} {
		f.Add(s)
	}
	fonts, err := newFonts()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := fonts.bold.legible(s)
		const limit = 300
		var back strings.Builder
		for _, l := range wrap([]run{{text, fonts.bold, bright}}, limit) {
			if l.width > limit {
				t.Errorf("a line of %q is %.1f wide", text, l.width)
			}
			for _, w := range l.words {
				back.WriteString(w.text)
			}
		}
		if squeeze := strings.NewReplacer(" ", ""); squeeze.Replace(back.String()) != squeeze.Replace(text) {
			t.Errorf("%q became %q", text, back.String())
		}
	})
}

func BenchmarkPNG(b *testing.B) {
	d := documents()["usual"]
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := PNG(d, asOf); err != nil {
			b.Fatal(err)
		}
	}
}
