// Command bot answers questions about the résumé in a folder, in Discord, in
// the terminal and as JSON.
//
// main handles signals and the exit status; [run] does the work. One file holds
// each verb, setting.go the table of settings, build.go how the parts are put
// together.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"syscall"

	"resumebot/internal/embed"
	"resumebot/internal/lexicon"
	"resumebot/internal/llm"
	"resumebot/internal/terminal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	status := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// Exit statuses.
const (
	statusOK    = 0
	statusError = 1
	statusUsage = 2
)

// program is what a verb works with.
type program struct {
	getenv         func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer

	lexicon func() (*lexicon.Lexicon, error) // loaded once
	encoder func() (*embed.Encoder, error)   // the built-in one, likewise

	flags  overrides // given so far
	config Config    // after parse
	values values
	log    *slog.Logger
	level  slog.LevelVar // of log
	keeper *llm.Keeper   // of the model, where the front end stays and there may be one
}

// verb is a word that the command line can start with.
type verb struct {
	name, arguments, about string
	flags                  string // its own ones, a line each
	run                    func(ctx context.Context, p *program, args []string) error
}

func verbs() []verb {
	const asJSON = "  -json         print one JSON object\n"
	return []verb{
		{"chat", "", "talk in the terminal; from a pipe, answer one question a line", "", chat},
		{"ask", "[-json] [-history FILE] QUESTION", "answer one question",
			asJSON + "  -history FILE earlier questions, one a line, oldest first; each is answered before QUESTION\n", ask},
		{"search", "[-json] [-k N] QUERY", "show the passages that a query finds",
			asJSON + "  -k N          how many passages (8)\n", search},
		{"import", "[-model] FILE…", "write what was understood of files as Markdown, to be corrected and kept as the résumé",
			"  -model        let the model of LLM_BASE_URL sort the lines that were not understood\n", importFiles},
		{"index", "[-json] [-rebuild]", "read the résumé, show what was understood of it, and index it",
			asJSON + "  -rebuild      embed everything anew\n", indexCorpus},
		{"eval", "[-json] [-min PERCENT] FILE…", "score the answers to questions of known outcome",
			asJSON + "  -min PERCENT  exit status 1 if fewer pass (0)\n", evaluate},
		{"doctor", "", "show each setting and each outside part, and what to do", "", doctor},
		{"bench", "[-long]", "measure how fast all of it is on this machine",
			"  -long         50,000 chunks, too\n", measure},
		{"help", "[COMMAND]", "show this", "", help},
		{"version", "", "show the version", "", version},
	}
}

// usageError is wrong usage of a verb.
type usageError struct {
	verb   string // "" where none is known
	reason string
}

func (e usageError) Error() string {
	return e.reason + " (" + strings.TrimSpace("bot help "+e.verb) + " shows how)"
}

// run runs the command line and returns the exit status. Errors become one line
// on stderr.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{getenv: getenv, stdin: stdin, stdout: stdout, stderr: stderr, flags: overrides{}, lexicon: sync.OnceValues(lexicon.New), encoder: sync.OnceValues(embed.New)}
	err := p.dispatch(ctx, args)
	var usage usageError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return statusOK
	case errors.As(err, &usage):
		p.complain(err)
		return statusUsage
	case ctx.Err() != nil:
		p.complain(errors.New("stopped"))
		return statusError
	default:
		p.complain(err)
		return statusError
	}
}

// dispatch finds the verb; flags common to all may come before it.
func (p *program) dispatch(ctx context.Context, args []string) error {
	fs := p.flagSet("")
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return help(ctx, p, nil)
		}
		return usageError{"", err.Error()}
	}
	args = fs.Args()
	if len(args) == 0 {
		if err := p.configure(); err != nil {
			return err
		}
		if p.config.DiscordToken != "" {
			return serveDiscord(ctx, p)
		}
		if terminal.IsTerminal(p.stdin) || p.nothingPiped() {
			fmt.Fprintln(p.stderr, "No DISCORD_TOKEN, so this is the chat. For Discord: "+getToken)
		}
		return chat(ctx, p, nil)
	}
	for _, v := range verbs() {
		if v.name == args[0] {
			return v.run(ctx, p, args[1:])
		}
	}
	return usageError{"", fmt.Sprintf("there is no command %q; to ask something: bot ask %q", args[0], strings.Join(args, " "))}
}

