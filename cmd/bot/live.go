package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"resumebot/internal/corpus"
	"resumebot/internal/discord"
	"resumebot/internal/discordbot"
	"resumebot/internal/page"
	"resumebot/internal/rag"
	"resumebot/internal/resume"
	"resumebot/internal/store"
)

// watchEvery is how often the corpus is looked at. A change is taken in once two
// looks see the same, so within two seconds.
const watchEvery = 700 * time.Millisecond

// live is the résumé that answers, and its replacement when the files or the
// owner's answers change. It is the [discordbot.Library] of this program.
type live struct {
	p     *program
	store *store.Store

	reloading sync.Mutex
	now       atomic.Pointer[generation]

	timeline, skills picture
}

// A generation is one reading of the résumé.
type generation struct {
	reading              // what is told where others read along
	alone       *reading // what is told to somebody alone, where that is more
	fingerprint string
	at          time.Time
}

// A reading is a résumé with all that answers about it.
type reading struct {
	*indexed
	engine *rag.Engine
	pages  *page.Builder
}

// newLive reads the résumé for the first time.
func newLive(ctx context.Context, p *program, s *store.Store) (*live, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(gcAtStart))
	l := &live{p: p, store: s}
	g, _, err := l.read(ctx)
	if err != nil {
		return nil, err
	}
	l.goLive(g)
	return l, nil
}

// fingerprint changes with the files and with the day, for what is computed from
// dates holds for a day.
func (l *live) fingerprint() (string, error) {
	print, err := corpus.Fingerprint(l.p.config.CorpusDir)
	return print + time.Now().Format(time.DateOnly), err
}

// read makes a generation of what there is now. Problems are files that were
// left out.
func (l *live) read(ctx context.Context) (*generation, []resume.Problem, error) {
	g := &generation{at: time.Now()}
	var err error
	if g.fingerprint, err = l.fingerprint(); err != nil {
		return nil, nil, err
	}
	answers, err := l.store.ListCurated(ctx)
	if err != nil {
		l.p.log.Error("the owner's answers cannot be read", "err", err)
	}
	var curated []resume.Curated
	for _, a := range answers {
		curated = append(curated, resume.Curated{Question: a.Question, Answer: a.Answer, Date: a.At})
	}
	r, problems, err := l.readFor(ctx, false, curated)
	if err != nil {
		return nil, problems, err
	}
	g.reading = *r
	if l.p.config.ShowContact == contactsDirect {
		g.alone, _, err = l.readFor(ctx, true, curated)
	}
	return g, problems, err
}

// readFor reads the résumé for those who ask alone, or where others read along.
func (l *live) readFor(ctx context.Context, alone bool, curated []resume.Curated) (*reading, []resume.Problem, error) {
	document, problems, err := l.p.read(l.p.config.ShowContact.hidden(alone))
	if err != nil {
		return nil, problems, err
	}
	for _, o := range document.Orders {
		l.p.log.Warn("a line of the résumé is left out", "line", o.Problem())
	}
	part := ""
	if !alone && l.p.config.ShowContact == contactsDirect {
		part = "where others read along"
	}
	r := &reading{}
	if r.indexed, err = l.p.index(ctx, document.WithCurated(curated), part, false); err != nil {
		return nil, problems, err
	}
	r.pages = page.New(r.document, r.lexicon, time.Now)
	r.engine, err = l.p.engine(ctx, r.indexed)
	return r, problems, err
}

// of is the reading for somebody who asks alone, or where others read along.
func (g *generation) of(alone bool) *reading {
	if alone && g.alone != nil {
		return g.alone
	}
	return &g.reading
}

// goLive lets a generation answer from now on.
func (l *live) goLive(g *generation) {
	l.now.Store(g)
	l.p.warm(g.engine)
}

// Live is what answers now.
func (l *live) Live(alone bool) discordbot.Live {
	g := l.now.Load()
	r := g.of(alone)
	v := discordbot.Live{Asker: r.engine, Model: r.engine.Model(), Pages: r.pages, Person: r.document.Person.Name, Embed: r.index.Embedder(), Indexed: g.at, Withholds: len(r.document.Withheld) > 0}
	for _, f := range r.document.Files {
		v.Files = append(v.Files, f.Path)
	}
	return v
}

