package page_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"resumebot/internal/page"
	"resumebot/internal/ragtest"
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
	return ragtest.Load(t, ragtest.Write(t, markdown))
}

func builder(t *testing.T, doc *resume.Document) *page.Builder {
	t.Helper()
	return page.New(doc, ragtest.Lexicon(t), func() time.Time { return ragtest.Day })
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

// What a page leaves out it counts, and says how to see it.
func TestMore(t *testing.T) {
	long := strings.Repeat("It reads the tide tables of a port. ", 8)
	one := pages(t, "# Cy Example\n\n## Projects\n\n### Ebb\n\n* **Description:** "+long+"\n* **Tech Stack:** Go\n* Runs on a buoy.\n* <!-- private -->Lost a buoy.<!-- /private -->\n")
	p := one.View(page.Projects, "")
	if want := "and 2 more lines; /projects Ebb shows all"; p.More != want || !strings.HasSuffix(p.Text, want) {
		t.Errorf("more %q, want %q, in\n%s", p.More, want, p.Text)
	}
	if got := p.Parts[0].Lines[0].Text; !strings.HasSuffix(got, "of a port. …") || len(got) > 210 {
		t.Errorf("cut line %q", got)
	}
	if p := one.View(page.Projects, "ebb"); p.More != "" || len(p.Parts[0].Lines) != 3 {
		t.Errorf("narrowed: %q, %d lines", p.More, len(p.Parts[0].Lines))
	}

	var b strings.Builder
	b.WriteString("# Cy Example\n\n## Experience\n")
	for n := range 30 {
		fmt.Fprintf(&b, "\n### Cook | Inn %d\n\n*%d – %d*\n", n, 1990+n, 1991+n)
	}
	many := pages(t, b.String()+"\n* Ran the grill.\n")
	if p := many.View(page.Experience, ""); len(p.Parts) != 30 || p.More != "and 1 more line; /experience Inn 29 shows all" {
		t.Errorf("%d parts, more %q", len(p.Parts), p.More)
	}
	if p := many.View(page.Experience, "ship"); !strings.Contains(p.Text, "Inn 18 and 18 more; /experience shows them all.") {
		t.Errorf("choices: %s", p.Text)
	}
}

// Lines in the first person are told of the person, but only where that is
// certain to read right.
func TestTold(t *testing.T) {
	for in, want := range map[string]string{
		"I run the mill.":                        "Dee runs the mill.",
		"I design, build and run mills.":         "Dee designs, builds and runs mills.",
		"I currently teach. I taught my guild.":  "Dee currently teaches. Dee taught Dee’s guild.",
		"I’m a miller. I have served since May.": "Dee is a miller. Dee has served since May.",
		"Worked as Engineer I at the mill.":      "Worked as Engineer I at the mill.",
		"We run the mill; I run the oven.":       "We run the mill; I run the oven.",
		"I run the mill and mentor millers.":     "I run the mill and mentor millers.",
		"I frobnicate the mill.":                 "I frobnicate the mill.",
		"She said “I run my mill.” I agreed.":    "She said “I run my mill.” I agreed.",
	} {
		p := pages(t, "# Dee Example\n\n## Experience\n\n### Miller | Mill Ltd\n\n*2019 – 2020*\n\n"+in+"\n").View(page.Experience, "mill")
		if got := p.Parts[0].Lines[0].Text; got != want {
			t.Errorf("%q is told as %q, want %q", in, got, want)
		}
	}
}

// Facts that were computed and answers of the owner are no lines of the résumé.
func TestOnlyTheFiles(t *testing.T) {
	doc := load(t, "# Bo Example\n\n## Experience\n\nI know my way around.\n").
		WithCurated([]resume.Curated{{Question: "Where?", Answer: "Everywhere.", Date: time.Now()}})
	first := doc.Passages[len(doc.Passages)-2]
	first.Kind, first.Body, first.From = resume.PassageComputed, "Total experience: none.", []int{len(doc.Passages) - 2}
	doc.Passages = append(doc.Passages, first)
	p := builder(t, doc).View(page.Experience, "")
	if len(p.Parts) != 1 || len(p.Parts[0].Lines) != 1 || len(p.Sources) != 1 {
		t.Errorf("page\n%s", outline(p))
	}
}

func TestSuggestions(t *testing.T) {
	b := pages(t, viewed)
	for _, c := range []struct {
		view         page.View
		filter, want string
	}{
		{page.Experience, "", "What did Ada do at Acme Ltd?|What did Ada do at Acme Labs?|What is Dive?"},
		{page.Experience, "acme ltd", "What did Ada do at Acme Labs?|What is Dive?|What did Ada study?"},
		{page.Contact, "", "What did Ada do at Acme Ltd?|What did Ada do at Acme Labs?|What is Dive?"},
		{page.Skills, "languages", "What did Ada do at Acme Ltd?|What is Dive?|What did Ada do at Acme Labs?"},
	} {
		if got := strings.Join(b.View(c.view, c.filter).Suggestions, "|"); got != c.want {
			t.Errorf("after /%s %s: %s, want %s", c.view, c.filter, got, c.want)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	b := pages(t, viewed)
	want := outline(b.View(page.Skills, ""))
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if got := outline(b.View(page.Skills, "")); got != want {
				t.Errorf("got\n%s", got)
			}
		})
	}
	wait.Wait()
}
