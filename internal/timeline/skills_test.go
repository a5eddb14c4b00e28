package timeline

import (
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"

	"resumebot/internal/facts"
	"resumebot/internal/ragtest"
	"resumebot/internal/resume"
)

// used names a skill and the entries that it was used in.
func used(name string, entries ...int) facts.Skill {
	s := facts.Skill{Name: name}
	for _, e := range entries {
		s.Uses = append(s.Uses, facts.Use{Entry: e})
	}
	return s
}

// A skilled is a résumé as the picture of skills sees it.
type skilled struct {
	*resume.Document
	skills []facts.Skill
}

// skilledPeople are the shapes that skills can have.
func skilledPeople() map[string]skilled {
	const job, project = resume.EntryWork, resume.EntryProject
	none := resume.Period{}
	two := document("Ada Example", entry(job, "Engineer", "Acme", since(2023, 2)), entry(job, "Intern", "Initech", months(2022, 1, 2022, 7)))
	many := document("Mary Many")
	var skills []facts.Skill
	for i := range 25 {
		kind, p := job, months(2000+i, 1, 2002+i, 6) // three at a time
		if i%4 == 3 {
			kind, p = project, none
		}
		many.Entries = append(many.Entries, entry(kind, fmt.Sprint("Work number ", i), fmt.Sprint("Company ", i), p))
	}
	for i := range 20 {
		s := used(fmt.Sprint("Skill ", i))
		for e := range 25 {
			if e%(i+1) == 0 {
				s.Uses = append(s.Uses, facts.Use{Entry: e})
			}
		}
		skills = append(skills, s)
	}
	long := strings.Repeat("Principal Senior Staff ", 20)
	short := document("Sam Short")
	for i := range 8 {
		short.Entries = append(short.Entries, entry(job, fmt.Sprint("Gig ", i), "", months(2024, i+1, 2024, i+1)))
	}
	short.Entries = append(short.Entries, entry(job, "First", "", months(1985, 1, 1986, 1)))
	return map[string]skilled{
		"two":   {two, []facts.Skill{used("Go", 0), used("AWS", 0, 1), used("unused")}},
		"one":   {two, []facts.Skill{used("Go", 1)}},
		"many":  {many, skills},
		"short": {short, []facts.Skill{used("Driving", 0, 1, 2, 3, 4, 5, 6, 7, 8)}},
		"long": {document(long, entry(job, long, long, since(1999, 1)), entry(project, strings.Repeat("X", 400), "", none)),
			[]facts.Skill{used(long, 0, 1), used(strings.Repeat("W", 60), 0), used("C", 1)}},
		"undated": {document("U", entry(project, "Ada's app", "", none), entry(project, "Ada's site", "", none)), []facts.Skill{used("Go", 0, 1), used("Rust", 1)}},
		"scripts": {document("अंकित दास 🚀", entry(job, "Инженер", "王伟公司", since(2020, 1)), entry(project, "🎓", "", none), entry(job, "مهندس", "서울대학교", months(2009, 1, 2010, 1))),
			[]facts.Skill{used("データ分析", 0, 1), used("Python", 2), used("Управление", 1, 2)}},
		"nobody":    {document("", entry(job, "A", "", since(2020, 1))), []facts.Skill{used("Go", 0)}},
		"same":      {document("S", entry(job, "Engineer", "Acme", since(2023, 2)), entry(job, "Intern", "Acme", months(2022, 1, 2022, 7))), []facts.Skill{used("Go", 0, 1)}},
		"centuries": {document("C", entry(job, "Clerk", "East India Company", months(1602, 1, 1874, 6)), entry(job, "Guard", "", months(1700, 1, 1700, 1))), []facts.Skill{used("Sailing", 0, 1)}},
	}
}

// Nothing overlaps or leaves the panel, and all that is said to be there is.
func TestSkillLayout(t *testing.T) {
	for name, d := range skilledPeople() {
		t.Run(name, func(t *testing.T) {
			f, err := newFonts()
			if err != nil {
				t.Fatal(err)
			}
			s := newSkillChart(d.Document, d.skills, asOf)
			l := s.layout(&f)
			squeezed := checkPlaced(t, l)
			uses := 0
			for _, r := range s.rows {
				uses += len(r.places)
				if part := strings.ReplaceAll(f.bold.legible(r.name), " ", ""); !strings.Contains(squeezed, part) {
					t.Errorf("%q is not there in full", part)
				}
			}
			named := min(len(s.places), len(placeHues)+1)
			if got := len(l.bars) - uses; got != named {
				t.Errorf("%d colours are explained, want %d", got, named)
			}
			for _, b := range l.bars[:uses] {
				in := func(k track) bool { return k.y <= b.y && b.y+b.height <= k.y+k.height }
				if b.x2 <= l.scale.right && !slices.ContainsFunc(l.tracks, in) {
					t.Errorf("a bar at %.0f stands outside every track", b.y)
				}
			}
		})
	}
}

