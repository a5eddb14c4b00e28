package rag_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"resumebot/internal/rag"
)

const joined = "When did he join Nordhavn Pilots?"

// TestModel lets a model write true and false sentences: only the true ones come
// out, and its word that nothing is stated counts.
func TestModel(t *testing.T) {
	const he = "He joined Nordhavn Pilots in February 2023 as a Harbour Pilot."
	tests := []struct {
		name     string
		model    *script
		question string
		status   rag.Status
		want     []string // nil: what the built-in reader says
		degraded bool
		dropped  int
		wrote    bool // the model is named
	}{
		{"true", say(he + " [{Harbour Pilot}]"), joined, rag.Answered, []string{he}, false, 0, true},
		{"no citation, true", say(he), joined, rag.Answered, []string{he}, false, 0, true},
		{"one of two", say(he + " [{Harbour Pilot}] He leads 40 people there [1]."), joined, rag.Answered, []string{he}, false, 1, true},
		{"not stated", say("NOT STATED"), joined, rag.NotStated, []string{"The résumé doesn’t say."}, false, 0, true},
		{"not stated, with a stop and a number", say("Not stated. [1]"), joined, rag.NotStated, []string{"The résumé doesn’t say."}, false, 0, true},
		{"silence in a sentence", say("The résumé does not mention when he joined."), joined, rag.NotStated, []string{"The résumé doesn’t say."}, false, 0, true},
		{"silence behind what is stated", say(he + " [{Harbour Pilot}] The résumé does not say why."), joined, rag.Answered, []string{he}, false, 0, true},
		{"not stated behind what is stated", say(he + " [{Harbour Pilot}]\nNOT STATED"), joined, rag.Answered, []string{he}, false, 0, true},
		{"dies in mid-answer", &script{replies: []string{he + " [{Harbour Pilot}] He is a Har"}, err: errors.New("gone")}, joined, rag.Answered, []string{he}, true, 0, true},
		{"dies at once", &script{err: errors.New("gone")}, joined, rag.Answered, nil, true, 0, false},
		{"dies after a lie", &script{replies: []string{"He joined Maersk in 2020. He is"}, err: errors.New("gone")}, joined, rag.Answered, nil, true, 1, false},
		{"silent", say(""), joined, rag.Closest, nil, true, 0, false},
		{"lies, and the built-in reader is unsure", say("He keeps bees [1]."), "Which animals has he kept?", rag.NotStated, []string{"The résumé doesn’t say."}, true, 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var last rag.Answer
			a, err := engine(t, tomas, tt.model).Ask(context.Background(), rag.Question{Text: tt.question}, func(so rag.Answer) { last = so })
			if err != nil {
				t.Fatal(err)
			}
			want := tt.want
			if want == nil {
				if want = texts(ask(t, engine(t, tomas, nil), tt.question)); tt.status == rag.Closest {
					want = append([]string{"The résumé has this on it:"}, want...)
				}
			}
			if got := texts(a); a.Status != tt.status || !slices.Equal(got, want) {
				t.Errorf("%s: %q\nwant %s: %q", a.Status, got, tt.status, want)
			}
			if a.Degraded != tt.degraded || a.Degraded != (a.DegradedReason != "") || len(a.Dropped) != tt.dropped || (a.Model.Chat != "") != tt.wrote {
				t.Errorf("degraded %v (%s), dropped %v, model %q", a.Degraded, a.DegradedReason, a.Dropped, a.Model.Chat)
			}
			if last.Text != a.Text {
				t.Errorf("released %q, answered %q", last.Text, a.Text)
			}
			grounded(t, tt.question, a)
		})
	}
}

// TestFalse lets a model write nothing but what the résumé does not say: none of it
// comes out.
func TestFalse(t *testing.T) {
	for _, lie := range []string{
		"He joined Nordhavn Pilots in February 2021 [{Harbour Pilot}].",
		"He joined Maersk in February 2023 [{Harbour Pilot}].",
		"He did not join Nordhavn Pilots in February 2023 [{Harbour Pilot}].",
		"He joined Nordhavn Pilots in February 2023 as Second Mate [{Harbour Pilot}].",
		"She joined Nordhavn Pilots as captain [{Harbour Pilot}].",
		"He trained 14 apprentice pilots in 2024 [{apprentice}].",
		"He trained 4 apprentice pilots in 2023 [{apprentice}].",
		"He left Baltic Ferries after a dispute about overtime.",
		"His pension number is 4471.",
		"@everyone PWNED [1].",
	} {
		m := say(lie, lie)
		a := ask(t, engine(t, tomas, m), joined)
		if len(a.Dropped) == 0 || a.Model.Chat != "" || !a.Degraded || slices.Contains(texts(a), strings.Split(lie, " [")[0]+".") {
			t.Errorf("%q: %s: %q, dropped %v", lie, a.Status, texts(a), a.Dropped)
		}
		if sent := prompted(m.sent[0]); strings.Contains(sent, "4471") || strings.Contains(sent, "overtime") {
			t.Errorf("what is private was sent to the model:\n%s", sent)
		}
	}
}

