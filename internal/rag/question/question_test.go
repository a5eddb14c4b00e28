package question

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/ragtest"
)

// ilona is an invented person's résumé.
const ilona = `# Ilona Farkas

Tampere, Finland

- Email: ilona@example.fi

## Experience

### Senior Backend Engineer | Orpheus Labs
*Tampere | March 2021 – Present*

- Runs Kubernetes clusters and PostgreSQL for a payments platform with 40 services.
- Cut the customer acquisition cost report from two days to ten minutes.

### Research Assistant | Szeged University
*Szeged | June 2016 – February 2021*

- Wrote the scheduler in Rust.

## Projects

### Lakegauge
- A daemon that reads water levels, trained with ResNet18.

## Education

- **MSc Computer Science**, Szeged University, September 2014 – June 2016

## Skills

- **Tools:** Terraform, Kubernetes, GitHub Actions, Golang

## Notes

- Owns a dog.
`

// spelt are words that a dictionary has.
var spelt = lexicon.WordSet("where does work many years experience what other school the project language written about hobbies there which tools using built company")

func parser(tb testing.TB, text string) *Parser {
	tb.Helper()
	r := ragtest.Open(tb, ragtest.Write(tb, text), ragtest.Words{}, ragtest.Day)
	return New(Config{Document: r.Document, Index: r.Index, Lexicon: r.Lexicon, Names: names.Collect(r.Document, r.Lexicon), Known: func(w string) bool { return spelt[w] }})
}

