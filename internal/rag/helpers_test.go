package rag_test

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"resumebot/internal/index"
	"resumebot/internal/rag"
	"resumebot/internal/ragtest"
	"resumebot/prompts"
)

var update = flag.Bool("update", false, "rewrite golden files")

// day is the day of all answers.
var day = ragtest.Day

// tomas is the folder of the résumé that models are asked about.
const tomas = "testdata/tomas"

// built keeps what was read, for engines of the same résumé with other models.
var built sync.Map

// readIn reads and indexes the résumé in dir, on the day of all answers.
func readIn(tb testing.TB, dir string, embedder index.Embedder) rag.Config {
	tb.Helper()
	once, _ := built.LoadOrStore(dir+" "+embedder.Name(), sync.OnceValue(func() ragtest.Resume {
		return ragtest.Open(tb, dir, embedder, day)
	}))
	r := once.(func() ragtest.Resume)()
	tmpl, err := prompts.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return rag.Config{Document: r.Document, Index: r.Index, Lexicon: r.Lexicon, Prompts: tmpl, Now: func() time.Time { return day }}
}

// engine answers about the résumé in dir.
func engine(tb testing.TB, dir string, m rag.Model) *rag.Engine {
	tb.Helper()
	return engineWith(tb, dir, ragtest.Words{}, m)
}

func engineWith(tb testing.TB, dir string, embedder index.Embedder, m rag.Model) *rag.Engine {
	tb.Helper()
	c := readIn(tb, dir, embedder)
	c.Model = m
	if v, ok := embedder.(interface{ KnownWord(string) bool }); ok {
		c.Known = v.KnownWord
	}
	e, err := rag.New(c)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

func ask(tb testing.TB, e *rag.Engine, question string, history ...string) rag.Answer {
	tb.Helper()
	q := rag.Question{Text: question}
	for _, h := range history {
		q.History = append(q.History, rag.Turn{Question: h})
	}
	a, err := e.Ask(context.Background(), q, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// texts are the sentences of an answer.
func texts(a rag.Answer) []string {
	var out []string
	for _, s := range a.Sentences {
		out = append(out, s.Text)
	}
	return out
}

// faults are what is wrong with an answer, by the rules of internal/eval: where one
// is to be had, the lines that come closest do, with what must be among them and
// all cited; where none is, anything but an answer does. want may be "" for either.
func faults(a rag.Answer, want rag.Status, limit int, must, forbid []string) []string {
	var out []string
	gives := a.Status == rag.Answered || a.Status == rag.Closest
	switch {
	case want == rag.Answered && !gives, want == rag.NotStated && a.Status == rag.Answered, want == rag.OffTopic && a.Status != want:
		out = append(out, fmt.Sprintf("%s, want %s", a.Status, want))
	}
	for _, s := range a.Sentences {
		if gives && len(s.Citations) == 0 {
			out = append(out, "cites nothing: "+s.Text)
		}
	}
	if len([]rune(a.Text)) > limit {
		out = append(out, fmt.Sprintf("%d characters", len([]rune(a.Text))))
	}
	for _, re := range must {
		if !regexp.MustCompile(re).MatchString(a.Text) {
			out = append(out, "lacks "+re)
		}
	}
	for _, re := range forbid {
		if regexp.MustCompile(re).MatchString(a.Text) {
			out = append(out, "has "+re)
		}
	}
	return out
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
		for i := range min(len(g), len(w)) {
			if g[i] != w[i] {
				t.Fatalf("%s:%d:\n got %s\nwant %s\n(run with -update and read the diff)", file, i+1, g[i], w[i])
			}
		}
		t.Fatalf("%s: %d lines, want %d", file, len(g), len(w))
	}
}

// prompted is all that a model was sent.
func prompted(messages []rag.Message) string {
	var b strings.Builder
	for _, m := range messages {
		b.WriteString(m.Content + "\n")
	}
	return b.String()
}

// script is a model that gives prepared replies, one a request, and remembers what
// it was sent. After its last reply it says nothing. "{words}" in a reply stands
// for the number of the passage that has the words.
type script struct {
	replies []string
	piece   int          // bytes it sends at a time; 0 for 3
	err     error        // with which each reply ends
	cut     bool         // each reply ends where its length was limited
	context int          // tokens; 0 for 8192
	away    string       // why it is not ready, or ""
	heard   func() error // is called before each piece; may be nil
	sent    [][]rag.Message
}

func (*script) Model() string { return "script" }

func (s *script) Ready() (bool, string) { return s.away == "", s.away }

func (s *script) Context() int {
	if s.context == 0 {
		return 8192
	}
	return s.context
}

var placeholder = regexp.MustCompile(`\{([^}]+)\}`)

func (s *script) Chat(_ context.Context, messages []rag.Message, _ int, emit func(string) error) (rag.Reply, error) {
	s.sent = append(s.sent, slices.Clone(messages))
	reply := rag.Reply{PromptTokens: 100, Cut: s.cut}
	n := len(s.sent) - 1
	if n >= len(s.replies) {
		return reply, s.err
	}
	all := prompted(messages)
	text := placeholder.ReplaceAllStringFunc(s.replies[n], func(m string) string {
		if found := regexp.MustCompile(`(?m)^\[(\d+)\].*` + regexp.QuoteMeta(strings.Trim(m, "{}"))).FindStringSubmatch(all); found != nil {
			return found[1]
		}
		return "999"
	})
	for piece := range slices.Chunk([]byte(text), cmp.Or(s.piece, 3)) {
		if s.heard != nil {
			if err := s.heard(); err != nil {
				return reply, err
			}
		}
		if err := emit(string(piece)); err != nil {
			return reply, err
		}
	}
	return reply, s.err
}

// say makes a model of its replies.
func say(replies ...string) *script { return &script{replies: replies} }
