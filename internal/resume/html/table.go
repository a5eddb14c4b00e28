package html

import (
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/flow"
)

// table reads a table of rows of cells.
func (c *column) table(n *node, at place) {
	var t flow.Item
	var rows func(n *node, head bool)
	rows = func(n *node, head bool) {
		for _, child := range n.children {
			under := at
			if under.look = c.under(at.look, child); under.unseen != "" {
				c.unseen(child, under)
				continue
			}
			switch child.tag {
			case "tbody", "tfoot", "thead":
				rows(child, child.tag == "thead")
			case "tr":
				cells, heads := c.cells(child, under)
				if len(t.Rows) == 0 {
					t.Header = head || heads && len(cells) > 1
				}
				t.Rows = append(t.Rows, cells)
			case "caption":
				c.block(child, under)
			}
		}
	}
	rows(n, false)
	if len(t.Rows) > 0 {
		c.out = append(c.out, t)
	}
}

// cells reads those of a row; heads tells that all of them name columns.
func (c *column) cells(row *node, at place) (out []flow.Content, heads bool) {
	heads = true
	for _, child := range row.children {
		if child.tag != "td" && child.tag != "th" {
			continue
		}
		heads = heads && child.tag == "th"
		cell := &column{reader: c.reader}
		cell.block(child, place{look: c.under(at.look, child)})
		cell.end()
		out = append(out, cell.out)
	}
	return out, heads
}

// dates tells an element that holds dates alone.
func dates(n *node) bool {
	words := n.words()
	if block.RuneLen(words) > 40 {
		return false
	}
	_, rest, dated := resume.FindPeriod(words)
	return dated && len(strings.Trim(rest, " ()")) < 12
}

// elements are the children of a node that are no texts.
func elements(n *node) []*node {
	var out []*node
	for _, c := range n.children {
		if c.tag != "" {
			out = append(out, c)
		}
	}
	return out
}