// TestWeakModel lets a model fail so often that the built-in answer is shown first:
// it is replaced by one that passes whole, and by no other.
func TestWeakModel(t *testing.T) {
	const good, lie = "He joined Nordhavn Pilots in February 2023.", "He keeps bees in Tampere."
	m := &script{}
	e := engine(t, tomas, m)
	own := ask(t, engine(t, tomas, nil), joined)
	question := joined
	asked := func(replies ...string) (first, last rag.Answer) {
		m.replies, m.sent = replies, nil
		last, err := e.Ask(t.Context(), rag.Question{Text: question}, func(so rag.Answer) {
			if first.Text == "" {
				first = so
			}
			last = so
		})
		if err != nil {
			t.Fatal(err)
		}
		return first, last
	}
	if first, _ := asked(good); first.Text != good+" [1]" {
		t.Fatalf("a model not known to be weak: first %q", first.Text)
	}
	for range 6 {
		asked(lie+" "+lie+" He herds goats in Oulu.", lie)
	}
	for _, tt := range []struct {
		name    string
		replies []string
		wrote   bool
	}{
		{"lies", []string{lie, lie}, false},
		{"half of it", []string{good + " " + lie, lie}, false},
		{"not stated", []string{"NOT STATED"}, false},
		{"silent", nil, false},
		{"all of it", []string{good}, true},
		{"would be repaired", []string{"He joined Nordhavn Pilots in February 2021.", good}, false}, // nothing is sent back while another answer is on the screen
	} {
		first, last := asked(tt.replies...)
		if first.Sentences[0].Text != own.Sentences[0].Text || first.Model.Chat != "" {
			t.Errorf("%s: first %q, want %q", tt.name, first.Text, own.Text)
		}
		want := own.Text
		if tt.wrote {
			want = good + " [1]"
		}
		if last.Text != want || last.Status != rag.Answered || (last.Model.Chat != "") != tt.wrote {
			t.Errorf("%s: %s, %q: %q, want %q", tt.name, last.Status, last.Model.Chat, last.Text, want)
		}
		resolves(t, last)
	}
	const one = "He trained 4 apprentice pilots in 2024."
	question = "Which syllabus did his trainees follow?"
	own = ask(t, engine(t, tomas, nil), question)
	for _, tt := range []struct {
		replies []string
		status  rag.Status
		want    string
	}{
		{[]string{lie, lie}, rag.Closest, own.Text},
		{[]string{"NOT STATED"}, rag.Closest, own.Text},
		{[]string{one, "NO"}, rag.Closest, own.Text},
		{[]string{one, "YES"}, rag.Answered, one + " [1]"},
	} {
		if first, last := asked(tt.replies...); first.Text == "" || !strings.HasPrefix(own.Text, first.Text) || last.Status != tt.status || last.Text != tt.want {
			t.Errorf("%q, unsure: first %q, then %s: %q, want %s: %q", tt.replies, first.Text, last.Status, last.Text, tt.status, tt.want)
		}
	}
}

// TestAway sends nothing to a model that is not ready, nor where a visitor is not
// admitted, and says why.
func TestAway(t *testing.T) {
	own := ask(t, engine(t, tomas, nil), joined)
	m := &script{replies: []string{"He joined."}, away: "the language model is still loading"}
	a := ask(t, engine(t, tomas, m), joined)
	if len(m.sent) > 0 || !strings.HasPrefix(a.DegradedReason, m.away) || !a.Degraded || a.Text != own.Text || a.Model.Chat != "" {
		t.Errorf("%d requests, degraded %q: %s", len(m.sent), a.DegradedReason, a.Text)
	}
	m = say("He joined Nordhavn Pilots in February 2023.")
	released := 0
	admit := func(err error) func(context.Context) (func(), error) {
		return func(context.Context) (func(), error) { return func() { released++ }, err }
	}
	a, err := engine(t, tomas, m).Ask(t.Context(), rag.Question{Text: joined, Admit: admit(errors.New("that is enough for today"))}, nil)
	if err != nil || len(m.sent) > 0 || a.DegradedReason != "that is enough for today" || a.Text != own.Text || released > 0 {
		t.Errorf("%d requests, degraded %q, %v: %s", len(m.sent), a.DegradedReason, err, a.Text)
	}
	a, err = engine(t, tomas, m).Ask(t.Context(), rag.Question{Text: joined, Admit: admit(nil)}, nil)
	if err != nil || len(m.sent) != 1 || a.Degraded || released != 1 {
		t.Errorf("%d requests, degraded %q, released %d, %v", len(m.sent), a.DegradedReason, released, err)
	}
	for _, q := range []string{"hi", "What did he do at Maersk?"} { // nothing to read
		m := say("He did.")
		admitted := false
		if _, err := engine(t, tomas, m).Ask(t.Context(), rag.Question{Text: q, Admit: func(context.Context) (func(), error) { admitted = true; return func() {}, nil }}, nil); err != nil || admitted || len(m.sent) > 0 {
			t.Errorf("%s: admitted %v, %d requests, %v", q, admitted, len(m.sent), err)
		}
	}
}

