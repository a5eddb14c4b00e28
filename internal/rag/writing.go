package rag

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/rag/check"
	"resumebot/internal/rag/number"
)

// writing is what is known while a model's sentences come in.
type writing struct {
	*sheet
	evidence  *evidence
	checker   *check.Checker
	question  string     // that is answered
	verified  func(bool) // hears of each sentence whether it passed
	lead      int        // slot of the lead of the list that is being read, or -1 less 1
	notStated bool       // the model said so
	asked     []int      // entries that the question names
	about     []int      // entries that the sentence before is about, at first those of the question
	lost      bool       // the sentence before was kept back
	repairing []int      // slots whose sentences are being put anew; nil while the answer is read
}

var (
	unstated = lazyregexp.New(`(?i)^\W*not[ _]stated\b\W*(?:\[[\d, ]*\]\W*)*$`)
	// silence says that the résumé lacks something, which is the model's verdict
	// where it says nothing else.
	silence = lazyregexp.New(`(?i)\b(?:(?:do|does|did)(?: not|n[’']t) (?:\w+ )?(?:say|state|mention|specify|tell|list|indicate|include|contain|provide|give|name|cover|describe|reveal|disclose)|(?:is|are|was|were)(?: not|n[’']t) (?:\w+ )?(?:stated|mentioned|specified|listed|given|provided|indicated|included|named|disclosed)|(?:there is|there are|has|have|provides?|contains?|gives?) no (?:\w+ ){0,2}(?:information|mention|details?|indication|evidence|data|statement)|no information|not (?:enough|sufficient) information|(?:do|does)(?: not|n[’']t) know|cannot (?:tell|answer|determine|say)|can[’']t (?:tell|answer|say)|unable to|not sure)\b`)
)

// take checks one sentence of the model and puts it on the sheet.
func (w *writing) take(text string) {
	began := time.Now()
	defer func() { w.checking += since(began); w.answer.Timing.Check += since(began) }()
	if unstated.MatchString(text) {
		w.notStated = true
		return
	}
	l := line{item: bulleted.MatchString(text), text: plainSentence(text)}
	if !strings.ContainsFunc(l.text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return
	}
	if strings.HasSuffix(l.text, ":") && !l.item {
		w.open(slot{line: l, lead: -1, leads: true})
		return
	}
	x := slot{line: l, lead: -1}
	if l.item && w.lead > 0 {
		x.lead = w.lead - 1
	} else {
		w.lead = 0
	}
	x.passages, x.reason = w.support(x, w.citedIn(text))
	if rest := affirmed.ReplaceAllString(x.text, ""); x.reason != nil && rest != x.text {
		plain := x
		plain.text = capitalised(rest)
		if plain.passages, plain.reason = w.support(plain, w.citedIn(text)); plain.reason == nil {
			x = plain
		}
	}
	if x.reason == nil && len(x.passages) == 0 || x.reason != nil && silence.MatchString(l.text) {
		w.notStated = true // what cites nothing is shown only by the status, where nothing else is
		return
	}
	if x.reason == nil {
		x.reason = w.pointsTo(x)
	}
	w.verified(x.reason == nil)
	w.about, w.lost = w.evidence.entries(x.passages), x.reason != nil
	if x.reason == nil && w.told(x.text) {
		return
	}
	w.place(x)
}

// affirmed is the Yes that a sentence begins with. What goes with it may be borne out
// where the Yes, which affirms all that is asked, is not.
var affirmed = lazyregexp.New(`^Yes[,.;:–—!]?\s+`)

// pointsBack is a sentence that says of what it speaks by pointing to the one
// before: "It uses …", "There he …", "In that role …".
var pointsBack = lazyregexp.New(`^(?:It|Its)\b|(?i:\b(?:there|th(?:is|at|ese|ose|e same) (?:company|firm|employer|role|job|position|post|project|time|period|internship|school|university|tool|app|degree|team|work)s?)\b)`)

// bareWords is how long an answer may be that names nothing and is understood by
// the question: "February 2023".
const bareWords = 3

// pointsTo wants what a sentence points back to, and what a bare answer is given
// for, to be what its passages are about.
func (w *writing) pointsTo(x slot) error {
	entries := w.evidence.entries(x.passages)
	about := func(of []int) bool {
		return slices.ContainsFunc(entries, func(i int) bool { return slices.Contains(of, i) })
	}
	bare := x.lead < 0 && (x.item || len(strings.Fields(x.text)) <= bareWords) && !w.evidence.namesEntry(x.text)
	switch {
	case len(entries) == 0:
	case bare && len(w.asked) > 0 && !about(w.asked):
		return errors.New("is told of something else than what is asked about: name what it is about")
	case pointsBack.MatchString(x.text) && (w.lost || len(w.about) > 0 && !about(w.about)):
		return errors.New("points back to something else than its passage is about: name what it is about")
	}
	return nil
}

