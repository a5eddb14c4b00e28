package rtf

import (
	"strings"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/flow"
	"resumebot/internal/resume/mark"
)

// legible is the smallest type that is seen, in points.
const legible = 2

// column is a flow of paragraphs and tables: the body, a margin, a text box.
type column struct {
	*reader
	out    flow.Content
	para   flow.Para
	open   bool         // the paragraph has text
	inner  bool         // it is not the body
	hides  string       // the mark that the style of the open paragraph stands for, or ""
	inCell flow.Content // paragraphs of the open cell
	inRow  []flow.Content
	table  *flow.Item
	header bool // the open row names the columns
}

// add adds text to the open paragraph, or opens one.
func (c *column) add(s string) {
	l := c.top().look
	if l.deleted || s == "" {
		return
	}
	style := flow.Style{Size: float64(l.half) / 2, Bold: l.bold, Italic: l.italic, Capitals: l.caps, URL: c.top().url}
	if !c.open {
		c.open = true
		if c.hides = c.privates[c.reader.para.style]; c.hides != "" {
			c.marked = true
			c.para.Add(c.hides, style)
		}
	}
	hides := c.privates[l.style]
	if l.style == 0 {
		hides = ""
	}
	if how := c.unseen(l); how != "" {
		if strings.TrimSpace(s) != "" {
			c.para.Unseen = append(c.para.Unseen, block.Block{Kind: block.Hidden, How: how, Private: c.hides+hides != "", Spans: []block.Span{{Text: s}}})
		}
		return
	}
	c.typed.WriteString(s)
	if hides != "" {
		c.marked = true
		s = hides + s + mark.Closing
	}
	c.para.Add(s, style)
}

// unseen tells in what way nobody sees text of a look, "" for text that is seen.
func (c *column) unseen(l look) string {
	filled := c.reader.para.filled || l.ground > 0 && !c.white[l.ground] || c.shaded && c.reader.para.table || c.boxes > 0
	switch {
	case l.hidden:
		return "set as hidden"
	case l.half < 2*legible:
		return "in type too small to read"
	case l.colour > 0 && c.white[l.colour] && !filled:
		return "in white"
	}
	return ""
}

func (c *column) line() {
	if c.open {
		c.para.Break()
	}
}

// end ends the open paragraph.
func (c *column) end() {
	said := &c.reader.para
	p := &c.para
	if !c.inner {
		c.paras++
		p.Number = c.paras
	}
	if c.hides != "" {
		p.Add(mark.Closing, flow.Style{})
	}
	name := c.names[said.style]
	p.Heading, p.Title, p.Quote = flow.HeadingStyle(name), flow.TitleStyle(name), flow.QuoteStyle(name)
	if p.Heading == 0 && said.outline >= 0 && said.outline < 9 {
		p.Heading = said.outline + 1
	}
	p.List, p.Level = said.list, said.level
	p.End(float64(c.top().look.half)/2, said.ruled)
	c.typed.WriteString("\n")
	item := flow.Item{Para: *p}
	c.para, c.open, c.hides, said.list = flow.Para{}, false, "", false
	if said.table {
		c.inCell = append(c.inCell, item)
		return
	}
	c.endTable()
	c.out = append(c.out, item)
}

// cell ends the open cell.
func (c *column) cell() {
	c.end()
	c.inRow = append(c.inRow, c.inCell)
	c.inCell = nil
}

// row ends the open row.
func (c *column) row() {
	if c.inRow == nil {
		return
	}
	if c.table == nil {
		c.table = &flow.Item{Header: c.header}
	}
	c.table.Rows = append(c.table.Rows, c.inRow)
	c.inRow, c.header = nil, false
}

func (c *column) endTable() {
	c.row()
	if c.table != nil {
		c.out = append(c.out, *c.table)
	}
	c.out = append(c.out, c.inCell...)
	c.table, c.inCell = nil, nil
}

// finish ends all that is open.
func (c *column) finish() flow.Content {
	c.reader.para.table = false
	c.end()
	return c.out
}

// aside reads the group at hand into a column of its own.
func (r *reader) aside(ends func(flow.Content)) {
	outer, said := r.body, r.para
	r.body, r.para = &column{reader: r, inner: true}, para{outline: -1}
	g := r.top()
	g.to, g.look = shown, look{half: 24, font: g.look.font, deleted: g.look.deleted, hidden: g.look.hidden}
	g.ends = func() {
		out := r.body.finish()
		r.body, r.para = outer, said
		ends(out)
	}
}

// margin reads the header or footer of a page.
func (r *reader) margin(word string) {
	to := &r.heads
	if strings.HasPrefix(word, "footer") {
		to = &r.feet
	}
	r.aside(func(out flow.Content) { *to = append(*to, out) })
}

// box reads what hangs on the open paragraph: a text box, or a note. One within what
// is private is so itself, wherever it is put.
func (r *reader) box() {
	outer := r.body
	hidden := r.privates[r.para.style] != "" || r.top().look.style != 0 && r.privates[r.top().look.style] != ""
	r.boxes++
	r.aside(func(out flow.Content) {
		r.boxes--
		if hidden {
			r.marked = true
			out = append(append(flow.Content{flow.Text("<!-- private -->")}, out...), flow.Text(mark.Closing))
		}
		outer.para.Boxes = append(outer.para.Boxes, out)
	})
}

// style notes the name of a style.
func (r *reader) style(word string, n int) {
	if word == "cs" {
		n = -n
	}
	r.capture(code, func(said string) {
		name := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(said), ";"))
		r.names[n] = name
		if m := mark.Named(name); m != "" {
			r.privates[n] = m
		}
	})
}

// comment refuses a comment that seems to make something private.
func (r *reader) comment(said string) {
	if mark.Named(said) != "" {
		r.fault = errComment
	}
}
