package rag

import (
	"context"
	"slices"
	"time"

	"resumebot/internal/rag/quote"
	"resumebot/internal/rag/translate"
)

// translatedTurns is how many earlier questions in another language are
// translated with the one that follows them.
const translatedTurns = 2

// askIn answers a question in another language than English. The model translates
// the question and, line by line, the answer, which is found, read and checked in
// English as ever. A line whose translation fails the check is shown in English.
func (e *Engine) askIn(ctx context.Context, l translate.Language, question Question, emit func(Answer)) (Answer, error) {
	start := time.Now()
	if ok, reason := e.model.Ready(); !ok {
		return e.askWithout(ctx, question, emit, reason)
	}
	admitted, err := question.admit(ctx)
	if err != nil {
		return e.askWithout(ctx, question, emit, err.Error())
	}
	defer admitted()
	english, err := e.inEnglish(ctx, l, question)
	switch {
	case ctx.Err() != nil:
		return Answer{}, ctx.Err()
	case err != nil:
		e.log.Warn("question not translated", "err", err)
		return e.askWithout(ctx, question, emit, "the language model could not translate the question")
	}
	own, err := e.ask(ctx, english, nil)
	if err != nil {
		return Answer{}, err
	}
	a := own
	a.Question, a.Sentences, a.Sources = question.Text, nil, nil
	show := func(s Sentence) {
		a.Sentences = append(a.Sentences, s)
		a.Sources = own.Sources
		if emit != nil && ctx.Err() == nil {
			so := a
			so.Sentences = slices.Clone(a.Sentences)
			so.finish(start)
			emit(so)
		}
	}
	var lines []string
	var cited []int // sentences of lines
	for n, s := range own.Sentences {
		if said := l.Closest(); s.Text == quote.Introduction && said != "" {
			own.Sentences[n].Text = said
		} else if len(s.Citations) > 0 {
			lines, cited = append(lines, s.Text), append(cited, n)
		} else if n == 0 {
			own.Sentences[0].Text = e.sayIn(l, own.Status, s.Text)
		}
	}
	next, translated := 0, 0
	err = e.translator.Answer(ctx, l, lines, func(n int, text string, err error) {
		for ; next < cited[n]; next++ { // cites nothing
			show(own.Sentences[next])
		}
		s := own.Sentences[next]
		switch {
		case err == nil:
			s.Text = text
			translated++
		case text != "":
			a.Dropped = append(a.Dropped, Dropped{Text: text, Reason: err.Error()})
		}
		show(s)
		next++
	})
	for ; next < len(own.Sentences) && ctx.Err() == nil; next++ {
		show(own.Sentences[next])
	}
	if translated > 0 {
		a.Model.Chat = e.model.Model()
		a.Translated = l.Note(a.Model.Chat)
	}
	switch {
	case ctx.Err() != nil:
	case err != nil:
		a.degrade("the language model failed, so this is in English", err)
		e.log.Warn("answer not translated", "err", err)
	case translated == 0 && len(lines) > 0:
		a.degrade("the translation could not be verified, so this is in English", nil)
	}
	a.finish(start)
	a.Timing.Write = a.Timing.Total - own.Timing.Total
	return a, ctx.Err()
}

// sayIn gives a sentence that cites nothing in another language, if it has words
// for what the status says.
func (e *Engine) sayIn(l translate.Language, s Status, text string) string {
	said := ""
	switch s {
	case NotStated:
		said = l.Unstated()
	case Private:
		said = l.Private()
	case OffTopic:
		said = l.About(e.who())
	}
	if said == "" {
		return text
	}
	return said
}

// withoutModel is the same engine without a model.
func (e *Engine) withoutModel() *Engine {
	plain := *e
	plain.model = nil
	return &plain
}

// askWithout answers as without a model, and says why.
func (e *Engine) askWithout(ctx context.Context, question Question, emit func(Answer), reason string) (Answer, error) {
	a, err := e.withoutModel().ask(ctx, question, emit)
	if reason != "" {
		a.degrade(reason, nil)
	}
	return a, err
}

// inEnglish translates a question and those before it that it may lean on.
func (e *Engine) inEnglish(ctx context.Context, l translate.Language, question Question) (Question, error) {
	history := slices.Clone(question.History)
	texts, turns := []string{question.Text}, []int{}
	for n := len(history) - 1; n >= 0 && len(turns) < translatedTurns; n-- {
		if !InEnglish(history[n].Question) {
			texts, turns = append(texts, history[n].Question), append(turns, n)
		}
	}
	english, err := e.translator.Question(ctx, l, texts)
	if err != nil {
		return Question{}, err
	}
	for i, n := range turns {
		history[n].Question = english[i+1]
	}
	return Question{Text: english[0], History: history}, nil
}

// InEnglish tells whether a question is in English, as far as can be told.
func InEnglish(question string) bool { return translate.InEnglish(question) }
