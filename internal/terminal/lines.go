package terminal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/ergochat/readline"
)

// maxLine is the longest line of a pipe that is read, in bytes.
const maxLine = 64 << 10

// errInterrupt is Ctrl-C at the prompt.
var errInterrupt = errors.New("terminal: interrupted")

// lines gives what was typed, one line a call; io.EOF at the end. With
// errInterrupt the line is what was thrown away.
type lines interface {
	next(ctx context.Context) (string, error)
	forget() error // what was typed
	Close() error
}

// edited reads from a terminal with line editing and history.
type edited struct {
	*readline.Instance
	history string // file, or ""
	typed   string // of the line so far
}

func newEdited(c *Chat) (lines, error) {
	if err := keepPrivate(c.HistoryFile); err != nil {
		c.Complain(err)
		c.HistoryFile = "" // nothing is kept then
	}
	e := &edited{history: c.HistoryFile}
	var err error
	e.Instance, err = readline.NewFromConfig(&readline.Config{
		Prompt:       c.Style.strong("› "),
		HistoryFile:  c.HistoryFile,
		AutoComplete: c.completer(),
		Stdin:        c.In,
		Stdout:       c.Out,
		Stderr:       c.Err,
		Undo:         true,
		Listener: func(line []rune, _ int, key rune) ([]rune, int, bool) {
			if key != readline.CharInterrupt {
				e.typed = string(line)
			}
			return nil, 0, false
		},
	})
	if err != nil {
		return nil, fmt.Errorf("terminal: start line editor: %w", err)
	}
	return e, keepPrivate(e.history) // the editor writes a long one anew
}

// keepPrivate makes a file, whether it is there or not, one that its owner alone
// can read; "" is none.
func keepPrivate(path string) error {
	if path == "" {
		return nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil {
		err = errors.Join(f.Chmod(0o600), f.Close())
	}
	if err != nil {
		return fmt.Errorf("terminal: keep what is typed: %w", err)
	}
	return nil
}

func (e *edited) next(ctx context.Context) (string, error) {
	stop := context.AfterFunc(ctx, func() { _ = e.Close() }) // ends ReadLine
	defer stop()
	line, err := e.ReadLine()
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.Is(err, readline.ErrInterrupt):
		return e.typed, errInterrupt
	}
	return line, err
}

func (e *edited) forget() error {
	e.ResetHistory()
	if e.history == "" {
		return nil
	}
	if err := os.Truncate(e.history, 0); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("terminal: forget what was typed: %w", err)
	}
	return nil
}

// piped reads from whatever is no terminal.
type piped struct {
	text chan string
	done chan struct{}
	err  error // set before text is closed
}

func newPiped(r io.Reader) lines {
	p := &piped{text: make(chan string), done: make(chan struct{})}
	go func() {
		defer close(p.text)
		s := bufio.NewScanner(r)
		s.Buffer(nil, maxLine)
		n := 0
		for s.Scan() {
			n++
			select {
			case p.text <- strings.ToValidUTF8(s.Text(), "\uFFFD"):
			case <-p.done:
				return
			}
		}
		switch err := s.Err(); {
		case errors.Is(err, bufio.ErrTooLong):
			p.err = fmt.Errorf("terminal: read question: line %d is longer than %d bytes", n+1, maxLine)
		case err != nil:
			p.err = fmt.Errorf("terminal: read question: %w", err)
		default:
			p.err = io.EOF
		}
	}()
	return p
}

func (p *piped) next(ctx context.Context) (string, error) {
	select {
	case line, ok := <-p.text:
		if !ok {
			return "", p.err
		}
		return line, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func (p *piped) forget() error { return nil }

// Close lets the reader end after the read that it may be in.
func (p *piped) Close() error {
	close(p.done)
	return nil
}
