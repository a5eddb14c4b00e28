package rag_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"resumebot/internal/rag"
	"resumebot/internal/ragtest"
)

// longResume is of a person with many positions, each with many lines.
func longResume(tb testing.TB) string {
	tb.Helper()
	var b strings.Builder
	b.WriteString("# Greta Lund\n\nMalmö, Sweden\n\n- Email: greta@example.se\n\n## Experience\n")
	for i := range 12 {
		fmt.Fprintf(&b, "\n### Surveyor %c | Office%c Maps AB\n*Malmö | March %d – March %d*\n\n", 'A'+i, 'A'+i, 2000+2*i, 2002+2*i)
		for j := range 12 {
			fmt.Fprintf(&b, "- Line %c%d: surveyed the %s district with total stations, levels, drones and a crew of %d.\n", 'A'+i, j, []string{"northern", "southern", "eastern", "western"}[j%4], j+2)
		}
	}
	b.WriteString("\n## Skills\n\n- **Instruments:** theodolite, gyroscope, plumb line\n")
	return ragtest.Write(tb, b.String())
}

// TestBudget gives a model with a small context what it must not lack of a long
// résumé, then the first lines of each entry, then the rest; what search found and
// the prefix lacks comes behind.
func TestBudget(t *testing.T) {
	dir := longResume(t)
	const bytesPerToken = 3.6
	lines := 0
	for _, context := range []int{2048, 3000, 4096, 8192, 32768} {
		m := &script{context: context}
		e := engine(t, dir, m)
		prefix := e.Prefix()[0].Content
		if n := float64(len(prefix)) / bytesPerToken; n > float64(context)-350-450-250 {
			t.Errorf("context of %d: a prefix of %.0f tokens", context, n)
		}
		if context > 2048 {
			for _, must := range []string{"theodolite, gyroscope, plumb line", "Surveyor A | OfficeA Maps AB", "Surveyor L | OfficeL Maps AB"} {
				if !strings.Contains(prefix, must) {
					t.Errorf("context of %d: the prefix lacks %q", context, must)
				}
			}
		}
		has := strings.Count(prefix, "Line ")
		if has < lines {
			t.Errorf("context of %d: %d lines, %d with a smaller one", context, has, lines)
		}
		lines = has
		if context == 4096 && (!strings.Contains(prefix, "Line L0") || !strings.Contains(prefix, "Line L1") || strings.Contains(prefix, "Line L11")) {
			t.Errorf("context of %d: not the first lines of each entry:\n%s", context, prefix)
		}

		ask(t, e, "What was Line L11 about?")
		ask(t, e, "Which instruments does she use?")
		if len(m.sent) != 2 || m.sent[0][0].Content != prefix || m.sent[1][0].Content != prefix {
			t.Fatalf("context of %d: the prefix differs between questions", context)
		}
		user := m.sent[0][1].Content
		if in, behind := strings.Contains(prefix, "Line L11"), strings.Contains(user, "Line L11: surveyed"); in == behind {
			t.Errorf("context of %d: in the prefix %v, behind it %v:\n%s", context, in, behind, user)
		}
		if n := float64(len(prefix)+len(user)) / bytesPerToken; context > 2048 && n > float64(context)-350 {
			t.Errorf("context of %d: a prompt of %.0f tokens", context, n)
		}
	}
	if lines != 12*12 {
		t.Errorf("a large context holds %d lines of %d", lines, 12*12)
	}
}

