package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"time"
)

// ErrLogHeld says that rows were deleted, but that another process kept the
// write-ahead log from being emptied; it is emptied at the next deletion,
// start or end of the program.
var ErrLogHeld = errors.New("deleted, but another process holds the write-ahead log")

// Forget deletes for good what is kept of a user and returns how many turns
// and votes that was: the user's turns, the votes of the user and those of
// others on the user's answers, which hold the question, and the user's share
// of the unanswered questions, as far as their turns are still kept: the questions
// themselves are kept without a user.
func (s *Store) Forget(ctx context.Context, userID string) (n int, err error) {
	const what = "forget user"
	err = s.update(ctx, what, func(tx *sql.Tx) error {
		if err := discount(ctx, tx, userID); err != nil {
			return err
		}
		n, err = deleteRows(ctx, tx, userID,
			"DELETE FROM turn WHERE user_id = ?1",
			"DELETE FROM feedback WHERE user_id = ?1 OR asker_id = ?1")
		return err
	})
	if err != nil {
		return 0, err
	}
	return n, s.scrub(ctx, what, n)
}

// discount takes a user's questions out of the count of unanswered ones.
func discount(ctx context.Context, tx *sql.Tx, userID string) error {
	rows, err := tx.QueryContext(ctx, "SELECT question FROM turn WHERE user_id = ? AND status <> 'answered'", userID)
	if err != nil {
		return err
	}
	defer rows.Close()
	var asked []string
	for rows.Next() {
		var question string
		if err := rows.Scan(&question); err != nil {
			return err
		}
		asked = append(asked, normalise(question))
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, question := range asked {
		if _, err := tx.ExecContext(ctx, "UPDATE unanswered SET count = count - 1 WHERE question = ?", question); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM unanswered WHERE count <= 0")
	return err
}

// Sweep deletes for good the turns, votes and unanswered questions last seen
// before a time, and returns how many. What the owner wrote stays.
func (s *Store) Sweep(ctx context.Context, before time.Time) (n int, err error) {
	const what = "sweep"
	err = s.update(ctx, what, func(tx *sql.Tx) error {
		n, err = deleteRows(ctx, tx, before.UnixMilli(),
			"DELETE FROM turn WHERE at < ?1",
			"DELETE FROM feedback WHERE at < ?1",
			"DELETE FROM unanswered WHERE last_seen < ?1")
		return err
	})
	if err != nil {
		return 0, err
	}
	return n, s.scrub(ctx, what, n)
}

func deleteRows(ctx context.Context, tx *sql.Tx, arg any, queries ...string) (n int, err error) {
	for _, query := range queries {
		res, err := tx.ExecContext(ctx, query, arg)
		if err != nil {
			return 0, err
		}
		deleted, err := res.RowsAffected()
		if err != nil {
			return 0, err
		}
		n += int(deleted)
	}
	return n, nil
}

// scrub ends a deletion of n rows. The pages of the database were overwritten
// (secure_delete); older copies of them stand in the write-ahead log.
func (s *Store) scrub(ctx context.Context, what string, n int) error {
	if n == 0 || s.path == "" {
		return nil
	}
	done, err := s.emptyLog(ctx)
	if err == nil && !done {
		err = ErrLogHeld
	}
	return failure(what, err)
}

// Stats tell what is kept.
type Stats struct {
	Schema                      int // version
	Turns, Conversations, Users int
	Oldest                      time.Time // of the turns; zero where there are none
	Feedback                    Totals
	Unanswered, Curated         int
	Bytes                       int64 // of the files; 0 in memory
}

// Stats counts what is kept.
func (s *Store) Stats(ctx context.Context) (Stats, error) {
	var st Stats
	var oldest sql.NullInt64
	err := s.read.QueryRowContext(ctx, `SELECT
		(SELECT user_version FROM pragma_user_version),
		(SELECT count(*) FROM turn), (SELECT count(DISTINCT conversation) FROM turn), (SELECT count(DISTINCT user_id) FROM turn),
		(SELECT min(at) FROM turn),
		(SELECT count(*) FROM feedback WHERE up), (SELECT count(*) FROM feedback WHERE NOT up),
		(SELECT count(*) FROM unanswered), (SELECT count(*) FROM curated)`).
		Scan(&st.Schema, &st.Turns, &st.Conversations, &st.Users, &oldest, &st.Feedback.Up, &st.Feedback.Down, &st.Unanswered, &st.Curated)
	if err != nil {
		return Stats{}, failure("count", err)
	}
	if oldest.Valid {
		st.Oldest = time.UnixMilli(oldest.Int64)
	}
	for _, suffix := range []string{"", "-wal"} {
		if fi, err := os.Stat(s.path + suffix); s.path != "" && err == nil {
			st.Bytes += fi.Size()
		}
	}
	return st, nil
}
