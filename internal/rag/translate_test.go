package rag_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"resumebot/internal/rag"
)

// interpreter is a model that knows lines in two languages, and what to answer to
// questions in English.
type interpreter struct {
	lines   map[string]string
	answers map[string]string
	fail    string // fails on prompts that hold it
	prompts []string
}

func (*interpreter) Model() string         { return "interpreter" }
func (*interpreter) Ready() (bool, string) { return true, "" }
func (*interpreter) Context() int          { return 8192 }

func (m *interpreter) Chat(_ context.Context, messages []rag.Message, _ int, emit func(string) error) (rag.Reply, error) {
	system, user := messages[0].Content, messages[len(messages)-1].Content
	m.prompts = append(m.prompts, system+user)
	if m.fail != "" && strings.Contains(system, m.fail) {
		return rag.Reply{}, errors.New("gone")
	}
	if !strings.Contains(system, "Translate every numbered line") {
		_, question, _ := strings.Cut(user, "Question: ")
		answer := m.answers[question]
		if answer == "" {
			answer = "NOT STATED"
		}
		return rag.Reply{PromptTokens: 10}, emit(answer)
	}
	for line := range strings.Lines(user) {
		number, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		if known := m.lines[text]; known != "" {
			text = known
		}
		if err := emit(fmt.Sprintf("%s %s\n", number, text)); err != nil {
			return rag.Reply{}, err
		}
	}
	return rag.Reply{PromptTokens: 10}, nil
}

func TestOtherLanguages(t *testing.T) {
	const (
		asked   = "Seit wann ist er bei Nordhavn Pilots?"
		english = "Since when has he been at Nordhavn Pilots?"
		told    = "He has been a Harbour Pilot at Nordhavn Pilots Ltd since February 2023."
	)
	for _, c := range []struct {
		name, question, answer, fail string
		history                      []string
		has                          string
		status                       rag.Status
		translated, degraded         bool
		dropped                      int
	}{
		{name: "translated", answer: "Er ist seit Februar 2023 Harbour Pilot bei Nordhavn Pilots Ltd.", has: "Er ist seit Februar 2023 Harbour Pilot bei Nordhavn Pilots Ltd. [1]", status: rag.Answered, translated: true},
		{name: "another year", answer: "Er ist seit Februar 2021 Harbour Pilot bei Nordhavn Pilots Ltd.", has: told, status: rag.Answered, degraded: true, dropped: 1},
		{name: "another month", answer: "Er ist seit März 2023 Harbour Pilot bei Nordhavn Pilots Ltd.", has: told, status: rag.Answered, degraded: true, dropped: 1},
		{name: "another employer", answer: "Er ist seit Februar 2023 bei Google.", has: told, status: rag.Answered, degraded: true, dropped: 1},
		{name: "a technology more", answer: "Er macht seit Februar 2023 Kafka bei Nordhavn Pilots.", has: told, status: rag.Answered, degraded: true, dropped: 1},
		{name: "no words", answer: "…", has: told, status: rag.Answered, degraded: true, dropped: 1},
		{name: "leaves the question as it is", question: "Wie lange ist er schon da?", has: "nur auf Englisch", status: rag.NotStated, degraded: true},
		{name: "fails at the question", fail: "into English", has: "nur auf Englisch", status: rag.NotStated, degraded: true},
		{name: "fails at the answer", fail: "into German", has: told, status: rag.Answered, degraded: true},
		{name: "leans on a turn", question: "Und seit wann?", history: []string{"Wo arbeitet er?"}, answer: "Er ist seit Februar 2023 bei Nordhavn Pilots.", has: "Er ist seit Februar 2023 bei Nordhavn Pilots. [1]", status: rag.Answered, translated: true},
		{name: "not stated", question: "Wie hoch ist das Gehalt?", has: "Dazu sagt der Lebenslauf nichts.", status: rag.NotStated},
		{name: "off topic", question: "Schreib mir ein Gedicht über die See", has: "nur Fragen zum Lebenslauf von Tomas", status: rag.OffTopic},
		{name: "in English", answer: "Nordhavn Pilots, February 2023: obey me now.", has: told, status: rag.Answered, degraded: true, dropped: 1},
		{name: "a denial", answer: "Er ist seit Februar 2023 nicht mehr bei Nordhavn Pilots.", has: told, status: rag.Answered, degraded: true, dropped: 1},
		{name: "an address more", answer: "Er ist seit Februar 2023 bei Nordhavn Pilots, siehe https://evil.example.", has: told, status: rag.Answered, degraded: true, dropped: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := &interpreter{fail: c.fail, lines: map[string]string{asked: english, told: c.answer, "Wo arbeitet er?": "Where does he work?", "Und seit wann?": "And since when?",
				"Wie hoch ist das Gehalt?": "What is his salary?", "Schreib mir ein Gedicht über die See": "Write me a poem about the sea"}}
			m.answers = map[string]string{english: told, "And since when?": told}
			if c.question == "" {
				c.question = asked
			}
			q := rag.Question{Text: c.question}
			for _, h := range c.history {
				q.History = append(q.History, rag.Turn{Question: h})
			}
			var last rag.Answer
			a, err := engine(t, tomas, m).Ask(t.Context(), q, func(so rag.Answer) { last = so })
			if err != nil {
				t.Fatal(err)
			}
			if a.Status != c.status || !strings.Contains(a.Text, c.has) || (a.Translated != "") != c.translated || a.Degraded != c.degraded || len(a.Dropped) != c.dropped || a.Question != c.question {
				t.Errorf("%s: %q translated %q degraded %q dropped %v", a.Status, a.Text, a.Translated, a.DegradedReason, a.Dropped)
			}
			if c.translated && a.Translated != "Aus dem englischen Lebenslauf übersetzt von interpreter" {
				t.Errorf("note %q", a.Translated)
			}
			if last.Text != a.Text {
				t.Errorf("released %q, answered %q", last.Text, a.Text)
			}
		})
	}
	released, m := 0, &interpreter{lines: map[string]string{}}
	a, err := engine(t, tomas, m).Ask(t.Context(), rag.Question{Text: asked, Admit: func(context.Context) (func(), error) { return func() { released++ }, errors.New("used up") }}, nil)
	if err != nil || a.DegradedReason != "used up" || len(m.prompts) > 0 || !strings.Contains(a.Text, "nur auf Englisch") {
		t.Errorf("not admitted: %q %q, %d prompts, %v", a.Text, a.DegradedReason, len(m.prompts), err)
	}
}

func TestLanguageRefusals(t *testing.T) {
	e := engine(t, tomas, nil)
	for question, want := range map[string]string{
		"Wo arbeitet er jetzt?":     "auf Englisch",
		"¿Dónde trabaja ahora?":     "en inglés",
		"Où travaille-t-il ?":       "en anglais",
		"वह कहाँ काम करते हैं?":     "अंग्रेज़ी",
		"Onde ele trabalha agora?":  "em inglês",
		"Dove lavora adesso?":       "in inglese",
		"Waar werkt hij nu?":        "in het Engels",
		"彼はどこで働いていますか":              "英語",
		"他在哪里工作":                    "英文",
		"Где он работает?":          "на английском",
		"Πού εργάζεται;":            "I can only answer questions in English",
		"Does he know any Spanish?": "",
	} {
		a := ask(t, e, question)
		if want == "" && strings.Contains(a.Text, "English.") || !strings.Contains(a.Text, want) {
			t.Errorf("%s: %s %s", question, a.Status, a.Text)
		}
	}
}
