package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// SweepEvery is how often [Store.Sweep] is to be called.
const SweepEvery = time.Hour

// How far the clock may have gone on since the last sweep and be believed: in
// one process, and where the program may have been off. A greater leap is
// believed once the clock has gone on from there for confirmAfter, or for as
// long as things are kept where that is less.
const (
	leapRunning  = 3 * SweepEvery
	leapOff      = 48 * time.Hour
	confirmAfter = 24 * time.Hour
)

// ClockError says that nothing is deleted for its age, because the clock has
// leapt since the last sweep: it may be wrong, and a deletion is for good.
type ClockError struct {
	Last, Now time.Time
	Believed  time.Time // when it will be, if it goes on as it should
}

func (e *ClockError) Error() string {
	return fmt.Sprintf("the clock has leapt from %s to %s: if it is right nothing need be done, and what is past its retention is deleted after %s; if not, set it right",
		e.Last.UTC().Format(time.RFC3339), e.Now.UTC().Format(time.RFC3339), e.Believed.UTC().Format(time.RFC3339))
}

// Where the clock is kept. Doubted holds when the clock was first not believed,
// seen when it was last looked at since.
const (
	keySwept   = "clock swept"
	keyDoubted = "clock doubted"
	keySeen    = "clock seen"
)

// believe tells whether now is the time to delete by, and remembers it. A clock
// that was set back deletes less, so it is always believed.
func (s *Store) believe(ctx context.Context, now time.Time, keep time.Duration) error {
	t, err := s.clock(ctx)
	if err != nil {
		return err
	}
	leap := leapOff
	if s.swept.Load() {
		leap = leapRunning
	}
	if !t.last.IsZero() && now.Sub(t.last) > leap {
		if on := now.Sub(t.seen); t.doubted.IsZero() || on < 0 || on > leapOff {
			t.doubted = now // for the first time, or it has leapt again
		}
		believed := t.doubted.Add(min(confirmAfter, keep))
		if now.Before(believed) {
			doubt := &ClockError{Last: t.last, Now: now, Believed: believed}
			s.doubt.Store(doubt)
			return firstOf(s.setTime(ctx, keyDoubted, t.doubted), s.setTime(ctx, keySeen, now), doubt)
		}
	}
	s.doubt.Store(nil)
	s.swept.Store(true)
	return firstOf(s.setTime(ctx, keySwept, now), s.setTime(ctx, keyDoubted, time.Time{}))
}

type clock struct{ last, doubted, seen time.Time }

// clock is what is known of the last sweeps. Before the first one, the newest
// row tells when the clock was last looked at.
func (s *Store) clock(ctx context.Context) (c clock, err error) {
	var last, doubted, seen sql.NullInt64
	err = s.read.QueryRowContext(ctx, `SELECT
		coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?),
			(SELECT max(at) FROM (SELECT max(at) AS at FROM turn UNION ALL SELECT max(at) FROM feedback UNION ALL SELECT max(last_seen) FROM unanswered))),
		(SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?),
		(SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?)`, keySwept, keyDoubted, keySeen).Scan(&last, &doubted, &seen)
	if err != nil {
		return clock{}, failure("read when was swept", err)
	}
	for _, v := range []struct {
		to   *time.Time
		from sql.NullInt64
	}{{&c.last, last}, {&c.doubted, doubted}, {&c.seen, seen}} {
		if v.from.Valid && v.from.Int64 > 0 {
			*v.to = time.UnixMilli(v.from.Int64)
		}
	}
	return c, nil
}

// setTime keeps a time; the zero one is none.
func (s *Store) setTime(ctx context.Context, key string, t time.Time) error {
	ms := int64(0)
	if !t.IsZero() {
		ms = t.UnixMilli()
	}
	return s.SetSetting(ctx, key, fmt.Sprint(ms))
}

// firstOf is the first error that there is.
func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
