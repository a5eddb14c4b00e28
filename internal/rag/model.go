package rag

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/rag/chat"
	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

// The parts of a conversation with a model, see package chat.
type (
	Model   = chat.Model
	Message = chat.Message
	Reply   = chat.Reply
)

// maxAnswerTokens bounds what a model may write.
const maxAnswerTokens = 350

// maxAnswerBytes is where a model that goes on without end is stopped.
const maxAnswerBytes = 16 * maxAnswerTokens

// repairTime bounds the second request, which a visitor waits for with most of
// the answer on the screen.
const repairTime = 30 * time.Second

// ended is a sentence that comes to its end.
var ended = lazyregexp.New(`[.!?][”"’)]?\s*(?:\[[\d, ]+\]\s*)*$`)

var errTooLong = errors.New("rag: read with model: it does not come to an end")

// readWithModel lets the model answer from the résumé and puts what passes the
// check on the sheet. What does not pass goes back to the model once, with the
// reasons. It reports whether the model said that the résumé does not tell, and
// the error of a model that failed; after one the sheet holds what passed before.
func (e *Engine) readWithModel(ctx context.Context, f found, q Question, s *sheet) (notStated bool, err error) {
	began := time.Now()
	defer func() { s.answer.Timing.Write = max(0, since(began)-s.checking) }()
	conversation, err := e.prompt.conversation(f, q)
	if err != nil {
		return false, err
	}
	w := writing{sheet: s, evidence: e.evidence, checker: e.checker, question: q.Text, verified: e.noteTrust}
	w.asked = e.askedAbout(f)
	w.about = w.asked
	text, reply, err := e.listen(ctx, conversation, w.take)
	s.answer.PromptTokens = reply.PromptTokens
	if err != nil && !(errors.Is(err, errTooLong) && s.shown() > 0) || w.notStated {
		return w.notStated && s.shown() == 0, err
	}
	if failed := w.worthRepair(); len(failed) > 0 && ctx.Err() == nil && !s.hidden {
		limited, cancel := context.WithTimeout(ctx, repairTime)
		defer cancel()
		if err := e.repair(limited, conversation, text, q.Text, &w, failed); err != nil {
			e.log.Warn("repair failed", slog.Any("err", err)) // what passed stands
		}
	}
	return w.notStated && s.shown() == 0, ctx.Err()
}

// askedAbout are the posts, studies and projects that a message names.
func (e *Engine) askedAbout(f found) (entries []int) {
	for _, query := range f.queries {
		for _, i := range query.Named {
			if kind := e.document.Entries[i].Kind; kind == resume.EntryProject || names.Held(kind) {
				entries = append(entries, i)
			}
		}
	}
	return entries
}

// listen sends a conversation and hands out each sentence of the reply. An
// unfinished last sentence is left out.
func (e *Engine) listen(ctx context.Context, conversation []Message, take func(string)) (text string, reply Reply, err error) {
	cut := sentences{}
	reply, err = e.model.Chat(ctx, conversation, maxAnswerTokens, func(piece string) error {
		room := maxAnswerBytes - len(text)
		piece = piece[:min(room+1, len(piece))]
		text += piece
		for _, sentence := range cut.feed(piece) {
			take(sentence)
		}
		if len(piece) > room {
			return errTooLong
		}
		return nil
	})
	for _, sentence := range cut.rest(err == nil) {
		if !reply.Cut || ended.MatchString(sentence) {
			take(sentence)
		}
	}
	return text, reply, err
}

// noteTrust keeps count of the sentences that pass and tells the operator once
// when most do not.
func (e *Engine) noteTrust(verified bool) {
	if e.trust.note(verified) {
		e.log.Warn("most of what the model writes cannot be verified: a larger model would answer better", slog.String("model", e.model.Model()))
	}
}
