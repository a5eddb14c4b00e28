package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"resumebot/internal/discord"
	"resumebot/internal/page"
	"resumebot/internal/rag"
	"resumebot/internal/resume"
	"resumebot/internal/store"
	"resumebot/internal/timeline"
)

// watchEvery is how often the corpus is looked at. A change is taken in once two
// looks see the same, so within two seconds.
const watchEvery = 700 * time.Millisecond

// live is the résumé that answers, and its replacement when the files or the
// owner's answers change. It is the [discord.Library] of this program.
type live struct {
	p     *program
	store *store.Store

	reloading sync.Mutex
	now       atomic.Pointer[generation]
}

// A generation is one reading of the résumé.
type generation struct {
	*corpus
	engine      *rag.Engine
	pages       *page.Builder
	fingerprint string
	at          time.Time

	picture  sync.Mutex
	timeline discord.File
	drawn    string // the day the timeline was drawn for
}

// newLive reads the résumé for the first time.
func newLive(ctx context.Context, p *program, s *store.Store) (*live, error) {
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
	print, err := resume.Fingerprint(l.p.config.CorpusDir)
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
	document, problems, err := resume.Load(l.p.config.CorpusDir)
	if err != nil {
		return nil, problems, err
	}
	for _, o := range document.Orders {
		l.p.log.Warn("a line of the résumé is left out", "line", o.Problem())
	}
	answers, err := l.store.ListCurated(ctx)
	if err != nil {
		l.p.log.Error("the owner's answers cannot be read", "err", err)
	}
	var curated []resume.Curated
	for _, a := range answers {
		curated = append(curated, resume.Curated{Question: a.Question, Answer: a.Answer, Date: a.At})
	}
	if g.corpus, err = l.p.index(ctx, document.WithCurated(curated), false); err != nil {
		return nil, problems, err
	}
	g.pages = page.New(g.document, g.lexicon, time.Now)
	g.engine, err = l.p.engine(ctx, g.corpus)
	return g, problems, err
}

// goLive lets a generation answer from now on.
func (l *live) goLive(g *generation) {
	l.now.Store(g)
	l.p.warm(g.engine)
}

// Live is what answers now.
func (l *live) Live() discord.Live {
	g := l.now.Load()
	v := discord.Live{Asker: g.engine, Model: g.engine.Model(), Pages: g.pages, Person: g.document.Person.Name, Embed: g.index.Embedder(), Indexed: g.at}
	for _, f := range g.document.Files {
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
		plural(g.report.Chunks, "chunk"), plural(g.report.Embedded, "text")), nil
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
		if refused != "" {
			tell(ctx, "The résumé can be read again: "+summary)
		}
		refused = ""
		log.Info("the résumé has changed", "now", summary)
	}
}

// Timeline draws the résumé, once a day and generation.
func (l *live) Timeline(context.Context) (discord.File, error) {
	g := l.now.Load()
	g.picture.Lock()
	defer g.picture.Unlock()
	now := time.Now()
	if day := now.Format(time.DateOnly); g.drawn != day {
		png, alt, err := timeline.PNG(g.document, now)
		if err != nil {
			return discord.File{}, err
		}
		g.timeline = discord.File{Name: "timeline.png", ContentType: "image/png", Description: alt, Data: png}
		g.drawn = day
	}
	return g.timeline, nil
}

// Files are the résumé's files as visitors may have them. One with something
// private in it is left out, unless that can be cut out.
func (l *live) Files(context.Context) (files []discord.File, urls []string, err error) {
	g := l.now.Load()
	private := map[string]bool{}
	for _, p := range g.document.Passages {
		if p.Private {
			private[p.Source.Path] = true
		}
	}
	for _, f := range g.document.Files {
		data, err := os.ReadFile(filepath.Join(l.p.config.CorpusDir, filepath.FromSlash(f.Path)))
		if errors.Is(err, fs.ErrNotExist) {
			continue // removed a moment ago
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read résumé: %w", err)
		}
		if private[f.Path] {
			var ok bool
			if data, ok = resume.Public(f.Path, data); !ok {
				continue
			}
		}
		files = append(files, discord.File{Name: filepath.Base(f.Path), ContentType: contentType(f.Path), Description: "The résumé", Data: data})
	}
	return files, links(g.document), nil
}

// links are the addresses of the person's pages.
func links(d *resume.Document) []string {
	var out []string
	for _, c := range d.Person.Contacts {
		if strings.HasPrefix(c.URL, "http") && !d.Passages[c.Passage].Private {
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
	case ".docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ".md":
		return "text/markdown; charset=utf-8"
	}
	return "text/plain; charset=utf-8"
}
