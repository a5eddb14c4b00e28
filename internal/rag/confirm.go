package rag

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"resumebot/internal/lazyregexp"
)

// errDecided ends a reply whose first word is all that is wanted.
var errDecided = errors.New("rag: confirm answer: decided")

// firstWord is the first whole word of a reply.
var firstWord = lazyregexp.New(`^\W*(\pL+)\P{L}`)

// confirmed asks the model whether what is shown tells what was asked. Sentences that
// are each true may still answer another question, and the check knows no more than
// that the résumé bears them out. docs/architecture.md has what that measured.
func (e *Engine) confirmed(ctx context.Context, f found, q Question, s *sheet) bool {
	began := time.Now()
	defer func() { s.answer.Timing.Write += since(began) }()
	ctx, cancel := context.WithTimeout(ctx, repairTime)
	defer cancel()
	yes, err := e.confirm(ctx, f, q, marker.ReplaceAllString(render(s.answer.Sentences), ""))
	if err != nil && ctx.Err() == nil {
		e.log.Warn("answer not confirmed", slog.Any("err", err))
	}
	return yes
}

func (e *Engine) confirm(ctx context.Context, f found, q Question, said string) (yes bool, err error) {
	conversation, err := e.prompt.conversation(f, q)
	if err != nil {
		return false, err
	}
	user, err := e.prompt.write("confirm.tmpl", q.Text)
	if err != nil {
		return false, err
	}
	conversation = append(conversation, Message{Role: "assistant", Content: said}, Message{Role: "user", Content: user})
	text := ""
	_, err = e.model.Chat(ctx, conversation, maxAnswerTokens, func(piece string) error {
		if text += piece; firstWord.MatchString(text) {
			return errDecided
		}
		return nil
	})
	if errors.Is(err, errDecided) {
		err = nil
	}
	word := firstWord.FindStringSubmatch(text + " ")
	return word != nil && strings.EqualFold(word[1], "yes"), err
}
