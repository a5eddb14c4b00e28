package main

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"resumebot/internal/corpus"
	"resumebot/internal/llm"
	"resumebot/internal/rag"
	"resumebot/internal/resume"
)

// examineModel says in one line each what the chat model is, how soon it was
// loaded, how fast it writes, how much it holds, and whether it cites.
func (p *program) examineModel(ctx context.Context) []finding {
	server, err := p.findModel(ctx)
	f := finding{part: "chat model"}
	switch {
	case err != nil:
		f.state, f.advice, f.fatal = err.Error(), "mend the LLM_ settings", true
	case server == nil && p.config.LLMBaseURL == off:
		f.state = "off: answers are in the résumé's own words"
	case server == nil:
		f.state = cmp.Or(p.offline(), "none: no local Ollama with a chat model; answers are in the résumé's own words")
		f.advice = "for better prose: install Ollama and pull a chat model, or set LLM_BASE_URL"
	default:
		var usable bool
		if f, usable = p.examineServer(ctx, server); usable {
			return append([]finding{f}, p.tryModel(ctx, server)...)
		}
	}
	return []finding{f}
}

// examineServer says whether the server answers and has a model that chats; only
// then it is worth a trial.
func (p *program) examineServer(ctx context.Context, server *llm.Server) (f finding, usable bool) {
	f.part = "chat model"
	if err := server.Ping(ctx); err != nil {
		f.state, f.advice = err.Error(), cmp.Or(hint(err), "start the server; until then the résumé's own words are used")
		return f, false
	}
	f.state = fmt.Sprintf("%s at %s is reached", server.Model(), cmp.Or(p.config.LLMBaseURL, "a local Ollama"))
	models, err := server.Models(ctx)
	if err == nil && !slices.ContainsFunc(models, func(m string) bool {
		return m == server.Model() || strings.TrimSuffix(m, ":latest") == server.Model()
	}) {
		f.advice = "the server does not list this model: it has " + strings.Join(models[:min(5, len(models))], ", ")
	} else if !server.CanChat(ctx) {
		f.state += ", but embeds texts and cannot chat"
		f.advice = "set LLM_MODEL to a model that chats; this one may serve as EMBED_MODEL"
		return f, false
	}
	return f, true // llama.cpp takes any name
}

// trial is a server as an engine asks it that is put to the test. It notes how the
// first answer comes in.
type trial struct {
	*llm.Server
	assumed    int // tokens of context instead of the server's; 0 for its own
	asked      int // requests
	begin, end time.Time
	first      time.Time // word
	tokens     int       // of the answer
	answer     strings.Builder
}

func (t *trial) Ready() (ok bool, reason string) { return true, "" }

func (t *trial) Context() int { return cmp.Or(t.assumed, t.Server.Context()) }

func (t *trial) Chat(ctx context.Context, messages []llm.Message, maxTokens int, emit func(string) error) (llm.Reply, error) {
	if t.asked++; t.asked > 1 { // what is asked back is no measure
		return t.Server.Chat(ctx, messages, maxTokens, emit)
	}
	t.begin = time.Now()
	reply, err := t.Server.Chat(ctx, messages, maxTokens, func(text string) error {
		if t.first.IsZero() {
			t.first = time.Now()
		}
		t.answer.WriteString(text)
		return emit(text)
	})
	t.end, t.tokens = time.Now(), reply.CompletionTokens
	return reply, err
}

// tryModel has the model load, read the résumé and answer a question about it, all
// as for visitors, and says how it went.
func (p *program) tryModel(ctx context.Context, server *llm.Server) []finding {
	document, _, err := corpus.Load(p.config.CorpusDir, p.config.ShowContact.hidden(false)...)
	if err != nil {
		return nil // said before
	}
	t := &trial{Server: server}
	c, err := p.index(ctx, document, "", false)
	if err != nil {
		return []finding{{part: "its trial", state: err.Error(), advice: "see what to do for the embedding"}}
	}
	e, err := p.engineWith(c, t)
	if err != nil {
		return []finding{{part: "its trial", state: err.Error(), advice: "report this: it is a fault of the program"}}
	}
	start, ok := startModel(ctx, server, e)
	if !ok {
		return []finding{start}
	}
	citing := citations(ctx, e, t, questionFor(c.document))
	return []finding{start, t.speed(), p.examineContext(e, t), citing}
}

// startModel has the server load its model and read the résumé.
func startModel(ctx context.Context, server *llm.Server, e *rag.Engine) (f finding, ok bool) {
	f.part = "its start"
	prefix := sent(e.Prefix())
	begin := time.Now()
	err := server.Load(ctx, prefix[0].Content)
	took := time.Since(begin)
	if err == nil {
		prefix = sent(e.Prefix()) // as it fits the context that is known now
		_, err = server.Warm(ctx, prefix)
	}
	if err != nil {
		f.failed(err)
		return f, false
	}
	f.state = fmt.Sprintf("loaded in %.1f s, read the résumé in %.1f s", took.Seconds(), (time.Since(begin) - took).Seconds())
	if took > longStart {
		f.advice = "start Ollama with OLLAMA_KEEP_ALIVE=-1: otherwise it unloads the model after five minutes without a question"
	}
	return f, true
}

