package odt

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/flow"
	"resumebot/internal/resume/mark"
	"resumebot/internal/resume/xmltree"
)

// legible is the smallest type that is seen, in points.
const legible = 2

// document is a document as far as it is text.
type document struct {
	styles styles
	lists  lists
	hides  map[string]string // comments that make private what they are on: the mark, by name
	pages  map[string]bool   // the master pages that are used
	paras  int               // counted so far in the body
	hiding int               // styles and comments that hide what is being read
	marked bool              // something is private
	fault  error             // what looks like a mark for what is private and is none
}

// place is where a paragraph stands.
type place struct {
	list   string // style of the list around it
	level  int    // of the list, from 1; 0 for none
	mark   bool   // it is the first of a list item
	colour bool   // it stands on another colour than white
	url    string
	hidden string // in what way nobody sees it, or ""
}

// flow reads what stands in a body, cell, header or text box. count numbers its
// paragraphs, if it is not nil.
func (d *document) flow(n *xmltree.Node, at place, count *int) flow.Content {
	var out flow.Content
	for _, c := range n.Children {
		switch c.Name {
		case "p", "h":
			out = append(out, flow.Item{Para: d.paragraph(c, at, count)})
			at.mark = false
		case "list":
			under := at
			under.level++
			if name := c.Attr("style-name"); name != "" {
				under.list = name
			}
			for _, item := range c.Children {
				under.mark = item.Name == "list-item"
				out = append(out, d.flow(item, under, count)...)
			}
		case "table":
			out = append(out, d.table(c, at, count))
		case "section":
			if c.Attr("display") == "none" {
				under := at
				under.hidden = "set as hidden"
				out = append(out, d.flow(c, under, count)...)
			} else {
				out = append(out, d.flow(c, at, count)...)
			}
		case "frame", "text-box", "custom-shape", "g", "rect", "index-body", "note-body", "shape", "numbered-paragraph", "insertion":
			at.colour = at.colour || c.Name != "index-body"
			out = append(out, d.flow(c, at, count)...)
		case "bibliography", "alphabetical-index", "user-index", "illustration-index":
			out = append(out, d.flow(c, at, count)...)
		}
	}
	return out
}

func (d *document) table(n *xmltree.Node, at place, count *int) flow.Item {
	var t flow.Item
	filled := func(n *xmltree.Node, family string) bool {
		s, _ := d.styles.resolve(family, n.Attr("style-name"))
		return s.look.filled
	}
	at.list, at.level, at.mark = "", 0, false
	at.colour = at.colour || filled(n, "table")
	var rows func(n *xmltree.Node, head bool)
	rows = func(n *xmltree.Node, head bool) {
		for _, c := range n.Children {
			switch c.Name {
			case "table-header-rows":
				rows(c, true)
			case "table-rows", "table-row-group":
				rows(c, head)
			case "table-row":
				var cells []flow.Content
				for _, cell := range c.Children {
					if cell.Name == "table-cell" {
						under := at
						under.colour = at.colour || filled(c, "table-row") || filled(cell, "table-cell")
						cells = append(cells, d.flow(cell, under, count))
					}
				}
				t.Header = t.Header || head && len(t.Rows) == 0
				t.Rows = append(t.Rows, cells)
			}
		}
	}
	rows(n, false)
	if t.Rows == nil {
		t.Rows = [][]flow.Content{}
	}
	return t
}

// inline reads the inline content of one paragraph.
type inline struct {
	doc    *document
	para   *flow.Para
	blanks bool // the text ends in a blank, so that one that follows is none
}

// paragraph reads a text:p or text:h. What is not seen is set apart.
func (d *document) paragraph(n *xmltree.Node, at place, count *int) flow.Para {
	name := n.Attr("style-name")
	s, private := d.styles.resolve("paragraph", name)
	if s.page != "" {
		if d.pages == nil {
			d.pages = map[string]bool{}
		}
		d.pages[s.page] = true
	}
	p := flow.Para{Heading: s.heading, Title: flow.TitleStyle(s.name), Quote: flow.QuoteStyle(s.name)}
	if level := flow.HeadingStyle(s.name); level > 0 {
		p.Heading = level
	}
	if level, err := strconv.Atoi(n.Attr("outline-level")); err == nil && n.Name == "h" && level > 0 {
		p.Heading = min(level, 9)
	}
	if p.Title {
		p.Heading = 0
	}
	if count != nil {
		*count++
		p.Number = *count
	}
	if s.list != "" && at.level > 0 && at.list == "" {
		at.list = s.list
	}
	p.List, p.Level = at.mark && at.level > 0 && !d.lists[at.list][strconv.Itoa(at.level)], max(at.level-1, 0)
	if s.look.size <= 0 {
		s.look.size = 12
	}
	s.look.filled = s.look.filled || at.colour
	r := &inline{doc: d, para: &p, blanks: true}
	r.private(private, s.look, func() { r.children(n, s.look, at) })
	p.End(s.look.size, s.look.ruled)
	return p
}

