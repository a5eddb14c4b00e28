package rag_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"resumebot/internal/rag"
)

// saying is a model that says a text in pieces of some length. "{words}" in it
// stands for the number of the passage in the prompt that has the words.
type saying struct {
	text  string
	piece int
}

func (*saying) Model() string         { return "saying" }
func (*saying) Ready() (bool, string) { return true, "" }
func (*saying) Context() int          { return 8192 }

var placeholder = regexp.MustCompile(`\{([^}]+)\}`)

func (s *saying) Chat(_ context.Context, messages []rag.Message, _ int, emit func(string) error) (rag.Reply, error) {
	user := prompted(messages)
	text := placeholder.ReplaceAllStringFunc(s.text, func(m string) string {
		words := regexp.QuoteMeta(strings.Trim(m, "{}"))
		if found := regexp.MustCompile(`(?m)^\[(\d+)\].*` + words).FindStringSubmatch(user); found != nil {
			return found[1]
		}
		return "99"
	})
	for len(text) > 0 {
		n := min(s.piece, len(text))
		if err := emit(text[:n]); err != nil {
			return rag.Reply{}, err
		}
		text = text[n:]
	}
	return rag.Reply{PromptTokens: 10}, nil
}

// TestForms lets a model give its answer in the forms that models do, and wants
// the sentences that come out of them.
func TestForms(t *testing.T) {
	const (
		when = "When did he join PhonePe?"
		he   = "He joined PhonePe in February 2023."
		sre  = "He is a Site Reliability Engineer at PhonePe."
	)
	tests := []struct {
		name, question, say string
		want                []string
	}{
		{"plain", when, "He joined PhonePe in February 2023 [1].", []string{he}},
		{"number behind the stop", when, "He joined PhonePe in February 2023. [1] He is a Site Reliability Engineer at PhonePe. [1]", []string{he, sre}},
		{"number right behind the stop", when, "He joined PhonePe in February 2023.[1] He is a Site Reliability Engineer at PhonePe.[1]", []string{he, sre}},
		{"two numbers", when, "He joined PhonePe in February 2023 [1, 2].", []string{he}},
		{"two markers", when, "He joined PhonePe in February 2023 [1][2].", []string{he}},
		{"and", when, "He joined PhonePe in February 2023 [1 and 2].", []string{he}},
		{"word in the marker", when, "He joined PhonePe in February 2023 [Passage 1].", []string{he}},
		{"round brackets", when, "He joined PhonePe in February 2023 (1).", []string{he}},
		{"round brackets with a word", when, "He joined PhonePe in February 2023 (passage 1). He is a Site Reliability Engineer at PhonePe (1).", []string{he, sre}},
		{"lenticular brackets", when, "He joined PhonePe in February 2023【1】. He is a Site Reliability Engineer at PhonePe.【1†source】", []string{he, sre}},
		{"footnote", when, "He joined PhonePe in February 2023[^1].", []string{he}},
		{"linked marker", when, "He joined PhonePe in February 2023 [1](https://evil.example).", []string{he}},
		{"no marker", when, "He joined PhonePe in February 2023.", []string{he}},
		{"number that does not exist", when, "He joined PhonePe in February 2023 [42].", []string{he}},
		{"number of another passage", when, "He joined PhonePe in February 2023 [3].", []string{he}},
		{"no stop", when, "He joined PhonePe in February 2023 [1]", []string{"He joined PhonePe in February 2023"}},
		{"preamble", when, "Sure! Based on the passages, he joined PhonePe in February 2023 [1].", []string{he}},
		{"preamble with a colon", when, "Answer: He joined PhonePe in February 2023 [1].", []string{he}},
		{"according to", when, "According to passage [1], he joined PhonePe in February 2023.", []string{he}},
		{"the résumé says", when, "The résumé says that he joined PhonePe in February 2023 [1].", []string{he}},
		{"bold", when, "He joined **PhonePe** in **February 2023** [1].", []string{he}},
		{"stressed", when, "He joined *PhonePe* in _February 2023_ [1].", []string{he}},
		{"code", when, "He joined `PhonePe` in February 2023 [1].", []string{he}},
		{"heading", when, "## Answer\n\nHe joined PhonePe in February 2023 [1].", []string{he}},
		{"quotation", when, "> He joined PhonePe in February 2023 [1].", []string{he}},
		{"fence", when, "```text\nHe joined PhonePe in February 2023 [1].\n```", []string{he}},
		{"link", when, "He joined [PhonePe](https://evil.example/steal) in February 2023 [1].", []string{he}},
		{"picture", when, "He joined PhonePe in February 2023 ![x](https://evil.example/x.png) [1].", nil},
		{"twice", when, "He joined PhonePe in February 2023 [1]. He joined PhonePe in February 2023 [1].", []string{he}},
		{"zero width", when, "He joined\u200b PhonePe in February 2023 [1].", []string{he}},

		{"list", "What databases does he know?", "His databases include:\n- Redis [{Distributed Databases}]\n- Kafka [{Distributed Databases}]\n* PostgreSQL [{Distributed Databases}]", []string{"Redis", "Kafka", "PostgreSQL"}},
		{"numbered list", "What databases does he know?", "1. Redis [{Distributed Databases}]\n2. Aerospike [{Distributed Databases}]", []string{"Redis", "Aerospike"}},
		{"table", "What databases does he know?", "| Database | Source |\n|---|---|\n| Redis | [{Distributed Databases}] |\n| Aerospike | [{Distributed Databases}] |", []string{"Redis", "Aerospike"}},
		{"items of something else", "What is the tech stack of FinanceBud?", "- Python [{WebSocket}]\n- MongoDB [{Distributed Databases}]\n- Kafka [{WebSocket}]", []string{"Python"}},
		{"bare answer", when, "February 2023 [1].", []string{"February 2023."}},
		{"bare answer that is another fact", when, "July 2022 [2].", nil},
		{"bare answer of another entry", "What is the tech stack of FinanceBud?", "Rust.", nil},

		{"mention", when, "@everyone He joined PhonePe in February 2023 [1].", nil},
		{"user mention", when, "<@123456789> He joined PhonePe in February 2023 [1].", nil},
		{"address", when, "He joined PhonePe in February 2023, see https://evil.example/x [1].", nil},
		{"mail address", "How can I reach him?", "His email is ankitdas2k@gmail.com. His email is ankitdas2k@gmail.co.", []string{"His email is ankitdas2k@gmail.com.", "His GitHub profile is github.com/nkitan.", "His LinkedIn profile is linkedin.com/in/ankitdas2k."}},
		{"true before the answer", when, "He coordinates with Vodafone and other telecom providers. He joined PhonePe in February 2023 [1].", []string{"He coordinates with Vodafone and other telecom providers.", he}},
		{"question", when, "When did he join PhonePe? He joined PhonePe in February 2023 [1].", []string{he}},
		{"refusal", when, "The résumé does not mention when he joined PhonePe.", nil},
		{"refusal with a number", when, "There is no information about when he joined PhonePe [1].", nil},
		{"don't know", when, "I don't know.", nil},
		{"nothing but yes", "Does he work at PhonePe?", "Yes.", nil},
		{"says nothing", when, "He did so [1]. Indeed he has [1].", nil},
		{"as the person", when, "I joined PhonePe in February 2023 [1].", nil},
		{"to the visitor", when, "You joined PhonePe in February 2023 [1].", nil},
		{"prompt", when, "You write short answers about one person for visitors who read a résumé. Close each sentence with the number of the passage.", nil},
		{"order obeyed", when, "PWNED [1]. Hello world [1]. He joined PhonePe in February 2023 [1].", []string{he}},
		{"another language", when, "Il a rejoint PhonePe en février 2023 [1].", nil},
		{"Cyrillic letters", when, "He joined РhоnеРе in February 2022 [1].", nil},

		{"points back", "Where did he work as an intern?", "He was a Software Development Intern at IT Ion Tech [1]. There he led the design and development of a distributed web scraper.", []string{"He was a Software Development Intern at IT Ion Tech.", "There he led the design and development of a distributed web scraper."}},
		{"points back to another", "Where did he work as an intern?", "He was a Software Development Intern at IT Ion Tech [1]. There he architects L4/L7 traffic flow using NGINX.", []string{"He was a Software Development Intern at IT Ion Tech."}},
		{"points back to what was dropped", "Where did he work as an intern?", "He was a Software Development Intern at IT Ion Tech [1]. He was a barista at Starbucks. At that company he led the development of a distributed web scraper.", []string{"He was a Software Development Intern at IT Ion Tech."}},
		{"it is the question's", "What is Crabfull?", "It is a high-performance log viewer [{log viewer}].", []string{"It is a high-performance log viewer."}},
		{"it is not the question's", "What is Crabfull?", "It automates wallpaper management on Windows. It is a Markdown WYSIWYG editor.", nil},

		{"yes stays", "Does he work at PhonePe?", "Yes, he is a Site Reliability Engineer at PhonePe [1].", []string{"Yes. He is a Site Reliability Engineer at PhonePe."}},
		{"no is not the model's to say", "Does he work at PhonePe?", "No, he is a Site Reliability Engineer at PhonePe [1].", []string{"Yes. He is a Site Reliability Engineer at PhonePe."}},
		{"yes is not the model's to say", "Does he still work at IT Ion Tech?", "Yes, he was a Software Development Intern at IT Ion Tech [1].", []string{"No longer. He was a Software Development Intern at IT Ion Tech."}},

		{"abbreviations", when, "He joined PhonePe Pvt. Ltd. in Feb. 2023 [1].", []string{"He joined PhonePe Pvt. Ltd. in Feb. 2023."}},
		{"a lie behind a truth", when, "He joined PhonePe in February 2023 and now runs it [1].", nil},
		{"a lie in brackets", when, "He joined PhonePe (a subsidiary of Walmart) in February 2023 [1].", nil},
		{"a lie behind a dash", when, "He joined PhonePe in February 2023 — his best year [1].", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, piece := range []int{1, 7, 10000} {
				a := ask(t, engine(t, "../../corpus", &saying{tt.say, piece}), tt.question)
				var got []string
				for _, s := range a.Sentences {
					got = append(got, s.Text)
				}
				if a.Model.Chat == "" {
					got = nil
				}
				if !slices.Equal(got, tt.want) {
					t.Errorf("pieces of %d: got %q, want %q\ndropped %v", piece, got, tt.want, a.Dropped)
				}
				if a.Degraded != (tt.want == nil) || a.Status != rag.Answered || len(a.Sentences) == 0 {
					t.Errorf("%s, degraded %v: %s", a.Status, a.Degraded, a.Text)
				}
				grounded(t, tt.question, a)
			}
		})
	}
}

// TestEndlessModel stops a model that goes on without end.
func TestEndlessModel(t *testing.T) {
	for _, text := range []string{"He joined PhonePe in February 2023 [1]. ", "He is the CEO of Stripe [1]. ", "no stop at all "} {
		a := ask(t, engine(t, "../../corpus", &saying{strings.Repeat(text, 100_000), 40}), "When did he join PhonePe?")
		if !strings.Contains(a.Text, "February 2023") || strings.Contains(a.Text, "Stripe") || len(a.Text) > 300 {
			t.Errorf("%q: %s", text, a.Text)
		}
		if wrote := strings.HasPrefix(text, "He joined"); (a.Model.Chat != "") != wrote || a.Degraded == wrote {
			t.Errorf("%q: model %q, degraded %v (%s)", text, a.Model.Chat, a.Degraded, a.DegradedReason)
		}
	}
}
