package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var day0 = time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC)

func open(t testing.TB, dir string, opt Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// turn makes the n-th turn of a conversation.
func turn(conversation, user string, n int) Turn {
	return Turn{
		Conversation: conversation, MessageID: fmt.Sprintf("%s-%d", conversation, n), UserID: user,
		Question: fmt.Sprintf("question %d of %s", n, user), Answer: fmt.Sprintf("answer %d", n),
		Status: "answered", SourcesJSON: []byte(`[1]`), At: day0.Add(time.Duration(n) * time.Minute),
	}
}

func questions(turns []Turn) string {
	var all []string
	for _, t := range turns {
		all = append(all, t.Question)
	}
	return strings.Join(all, "|")
}

func TestSurvivesReopening(t *testing.T) {
	ctx, dir := t.Context(), filepath.Join(t.TempDir(), "a b?c#d%41é") // every character that means something in a URI
	s := open(t, dir, Options{})
	want := turn("c", "ann", 1)
	must(t, s.SaveTurn(ctx, want))
	must(t, s.SetSetting(ctx, "commands", "abc"))
	must(t, s.SetSetting(ctx, "commands", "def"))
	must(t, s.Close())

	s = open(t, dir, Options{})
	got, ok, err := s.ByMessage(ctx, "c-1")
	if err != nil || !ok {
		t.Fatalf("ByMessage: %v, %v", ok, err)
	}
	if !got.At.Equal(want.At) {
		t.Errorf("time %v, want %v", got.At, want.At)
	}
	got.At = want.At
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if v, err := s.Setting(ctx, "commands"); v != "def" || err != nil {
		t.Errorf("setting %q, %v", v, err)
	}
	if v, err := s.Setting(ctx, "absent"); v != "" || err != nil {
		t.Errorf("absent setting %q, %v", v, err)
	}
	if _, ok, err := s.ByMessage(ctx, "absent"); ok || err != nil {
		t.Errorf("absent message: %v, %v", ok, err)
	}
	if err := s.SaveTurn(ctx, Turn{}); err == nil {
		t.Error("a turn without a message was saved")
	}
	for _, name := range []string{FileName, FileName + "-wal"} {
		fi, err := os.Stat(filepath.Join(dir, name))
		must(t, err)
		if fi.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others: %v", name, fi.Mode())
		}
	}
}

func TestMemory(t *testing.T) {
	ctx := t.Context()
	s, err := Memory(ctx, Options{})
	must(t, err)
	defer s.Close()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() { must(t, s.SaveTurn(ctx, turn("c", "ann", i))) })
	}
	wg.Wait()
	if d, err := s.Forget(ctx, "ann"); d.Rows != 20 || err != nil {
		t.Errorf("forgot %d, %v", d.Rows, err)
	}
	if st, err := s.Stats(ctx); st.Turns != 0 || st.Bytes != 0 || err != nil {
		t.Errorf("%+v, %v", st, err)
	}
}

func TestChain(t *testing.T) {
	ctx := t.Context()
	s := open(t, t.TempDir(), Options{})
	// 1 ← 2 ← 3 ← 4, and 1 ← 5; 2 was split over messages x and y, and 3 replies to y.
	for n, parent := range []string{1: "", 2: "c-1", 3: "y", 4: "c-3", 5: "c-1"} {
		if n == 0 {
			continue
		}
		next := turn("c", "u", n)
		next.ParentMessageID = parent
		if n == 2 {
			next.Parts = []string{"x", "y"}
		}
		must(t, s.SaveTurn(ctx, next))
	}
	again := turn("c", "u", 2) // a retry of 2 takes its place, parts and all
	again.ParentMessageID, again.Parts, again.Question = "c-1", []string{"z"}, "question 2 again"
	must(t, s.SaveTurn(ctx, again))

	for _, tt := range []struct {
		message string
		max     int
		want    string
	}{
		{"c-4", 9, "question 1 of u|question 2 again|question 3 of u|question 4 of u"},
		{"c-4", 2, "question 3 of u|question 4 of u"},
		{"c-5", 9, "question 1 of u|question 5 of u"},
		{"z", 9, "question 1 of u|question 2 again"},
		{"x", 9, ""},
		{"absent", 9, ""},
		{"", 9, ""},
		{"c-4", 0, ""},
	} {
		got, err := s.Chain(ctx, tt.message, tt.max)
		must(t, err)
		if questions(got) != tt.want {
			t.Errorf("Chain(%q, %d) = %q, want %q", tt.message, tt.max, questions(got), tt.want)
		}
	}
	loop := turn("c", "u", 6)
	loop.ParentMessageID = loop.MessageID
	must(t, s.SaveTurn(ctx, loop))
	if got, err := s.Chain(ctx, loop.MessageID, 5); len(got) > 5 || err != nil {
		t.Errorf("a message that replies to itself gave %d turns, %v", len(got), err)
	}
}

