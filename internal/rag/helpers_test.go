package rag_test

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"resumebot/internal/facts"
	"resumebot/internal/index"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag"
	"resumebot/internal/resume"
	"resumebot/prompts"
)

var update = flag.Bool("update", false, "rewrite golden files")

// day is the day of all answers.
var day = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

// tomas is the folder of the résumé that models are asked about.
const tomas = "testdata/tomas"

// words embeds a text as a bag of hashed stems: near texts share words. It is
// quick and the same everywhere, which a model is not. It is so wide that hardly
// two words fall together.
type words struct{}

const wide = 2048

func (words) Name() string    { return "words" }
func (words) Dimensions() int { return wide }

func (words) EmbedDocuments(_ context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	for i, text := range texts {
		v := make([]float32, wide)
		v[0] = 0.01
		for _, s := range lexicon.Stems(text) {
			h := fnv.New32a()
			h.Write([]byte(s))
			v[h.Sum32()%wide]++
		}
		norm := 0.0
		for _, x := range v {
			norm += float64(x) * float64(x)
		}
		for j := range v {
			v[j] /= float32(math.Sqrt(norm))
		}
		out[i] = v
	}
	return out, nil
}

func (w words) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	v, err := w.EmbedDocuments(ctx, []string{text})
	return v[0], err
}

// read is a résumé as it was read and indexed.
type read struct {
	config rag.Config
	err    error
}

// built keeps what was read, for engines of the same résumé with other models.
var built sync.Map

// readIn reads and indexes the résumé in dir, on 24 November 2026.
func readIn(tb testing.TB, dir string, embedder index.Embedder) rag.Config {
	tb.Helper()
	once, _ := built.LoadOrStore(dir+" "+embedder.Name(), sync.OnceValue(func() read {
		doc, problems, err := resume.Load(dir)
		if err != nil || len(problems) > 0 {
			return read{err: fmt.Errorf("%v, %w", problems, err)}
		}
		lex, err := lexicon.New()
		if err != nil {
			return read{err: err}
		}
		doc = facts.Add(doc, lex, day)
		x, _, err := index.Build(context.Background(), doc, lex, embedder, index.Options{})
		if err != nil {
			return read{err: err}
		}
		tmpl, err := prompts.Load()
		return read{rag.Config{Document: doc, Index: x, Lexicon: lex, Prompts: tmpl, Now: func() time.Time { return day }}, err}
	}))
	r := once.(func() read)()
	if r.err != nil {
		tb.Fatal(r.err)
	}
	return r.config
}

// engine answers about the résumé in dir.
func engine(tb testing.TB, dir string, m rag.Model) *rag.Engine {
	tb.Helper()
	return engineWith(tb, dir, words{}, m)
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
