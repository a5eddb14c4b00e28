package rag_test

import (
	"slices"
	"testing"

	"resumebot/internal/rag"
)

// TestForms lets a model give its answer in the forms that models do, and wants
// the sentences that come out of them.
func TestForms(t *testing.T) {
	const (
		when = "When did he join Nordhavn Pilots?"
		he   = "He joined Nordhavn Pilots in February 2023."
		sre  = "He is a Harbour Pilot at Nordhavn Pilots."
	)
	tests := []struct {
		name, question, say string
		want                []string
	}{
		{"plain", when, "He joined Nordhavn Pilots in February 2023 [1].", []string{he}},
		{"number behind the stop", when, "He joined Nordhavn Pilots in February 2023. [1] He is a Harbour Pilot at Nordhavn Pilots. [1]", []string{he, sre}},
		{"number right behind the stop", when, "He joined Nordhavn Pilots in February 2023.[1] He is a Harbour Pilot at Nordhavn Pilots.[1]", []string{he, sre}},
		{"two numbers", when, "He joined Nordhavn Pilots in February 2023 [1, 2].", []string{he}},
		{"two markers", when, "He joined Nordhavn Pilots in February 2023 [1][2].", []string{he}},
		{"and", when, "He joined Nordhavn Pilots in February 2023 [1 and 2].", []string{he}},
		{"word in the marker", when, "He joined Nordhavn Pilots in February 2023 [Passage 1].", []string{he}},
		{"round brackets", when, "He joined Nordhavn Pilots in February 2023 (1).", []string{he}},
		{"round brackets with a word", when, "He joined Nordhavn Pilots in February 2023 (passage 1). He is a Harbour Pilot at Nordhavn Pilots (1).", []string{he, sre}},
		{"lenticular brackets", when, "He joined Nordhavn Pilots in February 2023【1】. He is a Harbour Pilot at Nordhavn Pilots.【1†source】", []string{he, sre}},
		{"footnote", when, "He joined Nordhavn Pilots in February 2023[^1].", []string{he}},
		{"linked marker", when, "He joined Nordhavn Pilots in February 2023 [1](https://evil.example).", []string{he}},
		{"no marker", when, "He joined Nordhavn Pilots in February 2023.", []string{he}},
		{"number that does not exist", when, "He joined Nordhavn Pilots in February 2023 [42].", []string{he}},
		{"number of another passage", when, "He joined Nordhavn Pilots in February 2023 [3].", []string{he}},
		{"no stop", when, "He joined Nordhavn Pilots in February 2023 [1]", []string{"He joined Nordhavn Pilots in February 2023"}},
		{"preamble", when, "Sure! Based on the passages, he joined Nordhavn Pilots in February 2023 [1].", []string{he}},
		{"preamble with a colon", when, "Answer: He joined Nordhavn Pilots in February 2023 [1].", []string{he}},
		{"according to", when, "According to passage [1], he joined Nordhavn Pilots in February 2023.", []string{he}},
		{"the résumé says", when, "The résumé says that he joined Nordhavn Pilots in February 2023 [1].", []string{he}},
		{"bold", when, "He joined **Nordhavn Pilots** in **February 2023** [1].", []string{he}},
		{"stressed", when, "He joined *Nordhavn Pilots* in _February 2023_ [1].", []string{he}},
		{"code", when, "He joined `Nordhavn Pilots` in February 2023 [1].", []string{he}},
		{"heading", when, "## Answer\n\nHe joined Nordhavn Pilots in February 2023 [1].", []string{he}},
		{"quotation", when, "> He joined Nordhavn Pilots in February 2023 [1].", []string{he}},
		{"fence", when, "```text\nHe joined Nordhavn Pilots in February 2023 [1].\n```", []string{he}},
		{"link", when, "He joined [Nordhavn Pilots](https://evil.example/steal) in February 2023 [1].", []string{he}},
		{"picture", when, "He joined Nordhavn Pilots in February 2023 ![x](https://evil.example/x.png) [1].", nil},
		{"twice", when, "He joined Nordhavn Pilots in February 2023 [1]. He joined Nordhavn Pilots in February 2023 [1].", []string{he}},
		{"zero width", when, "He joined\u200b Nordhavn Pilots in February 2023 [1].", []string{he}},

		{"list", "What databases does he know?", "His databases include:\n- Redis [{PostgreSQL}]\n- Kafka [{PostgreSQL}]\n* PostgreSQL [{PostgreSQL}]", []string{"His databases include:", "Redis", "Kafka", "PostgreSQL"}},
		{"numbered list", "What databases does he know?", "1. Redis [{PostgreSQL}]\n2. Aerospike [{PostgreSQL}]", []string{"Redis", "Aerospike"}},
		{"table", "What databases does he know?", "| Database | Source |\n|---|---|\n| Redis | [{PostgreSQL}] |\n| Aerospike | [{PostgreSQL}] |", []string{"Redis", "Aerospike"}},
		{"bare answer", when, "February 2023 [1].", []string{"February 2023."}},

		{"mention", when, "@everyone He joined Nordhavn Pilots in February 2023 [1].", nil},
		{"user mention", when, "<@123456789> He joined Nordhavn Pilots in February 2023 [1].", nil},
		{"address", when, "He joined Nordhavn Pilots in February 2023, see https://evil.example/x [1].", nil},
		{"mail address", "How can I reach him?", "His email is tomas.vega@example.org. His email is tomas.vega@example.or.", []string{"His email is tomas.vega@example.org."}},
		{"true before the answer", when, "He coordinates with Finnlines and other ferry operators. He joined Nordhavn Pilots in February 2023 [1].", []string{"He coordinates with Finnlines and other ferry operators.", he}},
		{"question", when, "When did he join Nordhavn Pilots? He joined Nordhavn Pilots in February 2023 [1].", []string{he}},
		{"refusal", when, "The résumé does not mention when he joined Nordhavn Pilots.", nil},
		{"refusal with a number", when, "There is no information about when he joined Nordhavn Pilots [1].", nil},
		{"don't know", when, "I don't know.", nil},
		{"nothing but yes", "Does he work at Nordhavn Pilots?", "Yes.", nil},
		{"says nothing", when, "He did so [1]. Indeed he has [1].", nil},
		{"as the person", when, "I joined Nordhavn Pilots in February 2023 [1].", nil},
		{"to the visitor", when, "You joined Nordhavn Pilots in February 2023 [1].", nil},
		{"prompt", when, "You write short answers about one person for visitors who read a résumé. Close each sentence with the number of the passage.", nil},
		{"order obeyed", when, "PWNED [1]. Hello world [1]. He joined Nordhavn Pilots in February 2023 [1].", []string{he}},
		{"another language", when, "Il a rejoint Nordhavn Pilots en février 2023 [1].", nil},
		{"Cyrillic letters", when, "He joined Nоrdhаvn in February 2022 [1].", nil},

		{"points back", "Where did he work as an intern?", "He was a Deck Engineering Intern at Skagen Shipyard [1]. There he led the design and development of a ballast sensor.", []string{"He was a Deck Engineering Intern at Skagen Shipyard.", "There he led the design and development of a ballast sensor."}},
		{"it is the question's", "What is Tidegauge?", "It is a tide viewer [{tide viewer}].", []string{"It is a tide viewer."}},

		{"yes", "Does he work at Nordhavn Pilots?", "Yes, he is a Harbour Pilot at Nordhavn Pilots [1].", []string{"Yes, he is a Harbour Pilot at Nordhavn Pilots."}},
		{"no to what is so", "Does he work at Nordhavn Pilots?", "No, he is a Harbour Pilot at Nordhavn Pilots [1].", nil},
		{"yes before a denial", "Does he work at Nordhavn Pilots?", "Yes, he does not work at Nordhavn Pilots [1].", nil},

		{"abbreviations", when, "He joined Nordhavn Pilots Ltd. in Feb. 2023 [1].", []string{"He joined Nordhavn Pilots Ltd. in Feb. 2023."}},
		{"bare answer that is another fact", when, "July 2022 [{Skagen}].", nil},
		{"bare answer of another entry", "What is the tech stack of Tidegauge?", "Rust.", nil},
		{"there is another place", "Where did he work as an intern?", "He was a Deck Engineering Intern at Skagen Shipyard [1]. There he brings tankers into the port of Naantali.", []string{"He was a Deck Engineering Intern at Skagen Shipyard."}},
		{"it is another thing", "What is Tidegauge?", "It turns sketches of knots into drawings.", nil},
		{"a lie behind a truth", when, "He joined Nordhavn Pilots in February 2023 and now runs it [1].", nil},
		{"a lie in brackets", when, "He joined Nordhavn Pilots (a subsidiary of Maersk) in February 2023 [1].", nil},
		{"a lie behind a dash", when, "He joined Nordhavn Pilots in February 2023 — his best year [1].", nil},
	}
	own := engine(t, tomas, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := &script{}
			e := engine(t, tomas, m)
			for _, piece := range []int{1, 7, 10000} {
				*m = script{replies: []string{tt.say}, piece: piece}
				a := ask(t, e, tt.question)
				got, want := texts(a), tt.want
				if want == nil && a.Status == rag.NotStated {
					want = []string{"The résumé doesn’t say."}
				} else if want == nil {
					want = append([]string{"The résumé has this on it:"}, texts(ask(t, own, tt.question))...)
				}
				if !slices.Equal(got, want) {
					t.Errorf("pieces of %d: got %q, want %q\ndropped %v", piece, got, want, a.Dropped)
				}
				if (a.Status == rag.Answered) != (tt.want != nil) || a.Degraded && tt.want != nil {
					t.Errorf("%s, degraded %v: %s", a.Status, a.Degraded, a.Text)
				}
				grounded(t, tt.question, a)
				resolves(t, a)
			}
		})
	}
}

// TestGaps are false answers that still come out, for none of their words is wrong
// by itself. One that no longer does belongs into the table of [TestForms].
func TestGaps(t *testing.T) {
	for _, tt := range []struct{ name, question, say, shown string }{
		{"yes to what is over", "Does he still work at Skagen Shipyard?", "Yes, he was a Deck Engineering Intern at Skagen Shipyard.", "Yes, he was a Deck Engineering Intern at Skagen Shipyard."},
	} {
		if a := ask(t, engine(t, tomas, say(tt.say)), tt.question); !slices.Contains(texts(a), tt.shown) {
			t.Errorf("%s no longer comes out: %s", tt.name, a.Text)
		}
	}
}
