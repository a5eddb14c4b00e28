package check

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

// opening is a head of a sentence that tells before or after what it goes on to tell.
var opening = lazyregexp.New(`^(Before|Prior to|After|Following) ([^,]{2,80}?)(?:, | (he|she|they) )`)

// withoutOpening takes off such a head where it names another post or school than
// the one cited and the dates bear it out.
func (e *Checker) withoutOpening(text string, cited []int) string {
	m := opening.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	named, _, _ := e.names.Find(lexicon.Tokens(m[2]), nil)
	x := e.entryOf(cited[0])
	if x == nil || !names.Held(x.Kind) || e.isOf(cited[0], named) {
		return text
	}
	for _, n := range named {
		y := &e.Document.Entries[n]
		own := wordsIn(y.Org + " " + y.Title + " at joining leaving working starting with the and")
		if !names.Held(y.Kind) || !hasAll(own, m[2]) || !precedes(x, y, m[1] == "Before" || m[1] == "Prior to") {
			continue
		}
		return strings.TrimSpace(m[3] + " " + text[len(m[0]):])
	}
	return text
}

// precedes tells whether an entry began before another, or after it.
func precedes(x, y *resume.Entry, before bool) bool {
	a, b := x.Period.Start, y.Period.Start
	first := a.Year < b.Year || a.Year == b.Year && a.Month < b.Month
	return a.Year > 0 && b.Year > 0 && before == first && a != b
}

var sequence = lazyregexp.New(`(?i)\b(before|prior to|until|after|following|then|later|subsequently|followed by|from)\b`)

// checkSequence wants "before", "after" and "then" between two entries to be so by
// their dates, or in the cited passages.
func (e *Checker) checkSequence(s statement, ev evidence) error {
	about := func(text string) []int {
		named, _, _ := e.names.Find(lexicon.Tokens(text), nil)
		return slices.DeleteFunc(named, func(i int) bool {
			return !names.Held(e.Document.Entries[i].Kind) || e.Document.Entries[i].Period.Start.IsZero()
		})
	}
	for _, m := range sequence.FindAllStringIndex(s.text, -1) {
		word := strings.ToLower(s.text[m[0]:m[1]])
		left, right := s.text[:m[0]], s.text[m[1]:]
		if strings.TrimSpace(left) == "" { // "After A, B": B after A
			var ok bool
			if right, left, ok = strings.Cut(right, ","); !ok {
				continue
			}
		}
		if word == "from" { // "moved from A to B"
			var ok bool
			if left, right, ok = strings.Cut(right, " to "); !ok {
				continue
			}
		}
		a, b := about(left), about(right)
		if (len(a) == 0 || len(b) == 0) && len(ev.entries) > 1 && word != "from" && word != "until" && !strings.Contains(strings.ToLower(ev.own), " "+word+" ") {
			return fmt.Errorf("the passage does not say %q; leave it out", word)
		}
		if len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(i int) bool { return slices.Contains(b, i) }) || strings.Contains(strings.ToLower(ev.own), " "+word+" ") {
			continue
		}
		later := word == "after" || word == "following"
		if !slices.ContainsFunc(a, func(i int) bool {
			return slices.ContainsFunc(b, func(j int) bool {
				return precedes(&e.Document.Entries[i], &e.Document.Entries[j], !later)
			})
		}) {
			return fmt.Errorf("%q is not so by the dates", word)
		}
	}
	return nil
}
