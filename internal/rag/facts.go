package rag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// line is one sentence of an answer with the passages it rests on.
type line struct {
	text     string
	passages []int
	item     bool
}

// draft is an answer before it is checked and its sources numbered.
type draft struct {
	lines  []line
	status Status
}

func (d *draft) say(text string, passages ...int) {
	d.lines = append(d.lines, line{text: text, passages: passages})
}

func (d *draft) item(text string, passages ...int) {
	d.lines = append(d.lines, line{text: text, passages: passages, item: true})
}

// contactWords lead from the words of a question to kinds of contact.
var contactWords = map[string]string{
	"email": "email", "mail": "email", "e-mail": "email", "gmail": "email", "emails": "email",
	"phone": "phone", "telephone": "phone", "mobile": "phone", "cell": "phone", "whatsapp": "phone",
	"linkedin": "linkedin", "github": "github", "gitlab": "gitlab", "twitter": "twitter", "mastodon": "mastodon", "bluesky": "bluesky",
	"website": "website", "homepage": "website", "site": "website", "blog": "website", "url": "website", "webpage": "website",
	"contact": "", "reach": "", "socials": "", "hire": "",
}

// contactNoise are words that stand around them without asking for more.
var contactNoise = wordSet(`number address profile account handle link page url id username get touch send message drop line
	call write public personal private social media channels ways way best main info information details`)

// contact answers questions for an address, a profile, the name or the place
// a person lives in. It reports false when the question is about something else.
func (e *Engine) contact(q *query) (draft, bool) {
	if len(q.named) > 0 || q.carried && len(q.focus) > 0 {
		return draft{}, false
	}
	kinds, asksAll := []string{}, false
	for _, t := range q.terms {
		for _, tok := range lexicon.Tokens(t.Text) {
			kind, ok := contactWords[tok.Word]
			switch {
			case ok && kind == "":
				asksAll = true
			case ok && !slices.Contains(kinds, kind):
				kinds = append(kinds, kind)
			case !ok && t.hard && !contactNoise[tok.Word]:
				return draft{}, false
			}
		}
	}
	if len(kinds) == 0 && !asksAll {
		return draft{}, false
	}
	if slices.Contains(kinds, "website") && len(kinds) > 1 {
		kinds = slices.DeleteFunc(kinds, func(k string) bool { return k == "website" })
	}
	v := e.voiceFor(q)
	var d draft
	for _, c := range e.Document.Person.Contacts {
		if e.Document.Passages[c.Passage].Private {
			continue
		}
		if asksAll && len(kinds) == 0 && c.Kind != "location" || slices.Contains(kinds, c.Kind) {
			d.say(sentence(fmt.Sprintf("%s %s is %s", capital(v.possessive()), contactName(c.Kind), c.Value)), c.Passage)
		}
	}
	if len(d.lines) == 0 {
		if p, ok := e.privateFor(q); ok {
			return draft{status: Private, lines: []line{{passages: []int{p}}}}, true
		}
		return e.notStated(q, e.contactPassages()), true
	}
	d.status = Answered
	return d, true
}

func (e *Engine) contactPassages() []int {
	var out []int
	for _, c := range e.Document.Person.Contacts {
		if c.Kind != "location" && !e.Document.Passages[c.Passage].Private && !slices.Contains(out, c.Passage) {
			out = append(out, c.Passage)
		}
	}
	return out[:min(3, len(out))]
}

func contactName(kind string) string {
	switch kind {
	case "email":
		return "email address"
	case "phone":
		return "phone number"
	case "location":
		return "location"
	case "website":
		return "website"
	case "linkedin":
		return "LinkedIn profile"
	case "github":
		return "GitHub profile"
	}
	return capital(kind) + " profile"
}

// identity answers who the person is, what they are called and where they live.
func (e *Engine) identity(q *query) (draft, bool) {
	if len(q.named) > 0 || q.carried {
		return draft{}, false
	}
	person := &e.Document.Person
	v := e.voiceFor(q)
	hard := slices.ContainsFunc(q.terms, func(t term) bool { return t.hard && t.Text != "" && !livesWords[q.tokens[t.Start].Word] })
	if hard || len(q.titled) > 0 {
		return draft{}, false
	}
	asksName := slices.Contains(q.words, "name") || slices.Contains(q.words, "called")
	aboutPerson := slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool { return e.names.person[t.Stem] }) ||
		slices.ContainsFunc(q.words, func(w string) bool {
			return slices.Contains(strings.Fields("he his him she her they their them candidate person you your"), w)
		})
	switch {
	case asksName && person.Name != "" && person.Passage >= 0 && !q.asked.has(askWhere|askWhen) && len(q.kinds) == 0:
		return draft{status: Answered, lines: []line{{text: sentence("The candidate’s name is " + person.Name), passages: []int{person.Passage}}}}, true
	case q.asked.has(askWhere) && len(q.kinds) == 0 && aboutPerson && person.Location != "":
		for _, c := range person.Contacts {
			if c.Kind == "location" {
				return draft{status: Answered, lines: []line{{text: sentence(v.subject() + " is based in " + c.Value), passages: []int{c.Passage}}}}, true
			}
		}
	case len(q.kinds) == 0 && q.asked&^askList == 0 && asksAbout(q) && !slices.ContainsFunc(q.terms, func(t term) bool { return strings.HasPrefix(t.Text, "skill") }):
		if d := e.summary(q); len(d.lines) > 0 {
			return d, true
		}
	}
	return draft{}, false
}

