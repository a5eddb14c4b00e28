package layout

import "strings"

// top writes name and tagline.
func (d *draft) top(p *page) {
	d.truth.Name = d.person.Name
	shown := d.person.Name
	switch d.choices["name"] {
	case "caps":
		shown = strings.ToUpper(shown)
	case "credentials":
		shown += one(d.r, []string{", RN", ", MBA", ", Ph.D.", ", M.Sc."})
	case "spaced":
		shown = spaced(strings.ToUpper(shown))
		d.labels = append(d.labels, Words(d.person.Name)...)
	}
	nameLine := styled(shown, plain)
	if d.is("tagline", "beside") {
		nameLine = append(nameLine, span{text: one(d.r, []string{" – ", " | ", ", "}) + d.person.Headline})
	}
	p.top = append(p.top, block{kind: name, lines: lines(nameLine)})
	if d.is("tagline", "below") {
		p.top = append(p.top, block{kind: tagline, lines: lines(textLine(d.person.Headline))})
	}
}

// field is one piece of contact with the words a label may have.
type field struct {
	labels []string
	value  line
}

// contacts are the pieces of contact as they are shown.
func (d *draft) contacts() []field {
	p := d.person
	d.truth.Email, d.truth.Phone, d.truth.Town, d.truth.Links = p.Email, p.Phone, p.Town, p.Links
	email := span{text: p.Email}
	if d.is("linkage", "linked") {
		email.url = "mailto:" + p.Email
	}
	label := map[string][][]string{
		"en": {{"Address", "Location", "Based in"}, {"Phone", "Tel.", "Mobile", "Cell"}, {"Email", "E-mail", "Mail"}},
		"de": {{"Wohnort", "Ort"}, {"Telefon", "Tel.", "Mobil"}, {"E-Mail", "Mail"}},
		"fr": {{"Ville", "Adresse"}, {"Téléphone", "Tél.", "Portable"}, {"Courriel", "E-mail"}},
		"es": {{"Ciudad", "Dirección"}, {"Teléfono", "Tel.", "Móvil"}, {"Correo electrónico", "Email"}},
	}[p.Lang]
	out := []field{{label[0], textLine(p.Town)}, {label[1], textLine(p.Phone)}, {label[2], line{email}}}
	d.r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	for _, l := range p.Links {
		kind := "Website"
		switch {
		case strings.HasPrefix(l, "linkedin"):
			kind = "LinkedIn"
		case strings.HasPrefix(l, "github"):
			kind = "GitHub"
		}
		s := span{text: l}
		switch d.choices["linkage"] {
		case "https":
			s.text = "https://" + l
		case "www":
			if kind == "LinkedIn" {
				s.text = "www." + l
			}
		case "linked":
			s = span{text: kind, url: "https://" + l}
		}
		out = append(out, field{[]string{kind}, line{s}})
	}
	return out
}

// placeContact writes the contact where the layout has it.
func (d *draft) placeContact(p *page) {
	fields := d.contacts()
	joint := separatorText(d.choices["contact_joint"], "en")
	if d.is("contact_joint", "comma", "dash") && d.choices["contact"] != "lines" {
		joint = map[string]string{"comma": ", ", "dash": " – "}[d.choices["contact_joint"]]
	}
	var values, labelled []line
	for _, f := range fields {
		values = append(values, f.value)
		l := append(line{{text: one(d.r, f.labels) + ": "}}, f.value...)
		if f.value[0].text == f.labels[0] { // a linked "GitHub" needs no label
			l = f.value
		}
		labelled = append(labelled, l)
	}
	oneLine, rows := block{kind: contact, lines: lines(join(values, joint))}, block{kind: contact, lines: values}
	place := d.choices["contact"]
	if len(oneLine.lines[0].String()) > 95 && len(values) > 3 && d.format != "md" && d.format != "html" { // more than a line of paper holds
		oneLine.lines = lines(join(values[:3], joint), join(values[3:], joint))
	}
	switch place {
	case "line":
		p.top = append(p.top, oneLine)
	case "lines":
		p.top = append(p.top, rows)
	case "labelled_lines":
		p.top = append(p.top, block{kind: contact, lines: labelled})
	case "labelled_line":
		p.top = append(p.top, block{kind: contact, lines: lines(join(labelled, joint))})
	case "beside_name":
		b := &p.top[0]
		b.lines[0] = append(append(b.lines[0], span{text: " | "}), join(values[:3], " | ")...)
		if len(values) > 3 {
			p.top = append(p.top, block{kind: contact, lines: lines(join(values[3:], joint))})
		}
	case "section":
		d.contactSection(p, labelled)
	case "table":
		b := block{kind: table}
		for i, f := range fields {
			b.rows = append(b.rows, []line{textLine(one(d.r, f.labels)), values[i]})
		}
		p.top = append(p.top, b)
	case "front_matter":
		d.frontMatter(p, fields)
	case "end", "header", "footer":
		p.foot = append(p.foot, oneLine)
	}
}

// contactSection puts the contact below a heading, as the first section or the last.
func (d *draft) contactSection(p *page, labelled []line) {
	s := section{kind: "contact", side: true, blocks: []block{{kind: contact, lines: labelled}}}
	if h := d.heading("contact"); h != "" {
		s.blocks = append([]block{{kind: heading, lines: lines(textLine(h))}}, s.blocks...)
	}
	if d.chance(50) {
		p.sections = append([]section{s}, p.sections...)
	} else {
		p.sections = append(p.sections, s)
	}
}

// frontMatter puts the contact between the lines that a Markdown file begins with.
func (d *draft) frontMatter(p *page, fields []field) {
	p.front = [][2]string{}
	for _, f := range fields {
		key := map[string]string{"Address": "location", "Wohnort": "location", "Ville": "location", "Ciudad": "location",
			"Phone": "phone", "Telefon": "phone", "Téléphone": "phone", "Teléfono": "phone",
			"Email": "email", "E-Mail": "email", "Courriel": "email", "Correo electrónico": "email"}[f.labels[0]]
		value := f.value[0].text
		if key == "" {
			key = strings.ToLower(f.labels[0])
			if f.value[0].url != "" {
				value = f.value[0].url
			}
		}
		p.front = append(p.front, [2]string{key, value})
	}
}
