package terminal

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/ergochat/readline"

	"resumebot/internal/page"
	"resumebot/internal/rag"
)

// Asker answers questions, as a [rag.Engine] does.
type Asker interface {
	Ask(ctx context.Context, q rag.Question, emit func(rag.Answer)) (rag.Answer, error)
}

// Pages shows the résumé as pages, as a [page.Builder] does.
type Pages interface {
	View(view page.View, filter string) page.Page
	Choices(view page.View) []string
}

// Chat is a conversation. The fields up to Log are needed.
type Chat struct {
	Asker    Asker
	Pages    Pages
	In       io.Reader // edited line by line if Style.Live, else one question a line
	Out, Err io.Writer
	Style    Style
	Log      *slog.Logger
	Complain func(error) // tells the operator why a server did not do its part

	Greeting    string           // shown first where somebody watches
	HistoryFile string           // keeps what was typed; "": nothing is kept
	Interrupts  <-chan os.Signal // Ctrl-C while an answer is written

	// What some commands show; without it there is no such command.
	Timeline func(width int) (string, error) // roles and studies in lines of so many columns
	Files    func() string                   // where the résumé's files are, and its links
	About    func() string                   // the model, the index, what is kept

	in    lines
	turns []rag.Turn
	last  []rag.Source // of what was shown last
	left  bool         // the visitor asked to leave
}

// Run talks until the input ends, the visitor leaves or ctx ends. It returns an
// error if the input fails or, from a pipe, if a question could not be answered.
func (c *Chat) Run(ctx context.Context) error {
	var err error
	if c.in, err = c.open(); err != nil {
		return err
	}
	defer c.in.Close()
	if c.Style.Live {
		c.say(c.Greeting)
		c.say("")
	}
	failed, pressed := 0, false // pressed: Ctrl-C was the last thing that happened
	for !c.left {
		if pressed && c.interrupted() {
			return nil
		}
		line, err := c.in.next(ctx)
		switch {
		case errors.Is(err, errInterrupt) && pressed && line == "":
			return nil
		case errors.Is(err, errInterrupt):
			pressed = true
			c.say("Press Ctrl-C again to leave.")
			continue
		case errors.Is(err, io.EOF):
			if failed > 0 {
				return fmt.Errorf("terminal: %d of the questions could not be answered", failed)
			}
			return nil
		case err != nil:
			return err
		}
		line = cleanLine(line)
		if line == "" {
			continue
		}
		c.Style = c.Style.fitted(c.Out)
		err = c.do(ctx, line)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		pressed = errors.Is(err, context.Canceled)
		switch {
		case pressed:
			c.say("Stopped. Press Ctrl-C again to leave.")
		case err != nil:
			c.explain(err)
			failed++
		}
		if !c.left {
			c.say("")
		}
	}
	return nil
}

func (c *Chat) open() (lines, error) {
	if c.Style.Live {
		return newEdited(c)
	}
	return newPiped(c.In), nil
}

// do answers a question or runs a command.
func (c *Chat) do(ctx context.Context, line string) error {
	if !strings.HasPrefix(line, "/") {
		return c.ask(ctx, line)
	}
	word, argument, _ := strings.Cut(line[1:], " ")
	for _, command := range c.commands() {
		if command.name == strings.ToLower(word) {
			return command.run(ctx, strings.TrimSpace(argument))
		}
	}
	c.say(fmt.Sprintf("There is no command /%s; /help lists them.", word))
	return nil
}

func (c *Chat) ask(ctx context.Context, question string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-c.Interrupts:
			cancel()
		case <-ctx.Done():
		}
	}()
	p := c.Style.Printer(c.Out)
	p.Wait()
	show := func(a rag.Answer) {
		if ctx.Err() == nil { // nothing more is wanted after Ctrl-C
			p.Update(a)
		}
	}
	answer, err := c.Asker.Ask(ctx, rag.Question{Text: question, History: c.turns}, show)
	if err != nil {
		p.Stop()
		return err
	}
	c.last = answer.Sources
	c.turns = append(c.turns, rag.Turn{Question: question, Answer: answer.Text})
	c.turns = c.turns[max(0, len(c.turns)-rag.KeptTurns):]
	err = p.Finish(answer)
	if answer.Cause != nil {
		c.Complain(answer.Cause)
	}
	return err
}

// interrupted tells whether Ctrl-C was pressed since the last look.
func (c *Chat) interrupted() bool {
	select {
	case <-c.Interrupts:
		return true
	default:
		return false
	}
}

