// Package docx reads DOCX files into blocks.
package docx

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode/utf16"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/xmltree"
)

// A DOCX is a zip of XML parts (ECMA-376, Office Open XML). Read are the body,
// the headers and footers, and of the styles, the numbering and the
// relationships what tells headings, list items and links.

const maxLinks = 2_000 // relationships of one part

var (
	errPassword = errors.New("is password-protected: save it without a password")
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

// container is an open document.
type container struct {
	*xmltree.Zip
	main string // path of the part that holds the body
}

func open(data []byte) (*container, error) {
	z, err := xmltree.Open(data)
	if err != nil {
		return nil, err
	}
	p := &container{Zip: z, main: "word/document.xml"}
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

// relationship is a link from one part to another or to the world.
type relationship struct {
	kind, target string
	external     bool
}

// relationships reads where the identifiers of a part lead; "" stands for the
// package.
func (p *container) relationships(part string) (map[string]relationship, error) {
	root, err := p.Part(path.Join(path.Dir(part), "_rels", path.Base("/"+part)+".rels"))
	if part == "" {
		root, err = p.Part("_rels/.rels")
	}
	if err != nil || root == nil {
		return nil, err
	}
	if len(root.Children) > maxLinks {
		return nil, xmltree.ErrTooMuch
	}
	out := map[string]relationship{}
	for _, n := range root.Children {
		out[n.Attr("Id")] = relationship{kind: n.Attr("Type"), target: n.Attr("Target"), external: n.Attr("TargetMode") == "External"}
	}
	return out, nil
}

// document reads all parts that bear on the text.
func (p *container) document() (*document, error) {
	root, err := p.Part(p.main)
	if err != nil {
		return nil, err
	}
	if root == nil || root.Child("body") == nil {
		return nil, errForeign
	}
	rels, err := p.relationships(p.main)
	if err != nil {
		return nil, err
	}
	d := &document{body: part{root: root.Child("body"), rels: rels}, parts: map[string]part{}}
	if color := root.Child("background").Attr("color"); color != "" && color != "auto" && !isWhite(color) {
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
		root, err := p.Part(target)
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
