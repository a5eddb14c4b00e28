package facts_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"resumebot/internal/facts"
	"resumebot/internal/lexicon"
	"resumebot/internal/ragtest"
	"resumebot/internal/resume"
)

var update = flag.Bool("update", false, "write the golden file anew")

func on(s string) time.Time {
	day, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return day
}

// read loads a résumé written as Markdown below a name.
func read(tb testing.TB, text string) *resume.Document {
	tb.Helper()
	return ragtest.Load(tb, ragtest.Write(tb, "# Ines Vollmer\n\n"+text))
}

func computed(doc *resume.Document, lex *lexicon.Lexicon, day time.Time) []resume.Passage {
	return facts.Add(doc, lex, day).Passages[len(doc.Passages):]
}

// TestFacts reads a few lines of an invented person's résumé and holds facts of one
// kind to it: each line of want must be made word for word, and no fact may hold a
// part of never.
func TestFacts(t *testing.T) {
	const today = "2026-11-25"
	work := func(heads ...string) string {
		var out strings.Builder
		out.WriteString("## Experience\n\n")
		for _, h := range heads {
			head, dates, _ := strings.Cut(h, "; ")
			fmt.Fprintf(&out, "### %s\n*%s*\n\n- Kept the lines running.\n\n", head, dates)
		}
		return out.String()
	}
	tests := []struct {
		name, resume, day string
		want, never       []string
	}{
		// in brief
		{"at work", work("Baker | Crumb & Co; January 2022 – present", "Usher | Odeon; 2023 – present", "Clerk | Post; 2010 – 2012") + "## Education\n\n### Diploma in Baking | Guild School\n*2008 – 2010*\n", today,
			[]string{"Ines Vollmer in brief: Usher at Odeon (2023 – present); Baker at Crumb & Co (January 2022 – present); Diploma in Baking, Guild School (2008 – 2010)."}, nil},
		{"between posts", work("Baker | Crumb & Co; January 2012 – May 2014", "Clerk | Post; 2010 – 2011"), today,
			[]string{"Ines Vollmer in brief: Baker at Crumb & Co (January 2012 – May 2014)."}, nil},
		{"what may be later", work("Barista | Acme Ltd; 2010 – 2012") + "### Chief Technology Officer, Globex Ltd\n2022 - present, before that 2020\n", today, nil, []string{"in brief: Barista"}},
		{"a post to come", work("Baker | Crumb & Co; January 2028 – May 2029"), today, nil, []string{"in brief"}},
		// where
		{"place", work("Baker | Crumb & Co; Vienna | January 2022 – July 2022"), today,
			[]string{"Place of Baker at Crumb & Co (January 2022 – July 2022): Vienna."}, nil},
		{"no place", work("Baker | Crumb & Co; January 2022 – July 2022"), today, nil, []string{"Place of"}},
		// how long
		{"months", work("Baker | Crumb & Co; January 2022 – July 2022"), today,
			[]string{"Baker at Crumb & Co: 7 months (January 2022 – July 2022)."}, nil},
		{"present", work("Baker | Crumb & Co; February 2023 – Present"), today,
			[]string{"Baker at Crumb & Co: 3 years 10 months so far (February 2023 – present, as of November 2026)."}, nil},
		{"years only", work("Baker | Crumb & Co; 2016 – 2021"), today,
			[]string{"Baker at Crumb & Co: about 5 years (2016 – 2021)."}, []string{"5 years 1 month"}},
		{"year to present", work("Baker | Crumb & Co; 2021 – present"), today,
			[]string{"Baker at Crumb & Co: at least 5 years so far (2021 – present, as of November 2026)."}, nil},
		{"month to year", work("Baker | Crumb & Co; March 2019 – 2021"), today,
			[]string{"Baker at Crumb & Co: at least 1 year 11 months (March 2019 – 2021)."}, nil},
		{"one year", work("Baker | Crumb & Co; 2019"), today,
			[]string{"Baker at Crumb & Co: 2019; no other date is given."}, []string{"current", "Total", "ended"}},
		{"this year to present", work("Baker | Crumb & Co; 2026 – present"), today,
			[]string{"Baker at Crumb & Co: 2026 – present; the dates do not tell how long."}, []string{"Total"}},
		{"first month", work("Baker | Crumb & Co; November 2026 – present"), today,
			[]string{"Baker at Crumb & Co: 1 month so far (November 2026 – present, as of November 2026)."}, nil},
		{"end to come", work("Baker | Crumb & Co; January 2026 – March 2027"), today,
			[]string{"Baker at Crumb & Co: 11 months so far (January 2026 – March 2027, as of November 2026).", "Current position as of November 2026: Baker at Crumb & Co (January 2026 – March 2027), 11 months so far."}, nil},
		{"ends this month", work("Baker | Crumb & Co; January 2026 – November 2026"), today,
			[]string{"Baker at Crumb & Co: 11 months, January 2026 – November 2026; the date leaves open whether that has ended by November 2026."}, []string{"urrent position", "ended in"}},
		{"ended last month", work("Baker | Crumb & Co; January 2026 – October 2026"), today,
			[]string{"No current position as of November 2026; the latest, Baker at Crumb & Co, ended in October 2026."}, nil},
		{"upcoming", work("Baker | Crumb & Co; January 2027 – present", "Cook | Ladle; 2019 – 2021"), today,
			[]string{"Baker at Crumb & Co: January 2027 – present, still to come as of November 2026.", "No current position as of November 2026; the latest, Cook at Ladle, ended in 2021.", "Total work experience: at least 1 year 2 months as of November 2026, overlapping months counted once, from 1 dated position: Cook at Ladle (2019 – 2021).", "1 position: Cook at Ladle (2019 – 2021)."},
			[]string{"Current", "Baker at Crumb & Co (January 2027 – present), "}},
		{"no dates", work("Baker | Crumb & Co", "Cook | Ladle"), today,
			[]string{"2 positions: Baker at Crumb & Co; Cook at Ladle."}, []string{"month", "year", "urrent", "newest", "Before", "First"}},

		{"the last day counts", work("Baker | Crumb & Co; 15 January 2020 – 25 November 2026"), today,
			[]string{"Current position as of November 2026: Baker at Crumb & Co (January 2020 – November 2026), 6 years 11 months so far."}, nil},
		{"the day after the last", work("Baker | Crumb & Co; 15 January 2020 – 24 November 2026"), today,
			[]string{"No current position as of November 2026; the latest, Baker at Crumb & Co, ended in November 2026."}, nil},
		{"begins tomorrow", work("Baker | Crumb & Co; 26 November 2026 – 31 December 2027"), today,
			[]string{"Baker at Crumb & Co: November 2026 – December 2027, still to come as of November 2026."}, []string{"Current", "Total"}},
		{"years in a row", work("Lecturer | Evening School; 2022, 2023 and 2024"), today,
			[]string{"Lecturer at Evening School: 2022, 2023 and 2024; no other date is given."}, nil},

		// one employer
		{"roles in a row", work("Head Baker | Crumb & Co; May 2022 – present", "Baker | Crumb & Co; January 2020 – April 2022", "Cook | Ladle; 2018 – 2019"), today,
			[]string{"Crumb & Co: 6 years 11 months in all so far, as of November 2026, overlapping months counted once; 2 positions, newest first: Head Baker (May 2022 – present); Baker (January 2020 – April 2022)."}, []string{"Ladle: about 1 year in all"}},
		{"nobody's employer", work("Self-employed Baker | Crumb Workshop; May 2024 – July 2024", "Self-employed Cook | Crumb Workshop; January 2020 – March 2020"), today,
			[]string{"2 positions, newest first: Self-employed Baker at Crumb Workshop (May 2024 – July 2024); Self-employed Cook at Crumb Workshop (January 2020 – March 2020)."}, []string{"Crumb Workshop: 6 months"}},
		{"stints with a gap", work("Head Baker | Crumb & Co; May 2024 – July 2024", "Baker | Crumb & Co; January 2020 – March 2020"), today,
			[]string{"Crumb & Co: 6 months in all, overlapping months counted once; 2 positions, newest first: Head Baker (May 2024 – July 2024); Baker (January 2020 – March 2020)."}, nil},

		// total
		{"overlap counted once", work("Baker | Crumb & Co; January 2020 – December 2021", "Cook | Ladle; July 2021 – June 2022"), today,
			[]string{"Total work experience: 2 years 6 months as of November 2026, overlapping months counted once, from 2 dated positions: Cook at Ladle (July 2021 – June 2022); Baker at Crumb & Co (January 2020 – December 2021).",
				"Positions held at the same time: Cook at Ladle (July 2021 – June 2022) and Baker at Crumb & Co (January 2020 – December 2021), for 6 months.",
				"First position, with which the work began, by the dates given: Baker at Crumb & Co (January 2020 – December 2021)."}, nil},
		{"volunteers do not count", work("Baker | Crumb & Co; January 2020 – December 2021", "Volunteer Cook | Ladle; January 2015 – December 2019"), today,
			[]string{"1 position: Baker at Crumb & Co (January 2020 – December 2021).", "1 volunteer post: Volunteer Cook at Ladle (January 2015 – December 2019)."}, []string{"7 years"}},

		// order
		{"first and before", work("Baker | Crumb & Co; February 2023 – present", "Cook | Ladle; January 2022 – July 2022"), today,
			[]string{"Before Baker at Crumb & Co (February 2023 – present): Cook at Ladle (January 2022 – July 2022).",
				"First position, with which the work began, by the dates given: Cook at Ladle (January 2022 – July 2022)."}, nil},
		{"order left open", work("Baker | Crumb & Co; 2019 – 2020", "Cook | Ladle; 2019 – 2021"), today, nil, []string{"Before", "First position", "No two"}},
		{"order left open by a year", work("Baker | Crumb & Co; March 2019 – 2020", "Cook | Ladle; 2019 – 2021"), today, nil, []string{"Before", "First position"}},
		{"before is the one that led up to it", work("Head Baker | Crumb & Co; March 2021 – present", "Teacher | Evening School; January 2018 – June 2018", "Baker | Ladle; January 2016 – February 2021"), today,
			[]string{"Before Head Baker at Crumb & Co (March 2021 – present): Baker at Ladle (January 2016 – February 2021).",
				"Before Teacher at Evening School (January 2018 – June 2018), and still at its beginning: Baker at Ladle (January 2016 – February 2021)."}, nil},
		{"two current", work("Baker | Crumb & Co; February 2023 – present", "Cook | Ladle; January 2022 – present"), today,
			[]string{"Current positions as of November 2026: Baker at Crumb & Co (February 2023 – present), 3 years 10 months so far; Cook at Ladle (January 2022 – present), 4 years 11 months so far."}, []string{"Time without"}},
		{"studies and work", work("Baker | Crumb & Co; February 2023 – present", "Cook | Ladle; May 2020 – October 2020") + "## Education\n\n### B.Sc. in Food Science\n**Northern Polytechnic** | *June 2019 – May 2023*\n", today,
			[]string{"After B.Sc. in Food Science, Northern Polytechnic (June 2019 – May 2023), and begun before its end: Baker at Crumb & Co (February 2023 – present).",
				"No current course of study as of November 2026; the latest, B.Sc. in Food Science, Northern Polytechnic, ended in May 2023."}, nil},

		{"work before and after studies", work("Baker | Crumb & Co; February 2018 – present", "Cook | Ladle; January 2010 – December 2012") + "## Education\n\n### B.Sc. in Food Science\n**Northern Polytechnic** | *2014 – 2016*\n", today,
			[]string{"After B.Sc. in Food Science, Northern Polytechnic (2014 – 2016): Baker at Crumb & Co (February 2018 – present)."}, nil},

		// gaps
		{"gap of two months", work("Baker | Crumb & Co; May 2022 – present", "Cook | Ladle; January 2020 – February 2022"), today,
			[]string{"Time without a dated position: 2 months after Cook at Ladle (March 2022 – April 2022)."}, nil},
		{"gap of one month", work("Baker | Crumb & Co; April 2022 – present", "Cook | Ladle; January 2020 – February 2022"), today,
			[]string{"No gap of 2 months or more between the 2 dated positions, since January 2020.", "No two of the 2 dated positions were held at the same time."}, nil},
		{"gap left open", work("Baker | Crumb & Co; 2022 – present", "Cook | Ladle; 2019 – 2021"), today, nil, []string{"No gap", "Time without"}},
		{"gap with a position of unknown length in it", work("Baker | Crumb & Co; May 2022 – present", "Waiter | Pier; 2021", "Cook | Ladle; January 2020 – December 2020"), today, nil, []string{"No gap", "Time without"}},
		{"a month shared is a hand-over", work("Baker | Crumb & Co; February 2022 – present", "Cook | Ladle; January 2020 – February 2022"), today,
			[]string{"No two of the 2 dated positions were held at the same time."}, []string{"Positions held"}},
		{"gap since the last", work("Cook | Ladle; January 2020 – July 2026"), today,
			[]string{"Time without a dated position: 4 months after Cook at Ladle (August 2026 – November 2026)."}, nil},

		// skills
		{"skill in a position", "## Experience\n\n### Baker | Crumb & Co\n*May 2020 – July 2020*\n\n- Tracked flour in PostgreSQL.\n\n## Skills\n\n- **Data:** Postgres, MongoDB, patience\n", today,
			[]string{"Postgres is named in 1 position: Baker at Crumb & Co (May 2020 – July 2020). Listed under Data.", "Dated work that names Postgres: 3 months, last in July 2020.",
				"Listed under Data but named in no position, project or study: MongoDB.", "3 skills listed under Data: Postgres, MongoDB, patience."}, []string{"study: patience", "MongoDB is named"}},
		{"skill in projects", "## Projects\n\n### Loafwatch\n- **Tech Stack:** Python, Django.\n\n### Crumbs\n- **Tech Stack:** Python, SQLite.\n", today,
			[]string{"Python is named in 2 projects: Loafwatch; Crumbs.", "Django is named in 1 project: Loafwatch.", "2 projects: Loafwatch; Crumbs."}, []string{"month"}},
		{"skill in a current position", "## Experience\n\n### Baker | Crumb & Co\n*May 2020 – present*\n\n- Runs orders on Ubuntu Pro and PostgreSQL, with a notion of KVM.\n- Keeps books in MySQL.\n\n## Skills\n\n- **Systems:** Ubuntu Pro, Notion\n- **Standards:** IFRS, Dutch GAAP\n", today,
			[]string{"Ubuntu Pro is named in 1 position: Baker at Crumb & Co (May 2020 – present). Listed under Systems.", "Dated work that names Ubuntu Pro: 6 years 7 months up to November 2026.",
				"PostgreSQL is named in 1 position: Baker at Crumb & Co (May 2020 – present).", "Dated work that names PostgreSQL: 6 years 7 months up to November 2026.",
				"2 skills listed under Standards: IFRS, Dutch GAAP."}, []string{"Ubuntu is named", "Notion is named", "MySQL is named", "spoken"}},
		{"graded skills", "## Experience\n\n### Baker | Crumb & Co\n*May 2020 – July 2020*\n\n- Ran A/B testing of loaves.\n- Kept books with a little SQL.\n\n## Skills\n\n- **Data:** A/B testing, basic SQL\n- **Level:** Advanced\n", today,
			[]string{"A/B testing is named in 1 position: Baker at Crumb & Co (May 2020 – July 2020). Listed under Data.", "Dated work that names A/B testing: 3 months, last in July 2020.",
				"SQL is named in 1 position: Baker at Crumb & Co (May 2020 – July 2020). Listed under Data.", "Dated work that names SQL: 3 months, last in July 2020."}, []string{"Advanced", "basic SQL is"}},
		{"languages in prose", "## Personal\n\nFluent in Spanish and English. Conversant in French.\n\n## Experience\n\n### Baker | Crumb & Co\n*May 2020 – July 2020*\n\n- Baked for a Latin American ballet; taught Italian recipes.\n", today,
			[]string{"3 spoken languages: Spanish, English, French."}, []string{"Italian", "Latin"}},
		{"part of another name", "## Projects\n\n### Dive\n- **Tech Stack:** React Native, Go.\n\n## Skills\n\n- **Code:** React, Go\n", today,
			[]string{"React Native is named in 1 project: Dive.", "Go is named in 1 project: Dive. Listed under Code."}, []string{"React is named"}},
		{"a letter is no skill elsewhere", "## Experience\n\n### Baker | Crumb & Co\n*May 2020 – July 2020*\n\n- Led R&D with Vitamin B.\n\n## Skills\n\n- **Languages:** R, Go\n", today, nil, []string{"R is named", "Go is named"}},

		// counts
		{"degrees", "## Education\n\n### M.Sc. in Food Science\n**Northern Polytechnic** | *2014 – 2016*\n\n### B.Sc. in Chemistry\n**Lakeside University** | *2010 – 2013*\n", today,
			[]string{"2 courses of study, newest first: M.Sc. in Food Science, Northern Polytechnic (2014 – 2016); B.Sc. in Chemistry, Lakeside University (2010 – 2013)."}, nil},
		{"a degree to come", "## Education\n\n### M.Sc. in Food Science\n**Northern Polytechnic** | *May 2027*\n\n### B.Sc. in Chemistry\n**Lakeside University** | *2010 – 2013*\n", today,
			[]string{"M.Sc. in Food Science, Northern Polytechnic: May 2027, still to come as of November 2026."}, []string{"No current", "Latest"}},
		{"a degree in progress", "## Education\n\n### M.Sc. in Food Science\n**Northern Polytechnic** | *October 2025 – September 2027*\n", today,
			[]string{"Current course of study as of November 2026: M.Sc. in Food Science, Northern Polytechnic (October 2025 – September 2027), 1 year 2 months so far."}, nil},
		{"languages by name", "## Skills\n\n- **Tools:** AutoCAD\n- **Mother tongue:** Portuguese\n- **English:** C2, C1\n- **French press:** coffee\n", today, []string{"2 spoken languages: Portuguese, English (C2, C1)."}, []string{"Dated"}},
		{"languages", "## Languages\n\n- German (native)\n- Danish (B1)\n", today, []string{"2 spoken languages: German (native), Danish (B1)."}, []string{"skill"}},
		// certificates
		{"validity", "## Certifications\n\n- Food Hygiene Level 3, valid until March 2026\n- First Aid, valid until May 2027\n- Forklift Licence, valid until November 2026\n- Barista Diploma, 2019\n- Allergen Training, valid for 3 years, 2019\n- Bread Judge, through the Harbour Board, 2018\n- Oven Licence, valid to June 2028\n- Gas Licence, 2019, valid until 2025\n", today,
			[]string{"Food Hygiene Level 3: valid until March 2026, lapsed as of November 2026.", "First Aid: valid until May 2027, still valid as of November 2026.", "Forklift Licence: valid until November 2026, which may have passed by 25 November 2026.",
				"Oven Licence: valid until June 2028, still valid as of November 2026.", "Gas Licence: valid until 2025, lapsed as of November 2026."}, []string{"Barista Diploma: valid", "Training: valid", "Board: valid"}},

		{"renewed", "## Certifications\n\n| Certificate | Issuer | Valid |\n|---|---|---|\n| Food Hygiene Level 3 | Harbour Board | 2013, renewed to 2028 |\n", today,
			[]string{"Food Hygiene Level 3, Harbour Board: valid until 2028, still valid as of November 2026."}, nil},
		{"a master that is no degree", "## Certifications\n\n- Professional Scrum Master, 2019\n", today, []string{"1 certificate: Professional Scrum Master (2019)."}, []string{"degree", "study"}},

		// contact
		{"contact", "Email: ines@vollmer.example  \nPhone: +49 40 5550 1234  \nLocation: Kiel, Germany\n", today,
			[]string{"Contact details of Ines Vollmer: E-mail address ines@vollmer.example; Phone number +49 40 5550 1234.", "Place of residence of Ines Vollmer: Kiel, Germany."}, nil},

		// moments
		{"moments", work("Baker | Crumb & Co; February 2024 – present", "Cook | Ladle; January 2022 – July 2022", "Waiter | Pier; July 2022 – August 2022"), today,
			[]string{"January 2022 – June 2022: Cook at Ladle (January 2022 – July 2022).", "July 2022: Cook at Ladle (January 2022 – July 2022); Waiter at Pier (July 2022 – August 2022).", "February 2024 – November 2026: Baker at Crumb & Co (February 2024 – present)."}, []string{"2023:", "2027"}},

		// links
		{"link", "## Projects\n\n### [Loafwatch](https://loafwatch.example)\n- Watches loaves.\n", today, []string{"Link of Loafwatch: https://loafwatch.example"}, nil},

		// doubt and privacy
		{"an end before the beginning", "## Experience\n\n### Baker | Crumb & Co\n*May 2020 – July 2020*\n\n### Cook | Ladle\n*1920 – 1921*\n", today,
			[]string{"At least 1 position: Baker at Crumb & Co (May 2020 – July 2020).", "Total work experience: at least 3 months as of November 2026, overlapping months counted once, from 1 dated position: Baker at Crumb & Co (May 2020 – July 2020)."}, []string{"Ladle", "No current", "Time without"}},
		{"no order beside a doubtful entry", work("Baker | Crumb & Co; May 2020 – July 2020", "Cook | Ladle; January 2018 – March 2019", "Waiter | Pier; 1920 – 1921"), today,
			[]string{"At least 2 positions, newest first: Baker at Crumb & Co (May 2020 – July 2020); Cook at Ladle (January 2018 – March 2019)."}, []string{"First position", "Time without", "No two", "Pier"}},
		{"a line of nothing but an employer", work("Baker | Crumb & Co; May 2020 – July 2020", "Personal"), today,
			[]string{"At least 1 position: Baker at Crumb & Co (May 2020 – July 2020)."}, []string{"Personal"}},
		{"a sentence is no title", "## Volunteering\n\n- Treasurer, Ladle, 2019 – 2020\n- Teaches a free evening class at the Harbour library, since 2022\n", today, nil, []string{"Teaches", "Current volunteer post"}},
		{"named as the header has it", "## Volunteering\n\n- Treasurer for Harbour Garden Society, 2019 – 2020\n", today,
			[]string{"Treasurer for Harbour Garden Society: about 1 year (2019 – 2020)."}, nil},
		{"private", work("Baker | Crumb & Co; May 2020 – July 2020") + "<!-- private -->\n## Volunteering\n\n### Treasurer | Ladle\n*2019 – 2020*\n\n- Kept MongoDB and MySQL books.\n<!-- /private -->\n", today, nil, []string{"Ladle", "Treasurer", "MySQL"}},
		{"private lines", "## Experience\n\n### Baker | Crumb & Co\n*May 2020 – July 2020*\n\n- Baked.\n\n<!-- private -->\n- Kept MongoDB and MySQL books.\n<!-- /private -->\n", today,
			[]string{"1 position: Baker at Crumb & Co (May 2020 – July 2020)."}, []string{"MySQL"}},
	}
	lex := ragtest.Lexicon(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var made []string
			for _, p := range computed(read(t, tt.resume), lex, on(tt.day)) {
				made = append(made, p.Body)
			}
			for _, want := range tt.want {
				if !slices.Contains(made, want) {
					t.Errorf("not made: %s", want)
				}
			}
			for _, never := range tt.never {
				if n := slices.IndexFunc(made, func(s string) bool { return strings.Contains(s, never) }); n >= 0 {
					t.Errorf("holds %q: %s", never, made[n])
				}
			}
			if t.Failed() {
				t.Logf("made:\n%s", strings.Join(made, "\n"))
			}
		})
	}
}

