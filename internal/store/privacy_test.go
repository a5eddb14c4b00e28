package store

import (
	"bytes"
	"database/sql"
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
		bounded := seed%2 == 0 // then unanswered questions outlive their turns
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
			if rnd.IntN(2) == 0 {
				next.Status = "not_stated"
				must(t, s.Unanswered(ctx, user, next.Question, next.At))
				if rnd.IntN(10) == 0 {
					must(t, s.SaveCurated(ctx, next.Question, "Words of the owner.", next.At))
				}
			}
			must(t, s.SaveTurn(ctx, next))
			if rnd.IntN(3) == 0 {
				must(t, s.SaveFeedback(ctx, next.MessageID, []string{"ann", "bob"}[rnd.IntN(2)], true))
			}
			if rnd.IntN(3) == 0 {
				must(t, s.SavePending(ctx, Pending{ID: fmt.Sprint(n), Turn: next, Place: []byte(text)}))
			}
			if rnd.IntN(60) == 0 {
				_, err := s.Forget(ctx, "carl")
				must(t, err)
			}
		}
		if !bytes.Contains(bytesOf(t, dir), []byte(secret)) {
			t.Fatal("the secret was never there")
		}
		if d, err := s.Forget(ctx, "ann"); d.Rows == 0 || err != nil {
			t.Fatalf("forgot %d, %v", d.Rows, err)
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
		must(t, s.Unanswered(ctx, user, next.Question, next.At))
	}
	must(t, s.SaveFeedback(ctx, "c-0", "bob", true)) // on ann's: goes with the question
	must(t, s.SaveFeedback(ctx, "c-1", "ann", true)) // ann's own
	must(t, s.SaveFeedback(ctx, "c-1", "eve", false))
	for _, want := range []int{5, 0} {
		if d, err := s.Forget(ctx, "ann"); d.Rows != want || err != nil {
			t.Errorf("forgot %d, %v; want %d", d.Rows, err, want)
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
	if d, err := s.Forget(ctx, "ann"); d.Rows != 1 || !errors.Is(err, ErrTraces) {
		t.Errorf("forgot %d, %v; want 1, %v", d.Rows, err, ErrTraces)
	}
	if err := s.Trouble(); !errors.Is(err, ErrTraces) {
		t.Errorf("trouble: %v", err)
	}
	must(t, rows.Close())
	if d, err := s.Sweep(ctx, day0.Add(3*time.Minute), time.Hour); d.Rows != 0 || err != nil { // nothing is old
		t.Errorf("swept %d, %v", d.Rows, err)
	}
	must(t, s.Trouble())
	if bytes.Contains(bytesOf(t, dir), []byte("question 1 of ann")) {
		t.Error("the question is still in the files")
	}
}

// What a user typed is the user's as long as it is kept, wherever: after the
// turn was pruned, in the owner's list and above the owner's answer.
func TestForgetReachesWhatOutlivesTheTurn(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	s := open(t, dir, Options{TurnsPerConversation: 1})
	ask := func(user, question string, n int) {
		next := turn("c", user, n)
		next.Question, next.Status = question, "not_stated"
		must(t, s.SaveTurn(ctx, next))
		must(t, s.Unanswered(ctx, user, question, next.At))
	}
	ask("ann", "Did ANN-WROTE-THIS happen?", 1)
	ask("ann", "Any PETS?", 2)
	ask("bob", "any pets?", 3)
	ask("ann", "Is ANN-ASKED-THAT so?", 4)
	ask("bob", "Is BOB-ASKED-THAT so?", 5)
	must(t, s.SaveCurated(ctx, "Is ANN-ASKED-THAT so?", "It is.", day0))
	must(t, s.SaveCurated(ctx, "Is ANN-ASKED-THAT so?", "It is so.", day0)) // revised
	must(t, s.SaveCurated(ctx, "Is BOB-ASKED-THAT so?", "Hardly.", day0))

	d, err := s.Forget(ctx, "ann")
	if err != nil || d.Rows != 3 || len(d.Answers) != 1 || d.Answers[0].Answer != "It is so." {
		t.Errorf("forgot %+v, %v", d, err)
	}
	left := strings.ToUpper(string(bytesOf(t, dir)))
	for _, word := range []string{"ANN-WROTE-THIS", "ANN-ASKED-THAT"} {
		if strings.Contains(left, word) {
			t.Errorf("%s is still in the files", word)
		}
	}
	open, err := s.ListUnanswered(ctx, 5)
	if err != nil || len(open) != 1 || open[0].Question != "any pets?" || open[0].Count != 1 {
		t.Errorf("unanswered %+v, %v", open, err)
	}
	if list, err := s.ListCurated(ctx); err != nil || len(list) != 1 || list[0].Answer != "Hardly." {
		t.Errorf("curated %+v, %v", list, err)
	}
}

// What was pruned or dropped is no longer anybody's row, but its text may stand
// in the log.
func TestPrunedTextIsGoneFromTheFiles(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(*Store) error
	}{
		{"forget", func(s *Store) error { _, err := s.Forget(t.Context(), "ann"); return err }},
		{"sweep", func(s *Store) error { _, err := s.Sweep(t.Context(), day0.Add(time.Hour), 0); return err }},
		{"drop", func(s *Store) error {
			open, err := s.ListUnanswered(t.Context(), 1)
			must(t, err)
			_, err = s.DeleteUnanswered(t.Context(), open[0].ID)
			return err
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, dir := t.Context(), t.TempDir()
			s := open(t, dir, Options{TurnsPerConversation: 1})
			must(t, s.SaveTurn(ctx, turn("c", "ann", 1)))
			must(t, s.SaveTurn(ctx, turn("c", "bob", 2)))
			must(t, s.Unanswered(ctx, "bob", "Any pets?", day0))
			if !bytes.Contains(bytesOf(t, dir), []byte("question 1 of ann")) {
				t.Fatal("the question was never in the log")
			}
			must(t, c.do(s))
			if bytes.Contains(bytesOf(t, dir), []byte("question 1 of ann")) {
				t.Error("the question is still in the files")
			}
		})
	}
}

