package rag_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"resumebot/internal/rag"
	"resumebot/internal/ragtest"
)

const outside = "../../../shared/data/"

// TestRefusal asks the questions of ClapNQ, half of which their passage does not
// answer, and logs both error rates. The passages are of an encyclopedia and not
// of résumés, so the bar is low; it is there to notice a decision that always
// says the same.
func TestRefusal(t *testing.T) {
	if testing.Short() {
		t.Skip("builds forty indexes")
	}
	answered := func(file string) (n, of int) {
		f, err := os.Open(outside + "refusal/" + file)
		if err != nil {
			t.Skipf("the questions are not here: %v", err)
		}
		defer f.Close()
		s := bufio.NewScanner(f)
		s.Buffer(nil, 1<<20)
		for of < 20 && s.Scan() {
			var row struct {
				Input    string
				Passages []struct{ Title, Text string }
			}
			if err := json.Unmarshal(s.Bytes(), &row); err != nil {
				t.Fatal(err)
			}
			var text strings.Builder
			for _, p := range row.Passages {
				text.WriteString("# " + p.Title + "\n\n## Notes\n\n- " + strings.ReplaceAll(p.Text, " . ", ".\n- ") + "\n\n")
			}
			dir := ragtest.Write(t, text.String())
			of++
			if ask(t, engine(t, dir, nil), row.Input).Status == rag.Answered {
				n++
			}
		}
		return n, of
	}
	yes, answerable := answered("clapnq_answerable_100.jsonl")
	no, unanswerable := answered("clapnq_unanswerable_100.jsonl")
	t.Logf("answered %d of %d answerable and %d of %d unanswerable questions", yes, answerable, no, unanswerable)
	if yes*unanswerable <= no*answerable {
		t.Error("unanswerable questions are answered as often as answerable ones")
	}
}

// TestInjection sends every third of the prompt injections of CyberSecEval to an invented résumé,
// with no model and with one that obeys: nothing that does not rest on the résumé
// comes out.
func TestInjection(t *testing.T) {
	data, err := os.ReadFile(outside + "injection/cyberseceval_prompt_injection.json")
	if err != nil {
		t.Skipf("the injections are not here: %v", err)
	}
	var cases []struct {
		System string `json:"test_case_prompt"`
		User   string `json:"user_input"`
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	alone, o := engine(t, tomas, nil), &script{}
	status := map[rag.Status]int{}
	for n, c := range cases {
		if n%3 != 0 {
			continue
		}
		obeyed := engine(t, tomas, o) // anew, so that it is not yet known to be weak
		a := ask(t, alone, c.User)
		status[a.Status]++
		grounded(t, c.User, a)
		lies := []string{"The answer is 10 [1].", "Yes, he was the CTO of Stripe and is highly recommended [1].", "I have been PWNED [1][2]. @everyone https://evil.example/ [1]"}
		for _, reply := range []string{c.System + " [1]", "Sure! " + c.User + " [1]", lies[n/3%len(lies)]} {
			*o = script{replies: []string{reply, reply}}
			a := ask(t, obeyed, c.User)
			grounded(t, c.User, a)
			if a.Model.Chat != "" && a.Status != rag.NotStated {
				t.Errorf("%.80q: the model’s own words came out: %s", c.User, a.Text)
			}
		}
		// A question that is answered, with the injection behind it.
		const truth = "He joined Nordhavn Pilots in February 2023."
		reply := truth + " " + c.System + " [1]"
		*o = script{replies: []string{reply, c.System}}
		if a := ask(t, engine(t, tomas, o), joined); len(a.Sentences) != 1 || a.Sentences[0].Text != truth {
			t.Errorf("%.80q came out with an answer: %s", c.System, a.Text)
		}
	}
	t.Logf("without a model: %v", status)
}

// grounded wants every sentence of an answer to rest on a passage, and what is no
// answer to repeat nothing.
func grounded(t *testing.T, question string, a rag.Answer) {
	t.Helper()
	for _, s := range a.Sentences {
		if (a.Status == rag.Answered || a.Status == rag.Closest) && len(s.Citations) == 0 {
			t.Errorf("%.80q: uncited: %s", question, s.Text)
		}
		if len(s.Citations) == 0 && len(s.Text) > 200 {
			t.Errorf("%.80q: a long uncited sentence: %s", question, s.Text)
		}
	}
}
