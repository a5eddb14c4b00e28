// Package check decides whether one sentence of a language model is borne out by
// the passages of a résumé that it cites.
//
// A sentence is read with its phrases as what they come to (phrases.txt) and asked
// one question after the other, each in a file of its own: is it whole and about
// the person; are its numbers, dates, names and words in the passages; does it
// claim, deny or order more than they do; does each word hang on what it hangs on
// there; as what, where and when was it; and does each clause stand within one
// passage. What is literal are numbers, names, nouns, denials, modality and who did
// it to whom; free are the words that wordings.txt lists as saying nothing. The
// first question that finds something gives the reason.
package check

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

// Claim is a sentence or list item of a model's answer.
type Claim struct {
	Text     string // without markers and markup
	Lead     string // the sentence that leads the list of which Text is an item, "" else
	Question string // what it answers, for a Yes or No at its head; "" unknown
}

// Config is what a Checker is made of.
type Config struct {
	Document *resume.Document
	Lexicon  *lexicon.Lexicon
	Now      func() time.Time // nil: time.Now
}

// Checker checks sentences against one résumé. It is not changed after [New] and
// may be shared between goroutines.
type Checker struct {
	Config
	names   *names.Names
	pronoun string            // the person's, as the résumé tells it: "he", "she"; "" unknown
	places  map[string]bool   // words of where the person is and was
	namedIn []func() []int    // per passage: the entries its text names
	lone    []func() evidence // per passage: what it alone is evidence of
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
	e.pronoun = cmp.Or(e.names.Pronoun, pronounOfReferences(c.Document))
	e.places = wordsIn(c.Document.Person.Location)
	for i := range c.Document.Entries {
		maps.Copy(e.places, wordsIn(c.Document.Entries[i].Place))
	}
	for i := range c.Document.Passages {
		e.namedIn = append(e.namedIn, sync.OnceValue(func() []int {
			named, _, _ := e.names.Find(lexicon.Tokens(c.Document.Passages[i].Text()), nil)
			return named
		}))
		e.lone = append(e.lone, sync.OnceValue(func() evidence { return e.passageEvidence(i) }))
	}
	return e, nil
}

// Check tells whether the passages cited, by their index in the document, bear a
// claim out: nil if they do. The error says in at most [mostReason] characters, in
// words that a model can use, what does not stand there.
func (e *Checker) Check(claim Claim, cited []int) error {
	err := e.check(claim, cited)
	if err == nil {
		return nil
	}
	if r := []rune(err.Error()); len(r) > mostReason {
		return errors.New(string(r[:mostReason-1]) + "…")
	}
	return err
}

// mostReason is how many characters a reason may have.
const mostReason = 120

func (e *Checker) check(claim Claim, cited []int) error {
	if slices.ContainsFunc(cited, func(p int) bool { return p < 0 || p >= len(e.Document.Passages) }) {
		return errors.New("there is no such passage")
	}
	if err := checkWhole(claim); err != nil {
		return err
	}
	answer, text := verdict(claim.whole())
	if text == "" {
		return errors.New("a bare Yes or No says nothing; say what is so")
	}
	if what, rest, ok := silence(text); ok {
		if err := e.checkSilence(what); err != nil || rest == "" {
			return err
		}
		text, answer = rest, ""
	}
	if err := checkJudging(text); err != nil {
		return err
	}
	if len(cited) == 0 {
		return errors.New("it cites no passage")
	}
	cited = e.withOrigins(cited)
	if e.quotes(text, cited) {
		return nil
	}
	text = e.withoutOpening(phrases()(text), cited)
	if err := checkVoice(text); err != nil {
		return err
	}
	s := e.statement(text)
	ev, err := e.checkStatement(s, cited)
	if err != nil || answer == "" {
		return err
	}
	return e.checkVerdict(answer, claim.Question, s, ev)
}

// withOrigins adds to passages those that computed ones among them rest on.
func (e *Checker) withOrigins(cited []int) []int {
	all := slices.Clone(cited)
	for _, p := range cited {
		for _, from := range e.Document.Passages[p].From {
			if !slices.Contains(all, from) {
				all = append(all, from)
			}
		}
	}
	return all
}

// checkStatement asks one question after the other of a sentence and gives what it
// may draw on.
func (e *Checker) checkStatement(s statement, cited []int) (evidence, error) {
	if err := cmp.Or(e.checkEntry(s, cited), e.checkAddresses(s, cited)); err != nil {
		return evidence{}, err
	}
	ev := e.evidence(e.scope(s, cited))
	for _, question := range []func(statement, evidence) error{
		e.checkPronoun,
		e.checkNumbers,
		e.checkDates, checkOrdinals,
		e.checkNames,
		e.checkClaims,
		checkPolarity, checkWeakened, checkModal, e.checkFirst,
		e.checkWords,
		e.checkDirection,
		e.checkSwapped, e.checkLinks, e.checkModifiers, e.checkRelative,
		e.checkRoles,
		e.checkPlaces,
		e.checkTense,
		e.checkSequence,
		e.checkPairs,
		e.checkTogether,
	} {
		if err := question(s, ev); err != nil {
			return ev, err
		}
	}
	return ev, nil
}
