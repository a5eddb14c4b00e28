package rag_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"resumebot/internal/rag"
	"resumebot/internal/ragtest"
)

const withholding = `# Ada Quill

ada@quill.example

## Experience

### Pilot | Nordhavn Pilots
*2019 – Present*

- Brings tankers in.

<!-- private -->
- Left Baltic Ferries after a strike in Gdynia.
<!-- /private -->

### Salary Bands Analyst | Tidewater
*2015 – 2018*

- Set the salary bands of 40 pilots.

<!-- private: religion, pension number -->
Hindu. Her number is 4471.
<!-- /private -->

## Expected pay

<!-- private -->
90,000 euro
<!-- /private -->
`

// TestWithheld tells what is private only by the owner's own words for it, and only
// where nothing public answers.
func TestWithheld(t *testing.T) {
	for question, want := range map[string]rag.Status{
		"What is her religion?":                rag.Private,
		"What is her pension number?":          rag.Private,
		"What pay does she expect?":            rag.Private,
		"Is she Hindu?":                        rag.NotStated,
		"Is she Muslim?":                       rag.NotStated,
		"Was she in a strike in Gdynia?":       rag.NotStated,
		"Did she work at Baltic Ferries?":      rag.NotStated,
		"Whose salary bands did she set?":      rag.Answered,
		"What does she do at Nordhavn Pilots?": rag.Answered,
	} {
		for name, m := range map[string]rag.Model{"no model": nil, "a model": say("NOT STATED"), "a liar": say("She is Hindu and earns 90,000 euro [1].")} {
			if m != nil && want == rag.Answered {
				continue // what it says counts
			}
			a := ask(t, engine(t, ragtest.Write(t, withholding), m), question)
			if a.Status != want {
				t.Errorf("%s, %s: %s, want %s: %s", question, name, a.Status, want, a.Text)
			}
			if strings.Contains(a.Text, "Hindu") || strings.Contains(a.Text, "90,000") {
				t.Errorf("%s, %s: %s", question, name, a.Text)
			}
		}
	}
}

// TestNoOracle asks about every word that is private, and about words that stand
// nowhere: no answer tells one from the other.
func TestNoOracle(t *testing.T) {
	e := engine(t, ragtest.Write(t, withholding), nil)
	shape := func(word string) string {
		out := ""
		for _, form := range []string{"Is she %s?", "Does she have anything to do with %s?", "Tell me about %s", "Did she work at %s?", "%s"} {
			a, err := e.Ask(context.Background(), rag.Question{Text: fmt.Sprintf(form, word)}, nil)
			if err != nil {
				t.Fatal(err)
			}
			out += string(a.Status) + " " + strings.ReplaceAll(a.Text, word, "…") + "\n"
		}
		return out
	}
	unheard := shape("Vrontado")
	for _, word := range []string{"Hindu", "Gdynia", "Baltic", "4471"} {
		want := unheard
		if word == "4471" {
			want = shape("8213")
		}
		if got := shape(word); got != want {
			t.Errorf("%s is told from a word that stands nowhere:\n%swant\n%s", word, got, want)
		}
	}
}
