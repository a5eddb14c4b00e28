package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"unicode/utf8"

	"resumebot/internal/rag"
)

// ask answers one question.
func ask(ctx context.Context, p *program, args []string) error {
	fs := p.flagSet("ask")
	asJSON := fs.Bool("json", false, "")
	history := fs.String("history", "", "")
	words, err := p.parse(fs, args)
	if err != nil {
		return err
	}
	question := strings.TrimSpace(strings.ToValidUTF8(strings.Join(words, " "), "\uFFFD"))
	if question == "" {
		return usageError{"ask", "there is no question"}
	}
	earlier, err := readHistory(*history)
	if err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(gcAtStart)) // for the one answer, too
	_, engine, err := p.ready(ctx)
	if err != nil {
		return err
	}
	q := rag.Question{Text: question}
	for _, text := range earlier {
		a, err := engine.Ask(ctx, rag.Question{Text: text, History: q.History}, nil)
		if err != nil {
			return err
		}
		q.History = append(q.History, rag.Turn{Question: text, Answer: a.Text})
	}
	var a rag.Answer
	if *asJSON {
		if a, err = engine.Ask(ctx, q, nil); err == nil {
			err = writeJSON(p.stdout, a)
		}
	} else {
		printer := p.style().Printer(p.stdout)
		printer.Wait()
		if a, err = engine.Ask(ctx, q, printer.Update); err == nil {
			err = printer.Finish(a)
		} else {
			printer.Stop()
		}
	}
	if a.Cause != nil {
		p.complain(a.Cause)
	}
	return err
}

// readHistory reads earlier questions, one a line; "" has none.
func readHistory(path string) ([]string, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("ask: read history: %w", err)
	}
	defer f.Close()
	var list []string
	lines := bufio.NewScanner(f)
	n := 0
	for lines.Scan() {
		n++
		if !utf8.Valid(lines.Bytes()) {
			return nil, fmt.Errorf("ask: read history: %s:%d: is not UTF-8 text", path, n)
		}
		if text := strings.TrimSpace(lines.Text()); text != "" {
			list = append(list, text)
		}
	}
	err = lines.Err()
	if errors.Is(err, bufio.ErrTooLong) {
		err = fmt.Errorf("longer than %d bytes", bufio.MaxScanTokenSize)
	}
	if err != nil {
		return nil, fmt.Errorf("ask: read history: %s:%d: %w", path, n+1, err)
	}
	return list, nil
}

// writeJSON writes one object, for people too.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
