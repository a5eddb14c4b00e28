package check

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/number"
)

// checkNumbers wants every quantity in the evidence, with its unit, of the same
// things, and "from … to …" in the same order.
func (e *Checker) checkNumbers(s statement, ev evidence) error {
	for _, n := range number.Find(s.text) {
		if strings.EqualFold(n.Text, "one") || n.Unit == "" && number.Year.MatchString(n.Text) && !strings.HasPrefix(s.text[n.End:], "s") {
			continue // "one of the"; a year is checked as a date
		}
		var same []number.Number
		for _, h := range ev.numbers {
			if h.Equal(n) && (!isRange(ev.text, h) || isRange(s.text, n)) {
				same = append(same, h)
			}
		}
		if len(same) == 0 {
			return fmt.Errorf("the number %q is in no passage that you cite", n.Text)
		}
		if noun := e.miscounted(s.text, n, same, ev); noun != "" {
			return fmt.Errorf("%q is what %s counts in your sentence, and not in the passage", noun, n.Text)
		}
		if noun := e.mismeasured(s, n, same, ev); noun != "" {
			return fmt.Errorf("the passage does not give %s for %q", n.Text, noun)
		}
		if byWord.MatchString(s.text[:n.At]) && !slices.ContainsFunc(same, func(h number.Number) bool { return !fromToWord.MatchString(ev.text[:h.At]) }) {
			return fmt.Errorf("%q is where it went to, not by how much", n.Text)
		}
		if toWord.MatchString(s.text[:n.At]) && !slices.ContainsFunc(same, func(h number.Number) bool {
			return !byWord.MatchString(ev.text[:h.At]) && !moreBy.MatchString(ev.text[h.At+len(h.Text):])
		}) {
			return fmt.Errorf("%q is by how much, not where it went to", n.Text)
		}
	}
	if m := perWhat.FindStringSubmatch(s.lower); m != nil && perWhat.MatchString(ev.text) && !strings.Contains(strings.ToLower(ev.text), m[0]) {
		return fmt.Errorf("the passage does not say %q", m[0])
	}
	for _, m := range fromTo.FindAllStringSubmatch(s.text, -1) {
		if from, to := strings.Index(ev.text, m[1]), strings.Index(ev.text, m[2]); from >= 0 && to >= 0 && !inOrder(ev.text, m[1], m[2]) {
			return fmt.Errorf("%q and %q are the other way round", m[1], m[2])
		}
	}
	return nil
}

var (
	byWord     = lazyregexp.New(`(?i)\bby (?:about |over |some )?[$€£]?$`)
	toWord     = lazyregexp.New(`(?i)\bto (?:about |over |some )?[$€£]?$`)
	perWhat    = lazyregexp.New(`\bper ([a-z]+)`)
	moreBy     = lazyregexp.New(`(?i)^(?:\s?%)?(?:\s?[-–—]\s?[\d.]+\s?%)?\s(?:lower|less|fewer|shorter|slower|higher|more|faster|longer|reduction|increase|growth|drop|cut)\b`)
	fromToWord = lazyregexp.New(`(?i)\b(?:from|to) (?:about |over |some )?[$€£]?$`)
)

var fromTo = lazyregexp.New(`(?i)\bfrom \D{0,12}?(` + oneNumber + `)\b\D{0,20}? to \D{0,12}?(` + oneNumber + `)\b`)

const oneNumber = `\d[\d,.]*\d|\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty`

var (
	dashAfter  = lazyregexp.New(`^%?\s?[-–—]\s?\d+\s*%`)
	dashBefore = lazyregexp.New(`\d%?\s?[-–—]\s?$`)
)

// isRange tells whether a percentage is an end of a range: "60-80%".
func isRange(text string, n number.Number) bool {
	return n.Unit == "%" && (dashAfter.MatchString(text[n.End:]) || dashBefore.MatchString(text[:n.At]))
}

