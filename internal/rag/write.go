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

	"resumebot/internal/index"
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
	given := e.number(own, chunks)
	system, user, err := e.prompt(q, given)
	if err != nil {
		r.degrade("the prompt could not be made", err)
		return
	}
	s := sentences{}
	release := func(text string) {
		began := time.Now()
		e.releaseWritten(text, given, r)
		r.answer.Timing.Check += since(began)
	}
	tokens, err := e.Writer.Write(ctx, system, user, maxAnswerTokens, func(piece string) error {
		for _, text := range s.feed(piece) {
			release(text)
		}
		return nil
	})
	r.answer.PromptTokens = tokens
	if err == nil || len(r.answer.Sentences) > 0 {
		for _, text := range s.rest(err == nil) {
			release(text)
		}
	}
	if len(r.answer.Sentences) > 0 {
		r.answer.Model.Chat = e.Writer.Model()
	}
	switch {
	case err != nil && errors.Is(err, context.Canceled):
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
	}
}

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
		Passages                   []shown
		Before, Question, Language string
	}{Passages: given, Before: q.subject, Question: q.text}
	if err := e.Prompts.ExecuteTemplate(&u, "question.tmpl", data); err != nil {
		return "", "", err
	}
	return s.String(), u.String(), nil
}

var marker = regexp.MustCompile(`\s*\[(\d+(?:\s*,\s*\d+)*)\]`)

// releaseWritten checks one sentence of the model and lets it out with the
// passages it cites. A sentence without a number is given the passage that holds
// it, if there is one.
func (e *Engine) releaseWritten(text string, given []shown, r *release) {
	l := line{item: strings.HasPrefix(text, "- ") || strings.HasPrefix(text, "* ") || strings.HasPrefix(text, "• ")}
	clean := strings.TrimSpace(marker.ReplaceAllString(text, ""))
	clean = strings.TrimSpace(strings.TrimLeft(clean, "-*• "))
	clean = strings.ReplaceAll(clean, "**", "")
	clean = strings.Replace(clean, " .", ".", 1)
	if clean == "" || strings.HasSuffix(clean, ":") {
		return
	}
	var computed strings.Builder
	for _, m := range marker.FindAllStringSubmatch(text, -1) {
		for n := range strings.SplitSeq(m[1], ",") {
			if i, err := strconv.Atoi(strings.TrimSpace(n)); err == nil && i >= 1 && i <= len(given) {
				l.passages = append(l.passages, given[i-1].passage...)
				computed.WriteString(given[i-1].computed + "\n")
			}
		}
	}
	l.text = clean
	err := e.check(clean, l.passages, computed.String())
	if err != nil {
		for _, g := range given { // the number may be missing or wrong while the sentence is right
			if e.check(clean, g.passage, g.computed) == nil {
				l.passages, err = g.passage, nil
				break
			}
		}
	}
	if err != nil {
		r.answer.Dropped = append(r.answer.Dropped, Dropped{Text: clean, Reason: err.Error()})
		return
	}
	l.passages = e.narrow(clean, l.passages)
	if !slices.ContainsFunc(r.answer.Sentences, func(s Sentence) bool { return s.Text == clean }) {
		r.add(l)
	}
}

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

// feed takes the next piece and returns the sentences it completes. A sentence
// is complete when the next one has begun, because its number may follow it.
func (s *sentences) feed(piece string) []string {
	s.buf += piece
	var out []string
	for {
		spans := splitSentences(s.buf)
		if len(spans) < 2 || strings.TrimSpace(s.buf[spans[1].start:]) == "" || strings.HasPrefix(strings.TrimSpace(s.buf[spans[1].start:]), "[") && !strings.Contains(s.buf[spans[1].start:], "]") {
			return out
		}
		out = append(out, strings.TrimSpace(s.buf[spans[0].start:spans[0].end]))
		s.buf = s.buf[spans[0].end:]
	}
}

// rest returns what is left; an unfinished sentence only if the model finished.
func (s *sentences) rest(finished bool) []string {
	if !finished {
		return nil
	}
	var out []string
	for _, sp := range splitSentences(s.buf) {
		out = append(out, strings.TrimSpace(s.buf[sp.start:sp.end]))
	}
	return out
}
