package check

import (
	_ "embed"
	"errors"
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

// idioms take bounds of several words together, so that a "than" left over
// compares, and the particles out of phrases where they mean no direction.
var idioms = strings.NewReplacer(" more than ", " over ", " less than ", " under ", " fewer than ", " under ", " no later than ", " by ", " every year ", " each year ", " every month ", " each month ", " every week ", " each week ", " every day ", " each day ", " every shift ", " each shift ",
	" rather than ", " instead ", " other than ", " except ", " up to ", " at most ", " set up ", " set ", " setting up ", " setting ", " sets up ", " sets ", " break down ", " break ", " follow up ", " follow ",
	" first line ", " line ", " most recently ", " recently ", " most recent ", " recent ", " first job ", " job ", " first role ", " role ",
	" first position ", " position ", " first employer ", " employer ", " as well ", " ", " a year and a half ", " ")

var notWord = regexp.MustCompile(`[^\pL\pN'’+~-]+`)

// plainly is a text in lower case, its words between single blanks, with its
// idioms out of the way.
func plainly(text string) string { return idioms.Replace(padded(strings.ToLower(text))) }

// padded puts single blanks around the words of a text.
func padded(text string) string {
	return " " + strings.TrimSpace(notWord.ReplaceAllString(text, " ")) + " "
}

var negation = regexp.MustCompile(`(?i)\b(?:not|never|instead|no|none|nor|neither|nothing|nobody|cannot|without|lacks?|lacked|failed|refused|denied|except|hardly|barely|unable)\b|n['’]t\b`)

// checkPolarity wants a sentence to deny what the evidence denies and nothing
// else.
func checkPolarity(s statement, ev evidence) error {
	denies := negation.MatchString(s.text)
	at := negation.FindStringIndex(ev.own)
	switch {
	case denies && at == nil:
		return errors.New("denies what no cited passage denies")
	case denies:
		return sameDenied(s, ev, "denies something else than the cited passages do")
	case at == nil:
		return nil
	}
	// the evidence denies something: the sentence must not affirm it
	for _, m := range negation.FindAllStringIndex(ev.own, -1) {
		clause := ev.own[m[1]:]
		if end := strings.IndexAny(clause, ".;,\n"); end >= 0 {
			clause = clause[:end]
		}
		words := lexicon.Stems(clause)
		have := lexicon.Stems(s.text)
		hits := 0
		for _, w := range words {
			if slices.Contains(have, w) {
				hits++
			}
		}
		if len(words) > 0 && hits*3 > len(words)*2 {
			return errors.New("affirms what a cited passage denies")
		}
	}
	return nil
}

// sameDenied wants the word behind a sentence's negation to stand behind one of
// the evidence.
func sameDenied(s statement, ev evidence, otherwise string) error {
	m := negation.FindStringIndex(s.text)
	behind := lexicon.Stems(s.text[m[1]:])
	for _, at := range negation.FindAllStringIndex(ev.own, -1) {
		clause := lexicon.Stems(ev.own[at[1]:min(len(ev.own), at[1]+80)])
		if len(behind) > 0 && len(clause) > 0 && slices.Contains(clause[:min(4, len(clause))], behind[0]) {
			return nil
		}
	}
	return errors.New(otherwise)
}

// weakened are the ways in which a résumé says that a thing was not all the
// person's, not won or not done yet: what a sentence may not leave out when it
// uses a word of the second list.
var weakened = []struct{ has, needs *regexp.Regexp }{
	{regexp.MustCompile(`(?i)\b(?:semi-?)?finalist|\bnomin\w+|\bshort-?listed|\brunner-?up|\bhonou?rable mention`), regexp.MustCompile(`(?i)\b(?:w[io]n|winner|winning|awarded|received?|earned|got|holds)\b`)},
	{regexp.MustCompile(`(?i)\bexpected\b|\bin progress\b|\bongoing\b|\bpursuing\b|\bcandidate\b|\bincomplete\b|\bunfinished\b`), regexp.MustCompile(`(?i)\b(?:holds|completed|graduated|earned|received|has an?|obtained|finished)\b`)},
}

var helping = regexp.MustCompile(`(?i)\b(?:help(?:s|ed|ing)?|assist(?:s|ed|ing)?|support(?:s|ed|ing)?|contribut\w+|participat\w+|took part|takes part|involved|shadow\w*|exposed) (?:to |in |with |on )?(?:the |an? )?(\w+)`)

// checkWeakened wants a sentence to keep what the evidence weakens.
func checkWeakened(s statement, ev evidence) error {
	for _, w := range weakened {
		if m := w.has.FindString(ev.own); m != "" && w.needs.MatchString(s.text) && !w.has.MatchString(s.text) {
			return fmt.Errorf("leaves out %q of the cited passages", m)
		}
	}
	if m := helping.FindStringSubmatch(ev.own); m != nil && !helping.MatchString(s.text) {
		if stem := lexicon.Stem(lexicon.Fold(m[1])); slices.ContainsFunc(s.tokens, func(t lexicon.Token) bool { return t.Stem == stem && isVerb(t) }) {
			return fmt.Errorf("leaves out %q of the cited passages", m[0])
		}
	}
	return nil
}

// modal makes a wish or a guess of a statement.
var modal = regexp.MustCompile(`\b(?:would|might|could|should|may|ought|wants?|wanted|hopes?|hoped|wish(?:es|ed)?|perhaps|probably|likely|possibly|presumably|reportedly|apparently|seems?|appears? to)\b`)

// checkModal wants no wish and no guess that the evidence does not have.
func checkModal(s statement, ev evidence) error {
	for _, m := range modal.FindAllString(s.text, -1) {
		if !strings.Contains(" "+ev.own, " "+m) {
			return fmt.Errorf("no cited passage says %q", m)
		}
	}
	return nil
}
