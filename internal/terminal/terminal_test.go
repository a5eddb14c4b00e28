package terminal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"resumebot/internal/page"
	"resumebot/internal/rag"
)

func TestLayout(t *testing.T) {
	s := Style{Width: 24}
	got := s.layout("Ada wrote the first program for a machine. [1]\n• an item that is longer than a line\n• 日本語 日本語 日本語 日本語 日本語")
	want := "Ada wrote the first\nprogram for a machine.\n[1]\n• an item that is longer\n  than a line\n• 日本語 日本語 日本語\n  日本語 日本語"
	if got != want {
		t.Errorf("layout:\n%s\nwant:\n%s", got, want)
	}
	if got, want := s.layout("• 大規模な分散システムの設計と運用、Kubernetes"), "• 大規模な分散システムの\n  設計と運用、Kubernetes"; got != want {
		t.Errorf("no spaces:\n%s\nwant:\n%s", got, want)
	}
	if long := "https://example.com/a/very/long/address"; s.layout(long) != long {
		t.Errorf("an address is broken: %q", s.layout(long))
	}
}

// What grows word by word is written as what is laid out at once.
func FuzzPrinterGrows(f *testing.F) {
	f.Add("Ada wrote the first program. [1]\n• an item that is longer than a line [2][3]\n\nEnd.", 30)
	f.Add("a-b-c \x1b[31mred\x1b[0m 日本語 - x", 20)
	f.Fuzz(func(t *testing.T, text string, width int) {
		style := Style{Width: 20 + width&63}
		var parts, whole strings.Builder
		p := style.Printer(&parts)
		words := strings.SplitAfter(text, ". ")
		sofar := ""
		for _, w := range words {
			sofar += w
			p.Update(rag.Answer{Text: strings.TrimRight(sofar, " \n")})
		}
		text = strings.TrimRight(text, " \n")
		p.Update(rag.Answer{Text: text})
		style.Printer(&whole).Update(rag.Answer{Text: text})
		if strings.ContainsAny(parts.String(), "\x1b\r\a") {
			t.Errorf("control characters got through: %q", parts.String())
		}
		if !strings.HasSuffix(parts.String(), whole.String()) {
			t.Errorf("in parts %q, at once %q", parts.String(), whole.String())
		}
	})
}

func TestPrinterStreams(t *testing.T) {
	var b strings.Builder
	p := Style{Live: true, Width: 80, Color: true}.Printer(&b)
	p.Wait()
	a := rag.Answer{Text: "Ada wrote a program. [1]"}
	p.Update(a)
	if got := b.String(); !strings.Contains(got, "…") || !strings.HasSuffix(got, "\r\x1b[KAda wrote a program. \x1b[2m[1]\x1b[m\x1b[2m …\x1b[m") {
		t.Errorf("after a sentence: %q", got)
	}
	a.Text += " She lived in London. [2]"
	a.Sources = []rag.Source{
		{ID: 1, Path: "cv.md", StartLine: 3, EndLine: 4, Heading: []string{"Work", "Analyst"}},
		{ID: 2, Path: "cv.pdf", Page: 2},
	}
	a.Suggestions = []string{"Where did she study?"}
	a.Degraded, a.DegradedReason = true, "the model did not answer in time"
	if err := p.Finish(a); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "\x1b[2D\x1b[K She lived") || strings.Count(b.String(), "…") != 2 {
		t.Errorf("the sign that more is coming stays: %q", b.String())
	}
	for _, want := range []string{"She lived in London.", "[1] cv.md:3–4  Work › Analyst", "[2] cv.pdf p. 2", "You could also ask:", "did not answer in time"} {
		if strings.Count(b.String(), want) != 1 {
			t.Errorf("%q stands %d times in %q", want, strings.Count(b.String(), want), b.String())
		}
	}
}

