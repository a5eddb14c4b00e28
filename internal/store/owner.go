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
	Question string // as the first who is still kept asked it
	Count    int    // how often it was asked, by all
	LastSeen time.Time
}

// Curated is an answer that the owner wrote.
type Curated struct {
	ID               int64
	Question, Answer string
	At               time.Time
}

// Unanswered counts a question that the résumé could not answer, for each user
// who asks it. A question that has a curated answer is not counted: the index
// will have it in a moment.
func (s *Store) Unanswered(ctx context.Context, userID, question string, at time.Time) error {
	const what = "count unanswered question"
	key := normalise(question)
	if key == "" {
		return failure(what, errors.New("no question"))
	}
	return s.update(ctx, what, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO unanswered (question, user_id, asked, count, last_seen)
			SELECT ?1, ?2, ?3, 1, ?4 WHERE NOT EXISTS (SELECT 1 FROM curated WHERE key = ?1)
			ON CONFLICT (question, user_id) DO UPDATE SET count = count + 1, last_seen = max(last_seen, excluded.last_seen)`,
			key, userID, strings.TrimSpace(question), at.UnixMilli())
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM unanswered WHERE question IN (
			SELECT question FROM unanswered WHERE question <> ?1
			GROUP BY question ORDER BY sum(count) DESC, max(last_seen) DESC LIMIT -1 OFFSET ?2)`,
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
	return list(ctx, s.read, "list unanswered questions", scan, `
		SELECT id, asked, total, latest FROM unanswered JOIN (
			SELECT min(id) AS id, sum(count) AS total, max(last_seen) AS latest FROM unanswered GROUP BY question) USING (id)
		ORDER BY total DESC, latest DESC, id LIMIT ?`, max)
}

// DeleteUnanswered removes a question, whoever asked it, and reports whether it
// was there.
func (s *Store) DeleteUnanswered(ctx context.Context, id int64) (bool, error) {
	return s.delete(ctx, "delete unanswered question", "DELETE FROM unanswered WHERE question = (SELECT question FROM unanswered WHERE id = ?)", id)
}

// SaveCurated keeps the owner's answer to a question, in place of an earlier
// one, and removes the question from the unanswered ones. Of a question that
// was among them it keeps whose words it is in.
func (s *Store) SaveCurated(ctx context.Context, question, answer string, at time.Time) error {
	const what = "save curated answer"
	key := normalise(question)
	if key == "" || strings.TrimSpace(answer) == "" {
		return failure(what, errors.New("the question or the answer is empty"))
	}
	return s.update(ctx, what, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO curated (key, question, answer, at, asker_id)
			SELECT ?1, ?2, ?3, ?4, coalesce((SELECT user_id FROM unanswered WHERE question = ?1 ORDER BY id LIMIT 1), '') WHERE true
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
	return list(ctx, s.read, "list curated answers", scanCurated, "SELECT "+curatedColumns+" FROM curated ORDER BY id")
}

// curatedColumns are in the order of scanCurated.
const curatedColumns = "id, question, answer, at"

func scanCurated(rows *sql.Rows) (c Curated, err error) {
	var at int64
	err = rows.Scan(&c.ID, &c.Question, &c.Answer, &at)
	c.At = time.UnixMilli(at)
	return c, err
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
	if err == nil && n > 0 {
		_ = s.scrub(ctx, what) // the row is gone; the next sweep tries again, and Trouble tells
	}
	return n > 0, failure(what, err)
}

// normalise makes the same question, asked with other spacing, case or closing
// punctuation, the same text.
func normalise(question string) string {
	words := strings.Join(strings.Fields(strings.ToLower(question)), " ")
	return strings.TrimRightFunc(words, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(".?!…？！。؟", r) })
}
