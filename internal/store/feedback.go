package store

import (
	"context"
	"database/sql"
	"errors"
)

// ErrNoMessage says that a message is not, or no longer, kept.
var ErrNoMessage = errors.New("the answer is no longer kept")

// Totals are the votes on all answers.
type Totals struct{ Up, Down int }

// Verdict is a question with the votes on its answers.
type Verdict struct {
	Question string
	Totals
}

// SaveFeedback keeps one vote per user and message; a second one replaces the
// first. The question is kept with it. A message that is not kept gives
// [ErrNoMessage].
func (s *Store) SaveFeedback(ctx context.Context, messageID, userID string, up bool) error {
	return s.update(ctx, "save feedback", func(tx *sql.Tx) error {
		main, err := mainMessage(ctx, tx, messageID)
		if err != nil {
			return err
		}
		res, err := tx.ExecContext(ctx, `
			INSERT INTO feedback (message_id, user_id, asker_id, question, up, at)
			SELECT message_id, ?, user_id, question, ?, ? FROM turn WHERE message_id = ?
			ON CONFLICT (message_id, user_id) DO UPDATE SET up = excluded.up, question = excluded.question, at = excluded.at`,
			userID, up, s.opt.Now().UnixMilli(), main)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(ErrNoMessage, err)
		}
		return nil
	})
}

// FeedbackTotals counts the votes.
func (s *Store) FeedbackTotals(ctx context.Context) (Totals, error) {
	var t Totals
	err := s.read.QueryRowContext(ctx, "SELECT count(*) FILTER (WHERE up), count(*) FILTER (WHERE NOT up) FROM feedback").Scan(&t.Up, &t.Down)
	return t, failure("count feedback", err)
}

// Disliked returns the questions whose answers were voted down, most votes
// first, at most max.
func (s *Store) Disliked(ctx context.Context, max int) ([]Verdict, error) {
	scan := func(rows *sql.Rows) (v Verdict, err error) {
		err = rows.Scan(&v.Question, &v.Up, &v.Down)
		return v, err
	}
	return list(ctx, s.read, "list disliked answers", scan, `
		SELECT question, count(*) FILTER (WHERE up), count(*) FILTER (WHERE NOT up) AS down FROM feedback
		GROUP BY question HAVING down > 0 ORDER BY down DESC, max(at) DESC, question LIMIT ?`, max)
}
