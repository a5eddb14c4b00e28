package odt

import (
	"cmp"
	"strconv"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/flow"
	"resumebot/internal/resume/mark"
	"resumebot/internal/resume/xmltree"
)

// style is what a style says of the text set in it. A zero size and nil marks are
// inherited.
type style struct {
	name    string // as its owner sees it
	based   string
	heading int // outline level from 1, 0 for none
	page    string
	list    string
	private string // the mark that its name stands for, or ""
	look    look
}

// look is how characters look.
type look struct {
	size                              float64 // in points, or a share of the size below where it is negative
	bold, italic, caps, hidden, white *bool
	ruled, filled                     bool
}

// over gives the look where l leaves open what below says.
func (l look) over(below look) look {
	first := func(a, b *bool) *bool {
		if a != nil {
			return a
		}
		return b
	}
	switch {
	case l.size == 0:
		l.size = below.size
	case l.size < 0 && below.size > 0:
		l.size *= -below.size
	}
	l.bold, l.italic, l.caps = first(l.bold, below.bold), first(l.italic, below.italic), first(l.caps, below.caps)
	l.hidden, l.white = first(l.hidden, below.hidden), first(l.white, below.white)
	l.ruled, l.filled = l.ruled || below.ruled, l.filled || below.filled
	return l
}

func isSet(b *bool) bool { return b != nil && *b }

// styles are those of a document by family and name; families without a name hold the
// defaults.
type styles map[string]style

var spelled = lazyregexp.New(`_([0-9a-f]{2})_`)

// readStyles reads the styles of both parts.
func readStyles(roots ...*xmltree.Node) styles {
	out := styles{}
	for _, root := range roots {
		for _, group := range root.Children {
			for _, n := range group.Children {
				family := n.Attr("family") + "/"
				switch n.Name {
				case "default-style":
					out[family] = style{look: lookOf(n)}
				case "style":
					s := style{name: n.Attr("display-name"), based: n.Attr("parent-style-name"), page: n.Attr("master-page-name"), list: n.Attr("list-style-name"), look: lookOf(n)}
					if s.name == "" {
						s.name = spelled.ReplaceAllStringFunc(n.Attr("name"), func(m string) string {
							c, _ := strconv.ParseUint(m[1:3], 16, 8)
							return string(rune(c))
						})
					}
					s.private = mark.Named(s.name)
					s.heading, _ = strconv.Atoi(n.Attr("default-outline-level"))
					out[family+n.Attr("name")] = s
				}
			}
		}
	}
	return out
}

// lookOf reads the properties of a style.
func lookOf(n *xmltree.Node) look {
	var l look
	text, para, cell := n.Child("text-properties"), n.Child("paragraph-properties"), n.Child("table-cell-properties")
	if w := text.Attr("font-weight"); w != "" {
		heavy, err := strconv.Atoi(w)
		l.bold = new(w == "bold" || err == nil && heavy >= 600)
	}
	if s := text.Attr("font-style"); s != "" {
		l.italic = new(s == "italic" || s == "oblique")
	}
	if s := text.Attr("text-transform") + text.Attr("font-variant"); s != "" {
		l.caps = new(strings.Contains(s, "uppercase") || strings.Contains(s, "small-caps"))
	}
	if s := text.Attr("display"); s != "" {
		l.hidden = new(s == "none")
	}
	if c := text.Attr("color"); c != "" {
		l.white = new(white(c))
	}
	l.size = sizeOf(text.Attr("font-size"))
	for _, at := range []*xmltree.Node{text, para, cell, n.Child("table-properties"), n.Child("table-row-properties")} {
		c := at.Attr("background-color")
		l.filled = l.filled || c != "" && c != "transparent" && !white(c)
	}
	for _, side := range []string{"border-bottom", "border"} {
		b := para.Attr(side)
		l.ruled = l.ruled || b != "" && b != "none"
	}
	return l
}

// white tells a colour that cannot be told from white.
func white(color string) bool {
	const least = 0xF5 // of red, green and blue
	n, err := strconv.ParseUint(strings.TrimPrefix(color, "#"), 16, 32)
	return err == nil && len(color) == 7 && n>>16 >= least && n>>8&0xFF >= least && n&0xFF >= least
}

// sizeOf reads "12pt", and "120%" as a share; 0 for none.
func sizeOf(s string) float64 {
	number, share := strings.CutSuffix(s, "%")
	n, err := strconv.ParseFloat(strings.TrimSuffix(number, "pt"), 64)
	switch {
	case err != nil || !(n > 0 && n < 1000):
		return 0
	case share:
		return -n / 100
	}
	return n
}

// resolve gives a style of a family with what it takes over from those it is based on,
// and the mark that the name of one of them stands for.
func (s styles) resolve(family, name string) (out style, private string) {
	key := family + "/" + name
	out = s[key]
	seen := 0
	for at := out; seen < 12; seen++ {
		private = cmp.Or(private, at.private)
		if at.based == "" || key == family+"/" {
			break
		}
		key = family + "/" + at.based
		at = s[key]
		out.look = out.look.over(at.look)
		if out.heading == 0 {
			out.heading = at.heading
		}
		if out.list == "" {
			out.list = at.list
		}
		if flow.TitleStyle(at.name) || flow.QuoteStyle(at.name) || flow.HeadingStyle(at.name) > 0 {
			out.name = at.name
		}
	}
	out.look = out.look.over(s[family+"/"].look)
	return out, private
}

// lists tells of each list style which levels, from 1, show no mark.
type lists map[string]map[string]bool

func readLists(roots ...*xmltree.Node) lists {
	out := lists{}
	for _, root := range roots {
		for _, group := range root.Children {
			for _, n := range group.Children {
				if n.Name != "list-style" {
					continue
				}
				bare := map[string]bool{}
				for _, level := range n.Children {
					switch level.Name {
					case "list-level-style-number":
						bare[level.Attr("level")] = level.Attr("num-format") == "" && level.Attr("num-prefix")+level.Attr("num-suffix") == ""
					case "list-level-style-bullet":
						bare[level.Attr("level")] = strings.TrimSpace(level.Attr("bullet-char")) == ""
					}
				}
				out[n.Attr("name")] = bare
			}
		}
	}
	return out
}
