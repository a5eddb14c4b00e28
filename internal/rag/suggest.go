package rag

import (
	"fmt"
	"slices"

	"resumebot/internal/resume"
)

// suggestion is a question the résumé answers, kept with what it was understood
// as and the passages of its answer.
type suggestion struct {
	text     string
	query    *query
	passages []int
}

// collectSuggestions makes questions from entries and skill groups and keeps
// those that the typed facts answer.
func (e *Engine) collectSuggestions() []suggestion {
	var out []suggestion
	who := e.who()
	add := func(format string, args ...any) {
		s := suggestion{text: fmt.Sprintf(format, args...)}
		if len([]rune(s.text)) > 80 {
			return
		}
		s.query = e.read(s.text)
		d := e.ownWords(s.query, nil)
		if d.status != Answered {
			return
		}
		for _, l := range d.lines {
			s.passages = append(s.passages, l.passages...)
		}
		out = append(out, s)
	}
	for _, i := range e.entriesOf(resume.EntryWork) {
		x := &e.Document.Entries[i]
		switch {
		case x.Org == "":
		case x.Period.Present:
			add("What does %s do at %s?", who, x.Org)
			add("How long has %s worked at %s?", who, x.Org)
		default:
			add("What did %s do at %s?", who, x.Org)
			add("How long did %s work at %s?", who, x.Org)
		}
	}
	for _, i := range e.entriesOf(resume.EntryProject) {
		add("What is %s?", e.Document.Entries[i].Title)
	}
	if len(e.entriesOf(resume.EntryEducation)) > 0 {
		add("What did %s study?", who)
	}
	add("Which languages does %s speak?", who)
	add("What are %s’s skills?", who)
	if len(e.entriesOf(resume.EntryPublication)) > 0 {
		add("What has %s published?", who)
	}
	if len(e.entriesOf(resume.EntryAward)) > 0 {
		add("Which awards has %s won?", who)
	}
	return out
}

// suggest picks up to three questions that go on from an answer: one about what
// it cites first, then others; never what was asked already or what the answer
// has told.
func (e *Engine) suggest(question Question, cited []int) []string {
	const most = 3
	asked := [][]string{e.contentStems(question.Text)}
	for _, t := range question.History {
		asked = append(asked, e.contentStems(t.Question))
	}
	var near, far []string
	for _, s := range e.suggests {
		stems := e.contentStems(s.text)
		told := !slices.ContainsFunc(s.passages, func(p int) bool { return !slices.Contains(cited, p) })
		if told || slices.ContainsFunc(asked, func(a []string) bool { return slices.Equal(a, stems) }) {
			continue
		}
		if slices.ContainsFunc(s.passages, func(p int) bool { return slices.Contains(cited, p) }) {
			near = append(near, s.text)
		} else {
			far = append(far, s.text)
		}
	}
	out := append(near[:min(1, len(near))], far...)
	out = append(out, near[min(1, len(near)):]...)
	return out[:min(most, len(out))]
}
