// Package tree reads JSON and YAML into blocks, by the meaning of their keys.
package tree

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// readTree reads a résumé that is a tree of named values. It writes each section as
// the headings, lines and items that a person would have written, so that one
// builder understands all formats. What a value is, is told by its key (keys.txt);
// one whose key tells nothing becomes a line with the key as its label.
func readTree(path, format string, root *node) ([]block.Block, error) {
	if root.fields == nil && !slices.ContainsFunc(root.items, func(i *node) bool { return i.fields != nil }) {
		return nil, fmt.Errorf("is %s but no résumé: expected an object with \"basics\", \"work\", … as JSON Resume has, or \"cv\" as RenderCV has", format)
	}
	w := &writer{path: path}
	if err := w.prune(root); err != nil {
		return nil, err
	}
	w.dropHidden(root)
	before := len(w.blocks)
	root.pairs()
	r := root.resume(0)
	if r != nil {
		w.person(r)
		w.sections(r)
	}
	if len(w.blocks) == before {
		return nil, fmt.Errorf("is %s but holds no résumé: expected \"basics\", \"work\", \"education\", … as JSON Resume has, or \"cv\" as RenderCV has; a file that is none belongs elsewhere", format)
	}
	w.doubts(r)
	return w.blocks, nil
}

// dropHidden takes out what its tool shows to nobody: parts switched off, and what a
// parser notes of the places where it found a text.
func (w *writer) dropHidden(n *node) {
	for _, key := range n.order {
		switch v := n.fields[key]; {
		case v == nil:
		case v.means("side") && (v.text == "left" || v.text == "right"): // where a part stands on the page
			delete(n.fields, key)
		case len(strings.Fields(v.text)) > rawWords && v.means("raw"):
			if !slices.ContainsFunc(w.blocks, func(b block.Block) bool { return b.Private }) { // it would stand in it too
				w.hidden(v, "of the raw text beside the fields")
			}
			delete(n.fields, key)
		case v.switchedOff():
			w.hidden(v, "in parts that are switched off")
			delete(n.fields, key)
		case v.isParsed(), v.text == "" && v.means("metadata"):
			delete(n.fields, key)
		default:
			w.dropHidden(v)
		}
	}
	n.items = slices.DeleteFunc(n.items, func(i *node) bool {
		if i.switchedOff() {
			w.hidden(i, "in parts that are switched off")
			return true
		}
		return i.isParsed()
	})
	for _, i := range n.items {
		w.dropHidden(i)
	}
}

// rawWords is the most words that a field has which holds a part of the résumé as it was
// before it was parsed, and not the whole.
const rawWords = 12

// switchedOff tells an object that says itself that it is not shown.
func (n *node) switchedOff() bool {
	for _, f := range n.fields {
		if f.text == "false" && f.means("visible") || f.text == "true" && f.means("hidden") {
			return true
		}
	}
	return false
}

// isParsed tells an object of a parser's own: a piece of the page, or how it
// classes a job.
func (n *node) isParsed() bool {
	for _, f := range n.fields {
		if f.means("parsed") {
			return true
		}
	}
	return false
}

// hidden tells the owner of words that nobody sees.
func (w *writer) hidden(n *node, how string) {
	for _, key := range n.order {
		if f := n.fields[key]; f != nil && !f.means("skip") {
			w.hidden(f, how)
		}
	}
	for _, i := range n.items {
		w.hidden(i, how)
	}
	if text := n.String(); n.fields == nil && n.items == nil && text != "" && text != "true" && text != "false" {
		w.blocks = append(w.blocks, block.Block{Kind: block.Hidden, How: how, Spans: []block.Span{{Text: text}}, Source: resume.Source{Path: w.path, Start: n.line, End: max(n.line, n.last)}})
	}
}

// writer writes blocks with the lines their values stand on.
type writer struct {
	path   string
	blocks []block.Block
	title  string  // of the section written last
	plain  oddKeys // that mean nothing here and whose values were read as they stand
}

func (w *writer) add(kind block.Kind, level int, n *node, text string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return
	}
	w.blocks = append(w.blocks, block.Block{
		Kind: kind, Level: level, Spans: []block.Span{{Text: text}}, Raw: text,
		Source: resume.Source{Path: w.path, Start: n.line, End: max(n.line, n.last)},
	})
}

// paragraphs writes a text as the paragraphs and items it has.
func (w *writer) paragraphs(n *node, kind block.Kind) {
	if n == nil {
		return
	}
	if n.fields != nil || n.items != nil {
		w.rest("", n)
		return
	}
	for _, l := range n.lines() {
		if l.item {
			w.add(block.Item, 0, n, l.text)
		} else {
			w.add(kind, 0, n, l.text)
		}
	}
}

// say writes "Label: value".
func (w *writer) say(kind block.Kind, label string, n *node) {
	if text := n.String(); text != "" && label != "" {
		w.add(kind, 0, n, label+": "+text)
	} else if text != "" {
		w.add(kind, 0, n, text)
	}
}

var imageAddress = lazyregexp.New(`(?i)^https?://\S+\.(?:png|jpe?g|gif|svg|webp)(?:\?\S*)?$|^urn:`)

