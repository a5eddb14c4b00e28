package rag_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"resumebot/internal/rag"
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
	dir := tb.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "resume.md"), []byte(b.String()), 0o600); err != nil {
		tb.Fatal(err)
	}
	return dir
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
			for _, must := range []string{"theodolite, gyroscope, plumb line", "greta@example.se", "Surveyor A | OfficeA Maps AB", "Surveyor L | OfficeL Maps AB"} {
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
	for _, talk := range []string{"hi", "thanks!", "bye", "👋"} {
		if got := ask(t, e, talk, joined).Suggestions; len(got) > 0 {
			t.Errorf("%s: suggested %q", talk, got)
		}
	}
}
