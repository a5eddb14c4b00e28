package rag

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
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
	final  bool // it is worded as the answer: no yes or no goes before it
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
	"contact": "", "reach": "", "socials": "", "instagram": "instagram", "facebook": "facebook", "orcid": "orcid", "xing": "xing", "number": "phone",
}

// contactNoise are words that stand around them without asking for more.
var contactNoise = wordSet(`number address profile account handle link page url id username get touch send message drop line
	call write public personal private social media channels ways way best main info information details`)

// contact answers questions for an address, a profile, the name or the place
// a person lives in. It reports false when the question is about something else.
func (e *Engine) contact(q *query) (draft, bool) {
	if len(q.named) > 0 || q.carried && len(q.focus) > 0 || strings.Contains(q.lower, "number of") || strings.Contains(q.lower, "how many") {
		return draft{}, false
	}
	kinds, asksAll := []string{}, false
	for _, t := range q.terms {
		for _, tok := range contactTokens(t) {
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
		d = e.contactPiece(v, kinds)
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

// contactTokens are the words of a term, "e-mail" as one.
func contactTokens(t term) []lexicon.Token {
	if whole := strings.ToLower(t.Text); contactWords[whole] != "" {
		return []lexicon.Token{{Word: whole}}
	}
	return lexicon.Tokens(t.Text)
}

var webAddress = regexp.MustCompile(`(?i)^(?:https?://|www\.)\S+$`)

// contactPiece finds a contact that was not made out as one, by the word before
// it ("Instagram: @name") or by its looks, in the pieces of the contact lines.
func (e *Engine) contactPiece(v voice, kinds []string) (d draft) {
	for i := range e.Document.Passages {
		p := &e.Document.Passages[i]
		if p.Private || e.Document.Sections[p.Section].Kind != resume.SectionContact {
			continue
		}
		for piece := range strings.FieldsFuncSeq(p.Text(), func(r rune) bool { return strings.ContainsRune("•|·;", r) }) {
			piece = strings.TrimSpace(piece)
			label, value, _ := strings.Cut(piece, " ")
			label = strings.ToLower(strings.TrimSuffix(label, ":"))
			switch {
			case value != "" && slices.Contains(kinds, label):
				d.say(sentence(fmt.Sprintf("%s %s is %s", capital(v.possessive()), contactName(label), strings.TrimSpace(value))), i)
			case webAddress.MatchString(piece) && slices.Contains(kinds, "website"):
				d.say(sentence(fmt.Sprintf("%s website is %s", capital(v.possessive()), piece)), i)
			}
		}
	}
	return d
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
	hard := slices.ContainsFunc(q.terms, func(t term) bool {
		_, _, verb := lexicon.VerbOf(q.tokens[t.Start].Word)
		return t.hard && !livesWords[q.tokens[t.Start].Word] && !(verb && q.asked.has(askCurrent))
	})
	if q.asked.has(askYesNo) && placeWords.MatchString(q.text) && len(q.kinds) == 0 {
		return e.livesIn(q, v)
	}
	if hard || len(q.titled) > 0 {
		return draft{}, false
	}
	asksName := slices.Contains(q.words, "name") || slices.Contains(q.words, "called")
	aboutPerson := slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool { return e.names.Person[t.Stem] }) ||
		slices.ContainsFunc(q.words, func(w string) bool {
			return slices.Contains(strings.Fields("he his him she her they their them candidate person you your yourself"), w)
		})
	switch {
	case q.asked&^askCurrent == 0 && len(q.kinds) == 0 && aboutPerson && slices.ContainsFunc(q.words, func(w string) bool { return w == "do" || w == "doing" }),
		q.asked&^(askCurrent|askWhere|askYesNo) == 0 && q.asked.has(askCurrent) && q.asked.has(askWhere) && aboutPerson && len(q.kinds) == 0:
		if work := e.entriesOf(resume.EntryWork); len(work) > 0 {
			return draft{status: Answered, lines: []line{{text: e.currentJob(v, work[0]), passages: e.cite(work[0])}}}, true
		}
	case q.asked.has(askWhere) && len(q.kinds) == 0 && aboutPerson && (slices.Contains(q.words, "from") || slices.Contains(q.words, "born")) && len(e.origin(q).lines) > 0:
		return e.origin(q), true
	case asksName && person.Name != "" && person.Passage >= 0 && !q.asked.has(askWhere|askWhen) && len(q.kinds) == 0:
		return draft{status: Answered, lines: []line{{text: sentence("The candidate’s name is " + person.Name), passages: []int{person.Passage}}}}, true
	case q.asked.has(askWhere) && len(q.kinds) == 0 && aboutPerson && person.Location != "" && !q.asked.has(askWhen|askStart|askEnd|askFirst|askLast):
		if slices.Contains(q.words, "from") {
			if d := e.origin(q); len(d.lines) > 0 {
				return d, true
			}
			return e.notStated(q, e.locationPassages()), true // where one lives is not where one is from
		}
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

var originWords = regexp.MustCompile(`(?i)\b(?:hails? from|originally from|comes? from|grew up in|raised in|born in|born and raised|native of|hometown)\b`)

// origin tells where the person is from, where the résumé says so in words.
func (e *Engine) origin(q *query) draft {
	d := draft{status: Answered}
	for i := range e.Document.Passages {
		p := &e.Document.Passages[i]
		for _, s := range lexicon.SentenceSpans(p.Body) {
			if said := strings.TrimSpace(p.Body[s.Start:s.End]); !p.Private && originWords.MatchString(said) && len(d.lines) == 0 {
				if told, ok := e.voiceFor(q).thirdPerson(said); ok {
					said = told
				}
				d.say(sentence(said), i)
			}
		}
	}
	return d
}

// currentJob tells the latest job, and that it has ended where it has.
func (e *Engine) currentJob(v voice, entry int) string {
	s := e.roleSentence(v, entry)
	if p := e.Document.Entries[entry].Period; !p.Present && !p.End.IsZero() {
		return "The résumé names no current job; the latest it has: " + s
	}
	return s
}

func (e *Engine) locationPassages() []int {
	for _, c := range e.Document.Person.Contacts {
		if c.Kind == "location" && !e.Document.Passages[c.Passage].Private {
			return []int{c.Passage}
		}
	}
	return nil
}

var placeWords = regexp.MustCompile(`(?i)\b(?:based|lives?|living|located|resides?|residing)\b`)

// livesIn answers whether the person lives somewhere, from the location the
// résumé gives.
func (e *Engine) livesIn(q *query, v voice) (draft, bool) {
	for _, c := range e.Document.Person.Contacts {
		if c.Kind != "location" || e.Document.Passages[c.Passage].Private {
			continue
		}
		keys := keySet(e.Lexicon, c.Value)
		d := draft{status: Answered, final: true}
		if slices.ContainsFunc(e.things(q), func(t term) bool { return !slices.ContainsFunc(t.Keys, func(k string) bool { return keys[k] }) }) {
			d.status = NotStated
			d.say("The résumé doesn’t say so. What it has:")
			d.item(sentence(v.subject()+" is based in "+c.Value), c.Passage)
			return d, true
		}
		d.say(sentence("Yes. "+v.subject()+" is based in "+c.Value), c.Passage)
		return d, true
	}
	return draft{}, false
}

var livesWords = wordSet("city country reside resides residing hometown hire consider choose pick")

func asksAbout(q *query) bool {
	return strings.Contains(q.lower, "introduce") || strings.Contains(q.lower, "background") || strings.Contains(q.lower, "summar") || strings.Contains(q.lower, "overview") || strings.Contains(q.lower, "about") || strings.HasPrefix(q.lower, "who ") || strings.Contains(q.lower, "why should") || strings.Contains(q.lower, "why hire") || inShort.MatchString(q.text)
}

// inShort asks for the whole in a few words.
var inShort = regexp.MustCompile(`(?i)\b(?:resume|résumé|cv|profile|career)\b.*\b(?:short|sentences?|words|nutshell|brief|minute|glance)\b|\bin (?:a nutshell|short|brief)\b|\btl;?dr\b`)

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
			text := firstSentences(v.passage(&e.Document.Passages[p], nil, true), 260)
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

// internsToo widens a list to the internships.
var internsToo = regexp.MustCompile(`(?i)\bintern(?:ship)?s? (?:included|too|as well|also)\b|\b(?:including|incl\.?|even|plus|and) (?:the |his |her |their )?intern`)

// entriesFor lists the entries of a kind that a question means: of the jobs only
// the internships where it asks for those.
func (e *Engine) entriesFor(q *query, kind resume.EntryKind) []int {
	entries := e.entriesOf(kind)
	if kind == resume.EntryWork && !internsToo.MatchString(q.text) && slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool { return t.Stem == "intern" }) {
		entries = slices.DeleteFunc(entries, func(i int) bool {
			return !slices.Contains(lexicon.Stems(e.Document.Entries[i].Title), "intern")
		})
	}
	return entries
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
		if !names.Held(kind) || kind == resume.EntryCertificate { // "since 2015" is when it was got
			return cmp.Compare(monthOf(firstDate(pb)), monthOf(firstDate(pa)))
		}
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

func firstDate(p resume.Period) resume.Date {
	if p.Start.Year == 0 {
		return p.End
	}
	return p.Start
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
