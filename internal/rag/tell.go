package rag

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// tell renders a passage as the next sentence of a draft: the head of an entry
// as who did what when, a row of skills by the skills that were asked for, all
// else in its own words.
func (e *Engine) tell(q *query, d *draft, passage int) string {
	p := &e.Document.Passages[passage]
	v := e.voiceFor(q)
	if p.Kind == resume.PassageHeader && p.Entry >= 0 {
		s := e.roleSentence(v, p.Entry)
		if keys := keySet(e.Lexicon, s); !strings.Contains(p.Text(), " | ") && slices.ContainsFunc(q.terms, func(t term) bool {
			return t.hard && e.mentions(passage, t) && !slices.ContainsFunc(slices.Concat(t.Keys, t.Members), func(k string) bool { return keys[k] })
		}) {
			return sentence(p.Text()) // the line holds what its fields do not
		}
		return s
	}
	if s := e.skillSentence(q, passage); s != "" {
		return s
	}
	again := false
	if len(d.lines) > 0 && p.Entry >= 0 {
		for _, c := range d.lines[len(d.lines)-1].passages {
			again = again || e.Document.Passages[c].Entry == p.Entry
		}
	}
	return v.passage(p, e.entryOf(passage), again)
}

// skillSentence says which of the skills in a row the question is about, with
// what the résumé remarks on them; "" where the passage is no row of skills or
// has none of those asked for.
func (e *Engine) skillSentence(q *query, passage int) string {
	for _, g := range e.Document.Skills {
		if g.Passage != passage {
			continue
		}
		label := keySet(e.Lexicon, g.Name)
		asked := slices.DeleteFunc(slices.Clone(q.terms), func(t term) bool {
			return !t.hard || judgements[lexicon.Stem(strings.ToLower(t.Text))] || slices.ContainsFunc(t.Keys, func(k string) bool { return label[k] })
		})
		var named []string
		for _, s := range g.Skills {
			keys := keySet(e.Lexicon, s.Name+" "+s.Note)
			if slices.ContainsFunc(asked, func(t term) bool {
				return slices.ContainsFunc(slices.Concat(t.Keys, t.Members), func(k string) bool { return keys[k] })
			}) {
				named = append(named, skillText(s))
			}
		}
		if len(named) == 0 && len(asked) < len(q.terms) && e.mentionsLabel(q, label) {
			named = skillNames(g) // the group itself is asked for
		}
		if len(named) == 0 {
			return ""
		}
		return sentence(fmt.Sprintf("The résumé lists %s under “%s”", join(named), e.groupName(g)))
	}
	return ""
}

// mentionsLabel tells whether a content word of the question stands in the name of
// a skill group.
func (e *Engine) mentionsLabel(q *query, label map[string]bool) bool {
	return slices.ContainsFunc(q.terms, func(t term) bool {
		return t.hard && slices.ContainsFunc(t.Keys, func(k string) bool { return label[k] })
	})
}

// groupName is the name of a skill group, or the heading it stands below.
func (e *Engine) groupName(g resume.SkillGroup) string {
	if g.Name != "" {
		if label := e.Document.Passages[g.Passage].Label; strings.HasPrefix(label, g.Name+" (") {
			return label // with its level
		}
		return titled(g.Name)
	}
	if h := e.Document.Passages[g.Passage].Heading; len(h) > 0 {
		return titled(h[len(h)-1])
	}
	return "Skills"
}

// titled writes a heading in capitals as words: "Awards" for "AWARDS".
func titled(heading string) string {
	if len(heading) < 5 || heading != strings.ToUpper(heading) {
		return heading
	}
	words := strings.Fields(strings.ToLower(heading))
	for i, w := range words {
		if w != "and" && w != "of" && w != "in" {
			words[i] = capital(w)
		}
	}
	return strings.Join(words, " ")
}

func skillText(s resume.Skill) string {
	if s.Note != "" {
		return s.Name + " (" + s.Note + ")"
	}
	return s.Name
}

// roleSentence says what an entry is, where and when, in one sentence about the
// person.
func (e *Engine) roleSentence(v voice, entry int) string {
	x := &e.Document.Entries[entry]
	var s string
	switch x.Kind {
	case resume.EntryWork, resume.EntryVolunteer:
		s = roleOf(v, x)
	case resume.EntryEducation:
		s = studyOf(v, x)
	default:
		return e.listedAs(entry)
	}
	if x.Place != "" && !strings.Contains(s, x.Place) {
		s += inPlace(x.Place)
	}
	if when := periodText(x.Period); when != "" {
		s += " (" + when + ")"
	}
	if more := e.remainder(x); more != "" && len(more) < 40 && x.Kind == resume.EntryEducation {
		s += ", " + more
	}
	return s + "."
}