// TestCertain holds entries that a reader may have made of lines read wrongly: no
// fact is made of those.
func TestCertain(t *testing.T) {
	in2020 := resume.Period{Start: resume.Date{Year: 2020, Month: 5}, End: resume.Date{Year: 2020, Month: 7}, Text: "May 2020 – July 2020"}
	tests := []struct {
		header string
		entry  resume.Entry
		want   string // the name, "" where nothing may be made of it
	}{
		{"Baker, Crumb & Co, May 2020 – July 2020", resume.Entry{Title: "Baker", Org: "Crumb & Co", Period: in2020}, "Baker at Crumb & Co"},
		{"Baker, May 2020 – July 2020", resume.Entry{Title: "Baker", Period: in2020}, "Baker"},
		{"Baker, Crumb & Co", resume.Entry{Title: "Baker", Org: "Crumb & Co"}, "Baker at Crumb & Co"},
		{"Baker", resume.Entry{Title: "Baker"}, ""},
		{"Baker, Kiel, May 2020 – July 2020", resume.Entry{Title: "Baker", Org: "Kiel", Period: in2020}, "Baker"},
		{"Kiel, May 2020 – July 2020", resume.Entry{Org: "Kiel", Period: in2020}, ""},
		{"Baker, Crumb & Co, 2016 ~ May 2020 – July 2020", resume.Entry{Title: "Baker", Org: "Crumb & Co", Period: in2020}, ""},
		{"Baker, Crumb & Co, May 2020 ~ present", resume.Entry{Title: "Baker", Org: "Crumb & Co", Period: resume.Period{Start: in2020.Start, Text: "May 2020"}}, ""},
		{"February, Crumb & Co, May 2020 – July 2020", resume.Entry{Title: "February", Org: "Crumb & Co", Period: in2020}, ""},
		{"ines@vollmer.example, Crumb & Co, May 2020 – July 2020", resume.Entry{Title: "ines@vollmer.example", Org: "Crumb & Co", Period: in2020}, ""},
		{"0171 5550134 x, Crumb & Co, May 2020 – July 2020", resume.Entry{Title: "0171 5550134 x", Org: "Crumb & Co", Period: in2020}, ""},
		{"Bakes bread for the harbour hotels, May 2020 – July 2020", resume.Entry{Title: "Bakes bread for the harbour hotels", Period: in2020}, ""},
		{"Led the morning shift and taught the others, mostly by hand and with much patience", resume.Entry{Title: "Led the morning shift and taught the others, mostly by hand and with much patience", Org: "Crumb & Co"}, ""},
		{"Baker, Crumb & Co", resume.Entry{Title: "Baker", Org: "Crumb & Co", Period: resume.Period{Start: in2020.End, End: in2020.Start}}, ""},
		{"Baker, Crumb & Co", resume.Entry{Title: "Baker", Org: "Crumb & Co", Period: resume.Period{Start: in2020.Start, End: resume.Date{Year: 2055}}}, ""},
	}
	lex := ragtest.Lexicon(t)
	for _, tt := range tests {
		x := tt.entry
		x.Kind = resume.EntryWork
		doc := &resume.Document{
			Person:   resume.Person{Location: "Kiel, Germany", Passage: -1},
			Sections: []resume.Section{{Heading: []string{"Work"}, Kind: resume.SectionWork, Parent: -1}},
			Entries:  []resume.Entry{x},
			Passages: []resume.Passage{{Kind: resume.PassageHeader, Body: tt.header, Parent: -1}},
		}
		got := ""
		for _, p := range computed(doc, lex, on("2026-11-25")) {
			if name, ok := strings.CutPrefix(p.Body, "1 position: "); ok {
				got, _, _ = strings.Cut(strings.TrimSuffix(name, "."), " (")
			}
		}
		if got != tt.want {
			t.Errorf("%s: made of %q, want %q", tt.header, got, tt.want)
		}
	}
}

