package docx

import (
	"strconv"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/flow"
	"resumebot/internal/resume/mark"
	"resumebot/internal/resume/xmltree"
)

// style is what a style says of the text set in it, its own ancestors
// included.
type style struct {
	name     string
	based    string
	heading  int // outline level from 1, 0 for none
	title    bool
	quote    bool
	private  string // the mark that its name stands for, or ""
	look     look
	list     listRef
	hasList  bool
	hasLevel bool // of the outline
}

// look is how characters look. A zero size and nil marks are inherited.
type look struct {
	size                       float64 // in points
	bold, italic, caps, hidden *bool
	white                      *bool // the characters
	ruled                      bool  // a line below the paragraph
	filled                     bool  // it stands on colour
}

// over gives the look where l leaves open what below says.
func (l look) over(below look) look {
	first := func(a, b *bool) *bool {
		if a != nil {
			return a
		}
		return b
	}
	if l.size == 0 {
		l.size = below.size
	}
	l.bold, l.italic = first(l.bold, below.bold), first(l.italic, below.italic)
	l.caps, l.hidden, l.white = first(l.caps, below.caps), first(l.hidden, below.hidden), first(l.white, below.white)
	l.ruled, l.filled = l.ruled || below.ruled, l.filled || below.filled
	return l
}

func isSet(b *bool) bool { return b != nil && *b }

// runLook reads the properties of a run (w:rPr).
func runLook(rpr *xmltree.Node) look {
	var l look
	mark := func(name string) *bool {
		n := rpr.Child(name)
		if n == nil {
			return nil
		}
		on := true
		switch n.Attr("val") {
		case "0", "false", "off", "none":
			on = false
		}
		return &on
	}
	if half, err := strconv.ParseFloat(rpr.Child("sz").Attr("val"), 64); err == nil && half > 0 && half < 1000 {
		l.size = half / 2
	}
	l.bold, l.italic, l.caps, l.hidden = mark("b"), mark("i"), mark("caps"), mark("vanish")
	if l.caps == nil {
		l.caps = mark("smallCaps")
	}
	if color := rpr.Child("color").Attr("val"); color != "" {
		l.white = new(isWhite(color))
	}
	l.filled = filled(rpr)
	return l
}

var listName = lazyregexp.New(`(?i)^list (?:bullet|number) ([2-5])$`)

// styles are the styles of a document by id, "" holding the defaults.
type styles map[string]style

func readStyles(root *xmltree.Node) styles {
	styles := styles{"": {look: runLook(root.At("docDefaults", "rPrDefault", "rPr"))}}
	for _, n := range root.Children {
		if n.Name != "style" {
			continue
		}
		s := style{name: n.Child("name").Attr("val"), based: n.Child("basedOn").Attr("val"), look: runLook(n.Child("rPr"))}
		ppr := n.Child("pPr")
		s.look.ruled = ruled(ppr)
		s.look.filled = s.look.filled || filled(ppr) || n.Attr("type") == "table" && n.Any(filled)
		s.heading, s.hasLevel = outlineLevel(ppr)
		s.list, s.hasList = listOf(ppr)
		if m := listName.FindStringSubmatch(s.name); m != nil && s.list.level == 0 { // each depth has a list of its own
			s.list.level = int(m[1][0] - '1')
		}
		if level := flow.HeadingStyle(s.name); level > 0 {
			s.heading, s.hasLevel = level, true
		}
		s.title, s.quote = flow.TitleStyle(s.name), flow.QuoteStyle(s.name)
		s.private = mark.Named(s.name)
		styles[n.Attr("styleId")] = s
		if n.Attr("type") == "paragraph" && isOn(n.Attr("default")) {
			def := styles[""]
			def.look = s.look.over(def.look)
			styles[""] = def
		}
	}
	return styles
}

func isOn(s string) bool { return s == "1" || s == "true" || s == "on" }

// resolve gives a style with what it takes over from those it is based on.
func (styles styles) resolve(id string) style {
	s := styles[id]
	seen := 0
	for base := s.based; id != "" && base != "" && seen < 12; seen++ {
		b, ok := styles[base]
		if !ok {
			break
		}
		s.look = s.look.over(b.look)
		if !s.hasLevel {
			s.heading, s.hasLevel = b.heading, b.hasLevel
		}
		if !s.hasList {
			s.list, s.hasList = b.list, b.hasList
		}
		s.private = block.FirstOf(s.private, b.private)
		s.title, s.quote = s.title || b.title && !s.hasLevel, s.quote || b.quote
		base = b.based
	}
	s.look = s.look.over(styles[""].look)
	if s.look.size == 0 {
		s.look.size = 10
	}
	return s
}

// outlineLevel reads w:outlineLvl: 0 is the outermost, 9 is body text.
func outlineLevel(ppr *xmltree.Node) (level int, ok bool) {
	n, err := strconv.Atoi(ppr.Child("outlineLvl").Attr("val"))
	if err != nil || n < 0 {
		return 0, false
	}
	if n > 8 {
		return 0, true
	}
	return n + 1, true
}

// ruled tells a paragraph with a line below (or, for the one after it, above).
func ruled(ppr *xmltree.Node) bool {
	for _, side := range []string{"bottom", "top"} {
		switch ppr.At("pBdr", side).Attr("val") {
		case "", "none", "nil":
		default:
			return true
		}
	}
	return false
}

// listRef says which list a paragraph belongs to and how deep.
type listRef struct {
	id    string
	level int
}

func listOf(ppr *xmltree.Node) (listRef, bool) {
	n := ppr.Child("numPr")
	if n == nil {
		return listRef{}, false
	}
	level, err := strconv.Atoi(n.Child("ilvl").Attr("val"))
	if err != nil || level < 0 || level > 8 {
		level = 0
	}
	return listRef{id: n.Child("numId").Attr("val"), level: level}, true
}

// lists tells of each list and level whether it shows a mark.
type lists map[listRef]bool

func readNumbering(root *xmltree.Node) lists {
	abstract := map[string]map[int]bool{}
	lists := lists{}
	for _, n := range root.Children {
		switch n.Name {
		case "abstractNum":
			marks := map[int]bool{}
			for _, l := range n.Children {
				if level, err := strconv.Atoi(l.Attr("ilvl")); l.Name == "lvl" && err == nil {
					marks[level] = l.Child("numFmt").Attr("val") != "none" || strings.TrimSpace(l.Child("lvlText").Attr("val")) != ""
				}
			}
			abstract[n.Attr("abstractNumId")] = marks
		case "num":
			for level, mark := range abstract[n.Child("abstractNumId").Attr("val")] {
				lists[listRef{n.Attr("numId"), level}] = mark
			}
		}
	}
	return lists
}

// item tells a list item; a list that is not described has marks.
func (l lists) item(r listRef) bool {
	if r.id == "" || r.id == "0" {
		return false
	}
	mark, known := l[r]
	return mark || !known
}
