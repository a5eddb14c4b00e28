package docx

import (
	"errors"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"resumebot/internal/resume/build"
	"resumebot/internal/resume/resumetest"
	"resumebot/internal/resume/xmltree"
)

func TestDOCXBlocks(t *testing.T) {
	tests := map[string]struct {
		body, want string
	}{
		"styles, lists, tabs": {
			resumetest.Paragraph("Titel", "Jane Miller") + resumetest.Paragraph("berschrift1", "Experience") + resumetest.Paragraph("berschrift2", "Nurse") + resumetest.Paragraph("", "**Acme**, Berlin\t2019 – 2020") +
				resumetest.ListItem(0, "Ran a ward") + resumetest.ListItem(1, "of thirty beds") + resumetest.Paragraph("Bullet", "By style") + resumetest.Paragraph("Bullet2", "Deeper") + resumetest.Paragraph("Own", "Education") + resumetest.Paragraph("Level", "Skills") + resumetest.Paragraph("", "Go, SQL\nKubernetes"),
			`
1 #1 Jane Miller
2 #2 **Experience**
3 #3 Nurse
4 | **Acme**, Berlin→2019 – 2020
5 *0 Ran a ward
6 *1 of thirty beds
7 *0 By style
8 *1 Deeper
9 #2 **Education**
10 #2 Skills
11 | Go, SQL
11 | Kubernetes`,
		},
		"headings by their look": {
			resumetest.Sized(40, "Kim Lee") + resumetest.Paragraph("", "**WORK EXPERIENCE**") + resumetest.Paragraph("", "**Chef**, The Blue Door\t2015 - 2020") + resumetest.Paragraph("", "• Cooked for forty") + resumetest.Paragraph("", "-\tBaked") +
				resumetest.Paragraph("", "**EDUCATION**") + resumetest.Paragraph("", "Diploma, Culinary Institute, 2014") + resumetest.Paragraph("", "**MEMBERSHIPS**") + resumetest.Paragraph("", "Guild of Chefs"),
			`
1 #2 Kim Lee
2 #3 **WORK EXPERIENCE**
3 | **Chef**, The Blue Door→2015 - 2020
4 *0 Cooked for forty
5 *0 Baked
6 #3 **EDUCATION**
7 | Diploma, Culinary Institute, 2014
8 #3 **MEMBERSHIPS**
9 | Guild of Chefs`,
		},
		"tracked changes, hidden text, fields, placeholders": {
			`<w:p><w:r><w:t xml:space="preserve">Worked </w:t></w:r><w:del><w:r><w:delText>badly</w:delText></w:r></w:del><w:ins><w:r><w:t>well</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>` +
				`<w:p><w:moveFrom><w:r><w:t>Moved</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>Here</w:t></w:r></w:moveTo></w:p>` +
				`<w:p><w:hyperlink r:id="h1"><w:r><w:t>My page</w:t></w:r></w:hyperlink><w:r><w:t xml:space="preserve"> and </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://example.org/code"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>code</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink r:id="bad"><w:r><w:t>, not this</w:t></w:r></w:hyperlink></w:p>` +
				`<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>` + resumetest.Paragraph("", "Click here to enter text") + `</w:sdtContent></w:sdt>` +
				`<w:sdt><w:sdtPr/><w:sdtContent>` + resumetest.Paragraph("", "Filled in") + `</w:sdtContent></w:sdt>` +
				`<w:p><w:r><w:t>semi</w:t><w:noBreakHyphen/><w:t>annual</w:t></w:r></w:p>` +
				`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr><w:r><w:t>No mark</w:t></w:r></w:p>`,
			`
1 | Worked well
2 | Here
3 | My page<https://example.org/me> and code<https://example.org/code>, not this
4 | Filled in
5 | semi-annual
6 | No mark
1 ~set as hidden hidden`,
		},
		"what nobody sees": {
			white(``, "white <on> page") + resumetest.Sized(2, "tiny") + resumetest.Sized(8, "small print") +
				white(`<w:shd w:val="clear" w:fill="1F3864"/>`, "on blue") + white(`<w:highlight w:val="black"/>`, "on black") +
				`<w:p><w:pPr><w:shd w:val="clear" w:fill="000000"/></w:pPr>` + whiteRun(``, "on a black line") + `</w:p>` +
				`<w:p>` + resumetest.Box(white(``, "in a box")) + `</w:p>` +
				`<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="336699"/></w:tcPr>` + white(``, "in a blue cell") + `</w:tc><w:tc><w:tcPr/>` + white(``, "in a white cell") + `</w:tc></w:tr></w:tbl>` +
				`<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/></w:tblPr><w:tr><w:tc>` + white(``, "in a table of a coloured style") + `</w:tc></w:tr></w:tbl>` +
				`<w:p><w:r><w:t xml:space="preserve">seen </w:t></w:r>` + whiteRun(``, "not") + `<w:r><w:rPr><w:color w:val="FEFEFE"/></w:rPr><w:t>nearly</w:t></w:r></w:p>`,
			`
3 | small print
4 | on blue
5 | on black
6 | on a black line
0 | in a box
8 | in a blue cell
10 | in a table of a coloured style
11 | seen
1 ~in white white <on> page
2 ~in type too small to read tiny
9 ~in white in a white cell
11 ~in white not
11 ~in white nearly`,
		},
		"data table": {
			resumetest.Paragraph("berschrift1", "Experience") + resumetest.Table([]string{"**Company**", "**Role**", "**Dates**"}, []string{"Acme Clinic", "Nurse", "2010 – 2011"}, []string{"City Clinic", "Head Nurse", "2011 – 2015"}) +
				resumetest.Paragraph("berschrift1", "Skills") + resumetest.Table([]string{"**Care**", "Wounds, Triage"}, []string{"**Tools**", "Epic"}),
			`
1 #2 **Experience**
5 r Acme Clinic ¦ Nurse ¦ 2010 – 2011
8 r City Clinic ¦ Head Nurse ¦ 2011 – 2015
11 #2 **Skills**
12 r **Care** ¦ Wounds, Triage
14 r **Tools** ¦ Epic`,
		},
		"a table for the head of an entry": {
			resumetest.Paragraph("berschrift1", "Experience") + resumetest.Table([]string{"**Acme**", "Berlin"}, []string{"Senior Engineer", "2019 – 2020"}) + resumetest.ListItem(0, "Built it"),
			`
1 #2 **Experience**
2 | **Acme**→Berlin
4 | Senior Engineer→2019 – 2020
6 *0 Built it`,
		},
		"a table for columns": {
			resumetest.Table([]string{resumetest.Paragraph("berschrift1", "Skills") + resumetest.Paragraph("", "Go") + resumetest.Paragraph("", "SQL"), resumetest.Sized(48, "Ole Hansen") + resumetest.Paragraph("berschrift1", "Experience") + resumetest.Paragraph("", "**Nordic Bank**\t2018 - 2022") + resumetest.ListItem(0, "Kept it running")}),
			`
4 #2 Ole Hansen
5 #2 **Experience**
6 | **Nordic Bank**→2018 - 2022
7 *0 Kept it running
1 #2 **Skills**
2 | Go
3 | SQL`,
		},
		"dates and sections in a left column": {
			resumetest.Table([]string{"EXPERIENCE", ""}, []string{"2019 - 2023", resumetest.Paragraph("", "**Head Nurse**, City Hospital") + resumetest.ListItem(0, "Ran a ward")}, []string{"2015 - 2019", resumetest.Paragraph("", "**Nurse**, City Clinic") + resumetest.ListItem(0, "Emergencies")}, []string{"EDUCATION", resumetest.Paragraph("", "B.Sc. Nursing, 2014") + resumetest.Paragraph("", "Oslo")}),
			`
1 #3 EXPERIENCE
3 | **Head Nurse**, City Hospital→2019 - 2023
5 *0 Ran a ward
6 | **Nurse**, City Clinic→2015 - 2019
8 *0 Emergencies
9 #3 EDUCATION
10 | B.Sc. Nursing, 2014
11 | Oslo`,
		},
		"text boxes": {
			`<w:p>` + resumetest.Box(resumetest.Sized(48, "Ole Hansen")) + `</w:p><w:p>` + resumetest.Box(resumetest.Paragraph("berschrift1", "Skills")+resumetest.Paragraph("", "Go, SQL")) + resumetest.Run("A banker.") + `</w:p>` + resumetest.Paragraph("berschrift1", "Experience") + resumetest.Paragraph("", "**Nordic Bank**\t2018 - 2022"),
			`
0 #2 Ole Hansen
2 | A banker.
3 #2 **Experience**
4 | **Nordic Bank**→2018 - 2022
0 #2 **Skills**
0 | Go, SQL`,
		},
		"private marks": {
			resumetest.Paragraph("", "Open") + resumetest.Paragraph("", "<!— private —>") + resumetest.Paragraph("", "Secret") + resumetest.Paragraph("", "<!-- /private -->") + resumetest.Paragraph("", "Open too"),
			`
1 | Open
2 | <!— private —>
3 | Secret
4 | <!-- /private -->
5 | Open too`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			blocks, err := Read("cv.docx", resumetest.DOCX(t, test.body, nil, "h1 hyperlink https://example.org/me", "bad hyperlink javascript:alert(1)"))
			if err != nil {
				t.Fatal(err)
			}
			resumetest.WantOutline(t, blocks, test.want)
			for _, b := range blocks {
				if b.Source.Path != "cv.docx" || b.Private != (name == "private marks" && b.Source.Start >= 2 && b.Source.Start <= 4) {
					t.Errorf("block %+v", b)
				}
			}
		})
	}
}