// TestPassages holds what Add promises of the passages themselves.
func TestPassages(t *testing.T) {
	dirs := []string{"../../corpus"}
	for _, pattern := range []string{"../eval/testdata/visitors/*", "../rag/testdata/people/*", "../resume/testdata/people"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, dir := range found {
			if info, err := os.Stat(dir); err == nil && info.IsDir() {
				dirs = append(dirs, dir)
			}
		}
	}
	day, lex := on("2026-11-25"), ragtest.Lexicon(t)
	for _, dir := range dirs {
		doc := ragtest.Load(t, dir)
		before := len(doc.Passages)
		with := facts.Add(doc, lex, day)
		if len(doc.Passages) != before || !reflect.DeepEqual(with.Passages[:before], doc.Passages) {
			t.Errorf("%s: the document's own passages changed", dir)
		}
		if !reflect.DeepEqual(with, facts.Add(doc, lex, day)) {
			t.Errorf("%s: not the same twice", dir)
		}
		seen := map[string]bool{}
		for _, p := range with.Passages[before:] {
			if p.Kind != resume.PassageComputed || len(p.From) == 0 || p.Asked == "" || p.Label != "" || p.Parent != -1 || p.Heading[0] != facts.Heading {
				t.Errorf("%s: %+v", dir, p)
				continue
			}
			first := doc.Passages[p.From[0]]
			if p.Source != first.Source || p.Section != first.Section {
				t.Errorf("%s: %q does not stand where %q does", dir, p.Body, first.Text())
			}
			if p.Entry >= 0 && doc.Entries[p.Entry].Header != p.From[0] {
				t.Errorf("%s: %q is about an entry whose header it does not rest on", dir, p.Body)
			}
			if len(p.Body) > 900 || !strings.HasSuffix(p.Body, ".") && !strings.HasPrefix(p.Body, "Link of ") || strings.Contains(p.Body, "  ") || strings.Contains(p.Body, "()") || strings.Contains(p.Body, ": .") {
				t.Errorf("%s: reads badly: %s", dir, p.Body)
			}
			if seen[p.Body] {
				t.Errorf("%s: said twice: %s", dir, p.Body)
			}
			seen[p.Body] = true
		}
	}
}

