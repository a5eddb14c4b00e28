package layout

import "strings"

// entry writes an item of the résumé as the layout has it, and what it says into
// the truth.
func (d *draft) entry(it Item) []block {
	when, start, end := d.when(it)
	d.record(it, start, end)
	order := d.choices["order"]
	switch {
	case it.Kind == "education" && d.is("study_head", "line") && !d.is("container", "grid", "table", "labelled", "terms"):
		order = "TsO~D"
		d.truth.Entries[len(d.truth.Entries)-1].Place = ""
		return []block{{kind: head, lines: d.lines(order, it, when, false)}}
	case d.is("container", "labelled"):
		return append([]block{{kind: head, lines: d.labelled(it, when)}}, d.bullets(it, false)...)
	case d.is("container", "grid"):
		rest := strings.NewReplacer("D~", "", "~D", "", "sD", "", "Ds", "", "/D", "", "D/", "").Replace(order)
		return []block{{kind: grid, lines: lines(textLine(when)), blocks: append([]block{{kind: head, lines: d.lines(rest, it, "", true)}}, d.bullets(it, false)...)}}
	}
	ls := d.lines(order, it, when, d.is("container", "heading", "split", "terms"))
	switch {
	case d.is("container", "heading"):
		out := []block{{kind: title, level: 1, lines: ls[:1]}}
		if len(ls) > 1 {
			out = append(out, block{kind: head, lines: ls[1:]})
		}
		return append(out, d.bullets(it, false)...)
	case d.is("container", "split"):
		out := []block{{kind: title, level: 1, lines: ls[:1]}, {kind: title, level: 2, lines: ls[1:2]}}
		if len(ls) > 2 {
			out = append(out, block{kind: head, lines: ls[2:]})
		}
		return append(out, d.bullets(it, false)...)
	case d.is("container", "terms"):
		for _, b := range d.bullets(it, false) {
			ls = append(ls, b.lines...)
		}
		return []block{{kind: terms, lines: ls}}
	case d.is("container", "item"):
		return append([]block{{kind: item, lines: ls}}, d.bullets(it, true)...)
	case d.is("container", "paragraphs"):
		var out []block
		for _, l := range ls {
			out = append(out, block{kind: body, lines: lines(l)})
		}
		return append(out, d.bullets(it, false)...)
	}
	return append([]block{{kind: head, lines: ls}}, d.bullets(it, false)...)
}

// record adds an item to the truth.
func (d *draft) record(it Item, start, end Date) {
	e := Entry{Kind: it.Kind, Titles: []string{it.Title}, Orgs: []string{it.Org}, Start: start, End: end, Present: it.Present}
	if strings.Contains(d.choices["order"], "P") || d.is("container", "labelled", "table") {
		e.Place = it.Place
	}
	if it.Department != "" && !d.is("department", "none", "") {
		e.Titles = append(e.Titles, it.Title+", "+it.Department)
		e.Orgs = append(e.Orgs, it.Org+", "+it.Department, it.Department+", "+it.Org)
	}
	d.truth.Entries = append(d.truth.Entries, e)
}

// when is the time of an item as written, and what it says.
func (d *draft) when(it Item) (string, Date, Date) {
	if it.Kind != "education" || d.is("study_dates", "range") {
		return d.period(it)
	}
	if d.is("study_dates", "year") || d.person.Lang != "en" {
		it.End.Month = 0
	}
	text, at := d.date(it.End)
	switch {
	case d.person.Lang != "en":
	case d.is("study_dates", "graduated"):
		text = "Graduated " + text
	case d.is("study_dates", "class"):
		text, at = "Class of "+text[len(text)-4:], Date{Year: it.End.Year}
	}
	return text, at, Date{}
}

// lines writes the head of an item by an order ("T~D/O,P").
func (d *draft) lines(order string, it Item, when string, headed bool) []line {
	var out []line
	for _, l := range strings.Split(order, "/") {
		out = append(out, d.fields(l, it, when, headed && len(out) == 0, len(out) == 0))
	}
	if it.Department != "" && d.is("department", "line") {
		out = append(out, textLine(it.Department))
	}
	return out
}

