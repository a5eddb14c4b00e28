package layout

import (
	"slices"
	"strings"
)

// page lays the person out.
func (d *draft) page() page {
	var p page
	d.top(&p)
	sections := map[string][]block{
		"summary": d.summary(), "work": d.posts(), "education": d.items(d.person.Studies), "skills": d.skills(),
		"certificates": d.certificates(), "languages": d.languages(), "volunteer": d.volunteer(), "publications": d.papers(), "interests": d.interests(),
	}
	order := []string{"summary", "work", "education", "skills", "certificates", "languages", "volunteer", "publications", "interests"}
	move := func(name string, to int) {
		order = slices.Insert(slices.DeleteFunc(order, func(s string) bool { return s == name }), to, name)
	}
	switch d.choices["sections"] {
	case "education":
		move("education", 1)
	case "skills":
		move("skills", 1)
	case "skills_last":
		move("skills", len(order)-1)
	}
	for _, kind := range order {
		if len(sections[kind]) == 0 {
			continue
		}
		s := section{kind: kind, blocks: sections[kind], side: slices.Contains([]string{"skills", "languages", "interests", "certificates"}, kind)}
		if h := d.heading(kind); h != "" {
			s.blocks = slices.Insert(s.blocks, 0, block{kind: heading, lines: lines(textLine(h))})
		}
		p.sections = append(p.sections, s)
	}
	d.placeContact(&p)
	return p
}

// heading is what stands above a section, "" for nothing.
func (d *draft) heading(kind string) string {
	if d.is("headings", "none") || kind == "summary" && d.is("summary", "bare") {
		return ""
	}
	words := d.lex["headings"][d.person.Lang+" "+d.choices["words"]][kind]
	if len(words) == 0 {
		return ""
	}
	text := one(d.r, words)
	switch d.choices["headings"] {
	case "caps", "caps_colon", "bold_caps", "spaced":
		text = strings.ToUpper(text)
	}
	switch d.choices["headings"] {
	case "colon", "caps_colon", "bold_colon":
		text += ":"
	case "spaced":
		text = spaced(text)
	case "emoji":
		text = map[string]string{"summary": "👤", "work": "💼", "education": "🎓", "skills": "🛠️", "certificates": "📜", "languages": "🌍", "volunteer": "🤝", "publications": "📚", "interests": "🎯", "contact": "📫"}[kind] + " " + text
	}
	return text
}

// spaced sets a blank between letters and three between words.
func spaced(text string) string {
	var words []string
	for _, w := range strings.Fields(text) {
		words = append(words, strings.Join(strings.Split(w, ""), " "))
	}
	return strings.Join(words, "   ")
}

func (d *draft) summary() []block {
	if d.is("summary", "none") {
		return nil
	}
	return []block{{kind: body, lines: lines(textLine(d.person.Summary))}}
}

// posts writes the posts; two with one employer stand below one line for it where
// the layout nests them.
func (d *draft) posts() []block {
	posts := d.person.Posts
	if d.is("container", "table") {
		return d.table(posts)
	}
	if !d.is("roles", "nested") {
		return d.items(posts)
	}
	var out []block
	for i := 0; i < len(posts); {
		n := i + 1
		for n < len(posts) && posts[n].Org == posts[i].Org {
			n++
		}
		if n-i == 1 {
			out = append(out, d.entry(posts[i])...)
		} else {
			out = append(out, d.nest(posts[i:n])...)
		}
		i = n
	}
	return out
}

// nest writes posts with one employer below a line for it.
func (d *draft) nest(posts []Item) []block {
	order := "O"
	if strings.Contains(d.choices["order"], "P") {
		order = "O,P"
	}
	top := Item{Org: posts[0].Org, Place: posts[0].Place}
	headed := d.is("container", "heading", "split")
	out := []block{{kind: head, lines: d.lines(order, top, "", headed)}}
	if headed {
		out[0].kind, out[0].level = title, 1
	}
	for i, it := range posts {
		when, start, end := d.when(it)
		d.record(it, start, end)
		ls := d.lines("T~D", it, when, headed)
		switch {
		case headed:
			out = append(out, block{kind: title, level: 2, lines: ls[:1]})
			if len(ls) > 1 {
				out = append(out, block{kind: head, lines: ls[1:]})
			}
		case i == 0:
			out[0].lines = append(out[0].lines, ls...)
		default:
			out = append(out, block{kind: head, lines: ls})
		}
		out = append(out, d.bullets(it, false)...)
	}
	return out
}

func (d *draft) items(items []Item) []block {
	if d.is("container", "table") {
		return d.table(items)
	}
	var out []block
	for _, it := range items {
		if it.Kind != "work" {
			it.Department = ""
		}
		out = append(out, d.entry(it)...)
	}
	return out
}

