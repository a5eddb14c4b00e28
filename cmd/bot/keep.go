package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"resumebot/internal/health"
	"resumebot/internal/store"
)

// openStore opens what outlives a restart. Where that fails, the bot answers all
// the same and remembers until it ends.
func (p *program) openStore(ctx context.Context) *store.Store {
	s, err := store.Open(ctx, p.config.DataDir, store.Options{})
	if err == nil {
		return s
	}
	p.log.Error("conversations are kept in memory only, until this is mended and the bot started again", "err", err)
	if s, err = store.Instead(ctx, p.config.DataDir, err, store.Options{}); err != nil {
		panic(err) // SQLite without a file always opens
	}
	return s
}

// A tidier keeps the store to what it promises, at once and every hour.
type tidier struct {
	p         *program
	kept      *store.Store
	now       func() time.Time
	forgotten func(context.Context, store.Deleted)        // what follows from a deletion
	tell      func(ctx context.Context, text string) bool // the owner; whether it arrived

	told string // the matter that the owner was told of last
}

// run tidies until ctx ends.
func (t *tidier) run(ctx context.Context) {
	tick := time.NewTicker(store.SweepEvery)
	defer tick.Stop()
	for {
		t.tidy(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (t *tidier) tidy(ctx context.Context) {
	d, err := t.kept.Sweep(ctx, t.now(), t.p.config.Retention)
	if ctx.Err() != nil {
		return
	}
	t.forgotten(ctx, d)
	if d.Rows > 0 {
		t.p.log.Info("deleted what is past its retention, or of who asked to be forgotten", "rows", d.Rows)
	}
	var doubt *store.ClockError
	_, unused := t.kept.Unused()
	switch {
	case errors.As(err, &doubt):
		t.p.log.Warn("what is past its retention is not deleted yet", "err", err)
		t.report(ctx, "I delete nothing for its age just now", err)
	case err != nil:
		t.p.log.Error("what is past its retention, or of who asked to be forgotten, cannot be deleted", "err", err)
		t.report(ctx, "I cannot delete what is past its retention, or of who asked to be forgotten", err)
	case unused != nil:
		t.report(ctx, "I cannot use what I have kept, so I keep what is new in memory only, and who asks to be forgotten has to wait. Mend this and start me again", unused)
	default:
		t.told = ""
	}
}

// report tells the owner, once and not hour after hour.
func (t *tidier) report(ctx context.Context, matter string, err error) {
	if matter != t.told && t.tell(ctx, matter+": "+strings.ReplaceAll(err.Error(), "\n", "; ")) {
		t.told = matter
	}
}

// storeCheck is what /readyz shows of the store. It is degraded at worst:
// questions are answered without it, and sending them elsewhere would mend
// nothing.
func storeCheck(kept *store.Store) health.Check {
	return health.Check{Part: "store", Look: func(context.Context) (health.State, string) {
		if err := kept.Trouble(); err != nil {
			return health.Degraded, strings.ReplaceAll(err.Error(), "\n", "; ")
		}
		return health.OK, ""
	}}
}

// examineStore looks at what is kept without changing it.
func (p *program) examineStore(ctx context.Context) finding {
	f := finding{part: "database", state: "nothing is kept yet, or it can be used"}
	if err := store.Inspect(ctx, p.config.DataDir); err != nil {
		f.state, f.advice = err.Error(), "mend that, or move the file away; until then Discord's conversations are kept in memory only and nobody can be forgotten"
		return f
	}
	if n, err := store.Waiting(p.config.DataDir); err != nil || n > 0 {
		f.state, f.advice = plural(n, "user")+" asked to be forgotten and could not be yet", "start the bot with room on the disk: it makes that good"
	}
	return f
}
