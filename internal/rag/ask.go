package rag

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"resumebot/internal/index"
	"resumebot/internal/rag/question"
	"resumebot/internal/rag/quote"
	"resumebot/internal/rag/translate"
)

// mostHits is how many chunks a search brings up.
const mostHits = 60

// Ask answers a question. emit, if not nil, is called with the answer so far
// each time that it changes. The error is that of ctx, after whose end nothing
// more is released, or about an index that cannot be searched. A failing model is
// no error, nor is a failing embedding server: the built-in reader answers, the
// search goes by words alone, and the answer is marked degraded.
func (e *Engine) Ask(ctx context.Context, q Question, emit func(Answer)) (Answer, error) {
	asked := q.Text
	q.Text = plainQuestion(q.Text)
	var a Answer
	var err error
	foreign := false
	var l translate.Language
	if e.model != nil {
		l, foreign = translate.Of(q.Text)
	}
	if foreign {
		a, err = e.askIn(ctx, l, q, emit)
	} else {
		a, err = e.ask(ctx, q, emit)
	}
	a.Question = asked
	return a, err
}

// ask answers a question in English.
func (e *Engine) ask(ctx context.Context, q Question, emit func(Answer)) (Answer, error) {
	start := time.Now()
	a := Answer{Question: q.Text, Status: OffTopic, Model: Readers{Embed: e.index.Embedder()}}
	s := &sheet{document: e.document, answer: &a, emit: emit}
	if text := cmp.Or(e.oddLines(q.Text), e.smallTalk(q.Text)); text != "" {
		if ctx.Err() == nil {
			s.put(line{text: text})
		}
		a.finish(start)
		return a, ctx.Err()
	}
	said := q.History
	q.History = e.recent(said)
	q = e.heeded(q)
	f, err := e.find(ctx, q, &a)
	if err != nil {
		return Answer{}, err
	}
	s.hits = f.hits
	a.Retrieved = e.retrieved(f.hits)
	own := e.quoted(f)
	if own.status != Answered && e.withholds(f) {
		own = draft{status: Private, lines: []line{{text: withheldText}}}
	}
	done := false
	if !f.refused {
		if done, err = e.withModel(ctx, f, q, own, s); err != nil {
			return a, err
		}
	}
	if !done {
		s.show(own)
	}
	if ctx.Err() == nil {
		a.Suggestions = e.suggest(Question{Text: q.Text, History: said}, s.passages())
	}
	a.finish(start)
	return a, ctx.Err()
}

// found is what was understood and found for a message before anything is read.
type found struct {
	queries []*question.Query
	each    [][]index.Hit // per query
	hits    []index.Hit   // of all queries, best first
	unknown []string      // names in it that the résumé does not have
	refused bool          // it takes such a name for granted
}

// find understands a message and searches for each question that it holds.
func (e *Engine) find(ctx context.Context, q Question, a *Answer) (found, error) {
	if err := ctx.Err(); err != nil {
		return found{}, err
	}
	began := time.Now()
	f := found{queries: e.parser.Parse(q.Text, q.History)}
	a.Timing.Understand = since(began)
	for _, query := range f.queries {
		began = time.Now()
		vector, err := e.index.Embed(ctx, query.SearchText())
		a.Timing.Embed += since(began)
		search := index.Query{Text: query.SearchText(), Keys: query.Keys(), Vector: vector}
		switch {
		case ctx.Err() != nil:
			return found{}, ctx.Err()
		case err != nil:
			e.log.Warn("embedding failed", slog.Any("err", err))
			a.degrade("the embedding server failed, so the résumé was searched by words alone", err)
			search.Text = ""
		}
		began = time.Now()
		hits, err := e.index.Search(ctx, search, mostHits)
		if err != nil {
			return found{}, err
		}
		a.Timing.Search += since(began)
		f.each = append(f.each, hits)
		f.hits = append(f.hits, hits...)
		f.unknown = append(f.unknown, query.Lacks...)
		f.refused = f.refused || len(f.queries) == 1 && e.parser.Presumes(query)
	}
	if len(f.queries) > 1 {
		slices.SortStableFunc(f.hits, func(a, b index.Hit) int { return cmp.Compare(b.Score, a.Score) })
	}
	return f, nil
}

