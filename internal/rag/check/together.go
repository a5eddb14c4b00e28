package check

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/number"
	"resumebot/internal/resume"
)

// clauseBreak is where a sentence goes from one statement to the next.
var clauseBreak = regexp.MustCompile(`(?i)[;:–—]|,\s| (?:and|or|but|while|whereas|whilst|which|where|who|then|before|after|when|plus|as well as|along with) `)

// checkTogether wants what a clause brings together to stand together in one
// cited passage: two passages, each true, make no third statement.
func (e *Checker) checkTogether(s statement, ev evidence) error {
	if len(ev.units) < 2 {
		return nil
	}
	for from := 0; from < len(s.text); {
		_, to := clauseOf(s.text, from)
		if err := e.oneUnit(s, ev, from, to); err != nil {
			return err
		}
		from = to + 1
	}
	return nil
}

// clauseOf is the clause of a text around a byte.
func clauseOf(text string, at int) (from, to int) {
	to = len(text)
	for _, cut := range clauseBreak.FindAllStringIndex(text, -1) {
		if cut[0] >= at {
			return from, cut[0]
		}
		from = cut[1]
	}
	return from, to
}

// oneUnit wants the words of a part of a sentence that the evidence has in one
// unit of it.
func (e *Checker) oneUnit(s statement, ev evidence, from, to int) error {
	var terms []lexicon.Term
	for _, t := range s.terms {
		tok := s.tokens[t.Start]
		number := number.Is(tok.Word) || number.Year.MatchString(tok.Word)
		if tok.Start >= from && tok.Start < to && (e.carries(s, t) || number) && ev.holds(e, s, t) {
			terms = append(terms, t)
		}
	}
	best, lacking := -1, ""
	dated := !e.bareAt(s, from, ev) // a year in it is that of the deed, not of the job
	claims := claimed(s.text[from:to], ev) == ""
	for _, u := range ev.units {
		n := 0
		miss := ""
		if w := claimed(s.text[from:to], u); claims && w != "" {
			n, miss = -1, w
		}
		for _, t := range terms {
			if u.holds(e, s, t) && !(dated && number.Year.MatchString(t.Text) && yearIn.MatchString(u.own) && !strings.Contains(u.own, t.Text)) {
				n++
			} else if miss == "" {
				miss = t.Text
			}
		}
		if n > best {
			best, lacking = n, miss
		}
	}
	if best < len(terms) {
		return fmt.Errorf("%q stands apart from the rest in the cited passages", lacking)
	}
	return nil
}

var yearIn = regexp.MustCompile(`\b(?:19|20)\d\d\b`)

func (ev evidence) holds(e *Checker, s statement, t lexicon.Term) bool {
	tok := s.tokens[t.Start]
	if number.Is(tok.Word) {
		for _, n := range number.Find(tok.Text) {
			if slices.ContainsFunc(ev.numbers, func(h number.Number) bool { return h.Value == n.Value }) {
				return true
			}
		}
	}
	return e.supports(s, ev, t)
}

// noted is an item of a list with a remark in brackets: "Rust (tooling)".
var noted = regexp.MustCompile(`[^,;()]+\([^()]+\)`)

// itemsOf are the items of a passage that lists items with remarks of their own,
// each with the label of the list.
func itemsOf(p *resume.Passage) []string {
	parts := itemBreak.Split(hideBracketed(p.Body), -1)
	if n := len(noted.FindAllString(p.Body, -1)); n < 2 || n*2 < len(parts) {
		return nil
	}
	for i, part := range parts {
		parts[i] = p.Label + "\n" + strings.ReplaceAll(part, "\x00", ",")
	}
	return parts
}

var itemBreak = regexp.MustCompile(`[,;] | and `)

// hideBracketed takes the commas inside brackets out of the way.
func hideBracketed(text string) string {
	depth := 0
	return strings.Map(func(r rune) rune {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		case ',', ';':
			if depth > 0 {
				return 0
			}
		}
		return r
	}, text)
}

