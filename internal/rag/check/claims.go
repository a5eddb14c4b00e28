package check

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/number"
)

//go:embed claims.txt
var claimsFile string

// claimLine is a line of claims.txt.
type claimLine struct {
	words   []string // that need evidence
	like    []string // other evidence for them
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

// fields are the parts of a list with commas.
func fields(list string) []string {
	var out []string
	for w := range strings.SplitSeq(list, ",") {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// checkClaims wants words of praise and degree, of direction, and bounds on
// numbers, to stand in the evidence too.
func (e *Checker) checkClaims(s statement, ev evidence) error {
	text := s.text
	for _, n := range slices.Backward(number.Find(text)) {
		if at := tenureBound.FindStringIndex(text[:n.At]); at != nil && e.lasted(s, n, ev) {
			text = text[:at[0]] + text[n.At:]
		}
	}
	if w := claimed(text, ev); w != "" {
		return fmt.Errorf("no cited passage says %q", w)
	}
	if m := mark.FindStringSubmatch(s.text); m != nil && !regexp.MustCompile(`\b`+regexp.QuoteMeta(m[1])+`(?:[ .,;)]|$)`).MatchString(ev.own) {
		return fmt.Errorf("no cited passage gives the mark %q", m[1])
	}
	return nil
}

var (
	tenureBound = regexp.MustCompile(`(?i)(?:over|more than|at least|nearly|almost|just under|about|around|roughly|approximately)\s*$`)
	mark        = regexp.MustCompile(`\b(?:got|earned|received|with|grade|graded|scored) (?:an? )?([A-F][+-]?)(?:[ .,;]|$)`)
)

// claimed is the first word of a text that claims what the evidence does not.
func claimed(said string, ev evidence) string {
	text, own := plainly(said), ev.plain
	text = overTime.ReplaceAllStringFunc(text, func(m string) string {
		if in := " in" + strings.TrimPrefix(m, " over"); strings.Contains(own, in) || strings.Contains(own, " within"+strings.TrimPrefix(m, " over")) {
			return in
		}
		return m
	})
	for _, c := range claims() {
		w := slices.IndexFunc(c.words, func(w string) bool { return len(w) > 1 && c.claims(text, w) })
		if w < 0 || goes(said, c.words[0]) {
			continue
		}
		if has := func(w string) bool {
			return strings.Contains(own, " "+w+" ") || len(w) == 1 && strings.Contains(own, w)
		}; !slices.ContainsFunc(c.words, has) && !slices.ContainsFunc(c.like, has) {
			return c.words[w]
		}
	}
	return ""
}

// overTime is "over" that tells in what time and not how much more.
var overTime = regexp.MustCompile(` over (?:an? |the )?[\w-]+ (?:years?|months?|weeks?|days?)`)

func (c claimLine) claims(text, word string) bool {
	_, after, ok := strings.Cut(text, " "+word+" ")
	return ok && (!c.ofCount || number.Is(firstWord(moneyWord.ReplaceAllString(after, ""))))
}

var moneyWord = regexp.MustCompile(`^(?:eur|usd|gbp|inr|rs|cad|chf|an?) `)

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
