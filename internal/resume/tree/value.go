package tree

import (
	"errors"

	"resumebot/internal/resume/block"
)

// Value is a value of a format that is a tree in another notation than JSON and YAML:
// a text, an object or a list.
type Value struct {
	Line, Last int // where it stands in its file
	Text       string
	Fields     []Field
	Items      []Value
}

// Field is a field of an object. Its key says what it is as those of JSON do
// (keys.txt).
type Field struct {
	Key   string
	Value Value
}

// Add adds a field with a text, where there is one.
func (v *Value) Add(key, text string) {
	if text != "" {
		v.Fields = append(v.Fields, Field{key, Value{Line: v.Line, Last: v.Last, Text: text}})
	}
}

// Read reads a résumé of such a format, of which name is the name.
func Read(path, name string, root Value) ([]block.Block, error) {
	n, err := root.node(0)
	if err != nil {
		return nil, err
	}
	return readTree(path, name, n)
}

func (v *Value) node(depth int) (*node, error) {
	if depth > maxNodeDepth {
		return nil, errors.New("is nested too deep")
	}
	n := &node{line: v.Line, last: max(v.Line, v.Last), text: v.Text}
	if v.Fields != nil {
		n.fields = map[string]*node{}
	}
	for i := range v.Fields {
		f, err := v.Fields[i].Value.node(depth + 1)
		if err != nil {
			return nil, err
		}
		n.set(v.Fields[i].Key, f)
	}
	for i := range v.Items {
		f, err := v.Items[i].node(depth + 1)
		if err != nil {
			return nil, err
		}
		n.items = append(n.items, f)
	}
	return n, nil
}
