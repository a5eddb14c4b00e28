package rag_test

import (
	"slices"
	"strings"
	"testing"

	"resumebot/internal/rag"
)

// TestRepair sends what does not pass back to the model, once.
func TestRepair(t *testing.T) {
	const (
		first  = "He brings tankers into the port of Naantali [{tankers}]."
		lie    = "He trained 14 apprentice pilots in 2024 [{apprentice}]."
		mended = "He trained 4 apprentice pilots in 2024 [{apprentice}]."
		last   = "He coordinates with Finnlines [{Finnlines}]."
	)
	plain := func(s ...string) (out []string) {
		for _, s := range s {
			text, _, _ := strings.Cut(s, " [")
			out = append(out, text+".")
		}
		return out
	}
	tests := []struct {
		name     string
		question string
		replies  []string
		requests int
		want     []string
		repaired []bool // of each that was dropped
	}{
		{"nothing fails", "What does he do?", []string{first + " " + last, mended}, 1, plain(first, last), nil},
		{"put in its place", "What does he do?", []string{first + " " + lie + " " + last, mended}, 2, plain(first, mended, last), []bool{true}},
		{"fails again", "What does he do?", []string{first + " " + lie + " " + last, lie}, 2, plain(first, last), []bool{false}},
		{"left out", "What does he do?", []string{first + " " + lie, "NOT STATED"}, 2, plain(first), []bool{false}},
		{"tells more than was asked back", "What does he do?", []string{lie, mended + " " + first}, 2, plain(mended, first), []bool{true}},
		{"tells another thing first", "What does he do?", []string{lie, first + " " + mended}, 2, plain(mended, first), []bool{true}},
		{"tells again what stands there", "What does he do?", []string{first + " " + lie, first + " " + mended}, 2, plain(first, mended), []bool{true}},
		{"two, in another order", "What does he do?", []string{lie + " He joins Finnlines. " + first, last + " " + mended}, 2, plain(mended, last, first), []bool{true, true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := say(tt.replies...)
			shown := 0
			a, err := engine(t, tomas, m).Ask(t.Context(), rag.Question{Text: tt.question}, func(so rag.Answer) {
				if len(so.Sentences) < shown {
					t.Errorf("a released sentence was taken back: %q", texts(so))
				}
				shown = len(so.Sentences)
			})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(texts(a), tt.want) || a.Status != rag.Answered || a.Degraded {
				t.Errorf("%s, degraded %q: %q\nwant %q", a.Status, a.DegradedReason, texts(a), tt.want)
			}
			var repaired []bool
			for _, d := range a.Dropped {
				repaired = append(repaired, d.Repaired)
				if d.Reason == "" {
					t.Errorf("no reason: %v", d)
				}
			}
			if !slices.Equal(repaired, tt.repaired) {
				t.Errorf("dropped %+v", a.Dropped)
			}
			if len(m.sent) != tt.requests {
				t.Fatalf("%d requests, want %d", len(m.sent), tt.requests)
			}
			if tt.requests == 2 {
				asked := m.sent[1]
				if n := len(m.sent[0]); !slices.Equal(asked[:n], m.sent[0]) || len(asked) != n+2 || asked[n].Role != "assistant" {
					t.Errorf("the second request does not go on from the first: %v", asked)
				}
				if back := asked[len(asked)-1].Content; !strings.Contains(back, a.Dropped[0].Text) || !strings.Contains(back, a.Dropped[0].Reason) || strings.Contains(back, plain(first)[0]) && len(tt.want) > 1 {
					t.Errorf("asked back:\n%s", back)
				}
			}
		})
	}
}

// TestYesTooMuch shows what follows a Yes that affirms more than the résumé does, without
// the Yes, and asks for no repair.
func TestYesTooMuch(t *testing.T) {
	for reply, want := range map[string]string{
		"Yes, he brings tankers into the port of Naantali [{tankers}].":  "He brings tankers into the port of Naantali.",
		"Yes. He brings tankers into the port of Naantali [{tankers}].":  "He brings tankers into the port of Naantali.",
		"Yes, he brings tankers into the port of Rotterdam [{tankers}].": "",
		"Yes, he trained 4 apprentice pilots in 2024 [{apprentice}].":    "He trained 4 apprentice pilots in 2024.",
	} {
		m := say(reply, "", "")
		a := ask(t, engine(t, tomas, m), "Does he bring tankers to Rotterdam?")
		if got := slices.Contains(texts(a), want); got != (want != "") || slices.ContainsFunc(texts(a), func(s string) bool { return strings.HasPrefix(s, "Yes") }) {
			t.Errorf("%s: %s: %q", reply, a.Status, texts(a))
		}
		if repaired := strings.Contains(prompted(m.sent[len(m.sent)-1]), "do not pass"); repaired != (want == "") {
			t.Errorf("%s: sent back %v", reply, repaired)
		}
	}
}

