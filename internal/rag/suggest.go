package rag

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/resume"
)

// collectSuggestions makes questions that the résumé answers from its entries
// and skill groups.
func (e *Engine) collectSuggestions() []string {
	var out []string
	who := e.names.first
	if who == "" {
		who = "the candidate"
	}
	add := func(format string, args ...any) {
		if s := fmt.Sprintf(format, args...); len([]rune(s)) <= 80 {
			out = append(out, s)
		}
	}
	work := e.entriesOf(resume.EntryWork)
	for n, i := range work {
		x := &e.Document.Entries[i]
		if x.Org == "" {
			continue
		}
		if n == 0 {
			add("What does %s do at %s?", who, x.Org)
			if x.Period.Start.Year != 0 {
				add("How long has %s worked at %s?", who, x.Org)
			}
		} else {
			add("What did %s do at %s?", who, x.Org)
		}
	}
	for _, i := range e.entriesOf(resume.EntryProject) {
		add("What is %s?", e.Document.Entries[i].Title)
	}
	if len(e.entriesOf(resume.EntryEducation)) > 0 {
		add("What did %s study?", who)
	}
	if len(e.Document.Skills) > 0 {
		add("What are %s’s skills?", who)
	}
	return out
}

// suggest picks up to three questions that go on from an answer: those about
// what it cites first, never the one just asked.
func (e *Engine) suggest(q *query, a *Answer) []string {
	const most = 3
	var near, far []string
	for _, s := range e.suggests {
		other := e.read(s)
		if strings.EqualFold(s, q.text) || len(other.named) > 0 && len(q.named) > 0 && slices.Equal(other.named, q.named) && other.asked == q.asked {
			continue
		}
		related := slices.ContainsFunc(other.named, func(i int) bool {
			x := &e.Document.Entries[i]
			return slices.ContainsFunc(a.Sources, func(src Source) bool {
				return src.Path == x.Source.Path && src.StartLine >= x.Source.Start && src.EndLine <= x.Source.End && src.StartLine > 0
			})
		})
		if related {
			near = append(near, s)
		} else {
			far = append(far, s)
		}
	}
	out := append(near[:min(1, len(near))], far...)
	return out[:min(most, len(out))]
}
