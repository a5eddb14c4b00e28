package docx

import (
	"encoding/hex"
	"math"
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// legible is the smallest type that is seen, in points.
const legible = 2

// unseen tells in what way text of a look is not seen, "" for text that is.
func (r *inline) unseen(l look) string {
	switch {
	case isSet(l.hidden):
		return "set as hidden"
	case l.size < legible:
		return "in type too small to read"
	case isSet(l.white) && !l.filled && r.doc.onColour == 0:
		return "in white"
	}
	return ""
}

// isWhite tells a colour, in six hexadecimal digits, that cannot be told from white.
func isWhite(color string) bool {
	const least = 0xF5 // of red, green and blue
	rgb, err := hex.DecodeString(color)
	return err == nil && len(rgb) == 3 && min(rgb[0], rgb[1], rgb[2]) >= least
}

// on reads what may stand on colour.
func (d *document) on(colour bool, read func()) {
	if colour {
		d.onColour++
		defer func() { d.onColour-- }()
	}
	read()
}

// filled tells of the properties of a run, paragraph, cell or table that it stands on
// another colour than white, or on a pattern.
func filled(properties *node) bool {
	if h := properties.child("highlight").attr("val"); h != "" && h != "none" && h != "white" {
		return true
	}
	shd := properties.child("shd")
	if fill := shd.attr("fill"); fill == "" || strings.EqualFold(fill, "auto") || isWhite(fill) {
		pattern := shd.attr("val")
		return pattern != "" && pattern != "clear" && pattern != "nil"
	}
	return true
}

// anyFilled is filled of anything below.
func (n *node) anyFilled() bool {
	for _, c := range n.children {
		if filled(c) || c.anyFilled() {
			return true
		}
	}
	return false
}

// words is the text of a run.
func (n *node) words() string {
	text := ""
	for _, c := range n.children {
		switch c.name {
		case "t":
			text += c.text
		case "tab", "br", "cr":
			text += " "
		}
	}
	return text
}

// hide notes what nobody sees of a paragraph.
func (d *document) hide(p *para) {
	for _, b := range p.unseen {
		b.Private = b.Private || !block.Unmarked(block.Plain(b.Spans))
		b.Source = resume.Source{Start: p.number, End: p.number}
		d.hidden = append(d.hidden, b)
	}
}

// hiddenBeside gives what nobody sees, each text once. It is private between what is,
// and where it stands in no paragraph of the body as soon as anything is.
func (d *document) hiddenBeside(path string, seen []block.Block) []block.Block {
	for i := range d.hidden {
		h := &d.hidden[i]
		before, after, some := 0, math.MaxInt, false // paragraphs of the body
		private := map[int]bool{math.MaxInt: true}
		for _, b := range seen {
			n := b.Source.Start
			if n <= h.Source.Start {
				before = max(before, n)
			}
			if n >= h.Source.Start {
				after = min(after, n)
			}
			private[n] = private[n] || b.Private
			some = some || b.Private
		}
		h.Private = h.Private || some && (h.Source.Start == 0 || private[before] && private[after])
		h.Source.Path = path
	}
	return slices.CompactFunc(d.hidden, func(a, b block.Block) bool { return a.Source == b.Source && a.How == b.How && slices.Equal(a.Spans, b.Spans) })
}
