package limit

import (
	"fmt"
	"sync"
	"time"
)

// Daily counts calls per key and overall. A day ends at UTC midnight, reckoned
// from the clock as NewDaily found it and the time that the process has run
// since: a clock that is set forward or back begins no day and ends none.
type Daily struct {
	perKey, overall int
	start           time.Time // with its monotonic reading

	mu    sync.Mutex
	day   int64 // since 1970
	total int
	byKey map[string]int
}

// DailyError says that a day's calls are used up.
type DailyError struct {
	Overall bool // all of everyone's, not only the key's own
	Limit   int
	Reset   time.Time // when there are new ones
}

func (e *DailyError) Error() string {
	whose := "the caller's"
	if e.Overall {
		whose = "everyone's"
	}
	return fmt.Sprintf("limit: %s %d calls of the day are used up until %s", whose, e.Limit, e.Reset.Format(time.RFC3339))
}

// NewDaily makes a counter with its ceilings; 0 is none.
func NewDaily(perKey, overall int) *Daily {
	return &Daily{perKey: perKey, overall: overall, start: time.Now(), byKey: make(map[string]int)}
}

// Take counts a call of key, or returns a [*DailyError] and counts nothing.
func (d *Daily) Take(key string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.turn()
	reset := time.Unix((d.day+1)*secondsPerDay, 0).UTC()
	if d.perKey > 0 && d.byKey[key] >= d.perKey {
		return &DailyError{Limit: d.perKey, Reset: reset}
	}
	if d.overall > 0 && d.total >= d.overall {
		return &DailyError{Overall: true, Limit: d.overall, Reset: reset}
	}
	d.total++
	d.byKey[key]++
	return nil
}

// Used returns the number of calls counted today.
func (d *Daily) Used() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.turn()
	return d.total
}

const secondsPerDay = 24 * 60 * 60

// turn starts a new day.
func (d *Daily) turn() {
	now := d.start.Add(time.Since(d.start)) // by the monotonic clock
	if day := now.Unix() / secondsPerDay; day > d.day {
		d.day, d.total = day, 0
		clear(d.byKey)
	}
}
