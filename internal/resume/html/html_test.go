package html

import (
	"os"
	"strings"
	"testing"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/build"
	"resumebot/internal/resume/resumetest"
)

func TestBlocks(t *testing.T) {
	tests := map[string]struct{ page, want string }{
		"headings, items, links, entities": {
			`<!DOCTYPE html><html><head><title>My page</title><meta name="description" content="meta"></head><body>
<h1>Jane&nbsp;Miller</h1>
<p>Nurse &amp; <b>teacher</b>, <a href="mailto:jane@miller.example">mail
me</a><br>Leeds <a href="javascript:x()">more</a></p>
<h2>Experience</h2><ul><li>Ran a ward<ul><li>of <em>thirty</em> beds</li></ul><li>Taught
<p>and more</p></ul><ol><li>First</ol>
<blockquote>She is <i>great</i>.</blockquote><pre>one  two
 three</pre></body></html>`, `
2 #2 Jane Miller
3 | Nurse & **teacher**, mail me<mailto:jane@miller.example>
4 | Leeds more
5 #3 Experience
5 *0 Ran a ward
5 *1 of _thirty_ beds
5 *0 Taught
6 | and more
6 *0 First
7 > She is _great_.
7 | one→two
8 | three`,
		},
		"definitions of nothing but marks": {
			`<dl><dt>∙</dt><dd>Ran a ward</dd><dt> </dt><dd><p>Taught</dd></dl>`, `
1 *0 Ran a ward
1 *0 Taught`,
		},
		"what is no text": {
			`<nav><a href="/">Home</a> <a href="https://github.com/jane">Code</a></nav><script>var x = "<p>script</p>"</script><style>p { color: red }</style>
<noscript>noscript</noscript><template><p>template</p></template><p>seen<!-- comment --> too</p><form><label for="a">Your name</label><input value="x"><textarea>typed</textarea><button>Send</button></form>
<span aria-hidden="true">•</span><i class="material-icons">email</i><p><i aria-hidden="true"><b>all of us see</b></i></p><svg><title>icon</title><path/></svg><iframe>frame</iframe>`, `
1 | Code<https://github.com/jane>
2 | seen too
3 | ***all of us see***
2 ~set as hidden template`,
		},
		"what nobody sees": {
			`<style>/* c */ .gone, h6.no { display: none } #id1 { visibility: hidden } @media print { .ink { display: none } } .dot{font-size:1px} .sr-only { position: absolute; left: -9999px } .a.b { display:none !important }</style>
<p class="x gone">one</p><p id="id1">two</p><p class="ink">ink</p><p hidden>three</p><p style="DISPLAY : none">four</p><h6 class="no">five</h6><p class="no">no heading</p>
<p>see <span class="dot">six</span><span class="sr-only">heard</span></p><p class="a">a</p><p class="b a">seven</p><div style="display:none"><p style="display:block">eight</p></div>
<table><tr hidden><td>nine</td></tr><tr><td>cell</td></tr></table>`, `
2 | ink
2 | no heading
3 | see heard
3 | a
4 | cell
2 ~set as hidden one
2 ~set as hidden two
2 ~set as hidden three
2 ~set as hidden four
2 ~set as hidden five
3 ~in type too small to read six
3 ~set as hidden seven
3 ~set as hidden eight
4 ~set as hidden nine`,
		},
		"boxes without headings": {
			`<style>.n { font-size: 28px; } .s { font-weight: bold; text-transform: uppercase }</style><div class="n">Kim Lee</div>
<div class="s">Work Experience</div><div><b>Chef</b>, The Blue Door<br/>2015 - 2020</div>
<div class="s">Education</div><div>Diploma, Culinary Institute</div><div class="s">Skills</div><div>Knives</div>`, `
1 #2 Kim Lee
2 #3 **Work Experience**
2 | **Chef**, The Blue Door
2 | 2015 - 2020
3 #3 **Education**
3 | Diploma, Culinary Institute
3 #3 **Skills**
3 | Knives`,
		},
		"side by side": {
			`<style>.row { display: flex } .r { float: right }</style><div class="row"><div>Nurse</div> <div>2019</div></div><div class="row"><div><p>Left</p><p>column</p></div><div>right</div></div>
<p>Acme <span class="r">2020</span></p><p><span>Engineer</span><span>2021 – 2022</span></p><li><b>Technical</b>Familiar with <b>W</b>ords</li><p>H<sub>2</sub>O</p><p>Java<b>Script</b></p>`, `
1 | Nurse→2019
1 | Left
1 | column
1 | right
2 | Acme→2020
2 | Engineer→2021 – 2022
2 *0 **Technical**→Familiar with **W**ords
2 | H2O
2 | Java→**Script**`,
		},
		"tables": {
			`<table><thead><tr><th>Company</th><th>Role</th><th>Dates</th></tr></thead><tbody><tr><td>Acme<td>Nurse<td>2010 – 2011<tr><td>City</td><td>Head</td><td>2011</td></tr></tbody></table>
<table><tr><td>2019 - 2020</td><td><b>Nurse</b><ul><li>ran it</ul></td></tr></table>
<table><tr><td><h2>Contact</h2>jane@miller.example</td><td><h1>Jane Miller</h1><h2>Work</h2><table><tr><td>in<td>it</table></td></tr></table>`, `
1 r Acme ¦ Nurse ¦ 2010 – 2011
1 r City ¦ Head ¦ 2011
2 | **Nurse**→2019 - 2020
2 *0 ran it
3 #2 Jane Miller
3 #3 Work
3 | in→it
3 #3 Contact
3 | jane@miller.example`,
		},
		"definitions": {
			`<dl><dt>Email<dd>jane@miller.example<dt>Phone</dt><dd>617 555 0199</dd></dl>
<dl><dt>Nurse, Acme</dt><dd>2019 – 2020</dd><dd>Ran it.</dd></dl>`, `
1 r Email ¦ jane@miller.example
1 r Phone ¦ 617 555 0199
2 t Nurse, Acme
2 | 2019 – 2020
2 | Ran it.`,
		},
		"icons that lead somewhere, a footer, a ruled line": {
			`<p>Jane Miller</p><p>Nurse</p><p>Skills<hr></p><p>Wards</p><p><a href="https://shop.example/x"><i class="fa"></i></a><a href="https://www.linkedin.com/in/jane"><i class="fa"></i></a></p>
<footer><p>jane@miller.example</p><p>© 2024 Jane</p><p>Page 1 of 2</p></footer><article><footer>of an article</footer></article>`, `
1 | Jane Miller
2 | jane@miller.example
1 | Nurse
1 #3 Skills
1 | Wards
1 | linkedin.com/in/jane<https://www.linkedin.com/in/jane>
2 | of an article`,
		},
		"a head that does not end, dates in a list of definitions": {
			`<html><head><title>x</title><script>y</script>
<body><h1>Jane Miller</h1><dl><dt>Since 2013</dt><dd><p>Nurse at Acme.</p><p>Ran it.</p></dd><dt>2009-2012</dt><dd><p>Cook at City.</p></dd></dl>`, `
2 #2 Jane Miller
2 | Nurse at Acme.→Since 2013
2 | Ran it.
2 | 2009-2012→Cook at City.`,
		},
		"typed": {
			`<body>
<pre>JANE MILLER
<a href="mailto:jane@miller.example">jane@miller.example</a>

<b>EXPERIENCE</b>

- Ran a ward &amp; all
  of its beds
</pre></body>`, `
2 #1 Jane Miller
3 | jane@miller.example
5 #2 Experience
7 *0 Ran a ward & all of its beds`,
		},
		"typed, with what nobody sees": {
			"<pre>Jane Miller\n<span hidden>gone</span>\nNurse</pre>", `
1 | Jane Miller
3 | Nurse
2 ~set as hidden gone`,
		},
		"sloppy": {
			`<ul class="frame"><li><div>Role</div><div>Acme</div></li><li class="t"><h4>GCSE</h4></li><li>Maths</ul></div></b><p>one<p>two<div>three</p></div>four<b>five<td>six`, `
1 | Role
1 | Acme
1 #5 GCSE
1 *0 Maths
1 | one
1 | two
1 | three
1 | four**five**
1 | **six**`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			blocks, err := Read("cv.html", []byte(test.page))
			if err != nil {
				t.Fatal(err)
			}
			resumetest.WantOutline(t, blocks, test.want)
		})
	}
}

