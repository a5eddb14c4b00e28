package html

import (
	"strconv"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/flow"
)

// look is how the text of an element looks.
type look struct {
	flow.Style
	unseen string // in what way nobody sees it, "" for text that is seen
	ruled  bool   // a line is drawn below it
	aside  bool   // it stands at the right of what is on its line
	beside bool   // its parts stand side by side
	pre    bool   // its blanks and line ends are kept
}

const (
	textSize = 12    // of text that nothing is said of, in points
	legible  = 2     // the smallest type that is seen, in points
	maxRules = 2_000 // of a style sheet
	maxAlike = 20    // of them that need the same class, id or tag
)

// headingSizes are those that browsers set headings in, in points.
var headingSizes = map[string]float64{"h1": 24, "h2": 18, "h3": 14, "h4": 12, "h5": 12, "h6": 12}

// under is the look of an element within text of look l: what does not go over to its
// parts is left behind.
func (r *reader) under(l look, n *node) look {
	l.ruled, l.aside, l.beside = false, false, false
	switch n.tag {
	case "b", "strong", "th":
		l.Bold = true
	case "i", "em", "cite", "dfn", "var":
		l.Italic = true
	case "h1", "h2", "h3", "h4", "h5", "h6":
		l.Size = headingSizes[n.tag]
	case "big":
		l.Size *= 1.2
	case "small":
		l.Size *= 0.83
	case "pre", "textarea":
		l.pre = true
	case "template":
		l.unseen = "set as hidden"
	}
	if n.has("hidden") {
		l.unseen = "set as hidden"
	}
	classes := strings.Fields(n.attr("class"))
	for _, name := range classes {
		switch name {
		case "d-flex", "justify-between", "justify-content-between":
			l.beside = true
		case "float-right", "pull-right", "float-end":
			l.aside = true
		}
	}
	above := l.Size
	for _, rule := range r.rulesOf(n, classes) {
		l.set(rule.declared, above)
	}
	l.set(declarations(n.attr("style")), above)
	return l
}

// set applies declarations; above is the size of the type around.
func (l *look) set(declared map[string]string, above float64) {
	for name, value := range declared {
		switch name {
		case "display":
			l.beside = strings.Contains(value, "flex") || strings.Contains(value, "grid")
			l.hide(value == "none")
		case "visibility":
			l.hide(value == "hidden" || value == "collapse")
		case "opacity":
			l.hide(value == "0")
		case "font-weight":
			weight, err := strconv.Atoi(value)
			l.Bold = value == "bold" || value == "bolder" || err == nil && weight >= 600
		case "font-style":
			l.Italic = value == "italic" || value == "oblique"
		case "font-size":
			if l.Size = sizeOf(value, above); l.Size < legible {
				l.unseen = "in type too small to read"
			}
		case "text-transform":
			l.Capitals = value == "uppercase"
		case "font-variant":
			l.Capitals = strings.Contains(value, "small-caps")
		case "float":
			l.aside = value == "right"
		case "white-space":
			l.pre = strings.HasPrefix(value, "pre")
		case "border-bottom":
			l.ruled = !strings.HasPrefix(value, "none") && !strings.HasPrefix(value, "0")
		}
	}
}

func (l *look) hide(hides bool) {
	switch {
	case hides:
		l.unseen = "set as hidden"
	case l.unseen == "set as hidden":
		l.unseen = ""
	}
}

var sizeForm = lazyregexp.New(`^(\d*\.?\d+)(pt|px|em|rem|%)?$`)

// sizeOf is a size of type in points; above where it is written otherwise.
func sizeOf(value string, above float64) float64 {
	m := sizeForm.FindStringSubmatch(value)
	if m == nil {
		return above
	}
	n, err := strconv.ParseFloat(m[1], 64)
	if err != nil || n > 1000 {
		return above
	}
	switch m[2] {
	case "px":
		return n * 0.75
	case "em":
		return n * above
	case "rem":
		return n * textSize
	case "%":
		return n * above / 100
	}
	return n
}