// retrieved are the raw texts of the passages that search brought up, a computed
// one with those that it rests on.
func (e *Engine) retrieved(hits []index.Hit) []string {
	const most = 8
	var out []string
	for _, h := range hits[:min(most, len(hits))] {
		text := h.Chunk.Raw
		for _, p := range h.Chunk.Passages {
			for _, from := range e.document.Passages[p].From {
				text += "\n" + e.document.Passages[from].Raw
			}
		}
		out = append(out, text)
	}
	return out
}

// withModel lets the model answer where there is one that can. It reports whether
// the answer stands; if not, the built-in reader's is to be shown. The error is
// that of ctx.
func (e *Engine) withModel(ctx context.Context, f found, q Question, own draft, s *sheet) (done bool, err error) {
	if e.model == nil {
		return false, nil
	}
	if ok, reason := e.model.Ready(); !ok {
		if reason != "" {
			s.answer.degrade(reason+", so this is in the résumé’s own words", nil)
		}
		return false, nil
	}
	release, err := q.admit(ctx)
	if err != nil {
		s.answer.degrade(err.Error(), nil)
		return false, ctx.Err()
	}
	defer release()
	if e.trust.Weak() && (own.status == Answered || own.status == Closest) {
		return true, e.withWeakModel(ctx, f, q, own, s)
	}
	notStated, err := e.readWithModel(ctx, f, q, s)
	if err == nil && s.shown() > 0 {
		notStated = s.withdraw(e.doubt(f, s))
	}
	if err == nil && s.shown() > 0 && own.status != Answered && !e.confirmed(ctx, f, q, s) {
		s.introduce() // nobody is sure that this is what was asked for
	}
	return e.settle(ctx, s, own, notStated, err)
}

// withWeakModel shows the built-in answer, or the lines that come closest, at once and
// replaces it only by one of the model that passed the check whole. That such a model has
// nothing to say, or nothing true, tells nothing of the résumé.
func (e *Engine) withWeakModel(ctx context.Context, f found, q Question, own draft, s *sheet) error {
	s.show(own)
	a := *s.answer
	a.Sources = nil
	hidden := &sheet{document: e.document, answer: &a, hits: s.hits, hidden: true}
	if _, err := e.readWithModel(ctx, f, q, hidden); err != nil || ctx.Err() != nil {
		return ctx.Err()
	}
	s.answer.Timing, s.answer.PromptTokens = a.Timing, a.PromptTokens
	hidden.noteDropped()
	if hidden.shown() == 0 || e.doubt(f, hidden) != "" || slices.ContainsFunc(a.Dropped, func(d Dropped) bool { return !d.Repaired }) ||
		own.status != Answered && !e.confirmed(ctx, f, q, hidden) {
		s.answer.Dropped = a.Dropped
		return ctx.Err()
	}
	a.Status, a.Model.Chat = Answered, e.model.Model()
	*s.answer, s.slots = a, hidden.slots
	s.publish()
	return nil
}

// settle ends an answer that the model has read: it stands where a sentence was
// shown or the model said that the résumé does not tell.
func (e *Engine) settle(ctx context.Context, s *sheet, own draft, notStated bool, err error) (done bool, _ error) {
	s.noteDropped()
	a := s.answer
	if ctx.Err() != nil {
		return true, ctx.Err()
	}
	if err != nil {
		e.log.Warn("model failed", slog.Any("err", err))
	}
	if s.shown() > 0 || notStated {
		a.Model.Chat = e.model.Model()
	}
	switch {
	case err != nil && s.shown() > 0:
		a.degrade("the language model broke off", err)
		a.Status = Answered
	case err != nil:
		a.degrade("the language model failed, so this is in the résumé’s own words", err)
		return false, nil
	case s.shown() > 0:
		a.Status = Answered
		if s.introduced {
			a.Status = Closest
		}
	case notStated && own.status == Private:
		return false, nil
	case notStated:
		a.Status = NotStated
		s.put(line{text: unsaid})
	default:
		e.noteTrust(false)
		a.degrade("nothing the language model wrote could be verified", nil)
		if own.status == Private {
			return false, nil
		}
		if own.status != Answered { // the model had the lines too and said something else
			a.Status = NotStated
			s.put(line{text: unsaid})
			return true, nil
		}
		s.show(own.doubted())
		return true, nil
	}
	return true, nil
}

// unsaid is the answer where there is none.
const unsaid = "The résumé doesn’t say."

