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
)

// retrieveK is how many chunks are looked at.
const retrieveK = 24

// Ask answers a question. emit, if not nil, is called with the answer so far
// each time a checked sentence is released; sentences once released stay. The
// error is that of ctx, after whose end nothing more is released, or about an
// index that cannot be searched. A failing model is no error, nor is a failing
// embedding server: the built-in reader answers, the search goes by words alone,
// and the answer is marked degraded.
func (e *Engine) Ask(ctx context.Context, question Question, emit func(Answer)) (Answer, error) {
	asked := question.Text
	question.Text = plainQuestion(question.Text)
	if e.Model != nil {
		if l, ok := languageOf(question.Text); ok {
			return e.askIn(ctx, l, question, emit)
		}
	}
	a, err := e.ask(ctx, question, emit)
	a.Question = asked
	return a, err
}

// ask answers a question in English.
func (e *Engine) ask(ctx context.Context, question Question, emit func(Answer)) (Answer, error) {
	start := time.Now()
	a := Answer{Question: question.Text, Model: Readers{Embed: e.Index.Embedder()}}
	f, err := e.findAll(ctx, question, &a.Timing)
	if err != nil {
		return Answer{}, err
	}
	if f.blind != nil {
		a.degrade("the embedding server failed, so the résumé was searched by words alone", f.blind)
	}
	a.Retrieved = e.retrieved(f.hits)
	s := &sheet{engine: e, answer: &a, hits: f.hits, emit: emit}
	a.Status = f.own.status
	switch done, err := e.withModel(ctx, f, question, s); {
	case err != nil:
		return Answer{}, err
	case !done:
		s.show(f.own)
	}
	if ctx.Err() == nil {
		a.Suggestions = e.suggest(question, s.passages())
	}
	a.finish()
	a.Timing.Total = since(start)
	return a, ctx.Err()
}

// withModel lets the model answer where there is one and the question is for it.
// It reports whether the answer stands; if not, the built-in reader's is to be
// shown. The error is that of ctx.
func (e *Engine) withModel(ctx context.Context, f found, question Question, s *sheet) (done bool, err error) {
	switch {
	case e.Model == nil, f.own.status == Private, f.own.status == OffTopic, f.refused:
		return false, nil
	}
	if ok, reason := e.Model.Ready(); !ok {
		s.answer.degrade(reason+", so this is in the résumé’s own words", nil)
		return false, nil
	}
	release, err := question.admit(ctx)
	if err != nil {
		s.answer.degrade(err.Error(), nil)
		return false, ctx.Err()
	}
	notStated, err := e.readWithModel(ctx, f, question, s)
	release()
	s.noteDropped()
	a := s.answer
	if ctx.Err() != nil {
		return true, ctx.Err()
	}
	if s.shown() > 0 || notStated {
		a.Model.Chat = e.Model.Model()
	}
	switch {
	case err != nil && s.shown() > 0:
		a.degrade("the language model broke off", err)
	case err != nil:
		a.degrade("the language model failed, so this is in the résumé’s own words", err)
		return false, nil
	case s.shown() > 0:
	case notStated:
		a.Status = NotStated
		s.put(line{text: unsaid})
		return true, nil
	default:
		a.degrade("nothing the language model wrote could be verified, so this is in the résumé’s own words", nil)
		return false, nil
	}
	a.Status = Answered
	return true, nil
}

// unsaid is the answer where there is none.
const unsaid = "The résumé doesn’t say."

// retrieved are the raw texts of the passages that search brought up.
func (e *Engine) retrieved(hits []index.Hit) []string {
	const most = 8
	var out []string
	for _, h := range hits {
		if len(out) < most && !h.Chunk.Private {
			out = append(out, h.Chunk.Raw)
		}
	}
	return out
}

// found is what was understood and found for a message before anything is
// written.
type found struct {
	query *query
	hits  []index.Hit
	own   draft // the answer in the résumé's own words
	blind error // why there was no vector to search by; nil if there was

	refused bool     // it takes for granted an employer or school that the résumé does not have
	unknown []string // names in it that the résumé does not have
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
		all.unknown = append(all.unknown, e.unknownNames(one.query)...)
		all.refused = all.refused || len(parts) == 1 && e.falseEmployer(one.query) != ""
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

// unknownNames are the names in a question that the résumé does not have.
func (e *Engine) unknownNames(q *query) []string {
	var out []string
	for _, t := range q.terms {
		if t.hard && !t.known && (isName(t) || strings.HasPrefix(t.Keys[0], "=")) && !e.isEnglish(q.tokens[t.Start]) {
			out = append(out, t.Text)
		}
	}
	return out
}
