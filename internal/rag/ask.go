package rag

import (
	"cmp"
	"context"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"time"

	"resumebot/internal/index"
	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// maxQuestion is how many characters of a question are read.
const maxQuestion = 1000

// retrieveK is how many chunks are looked at.
const retrieveK = 24

// Ask answers a question. emit, if not nil, is called with the answer so far
// each time a checked sentence is released; sentences once released stay. The
// error is that of ctx, after whose end nothing more is released, or about an
// index that cannot be searched. A failing model is no error, nor is a failing
// embedding server: the résumé's own words are used, the search goes by words
// alone, and the answer is marked degraded.
func (e *Engine) Ask(ctx context.Context, question Question, emit func(Answer)) (Answer, error) {
	if r := []rune(question.Text); len(r) > maxQuestion {
		question.Text = string(r[:maxQuestion])
	}
	if e.Writer != nil {
		if l, ok := languageOf(question.Text); ok {
			return e.askIn(ctx, l, question, emit)
		}
	}
	return e.ask(ctx, question, emit)
}

// ask answers a question in English.
func (e *Engine) ask(ctx context.Context, question Question, emit func(Answer)) (Answer, error) {
	start := time.Now()
	a := Answer{Question: question.Text, Model: Model{Embed: e.Index.Embedder()}, Degraded: e.Offline != "", DegradedReason: e.Offline}
	found, err := e.findAll(ctx, question, &a.Timing)
	if err != nil {
		return Answer{}, err
	}
	if found.blind != nil {
		a.degrade("the embedding server failed, so the résumé was searched by words alone", found.blind)
	}
	passages := e.passagesFor(found.own, found.hits)
	for _, c := range passages {
		a.Retrieved = append(a.Retrieved, c.Raw)
	}
	r := &release{engine: e, answer: &a, hits: found.hits, emit: emit}
	a.Status = found.own.status
	if e.Writer != nil && found.own.status == Answered {
		if release, err := question.admit(ctx); err != nil {
			a.degrade(err.Error(), nil)
		} else {
			e.write(ctx, found.query, found.own, passages, r)
			release()
		}
	}
	step := time.Now()
	if len(a.Sentences) == 0 && ctx.Err() == nil {
		for _, l := range found.own.lines {
			r.add(l)
		}
	}
	a.Timing.Check += since(step)
	if ctx.Err() == nil {
		a.Suggestions = e.suggest(question, r.cited)
	}
	a.finish()
	a.Timing.Total = since(start)
	return a, ctx.Err()
}

// found is what was understood and found for a message before anything is
// written.
type found struct {
	query *query
	hits  []index.Hit
	own   draft // the answer in the résumé's own words
	blind error // why there was no vector to search by; nil if there was
}

// findAll answers each question of a message in the résumé's own words and
// joins the answers. A part is understood with the parts before it as turns.
func (e *Engine) findAll(ctx context.Context, question Question, timing *Timing) (found, error) {
	var all found
	var drafts []draft
	history := question.History
	hint := hint{pronoun: e.pronounFor(question)}
	parts, statements := split(question.Text)
	var said []Turn // the statements that the questions may lean on
	for _, s := range statements {
		if q := e.read(s); hasHard(q) && !e.isOrder(q, talk()) && !ordering.MatchString(s) {
			said = append(said, Turn{Question: s})
		}
	}
	for _, part := range parts {
		before := history
		if needsStatement(part) {
			before = slices.Concat(history, said)
		}
		one, err := e.find(ctx, Question{Text: part, History: before}, hint, timing)
		if err != nil {
			return found{}, err
		}
		if n := len(drafts); n > 0 && drafts[n-1].status == NotStated && one.query.refersBack() && one.own.status == Answered {
			one.own = e.notStated(one.query, nil) // "… and what was her role there?"
		}
		if all.query == nil {
			all.query = one.query
		} else if one.query.bare && (one.query.asked == 0 || len(hint.entries) != 1 && one.own.status == NotStated) {
			continue // "… and when?", "How well?": the answer before has it
		}
		all.hits = append(all.hits, one.hits...)
		all.blind = cmp.Or(all.blind, one.blind)
		drafts = append(drafts, one.own)
		hint.entries = e.entriesTold(one.own)
		history = append(slices.Clip(history), Turn{Question: part})
	}
	all.own = joined(drafts)
	all.query.text = question.Text
	return all, nil
}

// needsStatement tells whether a question needs what was stated beside it: it has a
// pronoun for a thing, or hardly a word: "Has he got that?", "Which?".
func needsStatement(question string) bool {
	words := wordsOf(question)
	return len(words) <= 2 || slices.ContainsFunc(words, func(w string) bool { return thingPronouns[w] && w != "they" })
}

// ordering tells the bot what to say or to be.
var ordering = regexp.MustCompile(`(?i)\b(?:from now on|say that|pretend|ignore|act as|you are now|assume|imagine|suppose)\b`)

// hint is what the rest of a message tells about one of its questions.
type hint struct {
	pronoun string // of the person
	entries []int  // that the answer to the question before was about
}

// entriesTold are the entries whose passages an answer rests on.
func (e *Engine) entriesTold(d draft) []int {
	var out []int
	for _, l := range d.lines {
		for _, p := range l.passages {
			if i := e.Document.Passages[p].Entry; i >= 0 && d.status == Answered && !slices.Contains(out, i) {
				out = append(out, i)
			}
		}
	}
	return out
}

// find answers one question.
func (e *Engine) find(ctx context.Context, question Question, h hint, timing *Timing) (found, error) {
	if err := ctx.Err(); err != nil {
		return found{}, err
	}
	step := time.Now()
	q := e.read(question.Text)
	q.bare = !hasHard(q) && len(q.words) < 3
	if len(h.entries) == 1 && len(q.named) == 0 && q.leans() {
		q.focus, q.carried = h.entries, true
	} else {
		e.carry(q, question.History)
	}
	q.pronoun = h.pronoun
	timing.Understand += since(step)
	step = time.Now()
	search := e.searchQuery(q)
	vector, blind := e.Index.Embed(ctx, search.Text)
	switch {
	case ctx.Err() != nil:
		return found{}, ctx.Err()
	case blind != nil:
		e.Logger.Warn("embedding failed", slog.Any("err", blind))
		search.Text = ""
	}
	search.Vector = vector
	timing.Embed += since(step)
	step = time.Now()
	hits, err := e.Index.Search(ctx, search, retrieveK)
	if err != nil {
		return found{}, err
	}
	timing.Search += since(step)
	step = time.Now()
	own := e.ownWords(q, hits)
	timing.Understand += since(step)
	return found{query: q, hits: hits, own: own, blind: blind}, nil
}

func (q *Question) admit(ctx context.Context) (release func(), err error) {
	if q.Admit == nil {
		return func() {}, nil
	}
	return q.Admit(ctx)
}

func since(t time.Time) float64 { return float64(time.Since(t).Microseconds()) / 1000 }

// finish renders the text and makes empty lists of nil ones, so that the JSON
// form has no nulls.
func (a *Answer) finish() {
	a.Text = render(a.Sentences)
	if a.Sentences == nil {
		a.Sentences = []Sentence{}
	}
	if a.Sources == nil {
		a.Sources = []Source{}
	}
	if a.Suggestions == nil {
		a.Suggestions = []string{}
	}
	if a.Dropped == nil {
		a.Dropped = []Dropped{}
	}
}

// ownWords decides whether the résumé answers the question and writes the answer
// in its own words.
func (e *Engine) ownWords(q *query, hits []index.Hit) draft {
	return e.affirm(q, e.facts(q, hits))
}

// facts tries what is known in types before what was found by search.
func (e *Engine) facts(q *query, hits []index.Hit) draft {
	if d, ok := e.curated(q, hits); ok {
		return d
	}
	if d, ok := e.smallTalk(q); ok {
		return d
	}
	if p, ok := e.privateFor(q); ok && len(hits) > 0 && !e.betterPublic(q, p, hits) {
		return e.privateAnswer()
	}
	for _, fact := range []func(*query) (draft, bool){
		e.unheld, e.contact, e.presumed, e.achievements, e.native, e.places, e.coursework, e.chronology, e.identity, e.highest, e.count, e.quantity, e.whole, e.groupSkills, e.allSkills, e.years, e.earlier,
		e.entry, e.bySection, e.ofKind, e.byGroup, e.listing,
	} {
		if d, ok := fact(q); ok {
			if d.status == Private {
				return e.privateAnswer()
			}
			if len(d.lines) > 0 {
				return d
			}
		}
	}
	q.promote()
	return e.generic(q, hits)
}

// presumed stops questions that take an employer or school for granted that the
// résumé does not have.
func (e *Engine) presumed(q *query) (draft, bool) {
	name := e.falseEmployer(q)
	if name == "" {
		return draft{}, false
	}
	if p := e.toldWorkedAt(name); p >= 0 && len(e.things(q)) == 1 {
		d := draft{status: Answered}
		d.say(e.excerpt(q, e.tell(q, &d, p), factLimit), p)
		return d, true
	}
	var near []int
	if named, _, _ := e.names.Find(lexicon.Tokens(name), nil); len(named) > 0 {
		for _, i := range named[:min(2, len(named))] {
			near = append(near, e.cite(i)...) // known, but not as an employer
		}
		return e.notStated(q, near), true
	}
	if work := e.entriesOf("work"); len(work) > 0 {
		near = e.cite(work[0])
	}
	return e.notStated(q, near), true
}

// betterPublic tells whether a passage that may be shown covers the question
// better than the private one.
func (e *Engine) betterPublic(q *query, private int, hits []index.Hit) bool {
	limit := e.support(q, private)
	for _, h := range hits[:min(5, len(hits))] {
		for _, p := range h.Chunk.Passages {
			if !h.Chunk.Private && e.support(q, p) > limit {
				return true
			}
		}
	}
	return false
}

// curated answers with the owner's own answer where it was written for the same
// question.
func (e *Engine) curated(q *query, hits []index.Hit) (draft, bool) {
	for _, h := range hits[:min(3, len(hits))] {
		for _, p := range h.Chunk.Passages {
			pass := &e.Document.Passages[p]
			if pass.Asked != "" && (h.Cosine > 0.75 || sameQuestion(e.contentStems(pass.Asked), e.contentStems(q.text))) {
				return draft{status: Answered, lines: []line{{text: sentence(pass.Body), passages: []int{p}}}}, true
			}
		}
	}
	return draft{}, false
}

func sameQuestion(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	for _, s := range a {
		if !slices.Contains(b, s) {
			return false
		}
	}
	return len(b) <= len(a)+1
}

// passagesFor orders the chunks that the writer gets: those the facts rest on
// first, then the best of the search.
func (e *Engine) passagesFor(d draft, hits []index.Hit) []*index.Chunk {
	const most = 8
	var out []*index.Chunk
	add := func(c *index.Chunk) {
		if !c.Private && len(out) < most && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	if d.status == Answered {
		for _, l := range d.lines {
			for _, p := range l.passages {
				add(e.Index.ChunkOf(p))
			}
		}
	}
	for _, h := range hits {
		add(h.Chunk)
	}
	return out
}

// release numbers the sources and lets sentences out.
type release struct {
	engine *Engine
	answer *Answer
	hits   []index.Hit
	emit   func(Answer)
	cited  []int // passages that released sentences rest on
}

func (r *release) add(l line) {
	s := Sentence{Text: strings.TrimSpace(l.text), Item: l.item, Citations: []int{}}
	if s.Text == "" {
		return
	}
	for _, p := range l.passages {
		if id := r.source(p); !slices.Contains(s.Citations, id) {
			s.Citations = append(s.Citations, id)
		}
		r.cited = append(r.cited, p)
	}
	slices.Sort(s.Citations)
	r.answer.Sentences = append(r.answer.Sentences, s)
	if r.emit != nil {
		so := *r.answer
		so.Sentences = slices.Clone(so.Sentences)
		so.Sources = slices.Clone(so.Sources)
		so.finish()
		r.emit(so)
	}
}

// source returns the number of a passage among the sources, adding it.
func (r *release) source(passage int) int {
	p := &r.engine.Document.Passages[passage]
	for _, s := range r.answer.Sources {
		if s.Path == p.Source.Path && s.StartLine == p.Source.Start && s.EndLine == p.Source.End && s.Page == p.Source.Page && s.Text == p.Text() {
			return s.ID
		}
	}
	score := 0.0
	chunk := r.engine.Index.ChunkOf(passage)
	for _, h := range r.hits {
		if h.Chunk == chunk {
			score = h.Score
		}
	}
	id := len(r.answer.Sources) + 1
	heading := p.Heading
	if heading == nil {
		heading = []string{}
	}
	r.answer.Sources = append(r.answer.Sources, Source{
		ID: id, Path: p.Source.Path, StartLine: p.Source.Start, EndLine: p.Source.End, Page: p.Source.Page,
		Heading: heading, Text: p.Text(), Score: score, Owner: p.Kind == resume.PassageCurated,
	})
	return id
}
