// Package europass reads the XML of Europass into blocks: SkillsPassport, which its
// first editor wrote, and Candidate, of HR-XML, which its second one writes.
package europass

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/mark"
	"resumebot/internal/resume/tree"
	"resumebot/internal/resume/xmltree"
)

var errForeign = errors.New("is XML but no Europass CV: save what it holds in another format")

// Read reads a CV. What stands between comments that are marks is private.
func Read(path string, data []byte) ([]block.Block, error) {
	doc, err := xmltree.Parse(bytes.NewReader(data))
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return nil, resume.Problem{Path: path, Line: syntax.Line, Err: fmt.Errorf("is not valid XML: %s", syntax.Msg)}
	case err != nil:
		return nil, err
	}
	if err := private(path, doc); err != nil {
		return nil, err
	}
	switch strings.ToLower(doc.Name) {
	case "skillspassport", "learnerinfo":
		return tree.Read(path, "Europass XML", tree.Value{Line: 1, Fields: []tree.Field{{Key: "SkillsPassport", Value: value(doc)}}})
	case "candidate":
		return tree.Read(path, "Europass XML", candidate(doc))
	}
	return nil, errForeign
}

// hidden is the attribute of what is private: its topic, or "true".
const hidden = "\x00private"

// private marks what stands between two marks among the parts of one element.
func private(path string, n *xmltree.Node) error {
	var topics []string // of the marks that are open
	for _, c := range n.Children {
		if c.Name == "!" {
			text := "<!--" + c.Comment + "-->"
			marks, fault := mark.Find(text)
			switch closing := strings.Contains(c.Comment, "/") && fault != nil && fault.Stray; {
			case closing && len(topics) > 0:
				topics = topics[:len(topics)-1]
			case fault != nil:
				return resume.Problem{Path: path, Line: c.Line, Err: fault}
			case len(marks) > 0 && marks[0].Topic != "":
				topics = append(topics, marks[0].Topic)
			case len(marks) > 0:
				topics = append(topics, "true")
			}
			continue
		}
		if len(topics) > 0 {
			hide(c, topics[len(topics)-1])
		} else if err := private(path, c); err != nil {
			return err
		}
	}
	if len(topics) > 0 {
		return resume.Problem{Path: path, Line: n.Line, Err: fmt.Errorf("a mark for what is private within <%s> is not closed there: write <!-- /private --> behind the last element that is", n.Name)}
	}
	return nil
}

func hide(n *xmltree.Node, topic string) {
	n.Attrs = append(n.Attrs, xml.Attr{Name: xml.Name{Local: hidden}, Value: topic})
	for _, c := range n.Children {
		hide(c, topic)
	}
}

// elements are the parts of an element that are elements.
func elements(n *xmltree.Node) []*xmltree.Node {
	var out []*xmltree.Node
	for _, c := range n.OrEmpty().Children {
		if c.Name != "" && c.Name != "!" {
			out = append(out, c)
		}
	}
	return out
}

// unshown are the parts of a file that are no text of the CV.
var unshown = []string{"DocumentInfo", "PrintingPreferences", "Photo", "Signature", "Attachment", "AttachmentList", "Documentation"}

// value reads an element as JSON would have it: a list for parts of one name, and for
// one whose name ends with "List".
func value(n *xmltree.Node) tree.Value {
	v := tree.Value{Line: n.Line}
	if topic := n.Attr(hidden); topic != "" {
		v.Fields = []tree.Field{{Key: "private", Value: tree.Value{Line: n.Line, Text: topic}}}
		return v
	}
	for _, name := range []string{"year", "month", "day"} {
		v.Add(name, strings.TrimLeft(n.Attr(name), "-"))
	}
	parts := elements(n)
	if len(parts) == 0 && v.Fields == nil {
		v.Text = n.AllText()
		return v
	}
	lists := map[string]int{} // where the field of a name stands
	for _, c := range parts {
		if has(unshown, c.Name) {
			continue
		}
		name, field := c.Name, value(c)
		if items := listOf(c); items != nil {
			name, field = items[0].Name, tree.Value{Line: c.Line}
			for _, i := range items {
				field.Items = append(field.Items, value(i))
			}
		}
		at, again := lists[name]
		switch {
		case !again:
			lists[name] = len(v.Fields)
			v.Fields = append(v.Fields, tree.Field{Key: name, Value: field})
		case v.Fields[at].Value.Items == nil:
			v.Fields[at].Value = tree.Value{Line: v.Fields[at].Value.Line, Items: []tree.Value{v.Fields[at].Value, field}}
		default:
			v.Fields[at].Value.Items = append(v.Fields[at].Value.Items, field)
		}
	}
	return v
}

func has(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

// listOf are the items of an element that is a list and no private one, else nil.
func listOf(n *xmltree.Node) []*xmltree.Node {
	items := elements(n)
	if !strings.HasSuffix(n.Name, "List") || len(items) == 0 || n.Attr(hidden) != "" {
		return nil
	}
	for _, i := range items {
		if i.Name != items[0].Name {
			return nil
		}
	}
	return items
}
