package layout

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
)

const wordNames = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"`

const wordStyles = `<w:styles ` + wordNames + `>
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="48"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="30"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:sz w:val="26"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
</w:styles>`

const wordNumbering = `<w:numbering ` + wordNames + `><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`

// word writes a page as WordprocessingML (ECMA-376, part 1).
type word struct {
	*draft
	links []string
}

func docx(p page, d *draft) ([]byte, error) {
	w := &word{draft: d}
	top, foot := w.blocks(p.top), w.blocks(p.foot)
	var main, side string
	for _, s := range p.sections {
		if s.side && !d.is("columns", "one", "") {
			side += w.blocks(s.blocks)
		} else {
			main += w.blocks(s.blocks)
		}
	}
	body := top
	empty := "<w:p/>"
	switch {
	case side == "":
		body += main
	case d.is("columns", "left"):
		body += layoutTable([]string{side, main + empty}) + empty
	case d.is("columns", "right"):
		body += layoutTable([]string{main + empty, side}) + empty
	default:
		body += "<w:p>" + textBox(side) + "</w:p>" + main
	}
	parts := map[string]string{}
	margins := ""
	switch d.choices["contact"] {
	case "header":
		parts["word/header1.xml"], margins = "<w:hdr "+wordNames+">"+foot+"</w:hdr>", `<w:headerReference w:type="default" r:id="head"/>`
	case "footer":
		parts["word/footer1.xml"], margins = "<w:ftr "+wordNames+">"+foot+"</w:ftr>", `<w:footerReference w:type="default" r:id="foot"/>`
	default:
		body += foot
	}
	body += "<w:sectPr>" + margins + `<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/></w:sectPr>`
	parts["word/document.xml"] = "<w:document " + wordNames + "><w:body>" + body + "</w:body></w:document>"
	return w.pack(parts)
}

// pack puts the parts into one file.
func (w *word) pack(parts map[string]string) ([]byte, error) {
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	relation := func(id, kind, target, mode string) string {
		return fmt.Sprintf(`<Relationship Id="%s" Type="%s%s" Target="%s"%s/>`, id, rel, kind, esc(target), mode)
	}
	rels := relation("s", "styles", "styles.xml", "") + relation("n", "numbering", "numbering.xml", "")
	types := ""
	for _, kind := range []string{"document", "footer", "header", "numbering", "styles"} {
		part, content := "word/"+kind+".xml", kind
		switch kind {
		case "document":
			content = "document.main"
		case "header", "footer":
			part = "word/" + kind + "1.xml"
			if parts[part] == "" {
				continue
			}
		}
		types += fmt.Sprintf(`<Override PartName="/%s" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.%s+xml"/>`, part, content)
	}
	if parts["word/header1.xml"] != "" {
		rels += relation("head", "header", "header1.xml", "")
	}
	if parts["word/footer1.xml"] != "" {
		rels += relation("foot", "footer", "footer1.xml", "")
	}
	for i, url := range w.links {
		rels += relation(fmt.Sprint("l", i), "hyperlink", url, ` TargetMode="External"`)
	}
	const list = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	parts["[Content_Types].xml"] = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` + types + `</Types>`
	parts["_rels/.rels"] = list + relation("d", "officeDocument", "word/document.xml", "") + "</Relationships>"
	parts["word/_rels/document.xml.rels"] = list + rels + "</Relationships>"
	parts["word/_rels/header1.xml.rels"], parts["word/_rels/footer1.xml.rels"] = parts["word/_rels/document.xml.rels"], parts["word/_rels/document.xml.rels"]
	parts["word/styles.xml"], parts["word/numbering.xml"] = wordStyles, wordNumbering
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range sorted(parts) {
		f, err := z.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(f, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+parts[name]); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (w *word) blocks(blocks []block) string {
	var out strings.Builder
	for _, b := range blocks {
		out.WriteString(w.block(b))
	}
	return out.String()
}

func (w *word) block(b block) string {
	styled := w.is("headings", "style")
	switch b.kind {
	case name:
		if styled {
			return w.para(`<w:pStyle w:val="Title"/>`, "", b.lines[0])
		}
		return w.para("", `<w:b/><w:sz w:val="44"/>`, b.lines[0])
	case tagline:
		return w.para(`<w:pStyle w:val="Subtitle"/>`, "", b.lines[0])
	case heading:
		look := map[string]string{"bold_caps": "<w:b/>", "bold": "<w:b/>", "bigger": `<w:sz w:val="30"/>`}[w.choices["headings"]]
		if styled {
			return w.para(`<w:pStyle w:val="Heading1"/>`, "", b.lines[0])
		}
		return w.para(`<w:spacing w:before="240"/>`, look, b.lines[0])
	case title:
		if styled {
			return w.para(fmt.Sprintf(`<w:pStyle w:val="Heading%d"/>`, b.level+1), "", b.lines[0])
		}
		return w.para("", "<w:b/>", b.lines[0])
	case list:
		return w.list(b)
	case item:
		return w.list(block{kind: list, lines: b.lines[:1]}) + w.paras(b.lines[1:])
	case grid:
		return layoutTable([]string{w.paras(b.lines), w.blocks(b.blocks)})
	case table:
		var rows [][]string
		for i, row := range b.rows {
			var cells []string
			for _, c := range row {
				look := ""
				if b.titled && i == 0 {
					look = "<w:b/>"
				}
				cells = append(cells, w.para("", look, c))
			}
			rows = append(rows, cells)
		}
		return layoutTable(rows...) + "<w:p/>"
	}
	return w.paras(b.lines)
}

func (w *word) paras(ls []line) string {
	var out strings.Builder
	for _, l := range ls {
		out.WriteString(w.para("", "", l))
	}
	return out.String()
}

func (w *word) list(b block) string {
	var out strings.Builder
	sign := map[string]string{"dash": "- ", "star": "* ", "bullet": "•\t", "en_dash": "– ", "o": "o\t", "none": "", "paragraph": "- "}
	for i, l := range b.lines {
		switch {
		case w.is("lists", "real") && !w.is("bullets", "none"):
			id := "1"
			if w.is("bullets", "numbers") {
				id = "2"
			}
			out.WriteString(w.para(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="`+id+`"/></w:numPr>`, "", l))
		case w.is("bullets", "numbers"):
			out.WriteString(w.para("", "", append(line{{text: fmt.Sprint(i+1, ". ")}}, l...)))
		default:
			out.WriteString(w.para(`<w:ind w:left="360" w:hanging="360"/>`, "", append(line{{text: sign[w.choices["bullets"]]}}, l...)))
		}
	}
	return out.String()
}

