package main

import (
	"context"
	"errors"
	"fmt"

	"resumebot/internal/corpus"
	"resumebot/internal/resume/export"
)

// importFiles writes what was understood of files as Markdown, for their owner to
// correct. What it leaves out is said on standard error.
func importFiles(ctx context.Context, p *program, args []string) error {
	fs := p.flagSet("import", "model")
	fs.Bool("model", false, "")
	paths, err := p.parse(fs, args)
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		return usageError{"import", "there is no file to read"}
	}
	d, problems, err := corpus.Import(paths, nil)
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
