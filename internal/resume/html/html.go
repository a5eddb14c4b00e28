// Package html reads web pages into blocks: what a browser shows of them, in the order
// in which they are written.
package html

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/html"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/flow"
	"resumebot/internal/resume/plaintext"
)

var errNoText = errors.New("has no text that a browser would show: if scripts fill the page, open it in a browser and save it from there")

// Fragment reads HTML that stands within another text, from that line on. The styles of
// a page around it are not known.
func Fragment(path string, data []byte, line int) ([]block.Block, error) {
	blocks, err := Read(path, data)
	var p resume.Problem
	switch {
	case errors.Is(err, errNoText):
		return nil, nil
	case errors.As(err, &p):
		p.Line += line - 1
		return nil, p
	}
	for i := range blocks {
		blocks[i].Source.Start += line - 1
		blocks[i].Source.End += line - 1
		if blocks[i].Kind == block.Heading {
			blocks[i].Level = max(blocks[i].Level-1, 1) // no title stands above them
		}
	}
	return blocks, err
}

// Tag reads one tag: its name, whether it closes, and where a link leads.
func Tag(text string) (name string, closes bool, href string) {
	t := html.NewTokenizer(strings.NewReader(text))
	closes = t.Next() == html.EndTagToken
	token := t.Token()
	for _, a := range token.Attr {
		if a.Key == "href" && field.WebAddress(a.Val) {
			href = a.Val
		}
	}
	return token.Data, closes, href
}

// typed is a page that is a text as one types it, within <pre>, on the lines on which it
// stands.
func (r *reader) typed(root *node) (string, bool) {
	var pre *node
	var walk func(n *node)
	walk = func(n *node) {
		if n.tag == "pre" && (pre == nil || len(n.words()) > len(pre.words())) {
			pre = n
			return
		}
		for _, c := range n.children {
			walk(c)
		}
	}
	walk(root)
	const most = 9 // of ten letters stand in it
	if pre == nil || 10*len(pre.words()) < most*len(root.words()) {
		return "", false
	}
	var text strings.Builder
	line, seen := 1, true
	walk = func(n *node) {
		seen = seen && !dropped[n.tag] && r.under(look{}, n).unseen == ""
		if n.line > line && n.text != "" {
			text.WriteString(strings.Repeat("\n", n.line-line))
			line = n.line
		}
		words := n.text
		if strings.Count(words, "\n") != n.end-n.line { // a character reference stands for a line end
			words = strings.ReplaceAll(words, "\n", " ")
		}
		text.WriteString(words)
		line += strings.Count(words, "\n")
		for _, c := range n.children {
			walk(c)
		}
	}
	walk(pre)
	return text.String(), seen && strings.Contains(strings.TrimSpace(text.String()), "\n")
}

// Read reads a page. Left out are the parts of the page that are no text of it: its
// head, menus, scripts, forms and pictures. Scripts are not run and no style sheet is
// read but those in the page itself.
func Read(path string, data []byte) ([]block.Block, error) {
	root, err := parse(data)
	if err != nil {
		var p *fault
		if errors.As(err, &p) {
			return nil, resume.Problem{Path: path, Line: p.line, Err: p.err}
		}
		return nil, fmt.Errorf("cannot be read as HTML: %w", err)
	}
	r := &reader{sheet: sheet(root)}
	if text, ok := r.typed(root); ok {
		return plaintext.Read(path, []byte(text))
	}
	c := &column{reader: r}
	c.children(root, place{look: look{Style: flow.Style{Size: textSize}}})
	c.end()
	blocks, err := flow.Page{Body: c.out, Feet: r.feet, KeepsPlaces: true}.Blocks(path)
	if err == nil && len(blocks) == 0 {
		err = errNoText
	}
	return blocks, err
}