func TestConversationIsBounded(t *testing.T) {
	ctx := t.Context()
	s := open(t, t.TempDir(), Options{TurnsPerConversation: 3})
	for n := range 10 {
		must(t, s.SaveTurn(ctx, turn("c", "u", n)))
	}
	must(t, s.SaveTurn(ctx, turn("other", "u", 0)))
	got, err := s.Recent(ctx, "c", 10)
	must(t, err)
	if want := "question 7 of u|question 8 of u|question 9 of u"; questions(got) != want {
		t.Errorf("kept %q, want %q", questions(got), want)
	}
	got, err = s.Recent(ctx, "c", 2)
	must(t, err)
	if want := "question 8 of u|question 9 of u"; questions(got) != want {
		t.Errorf("last two are %q, want %q", questions(got), want)
	}
}

func TestFeedback(t *testing.T) {
	ctx := t.Context()
	s := open(t, t.TempDir(), Options{TurnsPerConversation: 2})
	first := turn("c", "ann", 1)
	first.Parts = []string{"rest"}
	must(t, s.SaveTurn(ctx, first))
	for _, vote := range []struct {
		message, user string
		up            bool
	}{
		{"c-1", "ann", false}, {"c-1", "bob", true}, {"c-1", "ann", true}, {"c-1", "ann", false}, {"rest", "eve", false}, {"rest", "bob", true},
	} {
		must(t, s.SaveFeedback(ctx, vote.message, vote.user, vote.up))
	}
	if err := s.SaveFeedback(ctx, "absent", "ann", true); !errors.Is(err, ErrNoMessage) {
		t.Errorf("vote on an unknown message: %v", err)
	}
	for n := 2; n < 6; n++ { // the turn goes, the votes stay
		must(t, s.SaveTurn(ctx, turn("c", "ann", n)))
	}
	if got, err := s.FeedbackTotals(ctx); got != (Totals{Up: 1, Down: 2}) || err != nil {
		t.Errorf("totals %+v, %v", got, err)
	}
	got, err := s.Disliked(ctx, 5)
	if want := (Verdict{"question 1 of ann", Totals{1, 2}}); err != nil || len(got) != 1 || got[0] != want {
		t.Errorf("disliked %+v, %v; want %+v", got, err, want)
	}
}