// TestLists holds a long list to its limit and its count.
func TestLists(t *testing.T) {
	var text strings.Builder
	text.WriteString("## Projects\n\n")
	for n := range 60 {
		fmt.Fprintf(&text, "### Project Number %02d\n- Baked well.\n\n", n)
	}
	for _, p := range computed(read(t, text.String()), ragtest.Lexicon(t), on("2026-11-25")) {
		if !strings.HasPrefix(p.Body, "60 projects: ") {
			continue
		}
		listed := strings.Count(p.Body, "Project Number")
		if !strings.HasSuffix(p.Body, fmt.Sprintf("; and %d more.", 60-listed)) || len(p.Body) > 700 || len(p.From) != 60 {
			t.Errorf("%d listed: %s", listed, p.Body)
		}
		return
	}
	t.Error("the projects are not counted")
}

// TestShipped writes down all facts of the résumé that the program ships with, so
// that what a change does to them is read as a diff.
func TestShipped(t *testing.T) {
	const golden = "testdata/shipped.golden"
	var got strings.Builder
	for _, p := range computed(ragtest.Load(t, "../../corpus"), ragtest.Lexicon(t), on("2026-11-25")) {
		fmt.Fprintf(&got, "%s %v\n", p.Body, p.From)
	}
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got.String() {
		t.Errorf("the facts differ from %s (go test -update writes it anew):\n%s", golden, got.String())
	}
}

