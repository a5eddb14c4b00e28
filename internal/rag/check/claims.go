package check

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/number"
)

//go:embed claims.txt
var claimsFile string

// claimLine is a line of claims.txt.
type claimLine struct {
	words   []string // that need evidence, between blanks
	like    []string // other evidence for them, between blanks
	ofCount bool     // they claim something only before a number
}

var claims = sync.OnceValue(func() []claimLine {
	var out []claimLine
	for line := range lexicon.DataLines(claimsFile) {
		var c claimLine
		line, c.ofCount = strings.CutPrefix(line, "[number] ")
		words, like, _ := strings.Cut(line, "<")
		c.words, c.like = fields(words), fields(like)
		out = append(out, c)
	}
	return out
})

// fields are the parts of a list with commas, between blanks.
func fields(list string) []string {
	var out []string
	for w := range strings.SplitSeq(list, ",") {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, " "+w+" ")
		}
	}
	return out
}

// checkClaims wants words of praise and degree, of direction, and bounds on
// numbers, to stand in the evidence too.
func (e *Checker) checkClaims(s statement, ev evidence) error {
	if w := asserted(s.text).beyond(ev); w != "" {
		return fmt.Errorf("the passage does not say %q; leave it out", w)
	}
	return nil
}

// assertion is a text with the lines of claims.txt that it uses.
type assertion struct {
	text  string
	lines []claimLine
	words []string // the word of each line that it uses
}

func asserted(said string) assertion {
	a := assertion{text: plainly(said)}
	for _, c := range claims() {
		if w := slices.IndexFunc(c.words, func(w string) bool { return len(w) > 3 && c.claims(a.text, w) }); w >= 0 && !goes(said, c.words[0][1:len(c.words[0])-1]) {
			a.lines = append(a.lines, c)
			a.words = append(a.words, strings.TrimSpace(c.words[w]))
		}
	}
	return a
}

// beyond is the first word of an assertion that the evidence does not bear out.
func (a assertion) beyond(ev evidence) string {
	has := func(w string) bool {
		return strings.Contains(ev.plain, w) || len(w) == 3 && strings.Contains(ev.plain, w[1:2])
	}
	for i, c := range a.lines {
		if slices.ContainsFunc(c.words, has) || slices.ContainsFunc(c.like, has) {
			continue
		}
		return a.words[i]
	}
	return ""
}

func (c claimLine) claims(text, word string) bool {
	_, after, ok := strings.Cut(text, word)
	return ok && (!c.ofCount || number.Is(firstWord(moneyWord.ReplaceAllString(after, ""))))
}

var moneyWord = lazyregexp.New(`^(?:eur|usd|gbp|inr|rs|cad|chf|an?) `)

// goes tells whether a sentence says by its numbers that something went up, or
// down.
func goes(text, way string) bool {
	m := fromTo.FindStringSubmatch(text)
	if m == nil || way != "up" && way != "down" {
		return false
	}
	from, to := number.Find(m[1]), number.Find(m[2])
	return len(from) > 0 && len(to) > 0 && (way == "up") == (from[0].Value < to[0].Value)
}