// What comes closest reads as any answer, and what was computed names its sources.
func TestClosestAndComputed(t *testing.T) {
	a := rag.Answer{Status: rag.Closest, Text: "The résumé has this on it: [1]\n• Analyst: 2 years. [1]",
		Sources: []rag.Source{
			{ID: 1, Path: "cv.md", StartLine: 3, EndLine: 4, Heading: []string{"Computed"}, Text: "Analyst: 2 years.", Computed: []int{2, 3}},
			{ID: 2, Path: "cv.md", StartLine: 3, EndLine: 4, Heading: []string{"Work"}, Text: "Analyst"},
			{ID: 3, Path: "cv.pdf", Page: 2},
		}}
	const text = "The résumé has this on it: [1]\n• Analyst: 2 years. [1]\n\n"
	for _, c := range []struct {
		more int // sources besides
		want string
	}{
		{0, text + "[1] computed from [2][3]\n[2] cv.md:3–4  Work\n[3] cv.pdf p. 2\n"},
		{manySources, text + "[1] computed\u00a0from\u00a0[2][3]  [2] cv.md:3–4  [3] cv.pdf\u00a0p.\u00a02"},
	} {
		var b strings.Builder
		shown := a
		for n := range c.more {
			shown.Sources = append(slices.Clone(shown.Sources), rag.Source{ID: 4 + n, Path: "cv.md", StartLine: 9, EndLine: 9})
		}
		if err := (Style{}).Printer(&b).Finish(shown); err != nil || !strings.HasPrefix(b.String(), c.want) {
			t.Errorf("%v, got\n%q\nwant\n%q", err, b.String(), c.want)
		}
	}
	var b strings.Builder
	if err := (Style{}).Printer(&b).Quotes(a.Sources[:2]); err != nil || b.String() != "[1] computed from [2][3]\n    Analyst: 2 years.\n[2] cv.md:3–4  Work\n    Analyst\n" {
		t.Errorf("%v, quotes\n%s", err, b.String())
	}
}

