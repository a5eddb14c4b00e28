// Package odt reads OpenDocument text files into blocks.
package odt

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/flow"
	"resumebot/internal/resume/xmltree"
)

// An ODT is a zip of XML parts (ISO/IEC 26300). content.xml has the text and the styles
// that were made for it, styles.xml those that have names, and the margins of pages.

var (
	errPassword = errors.New("is password-protected: save it without a password")
	errForeign  = errors.New("is not an OpenDocument text, though its name says so")
	errNoText   = errors.New("has no text: if it is a picture of a résumé, export it as text")
)

// Read reads a document in the order it is read on paper.
func Read(path string, data []byte) ([]block.Block, error) {
	content, styles, err := parts(data)
	if err != nil {
		return nil, err
	}
	text := content.At("body", "text")
	if text == nil {
		return nil, errForeign
	}
	d := &document{styles: readStyles(styles, content), lists: readLists(styles, content)}
	d.comments(text)
	page := flow.Page{Body: d.flow(text, place{}, &d.paras)}
	page.Heads, page.Feet = d.margins(styles)
	page.KeepsPlaces = d.marked || !block.Unmarked(lines(text))
	if d.fault != nil {
		return nil, d.fault
	}
	blocks, err := page.Blocks(path)
	if err == nil && len(blocks) == 0 {
		err = errNoText
	}
	return blocks, err
}

// parts are the text and the styles.
func parts(data []byte) (content, styles *xmltree.Node, err error) {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return nil, nil, errForeign
	}
	z, err := xmltree.Open(data)
	if err != nil {
		return nil, nil, err
	}
	manifest, err := z.Part("META-INF/manifest.xml")
	switch {
	case err != nil:
		return nil, nil, err
	case manifest.Any(func(n *xmltree.Node) bool { return n.Name == "encryption-data" }):
		return nil, nil, errPassword
	}
	if content, err = z.Part("content.xml"); err != nil {
		return nil, nil, err
	}
	if content == nil {
		return nil, nil, errForeign
	}
	styles, err = z.Part("styles.xml")
	return content, styles.OrEmpty(), err
}

// margins reads the headers and footers of the pages that are used. Where the first
// page has its own, those of the others only repeat who it is.
func (d *document) margins(styles *xmltree.Node) (heads, feet []flow.Content) {
	pages := slices.DeleteFunc(slices.Clone(styles.Child("master-styles").OrEmpty().Children), func(n *xmltree.Node) bool {
		return n.Name != "master-page"
	})
	for i, p := range pages {
		if i > 0 && !d.pages[p.Attr("name")] {
			continue
		}
		for _, m := range []struct {
			name string
			to   *[]flow.Content
		}{{"header", &heads}, {"footer", &feet}} {
			part := p.Child(m.name + "-first")
			if part == nil || part.Attr("display") == "false" {
				part = p.Child(m.name)
			}
			if part != nil && part.Attr("display") != "false" {
				*m.to = append(*m.to, d.flow(part, place{}, nil))
			}
		}
	}
	return heads, feet
}

// Unseen tells comments, deleted and hidden text.
func Unseen(data []byte) bool {
	content, styles, err := parts(data)
	if err != nil {
		return true
	}
	unseen := func(n *xmltree.Node) bool {
		switch n.Name {
		case "annotation", "tracked-changes", "hidden-text", "hidden-paragraph":
			return true
		}
		return n.Attr("display") == "none"
	}
	return content.Any(unseen) || styles.Any(unseen)
}

// lines is all text below a node, a line for each paragraph.
func lines(n *xmltree.Node) string {
	var b strings.Builder
	var walk func(n *xmltree.Node)
	walk = func(n *xmltree.Node) {
		b.WriteString(n.Text)
		for _, c := range n.Children {
			walk(c)
		}
		if n.Name == "p" || n.Name == "h" {
			b.WriteString("\n")
		}
	}
	walk(n)
	return b.String()
}
