package discordbot

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"time"

	"resumebot/internal/limit"
)

// Limits are what visitors may ask for. Zero fields are no limit, but for
// Models and Queue, which are at least 1.
type Limits struct {
	User, Channel       Rate
	DailyUser, DailyAll int // answers written by the model
	Models              int // of them at the same time
	Queue               int // that may wait
}

// A Rate is so many at once, and as many again in a time.
type Rate struct {
	Burst int
	Per   time.Duration
}

func (r Rate) buckets() *limit.Buckets {
	if r.Burst <= 0 {
		return limit.NewBuckets(0, 1, 1)
	}
	return limit.NewBuckets(r.Per/time.Duration(r.Burst), r.Burst, 10_000)
}

type gates struct {
	user, channel *limit.Buckets
	pages         *limit.Buckets // of users: who looks around can still ask
	daily         *limit.Daily
	queue         *limit.Queue
	told          *limit.Buckets // of users who were told that they ask too much
	thinking      chan struct{}  // has a place for each answer that takes the processor
}

func newGates(l Limits) gates {
	return gates{user: l.User.buckets(), channel: l.Channel.buckets(), pages: l.User.buckets(), told: limit.NewBuckets(time.Minute, 1, 10_000), daily: limit.NewDaily(l.DailyUser, l.DailyAll), queue: limit.NewQueue(l.Models, l.Queue),
		thinking: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)-1))}
}

// limited tells a visitor why nothing more is answered just now, or "".
func (b *Bot) limited(p place) string { return b.limitedBy(b.gates.user, p) }

func (b *Bot) limitedBy(user *limit.Buckets, p place) string {
	now := b.Now()
	if ok, after := user.Allow(p.User, now); !ok {
		return tooFast(after)
	}
	if ok, after := b.gates.channel.Allow(p.Channel, now); !ok {
		return tooMany(after)
	}
	return ""
}

// thinkPatience is how long an answer waits for the processor: those before it may wait
// for a server, and not take it.
const thinkPatience = 3 * time.Second

// think waits for the processor, so that those who ask while others are answered are
// acknowledged in time. Its place is given back by leave, which may be called twice.
func (g *gates) think(ctx context.Context) (leave func()) {
	select {
	case g.thinking <- struct{}{}:
		return sync.OnceFunc(func() { <-g.thinking })
	case <-time.After(thinkPatience):
	case <-ctx.Done():
	}
	return func() {}
}

// admission lets the model be used within the day's ceilings and in fair turns.
// Where it is not, the answer is in the résumé's own words and says why.
func (b *Bot) admission(q *inquiry, moved func(ahead int)) func(context.Context) (func(), error) {
	return func(ctx context.Context) (func(), error) {
		release, err := b.gates.queue.Acquire(ctx, q.user, moved)
		var full *limit.FullError
		if errors.As(err, &full) {
			return nil, errors.New(ownWordsCrowd)
		}
		if err != nil {
			return nil, err
		}
		var daily *limit.DailyError
		if err := b.gates.daily.Take(q.user); errors.As(err, &daily) {
			release()
			if daily.Overall {
				return nil, errors.New(ownWordsAll)
			}
			return nil, errors.New(ownWordsYours)
		}
		return release, nil
	}
}
