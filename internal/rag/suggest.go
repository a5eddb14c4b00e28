package rag

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/resume"
)

// suggestion is a question the résumé answers, and the entry it is about, or -1.
type suggestion struct {
	text  string
	entry int
}

// longestSuggestion is what a button of Discord holds, in characters.
const longestSuggestion = 80

// suggestions are questions about the entries and skills of a résumé that its
// lines and computed facts answer.
func suggestions(doc *resume.Document, who string) []suggestion {
	var out []suggestion
	add := func(entry int, format string, args ...any) {
		if text := fmt.Sprintf(format, args...); len([]rune(text)) <= longestSuggestion {
			out = append(out, suggestion{text, entry})
		}
	}
	kinds := map[resume.EntryKind]int{}
	for i := range doc.Entries {
		x := &doc.Entries[i]
		kinds[x.Kind]++
		dated := x.Period.Start.Year != 0
		switch {
		case x.Kind == resume.EntryWork && x.Org != "" && len(x.Passages) > 0:
			what, long := "What did %s do at %s?", "How long was %s at %s?"
			if x.Period.Present {
				what, long = "What does %s do at %s?", "How long has %s been at %s?"
			}
			add(i, what, who, x.Org)
			if dated {
				add(i, long, who, x.Org)
			}
		case x.Kind == resume.EntryProject && x.Title != "" && len(x.Passages) > 0:
			add(i, "What is %s?", x.Title)
		case x.Kind == resume.EntryEducation && x.Org != "" && dated:
			add(i, "When did %s study at %s?", who, x.Org)
		}
	}
	if kinds[resume.EntryWork] > 1 {
		add(-1, "How many years of experience does %s have?", who)
	}
	if kinds[resume.EntryProject] > 1 {
		add(-1, "Which projects has %s built?", who)
	}
	if kinds[resume.EntryPublication] > 0 {
		add(-1, "What has %s published?", who)
	}
	if slices.ContainsFunc(doc.Skills, func(g resume.SkillGroup) bool {
		return doc.Sections[doc.Passages[g.Passage].Section].Kind == resume.SectionSkills // and not of languages
	}) {
		add(-1, "What are %s’s skills?", who)
	}
	return out
}

// suggest picks up to three questions that go on from an answer: what else there
// is to ask about the entries it rests on, then other things, from another place
// in the list for another turn; never what was asked in this conversation.
func (e *Engine) suggest(question Question, passages []int) []string {
	const most, related = 3, 2
	asked := []string{question.Text}
	for _, t := range question.History {
		asked = append(asked, t.Question)
	}
	about := map[int]bool{}
	for _, p := range passages {
		about[e.document.Passages[p].Entry] = true
	}
	delete(about, -1)
	var near, far []string
	for _, s := range e.suggests {
		switch {
		case slices.ContainsFunc(asked, func(a string) bool { return e.same(a, s) }):
		case about[s.entry]:
			near = append(near, s.text)
		default:
			far = append(far, s.text)
		}
	}
	if len(far) > 0 {
		turn := (len(question.Text) + most*len(question.History)) % len(far)
		far = slices.Concat(far[turn:], far[:turn])
	}
	out := append(near[:min(related, len(near))], far...)
	return out[:min(most, len(out))]
}

// same tells whether a question is a suggestion, whatever it left out of a name:
// "PhonePe" for "PhonePe Pvt Ltd".
func (e *Engine) same(question string, s suggestion) bool {
	asked, subject := e.subject(question), e.subject(s.text)
	switch {
	case asksTime(question) != asksTime(s.text):
		return false
	case len(asked) == 0, s.entry < 0:
		return slices.Equal(asked, subject)
	}
	x := &e.document.Entries[s.entry]
	name := e.subject(x.Org + " " + x.Title)
	return !slices.ContainsFunc(asked, func(w string) bool { return !slices.Contains(subject, w) }) &&
		!slices.ContainsFunc(subject, func(w string) bool { return !slices.Contains(asked, w) && !slices.Contains(name, w) })
}

// asksTime tells "how long" and "when" from what else is asked of an entry.
func asksTime(question string) bool {
	words := strings.Fields(strings.ToLower(question))
	return slices.Contains(words, "long") || slices.Contains(words, "when")
}

// subject are the stems of what a question is about: its content words without the
// person's name.
func (e *Engine) subject(text string) []string {
	out := slices.DeleteFunc(e.evidence.content(text), func(s string) bool { return e.names.Person[s] })
	slices.Sort(out)
	return out
}