func whiteRun(more, text string) string {
	return `<w:r><w:rPr><w:color w:val="ffffff"/>` + more + `</w:rPr><w:t>` + html.EscapeString(text) + `</w:t></w:r>`
}

func white(more, text string) string { return `<w:p>` + whiteRun(more, text) + `</w:p>` }

// TestDOCXMargins reads contact lines from the header of the page and leaves out
// page numbers and what later pages repeat.
func TestDOCXMargins(t *testing.T) {
	page := `<w:p><w:r><w:t xml:space="preserve">Page </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`
	data := resumetest.DOCX(t, resumetest.Paragraph("Titel", "Jane Miller")+resumetest.Paragraph("berschrift1", "Skills")+resumetest.Paragraph("", "Triage")+
		`<w:sectPr><w:headerReference w:type="first" r:id="h1"/><w:headerReference w:type="default" r:id="h2"/><w:footerReference w:type="default" r:id="f1"/><w:footerReference w:type="first" r:id="f1"/><w:titlePg/></w:sectPr>`,
		map[string]string{
			"word/header1.xml": `<w:hdr>` + resumetest.Paragraph("", "Boston, MA | jane@example.org | +33 6 12 34 56 78") + `</w:hdr>`,
			"word/header2.xml": `<w:hdr>` + resumetest.Paragraph("", "Jane Miller, continued") + `</w:hdr>`,
			"word/footer1.xml": `<w:ftr>` + page + resumetest.Paragraph("", "linkedin.com/in/jane") + resumetest.Paragraph("", "References on request") + `</w:ftr>`,
		}, "h1 header header1.xml", "h2 header header2.xml", "f1 footer footer1.xml")
	blocks, err := Read("cv.docx", data)
	if err != nil {
		t.Fatal(err)
	}
	resumetest.WantOutline(t, blocks, `
0 | Boston, MA | jane@example.org | +33 6 12 34 56 78
1 #1 Jane Miller
0 | linkedin.com/in/jane
2 #2 **Skills**
3 | Triage
0 | References on request`)
}

