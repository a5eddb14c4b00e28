package resume

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// docxFile writes a DOCX of a body in WordprocessingML and further parts by
// path; links lists what the relationship identifiers of the body lead to, as
// "id type target".
func docxFile(t testing.TB, body string, parts map[string]string, links ...string) []byte {
	t.Helper()
	const ns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"`
	const kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	rels := func(lines ...string) string {
		var b strings.Builder
		for _, l := range lines {
			f := strings.Fields(l)
			mode := ""
			if f[1] == "hyperlink" {
				mode = ` TargetMode="External"`
			}
			fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s%s" Target="%s"%s/>`, f[0], kinds, f[1], f[2], mode)
		}
		return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + b.String() + `</Relationships>`
	}
	all := map[string]string{
		"_rels/.rels":       rels("rId1 officeDocument word/document.xml"),
		"word/document.xml": `<w:document ` + ns + `><w:body>` + body + `</w:body></w:document>`,
	}
	links = append([]string{"s1 styles styles.xml", "n1 numbering numbering.xml"}, links...)
	all["word/_rels/document.xml.rels"] = rels(links...)
	all["word/styles.xml"], all["word/numbering.xml"] = docxStyleSheet, docxNumbering
	for name, text := range parts {
		all[name] = text
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range all {
		if text == "" {
			continue
		}
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(name, "_rels") && !strings.Contains(name, "/_rels") && name != "word/document.xml" {
			text = strings.Replace(text, ">", " "+ns+">", 1)
		}
		if _, err := io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The heading styles have the identifiers that a German Word gives them; "Own" is
// based on one, "Level" has nothing but an outline level.
const docxStyleSheet = `<w:styles>
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/><w:basedOn w:val="Standard"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:basedOn w:val="Standard"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="berschrift3"><w:name w:val="heading 3"/></w:style>
<w:style w:type="paragraph" w:styleId="Private"><w:name w:val="Private"/></w:style>
<w:style w:type="character" w:styleId="PrivatePay"><w:name w:val="Private: pay"/></w:style>
<w:style w:type="paragraph" w:styleId="Privat"><w:name w:val="Privat"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="My Section"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Level"><w:name w:val="Abschnitt"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Bullet"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Bullet2"><w:name w:val="List Bullet 2"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Fett"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>`

const docxNumbering = `<w:numbering>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>`

// wp writes a paragraph. Its text knows "**bold**", tabs and line breaks.
func wp(style, text string) string {
	ppr := ""
	if style != "" {
		ppr = `<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`
	}
	return "<w:p>" + ppr + wr(text) + "</w:p>"
}

// wi writes a list item.
func wi(level int, text string) string {
	return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr></w:pPr>%s</w:p>`, level, wr(text))
}

// wr writes runs.
func wr(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, "**") {
		rpr := ""
		if i%2 == 1 {
			rpr = `<w:rPr><w:b/></w:rPr>`
		}
		part = html.EscapeString(part)
		part = strings.ReplaceAll(part, "\t", `</w:t><w:tab/><w:t xml:space="preserve">`)
		part = strings.ReplaceAll(part, "\n", `</w:t><w:br/><w:t xml:space="preserve">`)
		b.WriteString(`<w:r>` + rpr + `<w:t xml:space="preserve">` + part + `</w:t></w:r>`)
	}
	return b.String()
}

// wt writes a table of rows of cells; a cell is paragraphs, or text.
func wt(rows ...[]string) string {
	var b strings.Builder
	b.WriteString("<w:tbl><w:tblPr/>")
	for _, row := range rows {
		b.WriteString("<w:tr>")
		for _, c := range row {
			if !strings.HasPrefix(c, "<") {
				c = wp("", c)
			}
			b.WriteString("<w:tc><w:tcPr/>" + c + "</w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	return b.String() + "</w:tbl>"
}

func sized(half int, text string) string {
	return fmt.Sprintf(`<w:p><w:r><w:rPr><w:sz w:val="%d"/></w:rPr><w:t>%s</w:t></w:r></w:p>`, half, html.EscapeString(text))
}

func box(content string) string {
	return `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>` + content + `</w:txbxContent></wps:txbx></w:drawing></mc:Choice>` +
		`<mc:Fallback><w:pict><v:textbox><w:txbxContent>` + content + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`
}

func TestDOCXBlocks(t *testing.T) {
	tests := map[string]struct {
		body, want string
	}{
		"styles, lists, tabs": {
			wp("Titel", "Jane Miller") + wp("berschrift1", "Experience") + wp("berschrift2", "Nurse") + wp("", "**Acme**, Berlin\t2019 – 2020") +
				wi(0, "Ran a ward") + wi(1, "of thirty beds") + wp("Bullet", "By style") + wp("Bullet2", "Deeper") + wp("Own", "Education") + wp("Level", "Skills") + wp("", "Go, SQL\nKubernetes"),
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
			sized(40, "Kim Lee") + wp("", "**WORK EXPERIENCE**") + wp("", "**Chef**, The Blue Door\t2015 - 2020") + wp("", "• Cooked for forty") + wp("", "-\tBaked") +
				wp("", "**EDUCATION**") + wp("", "Diploma, Culinary Institute, 2014") + wp("", "**MEMBERSHIPS**") + wp("", "Guild of Chefs"),
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
				`<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>` + wp("", "Click here to enter text") + `</w:sdtContent></w:sdt>` +
				`<w:sdt><w:sdtPr/><w:sdtContent>` + wp("", "Filled in") + `</w:sdtContent></w:sdt>` +
				`<w:p><w:r><w:t>semi</w:t><w:noBreakHyphen/><w:t>annual</w:t></w:r></w:p>` +
				`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr><w:r><w:t>No mark</w:t></w:r></w:p>`,
			`
1 | Worked well
2 | Here
3 | My page<https://example.org/me> and code<https://example.org/code>, not this
4 | Filled in
5 | semi-annual
6 | No mark`,
		},
		"data table": {
			wp("berschrift1", "Experience") + wt([]string{"**Company**", "**Role**", "**Dates**"}, []string{"Acme Clinic", "Nurse", "2010 – 2011"}, []string{"City Clinic", "Head Nurse", "2011 – 2015"}) +
				wp("berschrift1", "Skills") + wt([]string{"**Care**", "Wounds, Triage"}, []string{"**Tools**", "Epic"}),
			`
1 #2 **Experience**
5 r Acme Clinic ¦ Nurse ¦ 2010 – 2011
8 r City Clinic ¦ Head Nurse ¦ 2011 – 2015
11 #2 **Skills**
12 r **Care** ¦ Wounds, Triage
14 r **Tools** ¦ Epic`,
		},
		"a table for the head of an entry": {
			wp("berschrift1", "Experience") + wt([]string{"**Acme**", "Berlin"}, []string{"Senior Engineer", "2019 – 2020"}) + wi(0, "Built it"),
			`
1 #2 **Experience**
2 | **Acme**→Berlin
4 | Senior Engineer→2019 – 2020
6 *0 Built it`,
		},
		"a table for columns": {
			wt([]string{wp("berschrift1", "Skills") + wp("", "Go") + wp("", "SQL"), sized(48, "Ole Hansen") + wp("berschrift1", "Experience") + wp("", "**Nordic Bank**\t2018 - 2022") + wi(0, "Kept it running")}),
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
			wt([]string{"EXPERIENCE", ""}, []string{"2019 - 2023", wp("", "**Head Nurse**, City Hospital") + wi(0, "Ran a ward")}, []string{"2015 - 2019", wp("", "**Nurse**, City Clinic") + wi(0, "Emergencies")}, []string{"EDUCATION", wp("", "B.Sc. Nursing, 2014") + wp("", "Oslo")}),
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
			`<w:p>` + box(sized(48, "Ole Hansen")) + `</w:p><w:p>` + box(wp("berschrift1", "Skills")+wp("", "Go, SQL")) + wr("A banker.") + `</w:p>` + wp("berschrift1", "Experience") + wp("", "**Nordic Bank**\t2018 - 2022"),
			`
0 #2 Ole Hansen
2 | A banker.
3 #2 **Experience**
4 | **Nordic Bank**→2018 - 2022
0 #2 **Skills**
0 | Go, SQL`,
		},
		"private marks": {
			wp("", "Open") + wp("", "<!— private —>") + wp("", "Secret") + wp("", "<!-- /private -->") + wp("", "Open too"),
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
			blocks, err := readDOCX("cv.docx", docxFile(t, test.body, nil, "h1 hyperlink https://example.org/me", "bad hyperlink javascript:alert(1)"))
			if err != nil {
				t.Fatal(err)
			}
			wantOutline(t, blocks, test.want)
			for _, b := range blocks {
				if b.source.Path != "cv.docx" || b.priv != (name == "private marks" && b.source.Start >= 2 && b.source.Start <= 4) {
					t.Errorf("block %+v", b)
				}
			}
		})
	}
}

// TestDOCXMargins reads contact lines from the header of the page and leaves out
// page numbers and what later pages repeat.
func TestDOCXMargins(t *testing.T) {
	page := `<w:p><w:r><w:t xml:space="preserve">Page </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`
	data := docxFile(t, wp("Titel", "Jane Miller")+wp("berschrift1", "Skills")+wp("", "Triage")+
		`<w:sectPr><w:headerReference w:type="first" r:id="h1"/><w:headerReference w:type="default" r:id="h2"/><w:footerReference w:type="default" r:id="f1"/><w:footerReference w:type="first" r:id="f1"/><w:titlePg/></w:sectPr>`,
		map[string]string{
			"word/header1.xml": `<w:hdr>` + wp("", "Boston, MA | jane@example.org") + `</w:hdr>`,
			"word/header2.xml": `<w:hdr>` + wp("", "Jane Miller, continued") + `</w:hdr>`,
			"word/footer1.xml": `<w:ftr>` + page + wp("", "linkedin.com/in/jane") + wp("", "References on request") + `</w:ftr>`,
		}, "h1 header header1.xml", "h2 header header2.xml", "f1 footer footer1.xml")
	blocks, err := readDOCX("cv.docx", data)
	if err != nil {
		t.Fatal(err)
	}
	wantOutline(t, blocks, `
0 | Boston, MA | jane@example.org
1 #1 Jane Miller
0 | linkedin.com/in/jane
2 #2 **Skills**
3 | Triage
0 | References on request`)
}

func TestDOCXBadInput(t *testing.T) {
	good := docxFile(t, wp("", "Jane Miller"), nil)
	ole := "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600)
	tests := map[string]struct {
		data []byte
		want string
	}{
		"encrypted":          {[]byte(ole + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), errDOCXPassword.Error()},
		"Word 97":            {[]byte(ole + "W\x00o\x00r\x00d\x00"), "is a Word 97 document (.doc), though its name says .docx: save it as .docx"},
		"RTF":                {[]byte(`{\rtf1\ansi Jane}`), "is RTF, though its name says .docx: save it as .docx"},
		"text":               {[]byte("Jane Miller"), errDOCXForeign.Error()},
		"cut off":            {good[:len(good)*2/3], errDOCXDamaged.Error()},
		"no text":            {docxFile(t, "<w:p/>", nil), errDOCXNoText.Error()},
		"broken XML":         {docxFile(t, "<w:p>", nil), errDOCXDamaged.Error()},
		"broken styles":      {docxFile(t, wp("", "Jane"), map[string]string{"word/styles.xml": "<w:styles>"}), errDOCXDamaged.Error() + " (its styles)"},
		"another zip":        {docxFile(t, "", map[string]string{"word/document.xml": "<x/>"}), errDOCXForeign.Error()},
		"too many elements":  {docxFile(t, strings.Repeat("<w:p/>", maxDOCXNodes), nil), errDOCXTooMuch.Error()},
		"too deep":           {docxFile(t, strings.Repeat("<w:sdt>", maxDOCXDepth)+strings.Repeat("</w:sdt>", maxDOCXDepth), nil), errDOCXTooMuch.Error()},
		"bomb":               {docxFile(t, wp("", strings.Repeat(" ", maxDOCXPart)), nil), errDOCXTooMuch.Error()},
		"bomb in the styles": {docxFile(t, wp("", "Jane"), map[string]string{"word/styles.xml": "<w:styles>" + strings.Repeat(" ", maxDOCXPart) + "</w:styles>"}), errDOCXTooMuch.Error() + " (its styles)"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			blocks, err := readDOCX("cv.docx", test.data)
			if err == nil || err.Error() != test.want || blocks != nil {
				t.Errorf("%d blocks, error %q, want %q", len(blocks), err, test.want)
			}
		})
	}
}

// TestDOCXLikeMarkdown writes a résumé of the test data as a DOCX and holds its
// Document against that of the Markdown.
func TestDOCXLikeMarkdown(t *testing.T) {
	data, err := os.ReadFile("testdata/people/marta.md")
	if err != nil {
		t.Fatal(err)
	}
	md := fileText{reader: readers()[".md"], path: "a.md", text: data}
	blocks, _, err := md.public()
	if err != nil {
		t.Fatal(err)
	}
	var body strings.Builder
	var rels []string
	runs := func(spans []span) string {
		var out strings.Builder
		for _, s := range spans {
			rpr := ""
			if s.bold {
				rpr += "<w:b/>"
			}
			if s.italic {
				rpr += "<w:i/>"
			}
			r := `<w:r><w:rPr>` + rpr + `</w:rPr><w:t xml:space="preserve">` + strings.ReplaceAll(html.EscapeString(s.text), "\t", `</w:t><w:tab/><w:t xml:space="preserve">`) + `</w:t></w:r>`
			if s.url != "" {
				id := fmt.Sprint("l", len(rels))
				rels = append(rels, id+" hyperlink "+s.url)
				r = `<w:hyperlink r:id="` + id + `">` + r + `</w:hyperlink>`
			}
			out.WriteString(r)
		}
		return out.String()
	}
	var table [][]string
	for i, b := range blocks {
		ppr := ""
		switch b.kind {
		case blockHeading:
			ppr = `<w:pStyle w:val="` + []string{"", "Titel", "berschrift1", "berschrift2", "berschrift3"}[b.level] + `"/>`
		case blockItem:
			ppr = fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr>`, b.level)
		case blockRow:
			var cells []string
			for _, c := range b.cells {
				cells = append(cells, "<w:p>"+runs(c)+"</w:p>")
			}
			if table = append(table, cells); i+1 < len(blocks) && blocks[i+1].kind == blockRow {
				continue
			}
			var names []string
			for _, h := range b.header {
				names = append(names, "**"+h+"**")
			}
			body.WriteString(wt(append([][]string{names}, table...)...))
			table = nil
			continue
		case blockQuote:
			ppr = `<w:pStyle w:val="Zitat"/>`
		case blockLine:
		case blockRule:
			continue
		default:
			t.Fatalf("this test does not write blocks of kind %d", b.kind)
		}
		body.WriteString(`<w:p><w:pPr>` + ppr + `</w:pPr>` + runs(b.spans) + `</w:p>`)
	}
	want := parse(t, "a.md", data)
	got, err := readDOCX("a.md", docxFile(t, body.String(), nil, rels...))
	if err != nil {
		t.Fatal(err)
	}
	b := newBuilder()
	b.add(got)
	facts := func(d *Document) string {
		var out []string
		for line := range strings.Lines(dump(d)) { // without line numbers and Markdown's own source text
			if !strings.HasPrefix(line, "  raw") {
				out = append(out, lineNumbers.ReplaceAllString(line, ""))
			}
		}
		return strings.Join(out, "")
	}
	if w, g := facts(want), facts(b.doc); w != g {
		t.Error(diff(w, g))
	}
}

var lineNumbers = regexp.MustCompile(` (?:lines )?\d+–\d+`)

func FuzzDOCX(f *testing.F) {
	f.Add(wp("Titel", "Jane") + wt([]string{"2019 - 2020", wp("", "Nurse") + wi(0, "x")}) + `<w:p>` + box(wp("", "b")) + `</w:p>`)
	f.Add(`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:br/><w:tab/></w:r></w:p><w:tbl><w:tr><w:tc/></w:tr></w:tbl><w:sectPr><w:headerReference r:id="s1"/></w:sectPr>`)
	f.Fuzz(func(t *testing.T, body string) {
		blocks, err := readDOCX("f", docxFile(t, body, nil))
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("error of several lines: %q", err)
			}
			return
		}
		b := newBuilder()
		b.add(blocks)
		check(t, b.doc, nil)
	})
}

// FuzzDOCXPackage reads files that are hardly a zip.
func FuzzDOCXPackage(f *testing.F) {
	f.Add(docxFile(f, wp("", "Jane"), nil))
	names, _ := filepath.Glob("testdata/docx*")
	for _, name := range names {
		if data, err := os.ReadFile(name); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := readDOCX("f", data); err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("error of several lines: %q", err)
		}
	})
}
