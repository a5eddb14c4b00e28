package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"
)

// ErrTraces says that rows were deleted, but that the write-ahead log, which
// may still hold their text, could not be emptied. It is tried again by each
// [Store.Sweep] and [Store.Forget], at the start and at the end of the program.
var ErrTraces = errors.New("deleted, but the write-ahead log could not be emptied")

// Deleted is what a deletion took away.
type Deleted struct {
	Rows int // turns, votes, unanswered questions, curated and pending answers
	// Answers of the owner's to questions in the words of somebody who is
	// forgotten.
	Answers []Curated
}

// NotForgottenError says that something of a user may still be kept. The wish
// is: [Store.Sweep] tries again, and so does the next process.
type NotForgottenError struct {
	Err  error // why it could not be deleted
	Wish error // why the next process will not know of it; nil where it will
}

func (e *NotForgottenError) Error() string {
	if e.Wish != nil {
		return fmt.Sprintf("%v; nor can this be noted for the next start: %v", e.Err, e.Wish)
	}
	return e.Err.Error() + "; noted, to be tried again"
}

func (e *NotForgottenError) Unwrap() error { return e.Err }

// Forget deletes for good whatever stems from a user: turns, votes, unanswered
// questions, the votes of others on the user's answers, which hold the
// question, and the owner's answers to questions in the user's words. Where it
// cannot, the error is a [*NotForgottenError], or [ErrTraces] where all that
// is left to do is to empty the log.
func (s *Store) Forget(ctx context.Context, userID string) (Deleted, error) {
	d, err := s.forget(ctx, userID)
	switch {
	case errors.Is(err, ErrTraces):
		return d, err
	case err == nil && s.left:
		err = failure("forget user", s.unused)
	}
	if err != nil {
		return d, &NotForgottenError{Err: err, Wish: s.wishes.add(userID)}
	}
	return d, nil
}

func (s *Store) forget(ctx context.Context, userID string) (d Deleted, err error) {
	const what = "forget user"
	err = s.update(ctx, what, func(tx *sql.Tx) error {
		if d.Answers, err = list(ctx, tx, what, scanCurated, "SELECT "+curatedColumns+" FROM curated WHERE asker_id = ?", userID); err != nil {
			return err
		}
		d.Rows, err = deleteRows(ctx, tx, userID,
			"DELETE FROM turn WHERE user_id = ?1",
			"DELETE FROM feedback WHERE user_id = ?1 OR asker_id = ?1",
			"DELETE FROM unanswered WHERE user_id = ?1",
			"DELETE FROM pending WHERE user_id = ?1",
			"DELETE FROM curated WHERE asker_id = ?1")
		return err
	})
	if err != nil {
		return Deleted{}, err
	}
	return d, s.scrub(ctx, what)
}

// Sweep makes good what [Store.Forget] could not do, and deletes for good the
// turns, votes and unanswered questions that were last seen longer ago than
// keep; 0 keeps them for ever. What the owner wrote stays. It is to be called
// at the start and every [SweepEvery]. A [*ClockError] says that the clock is
// not believed yet, so that nothing was deleted for its age.
func (s *Store) Sweep(ctx context.Context, now time.Time, keep time.Duration) (Deleted, error) {
	const what = "sweep"
	d, late := s.forgetLate(ctx)
	err := s.believe(ctx, now, keep)
	if err == nil && keep > 0 {
		err = s.update(ctx, what, func(tx *sql.Tx) error {
			n, err := deleteRows(ctx, tx, now.Add(-keep).UnixMilli(),
				"DELETE FROM turn WHERE at < ?1",
				"DELETE FROM feedback WHERE at < ?1",
				"DELETE FROM unanswered WHERE last_seen < ?1",
				"DELETE FROM pending WHERE at < ?1")
			d.Rows += n
			return err
		})
	}
	return d, errors.Join(late, err, s.scrub(ctx, what)) // of what was pruned meanwhile, too
}

// forgetLate forgets those for whom it failed when they asked.
func (s *Store) forgetLate(ctx context.Context) (all Deleted, err error) {
	if s.unused != nil {
		return all, nil // the next process may
	}
	for _, user := range s.wishes.list() {
		d, err := s.forget(ctx, user)
		if err != nil && !errors.Is(err, ErrTraces) {
			return all, err
		}
		all.Rows += d.Rows
		all.Answers = append(all.Answers, d.Answers...)
		if err := s.wishes.remove(user); err != nil {
			return all, failure("note who was forgotten", err)
		}
	}
	return all, nil
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

// scrub ends a deletion. The pages of the database were overwritten
// (secure_delete); older copies of them stand in the write-ahead log.
func (s *Store) scrub(ctx context.Context, what string) error {
	if s.path == "" {
		return nil
	}
	done, err := s.emptyLog(ctx)
	if err == nil && !done {
		err = errors.New("another process reads")
	}
	if s.traces.Store(err != nil); err != nil {
		return failure(what, fmt.Errorf("%w: %w", ErrTraces, err))
	}
	return nil
}

// Trouble is what an operator has to know of what is kept, nil where there is
// nothing: that the file is not in use, that somebody waits to be forgotten,
// that the clock is not believed.
func (s *Store) Trouble() error {
	var all []error
	if s.unused != nil {
		all = append(all, fmt.Errorf("the database is not in use, what is new is kept in memory: %w", s.unused))
	}
	if n := len(s.wishes.list()); n > 0 {
		all = append(all, fmt.Errorf("%d who asked to be forgotten could not be yet", n))
	}
	if s.traces.Load() {
		all = append(all, ErrTraces)
	}
	if doubt := s.doubt.Load(); doubt != nil {
		all = append(all, doubt)
	}
	return errors.Join(all...)
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
		(SELECT count(DISTINCT question) FROM unanswered), (SELECT count(*) FROM curated)`).
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
