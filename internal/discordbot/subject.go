package discordbot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/page"
)

// fit makes a question short enough to be answered: of a long text, the first question
// in it. It returns false where there is none.
func (q *inquiry) fit() bool {
	if utf8.RuneCountInString(q.text) <= maxQuestion {
		return true
	}
	first := firstQuestionIn(q.text)
	if first == "" {
		return false
	}
	q.text, q.note = first, firstQuestion
	return true
}

var sentenceEnd = lazyregexp.New(`[.!?]+["”’)]*\s+`)

// firstQuestionIn is the first sentence of a text that asks something and can be
// answered; "" if there is none.
func firstQuestionIn(text string) string {
	begin := 0
	for _, at := range append(sentenceEnd.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		sentence := strings.TrimSpace(text[begin:at[1]])
		begin = at[1]
		if strings.Contains(sentence, "?") && utf8.RuneCountInString(sentence) <= maxQuestion {
			return sentence
		}
	}
	return ""
}

// maxNext is how many questions stand under an answer.
const maxNext = 2

// next picks what to ask after a question from what the résumé answers: nothing that
// was just asked in other words.
func next(question string, suggestions []string, person string) []string {
	var out []string
	for _, s := range suggestions {
		if len(out) < maxNext && !sameAgain(question, s, person) {
			out = append(out, s)
		}
	}
	return out
}

// sameAgain tells whether a suggestion begins as a question does and is on a name that
// stands in it, besides the person's.
func sameAgain(question, suggestion, person string) bool {
	asks, then := strings.Fields(question), strings.Fields(suggestion)
	if len(asks) == 0 || len(then) == 0 || !strings.EqualFold(asks[0], then[0]) {
		return false
	}
	return slices.ContainsFunc(then[1:], func(word string) bool {
		word = strings.TrimSuffix(strings.Trim(word, "?,."), "’s")
		first, _ := utf8.DecodeRuneInString(word)
		return unicode.IsUpper(first) && !names(person, word) && names(question, word)
	})
}

// threadName is at most 100 characters: whose résumé it is, and what the thread is
// about.
func (b *Bot) threadName(q *inquiry) string {
	subject := b.subject(q)
	if person := b.person(); person != "" {
		subject = person + " · " + subject
	}
	return shorten(unlinked(defang(subject)), 90)
}

// subject is the employer, project or kind of skill that a question is about, by its own
// words or by what was said before; else the question.
func (b *Bot) subject(q *inquiry) string {
	texts := []string{q.text}
	for n := len(q.history) - 1; n >= 0; n-- {
		texts = append(texts, q.history[n].Question, q.history[n].Answer)
	}
	pages := b.Library.Live(q.place.Alone).Pages
	for _, text := range texts {
		for _, view := range []page.View{page.Projects, page.Experience, page.Skills} {
			for _, name := range pages.Choices(view) {
				if names(text, name) {
					return name
				}
			}
		}
	}
	return asked(q.text)
}

// names tells whether a text has a name, or its first word where that is no common one.
func names(text, name string) bool {
	first, _, _ := strings.Cut(name, " ")
	if utf8.RuneCountInString(first) < 4 {
		first = name
	}
	lower, word := strings.ToLower(text), strings.ToLower(first)
	at := strings.Index(lower, word)
	return word != "" && at >= 0 && wholeWord(lower, at, len(word))
}
