package rag

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"resumebot/internal/lexicon"
)

// enoughWords is the share of a sentence's content words that its cited
// passages must hold, after synonyms.
const enoughWords = 0.5

// check decides whether a sentence may be shown: whether the passages it cites
// hold every number, date, name and technology in it, whether employer, title
// and dates come from one entry, and whether it says yes where they do. The
// error says what is unsupported.
func (e *Engine) check(q *query, text string, cited []int) error {
	if len(cited) == 0 {
		return errors.New("cites nothing")
	}
	evidence := e.evidence(cited)
	have := numbers(evidence.text)
	for _, n := range numbers(text) {
		if !slices.ContainsFunc(have, func(h number) bool { return h.equal(n) }) {
			return fmt.Errorf("number %q is in no cited passage", n.text)
		}
	}
	if err := e.checkNames(q, text, evidence); err != nil {
		return err
	}
	if err := e.checkEntry(text, cited); err != nil {
		return err
	}
	if negations(text) != negations(evidence.text) && (negations(text) || !slices.Contains(strings.Fields(text), "no")) && negations(text) {
		return errors.New("denies what no cited passage denies")
	}
	return e.checkWords(q, text, evidence)
}

// evidence is what a sentence may draw on: its cited passages with their
// headings and their entries' heads.
type evidence struct {
	text string
	keys map[string]bool
}

func (e *Engine) evidence(cited []int) evidence {
	var b strings.Builder
	for _, p := range cited {
		pass := &e.Document.Passages[p]
		b.WriteString(pass.Text() + "\n" + strings.Join(pass.Heading, "\n") + "\n")
		if x := e.entryOf(p); x != nil {
			b.WriteString(strings.Join([]string{x.Title, x.Org, x.Place, x.Period.Text, periodText(x.Period)}, "\n") + "\n")
		}
	}
	b.WriteString(e.Document.Person.Name)
	ev := evidence{text: b.String(), keys: map[string]bool{}}
	for _, k := range e.Lexicon.Keys(ev.text) {
		ev.keys[k] = true
	}
	return ev
}

// checkNames wants every proper name and known technology of a sentence in the
// evidence.
func (e *Engine) checkNames(q *query, text string, ev evidence) error {
	for i, t := range e.Lexicon.Terms(text) {
		if t.Class == lexicon.Stop {
			continue
		}
		known := len(t.Keys) > 1 || strings.HasPrefix(t.Keys[0], "_")
		name := strings.ContainsFunc(t.Text, unicode.IsUpper) && (i > 0 || strings.ContainsFunc(t.Text[1:], unicode.IsUpper)) && !monthNames[strings.ToLower(t.Text)]
		if !known && !name || t.Class == lexicon.Soft {
			continue
		}
		if slices.ContainsFunc(t.Keys, func(k string) bool { return ev.keys[k] }) {
			continue
		}
		if !name && slices.ContainsFunc(t.Members, func(k string) bool { return ev.keys[k] }) {
			continue // a kind, of which the evidence names things
		}
		all := true
		for _, s := range lexicon.Stems(t.Text) {
			all = all && ev.keys[s]
		}
		if !all && (name || len(t.Members) == 0) {
			return fmt.Errorf("%q is in no cited passage", t.Text)
		}
	}
	return nil
}

// checkEntry wants the organisations a sentence names to be those of the cited
// passages: what was done at one employer must not be told of another.
func (e *Engine) checkEntry(text string, cited []int) error {
	named, _, _ := e.names.find(lexicon.Tokens(text), nil)
	for _, n := range named {
		x := &e.Document.Entries[n]
		if x.Org == "" || slices.ContainsFunc(cited, func(p int) bool {
			y := e.entryOf(p)
			return y != nil && y.Org == x.Org || strings.Contains(e.Document.Passages[p].Text(), x.Org)
		}) {
			continue
		}
		if slices.ContainsFunc(cited, func(p int) bool { return e.keysNameEntry(p, n) }) {
			continue
		}
		return fmt.Errorf("is told of %s, which no cited passage is about", x.Org)
	}
	return nil
}

func (e *Engine) keysNameEntry(passage, entry int) bool {
	named, _, _ := e.names.find(lexicon.Tokens(e.Document.Passages[passage].Text()), nil)
	return slices.Contains(named, entry)
}

// checkWords wants enough of the content words in the evidence.
func (e *Engine) checkWords(q *query, text string, ev evidence) error {
	total, got := 0, 0
	for _, t := range e.Lexicon.Terms(text) {
		if t.Class != lexicon.Content {
			continue
		}
		total++
		if slices.ContainsFunc(t.Keys, func(k string) bool { return ev.keys[k] }) || slices.ContainsFunc(t.Members, func(k string) bool { return ev.keys[k] }) {
			got++
		}
	}
	if total > 0 && float64(got) < enoughWords*float64(total) {
		return fmt.Errorf("only %d of its %d content words are in the cited passages", got, total)
	}
	return nil
}

var negation = regexp.MustCompile(`(?i)\b(not|never|no longer|cannot|can’t|can't|isn’t|isn't|doesn’t|doesn't|didn’t|didn't|hasn’t|hasn't|wasn’t|wasn't|neither|nor|without)\b`)

func negations(text string) bool { return negation.MatchString(text) }

// number is a quantity with its magnitude applied: "33 crore" and "330M" are
// the same.
type number struct {
	value float64
	text  string
}

func (a number) equal(b number) bool {
	d := a.value - b.value
	return d == 0 || b.value != 0 && d/b.value < 1e-9 && d/b.value > -1e-9
}

var (
	numberForm = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?`)
	magnitude  = regexp.MustCompile(`(?i)^[\s+-]*(thousand|million|mio|mn|billion|bn|trillion|lakh|lac|crore|cr|k|m|b|x)\b\+?`)
)

var magnitudes = map[string]float64{
	"thousand": 1e3, "k": 1e3, "million": 1e6, "mio": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9,
	"trillion": 1e12, "lakh": 1e5, "lac": 1e5, "crore": 1e7, "cr": 1e7, "x": 1,
}

var monthNames = wordSet("january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec")

// numberWords are the small numbers that are written out.
var numberWords = map[string]float64{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "dozen": 12, "hundred": 100, "thousand": 1000, "half": 0.5,
}

// numbers finds the quantities of a text.
func numbers(text string) []number {
	var out []number
	for _, at := range numberForm.FindAllStringIndex(text, -1) {
		if at[0] > 0 && (isLetter(text[at[0]-1])) {
			// "F5", "ResNet18": part of a name, which is checked as one
			continue
		}
		value, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimRight(text[at[0]:at[1]], ","), ",", ""), 64)
		if err != nil {
			continue
		}
		out = append(out, number{value, text[at[0]:at[1]]})
		end := at[1]
		scaled := value
		for {
			m := magnitude.FindStringSubmatch(text[end:])
			if m == nil {
				break
			}
			scaled *= magnitudes[strings.ToLower(m[1])]
			end += len(m[0])
		}
		if scaled != value {
			out[len(out)-1] = number{scaled, text[at[0]:end]}
		}
	}
	for _, t := range lexicon.Tokens(text) {
		if v, ok := numberWords[t.Word]; ok && t.Word != "thousand" && t.Word != "hundred" {
			out = append(out, number{v, t.Text})
		}
	}
	return out
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