// para writes a paragraph with its properties and those of its runs.
func (w *word) para(props, runs string, l line) string {
	if slices.ContainsFunc(l, func(s span) bool { return strings.Contains(s.text, "\t") }) && !strings.Contains(props, "numPr") && !strings.Contains(props, "hanging") {
		props += `<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>`
	}
	var out strings.Builder
	out.WriteString("<w:p><w:pPr>" + props + "</w:pPr>")
	for _, s := range l {
		props := runs
		for _, e := range []struct {
			look look
			tag  string
		}{{slant, "<w:i/>"}, {bold, "<w:b/>"}} { // in the order of the schema
			if s.look&e.look != 0 && !strings.Contains(props, e.tag) {
				props = e.tag + props
			}
		}
		text := strings.ReplaceAll(esc(s.text), "\t", `</w:t><w:tab/><w:t xml:space="preserve">`)
		run := `<w:r><w:rPr>` + props + `</w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
		if s.url != "" {
			run = fmt.Sprintf(`<w:hyperlink r:id="l%d">%s</w:hyperlink>`, len(w.links), run)
			w.links = append(w.links, s.url)
		}
		out.WriteString(run)
	}
	return out.String() + "</w:p>"
}

func layoutTable(rows ...[]string) string {
	var out strings.Builder
	out.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>`)
	for range rows[0] {
		out.WriteString(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, 9638/len(rows[0])))
	}
	out.WriteString("</w:tblGrid>")
	for _, row := range rows {
		out.WriteString("<w:tr>")
		for _, c := range row {
			out.WriteString("<w:tc><w:tcPr/>" + c + "</w:tc>")
		}
		out.WriteString("</w:tr>")
	}
	return out.String() + "</w:tbl>"
}

// textBox writes a box beside the text, for new programs and for old ones.
func textBox(content string) string {
	return `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:extent cx="2000000" cy="4000000"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx><w:txbxContent>` + content +
		`</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>` + content + `</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`
}