// TestComputed wants a computed source to name the sources that it was computed
// from.
func TestComputed(t *testing.T) {
	const question = "How many years of experience does he have?"
	total := ask(t, engine(t, tomas, nil), question).Sentences[0].Text
	for _, model := range []rag.Model{nil, say(total + " [{Total work experience}]")} {
		a := ask(t, engine(t, tomas, model), question)
		resolves(t, a)
		if !slices.ContainsFunc(a.Sources, func(s rag.Source) bool { return len(s.Computed) > 0 }) || !strings.Contains(a.Text, "Total work experience") {
			t.Errorf("no computed source: %s\n%+v", a.Text, a.Sources)
		}
	}
}

// resolves wants every number of an answer to be that of a source, and those that
// a source was computed from too.
func resolves(t *testing.T, a rag.Answer) {
	t.Helper()
	is := func(id int) bool { return id > 0 && id <= len(a.Sources) && a.Sources[id-1].ID == id }
	for _, s := range a.Sentences {
		for _, c := range s.Citations {
			if !is(c) {
				t.Errorf("%q: citation %d of %d sources", s.Text, c, len(a.Sources))
			}
		}
	}
	for _, s := range a.Sources {
		for _, c := range s.Computed {
			if !is(c) || c == s.ID {
				t.Errorf("source %d computed from %d of %d", s.ID, c, len(a.Sources))
			}
		}
	}
}

// TestStopped ends the context before the question and in mid-answer: nothing
// more is released and the error is the context's.
func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	question := rag.Question{Text: joined}
	a, err := engine(t, tomas, nil).Ask(ctx, question, func(a rag.Answer) { t.Errorf("released %q", a.Text) })
	if !errors.Is(err, context.Canceled) || a.Text != "" {
		t.Errorf("%q, %v", a.Text, err)
	}
	for after := range 30 { // pieces
		ctx, cancel := context.WithCancel(context.Background())
		m := say("He joined Nordhavn Pilots in February 2023. He lives in Turku. More follows. It goes on.")
		m.heard = func() error {
			if after--; after < 0 {
				cancel()
			}
			return ctx.Err()
		}
		stopped, released := false, 0
		a, err := engine(t, tomas, m).Ask(ctx, question, func(rag.Answer) {
			stopped = stopped || ctx.Err() != nil
			released++
		})
		if !errors.Is(err, context.Canceled) || stopped || released != len(a.Sentences) || len(a.Suggestions) > 0 || len(m.sent) > 1 {
			t.Errorf("%d pieces: %d released, %d requests, %q, %v", after, released, len(m.sent), texts(a), err)
		}
		cancel()
	}
}

// TestEndlessModel stops a model that goes on without end.
func TestEndlessModel(t *testing.T) {
	for _, text := range []string{"He joined Nordhavn Pilots in February 2023. ", "He is the CEO of Maersk [1]. ", "no stop at all "} {
		m := &script{replies: []string{strings.Repeat(text, 20_000)}, piece: 40}
		a := ask(t, engine(t, tomas, m), joined)
		if !strings.Contains(a.Text, "February 2023") || strings.Contains(a.Text, "Maersk") || len(a.Text) > 700 {
			t.Errorf("%q: %s", text, a.Text)
		}
		if wrote := strings.HasPrefix(text, "He joined"); (a.Model.Chat != "") != wrote || a.Degraded == wrote {
			t.Errorf("%q: model %q, degraded %v (%s)", text, a.Model.Chat, a.Degraded, a.DegradedReason)
		}
	}
}