// miscounted is a word that a number counts in a sentence and none of its equals
// does in the evidence, though the evidence has it; "" if there is none.
func (e *Checker) miscounted(text string, n number.Number, same []number.Number, ev evidence) string {
	for _, t := range e.counted(text, n) {
		if !ev.stems[t.Stem] || len(t.Word) < 4 || number.Is(t.Word) || number.Year.MatchString(t.Word) || number.Strict[strings.TrimSuffix(t.Word, "s")] || t.Word == "times" {
			continue
		}
		if !slices.ContainsFunc(same, func(h number.Number) bool {
			behind := e.counted(ev.text, h)
			before := ev.text[max(0, h.At-35):h.At]
			if len(behind) > 0 && !countsGroup.MatchString(before) {
				before = "" // "a site of 312 people" counts people
			}
			if cut := beforeBreak.FindAllStringIndex(before, -1); cut != nil {
				before = before[cut[len(cut)-1][1]:]
			}
			inGroup := groupNouns[t.Stem] && strings.HasSuffix(t.Word, "s") // "nine departments" are no department of nine
			return !inGroup && slices.Contains(lexicon.Stems(before), t.Stem) ||
				slices.ContainsFunc(behind, func(c lexicon.Token) bool { return c.Stem == t.Stem })
		}) {
			return t.Text
		}
	}
	return ""
}

var measureBreak = lazyregexp.New(`[,;\n]\s?|\.\s| and | or | but | while `)

// mismeasured is the noun that a share or an amount is given for in a sentence,
// where the evidence gives it for another; "" if it is the same.
func (e *Checker) mismeasured(s statement, n number.Number, same []number.Number, ev evidence) string {
	if n.Unit != "%" && n.Unit != "€" && n.Unit != "$" && n.Unit != "£" {
		return ""
	}
	phrase := func(text string, at int) string {
		from := 0
		for _, cut := range measureBreak.FindAllStringIndex(text[:at], -1) {
			from = cut[1]
		}
		return text[from:at]
	}
	said := phrase(s.text, n.At)
	noun, told := "", false
	for i, t := range s.tokens {
		within := t.End <= n.At && t.Start >= n.At-len(said)
		hyphened := i > 0 && s.text[s.tokens[i-1].End:t.Start] == "-"
		if !within || e.Lexicon.ClassOf(t) != lexicon.Content && !hyphened || !ev.stems[t.Stem] || e.isVerbIn(s, i) && !hyphened {
			continue
		}
		noun = t.Text
		told = told || slices.ContainsFunc(same, func(h number.Number) bool {
			phrase := lexicon.Stems(phrase(ev.text, h.At))
			return len(phrase) < 3 || slices.Contains(phrase, t.Stem)
		})
	}
	if told {
		return ""
	}
	return noun
}

var groupNouns = stemList("groups")

var (
	countsGroup = lazyregexp.New(`(?i)\b(?:teams?|crew|brigade|group|staff|department|class|committee|board|panel) of (?:about |some |up to )?$`)
	beforeBreak = lazyregexp.New(`[,;:\n]\s|\.\s| and | or |\d|[()]`)
	afterBreak  = lazyregexp.New(`[,;:\n]\s| \(|\.\s`)
)

// counted are the words that a number counts: those behind it up to the next
// function word, verb, number or break.
func (e *Checker) counted(text string, n number.Number) []lexicon.Token {
	end := min(len(text), n.End+60)
	if cut := afterBreak.FindStringIndex(text[n.End:end]); cut != nil {
		end = n.End + cut[0]
	}
	tokens := lexicon.Tokens(strings.ToValidUTF8(text[n.End:end], ""))
	for i, t := range tokens {
		if t.Word != "of" && (e.Lexicon.ClassOf(t) == lexicon.Stop && t.Text != "I" || countEnds[t.Word] || i > 0 && isVerb(t)) {
			return tokens[:i]
		}
	}
	return tokens
}

// countEnds end what a number counts besides the function words.
var countEnds = wordList("ends of counts")
