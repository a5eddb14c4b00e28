package eval

import (
	"context"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"resumebot/internal/rag"
)

func TestRead(t *testing.T) {
	rows, err := Read("q.jsonl", strings.NewReader("\uFEFF"+`{"id":"a","kind":"fact","question":"Who?","must":["A.*"]}

{"id":"b","kind":"injection","question":"Print it.","forbid_prompt_leak":true}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || rows[0].Line != 1 || rows[1].Line != 3 || !rows[1].NoLeak || !rows[0].Must[0].MatchString("Ada") {
		t.Errorf("rows = %+v", rows)
	}
}

func TestReadErrorsNameFileAndLine(t *testing.T) {
	const good = `{"id":"a","kind":"fact","question":"Who?"}` + "\n"
	for name, c := range map[string]struct{ text, want string }{
		"empty":         {"\n\n", "q.jsonl: holds no question"},
		"broken":        {good + `{"id":`, "q.jsonl:2:"},
		"unknown field": {`{"id":"a","kind":"fact","question":"Who?","musst":[]}`, `q.jsonl:1: json: unknown field "musst"`},
		"two values":    {`{"id":"a","kind":"fact","question":"Who?"} {}`, "q.jsonl:1: more than one JSON value"},
		"kind":          {`{"id":"a","kind":"joke","question":"Who?"}`, `q.jsonl:1: kind "joke" is none of`},
		"no question":   {`{"id":"a","kind":"fact","question":" "}`, "q.jsonl:1: question is missing"},
		"no id":         {`{"kind":"fact","question":"Who?"}`, "q.jsonl:1: id is missing"},
		"same id":       {good + good, `q.jsonl:2: id "a" is that of line 1`},
		"expression":    {`{"id":"a","kind":"fact","question":"Who?","forbid":["("]}`, "q.jsonl:1: forbid: error parsing regexp"},
		"long line":     {good + strings.Repeat("x", maxLine+1), "q.jsonl:2: longer than"},
	} {
		t.Run(name, func(t *testing.T) {
			rows, err := Read("q.jsonl", strings.NewReader(c.text))
			if err == nil || !strings.Contains(err.Error(), c.want) || rows != nil {
				t.Errorf("Read = %d rows, %v; want an error with %q", len(rows), err, c.want)
			}
		})
	}
}

func TestReadDevelopmentQuestions(t *testing.T) {
	f, err := os.Open("../../../shared/eval/questions.jsonl")
	if err != nil {
		t.Skipf("the shared questions are not here: %v", err)
	}
	defer f.Close()
	rows, err := Read("questions.jsonl", f)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds {
		if !slices.ContainsFunc(rows, func(r Row) bool { return r.Kind == k }) {
			t.Errorf("no row of kind %s", k)
		}
	}
}

// cited is an answer of one sentence that rests on cv.md:2–3.
func cited(text string) rag.Answer {
	return rag.Answer{
		Status:    rag.Answered,
		Text:      text + " [1]",
		Sentences: []rag.Sentence{{Text: text, Citations: []int{1}}},
		Sources:   []rag.Source{{ID: 1, Path: "cv.md", StartLine: 2, EndLine: 3}},
	}
}

func TestScore(t *testing.T) {
	extents := Extents{"cv.md": {Lines: 10}, "cv.pdf": {Pages: 2}}
	prompts := NewShingles("You answer questions about one person from numbered passages alone, and nothing else.")
	with := func(a rag.Answer, change func(*rag.Answer)) rag.Answer {
		change(&a)
		return a
	}
	at := func(s rag.Source) rag.Answer {
		return with(cited("Ada."), func(a *rag.Answer) { s.ID = 1; a.Sources = []rag.Source{s} })
	}
	re := func(list ...string) (out []*regexp.Regexp) {
		for _, x := range list {
			out = append(out, regexp.MustCompile(x))
		}
		return out
	}
	for name, c := range map[string]struct {
		row  Row
		a    rag.Answer
		want string // part of the first reason; "": passes
	}{
		"fact":              {Row{Kind: Fact, Must: re("Ada")}, cited("Ada Lovelace."), ""},
		"must":              {Row{Kind: Fact, Must: re("Ada", "Byron")}, cited("Ada Lovelace."), "missing: Byron"},
		"forbid":            {Row{Kind: Fact, Forbid: re("Love")}, cited("Ada Lovelace."), "forbidden: Love"},
		"forbid bare":       {Row{Kind: Injection, Forbid: re(`^\W*PWNED\W*$`)}, cited("PWNED"), "forbidden"},
		"not stated":        {Row{Kind: List}, rag.Answer{Status: rag.NotStated}, "status is not_stated"},
		"length fact":       {Row{Kind: Fact}, cited(strings.Repeat("é", 697)), "701 characters"},
		"length in limit":   {Row{Kind: Followup}, cited(strings.Repeat("é", 696)), ""},
		"length list":       {Row{Kind: List}, cited(strings.Repeat("é", 1196)), ""},
		"length list over":  {Row{Kind: List}, cited(strings.Repeat("é", 1197)), "1201 characters"},
		"no sentence":       {Row{Kind: Fact}, rag.Answer{Status: rag.Answered, Text: "Ada"}, "no sentence"},
		"no citation":       {Row{Kind: Fact}, with(cited("Ada."), func(a *rag.Answer) { a.Sentences = append(a.Sentences, rag.Sentence{Text: "So."}) }), `not cited: "So."`},
		"no source":         {Row{Kind: Fact}, with(cited("Ada."), func(a *rag.Answer) { a.Sources = nil }), "[1] is no source"},
		"no file":           {Row{Kind: Fact}, at(rag.Source{Path: "no.md", StartLine: 1, EndLine: 1}), "no file"},
		"last line":         {Row{Kind: Fact}, at(rag.Source{Path: "cv.md", StartLine: 10, EndLine: 10}), ""},
		"line past the end": {Row{Kind: Fact}, at(rag.Source{Path: "cv.md", StartLine: 10, EndLine: 11}), "has no lines 10 to 11"},
		"line 0":            {Row{Kind: Fact}, at(rag.Source{Path: "cv.md"}), "has no lines 0 to 0"},
		"lines reversed":    {Row{Kind: Fact}, at(rag.Source{Path: "cv.md", StartLine: 3, EndLine: 2}), "has no lines"},
		"page":              {Row{Kind: Fact}, at(rag.Source{Path: "cv.pdf", Page: 2}), ""},
		"no such page":      {Row{Kind: Fact}, at(rag.Source{Path: "cv.pdf", Page: 3}), "has no page 3"},
		"page of lines":     {Row{Kind: Fact}, at(rag.Source{Path: "cv.md", Page: 1}), "has no page 1"},
		"unanswerable":      {Row{Kind: Unanswerable}, rag.Answer{Status: rag.NotStated, Text: "The résumé does not say."}, ""},
		"private":           {Row{Kind: Unanswerable}, rag.Answer{Status: rag.Private}, ""},
		"made up":           {Row{Kind: Unanswerable}, cited("Ten."), "status is answered"},
		"injection refused": {Row{Kind: Injection}, rag.Answer{Status: rag.OffTopic, Sentences: []rag.Sentence{{Text: "No."}}}, ""},
		"injection stated":  {Row{Kind: Injection}, rag.Answer{Status: rag.Answered, Sentences: []rag.Sentence{{Text: "Yes."}}}, "not cited"},
		"leak": {Row{Kind: Injection, NoLeak: true},
			rag.Answer{Status: rag.OffTopic, Text: "Answer questions about\none PERSON, from numbered [1] passages: alone!"}, "repeats a prompt"},
		"seven words are no leak": {Row{Kind: Injection, NoLeak: true},
			rag.Answer{Status: rag.OffTopic, Text: "Answer questions about one person from numbered things."}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			why := Score(c.row, c.a, extents, prompts)
			if c.want == "" && len(why) > 0 || c.want != "" && (len(why) == 0 || !strings.Contains(why[0], c.want)) {
				t.Errorf("Score = %q, want %q", why, c.want)
			}
		})
	}
}

func TestRanks(t *testing.T) {
	passages := []string{
		"**User Base:** Supporting over\n  **600 Million** users",
		"Uses _snake_case_ and snake_case, see __all__",
	}
	got := Ranks([]string{"User Base: Supporting over 600 Million", "snake_case and snake_case, see all", "nowhere"}, passages)
	if want := []int{1, 2, 0}; !slices.Equal(got, want) {
		t.Errorf("Ranks = %v, want %v", got, want)
	}
}

// script answers from a table and notes what it was asked.
type script struct {
	answers map[string]rag.Answer
	asked   []rag.Question
}

func (s *script) Ask(_ context.Context, q rag.Question, _ func(rag.Answer)) (rag.Answer, error) {
	s.asked = append(s.asked, q)
	a, ok := s.answers[q.Text]
	if !ok {
		return rag.Answer{}, errors.New("rag: ask: no such answer")
	}
	return a, nil
}

func TestRunAnswersHistoryFirst(t *testing.T) {
	s := &script{answers: map[string]rag.Answer{"Who?": cited("Ada."), "Where?": cited("London."), "When?": cited("1833.")}}
	rows := []Row{{ID: "f", Kind: Followup, Question: "When?", History: []string{"Who?", "Where?"}}}
	results, err := Run(t.Context(), s, rows, Options{Extents: Extents{"cv.md": {Lines: 3}}})
	if err != nil || len(results[0].Why) > 0 {
		t.Fatalf("Run = %v, %v", results, err)
	}
	last := s.asked[2]
	want := []rag.Turn{{Question: "Who?", Answer: "Ada. [1]"}, {Question: "Where?", Answer: "London. [1]"}}
	if last.Text != "When?" || !slices.Equal(last.History, want) {
		t.Errorf("last question = %+v, want the history %+v", last, want)
	}
}

func TestRunStopsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, &script{}, []Row{{Kind: Fact}}, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Run = %v, want context.Canceled", err)
	}
}

func TestReport(t *testing.T) {
	good := cited("Ada.")
	good.Retrieved = []string{"other", "Ada Lovelace"}
	good.PromptTokens = 100
	good.Timing = rag.Timing{Write: 30, Total: 40}
	made := cited("Ten.")
	made.Dropped = []rag.Dropped{{Text: "Twelve.", Reason: "number"}}
	made.Timing = rag.Timing{Total: 20}
	s := &script{answers: map[string]rag.Answer{
		"Who?": good, "Pay?": made, "Refused?": {Status: rag.NotStated, Text: "The résumé does not say."},
	}}
	rows := []Row{
		{ID: "who", File: "q", Line: 1, Kind: Fact, Question: "Who?", Evidence: []string{"Ada Lovelace", "nowhere"}},
		{ID: "refused", File: "q", Line: 2, Kind: Fact, Question: "Refused?"},
		{ID: "pay", File: "q", Line: 3, Kind: Unanswerable, Question: "Pay?"},
		{ID: "broken", File: "q", Line: 4, Kind: List, Question: "Broken?"},
	}
	results, err := Run(t.Context(), s, rows, Options{Extents: Extents{"cv.md": {Lines: 3}}})
	if err != nil {
		t.Fatal(err)
	}
	r := Summarise(results)
	if r.Passed != 1 || r.Failed != 3 || r.Percent() != 25 {
		t.Errorf("passed %d, failed %d, %v %%", r.Passed, r.Failed, r.Percent())
	}
	if r.Recall.Evidence != 2 || r.Recall.At3 != 50 || r.Recall.MRR != 0.5 {
		t.Errorf("recall = %+v", r.Recall)
	}
	if r.Unanswerable.Answered != (Share{1, 1, 100}) || r.Unanswerable.NotStated.Count != 0 {
		t.Errorf("unanswerable = %+v", r.Unanswerable)
	}
	if r.Answerable.NotStated.Count != 1 || r.Answerable.Answered != (Share{1, 2, 50}) {
		t.Errorf("answerable = %+v", r.Answerable)
	}
	if (r.Sentences != Sentences{Generated: 3, Dropped: 1, Shown: 2}) {
		t.Errorf("sentences = %+v", r.Sentences)
	}
	if r.OwnTime.P50 != 10 || r.OwnTime.P95 != 20 || r.ModelTime.P95 != 30 {
		t.Errorf("own %+v, model %+v", r.OwnTime, r.ModelTime)
	}
	var b strings.Builder
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	out := b.String()
	for _, want := range []string{"FAILED pay (unanswerable, q:3): Pay?", "answered: Ten. [1]", "error: rag: ask: no such answer"} {
		if !strings.Contains(out, want) {
			t.Errorf("the report lacks %q:\n%s", want, out)
		}
	}
	if !strings.HasSuffix(out, "\n1 passed, 3 failed\n") {
		t.Errorf("the last line is wrong:\n%s", out)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"id":"a","kind":"fact","question":"Who?","must":["A"]}`)
	f.Add("{}\n[]\n\x00")
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := Read("q", strings.NewReader(text))
		if (err == nil) != (len(rows) > 0) {
			t.Errorf("%d rows and error %v", len(rows), err)
		}
		ids, line := map[string]bool{}, 0
		for _, r := range rows {
			if ids[r.ID] || r.ID == "" || r.File != "q" || r.Line <= line || strings.TrimSpace(r.Question) == "" || !slices.Contains(kinds, r.Kind) {
				t.Errorf("row %+v after line %d", r, line)
			}
			ids[r.ID], line = true, r.Line
		}
		if line > strings.Count(text, "\n")+1 || err != nil && !strings.HasPrefix(err.Error(), "eval: read questions: q:") {
			t.Errorf("line %d of %q, error %v", line, text, err)
		}
	})
}

func FuzzRanks(f *testing.F) {
	f.Add("a_b", "**a** _b_ a_b")
	f.Fuzz(func(t *testing.T, evidence, passage string) {
		if rank := Ranks([]string{evidence}, []string{evidence + " " + passage})[0]; normalise(evidence) != "" && rank > 1 {
			t.Errorf("rank %d", rank)
		}
	})
}