// private reads text between marks; hides is the opening one, "" for none.
func (r *inline) private(hides string, l look, read func()) {
	if hides == "" {
		read()
		return
	}
	r.doc.marked = true
	r.add(hides, l, place{})
	r.doc.hiding++
	read()
	r.doc.hiding--
	r.add(mark.Closing, l, place{})
}

func (r *inline) children(n *xmltree.Node, l look, at place) {
	for _, c := range n.Children {
		r.node(c, l, at)
	}
}

func (r *inline) node(n *xmltree.Node, l look, at place) {
	switch n.Name {
	case "":
		r.text(n.Text, l, at)
	case "s":
		count, err := strconv.Atoi(n.Attr("c"))
		if err != nil || count < 1 {
			count = 1
		}
		r.add(strings.Repeat(" ", min(count, 100)), l, at)
	case "tab":
		r.add("\t", l, at)
		r.blanks = true
	case "line-break":
		r.para.Break()
		r.blanks = true
	case "span":
		s, private := r.doc.styles.resolve("text", n.Attr("style-name"))
		r.private(private, l, func() { r.children(n, s.look.over(l), at) })
	case "a":
		if url := n.Attr("href"); field.WebAddress(url) {
			at.url = url
		}
		r.children(n, l, at)
	case "frame", "text-box", "custom-shape", "g", "rect", "note":
		r.box(n, at)
	case "annotation":
		r.comment(n, l)
	case "annotation-end":
		if r.doc.hides[n.Attr("name")] != "" {
			r.doc.hiding--
			r.add(mark.Closing, l, place{})
		}
	case "hidden-text":
		at.hidden = "set as hidden"
		r.add(n.Attr("string-value"), l, at)
	case "ruby":
		r.children(n.Child("ruby-base").OrEmpty(), l, at)
	case "page-number", "page-count", "placeholder", "tracked-changes", "ruby-text", "file-name", "event-listeners", "forms", "hidden-paragraph":
	default:
		r.children(n, l, at)
	}
}

// box reads what hangs on the paragraph: a text box, or a note.
func (r *inline) box(n *xmltree.Node, at place) {
	hidden := r.doc.hiding > 0
	content := r.doc.flow(&xmltree.Node{Children: []*xmltree.Node{n}}, place{colour: true, hidden: at.hidden}, nil)
	if n.Name == "note" {
		content = r.doc.flow(n, place{colour: at.colour, hidden: at.hidden}, nil)
	}
	if hidden {
		content = append(append(flow.Content{flow.Text("<!-- private -->")}, content...), flow.Text(mark.Closing))
	}
	r.para.Boxes = append(r.para.Boxes, content)
}

// comments notes the comments that make something private.
func (d *document) comments(text *xmltree.Node) {
	d.hides = map[string]string{}
	text.Any(func(n *xmltree.Node) bool {
		if n.Name != "annotation" {
			return false
		}
		var said strings.Builder
		for _, c := range n.Children {
			if c.Name == "p" || c.Name == "list" {
				said.WriteString(c.AllText() + " ")
			}
		}
		m := mark.Named(said.String())
		if m == "" {
			return false
		}
		name := n.Attr("name")
		if name == "" || !text.Any(func(c *xmltree.Node) bool { return c.Name == "annotation-end" && c.Attr("name") == name }) {
			d.fault = fmt.Errorf("the comment %q is on no text: select what is private and comment on that", strings.TrimSpace(said.String()))
			return true
		}
		d.hides[name] = m
		d.marked = true
		if len(d.hides) > 100 {
			d.fault = errors.New("has more than 100 comments on what is private: give the text a style of the name Private")
		}
		return d.fault != nil
	})
}

// comment begins what a comment makes private.
func (r *inline) comment(n *xmltree.Node, l look) {
	if m := r.doc.hides[n.Attr("name")]; m != "" {
		r.add(m, l, place{})
		r.doc.hiding++
	}
}

// text adds text, in which blanks that follow each other are one.
func (r *inline) text(s string, l look, at place) {
	var b strings.Builder
	for _, c := range s {
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' {
			if !r.blanks {
				b.WriteByte(' ')
			}
			r.blanks = true
			continue
		}
		b.WriteRune(c)
		r.blanks = false
	}
	r.add(b.String(), l, at)
}

// add adds text in a look, or notes that nobody sees it.
func (r *inline) add(text string, l look, at place) {
	how := at.hidden
	switch {
	case how != "":
	case isSet(l.hidden):
		how = "set as hidden"
	case l.size < legible:
		how = "in type too small to read"
	case isSet(l.white) && !l.filled:
		how = "in white"
	}
	if how != "" && !strings.HasPrefix(text, "<!--") {
		if strings.TrimSpace(text) != "" {
			r.para.Unseen = append(r.para.Unseen, block.Block{Kind: block.Hidden, How: how, Private: r.doc.hiding > 0, Spans: []block.Span{{Text: text}}})
		}
		return
	}
	r.para.Add(text, flow.Style{Size: l.size, Bold: isSet(l.bold), Italic: isSet(l.italic), Capitals: isSet(l.caps), URL: at.url})
}
