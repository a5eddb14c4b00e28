package check

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

//go:embed phrases.txt
var phrasesFile string

// numericDate is a month as a number with its year: "06/2011".
var numericDate = lazyregexp.New(`\b(0?[1-9]|1[0-2])[/.]((?:19|20)\d\d)\b`)

// phrases reads the phrases of phrases.txt in a text as what they come to, and
// months as their names.
var phrases = sync.OnceValue(func() func(string) string {
	reading := map[string]string{}
	var list []string
	for line := range lexicon.DataLines(phrasesFile) {
		phrase, as, _ := strings.Cut(line, "=")
		phrase = strings.TrimSpace(phrase)
		reading[phrase] = strings.TrimSpace(as)
		list = append(list, regexp.QuoteMeta(phrase))
	}
	slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) })
	form := regexp.MustCompile(`(?i)\b(?:` + strings.Join(list, "|") + `)\b`)
	return func(text string) string {
		text = numericDate.ReplaceAllStringFunc(text, func(date string) string {
			m := numericDate.FindStringSubmatch(date)
			month, _ := strconv.Atoi(m[1])
			return time.Month(month).String() + " " + m[2]
		})
		return form.ReplaceAllStringFunc(text, func(m string) string { return reading[strings.ToLower(m)] })
	}
})

// kindOfList is the word at the end of a sentence that leads a list for what its
// items are: "He has worked in these countries:" an item, it leads on to "in Portugal".
var kindOfList = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i) (?:(?:these|the following|several) )?(?:` + alternatives("kinds of lists") + `)$`)
})

// whole is the sentence that a claim makes: an item with the sentence that leads
// its list.
func (c Claim) whole() string {
	if c.Lead == "" {
		return c.Text
	}
	lead := strings.TrimRight(c.Lead, " :")
	if at := kindOfList().FindStringIndex(lead); at != nil {
		lead = lead[:at[0]]
	}
	return lead + " " + c.Text
}

// checkWhole wants a sentence to close its brackets and quotation marks.
func checkWhole(c Claim) error {
	text := c.Text
	if strings.Count(text, "(") > strings.Count(text, ")") || strings.Count(text, "[") != strings.Count(text, "]") ||
		strings.Count(text, `"`)%2 == 1 || strings.Count(text, "“") != strings.Count(text, "”") {
		return errors.New("the sentence is cut off; finish it or leave it out")
	}
	return nil
}

var (
	bySelf        = lazyregexp.New(`(?i)\b(?:you|your|yours|me|my|mine|we|our|us|ours)\b`)
	byI           = lazyregexp.New(`(?:^|[^\w])I(?: [a-z]|['’])`)
	numeralI      = lazyregexp.New(`\b(?:[Ll]evel|[Tt]ype|[Pp]hase|[Pp]art|[Gg]rade|[Cc]lass|[Tt]ier|[Mm]aster|[A-Z][\w.-]+) I\b`)
	withoutQuotes = lazyregexp.New(`“[^”]*”|"[^"]*"`)
	abroad        = lazyregexp.New(`\bUS\b`)
)

// checkVoice wants a sentence to tell, and to tell it of the person: not to ask,
// nor to speak as the person or to the visitor.
func checkVoice(text string) error {
	bare := abroad.ReplaceAllString(withoutQuotes.ReplaceAllString(text, ""), "")
	switch {
	case strings.HasSuffix(strings.TrimRight(text, " ”\"*_)"), "?"):
		return errors.New("it asks instead of answering")
	case bySelf.MatchString(bare), byI.MatchString(numeralI.ReplaceAllString(bare, "")):
		return errors.New("speak of the person in the third person, not as them or to the visitor")
	}
	return nil
}

// pronounOfReferences is the pronoun by which others speak of the person in what the
// résumé quotes of them; "" for none and for both.
func pronounOfReferences(doc *resume.Document) string {
	var said []lexicon.Token
	for _, sec := range doc.Sections {
		for _, p := range sec.Passages {
			if sec.Kind == resume.SectionReferences {
				said = append(said, lexicon.Tokens(strings.Join(withoutQuotes.FindAllString(doc.Passages[p].Text(), -1), " "))...)
			}
		}
	}
	return names.Pronoun(said)
}

// checkPronoun wants the person called as they are known to be.
func (e *Checker) checkPronoun(s statement, ev evidence) error {
	for _, t := range lexicon.Tokens(withoutQuotes.ReplaceAllString(s.text, "")) {
		said := names.Pronoun([]lexicon.Token{t})
		if said != "" && e.pronoun != "" && said != e.pronoun && !ev.words[t.Word] {
			return fmt.Errorf("%q is the wrong pronoun for the person: write %q", t.Text, e.pronoun)
		}
	}
	return nil
}

var verdictHead = lazyregexp.New(`^(Yes|No)(?:[,.:;!]| ?[–—]| -|$)\s*`)

// verdict takes the Yes or No off the head of a sentence.
func verdict(text string) (word, rest string) {
	m := verdictHead.FindStringSubmatch(text)
	if m == nil || strings.HasPrefix(text, "No ") {
		return "", text
	}
	return m[1], strings.TrimSpace(text[len(m[0]):])
}

var contrast = lazyregexp.New(`(?i)\b(?:only|instead|rather|no longer|until|left|ended|but|however|expired|shortlisted|nominated|finalist)\b`)

// checkVerdict wants a Yes before what is affirmed, with the names of the question
// borne out, and a No before what is denied or is another thing than was asked.
func (e *Checker) checkVerdict(word, question string, s statement, ev evidence) error {
	denies := negation.MatchString(s.text)
	asked := slices.DeleteFunc(e.statement(phrases()(question)).terms, func(t lexicon.Term) bool { return t.Class != lexicon.Content })
	switch {
	case word == "Yes" && denies && !negation.MatchString(question):
		return errors.New("\"Yes\" stands before a denial; leave the Yes out")
	case word == "Yes":
		if i := slices.IndexFunc(asked, func(t lexicon.Term) bool { return e.isUnsaid(t, ev) }); i >= 0 {
			return fmt.Errorf("\"Yes\" affirms %q, which the passage does not; leave the Yes out", asked[i].Text)
		}
	case word == "No" && !denies && !contrast.MatchString(s.text):
		other := slices.ContainsFunc(asked, func(t lexicon.Term) bool {
			return !e.names.IsPerson(lexicon.Tokens(t.Text)) && !slices.ContainsFunc(s.terms, func(u lexicon.Term) bool {
				return slices.ContainsFunc(u.Keys, func(k string) bool { return slices.Contains(t.Keys, k) })
			})
		})
		if !other {
			return errors.New("\"No\" stands before what is so; leave the No out")
		}
	}
	return nil
}

// isUnsaid tells a name of a question that the evidence does not have.
func (e *Checker) isUnsaid(t lexicon.Term, ev evidence) bool {
	named := len(t.Keys) > 1 || strings.ContainsFunc(t.Text, unicode.IsUpper)
	return named && !ev.has(t.Keys) && !ev.has(t.Members) && !e.names.IsPerson(lexicon.Tokens(t.Text))
}