// Reload reads the résumé and the owner's answers again. A file that is broken
// now and was not before is an error: what was live stays.
func (l *live) Reload(ctx context.Context) (string, error) {
	l.reloading.Lock()
	defer l.reloading.Unlock()
	old := l.now.Load()
	g, problems, err := l.read(ctx)
	if err != nil && len(problems) > 0 {
		return "", problems[0] // the reason why nothing is left
	}
	if err != nil {
		return "", err
	}
	for _, p := range problems {
		for _, f := range old.document.Files {
			if f.Path == p.Path {
				return "", p
			}
		}
	}
	l.goLive(g)
	return fmt.Sprintf("%s, %s, %s, %s embedded anew", plural(len(g.document.Files), "file"), plural(len(g.document.Entries), "entry"),
		plural(g.report.Chunks, "chunk"), plural(g.report.Embedded, "text")) + g.unsure(), nil
}

// unsure says in short what of the résumé was not understood for certain; "" for
// nothing.
func (g *generation) unsure() string {
	const most = 3
	var told []string
	for _, u := range understand(g.document) {
		for _, x := range u.Doubts {
			told = append(told, "\n- "+u.Path+": "+x.said(u.Format))
		}
	}
	if len(told) == 0 {
		return ""
	}
	out := ". Not sure of " + plural(len(told), "place") + ":" + strings.Join(told[:min(len(told), most)], "")
	if len(told) > most {
		out += "\n- … (bot index shows all)"
	}
	return out
}

// watch takes in a changed résumé until ctx ends. A broken one is told to the
// owner once, and to the log.
func (l *live) watch(ctx context.Context, log *slog.Logger, tell func(context.Context, string)) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	before, refused := "", ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		print, err := l.fingerprint()
		if err != nil {
			print = err.Error()
		}
		settled := print == before
		before = print
		if !settled || print == l.now.Load().fingerprint || print == refused {
			continue
		}
		unsure := l.now.Load().unsure()
		summary, err := l.Reload(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			refused = print
			log.Error("the changed résumé cannot be used, the earlier one stays", "err", err)
			tell(ctx, "The résumé has changed but cannot be used, so I go on with the earlier one: "+err.Error())
			continue
		}
		switch now := l.now.Load().unsure(); {
		case refused != "":
			tell(ctx, "The résumé can be read again: "+summary)
		case now != "" && now != unsure:
			tell(ctx, "The résumé has changed, and I read it again: "+summary)
		}
		refused = ""
		log.Info("the résumé has changed", "now", summary)
	}
}

// Files are the résumé's files as visitors may have them.
func (l *live) Files(_ context.Context, alone bool) (files []discord.File, urls []string, err error) {
	r := l.now.Load().of(alone)
	for _, f := range r.document.Files {
		name, content := corpus.Handout(r.document, l.p.config.CorpusDir, f)
		files = append(files, discord.File{Name: name, ContentType: contentType(name), Description: "The résumé", Data: content})
	}
	return files, links(r.document), nil
}

// links are the addresses of the person's pages.
func links(d *resume.Document) []string {
	var out []string
	for _, c := range d.Person.Contacts {
		if strings.HasPrefix(c.URL, "http") {
			out = append(out, c.URL)
		}
	}
	return out
}

func contentType(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".pdf":
		return "application/pdf"
	case ".json":
		return "application/json"
	case ".yaml", ".yml":
		return "application/yaml"
	case ".docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ".xml":
		return "application/xml"
	case ".zip":
		return "application/zip"
	case ".rtf":
		return "application/rtf"
	case ".odt":
		return "application/vnd.oasis.opendocument.text"
	case ".html", ".htm":
		return "text/html; charset=utf-8"
	case ".md":
		return "text/markdown; charset=utf-8"
	}
	return "text/plain; charset=utf-8"
}
