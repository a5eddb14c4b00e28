// Package docx reads DOCX files into blocks.
package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf16"

	"resumebot/internal/resume/block"
)

// A DOCX is a zip of XML parts (ECMA-376, Office Open XML). Read are the body,
// the headers and footers, and of the styles, the numbering and the
// relationships what tells headings, list items and links.

const (
	maxPart  = 32 << 20 // bytes of one part, unpacked: a zip may hold a thousand times its size
	maxNodes = 400_000  // XML elements of all parts together
	maxLinks = 2_000    // relationships of one part
	maxDepth = 250      // of nested elements
)

var (
	errDamaged  = errors.New("is cut off or damaged: save or download it again")
	errPassword = errors.New("is password-protected: save it without a password")
	errTooMuch  = errors.New("unpacks to more than a résumé can hold")
	errForeign  = errors.New("is not a Word document, though its name says so")
	errNoText   = errors.New("has no text: if it is a picture of a résumé, export it as text")
)

// Read reads a Word document in the order it is read on paper: what stands
// in the page header, the body, text boxes beside it, the page footer.
func Read(name string, data []byte) ([]block.Block, error) {
	if err := foreign(data); err != nil {
		return nil, err
	}
	pkg, err := open(data)
	if err != nil {
		return nil, err
	}
	d, err := pkg.document()
	if err != nil {
		return nil, err
	}
	blocks, err := d.blocks(name)
	if err == nil && len(blocks) == 0 {
		err = errNoText
	}
	return blocks, err
}

// foreign tells by its first bytes what a file is that is no zip.
func foreign(data []byte) error {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return nil
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")): // OLE compound file
		var name []byte
		for _, c := range utf16.Encode([]rune("EncryptedPackage")) {
			name = append(name, byte(c), byte(c>>8))
		}
		if bytes.Contains(data, name) {
			return errPassword
		}
		return errors.New("is a Word 97 document (.doc), though its name says .docx: save it as .docx")
	case bytes.HasPrefix(data, []byte(`{\rtf`)):
		return errors.New("is RTF, though its name says .docx: save it as .docx")
	}
	return errForeign
}

// container is an open zip.
type container struct {
	*zip.Reader
	main  string // path of the part that holds the body
	parts map[string]*node
	nodes int // that were read
}

func open(data []byte) (*container, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errDamaged
	}
	p := &container{Reader: z, main: "word/document.xml", parts: map[string]*node{}}
	rels, err := p.relationships("")
	if err != nil {
		return nil, err
	}
	for _, r := range rels {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			p.main = strings.TrimPrefix(r.target, "/")
		}
	}
	return p, nil
}

// part reads one part into a tree, once however often it is asked for; nil if the
// package has none of that name.
func (p *container) part(name string) (*node, error) {
	if root, ok := p.parts[name]; ok {
		return root, nil
	}
	f, err := p.Open(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return nil, nil
	}
	if err != nil {
		return nil, errDamaged
	}
	defer f.Close()
	limited := &io.LimitedReader{R: f, N: maxPart}
	root, err := p.parse(limited)
	switch {
	case limited.N <= 0, errors.Is(err, errTooMuch):
		return nil, errTooMuch
	case err != nil:
		return nil, errDamaged
	}
	p.parts[name] = root
	return root, nil
}

// relationship is a link from one part to another or to the world.
type relationship struct {
	kind, target string
	external     bool
}

// relationships reads where the identifiers of a part lead; "" stands for the
// package.
func (p *container) relationships(part string) (map[string]relationship, error) {
	root, err := p.part(path.Join(path.Dir(part), "_rels", path.Base("/"+part)+".rels"))
	if part == "" {
		root, err = p.part("_rels/.rels")
	}
	if err != nil || root == nil {
		return nil, err
	}
	if len(root.children) > maxLinks {
		return nil, errTooMuch
	}
	out := map[string]relationship{}
	for _, n := range root.children {
		out[n.attr("Id")] = relationship{kind: n.attr("Type"), target: n.attr("Target"), external: n.attr("TargetMode") == "External"}
	}
	return out, nil
}

// document reads all parts that bear on the text.
func (p *container) document() (*document, error) {
	root, err := p.part(p.main)
	if err != nil {
		return nil, err
	}
	if root == nil || root.child("body") == nil {
		return nil, errForeign
	}
	rels, err := p.relationships(p.main)
	if err != nil {
		return nil, err
	}
	d := &document{body: part{root: root.child("body"), rels: rels}, parts: map[string]part{}}
	if color := root.child("background").attr("color"); color != "" && color != "auto" && !isWhite(color) {
		d.onColour++
	}
	for id, r := range rels {
		if r.external {
			continue
		}
		target := path.Join(path.Dir(p.main), r.target)
		if strings.HasPrefix(r.target, "/") {
			target = r.target[1:]
		}
		kind := path.Base(r.kind)
		switch kind {
		case "styles", "numbering", "header", "footer", "comments":
		default:
			continue
		}
		root, err := p.part(target)
		if err != nil {
			return nil, fmt.Errorf("%w (its %s)", err, kind)
		}
		if root == nil {
			continue
		}
		switch kind {
		case "styles":
			d.styles = readStyles(root)
		case "numbering":
			d.lists = readNumbering(root)
		case "comments":
			d.comments(root)
		default:
			rels, err := p.relationships(target)
			if err != nil {
				return nil, err
			}
			d.parts[id] = part{root: root, rels: rels}
		}
	}
	return d, nil
}

// node is an XML element. Names are without their namespace: the two editions of
// the standard differ in nothing else here.
type node struct {
	name     string
	attrs    []xml.Attr
	text     string // between its tags, for elements without children
	read     []byte // of it so far
	children []*node
}

// attr is the value of the attribute of that local name, "" for none.
func (n *node) attr(name string) string {
	if n != nil {
		for _, a := range n.attrs {
			if a.Name.Local == name {
				return a.Value
			}
		}
	}
	return ""
}

// child is the first child of that name, nil for none.
func (n *node) child(name string) *node {
	if n != nil {
		for _, c := range n.children {
			if c.name == name {
				return c
			}
		}
	}
	return nil
}

// at follows a path of names.
func (n *node) at(names ...string) *node {
	for _, name := range names {
		n = n.child(name)
	}
	return n
}

// parse reads a part into a tree within the limits.
func (p *container) parse(r io.Reader) (*node, error) {
	d := xml.NewDecoder(r)
	root := &node{}
	open := []*node{root}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && len(open) == 1 && len(root.children) == 1 {
			return root.children[0], nil
		}
		if err != nil {
			return nil, err
		}
		top := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if p.nodes++; p.nodes > maxNodes || len(open) > maxDepth {
				return nil, errTooMuch
			}
			n := &node{name: t.Name.Local, attrs: t.Attr}
			top.children = append(top.children, n)
			open = append(open, n)
		case xml.EndElement:
			top.text, top.read = string(top.read), nil
			open = open[:len(open)-1]
		case xml.CharData:
			if top.name == "t" || top.name == "instrText" {
				top.read = append(top.read, t...)
			}
		}
	}
}