// failed notes the error of a request.
func (f *finding) failed(err error) {
	f.state, f.advice = err.Error(), cmp.Or(hint(err), "look at the server's own log")
}

// questionFor is a question that the résumé answers.
func questionFor(d *resume.Document) string {
	who := cmp.Or(d.Person.Name, "this person")
	for i := range d.Entries {
		if x := &d.Entries[i]; x.Kind == resume.EntryWork && x.Org != "" && len(x.Passages) > 0 {
			if x.Period.Present {
				return fmt.Sprintf("What does %s do at %s?", who, x.Org)
			}
			return fmt.Sprintf("What did %s do at %s?", who, x.Org)
		}
	}
	return fmt.Sprintf("What are %s’s skills?", who)
}

var cited = regexp.MustCompile(`\[\d+`)

// citations asks a question and says whether the answer cites the résumé so that
// it can be shown.
func citations(ctx context.Context, e *rag.Engine, t *trial, question string) finding {
	f := finding{part: "its citations"}
	a, err := e.Ask(ctx, rag.Question{Text: question}, nil)
	wrote := strings.Join(strings.Fields(t.answer.String()), " ")
	cites := cited.MatchString(wrote)
	if r := []rune(wrote); len(r) > quotedAnswer {
		wrote = string(r[:quotedAnswer]) + "…"
	}
	const larger = "use a larger instruct model, such as qwen2.5:3b: "
	switch {
	case err != nil || a.Cause != nil:
		f.failed(cmp.Or(err, a.Cause))
	case !cites:
		f.state, f.advice = fmt.Sprintf("does not cite as asked: to %q it wrote %q", question, wrote), larger+"what cites nothing is seldom shown"
	case a.Status != rag.Answered || a.Model.Chat == "":
		f.state, f.advice = fmt.Sprintf("cites, but not what the résumé says: to %q it wrote %q", question, wrote), larger+"what is not borne out is not shown"
		if len(a.Dropped) > 0 {
			f.state += " (" + a.Dropped[0].Reason + ")"
		}
	default:
		f.state = "cites as asked: " + plural(len(a.Sentences), "sentence") + " shown"
		if n := len(slices.DeleteFunc(a.Dropped, func(d rag.Dropped) bool { return d.Repaired })); n > 0 {
			f.state += fmt.Sprintf(", %d kept back", n)
		}
	}
	return f
}

const (
	// inOnePiece is how soon after its first word an answer ends that was not
	// streamed, so that its speed is not known.
	inOnePiece = 20 * time.Millisecond
	// quotedAnswer, in characters, is what of a bad answer tells enough.
	quotedAnswer = 60
	// longStart is a start that visitors should not meet each time.
	longStart = 5 * time.Second
	// smallContext and largeContext, in tokens, bound the contexts that servers
	// are started with.
	smallContext, largeContext = 8 << 10, 1 << 20
)

// speed says how fast the answer came.
func (t *trial) speed() finding {
	f := finding{part: "its speed", state: "not known: no answer came"}
	if t.first.IsZero() {
		return f
	}
	f.state = fmt.Sprintf("first word after %.1f s, then ", t.first.Sub(t.begin).Seconds())
	if took := t.end.Sub(t.first); took > inOnePiece {
		f.state += fmt.Sprintf("%.1f tokens a second", float64(t.tokens)/took.Seconds())
	} else {
		f.state += "all in one piece"
	}
	return f
}

// examineContext says whether the whole résumé fits the model's context, and if
// not, which would do.
func (p *program) examineContext(e *rag.Engine, t *trial) finding {
	f := finding{part: "its context", state: fmt.Sprintf("%d tokens", t.Server.Context())}
	have := prefixIn(e, t, t.Server.Context())
	whole := prefixIn(e, t, largeContext)
	if have == whole {
		f.state += ", enough for the whole résumé"
		return f
	}
	f.state += ", not enough for the whole résumé: the rest is searched for each question"
	enough := smallContext
	for enough < largeContext && prefixIn(e, t, enough) != whole {
		enough *= 2
	}
	f.advice = fmt.Sprintf("start Ollama with OLLAMA_CONTEXT_LENGTH=%d (llama.cpp: -c %[1]d)", enough)
	if p.config.LLMContext > 0 {
		f.advice += " and unset LLM_CONTEXT"
	} else {
		f.advice += ", or set LLM_CONTEXT where the server has more than it tells"
	}
	return f
}

// prefixIn is what conversations would begin with in a context of so many tokens.
func prefixIn(e *rag.Engine, t *trial, tokens int) string {
	t.assumed = tokens
	defer func() { t.assumed = 0 }()
	var text strings.Builder
	for _, m := range e.Prefix() {
		text.WriteString(m.Content)
	}
	return text.String()
}