// TestWhole reads a résumé as people write them for the web.
func TestWhole(t *testing.T) {
	data, err := os.ReadFile("testdata/resume.html")
	if err != nil {
		t.Fatal(err)
	}
	blocks, err := Read("resume.html", data)
	if err != nil {
		t.Fatal(err)
	}
	b := build.New()
	b.Add(blocks)
	d := b.Doc
	resumetest.Check(t, d, map[string]int{"resume.html": resumetest.LineCount(data)})
	resumetest.WantEntries(t, d, `
work: Senior Hydrologist | Aire Rivers Trust | Leeds | March 2019 – now
work: Field Technician | Nile Basin Office | Khartoum | 2015 – 2018
education: MSc Hydrology | University of Birmingham |  | 2013 – 2015
education: BSc Geography | University of Lagos |  | 2009 – 2013`)
	resumetest.WantContacts(t, d, `
Amara Okafor, Hydrologist, Leeds, United Kingdom
email amara@okafor.example
phone +44 113 496 0123
location Leeds, United Kingdom
github github.com/amaraokafor`)
	resumetest.WantWords(t, d, `Amara flood stations Khartoum Birmingham Lagos HEC-RAS drone`, `Jump unseen Modal scripted nobody`)
}

func TestBadInput(t *testing.T) {
	for name, c := range map[string]struct{ page, want string }{
		"no text":  {"<script>render()</script>", errNoText.Error()},
		"too deep": {"\n" + strings.Repeat("<div>", maxDepth), "cv.html:2: is nested too deep: save the page from a browser as plain text"},
		"too many": {strings.Repeat("<i>x</i>\n", maxNodes/4+1), "cv.html:50001: holds more elements than a résumé does"},
	} {
		if blocks, err := Read("cv.html", []byte(c.page)); err == nil || err.Error() != c.want || blocks != nil {
			t.Errorf("%s: %d blocks, error %v, want %s", name, len(blocks), err, c.want)
		}
	}
}

