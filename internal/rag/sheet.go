package rag

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"resumebot/internal/index"
	"resumebot/internal/rag/quote"
	"resumebot/internal/resume"
)

// line is a sentence or list item with the passages it rests on.
type line struct {
	text     string
	passages []int
	item     bool
}

// sheet is the answer as it is put together: lines in their order, some of which
// are not shown. Each change that is seen goes out through emit.
type sheet struct {
	document   *resume.Document
	answer     *Answer
	hits       []index.Hit
	emit       func(Answer)
	slots      []slot
	checking   float64 // ms spent on checks
	hidden     bool    // another answer is on the screen: nothing is sent back for repair
	introduced bool    // the lines are only said to be what the résumé has
}

// slot is a place on the sheet.
type slot struct {
	line
	lead   int   // of an item: the slot that leads its list, or -1
	leads  bool  // it leads a list: shown when an item of it is
	reason error // why it is not shown; nil where it is
}

// put adds a line that is shown.
func (s *sheet) put(l line) {
	if l.text = strings.TrimSpace(l.text); l.text == "" {
		return
	}
	s.slots = append(s.slots, slot{line: l, lead: -1})
	s.publish()
}

// shown counts the slots that are shown, leads apart.
func (s *sheet) shown() int {
	n := 0
	for _, x := range s.slots {
		if x.reason == nil && !x.leads {
			n++
		}
	}
	return n
}

// publish brings the answer up to date and lets it out.
func (s *sheet) publish() {
	s.answer.Sentences = s.answer.Sentences[:0:0]
	for i, x := range s.slots {
		if x.reason == nil && (!x.leads || s.leadsShown(i)) {
			s.answer.Sentences = append(s.answer.Sentences, s.cited(i))
		}
	}
	if s.emit == nil {
		return
	}
	so := *s.answer
	so.Sentences = slices.Clone(so.Sentences)
	so.Sources = slices.Clone(so.Sources)
	so.finish(time.Now())
	s.emit(so)
}

// leadsShown tells whether the lead of a list is shown: with any of its items, and
// one that counts them with as many.
func (s *sheet) leadsShown(lead int) bool {
	items := 0
	for _, x := range s.slots {
		if x.lead == lead && x.reason == nil {
			items++
		}
	}
	_, count := withoutCount(s.slots[lead].text)
	return items > 0 && (count == 0 || count == items)
}

// cited is a slot as a sentence. A lead rests on what its items rest on.
func (s *sheet) cited(i int) Sentence {
	x := s.slots[i]
	passages := x.passages
	if x.leads {
		for _, y := range s.slots {
			if y.lead == i && y.reason == nil {
				passages = append(slices.Clip(passages), y.passages...)
			}
		}
		passages = passages[:min(leadCitations, len(passages))]
	}
	out := Sentence{Text: x.text, Item: x.item, Citations: []int{}}
	for _, p := range passages {
		if id := s.source(p); !slices.Contains(out.Citations, id) {
			out.Citations = append(out.Citations, id)
		}
	}
	slices.Sort(out.Citations)
	return out
}

// mostFrom is how many of the passages behind a computed one are named.
const mostFrom = 6

// leadCitations is how many numbers stand behind the lead of a list, whose items
// have their own.
const leadCitations = 1

// passages are all that the shown lines rest on.
func (s *sheet) passages() []int {
	var out []int
	for _, x := range s.slots {
		if x.reason == nil {
			out = append(out, x.passages...)
		}
	}
	return out
}

// source returns the number of a passage among the sources, adding it; with a
// computed one also those that it was computed from.
func (s *sheet) source(passage int) int {
	for _, have := range s.answer.Sources {
		if have.Passage == passage {
			return have.ID
		}
	}
	cited := s.document.Cite(passage, len(s.answer.Sources)+1)
	for _, h := range s.hits {
		if slices.Contains(h.Chunk.Passages, passage) {
			cited.Score = h.Score
		}
	}
	s.answer.Sources = append(s.answer.Sources, cited)
	from := s.document.Passages[passage].From
	for _, p := range from[:min(mostFrom, len(from))] {
		computed := s.source(p)
		s.answer.Sources[cited.ID-1].Computed = append(s.answer.Sources[cited.ID-1].Computed, computed)
	}
	return cited.ID
}

// show puts an answer of the built-in reader on the sheet.
func (s *sheet) show(d draft) {
	s.answer.Status = d.status
	for _, l := range d.lines {
		s.put(l)
	}
}

// introduce says of the lines no more than that the résumé has them.
func (s *sheet) introduce() {
	s.introduced = true
	for i := range s.slots {
		if s.slots[i].lead >= 0 {
			s.slots[i].lead++
		}
	}
	s.slots = slices.Insert(s.slots, 0, slot{line: line{text: quote.Introduction, passages: s.passages()[:1]}, lead: -1})
	s.publish()
}

// noteDropped records what was kept back.
func (s *sheet) noteDropped() {
	for _, x := range s.slots {
		if x.reason != nil {
			s.answer.Dropped = append(s.answer.Dropped, Dropped{Text: x.text, Reason: x.reason.Error()})
		}
	}
}

// withdraw takes all lines back where something was asked for that they lack, and
// reports whether it did.
func (s *sheet) withdraw(lack string) bool {
	if lack == "" {
		return false
	}
	for i := range s.slots {
		if s.slots[i].reason == nil {
			s.slots[i].reason = fmt.Errorf("does not tell %s, which is asked for", lack)
		}
	}
	s.answer.Sources = nil
	s.publish()
	return true
}
