package resume

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
)

// docxDocument is a Word document as far as it is text.
type docxDocument struct {
	styles      docxStyles
	lists       docxLists
	body        docxPart
	parts       map[string]docxPart // headers and footers by relationship
	keepsPlaces bool                // something is private, so that no box is moved from where it stands
	hiding      int                 // styles and comments that hide what is being read
	hides       map[string]string   // comments that make private what they are on: the mark, by id

	paras int   // counted so far in the body
	fault error // what looks like a mark for what is private and is none
}

// docxFlow is text that is read from top to bottom: paragraphs and tables.
type docxFlow []docxItem

// docxItem is a paragraph or, where rows is set, a table.
type docxItem struct {
	docxPara
	rows   [][]docxFlow // cells of a table
	header bool         // its first row names the columns
}

// flow reads what stands in a body, cell, header or text box. count numbers its
// paragraphs, if it is not nil.
func (d *docxDocument) flow(n *node, rels map[string]relationship, count *int) docxFlow {
	var out docxFlow
	for _, c := range n.children {
		switch c.name {
		case "p":
			p := d.paragraph(c, rels)
			if count != nil {
				*count++
				p.number = *count
			}
			for _, b := range p.boxes {
				if !b.headed() || d.keepsPlaces {
					out = append(out, b...)
				}
			}
			out = append(out, docxItem{docxPara: p})
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
				out = append(out, docxItem{docxPara: docxPara{lines: [][]span{{{text: text}}}}})
			}
		}
	}
	return out
}

func (d *docxDocument) table(n *node, rels map[string]relationship, count *int) docxItem {
	var t docxItem
	first := true
	var row func(n *node)
	row = func(n *node) {
		for _, c := range n.children {
			switch c.name {
			case "tr":
				if c.at("trPr", "del") != nil {
					continue
				}
				var cells []docxFlow
				d.cells(c, rels, count, &cells)
				if first {
					t.header, first = c.at("trPr", "tblHeader") != nil, false
				}
				t.rows = append(t.rows, cells)
			case "sdt", "sdtContent", "customXml", "ins":
				row(c)
			case "commentRangeStart", "commentRangeEnd":
				d.betweenCells(c)
			}
		}
	}
	row(n)
	return t
}

func (d *docxDocument) cells(n *node, rels map[string]relationship, count *int, out *[]docxFlow) {
	for _, c := range n.children {
		switch c.name {
		case "tc":
			*out = append(*out, d.flow(c, rels, count))
		case "sdt", "sdtContent", "customXml":
			d.cells(c, rels, count, out)
		case "commentRangeStart", "commentRangeEnd":
			d.betweenCells(c)
		}
	}
}

// each visits all paragraphs in order, those in tables included.
func (f docxFlow) each(visit func(p *docxPara)) {
	for i := range f {
		if f[i].rows == nil {
			visit(&f[i].docxPara)
		}
		for _, row := range f[i].rows {
			for _, cell := range row {
				cell.each(visit)
			}
		}
	}
}

// headed tells a flow with sections of its own.
func (f docxFlow) headed() bool {
	found := false
	f.each(func(p *docxPara) {
		_, known := sectionKind(p.look.text)
		found = found || p.style.heading > 0 || known && p.look.short() && (p.look.bold || p.look.capitals || p.look.ruled)
	})
	return found
}

// largest is the size of the largest type in a flow.
func (f docxFlow) largest() float64 {
	size := 0.0
	f.each(func(p *docxPara) {
		if p.text() != "" {
			size = max(size, p.look.size)
		}
	})
	return size
}

// blocks puts the parts into reading order and tells what each paragraph is.
func (d *docxDocument) blocks(name string) ([]block, error) {
	d.keepsPlaces = d.hasMarks()
	body := d.flow(d.body.root, d.body.rels, &d.paras)
	flows := []docxFlow{body}
	body.each(func(p *docxPara) {
		for _, b := range p.boxes {
			if b.headed() && !d.keepsPlaces { // a column of its own, wherever its anchor is
				flows = append(flows, b)
			}
		}
	})
	nameFirst(flows)
	w := &docxWriter{path: name, types: d.typography(flows)}
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
	all, err := marked(name, w.out) // before anything is moved from between marks
	if err != nil {
		return nil, err
	}
	foot := slices.Clone(all[end:])
	return withFooter(hoistContacts(all[:end:end], w.starts), start, foot), nil
}

