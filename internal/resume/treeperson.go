package resume

import (
	"slices"
	"strings"
)

// person writes name, headline and the ways to reach the person.
func (w *treeWriter) person(root *treeNode) {
	scopes := root.scopes()
	take := func(meaning string) *treeNode {
		for _, s := range scopes {
			if f := s.take(meaning); f != nil {
				return f
			}
		}
		return nil
	}
	if name := take("name"); name != nil && name.fields == nil {
		w.add(blockHeading, 1, name, name.String())
		take("first") // the same again
		take("last")
	} else {
		if name != nil {
			scopes = append(scopes, name)
		}
		if first := take("first"); first != nil {
			w.add(blockHeading, 1, first, joinFilled(" ", first.String(), take("last").String()))
		}
	}
	w.say(blockLine, "", take("headline"))
	for _, f := range []struct{ label, meaning string }{{"Email", "email"}, {"Phone", "phone"}, {"Website", "website"}} {
		if v := take(f.meaning); v != nil {
			w.contact(f.label, v)
		}
	}
	if l := take("place"); l != nil {
		if place := placeOf(l); place != "" {
			w.add(blockLine, 0, l, "Location: "+place)
		}
	}
	if s := root.find("sections"); s != nil {
		scopes = append(scopes, s)
	}
	w.profiles(take("profiles"))
	summary := take("summary")
	w.remarks(root)
	for _, s := range scopes {
		if s != root && s != root.find("sections") {
			w.rest("", s)
		}
	}
	if s := summary; s != nil && s.fields != nil {
		s.read = false // a section
	} else if s != nil {
		w.add(blockHeading, 2, &treeNode{line: s.line}, "Summary")
		w.paragraphs(s, blockLine)
	}
}

// scopes are the objects that hold the person's data: those named so, the top and
// what of them is for contact.
func (n *treeNode) scopes() []*treeNode {
	scopes := []*treeNode{n}
	for _, key := range n.order {
		if v := n.fields[key]; v != nil && v.fields != nil && means(key, "person") && (v.isPerson() || !means(key, "whole")) {
			v.read = true
			scopes = append([]*treeNode{v}, scopes...)
		}
	}
	for _, s := range slices.Clone(scopes) {
		if c := s.find("contact"); c != nil && c.fields != nil {
			c.read = true
			scopes = append(scopes, c)
		}
	}
	return scopes
}

// remarks writes the short texts at the top that are no section.
func (w *treeWriter) remarks(root *treeNode) {
	for _, key := range root.order {
		v := root.fields[key]
		if v == nil || v.read || v.text == "" || runeLen(v.text) > 40 || means(key, "skip") {
			continue
		}
		if _, known := sectionKind(sectionTitle(key)); !known {
			v.read = true
			w.rest(wordsOf(key), v)
		}
	}
}

// contact writes a way to reach the person, or several of a kind.
func (w *treeWriter) contact(label string, n *treeNode) {
	if n.items == nil {
		text := n.String()
		if n.fields != nil {
			text = firstOf(firstOf(n.takeText("url"), text), firstOf(n.takeText("email"), n.takeText("phone")))
		}
		text = strings.TrimPrefix(strings.TrimPrefix(text, "tel:"), "mailto:")
		if text != "" {
			w.add(blockLine, 0, n, label+": "+text)
		}
	}
	for _, i := range n.items {
		w.contact(label, i)
	}
}

// profiles writes accounts, given as a list or by network.
func (w *treeWriter) profiles(n *treeNode) {
	if n == nil {
		return
	}
	if inner := n.find("items"); inner != nil {
		n = inner
	}
	for _, p := range n.items {
		if p.fields == nil {
			w.say(blockLine, "", p)
			continue
		}
		account := ""
		for v := p.take("account"); v != nil && account == ""; v = p.take("account") {
			account = firstOf(v.take("url").String(), v.String())
		}
		w.add(blockLine, 0, p, joinFilled(": ", p.takeText("network"), account))
	}
	for _, key := range n.order {
		if v := n.fields[key]; v != nil {
			w.contact(wordsOf(key), v)
		}
	}
}
