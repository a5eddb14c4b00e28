package html

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

const (
	maxDepth = 250     // of nested elements
	maxNodes = 200_000 // elements and texts
)

// fault is what is wrong with a page, and the line.
type fault struct {
	line int
	err  error
}

func (f *fault) Error() string { return f.err.Error() }

// node is an element or, without a tag, a text.
type node struct {
	tag      string
	attrs    []html.Attribute
	text     string
	line     int // from 1
	end      int // the last line of a text
	children []*node
}

func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func (n *node) has(name string) bool {
	for _, a := range n.attrs {
		if a.Key == name {
			return true
		}
	}
	return false
}

// words is all text below a node.
func (n *node) words() string {
	var b strings.Builder
	var walk func(n *node)
	walk = func(n *node) {
		if dropped[n.tag] {
			return
		}
		b.WriteString(n.text)
		for _, c := range n.children {
			walk(c)
		}
		if !inline[n.tag] {
			b.WriteString(" ")
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// lead is the first letter of the text below a node and whether there are more.
func (n *node) lead() (first rune, more bool) {
	var walk func(n *node) bool // tells that it has seen enough
	walk = func(n *node) bool {
		if dropped[n.tag] {
			return false
		}
		for _, c := range n.text {
			switch {
			case unicode.IsSpace(c):
			case first == 0:
				first = c
			default:
				more = true
				return true
			}
		}
		return slices.ContainsFunc(n.children, walk)
	}
	walk(n)
	return first, more
}

func set(names string) map[string]bool {
	out := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		out[name] = true
	}
	return out
}

var (
	void = set("area base br col embed hr img input link meta param source track wbr")
	// inline are the elements that begin no line of their own.
	inline = set("a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp rt ruby s samp slot small span strike strong sub sup time tt u var wbr img picture svg text tspan g")
	// endsParagraph are those whose start ends an open paragraph.
	endsParagraph = set("address article aside blockquote center details dialog dir div dl dt dd fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table ul")
	// heads are what the head of a page holds: all else ends it.
	heads = set("head title meta link style script base noscript template object bgsound html")
	// within are those that an end tag within them does not reach beyond.
	within = set("td th caption table button")
)

// closes are the open elements that a start tag ends, up to those that bound it.
var closes = map[string]struct{ ends, bounds map[string]bool }{
	"li":     {set("li"), set("ul ol menu dir table td th")},
	"dt":     {set("dt dd"), set("dl table td th")},
	"dd":     {set("dt dd"), set("dl table td th")},
	"td":     {set("td th"), set("tr table")},
	"th":     {set("td th"), set("tr table")},
	"tr":     {set("tr"), set("table")},
	"tbody":  {set("tbody thead tfoot"), set("table")},
	"thead":  {set("tbody thead tfoot"), set("table")},
	"tfoot":  {set("tbody thead tfoot"), set("table")},
	"option": {set("option"), set("select")},
	"a":      {set("a"), set("td th table div li p")},
}

// parse reads a page into a tree, forgiving what browsers forgive. Comments are left
// out.
func parse(data []byte) (*node, error) {
	t := html.NewTokenizer(bytes.NewReader(data))
	root := &node{tag: "html"}
	open := []*node{root}
	line := 1
	for count := 0; ; count++ {
		kind := t.Next()
		if kind == html.ErrorToken {
			if errors.Is(t.Err(), io.EOF) {
				return root, nil
			}
			return nil, t.Err()
		}
		at := line
		line += bytes.Count(t.Raw(), []byte("\n"))
		if count > maxNodes {
			return nil, &fault{at, errors.New("holds more elements than a résumé does")}
		}
		top := open[len(open)-1]
		switch token := t.Token(); kind {
		case html.TextToken:
			if top.tag == "head" && strings.TrimSpace(token.Data) != "" {
				open = finish(open, "head")
				top = open[len(open)-1]
			}
			top.children = append(top.children, &node{text: strings.ReplaceAll(token.Data, "&amp;", "&"), line: at, end: line}) // escaped twice
		case html.StartTagToken, html.SelfClosingTagToken:
			open = begin(open, token.Data)
			n := &node{tag: token.Data, attrs: token.Attr, line: at}
			top = open[len(open)-1]
			top.children = append(top.children, n)
			if void[n.tag] || kind == html.SelfClosingTagToken && top.tag == "svg" {
				continue
			}
			if open = append(open, n); len(open) > maxDepth {
				return nil, &fault{at, errors.New("is nested too deep: save the page from a browser as plain text")}
			}
		case html.EndTagToken:
			open = finish(open, token.Data)
		}
	}
}

// begin ends what a start tag ends without saying so.
func begin(open []*node, tag string) []*node {
	if !heads[tag] && open[len(open)-1].tag == "head" {
		open = finish(open, "head")
	}
	if endsParagraph[tag] {
		open = finish(open, "p")
	}
	c, ok := closes[tag]
	for i := len(open) - 1; ok && i > 0 && !c.bounds[open[i].tag]; i-- {
		if c.ends[open[i].tag] {
			return open[:i]
		}
	}
	return open
}

// finish ends the innermost open element of a name, if an end tag there reaches it.
func finish(open []*node, tag string) []*node {
	reaches := within[tag] || tag == "tr" || tag == "body"
	for i := len(open) - 1; i > 0; i-- {
		if open[i].tag == tag {
			return open[:i]
		}
		if within[open[i].tag] && (!reaches || open[i].tag == "table") {
			break
		}
	}
	return open
}
