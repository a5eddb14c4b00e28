package rag_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"resumebot/internal/embed"
	"resumebot/internal/index"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag"
	"resumebot/internal/resume"
)

type hashEmbedder struct{}

func (hashEmbedder) Name() string    { return "hash" }
func (hashEmbedder) Dimensions() int { return 256 }
func (h hashEmbedder) EmbedDocuments(_ context.Context, t []string) ([][]float32, error) {
	out := make([][]float32, len(t))
	for i := range t {
		v := make([]float32, 256)
		v[0] = 0.01
		for _, s := range lexicon.Stems(t[i]) {
			f := fnv.New32a()
			f.Write([]byte(s))
			v[f.Sum32()%256]++
		}
		var n float64
		for _, x := range v {
			n += float64(x) * float64(x)
		}
		for j := range v {
			v[j] /= float32(math.Sqrt(n))
		}
		out[i] = v
	}
	return out, nil
}
func (h hashEmbedder) EmbedQuery(ctx context.Context, t string) ([]float32, error) {
	v, err := h.EmbedDocuments(ctx, []string{t})
	return v[0], err
}

func TestDev(t *testing.T) {
	file := os.Getenv("DEV")
	if file == "" {
		t.Skip()
	}
	dir := os.Getenv("DEVCORPUS")
	if dir == "" {
		dir = "../../corpus"
	}
	doc, _, err := resume.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	lex, err := lexicon.New()
	if err != nil {
		t.Fatal(err)
	}
	x, rep, err := index.Build(context.Background(), doc, lex, devEmbedder(t), index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%+v\n", rep)
	e, err := rag.New(rag.Config{Document: doc, Index: x, Lexicon: lex, Now: func() time.Time { return time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	pass, n := 0, 0
	s := bufio.NewScanner(f)
	for s.Scan() {
		var r struct {
			ID, Kind, Question              string
			History, Must, Forbid, Evidence []string
		}
		if err := json.Unmarshal(s.Bytes(), &r); err != nil {
			r.Question, r.Kind = s.Text(), "raw"
			if i := strings.Index(r.Question, " <- "); i > 0 {
				r.History = []string{r.Question[i+4:]}
				r.Question = r.Question[:i]
			}
		}
		q := rag.Question{Text: r.Question}
		for _, h := range r.History {
			q.History = append(q.History, rag.Turn{Question: h})
		}
		a, err := e.Ask(context.Background(), q, nil)
		if err != nil {
			t.Fatal(err)
		}
		ok := true
		switch r.Kind {
		case "fact", "list", "followup":
			ok = a.Status == rag.Answered && (len(a.Text) <= 700 || r.Kind == "list" && len(a.Text) <= 1200)
			for _, m := range r.Must {
				ok = ok && regexp.MustCompile(m).MatchString(a.Text)
			}
		case "unanswerable":
			ok = a.Status != rag.Answered
		}
		for _, m := range r.Forbid {
			ok = ok && !regexp.MustCompile(m).MatchString(a.Text)
		}
		ev := ""
		for _, want := range r.Evidence {
			rank := 0
			for i, p := range a.Retrieved {
				if strings.Contains(strings.Join(strings.Fields(p), " "), want) {
					rank = i + 1
					break
				}
			}
			ev += fmt.Sprint(" ", rank)
		}
		n++
		mark := "FAIL"
		if ok {
			pass++
			mark = "ok"
		}
		fmt.Printf("%-4s %s [%s] ev%s (%s)\n  Q: %s\n  A: %s\n", mark, r.ID, a.Status, ev, r.Kind, r.Question, strings.ReplaceAll(a.Text, "\n", "\n     "))
	}
	fmt.Printf("%d/%d\n", pass, n)
}

func devEmbedder(t *testing.T) index.Embedder {
	e, err := embed.New()
	if err != nil {
		t.Fatal(err)
	}
	return e
}
