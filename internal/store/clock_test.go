package store

import (
	"errors"
	"testing"
	"time"
)

// A clock that leaps deletes nothing until it has gone on for a day; a bot that
// was off deletes in the end.
func TestSweepTrustsNoLeapOfTheClock(t *testing.T) {
	const day, keep = 24 * time.Hour, 30 * 24 * time.Hour
	type look struct {
		at      time.Duration // since day0, as the clock has it
		restart bool          // before it
		left    int           // turns, of one of day0 and one of 20 days later
		doubt   bool
	}
	for _, c := range []struct {
		name  string
		looks []look
	}{
		{"as it should be", []look{{20*day + time.Hour, false, 2, false}, {20*day + 2*time.Hour, false, 2, false}}},
		{"the clock leaps and is set right", []look{{20*day + time.Hour, false, 2, false}, {60 * day, false, 2, true}, {60*day + time.Hour, false, 2, true},
			{20*day + 4*time.Hour, false, 2, false}, {20*day + 5*time.Hour, false, 2, false}}},
		{"the clock leaps and was right", []look{{20*day + time.Hour, false, 2, false}, {60 * day, false, 2, true}, {60*day + 23*time.Hour, false, 2, true}, {61 * day, false, 0, false}}},
		{"a leap after a leap", []look{{20*day + time.Hour, false, 2, false}, {60 * day, false, 2, true}, {100 * day, false, 2, true}, {100*day + 23*time.Hour, false, 2, true}, {101 * day, false, 0, false}}},
		{"a short leap while it runs", []look{{29*day - time.Hour, true, 2, true}, {30 * day, false, 2, false}, {30*day + 20*time.Hour, false, 2, true}}},
		{"off for 40 days", []look{{60 * day, true, 2, true}, {60*day + 12*time.Hour, true, 2, true}, {61 * day, true, 0, false}}},
		{"off for a weekend", []look{{20*day + time.Hour, false, 2, false}, {20*day + 49*time.Hour, true, 2, false}}},
		{"off for a day and past its retention", []look{{29 * day, true, 2, true}, {30 * day, false, 2, false}, {31 * day, true, 1, false}}},
		{"set back", []look{{20*day + time.Hour, false, 2, false}, {-40 * day, false, 2, false}, {-40*day + time.Hour, false, 2, false}, {20*day + 3*time.Hour, false, 2, true}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, dir := t.Context(), t.TempDir()
			s := open(t, dir, Options{})
			must(t, s.SaveTurn(ctx, turn("c", "ann", 0)))
			late := turn("c", "ann", 1)
			late.At = day0.Add(20 * day)
			must(t, s.SaveTurn(ctx, late))
			for n, l := range c.looks {
				if l.restart {
					must(t, s.Close())
					s = open(t, dir, Options{})
				}
				_, err := s.Sweep(ctx, day0.Add(l.at), keep)
				var doubt *ClockError
				if errors.As(err, &doubt) != l.doubt || err != nil && doubt == nil {
					t.Errorf("look %d: %v, want doubt %v", n, err, l.doubt)
				}
				if trouble := s.Trouble(); (trouble != nil) != l.doubt {
					t.Errorf("look %d: trouble %v", n, trouble)
				}
				if st, err := s.Stats(ctx); st.Turns != l.left || err != nil {
					t.Errorf("look %d: %d turns are left, %v; want %d", n, st.Turns, err, l.left)
				}
			}
		})
	}
}
