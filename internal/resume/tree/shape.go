package tree

import (
	"slices"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// maxShell is how many objects and lists a résumé may be wrapped in.
const maxShell = 6

// resume is the résumé within a value, as one object: tools put it into others, write
// its sections as a list, or all its entries as the rows of a table. It is nil where
// there is none.
func (n *node) resume(depth int) *node {
	if n.items != nil {
		if len(n.items) == 1 && depth < maxShell {
			if r := n.items[0].resume(depth + 1); r != nil {
				return r
			}
		}
		return n.listed()
	}
	if n.isResume() {
		return n
	}
	if depth == maxShell {
		return nil
	}
	keys := slices.Clone(n.order)
	slices.SortStableFunc(keys, func(a, b string) int { return n.shell(b) - n.shell(a) })
	for _, key := range keys {
		v := n.fields[key]
		if v == nil || v.means("skip") {
			continue
		}
		r := v.resume(depth + 1)
		if r == nil {
			continue
		}
		if n.isPerson() { // the person beside the sections
			for _, other := range n.order {
				if f := n.fields[other]; f != nil && f != v && r.fields[other] == nil {
					r.set(other, f)
				}
			}
		}
		return r
	}
	return nil
}

// shell ranks the keys below which a résumé is looked for.
func (n *node) shell(key string) int {
	if v := n.fields[key]; v != nil && v.means("whole") {
		return 1
	}
	return 0
}

// listed makes a résumé of a list of titled sections, of records that tell their
// section, or of jobs and degrees; or nil.
func (n *node) listed() *node {
	r := &node{line: n.line, last: n.last, fields: map[string]*node{}}
	rows := &node{line: n.line, last: n.last}
	for _, i := range n.items {
		rows.items = append(rows.items, i.unwrapped())
	}
	switch {
	case rows.titled():
		for k, s := range rows.items {
			if list := s.list(); list != nil && list.fields != nil && list.isPerson() {
				r.set("basics", list)
				rows.items = slices.Delete(rows.items, k, k+1)
				break
			}
		}
		r.set("sections", rows)
		return r
	case rows.grouped(func(i *node) string { return i.find("recordkind").String() }, r):
		for _, s := range r.fields {
			for _, i := range s.items {
				i.take("recordkind")
			}
		}
		return r
	case rows.grouped(func(i *node) string { return evidence(i) }, r):
		return r
	}
	return nil
}

// unwrapped is a record without what a table's export puts around its fields.
func (n *node) unwrapped() *node {
	if inner := n.find("wrapper"); inner != nil && inner.fields != nil {
		return inner
	}
	return n
}

// titled tells a list of sections: most have a title and a list or text, and of some
// the title tells what they are.
func (n *node) titled() bool {
	have, known := 0, 0
	for _, s := range n.items {
		title := block.FirstOf(s.find("title").String(), s.find("name").String())
		if title == "" || s.list() == nil && s.find("text") == nil {
			continue
		}
		have++
		if _, ok := kindOf(title); ok {
			known++
		}
	}
	return known > 0 && 2*known >= have-2 && 3*have > 2*len(n.items) && (known > 1 || have == 1)
}

// grouped puts records into the sections that they tell, where most tell one.
func (n *node) grouped(of func(*node) string, into *node) bool {
	told := 0
	for _, i := range n.items {
		if _, known := kindOf(of(i)); known && i.fields != nil {
			told++
		}
	}
	if told == 0 || 3*told <= 2*len(n.items) {
		return false
	}
	for _, i := range n.items {
		key := block.FirstOf(of(i), "Other")
		if into.fields[key] == nil {
			into.set(key, &node{line: i.line})
		}
		s := into.fields[key]
		s.items = append(s.items, i)
		s.last = i.last
	}
	return true
}

// evidence is the section that an entry belongs to, told by keys that only such have;
// or "".
func evidence(n *node) string {
	if n.fields == nil {
		return ""
	}
	study, job := n.hasKey("study"), n.hasKey("job")
	switch {
	case study && job:
		return ""
	case !study && !job:
		return n.evidenceByForm()
	case study:
		return "Education"
	case n.find("title") == nil && n.find("start") == nil && n.find("date") == nil:
		return ""
	}
	return "Work"
}

// maxFields is the most that an entry has whose keys say nothing.
const maxFields = 12

// evidenceByForm is the same told by the words of short texts: a degree or a position
// of some period, and one thing more.
func (n *node) evidenceByForm() string {
	dated, degree, title, texts := false, false, false, 0
	if len(n.order) > maxFields {
		return ""
	}
	for _, key := range n.order {
		f := n.fields[key]
		if f == nil || f.text == "" || block.RuneLen(f.text) > 60 || f.plain == "text" || f.means("text") || f.means("url") {
			continue
		}
		if _, rest, ok := resume.FindPeriod(f.text); ok && rest == "" {
			dated = true
			continue
		}
		texts++
		degree = degree || field.DegreeWords.In(f.text)
		title = title || field.KindOf(f.text) == field.Title
	}
	switch {
	case !dated || texts < 2 || n.find("giver") != nil && n.find("org") == nil:
		return ""
	case degree:
		return "Education"
	case title:
		return "Work"
	}
	return ""
}

// pairs writes lists of names and values that describe the person as objects.
func (n *node) pairs() {
	for _, v := range n.fields {
		v.pairs()
	}
	var names []string
	var values []*node
	for _, i := range n.items {
		i.pairs()
		name, value := i.find("group"), i.find("value")
		for _, key := range i.order {
			if f := i.fields[key]; f != name && plainKey(key) == "value" {
				value = f
			}
		}
		if i.fields == nil || name == nil || value == nil || name == value || name.text == "" {
			return
		}
		names, values = append(names, name.text), append(values, value)
	}
	if len(names) < 2 || !slices.ContainsFunc(names, func(s string) bool { return means(s, "name") || means(s, "first") || means(s, "email") }) {
		return
	}
	n.items, n.fields = nil, map[string]*node{}
	for i, v := range values {
		n.set(names[i], v)
	}
}

// isResume tells a résumé from other files of the format: it has the person's data
// in an object, or the person's name or address and a section, or sections alone.
func (n *node) isResume() bool {
	signs, others := 0, 0
	for _, key := range n.order {
		v := n.fields[key]
		switch {
		case v.empty() || v.skipped():
		case plainKey(key) == "basics", v.means("person") && v.isPerson():
			signs += 2
		case v.means("sections") && (v.fields != nil || v.items != nil), v.isSection(key):
			signs++
		case v.items != nil && v.titled():
			signs += 2
		case v.means("contact") && v.fields != nil, v.means("profiles"), v.describes(key):
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

// describes tells an object of the person by what it holds, whatever its key: a name
// and a way to reach them.
func (n *node) describes(key string) bool {
	if n.fields == nil || n.means("skip") || n.means("whole") || n.find("sections") != nil || !n.reaches() && (n.find("profiles") == nil || n.find("summary") == nil) {
		return false
	}
	if kind, known := kindOf(key); known && kind != resume.SectionSummary && kind != resume.SectionContact {
		return false
	}
	return n.find("name") != nil || n.find("first") != nil || n.find("headline") != nil
}

// reaches tells an object with a way to reach the person.
func (n *node) reaches() bool { return n.find("email") != nil || n.find("phone") != nil }

// holdsSections tells an object that is no section itself and of which several fields
// are.
func (n *node) holdsSections(key string) bool {
	if _, known := kindOf(key); known {
		return false
	}
	sections := 0
	for _, key := range n.order {
		if v := n.fields[key]; v != nil && !v.read && v.isSection(key) {
			sections++
		}
	}
	return sections > 1
}

// isSection tells a section of a résumé: its name is one, or its entries are such as
// only one has; and it lists texts or things that have a name.
func (n *node) isSection(key string) bool {
	if n.fields == nil && n.items == nil {
		return false
	}
	list := n
	if inner := n.list(); inner != nil {
		list = inner
	}
	if _, known := kindOf(key); !known && (list.items == nil || evidence(list.items[0]) == "" || n.parts() > 1) {
		return false
	}
	named := func(i *node) bool {
		return evidence(i) != "" || slices.ContainsFunc([]string{"name", "title", "org", "school", "degree", "group", "quote"}, func(m string) bool {
			f := i.find(m)
			return f != nil && !isIn(keys().meanings["weak"], f.plain)
		})
	}
	for _, f := range list.fields { // entries by the name or the time of each
		if f.fields == nil || !named(f) || evidence(f) == "" {
			return false
		}
	}
	return len(list.fields) > 0 || slices.ContainsFunc(list.items, func(i *node) bool {
		return i.fields == nil && !i.empty() || i.fields != nil && named(i)
	})
}

// parts counts the lists and objects in an object.
func (n *node) parts() (parts int) {
	for _, f := range n.fields {
		if f.fields != nil || f.items != nil {
			parts++
		}
	}
	return parts
}

// list is what an object lists: the field that says so, or the only one that is a list
// where the others say what it is on.
func (n *node) list() *node {
	if n == nil || n.fields == nil {
		return nil
	}
	if l := n.find("items"); l != nil && (l.items != nil || l.fields != nil) {
		return l
	}
	if evidence(n) != "" {
		return nil // an entry
	}
	var only, things *node // the only list, and the only list of objects
	lists, listsOfThings, objects := 0, 0, 0
	for _, key := range n.order {
		f := n.fields[key]
		switch {
		case f.empty() || f.read || f.skipped():
		case !f.near && keys().known[f.plain] && !isIn(keys().meanings["positions"], f.plain): // part of an entry
		case f.fields != nil:
			objects++
		case slices.ContainsFunc(f.items, func(i *node) bool { return i.fields != nil }):
			things = f
			listsOfThings++
			fallthrough
		case f.items != nil:
			only = f
			lists++
		}
	}
	switch {
	case listsOfThings == 1:
		return things
	case lists != 1 || objects > 0 || n.find("title") == nil && n.find("name") == nil && n.find("text") == nil:
		return nil
	}
	return only
}