func TestDOCXBadInput(t *testing.T) {
	good := resumetest.DOCX(t, resumetest.Paragraph("", "Jane Miller"), nil)
	ole := "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600)
	tests := map[string]struct {
		data []byte
		want string
	}{
		"encrypted":          {[]byte(ole + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), errPassword.Error()},
		"Word 97":            {[]byte(ole + "W\x00o\x00r\x00d\x00"), "is a Word 97 document (.doc), though its name says .docx: save it as .docx"},
		"RTF":                {[]byte(`{\rtf1\ansi Jane}`), "is RTF, though its name says .docx: save it as .docx"},
		"text":               {[]byte("Jane Miller"), errForeign.Error()},
		"cut off":            {good[:len(good)*2/3], xmltree.ErrDamaged.Error()},
		"no text":            {resumetest.DOCX(t, "<w:p/>", nil), errNoText.Error()},
		"broken XML":         {resumetest.DOCX(t, "<w:p>", nil), xmltree.ErrDamaged.Error()},
		"broken styles":      {resumetest.DOCX(t, resumetest.Paragraph("", "Jane"), map[string]string{"word/styles.xml": "<w:styles>"}), xmltree.ErrDamaged.Error() + " (its styles)"},
		"another zip":        {resumetest.DOCX(t, "", map[string]string{"word/document.xml": "<x/>"}), errForeign.Error()},
		"too many elements":  {resumetest.DOCX(t, strings.Repeat("<w:p/>", xmltree.MaxNodes), nil), xmltree.ErrTooMuch.Error()},
		"too deep":           {resumetest.DOCX(t, strings.Repeat("<w:sdt>", xmltree.MaxDepth)+strings.Repeat("</w:sdt>", xmltree.MaxDepth), nil), xmltree.ErrTooMuch.Error()},
		"bomb":               {resumetest.DOCX(t, resumetest.Paragraph("", strings.Repeat(" ", xmltree.MaxPart)), nil), xmltree.ErrTooMuch.Error()},
		"bomb in the styles": {resumetest.DOCX(t, resumetest.Paragraph("", "Jane"), map[string]string{"word/styles.xml": "<w:styles>" + strings.Repeat(" ", xmltree.MaxPart) + "</w:styles>"}), xmltree.ErrTooMuch.Error() + " (its styles)"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			blocks, err := Read("cv.docx", test.data)
			if err == nil || err.Error() != test.want || blocks != nil {
				t.Errorf("%d blocks, error %q, want %q", len(blocks), err, test.want)
			}
		})
	}
}

