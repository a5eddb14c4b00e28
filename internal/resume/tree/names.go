package tree

import (
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// names are title and organisation of an entry, as its section has them. Where their
// keys are vague, the words tell which is which.
func (n *node) names(kind resume.SectionKind) (x resume.Entry) {
	var title, org *node
	switch kind {
	case resume.SectionEducation:
		title = n.takeValue("degree")
		org = n.firstOf("school", "name", "subtitle")
		if title == nil {
			title = n.firstOf("name", "subtitle")
		}
		x.Title = title.String()
		if area := n.takeText("area"); !strings.Contains(x.Title, area) {
			x.Title = block.JoinFilled(", ", x.Title, area)
		}
	case resume.SectionWork, resume.SectionVolunteer:
		if t := n.find("title"); t != nil && t.items == nil {
			title = n.takeValue("title")
		}
		org = n.firstOf("org", "name", "school", "subtitle")
		if title == nil && org != nil {
			title = n.firstOf("name", "subtitle")
		}
		x.Title = title.String()
	default:
		title = n.takeValue("name")
		org = n.takeValue("giver")
		if role := n.find("title"); title == nil || org == nil && role != nil && kind != resume.SectionProjects {
			if org == nil {
				org = title
			}
			title = n.takeValue("title")
		}
		if org == nil {
			org = n.takeValue("subtitle")
		}
		x.Title = title.String()
	}
	x.Org = org.String()
	n.namesByForm(&x, kind)
	if name, note, ok := strings.Cut(x.Org, " · "); ok { // "Acme · Full-time"
		x.Org = name
		n.left = append(n.left, &node{line: n.line, text: note})
	}
	if title.isVague() && org.isVague() && swapped(x, kind) {
		x.Title, x.Org = x.Org, x.Title
	}
	return x
}

// namesByForm takes the title and the employer or school from values that are such by
// their words, under keys that tell nothing.
func (n *node) namesByForm(x *resume.Entry, kind resume.SectionKind) {
	if kind != resume.SectionWork && kind != resume.SectionEducation {
		return
	}
	for _, key := range n.order {
		f := n.fields[key]
		if f == nil || f.read || f.text == "" || block.RuneLen(f.text) > 60 || keys().known[f.plain] || f.means("skip") {
			continue
		}
		switch is := field.KindOf(f.text); {
		case x.Title == "" && is == field.Title:
			x.Title, f.read = f.String(), true
		case x.Org == "" && is == field.Org:
			x.Org, f.read = f.String(), true
		}
	}
}

// firstOf takes the first of several meanings that is there.
func (n *node) firstOf(meanings ...string) *node {
	for _, m := range meanings {
		if v := n.takeValue(m); v != nil {
			return v
		}
	}
	return nil
}

func (n *node) isVague() bool { return n != nil && isIn(keys().meanings["vague"], n.plain) }

// swapped tells that what was taken for the title names an employer or school, and
// the other is a title.
func swapped(x resume.Entry, kind resume.SectionKind) bool {
	switch kind {
	case resume.SectionEducation:
		return field.DegreeWords.In(x.Org) && !field.DegreeWords.In(x.Title)
	case resume.SectionWork, resume.SectionVolunteer:
		return field.KindOf(x.Org) == field.Title && field.KindOf(x.Title) != field.Title
	}
	return false
}

// cutPlace cuts the place off the end of an employer or school: "Acme, Berlin, Germany".
func cutPlace(s string) (org, place string) {
	items := field.CommaItems(s)
	k := len(items)
	for k > 1 && field.KnownPlace(items[k-1]) {
		k--
	}
	if len(items) == 2 && k == 2 && field.IsOrg(items[0]) && field.KindOf(items[1]) == field.Other && len(strings.Fields(items[1])) <= 2 && !field.Department.MatchString(items[1]) {
		k-- // "Institute of Kelp, Tromsø"
	}
	if town := k - 1; k < len(items) && town > 0 && field.IsRegion(items[k]) && field.KindOf(items[town]) == field.Other && len(strings.Fields(items[town])) <= 3 && !field.Department.MatchString(items[town]) {
		k-- // a town that is not known, before its country
	}
	return strings.Join(items[:k], ", "), strings.Join(items[k:], ", ")
}

// placeOf writes a location, given as text or as an object, without the street.
func placeOf(n *node) string {
	switch {
	case n.items != nil && n.items[0].fields != nil:
		return placeOf(n.items[0])
	case n.fields == nil:
		return n.String()
	}
	city, region, country := n.takeText("city"), n.takeText("region"), n.takeText("country")
	for street := n.find("street"); street != nil && street.fields == nil; street = n.find("street") {
		street.read = true // shown to nobody, but a town may stand there
		if town := field.Postcode.ReplaceAllString(street.String(), ""); city == "" && field.IsPlace(town) {
			city = town
		}
	}
	if city == "" {
		for _, key := range n.order {
			if v := n.fields[key]; v != nil && v.fields != nil && !v.read && !v.means("country") {
				if inner := placeOf(v); inner != "" {
					return inner
				}
			}
		}
		if city = n.takeText("place"); city == "" && country == "" {
			return ""
		}
	}
	return block.JoinFilled(", ", city, region, country)
}

// placeByForm takes the first value that is a place by its form, under a key that tells
// nothing.
func (n *node) placeByForm() string {
	for _, key := range n.order {
		if f := n.fields[key]; f != nil && !f.read && f.text != "" && !keys().known[f.plain] && !f.means("skip") && field.IsPlace(f.text) {
			f.read = true
			return f.String()
		}
	}
	return ""
}
