package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"resumebot/internal/corpus"
	"resumebot/internal/embed"
	"resumebot/internal/facts"
	"resumebot/internal/gloss"
	"resumebot/internal/index"
	"resumebot/internal/lexicon"
	"resumebot/internal/llm"
	"resumebot/internal/rag"
	"resumebot/internal/resume"
	"resumebot/prompts"
)

// indexed is the résumé, read and indexed.
type indexed struct {
	document *resume.Document
	lexicon  *lexicon.Lexicon
	index    *index.Index
	report   index.Report
	dir      string                 // of the index
	known    func(word string) bool // English words
}

// load reads and indexes the résumé. Files and lines that are not used, and an index
// that cannot be kept, are said in one line each; the rest goes on.
func (p *program) load(ctx context.Context, rebuild bool) (*indexed, error) {
	document, problems, err := p.read(p.config.ShowContact.hidden(true))
	for _, problem := range problems {
		p.complain(problem)
	}
	if err != nil {
		return nil, err
	}
	for _, o := range document.Orders {
		p.complain(o.Problem())
	}
	return p.index(ctx, document, "", rebuild)
}

// read is [corpus.Load]; beside it is loaded what the index is made with.
func (p *program) read(hide []corpus.Detail) (*resume.Document, []resume.Problem, error) {
	p.announce()
	go p.lexicon()
	go p.encoder()
	return corpus.Load(p.config.CorpusDir, hide...)
}

// index indexes what was read and what follows from it today; part tells several
// readings of one corpus apart. While the embedding server fails, the built-in encoder
// takes its place.
func (p *program) index(ctx context.Context, document *resume.Document, part string, rebuild bool) (*indexed, error) {
	lex, err := p.lexicon()
	if err != nil {
		return nil, err
	}
	document = gloss.Add(facts.Add(document, lex, time.Now()))
	var c *indexed
	embedder, err := p.embedder(ctx)
	if err == nil {
		c, err = p.indexBy(ctx, embedder, document, part, lex, rebuild)
	}
	var server *llm.Error
	if errors.As(err, &server) && ctx.Err() == nil {
		p.complain(fmt.Errorf("the built-in encoder is used, because of %w", err))
		if embedder, err = p.encoder(); err == nil {
			c, err = p.indexBy(ctx, embedder, document, part, lex, rebuild)
		}
	}
	return c, err
}

// indexBy indexes with vectors of one embedder.
func (p *program) indexBy(ctx context.Context, embedder index.Embedder, document *resume.Document, part string, lex *lexicon.Lexicon, rebuild bool) (*indexed, error) {
	c := &indexed{document: document, lexicon: lex, dir: p.indexDir(embedder, part)}
	var err error
	builtIn, ok := embedder.(*embed.Encoder)
	if !ok { // whatever embeds, it knows which words are spelt well
		if builtIn, err = p.encoder(); err != nil {
			return nil, err
		}
	}
	c.known = builtIn.KnownWord
	progress, done := p.progress("embedding")
	c.index, c.report, err = index.Build(ctx, document, c.lexicon, embedder,
		index.Options{Dir: c.dir, Rebuild: rebuild, Progress: progress})
	done()
	if err != nil {
		return nil, err
	}
	if c.report.Warning != nil {
		p.complain(c.report.Warning)
	}
	return c, nil
}

// embedder is the server's where one is set, else the built-in one.
func (p *program) embedder(ctx context.Context) (index.Embedder, error) {
	if p.config.EmbedBaseURL == "" {
		return p.encoder()
	}
	return llm.NewEmbedder(ctx, llm.EmbedConfig{
		BaseURL: p.config.EmbedBaseURL, APIKey: p.config.EmbedAPIKey, Model: p.config.EmbedModel,
	})
}

// indexDir keeps an index for each corpus, part of it and embedder, so that trying
// another throws nothing away.
func (p *program) indexDir(e index.Embedder, part string) string {
	where, err := filepath.Abs(p.config.CorpusDir)
	if err != nil {
		where = p.config.CorpusDir
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{where, e.Name(), part}, "\x00")))
	return filepath.Join(p.config.DataDir, "index", hex.EncodeToString(sum[:6]))
}

// engine puts everything together that answers questions.
func (p *program) engine(ctx context.Context, c *indexed) (*rag.Engine, error) {
	model, err := p.model(ctx)
	if err != nil {
		return nil, err
	}
	return p.engineWith(c, model)
}

// engineWith is an engine that asks a model; nil for none.
func (p *program) engineWith(c *indexed, model model) (*rag.Engine, error) {
	templates, err := prompts.Load()
	if err != nil {
		return nil, err
	}
	config := rag.Config{
		Document: c.document, Index: c.index, Lexicon: c.lexicon,
		Prompts: templates, Known: c.known, Logger: p.log,
	}
	if model != nil {
		config.Model = reader{model}
	}
	return rag.New(config)
}

// warm has the kept model, if there is one, read in the background what every
// conversation with an engine begins with. The engine is the one that visitors
// ask from now on.
func (p *program) warm(e *rag.Engine) {
	if p.keeper != nil {
		p.keeper.Warm(func() []llm.Message { return sent(e.Prefix()) })
	}
}

// gcAtStart is the GOGC of the time until the first question can be answered. It
// saves a sixth of the CPU of that time, for a tenth more memory with the shipped
// résumé and a third with 100 pages.
const gcAtStart = 400

// ready is load and engine in one.
func (p *program) ready(ctx context.Context) (*indexed, *rag.Engine, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(gcAtStart))
	c, err := p.load(ctx, false)
	if err != nil {
		return nil, nil, err
	}
	e, err := p.engine(ctx, c)
	return c, e, err
}