// The rows with most evidence are drawn: by the number of entries, then by the time
// that those cover.
func TestSkillOrder(t *testing.T) {
	d := document("A", entry(resume.EntryWork, "Engineer", "Acme", since(2023, 2)), entry(resume.EntryWork, "Intern", "Initech", months(2022, 1, 2022, 7)),
		entry(resume.EntryProject, "App", "", resume.Period{}))
	var skills []facts.Skill
	for i := range 15 {
		skills = append(skills, used(fmt.Sprint("S", i), 2))
	}
	skills = append(skills, used("short", 1), used("long", 0), used("both", 1, 0), used("none"))
	s := newSkillChart(d, skills, asOf)
	var got []string
	for _, r := range s.rows {
		got = append(got, r.name)
	}
	if want := "both long short S0 S1 S2 S3 S4 S5 S6 S7 S8"; strings.Join(got, " ") != want {
		t.Errorf("rows %v, want %s", got, want)
	}
	if s.note() != "6 more skills not shown for want of room." {
		t.Errorf("note %q", s.note())
	}
}

// A skill's bars stand at the dates of its entries, each in its colour.
func TestSkillBars(t *testing.T) {
	f, err := newFonts()
	if err != nil {
		t.Fatal(err)
	}
	two := skilledPeople()["two"]
	s := newSkillChart(two.Document, two.skills, asOf) // the axis is 2022 to 2027
	l := s.layout(&f)
	at := func(year float64) float64 {
		return l.scale.left + (year-2022)/5*(l.scale.right-l.scale.left)
	}
	for n, want := range []bar{ // AWS, the latest entry first, then Go
		{x1: at(2023 + 1.0/12), x2: at(2026 + 68.0/365), hue: placeHues[0], ongoing: true},
		{x1: at(2022), x2: at(2022 + 7.0/12), hue: placeHues[1]},
		{x1: at(2023 + 1.0/12), x2: at(2026 + 68.0/365), hue: placeHues[0], ongoing: true},
	} {
		got := l.bars[n]
		if got.hue != want.hue || got.ongoing != want.ongoing || got.x1-want.x1 > 0.5 || want.x1-got.x1 > 0.5 || got.x2-want.x2 > 0.5 || want.x2-got.x2 > 0.5 {
			t.Errorf("bar %d is %+v, want %+v", n, got, want)
		}
	}
}

func TestSkillWords(t *testing.T) {
	d := document(" Ada\n Example ",
		entry(resume.EntryWork, "Engineer", "Acme", since(2023, 2)),
		entry(resume.EntryWork, "Intern", "Acme", months(2022, 1, 2022, 7)),
		entry(resume.EntryProject, "App Ltd.", "Acme", resume.Period{}),
	)
	_, alt, err := SkillsPNG(d, []facts.Skill{used("Go", 2, 0), used("R&D", 1), used("Cobol")}, asOf)
	want := "Skills of Ada Example and where they were used, as of March 2026, most used first. " +
		"Go: Engineer, Acme; App Ltd. R&D: Intern, Acme. " +
		"When that was: Engineer, Acme (Feb 2023 – present, 3 years 2 months); Intern, Acme (Jan 2022 – Jul 2022, 7 months); App Ltd. (no dates)."
	if alt != want || err != nil {
		t.Errorf("got  %s\nwant %s\n%v", alt, want, err)
	}
	if _, _, err := SkillsPNG(d, []facts.Skill{used("Cobol")}, asOf); !errors.Is(err, ErrNoSkills) {
		t.Errorf("nothing to draw: %v", err)
	}
}

// What is laid out is drawn, and is of a size that Discord takes.
func TestSkillsPNG(t *testing.T) {
	f, err := newFonts()
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range skilledPeople() {
		b, _, err := SkillsPNG(d.Document, d.skills, asOf)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		img, err := png.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if img.Bounds().Dx() != width || len(b) > 8<<20 {
			t.Errorf("%s: %d wide, %d bytes", name, img.Bounds().Dx(), len(b))
		}
		for _, b := range newSkillChart(d.Document, d.skills, asOf).layout(&f).bars {
			if got := img.At(int((b.x1+b.x2)/2), int(b.y+b.height/2)); color.RGBAModel.Convert(got) != b.hue {
				t.Errorf("%s: in the middle of a bar stands %v, want %v", name, got, b.hue)
			}
		}
	}
}

// From a résumé as it is read.
func TestSkillsOfAResume(t *testing.T) {
	d := ragtest.Load(t, ragtest.Write(t, `# Ines Vollmer

## Experience

### Baker | Crumb & Co
*May 2020 – July 2020*

- Kept books with SQL.

## Skills

- **Data:** SQL, MongoDB
`))
	_, alt, err := SkillsPNG(d, facts.Skills(d, ragtest.Lexicon(t), asOf), asOf)
	const want = "Skills of Ines Vollmer and where they were used, as of March 2026, most used first. SQL: Crumb & Co. When that was: Crumb & Co (May 2020 – Jul 2020, 3 months)."
	if alt != want || err != nil {
		t.Errorf("got %s, %v", alt, err)
	}
}
