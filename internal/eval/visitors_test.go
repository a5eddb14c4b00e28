package eval

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"resumebot/internal/embed"
	"resumebot/internal/index"
	"resumebot/internal/rag"
	"resumebot/internal/ragtest"
	"resumebot/internal/resume"
	"resumebot/prompts"
)

const visitors = "testdata/visitors"

// TestVisitors asks what people who saw nothing but the résumés asked, without a
// model. The golden file has what passes of each kind and names each question that
// does not pass, with the reason, so that what a change wins and loses is read as
// a diff.
func TestVisitors(t *testing.T) {
	if testing.Short() {
		t.Skip("asks several hundred questions")
	}
	files, err := filepath.Glob(filepath.Join(visitors, "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	encoder, err := embed.NewExact()
	if err != nil {
		t.Fatal(err)
	}
	var table, failed strings.Builder
	columns := tabwriter.NewWriter(&table, 0, 8, 2, ' ', 0)
	fmt.Fprint(columns, "résumé")
	for _, k := range []Kind{Fact, List, Followup, Unanswerable, Injection} {
		fmt.Fprintf(columns, "\t%s", k)
	}
	fmt.Fprintln(columns)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".jsonl")
		doc, engine := person(t, name, encoder, nil)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := Read(file, bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		results, err := Run(t.Context(), engine, rows, Options{Extents: everything(doc), Prompts: wording(t)})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(columns, name)
		for _, k := range []Kind{Fact, List, Followup, Unanswerable, Injection} {
			of := ofKind(results, k)
			fmt.Fprintf(columns, "\t%d/%d", count(of, passed), len(of))
		}
		fmt.Fprintln(columns)
		for _, r := range results {
			if !passed(r) {
				fmt.Fprintf(&failed, "%s %s: %s\n    %s\n", name, r.Row.ID, r.Row.Question, strings.Join(r.Why, "; "))
			}
		}
	}
	columns.Flush()
	got := table.String() + "\n" + failed.String()
	compare(t, filepath.Join(visitors, "visitors.golden"), got)
}

// person is one of those whom visitors asked about, with what answers for them on
// the day that the questions were written.
func person(t *testing.T, name string, embedder index.Embedder, model rag.Model) (*resume.Document, *rag.Engine) {
	t.Helper()
	dir := filepath.Join(visitors, name)
	if name == "ankit" {
		dir = "../../corpus"
	}
	day := time.Date(2026, time.November, 25, 12, 0, 0, 0, time.UTC)
	r := ragtest.Open(t, dir, embedder, day)
	templates, err := prompts.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := rag.Config{Document: r.Document, Index: r.Index, Lexicon: r.Lexicon, Model: model, Prompts: templates,
		Now: func() time.Time { return day }}
	if known, ok := embedder.(interface{ KnownWord(string) bool }); ok {
		c.Known = known.KnownWord
	}
	engine, err := rag.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return r.Document, engine
}

// wording is what the prompts say, which no answer may repeat.
func wording(t *testing.T) Shingles {
	t.Helper()
	templates, err := prompts.Load()
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, part := range templates.Templates() {
		texts = append(texts, part.Root.String())
	}
	return NewShingles(texts...)
}

// everything lets a citation name any line that was read of a document.
func everything(doc *resume.Document) Extents {
	extents := Extents{}
	for _, p := range doc.Passages {
		x := extents[p.Source.Path]
		x.Lines, x.Pages = max(x.Lines, p.Source.End), max(x.Pages, p.Source.Page)
		extents[p.Source.Path] = x
	}
	return extents
}
