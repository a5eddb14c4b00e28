package rag_test

import (
	"strings"
	"testing"

	"resumebot/internal/facts"
	"resumebot/internal/index"
	"resumebot/internal/rag"
	"resumebot/internal/ragtest"
	"resumebot/internal/resume"
	"resumebot/prompts"
)

// What the owner wrote on a matter answers questions on it in whatever words they are
// put, and no others.
func TestOwnersAnswerByItsMatter(t *testing.T) {
	lex := ragtest.Lexicon(t)
	doc := ragtest.Load(t, ragtest.Write(t, "# Ada Example\n\n## Experience\n\n### Engineer | Acme Ltd\n\n*2019 – 2022*\n\n* Ran the PostgreSQL clusters.\n"))
	doc = facts.Add(doc.WithCurated([]resume.Curated{
		{Question: "What is her notice period?", Answer: "Two months to the end of a month.", Date: day},
		{Question: "Would she relocate?", Answer: "Within Europe.", Date: day},
	}), lex, day)
	x, _, err := index.Build(t.Context(), doc, lex, ragtest.Words{}, index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tmpl, err := prompts.Load()
	if err != nil {
		t.Fatal(err)
	}
	e, err := rag.New(rag.Config{Document: doc, Index: x, Lexicon: lex, Prompts: tmpl})
	if err != nil {
		t.Fatal(err)
	}
	for question, want := range map[string]string{
		"How soon could he start?": "Two months", "when can she start": "Two months", "What is Ada's notice period?": "Two months", "Is she available immediately?": "Two months",
		"Is she willing to move?": "Within Europe", "What did she do at Acme?": "PostgreSQL", "What is her salary?": "doesn’t say",
	} {
		a := ask(t, e, question)
		if !strings.Contains(a.Text, want) || want != "doesn’t say" && a.Status != rag.Answered {
			t.Errorf("%s %s: %s", question, a.Status, a.Text)
		}
	}
}