// TestSpelling mends what is mistyped, shortened or written apart, and nothing else.
func TestSpelling(t *testing.T) {
	p := parser(t, ilona)
	for in, want := range map[string]string{
		"does she know kubernetis":       "does she know kubernetes",
		"does she know kuberentes":       "does she know kubernetes",
		"has she used teraform?":         "has she used terraform?",
		"what dbs does she use":          "what databases does she use",
		"WHERE DOES SHE WORK":            "where does she work",
		"what did she do about CAC?":     "what did she do about customer acquisition cost?",
		"has she worked in other places": "has she worked in other places",
		"Does she know Haskell?":         "Does she know Haskell?",
		"does she know c++ and c#":       "does she know c++ and c#",
		"which tools, AI or not":         "which tools",
		"does she know go?":              "does she know Go?",
		"does she know ｇｏ?":              "does she know Go?", // wide letters
		"where did she go in 2020":       "where did she go in 2020",
		"does she know this":             "does she know this",
		"which langs does she speak":     "which spoken languages does she speak",
		"any foreign languages":          "any foreign languages",
		"which languages does she know":  "which languages does she know",
		"  ":                             "",
	} {
		if got := p.Parse(in, nil)[0].Text; got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// keysOf are the keys of a question's own terms.
func keysOf(q *Query) []string {
	var out []string
	for _, t := range q.Terms {
		out = append(out, t.Keys...)
	}
	return out
}

// TestKeys puts months and words for an order into what computed passages are found
// by.
func TestKeys(t *testing.T) {
	p := parser(t, ilona)
	tests := []struct {
		question string
		has, not []string
	}{
		{"What did she do in August 2020?", []string{"m202008"}, []string{"august", "2020"}},
		{"Where was she in aug. 2020?", []string{"m202008"}, nil},
		{"Where was she in May, 2019", []string{"m201905"}, nil},
		{"What did she do in the summer of 2018?", []string{"m201806", "m201807", "m201808"}, []string{"summer"}},
		{"What happened in winter 2019?", []string{"m201912", "m201901", "m201902"}, nil},
		{"What did she do in 2018?", []string{"2018"}, []string{"m201801"}},
		{"May she work in 2018 remotely?", nil, []string{"m201805"}},
		{"Where did she work before Orpheus Labs?", []string{lexicon.Stem("prior")}, nil},
		{"What did she do after Szeged University?", []string{lexicon.Stem("followed")}, nil},
	}
	for _, tt := range tests {
		keys := keysOf(p.Parse(tt.question, nil)[0])
		for _, k := range tt.has {
			if !slices.Contains(keys, k) {
				t.Errorf("%s: no %s in %v", tt.question, k, keys)
			}
		}
		for _, k := range tt.not {
			if slices.Contains(keys, k) {
				t.Errorf("%s: %s in %v", tt.question, k, keys)
			}
		}
	}
}

// TestLeans tells the questions that need the turn before from those that stand by
// themselves.
func TestLeans(t *testing.T) {
	p := parser(t, ilona)
	tests := []struct {
		before, question string
		leans            bool
	}{
		{"What did she do at Szeged University?", "What is her current job?", false},
		{"Where did she study?", "How many years of experience does she have?", false},
		{"Does she know Kubernetes?", "What are her hobbies?", false},
		{"Does she know Kubernetes?", "Where does she work?", false},
		{"Does she know Kubernetes?", "What is her email?", false},
		{"Does she know Kubernetes?", "Which tools does she use?", false},
		{"Where does she work?", "Does she know Rust?", false},
		{"Where does she work?", "What is Lakegauge?", false},
		{"Does she know Kubernetes?", "Where does she live?", false},
		{"Does she know Kubernetes?", "Where is she based?", false},
		{"Does she know Kubernetes?", "What does she do?", false},
		{"Does she know Kubernetes?", "Tell me about yourself", false},
		{"Does she know Kubernetes?", "Who is she?", false},
		{"Where does she work?", "Since when?", true},
		{"Where does she work?", "And before?", true},
		{"What did she do at Szeged University?", "When was she there?", true},
		{"What is Lakegauge?", "What language is it written in?", true},
		{"What is Lakegauge?", "And who uses it?", true},
		{"Does she know Rust?", "and Terraform?", true},
		{"Does she know Rust?", "what about Terraform?", true},
		{"Which tools does she use?", "and in production?", true},
		{"Where does she work?", "How long?", true},
		{"Where does she work?", "Why?", true},
	}
	for _, tt := range tests {
		q := p.Parse(tt.question, []Turn{{Question: tt.before}})[0]
		if (q.Turn != "") != tt.leans || (len(q.Before) > 0) != tt.leans {
			t.Errorf("after %q: %q leans on %q", tt.before, tt.question, q.Turn)
		}
		if alone := p.Parse(tt.question, nil)[0]; alone.Turn != "" || len(alone.Before) > 0 {
			t.Errorf("%q leans on %q, and there is nothing", tt.question, alone.Turn)
		}
	}
}

// TestCarry takes over the entries that the turn before was about, from its question
// or its answer, past turns without a subject, and not from far back.
func TestCarry(t *testing.T) {
	p := parser(t, ilona)
	org := func(q *Query) (out []string) {
		for _, i := range q.Named {
			out = append(out, p.document.Entries[i].Org+p.document.Entries[i].Title)
		}
		return out
	}
	const lab = "Orpheus LabsSenior Backend Engineer"
	if q := p.Parse("Since when?", []Turn{{Question: "When did she join Orpheus Labs?"}})[0]; !slices.Contains(org(q), lab) {
		t.Errorf("named in the question: %v", org(q))
	}
	if q := p.Parse("Since when?", []Turn{{Question: "Where does she work?", Answer: "She works at Orpheus Labs [1]."}})[0]; !slices.Contains(org(q), lab) {
		t.Errorf("named in the answer: %v", org(q))
	}
	if q := p.Parse("Since when?", []Turn{{Question: "When did she join Orpheus Labs?"}, {Question: "thanks"}, {Question: "why?"}})[0]; !strings.Contains(q.Turn, "Orpheus") {
		t.Errorf("leans on %q", q.Turn)
	}
	far := append([]Turn{{Question: "When did she join Orpheus Labs?"}}, slices.Repeat([]Turn{{Question: "why?"}}, mostTurns)...)
	if q := p.Parse("Since when?", far)[0]; q.Turn != "" {
		t.Errorf("leans on a turn from far back: %q", q.Turn)
	}
}

// TestParts cuts a message into the questions that it holds.
func TestParts(t *testing.T) {
	p := parser(t, ilona)
	for in, want := range map[string][]string{
		"Where does she work?":                          {"Where does she work?"},
		"Where does she work and since when?":           {"Where does she work", "since when?"},
		"Where does she work? Does she know Rust?":      {"Where does she work?", "Does she know Rust?"},
		"Hi! Where does she work?":                      {"Where does she work?"},
		"We use Terraform. Does she know it?":           {"Does she know it?"},
		"Does she know Rust and Terraform?":             {"Does she know Rust and Terraform?"},
		"What did she do at Szeged University and why?": {"What did she do at Szeged University", "why?"},
		"Who? What? When? Where? Why?":                  {"Who?", "What?", "When?"},
		"Where did she work before she was at Orpheus?": {"Where did she work before she was at Orpheus?"},
		"experience": {"experience"},
		"Which tools does she use, and what is Lakegauge": {"Which tools does she use", "what is Lakegauge"},
	} {
		var got []string
		for _, q := range p.Parse(in, nil) {
			got = append(got, q.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if q := p.Parse("We use Terraform. Does she know it?", nil)[0]; !slices.Contains(termsOf(q.Before), "Terraform") {
		t.Errorf("leans on %v, not on the statement beside it", termsOf(q.Before))
	}
}

func termsOf(terms []Term) (out []string) {
	for _, t := range terms {
		out = append(out, t.Text)
	}
	return out
}

// TestForm tells what is asked.
func TestForm(t *testing.T) {
	p := parser(t, ilona)
	for in, want := range map[string]Asks{
		"When did she join Orpheus Labs?":   When,
		"How long has she been there?":      When,
		"How many services are there?":      Number,
		"Does she know Rust?":               Whether,
		"List all her tools":                List,
		"Where does she live?":              Where,
		"Why did she leave Szeged?":         Why,
		"What is her current job?":          Now,
		"What does she do there?":           0,
		"Is she still there at the moment?": Whether | Now,
	} {
		if got := p.Parse(in, nil)[0].Asks; got != want {
			t.Errorf("%s: %b, want %b", in, got, want)
		}
	}
}

// TestLacking names the kind of thing that is asked for and not told.
func TestLacking(t *testing.T) {
	p := parser(t, ilona)
	for _, tt := range []struct{ question, answer, want string }{
		{"Why did she leave?", "She left in February 2021.", "a reason"},
		{"Why did she leave?", "She left because the grant ended.", ""},
		{"Why did she write it?", "She wrote it to schedule jobs.", ""},
		{"How many services are there?", "It has many services.", "a figure"},
		{"How many services are there?", "It has 40 services.", ""},
		{"How many services are there?", "It has forty services.", ""},
		{"How many services are there?", "It began in 2021.", "a figure"},
		{"How many children has she?", "She has none.", ""},
		{"When did she join?", "She joined Orpheus Labs.", "a date"},
		{"When did she join?", "She joined in March.", ""},
		{"When did she join?", "She joined in 2021.", ""},
		{"Until when was she there?", "She is still there.", ""},
		{"What does she do?", "She runs clusters.", ""},
	} {
		if got := p.Lacking(p.Parse(tt.question, nil)[0], tt.answer); got != tt.want {
			t.Errorf("%s %s: %q, want %q", tt.question, tt.answer, got, tt.want)
		}
	}
}

// TestLacks names what a question has and the résumé has not.
func TestLacks(t *testing.T) {
	p := parser(t, ilona)
	for in, want := range map[string][]string{
		"Does she know Haskell or Rust?": {"Haskell"},
		"Does she know Kubernetes?":      nil,
		"What did Ilona do?":             nil,
		"Where Does She Work?":           nil,
		"Has she used AWS?":              {"AWS"},
	} {
		if got := p.Parse(in, nil)[0].Lacks; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

// FuzzParse wants a bounded query of any text, whose terms stand in it.
func FuzzParse(f *testing.F) {
	p := parser(f, ilona)
	for _, s := range []string{"Since when?", "C++?", "(((", "who\x00is", "AT AT at Google", "’s", "Aug 2020 aug 2020", "git hub git hub", "\xff\xfe", "summer 2020 and winter 2021", "AI or not", strings.Repeat("knwo ", 50)} {
		f.Add(s, "What is Lakegauge?")
	}
	f.Fuzz(func(t *testing.T, text, before string) {
		if len(text) > 1000 || len(before) > 1000 {
			t.Skip()
		}
		queries := p.Parse(text, []Turn{{Question: before, Answer: text}})
		if len(queries) < 1 || len(queries) > mostParts {
			t.Fatalf("%q: %d queries", text, len(queries))
		}
		if again := p.Parse(text, []Turn{{Question: before, Answer: text}}); !reflect.DeepEqual(again, queries) {
			t.Fatalf("%q: %+v, and again %+v", text, queries, again)
		}
		for _, q := range queries {
			for _, x := range q.Terms {
				if x.Start < 0 || x.End > len(q.Tokens) || x.Start > x.End || len(x.Keys) == 0 {
					t.Fatalf("%q: term %+v of %d tokens", text, x, len(q.Tokens))
				}
			}
			end := 0
			for _, x := range q.Tokens {
				if x.Start < end || x.End <= x.Start || x.End > len(q.Text) || q.Text[x.Start:x.End] != x.Text {
					t.Fatalf("%q: token %+v of %q", text, x, q.Text)
				}
				end = x.End
			}
			for _, i := range q.Named {
				if i < 0 || i >= len(p.document.Entries) {
					t.Fatalf("%q: names entry %d of %d", text, i, len(p.document.Entries))
				}
			}
			for _, k := range q.Keys() {
				if k.Key == "" || !(k.Weight > 0) {
					t.Fatalf("%q: key %+v", text, k)
				}
			}
			if utf8.ValidString(text) && utf8.ValidString(before) && !utf8.ValidString(q.Text+q.SearchText()) {
				t.Fatalf("%q: %q, searched as %q", text, q.Text, q.SearchText())
			}
			if len(q.Text) > 4*len(text)+1000 {
				t.Fatalf("%q grew to %q", text, q.Text)
			}
			p.Presumes(q)
			p.Unheld(q)
			p.Lacking(q, text)
		}
	})
}
