package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"
)

// indexCorpus reads the résumé, indexes it and says what was there.
func indexCorpus(ctx context.Context, p *program, args []string) error {
	fs := p.flagSet("index")
	rebuild := fs.Bool("rebuild", false, "")
	if err := p.parseNone(fs, args); err != nil {
		return err
	}
	start := time.Now()
	c, err := p.load(ctx, *rebuild)
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	for _, f := range c.document.Files {
		fmt.Fprintf(t, "%s\t%s\t%d bytes\n", f.Path, f.Format, f.Size)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "read: %s, %s, %s\n", plural(len(c.document.Sections), "section"),
		plural(len(c.document.Entries), "entry"), plural(len(c.document.Passages), "passage"))
	for _, w := range c.document.Withheld {
		fmt.Fprintf(p.stdout, "private: %s\n", w)
	}
	fmt.Fprintf(p.stdout, "indexed: %s, %s embedded by %s\n", plural(c.report.Chunks, "chunk"),
		plural(c.report.Embedded, "text"), c.index.Embedder())
	if c.report.Kept {
		fmt.Fprintf(p.stdout, "kept in %s\n", c.dir)
	}
	_, err = fmt.Fprintf(p.stdout, "took %s\n", time.Since(start).Round(time.Millisecond))
	return err
}

// plural counts things: "1 entry", "2 entries".
func plural(n int, noun string) string {
	switch {
	case n == 1:
	case noun[len(noun)-1] == 'y':
		noun = noun[:len(noun)-1] + "ies"
	default:
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