// TestDOCXPartsOnce reads a part once, however many relationships and sections lead
// to it: 16 kB that point 1,900 times at a header of 2 MB would take gigabytes.
func TestDOCXPartsOnce(t *testing.T) {
	header := "<w:hdr>" + strings.Repeat("<w:p/>", 100_000) + resumetest.Paragraph("", "Jane Miller") + "</w:hdr>"
	var links []string
	body := resumetest.Paragraph("", "Nurse at Acme")
	for i := range 1900 {
		links = append(links, fmt.Sprintf("h%d header header.xml", i))
		body += fmt.Sprintf(`<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="h%d"/></w:sectPr></w:pPr></w:p>`, i)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	blocks, err := Read("a.docx", resumetest.DOCX(t, body, map[string]string{"word/header.xml": header}, links...))
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	resumetest.WantOutline(t, blocks, "0 | Jane Miller\n1 | Nurse at Acme")
	if used := after.TotalAlloc - before.TotalAlloc; used > 400<<20 {
		t.Errorf("%d MB were used", used>>20)
	}
	many := append(links, links...)
	if _, err := Read("a.docx", resumetest.DOCX(t, body, map[string]string{"word/header.xml": header}, many...)); !errors.Is(err, xmltree.ErrTooMuch) {
		t.Errorf("%d relationships: %v", len(many), err)
	}
}

func FuzzDOCX(f *testing.F) {
	f.Add(resumetest.Paragraph("Titel", "Jane") + resumetest.Table([]string{"2019 - 2020", resumetest.Paragraph("", "Nurse") + resumetest.ListItem(0, "x")}) + `<w:p>` + resumetest.Box(resumetest.Paragraph("", "b")) + `</w:p>`)
	f.Add(`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:br/><w:tab/></w:r></w:p><w:tbl><w:tr><w:tc/></w:tr></w:tbl><w:sectPr><w:headerReference r:id="s1"/></w:sectPr>`)
	f.Fuzz(func(t *testing.T, body string) {
		blocks, err := Read("f", resumetest.DOCX(t, body, nil))
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

// FuzzDOCXPackage reads files that are hardly a zip.
func FuzzDOCXPackage(f *testing.F) {
	f.Add(resumetest.DOCX(f, resumetest.Paragraph("", "Jane"), nil))
	names, _ := filepath.Glob("testdata/docx*")
	for _, name := range names {
		if data, err := os.ReadFile(name); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := Read("f", data); err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("error of several lines: %q", err)
		}
	})
}
