package tree

import (
	"slices"
	"strings"

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
		if r := n.listed(); r != nil {
			return r
		}
		if len(n.items) == 1 && depth < maxShell {
			return n.items[0].resume(depth + 1)
		}
		return nil
	}
	if n.isResume() {
		return n
	}
	if depth == maxShell {
		return nil
	}
	keys := slices.Clone(n.order)
	slices.SortStableFunc(keys, func(a, b string) int { return shell(b) - shell(a) })
	for _, key := range keys {
		v := n.fields[key]
		if v == nil || means(key, "skip") {
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
func shell(key string) int {
	if means(key, "whole") {
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
	study, job := n.hasKey("study"), n.hasKey("job")
	switch {
	case n.fields == nil || study == job:
		return ""
	case study:
		return "Education"
	case n.find("title") == nil && n.find("start") == nil && n.find("date") == nil:
		return ""
	}
	return "Work"
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
		case v.empty() || means(key, "skip"):
		case plainKey(key) == "basics", means(key, "person") && v.isPerson():
			signs += 2
		case means(key, "sections") && (v.fields != nil || v.items != nil), v.isSection(key):
			signs++
		case v.items != nil && v.titled():
			signs += 2
		case means(key, "contact") && v.fields != nil, means(key, "profiles"), v.describes(key):
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
	if _, known := kindOf(key); known || n.fields == nil || means(key, "skip") || means(key, "whole") || n.find("sections") != nil {
		return false
	}
	return (n.find("name") != nil || n.find("first") != nil) && (n.find("email") != nil || n.find("phone") != nil)
}

// isSection tells a section of a résumé: its name is one, or its entries are such as
// only one has; and it lists texts or things that have a name.
func (n *node) isSection(key string) bool {
	list := n
	if inner := n.list(); inner != nil {
		list = inner
	}
	if _, known := kindOf(key); !known && (list.items == nil || evidence(list.items[0]) == "") {
		return false
	}
	return slices.ContainsFunc(list.items, func(i *node) bool {
		if i.fields == nil {
			return !i.empty()
		}
		return slices.ContainsFunc([]string{"name", "title", "org", "school", "group", "quote"}, func(m string) bool { return i.find(m) != nil })
	})
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
	var only *node
	for _, key := range n.order {
		f := n.fields[key]
		switch {
		case f.empty() || f.read || means(key, "skip"):
		case f.items != nil && only == nil:
			only = f
		case f.items != nil, f.fields != nil:
			return nil
		}
	}
	if only == nil || evidence(n) != "" || isIn(keys().meanings["points"], only.plain) || isIn(keys().meanings["positions"], only.plain) {
		return nil
	}
	if n.find("title") == nil && n.find("name") == nil && n.find("text") == nil && !slices.ContainsFunc(only.items, func(i *node) bool { return i.fields != nil }) {
		return nil
	}
	return only
}

// kindOf is the kind of the section that a key or a title names.
func kindOf(key string) (resume.SectionKind, bool) { return field.SectionKind(sectionTitle(key)) }

// sectionTitle is the heading of a section by its key.
func sectionTitle(key string) string {
	for meaning, list := range keys().meanings {
		if title, ok := strings.CutPrefix(meaning, "section "); ok && isIn(list, plainKey(key)) {
			return title
		}
	}
	title := wordsOf(key)
	if _, known := field.SectionKind(title); known {
		return title
	}
	words := strings.Fields(title)
	for _, w := range append([]string{title}, words...) { // "experiences", "job history", "skill set"
		if len(words) > 3 {
			break
		}
		one, many := strings.CutSuffix(w, "s")
		if !many {
			one = w + "s"
		}
		if _, known := field.SectionKind(one); known {
			return wordsOf(one)
		}
	}
	return title
}
