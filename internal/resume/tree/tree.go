// Package tree reads JSON and YAML into blocks, by the meaning of their keys.
package tree

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// readTree reads a résumé that is a tree of named values. It writes each section as
// the headings, lines and items that a person would have written, so that one
// builder understands all formats. What a value is, is told by its key (keys.txt);
// one whose key tells nothing becomes a line with the key as its label.
func readTree(path, format string, root *node) ([]block.Block, error) {
	if root.fields == nil {
		return nil, fmt.Errorf("is %s but no résumé: expected an object with \"basics\", \"work\", … as JSON Resume has, or \"cv\" as RenderCV has", format)
	}
	w := &writer{path: path}
	if err := w.prune(root); err != nil {
		return nil, err
	}
	withheld := len(w.blocks)
	root.dropHidden()
	root = root.whole()
	if root.isResume() {
		w.person(root)
		w.sections(root)
	}
	if len(w.blocks) == withheld {
		return nil, fmt.Errorf("is %s but holds no résumé: expected \"basics\", \"work\", \"education\", … as JSON Resume has, or \"cv\" as RenderCV has; a file that is none belongs elsewhere", format)
	}
	return w.blocks, nil
}

// dropHidden takes out what its tool shows to nobody: hidden parts and metadata.
func (n *node) dropHidden() {
	hidden := func(v *node) bool {
		for key, f := range v.fields {
			if f.text == "false" && means(key, "visible") || f.text == "true" && means(key, "hidden") {
				return true
			}
		}
		return false
	}
	for key, v := range n.fields {
		if hidden(v) {
			delete(n.fields, key)
		} else {
			v.dropHidden()
		}
	}
	n.items = slices.DeleteFunc(n.items, hidden)
	for _, i := range n.items {
		i.dropHidden()
	}
}

// whole is the object that holds the sections: some tools put it into another.
func (n *node) whole() *node {
	for !n.isResume() {
		inner := n.find("whole")
		if inner == nil || inner.fields == nil {
			break
		}
		n = inner
	}
	return n
}

// isResume tells a résumé from other files of the format: it has the person's data
// in an object, or the person's name or address and a section, or sections alone.
func (n *node) isResume() bool {
	signs, others := 0, 0
	for _, key := range n.order {
		v := n.fields[key]
		switch {
		case v.empty() || means(key, "skip"):
		case plainKey(key) == "basics", means(key, "person") && v.isPerson():
			signs += 2
		case means(key, "sections") && (v.fields != nil || v.items != nil), v.isSection(key):
			signs++
		case means(key, "contact") && v.fields != nil, means(key, "profiles"):
			signs++
		default:
			others++
		}
	}
	if signs > 0 && n.isPerson() {
		signs++
	}
	return signs > 1 || signs == 1 && others == 0
}

// isPerson tells whether an object has a name or an address.
func (n *node) isPerson() bool {
	return n.find("name") != nil || n.find("first") != nil || n.find("email") != nil
}

// isSection tells a section of a résumé: its name is one, and it lists texts or
// things that have a name.
func (n *node) isSection(key string) bool {
	if _, known := field.SectionKind(sectionTitle(key)); !known {
		return false
	}
	list := n
	if inner := n.find("items"); inner != nil {
		list = inner
	}
	return slices.ContainsFunc(list.items, func(i *node) bool {
		if i.fields == nil {
			return !i.empty()
		}
		return slices.ContainsFunc([]string{"name", "title", "org", "school", "group", "quote"}, func(m string) bool { return i.find(m) != nil })
	})
}

// sectionTitle is the heading of a section by its key.
func sectionTitle(key string) string {
	switch plainKey(key) {
	case "position", "employment", "work":
		return "Work"
	case "service", "governance", "volunteer":
		return "Volunteer"
	case "writing":
		return "Publications"
	case "testimonials":
		return "References"
	case "recognition":
		return "Awards"
	}
	title := wordsOf(key)
	if one, many := strings.CutSuffix(title, "s"); many { // "experiences"
		if _, known := field.SectionKind(title); !known {
			if _, known = field.SectionKind(one); known {
				return one
			}
		}
	}
	return title
}

// writer writes blocks with the lines their values stand on.
type writer struct {
	path   string
	blocks []block.Block
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

var imageAddress = regexp.MustCompile(`(?i)^https?://\S+\.(?:png|jpe?g|gif|svg|webp)(?:\?\S*)?$`)

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
			if v := n.fields[key]; v != nil && !v.read && !means(key, "skip") {
				v.read = true
				if means(key, "value") { // says nothing of what it is
					w.rest(label, v)
				} else {
					w.rest(wordsOf(key), v)
				}
			}
		}
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
		switch {
		case v.empty() || v.read || means(key, "skip"):
		case means(key, "sections") && v.fields != nil && v.find("items") == nil:
			w.sections(v)
		case means(key, "sections") && v.items != nil:
			for _, s := range v.items {
				kind := s.takeText("sectionkind")
				if _, known := field.SectionKind(kind); !known {
					kind = block.FirstOf(block.FirstOf(s.takeText("title"), s.takeText("name")), key)
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
	if n.find("items") != nil || n.find("text") != nil {
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
	kind, _ := field.SectionKind(title)
	w.add(block.Heading, 2, &node{line: n.line}, title)
	before := len(w.blocks)
	w.content(n, kind)
	if len(w.blocks) == before { // nothing but empty fields
		w.blocks = w.blocks[:before-1]
	}
}

// content writes what a section holds.
func (w *writer) content(n *node, kind resume.SectionKind) {
	list := n.find("items")
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
	case n.find("org") != nil || n.find("school") != nil || n.find("title") != nil && n.find("text") != nil:
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
		case v.empty() || v.read || means(key, "skip"):
			continue
		case v.fields != nil && (kind == resume.SectionWork || kind == resume.SectionEducation || kind == resume.SectionProjects || kind == resume.SectionVolunteer) && v.find("name") == nil:
			v.set("name", &node{line: v.line, last: v.line, text: key})
			w.item(v, kind)
		default:
			v.read = true
			w.rest(wordsOf(key), v)
		}
	}
}
