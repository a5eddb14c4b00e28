package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"resumebot/internal/page"
	"resumebot/internal/rag"
	"resumebot/internal/terminal"
	"resumebot/internal/timeline"
)

// chat talks in the terminal, or answers what comes through a pipe.
func chat(ctx context.Context, p *program, args []string) error {
	if err := p.parseNone(p.flagSet("chat"), args); err != nil {
		return err
	}
	if terminal.IsTerminal(p.stdin) {
		if err := p.keepModel(ctx); err != nil {
			return err
		}
	}
	c, engine, err := p.ready(ctx)
	if err != nil {
		return err
	}
	p.warm(engine)
	defer p.tendModel(ctx)()
	talk := terminal.Chat{
		Asker: engine, Pages: page.New(c.document, c.lexicon, time.Now), In: p.stdin, Out: p.stdout, Err: p.stderr, Log: p.log, Complain: p.complain,
		Style: p.style(), Greeting: greeting(c, engine),
		Timeline: func(width int) (string, error) { return timeline.Lines(c.document, time.Now(), width) },
		Files:    func() string { return files(p.config.CorpusDir, c) },
	}
	if !terminal.IsTerminal(p.stdin) {
		talk.Style.Live = false
	}
	if talk.Style.Live {
		if err := os.MkdirAll(p.config.DataDir, 0o700); err == nil {
			talk.HistoryFile = filepath.Join(p.config.DataDir, "history")
		}
		// Ctrl-C stops an answer here and not the program.
		interrupts := make(chan os.Signal, 1)
		signal.Notify(interrupts, os.Interrupt)
		defer signal.Stop(interrupts)
		talk.Interrupts = interrupts
		var stop context.CancelFunc
		ctx, stop = signal.NotifyContext(context.WithoutCancel(ctx), syscall.SIGTERM)
		defer stop()
	}
	read := time.Now()
	talk.About = func() string { return about(p, c, engine, read, talk.HistoryFile) }
	return talk.Run(ctx)
}

// files names the résumé's files and the links in it.
func files(dir string, c *indexed) string {
	var lines []string
	for _, f := range c.document.Files {
		lines = append(lines, filepath.Join(dir, filepath.FromSlash(f.Path)))
	}
	return strings.Join(append(lines, links(c.document)...), "\n")
}

// about says what answers, and what is kept of the one who asks.
func about(p *program, c *indexed, e *rag.Engine, read time.Time, history string) string {
	model, kept := "none; answers are in the résumé's own words", "nothing; the conversation is forgotten when the chat ends"
	if name := e.Model(); name != "" {
		model = name + ", and every sentence is checked against the résumé before it is shown"
	}
	if history != "" {
		kept = "what is typed, in " + history + "; /forget empties it"
	}
	var names []string
	for _, f := range c.document.Files {
		names = append(names, f.Path)
	}
	return fmt.Sprintf("Model:  %s\nSearch: %s, %s\nRésumé: %s, read at %s\nKept:   %s\nSource: %s, free software under the MIT licence",
		model, c.index.Embedder(), plural(c.report.Chunks, "chunk"), strings.Join(names, ", "), read.Format("15:04"), kept, buildVersion())
}

func greeting(c *indexed, e *rag.Engine) string {
	who := c.document.Person.Name
	if who == "" {
		who = "the person in the résumé"
	}
	by := "in the résumé's own words"
	if name := e.Model(); name != "" {
		by = "by " + name + ", checked against the résumé"
	}
	return "Ask about " + who + ". Answers are written " + by + ". /help lists commands, Ctrl-D leaves."
}
