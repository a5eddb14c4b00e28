package page_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"resumebot/internal/lexicon"
	"resumebot/internal/page"
	"resumebot/internal/resume"
)

const viewed = `# Ada Example

Email: ada@example.org
GitHub: github.com/ada

## Experience

### Engineer | [Acme Ltd](https://acme.example)

*Utrecht | March 2019 – June 2022*

I run the platform.

#### Storage

* **Data:** Ran the PostgreSQL clusters with tools in C++.
* <!-- private -->Earned 5 gold bars with COBOL.<!-- /private -->

### Intern | Acme Labs

*January 2018 – June 2018*

* Wrote JavaScript for Swedish banks.

## Projects

### [Dive](https://github.com/ada/dive)

* **Description:** An app for divers.
* **Tech Stack:** React Native, Go

## Skills

* **Languages:** C, C++, Go (daily), COBOL
* **Frontend:** React, JavaScript

## Education

### BSc Mathematics | Example University

*2012 – 2016*

* **Thesis:** On knots.

## Certificates

* Certified Diver, Sea School, 2017

## Languages

* Dutch, Swedish
`

// pages reads a résumé and makes its Builder.
func pages(t *testing.T, markdown string) *page.Builder {
	t.Helper()
	return builder(t, load(t, markdown))
}

func load(t *testing.T, markdown string) *resume.Document {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "cv.md"), []byte(markdown), 0o600); err != nil {
		t.Fatal(err)
	}
	doc, problems, err := resume.Load(dir)
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	return doc
}

func builder(t *testing.T, doc *resume.Document) *page.Builder {
	t.Helper()
	lex, err := lexicon.New()
	if err != nil {
		t.Fatal(err)
	}
	return page.New(doc, lex, func() time.Time { return time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC) })
}

// outline writes a page with marks for its parts: # name, ~ details, the style
// of lines as a number, + what is left out.
func outline(p page.Page) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", strings.TrimSpace(p.Title+" | "+p.Summary))
	for _, part := range p.Parts {
		fmt.Fprintf(&b, "#%s %s | %s %v\n", part.Group, part.Name+part.URL, part.Org+part.OrgURL, part.Citations)
		if len(part.Details) > 0 {
			fmt.Fprintf(&b, "~ %s\n", strings.Join(part.Details, " · "))
		}
		for _, l := range part.Lines {
			fmt.Fprintf(&b, "%d %s| %s %s%v\n", l.Style, l.Label, l.Text, l.URL, l.Citations)
		}
	}
	if p.More != "" {
		fmt.Fprintf(&b, "+ %s\n", p.More)
	}
	if len(p.Parts) == 0 {
		b.WriteString(p.Text + "\n")
	}
	return b.String()
}

func TestViews(t *testing.T) {
	b := pages(t, viewed)
	for _, c := range []struct {
		view   page.View
		filter string
		want   string
	}{
		{page.Skills, "", `Skills |
# Languages |  [1]
0 | C, C++, Go, COBOL []
3 | Acme Ltd: C++ · Dive: Go [2 3]
# Frontend |  [4]
0 | React, JavaScript []
3 | Acme Labs: JavaScript [5]
# Languages |  []
0 | Dutch, Swedish [6]
`},
		{page.Skills, "languages", `Skills |
# Languages |  [1]
1 | C []
1 | C++ – Acme Ltd [2]
1 | Go (daily) – Dive [3]
1 | COBOL []
`},
		{page.Skills, "cooking", "|\nThe résumé has nothing by that name. It has: Languages and Frontend.\n"},
		{page.Experience, "", `Experience | Two positions, 3 years 10 months in all
# Engineer | Acme Ltdhttps://acme.example [1]
~ March 2019 – June 2022 · 3 years 4 months · Utrecht
# Intern | Acme Labs [2]
~ January 2018 – June 2018 · 6 months
+ and 3 more lines; /experience and a name shows all of one, as in /experience Acme Ltd
`},
		{page.Experience, "acme ltd", `Experience |
# Engineer | Acme Ltdhttps://acme.example [1]
~ March 2019 – June 2022 · 3 years 4 months · Utrecht
0 | Ada runs the platform. [2]
2 | Storage []
1 Data| Ran the PostgreSQL clusters with tools in C++. [3]
`},
		{page.Experience, "intern", `Experience |
# Intern | Acme Labs [1]
~ January 2018 – June 2018 · 6 months
1 | Wrote JavaScript for Swedish banks. [2]
`},
		{page.Projects, "", `Projects |
# Divehttps://github.com/ada/dive |  [1]
0 | An app for divers. [2]
3 | React Native, Go [3]
`},
		{page.Education, "", `Education |
# BSc Mathematics | Example University [1]
~ 2012 – 2016
1 Thesis| On knots. [2]
#Certificates Certified Diver | Sea School [3]
~ 2017
`},
		{page.Contact, "", `Contact |
#  |  []
1 Email| ada@example.org mailto:ada@example.org[1]
1 GitHub| github.com/ada https://github.com/ada[2]
`},
	} {
		p := b.View(c.view, c.filter)
		if got := outline(p); got != c.want {
			t.Errorf("/%s %s:\n%s\nwant:\n%s", c.view, c.filter, got, c.want)
		}
		if strings.Contains(p.Text, "gold bars") || p.Text == "" {
			t.Errorf("/%s %s: %s", c.view, c.filter, p.Text)
		}
	}
	if got := strings.Join(b.Choices(page.Experience), ","); got != "Acme Ltd,Acme Labs" {
		t.Errorf("choices %s", got)
	}
}

// A résumé that is no table of entries has its lines shown, or says that there
// is nothing.
func TestViewsOfProse(t *testing.T) {
	b := pages(t, "# Bo Example\n\n## Experience\n\nI know my way around.\n")
	for view, want := range map[page.View]string{page.Experience: "Bo knows Bo’s way around", page.Skills: "no skills",
		page.Projects: "no projects", page.Education: "no degrees", page.Contact: "no way to get in touch"} {
		if p := b.View(view, ""); !strings.Contains(p.Text, want) {
			t.Errorf("/%s: %q lacks %q", view, p.Text, want)
		}
	}
}
