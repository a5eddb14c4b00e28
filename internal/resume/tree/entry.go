package tree

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

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
	default:
		w.entry(n, kind, nil, nil)
	}
}

// bare tells an item of a list that is written as an object: {bullet: …}, or
// {label: …, details: …}.
func (n *node) bare() bool {
	filled := 0
	for key, v := range n.fields {
		if v.empty() || means(key, "skip") {
			continue
		}
		if filled++; !slices.Contains([]string{"label", "details", "bullet", "number", "reversednumber", "text", "value"}, plainKey(key)) {
			return false
		}
	}
	return filled > 0
}

// entry writes a job, degree, project, …, or each position of a job that has
// several: employer is what such a position takes from the job, or nil. What is
// said of the job as a whole, above, stands below its first position.
func (w *writer) entry(n *node, kind resume.SectionKind, employer *resume.Entry, above *node) {
	org, x := n.names(kind)
	if employer != nil {
		x.Org, x.Place = block.FirstOf(x.Org, employer.Org), employer.Place
	}
	if l := n.take("place"); l != nil {
		x.Place = block.FirstOf(placeOf(l), x.Place)
	}
	if org != nil && org.fields != nil {
		x.Place = block.FirstOf(x.Place, placeOf(org))
	}
	positions := n.positions()
	when, first, last := n.when()
	x.Period, _, _ = resume.FindPeriod(when)
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

// names are title and organisation of an entry, as its section has them.
func (n *node) names(kind resume.SectionKind) (org *node, x resume.Entry) {
	switch kind {
	case resume.SectionEducation:
		x.Title = n.takeText("degree")
		if area := n.takeText("area"); !strings.Contains(x.Title, area) {
			x.Title = block.JoinFilled(", ", x.Title, area)
		}
		if org = n.take("school"); org == nil {
			org = n.take("name")
		}
	case resume.SectionWork, resume.SectionVolunteer:
		if t := n.find("title"); t != nil && t.items == nil {
			x.Title = n.takeText("title")
		}
		if org = n.take("org"); org == nil {
			org = n.take("name")
		}
		if org == nil {
			org = n.take("school")
		}
		if x.Title == "" && org != nil {
			x.Title = n.takeText("name")
		}
	default:
		name, org := n.take("name"), n.take("giver")
		switch {
		case name == nil || org == nil && n.find("title") != nil:
			x.Title = n.takeText("title")
			if org == nil {
				org = name
			}
		default:
			x.Title = name.String()
		}
		x.Org = org.String()
		return org, x
	}
	x.Org = org.String()
	return org, x
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
	for key, f := range n.fields {
		for _, m := range []string{"start", "end", "date", "place"} {
			if f.read && means(key, m) {
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
		if p.items == nil {
			w.paragraphs(p, block.Item)
		}
		for _, i := range p.items {
			w.paragraphs(i, block.Item)
		}
	}
	w.say(block.Item, "Grade (GPA or score)", n.take("grade"))
	w.say(block.Item, "Technologies", n.take("keywords"))
	w.say(block.Item, "Courses", n.take("courses"))
	w.rest("", n)
}

// group writes "Name (level): keyword, …" of skills, languages and interests. A
// bare number as level tells nothing, for what it is out of stands nowhere.
func (w *writer) group(n *node) {
	name, words, level := n.takeText("group"), n.takeText("keywords"), ""
	for l := n.take("level"); l != nil; l = n.take("level") {
		if _, err := strconv.ParseFloat(l.text, 64); err != nil && level == "" {
			level = l.String()
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

// placeOf writes a location, given as text or as an object, without the street.
func placeOf(n *node) string {
	if n.fields == nil {
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
			if v := n.fields[key]; v != nil && v.fields != nil && !v.read && !means(key, "country") {
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

// when is the period of an entry as a person would write it, and its first and last
// day as the file has them.
func (n *node) when() (text, first, last string) {
	at := n
	if n.find("start") == nil && n.find("end") == nil {
		date := n.take("date")
		if date == nil || date.fields == nil || date.find("start") == nil && date.find("end") == nil {
			return dateOf(date), "", ""
		}
		at = date
	}
	start, end, current := at.take("start"), at.take("end"), at.take("current")
	if current == nil {
		current = n.take("current")
	}
	from, to := dateOf(start), dateOf(end)
	switch {
	case from == "" && to == "":
	case from == "":
		text = "until " + to
	case current.String() == "false" && to == "":
		text = from
	case current.String() == "true" || to == "":
		text = from + " – Present"
	default:
		text = from + " – " + to
	}
	return text, start.String(), end.String()
}

// dayOf is the day of an ISO date, where the date was read from it.
func dayOf(s string, d resume.Date) int {
	day, err := time.Parse(time.DateOnly, s)
	if err != nil || day.Year() != d.Year || int(day.Month()) != d.Month {
		return 0
	}
	return day.Day()
}

var (
	isoDate = regexp.MustCompile(`^(\d{4})-(\d{1,2})(?:-\d{1,2})?(?:T.*)?$`)
	present = regexp.MustCompile(`(?i)^(?:present|current|currently|now|today|ongoing|to date|till date|null)$`)
)

// dateOf writes a date as a person would, so that "2008-10" is not taken for 2008
// to 2010. It may be an object of year and month.
func dateOf(n *node) string {
	if n != nil && n.fields != nil && n.find("year") != nil {
		month := strings.TrimLeft(n.find("month").String(), "-")
		if _, err := strconv.Atoi(month); err != nil {
			return block.JoinFilled(" ", month, n.find("year").String())
		}
		return dateOf(&node{text: n.find("year").String() + "-" + month})
	}
	s := n.String()
	if present.MatchString(s) {
		return "Present"
	}
	m := isoDate.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	year, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	if month < 1 || month > 12 {
		return m[1]
	}
	return resume.Date{Year: year, Month: month}.String()
}