// nothingPiped tells whether there is no question on standard input, as in a
// container that was meant to serve Discord.
func (p *program) nothingPiped() bool {
	in := bufio.NewReader(p.stdin)
	p.stdin = in
	_, err := in.Peek(1)
	return err == io.EOF
}

// flagSet has the flags common to all verbs, but for those of which the verb has its own.
func (p *program) flagSet(name string, own ...string) *flag.FlagSet {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	for _, f := range commonFlags() {
		if slices.Contains(own, f.name) {
			continue
		}
		fs.Func(f.name, f.about, func(v string) error {
			if strings.TrimSpace(v) == "" {
				return errors.New("is empty")
			}
			p.flags[f.setting] = v
			return nil
		})
	}
	return fs
}

type commonFlag struct{ name, argument, setting, about string }

func commonFlags() []commonFlag {
	return []commonFlag{
		{"corpus", "DIR", "CORPUS_DIR", "folder with the résumé"},
		{"data", "DIR", "DATA_DIR", "folder for what the bot keeps"},
		{"model", "NAME", "LLM_MODEL", "chat model to use"},
	}
}

// parse reads a verb's arguments, flags before, between and after its words, and
// then the settings. What follows -- is no flag.
func (p *program) parse(fs *flag.FlagSet, args []string) (words []string, err error) {
	var plain []string
	if i := slices.Index(args, "--"); i >= 0 {
		args, plain = args[:i], args[i+1:]
	}
	for {
		if err := fs.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				_ = help(context.Background(), p, []string{fs.Name()})
				return nil, err
			}
			return nil, usageError{fs.Name(), err.Error()}
		}
		if fs.NArg() == 0 {
			break
		}
		words, args = append(words, fs.Arg(0)), fs.Args()[1:]
	}
	return append(words, plain...), p.configure()
}

// parseNone is parse for verbs that take no words.
func (p *program) parseNone(fs *flag.FlagSet, args []string) error {
	words, err := p.parse(fs, args)
	if err == nil && len(words) > 0 {
		return usageError{fs.Name(), fmt.Sprintf("%q is not understood", words[0])}
	}
	return err
}

// configure reads the settings and starts the log.
func (p *program) configure() error {
	var err error
	if p.config, p.values, err = readConfig(p.getenv, p.flags); err != nil {
		return err
	}
	if text := p.values.exposure(); text != "" {
		p.complain(errors.New(text))
	}
	options := &slog.HandlerOptions{Level: &p.level}
	p.level.Set(slog.LevelError)
	if p.config.LogLevel != nil {
		p.level.Set(*p.config.LogLevel)
	}
	if p.config.LogFormat == "json" {
		p.log = slog.New(slog.NewJSONHandler(p.stderr, options))
	} else {
		p.log = slog.New(slog.NewTextHandler(p.stderr, options))
	}
	return nil
}

// complain says an error in one line, with what to do where that is known.
func (p *program) complain(err error) {
	text := strings.ReplaceAll(strings.TrimSpace(err.Error()), "\n", "; ")
	if advice := hint(err); advice != "" {
		text += ": " + advice
	}
	fmt.Fprintln(p.stderr, "bot: "+text)
}

// hint is what to do about an error of a server, empty for other errors.
func hint(err error) string {
	var server *llm.Error
	if errors.As(err, &server) {
		return server.Hint()
	}
	return ""
}

// style of what goes to standard output.
func (p *program) style() terminal.Style { return terminal.NewStyle(p.stdout, p.getenv) }
