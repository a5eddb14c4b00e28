package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"resumebot/internal/store"
)

// setSchema sets the version of the schema of a bot's database and returns the
// one it had.
func setSchema(t *testing.T, version string) (was string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join("data", store.FileName))
	if err == nil {
		err = db.QueryRowContext(t.Context(), "PRAGMA user_version").Scan(&was)
	}
	if err == nil {
		_, err = db.ExecContext(t.Context(), "PRAGMA user_version = "+version)
	}
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return was
}

// A database that this program cannot read is no reason to say that nothing is
// kept: visitors, the owner, /readyz and doctor are told, and what a visitor
// wished is done once it can be.
func TestDatabaseOfANewerVersion(t *testing.T) {
	s := serveBot(t, "ADMIN_ADDR=127.0.0.1:0")
	s.d.Slash("42", "ask", question("Where did she work?")).Answer("an answer", contains("Acme"))
	s.stop()
	schema := setSchema(t, "99")

	s = serveAgain(t, s.d, s.getenv)
	s.d.Message("a word to the owner", contains("cannot use what I have kept", "newer version"))
	s.d.Slash("42", "forget").Answer("the truth", contains("could not delete", "noted your wish", "The owner has been told"))
	if code, text := get(t, "http://"+s.address(t, "ADMIN_ADDR")+"/readyz"); code != 200 || !strings.Contains(text, `"state":"degraded"`) || !strings.Contains(text, "newer version") {
		t.Errorf("readyz: HTTP %d %s", code, text)
	}
	if !strings.Contains(s.out.String(), "kept in memory only") {
		t.Error("the log does not tell")
	}
	s.stop()
	noDiscord := func(name string) string {
		if name == "DISCORD_TOKEN" {
			return ""
		}
		return s.getenv(name)
	}
	if _, out, _ := bot(t, noDiscord, "", "doctor"); !strings.Contains(out, "newer version of this program") {
		t.Errorf("doctor says\n%s", out)
	}

	setSchema(t, schema)
	if _, out, _ := bot(t, noDiscord, "", "doctor"); !strings.Contains(out, "1 user asked to be forgotten") {
		t.Errorf("doctor says\n%s", out)
	}
	s = serveAgain(t, s.d, s.getenv)
	s.logged(t, "rows=1") // the wish is carried out
	s.stop()
	left, err := os.ReadFile(filepath.Join("data", store.FileName))
	if err != nil || bytes.Contains(left, []byte("Where did she work?")) {
		t.Errorf("the question is still in the file, %v", err)
	}
}

// The owner is told of a clock that leaps, once, and of what cannot be deleted.
func TestTidierTellsTheOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept, err := store.Memory(t.Context(), store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer kept.Close()
		err = kept.SaveTurn(t.Context(), store.Turn{Conversation: "c", MessageID: "m", UserID: "42", Question: "what?", At: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		var leap atomic.Int64
		var arrives atomic.Bool
		var told []string
		tidy := &tidier{
			p: &program{log: slog.New(slog.DiscardHandler), config: Config{Retention: 30 * 24 * time.Hour}}, kept: kept,
			now:       func() time.Time { return time.Now().Add(time.Duration(leap.Load())) },
			forgotten: func(context.Context, store.Deleted) {},
			tell: func(_ context.Context, text string) bool {
				if !arrives.Load() {
					return false
				}
				told = append(told, text)
				return true
			},
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); tidy.run(ctx) }()
		turns := func(want int, when string) {
			t.Helper()
			synctest.Wait()
			if st, err := kept.Stats(t.Context()); st.Turns != want || err != nil {
				t.Errorf("%s: %d turns, %v; want %d", when, st.Turns, err, want)
			}
		}
		turns(1, "at first")
		leap.Store(int64(40 * 24 * time.Hour))
		time.Sleep(90 * time.Minute) // the owner cannot be reached
		turns(1, "after a leap")
		arrives.Store(true)
		time.Sleep(20 * time.Hour)
		turns(1, "before it is believed")
		if len(told) != 1 || !strings.Contains(told[0], "the clock has leapt") {
			t.Errorf("told %q", told)
		}
		time.Sleep(5 * time.Hour)
		turns(0, "after it is believed")
		cancel()
		<-done
	})
}

// Of the files of one folder doctor says what the bot would meet.
func TestDoctorLooksAtTheDatabase(t *testing.T) {
	getenv := setup(t)
	for _, c := range []struct {
		name string
		make func() error
		want string
	}{
		{"none", func() error { return nil }, "nothing is kept yet"},
		{"no database", func() error {
			return os.WriteFile(filepath.Join("data", store.FileName), []byte(strings.Repeat("x", 5000)), 0o600)
		}, "damaged or not a database"},
	} {
		if err := errors.Join(os.MkdirAll("data", 0o700), c.make()); err != nil {
			t.Fatal(err)
		}
		if _, out, _ := bot(t, getenv, "", "doctor"); !strings.Contains(out, c.want) {
			t.Errorf("%s: doctor says\n%s\nwant %q", c.name, out, c.want)
		}
	}
}