// explain tells the visitor what an error means, and the log all of it.
func (c *Chat) explain(err error) {
	reference := strings.ToLower(rand.Text()[:6])
	c.Log.Error("question failed", "reference", reference, "error", err)
	fmt.Fprintf(c.Err, "Sorry, that could not be answered just now; please ask again in a moment, or run bot doctor to see what is missing (reference %s).\n", reference)
}

func (c *Chat) say(text string) { fmt.Fprintln(c.Out, c.Style.dim(c.Style.layout(text))) }

// command is one of the words after a slash: those of the bot in Discord, and
// some that only a terminal needs.
type command struct {
	name, argument, about string
	view                  page.View // "" for commands that show no page
	run                   func(ctx context.Context, argument string) error
}

func (c *Chat) commands() []command {
	shows := func(view page.View, argument, about string) command {
		return command{string(view), argument, about, view, func(_ context.Context, filter string) error {
			p := c.Pages.View(view, filter)
			c.last = p.Sources
			return c.Style.Printer(c.Out).Page(p)
		}}
	}
	all := []command{
		{name: "ask", argument: "QUESTION", about: "the same as the question alone", run: func(ctx context.Context, question string) error {
			if question == "" {
				c.say("Ask what? For instance: /ask Where do they work now?")
				return nil
			}
			return c.ask(ctx, question)
		}},
		shows(page.Skills, "[area]", "skills and where they were used, all or of one area"),
		shows(page.Experience, "[employer]", "positions, all or at one employer"),
		shows(page.Projects, "[name]", "projects, all or one of them"),
		shows(page.Education, "", "degrees and certificates"),
		shows(page.Contact, "", "how to get in touch"),
	}
	if c.Timeline != nil {
		all = append(all, command{name: "timeline", about: "roles and studies over time", run: c.timeline})
	}
	if c.Files != nil {
		all = append(all, command{name: "resume", about: "the résumé's files and links", run: func(context.Context, string) error { return c.show(c.Files()) }})
	}
	all = append(all,
		command{name: "sources", about: "the passages that the last answer rests on", run: c.sources},
		command{name: "forget", about: "forget this conversation and what was typed", run: c.forget})
	if c.About != nil {
		all = append(all, command{name: "about", about: "the model, the index and what is kept", run: func(context.Context, string) error { return c.show(c.About()) }})
	}
	return append(all,
		command{name: "help", about: "this list", run: c.help},
		command{name: "quit", about: "leave (also Ctrl-D)", run: c.quit})
}

// show writes text of ours.
func (c *Chat) show(text string) error {
	_, err := fmt.Fprintln(c.Out, c.Style.layout(clean(text)))
	return err
}

func (c *Chat) timeline(context.Context, string) error {
	width := c.Style.Width
	if width <= 0 {
		width = 72
	}
	text, err := c.Timeline(width)
	if err != nil {
		c.say("The résumé has no dates that a timeline could show.")
		return nil
	}
	return c.show(strings.TrimRight(text, "\n"))
}

func (c *Chat) forget(context.Context, string) error {
	c.turns, c.last = nil, nil
	if err := c.in.forget(); err != nil {
		return err
	}
	c.say("Done: this conversation and what was typed are forgotten.")
	return nil
}

func (c *Chat) sources(context.Context, string) error {
	if len(c.last) == 0 {
		c.say("The last answer has no sources.")
		return nil
	}
	return c.Style.Printer(c.Out).Quotes(c.last)
}

func (c *Chat) help(context.Context, string) error {
	var b strings.Builder
	b.WriteString(c.Style.layout("Ask in your own words, one question a line; follow-ups such as “since when?” are understood.") + "\n")
	for _, x := range c.commands() {
		const column = 26
		fmt.Fprintf(&b, "  %-*s %s\n", column-3, strings.TrimSpace("/"+x.name+" "+x.argument), c.Style.indented(x.about, column))
	}
	_, err := io.WriteString(c.Out, b.String())
	return err
}

func (c *Chat) quit(context.Context, string) error {
	c.left = true
	return nil
}

// completer completes commands and what their pages can be narrowed to.
func (c *Chat) completer() readline.AutoCompleter {
	var items []*readline.PrefixCompleter
	for _, x := range c.commands() {
		var choices []*readline.PrefixCompleter
		if x.view != "" {
			choices = append(choices, readline.PcItemDynamic(func(string) []string { return c.Pages.Choices(x.view) }))
		}
		items = append(items, readline.PcItem("/"+x.name, choices...))
	}
	return readline.NewPrefixCompleter(items...)
}
