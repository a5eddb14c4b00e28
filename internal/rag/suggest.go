package rag

import (
	"fmt"
	"slices"
	"strings"

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
		add("What is %s built with?", e.Document.Entries[i].Title)
	}
	if len(e.entriesOf(resume.EntryEducation)) > 0 {
		add("What did %s study?", who)
	}
	for _, i := range e.entriesOf(resume.EntryEducation) {
		if x := &e.Document.Entries[i]; x.Org != "" && !x.Period.IsZero() {
			add("When did %s study at %s?", who, x.Org)
		}
	}
	add("Which languages does %s speak?", who)
	add("What are %s’s skills?", who)
	for _, g := range e.Document.Skills {
		if name := strings.ToLower(g.Name); g.Name != "" && !strings.Contains(name, " ") && !strings.HasSuffix(name, "s") {
			add("What are %s’s %s skills?", who, name)
		}
	}
	if len(e.entriesOf(resume.EntryPublication)) > 0 {
		add("What has %s published?", who)
	}
	if len(e.entriesOf(resume.EntryAward)) > 0 {
		add("Which awards has %s won?", who)
	}
	return out
}

// suggest picks up to three questions that go on from an answer: first what else
// there is to ask about what it cites, then other things, from another place in
// the list for another question, so that a conversation is led on; never what was
// asked already or what the answer has told.
func (e *Engine) suggest(question Question, cited []int) []string {
	const most, related = 3, 2
	asked := [][]string{e.contentStems(question.Text)}
	for _, t := range question.History {
		asked = append(asked, e.contentStems(t.Question))
	}
	var near, far []string
	for _, s := range e.suggests {
		stems := e.contentStems(s.text)
		told := !slices.ContainsFunc(s.passages, func(p int) bool { return !slices.Contains(cited, p) })
		switch {
		case told || slices.ContainsFunc(asked, func(a []string) bool { return slices.Equal(a, stems) }):
		case slices.ContainsFunc(s.passages, func(p int) bool { return slices.Contains(cited, p) }):
			near = append(near, s.text)
		default:
			far = append(far, s.text)
		}
	}
	if len(far) > 0 && len(cited) > 0 {
		turn := (len(question.Text) + most*len(question.History)) % len(far)
		far = slices.Concat(far[turn:], far[:turn])
	}
	out := append(near[:min(related, len(near))], far...)
	out = append(out, near[min(related, len(near)):]...)
	return out[:min(most, len(out))]
}
