package resumetest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"
	"testing"
)

// DOCX writes a DOCX of a body in WordprocessingML and further parts by
// path; links lists what the relationship identifiers of the body lead to, as
// "id type target".
func DOCX(t testing.TB, body string, parts map[string]string, links ...string) []byte {
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
<w:style w:type="table" w:styleId="Grid"><w:name w:val="Grid Table 5"/><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="4472C4"/></w:tcPr></w:tblStylePr></w:style>
<w:style w:type="character" w:styleId="Fett"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>`

const docxNumbering = `<w:numbering>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>`

// Paragraph writes a paragraph. Its text knows "**bold**", tabs and line breaks.
func Paragraph(style, text string) string {
	ppr := ""
	if style != "" {
		ppr = `<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`
	}
	return "<w:p>" + ppr + Run(text) + "</w:p>"
}

// ListItem writes a list item.
func ListItem(level int, text string) string {
	return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr></w:pPr>%s</w:p>`, level, Run(text))
}

// Run writes runs.
func Run(text string) string {
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

// Table writes a table of rows of cells; a cell is paragraphs, or text.
func Table(rows ...[]string) string {
	var b strings.Builder
	b.WriteString("<w:tbl><w:tblPr/>")
	for _, row := range rows {
		b.WriteString("<w:tr>")
		for _, c := range row {
			if !strings.HasPrefix(c, "<") {
				c = Paragraph("", c)
			}
			b.WriteString("<w:tc><w:tcPr/>" + c + "</w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	return b.String() + "</w:tbl>"
}

// Sized is a paragraph in a size, in half points.
func Sized(half int, text string) string {
	return fmt.Sprintf(`<w:p><w:r><w:rPr><w:sz w:val="%d"/></w:rPr><w:t>%s</w:t></w:r></w:p>`, half, html.EscapeString(text))
}

// Box is a run that holds a text box.
func Box(content string) string {
	return `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>` + content + `</w:txbxContent></wps:txbx></w:drawing></mc:Choice>` +
		`<mc:Fallback><w:pict><v:textbox><w:txbxContent>` + content + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`
}
