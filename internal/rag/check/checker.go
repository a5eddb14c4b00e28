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

func (e *Checker) checkStatement(s statement, cited []int, facts string) error {
	switch {
	case len(cited) == 0:
		return errors.New("cites nothing")
	case strings.HasSuffix(strings.TrimRight(s.text, " ”\"*_)"), "?"):
		return errors.New("asks instead of answering")
	case bySelf.MatchString(withoutQuotes.ReplaceAllString(s.text, "")):
		return errors.New("speaks of the bot or to the visitor")
	}
	if e.quotes(s.text, cited, facts) {
		return nil
	}
	if err := e.checkEntry(s, cited); err != nil {
		return err
	}
	ev := e.evidence(e.scope(s, cited))
	if facts != "" {
		ev = e.withFacts(ev, facts)
	}
	if err := e.checkAddresses(s, cited); err != nil {
		return err
	}
	for _, test := range []func(statement, evidence) error{
		e.checkNumbers, e.checkDates, e.checkNames, e.checkClaims, checkPolarity, checkModal, e.checkDirection, checkOrdinals, e.checkPassive, e.checkBoth, checkWeakened, e.checkWords, e.checkObjects, e.checkRoles, e.checkPlaces, e.checkTense, e.checkOrder, e.checkSequence,
		e.checkDefinition, e.checkTogether,
	} {
		if err := test(s, ev); err != nil {
			return err
		}
	}
	return nil
}

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
