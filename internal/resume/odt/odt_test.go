package odt

import (
	"strings"
	"testing"

	"resumebot/internal/resume/build"
	"resumebot/internal/resume/resumetest"
	"resumebot/internal/resume/xmltree"
)

const looks = `<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_1"/>
<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties fo:font-style="italic" fo:font-size="80%"/></style:style>
<style:style style:name="Gone" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="White" style:family="text"><style:text-properties fo:color="#ffffff"/></style:style>
<style:style style:name="WhiteOnBlue" style:family="text"><style:text-properties fo:color="#ffffff" fo:background-color="#1f3864"/></style:style>
<style:style style:name="Tiny" style:family="text"><style:text-properties fo:font-size="1pt"/></style:style>
<style:style style:name="Blue" style:family="table-cell"><style:table-cell-properties fo:background-color="#336699"/></style:style>
<style:style style:name="Large" style:family="paragraph"><style:text-properties fo:font-size="20pt"/></style:style>
<style:style style:name="Caps" style:family="paragraph"><style:text-properties fo:font-weight="bold" fo:text-transform="uppercase"/></style:style>`

func para(style, text string) string {
	return `<text:p text:style-name="` + style + `">` + text + `</text:p>`
}

func span(style, text string) string {
	return `<text:span text:style-name="` + style + `">` + text + `</text:span>`
}

func TestBlocks(t *testing.T) {
	tests := map[string]struct{ body, want string }{
		"styles, lists, blanks": {
			para("Title", "Jane  Miller ") + para("P1", "Experience") + `<text:h text:outline-level="2">Nurse</text:h>` + para("Standard", span("T1", "Acme")+", "+span("T2", "Berlin")+"<text:tab/>2019<text:s text:c=\"2\"/>– 2020<text:line-break/>ward") +
				`<text:list text:style-name="L1"><text:list-item>` + para("", "Ran it") + para("", "all of it") + `<text:list><text:list-item>` + para("", "of thirty beds") + `</text:list-item></text:list></text:list-item></text:list>` +
				`<text:list text:style-name="Bare"><text:list-item>` + para("", "No mark") + `</text:list-item></text:list>` + para("Quotations", "She is great."), `
1 #1 Jane→Miller
2 #2 Experience
3 #3 Nurse
4 | **Acme**, _Berlin_→2019→– 2020
4 | ward
5 *0 Ran it
6 | all of it
7 *1 of thirty beds
8 | No mark
9 > She is great.`,
		},
		"links, fields, changes, comments": {
			`<text:tracked-changes><text:changed-region><text:deletion>` + para("", "deleted") + `</text:deletion></text:changed-region></text:tracked-changes><text:sequence-decls/>` +
				para("", `<text:change-start/>well<text:change-end/> <text:a xlink:href="https://example.org/me">My page</text:a><office:annotation><text:p>remark</text:p></office:annotation> <text:placeholder>fill in</text:placeholder><text:page-number>1</text:page-number><text:date>2020</text:date>`) +
				`<text:section>` + para("", "in a section") + `</text:section><text:table-of-content><text:index-body>` + para("", "contents") + `</text:index-body></text:table-of-content>` +
				para("", `note<text:note><text:note-citation>1</text:note-citation><text:note-body>`+para("", "below")+`</text:note-body></text:note>`), `
1 | well My page<https://example.org/me> 2020
2 | in a section
0 | below
3 | note`,
		},
		"what nobody sees": {
			para("", "see "+span("Gone", "one")) + para("", span("White", "two")) + para("", span("WhiteOnBlue", "on blue")+span("Tiny", "three")) + `<text:section text:display="none">` + para("", "four") + `</text:section>` +
				`<table:table><table:table-row><table:table-cell table:style-name="Blue">` + para("", span("White", "in a blue cell")) + `</table:table-cell></table:table-row></table:table>` +
				para("", `<draw:frame><svg:title xmlns:svg="x">picture</svg:title><draw:text-box>`+para("", span("White", "in a box"))+`</draw:text-box></draw:frame>`), `
1 | see
3 | on blue
5 | in a blue cell
0 | in a box
1 ~set as hidden one
2 ~in white two
3 ~in type too small to read three
4 ~set as hidden four`,
		},
		"tables": {
			`<table:table><table:table-header-rows><table:table-row><table:table-cell>` + para("", "Company") + `</table:table-cell><table:table-cell>` + para("", "Dates") + `</table:table-cell></table:table-row></table:table-header-rows><table:table-row><table:table-cell>` + para("", "Acme") + `</table:table-cell><table:table-cell>` + para("", "2019 – 2020") + `</table:table-cell></table:table-row></table:table>` +
				`<table:table><table:table-row><table:table-cell>` + para("", "2019 - 2020") + `</table:table-cell><table:table-cell>` + para("", "Nurse") + para("", "Acme") + `</table:table-cell><table:covered-table-cell/></table:table-row></table:table>`, `
3 r Acme ¦ 2019 – 2020
5 | Nurse→2019 - 2020
7 | Acme`,
		},
		"looks": {
			para("Large", "Kim Lee") + para("Caps", "Work Experience") + para("", "Chef") + para("Caps", "Education") + para("", "Diploma of a school") + para("Caps", "Skills") + para("", "Knives and other things"), `
1 #2 Kim Lee
2 #3 **Work Experience**
3 | Chef
4 #3 **Education**
5 | Diploma of a school
6 #3 **Skills**
7 | Knives and other things`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			blocks, err := Read("cv.odt", resumetest.ODT(t, test.body, looks, nil))
			if err != nil {
				t.Fatal(err)
			}
			resumetest.WantOutline(t, blocks, test.want)
		})
	}
}