var livesWords = wordSet("city country reside resides residing hometown")

func asksAbout(q *query) bool {
	return strings.Contains(q.lower, "introduce") || strings.Contains(q.lower, "background") || strings.Contains(q.lower, "summar") || strings.Contains(q.lower, "overview") || strings.Contains(q.lower, "about") || strings.HasPrefix(q.lower, "who ")
}

// summary tells in a few sentences who the person is.
func (e *Engine) summary(q *query) draft {
	d := draft{status: Answered}
	v := e.voiceFor(q)
	if work := e.entriesOf(resume.EntryWork); len(work) > 0 {
		d.say(e.roleSentence(v, work[0]), e.cite(work[0])...)
	}
	if study := e.entriesOf(resume.EntryEducation); len(study) > 0 {
		d.say(e.roleSentence(v, study[0]), e.cite(study[0])...)
	}
	for _, s := range e.Document.Sections {
		if s.Kind != resume.SectionSummary {
			continue
		}
		for _, p := range s.Passages {
			if length(d.lines) > 420 || e.Document.Passages[p].Private {
				break
			}
			text := firstSentences(v.passage(&e.Document.Passages[p], nil), 260)
			if text != "" && len(d.lines) < 4 {
				d.say(text, p)
			}
		}
	}
	return d
}

func length(lines []line) int {
	n := 0
	for _, l := range lines {
		n += len(l.text) + 1
	}
	return n
}

// entriesOf lists the entries of a kind, the latest first; those without dates
// keep their order at the end.
func (e *Engine) entriesOf(kind resume.EntryKind) []int {
	var out []int
	for i := range e.Document.Entries {
		if e.Document.Entries[i].Kind == kind && !e.private(i) {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int {
		pa, pb := e.Document.Entries[a].Period, e.Document.Entries[b].Period
		return cmp.Or(cmp.Compare(lastMonth(pb), lastMonth(pa)), cmp.Compare(monthOf(pb.Start), monthOf(pa.Start)))
	})
	return out
}

func (e *Engine) private(entry int) bool {
	h := e.Document.Entries[entry].Header
	return h >= 0 && e.Document.Passages[h].Private
}

// lastMonth orders periods by their end; a running one ends after all others.
func lastMonth(p resume.Period) int {
	switch {
	case p.Present:
		return 1 << 30
	case p.End.Year != 0:
		return monthOf(p.End)
	}
	return monthOf(p.Start)
}

func monthOf(d resume.Date) int { return d.Year*12 + d.Month }

// cite returns the passages an entry's own fields stand in.
func (e *Engine) cite(entry int) []int {
	x := &e.Document.Entries[entry]
	if x.Header >= 0 {
		return []int{x.Header}
	}
	if len(x.Passages) > 0 {
		return x.Passages[:1]
	}
	return nil
}

// roleSentence says what the person was, where and when, in one sentence.
func (e *Engine) roleSentence(v voice, entry int) string {
	x := &e.Document.Entries[entry]
	subject := v.subject()
	var s string
	switch x.Kind {
	case resume.EntryEducation, resume.EntryCertificate:
		switch {
		case x.Title != "" && x.Org != "" && x.Kind == resume.EntryEducation && (x.Period.Present || x.Period.End.Year == 0 && x.Period.Start.Year != 0):
			s = subject + " studies " + article(x.Title) + x.Title + " at " + x.Org
			s = strings.Replace(s, "studies a ", "studies for a ", 1)
		case x.Title != "" && x.Org != "":
			s = possessiveCapital(v) + " education includes " + article(x.Title) + x.Title + " from " + x.Org
		case x.Org != "":
			s = subject + " studied at " + x.Org
		default:
			s = possessiveCapital(v) + " education includes " + x.Title
		}
	case resume.EntryWork, resume.EntryVolunteer:
		be := "was"
		if x.Period.Present {
			be = "is"
		}
		switch {
		case x.Title != "" && x.Org != "":
			s = subject + " " + be + " " + article(x.Title) + x.Title + " at " + x.Org
		case x.Title != "":
			s = subject + " " + be + " " + article(x.Title) + x.Title
		default:
			s = subject + " worked at " + x.Org
			if x.Period.Present {
				s = subject + " works at " + x.Org
			}
		}
	default:
		s = x.Title
		if x.Org != "" && x.Title != "" {
			s += ", " + x.Org
		} else if x.Title == "" {
			s = x.Org
		}
	}
	if x.Place != "" && (x.Kind == resume.EntryWork || x.Kind == resume.EntryEducation) && !strings.Contains(s, x.Place) {
		s += inPlace(x.Place)
	}
	if when := periodText(x.Period); when != "" {
		s += " (" + when + ")"
	}
	return s + "."
}

func possessiveCapital(v voice) string { return capital(v.possessive()) }

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
