package rag

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"text/template"
	"time"

	"resumebot/internal/index"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/check"
	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

// Config holds the parts of an [Engine].
type Config struct {
	Document *resume.Document
	Index    *index.Index
	Lexicon  *lexicon.Lexicon
	Model    Model                  // nil: the built-in reader answers
	Prompts  *template.Template     // of package prompts; needed with a Model
	Known    func(word string) bool // tells correctly spelt words; may be nil
	Now      func() time.Time       // nil: time.Now
	Logger   *slog.Logger           // nil: discards
}

// Engine answers questions about one Document. It may be used by many
// goroutines at once.
type Engine struct {
	Config
	names      *names.Names
	vocabulary vocabulary
	suggests   []suggestion
	spokenKey  string // of the term "spoken language"
	prompt     *prompter
	keys       []map[string]bool // per passage: what its text can be matched by
	above      []map[string]bool // per passage: what its headings and entry can be matched by
	stems      []string          // per passage: the stems of its text between blanks
	namedIn    [][]int           // per passage: the entries its text names
	technical  map[string]bool   // keys of technologies
	checker    *check.Checker
}

// New makes an engine of its parts.
func New(c Config) (*Engine, error) {
	if c.Document == nil || c.Index == nil || c.Lexicon == nil {
		return nil, errors.New("rag: new engine: document, index and lexicon are needed")
	}
	if c.Model != nil && c.Prompts == nil {
		return nil, errors.New("rag: new engine: a model needs prompts")
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	c.Document = withDegrees(c.Document, c.Lexicon)
	e := &Engine{Config: c, technical: map[string]bool{}, spokenKey: c.Lexicon.Terms(spokenLanguage)[0].Keys[0]}
	for _, t := range c.Lexicon.Terms(technologies) {
		for _, m := range t.Members {
			e.technical[m] = true
		}
	}
	for i := range c.Document.Passages {
		p := &c.Document.Passages[i]
		e.keys = append(e.keys, keySet(c.Lexicon, p.Text()+"\n"+p.Asked))
		e.stems = append(e.stems, " "+strings.Join(lexicon.Stems(p.Text()), " ")+" ")
		place := strings.Join(p.Heading, "\n")
		if p.Parent >= 0 {
			place += "\n" + c.Document.Passages[p.Parent].Text()
		}
		if p.Entry >= 0 {
			x := &c.Document.Entries[p.Entry]
			place += "\n" + x.Title + "\n" + x.Org + "\n" + x.Place
		}
		e.above = append(e.above, keySet(c.Lexicon, place))
	}
	for i := range c.Document.Passages {
		if lead := c.Document.Passages[i].Parent; lead >= 0 && c.Document.Passages[lead].Body == "" && !c.Document.Passages[i].Private {
			maps.Copy(e.keys[lead], e.keys[i]) // a bullet that only leads a list speaks of what it holds
		}
	}
	e.names = names.Collect(c.Document, c.Lexicon)
	for i := range c.Document.Passages {
		named, _, _ := e.names.Find(lexicon.Tokens(c.Document.Passages[i].Text()), nil)
		e.namedIn = append(e.namedIn, named)
	}
	var err error
	e.checker, err = check.New(check.Config{Document: c.Document, Lexicon: c.Lexicon, Now: c.Now})
	if err != nil {
		return nil, fmt.Errorf("rag: new engine: %w", err)
	}
	e.vocabulary = newVocabulary(c.Index.Chunks(), c.Lexicon)
	e.suggests = e.collectSuggestions()
	if c.Model != nil {
		var err error
		if e.prompt, err = newPrompter(e.Document, c.Prompts, c.Model.Context); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// withDegrees takes the degrees among the certificates, and the memberships among
// the degrees ("Education and training"), for what they are.
func withDegrees(doc *resume.Document, lex *lexicon.Lexicon) *resume.Document {
	out := *doc
	out.Entries = slices.Clone(doc.Entries)
	for i := range out.Entries {
		x := &out.Entries[i]
		if x.Kind == resume.EntryEducation && x.Org == "" && x.Period.Present {
			x.Kind = resume.EntryCertificate // "ACCA member since 2019" is no study
		}
		if x.Kind != resume.EntryCertificate {
			continue
		}
		keys := keySet(lex, x.Title)
		if slices.ContainsFunc(degreeRanks, func(rank string) bool {
			return slices.ContainsFunc(lex.Terms(rank)[0].Members, func(m string) bool { return keys[m] })
		}) {
			x.Kind = resume.EntryEducation
		}
	}
	return &out
}

func keySet(lex *lexicon.Lexicon, text string) map[string]bool {
	out := map[string]bool{}
	for _, k := range lex.Keys(text) {
		out[k] = true
	}
	return out
}