// rule is what a style sheet says of the elements that one simple selector stands for.
type rule struct {
	tag, id  string
	classes  []string
	declared map[string]string
}

// rules are those of a page, by the class, the id (with #) or the tag that they need.
type rules map[string][]rule

var (
	selectorForm = lazyregexp.New(`^([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)$`)
	selectorPart = lazyregexp.New(`[.#][\w-]+`)
	cssComment   = lazyregexp.New(`(?s)/\*.*?\*/`)
)

// sheet reads the style sheets within a page: rules for one tag, class or id, or for
// several of them together. What is said for a medium or a place within others is
// passed over.
func sheet(root *node) rules {
	out := rules{}
	count := 0
	var walk func(n *node)
	walk = func(n *node) {
		if n.tag == "style" && !strings.Contains(n.attr("media"), "print") {
			for _, c := range n.children {
				count = out.read(c.text, count)
			}
		}
		for _, c := range n.children {
			walk(c)
		}
	}
	walk(root)
	return out
}

// read adds the rules of a style sheet; count is how many there are.
func (r rules) read(css string, count int) int {
	css = cssComment.ReplaceAllString(css, " ")
	for count < maxRules {
		begin := strings.IndexAny(css, "{;")
		if begin < 0 {
			return count
		}
		selectors := strings.TrimSpace(css[:begin])
		if css[begin] == ';' { // @import, @charset
			css = css[begin+1:]
			continue
		}
		css = css[begin+1:]
		if strings.HasPrefix(selectors, "@") {
			css = css[pairedEnd(css):]
			continue
		}
		end := strings.IndexByte(css, '}')
		if end < 0 {
			return count
		}
		declared := declarations(css[:end])
		css = css[end+1:]
		for s := range strings.SplitSeq(selectors, ",") {
			count++
			r.add(strings.TrimSpace(s), declared)
		}
	}
	return count
}

// pairedEnd is what follows the brace that ends a block with blocks in it.
func pairedEnd(css string) int {
	depth := 1
	for i, c := range []byte(css) {
		switch c {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(css)
}

func (r rules) add(selector string, declared map[string]string) {
	m := selectorForm.FindStringSubmatch(selector)
	if m == nil || selector == "" || len(declared) == 0 {
		return
	}
	x := rule{tag: m[1], declared: declared}
	key := m[1]
	for _, part := range selectorPart.FindAllString(m[2], -1) {
		if part[0] == '#' {
			x.id, key = part[1:], part
		} else {
			x.classes, key = append(x.classes, part[1:]), part
		}
	}
	if len(r[key]) < maxAlike {
		r[key] = append(r[key], x)
	}
}

// rulesOf are the rules for an element, those that weigh more behind the others.
func (r *reader) rulesOf(n *node, classes []string) []rule {
	var out []rule
	take := func(key string) {
		for _, x := range r.sheet[key] {
			if (x.tag == "" || x.tag == n.tag) && (x.id == "" || x.id == n.attr("id")) && subset(x.classes, classes) {
				out = append(out, x)
			}
		}
	}
	take(n.tag)
	for _, c := range classes {
		take("." + c)
	}
	if id := n.attr("id"); id != "" {
		take("#" + id)
	}
	return out
}

func subset(some, all []string) bool {
	for _, s := range some {
		found := false
		for _, a := range all {
			found = found || a == s
		}
		if !found {
			return false
		}
	}
	return true
}

// declarations reads "color: red; display: none" in lower case.
func declarations(text string) map[string]string {
	var out map[string]string
	for d := range strings.SplitSeq(text, ";") {
		name, value, ok := strings.Cut(d, ":")
		if !ok {
			continue
		}
		if out == nil {
			out = map[string]string{}
		}
		value = strings.TrimSpace(strings.ToLower(value))
		out[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(strings.TrimSuffix(value, "!important"))
	}
	return out
}
