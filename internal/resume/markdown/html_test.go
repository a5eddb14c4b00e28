package markdown

import (
	"strings"
	"testing"

	"resumebot/internal/resume/resumetest"
)

// TestHTML reads HTML within Markdown as a browser shows it.
func TestHTML(t *testing.T) {
	const page = `<h1 align="center">Jane Miller</h1>
<p align="center">Nurse<br>
<a href="mailto:jane@miller.example">jane@miller.example</a></p>

## Work

<table>
<tr><th>Company</th><th>Role</th><th>Dates</th></tr>
<tr><td>Acme</td><td>Nurse</td><td>2010 – 2011</td></tr>
</table>

<p hidden>unseen</p>

Ran <b>wards</b>,<br>more <a href="https://example.org/x">here</a>.

<details><summary>Skills</summary>

- Go

</details>
`
	blocks, err := Read("cv.md", []byte(page))
	if err != nil {
		t.Fatal(err)
	}
	resumetest.WantOutline(t, blocks, `
1 #1 Jane Miller
2 | Nurse
3 | jane@miller.example<mailto:jane@miller.example>
5 #2 Work
9 r Acme ¦ Nurse ¦ 2010 – 2011
12 ~set as hidden unseen
14 | Ran **wards**,
14 | more here<https://example.org/x>.
16 | Skills
18 *0 Go`)
	if _, err := Read("cv.md", []byte("# Jane\n\n"+strings.Repeat("<div>\n", 300))); err == nil || !strings.HasPrefix(err.Error(), "cv.md:") {
		t.Errorf("too deep: %v", err)
	}
	resumetest.Linear(t, map[string]resumetest.Growing{"many pieces": {Unit: "<p>x\n\n", Times: 10_000}}, Read)
}
