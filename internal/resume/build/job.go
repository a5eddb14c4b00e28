package build

import (
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

func (h *head) fillJob(e *resume.Entry) {
	h.splitAt()
	h.rejoin()
	parts := slices.Clone(h.parts)
	if h.org != "" {
		h.fillRole(e, parts)
		return
	}
	others := func(p part) bool {
		return p.kind == field.Other && !remark.MatchString(p.text) && !field.HasDate(p.text)
	}
	title := h.takeTitle(e.Kind, &parts)
	org := take(&parts, func(p part) bool { return p.kind == field.Other && !p.is(title) && h.beforeColumns(p) })
	org = org.or(&parts, is(field.Org))
	e.Place = h.takePlace(&parts, others)
	title = h.titleByOrder(e.Kind, &parts, title, org, others)
	if org.text == "" {
		org = take(&parts, func(p part) bool { return others(p) && p.url != "" })
	}
	title.text = h.wholeTitle(&parts, title, org, others)
	org = org.or(&parts, func(p part) bool { return others(p) && h.beforePlace(p) })
	org = org.or(&parts, others)
	if org.kind == field.Org && title.text != "" && title.line != org.line {
		org.text = h.fullName(&parts, org, others)
	}
	for more := org; org.text != "" && org.kind == field.Org; { // "Department of Biology, University of Bergen"
		if more = take(&parts, func(p part) bool { return p.kind == field.Org && h.follows(p, more) }); more.text == "" {
			break
		}
		org.text += ", " + more.text
	}
	if org.text == "" && title.text != "" {
		// "Growth Engineer | Sales Partner": the second title is the employer's name.
		org = take(&parts, func(p part) bool {
			return p.kind == field.Title && p.line == 0 && !field.DegreeWords.In(p.text) && !remark.MatchString(p.text)
		})
	}
	if title.text != "" && title.line != org.line {
		org.text = h.wholeName(&parts, org, others)
	}
	if ownBusiness.MatchString(title.text) && e.Kind == resume.EntryWork {
		title, org = asOrg(&parts, title, org)
	}
	if subject := h.dashedSubject(&parts, title, others); subject.text != "" {
		title.text += " – " + subject.text
	}
	e.Title, e.Org = title.text, org.text
	h.fillAfterOrg(e, &parts, org, others)
	h.fillPlace(e, &parts, others)
}

// takePlace takes the place with the region that stands behind it: "Reading, Berkshire".
func (h *head) takePlace(parts *[]part, others func(part) bool) string {
	place := take(parts, is(field.Place))
	region := take(parts, func(p part) bool {
		return place.text != "" && others(p) && h.follows(p, place) && len(strings.Fields(p.text)) <= 2 && block.StartsUpper(p.text) && !honours.MatchString(p.text) && slices.ContainsFunc(h.parts, is(field.Org)) // else it may be the employer
	})
	return block.JoinFilled(", ", place.text, region.text)
}

// dashedSubject is what a degree is in, behind a dash: "Master of Science – Forestry".
func (h *head) dashedSubject(parts *[]part, title part, others func(part) bool) part {
	i := slices.IndexFunc(h.parts, title.is)
	if i < 0 || i+1 >= len(h.parts) || !field.DegreeWords.In(title.text) {
		return part{}
	}
	next := h.parts[i+1]
	return take(parts, func(p part) bool { return p.is(next) && others(p) && p.dashed && p.line == title.line })
}

// titleByOrder takes the part for the title that stands where titles do, if no word
// tells one.
func (h *head) titleByOrder(kind resume.EntryKind, parts *[]part, title, org part, others func(part) bool) part {
	n, first := 0, 0 // the first line that holds more than dates
	for _, p := range *parts {
		if others(p) {
			n++
		}
	}
	if len(h.parts) > 0 {
		first = h.parts[0].line
	}
	switch {
	case title.text == "" && org.text == "" && n >= 2 && kind != resume.EntryEducation && !h.beforePlace((*parts)[slices.IndexFunc(*parts, others)]):
		title = take(parts, func(p part) bool { return others(p) && block.StartsLower(p.text) }) // "Treeline, tree planter"
		title = title.or(parts, others)                                                          // "Role | Employer" is the usual order
	case title.text == "" && org.text != "":
		title = take(parts, func(p part) bool { return others(p) && p.line <= first+1 && p.line != org.line })
		title = title.or(parts, func(p part) bool { return others(p) && p.line <= first+1 && !h.follows(p, org) })
	}
	if kind == resume.EntryEducation && title.text == "" && org.text == "" {
		title = take(parts, others)
	}
	return title
}

// fillPlace takes an employer that was read as part of the place out of it, and what
// stands beside the dates for the place.
func (h *head) fillPlace(e *resume.Entry, parts *[]part, others func(part) bool) {
	if e.Org == "" && e.Place != "" && strings.Contains(e.Place, ", ") && e.Title != "" {
		if first, rest, _ := strings.Cut(e.Place, ", "); !field.KnownPlace(first) && h.placeAlone(e.Place) {
			e.Org, e.Place = first, rest // "PhonePe, India"
		}
	}
	if e.Place == "" && h.dated >= 0 {
		e.Place = take(parts, func(p part) bool {
			return others(p) && p.line == h.dated && block.StartsUpper(p.text) && len(p.text) < 50 && !strings.ContainsAny(p.text, "0123456789")
		}).text
	}
}

// fillRole reads one of several positions with the employer that stands above them:
// what is no place names the position.
func (h *head) fillRole(e *resume.Entry, parts []part) {
	e.Place = take(&parts, is(field.Place)).text
	for _, p := range parts {
		if !remark.MatchString(p.text) && !field.HasDate(p.text) && !strings.Contains(h.org, p.text) {
			e.Title = block.JoinFilled(", ", e.Title, p.text)
		}
	}
}

// wholeTitle is the title with what follows it in its piece, where the employer stands
// apart: "Charge Nurse, Medical ICU", "Draughtsman, Lofter, Yard Foreman".
func (h *head) wholeTitle(parts *[]part, title, org part, others func(part) bool) string {
	apart := slices.ContainsFunc(*parts, func(p part) bool { return others(p) && p.from != title.from })
	if org.text == "" && !apart && h.org == "" {
		return title.text
	}
	text := title.text
	last := take(parts, func(p part) bool { return (others(p) || p.kind == field.Title) && h.follows(p, title) })
	for last.text != "" {
		text = block.JoinFilled(", ", text, last.text)
		last = take(parts, func(p part) bool { return p.kind == field.Title && h.follows(p, last) })
	}
	return text
}

// fullName is the organisation with what stands before it on its line: "Eaze, Core
// Services".
func (h *head) fullName(parts *[]part, org part, others func(part) bool) string {
	text, next := org.text, org
	for {
		before := take(parts, func(p part) bool { return others(p) && h.follows(next, p) })
		if before.text == "" {
			return text
		}
		text, next = before.text+", "+text, before
	}
}

// wholeName is the name of an organisation that fills its line in bold type and has
// dashes in it: "**Banner – University Medical Center**" over the position.
func (h *head) wholeName(parts *[]part, org part, others func(part) bool) string {
	ofName := func(p part) bool {
		return p.line == org.line && p.bold == org.bold && (org.bold || h.dated != org.line) && (others(p) || p.kind == field.Org)
	}
	name, from := "", 0
	for _, p := range h.parts {
		if !p.is(org) && (!ofName(p) || !slices.ContainsFunc(*parts, p.is)) {
			continue
		}
		sep := ", "
		if p.from != from {
			sep = " – "
			if name != "" && !p.dashed {
				break
			}
		}
		name, from = block.JoinFilled(sep, name, p.text), p.from
	}
	if !strings.Contains(name, " – ") {
		return org.text
	}
	*parts = slices.DeleteFunc(*parts, func(p part) bool { return ofName(p) && strings.Contains(name, p.text) })
	return name
}

// beforePlace tells that a place stands right after a part in one piece, as it does
// after organisations.
func (h *head) beforePlace(p part) bool {
	return slices.ContainsFunc(h.parts, func(q part) bool { return q.kind == field.Place && h.follows(q, p) })
}

// beforeColumns tells the employer of a line of columns on which its place stands in
// the second and a remark in the third: "Northwind Cellars | Chicago, IL | Retail Group".
func (h *head) beforeColumns(p part) bool {
	i := slices.IndexFunc(h.parts, p.is)
	if i < 0 || i+2 >= len(h.parts) || i > 0 && h.parts[i-1].line == p.line {
		return false
	}
	place, last := h.parts[i+1], h.parts[i+2]
	return place.kind == field.Place && place.line == p.line && last.kind == field.Org && last.line == p.line && last.from != place.from
}

// doubts tells that the organisation was taken for one only because it stands
// behind the title: "Sommelier, Rooftop Bar", "Bachelor of Science – Zoology".
func (h *head) doubts(e *resume.Entry) bool {
	title := slices.IndexFunc(h.parts, func(p part) bool { return p.kind == field.Title || p.text == e.Title })
	org := slices.IndexFunc(h.parts, func(p part) bool { return p.text == e.Org && p.kind == field.Other })
	return title >= 0 && org == title+1 && (h.parts[org].from == h.parts[title].from || e.Kind == resume.EntryEducation && h.parts[org].line == h.parts[title].line)
}

// splitAt cuts "Glass Blower at Seabright Studio" where no word tells that the front
// is a position.
func (h *head) splitAt() {
	if len(h.parts) == 0 || slices.ContainsFunc(h.parts, is(field.Title)) {
		return
	}
	first := h.parts[0]
	front, back, ok := strings.Cut(first.text, " at ")
	if !ok || !isCapped(front) || !block.StartsUpper(back) || field.IsOrg(front) {
		return
	}
	title, org := first, first
	title.text, title.kind, org.text, org.kind = front, field.Title, back, field.Org
	h.parts = append([]part{title, org}, h.parts[1:]...)
}

// rejoin makes what a title is for part of it again where the employer stands on
// another line: "Consultant for Milling Machines" below "Stone Mill Ltd".
func (h *head) rejoin() {
	for i := 1; i < len(h.parts); i++ {
		title, p := h.parts[i-1], h.parts[i]
		elsewhere := func(q part) bool { return q.kind == field.Org && q.line != p.line }
		if p.joint != "" && p.kind == field.Other && slices.ContainsFunc(h.parts, elsewhere) {
			h.parts[i-1].text = title.text + p.joint + p.text
			h.parts = slices.Delete(h.parts, i, i+1)
		}
	}
}

// is accepts parts of a kind.
func is(k field.Kind) func(part) bool { return func(p part) bool { return p.kind == k } }

// takeTitle takes what names the position, or the degree with its long and its
// short name: "Bachelor of Science - BSc, Computer Engineering".
func (h *head) takeTitle(kind resume.EntryKind, parts *[]part) part {
	var title part
	if kind == resume.EntryEducation || h.study {
		title = take(parts, func(p part) bool { return p.kind == field.Title && field.DegreeWords.In(p.text) })
	}
	title = title.or(parts, is(field.Title))
	if kind != resume.EntryEducation || title.text == "" {
		return title
	}
	more := take(parts, func(p part) bool {
		return p.kind == field.Title && p.line == title.line && field.DegreeWords.In(p.text)
	})
	if i := slices.IndexFunc(h.parts, more.is); more.text != "" {
		title.text, title.from = title.text+", "+more.text, h.parts[i].from
	}
	return title
}

// asOrg makes a title that stands for one's own business the organisation, if
// another title stands beside it: "Freelance – web developer".
func asOrg(parts *[]part, own, org part) (title, business part) {
	if t := take(parts, func(p part) bool { return p.kind == field.Title && p.from != own.from }); t.text != "" && org.text == "" {
		return t, own
	}
	if org.kind == field.Title && org.text != "" {
		return org, own
	}
	return own, org
}

var ownBusiness = lazyregexp.New(`(?i)^(?:freelance|freelancer|self[- ]employed|independent|freiberuflich|selbständig|indépendant|autónomo|libero professionista)$`)

// fillAfterOrg reads what follows the organisation after a comma: the field of
// study, the place, or more of the name.
func (h *head) fillAfterOrg(e *resume.Entry, parts *[]part, org part, others func(part) bool) {
	if org.text == "" {
		return
	}
	switch after := take(parts, func(p part) bool { return others(p) && h.follows(p, org) }); {
	case after.text == "":
	case e.Kind == resume.EntryEducation && e.Title != "" && !strings.ContainsAny(e.Title, " ,"): // "PhD" beside "Princeton University, Computer Science"
		e.Title += ", " + after.text
	case e.Kind == resume.EntryEducation && e.Title == "" && subjects.MatchString(after.text):
		e.Title = after.text // "University of Porto, Marine Biology"
	case e.Place == "" && !field.Department.MatchString(after.text):
		e.Place = after.text // "Symbiosis Institute of Technology, Pune"
		region := take(parts, func(p part) bool { return others(p) && h.follows(p, after) && len(strings.Fields(p.text)) <= 3 })
		e.Place = block.JoinFilled(", ", e.Place, region.text) // "Reading Evening Post, Reading, Berkshire"
	default:
		e.Org += ", " + after.text
	}
}

// subjects end in what fields of study do.
var subjects = lazyregexp.New(`(?i)(?:engineering|sciences?|studies|courses|\p{L}{2}(?:ology|ics|istry|onomy|ography))$`)

// follows tells that a part stands right after another in one piece.
func (h *head) follows(p, before part) bool {
	for i := 1; i < len(h.parts); i++ {
		if h.parts[i].is(p) && h.parts[i-1].is(before) {
			return p.from == before.from
		}
	}
	return false
}

// or is the part, or the first that ok accepts where it is empty.
func (p part) or(parts *[]part, ok func(part) bool) part {
	if p.text != "" {
		return p
	}
	return take(parts, ok)
}

// placeAlone tells that the place stands on a line without a date, where an
// employer would.
func (h *head) placeAlone(place string) bool {
	i := slices.IndexFunc(h.parts, func(p part) bool { return p.kind == field.Place && p.text == place })
	return i >= 0 && h.parts[i].line != h.dated
}
