package discordbot

import (
	"sync"
	"time"

	"resumebot/internal/rag"
)

// growing is what is shown of an answer before its end. Its methods may be called
// from several goroutines; once it has ended nothing more is shown.
type growing struct {
	b       *Bot
	inquiry *inquiry
	began   time.Time
	show    func(content string)

	mu    sync.Mutex
	last  rag.Answer
	ended bool
}

// grow shows what there is so far, unless the whole may still come at once.
func (g *growing) grow(a rag.Answer) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.last = a
	if time.Since(g.began) > streamAfter {
		g.display(g.b.content(g.inquiry, &a, ""))
	}
}

// late shows what came before it was time to, where nothing has come since.
func (g *growing) late() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.last.Sentences) > 0 {
		g.display(g.b.content(g.inquiry, &g.last, ""))
	}
}

// moved tells how many are ahead in the queue for the model.
func (g *growing) moved(ahead int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.ended {
		g.show(turnText(ahead))
	}
}

// display shows a part of the answer, and that there is more to come.
func (g *growing) display(text string) {
	if parts := split(text, maxContent-len(writing)-1); !g.ended && len(parts) > 0 {
		g.show(parts[0] + "\n" + writing)
	}
}

// end stops the showing and returns what was there last.
func (g *growing) end() rag.Answer {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ended = true
	return g.last
}