// draft is an answer of the built-in reader.
type draft struct {
	status Status
	lines  []line
}

// doubted is an answer whose lines are only said to be what the résumé has.
func (d draft) doubted() draft {
	d.status = Closest
	d.lines = append([]line{{text: quote.Introduction, passages: d.lines[0].passages}}, d.lines...)
	if second := &d.lines[1]; len(d.lines) == 2 {
		second.item = true
	}
	return d
}

// quoted lets the built-in reader answer each question of a message.
func (e *Engine) quoted(f found) draft {
	out := draft{status: NotStated}
	rank := map[Status]int{NotStated: 0, Closest: 1, Answered: 2}
	silent := false
	for i, q := range f.queries {
		a := e.quotes.Read(q, f.each[i], len(f.queries))
		status := map[quote.Ending]Status{quote.NotStated: NotStated, quote.Closest: Closest, quote.Answered: Answered}[a.Ending]
		silent = silent || status == NotStated
		switch {
		case rank[status] < rank[out.status] && out.status == Answered:
			continue
		case rank[status] > rank[out.status]:
			if out.status = status; status == Answered {
				out.lines = nil // what only bears on another part
			}
		}
		out.lines = append(out.lines, fresh(a.Lines, out.lines)...)
	}
	switch {
	case out.lines == nil:
		out.lines = []line{{text: unsaid}}
		if len(f.queries) > 0 {
			if l, other := translate.Of(f.queries[0].Text); other {
				out.lines[0].text = l.Says("refusal")
			}
		}
	case silent && out.status != NotStated:
		out.lines = append(out.lines, line{text: "The résumé doesn’t say the rest.", passages: out.lines[0].passages})
	}
	return out
}

// fresh are the lines that were not said yet. The lead of a list is said again where
// another line stood in between, or its items would be told of what that one leads.
func fresh(lines []quote.Line, said []line) []line {
	var out []line
	have := func(text string) bool {
		same := func(l line) bool { return l.text == text }
		return slices.ContainsFunc(said, same) || slices.ContainsFunc(out, same)
	}
	var lead *quote.Line
	for i := range lines {
		l := &lines[i]
		switch {
		case !l.Item && i+1 < len(lines) && lines[i+1].Item && strings.HasSuffix(l.Text, ":"):
			lead = l
			continue
		case !l.Item:
			lead = nil
		}
		if have(l.Text) {
			continue
		}
		if lead != nil {
			out, lead = append(out, line{text: lead.Text, passages: lead.Passages}), nil
		}
		out = append(out, line{text: l.Text, passages: l.Passages, item: l.Item})
	}
	return out
}

// smallTalk answers what is said to the bot and not asked about the person; "" for
// a question.
func (e *Engine) smallTalk(text string) string {
	who := e.who()
	switch e.parser.TalkOf(text) {
	case question.Thanks:
		return fmt.Sprintf("You’re welcome. Ask me anything else about %s’s résumé.", who)
	case question.Greeting:
		return fmt.Sprintf("Hello! Ask me about %s’s work, skills or education.", who)
	case question.Goodbye:
		return "Goodbye!"
	case question.AboutBot:
		text := fmt.Sprintf("I am a program that answers questions about %s from the résumé and names the lines each answer rests on.", who)
		if len(e.suggests) > 0 {
			text += " You could ask: “" + e.suggests[0].text + "”"
		}
		return text
	case question.Verdict:
		return fmt.Sprintf("I only tell what %s’s résumé says. Whether that makes the right person is for you to judge.", who)
	case question.Order, question.Nonsense:
		return fmt.Sprintf("I only answer questions about %s’s résumé.", who)
	}
	return ""
}

// heeded is a question without what in it and in the turns before it tells the bot
// to do something else than to answer about the person.
func (e *Engine) heeded(q Question) Question {
	q.Text = e.parser.Asked(q.Text)
	var turns []Turn
	for _, t := range q.History {
		if talk := e.parser.TalkOf(t.Question); talk != question.Order && talk != question.Verdict {
			t.Question = e.parser.Asked(t.Question)
			turns = append(turns, t)
		}
	}
	q.History = turns
	return q
}

func (q *Question) admit(ctx context.Context) (release func(), err error) {
	if q.Admit == nil {
		return func() {}, nil
	}
	return q.Admit(ctx)
}

func since(t time.Time) float64 { return float64(time.Since(t).Microseconds()) / 1000 }
