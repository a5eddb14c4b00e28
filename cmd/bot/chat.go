package main

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"resumebot/internal/rag"
	"resumebot/internal/terminal"
)

// chat talks in the terminal, or answers what comes through a pipe.
func chat(ctx context.Context, p *program, args []string) error {
	if err := p.parseNone(p.flagSet("chat"), args); err != nil {
		return err
	}
	c, engine, err := p.ready(ctx)
	if err != nil {
		return err
	}
	talk := terminal.Chat{
		Asker: engine, In: p.stdin, Out: p.stdout, Err: p.stderr, Log: p.log, Complain: p.complain,
		Style: p.style(), Greeting: greeting(c, engine),
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
	return talk.Run(ctx)
}

func greeting(c *corpus, e *rag.Engine) string {
	who := c.document.Person.Name
	if who == "" {
		who = "the person in the résumé"
	}
	by := "in the résumé's own words"
	switch {
	case e.Writer != nil && e.Writer.Model() != "":
		by = "by " + e.Writer.Model() + ", checked against the résumé"
	case e.Writer != nil:
		by = "by a model, checked against the résumé"
	}
	return "Ask about " + who + ". Answers are written " + by + ". /help lists commands, Ctrl-D leaves."
}
