package docx

import (
	"regexp"
	"strings"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/typography"
)

// part is one part with text.
type part struct {
	root *node
	rels map[string]relationship
}

// para is a paragraph before it is known what it is.
type para struct {
	lines  [][]block.Span // between line breaks
	number int            // in the body, from 1; 0 elsewhere
	style  style
	look   typography.Line // of the whole paragraph
	list   bool            // a list item
	level  int             // of the list
	boxes  []content
	unseen []block.Block // what nobody sees of it
}

// text is the paragraph's text with its breaks as blanks.
func (p *para) text() string {
	var parts []string
	for _, l := range p.lines {
		if t := block.Text(l); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, " ")
}

// inline reads the inline content of one paragraph.
type inline struct {
	doc    *document
	rels   map[string]relationship
	para   *para
	base   look // of the paragraph
	fields []docxField
	link   string
	size   map[float64]int // letters by size
	caps   int             // letters in capitals
	all    int
}

// docxField is a field that is open: its code, and whether its result has begun.
type docxField struct {
	code   string
	result bool
}

// paragraph reads a w:p. Text that was deleted or asks the writer to fill it in is
// left out, and what is not seen is set apart.
func (d *document) paragraph(n *node, rels map[string]relationship) para {
	ppr := n.child("pPr")
	style := d.styles.resolve(ppr.child("pStyle").attr("val"))
	p := para{style: style, lines: [][]block.Span{nil}}
	if level, ok := outlineLevel(ppr); ok {
		p.style.heading = level
	}
	list, ok := listOf(ppr)
	if !ok || list.id == "" {
		list.id = style.list.id
		if !ok {
			list.level = style.list.level
		}
	}
	p.list, p.level = d.lists.item(list), list.level
	style.look.filled = style.look.filled || filled(ppr)
	r := &inline{doc: d, rels: rels, para: &p, base: style.look, size: map[float64]int{}}
	r.private(style.private, func() { r.children(n) })
	p.look = r.look(ruled(ppr) || style.look.ruled)
	return p
}

func (r *inline) children(n *node) {
	for _, c := range n.children {
		r.node(c)
	}
}

func (r *inline) node(n *node) {
	switch n.name {
	case "pPr", "rPr", "del", "moveFrom", "sdtPr", "rubyPr", "rt":
	case "r":
		r.run(n)
	case "hyperlink":
		before := r.link
		if rel := r.rels[n.attr("id")]; rel.external && field.WebAddress(rel.target) {
			r.link = rel.target
		}
		r.children(n)
		r.link = before
	case "fldSimple":
		r.fields = append(r.fields, docxField{code: n.attr("instr"), result: true})
		r.children(n)
		r.fields = r.fields[:len(r.fields)-1]
	case "sdt":
		if n.at("sdtPr", "showingPlcHdr") == nil {
			r.children(n.child("sdtContent").orEmpty())
		}
	case "AlternateContent":
		r.children(alternative(n))
	case "commentRangeStart", "commentRangeEnd":
		r.add(r.doc.commentMark(n), r.base)
	case "txbxContent":
		r.doc.on(true, func() { r.para.boxes = append(r.para.boxes, r.doc.box(n, r.rels)) }) // whatever its colour is
	default:
		r.children(n)
	}
}

// alternative is the first of several renderings of one thing; the others repeat
// it for older readers.
func alternative(n *node) *node {
	if c := n.child("Choice"); c != nil && len(c.children) > 0 {
		return c
	}
	return n.child("Fallback").orEmpty()
}

func (n *node) orEmpty() *node {
	if n == nil {
		return &node{}
	}
	return n
}

func (r *inline) run(n *node) {
	rpr := n.child("rPr")
	look := runLook(rpr)
	id := rpr.child("rStyle").attr("val")
	if s, ok := r.doc.styles[id]; ok && id != "" {
		look = look.over(s.look)
	}
	look = look.over(r.base)
	if how := r.unseen(look); how != "" {
		r.para.unseen = append(r.para.unseen, block.Block{Kind: block.Hidden, How: how, Private: r.doc.hiding > 0, Spans: []block.Span{{Text: n.words()}}})
		return
	}
	r.private(r.doc.styles.resolve(id).private, func() { r.content(n, look) })
}

// content adds what a run holds.
func (r *inline) content(n *node, look look) {
	for _, c := range n.children {
		switch c.name {
		case "t":
			r.add(c.text, look)
		case "tab", "ptab":
			r.add("\t", look)
		case "noBreakHyphen":
			r.add("-", look)
		case "br", "cr":
			if !r.silent() {
				r.para.lines = append(r.para.lines, nil)
			}
		case "fldChar":
			r.field(c.attr("fldCharType"))
		case "instrText":
			if k := len(r.fields) - 1; k >= 0 {
				r.fields[k].code += c.text
			}
		case "sym", "softHyphen", "delText", "delInstrText": // pictures of a symbol font; what is not shown
		default:
			r.node(c)
		}
	}
}

// field follows the marks of a complex field: begin, code, separate, result, end.
func (r *inline) field(mark string) {
	k := len(r.fields) - 1
	switch {
	case mark == "begin" && k < 20:
		r.fields = append(r.fields, docxField{})
	case mark == "separate" && k >= 0:
		r.fields[k].result = true
	case mark == "end" && k >= 0:
		r.fields = r.fields[:k]
	}
}

var (
	linkField  = regexp.MustCompile(`^\s*HYPERLINK\s+"([^"]+)"`)
	countField = regexp.MustCompile(`(?i)^\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|TOC|FILENAME|SAVEDATE|PRINTDATE)\b`)
)

// silent tells that the text at hand is the code of a field, or a number that
// changes from page to page.
func (r *inline) silent() bool {
	for _, f := range r.fields {
		if !f.result || countField.MatchString(f.code) {
			return true
		}
	}
	return false
}

// add adds text in a look.
func (r *inline) add(text string, look look) {
	if text == "" || r.silent() {
		return
	}
	url := r.link
	for _, f := range r.fields {
		if m := linkField.FindStringSubmatch(f.code); m != nil && field.WebAddress(m[1]) {
			url = m[1]
		}
	}
	letters := block.RuneLen(strings.Join(strings.Fields(text), ""))
	r.size[look.size] += letters
	r.all += letters
	if isSet(look.caps) {
		r.caps += letters
	}
	s := block.Span{Text: text, Bold: isSet(look.bold), Italic: isSet(look.italic), URL: url}
	k := len(r.para.lines) - 1
	r.para.lines[k] = block.AppendSpan(r.para.lines[k], s)
}

// look sums the paragraph up: the size that most of it has.
func (r *inline) look(ruled bool) typography.Line {
	text := r.para.text()
	l := typography.Line{Text: text, Size: r.base.size, Ruled: ruled, Item: r.para.list, Beside: strings.Contains(strings.TrimSpace(text), "\t")}
	most := 0
	for size, n := range r.size {
		if n > most || n == most && size > l.Size {
			most, l.Size = n, size
		}
	}
	l.Bold = text != ""
	for _, line := range r.para.lines {
		l.Bold = l.Bold && block.Bold(line)
	}
	l.Capitals = field.IsCapitals(text) || r.all > 3 && r.caps == r.all && len(strings.Fields(text)) <= 7
	return l
}