// A store whose file is not in use does not say that nothing is kept, and leaves
// the wish to who can open the file.
func TestForgetBesideAFileThatIsNotInUse(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	s := open(t, dir, Options{})
	must(t, s.SaveTurn(ctx, turn("c", "ann", 1)))
	must(t, s.SaveTurn(ctx, turn("c", "bob", 2)))
	must(t, s.Close())
	file := filepath.Join(dir, FileName)
	execSQL(t, file, "PRAGMA user_version = 99")
	_, cause := Open(ctx, dir, Options{})
	if !errors.Is(cause, ErrNewer) || !errors.Is(Inspect(ctx, dir), ErrNewer) {
		t.Fatalf("opened: %v", cause)
	}
	instead, err := Instead(ctx, dir, cause, Options{})
	must(t, err)
	defer instead.Close()
	must(t, instead.SaveTurn(ctx, turn("d", "ann", 3)))
	d, err := instead.Forget(ctx, "ann")
	var not *NotForgottenError
	if !errors.As(err, &not) || !errors.Is(err, ErrNewer) || not.Wish != nil || d.Rows != 1 {
		t.Errorf("forgot %+v, %v", d, err)
	}
	if _, err := instead.Sweep(ctx, day0, time.Hour); err != nil {
		t.Error(err)
	}
	if err := instead.Trouble(); err == nil || !errors.Is(err, ErrNewer) || !strings.Contains(err.Error(), "1 who asked") {
		t.Errorf("trouble: %v", err)
	}
	if info, err := os.Stat(filepath.Join(dir, WishPrefix+"ann")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the wish: %v, %v", info, err)
	}

	execSQL(t, file, fmt.Sprint("PRAGMA user_version = ", len(migrations()))) // the right program again
	s = open(t, dir, Options{})
	if d, err := s.Sweep(ctx, day0, 0); d.Rows != 1 || err != nil {
		t.Errorf("swept %+v, %v", d, err)
	}
	must(t, s.Trouble())
	if st, err := s.Stats(ctx); st.Turns != 1 || err != nil {
		t.Errorf("%+v, %v", st, err)
	}
	if _, err := os.Stat(filepath.Join(dir, WishPrefix+"ann")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the wish is still there: %v", err)
	}
}

// Where no file is, nothing is kept in one.
func TestForgetWhereNothingWasKept(t *testing.T) {
	ctx := t.Context()
	for name, dir := range map[string]string{"no folder": filepath.Join(t.TempDir(), "none"), "empty file": t.TempDir()} {
		if name == "empty file" {
			must(t, os.WriteFile(filepath.Join(dir, FileName), nil, 0o600))
		}
		s, err := Instead(ctx, dir, ErrReadOnly, Options{})
		must(t, err)
		defer s.Close()
		if d, err := s.Forget(ctx, "ann"); d.Rows != 0 || err != nil {
			t.Errorf("%s: forgot %+v, %v", name, d, err)
		}
		if left, why := s.Unused(); left || !errors.Is(why, ErrReadOnly) {
			t.Errorf("%s: %v, %v", name, left, why)
		}
	}
}

// Another program that holds the file is named as the reason.
func TestOpenBesideALock(t *testing.T) {
	dir := t.TempDir()
	must(t, open(t, dir, Options{}).Close())
	other, err := sql.Open("sqlite", fileURI(filepath.Join(dir, FileName))+pragmas("locking_mode(exclusive)"))
	must(t, err)
	defer other.Close()
	_, err = other.Exec("CREATE TABLE held (x); DROP TABLE held")
	must(t, err)
	if err := Inspect(t.Context(), dir); !errors.Is(err, ErrLocked) {
		t.Errorf("inspected: %v", err)
	}
}
