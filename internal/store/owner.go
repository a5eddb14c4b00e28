package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
	"unicode"
)

// OpenQuestion is a question that the résumé could not answer.
type OpenQuestion struct {
	ID       int64
	Question string // as it was first asked
	Count    int    // how often it was asked
	LastSeen time.Time
}

// Curated is an answer that the owner wrote.
type Curated struct {
	ID               int64
	Question, Answer string
	At               time.Time
}

// Unanswered counts a question that the résumé could not answer. Who asked it
// is not kept. A question that has a curated answer is not counted: the index
// will have it in a moment.
func (s *Store) Unanswered(ctx context.Context, question string, at time.Time) error {
	const what = "count unanswered question"
	key := normalise(question)
	if key == "" {
		return failure(what, errors.New("no question"))
	}
	return s.update(ctx, what, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO unanswered (question, count, last_seen, asked)
			SELECT ?1, 1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM curated WHERE key = ?1)
			ON CONFLICT (question) DO UPDATE SET count = count + 1, last_seen = max(last_seen, excluded.last_seen)`,
			key, at.UnixMilli(), strings.TrimSpace(question))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM unanswered WHERE question <> ?1 AND id IN (
			SELECT id FROM unanswered WHERE question <> ?1 ORDER BY count DESC, last_seen DESC LIMIT -1 OFFSET ?2)`,
			key, s.opt.MaxUnanswered-1)
		return err
	})
}

// ListUnanswered returns the unanswered questions, those asked most first, at
// most max.
func (s *Store) ListUnanswered(ctx context.Context, max int) ([]OpenQuestion, error) {
	scan := func(rows *sql.Rows) (q OpenQuestion, err error) {
		var at int64
		err = rows.Scan(&q.ID, &q.Question, &q.Count, &at)
		q.LastSeen = time.UnixMilli(at)
		return q, err
	}
	return list(ctx, s.read, "list unanswered questions", scan,
		"SELECT id, iif(asked = '', question, asked), count, last_seen FROM unanswered ORDER BY count DESC, last_seen DESC, id LIMIT ?", max)
}

// DeleteUnanswered removes a question and reports whether it was there.
func (s *Store) DeleteUnanswered(ctx context.Context, id int64) (bool, error) {
	return s.delete(ctx, "delete unanswered question", "DELETE FROM unanswered WHERE id = ?", id)
}

// SaveCurated keeps the owner's answer to a question, in place of an earlier
// one, and removes the question from the unanswered ones.
func (s *Store) SaveCurated(ctx context.Context, question, answer string, at time.Time) error {
	const what = "save curated answer"
	key := normalise(question)
	if key == "" || strings.TrimSpace(answer) == "" {
		return failure(what, errors.New("the question or the answer is empty"))
	}
	return s.update(ctx, what, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO curated (key, question, answer, at) VALUES (?,?,?,?)
			ON CONFLICT (key) DO UPDATE SET question = excluded.question, answer = excluded.answer, at = excluded.at`,
			key, strings.TrimSpace(question), strings.TrimSpace(answer), at.UnixMilli())
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM unanswered WHERE question = ?", key)
		return err
	})
}

// ListCurated returns the owner's answers in the order they were first written.
func (s *Store) ListCurated(ctx context.Context) ([]Curated, error) {
	scan := func(rows *sql.Rows) (c Curated, err error) {
		var at int64
		err = rows.Scan(&c.ID, &c.Question, &c.Answer, &at)
		c.At = time.UnixMilli(at)
		return c, err
	}
	return list(ctx, s.read, "list curated answers", scan, "SELECT id, question, answer, at FROM curated ORDER BY id")
}

// DeleteCurated removes an answer and reports whether it was there.
func (s *Store) DeleteCurated(ctx context.Context, id int64) (bool, error) {
	return s.delete(ctx, "delete curated answer", "DELETE FROM curated WHERE id = ?", id)
}

func (s *Store) delete(ctx context.Context, what, query string, id int64) (bool, error) {
	res, err := s.write.ExecContext(ctx, query, id)
	if err != nil {
		return false, failure(what, err)
	}
	n, err := res.RowsAffected()
	return n > 0, failure(what, err)
}

// normalise makes the same question, asked with other spacing, case or closing
// punctuation, the same text.
func normalise(question string) string {
	words := strings.Join(strings.Fields(strings.ToLower(question)), " ")
	return strings.TrimRightFunc(words, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(".?!…？！。؟", r) })
}
