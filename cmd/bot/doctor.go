package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"resumebot/internal/corpus"
	"resumebot/internal/llm"
)

// finding is what doctor says of one part: its state, and what to do about it.
type finding struct {
	part, state string
	advice      string // "" where nothing needs doing
	fatal       bool   // no answers without it
}

// doctor shows each setting and each outside part. It ends in an error if
// something is missing without which no question can be answered.
func doctor(ctx context.Context, p *program, args []string) error {
	if err := p.parseNone(p.flagSet("doctor"), args); err != nil {
		return err
	}
	t := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "SETTING\tVALUE\tFROM")
	for _, s := range settings() {
		fmt.Fprintf(t, "%s\t%s\t%s\n", s.name, p.values.shown(s), p.values.origin[s.name])
	}
	fmt.Fprintln(t, "\nPART\tFOUND\tTO DO")
	fatal := 0
	inDiscord := p.examineDiscord(ctx)
	for _, f := range append(p.examine(ctx), inDiscord...) {
		fmt.Fprintf(t, "%s\t%s\t%s\n", f.part, f.state, cmp.Or(f.advice, "–"))
		if f.fatal {
			fatal++
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(p.stdout, "\nNext for Discord: "+nextStep(inDiscord)); err != nil {
		return err
	}
	if fatal > 0 {
		return fmt.Errorf("doctor: no question can be answered: see what to do for %s", plural(fatal, "part"))
	}
	return nil
}

// examine looks at all parts but Discord.
func (p *program) examine(ctx context.Context) []finding {
	list := []finding{{part: "program", state: buildVersion()}}
	for _, name := range p.values.unknown {
		list = append(list, finding{part: envFile, state: name + " is no setting of this program", advice: "look for a typing error (bot help lists the settings)"})
	}
	if len(p.values.exposed) > 0 {
		list = append(list, finding{part: envFile, state: "can be read by other users and holds " + strings.Join(p.values.exposed, ", "), advice: "chmod 600 " + envFile})
	}
	list = append(list, p.examineCorpus()...)
	list = append(list, p.examineData(), p.examineStore(ctx), p.examineEmbedder(ctx))
	return append(list, p.examineModel(ctx)...)
}

func (p *program) examineCorpus() []finding {
	p.announce()
	document, problems, err := corpus.Load(p.config.CorpusDir, p.config.ShowContact.hidden(true)...)
	var list []finding
	for _, problem := range problems {
		list = append(list, finding{part: "résumé file", state: problem.Error(), advice: "mend the file or remove it"})
	}
	if err != nil {
		return append(list, finding{part: "résumé", state: err.Error(), advice: "put the files there or set CORPUS_DIR", fatal: true})
	}
	for _, o := range document.Orders {
		list = append(list, finding{part: "résumé line", state: o.Problem().Error(), advice: "delete the line, or put it as what was done"})
	}
	state := fmt.Sprintf("%s: %s, %s, %s", cmp.Or(document.Person.Name, "nobody's name"), plural(len(document.Files), "file"),
		plural(len(document.Entries), "entry"), plural(len(document.Passages), "passage"))
	advice := ""
	if document.Person.Name == "" {
		advice = "put the name on the first line"
	}
	return append(list, finding{part: "résumé", state: state, advice: advice})
}

func (p *program) examineData() finding {
	f := finding{part: "data folder", state: p.config.DataDir + " can be written"}
	err := os.MkdirAll(p.config.DataDir, 0o700)
	if err == nil {
		var probe *os.File
		if probe, err = os.CreateTemp(p.config.DataDir, "doctor-*"); err == nil {
			_, err = probe.Write(make([]byte, 64<<10)) // a full disk makes empty files
			err = errors.Join(err, probe.Close(), os.Remove(probe.Name()))
		}
	}
	if err != nil {
		f.state, f.advice = err.Error(), "make it writable, make room on the disk or set DATA_DIR; until then the index is made anew at each start"
	}
	return f
}

func (p *program) examineEmbedder(ctx context.Context) finding {
	f := finding{part: "embedding"}
	e, err := p.embedder(ctx)
	var server *llm.Error
	switch {
	case errors.As(err, &server):
		f.state, f.advice = err.Error(), server.Hint()+"; until then the built-in encoder is used"
		return f
	case err != nil:
		f.state, f.advice, f.fatal = err.Error(), "check EMBED_BASE_URL and EMBED_MODEL, or unset both", true
		return f
	}
	where := "built in"
	if p.config.EmbedBaseURL != "" {
		where = "server"
	}
	f.state = fmt.Sprintf("%s, %d dimensions, %s", e.Name(), e.Dimensions(), where)
	return f
}
