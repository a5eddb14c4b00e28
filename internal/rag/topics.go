package rag

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

//go:embed topics.txt
var topicsFile string

// topics are the lines of topics.txt, each a list of phrases as stems.
var topics = sync.OnceValue(func() [][]string {
	var out [][]string
	for line := range dataLines(topicsFile) {
		var phrases []string
		for p := range strings.SplitSeq(line, ",") {
			phrases = append(phrases, " "+strings.Join(lexicon.Stems(p), " ")+" ")
		}
		out = append(out, phrases)
	}
	return out
})

// unheld says that the résumé does not tell, where the question is about a
// matter that résumés do not hold and no passage of this one speaks of it.
func (e *Engine) unheld(q *query) (draft, bool) {
	stems := " " + names.StemsOf(q.tokens) + " "
	if whyLeft.MatchString(q.text) && !e.speaksOf([]string{" becaus ", " due to "}, " becaus  due to ") {
		return e.notStated(q, nil), true
	}
	if e.asksNationality(q) {
		return e.notStated(q, nil), true
	}
	if d, ok := e.sought(q); ok {
		return d, true
	}
	for _, phrases := range topics() {
		if !slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(stems, p) && !e.aboutThing(q, p) }) {
			continue
		}
		if !e.speaksOf(phrases, stems) {
			return e.notStated(q, nil), true
		}
		if slices.Contains(phrases, " report to ") && !strings.Contains(stems, " report ") {
			return e.reportsTo(q)
		}
	}
	return draft{}, false
}

var (
	seeking = regexp.MustCompile(`(?i)\b(?:looking for|looking to|seeking|seeks|open to|keen to (?:join|work|move)|hoping to)\b`)
	asksFor = regexp.MustCompile(`(?i)\b(?:looking for|seeking|want(?:s)? (?:to do )?next|next (?:role|job|position|step|move)|kind of (?:role|job|position) (?:does|is)|open to)\b`)
)

// sought answers what the person is looking for, where the résumé says so.
func (e *Engine) sought(q *query) (draft, bool) {
	if !asksFor.MatchString(q.text) || len(q.named) > 0 {
		return draft{}, false
	}
	for i := range e.Document.Passages {
		p := &e.Document.Passages[i]
		kind := e.Document.Sections[p.Section].Kind
		if p.Private || p.Entry >= 0 || kind != resume.SectionSummary && kind != resume.SectionOther && kind != resume.SectionContact {
			continue
		}
		for _, s := range lexicon.SentenceSpans(p.Body) {
			if said := strings.TrimSpace(p.Body[s.Start:s.End]); seeking.MatchString(said) {
				text, ok := e.voiceFor(q).thirdPerson(said)
				if !ok {
					text = "The résumé says: " + quote(said)
				}
				d := draft{status: Answered, final: true}
				d.say(sentence(text), i)
				return d, true
			}
		}
	}
	return draft{}, false
}

var whyLeft = regexp.MustCompile(`(?i)\bwhy\b.*\b(?:leave|left|leaving|quit|resign\w*|depart\w*|fired|let go)\b|\breasons? for leaving\b`)

var reportsToWords = regexp.MustCompile(`(?i)\breport(?:s|ed|ing)? (?:directly |jointly )?to\b`)

// reportsTo answers who the person's manager is, at the job that is named or the
// latest that tells.
func (e *Engine) reportsTo(q *query) (draft, bool) {
	d := draft{status: Answered}
	for i := range e.Document.Passages {
		p := &e.Document.Passages[i]
		if !p.Private && reportsToWords.MatchString(p.Text()) && len(d.lines) == 0 && (len(q.named) == 0 || slices.Contains(q.named, p.Entry)) {
			d.say(e.tell(q, &d, i), i)
		}
	}
	if len(d.lines) == 0 {
		return e.notStated(q, nil), true
	}
	return d, true
}

var nationalityForm = regexp.MustCompile(`(?i)^(?:is|are) \S+(?: \S+)? (?:an? |originally |from )*(\w+)(?: citizen| national)?\W*$`)

// asksNationality tells "is he Swedish" from questions about a language.
func (e *Engine) asksNationality(q *query) bool {
	m := nationalityForm.FindStringSubmatch(q.text)
	if m == nil {
		return false
	}
	human := e.Lexicon.Terms(spokenLanguage)[0].Members
	return nationalities[strings.ToLower(m[1])] || slices.Contains(human, lexicon.Stem(strings.ToLower(m[1])))
}

// nationalities are those that are no languages.
var nationalities = wordSet("american british canadian australian indian pakistani mexican brazilian irish scottish welsh swiss austrian belgian nigerian kenyan ghanaian egyptian iranian european african asian filipino singaporean colombian argentinian")

// aboutThing tells a question about something of the person's from one about
// the person: "how old is the Java experience", "pay service".
func (e *Engine) aboutThing(q *query, phrase string) bool {
	return strings.HasPrefix(phrase, " how old ") && slices.ContainsFunc(q.terms, func(t term) bool { return t.known && t.hard })
}

// speaksOf tells whether a passage has any of the phrases the question uses.
func (e *Engine) speaksOf(phrases []string, question string) bool {
	if slices.Contains(phrases, " report to ") {
		question += strings.Join(phrases, "") // whoever one reports to is one's manager
	}
	for _, p := range phrases {
		if !strings.Contains(question, p) {
			continue
		}
		for i := range e.Document.Passages {
			if strings.Contains(e.stems[i], p) {
				return true
			}
		}
	}
	return false
}
