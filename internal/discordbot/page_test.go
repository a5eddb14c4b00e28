package discordbot

import (
	"testing"

	"resumebot/internal/page"
)

func TestPageText(t *testing.T) {
	p := page.Page{Title: "Experience", Summary: "Two positions, 4 years in all", More: "and 17 more lines; /experience A*B shows all of A*B", Parts: []page.Part{
		{Name: "Engineer *II*", Org: "Acme", OrgURL: "https://acme.example/a_b", Details: []string{"March 2019 – present", "Utrecht"}, Citations: []int{1},
			Lines: []page.Line{{Text: "Ran it."}, {Style: page.Heading, Text: "Storage"}, {Style: page.Item, Label: "Data [x](y)", Text: "PostgreSQL, says <@5>", Citations: []int{2, 3}}}},
		{Group: "Volunteering", Name: "Teacher [night]", URL: "https://club.example", Lines: []page.Line{{Style: page.Note, Text: "C#", Citations: []int{4}}}},
		{Group: "Volunteering", Name: "Cook", URL: "javascript:alert(1)"},
		{Group: "Volunteering", Name: "Baker", URL: "https://x.example/@everyone"},
		{Group: "Volunteering", Lines: []page.Line{{Style: page.Item, Label: "Web", Text: "x.example", URL: "https://x.example"}, {Style: page.Item, Label: "Mail", Text: "a@x.example", URL: "mailto:a@x.example"}}},
	}}
	const want = `### Ada · Experience
-# Two positions, 4 years in all

**Engineer \*II\*** · [Acme](<https://acme.example/a_b>) [1]
-# March 2019 – present · Utrecht
Ran it.

**Storage**
- **Data \[x\](y):** PostgreSQL, says <\@5>

### Volunteering

**[Teacher (night)](<https://club.example>)** [4]
-# C#

**Cook**

**Baker**

- **Web:** <https://x.example>
- **Mail:** a@x.example

-# and 17 more lines; /experience A\*B shows all of A\*B`
	if got := pageText(&p, "Ada"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	p.Narrowed, p.Parts, p.More = true, p.Parts[1:2], ""
	if got, want := pageText(&p, "Ada"), "### [Teacher (night)](<https://club.example>) [4]\n-# C#"; got != want {
		t.Errorf("narrowed: got\n%s\nwant\n%s", got, want)
	}
	if got := pageText(&page.Page{Text: "It has: *A*."}, "Ada"); got != `It has: \*A\*.` {
		t.Errorf("nothing found: %s", got)
	}
}
