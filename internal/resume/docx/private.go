package docx

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/flow"
	"resumebot/internal/resume/mark"
	"resumebot/internal/resume/xmltree"
)

// In a Word document what is set in a style of the name "Private" (or "Private:
// salary"), and what a comment "private" (or "private: salary") is on, is private.
// Both are written into the text as the marks that one could have typed.

// private reads text between marks; hides is the opening one, "" for none.
func (r *inline) private(hides string, read func()) {
	if hides == "" {
		read()
		return
	}
	r.add(hides, r.base)
	r.doc.hiding++
	read()
	r.doc.hiding--
	r.add(mark.Closing, r.base)
}

// box reads a text box; one within what is private is so itself, wherever it is put.
func (d *document) box(n *xmltree.Node, rels map[string]relationship) flow.Content {
	hidden := d.hiding > 0
	box := d.flow(n, rels, nil)
	if !hidden {
		return box
	}
	return slices.Concat(flow.Content{flow.Text("<!-- private -->")}, box, flow.Content{flow.Text(mark.Closing)})
}

// hasMarks tells whether something in the document is marked as private.
func (d *document) hasMarks() bool {
	if len(d.hides) > 0 || !block.Unmarked(lines(d.body.root)) {
		return true
	}
	for id, s := range d.styles {
		if s.private != "" && uses(d.body.root, id) {
			return true
		}
	}
	return false
}

// lines is all text below a node, a line for each paragraph.
func lines(n *xmltree.Node) string {
	text := ""
	if n.Name == "t" {
		text = n.Chars()
	}
	for _, c := range n.Children {
		text += lines(c)
	}
	if n.Name == "p" {
		text += "\n"
	}
	return text
}

// uses tells whether a style is used below.
func uses(n *xmltree.Node, style string) bool {
	return n.Any(func(c *xmltree.Node) bool {
		return (c.Name == "pStyle" || c.Name == "rStyle") && c.Attr("val") == style
	})
}

// betweenCells refuses a comment that begins or ends between the cells of a table.
func (d *document) betweenCells(n *xmltree.Node) {
	if d.hides[n.Attr("id")] != "" {
		d.fault = errors.New("a comment on what is private begins or ends between the cells of a table: comment on the text within a cell, or on the whole table")
	}
}

// comments notes the comments that make something private.
func (d *document) comments(root *xmltree.Node) {
	d.hides = map[string]string{}
	for _, c := range root.Children {
		if m := mark.Named(c.AllText()); m != "" {
			d.hides[c.Attr("id")] = m
			if !has(d.body.root, "commentRangeStart", c.Attr("id")) || !has(d.body.root, "commentRangeEnd", c.Attr("id")) {
				d.fault = fmt.Errorf("the comment %q is on no text of the body: select what is private and comment on that", c.AllText())
			}
		}
	}
}

// commentMark is the mark that stands for the begin or the end of what a comment is
// on, "" where the comment says something else.
func (d *document) commentMark(n *xmltree.Node) string {
	m := d.hides[n.Attr("id")]
	switch {
	case m == "":
	case n.Name == "commentRangeEnd":
		d.hiding--
		return mark.Closing
	default:
		d.hiding++
	}
	return m
}

// has tells whether an element of that name and id stands below.
func has(n *xmltree.Node, name, id string) bool {
	return n.Any(func(c *xmltree.Node) bool { return c.Name == name && c.Attr("id") == id })
}

// Unseen tells comments, deleted and hidden text.
func Unseen(data []byte) bool {
	pkg, err := open(data)
	if err != nil {
		return true
	}
	rels, _ := pkg.relationships(pkg.main)
	for _, r := range rels {
		if strings.Contains(r.kind, "/comments") {
			return true
		}
	}
	for _, part := range pkg.File {
		root, err := pkg.Part(part.Name)
		if strings.HasPrefix(part.Name, "word/") && strings.HasSuffix(part.Name, ".xml") && (err != nil || root.Any(unseen)) {
			return true
		}
	}
	return false
}

// unseen tells what is deleted, moved away or hidden.
func unseen(n *xmltree.Node) bool {
	return n.Name == "del" || n.Name == "moveFrom" || n.Name == "vanish"
}