// TestMargins reads the header and footer of the pages that are used, once.
func TestMargins(t *testing.T) {
	styles := `<office:document-styles><office:master-styles><style:master-page style:name="Standard"><style:header>` + para("", "jane@miller.example") + `</style:header><style:header-left>` + para("", "left") + `</style:header-left><style:footer>` + para("", "Page <text:page-number>1</text:page-number>") + para("", "Tel. 617 555 0199") + `</style:footer></style:master-page>` +
		`<style:master-page style:name="Other"><style:header>` + para("", "of no page") + `</style:header></style:master-page></office:master-styles></office:document-styles>`
	blocks, err := Read("cv.odt", resumetest.ODT(t, para("", "Jane Miller")+para("", "Nurse"), "", map[string]string{"styles.xml": styles}))
	if err != nil {
		t.Fatal(err)
	}
	resumetest.WantOutline(t, blocks, `
0 | jane@miller.example
1 | Jane Miller
0 | Tel. 617 555 0199
2 | Nurse`)
}

func TestBadInput(t *testing.T) {
	good := resumetest.ODT(t, para("", "Jane"), "", nil)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"text":      {[]byte("Jane"), errForeign.Error()},
		"cut off":   {good[:len(good)/2], xmltree.ErrDamaged.Error()},
		"password":  {resumetest.ODT(t, "", "", map[string]string{"META-INF/manifest.xml": "<m><e><encryption-data/></e></m>", "content.xml": "\x01\x02"}), errPassword.Error()},
		"other zip": {resumetest.DOCX(t, resumetest.Paragraph("", "Jane"), nil), errForeign.Error()},
		"no text":   {resumetest.ODT(t, para("", ""), "", nil), errNoText.Error()},
		"broken":    {resumetest.ODT(t, "<text:p>", "", nil), xmltree.ErrDamaged.Error()},
		"bomb":      {resumetest.ODT(t, para("", strings.Repeat(" ", xmltree.MaxPart)), "", nil), xmltree.ErrTooMuch.Error()},
		"too deep":  {resumetest.ODT(t, strings.Repeat("<text:section>", xmltree.MaxDepth)+strings.Repeat("</text:section>", xmltree.MaxDepth), "", nil), xmltree.ErrTooMuch.Error()},
	} {
		if blocks, err := Read("cv.odt", c.data); err == nil || err.Error() != c.want || blocks != nil {
			t.Errorf("%s: %d blocks, error %v, want %s", name, len(blocks), err, c.want)
		}
	}
}

func FuzzODT(f *testing.F) {
	f.Add(para("Title", "Jane")+`<text:list text:style-name="L1"><text:list-item>`+para("P1", span("T1", "x")+"<text:tab/><text:s/>")+`</text:list-item></text:list><table:table><table:table-row><table:table-cell>`+para("", "2019 - 2020")+`</table:table-cell></table:table-row></table:table>`, looks)
	f.Add(para("", `<draw:frame><draw:text-box>`+para("", "x")+`</draw:text-box></draw:frame><office:annotation office:name="a"><text:p>private</text:p></office:annotation>y<office:annotation-end office:name="a"/>`), `<style:style style:name="A" style:family="text" style:parent-style-name="A"/>`)
	f.Fuzz(func(t *testing.T, body, styles string) {
		blocks, err := Read("f", resumetest.ODT(t, body, styles, nil))
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("error of several lines: %q", err)
			}
			return
		}
		b := build.New()
		b.Add(blocks)
		resumetest.Check(t, b.Doc, nil)
	})
}