// TestNumbers wants a passage to have the same number whatever the context, and to be
// citable from behind the prefix.
func TestNumbers(t *testing.T) {
	dir := longResume(t)
	small, large := say("Line L11: surveyed the western district with total stations, levels, drones and a crew of 13 [{Line L11}]."), &script{context: 32768}
	small.context = 3000
	a := ask(t, engine(t, dir, small), "What was Line L11 about?")
	ask(t, engine(t, dir, large), "What was Line L11 about?")
	number := func(messages []rag.Message) string {
		for line := range strings.Lines(prompted(messages)) {
			if strings.Contains(line, "Line L11: ") {
				n, _, _ := strings.Cut(line, "]")
				return n
			}
		}
		return ""
	}
	if x, y := number(small.sent[0]), number(large.sent[0]); x == "" || x != y {
		t.Errorf("number %q in a small context, %q in a large one", x, y)
	}
	if a.Status != rag.Answered || a.Model.Chat == "" || !strings.Contains(a.Sources[0].Text, "L11") {
		t.Errorf("%s: %s, dropped %v", a.Status, a.Text, a.Dropped)
	}
}

// TestSuggested follows a conversation that asks what is suggested: nothing comes
// again, and there is nothing to suggest under talk.
func TestSuggested(t *testing.T) {
	e := engine(t, tomas, nil)
	asked := []string{joined}
	for range 8 {
		last := len(asked) - 1
		got := ask(t, e, asked[last], asked[:last]...).Suggestions
		if len(got) == 0 {
			break
		}
		for i, s := range got {
			if slices.ContainsFunc(asked, func(a string) bool { return strings.EqualFold(a, s) }) || slices.Contains(got[:i], s) || i > 2 || len([]rune(s)) > 80 {
				t.Errorf("after %q: suggested %q", asked, got)
			}
		}
		asked = append(asked, got[0])
	}
	if len(asked) < 6 {
		t.Errorf("only %q", asked)
	}
	near := ask(t, e, joined).Suggestions
	if !strings.Contains(near[0], "Nordhavn") {
		t.Errorf("the first does not follow from the answer: %q", near)
	}
	for _, short := range []string{"What does he do at Nordhavn?", "How long has he been at nordhavn?"} { // the name is longer
		for _, s := range ask(t, e, short).Suggestions {
			if strings.Contains(s, "Nordhavn") && strings.HasPrefix(s, "How long") == strings.HasPrefix(short, "How long") {
				t.Errorf("after %q: suggested %q", short, s)
			}
		}
	}
	for _, talk := range []string{"hi", "thanks!", "bye", "👋"} {
		if got := ask(t, e, talk, joined).Suggestions; len(got) > 0 {
			t.Errorf("%s: suggested %q", talk, got)
		}
	}
}

// TestPrefix wants what a model is sent to begin alike for all questions, and a
// conversation to go on from the one before.
func TestPrefix(t *testing.T) {
	m := say()
	e := engine(t, tomas, m)
	prefix := e.Prefix()
	if len(prefix) != 1 || prefix[0].Role != "system" {
		t.Fatalf("prefix %v", prefix)
	}
	for _, line := range []string{"Tomas Vega", "Wrote the winter mooring handbook", "Redis, Kafka, PostgreSQL, Aerospike", "Aboa Mare"} {
		if !strings.Contains(prefix[0].Content, line) {
			t.Errorf("the prefix lacks %q:\n%s", line, prefix[0].Content)
		}
	}
	for _, q := range []string{joined, "Which databases does he know?", "Has he kept bees?", "How many jobs has he had?"} {
		m.sent = nil
		ask(t, e, q)
		sent := m.sent[0]
		last := sent[len(sent)-1]
		if len(sent) != 2 || sent[0] != prefix[0] || last.Role != "user" || !strings.HasSuffix(last.Content, "Question: "+q) {
			t.Errorf("%s: %v", q, sent)
		}
		if strings.Contains(last.Content, "winter mooring handbook") {
			t.Errorf("%s: a passage of the prefix is sent again:\n%s", q, last.Content)
		}
	}

	history := []rag.Turn{
		{Question: "Where does he work?", Answer: "He is a Harbour Pilot [3]. He lives in Turku [1][2]."},
		{Question: "And before?"}, // whose answer is not known
		{Question: strings.Repeat("why ", 1000), Answer: strings.Repeat("because ", 1000)},
	}
	m.sent = nil
	if _, err := e.Ask(t.Context(), rag.Question{Text: joined, History: history}, nil); err != nil {
		t.Fatal(err)
	}
	sent := m.sent[0]
	var roles []string
	for _, x := range sent {
		roles = append(roles, x.Role)
	}
	if want := []string{"system", "user", "assistant", "user", "assistant", "user"}; !slices.Equal(roles, want) || sent[0] != prefix[0] {
		t.Fatalf("roles %v, want %v", roles, want)
	}
	if sent[1].Content != "Question: Where does he work?" || sent[2].Content != "He is a Harbour Pilot. He lives in Turku." {
		t.Errorf("turn before: %q", sent[1:3])
	}
	if n := len(sent[3].Content) + len(sent[4].Content); n > 1100 {
		t.Errorf("a long turn takes %d bytes", n)
	}
	m.sent = nil
	longer := append(history, rag.Turn{Question: joined, Answer: "In February 2023."})
	if _, err := e.Ask(t.Context(), rag.Question{Text: "And who with?", History: longer}, nil); err != nil {
		t.Fatal(err)
	}
	if again := m.sent[0]; !slices.Equal(again[:5], sent[:5]) || len(again) != 8 {
		t.Errorf("the conversation does not go on from the one before: %v", again)
	}
}

