package rag_test

import (
	"strings"
	"testing"

	"resumebot/internal/ragtest"
)

// TestContactsArePromptedWhereAsked gives a model the ways to reach somebody only with
// a question that brings them up.
func TestContactsArePromptedWhereAsked(t *testing.T) {
	const person = "# Ada Quill\n\nada@quill.example\n\nPhone: +31 30 555 0137\n\n## Experience\n\n### Pilot | Nordhavn Pilots\n*2019 – Present*\n\n- Brings tankers in.\n- Trains six pilots a year.\n\n### Mate | Baltic Ferries\n*2012 – 2018*\n\n- Kept the charts.\n- Drilled the crew in rescue.\n\n## Skills\n\n- **Bridge:** radar, ECDIS\n- **Languages:** Norwegian, Polish\n"
	for question, want := range map[string]bool{"What is her email address?": true, "What is her phone number?": true, "What did she do at Baltic Ferries?": false, "Who trains pilots?": false} {
		m := say("NOT STATED")
		ask(t, engine(t, ragtest.Write(t, person), m), question)
		sent := ""
		for _, messages := range m.sent {
			for _, s := range messages {
				sent += s.Content
			}
		}
		if got := strings.Contains(sent, "quill.example") || strings.Contains(sent, "555 0137"); got != want || !strings.Contains(sent, "Nordhavn") {
			t.Errorf("%s: contacts sent %v:\n%s", question, got, sent)
		}
	}
}
