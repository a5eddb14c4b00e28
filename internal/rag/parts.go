package rag

import (
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
)

// mostParts is how many questions one message may hold.
const mostParts = 3

// newQuestion is where a sentence turns to a second question.
var newQuestion = regexp.MustCompile(`(?i)(?:,|;)?\s+(?:and|but)\s+(?:also\s+)?((?:(?:since|until|from|for|at|in|with|by)\s+)?(?:what|where|when|which|who|how|why)\b|(?:does|did|is|was|has|can)\s+(?:he|she|they)\b)`)

// split cuts a message into the questions it holds: sentence by sentence, and
// where a sentence goes on with another question word. Statements beside the
// questions ("We use Terraform.") are what these may lean on.
func split(text string) (parts, statements []string) {
	for _, s := range lexicon.SentenceSpans(text) {
		rest := strings.TrimSpace(text[s.Start:s.End])
		for {
			at := newQuestion.FindStringSubmatchIndex(rest)
			if at == nil || at[0] == 0 || !isQuestion(rest[:at[0]]) {
				break
			}
			parts = append(parts, rest[:at[0]])
			rest = rest[at[2]:]
		}
		switch {
		case isQuestion(rest):
			parts = append(parts, rest)
		case rest != "":
			statements = append(statements, rest)
		}
	}
	if len(parts) == 0 || len(parts)+len(statements) == 1 {
		return []string{text}, nil
	}
	return parts[:min(mostParts, len(parts))], statements
}

var questionOpeners = wordSet(`what where when which who whom whose how why since until tell list name give show describe explain summarize summarise
	whats wheres hows any and also wat wht wich wen`)

// requests ask without a question mark.
var requests = regexp.MustCompile(`(?i)^(?:please\b|i(?:['’]d| would) like\b|i want to know\b|i(?:['’]m| am) looking for\b|i need (?:the|his|her|their|a list)\b|let me know\b)`)

// forerunners are words before the question word.
var forerunners = wordSet("so ok okay please but well then hey hi hello now also just in at for from since until with by to of on about through under over via during")

func isQuestion(s string) bool {
	words := strings.Fields(strings.ToLower(s))
	if len(words) == 0 {
		return false
	}
	first := strings.Trim(words[0], ",.!?'’")
	return strings.HasSuffix(strings.TrimSpace(s), "?") || requests.MatchString(s) || questionOpeners[first] || yesNoOpeners[first] ||
		len(words) > 1 && forerunners[first] && questionOpeners[strings.Trim(words[1], ",")]
}

// withoutYes takes the yes from the first line of an answer.
func withoutYes(lines []line) []line {
	if len(lines) > 0 && lines[0].text == "Yes:" {
		return lines[1:]
	}
	out := slices.Clone(lines)
	if len(out) > 0 {
		out[0].text = strings.TrimPrefix(out[0].text, "Yes. ")
	}
	return out
}

// refersBack tells whether a question speaks of a thing or a place of the one
// before it by a pronoun and names nothing itself.
func (q *query) refersBack() bool {
	return len(q.named) == 0 && !hasHard(q) && slices.ContainsFunc(q.words, func(w string) bool { return w == "there" || w == "it" || w == "that" || w == "then" })
}

// joined makes one draft of the answers to the parts of a message. What was not
// answered is said in one sentence at the end.
func joined(drafts []draft) draft {
	if len(drafts) == 1 {
		return drafts[0]
	}
	best := slices.IndexFunc(drafts, func(d draft) bool { return d.status == Answered })
	if best < 0 {
		best = max(0, slices.IndexFunc(drafts, func(d draft) bool { return d.status != OffTopic }))
		return drafts[best]
	}
	out := draft{status: Answered}
	open := false
	for _, d := range drafts {
		open = open || d.status == NotStated || d.status == Private
		if d.status != Answered {
			continue
		}
		if open { // a yes would seem to be one to what stays open
			d.lines = withoutYes(d.lines)
		}
		for n, l := range d.lines {
			if n > 0 && length(out.lines)+len(l.text) > factLimit+60 {
				break
			}
			if !slices.ContainsFunc(out.lines, func(o line) bool { return strings.HasSuffix(o.text, l.text) }) {
				out.lines = append(out.lines, l)
			}
		}
	}
	if open {
		out.say("The résumé doesn’t say the rest.", drafts[best].lines[0].passages...)
	}
	return out
}