// table writes items as one table with names of columns.
func (d *draft) table(items []Item) []block {
	if len(items) == 0 {
		return nil
	}
	fields := order(d.choices["order"])
	names := map[string]map[rune]string{
		"en": {'T': "Position", 'O': "Employer", 'P': "Location", 'D': "Dates"}, "de": {'T': "Tätigkeit", 'O': "Arbeitgeber", 'P': "Ort", 'D': "Zeitraum"},
		"fr": {'T': "Poste", 'O': "Employeur", 'P': "Lieu", 'D': "Dates"}, "es": {'T': "Puesto", 'O': "Empresa", 'P': "Lugar", 'D': "Fechas"},
	}[d.person.Lang]
	switch items[0].Kind {
	case "volunteer":
		names = map[rune]string{'T': "Role", 'O': "Organisation", 'P': "Location", 'D': "Dates"}
	case "education":
		names = map[string]map[rune]string{
			"en": {'T': "Degree", 'O': "School", 'P': "Location", 'D': "Year"}, "de": {'T': "Abschluss", 'O': "Schule", 'P': "Ort", 'D': "Zeitraum"},
			"fr": {'T': "Diplôme", 'O': "École", 'P': "Lieu", 'D': "Dates"}, "es": {'T': "Título", 'O': "Centro", 'P': "Lugar", 'D': "Fechas"},
		}[d.person.Lang]
	}
	b := block{kind: table, titled: true, rows: [][]line{nil}}
	for _, f := range fields {
		b.rows[0] = append(b.rows[0], textLine(names[f]))
	}
	for _, it := range items {
		when, start, end := d.when(it)
		d.record(it, start, end)
		var row []line
		for _, f := range fields {
			row = append(row, textLine(map[rune]string{'T': it.Title, 'O': it.Org, 'P': it.Place, 'D': when}[f]))
		}
		b.rows = append(b.rows, row)
	}
	return []block{b}
}

func (d *draft) volunteer() []block {
	if d.is("headings", "none") { // nobody could tell what it is
		return nil
	}
	return d.items(d.person.Volunteer)
}

func (d *draft) skills() []block {
	var ls []line
	var flat []string
	for _, s := range d.person.Skills {
		group, names, _ := strings.Cut(s, ": ")
		how := plain
		if d.format != "txt" && !d.is("marks", "plain") {
			how = bold
		}
		ls = append(ls, line{{text: group + ":", look: how}, {text: " " + names}})
		flat = append(flat, strings.Split(names, ", ")...)
	}
	switch d.choices["skills"] {
	case "flat":
		return []block{{kind: body, lines: lines(textLine(strings.Join(flat, one(d.r, []string{", ", ", ", " · ", " | ", " • "}))))}}
	case "each":
		return []block{d.itemised(flat)}
	case "bullets":
		return []block{{kind: list, lines: ls}}
	}
	return []block{{kind: contact, lines: ls}}
}

func (d *draft) itemised(texts []string) block {
	b := block{kind: list}
	for _, t := range texts {
		b.lines = append(b.lines, textLine(t))
	}
	return b
}

// certificates writes a line for each; so do papers.
func (d *draft) certificates() []block {
	var texts []string
	pattern := one(d.r, []string{"T, O, D", "T, O, D", "T – O (D)", "T (O, D)", "D: T, O", "T | O | D"})
	if d.is("headings", "none") {
		return nil
	}
	for _, it := range d.person.Certs {
		when, start, end := d.when(it)
		d.record(it, start, end)
		d.truth.Entries[len(d.truth.Entries)-1].Place = ""
		texts = append(texts, strings.NewReplacer("T", it.Title, "O", it.Org, "D", when).Replace(pattern))
	}
	if len(texts) == 0 {
		return nil
	}
	return []block{d.itemised(texts)}
}

func (d *draft) papers() []block {
	if d.is("headings", "none") {
		return nil
	}
	var texts []string
	for _, it := range d.person.Papers {
		when, start, end := d.when(it)
		d.record(it, start, end)
		d.truth.Entries[len(d.truth.Entries)-1].Place = ""
		texts = append(texts, "“"+it.Title+"”, "+it.Org+", "+when)
	}
	if len(texts) == 0 {
		return nil
	}
	return []block{d.itemised(texts)}
}

func (d *draft) languages() []block {
	if d.chance(35) || d.is("headings", "none") {
		return nil
	}
	var texts []string
	pattern := one(d.r, []string{"%l (%k)", "%l: %k", "%l – %k"})
	for i, l := range d.person.Languages {
		texts = append(texts, strings.NewReplacer("%l", l, "%k", d.person.Levels[min(i, len(d.person.Levels)-1)]).Replace(pattern))
	}
	if d.chance(50) {
		return []block{{kind: body, lines: lines(textLine(strings.Join(texts, ", ")))}}
	}
	return []block{d.itemised(texts)}
}

func (d *draft) interests() []block {
	if len(d.person.Interests) == 0 || d.is("headings", "none") {
		return nil
	}
	return []block{{kind: body, lines: lines(textLine(strings.Join(d.person.Interests, ", ")))}}
}