// TestTime reads what makes readers slow in the time that any text of its size takes.
func TestTime(t *testing.T) {
	resumetest.Linear(t, map[string]resumetest.Growing{
		"open tags":  {Head: strings.Repeat("<b><i><a href=x>", 80), Unit: "</p><p>x", Times: 60_000},
		"end tags":   {Head: strings.Repeat("<p>", 200), Unit: "</b></i>", Times: 60_000},
		"styles":     {Head: "<style>" + strings.Repeat(".a{display:block}", 2*maxRules) + "</style>", Unit: "<p class=a>x", Times: 60_000},
		"at rules":   {Head: "<style>", Unit: "@media x{", Times: 50_000, Tail: "</style><p>x"},
		"attributes": {Head: "<p ", Unit: "a=b ", Times: 500_000, Tail: ">x"},
		"lines":      {Head: "<pre>", Unit: "x\n", Times: 200_000, Tail: "</pre>"},
		"boxes":      {Head: strings.Repeat("<div class=d-flex>", 200), Unit: "<span>word </span>", Times: 30_000},
		"spans":      {Head: strings.Repeat("<span>", 200), Unit: "word ", Times: 100_000},
		"classes":    {Head: "<p class='", Unit: "c ", Times: 500_000, Tail: "'>x"},
	}, Read)
}

func FuzzHTML(f *testing.F) {
	f.Add(`<!DOCTYPE html><style>.a{display:none}p,#b{font-size:9pt}</style><h1>Jane</h1><p class=a>x<p id=b>y<br>z<table><tr><td>2019 - 2020<td><b>Nurse</b><ul><li>x</table>`)
	f.Add(`<dl><dt>a<dd>b</dl><div style="display:flex"><span>a</span><span>b</span></div><pre> a
 b</pre><footer>c</footer><a href="mailto:a@b.example"></a></b></table><svg/>&#x41;&amp`)
	f.Add("<pre>\ra\n b&#10;&#10;c</pre>")
	f.Fuzz(func(t *testing.T, page string) {
		blocks, err := Read("f", []byte(page))
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("error of several lines: %q", err)
			}
			return
		}
		lines := strings.Count(page, "\n") + 1
		for _, b := range blocks {
			if b.Source.Start < 1 || b.Source.End < b.Source.Start || b.Source.End > lines || b.Kind != block.Hidden && block.Raw(&b) == "" && b.Kind != block.Row {
				t.Errorf("%+v of %d lines", b, lines)
			}
		}
		b := build.New()
		b.Add(blocks)
		resumetest.Check(t, b.Doc, nil)
	})
}
