package html

import (
	"slices"
	"strings"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/flow"
)

// marked tells a list of definitions that is one of items: what it defines are the
// marks before them, as programs write that make pages.
func marked(n *node) bool {
	all := elements(n)
	return len(all) > 0 && !slices.ContainsFunc(all, func(c *node) bool {
		return c.tag != "dd" && (c.tag != "dt" || strings.ContainsFunc(c.words(), block.WordRune))
	})
}

// listed is such a list as one of items.
func listed(n *node) *node {
	out := &node{tag: "ul", attrs: n.attrs, line: n.line}
	for _, c := range elements(n) {
		if c.tag == "dd" {
			out.children = append(out.children, &node{tag: "li", attrs: c.attrs, line: c.line, children: c.children})
		}
	}
	return out
}

// pairs tells a list of definitions that is a list of labels, each with a line, or of
// dates, each with what was then.
func pairs(n *node) bool {
	all := elements(n)
	for i, c := range all {
		switch {
		case c.tag != []string{"dt", "dd"}[i%2]:
			return false
		case i%2 == 1 && dates(all[i-1]):
		case !line(c) || block.RuneLen(c.words()) > maxBeside:
			return false
		}
	}
	return len(all) > 0 && len(all)%2 == 0
}

// pairs reads such a list as a table.
func (c *column) pairs(n *node, at place) {
	var t flow.Item
	all := elements(n)
	for i := 0; i+1 < len(all); i += 2 {
		var row []flow.Content
		for _, e := range all[i : i+2] {
			cell := &column{reader: c.reader}
			cell.node(&node{tag: "div", attrs: e.attrs, line: e.line, children: e.children}, place{look: at.look})
			cell.end()
			row = append(row, cell.out)
		}
		t.Rows = append(t.Rows, row)
	}
	c.out = append(c.out, t)
}