func BenchmarkAdd(b *testing.B) {
	doc := ragtest.Load(b, "../../corpus")
	day, lex := on("2026-11-25"), ragtest.Lexicon(b)
	for b.Loop() {
		facts.Add(doc, lex, day)
	}
}

// TestSkills holds what pages and pictures are made of to a small résumé: the names
// skills are listed by, and the entries that name them, newest first.
func TestSkills(t *testing.T) {
	doc := read(t, `## Experience

### Baker | Crumb & Co
*May 2020 – July 2020*

- Learnt to knead.
- Kept books with a little SQL and Python.
- Wrote more Python, and Redis scripts.

### Head Baker | Loaf Ltd
*August 2020 – present*

- Counts loaves in Postgres and Python.

## Projects

### Loafwatch
- Watches loaves with Python.

## Skills

- **Data:** basic SQL, PostgreSQL, MongoDB
- **Code:** Python/Java
`)
	var got []string
	for _, s := range facts.Skills(doc, ragtest.Lexicon(t), on("2026-11-25")) {
		line := fmt.Sprintf("%s %q:", s.Name, s.Listed)
		for _, u := range s.Uses {
			line += fmt.Sprintf(" %s[%s]", doc.Entries[u.Entry].Title, doc.Passages[u.Passage].Text())
		}
		got = append(got, line)
	}
	want := []string{
		`SQL ["basic SQL"]: Baker[Kept books with a little SQL and Python.]`,
		`PostgreSQL ["PostgreSQL"]: Head Baker[Counts loaves in Postgres and Python.]`,
		`MongoDB ["MongoDB"]:`,
		`Python ["Python/Java"]: Head Baker[Counts loaves in Postgres and Python.] Baker[Kept books with a little SQL and Python.] Loafwatch[Watches loaves with Python.]`,
		`Java ["Python/Java"]:`,
		`Redis []: Baker[Wrote more Python, and Redis scripts.]`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