func TestUnansweredAndCurated(t *testing.T) {
	ctx := t.Context()
	s := open(t, t.TempDir(), Options{MaxUnanswered: 3})
	ask := func(question string, minute int) {
		t.Helper()
		must(t, s.Unanswered(ctx, fmt.Sprint("user ", minute%2), question, day0.Add(time.Duration(minute)*time.Minute)))
	}
	show := func() string {
		t.Helper()
		open, err := s.ListUnanswered(ctx, 10)
		must(t, err)
		var lines []string
		for _, q := range open {
			lines = append(lines, fmt.Sprintf("%d %s +%v", q.Count, q.Question, q.LastSeen.Sub(day0)))
		}
		return strings.Join(lines, "\n")
	}
	ask("Does Ankit speak French?", 1)
	ask("  does ankit  speak french ", 8)
	ask("¿Habla francés?", 2)
	ask("Shoe size?!", 3)
	ask("Pets?", 4) // one too many: the rarest and oldest goes
	want := "2 Does Ankit speak French? +8m0s\n1 Pets? +4m0s\n1 Shoe size?! +3m0s"
	if got := show(); got != want {
		t.Fatalf("got\n%s\nwant\n%s", got, want)
	}
	if err := s.Unanswered(ctx, "ann", " ?! ", day0); err == nil {
		t.Error("an empty question was counted")
	}

	must(t, s.SaveCurated(ctx, "Does Ankit speak French", "A little.", day0))
	must(t, s.SaveCurated(ctx, "Does Ankit speak French?", "Yes, B2.", day0.Add(time.Hour)))
	ask("does Ankit speak french", 10) // answered by now
	if got, want := show(), "1 Pets? +4m0s\n1 Shoe size?! +3m0s"; got != want {
		t.Fatalf("got\n%s\nwant\n%s", got, want)
	}
	curated, err := s.ListCurated(ctx)
	must(t, err)
	if len(curated) != 1 || curated[0].Question != "Does Ankit speak French?" || curated[0].Answer != "Yes, B2." || !curated[0].At.Equal(day0.Add(time.Hour)) {
		t.Errorf("curated %+v", curated)
	}
	if err := s.SaveCurated(ctx, "Age?", "  ", day0); err == nil {
		t.Error("an empty answer was saved")
	}

	open, err := s.ListUnanswered(ctx, 1)
	must(t, err)
	for _, want := range []bool{true, false} {
		if ok, err := s.DeleteUnanswered(ctx, open[0].ID); ok != want || err != nil {
			t.Errorf("DeleteUnanswered: %v, %v; want %v", ok, err, want)
		}
		if ok, err := s.DeleteCurated(ctx, curated[0].ID); ok != want || err != nil {
			t.Errorf("DeleteCurated: %v, %v; want %v", ok, err, want)
		}
	}
	if got, want := show(), "1 Shoe size?! +3m0s"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSweepAndStats(t *testing.T) {
	ctx := t.Context()
	s := open(t, t.TempDir(), Options{Now: func() time.Time { return day0.Add(2 * time.Minute) }})
	for n := range 5 {
		must(t, s.SaveTurn(ctx, turn("c", "ann", n)))
		must(t, s.Unanswered(ctx, "ann", fmt.Sprint("open ", n), day0.Add(time.Duration(n)*time.Minute)))
	}
	must(t, s.SaveTurn(ctx, turn("d", "bob", 9)))
	must(t, s.SaveFeedback(ctx, "c-4", "bob", true))
	must(t, s.SaveCurated(ctx, "old", "but the owner's", time.Unix(0, 0)))

	st, err := s.Stats(ctx)
	must(t, err)
	if !st.Oldest.Equal(day0) || st.Bytes == 0 {
		t.Errorf("oldest %v, %d bytes", st.Oldest, st.Bytes)
	}
	st.Oldest, st.Bytes = time.Time{}, 0
	if want := (Stats{Schema: len(migrations()), Turns: 6, Conversations: 2, Users: 2, Feedback: Totals{Up: 1}, Unanswered: 5, Curated: 1}); st != want {
		t.Errorf("got %+v\nwant %+v", st, want)
	}
	for _, want := range []int{3 + 1 + 3, 0} { // turns, vote, questions
		if d, err := s.Sweep(ctx, day0.Add(10*time.Minute), 7*time.Minute); d.Rows != want || err != nil {
			t.Errorf("swept %d, %v; want %d", d.Rows, err, want)
		}
	}
	st, err = s.Stats(ctx)
	must(t, err)
	if st.Turns != 3 || st.Feedback.Up != 0 || st.Unanswered != 2 || st.Curated != 1 || !st.Oldest.Equal(day0.Add(3*time.Minute)) {
		t.Errorf("after the sweep: %+v", st)
	}
}

func TestMigratesFromEveryVersion(t *testing.T) {
	// What a database of each version holds besides those before it.
	rows := []string{
		"",
		`INSERT INTO turn (conversation, message_id, user_id, question, answer, status, at) VALUES ('c', 'm', 'ann', 'old question', 'old answer', 'answered', 5);
		 INSERT INTO part SELECT 'p', id FROM turn; INSERT INTO setting VALUES ('k', 'v')`,
		`INSERT INTO feedback VALUES ('m', 'bob', 'ann', 'old question', 0, 5)`,
		`INSERT INTO unanswered (question, count, last_seen) VALUES ('nobody''s question', 7, 5); INSERT INTO curated (key, question, answer, at) VALUES ('q', 'Q?', 'A', 5)`,
		`INSERT INTO unanswered (question, count, last_seen, asked) VALUES ('another', 1, 4, 'Another?');
		 INSERT INTO turn (conversation, message_id, user_id, question, answer, status, at) VALUES
			('c', 'm2', 'ann', 'Another?', '', 'not_stated', 5), ('c', 'm3', 'ann', 'Another?', '', 'closest', 6), ('c', 'm4', 'eve', 'Another?', 'x', 'answered', 7)`,
		`INSERT INTO unanswered (question, user_id, asked, count, last_seen) VALUES ('a third', 'bob', 'A third?', 1, 4);
		 UPDATE curated SET asker_id = 'bob'`,
		`INSERT INTO pending VALUES ('1', 'c', '', '', 'bob', 'A fourth?', NULL, 8)`,
	}
	steps := migrations()
	if len(rows) != len(steps)+1 {
		t.Fatalf("%d migrations, rows for %d: add some for the new version", len(steps), len(rows)-1)
	}
	for version := range len(steps) + 1 {
		t.Run(fmt.Sprint("from ", version), func(t *testing.T) {
			ctx, dir := t.Context(), t.TempDir()
			old, err := sql.Open("sqlite", fileURI(filepath.Join(dir, FileName))+pragmas("secure_delete(on)"))
			must(t, err)
			for v, insert := range rows[:version+1] {
				if v > 0 {
					must(t, migrate(ctx, old, steps[:v]))
				}
				_, err := old.Exec(insert)
				must(t, err)
			}
			must(t, old.Close())

			s := open(t, dir, Options{})
			st, err := s.Stats(ctx)
			must(t, err)
			st.Bytes, st.Oldest = 0, time.Time{}
			want := Stats{Schema: len(steps)}
			if version >= 1 {
				want.Turns, want.Users, want.Conversations = 1, 1, 1
			}
			if version >= 2 {
				want.Feedback.Down = 1
			}
			open, kept := "", []string{}
			if version >= 3 { // of its open question nobody knows who asked it
				want.Curated = 1
			}
			if version >= 4 {
				want.Turns, want.Users = 4, 2
				open = "2 Another?"
			}
			if version >= 5 {
				open += ", 1 A third?"
			}
			if open != "" {
				want.Unanswered = strings.Count(open, ",") + 1
			}
			if st != want {
				t.Errorf("got %+v\nwant %+v", st, want)
			}
			if got, ok, err := s.ByMessage(ctx, "p"); ok != (version >= 1) || err != nil || ok && got.Answer != "old answer" {
				t.Errorf("the old turn: %+v, %v, %v", got, ok, err)
			}
			list, err := s.ListUnanswered(ctx, 9)
			must(t, err)
			for _, q := range list {
				kept = append(kept, fmt.Sprint(q.Count, " ", q.Question))
			}
			if got := strings.Join(kept, ", "); got != open {
				t.Errorf("the open questions: %s, want %s", got, open)
			}
			if version > 2 && bytes.Contains(bytesOf(t, dir), []byte("nobody's question")) {
				t.Error("a question that nobody can have deleted is still in the files")
			}
			must(t, s.SaveTurn(ctx, turn("c", "u", 1))) // and it works
			must(t, s.SaveFeedback(ctx, "c-1", "u", true))
		})
	}
}

// A step that fails half-way leaves the file as it was.
func TestFailedMigrationChangesNothing(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	s := open(t, dir, Options{})
	must(t, s.SaveTurn(ctx, turn("c", "u", 1)))
	steps := append(migrations(), "DELETE FROM turn; CREATE TABLE extra (x)", "SELECT nonsense FROM nowhere")
	if err := migrate(ctx, s.write, steps); err == nil || !strings.Contains(err.Error(), fmt.Sprint("version ", len(steps))) {
		t.Errorf("error %v does not name the version", err)
	}
	must(t, s.Close())
	s = open(t, dir, Options{})
	if st, err := s.Stats(ctx); st.Turns != 1 || st.Schema != len(migrations()) || err != nil {
		t.Errorf("%+v, %v", st, err)
	}
}

func TestOpenTrouble(t *testing.T) {
	for _, tt := range []struct {
		name string
		make func(t *testing.T, dir, file string)
		want error
	}{
		{"newer schema", func(t *testing.T, dir, file string) { execSQL(t, file, "PRAGMA user_version = 99") }, ErrNewer},
		{"another program's file", func(t *testing.T, dir, file string) { execSQL(t, file, "CREATE TABLE t (x)") }, ErrDamaged},
		{"not a database", func(t *testing.T, dir, file string) {
			must(t, os.WriteFile(file, bytes.Repeat([]byte("not SQLite at all\n"), 500), 0o600))
		}, ErrDamaged},
		{"overwritten in the middle", func(t *testing.T, dir, file string) {
			fill(t, dir)
			b, err := os.ReadFile(file)
			must(t, err)
			copy(b[8000:], bytes.Repeat([]byte{0xA5}, 12000))
			must(t, os.WriteFile(file, b, 0o600))
		}, ErrDamaged},
		{"cut off", func(t *testing.T, dir, file string) {
			fill(t, dir)
			must(t, os.Truncate(file, 9000))
		}, ErrDamaged},
		{"folder in its place", func(t *testing.T, dir, file string) { must(t, os.Mkdir(file, 0o700)) }, nil},
		{"read-only folder", func(t *testing.T, dir, file string) {
			if os.Geteuid() == 0 {
				t.Skip("the super-user may write anywhere")
			}
			must(t, os.Chmod(dir, 0o500))
			t.Cleanup(func() { os.Chmod(dir, 0o700) })
		}, ErrReadOnly},
		{"read-only file", func(t *testing.T, dir, file string) {
			if os.Geteuid() == 0 {
				t.Skip("the super-user may write anywhere")
			}
			fill(t, dir)
			must(t, os.Chmod(file, 0o400))
		}, ErrReadOnly},
		{"read-only folder, existing file", func(t *testing.T, dir, file string) {
			if os.Geteuid() == 0 {
				t.Skip("the super-user may write anywhere")
			}
			fill(t, dir)
			must(t, os.Chmod(dir, 0o500))
			t.Cleanup(func() { os.Chmod(dir, 0o700) })
		}, ErrReadOnly},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, FileName)
			tt.make(t, dir, file)
			before, _ := os.ReadFile(file)
			s, err := Open(t.Context(), dir, Options{})
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			if tt.want != nil && !errors.Is(err, tt.want) {
				t.Errorf("error %q is not %q", err, tt.want)
			}
			if !strings.Contains(err.Error(), file) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q should name the file, in one line", err)
			}
			if after, _ := os.ReadFile(file); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

func execSQL(t *testing.T, file, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", fileURI(file))
	must(t, err)
	defer db.Close()
	_, err = db.Exec(query)
	must(t, err)
}

// fill makes a database of a few dozen pages.
func fill(t *testing.T, dir string) {
	t.Helper()
	s := open(t, dir, Options{})
	for n := range 50 {
		next := turn("c", "u", n)
		next.Answer = strings.Repeat("lorem ipsum ", 200)
		must(t, s.SaveTurn(t.Context(), next))
	}
	must(t, s.Close())
}

func TestFullDisk(t *testing.T) {
	ctx := t.Context()
	s := open(t, t.TempDir(), Options{})
	must(t, s.SaveTurn(ctx, turn("c", "u", 1)))
	// SQLite reports its own page limit as it reports a full disk.
	var pages int
	must(t, s.write.QueryRow("PRAGMA page_count").Scan(&pages))
	must(t, s.write.QueryRow(fmt.Sprintf("PRAGMA max_page_count = %d", pages)).Scan(&pages))
	big := turn("c", "u", 2)
	big.Answer = strings.Repeat("x", 1<<16)
	if err := s.SaveTurn(ctx, big); !errors.Is(err, ErrFull) {
		t.Errorf("error %v is not %v", err, ErrFull)
	}
	if got, err := s.Recent(ctx, "c", 5); questions(got) != "question 1 of u" || err != nil { // nothing half-written, still readable
		t.Errorf("got %q, %v", questions(got), err)
	}
}

// Two handles on one file, as two processes have, with readers and writers at once.
func TestConcurrentUse(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	var stores []*Store
	var opening sync.WaitGroup
	var mu sync.Mutex
	for range 4 { // on a file that none of them has made yet
		opening.Go(func() {
			s, err := Open(ctx, dir, Options{})
			if err != nil {
				t.Error(err)
				return
			}
			t.Cleanup(func() { s.Close() })
			mu.Lock()
			defer mu.Unlock()
			stores = append(stores, s)
		})
	}
	opening.Wait()
	if t.Failed() {
		return
	}
	const workers, each = 20, 10
	var wg sync.WaitGroup
	for w := range workers {
		s := stores[w%2]
		wg.Go(func() {
			for n := range each {
				next := turn(fmt.Sprint("c", w), fmt.Sprint("u", w), n)
				errs := errors.Join(
					s.SaveTurn(ctx, next),
					s.SaveFeedback(ctx, next.MessageID, "fan", true),
					s.Unanswered(ctx, next.UserID, "the one question", day0))
				if errs != nil {
					t.Error(errs)
				}
				if got, err := s.Recent(ctx, next.Conversation, 100); len(got) != n+1 || err != nil {
					t.Errorf("read %d turns after writing %d, %v", len(got), n+1, err)
				}
			}
		})
	}
	wg.Wait()
	st, err := stores[2].Stats(ctx)
	must(t, err)
	open, err := stores[3].ListUnanswered(ctx, 5)
	must(t, err)
	if st.Turns != workers*each || st.Feedback.Up != workers*each || len(open) != 1 || open[0].Count != workers*each {
		t.Errorf("%+v, %+v", st, open)
	}
}

func TestCancelledContext(t *testing.T) {
	s := open(t, t.TempDir(), Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.SaveTurn(ctx, turn("c", "u", 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	must(t, s.SaveTurn(t.Context(), turn("c", "u", 2)))
}

// The test binary runs itself as a bot that is killed in mid-work.
func TestKilledProcessLosesNothing(t *testing.T) {
	if dir := os.Getenv("STORE_CRASH_DIR"); dir != "" {
		s := open(t, dir, Options{})
		for n := range 30 {
			must(t, s.SaveTurn(t.Context(), turn("c", "u", n)))
		}
		tx, err := s.write.Begin() // and one that never commits
		must(t, err)
		_, err = tx.Exec("DELETE FROM turn")
		must(t, err)
		fmt.Println("saved")
		select {}
	}
	dir := t.TempDir()
	exe, err := os.Executable()
	must(t, err)
	child := exec.Command(exe, "-test.run=^TestKilledProcessLosesNothing$")
	child.Env = append(os.Environ(), "STORE_CRASH_DIR="+dir)
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	line := make([]byte, 6)
	if n, err := out.Read(line); string(line[:n]) != "saved\n" {
		t.Errorf("child said %q, %v", line[:n], err)
	}
	must(t, child.Process.Kill())
	child.Wait()

	s := open(t, dir, Options{})
	if got, err := s.Recent(t.Context(), "c", 100); len(got) != 30 || err != nil {
		t.Errorf("after the kill: %d turns, %v", len(got), err)
	}
}