// TestRepairFails wants the built-in answer, under reserve, where nothing the model
// wrote passes.
func TestRepairFails(t *testing.T) {
	const lie = "He joined Nordhavn Pilots in February 2021 [{Harbour Pilot}]."
	a := ask(t, engine(t, tomas, say(lie, lie)), joined)
	own := ask(t, engine(t, tomas, nil), joined)
	if own.Status != rag.Answered {
		t.Fatalf("the built-in reader is unsure: %s", own.Text)
	}
	if a.Status != rag.Closest || !strings.HasPrefix(a.Text, "The résumé has this on it:") || !slices.Equal(texts(a)[1:], texts(own)) || !a.Degraded {
		t.Errorf("%s: %s", a.Status, a.Text)
	}
}

// TestLeads shows the lead of a list only with items, and a count in it only where
// it is that of the items.
func TestLeads(t *testing.T) {
	const items = "\n- Redis [{PostgreSQL}]\n- Kafka [{PostgreSQL}]"
	tests := []struct {
		name, say string
		want      []string
	}{
		{"lead", "He knows these databases:" + items, []string{"He knows these databases:", "Redis", "Kafka"}},
		{"no item passes", "He knows these databases:\n- Oracle [{PostgreSQL}]\n- Sybase [{PostgreSQL}]\n\nHe knows Redis [{PostgreSQL}].", []string{"He knows Redis."}},
		{"right count", "He knows two databases:" + items, []string{"He knows two databases:", "Redis", "Kafka"}},
		{"wrong count", "He knows three databases:" + items, []string{"Redis", "Kafka"}},
		{"count that is wrong for what is shown", "He knows three databases:" + items + "\n- Oracle [{PostgreSQL}]", []string{"Redis", "Kafka"}},
		{"lead alone", "He knows these databases:", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := ask(t, engine(t, tomas, say(tt.say)), "Which databases does he know?")
			got := texts(a)
			if a.Model.Chat == "" {
				got = nil
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%q, want %q\ndropped %v", got, tt.want, a.Dropped)
			}
			for i, s := range a.Sentences {
				if a.Model.Chat != "" && s.Item == (strings.HasSuffix(s.Text, ":") || strings.HasSuffix(s.Text, ".")) {
					t.Errorf("sentence %d: item %v: %s", i, s.Item, s.Text)
				}
			}
		})
	}
}

// TestCut leaves out a sentence that the server's length limit cut off, and keeps
// one that comes to its end there.
func TestCut(t *testing.T) {
	const whole, cut = "He brings tankers into the port of Naantali [{tankers}].", " He coordinates with Finnlines"
	for _, tt := range []struct {
		say  string
		cut  bool
		want int
	}{{whole + cut, true, 1}, {whole + cut, false, 2}, {whole, true, 1}} {
		m := &script{replies: []string{tt.say}, cut: tt.cut}
		if a := ask(t, engine(t, tomas, m), "What does he do?"); len(a.Sentences) != tt.want || len(a.Dropped) > 0 || a.Sentences[0].Text+" [{tankers}]." != strings.Replace(whole, " [", ". [", 1) {
			t.Errorf("%q, cut %v: %q, dropped %v", tt.say, tt.cut, texts(a), a.Dropped)
		}
	}
}

// TestWithdrawn takes back sentences that are true and answer something else.
func TestWithdrawn(t *testing.T) {
	tests := []struct {
		name, question, say string
		stays               bool
	}{
		{"why", "Why did he leave Skagen Shipyard?", "He was a Deck Engineering Intern at Skagen Shipyard from January 2022 to July 2022.", false},
		{"how many, none told", "How many handbooks has he written?", "He wrote the winter mooring handbook.", false},
		{"how many", "How many apprentices did he train?", "He trained 4 apprentice pilots in 2024.", true},
		{"when, none told", "When did he write the handbook?", "He wrote the winter mooring handbook, now used in three ports.", true},
		{"head of which is told", "Which port does he bring tankers into?", "He brings tankers into the port of Naantali.", true},
		{"not held by résumés", "What salary does he want?", "He is a Harbour Pilot at Nordhavn Pilots Ltd.", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := say(tt.say)
			a := ask(t, engine(t, tomas, m), tt.question)
			if stays := slices.Contains(texts(a), tt.say); stays != tt.stays {
				t.Errorf("%s: %q, dropped %v", a.Status, texts(a), a.Dropped)
			}
			if !tt.stays && (a.Status == rag.Answered || len(a.Dropped) == 0 || !strings.Contains(a.Dropped[0].Reason, "asked for")) {
				t.Errorf("%s: %q, dropped %v", a.Status, texts(a), a.Dropped)
			}
			resolves(t, a)
			if a.Status == rag.NotStated && len(a.Sources) > 0 {
				t.Errorf("sources of what was taken back: %v", a.Sources)
			}
		})
	}
}
