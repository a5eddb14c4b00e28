package docx

import (
	"regexp"
	"slices"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/typography"
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

	hidden []block.Block // what nobody sees
	paras  int           // counted so far in the body
	fault  error         // what looks like a mark for what is private and is none
}

// content is text that is read from top to bottom: paragraphs and tables.
type content []item

// item is a paragraph or, where rows is set, a table.
type item struct {
	para
	rows   [][]content // cells of a table
	header bool        // its first row names the columns
}

// flow reads what stands in a body, cell, header or text box. count numbers its
// paragraphs, if it is not nil.
func (d *document) flow(n *node, rels map[string]relationship, count *int) content {
	var out content
	for _, c := range n.children {
		switch c.name {
		case "p":
			p := d.paragraph(c, rels)
			if count != nil {
				*count++
				p.number = *count
			}
			d.hide(&p)
			for _, b := range p.boxes {
				if !b.headed() || d.keepsPlaces {
					out = append(out, b...)
				}
			}
			out = append(out, item{para: p})
		case "tbl":
			out = append(out, d.table(c, rels, count))
		case "sdt":
			if c.at("sdtPr", "showingPlcHdr") == nil {
				out = append(out, d.flow(c.child("sdtContent").orEmpty(), rels, count)...)
			}
		case "AlternateContent":
			out = append(out, d.flow(alternative(c), rels, count)...)
		case "ins", "moveTo", "customXml", "smartTag":
			out = append(out, d.flow(c, rels, count)...)
		case "commentRangeStart", "commentRangeEnd":
			if text := d.commentMark(c); text != "" {
				out = append(out, item{para: para{lines: [][]block.Span{{{Text: text}}}}})
			}
		}
	}
	return out
}

func (d *document) cells(n *node, rels map[string]relationship, count *int, out *[]content) {
	for _, c := range n.children {
		switch c.name {
		case "tc":
			d.on(filled(c.child("tcPr")), func() { *out = append(*out, d.flow(c, rels, count)) })
		case "sdt", "sdtContent", "customXml":
			d.cells(c, rels, count, out)
		case "commentRangeStart", "commentRangeEnd":
			d.betweenCells(c)
		}
	}
}

// each visits all paragraphs in order, those in tables included.
func (f content) each(visit func(p *para)) {
	for i := range f {
		if f[i].rows == nil {
			visit(&f[i].para)
		}
		for _, row := range f[i].rows {
			for _, cell := range row {
				cell.each(visit)
			}
		}
	}
}

// headed tells a flow with sections of its own.
func (f content) headed() bool {
	found := false
	f.each(func(p *para) {
		_, known := field.SectionKind(p.look.Text)
		found = found || p.style.heading > 0 || known && p.look.Short() && (p.look.Bold || p.look.Capitals || p.look.Ruled)
	})
	return found
}

// largest is the size of the largest type in a flow.
func (f content) largest() float64 {
	size := 0.0
	f.each(func(p *para) {
		if p.text() != "" {
			size = max(size, p.look.Size)
		}
	})
	return size
}

// blocks puts the parts into reading order and tells what each paragraph is.
func (d *document) blocks(name string) ([]block.Block, error) {
	d.keepsPlaces = d.hasMarks()
	body := d.flow(d.body.root, d.body.rels, &d.paras)
	flows := []content{body}
	body.each(func(p *para) {
		for _, b := range p.boxes {
			if b.headed() && !d.keepsPlaces { // a column of its own, wherever its anchor is
				flows = append(flows, b)
			}
		}
	})
	nameFirst(flows)
	w := &writer{path: name, types: d.typography(flows)}
	heads, feet := d.margins()
	for _, f := range heads {
		w.flow(f)
	}
	start := len(w.out)
	for i, f := range flows {
		if i > 0 {
			w.starts = append(w.starts, len(w.out))
		}
		w.flow(f)
	}
	end := len(w.out)
	for _, f := range feet {
		w.flow(f)
	}
	if d.fault != nil {
		return nil, d.fault
	}
	all, err := block.Marked(name, w.out) // before anything is moved from between marks
	if err != nil {
		return nil, err
	}
	hidden := d.hiddenBeside(name, all)
	foot := slices.Clone(all[end:])
	return append(withFooter(typography.HoistContacts(all[:end:end], w.starts), start, foot), hidden...), nil
}

// withFooter puts the contact lines of a footer below the name and the rest of it
// to the end.
func withFooter(main []block.Block, start int, foot []block.Block) []block.Block {
	at := start
	if at < len(main) && field.LooksLikeName(field.TitleCase(block.Text(main[at].Spans))) {
		at++
	}
	for _, b := range foot {
		text := block.Text(b.Spans)
		switch {
		case field.EmailForm.MatchString(text), field.UrlForm.MatchString(text), field.PhoneForm.MatchString(text):
			main = slices.Insert(main, at, b)
			at++
		case typography.PageNumber.MatchString(text), typography.Updated.MatchString(text):
		default:
			main = append(main, b)
		}
	}
	return main
}

