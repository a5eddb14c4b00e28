package rag

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"resumebot/internal/rag/quote"
	"resumebot/internal/rag/translate"
)

// translatedTurns is how many earlier questions in another language are
// translated with the one that follows them.
const translatedTurns = 2

// InEnglish tells whether a question is in English, as far as can be told.
func InEnglish(question string) bool {
	_, other := translate.Of(question)
	return !other
}

// askIn answers a question in another language than English: the answer is found,
// read and checked in English as ever. Without a model it stays in English.
func (e *Engine) askIn(ctx context.Context, l translate.Language, question Question, emit func(Answer)) (Answer, error) {
	start := time.Now()
	english, done, err := e.inEnglish(ctx, l, question)
	if err != nil {
		plain := *e
		plain.model = nil
		a, failed := plain.ask(ctx, question, emit)
		if reason := err.Error(); reason != "" {
			a.degrade(reason, nil)
		}
		return a, failed
	}
	defer done()
	a, err := e.ask(ctx, english, nil)
	if err != nil {
		return Answer{}, err
	}
	a.Question = question.Text
	read := a.Timing.Total
	a = e.translated(ctx, l, a, func(a Answer) {
		if emit != nil && ctx.Err() == nil {
			a.finish(start)
			emit(a)
		}
	})
	a.finish(start)
	a.Timing.Write = a.Timing.Total - read
	return a, ctx.Err()
}

// inEnglish translates a question and those before it that it may lean on. The
// error tells visitors why not; done ends the use of the model.
func (e *Engine) inEnglish(ctx context.Context, l translate.Language, question Question) (english Question, done func(), err error) {
	if ok, reason := e.model.Ready(); !ok {
		return Question{}, nil, errors.New(reason)
	}
	if done, err = question.admit(ctx); err != nil {
		return Question{}, nil, err
	}
	english.History = slices.Clone(question.History)
	texts, turns := []string{question.Text}, []*Turn{}
	for n := len(english.History) - 1; n >= 0 && len(turns) < translatedTurns; n-- {
		if turn := &english.History[n]; !InEnglish(turn.Question) {
			texts, turns = append(texts, turn.Question), append(turns, turn)
		}
	}
	texts, err = e.translator.Question(ctx, l, texts)
	if err != nil {
		done()
		e.log.Warn("question not translated", "err", err)
		return Question{}, nil, errors.New("the language model could not translate the question")
	}
	for i, turn := range turns {
		turn.Question = texts[i+1]
	}
	english.Text = texts[0]
	return english, done, nil
}

// translated puts an answer into another language line by line, and shows it after
// each. A line whose translation fails the check stays in English.
func (e *Engine) translated(ctx context.Context, l translate.Language, own Answer, show func(Answer)) Answer {
	first := strings.ReplaceAll(l.Says(string(own.Status)), "%s", e.who())
	var lines []string
	var cited []int // sentences of lines
	for n, s := range own.Sentences {
		switch {
		case first != "" && (s.Text == quote.Introduction || n == 0 && len(s.Citations) == 0):
			own.Sentences[n].Text = first
		case len(s.Citations) > 0:
			lines, cited = append(lines, s.Text), append(cited, n)
		}
	}
	a, translated := own, 0
	a.Sentences = nil
	upTo := func(end int) {
		for n := len(a.Sentences); n < end && ctx.Err() == nil; n++ {
			a.Sentences = append(a.Sentences, own.Sentences[n])
			show(a)
		}
	}
	err := e.translator.Answer(ctx, l, lines, func(n int, text string, err error) {
		upTo(cited[n])
		if err != nil {
			a.Dropped = append(a.Dropped, Dropped{Text: text, Reason: err.Error()})
		} else {
			own.Sentences[cited[n]].Text = text
			translated++
		}
		upTo(cited[n] + 1)
	})
	upTo(len(own.Sentences))
	switch {
	case translated > 0:
		a.Model.Chat = e.model.Model()
		a.Translated = l.Says("note") + " " + a.Model.Chat
	case err == nil && len(lines) > 0:
		a.degrade("the translation could not be verified, so this is in English", nil)
	}
	if err != nil && ctx.Err() == nil {
		a.degrade("the language model failed, so this is in English", err)
		e.log.Warn("answer not translated", "err", err)
	}
	return a
}
