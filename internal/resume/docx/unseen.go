package docx

import (
	"encoding/hex"
	"strings"

	"resumebot/internal/resume/xmltree"
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
func filled(properties *xmltree.Node) bool {
	if h := properties.Child("highlight").Attr("val"); h != "" && h != "none" && h != "white" {
		return true
	}
	shd := properties.Child("shd")
	if fill := shd.Attr("fill"); fill == "" || strings.EqualFold(fill, "auto") || isWhite(fill) {
		pattern := shd.Attr("val")
		return pattern != "" && pattern != "clear" && pattern != "nil"
	}
	return true
}

// words is the text of a run.
func words(n *xmltree.Node) string {
	text := ""
	for _, c := range n.Children {
		switch c.Name {
		case "t":
			text += c.Chars()
		case "tab", "br", "cr":
			text += " "
		}
	}
	return text
}
