package limit

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestBuckets(t *testing.T) {
	b := NewBuckets(10*time.Second, 2, 100)
	for i, tt := range []struct {
		key   string
		after time.Duration
		ok    bool
		retry time.Duration
	}{
		{"ann", 0, true, 0},
		{"ann", 0, true, 0},
		{"ann", 0, false, 10 * time.Second},
		{"bob", 0, true, 0},                              // a bucket of his own
		{"ann", 4 * time.Second, false, 6 * time.Second}, // a refusal costs nothing
		{"ann", 10 * time.Second, true, 0},
		{"ann", 10 * time.Second, false, 10 * time.Second},
		{"ann", time.Hour, true, 0},
		{"ann", time.Hour, true, 0},
		{"ann", time.Hour, false, 10 * time.Second}, // never more than the burst
	} {
		ok, retry := b.Allow(tt.key, noon.Add(tt.after))
		if ok != tt.ok || retry != tt.retry {
			t.Errorf("%d: Allow(%s, +%v) = %v, %v; want %v, %v", i, tt.key, tt.after, ok, retry, tt.ok, tt.retry)
		}
	}
	if ok, _ := NewBuckets(0, 0, 1).Allow("ann", noon); !ok {
		t.Error("no limit refused")
	}
	if ok, retry := NewBuckets(time.Second, 0, 1).Allow("ann", noon); ok || retry <= 0 {
		t.Errorf("a burst of 0 allowed: %v, %v", ok, retry)
	}
}

func TestBucketsForgetIdleKeys(t *testing.T) {
	b := NewBuckets(10*time.Second, 2, 100)
	for i := range 50 {
		b.Allow(fmt.Sprint(i), noon)
	}
	b.Allow("kept", noon.Add(15*time.Second))
	b.Allow("last", noon.Add(21*time.Second))
	if len(b.byKey) != 2 || b.recent.Len() != 2 {
		t.Errorf("%d keys are kept, %d in order; want 2", len(b.byKey), b.recent.Len())
	}
	for i := range 1000 {
		b.Allow(fmt.Sprint(i), noon.Add(22*time.Second))
	}
	if len(b.byKey) != 100 || b.recent.Len() != 100 {
		t.Errorf("%d keys are kept, %d in order; want 100", len(b.byKey), b.recent.Len())
	}
}

func TestBucketsConcurrently(t *testing.T) {
	b := NewBuckets(time.Hour, 7, 3)
	var wg sync.WaitGroup
	var mu sync.Mutex
	allowed := 0
	for range 100 {
		wg.Go(func() {
			if ok, _ := b.Allow("ann", noon); ok {
				mu.Lock()
				allowed++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if allowed != 7 {
		t.Errorf("allowed %d, want 7", allowed)
	}
}

func TestDaily(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		midnight := time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, 1)
		time.Sleep(time.Until(midnight) - time.Minute)
		d := NewDaily(2, 3)
		for i, tt := range []struct {
			key   string
			after time.Duration
			want  *DailyError
		}{
			{"ann", 0, nil},
			{"ann", 0, nil},
			{"ann", 58 * time.Second, &DailyError{Limit: 2, Reset: midnight}},
			{"bob", 0, nil},
			{"bob", time.Second, &DailyError{Overall: true, Limit: 3, Reset: midnight}},
			{"ann", time.Second, nil},
			{"ann", 0, nil},
			{"ann", 24*time.Hour - time.Second, &DailyError{Limit: 2, Reset: midnight.AddDate(0, 0, 1)}},
			{"bob", 0, nil},
		} {
			time.Sleep(tt.after)
			err := d.Take(tt.key)
			var got *DailyError
			errors.As(err, &got)
			if (got == nil) != (tt.want == nil) || got != nil && *got != *tt.want {
				t.Errorf("%d: Take(%s) at %v = %v, want %v", i, tt.key, time.Now().UTC(), err, tt.want)
			}
		}
		if n := d.Used(); n != 3 {
			t.Errorf("used %d, want 3", n)
		}
		time.Sleep(time.Second)
		if n := d.Used(); n != 0 {
			t.Errorf("used %d on a new day", n)
		}
	})
	none := NewDaily(0, 0)
	for range 100 {
		if err := none.Take("ann"); err != nil {
			t.Fatal(err)
		}
	}
}

// A clock that leaps shows in the wall time alone. What is reckoned from a time
// that has lost its monotonic reading would follow it.
func TestDailyReckonsByTheMonotonicClock(t *testing.T) {
	if start := NewDaily(1, 1).start; !strings.Contains(start.String(), " m=") {
		t.Errorf("the day is reckoned from the wall time %v", start)
	}
}
