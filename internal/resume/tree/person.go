package tree

import (
	"slices"
	"strings"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// person writes name, headline and the ways to reach the person.
func (w *writer) person(root *node) {
	scopes := root.scopes()
	take := func(meaning string) *node {
		for _, s := range scopes {
			if f := s.take(meaning); f != nil {
				return f
			}
		}
		return nil
	}
	if !slices.ContainsFunc(scopes, func(s *node) bool { return s.find("name") != nil || s.find("first") != nil }) {
		w.nameByForm(scopes)
	}
	w.name(take)
	w.say(block.Line, "", take("headline"))
	for _, f := range []struct{ label, meaning string }{{"Email", "email"}, {"Phone", "phone"}, {"Website", "website"}} {
		if v := take(f.meaning); v != nil {
			w.contact(f.label, v)
		}
	}
	if l := take("place"); l != nil {
		if place := placeOf(l); place != "" {
			w.add(block.Line, 0, l, "Location: "+place)
		}
	}
	for _, s := range scopes {
		if town := s.find("city"); town != nil && town.fields == nil {
			w.add(block.Line, 0, town, "Location: "+block.JoinFilled(", ", s.takeText("city"), s.takeText("region"), s.takeText("country")))
		}
	}
	sections := root.find("sections")
	if sections != nil {
		scopes = append(scopes, sections)
	}
	for _, s := range scopes {
		w.networks(s)
	}
	w.profiles(take("profiles"))
	summary := take("summary")
	w.remarks(root)
	for _, s := range scopes {
		if s != root && s != sections {
			w.aside(s)
		}
	}
	if s := summary; s != nil && s.fields != nil {
		s.read = false // a section
	} else if s != nil {
		w.add(block.Heading, 2, &node{line: s.line}, "Summary")
		w.paragraphs(s, block.Line)
	}
	for _, s := range scopes {
		if s != root && s != sections {
			w.sections(s)
		}
	}
}

// name writes the person's name, whole or of its parts.
func (w *writer) name(take func(string) *node) {
	name, first, last := take("name"), take("first"), take("last")
	if name == nil && first == nil {
		first, last = last, nil
	}
	without := func(part *node) bool {
		return part != nil && !strings.Contains(strings.ToLower(name.String()), strings.ToLower(part.String()))
	}
	switch {
	case name != nil && name.fields != nil:
		text := block.JoinFilled(" ", name.takeText("first"), name.takeText("middle"), name.takeText("last"))
		w.add(block.Heading, 1, name, block.FirstOf(text, name.String()))
	case name != nil && without(first) && last == nil: // "prénom", "nom"
		w.add(block.Heading, 1, name, first.String()+" "+name.String())
	case name != nil && without(last) && first == nil: // "nombre", "apellidos"
		w.add(block.Heading, 1, name, name.String()+" "+last.String())
	case name != nil:
		w.add(block.Heading, 1, name, name.String()) // the others are the same again
	case first != nil:
		w.add(block.Heading, 1, first, block.JoinFilled(" ", first.String(), take("middle").String(), last.String()))
	}
}

// nameByForm makes a name of a text that is one by its form, under a key that may hold
// one.
func (w *writer) nameByForm(scopes []*node) {
	for _, s := range scopes {
		for _, key := range s.order {
			if v := s.fields[key]; v != nil && !v.read && v.means("namelike") && v.text != "" && field.NameLine(v.String()) && !field.IsTitle(v.text) {
				v.read = true
				w.add(block.Heading, 1, v, v.String())
				return
			}
		}
	}
}

// aside writes what is said of the person besides, and leaves sections.
func (w *writer) aside(n *node) {
	for _, key := range n.order {
		v := n.fields[key]
		switch {
		case v.empty() || v.read || v.skipped() || v.isSection(key):
		default:
			v.read = true
			if !known(key) {
				w.plain.add(key, v.line)
			}
			w.rest(wordsOf(key), v)
		}
	}
	w.rest("", &node{fields: map[string]*node{}, left: n.left})
}

// scopes are the objects that hold the person's data: those named so, the top and
// what of them is for contact.
func (n *node) scopes() []*node {
	scopes := []*node{n}
	for _, key := range n.order {
		if v := n.fields[key]; v != nil && v.fields != nil && (v.means("person") && (v.isPerson() || !v.means("whole")) || v.describes(key)) {
			v.read = true
			scopes = append([]*node{v}, scopes...)
		}
	}
	for _, s := range slices.Clone(scopes) {
		if c := s.find("contact"); c != nil && c.fields != nil && (c.list() == nil || c.reaches()) {
			c.read = true
			scopes = append(scopes, c)
		}
	}
	return scopes
}

// networks writes the accounts that have a field each, by the name of the network, and
// lists of ways to reach the person.
func (w *writer) networks(n *node) {
	for _, key := range n.order {
		v := n.fields[key]
		words := strings.Fields(strings.ToLower(spaced(key)))
		switch {
		case v.empty() || v.read || len(words) == 0:
		case v.means("contact") && (v.items != nil || v.list() != nil):
			v.read = true
			w.profiles(v)
		case v.fields == nil && v.items == nil && (slices.Contains(field.Networks, words[0]) || slices.Contains(field.Networks, plainKey(key))):
			v.read = true
			w.contact(wordsOf(words[0]), v)
		}
	}
}

// remarks writes the short texts at the top that are no section.
func (w *writer) remarks(root *node) {
	for _, key := range root.order {
		v := root.fields[key]
		if v == nil || v.read || v.text == "" || block.RuneLen(v.text) > 40 || v.means("skip") {
			continue
		}
		if _, known := kindOf(key); !known || isNumber.MatchString(v.text) {
			v.read = true
			w.rest(wordsOf(key), v)
		}
	}
}

// contact writes a way to reach the person, or several of a kind.
func (w *writer) contact(label string, n *node) {
	if n.items == nil {
		text := n.String()
		if n.fields != nil {
			text = block.FirstOf(block.FirstOf(n.takeText("url"), text), block.FirstOf(n.takeText("email"), n.takeText("phone")))
		}
		text = strings.TrimPrefix(strings.TrimPrefix(text, "tel:"), "mailto:")
		if text != "" {
			w.add(block.Line, 0, n, label+": "+text)
		}
	}
	for _, i := range n.items {
		w.contact(label, i)
	}
}

// profiles writes accounts, given as a list or by network.
func (w *writer) profiles(n *node) {
	if n == nil {
		return
	}
	if inner := n.list(); inner != nil {
		n = inner
	}
	for _, p := range n.items {
		if p.fields == nil {
			w.say(block.Line, "", p)
			continue
		}
		account := ""
		for v := p.take("account"); v != nil && account == ""; v = p.take("account") {
			account = block.FirstOf(v.take("url").String(), v.String())
		}
		account = strings.TrimPrefix(strings.TrimPrefix(account, "tel:"), "mailto:")
		w.add(block.Line, 0, p, block.JoinFilled(": ", p.takeText("network"), account))
	}
	for _, key := range n.order {
		if v := n.fields[key]; v != nil {
			w.contact(wordsOf(key), v)
		}
	}
}