// withFooter puts the contact lines of a footer below the name and the rest of it
// to the end.
func withFooter(main []block, start int, foot []block) []block {
	at := start
	if at < len(main) && looksLikeName(titleCase(spanText(main[at].spans))) {
		at++
	}
	for _, b := range foot {
		text := spanText(b.spans)
		switch {
		case emailForm.MatchString(text), urlForm.MatchString(text), phoneForm.MatchString(text):
			main = slices.Insert(main, at, b)
			at++
		case pageNumber.MatchString(text), updated.MatchString(text):
		default:
			main = append(main, b)
		}
	}
	return main
}

// margins gives the headers and footers that are shown, each text once. Where the
// first page has its own, those of the others only repeat who it is.
func (d *docxDocument) margins() (heads, feet []docxFlow) {
	seen := map[string]bool{}
	sections := sectionsOf(d.body.root)
	for _, s := range sections {
		own := s.child("titlePg") != nil && slices.ContainsFunc(s.children, func(r *node) bool {
			return r.attr("type") == "first" && len(d.parts[r.attr("id")].root.orEmpty().children) > 0
		})
		for _, ref := range s.children {
			part, ok := d.parts[ref.attr("id")]
			kind := ref.attr("type")
			if !ok || kind == "even" || kind == "first" && s.child("titlePg") == nil || own && kind != "first" {
				continue
			}
			f := slices.DeleteFunc(d.flow(part.root, part.rels, nil), func(i docxItem) bool {
				text := i.text()
				drop := i.rows == nil && (text == "" || seen[text] && unmarked(text) || pageNumber.MatchString(text) || pageWord.MatchString(text))
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
func (d *docxDocument) typography(flows []docxFlow) *typography {
	letters := map[float64]int{}
	var lines []typeLine
	for _, f := range flows {
		f.each(func(p *docxPara) {
			letters[p.look.size] += runeLen(p.look.text)
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
	return newTypography(lines, body)
}

// docxWriter turns flows into blocks.
type docxWriter struct {
	path   string
	types  *typography
	out    []block
	starts []int // blocks that begin a column
}

func (w *docxWriter) flow(f docxFlow) {
	for i := range f {
		if f[i].rows != nil {
			w.table(&f[i])
		} else {
			w.para(&f[i].docxPara)
		}
	}
}

// para adds the blocks of a paragraph: one, or one for each of its lines.
func (w *docxWriter) para(p *docxPara) {
	kind, level := blockLine, 0
	head, isHead := w.heading(p)
	switch {
	case isHead:
		kind, level = blockHeading, head
	case p.list:
		kind, level = blockItem, p.level
	case p.style.quote:
		kind = blockQuote
	}
	for i, spans := range p.lines {
		spans = tidySpans(spans)
		text := spanText(spans)
		if text == "" {
			continue
		}
		if m := leadMark.FindStringSubmatch(text); m != nil && (kind == blockLine || kind == blockItem) {
			kind = blockItem
			spans = tidySpans(cutFront(spans, len(m[1])))
		}
		if k := len(w.out) - 1; i > 0 && k >= 0 && w.out[k].kind == kind && kind != blockLine && startsLower(text) {
			w.out[k].spans = tidySpans(append(append(w.out[k].spans, span{text: " "}), spans...))
			w.out[k].raw = display(spanText(w.out[k].spans))
			continue
		}
		if i > 0 && kind == blockHeading {
			kind = blockLine
		}
		w.add(block{kind: kind, level: level, spans: spans}, p.number, p.number)
	}
}

func (w *docxWriter) add(b block, first, last int) {
	b.source = Source{Path: w.path, Start: first, End: last}
	if b.kind != blockRow {
		b.raw = display(spanText(b.spans))
	}
	if b.kind != blockHeading && b.kind != blockItem {
		b.level = 0
	}
	w.out = append(w.out, b)
}

// heading tells a heading by its style or, where none says so, by its look. The
// title of the document stands above all headings.
func (w *docxWriter) heading(p *docxPara) (level int, ok bool) {
	text := p.text()
	switch {
	case text == "":
		return 0, false
	case p.style.title && runeLen(text) <= 100:
		return 1, true
	case p.style.heading > 0 && runeLen(text) <= 150:
		return p.style.heading + 1, true
	case p.list:
		return 0, false
	}
	level, ok = w.types.level(p.look)
	return level + 1, ok
}

// table adds a table: rows of a real table as rows, and what is laid out by means
// of a table as the lines it looks like.
func (w *docxWriter) table(t *docxItem) {
	rows := slices.Clone(t.rows)
	for i, row := range rows {
		row = slices.Clone(row)
		for k, cell := range row {
			row[k] = slices.DeleteFunc(slices.Clone(cell), func(i docxItem) bool { return i.rows == nil && i.text() == "" })
		}
		rows[i] = row
	}
	rows = slices.DeleteFunc(rows, func(row []docxFlow) bool {
		return !slices.ContainsFunc(row, func(c docxFlow) bool { return len(c) > 0 })
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

// simpleRow tells a row of at least two cells, each of them no more than a line.
func simpleRow(row []docxFlow) bool {
	for _, c := range row {
		if len(c) > 1 || len(c) == 1 && (c[0].rows != nil || c[0].list) {
			return false
		}
	}
	return len(row) > 1
}

// data adds the rows of a table and reports whether it is one: it names its
// columns, or its first column labels the others row after row.
func (w *docxWriter) data(rows [][]docxFlow, header bool) bool {
	bolds := func(row []docxFlow) bool {
		return !slices.ContainsFunc(row, func(c docxFlow) bool { return len(c) == 0 || !c[0].look.bold })
	}
	header = len(rows) > 1 && (header || namesColumns(rows[0]) || len(rows[0]) > 1 && bolds(rows[0]) && !bolds(rows[1]) && !bolds(rows[len(rows)-1]))
	labels, lists := 0, 0
	for _, row := range rows {
		if len(row) < 2 || len(row[0]) == 0 || len(row[1]) == 0 {
			continue
		}
		first, rest := row[0][0].text(), row[1][0].text()
		if row[0][0].look.bold && !row[1][0].look.bold || strings.HasSuffix(first, ":") || len(row) == 2 && labelsField(first) {
			labels++
		}
		if _, _, dated := FindPeriod(rest); strings.Count(rest, ",") > 0 && !dated {
			lists++
		}
	}
	if !header && (len(rows) < 3 || 2*max(labels, lists) < len(rows) && !datedRows(rows)) && labels+lists < len(rows) {
		return false
	}
	var names []string
	for i, row := range rows {
		var cells [][]span
		var texts []string
		number := 0
		for _, c := range row {
			var spans []span
			if len(c) > 0 {
				spans = tidySpans(slices.Concat(c[0].lines...))
				number = cmp.Or(number, c[0].number)
			}
			cells = append(cells, spans)
			texts = append(texts, spanText(spans))
		}
		if header && i == 0 {
			names = texts
			continue
		}
		w.add(block{kind: blockRow, cells: cells, header: names}, number, number)
	}
	return true
}

// namesColumns tells the first row of a table by its words.
func namesColumns(row []docxFlow) bool {
	n := 0
	for _, c := range row {
		if len(c) == 1 && c[0].rows == nil && columnField(c[0].text()) != "" {
			n++
		}
	}
	return n > 1
}

// labelsField tells the label of a field of an entry or of the contact lines.
func labelsField(s string) bool {
	s = strings.Trim(s, " :")
	return columnField(s) != "" || nameLabel.MatchString(s) || givenLabel.MatchString(s) || familyLabel.MatchString(s) || placeLabel.MatchString(s) || phoneLabel.MatchString(s) || mailLabel.MatchString(s) || slices.Contains(networks, strings.ToLower(s))
}

// datedRows tells that most rows hold dates.
func datedRows(rows [][]docxFlow) bool {
	n := 0
	for _, row := range rows {
		if slices.ContainsFunc(row, dated) {
			n++
		}
	}
	return 2*n >= len(rows)
}

func dated(c docxFlow) bool {
	if len(c) != 1 || c[0].rows != nil {
		return false
	}
	_, _, ok := FindPeriod(c[0].text())
	return ok
}

// layoutRow adds a row that is not one of a table: the head of an entry with its
// dates at the side, a label beside its text, or columns of the page.
func (w *docxWriter) layoutRow(row []docxFlow) {
	cells := slices.DeleteFunc(slices.Clone(row), func(c docxFlow) bool { return len(c) == 0 })
	if len(cells) == 0 {
		return
	}
	line := func(c docxFlow) bool {
		if len(c) != 1 || c[0].rows != nil || c[0].list {
			return false
		}
		_, head := w.heading(&c[0].docxPara)
		return !head
	}
	switch {
	case len(cells) > 1 && !slices.ContainsFunc(cells, func(c docxFlow) bool { return !line(c) }): // beside each other on one line
		w.joined(cells)
	case len(cells) > 1 && sectionCell(cells[0]):
		w.sectionHeading(&cells[0][0].docxPara)
		for _, c := range cells[1:] {
			w.flow(c)
		}
	case len(cells) == 2 && dateCell(cells[0]) && cells[1][0].rows == nil:
		w.joined([]docxFlow{cells[1][:1], cells[0]})
		w.flow(cells[1][1:])
	case len(cells) == 2 && dateCell(cells[1]) && cells[0][0].rows == nil:
		w.joined([]docxFlow{cells[0][:1], cells[1]})
		w.flow(cells[0][1:])
	default:
		w.columns(cells)
	}
}

// sectionCell tells a cell that holds nothing but the name of a section.
func sectionCell(c docxFlow) bool {
	if len(c) != 1 || c[0].rows != nil {
		return false
	}
	_, known := sectionKind(c[0].text())
	return known && c[0].look.short()
}

// dateCell tells a cell of dates, and at most the place.
func dateCell(c docxFlow) bool {
	if len(c) == 0 || len(c) > 3 {
		return false
	}
	found := false
	for _, i := range c {
		if i.rows != nil || i.list || runeLen(i.text()) > 60 {
			return false
		}
		if _, rest, ok := FindPeriod(i.text()); ok && runeLen(strings.Trim(rest, " ,–-()|")) < 25 {
			found = true
		}
	}
	return found
}

func (w *docxWriter) sectionHeading(p *docxPara) {
	level, ok := w.heading(p)
	if !ok {
		level = 2
	}
	w.add(block{kind: blockHeading, level: level, spans: tidySpans(slices.Concat(p.lines...))}, p.number, p.number)
}

// joined adds cells as one line with gaps.
func (w *docxWriter) joined(cells []docxFlow) {
	var spans []span
	first, last := math.MaxInt, 0
	for _, c := range cells {
		for _, i := range c {
			if len(spans) > 0 {
				spans = append(spans, span{text: "\t"})
			}
			for k, l := range i.lines {
				if k > 0 && len(l) > 0 {
					spans = append(spans, span{text: "\t"})
				}
				spans = append(spans, l...)
			}
			first, last = min(first, i.number), max(last, i.number)
		}
	}
	w.add(block{kind: blockLine, spans: tidySpans(spans)}, first, last)
}

// columns adds cells one after the other, that with the name first.
func (w *docxWriter) columns(cells []docxFlow) {
	if !slices.ContainsFunc(w.out, func(b block) bool { return b.kind == blockHeading }) {
		nameFirst(cells)
	}
	for i, c := range cells {
		if i > 0 {
			w.starts = append(w.starts, len(w.out))
		}
		w.flow(c)
	}
}

// nameFirst moves to the front what is set in type much larger than that of the
// first: it holds the name.
func nameFirst(flows []docxFlow) {
	k := 0
	for i, f := range flows {
		if f.largest() > 1.3*flows[k].largest() {
			k = i
		}
	}
	name := flows[k]
	copy(flows[1:k+1], flows[:k])
	flows[0] = name
}
