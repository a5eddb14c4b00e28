package rag

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"text/template"
	"time"

	"resumebot/internal/index"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/check"
	"resumebot/internal/rag/names"
	"resumebot/internal/rag/question"
	"resumebot/internal/rag/quote"
	"resumebot/internal/rag/translate"
	"resumebot/internal/resume"
)

// Config holds the parts of an [Engine].
type Config struct {
	Document *resume.Document // with its computed passages, as it was indexed
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
	document   *resume.Document
	index      *index.Index
	lexicon    *lexicon.Lexicon
	model      Model
	log        *slog.Logger
	names      *names.Names
	parser     *question.Parser
	quotes     *quote.Reader
	evidence   *evidence
	checker    *check.Checker        // nil without a model
	prompt     *prompter             // nil without a model
	translator *translate.Translator // nil without a model
	trust      *trust
	suggests   []suggestion
	withheld   []topic
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
	e := &Engine{document: c.Document, index: c.Index, lexicon: c.Lexicon, model: c.Model, log: c.Logger, names: names.Collect(c.Document, c.Lexicon), trust: &trust{}}
	e.parser = question.New(question.Config{Document: c.Document, Index: c.Index, Lexicon: c.Lexicon, Names: e.names, Known: c.Known})
	e.quotes = quote.New(c.Document, c.Index, c.Lexicon, e.parser)
	e.evidence = newEvidence(c.Document, c.Index, c.Lexicon, e.names)
	e.withheld = topicsOf(c.Document, c.Lexicon)
	e.suggests = suggestions(c.Document, e.who())
	if c.Model != nil {
		var err error
		if e.checker, err = check.New(check.Config{Document: c.Document, Lexicon: c.Lexicon, Now: c.Now}); err != nil {
			return nil, fmt.Errorf("rag: new engine: %w", err)
		}
		if e.prompt, err = newPrompter(c.Document, c.Prompts, c.Model.Context); err != nil {
			return nil, err
		}
		e.translator = translate.New(c.Model, c.Prompts, c.Document, c.Lexicon)
	}
	return e, nil
}

// who is the person's first name, or "the candidate".
func (e *Engine) who() string {
	if e.names.First == "" {
		return "the candidate"
	}
	return e.names.First
}

// Prefix is what every conversation with the model begins with, for a server to
// read beforehand; nil without a model.
func (e *Engine) Prefix() []Message {
	if e.prompt == nil {
		return nil
	}
	f, err := e.prompt.prefix()
	if err != nil {
		e.log.Error("prefix not written", slog.Any("err", err))
		return nil
	}
	return []Message{{Role: "system", Content: f.system}}
}

// Model names the language model that answers; "" where the built-in reader does.
func (e *Engine) Model() string {
	if e.model == nil {
		return ""
	}
	name := e.model.Model()
	if ok, _ := e.model.Ready(); ok {
		name = cmp.Or(name, "the server’s model")
	}
	return name
}
