package rag

import (
	"context"
	"errors"
	"log/slog"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"resumebot/internal/index"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/check"
	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

// maxAnswerTokens bounds what a model may write.
const maxAnswerTokens = 350

// shown is one numbered passage of a prompt.
type shown struct {
	Number   int
	Place    string
	Text     string
	passage  []int
	computed string // Text where it was computed from the passages
}

// write lets the model write the answer and releases each sentence that passes
// the check. When the model fails, or nothing it wrote passes, the draft in the
// résumé's own words is left to be released.
func (e *Engine) write(ctx context.Context, q *query, own draft, chunks []*index.Chunk, r *release) {
	step := time.Now()
	defer func() { r.answer.Timing.Write = since(step) }()
	w := writing{release: r, query: q, own: own, given: e.number(own, chunks)}
	system, user, err := e.prompt(q, w.given)
	w.rules = words(strings.ToLower(system))
	if err != nil {
		r.degrade("the prompt could not be made", err)
		return
	}
	s, size := sentences{}, 0
	tokens, err := e.Writer.Write(ctx, system, user, maxAnswerTokens, func(piece string) error {
		for _, text := range s.feed(piece) {
			w.take(text)
		}
		if size += len(piece); size > maxAnswerBytes {
			return errTooLong
		}
		return nil
	})
	r.answer.PromptTokens = tokens
	if err == nil || len(r.answer.Sentences) > 0 {
		for _, text := range s.rest(err == nil) {
			w.take(text)
		}
	}
	for _, l := range w.held {
		r.answer.Dropped = append(r.answer.Dropped, Dropped{Text: l.text, Reason: "leaves the question open"})
	}
	if len(r.answer.Sentences) > 0 {
		r.answer.Model.Chat = e.Writer.Model()
	}
	switch {
	case err != nil && errors.Is(err, context.Canceled):
	case errors.Is(err, errTooLong) && len(r.answer.Sentences) > 0:
	case err != nil:
		reason := "the language model failed, so this is in the résumé’s own words"
		if len(r.answer.Sentences) > 0 {
			reason = "the language model broke off, so the rest is in the résumé’s own words"
		}
		r.degrade(reason, err)
		for _, l := range own.lines {
			if len(r.answer.Sentences) > 0 && !r.cites(l.passages) {
				r.add(l)
			}
		}
	case len(r.answer.Sentences) == 0:
		r.degrade("nothing the language model wrote could be verified, so this is in the résumé’s own words", nil)
	case len(r.answer.Dropped) > 0 && len(own.lines) <= shortAnswer:
		for _, l := range own.lines { // what was kept back may have been the rest of the answer
			if !r.cites(l.passages) {
				r.add(l)
			}
		}
	}
}

// shortAnswer is how many lines an answer has whose every line counts.
const shortAnswer = 3

// maxAnswerBytes is where a model that goes on without end is stopped.
const maxAnswerBytes = 16 * maxAnswerTokens

var errTooLong = errors.New("rag: write answer: the model does not come to an end")

func (r *release) degrade(reason string, err error) {
	r.answer.degrade(reason, err)
	if err != nil {
		r.engine.Logger.Warn("model failed", slog.Any("err", err))
	}
}

func (r *release) cites(passages []int) bool {
	return slices.ContainsFunc(passages, func(p int) bool {
		pass := &r.engine.Document.Passages[p]
		return slices.ContainsFunc(r.answer.Sources, func(s Source) bool {
			return s.Path == pass.Source.Path && s.StartLine == pass.Source.Start && s.Text == pass.Text()
		})
	})
}

// number prepares what the model is shown: computed facts of the draft first,
// then the chunks, each with what it is part of, as far as the budget goes.
func (e *Engine) number(own draft, chunks []*index.Chunk) []shown {
	var out []shown
	size := 0
	add := func(s shown) {
		if cost := len(s.Place) + len(s.Text) + len("[1] : \n"); size+cost <= e.budget || len(out) == 0 {
			size += cost
			s.Number = len(out) + 1
			out = append(out, s)
		}
	}
	for _, l := range own.lines[:min(4, len(own.lines))] {
		if len(l.passages) > 0 {
			add(shown{Place: "In short", Text: l.text, passage: l.passages, computed: l.text})
		}
	}
	for _, c := range chunks {
		add(shown{Place: e.placeOf(c.Passages[0]), Text: strings.ReplaceAll(c.Text, "\n", " "), passage: c.Passages})
	}
	return out
}

// placeOf names what a passage is part of: its entry with its time, or the
// heading it stands below.
func (e *Engine) placeOf(passage int) string {
	p := &e.Document.Passages[passage]
	switch {
	case p.Entry >= 0 && p.Kind == resume.PassageHeader:
		return string(e.Document.Entries[p.Entry].Kind)
	case p.Entry >= 0:
		return e.dated(p.Entry)
	case len(p.Heading) > 0:
		return p.Heading[len(p.Heading)-1]
	}
	return "Résumé"
}

// promptBudget is how many bytes of passages a prompt holds, so that all of it,
// fixed part and question included, stays below a quarter of the résumé; for
// short résumés, where the fixed part alone is that much, the least that answers
// need.
func (e *Engine) promptBudget() int {
	const least, most, question = 800, 2400, 220
	total := 0
	for i := range e.Document.Passages {
		total += len(e.Document.Passages[i].Raw) + 1
	}
	fixed, _, err := e.prompt(&query{}, nil)
	if err != nil {
		return least
	}
	return min(most, max(least, total/4-len(fixed)-question))
}

func (e *Engine) prompt(q *query, given []shown) (system, user string, err error) {
	var s, u strings.Builder
	if err := e.Prompts.ExecuteTemplate(&s, "system.tmpl", nil); err != nil {
		return "", "", err
	}
	data := struct {
		Passages         []shown
		Before, Question string
	}{Passages: given, Before: q.subject, Question: q.text}
	if err := e.Prompts.ExecuteTemplate(&u, "question.tmpl", data); err != nil {
		return "", "", err
	}
	return s.String(), u.String(), nil
}

var marker = regexp.MustCompile(`\s*\[(\d+(?:\s*,\s*\d+)*)\]`)

// writing is what is known while a model's sentences come in.
type writing struct {
	*release
	query *query
	own   draft
	given []shown
	told  []int  // entries that the last sentence was about, released or not
	lost  bool   // the last sentence was kept back
	rules string // the fixed part of the prompt
	held  []line // true, but before any that rests on what answers the question
	known int    // sentences that passed
}

// take checks one sentence of the model and lets it out with the passages it
// cites. A sentence without a number is given the passage that holds it, if there
// is one.
func (w *writing) take(text string) {
	began := time.Now()
	defer func() { w.answer.Timing.Check += since(began) }()
	l := line{item: bulleted.MatchString(text)}
	l.text = plainSentence(text)
	if !strings.ContainsFunc(l.text, unicode.IsLetter) && !strings.ContainsFunc(l.text, unicode.IsDigit) || strings.HasSuffix(l.text, ":") {
		return
	}
	passages, err := w.support(l.text, w.citedIn(text))
	if strings.Count(l.text, `"`)%2 == 1 || strings.Count(l.text, "“") != strings.Count(l.text, "”") {
		err = errors.New("cuts a quotation")
	}
	if strings.Contains(w.rules, words(strings.ToLower(l.text))) {
		err = errors.New("repeats the prompt")
	}
	told := w.engine.entriesOfPassages(passages)
	if err == nil && !w.engine.namesEntry(l.text) && pointsBack.MatchString(l.text) && !w.pointsTo(told) {
		err = errors.New("points back to what it is not about")
	}
	w.lost = err != nil
	if err != nil {
		w.answer.Dropped = append(w.answer.Dropped, Dropped{Text: l.text, Reason: err.Error()})
		return
	}
	w.told = told
	w.known++
	answers := len(w.own.lines) == 0 || slices.ContainsFunc(w.own.lines, func(o line) bool {
		return len(o.passages) == 0 || slices.ContainsFunc(o.passages, func(p int) bool { return slices.Contains(passages, p) })
	})
	l.passages = w.engine.narrow(l.text, passages)
	if len(w.answer.Sentences) == 0 && !answers {
		w.held = append(w.held, l)
		return
	}
	for _, h := range append(w.held, l) {
		w.show(h)
	}
	w.held = nil
}

// show lets a sentence out that passed, unless it was shown already.
func (w *writing) show(l line) {
	if slices.ContainsFunc(w.answer.Sentences, func(s Sentence) bool { return strings.HasSuffix(s.Text, l.text) }) {
		return
	}
	if lead := verdict.FindString(w.lead()); lead != "" && len(w.answer.Sentences) == 0 {
		lead = strings.TrimRight(lead, ".:") + "." // yes or no was decided before
		if l.item {
			w.add(line{text: lead, passages: l.passages})
		} else {
			l.text = lead + " " + l.text
		}
	}
	w.add(l)
}

// lead is how the answer in the résumé's own words begins.
func (w *writing) lead() string {
	if len(w.own.lines) == 0 {
		return ""
	}
	return w.own.lines[0].text
}

// support finds the passages that bear a sentence out: those it cites, else any
// one that was given.
func (w *writing) support(text string, cited []shown) ([]int, error) {
	c := w.engine.checker
	claim := check.Claim{Text: text}
	var passages []int
	var computed strings.Builder
	for _, g := range cited {
		passages = append(passages, g.passage...)
		computed.WriteString(g.computed)
	}
	err := c.CheckFacts(claim, passages, computed.String())
	for _, g := range w.given { // what answers the question is the better evidence
		if err == nil && computed.Len() == 0 && g.computed != "" && c.CheckFacts(claim, g.passage, g.computed) == nil {
			return g.passage, nil
		}
	}
	if err == nil {
		return passages, nil
	}
	for _, g := range w.given { // the number may be missing or wrong while the sentence is right
		if c.CheckFacts(claim, g.passage, g.computed) == nil {
			return g.passage, nil
		}
	}
	return nil, err
}

// citedIn are the passages whose numbers a sentence has.
func (w *writing) citedIn(text string) []shown {
	var out []shown
	for _, m := range marker.FindAllStringSubmatch(text, -1) {
		for n := range strings.SplitSeq(m[1], ",") {
			if i, err := strconv.Atoi(strings.TrimSpace(n)); err == nil && i >= 1 && i <= len(w.given) {
				out = append(out, w.given[i-1])
			}
		}
	}
	return out
}

var notWord = regexp.MustCompile(`[^\pL\pN'’+~-]+`)

// words are the words of a text between single blanks.
func words(text string) string {
	return " " + strings.TrimSpace(notWord.ReplaceAllString(text, " ")) + " "
}

// namesEntry tells whether a text names an employer, a school or a project.
func (e *Engine) namesEntry(text string) bool {
	named, _, _ := e.names.Find(lexicon.Tokens(text), nil)
	return slices.ContainsFunc(named, func(i int) bool {
		kind := e.Document.Entries[i].Kind
		return !e.names.Weak[i] && (names.Held(kind) || kind == resume.EntryProject)
	})
}

// pointsBack is a sentence that says of what it speaks by pointing to the one
// before: "There he …", "In that role …", "It uses …".
var pointsBack = regexp.MustCompile(`(?i)^(?:it|its)\b|\b(?:there|meanwhile|th(?:is|at|ese|those|e same) (?:company|firm|employer|role|roles|job|position|post|project|projects|time|period|internship|school|university|tool|app|application|degree|organi[sz]ation|team|work))\b`)

// pointsTo tells whether what a sentence points back to is what it is about: an
// entry of the last sentence, if that was shown, else of the question.
func (w *writing) pointsTo(told []int) bool {
	before := w.told
	if w.known == 0 && !w.lost {
		before = append(slices.Clone(w.query.named), w.query.focus...)
		if len(before) == 0 {
			before = w.engine.entriesTold(w.own)
		}
	} else if w.lost {
		return false
	}
	return slices.ContainsFunc(told, func(i int) bool { return slices.Contains(before, i) })
}

func (e *Engine) entriesOfPassages(passages []int) []int {
	var out []int
	for _, p := range passages {
		if i := e.Document.Passages[p].Entry; i >= 0 && !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	return out
}

// verdict is a decision that stands before an answer.
var verdict = regexp.MustCompile(`^(?:Yes|No|No longer|Not quite)[.:]`)

var (
	bulleted  = regexp.MustCompile(`^\s*(?:[-*•–+]|\|)\s`)
	markup    = regexp.MustCompile("(?m)\\*\\*|__|`+[a-z]*|^\\s*(?:#+|>|[-*•–+])\\s+|</?[a-zA-Z][^>]*>|[\u200b-\u200f\u2060\ufeff]")
	linked    = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	stressed  = regexp.MustCompile(`(^|\W)[*_](\w[^*_]*)[*_](\W|$)`)
	preambles = regexp.MustCompile(`(?i)^(?:(?:sure|certainly|of course|okay|ok|yes|no|not quite|indeed|answer|in short|in summary|overall|response)\s*[,!.:–—-]\s*|(?:here is|here's|here are)[^:.]{0,40}:\s*|(?:based on|according to|as per|from|as stated in|as mentioned in) (?:the |this |these |his |her |their |passages? |\w+['’]s )*(?:(?:given|provided|numbered|above|cited) )*(?:passages?|r[ée]sum[ée]|cv|information|text|context|document)(?: provided| given| above)?\s*,\s*|(?:the |this |his |her |their |\w+['’]s )(?:passages?|r[ée]sum[ée]|cv|text|document) (?:says|states|mentions|indicates|notes|shows) that )`)
)

// plainSentence takes markup, markers and what is said before the answer itself
// from a sentence.
func plainSentence(text string) string {
	text = linked.ReplaceAllString(text, "$1")
	text = marker.ReplaceAllString(text, "")
	text = markup.ReplaceAllString(text, "")
	text = stressed.ReplaceAllString(text, "$1$2$3")
	if row := strings.TrimSpace(text); strings.HasPrefix(row, "|") {
		text = strings.Join(strings.FieldsFunc(row, func(r rune) bool { return r == '|' }), ",")
	}
	text = strings.Join(strings.Fields(text), " ")
	for {
		rest := preambles.ReplaceAllString(text, "")
		if rest == text || rest == "" {
			break
		}
		text = capital(rest)
	}
	return stopGap.ReplaceAllString(strings.Trim(text, " ,;"), "$1")
}

// stopGap is the blank that a marker leaves before a stop.
var stopGap = regexp.MustCompile(`\s+([.,;:!?])`)

// narrow drops cited passages that hold nothing of the sentence.
func (e *Engine) narrow(text string, passages []int) []int {
	stems := e.contentStems(text)
	out := slices.Clone(passages)
	out = slices.DeleteFunc(out, func(p int) bool {
		return !slices.ContainsFunc(stems, func(s string) bool { return e.keys[p][s] })
	})
	if len(out) == 0 {
		return passages
	}
	return out
}

// sentences cuts a stream of text into whole sentences.
type sentences struct{ buf string }

var (
	otherMarker  = regexp.MustCompile(`[\[【]\s*(?:\^|(?i:passages?|sources?|refs?\.?|citations?|see)[\s:#]*)?(\d+(?:\s*(?:,|;|&|and)\s*(?:(?i:passages?)\s*)?\d+)*)(?:†[^\]】]*)?\s*[\]】]`)
	linkedMarker = regexp.MustCompile(`(\[\d+\])\([^)\s]*\)`)
	roundMarker  = regexp.MustCompile(`\s\((?:(?i:passages?|sources?)[\s:#]*)?\[?(\d{1,2}(?:,\s*\d{1,2})*)\]?\)([.!]\s|[.!]?\n)`)
	listNumber   = regexp.MustCompile(`(?m)^\s*\d{1,2}[.)]\s+`)
	andMarker    = regexp.MustCompile(`(?i)\s*(?:;|&|and)\s*(?:passages?\s*)?`)
)

// feed takes the next piece and returns the sentences it completes. A sentence
// is complete when the next one has begun, because its number may follow it.
func (s *sentences) feed(piece string) []string {
	s.buf += piece
	s.buf = sameMarkers(s.buf)
	var out []string
	for {
		spans := splitSentences(s.buf)
		if len(spans) < 2 {
			return out
		}
		next := strings.TrimSpace(s.buf[spans[1].start:])
		if next == "" || strings.ContainsAny(next[:1], "[(") && !strings.ContainsAny(next, "])") || strings.HasPrefix(next, "【") && !strings.Contains(next, "】") {
			return out
		}
		out = append(out, strings.TrimSpace(s.buf[spans[0].start:spans[0].end]))
		s.buf = s.buf[spans[0].end:]
	}
}

// sameMarkers writes the markers that models use instead of [1] so, and the
// numbers of a list as bullets.
func sameMarkers(text string) string {
	text = linkedMarker.ReplaceAllString(text, "$1")
	text = otherMarker.ReplaceAllStringFunc(text, func(m string) string {
		return "[" + andMarker.ReplaceAllString(otherMarker.FindStringSubmatch(m)[1], ", ") + "]"
	})
	text = roundMarker.ReplaceAllString(text, " [$1]$2")
	return listNumber.ReplaceAllString(text, "- ")
}

// rest returns what is left; an unfinished sentence only if the model finished.
func (s *sentences) rest(finished bool) []string {
	if !finished {
		return nil
	}
	s.buf = strings.TrimRight(sameMarkers(s.buf+"\n"), "\n")
	var out []string
	for _, sp := range splitSentences(s.buf) {
		out = append(out, strings.TrimSpace(s.buf[sp.start:sp.end]))
	}
	return out
}
