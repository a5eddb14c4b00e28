package discordbot

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"resumebot/internal/discordtest"
	"resumebot/internal/rag"
	"resumebot/internal/store"
)

// keeper is a store with one answer to user 42 in its file.
func keeper(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	err = s.SaveTurn(t.Context(), store.Turn{Conversation: "c", MessageID: "m", UserID: "42", Question: "what?", Status: "answered", At: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What /forget, /about and /help say of what is kept is true of the disk.
func TestForgetTellsTheTruth(t *testing.T) {
	t.Parallel()
	// spoil makes the store of a folder fail as it may.
	for _, c := range []struct {
		name   string
		spoil  func(t *testing.T, dir string) *store.Store
		owners []string
		says   []string // in the answer to /forget
		about  string
	}{
		{"all well", keeper, nil, []string{"Done: I have deleted what I kept about you (1 record)."}, "for 30 days, or until"},
		{"nothing was kept", func(t *testing.T, dir string) *store.Store {
			return instead(t, dir, store.ErrReadOnly)
		}, nil, []string{"I keep nothing about you."}, "in memory until I am restarted"},
		{"the file is not in use", func(t *testing.T, dir string) *store.Store {
			keeper(t, dir).Close()
			return instead(t, dir, store.ErrNewer)
		}, []string{"900"}, []string{"could not delete", "cannot open my records", "may still be there", "noted your wish", "The owner has been told.", "Reference: `"}, "cannot reach what I kept"},
		{"and nobody owns it", func(t *testing.T, dir string) *store.Store {
			keeper(t, dir).Close()
			return instead(t, dir, store.ErrFull)
		}, nil, []string{"my disk is full", "stands in my log; please tell the owner"}, "my disk is full"},
		{"and the wish cannot be noted", func(t *testing.T, dir string) *store.Store {
			keeper(t, dir).Close()
			s := instead(t, dir, store.ErrFull)
			if err := os.Mkdir(filepath.Join(dir, store.WishPrefix+"42"), 0o700); err != nil {
				t.Fatal(err)
			}
			return s
		}, nil, []string{"say `/forget` again tomorrow"}, "cannot reach what I kept"},
		{"it cannot be written", func(t *testing.T, dir string) *store.Store {
			s := keeper(t, dir)
			refuseDeletions(t, dir)
			return s
		}, []string{"900"}, []string{"could not delete", "cannot be changed just now", "noted your wish", "The owner has been told."}, "for 30 days"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d, dir := discordtest.New(t), t.TempDir()
			var mu sync.Mutex
			var log bytes.Buffer
			o := quick(t, d)
			o.Logger = slog.New(slog.NewTextHandler(lockedWriter{&mu, &log}, nil))
			b := startBot(t, d, o, c.spoil(t, dir), func(context.Context, rag.Question, func(rag.Answer)) (rag.Answer, error) { return rag.Answer{}, nil })
			b.Retention, b.Owners = 30*24*time.Hour, c.owners
			said := d.Slash("42", "forget").Answer("what became of it", func(m discordtest.Message) bool { return m.Content != "" && !m.Thinking }).Content
			for _, want := range c.says {
				if !strings.Contains(said, want) {
					t.Errorf("says %q, want %q", said, want)
				}
			}
			beyond := strings.Contains(said, "may still be there")
			_, reference, _ := strings.Cut(strings.TrimSuffix(said, "`"), "Reference: `")
			mu.Lock()
			logged := strings.Contains(log.String(), "reference="+reference) && strings.Contains(log.String(), "could not be forgotten")
			mu.Unlock()
			if beyond != logged {
				t.Errorf("logged %v:\n%s", logged, log.String())
			}
			if c.owners != nil {
				d.Message("a word to the owner", func(m discordtest.Message) bool {
					return strings.Contains(m.Content, "asked to be forgotten") && strings.Contains(m.Content, reference)
				})
			}
			about := d.Slash("42", "about").Answer("/about", nil).Content
			if !strings.Contains(about, c.about) {
				t.Errorf("/about says %q, want %q", about, c.about)
			}
			help := d.Slash("42", "help").Answer("/help", nil).Content
			if left, _ := b.Store.Unused(); left != strings.Contains(help, "cannot reach what I kept") {
				t.Errorf("/help says %q", help)
			}
		})
	}
}

func instead(t *testing.T, dir string, why error) *store.Store {
	t.Helper()
	s, err := store.Instead(t.Context(), dir, why, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// refuseDeletions makes the database refuse to delete turns.
func refuseDeletions(t *testing.T, dir string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, store.FileName))
	if err == nil {
		_, err = db.ExecContext(t.Context(), "CREATE TRIGGER no BEFORE DELETE ON turn BEGIN SELECT raise(ABORT, 'no'); END")
	}
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// An answer that the owner wrote to a visitor's words goes with them, and back
// to the owner.
func TestForgettingGivesTheOwnerTheAnswerBack(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	kept, err := store.Memory(t.Context(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := startBot(t, d, quick(t, d), kept, func(context.Context, rag.Question, func(rag.Answer)) (rag.Answer, error) { return rag.Answer{}, nil })
	b.Owners = []string{"900"}
	err = errors.Join(kept.Unanswered(t.Context(), "42", "Any pets?", time.Now()), kept.SaveCurated(t.Context(), "Any pets?", "A llama.", time.Now()))
	if err != nil {
		t.Fatal(err)
	}
	d.Slash("42", "forget").Answer("done", func(m discordtest.Message) bool { return strings.Contains(m.Content, "1 record") })
	m := d.Message("the answer", func(m discordtest.Message) bool { return strings.Contains(m.Content, "> A llama.") })
	if strings.Contains(m.Content, "pets") {
		t.Errorf("the owner is told the question: %s", m.Content)
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{time.Hour: "1 hour", 12 * time.Hour: "12 hours", 48 * time.Hour: "2 days", 30 * 24 * time.Hour: "30 days"} {
		if got := span(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
