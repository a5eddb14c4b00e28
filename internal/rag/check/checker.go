// Package check decides whether one sentence of a language model is borne out by
// the passages of a résumé that it cites.
package check

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

// Claim is a sentence or list item of a model's answer.
type Claim struct {
	Text string // without markers and markup
	Lead string // the sentence that leads the list of which Text is an item, "" else
	Cut  bool   // Text may have been cut off by a limit of length
}

// Config is what a Checker is made of.
type Config struct {
	Document *resume.Document
	Lexicon  *lexicon.Lexicon
	Pronoun  string           // the person's, where the résumé or the visitor told it: "he", "she", "they"; "" unknown
	Now      func() time.Time // nil: time.Now
}

// Checker checks sentences against one résumé. It is not changed after [New] and
// may be shared between goroutines.
type Checker struct {
	Config
	names   *names.Names
	namedIn [][]int           // per passage: the entries its text names
	alone   func() []evidence // per passage: what it alone is evidence of
}

// New makes a checker of a résumé.
func New(c Config) (*Checker, error) {
	if c.Document == nil || c.Lexicon == nil {
		return nil, errors.New("check: new checker: document and lexicon are needed")
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	e := &Checker{Config: c, names: names.Collect(c.Document, c.Lexicon)}
	for i := range c.Document.Passages {
		named, _, _ := e.names.Find(lexicon.Tokens(c.Document.Passages[i].Text()), nil)
		e.namedIn = append(e.namedIn, named)
	}
	e.alone = sync.OnceValue(e.passageEvidence)
	return e, nil
}

// Check tells whether the passages cited, by their index in the document, bear a
// claim out. The error says in words that a model can use what does not stand
// there.
func (e *Checker) Check(claim Claim, cited []int) error {
	return e.CheckFacts(claim, cited, "")
}

// CheckFacts is [Checker.Check] with computed facts, one a line, that are no
// passages.
func (e *Checker) CheckFacts(claim Claim, cited []int, facts string) error {
	for _, p := range cited {
		if p < 0 || p >= len(e.Document.Passages) {
			return fmt.Errorf("passage %d does not exist", p)
		}
	}
	all := slices.Clone(cited)
	for _, p := range cited {
		for _, from := range e.Document.Passages[p].From {
			if !slices.Contains(all, from) {
				all = append(all, from)
			}
		}
	}
	return e.checkStatement(e.statement(claim.Text), all, facts)
}

func (e *Checker) entryOf(passage int) *resume.Entry {
	if i := e.Document.Passages[passage].Entry; i >= 0 {
		return &e.Document.Entries[i]
	}
	return nil
}

func entryName(x *resume.Entry) string {
	if x.Title != "" && x.Org != "" {
		return x.Title + ", " + x.Org
	}
	return x.Title + x.Org
}

// periodText is a period for people: "February 2023 – present".
func periodText(p resume.Period) string {
	switch {
	case p.Start.Year == 0 && p.End.Year == 0:
		return ""
	case p.Present:
		return p.Start.String() + " – present"
	case p.End.Year == 0 || p.End == p.Start:
		return p.Start.String()
	case p.Start.Year == 0:
		return "until " + p.End.String()
	}
	return p.Start.String() + " – " + p.End.String()
}

func keySet(lex *lexicon.Lexicon, text string) map[string]bool {
	out := map[string]bool{}
	for _, k := range lex.Keys(text) {
		out[k] = true
	}
	return out
}

func firstWord(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), " ")
	return s
}

// notPast guards against -ed words that are no verbs of a line.
var notPast = lexicon.WordSet(`advanced distributed automated embedded integrated related red need speed based used located experienced
	skilled qualified dedicated motivated detailed licensed certified registered self-employed unpaid paid shared limited applied united`)

// passive are past forms that tell what happened to the person or the work.
var passive = lexicon.WordSet(`awarded named selected promoted recognized recognised nominated elected invited appointed ranked
	hired featured certified accepted honored honoured chosen admitted adopted cited published trained licensed inducted transferred seconded`)

func isPast(word string) bool {
	word = word[strings.LastIndexByte(word, '-')+1:] // co-architected
	if verb, form, ok := lexicon.VerbOf(word); ok {
		return form == lexicon.Past && (word != verb.Participle || word == verb.Past) && !notPast[word]
	}
	return strings.HasSuffix(word, "ed") && len(word) > 4 && !notPast[word] && !strings.HasSuffix(word, "eed")
}