// fields writes one line of a head. In a line set as a heading nothing is bold.
func (d *draft) fields(order string, it Item, when string, headed, first bool) line {
	var out line
	closing := ""
	for i, c := range order {
		next := order[min(i+1, len(order)-1)]
		switch c {
		case 'T':
			text := it.Title
			if it.Department != "" && d.is("department", "title") {
				text += ", " + it.Department
			}
			out = append(out, span{text: text, look: d.look('T', headed, first)})
		case 'O':
			out = append(out, d.org(it, headed, first))
		case 'P':
			out = append(out, span{text: it.Place})
		case 'D':
			out = append(out, span{text: when, look: d.look('D', headed, first)})
		case ',':
			out = append(out, span{text: ", "})
			continue
		case 's', '~':
			joint := d.joint(byte(c), order, i, next)
			if strings.HasSuffix(joint, "(") {
				closing = ")"
			}
			out = append(out, span{text: joint})
			continue
		}
		if closing != "" && next != ',' {
			out, closing = append(out, span{text: closing}), ""
		}
	}
	return out
}

// joint is what stands between two fields.
func (d *draft) joint(c byte, order string, at int, next byte) string {
	if c == 's' {
		if d.is("separator", "brackets") && at == 1 {
			return " ("
		}
		if d.is("separator", "at", "@", "brackets") && next != 'O' {
			return ", "
		}
		return separatorText(d.choices["separator"], d.person.Lang)
	}
	switch {
	case d.is("set_off", "brackets"):
		return " ("
	case next == 'D' && d.is("set_off", "colon"):
		return ", "
	case next == 'P' && d.is("set_off", "leaders", "dash"):
		return ", "
	case d.is("set_off", "blanks") && d.format == "txt":
		return "\t\t" // to the margin, in blanks
	}
	return separatorText(d.choices["set_off"], d.person.Lang)
}

func (d *draft) org(it Item, headed, first bool) span {
	s := span{text: it.Org, look: d.look('O', headed, first)}
	if it.Department != "" && d.is("department", "org") {
		s.text += ", " + it.Department
	}
	if d.is("link", "org") && d.format != "txt" {
		s.url = "https://www." + strings.Join(Words(ascii(it.Org)), "") + ".example"
	}
	return s
}

// look is how a field of a head is set.
func (d *draft) look(field byte, headed, first bool) look {
	if d.format == "txt" {
		return plain
	}
	marks := d.choices["marks"]
	switch {
	case field == 'D' && marks == "code":
		return fixed
	case field == 'D' && strings.Contains(marks, "dates"):
		return slant
	case field == 'O' && marks == "org_italic":
		return slant
	case headed, field == 'D':
		return plain
	case field == 'T' && strings.Contains(marks, "title"), field == 'O' && marks == "org", marks == "first" && first:
		return bold
	}
	return plain
}

// labelled writes an item as lines with labels.
func (d *draft) labelled(it Item, when string) []line {
	labels := map[string][]string{
		"en": {"Position", "Employer", "Location", "Dates"}, "de": {"Position", "Arbeitgeber", "Ort", "Zeitraum"},
		"fr": {"Poste", "Employeur", "Lieu", "Période"}, "es": {"Puesto", "Empresa", "Lugar", "Fechas"},
	}[d.person.Lang]
	if it.Kind == "education" {
		labels = map[string][]string{
			"en": {"Degree", "School", "Location", "Year"}, "de": {"Abschluss", "Schule", "Ort", "Zeitraum"},
			"fr": {"Diplôme", "École", "Lieu", "Période"}, "es": {"Título", "Centro", "Lugar", "Fechas"},
		}[d.person.Lang]
	}
	values := []string{it.Title, it.Org, it.Place, when}
	if d.is("dates", "labelled") {
		labels = append(labels[:3:3], "")
	}
	how := plain
	if d.format != "txt" && !d.is("marks", "plain") {
		how = bold
	}
	var out []line
	for _, c := range strings.Trim(order(d.choices["order"]), "/") {
		i := strings.IndexRune("TOPD", c)
		if labels[i] == "" {
			out = append(out, textLine(values[i]))
			continue
		}
		out = append(out, line{{text: labels[i] + ":", look: how}, {text: " " + values[i]}})
	}
	return out
}

// order is the fields of an order, each once, with those that it leaves out at the
// end.
func order(o string) string {
	var out strings.Builder
	for _, c := range o + "TOPD" {
		if strings.ContainsRune("TOPD", c) && !strings.ContainsRune(out.String(), c) {
			out.WriteRune(c)
		}
	}
	return out.String()
}

// bullets writes what an item says below its head.
func (d *draft) bullets(it Item, nested bool) []block {
	if len(it.Bullets) == 0 || d.is("bullets", "none") {
		return nil
	}
	if d.is("bullets", "paragraph") {
		return []block{{kind: body, lines: lines(textLine(strings.Join(it.Bullets, ". ") + ".")), nested: nested}}
	}
	b := block{kind: list, nested: nested}
	for _, t := range it.Bullets {
		b.lines = append(b.lines, textLine(t))
	}
	return []block{b}
}
