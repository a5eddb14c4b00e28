package main

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"

	"resumebot/internal/corpus"
	"resumebot/internal/terminal"
)

// progressAfter is how long work may take unannounced.
const progressAfter = time.Second

// announce says of a résumé in PDF that the first reading takes longer, to who watches
// or to the log.
func (p *program) announce() {
	switch {
	case !corpus.Prepares(p.config.CorpusDir):
	case terminal.NewStyle(p.stderr, p.getenv).Live:
		fmt.Fprintln(p.stderr, "Preparing the PDF reader, once, about 5 seconds …")
	default:
		p.log.Info("the PDF reader is being prepared, once, for about 5 seconds")
	}
}

// progress returns a function that shows how far work is, as a bar on standard
// error once it takes long and if somebody watches there, and one that removes
// the bar.
func (p *program) progress(what string) (step func(done, total int), finish func()) {
	if !terminal.NewStyle(p.stderr, p.getenv).Live {
		return nil, func() {}
	}
	start := time.Now()
	var bar *progressbar.ProgressBar
	step = func(done, total int) {
		if bar == nil && time.Since(start) < progressAfter {
			return
		}
		if bar == nil {
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(p.stderr),
				progressbar.OptionSetDescription(what), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
		}
		_ = bar.Set(done)
	}
	return step, func() {
		if bar != nil {
			_ = bar.Finish()
		}
	}
}
