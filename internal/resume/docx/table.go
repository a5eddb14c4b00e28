package docx

import (
	"resumebot/internal/resume/flow"
	"resumebot/internal/resume/xmltree"
)

func (d *document) table(n *xmltree.Node, rels map[string]relationship, count *int) flow.Item {
	var t flow.Item
	first := true
	var row func(n *xmltree.Node)
	row = func(n *xmltree.Node) {
		for _, c := range n.Children {
			switch c.Name {
			case "tr":
				if c.At("trPr", "del") != nil {
					continue
				}
				var cells []flow.Content
				d.cells(c, rels, count, &cells)
				if first {
					t.Header, first = c.At("trPr", "tblHeader") != nil, false
				}
				t.Rows = append(t.Rows, cells)
			case "sdt", "sdtContent", "customXml", "ins":
				row(c)
			case "commentRangeStart", "commentRangeEnd":
				d.betweenCells(c)
			}
		}
	}
	ppr := n.Child("tblPr")
	d.on(filled(ppr) || d.styles.resolve(ppr.Child("tblStyle").Attr("val")).look.filled, func() { row(n) })
	return t
}
