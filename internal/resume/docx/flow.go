package docx

import (
	"slices"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/flow"
	"resumebot/internal/resume/xmltree"
)

// document is a Word document as far as it is text.
type document struct {
	styles      styles
	lists       lists
	body        part
	parts       map[string]part   // headers and footers by relationship
	keepsPlaces bool              // something is private, so that no box is moved from where it stands
	hiding      int               // styles and comments that hide what is being read
	onColour    int               // cells, tables, boxes and pages of another colour than white that it stands in
	hides       map[string]string // comments that make private what they are on: the mark, by id

	paras int   // counted so far in the body
	fault error // what looks like a mark for what is private and is none
}

// flow reads what stands in a body, cell, header or text box. count numbers its
// paragraphs, if it is not nil.
func (d *document) flow(n *xmltree.Node, rels map[string]relationship, count *int) flow.Content {
	var out flow.Content
	for _, c := range n.Children {
		switch c.Name {
		case "p":
			p := d.paragraph(c, rels)
			if count != nil {
				*count++
				p.Number = *count
			}
			out = append(out, flow.Item{Para: p})
		case "tbl":
			out = append(out, d.table(c, rels, count))
		case "sdt":
			if c.At("sdtPr", "showingPlcHdr") == nil {
				out = append(out, d.flow(c.Child("sdtContent").OrEmpty(), rels, count)...)
			}
		case "AlternateContent":
			out = append(out, d.flow(alternative(c), rels, count)...)
		case "ins", "moveTo", "customXml", "smartTag":
			out = append(out, d.flow(c, rels, count)...)
		case "commentRangeStart", "commentRangeEnd":
			if text := d.commentMark(c); text != "" {
				out = append(out, flow.Text(text))
			}
		}
	}
	return out
}

func (d *document) cells(n *xmltree.Node, rels map[string]relationship, count *int, out *[]flow.Content) {
	for _, c := range n.Children {
		switch c.Name {
		case "tc":
			d.on(filled(c.Child("tcPr")), func() { *out = append(*out, d.flow(c, rels, count)) })
		case "sdt", "sdtContent", "customXml":
			d.cells(c, rels, count, out)
		case "commentRangeStart", "commentRangeEnd":
			d.betweenCells(c)
		}
	}
}

// blocks reads the parts and tells what each paragraph is.
func (d *document) blocks(name string) ([]block.Block, error) {
	d.keepsPlaces = d.hasMarks()
	page := flow.Page{Body: d.flow(d.body.root, d.body.rels, &d.paras), KeepsPlaces: d.keepsPlaces}
	page.Heads, page.Feet = d.margins()
	if d.fault != nil {
		return nil, d.fault
	}
	return page.Blocks(name)
}

// margins gives the headers and footers that are shown. Where the first page has its
// own, those of the others only repeat who it is.
func (d *document) margins() (heads, feet []flow.Content) {
	told := map[*xmltree.Node]bool{}
	for _, s := range sectionsOf(d.body.root) {
		own := s.Child("titlePg") != nil && slices.ContainsFunc(s.Children, func(r *xmltree.Node) bool {
			return r.Attr("type") == "first" && len(d.parts[r.Attr("id")].root.OrEmpty().Children) > 0
		})
		for _, ref := range s.Children {
			part, ok := d.parts[ref.Attr("id")]
			kind := ref.Attr("type")
			if !ok || told[part.root] || kind == "even" || kind == "first" && s.Child("titlePg") == nil || own && kind != "first" {
				continue
			}
			told[part.root] = true
			switch f := d.flow(part.root, part.rels, nil); ref.Name {
			case "headerReference":
				heads = append(heads, f)
			case "footerReference":
				feet = append(feet, f)
			}
		}
	}
	return heads, feet
}

// sectionsOf finds the properties of the sections: in the last paragraph of each,
// those of the last at the end of the body.
func sectionsOf(body *xmltree.Node) []*xmltree.Node {
	var out []*xmltree.Node
	for _, c := range body.Children {
		if c.Name == "sectPr" {
			out = append(out, c)
		} else if s := c.At("pPr", "sectPr"); s != nil {
			out = append(out, s)
		}
	}
	return out
}