// TestTurnsFallInSteps holds a long conversation: each request extends the turns of
// the one before, but for the few at which the older half of them falls away, and
// what a model is sent fits its context.
func TestTurnsFallInSteps(t *testing.T) {
	for _, c := range []struct {
		name               string
		context            int
		answer             string
		most, least, drops int
	}{
		{"short answers", 8192, "He is a Harbour Pilot [3].", 8, 4, 3},
		{"little room", 2300, strings.Repeat("because ", 20), 4, 2, 6},
		{"one turn is more than the room", 1200, strings.Repeat("because ", 100), 1, 1, 19},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := say()
			m.context = c.context
			e := engine(t, longResume(t), m)
			var history []rag.Turn
			var before []rag.Message // without its question
			drops := 0
			for n := range 21 {
				m.sent = nil
				asked := fmt.Sprintf("Which instruments did she use in year %d?", 2000+n)
				if _, err := e.Ask(t.Context(), rag.Question{Text: asked, History: history}, nil); err != nil {
					t.Fatal(err)
				}
				sent := m.sent[0]
				turns := (len(sent) - 2) / 2
				if turns > c.most || turns < min(n, c.least) {
					t.Errorf("after %d turns %d are sent", n, turns)
				}
				if n > 0 && sent[len(sent)-3].Content != "Question: "+history[n-1].Question {
					t.Errorf("after %d turns the last sent is %q", n, sent[len(sent)-3].Content)
				}
				if k := len(before); k > len(sent) || !slices.Equal(sent[:k], before) {
					drops++
				}
				before = sent[:len(sent)-1]
				size := 0
				for _, message := range sent[:len(sent)-1] {
					size += len(message.Content)
				}
				if limit := float64(c.context-350-450) * 3.6; c.most > 1 && float64(size) > limit {
					t.Errorf("after %d turns %d bytes stand before the question, more than %.0f", n, size, limit)
				}
				history = append(history, rag.Turn{Question: asked, Answer: c.answer})
			}
			if drops > c.drops {
				t.Errorf("turns fell away at %d of 20 requests, want %d at most", drops, c.drops)
			}
		})
	}
}

// TestUnknownNames tells a model which names in a question the résumé lacks.
func TestUnknownNames(t *testing.T) {
	m := say()
	ask(t, engine(t, tomas, m), "Does he know Haskell or Rust?")
	user := m.sent[0][1].Content
	if !strings.Contains(user, "Not in the résumé: Haskell\n") {
		t.Errorf("sent:\n%s", user)
	}
}
