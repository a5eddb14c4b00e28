package rag

import (
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/question"
	"resumebot/internal/resume"
)

// withheldText is the answer to a question about what the owner keeps private.
const withheldText = "The owner of this résumé keeps that private. Please ask them directly."

// A topic is what the owner says that something private is on. That is all that is
// known of it here: whether a question is about it depends on the owner's words for
// it, not on what is hidden.
type topic [][]string // the keys of each of its words that tell something

// topicsOf reads the topics of a document; commas part several for one mark.
func topicsOf(doc *resume.Document, lex *lexicon.Lexicon) []topic {
	var out []topic
	for _, w := range doc.Withheld {
		for part := range strings.SplitSeq(w.Topic, ",") {
			var t topic
			for _, token := range lexicon.Tokens(part) {
				if lex.ClassOf(token) == lexicon.Content && token.Word != "private" {
					t = append(t, lex.Keys(token.Text))
				}
			}
			if len(t) > 0 {
				out = append(out, t)
			}
		}
	}
	return out
}

// withholds tells whether a message asks for what the owner keeps private: it has at
// least half of the words of a topic, "salary" of "salary expectations".
func (e *Engine) withholds(f found) bool {
	return slices.ContainsFunc(f.queries, func(q *question.Query) bool {
		asked := e.lexicon.KeySet(q.Text)
		return slices.ContainsFunc(e.withheld, func(t topic) bool {
			lacking := slices.DeleteFunc(slices.Clone(t), func(keys []string) bool {
				return slices.ContainsFunc(keys, func(key string) bool { return asked[key] })
			})
			return 2*len(lacking) <= len(t)
		})
	})
}
