package discordbot

import (
	"context"
	"strings"
	"testing"

	"resumebot/internal/discordtest"
	"resumebot/internal/page"
	"resumebot/internal/rag"
)

func TestProse(t *testing.T) {
	links := []link{{"PhonePe Pvt Ltd", "https://phonepe.example"}, {"Muid", "https://muid.example/a_b"}}
	for _, c := range []struct {
		name string
		in   []rag.Sentence
		want string
	}{
		{"a label in bold, its number", []rag.Sentence{{Text: "In-House WAF Development: Co-architected *it*.", Citations: []int{5, 6, 7}}},
			`**In-House WAF Development:** Co-architected \*it\*. [5]`},
		{"a number only where it changes", []rag.Sentence{{Text: "She knows:", Citations: []int{1}}, {Text: "Go", Item: true, Citations: []int{1}}, {Text: "Rust", Item: true, Citations: []int{1, 2}}, {Text: "C", Item: true, Citations: []int{2}}},
			"She knows:\n- Go [1]\n- Rust\n- C [2]"},
		{"where it was is no label", []rag.Sentence{{Text: "At Acme (2019 – 2022): Storage: Ran Redis."}}, "At Acme (2019 – 2022): **Storage:** Ran Redis."},
		{"a sentence is no label", []rag.Sentence{{Text: "She says that she did so: it ran."}, {Text: "At 10:30 it ran."}}, "She says that she did so: it ran. At 10:30 it ran."},
		{"links, once", []rag.Sentence{{Text: "Work at PhonePe Pvt Ltd."}, {Text: "PhonePe Pvt Ltd and Muid; Muids."}},
			"Work at [PhonePe Pvt Ltd](<https://phonepe.example>). PhonePe Pvt Ltd and [Muid](<https://muid.example/a_b>); Muids."},
		{"no link in an address", []rag.Sentence{{Text: "See https://x.example/Muid and a@Muid.example."}}, "See https://x.example/Muid and a@Muid.example."},
	} {
		if got := prose(c.in, links); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

func TestUnmarked(t *testing.T) {
	for in, want := range map[string]string{
		"* **Storage:** Ran *both* [clusters](https://x.example).": "Storage: Ran both clusters.",
		`### 1\. Work`: "1. Work", "1. first": "first", "> said": "said", "snake_case * 2 * 3": "snake_case * 2 * 3", "__bold__ a_b": "bold a_b",
	} {
		if got := unmarked(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestFit(t *testing.T) {
	filler := strings.Repeat("So it is. ", 120)
	for _, c := range []struct {
		in, want string
		fits     bool
	}{
		{"Where?", "Where?", true},
		{filler + "Where does she work? And why?", "Where does she work?", true},
		{"“Is it so?” he asked. " + filler, "“Is it so?”", true},
		{filler, filler, false},
		{strings.Repeat("and ", 300) + "why?", strings.Repeat("and ", 300) + "why?", false},
	} {
		q := inquiry{text: strings.TrimSpace(c.in)}
		if fits := q.fit(); fits != c.fits || q.text != strings.TrimSpace(c.want) || (q.note != "") != (q.text != strings.TrimSpace(c.in)) {
			t.Errorf("%.40q: %v, %.60q, noted %q", c.in, fits, q.text, q.note)
		}
	}
}

func TestNext(t *testing.T) {
	all := []string{"What does Ankit do at PhonePe Pvt Ltd?", "How long has Ankit been at PhonePe Pvt Ltd?", "What is Muid?", "What did Ankit study?"}
	for question, want := range map[string][]string{
		"What did he do at PhonePe?":     {all[1], all[2]},
		"How long was Ankit at phonepe?": {all[0], all[2]},
		"What did Ankit do?":             {all[0], all[1]},
		"what is muid":                   {all[0], all[1]},
		"Who is Ankit?":                  {all[0], all[1]},
		"":                               {all[0], all[1]},
	} {
		if got := next(question, all, "Ankit Das"); strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("after %q: %q, want %q", question, got, want)
		}
	}
}

// Buttons stand only where there is something to press them for.
func TestAnswerButtons(t *testing.T) {
	source := []rag.Source{{ID: 1}}
	for _, c := range []struct {
		name string
		kept kept
		want []int // buttons of each row
	}{
		{"thanks, greetings and errors", kept{}, nil},
		{"a refusal", kept{Suggestions: []string{"a?", "b?", "c?"}}, []int{2}},
		{"an answer", kept{Sources: source, Suggestions: []string{"a?", "b?", "c?"}}, []int{2, 3}},
		{"a private one", kept{Sources: source, Private: true}, []int{4}},
		{"a shared one", kept{Sources: source, Private: true, Shared: true}, []int{3}},
		{"a page", kept{Sources: source, Page: true, Suggestions: []string{"a?"}}, []int{1}},
		{"what was interrupted", kept{Again: true}, []int{1}},
	} {
		var got []int
		for _, m := range messages("text", c.kept) {
			js, err := rowsOf(m)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, js...)
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: rows of %v, want %v", c.name, got, c.want)
			continue
		}
		for n := range got {
			if got[n] != c.want[n] {
				t.Errorf("%s: rows of %v, want %v", c.name, got, c.want)
			}
		}
	}
}

// A thread is named by whom and what it is about, not by words that lean on others.
func TestThreadName(t *testing.T) {
	b := &Bot{Config: Config{Library: choosing{}}}
	for _, c := range []struct {
		text    string
		history []rag.Turn
		want    string
	}{
		{"what does he do there?", []rag.Turn{{Question: "Where does he work?", Answer: "At PhonePe since 2023."}}, "Ankit Das · PhonePe Pvt Ltd"},
		{"what is muid written in", nil, "Ankit Das · Muid"},
		{"which degree does he have", nil, "Ankit Das · Which degree does he have?"},
	} {
		if got := b.threadName(&inquiry{text: c.text, history: c.history}); got != c.want {
			t.Errorf("%q is named %q, want %q", c.text, got, c.want)
		}
	}
}

// choosing is a library of two names.
type choosing struct{ ask }

func (c choosing) Live(bool) Live { return Live{Asker: c.ask, Pages: c, Person: "Ankit Das"} }
func (choosing) Choices(v page.View) []string {
	return map[page.View][]string{page.Projects: {"Muid"}, page.Experience: {"PhonePe Pvt Ltd"}}[v]
}

// Who only waves is greeted.
func TestGreeting(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t)
	startBot(t, d, quick(t, d), nil, func(context.Context, rag.Question, func(rag.Answer)) (rag.Answer, error) { return says("?"), nil })
	d.Mention("42", discordtest.ChannelID, "<:wave:1100000000000000009>")
	if m := d.Message("a greeting", has("Where does Ada work now?")); len(m.Buttons()) > 0 {
		t.Errorf("buttons %v", m.Buttons())
	}
}