// rest writes what has not been read of a value, by its keys.
func (w *writer) rest(label string, n *node) {
	switch {
	case n.empty() || n.text == "true" || n.text == "false" || imageAddress.MatchString(n.text):
	case n.text != "" && label == "":
		w.paragraphs(n, block.Item)
	case n.text != "":
		w.add(block.Item, 0, n, label+": "+n.String())
	case n.fields != nil:
		if name := n.take("group"); name != nil {
			label = name.String()
			if v := n.take("value"); v != nil {
				w.say(block.Item, label, v)
			} else {
				w.add(block.Item, 0, name, label)
			}
		}
		for _, key := range n.order {
			if v := n.fields[key]; v != nil && !v.read && !v.skipped() {
				v.read = true
				if !known(key) {
					w.plain.add(key, v.line)
				}
				switch {
				case v.means("value"): // says nothing of what it is
					w.rest(label, v)
				case v.items != nil && v.means("points"):
					w.points(v)
				default:
					w.rest(wordsOf(key), v)
				}
			}
		}
		for _, o := range n.left {
			w.rest("", o)
		}
		n.left = nil
	case slices.ContainsFunc(n.items, func(i *node) bool { return i.fields != nil || i.items != nil || block.RuneLen(i.text) > 60 }):
		for _, i := range n.items {
			w.rest(label, i)
		}
	default:
		w.say(block.Item, label, n)
	}
}

// sections writes what of an object was not read as its sections.
func (w *writer) sections(n *node) {
	for _, key := range n.order {
		v := n.fields[key]
		_, known := kindOf(key)
		switch {
		case v.empty() || v.read || v.skipped():
		case v.fields != nil && (v.means("sections") && v.holdsSections(key) || v.list() == nil && (v.means("sections") && v.parts() > 0 && v.find("points") == nil || v.holdsSections(key))):
			w.sections(v)
		case v.items != nil && (v.means("sections") || !known && v.titled()):
			for _, s := range v.items {
				kind := s.takeText("sectionkind")
				if _, known := kindOf(kind); !known {
					kind = block.FirstOf(block.FirstOf(s.find("title").String(), s.find("name").String()), key)
				}
				w.section(kind, s)
			}
		case v.text == "true" || v.text == "false":
		default:
			w.section(key, v)
		}
	}
}

// section writes one section with its heading.
func (w *writer) section(key string, n *node) {
	title := sectionTitle(key)
	if kind := n.find("sectionkind"); kind != nil && kind.text != "" {
		kind.read = true
		if _, known := field.SectionKind(title); !known {
			if _, known = kindOf(kind.text); known {
				title = sectionTitle(kind.text)
			}
		}
	}
	list := n.list()
	if list != nil || n.find("text") != nil {
		own := n.takeText("name")
		if own == "" {
			own = n.takeText("title")
		}
		_, known := field.SectionKind(title)
		switch _, says := field.SectionKind(own); {
		case own != "" && (says || !known):
			title = own
		case own != "" && known:
			title += " (" + own + ")"
		}
	}
	kind, known := field.SectionKind(title)
	if list == nil {
		list = n
	}
	if !known && list.items != nil && evidence(list.items[0]) != "" && (list.items[0].hasKey("study") || list.items[0].hasKey("job") || title == wordsOf(key)) {
		title = evidence(list.items[0]) + " (" + title + ")"
		kind, _ = field.SectionKind(title)
	}
	before := len(w.blocks)
	if title != w.title {
		w.add(block.Heading, 2, &node{line: n.line}, title)
	}
	heading := len(w.blocks)
	w.content(n, kind)
	if len(w.blocks) == heading { // nothing but empty fields
		w.blocks = w.blocks[:before]
	} else {
		w.title = title
	}
}

// content writes what a section holds.
func (w *writer) content(n *node, kind resume.SectionKind) {
	list := n.list()
	switch {
	case n.items != nil:
		for _, i := range n.items {
			w.item(i, kind)
		}
	case n.fields == nil:
		w.paragraphs(n, block.Line)
	case list != nil:
		list.read = true
		for t := n.take("text"); t != nil; t = n.take("text") {
			w.paragraphs(t, block.Line)
		}
		w.rest("", n)
		w.content(list, kind)
	case n.find("org") != nil || n.find("school") != nil || n.find("title") != nil && n.find("text") != nil || field.HoldsEntries(kind) && n.find("name") != nil:
		w.item(n, kind)
	default:
		for t := n.take("text"); t != nil && t.fields == nil && t.items == nil; t = n.take("text") {
			w.paragraphs(t, block.Line)
		}
		w.named(n, kind)
	}
}

// named writes an object whose keys are names: of groups of skills, or of entries.
func (w *writer) named(n *node, kind resume.SectionKind) {
	for _, key := range n.order {
		v := n.fields[key]
		switch {
		case v.empty() || v.read || v.skipped():
			continue
		case v.fields != nil && (kind == resume.SectionWork || kind == resume.SectionEducation || kind == resume.SectionProjects || kind == resume.SectionVolunteer) && v.find("name") == nil:
			meaning := "name"
			if _, rest, ok := resume.FindPeriod(key); ok && rest == "" {
				meaning = "date"
			}
			v.set(meaning, &node{line: v.line, last: v.line, text: key})
			w.item(v, kind)
		case v.means("value"): // says nothing of what it is
			v.read = true
			w.rest("", v)
		default:
			v.read = true
			w.rest(wordsOf(key), v)
		}
	}
}
