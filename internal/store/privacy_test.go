package store

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// bytesOf are the database and the files beside it, as they lie on the disk.
func bytesOf(t *testing.T, dir string) []byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var all []byte
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		must(t, err)
		all = append(all, b...)
	}
	return all
}

// Rows of all sizes, inserted and deleted in random order so that pages are
// split, joined and overflow: after Forget no byte of the forgotten is left.
func TestForgottenTextIsGoneFromTheFiles(t *testing.T) {
	const secret = "XYZZY-SECRET"
	for seed := range uint64(4) {
		ctx, dir := t.Context(), t.TempDir()
		bounded := seed%2 == 0 // then unanswered questions, kept without a user, outlive their turns
		opt := Options{TurnsPerConversation: 1000}
		if bounded {
			opt.TurnsPerConversation = 40
		}
		s := open(t, dir, opt)
		rnd := rand.New(rand.NewPCG(seed, 1))
		for n := range 150 {
			user, text := "bob", "plain"
			if rnd.IntN(3) == 0 {
				user, text = "ann", secret
			}
			next := turn(fmt.Sprint("c", rnd.IntN(3)), user, n)
			next.Question = fmt.Sprintf("%s question %d?", text, n)
			next.Answer = strings.Repeat(text+" ", 1+rnd.IntN(1+rnd.IntN(1200)))
			next.SourcesJSON = []byte(next.Answer)
			next.Parts = []string{text + fmt.Sprint(n)}
			if rnd.IntN(2) == 0 && !bounded {
				next.Status = "not_stated"
				must(t, s.Unanswered(ctx, next.Question, next.At))
			}
			must(t, s.SaveTurn(ctx, next))
			if rnd.IntN(3) == 0 {
				must(t, s.SaveFeedback(ctx, next.MessageID, []string{"ann", "bob"}[rnd.IntN(2)], true))
			}
			if rnd.IntN(60) == 0 {
				_, err := s.Forget(ctx, "carl")
				must(t, err)
			}
		}
		if !bytes.Contains(bytesOf(t, dir), []byte(secret)) {
			t.Fatal("the secret was never there")
		}
		if n, err := s.Forget(ctx, "ann"); n == 0 || err != nil {
			t.Fatalf("forgot %d, %v", n, err)
		}
		left := bytesOf(t, dir)
		for _, word := range []string{secret, strings.ToLower(secret)} {
			if n := bytes.Count(left, []byte(word)); n > 0 {
				t.Errorf("seed %d: %q stands %d times in the files", seed, word, n)
			}
		}
		if st, err := s.Stats(ctx); st.Users != 1 || st.Turns == 0 || err != nil {
			t.Errorf("what is left: %+v, %v", st, err)
		}
		must(t, s.Close())
	}
}

func TestForgetTakesOnlyTheUsersShare(t *testing.T) {
	ctx := t.Context()
	s := open(t, t.TempDir(), Options{})
	for n, user := range []string{"ann", "bob", "ann"} {
		next := turn("c", user, n)
		next.Question, next.Status = "Any pets?", "not_stated"
		next.ParentMessageID = fmt.Sprint("c-", n-1)
		must(t, s.SaveTurn(ctx, next))
		must(t, s.Unanswered(ctx, next.Question, next.At))
	}
	must(t, s.SaveFeedback(ctx, "c-0", "bob", true)) // on ann's: goes with the question
	must(t, s.SaveFeedback(ctx, "c-1", "ann", true)) // ann's own
	must(t, s.SaveFeedback(ctx, "c-1", "eve", false))
	for _, want := range []int{4, 0} {
		if n, err := s.Forget(ctx, "ann"); n != want || err != nil {
			t.Errorf("forgot %d, %v; want %d", n, err, want)
		}
	}
	open, err := s.ListUnanswered(ctx, 5)
	if err != nil || len(open) != 1 || open[0].Count != 1 {
		t.Errorf("unanswered %+v, %v", open, err)
	}
	if got, err := s.FeedbackTotals(ctx); got != (Totals{Down: 1}) || err != nil {
		t.Errorf("votes %+v, %v", got, err)
	}
	if got, err := s.Chain(ctx, "c-1", 9); len(got) != 1 || got[0].UserID != "bob" || err != nil {
		t.Errorf("chain %+v, %v", got, err)
	}
}

// Another process in the middle of a long read keeps the old pages alive: said,
// not hidden, and made good by the next deletion.
func TestForgetBesideAnotherReader(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	s := open(t, dir, Options{})
	must(t, s.SaveTurn(ctx, turn("c", "ann", 1)))
	must(t, s.SaveTurn(ctx, turn("c", "bob", 2)))
	other := open(t, dir, Options{})
	must(t, s.SaveTurn(ctx, turn("c", "bob", 3)))
	_, err := s.write.Exec("PRAGMA busy_timeout = 50")
	must(t, err)
	rows, err := other.read.Query("SELECT question FROM turn")
	must(t, err)
	rows.Next()
	if n, err := s.Forget(ctx, "ann"); n != 1 || !errors.Is(err, ErrLogHeld) {
		t.Errorf("forgot %d, %v; want 1, %v", n, err, ErrLogHeld)
	}
	must(t, rows.Close())
	if n, err := s.Sweep(ctx, day0.Add(150*time.Second)); n != 1 || err != nil {
		t.Errorf("swept %d, %v", n, err)
	}
	if bytes.Contains(bytesOf(t, dir), []byte("question 1 of ann")) {
		t.Error("the question is still in the files")
	}
}
