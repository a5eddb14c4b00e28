package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"text/template"

	"resumebot/internal/corpus"
	"resumebot/internal/eval"
	"resumebot/internal/resume"
	"resumebot/prompts"
)

// evaluate scores the answers to files of questions.
func evaluate(ctx context.Context, p *program, args []string) error {
	fs := p.flagSet("eval")
	asJSON := fs.Bool("json", false, "")
	wanted := fs.Float64("min", 0, "")
	files, err := p.parse(fs, args)
	switch {
	case err != nil:
		return err
	case len(files) == 0:
		return usageError{"eval", "there is no file of questions"}
	case !(*wanted >= 0 && *wanted <= 100):
		return usageError{"eval", "-min wants a percentage from 0 to 100"}
	}
	var rows []eval.Row
	for _, path := range files {
		more, err := readRows(path)
		if err != nil {
			return err
		}
		rows = append(rows, more...)
	}
	c, engine, err := p.ready(ctx)
	if err != nil {
		return err
	}
	extents, err := extentsOf(p.config.CorpusDir, c.document)
	if err != nil {
		return err
	}
	templates, err := prompts.Load()
	if err != nil {
		return err
	}
	progress, done := p.progress("asking")
	results, err := eval.Run(ctx, engine, rows, eval.Options{
		Extents: extents, Prompts: eval.NewShingles(wording(templates)...), Progress: progress,
	})
	done()
	if err != nil {
		return err
	}
	report := eval.Summarise(results)
	if *asJSON {
		err = writeJSON(p.stdout, report)
	} else {
		err = report.Write(p.stdout)
	}
	if err == nil && report.Percent() < *wanted {
		err = fmt.Errorf("eval: %.1f %% passed, at least %g %% wanted", report.Percent(), *wanted)
	}
	return err
}

func readRows(path string) ([]eval.Row, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("eval: read questions: %w", err)
	}
	defer f.Close()
	return eval.Read(path, f)
}

// wording is the text of each template, with its actions.
func wording(t *template.Template) []string {
	var list []string
	for _, part := range t.Templates() {
		list = append(list, part.Root.String())
	}
	return list
}

// extentsOf tells how far each file reaches: text by its own lines, formats that
// are not lines of text by what was read of them.
func extentsOf(dir string, d *resume.Document) (eval.Extents, error) {
	extents := eval.Extents{}
	for _, f := range d.Files {
		var x eval.Extent
		switch f.Format {
		case "pdf", "docx", "odt", "rtf", "linkedin":
			for _, p := range d.Passages {
				if p.Source.Path == f.Path {
					x.Pages, x.Lines = max(x.Pages, p.Source.Page), max(x.Lines, p.Source.End)
				}
			}
		default:
			data, err := corpus.Read(dir, f.Path)
			if err != nil {
				return nil, fmt.Errorf("eval: count lines: %s: %w", f.Path, err)
			}
			for _, other := range []string{"\r\n", "\r"} {
				data = bytes.ReplaceAll(data, []byte(other), []byte("\n"))
			}
			x.Lines = bytes.Count(data, []byte("\n"))
			if len(data) > 0 && data[len(data)-1] != '\n' {
				x.Lines++
			}
		}
		extents[f.Path] = x
	}
	return extents, nil
}
