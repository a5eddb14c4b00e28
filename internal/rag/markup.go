package rag

import (
	"strings"

	"resumebot/internal/lazyregexp"
)

// maxQuestion is how many characters of a question are read.
const maxQuestion = 1000

var (
	fenced     = lazyregexp.New("(?s)```.*?(?:```|$)")
	spoiler    = lazyregexp.New(`\|\|(.+?)\|\|`)
	chatMarkup = lazyregexp.New("(?m)\\*+|__+|~~|`|^\\s*(?:#{1,3}|>|-#)\\s+")
)

// plainQuestion is what a visitor asks without a chat's markup: a code block
// beside a question is left out, and marks of emphasis, spoilers and quotations.
func plainQuestion(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if r := []rune(text); len(r) > maxQuestion {
		text = string(r[:maxQuestion])
	}
	if rest := strings.TrimSpace(fenced.ReplaceAllString(text, " ")); rest != "" {
		text = rest
	}
	text = spoiler.ReplaceAllString(text, "$1")
	return strings.TrimSpace(chatMarkup.ReplaceAllString(text, ""))
}
