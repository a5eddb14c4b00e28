package rag_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"resumebot/internal/rag"
)

// TestConfirm asks a model whether what it said tells what was asked, where the
// built-in reader is not sure, and introduces what is not confirmed as no more than
// what the résumé has.
func TestConfirm(t *testing.T) {
	const (
		unsure = "Which syllabus did his trainees follow?"
		one    = "He trained 4 apprentice pilots in 2024 [{apprentice}]."
		list   = "He knows these databases:\n- Redis [{PostgreSQL}]\n- Kafka [{PostgreSQL}]"
		intro  = "The résumé has this on it:"
	)
	tests := []struct {
		name, question string
		model          *script
		requests       int
		status         rag.Status
		want           []string
	}{
		{"yes", unsure, say(one, "YES"), 2, rag.Answered, []string{"He trained 4 apprentice pilots in 2024."}},
		{"yes, with more", unsure, say(one, "**Yes**, it tells who they were [1]."), 2, rag.Answered, []string{"He trained 4 apprentice pilots in 2024."}},
		{"no", unsure, say(one, "NO"), 2, rag.Closest, []string{intro, "He trained 4 apprentice pilots in 2024."}},
		{"neither", unsure, say(one, "Yesterday he did."), 2, rag.Closest, []string{intro, "He trained 4 apprentice pilots in 2024."}},
		{"nothing", unsure, say(one), 2, rag.Closest, []string{intro, "He trained 4 apprentice pilots in 2024."}},
		{"a list", "Which query planner did he tune?", say(list, "no"), 2, rag.Closest, []string{intro, "He knows these databases:", "Redis", "Kafka"}},
		{"repaired first", unsure, say("He trained 14 apprentice pilots in 2024 [{apprentice}].", one, "yes"), 3, rag.Answered, []string{"He trained 4 apprentice pilots in 2024."}},
		{"the built-in reader is sure", joined, say("He joined Nordhavn Pilots in February 2023.", "NO"), 1, rag.Answered, []string{"He joined Nordhavn Pilots in February 2023."}},
		{"nothing is shown", unsure, say("NOT STATED", "NO"), 1, rag.NotStated, []string{"The résumé doesn’t say."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := ask(t, engine(t, tomas, tt.model), tt.question)
			if a.Status != tt.status || !slices.Equal(texts(a), tt.want) || a.Degraded {
				t.Errorf("%s, degraded %q: %q\nwant %s: %q", a.Status, a.DegradedReason, texts(a), tt.status, tt.want)
			}
			if len(tt.model.sent) != tt.requests {
				t.Fatalf("%d requests, want %d", len(tt.model.sent), tt.requests)
			}
			resolves(t, a)
			if tt.requests == 1 {
				return
			}
			first, last := tt.model.sent[0], tt.model.sent[tt.requests-1]
			if n := len(first); !slices.Equal(last[:n], first) || len(last) != n+2 || !strings.Contains(last[n].Content, strings.TrimSuffix(tt.want[len(tt.want)-1], ".")) || strings.Contains(last[n].Content, "[") {
				t.Errorf("the request does not go on from the first with what is shown: %v", last)
			}
		})
	}
}

// TestConfirmBreaksOff wants an answer that no model confirmed to stay one that nobody is
// sure of.
func TestConfirmBreaksOff(t *testing.T) {
	m := say("He trained 4 apprentice pilots in 2024 [{apprentice}].", "Y")
	m.heard = func() error {
		if len(m.sent) > 1 {
			return errors.New("gone")
		}
		return nil
	}
	if a := ask(t, engine(t, tomas, m), "Which syllabus did his trainees follow?"); a.Status != rag.Closest || len(a.Sentences) != 2 {
		t.Errorf("%s: %q", a.Status, texts(a))
	}
}
