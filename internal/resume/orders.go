package resume

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/order"
)

// Order is a sentence of a résumé that tells the program which reads it what to do
// or to say. It is no fact about the person and in no passage.
type Order struct {
	Source Source
	Text   string // on one line
}

// Problem names the place and quotes the order, for the owner.
func (o Order) Problem() Problem {
	text := o.Text
	if r := []rune(text); len(r) > shownOrder {
		text = string(r[:shownOrder-1]) + "…"
	}
	p := Problem{Path: o.Source.Path, Line: o.Source.Start, Err: fmt.Errorf("gives orders to a reader and is left out: “%s”", text)}
	if o.Source.Page > 0 {
		p.Line, p.Err = 0, fmt.Errorf("page %d %w", o.Source.Page, p.Err)
	}
	return p
}

// shownOrder is how much of an order is quoted to the owner, in characters.
const shownOrder = 120

// takeOrders takes out of blocks what gives orders, so that nothing which is made
// of a Document holds any. A heading that is one leaves a heading without a name,
// for what stands below it belongs to nothing before it.
func takeOrders(blocks []block) ([]block, []Order) {
	var kept []block
	var orders []Order
	for _, b := range blocks {
		var found, more []string
		b.spans, found = withoutOrders(b.spans)
		b.cells = slices.Clone(b.cells)
		for i := range b.cells {
			b.cells[i], more = withoutOrders(b.cells[i])
			found = append(found, more...)
		}
		for _, f := range found {
			orders = append(orders, Order{Source: b.source, Text: f})
		}
		if found != nil {
			b.raw, b.exact = "", nil
			if b.kind == blockHeading && spanText(b.spans) == "" && len(kept) > 0 {
				b.spans = []span{{text: unnamed}}
			}
		}
		if found == nil || spanText(b.spans) != "" || b.kind == blockRow {
			kept = append(kept, b)
		}
	}
	return kept, orders
}

// unnamed is the heading in place of one that gave orders.
const unnamed = "Other"

// withoutOrders cuts orders out of a text in styles, and gives them.
func withoutOrders(spans []span) ([]span, []string) {
	text := plain(spans)
	orders := order.Find(text)
	if orders == nil {
		return spans, nil
	}
	var found []string
	for _, o := range orders {
		found = append(found, display(text[o.Start:o.End]))
	}
	var out []span
	at := 0
	for _, s := range spans {
		var left strings.Builder
		for i := range len(s.text) {
			if !slices.ContainsFunc(orders, func(o order.Span) bool { return o.Start <= at+i && at+i < o.End }) {
				left.WriteByte(s.text[i])
			}
		}
		at += len(s.text)
		if s.text = left.String(); s.text != "" {
			out = append(out, s)
		}
	}
	return out, found
}