func TestPage(t *testing.T) {
	var b strings.Builder
	shown := page.Page{Title: "Experience", Summary: "Two positions", More: "and 17 more lines", Parts: []page.Part{
		{Name: "Engineer", Org: "Acme", OrgURL: "https://acme.example", Details: []string{"2019 – 2021", "Utrecht"}, Citations: []int{1},
			Lines: []page.Line{{Style: page.Heading, Text: "Storage"}, {Style: page.Item, Label: "Data", Text: "ran\x1b[2J PostgreSQL", Citations: []int{2}}}},
		{Group: "Volunteering", Name: "Teacher", Lines: []page.Line{{Style: page.Note, Text: "chess"}, {Text: "A club for children."}}},
	}, Sources: []rag.Source{{ID: 1, Path: "cv.md", StartLine: 3, EndLine: 3}}}
	if err := (Style{}).Printer(&b).Page(shown); err != nil {
		t.Fatal(err)
	}
	const want = `Experience
Two positions

Engineer · Acme [1]
2019 – 2021 · Utrecht
https://acme.example

Storage
• Data: ran PostgreSQL [2]

Volunteering

Teacher
chess
A club for children.

and 17 more lines

[1] cv.md:3
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestNoColorAndPipes(t *testing.T) {
	var b strings.Builder
	if got := NewStyle(&b, func(string) string { return "" }); got != (Style{}) {
		t.Errorf("style of a pipe = %+v, want none", got)
	}
	p := NewStyle(&b, os.Getenv).Printer(&b)
	p.Wait()
	if err := p.Finish(rag.Answer{Text: "A\x1b[2Jda\u202e. [1]", Sources: []rag.Source{{ID: 1, Path: "cv.md", StartLine: 1, EndLine: 1}}}); err != nil {
		t.Fatal(err)
	}
	if b.String() != "Ada. [1]\n\n[1] cv.md:1\n" {
		t.Errorf("output = %q", b.String())
	}
}

// person answers a question by what is left of it, and fails on "fail".
type person struct {
	asked   []rag.Question
	waiting chan struct{} // closed when "wait" is being answered
	again   chan struct{} // ends "wait" once it was stopped
}

func (p *person) Ask(ctx context.Context, q rag.Question, emit func(rag.Answer)) (rag.Answer, error) {
	p.asked = append(p.asked, q)
	switch q.Text {
	case "fail":
		return rag.Answer{}, errors.New("index: embed query: connection refused")
	case "wait":
		close(p.waiting)
		<-ctx.Done()
		<-p.again
		emit(rag.Answer{Text: "Too late."})
		return rag.Answer{}, ctx.Err()
	}
	a := rag.Answer{Status: rag.Answered, Text: "About " + q.Text + ". [1]",
		Sources: []rag.Source{{ID: 1, Path: "cv.md", StartLine: 7, EndLine: 7, Text: "the passage on " + q.Text}}}
	emit(a)
	return a, nil
}

func (p *person) View(view page.View, filter string) page.Page {
	return page.Page{Text: fmt.Sprintf("Page %s of %q.", view, filter)}
}

func (p *person) Choices(page.View) []string { return []string{"Acme"} }

// talk feeds lines to a chat and returns what it wrote.
func talk(t *testing.T, p *person, in string) (out, errs string, err error) {
	t.Helper()
	var o, e bytes.Buffer
	c := &Chat{Asker: p, Pages: p, In: strings.NewReader(in), Out: &o, Err: &e, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	err = c.Run(t.Context())
	return o.String(), e.String(), err
}

func TestChat(t *testing.T) {
	p := &person{}
	out, errs, err := talk(t, p, "work\n\n  since\twhen \r\n/sources\n/EXPERIENCE Acme\n/nothing\n/help\n/quit\nnever asked\n")
	if err != nil || errs != "" {
		t.Errorf("error %v, %q", err, errs)
	}
	for _, want := range []string{"About work. [1]", "[1] cv.md:7", "    the passage on since when", `Page experience of "Acme".`,
		"There is no command /nothing", "/skills [area]", "/quit"} {
		if !strings.Contains(out, want) {
			t.Errorf("output lacks %q:\n%s", want, out)
		}
	}
	if len(p.asked) != 2 || p.asked[1].Text != "since when" ||
		!slices.Equal(p.asked[1].History, []rag.Turn{{Question: "work", Answer: "About work. [1]"}}) {
		t.Errorf("asked = %+v", p.asked)
	}
}

func TestChatCommands(t *testing.T) {
	p := &person{}
	var o, e bytes.Buffer
	c := &Chat{Asker: p, Pages: p, In: strings.NewReader("work\n/ask since when\n/ask\n/timeline\n/resume\n/about\n/forget\n/sources\nagain\n"), Out: &o, Err: &e, Log: slog.New(slog.DiscardHandler),
		Timeline: func(width int) (string, error) { return fmt.Sprintf("bars of %d\n", width), nil },
		Files:    func() string { return "corpus/cv.md" },
		About:    func() string { return "Model: none" }}
	if err := c.Run(t.Context()); err != nil || e.Len() > 0 {
		t.Errorf("error %v, %q", err, e.String())
	}
	for _, want := range []string{"About since when. [1]", "Ask what?", "bars of 72\n\n", "corpus/cv.md\n\n", "Model: none\n\n", "are forgotten", "has no sources"} {
		if !strings.Contains(o.String(), want) {
			t.Errorf("output lacks %q:\n%s", want, o.String())
		}
	}
	if n := len(p.asked); n != 3 || len(p.asked[1].History) != 1 || len(p.asked[2].History) != 0 {
		t.Errorf("asked = %+v", p.asked)
	}
	if out, _, _ := talk(t, p, "/about\n/help\n"); !strings.Contains(out, "no command /about") || strings.Contains(out, "/timeline") {
		t.Errorf("commands that have nothing to show: %s", out)
	}
}

func TestChatKeepsFewTurns(t *testing.T) {
	p := &person{}
	if _, _, err := talk(t, p, strings.Repeat("again\n", rag.KeptTurns+5)); err != nil {
		t.Fatal(err)
	}
	if n := len(p.asked[len(p.asked)-1].History); n != rag.KeptTurns {
		t.Errorf("the last question came with %d turns, want %d", n, rag.KeptTurns)
	}
}

func TestChatErrorsHideTheCause(t *testing.T) {
	p := &person{}
	out, errs, err := talk(t, p, "fail\nwork\n")
	if err == nil {
		t.Error("a pipe with a failed question ends without an error")
	}
	if !strings.Contains(errs, "(reference ") || strings.Contains(errs+out, "refused") {
		t.Errorf("visitor reads %q", errs)
	}
	if !strings.Contains(out, "About work.") {
		t.Errorf("the question after the failed one is not answered: %q", out)
	}
}

func TestChatBadInput(t *testing.T) {
	_, _, err := talk(t, &person{}, "work\n"+strings.Repeat("x", maxLine+1))
	if err == nil || !strings.Contains(err.Error(), "line 2 is longer than") {
		t.Errorf("error = %v, want one that names the line", err)
	}
	p := &person{}
	if _, _, err := talk(t, p, "caf\xe9\x00\x1b[31m?\n"); err != nil || p.asked[0].Text != "caf\uFFFD?" {
		t.Errorf("asked %d questions, error %v", len(p.asked), err)
	}
}

func TestInterruptStopsTheAnswerThenLeaves(t *testing.T) {
	p := &person{waiting: make(chan struct{}), again: make(chan struct{})}
	interrupts := make(chan os.Signal, 1)
	var out bytes.Buffer
	in, typed := io.Pipe()
	c := &Chat{Asker: p, Pages: p, In: in, Out: &out, Err: io.Discard, Log: slog.New(slog.DiscardHandler), Interrupts: interrupts}
	go func() {
		fmt.Fprintln(typed, "wait")
		<-p.waiting
		interrupts <- os.Interrupt // stops the answer
		interrupts <- os.Interrupt // leaves
		close(p.again)
	}()
	if err := c.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "Too late") {
		t.Errorf("a stopped answer goes on: %q", out.String())
	}
	if !strings.Contains(out.String(), "Stopped. Press Ctrl-C again to leave.") {
		t.Errorf("output = %q", out.String())
	}
}

func TestChatEndsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	in, typed := io.Pipe()
	defer typed.Close()
	c := &Chat{Asker: &person{}, Pages: &person{}, In: in, Out: io.Discard, Err: io.Discard, Log: slog.New(slog.DiscardHandler)}
	cancel()
	if err := c.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Run = %v, want context.Canceled while nothing is typed", err)
	}
}

func TestCompleter(t *testing.T) {
	c := &Chat{Pages: &person{}}
	line := []rune("/experience A")
	if got, _ := c.completer().Do(line, len(line)); len(got) != 1 || string(got[0]) != "cme " {
		t.Errorf("completions = %q", got)
	}
}

// What was typed is for its owner's eyes, whoever made the file and however long
// it is.
func TestHistoryIsPrivate(t *testing.T) {
	for name, text := range map[string]string{"new": "", "existing": "what?\n", "long": strings.Repeat("what?\nwho?\n", 1000)} {
		file := filepath.Join(t.TempDir(), "history")
		if name != "new" {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		in, err := newEdited(&Chat{HistoryFile: file, In: strings.NewReader(""), Out: io.Discard, Err: io.Discard})
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
		if err := in.forget(); err != nil {
			t.Error(err)
		}
		if left, err := os.ReadFile(file); err != nil || len(left) > 0 {
			t.Errorf("%s: %q is left, %v", name, left, err)
		}
		in.Close()
	}
	var complaint error
	c := &Chat{HistoryFile: t.TempDir(), In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Complain: func(err error) { complaint = err }}
	in, err := newEdited(c)
	if err != nil || complaint == nil || c.HistoryFile != "" {
		t.Errorf("a folder in its place: %v, %v", err, complaint)
	}
	in.Close()
}