// remainder is what the line of an entry holds besides its fields: "First Class".
func (e *Engine) remainder(x *resume.Entry) string {
	if x.Header < 0 {
		return ""
	}
	line := e.Document.Passages[x.Header].Text()
	for _, field := range []string{x.Period.Text, x.Org, x.Title, x.Place} {
		if field == "" {
			continue
		}
		before, after, ok := strings.Cut(line, field)
		if !ok {
			return ""
		}
		line = before + "\n" + after
	}
	var left []string
	for part := range strings.SplitSeq(line, "\n") {
		if part = strings.Trim(part, " ,;|–—-()·•.\t"); len(part) > 2 {
			left = append(left, part)
		}
	}
	if len(left) != 1 || len(left[0]) > 160 {
		return ""
	}
	return left[0]
}

func roleOf(v voice, x *resume.Entry) string {
	be, work := " was ", " worked at "
	switch {
	case x.Period.Present:
		be, work = " is ", " works at "
	case x.Kind == resume.EntryVolunteer:
		work = " volunteered: "
	}
	switch {
	case x.Title != "" && x.Org != "":
		return v.subject() + be + article(x.Title) + x.Title + " at " + x.Org
	case x.Title != "":
		return v.subject() + be + article(x.Title) + x.Title
	}
	return v.subject() + work + x.Org
}

func studyOf(v voice, x *resume.Entry) string {
	running := x.Period.Present || x.Period.End.Year == 0 && x.Period.Start.Month != 0
	switch {
	case x.Title == "":
		return v.subject() + " studied at " + x.Org
	case x.Org == "":
		return capital(v.possessive()) + " education includes " + article(x.Title) + x.Title
	case running:
		return v.subject() + " studies for " + article(x.Title) + x.Title + " at " + x.Org
	}
	return capital(v.possessive()) + " education includes " + article(x.Title) + x.Title + " from " + x.Org
}

// listedAs names a certificate, an award, a publication or the like below the
// heading it stands under, in the words of its own line.
func (e *Engine) listedAs(entry int) string {
	x := &e.Document.Entries[entry]
	heading := ""
	if h := e.Document.Sections[x.Section].Heading; len(h) > 0 {
		heading = titled(h[0])
	}
	if x.Kind == resume.EntryProject || x.Kind == resume.EntryOther || heading == "" {
		return sentence(e.dated(entry))
	}
	return sentence(fmt.Sprintf("Under “%s” the résumé lists: %s", heading, e.ownLine(entry)))
}

// ownLine is the line an entry stands in, or its fields where it has none of its
// own or a long one.
func (e *Engine) ownLine(entry int) string {
	x := &e.Document.Entries[entry]
	if x.Header >= 0 {
		if line := e.Document.Passages[x.Header].Text(); len(line) < 240 && !strings.Contains(line, " | ") && strings.Contains(line, x.Title) {
			return line
		}
	}
	return e.dated(entry)
}

func inPlace(place string) string {
	switch strings.ToLower(place) {
	case "remote", "hybrid", "on-site", "onsite", "freelance":
		return ", " + strings.ToLower(place)
	}
	return " in " + place
}

// article is the indefinite article of a title, with a blank, or "" where it
// would sound wrong (a title that is a rank of one, or a list).
func article(title string) string {
	w := strings.ToLower(firstWord(title))
	switch strings.Trim(w, ",.") {
	case "a", "an", "the", "co-founder", "founder", "chief", "ceo", "cto", "cfo", "coo", "president", "owner", "head", "director", "vice", "vp", "professor", "ceo/president":
		return ""
	}
	if w == "" {
		return ""
	}
	r := w[0]
	// Degrees are said by their letters: "an MSc", "an MBA".
	if first := firstWord(title); len(first) > 1 && first == strings.ToUpper(first) && strings.ContainsRune("AEFHILMNORSX", rune(first[0])) || strings.HasPrefix(first, "MSc") || strings.HasPrefix(first, "M.") {
		return "an "
	}
	if strings.ContainsRune("aeio", rune(r)) || r == 'u' && !strings.HasPrefix(w, "uni") && !strings.HasPrefix(w, "user") && !strings.HasPrefix(w, "ux") {
		return "an "
	}
	return "a "
}

// periodText is a period for people: "February 2023 – present".
func periodText(p resume.Period) string {
	switch {
	case p.Start.Year == 0 && p.End.Year == 0:
		return ""
	case p.Present:
		return p.Start.String() + " – present"
	case p.End.Year == 0 || p.End == p.Start:
		return p.Start.String()
	case p.Start.Year == 0:
		return "until " + p.End.String()
	}
	return p.Start.String() + " – " + p.End.String()
}
