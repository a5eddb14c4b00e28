package corpus

import (
	"slices"
	"strings"

	"resumebot/internal/order"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// takeOrders takes out of blocks what gives orders, so that nothing which is made
// of a Document holds any. A heading that is one leaves a heading without a name,
// for what stands below it belongs to nothing before it.
func takeOrders(blocks []block.Block) ([]block.Block, []resume.Order) {
	var kept []block.Block
	var orders []resume.Order
	for _, b := range blocks {
		var found, more []string
		b.Spans, found = withoutOrders(b.Spans)
		b.Cells = slices.Clone(b.Cells)
		for i := range b.Cells {
			b.Cells[i], more = withoutOrders(b.Cells[i])
			found = append(found, more...)
		}
		for _, f := range found {
			orders = append(orders, resume.Order{Source: b.Source, Text: f})
		}
		if found != nil {
			b.Raw, b.Exact = "", nil
			if b.Kind == block.Heading && block.Text(b.Spans) == "" && len(kept) > 0 {
				b.Spans = []block.Span{{Text: block.Unnamed}}
			}
		}
		if found == nil || block.Text(b.Spans) != "" || b.Kind == block.Row {
			kept = append(kept, b)
		}
	}
	return kept, orders
}

// withoutOrders cuts orders out of a text in styles, and gives them.
func withoutOrders(spans []block.Span) ([]block.Span, []string) {
	text := block.Plain(spans)
	orders := order.Find(text)
	if orders == nil {
		return spans, nil
	}
	var found []string
	for _, o := range orders {
		found = append(found, block.Display(text[o.Start:o.End]))
	}
	var out []block.Span
	at := 0
	for _, s := range spans {
		var left strings.Builder
		for i := range len(s.Text) {
			if !slices.ContainsFunc(orders, func(o order.Span) bool { return o.Start <= at+i && at+i < o.End }) {
				left.WriteByte(s.Text[i])
			}
		}
		at += len(s.Text)
		if s.Text = left.String(); s.Text != "" {
			out = append(out, s)
		}
	}
	return out, found
}
