package main

import (
	"cmp"
	"context"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"resumebot/internal/llm"
	"resumebot/internal/resume"
)

// trial is one real question for the model.
type trial struct {
	messages []llm.Message
	tokens   int                      // of the answer, at most
	cites    func(answer string) bool // as the messages ask for
}

// sampleTrial asks what one of two passages says, for an answer that cites it.
func sampleTrial() trial {
	return trial{
		messages: []llm.Message{
			{Role: "system", Content: "Answer in one sentence, from the numbered passages alone, and put the number of the passage it rests on in square brackets at its end.\n\n" +
				"[1] Harbour Lights, Bergen: keeps the accounts of four ferries.\n[2] University of Tromsø: studied marine biology."},
			{Role: "user", Content: "Question: Where did she study?"},
		},
		tokens: 60,
		cites:  func(answer string) bool { return strings.Contains(answer, "[2]") },
	}
}

// examineModel says in one line each what the chat model is, how soon it was
// loaded, how fast it writes, how much it holds, and whether it cites.
func (p *program) examineModel(ctx context.Context, t trial) []finding {
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
			return append([]finding{f}, p.tryModel(ctx, server, t)...)
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

// tryModel asks the model a question and says how it went.
func (p *program) tryModel(ctx context.Context, server *llm.Server, t trial) []finding {
	loading := finding{part: "its start"}
	begin := time.Now()
	if err := server.Load(ctx, t.messages[0].Content); err != nil {
		loading.state, loading.advice = err.Error(), cmp.Or(hint(err), "look at the server's own log")
		return []finding{loading}
	}
	took := time.Since(begin)
	loading.state = fmt.Sprintf("loaded in %.1f s", took.Seconds())
	if took > longStart {
		loading.advice = "start Ollama with OLLAMA_KEEP_ALIVE=-1: otherwise it unloads the model after five minutes without a question"
	}

	speed, citing := finding{part: "its speed"}, finding{part: "its citations", state: "cites as asked"}
	var answer strings.Builder
	var first time.Time
	reply, err := server.Chat(ctx, t.messages, t.tokens, func(text string) error {
		if first.IsZero() {
			first = time.Now()
		}
		answer.WriteString(text)
		return nil
	})
	if err != nil {
		citing.state, citing.advice = err.Error(), cmp.Or(hint(err), "look at the server's own log")
		return []finding{loading, p.examineContext(server), citing}
	}
	if speed.state = "not known: the answer came in one piece"; time.Since(first) > inOnePiece {
		speed.state = fmt.Sprintf("%.1f tokens a second", float64(reply.CompletionTokens)/time.Since(first).Seconds())
	}
	if !t.cites(answer.String()) {
		said := strings.Join(strings.Fields(answer.String()), " ")
		if r := []rune(said); len(r) > quotedAnswer {
			said = string(r[:quotedAnswer]) + "…"
		}
		citing.state = fmt.Sprintf("does not cite as asked: %q", said)
		citing.advice = "use a larger instruct model, such as qwen2.5:3b: what cites nothing is not shown"
	}
	return []finding{loading, speed, p.examineContext(server), citing}
}

const (
	// beside, in tokens, is what a request holds besides the résumé: the rules,
	// the turns before, the answer.
	beside = 1500
	// perPassage, in tokens, is its number and where it stands.
	perPassage = 8
	// runesPerToken is a low mean: résumés are full of names and numbers.
	runesPerToken = 3.5
	// inOnePiece is how soon after its first word an answer ends that was not
	// streamed, so that its speed is not known.
	inOnePiece = 20 * time.Millisecond
	// quotedAnswer, in characters, is what of a bad answer tells enough.
	quotedAnswer = 60
	// longStart is a start that visitors should not meet each time.
	longStart = 5 * time.Second
)

// examineContext says whether the whole résumé fits the model's context.
func (p *program) examineContext(server *llm.Server) finding {
	f := finding{part: "its context", state: fmt.Sprintf("%d tokens", server.Context())}
	document, _, err := resume.Load(p.config.CorpusDir)
	if err != nil {
		return f // said before
	}
	runes := 0
	for _, passage := range document.Passages {
		runes += utf8.RuneCountInString(passage.Text())
	}
	need := beside + perPassage*len(document.Passages) + int(float64(runes)/runesPerToken)
	if need <= server.Context() {
		f.state += ", enough for the whole résumé"
		return f
	}
	f.state += fmt.Sprintf(", where the whole résumé needs about %d", need)
	f.advice = fmt.Sprintf("start Ollama with OLLAMA_CONTEXT_LENGTH=%d (llama.cpp: -c %[1]d)", max(8192, 1<<bits.Len(uint(need))))
	if p.config.LLMContext > 0 {
		f.advice += " and unset LLM_CONTEXT"
	} else {
		f.advice += ", or set LLM_CONTEXT where the server has more than it tells"
	}
	return f
}
