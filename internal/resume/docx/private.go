package docx

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/mark"
)

// In a Word document what is set in a style of the name "Private" (or "Private:
// salary"), and what a comment "private" (or "private: salary") is on, is private.
// Both are written into the text as the marks that one could have typed.

const closingMark = "<!-- /private -->"

// markNamed is the mark that the name of a style or the text of a comment stands for,
// "" where it speaks of something else.
func markNamed(name string) string {
	text := "<!-- " + strings.TrimSpace(name) + " -->"
	if marks, fault := mark.Find(text); fault == nil && (len(marks) != 1 || !marks[0].Opens) {
		return ""
	}
	return text // or what is none and will be told of
}

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
	r.add(closingMark, r.base)
}

// box reads a text box; one within what is private is so itself, wherever it is put.
func (d *document) box(n *node, rels map[string]relationship) content {
	hidden := d.hiding > 0
	flow := d.flow(n, rels, nil)
	if !hidden {
		return flow
	}
	mark := func(text string) item { return item{para: para{lines: [][]block.Span{{{Text: text}}}}} }
	return slices.Concat(content{mark("<!-- private -->")}, flow, content{mark(closingMark)})
}

// hasMarks tells whether something in the document is marked as private.
func (d *document) hasMarks() bool {
	if len(d.hides) > 0 || !block.Unmarked(d.body.root.lines()) {
		return true
	}
	for id, s := range d.styles {
		if s.private != "" && d.body.root.uses(id) {
			return true
		}
	}
	return false
}

// lines is all text below a node, a line for each paragraph.
func (n *node) lines() string {
	text := n.text
	for _, c := range n.children {
		text += c.lines()
	}
	if n.name == "p" {
		text += "\n"
	}
	return text
}

// uses tells whether a style is used below.
func (n *node) uses(style string) bool {
	return slices.ContainsFunc(n.children, func(c *node) bool {
		return (c.name == "pStyle" || c.name == "rStyle") && c.attr("val") == style || c.uses(style)
	})
}

// betweenCells refuses a comment that begins or ends between the cells of a table.
func (d *document) betweenCells(n *node) {
	if d.hides[n.attr("id")] != "" {
		d.fault = errors.New("a comment on what is private begins or ends between the cells of a table: comment on the text within a cell, or on the whole table")
	}
}

// comments notes the comments that make something private.
func (d *document) comments(root *node) {
	d.hides = map[string]string{}
	for _, c := range root.children {
		if m := markNamed(c.allText()); m != "" {
			d.hides[c.attr("id")] = m
			if !d.body.root.has("commentRangeStart", c.attr("id")) || !d.body.root.has("commentRangeEnd", c.attr("id")) {
				d.fault = fmt.Errorf("the comment %q is on no text of the body: select what is private and comment on that", c.allText())
			}
		}
	}
}

// commentMark is the mark that stands for the begin or the end of what a comment is
// on, "" where the comment says something else.
func (d *document) commentMark(n *node) string {
	m := d.hides[n.attr("id")]
	switch {
	case m == "":
	case n.name == "commentRangeEnd":
		d.hiding--
		return closingMark
	default:
		d.hiding++
	}
	return m
}

// allText is all text below a node.
func (n *node) allText() string {
	text := n.text
	for _, c := range n.children {
		text += c.allText()
	}
	return strings.TrimSpace(text)
}

// has tells whether an element of that name and id stands below.
func (n *node) has(name, id string) bool {
	for _, c := range n.children {
		if c.name == name && c.attr("id") == id || c.has(name, id) {
			return true
		}
	}
	return false
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
		root, err := pkg.part(part.Name)
		if strings.HasPrefix(part.Name, "word/") && strings.HasSuffix(part.Name, ".xml") && (err != nil || root.anyNamed("del", "moveFrom", "vanish")) {
			return true
		}
	}
	return false
}

// anyNamed tells whether an element of one of the names stands below.
func (n *node) anyNamed(names ...string) bool {
	return n != nil && slices.ContainsFunc(n.children, func(c *node) bool { return slices.Contains(names, c.name) || c.anyNamed(names...) })
}
