package tree

import (
	"slices"
	"strconv"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// item writes one thing of a section's list.
func (w *writer) item(n *node, kind resume.SectionKind) {
	switch {
	case n.fields == nil && n.items == nil:
		w.paragraphs(n, block.Item)
	case n.fields == nil:
		for _, i := range n.items {
			w.item(i, kind)
		}
	case kind == resume.SectionSkills || kind == resume.SectionLanguages || kind == resume.SectionInterests:
		w.group(n)
	case kind == resume.SectionReferences:
		w.reference(n)
	case n.bare():
		w.rest("", n)
	case n.only(kind) != nil:
		w.paragraphs(n.only(kind), block.Item)
	case field.HoldsEntries(kind) && len(n.several()) > 0:
		for _, i := range n.several() {
			w.entry(i, kind, nil, nil)
		}
	default:
		w.entry(n, kind, nil, nil)
	}
}

// only is the text of an item that has nothing else, under the name of its
// section.
func (n *node) only(kind resume.SectionKind) *node {
	var text *node
	for key, f := range n.fields {
		is, known := kindOf(key)
		switch {
		case f.empty():
		case text != nil || !known || is != kind || f.text == "":
			return nil
		default:
			text = f
		}
	}
	return text
}

// several are the entries of an item that has nothing but a date and their names.
func (n *node) several() (all []*node) {
	date, list := n.find("date"), n.find("items")
	if date == nil || list == nil || list.items == nil {
		return nil
	}
	for _, f := range n.fields {
		if f != date && f != list && !f.empty() && !f.means("skip") {
			return nil
		}
	}
	for _, i := range list.items {
		if i.fields != nil || i.items != nil {
			return nil
		}
		when := *date
		one := &node{line: i.line, last: max(i.last, i.line), fields: map[string]*node{}}
		one.set("name", i)
		one.set("date", &when)
		all = append(all, one)
	}
	return all
}

// bare tells an item of a list that is written as an object: {bullet: …}, or
// {label: …, details: …}.
func (n *node) bare() bool {
	filled := 0
	for key, v := range n.fields {
		if v.empty() || v.skipped() {
			continue
		}
		if filled++; !slices.Contains([]string{"label", "name", "details", "bullet", "number", "reversednumber", "text", "value"}, plainKey(key)) {
			return false
		}
	}
	return filled > 1 || filled == 1 && n.find("name") == nil
}

// entry writes a job, degree, project, …, or each position of a job that has
// several: employer is what such a position takes from the job, or nil. What is
// said of the job as a whole, above, stands below its first position.
func (w *writer) entry(n *node, kind resume.SectionKind, employer *resume.Entry, above *node) {
	x := n.names(kind)
	if employer != nil {
		x.Org, x.Place = block.FirstOf(x.Org, employer.Org), employer.Place
	}
	if l := n.take("place"); l != nil {
		x.Place = block.FirstOf(placeOf(l), x.Place)
	}
	for _, o := range n.left { // the employer's
		if o.fields != nil {
			x.Place = block.FirstOf(x.Place, placeOf(o))
		}
	}
	if x.Place == "" && (kind == resume.SectionWork || kind == resume.SectionEducation || kind == resume.SectionVolunteer) {
		if x.Org, x.Place = cutPlace(x.Org); x.Place == "" {
			x.Place = n.placeByForm()
		}
	}
	if x.Org == "" && field.IsOrg(x.Place) && !field.IsPlace(x.Place) { // "place": "Brotwerk GmbH"
		x.Org, x.Place = x.Place, ""
	}
	positions := n.positions()
	when, first, last := n.when()
	if when == "" {
		x.Org, when = cutDate(x.Org)
	}
	x.Period, _, _ = resume.FindPeriod(when)
	n.dropSame(x.Period)
	x.Period.Start.Day, x.Period.End.Day = dayOf(first, x.Period.Start), dayOf(last, x.Period.End)
	if positions == nil || x.Title != "" {
		if x.Period.IsZero() && !field.HoldsEntries(kind) {
			w.add(block.Item, 0, n, block.JoinFilled(" | ", x.Title, x.Org, x.Place, when))
		} else {
			w.head(n, &x, when)
		}
		if above != nil {
			w.body(above)
		}
		w.body(n)
		n = nil
	}
	if positions == nil {
		return
	}
	if n != nil {
		n.take("url") // the employer's, not the position's
	}
	for _, p := range positions.items {
		w.entry(p, kind, &x, n)
		n = nil
	}
}

// positions are the positions that one job has, or nil.
func (n *node) positions() *node {
	p := n.find("positions")
	if p == nil || !slices.ContainsFunc(p.items, func(i *node) bool { return i.fields != nil && i.find("title") != nil }) {
		return nil
	}
	p.read = true
	return p
}

// head writes the heading of an entry and the line with its place and dates. What
// is what is known here, so the builder is told and need not guess.
func (w *writer) head(n *node, x *resume.Entry, when string) {
	name := block.JoinFilled(" | ", x.Title, x.Org)
	line := block.JoinFilled(" | ", x.Place, block.FirstOf(x.Period.Text, when))
	if name == "" {
		name, line = line, "" // an entry that names nothing but its time
	}
	if name == "" {
		name = block.Unnamed // what stands below it belongs to nothing before it
	}
	w.add(block.Heading, 3, &node{line: n.line}, name)
	head := &w.blocks[len(w.blocks)-1]
	if url := n.take("url"); url != nil {
		head.Spans[0].URL = block.FirstOf(url.find("url").String(), url.String())
	}
	head.Exact = x
	last := n.line
	for _, f := range n.fields {
		for _, m := range []string{"start", "end", "date", "place"} {
			if f.read && f.means(m) {
				last = max(last, f.last)
			}
		}
	}
	w.add(block.Line, 0, &node{line: n.line, last: last}, line)
}

// body writes what an entry has below its head.
func (w *writer) body(n *node) {
	for t := n.take("text"); t != nil; t = n.take("text") {
		w.paragraphs(t, block.Line)
	}
	for p := n.take("points"); p != nil; p = n.take("points") {
		w.points(p)
	}
	w.say(block.Item, "Grade (GPA or score)", n.take("grade"))
	w.say(block.Item, "Technologies", n.take("keywords"))
	w.say(block.Item, "Courses", n.take("courses"))
	w.rest("", n)
}

// points writes a list of texts, or one text, as items.
func (w *writer) points(n *node) {
	if n.items == nil {
		w.paragraphs(n, block.Item)
	}
	for _, i := range n.items {
		w.paragraphs(i, block.Item)
	}
}

// group writes "Name (level): keyword, …" of skills, languages and interests. A
// bare number as level tells nothing, for what it is out of stands nowhere.
func (w *writer) group(n *node) {
	name, words, level := n.takeText("group"), n.takeText("keywords"), ""
	n.dropText(name)
	if list := n.find("items"); words == "" && list != nil && !slices.ContainsFunc(list.items, func(i *node) bool { return len(i.fields) > 1 }) {
		words = n.takeText("items")
	}
	for l := n.take("level"); l != nil; l = n.take("level") {
		switch _, err := strconv.ParseFloat(l.text, 64); {
		case err == nil:
		case name == "":
			name = l.String()
		case level == "":
			level = l.String()
		default:
			words = block.JoinFilled(", ", words, l.String())
		}
	}
	if level == "" && words == "" {
		if t := n.find("text"); t != nil && block.RuneLen(t.text) < 40 && t.fields == nil {
			if words = n.takeText("text"); len(strings.Fields(words)) < 3 && !strings.ContainsAny(words, ",;.") {
				level, words = words, ""
			}
		} else if t != nil && t.items != nil {
			words = n.takeText("text")
		}
	}
	if level != "" {
		name = block.JoinFilled(" ", name, "("+level+")")
	}
	w.add(block.Item, 0, n, block.JoinFilled(": ", name, words))
	w.paragraphs(n.take("text"), block.Line)
	w.rest("", n)
}

// reference writes one who speaks for the person on one line, so that nothing of
// it is taken for the person's own.
func (w *writer) reference(n *node) {
	text, name := n.takeText("quote"), n.takeText("name")
	if about := block.JoinFilled(", ", n.takeText("title"), n.takeText("org")); name != "" && about != "" {
		name += " (" + about + ")"
	}
	if name != "" && text != "" {
		text = name + ": “" + text + "”"
	} else {
		text += name
	}
	before := len(w.blocks)
	w.rest("", n)
	for _, b := range w.blocks[before:] {
		text = block.JoinFilled("; ", text, b.Raw)
	}
	w.blocks = w.blocks[:before]
	w.add(block.Item, 0, n, text)
}
