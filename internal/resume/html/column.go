package html

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/flow"
)

// reader is a page being read.
type reader struct {
	sheet rules
	feet  []flow.Content // of the page
}

// place is where in the page's nesting a text stands.
type place struct {
	look
	heading int  // level of the heading that it is in, 0 for none
	list    bool // within a list item
	level   int  // of lists around it, from 0
	quote   bool
	term    bool
	menu    bool // of the site: only addresses are read
	part    bool // within an article or section, whose footer is none of the page
	link    *node
}

// column is a flow of paragraphs and tables: the page, or a cell.
type column struct {
	*reader
	out   flow.Content
	para  *flow.Para // that is open, or nil
	at    place      // of its first text
	fresh bool       // a heading or list item has begun and has no paragraph yet
	blank bool       // the open paragraph ends in a blank
	edge  bool       // an element within the line ended where it ends
	gap   bool       // what follows stands beside it
	last  rune       // it ends in
	style flow.Style // of its last text
}

// dropped are the elements without text of the page.
var dropped = set("head title meta link script style noscript object iframe embed canvas audio video select option datalist input textarea button progress meter map base svg math frameset noframes dialog")

// headingLevels of the elements that are headings.
var headingLevels = map[string]int{"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

func (c *column) children(n *node, at place) {
	for _, child := range n.children {
		c.node(child, at)
	}
}

func (c *column) node(n *node, at place) {
	if n.tag == "" {
		if !at.menu || at.link != nil {
			c.text(n, at)
		}
		return
	}
	if dropped[n.tag] || n.tag == "label" && n.has("for") || decoration(n) {
		return
	}
	at.look = c.under(at.look, n)
	if at.unseen != "" {
		c.unseen(n, at)
		return
	}
	switch {
	case n.tag == "br":
		c.end()
	case n.tag == "hr":
		c.end()
		if k := len(c.out) - 1; k >= 0 && c.out[k].Rows == nil {
			c.out[k].Look.Ruled = true
		}
	case n.tag == "a":
		c.link(n, at)
	case inline[n.tag]:
		c.inline(n, at)
	case n.tag == "table":
		c.end()
		c.table(n, at)
		c.end()
	case n.tag == "dl" && marked(n):
		c.block(listed(n), at)
	case n.tag == "dl" && pairs(n):
		c.end()
		c.pairs(n, at)
		c.end()
	default:
		c.block(n, at)
	}
}

// decoration tells an element that is drawn and is no text: the bullets and bars that
// pages hide from those who hear them, and letters of which a font makes a picture.
func decoration(n *node) bool {
	class := n.attr("class")
	if strings.Contains(class, "material-icons") || strings.Contains(class, "material-symbols") {
		return true
	}
	for _, c := range n.children {
		if c.tag != "" {
			return false
		}
	}
	return n.attr("aria-hidden") == "true" && len(strings.Fields(n.words())) <= 1
}

// unseen notes the words of an element that nobody sees.
func (c *column) unseen(n *node, at place) {
	words := n.words()
	if words == "" {
		return
	}
	c.out = append(c.out, flow.Item{Para: flow.Para{Number: n.line, Unseen: []block.Block{{Kind: block.Hidden, How: at.unseen, Spans: []block.Span{{Text: words}}}}}})
}

// block reads an element that begins a line of its own.
func (c *column) block(n *node, at place) {
	switch n.tag {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		at.heading, c.fresh = headingLevels[n.tag], true
	case "li":
		at.list, c.fresh = !laidOut(n), true
	case "ul", "ol", "menu", "dir":
		at.level++
	case "blockquote":
		at.quote = true
	case "dt":
		at.term = true
	case "nav":
		at.menu = true
	case "article", "section":
		at.part = true
	case "footer":
		if !at.part {
			foot := &column{reader: c.reader}
			foot.children(n, at)
			foot.end()
			c.feet = append(c.feet, foot.out)
			return
		}
	}
	if c.beside(n, at) {
		return
	}
	c.end()
	ruled := at.ruled
	before := len(c.out)
	c.children(n, at)
	c.end()
	if ruled && len(c.out) == before+1 && c.out[before].Rows == nil {
		c.out[before].Look.Ruled = true
	}
}

// laidOut tells a list item that is a frame for several lines and no item: it is made
// of boxes or has a heading.
func laidOut(n *node) bool {
	boxes := 0
	framed := false
	for _, c := range n.children {
		switch {
		case c.tag == "", inline[c.tag], c.tag == "ul", c.tag == "ol", c.tag == "br":
		case headingLevels[c.tag] > 0:
			return true
		case dropped[c.tag]:
		default:
			boxes++
			framed = framed || c.tag != "p"
		}
	}
	return framed && boxes > 1
}

// maxBeside is the longest line whose parts stand side by side, in characters.
const maxBeside = 120

// beside reads the parts of a box that stand side by side as one line, where each is a
// line at most.
func (c *column) beside(n *node, at place) bool {
	if !at.look.beside {
		return false
	}
	parts := 0
	for _, child := range n.children {
		switch {
		case child.tag == "" && strings.TrimSpace(child.text) == "":
		case child.tag == "", headingLevels[child.tag] > 0, !line(child):
			return false
		default:
			parts++
		}
	}
	if parts < 2 || parts > 4 || block.RuneLen(n.words()) > maxBeside {
		return false
	}
	c.end()
	for _, child := range n.children {
		if child.tag == "" {
			continue
		}
		c.gap = true
		if inline[child.tag] {
			c.node(child, at)
			continue
		}
		under := at
		if under.look = c.under(at.look, child); under.unseen != "" {
			c.unseen(child, under)
			continue
		}
		c.children(child, under)
	}
	c.end()
	return true
}

// line tells an element with nothing in it that begins a line, but for a paragraph
// around all of it.
func line(n *node) bool {
	for _, c := range n.children {
		if c.tag != "" && (!inline[c.tag] || !line(c)) {
			return false
		}
	}
	return n.tag != "br" && n.tag != "hr" && n.tag != "table"
}

// inline reads an element within a line. Where its text abuts on that before or
// behind without a blank, as "Engineer" and "2019" may, the page sets them apart.
func (c *column) inline(n *node, at place) {
	if at.aside {
		c.gap = true
	}
	first, more := n.lead()
	if n.tag == "sub" || n.tag == "sup" {
		more = false
	}
	if more {
		c.apart(first)
	}
	c.children(n, at)
	c.edge = c.edge || more
}

// apart sets a gap before a text that abuts on the open paragraph and plainly is
// another: it begins with a capital or figure behind a small letter.
func (c *column) apart(first rune) {
	if c.para != nil && !c.blank && unicode.IsLower(c.last) && (unicode.IsUpper(first) || unicode.IsDigit(first)) {
		c.gap = true
	}
}

var profileForm = lazyregexp.New(`(?i)^(?:mailto:|tel:|https?://(?:www\.)?(?:linkedin\.com/in/[^/?]+|(?:github|gitlab)\.com/[^/?]+)/?$)`)

// link reads a link. One that is a picture alone says where it leads.
func (c *column) link(n *node, at place) {
	if url := strings.TrimSpace(n.attr("href")); field.WebAddress(url) {
		at.URL = url
	}
	at.link = nil
	if at.URL != "" {
		at.link = n
	}
	if first, _ := n.lead(); first != 0 || !profileForm.MatchString(at.URL) {
		c.inline(n, at)
		return
	}
	address := at.URL
	for _, scheme := range []string{"mailto:", "tel:", "https://", "http://", "www."} {
		address = strings.TrimPrefix(address, scheme)
	}
	address, _, _ = strings.Cut(address, "?")
	c.gap = true
	c.text(&node{text: address, line: n.line, end: n.line}, at)
	c.gap = true
}

// text adds a text to the open paragraph, or opens one.
func (c *column) text(n *node, at place) {
	if at.pre {
		for i, l := range strings.Split(n.text, "\n") {
			if i > 0 {
				c.end()
			}
			c.words(l, min(n.line+i, n.end), min(n.line+i, n.end), at)
		}
		return
	}
	trimmed := strings.TrimLeft(n.text, " \t\n\f\r")
	if trimmed == "" {
		c.space()
		return
	}
	first := min(n.line+strings.Count(n.text[:len(n.text)-len(trimmed)], "\n"), n.end) // a character reference may stand for a line end
	if len(trimmed) < len(n.text) {
		c.space()
	} else if c.edge {
		c.apart(firstRune(trimmed))
	}
	bare := strings.TrimRight(trimmed, " \t\n\f\r")
	c.words(blanks.ReplaceAllStringFunc(bare, narrow), first, min(first+strings.Count(bare, "\n"), n.end), at)
	if len(bare) < len(trimmed) {
		c.space()
	}
}

func firstRune(s string) rune {
	c, _ := utf8.DecodeRuneInString(s)
	return c
}

var blanks = lazyregexp.New(`[ \t\n\f\r\x{a0}]+`)

// narrow is one blank for a run of blanks, but for one that was widened on purpose.
func narrow(run string) string {
	if strings.Count(run, "\u00a0") > 2 {
		return "\t"
	}
	return " "
}

// space notes that a blank stands behind the open paragraph.
func (c *column) space() {
	if c.para != nil {
		c.blank = true
	}
}

// words adds a text on some lines.
func (c *column) words(text string, first, last int, at place) {
	if text == "" {
		return
	}
	if c.para == nil {
		c.at = at
		c.para = &flow.Para{Number: first, Last: last, Quote: at.quote, Term: at.term}
		if c.fresh {
			c.para.Heading, c.para.List, c.para.Level = at.heading, at.list, max(at.level-1, 0)
		}
		c.fresh = false
	} else {
		switch {
		case c.gap:
			c.para.Add("\t", common(c.style, at.Style))
		case c.blank:
			c.para.Add(" ", common(c.style, at.Style))
		}
	}
	c.para.Last = max(c.para.Last, last)
	c.para.Add(text, at.Style)
	c.blank, c.edge, c.gap = false, false, false
	c.last, _ = utf8.DecodeLastRuneInString(text)
	c.style = at.Style
}

// common is the style of a blank between two texts.
func common(a, b flow.Style) flow.Style {
	a.Bold, a.Italic = a.Bold && b.Bold, a.Italic && b.Italic
	if a.URL != b.URL {
		a.URL = ""
	}
	return a
}

// end ends the open paragraph.
func (c *column) end() {
	if c.para != nil {
		c.para.End(c.at.Size, c.at.ruled)
		c.out = append(c.out, flow.Item{Para: *c.para})
	}
	c.para, c.blank, c.edge, c.gap, c.last = nil, false, false, false, 0
}
