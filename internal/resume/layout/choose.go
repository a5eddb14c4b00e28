package layout

import (
	"slices"
	"strconv"
	"strings"
)

// choose draws the layout and takes back what does not go together.
func (d *draft) choose() {
	names := []string{}
	for key := range d.lex["choices"][""] {
		if n, formats, _ := strings.Cut(key, " "); !slices.Contains(names, n) && (formats == "" || slices.Contains(strings.Fields(formats), d.format)) {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	for _, n := range names {
		d.choices[n] = d.pick(n)
	}
	d.reconcile()
	d.reconcileContact()
	d.reconcileDates()
	d.forget()
}

// forget takes back the choices that nothing of the page shows, so that none is
// blamed for what it has no part in.
func (d *draft) forget() {
	c, order := d.choices, d.choices["order"]
	columns := d.is("container", "table", "labelled")
	line := d.is("study_head", "line") && !columns && !d.is("container", "grid", "terms")
	if columns || !strings.Contains(order, "s") && !line {
		c["separator"] = "none"
	}
	if columns || d.is("container", "grid") && !strings.Contains(order, "~P") || !strings.Contains(order, "~") && !line && !d.is("roles", "nested") {
		c["set_off"] = "none"
	}
	if d.format == "txt" {
		delete(c, "marks")
		delete(c, "link")
	}
}

// pick draws the value of one choice by weight.
func (d *draft) pick(choice string) string {
	var values []string
	var weights []float64
	sum := 0.0
	keys := d.lex["choices"][""]
	for _, key := range sorted(keys) {
		n, formats, _ := strings.Cut(key, " ")
		if n != choice || formats != "" && !slices.Contains(strings.Fields(formats), d.format) {
			continue
		}
		for _, v := range keys[key] {
			value, weight, _ := strings.Cut(v, "=")
			w, err := strconv.ParseFloat(weight, 64)
			if err != nil {
				panic("layout: choices.txt: " + key + ": " + v)
			}
			values, weights, sum = append(values, value), append(weights, w), sum+w
		}
	}
	at := d.r.Float64() * sum
	for i, w := range weights {
		if at -= w; at < 0 {
			return values[i]
		}
	}
	return values[len(values)-1]
}

func sorted[T any](m map[string]T) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// reconcile takes back choices about the head that nobody would make together.
func (d *draft) reconcile() {
	c, order := d.choices, d.choices["order"]
	if strings.Contains(order, "OsT") || strings.Contains(order, "PsT") {
		if d.is("separator", "at", "@", "brackets") {
			c["separator"] = "comma"
		}
	}
	if strings.Contains(order, "PsT") && d.is("separator", "comma") {
		c["separator"] = "en_dash"
	}
	if d.is("separator", "brackets") && d.is("set_off", "brackets") {
		c["set_off"] = "comma"
	}
	if strings.Contains(order, "TsOs") && d.is("separator", "at", "@") {
		c["separator"] = "pipe"
	}
	if d.is("container", "grid", "table", "labelled") {
		c["roles"] = "repeated"
	}
	if !strings.HasPrefix(order, "O") || !strings.Contains(order, "/") {
		c["roles"] = "repeated"
	}
	if d.is("headings", "plain") { // a heading that looks like any other line has a blank one below it
		c["air"] = "blank"
	}
	if d.is("bullets", "numbers") {
		for i := 10; i < 30; i++ {
			d.labels = append(d.labels, strconv.Itoa(i))
		}
	}
	if d.is("container", "split") && !strings.Contains(order, "/") {
		c["container"] = "heading"
	}
	if d.is("container", "terms", "table", "labelled") {
		c["department"] = "none"
	}
	if d.is("container", "grid") && d.is("set_off", "colon") {
		c["set_off"] = "comma"
	}
	if d.person.Lang != "en" {
		c["words"] = "usual"
		if d.is("study_dates", "class") {
			c["study_dates"] = "year"
		}
	}
}

// reconcileContact does the same for contact, name and columns.
func (d *draft) reconcileContact() {
	c := d.choices
	if !d.is("columns", "", "one") && d.format == "docx" && d.is("contact", "header", "footer") {
		c["contact"] = "lines"
	}
	if d.is("container", "table") && d.is("columns", "left", "right", "box") {
		c["columns"] = "one" // there is no room
	}
	if d.format == "pdf" || d.format == "docx" { // it would be as large as the name
		if d.is("contact", "beside_name") {
			c["contact"] = "line"
		}
	}
	if d.is("name", "spaced") && d.is("contact", "beside_name") || d.is("tagline", "beside") && d.is("contact", "beside_name") {
		c["contact"] = "line"
	}
}

// reconcileDates takes back choices about dates that nobody would make together.
func (d *draft) reconcileDates() {
	c, order := d.choices, d.choices["order"]
	leads := strings.Contains(order, "D~") || strings.Contains(order, "DsP") // something follows the dates in their line
	if leads && d.is("set_off", "brackets", "leaders", "dash", "comma") && strings.Contains(order, "D~") {
		c["set_off"] = "pipe"
		if d.chance(40) {
			c["set_off"] = "colon"
		}
	}
	if leads && d.is("present", "open") || d.is("present", "open") && d.is("dates", "labelled", "from_to", "length") {
		c["present"] = "Present"
	}
	if d.is("dates", "labelled", "from_to") {
		c["dash"] = "to" // words say it
		if d.is("present", "since", "to_date") {
			c["present"] = "Present"
		}
	}
	if d.person.Lang != "en" && d.is("dates", "mon_apostrophe", "MON_YEAR", "length", "season") {
		c["dates"] = "mm/yyyy"
	}
	if d.is("dates", "length") && d.is("set_off", "brackets") {
		c["set_off"] = "pipe"
	}
	for _, n := range []string{"dash", "separator"} {
		if d.format == "pdf" && d.is(n, "u2010", "u2011", "u2012") { // the fonts have none
			c[n] = "u2015"
		}
	}
	if d.is("dash", "soft_hyphen", "u2010", "u2011", "u2012", "u2015", "u2212") && d.is("separator", "hyphen", "en_dash") {
		c["separator"] = "pipe"
	}
}
