package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"resumebot/internal/corpus"
	"resumebot/internal/llm"
	"resumebot/internal/resume/arrange"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/export"
	"resumebot/prompts"
)

// importFiles writes what was understood of files as Markdown, for their owner to
// correct. What it leaves out is said on standard error.
func importFiles(ctx context.Context, p *program, args []string) error {
	fs := p.flagSet("import", "model")
	asks := fs.Bool("model", false, "")
	paths, err := p.parse(fs, args)
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		return usageError{"import", "there is no file to read"}
	}
	var sort func([]block.Block) ([]block.Block, error)
	if *asks {
		if sort, err = p.sorter(ctx); err != nil {
			return err
		}
	}
	d, problems, err := corpus.Import(paths, sort)
	for _, problem := range problems {
		p.complain(problem)
	}
	if err != nil {
		return err
	}
	for _, w := range d.Withheld {
		p.complain(fmt.Errorf("%s is private and not written: copy it by hand, with its marks, if the new file is to have it", w))
	}
	for _, o := range d.Orders {
		p.complain(o.Problem())
	}
	if n := len(d.Doubts); n > 0 {
		p.complain(errors.New(plural(n, "place") + " to look at: each has a comment “look here” above it"))
	}
	_, err = p.stdout.Write(export.Import(d))
	return err
}

const (
	sortTime  = 10 * time.Minute // for one file
	sortReply = 2000             // tokens of a reply
	sortBytes = 64 << 10         // of a reply
)

// sorter has the model sort the lines of a file into entries. What it cannot do, or
// says and the file does not, stays as it was understood without it.
func (p *program) sorter(ctx context.Context) (func([]block.Block) ([]block.Block, error), error) {
	m, err := p.model(ctx)
	if err != nil {
		return nil, err
	}
	if m == nil {
		return nil, errors.New("import: -model: there is no model: set LLM_BASE_URL, or leave -model out (bot doctor shows what is looked for)")
	}
	templates, err := prompts.Load()
	if err != nil {
		return nil, err
	}
	var wording strings.Builder
	if err := templates.ExecuteTemplate(&wording, "arrange.tmpl", nil); err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	ask := func(ctx context.Context, lines string) (string, error) {
		var reply strings.Builder
		_, err := m.Chat(ctx, []llm.Message{{Role: "system", Content: wording.String()}, {Role: "user", Content: lines}}, sortReply, func(text string) error {
			if reply.Len()+len(text) > sortBytes {
				return errors.New("the reply is too long")
			}
			reply.WriteString(text)
			return nil
		})
		if reply.Len() > 0 { // what was cut off is read as far as it goes
			err = nil
		}
		return reply.String(), err
	}
	return func(blocks []block.Block) ([]block.Block, error) {
		bounded, cancel := context.WithTimeout(ctx, sortTime)
		defer cancel()
		blocks, result := arrange.Blocks(bounded, blocks, ask)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if result.Failed != nil {
			p.complain(result.Failed)
		}
		said := plural(result.Placed, "entry") + " sorted by " + m.Model()
		if result.Refused > 0 {
			said += ", " + plural(result.Refused, "other") + " not taken, for the words do not stand in the lines or were understood already"
		}
		p.complain(errors.New(said))
		return blocks, nil
	}, nil
}