// margins gives the headers and footers that are shown, each text once. Where the
// first page has its own, those of the others only repeat who it is.
func (d *document) margins() (heads, feet []content) {
	seen, told := map[string]bool{}, map[*node]bool{}
	sections := sectionsOf(d.body.root)
	for _, s := range sections {
		own := s.child("titlePg") != nil && slices.ContainsFunc(s.children, func(r *node) bool {
			return r.attr("type") == "first" && len(d.parts[r.attr("id")].root.orEmpty().children) > 0
		})
		for _, ref := range s.children {
			part, ok := d.parts[ref.attr("id")]
			kind := ref.attr("type")
			if !ok || told[part.root] || kind == "even" || kind == "first" && s.child("titlePg") == nil || own && kind != "first" {
				continue
			}
			told[part.root] = true
			f := slices.DeleteFunc(d.flow(part.root, part.rels, nil), func(i item) bool {
				text := i.text()
				drop := i.rows == nil && (text == "" || seen[text] && block.Unmarked(text) || typography.PageNumber.MatchString(text) || pageWord.MatchString(text))
				seen[text] = true
				return drop
			})
			switch ref.name {
			case "headerReference":
				heads = append(heads, f)
			case "footerReference":
				feet = append(feet, f)
			}
		}
	}
	return heads, feet
}

// pageWord is what is left of "Page 1 of 2" without its fields.
var pageWord = regexp.MustCompile(`(?i)^(?:page|seite|página|pagina)?\s*(?:of|/|von|de|sur|di)?$`)

// sectionsOf finds the properties of the sections: in the last paragraph of each,
// those of the last at the end of the body.
func sectionsOf(body *node) []*node {
	var out []*node
	for _, c := range body.children {
		if c.name == "sectPr" {
			out = append(out, c)
		} else if s := c.at("pPr", "sectPr"); s != nil {
			out = append(out, s)
		}
	}
	return out
}

// typography learns how the document looks.
func (d *document) typography(flows []content) *typography.Ranks {
	letters := map[float64]int{}
	var lines []typography.Line
	for _, f := range flows {
		f.each(func(p *para) {
			letters[p.look.Size] += block.RuneLen(p.look.Text)
			if p.style.heading == 0 && !p.style.title {
				lines = append(lines, p.look)
			}
		})
	}
	body, most := 11.0, 0
	for size, n := range letters {
		if n > most || n == most && size < body {
			body, most = size, n
		}
	}
	return typography.New(lines, body)
}

// writer turns flows into blocks.
type writer struct {
	path   string
	types  *typography.Ranks
	out    []block.Block
	starts []int // blocks that begin a column
}

func (w *writer) flow(f content) {
	for i := range f {
		if f[i].rows != nil {
			w.table(&f[i])
		} else {
			w.para(&f[i].para)
		}
	}
}

// para adds the blocks of a paragraph: one, or one for each of its lines.
func (w *writer) para(p *para) {
	kind, level := block.Line, 0
	head, isHead := w.heading(p)
	switch {
	case isHead:
		kind, level = block.Heading, head
	case p.list:
		kind, level = block.Item, p.level
	case p.style.quote:
		kind = block.Quote
	}
	for i, spans := range p.lines {
		spans = block.TidySpans(spans)
		text := block.Text(spans)
		if text == "" {
			continue
		}
		if m := typography.LeadMark.FindStringSubmatch(text); m != nil && (kind == block.Line || kind == block.Item) {
			kind = block.Item
			spans = block.TidySpans(block.CutFront(spans, len(m[1])))
		}
		if k := len(w.out) - 1; i > 0 && k >= 0 && w.out[k].Kind == kind && kind != block.Line && block.StartsLower(text) {
			w.out[k].Spans = block.TidySpans(append(append(w.out[k].Spans, block.Span{Text: " "}), spans...))
			w.out[k].Raw = block.Display(block.Text(w.out[k].Spans))
			continue
		}
		if i > 0 && kind == block.Heading {
			kind = block.Line
		}
		w.add(block.Block{Kind: kind, Level: level, Spans: spans}, p.number, p.number)
	}
}

func (w *writer) add(b block.Block, first, last int) {
	b.Source = resume.Source{Path: w.path, Start: first, End: last}
	if b.Kind != block.Row {
		b.Raw = block.Display(block.Text(b.Spans))
	}
	if b.Kind != block.Heading && b.Kind != block.Item {
		b.Level = 0
	}
	w.out = append(w.out, b)
}

// heading tells a heading by its style or, where none says so, by its look. The
// title of the document stands above all headings.
func (w *writer) heading(p *para) (level int, ok bool) {
	text := p.text()
	switch {
	case text == "":
		return 0, false
	case p.style.title && block.RuneLen(text) <= 100:
		return 1, true
	case p.style.heading > 0 && block.RuneLen(text) <= 150:
		return p.style.heading + 1, true
	case p.list:
		return 0, false
	}
	level, ok = w.types.Level(p.look)
	return level + 1, ok
}

// table adds a table: rows of a real table as rows, and what is laid out by means
// of a table as the lines it looks like.
func (w *writer) table(t *item) {
	rows := slices.Clone(t.rows)
	for i, row := range rows {
		row = slices.Clone(row)
		for k, cell := range row {
			row[k] = slices.DeleteFunc(slices.Clone(cell), func(i item) bool { return i.rows == nil && i.text() == "" })
		}
		rows[i] = row
	}
	rows = slices.DeleteFunc(rows, func(row []content) bool {
		return !slices.ContainsFunc(row, func(c content) bool { return len(c) > 0 })
	})
	simple := 0
	for _, row := range rows {
		if simpleRow(row) {
			simple++
		}
	}
	if simple == len(rows) && len(rows) > 0 && w.data(rows, t.header) {
		return
	}
	for _, row := range rows {
		w.layoutRow(row)
	}
}
