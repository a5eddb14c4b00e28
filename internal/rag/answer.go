// Package rag answers one question about the résumé: it understands the
// question, retrieves passages, decides whether they answer it, writes the
// answer with a model or in the résumé's own words, and lets out only sentences
// that it has checked against the passages they cite. It keeps no state between
// questions: the turns before come with the question.
package rag

import (
	"context"
	"strconv"
	"strings"
	"time"

	"resumebot/internal/rag/question"
	"resumebot/internal/resume"
)

// Status says what kind of answer an [Answer] is.
type Status string

const (
	Answered  Status = "answered"
	Closest   Status = "closest"    // lines that bear on the question; nothing is claimed of the rest
	NotStated Status = "not_stated" // the résumé does not say; the answer tells what it says nearest to it
	Private   Status = "private"    // the owner marked it so
	OffTopic  Status = "off_topic"  // not about this person
)

// KeptTurns is how many earlier turns a question is asked with at most: more than
// conversations have, for what a model is sent of one is reckoned from its first turn.
const KeptTurns = 50

// Question is what a visitor asked, with the turns before it, oldest first.
type Question struct {
	Text    string
	History []Turn
	// Admit, if not nil, is asked before the model is used, and the function it
	// returns is called afterwards. With an error the answer is in the résumé's
	// own words, marked degraded with the error's text.
	Admit func(context.Context) (release func(), err error)
}

// Turn is an earlier exchange of the same conversation. Answer may be empty
// where it is not known: the question alone tells what the turn was about.
type Turn = question.Turn

// Answer is the outcome for one question. Its JSON form is the output of
// "bot ask -json".
type Answer struct {
	Question       string     `json:"question"`
	Status         Status     `json:"status"`
	Text           string     `json:"answer"` // sentences with [n] markers; lines starting with "• " are list items
	Sentences      []Sentence `json:"sentences"`
	Sources        []Source   `json:"sources"`
	Suggestions    []string   `json:"suggestions"` // at most three questions the résumé answers
	Model          Readers    `json:"model"`
	Degraded       bool       `json:"degraded"` // a server is configured but did not do its part
	DegradedReason string     `json:"degraded_reason"`
	Dropped        []Dropped  `json:"dropped"`              // what the checker kept back
	Translated     string     `json:"translated,omitempty"` // by whom, said in the language of the question; "" for English
	Timing         Timing     `json:"timing_ms"`
	PromptTokens   int        `json:"prompt_tokens"`

	Cause     error    `json:"-"` // what is behind DegradedReason, for the operator; may be nil
	Retrieved []string `json:"-"` // raw text of the passages given to the writer, best first (for evaluation)
}

// degrade notes that a server did not do its part: the reason for the visitor,
// the cause for the operator.
func (a *Answer) degrade(reason string, cause error) {
	a.Degraded, a.DegradedReason, a.Cause = true, reason, cause
}

// Sentence is one sentence or list item with the ids of the sources it rests on.
type Sentence struct {
	Text      string `json:"text"` // without markers
	Citations []int  `json:"citations"`
	Item      bool   `json:"item,omitempty"` // shown as a list item
}

// Source is a passage that an answer cites.
type Source = resume.Citation

// Readers names what took part.
type Readers struct {
	Chat  string `json:"chat"` // "" when the résumé's own words were used
	Embed string `json:"embed"`
}

// Dropped is a sentence the checker kept back, and why.
type Dropped struct {
	Text     string `json:"text"`
	Reason   string `json:"reason"`
	Repaired bool   `json:"repaired"` // the model put it anew and that passed
}

// Timing is the time of each step in milliseconds. Write is the model's time.
type Timing struct {
	Understand float64 `json:"understand"`
	Embed      float64 `json:"embed"`
	Search     float64 `json:"search"`
	Write      float64 `json:"write"`
	Check      float64 `json:"check"`
	Total      float64 `json:"total"`
}

// render joins sentences into the text of an answer: prose in paragraphs, items
// one a line.
func render(sentences []Sentence) string {
	var b strings.Builder
	for i, s := range sentences {
		if i > 0 {
			if s.Item || sentences[i-1].Item || sentences[i-1].leads() {
				b.WriteByte('\n')
			} else {
				b.WriteByte(' ')
			}
		}
		if s.Item {
			b.WriteString("• ")
		}
		b.WriteString(s.Text + s.Markers())
	}
	return b.String()
}

// leads tells whether a sentence leads a list, whose items have the numbers.
func (s Sentence) leads() bool { return strings.HasSuffix(s.Text, ":") }

// Markers are the numbers that follow a sentence in every front end; the lead of a
// list has none.
func (s Sentence) Markers() string {
	if s.leads() {
		return ""
	}
	return Markers(s.Citations)
}

// Markers are the numbers of what a sentence cites, as they follow its text in
// every front end: " [1][3]", or "" without any.
func Markers(citations []int) string {
	var b strings.Builder
	for n, c := range citations {
		if n == 0 {
			b.WriteByte(' ')
		}
		b.WriteString("[" + strconv.Itoa(c) + "]")
	}
	return b.String()
}

// finish renders the text and copies the lists, which are empty where they were nil,
// so that the JSON form has no nulls.
func (a *Answer) finish(began time.Time) {
	a.Text = render(a.Sentences)
	a.Sentences = append([]Sentence{}, a.Sentences...)
	a.Sources = append([]Source{}, a.Sources...)
	a.Suggestions = append([]string{}, a.Suggestions...)
	a.Dropped = append([]Dropped{}, a.Dropped...)
	a.Timing.Total = since(began)
}
