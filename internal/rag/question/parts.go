package question

import (
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
)

// mostParts is how many questions one message may hold.
const mostParts = 3

// newQuestion is where a sentence turns to a second question.
var newQuestion = lazyregexp.New(`(?i)(?:,|;)?\s+(?:and|but)\s+(?:also\s+)?((?:(?:since|until|from|for|at|in|with|by)\s+)?(?:what|where|when|which|who|how|why)\b|(?:does|did|is|was|has|can)\s+(?:he|she|they)\b)`)

// split cuts a message into the questions it holds: sentence by sentence, and
// where a sentence goes on with another question word. Statements beside the
// questions ("We use Terraform.") are what these may lean on, as turns are.
func (p *Parser) split(text string) (parts []string, statements []Turn) {
	for _, sentence := range lexicon.Sentences(text) {
		rest := sentence
		for {
			at := newQuestion.FindStringSubmatchIndex(rest)
			if at == nil || at[0] == 0 || !p.isQuestion(rest[:at[0]]) {
				break
			}
			parts = append(parts, rest[:at[0]])
			rest = rest[at[2]:]
		}
		if p.isQuestion(rest) {
			parts = append(parts, rest)
		} else if rest != "" && !p.IsTalk(rest) {
			statements = append(statements, Turn{Question: rest})
		}
	}
	if len(parts) == 0 {
		return []string{text}, nil
	}
	return parts[:min(mostParts, len(parts))], statements
}

func (p *Parser) isQuestion(s string) bool {
	words := strings.Fields(strings.ToLower(s))
	if len(words) == 0 {
		return false
	}
	first := strings.Trim(words[0], ",.!?'’")
	return strings.HasSuffix(strings.TrimSpace(s), "?") || p.lists.Words["questions"][first] || p.lists.Words["whether"][first] ||
		len(words) > 1 && p.lists.Words["forerunners"][first] && p.lists.Words["questions"][strings.Trim(words[1], ",")]
}
