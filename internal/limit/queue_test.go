package limit

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// hold takes a slot and returns when it has it.
func hold(t *testing.T, q *Queue, user string) (release func()) {
	t.Helper()
	release, err := q.Acquire(t.Context(), user, nil)
	if err != nil {
		t.Fatal(err)
	}
	return release
}

func TestUsersTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := NewQueue(1, 100)
		release := hold(t, q, "a")
		var order []string
		var wg sync.WaitGroup
		for _, name := range strings.Fields("a1 a2 a3 b1 a4 c1 b2") {
			wg.Go(func() {
				release, err := q.Acquire(t.Context(), name[:1], nil)
				if err != nil {
					t.Error(err)
					return
				}
				order = append(order, name) // the only slot guards it
				time.Sleep(time.Second)
				release()
			})
			synctest.Wait() // so that they join in this order
		}
		release()
		release() // a second time changes nothing
		wg.Wait()
		if got, want := strings.Join(order, " "), "a1 b1 c1 a2 b2 a3 a4"; got != want {
			t.Errorf("served %s, want %s", got, want)
		}
		if running, waiting := q.Len(); running != 0 || waiting != 0 || len(q.ring) != 0 {
			t.Errorf("left: %d running, %d waiting, %d lines", running, waiting, len(q.ring))
		}
	})
}

// Each figure moved was told since the last one joined is how many were served
// before: with one slot and a second for each, it foretells when one's turn is.
func TestMovedTellsTheTruth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := NewQueue(1, 100)
		release := hold(t, q, "z")
		begin := time.Now()
		var wg sync.WaitGroup
		for i := range 12 {
			user := []string{"a", "a", "b", "a", "c"}[i%5]
			wg.Go(func() {
				foretold := map[time.Duration]int{} // the turn foretold to figures told
				release, err := q.Acquire(t.Context(), user, func(ahead int) {
					now := time.Since(begin)
					if turn := now + time.Duration(ahead+1)*time.Second; now > 0 {
						foretold[turn]++
					}
				})
				if err != nil {
					t.Error(err)
					return
				}
				defer release()
				turn := time.Since(begin)
				wrong := maps.Clone(foretold)
				delete(wrong, turn)
				if len(wrong) > 0 || foretold[turn] == 0 && turn > time.Second {
					t.Errorf("waiter %d, served at %v, was foretold %v", i, turn, foretold)
				}
				time.Sleep(time.Second)
			})
			synctest.Wait()
		}
		time.Sleep(time.Second)
		release()
		wg.Wait()
	})
}

func TestOneUserDelaysAnotherByOneRoundAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const slots, each = 3, time.Minute
		q := NewQueue(slots, 200)
		var wg sync.WaitGroup
		ask := func(user string) {
			wg.Go(func() {
				release, err := q.Acquire(t.Context(), user, nil)
				if err != nil {
					t.Error(err)
					return
				}
				time.Sleep(each)
				release()
			})
		}
		for range 100 + slots {
			ask("greedy")
		}
		synctest.Wait()
		begin := time.Now()
		release, err := q.Acquire(t.Context(), "modest", nil)
		if err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(begin); waited > each {
			t.Errorf("waited %v behind one other user, want a round (%v) at most", waited, each)
		}
		release()
		wg.Wait()
	})
}

func TestManyUsersAreAllServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const slots = 4
		q := NewQueue(slots, 200)
		var mu sync.Mutex
		running, most := 0, 0
		served := map[string]int{}
		var wg sync.WaitGroup
		for i := range 200 {
			user := fmt.Sprint("user ", i%50)
			wg.Go(func() {
				release, err := q.Acquire(t.Context(), user, func(int) {})
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				running++
				most = max(most, running)
				mu.Unlock()
				time.Sleep(time.Duration(1+i%7) * time.Millisecond)
				mu.Lock()
				running--
				served[user]++
				mu.Unlock()
				release()
			})
		}
		wg.Wait()
		if len(served) != 50 || most != slots {
			t.Errorf("%d users were served, %d at once; want 50, %d", len(served), most, slots)
		}
		for user, n := range served {
			if n != 4 {
				t.Errorf("%s was served %d times, want 4", user, n)
			}
		}
	})
}

// The same without a bubble, for the race detector: real goroutines, some of
// which give up.
func TestGivingUpLosesNoSlot(t *testing.T) {
	q := NewQueue(3, 60)
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i%5)*time.Millisecond)
			defer cancel()
			release, err := q.Acquire(ctx, fmt.Sprint(i%50), nil)
			if err != nil {
				var full *FullError
				if !errors.Is(err, context.DeadlineExceeded) && !errors.As(err, &full) {
					t.Error(err)
				}
				return
			}
			time.Sleep(time.Millisecond)
			release()
		})
	}
	wg.Wait()
	if running, waiting := q.Len(); running != 0 || waiting != 0 || len(q.ring) != 0 {
		t.Errorf("left: %d running, %d waiting, %d lines", running, waiting, len(q.ring))
	}
	for range 3 { // all slots are there
		hold(t, q, "last")
	}
}

func TestCancelledWaiterMakesRoomForThoseBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := NewQueue(1, 10)
		release := hold(t, q, "a")
		ctx, cancel := context.WithCancelCause(t.Context())
		reason := errors.New("the visitor pressed Stop")
		go func() {
			if _, err := q.Acquire(ctx, "b", nil); !errors.Is(err, reason) {
				t.Errorf("got %v, want %v", err, reason)
			}
		}()
		synctest.Wait()
		var told []int
		done := make(chan func())
		go func() {
			release, err := q.Acquire(t.Context(), "c", func(n int) { told = append(told, n) })
			if err != nil {
				t.Error(err)
			}
			done <- release
		}()
		synctest.Wait()
		cancel(reason)
		synctest.Wait()
		release()
		(<-done)()
		if !slices.Equal(told, []int{1, 0}) {
			t.Errorf("was told %v, want [1 0]", told)
		}
		if _, err := q.Acquire(ctx, "b", nil); !errors.Is(err, reason) {
			t.Errorf("with a dead context: %v", err)
		}
		if running, waiting := q.Len(); running != 0 || waiting != 0 {
			t.Errorf("left: %d running, %d waiting", running, waiting)
		}
	})
}

// A full queue takes the newcomer's side against whoever fills it.
func TestFullQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := NewQueue(1, 3)
		release := hold(t, q, "greedy")
		results := make(chan string, 10)
		ask := func(user, name string) {
			go func() {
				release, err := q.Acquire(t.Context(), user, nil)
				var full *FullError
				switch {
				case errors.As(err, &full):
					results <- fmt.Sprint(name, " refused ", full.Waiting)
				case err != nil:
					results <- err.Error()
				default:
					results <- name
					release()
				}
			}()
			synctest.Wait()
		}
		for i := range 4 {
			ask("greedy", fmt.Sprint("g", i)) // the fourth is refused
		}
		ask("modest", "m0") // in place of g2
		ask("modest", "m1") // refused: greedy has two waiting, modest would have two
		release()
		synctest.Wait()
		close(results)
		var got []string
		for r := range results {
			got = append(got, r)
		}
		want := []string{"g3 refused 3", "g2 refused 3", "m1 refused 3", "g0", "m0", "g1"}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func BenchmarkQueueOf200(b *testing.B) {
	for b.Loop() {
		q := NewQueue(4, 200)
		var wg sync.WaitGroup
		for i := range 200 {
			wg.Go(func() {
				if release, err := q.Acquire(b.Context(), fmt.Sprint(i%50), nil); err == nil {
					release()
				}
			})
		}
		wg.Wait()
	}
}
