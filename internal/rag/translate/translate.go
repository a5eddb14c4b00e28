// Package translate lets a model put questions of other languages into English and
// the lines of an answer into the language of the question. It tells languages
// apart, and checks a translation by what does not change with the language:
// names, figures, months, addresses, length, and whether something is denied.
package translate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/chat"
	"resumebot/internal/resume"
)

// Translator translates with a model. It may be used by many goroutines at once.
type Translator struct {
	model   chat.Model
	prompts *template.Template
	names   *names
}

// New makes a translator that keeps the names of a document. The prompts are
// those of package prompts; "translate.tmpl" is used.
func New(m chat.Model, prompts *template.Template, doc *resume.Document, lex *lexicon.Lexicon) *Translator {
	return &Translator{model: m, prompts: prompts, names: namesOf(doc, lex)}
}

// Question translates into English a question, the first of texts, and earlier
// ones, which come back as they are where they do not translate. It is an error if
// the question does not come out in English or without a name or figure that it
// has, for what is asked about is then another thing. The model gets a second try,
// with the names spelt out.
func (t *Translator) Question(ctx context.Context, l Language, texts []string) ([]string, error) {
	var lost []string
	for range 2 {
		done, first := slices.Clone(texts), errors.New("the model left it out")
		err := t.lines(ctx, english().name, texts, lost, func(n int, text string) {
			gone := t.names.lost(texts[n], text, l)
			other, foreign := Of(text)
			switch {
			case n == 0 && foreign:
				first = fmt.Errorf("the model wrote %s", other.name)
			case n == 0:
				done[n], lost, first = text, gone, nil
			case len(gone) == 0 && !foreign:
				done[n] = text
			}
		})
		if err = cmp.Or(err, first); err != nil {
			return nil, fmt.Errorf("translate: translate question: %w", err)
		}
		if len(lost) == 0 {
			return done, nil
		}
	}
	return nil, fmt.Errorf("translate: translate question: the model lost %s", strings.Join(lost, ", "))
}

// Answer translates the lines of an answer. It calls each once for every line that
// the model translates, in their order and as soon as its translation is there;
// err says why it is not to be shown. After the end of ctx nothing more is called.
func (t *Translator) Answer(ctx context.Context, l Language, lines []string, each func(n int, translated string, err error)) error {
	err := t.lines(ctx, l.name, lines, nil, func(n int, text string) {
		if ctx.Err() == nil {
			each(n, text, t.names.faithful(lines[n], text, l))
		}
	})
	if err != nil {
		return fmt.Errorf("translate: translate answer: %w", err)
	}
	return ctx.Err()
}

// A translation gets some tokens a line and two for each byte: scripts that a
// model's vocabulary has few words of take more tokens than letters.
const tokensPerLine, tokensPerByte = 20, 2

// lines lets the model translate lines, and calls each for those that it did, in
// their order.
func (t *Translator) lines(ctx context.Context, language string, lines, keep []string, each func(n int, text string)) error {
	if len(lines) == 0 {
		return nil
	}
	var system, user strings.Builder
	if err := t.prompts.ExecuteTemplate(&system, "translate.tmpl", map[string]any{"Language": language, "Names": keep}); err != nil {
		return err
	}
	for n, line := range lines {
		fmt.Fprintf(&user, "%d. %s\n", n+1, strings.Join(strings.Fields(line), " "))
	}
	size := tokensPerLine*(len(lines)+1) + tokensPerByte*user.Len()
	r := lineReader{asked: len(lines), each: each}
	reply, err := t.model.Chat(ctx, []chat.Message{{Role: "system", Content: system.String()}, {Role: "user", Content: user.String()}}, size, func(piece string) error {
		r.feed(piece)
		return ctx.Err()
	})
	r.end(err == nil && !reply.Cut)
	return err
}

// lineReader finds the numbered lines of a reply while it arrives. It calls each
// for lines that were asked for, in their order, each at most once; talk around
// them is passed over.
type lineReader struct {
	asked int
	each  func(n int, text string)
	next  int    // the first line that may still come
	buf   string // what came of a line
	talk  string // lines without a number
}

var numberedLine = lazyregexp.New(`^[\s*]*(\p{Nd}{1,6})\s*[.):．、。：）|।][\s*"“”„]*(.*?)[\s*"“”„]*$`)

// feed takes a piece of the reply.
func (r *lineReader) feed(piece string) {
	lines := strings.Split(r.buf+piece, "\n")
	for _, line := range lines[:len(lines)-1] {
		r.take(line)
	}
	r.buf = lines[len(lines)-1]
}

// end takes what is left of a reply, whose last line is whole or not. A reply that
// was asked for one line and is one line needs no number.
func (r *lineReader) end(whole bool) {
	if whole {
		r.take(r.buf)
		if talk := strings.TrimSpace(r.talk); r.asked == 1 && r.next == 0 && !strings.Contains(talk, "\n") {
			r.take("1. " + talk)
		}
	}
}

func (r *lineReader) take(line string) {
	m := numberedLine.FindStringSubmatch(line)
	if m == nil {
		r.talk += line + "\n"
	} else if n, err := strconv.Atoi(lexicon.Fold(m[1])); err == nil && n > r.next && n <= r.asked && m[2] != "" {
		r.next = n
		r.each(n-1, m[2])
	}
}
