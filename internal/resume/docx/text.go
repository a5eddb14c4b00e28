package docx

import (
	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/flow"
	"resumebot/internal/resume/xmltree"
)

// part is one part with text.
type part struct {
	root *xmltree.Node
	rels map[string]relationship
}

// inline reads the inline content of one paragraph.
type inline struct {
	doc    *document
	rels   map[string]relationship
	para   *flow.Para
	base   look // of the paragraph
	fields []docxField
	link   string
}

// docxField is a field that is open: its code, and whether its result has begun.
type docxField struct {
	code   string
	result bool
}

// paragraph reads a w:p. Text that was deleted or asks the writer to fill it in is
// left out, and what is not seen is set apart.
func (d *document) paragraph(n *xmltree.Node, rels map[string]relationship) flow.Para {
	ppr := n.Child("pPr")
	style := d.styles.resolve(ppr.Child("pStyle").Attr("val"))
	p := flow.Para{Heading: style.heading, Title: style.title, Quote: style.quote}
	if level, ok := outlineLevel(ppr); ok {
		p.Heading = level
	}
	list, ok := listOf(ppr)
	if !ok || list.id == "" {
		list.id = style.list.id
		if !ok {
			list.level = style.list.level
		}
	}
	p.List, p.Level = d.lists.item(list), list.level
	style.look.filled = style.look.filled || filled(ppr)
	r := &inline{doc: d, rels: rels, para: &p, base: style.look}
	r.private(style.private, func() { r.children(n) })
	p.End(style.look.size, ruled(ppr) || style.look.ruled)
	return p
}

func (r *inline) children(n *xmltree.Node) {
	for _, c := range n.Children {
		r.node(c)
	}
}

func (r *inline) node(n *xmltree.Node) {
	switch n.Name {
	case "pPr", "rPr", "del", "moveFrom", "sdtPr", "rubyPr", "rt":
	case "r":
		r.run(n)
	case "hyperlink":
		before := r.link
		if rel := r.rels[n.Attr("id")]; rel.external && field.WebAddress(rel.target) {
			r.link = rel.target
		}
		r.children(n)
		r.link = before
	case "fldSimple":
		r.fields = append(r.fields, docxField{code: n.Attr("instr"), result: true})
		r.children(n)
		r.fields = r.fields[:len(r.fields)-1]
	case "sdt":
		if n.At("sdtPr", "showingPlcHdr") == nil {
			r.children(n.Child("sdtContent").OrEmpty())
		}
	case "AlternateContent":
		r.children(alternative(n))
	case "commentRangeStart", "commentRangeEnd":
		r.add(r.doc.commentMark(n), r.base)
	case "txbxContent":
		r.doc.on(true, func() { r.para.Boxes = append(r.para.Boxes, r.doc.box(n, r.rels)) }) // whatever its colour is
	default:
		r.children(n)
	}
}

// alternative is the first of several renderings of one thing; the others repeat
// it for older readers.
func alternative(n *xmltree.Node) *xmltree.Node {
	if c := n.Child("Choice"); c != nil && len(c.Children) > 0 {
		return c
	}
	return n.Child("Fallback").OrEmpty()
}

func (r *inline) run(n *xmltree.Node) {
	rpr := n.Child("rPr")
	look := runLook(rpr)
	id := rpr.Child("rStyle").Attr("val")
	if s, ok := r.doc.styles[id]; ok && id != "" {
		look = look.over(s.look)
	}
	look = look.over(r.base)
	if how := r.unseen(look); how != "" {
		r.para.Unseen = append(r.para.Unseen, block.Block{Kind: block.Hidden, How: how, Private: r.doc.hiding > 0, Spans: []block.Span{{Text: words(n)}}})
		return
	}
	r.private(r.doc.styles.resolve(id).private, func() { r.content(n, look) })
}

// content adds what a run holds.
func (r *inline) content(n *xmltree.Node, look look) {
	for _, c := range n.Children {
		switch c.Name {
		case "t":
			r.add(c.Chars(), look)
		case "tab", "ptab":
			r.add("\t", look)
		case "noBreakHyphen":
			r.add("-", look)
		case "br", "cr":
			if !r.silent() {
				r.para.Break()
			}
		case "fldChar":
			r.field(c.Attr("fldCharType"))
		case "instrText":
			if k := len(r.fields) - 1; k >= 0 {
				r.fields[k].code += c.Chars()
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
	linkField  = lazyregexp.New(`^\s*HYPERLINK\s+"([^"]+)"`)
	countField = lazyregexp.New(`(?i)^\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|TOC|FILENAME|SAVEDATE|PRINTDATE)\b`)
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
	r.para.Add(text, flow.Style{Size: look.size, Bold: isSet(look.bold), Italic: isSet(look.italic), Capitals: isSet(look.caps), URL: url})
}