var (
	fromInto = regexp.MustCompile(`(?i)\bfrom ((?:[^\s.,;]+ ){1,5}?)(?:in)?to ((?:[^\s.,;]+ ?){1,5})`)
	toFrom   = regexp.MustCompile(`(?i)\bto ((?:[^\s.,;]+ ){1,5}?)from ((?:[^\s.,;]+ ?){1,5})`)
	objects  = lexicon.WordSet("to for with from under against over hired")
)

// checkDirection wants "from … to …" the way round that the evidence has it, and
// the person where the evidence has them: as the one who acts.
func (e *Checker) checkDirection(s statement, ev evidence) error {
	pairs := fromInto.FindAllStringSubmatch(s.text, -1)
	for _, m := range toFrom.FindAllStringSubmatch(s.text, -1) {
		if len(datesIn(m[0])) > 0 {
			continue // "seconded to Leeds from May to June 2017"
		}
		pairs = append(pairs, []string{m[0], m[2], m[1]})
	}
	for _, m := range pairs {
		from, to := firstPlaced(m[1], ev), firstPlaced(m[2], ev)
		if from == "" || to == "" || from == to {
			continue
		}
		if toBefore := strings.Contains(stemLine(ev.own), " to "+from); toBefore && !strings.Contains(stemLine(ev.own), " from "+from) {
			return fmt.Errorf("%q is where it went", strings.TrimSpace(from))
		}
		if !inOrder(stemLine(ev.own), from, to) && !inOrder(stemLine(ev.own), " to "+to, " from "+from) && inOrder(stemLine(ev.own), to, from) {
			return fmt.Errorf("%q and %q are the other way round", strings.TrimSpace(from), strings.TrimSpace(to))
		}
	}
	for i, t := range s.tokens {
		if t.Word != "him" && t.Word != "her" || i == 0 || s.tokens[i-1].Word == "by" || s.tokens[i-1].Stem == "employ" || ev.words[t.Word] || ev.words["me"] {
			continue
		}
		from, _ := clauseOf(s.text, t.Start)
		first := slices.IndexFunc(s.tokens, func(f lexicon.Token) bool { return f.Start >= from })
		if by := s.tokens[first]; by.Word == "he" || by.Word == "she" || by.Word == "they" || e.names.Person[by.Stem] && !strings.HasSuffix(by.Text, "s") {
			continue
		}
		object := i+1 == len(s.tokens) || strings.Trim(s.text[t.End:s.tokens[i+1].Start], " ") != "" || e.Lexicon.ClassOf(s.tokens[i+1]) == lexicon.Stop
		if t.Word == "him" || object && (objects[s.tokens[i-1].Word] || e.isVerbIn(s, i-1) || isBaseVerb(s.tokens[i-1])) {
			return errors.New("has something done to the person that no cited passage does")
		}
	}
	return nil
}

// firstPlaced is the first word of a phrase that the evidence has, between blanks.
func firstPlaced(phrase string, ev evidence) string {
	for _, t := range lexicon.Tokens(phrase) {
		if len(t.Word) > 2 && ev.stems[t.Stem] {
			return " " + t.Stem + " "
		}
	}
	return ""
}

// stemLine is each line of a text by stems, between blanks.
func stemLine(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("  " + strings.Join(lexicon.Stems(line), "  ") + "  \n")
	}
	return b.String()
}

func isBaseVerb(t lexicon.Token) bool {
	_, _, ok := lexicon.VerbOf(t.Word)
	return ok
}

var ordinal = regexp.MustCompile(`(?i)\b(first|second|third|fourth|fifth)\b`)

// checkOrdinals wants the year that goes with "the first" and "the second" to be
// the one that does in the evidence.
func checkOrdinals(s statement, ev evidence) error {
	for _, m := range ordinal.FindAllStringIndex(s.text, -1) {
		_, to := clauseOf(s.text, m[0])
		year := yearIn.FindString(s.text[m[1]:max(m[1], to)])
		at := regexp.MustCompile(`(?i)\b` + s.text[m[0]:m[1]] + `\b`).FindStringIndex(ev.own)
		if year == "" || at == nil {
			continue
		}
		if told := yearIn.FindString(ev.own[at[1]:]); told != "" && told != year {
			return fmt.Errorf("%q was %s and not %s", s.text[m[0]:m[1]], told, year)
		}
	}
	return nil
}
