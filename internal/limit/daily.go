package limit

import (
	"fmt"
	"sync"
	"time"
)

// Daily counts calls per key and overall, from one UTC midnight to the next.
type Daily struct {
	perKey, overall int

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
	return &Daily{perKey: perKey, overall: overall, byKey: make(map[string]int)}
}

// Take counts a call of key, or returns a [*DailyError] and counts nothing.
func (d *Daily) Take(key string, now time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.turn(now)
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
func (d *Daily) Used(now time.Time) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.turn(now)
	return d.total
}

const secondsPerDay = 24 * 60 * 60

// turn starts a new day. A clock that is set back starts none.
func (d *Daily) turn(now time.Time) {
	if day := now.Unix() / secondsPerDay; day > d.day {
		d.day, d.total = day, 0
		clear(d.byKey)
	}
}
