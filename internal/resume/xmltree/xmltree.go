// Package xmltree reads XML, by itself or as a part of a zip, into a tree within limits
// that no résumé reaches.
package xmltree

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"strings"
)

// The limits of one part.
const (
	MaxPart  = 32 << 20 // bytes, unpacked: a zip may hold a thousand times its size
	MaxNodes = 800_000  // elements and texts, of all parts of a zip together
	MaxDepth = 250      // of nested elements
)

// What may be wrong with a file, for its owner.
var (
	ErrDamaged = errors.New("is cut off or damaged: save or download it again")
	ErrTooMuch = errors.New("unpacks to more than a résumé can hold")
)

// Node is an element or, where it has no name, a text between two tags. Names are
// without their namespace.
type Node struct {
	Name     string
	Attrs    []xml.Attr
	Text     string // of a text
	Line     int    // where it begins, from 1
	Children []*Node
}

// Attr is the value of the attribute of that local name, "" for none.
func (n *Node) Attr(name string) string {
	if n != nil {
		for _, a := range n.Attrs {
			if a.Name.Local == name {
				return a.Value
			}
		}
	}
	return ""
}

// Child is the first child of that name, nil for none.
func (n *Node) Child(name string) *Node {
	if n != nil {
		for _, c := range n.Children {
			if c.Name == name {
				return c
			}
		}
	}
	return nil
}

// At follows a path of names.
func (n *Node) At(names ...string) *Node {
	for _, name := range names {
		n = n.Child(name)
	}
	return n
}

// OrEmpty is the node, or one without anything in it.
func (n *Node) OrEmpty() *Node {
	if n == nil {
		return &Node{}
	}
	return n
}

// Chars is the text right within an element.
func (n *Node) Chars() string {
	var b strings.Builder
	for _, c := range n.OrEmpty().Children {
		b.WriteString(c.Text)
	}
	return b.String()
}

// AllText is all text below a node.
func (n *Node) AllText() string {
	var b strings.Builder
	var walk func(n *Node)
	walk = func(n *Node) {
		b.WriteString(n.Text)
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(n.OrEmpty())
	return strings.TrimSpace(b.String())
}

// Any tells whether an element for which match is true stands below.
func (n *Node) Any(match func(*Node) bool) bool {
	for _, c := range n.OrEmpty().Children {
		if match(c) || c.Any(match) {
			return true
		}
	}
	return false
}

// Parse reads XML in UTF-8 into its outermost element.
func Parse(r io.Reader) (*Node, error) {
	count := 0
	return parse(r, &count)
}

// parse also counts the elements and texts.
func parse(r io.Reader, count *int) (*Node, error) {
	d := xml.NewDecoder(r)
	root := &Node{}
	open := []*Node{root}
	for {
		line, _ := d.InputPos()
		token, err := d.Token()
		if errors.Is(err, io.EOF) && len(open) == 1 && len(root.Children) == 1 {
			return root.Children[0], nil
		}
		if err != nil {
			return nil, err
		}
		top := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if *count++; *count > MaxNodes || len(open) > MaxDepth {
				return nil, ErrTooMuch
			}
			n := &Node{Name: t.Name.Local, Attrs: t.Attr, Line: line}
			top.Children = append(top.Children, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if *count++; *count > MaxNodes {
				return nil, ErrTooMuch
			}
			if top != root {
				top.Children = append(top.Children, &Node{Text: string(t), Line: line})
			}
		}
	}
}

// Zip is a zip of XML parts.
type Zip struct {
	*zip.Reader
	parts map[string]*Node
	count int // of elements and texts of all parts that were read
}

func Open(data []byte) (*Zip, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, ErrDamaged
	}
	return &Zip{Reader: z, parts: map[string]*Node{}}, nil
}

// Data unpacks one file; nil if there is none of that name.
func (z *Zip) Data(name string) ([]byte, error) {
	f, err := z.Reader.Open(name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return nil, nil
	}
	if err != nil {
		return nil, ErrDamaged
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxPart+1))
	switch {
	case len(data) > MaxPart:
		return nil, ErrTooMuch
	case err != nil:
		return nil, ErrDamaged
	}
	return data, nil
}

// Part reads one part into a tree, once however often it is asked for; nil if there is
// none of that name.
func (z *Zip) Part(name string) (*Node, error) {
	if root, ok := z.parts[name]; ok {
		return root, nil
	}
	data, err := z.Data(name)
	if data == nil || err != nil {
		return nil, err
	}
	root, err := parse(bytes.NewReader(data), &z.count)
	switch {
	case errors.Is(err, ErrTooMuch):
		return nil, err
	case err != nil:
		return nil, ErrDamaged
	}
	z.parts[name] = root
	return root, err
}