// open starts a list.
func (w *writing) open(x slot) {
	w.slots = append(w.slots, x)
	w.lead = len(w.slots)
}

// place puts a sentence at the end of the sheet, one that was put anew where the
// failed one stands that it resembles most.
func (w *writing) place(x slot) {
	if w.repairing == nil {
		w.slots = append(w.slots, x)
	} else if i := w.failedLike(x.text); i >= 0 {
		if x.reason != nil {
			return // the first reason tells as much
		}
		x.lead = w.slots[i].lead
		w.answer.Dropped = append(w.answer.Dropped, Dropped{Text: w.slots[i].text, Reason: w.slots[i].reason.Error(), Repaired: true})
		w.slots[i] = x
		w.repairing = slices.DeleteFunc(w.repairing, func(r int) bool { return r == i })
	} else if x.reason == nil {
		w.slots = append(w.slots, x)
	}
	if x.reason == nil {
		w.publish()
	}
}

// failedLike is the slot under repair that shares most content words with a text;
// -1 where none is left or shares any.
func (w *writing) failedLike(text string) int {
	best, most := -1, 0
	stems := w.evidence.content(text)
	for _, i := range w.repairing {
		n := 0
		for _, s := range w.evidence.content(w.slots[i].text) {
			if slices.Contains(stems, s) {
				n++
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	return best
}

// told tells whether a shown sentence says the same, but for its function words.
func (w *writing) told(text string) bool {
	stems := w.evidence.content(text)
	return slices.ContainsFunc(w.slots, func(x slot) bool {
		if x.reason != nil {
			return false
		}
		have := w.evidence.content(x.text)
		return strings.HasSuffix(x.text, text) || len(stems) > 0 && slices.Equal(stems, have)
	})
}

// support finds the passages that bear a sentence out: those it cites; those with
// one more; else another one, for the number may be missing or wrong while the
// sentence is right.
func (w *writing) support(x slot, cited []int) ([]int, error) {
	lead := ""
	if x.lead >= 0 {
		lead, _ = withoutCount(w.slots[x.lead].text)
	}
	reason := w.supported(x.text, lead, cited)
	if reason == nil {
		return w.plainest(x.text, lead, w.evidence.narrow(x.text, cited)), nil
	}
	near := w.evidence.nearest(x.text, otherSupports)
	for _, p := range near {
		if w.supported(x.text, lead, []int{p}) == nil {
			return w.plainest(x.text, lead, []int{p}), nil
		}
	}
	for _, p := range near {
		if both := append(slices.Clip(cited), p); w.evidence.sameEntry(both) && w.supported(x.text, lead, both) == nil {
			return both, nil
		}
	}
	if len(cited) == 0 && len(near) > 0 {
		reason = w.supported(x.text, lead, near[:1]) // tells more than that a number is missing
	}
	return nil, reason
}

// supported is nil where the cited passages bear a sentence out.
func (w *writing) supported(text, lead string, cited []int) error {
	return w.checker.Check(check.Claim{Text: text, Lead: lead, Question: w.question}, cited)
}

// plainest puts for a computed passage the one line of the résumé behind it that
// bears the sentence out alone, if there is one.
func (w *writing) plainest(text, lead string, passages []int) []int {
	if len(passages) != 1 {
		return passages
	}
	for _, p := range w.document.Passages[passages[0]].From {
		if w.supported(text, lead, []int{p}) == nil {
			return []int{p}
		}
	}
	return passages
}

// otherSupports is how many passages are tried besides those that a sentence cites.
const otherSupports = 6

// citedIn are the passages whose numbers a sentence has.
func (w *writing) citedIn(text string) []int {
	var out []int
	for _, m := range marker.FindAllStringSubmatch(text, -1) {
		for n := range strings.SplitSeq(m[1], ",") {
			p, err := strconv.Atoi(strings.TrimSpace(n))
			if p--; err == nil && p >= 0 && p < len(w.document.Passages) && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// withoutCount takes from the lead of a list how many items it has: "He has used
// three databases:". The count is borne out by the items themselves.
func withoutCount(lead string) (rest string, count int) {
	found := number.Find(lead)
	if len(found) != 1 || found[0].Unit != "" || found[0].Value > mostItems {
		return lead, 0
	}
	n := found[0]
	return strings.Join(strings.Fields(lead[:n.At]+" "+lead[n.End:]), " "), int(n.Value)
}

// mostItems is the longest list that a model is expected to count.
const mostItems = 30
