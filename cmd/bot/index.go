package main

import (
	"context"
	"fmt"
	"io"
	"time"
)

// indexCorpus reads the résumé, indexes it and shows its owner what was understood.
func indexCorpus(ctx context.Context, p *program, args []string) error {
	fs := p.flagSet("index")
	rebuild := fs.Bool("rebuild", false, "")
	asJSON := fs.Bool("json", false, "")
	if err := p.parseNone(fs, args); err != nil {
		return err
	}
	start := time.Now()
	c, err := p.load(ctx, *rebuild)
	if err != nil {
		return err
	}
	read := indexReport{
		Files: understand(c.document), Sections: len(c.document.Sections), Entries: len(c.document.Entries), Passages: len(c.document.Passages),
		Chunks: c.report.Chunks, Embedded: c.report.Embedded, Embedder: c.index.Embedder(),
	}
	if c.report.Kept {
		read.Kept = c.dir
	}
	if *asJSON {
		return writeJSON(p.stdout, read)
	}
	read.write(p.stdout)
	for _, w := range c.document.Withheld {
		fmt.Fprintf(p.stdout, "private: %s\n", w)
	}
	fmt.Fprintf(p.stdout, "indexed: %s, %s embedded by %s\n", plural(read.Chunks, "chunk"), plural(read.Embedded, "text"), read.Embedder)
	if read.Kept != "" {
		fmt.Fprintf(p.stdout, "kept in %s\n", read.Kept)
	}
	_, err = fmt.Fprintf(p.stdout, "took %s\n", time.Since(start).Round(time.Millisecond))
	return err
}

// indexReport is what bot index -json prints.
type indexReport struct {
	Files    []understood `json:"files"`
	Sections int          `json:"sections"`
	Entries  int          `json:"entries"`
	Passages int          `json:"passages"`
	Chunks   int          `json:"chunks"`
	Embedded int          `json:"embedded"`
	Embedder string       `json:"embedder"`
	Kept     string       `json:"kept"` // the folder of the index, "" where it lives in memory alone
}

func (r *indexReport) write(w io.Writer) {
	for i := range r.Files {
		r.Files[i].write(w)
	}
	fmt.Fprintf(w, "read: %s, %s, %s\n", plural(r.Sections, "section"), plural(r.Entries, "entry"), plural(r.Passages, "passage"))
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
