package flow

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// simpleRow tells a row of at least two cells, each of them no more than a line.
func simpleRow(row []Content) bool {
	for _, c := range row {
		if len(c) > 1 || len(c) == 1 && (c[0].Rows != nil || c[0].List) {
			return false
		}
	}
	return len(row) > 1
}

// data adds the rows of a table and reports whether it is one: it names its
// columns, or its first column labels the others row after row.
func (w *writer) data(rows [][]Content, header bool) bool {
	bolds := func(row []Content) bool {
		return !slices.ContainsFunc(row, func(c Content) bool { return len(c) == 0 || !c[0].Look.Bold })
	}
	header = len(rows) > 1 && (header || namesColumns(rows[0]) || len(rows[0]) > 1 && bolds(rows[0]) && !bolds(rows[1]) && !bolds(rows[len(rows)-1]))
	labels, lists := 0, 0
	for _, row := range rows {
		if len(row) < 2 || len(row[0]) == 0 || len(row[1]) == 0 {
			continue
		}
		first, rest := row[0][0].Text(), row[1][0].Text()
		if row[0][0].Look.Bold && !row[1][0].Look.Bold || strings.HasSuffix(first, ":") || len(row) == 2 && field.LabelsField(first) {
			labels++
		}
		if _, _, dated := resume.FindPeriod(rest); strings.Count(rest, ",") > 0 && !dated {
			lists++
		}
	}
	if !header && (len(rows) < 3 || 2*max(labels, lists) < len(rows) && !datedRows(rows)) && labels+lists < len(rows) {
		return false
	}
	var names []string
	for i, row := range rows {
		var cells [][]block.Span
		var texts []string
		first, last := 0, 0
		for _, c := range row {
			var spans []block.Span
			if len(c) > 0 {
				spans = block.TidySpans(slices.Concat(c[0].Lines...))
				first, last = cmp.Or(first, c[0].Number), max(last, c[0].Last)
			}
			cells = append(cells, spans)
			texts = append(texts, block.Text(spans))
		}
		if header && i == 0 {
			names = texts
			continue
		}
		w.add(block.Block{Kind: block.Row, Cells: cells, Header: names}, first, max(first, last))
	}
	return true
}

// namesColumns tells the first row of a table by its words.
func namesColumns(row []Content) bool {
	n := 0
	for _, c := range row {
		if len(c) == 1 && c[0].Rows == nil && field.ColumnField(c[0].Text()) != "" {
			n++
		}
	}
	return n > 1
}

// datedRows tells that most rows hold dates.
func datedRows(rows [][]Content) bool {
	n := 0
	for _, row := range rows {
		if slices.ContainsFunc(row, dated) {
			n++
		}
	}
	return 2*n >= len(rows)
}

func dated(c Content) bool {
	if len(c) != 1 || c[0].Rows != nil {
		return false
	}
	_, _, ok := resume.FindPeriod(c[0].Text())
	return ok
}

// layoutRow adds a row that is not one of a table: the head of an entry with its
// dates at the side, a label beside its text, or columns of the page.
func (w *writer) layoutRow(row []Content) {
	cells := slices.DeleteFunc(slices.Clone(row), func(c Content) bool { return len(c) == 0 })
	if len(cells) == 0 {
		return
	}
	line := func(c Content) bool {
		if len(c) != 1 || c[0].Rows != nil || c[0].List {
			return false
		}
		_, head := w.heading(&c[0].Para)
		return !head
	}
	switch {
	case len(cells) > 1 && !slices.ContainsFunc(cells, func(c Content) bool { return !line(c) }): // beside each other on one line
		w.joined(cells)
	case len(cells) > 1 && sectionCell(cells[0]):
		w.sectionHeading(&cells[0][0].Para)
		for _, c := range cells[1:] {
			w.flow(c)
		}
	case len(cells) == 2 && dateCell(cells[0]) && cells[1][0].Rows == nil:
		w.joined([]Content{cells[1][:1], cells[0]})
		w.flow(cells[1][1:])
	case len(cells) == 2 && dateCell(cells[1]) && cells[0][0].Rows == nil:
		w.joined([]Content{cells[0][:1], cells[1]})
		w.flow(cells[0][1:])
	default:
		w.columns(cells)
	}
}

// sectionCell tells a cell that holds nothing but the name of a section.
func sectionCell(c Content) bool {
	if len(c) != 1 || c[0].Rows != nil {
		return false
	}
	_, known := field.SectionKind(c[0].Text())
	return known && c[0].Look.Short()
}

// dateCell tells a cell of dates, and at most the place.
func dateCell(c Content) bool {
	if len(c) == 0 || len(c) > 3 {
		return false
	}
	found := false
	for _, i := range c {
		if i.Rows != nil || i.List || block.RuneLen(i.Text()) > 60 {
			return false
		}
		if _, rest, ok := resume.FindPeriod(i.Text()); ok && block.RuneLen(strings.Trim(rest, " ,–-()|")) < 25 {
			found = true
		}
	}
	return found
}

func (w *writer) sectionHeading(p *Para) {
	level, ok := w.heading(p)
	if !ok {
		level = 2
	}
	w.add(block.Block{Kind: block.Heading, Level: level, Spans: block.TidySpans(slices.Concat(p.Lines...))}, p.Number, p.Number)
}

// joined adds cells as one line with gaps.
func (w *writer) joined(cells []Content) {
	var spans []block.Span
	first, last := math.MaxInt, 0
	for _, c := range cells {
		for _, i := range c {
			if len(spans) > 0 {
				spans = append(spans, block.Span{Text: "\t"})
			}
			for k, l := range i.Lines {
				if k > 0 && len(l) > 0 {
					spans = append(spans, block.Span{Text: "\t"})
				}
				spans = append(spans, l...)
			}
			first, last = min(first, i.Number), max(last, i.last())
		}
	}
	w.add(block.Block{Kind: block.Line, Spans: block.TidySpans(spans)}, first, last)
}

// columns adds cells one after the other, that with the name first.
func (w *writer) columns(cells []Content) {
	if !slices.ContainsFunc(w.out, func(b block.Block) bool { return b.Kind == block.Heading }) {
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
func nameFirst(flows []Content) {
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
