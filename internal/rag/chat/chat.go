// Package chat is how the bot talks to a language model: what a conversation
// is made of and what a model must be able to do.
package chat

import "context"

// Model is a language model behind a server. It is used by many goroutines at once.
type Model interface {
	// Model names it; "" while the server has not told.
	Model() string
	// Ready tells whether a visitor may wait for it now; if not, the reason is a
	// part of a sentence for visitors: "the language model is still loading".
	Ready() (ok bool, reason string)
	// Context is how many tokens a prompt and its reply may have together.
	Context() int
	// Chat sends a conversation and calls emit with each piece of visible text.
	// An error from emit ends it.
	Chat(ctx context.Context, messages []Message, maxTokens int, emit func(string) error) (Reply, error)
}

// Message is one turn of a conversation with a model.
type Message struct {
	Role    string // "system", "user" or "assistant"
	Content string
}

// Reply tells of a reply besides its text.
type Reply struct {
	PromptTokens int  // as the server counts them, 0 where it does not
	Cut          bool // the text ends where its length was limited, not where the model ended it
}
