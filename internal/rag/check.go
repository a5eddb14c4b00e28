package rag

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// check decides whether a sentence may be shown: whether the passages it cites,
// and the computed facts it was given, hold every number, date, name, technology,
// claim and content word of it, whether employer, title and dates are of one
// entry, and whether it affirms and denies what they do. The error says what is
// unsupported.
func (e *Engine) check(text string, cited []int, computed string) error {
	return e.checkStatement(e.statement(text), cited, computed)
}

func (e *Engine) checkStatement(s statement, cited []int, computed string) error {
	switch {
	case len(cited) == 0:
		return errors.New("cites nothing")
	case strings.HasSuffix(strings.TrimRight(s.text, " ”\"*_)"), "?"):
		return errors.New("asks instead of answering")
	case bySelf.MatchString(withoutQuotes.ReplaceAllString(s.text, "")):
		return errors.New("speaks of the bot or to the visitor")
	}
	if err := e.checkEntry(s, cited); err != nil {
		return err
	}
	ev := e.evidence(e.scope(s, cited), computed)
	for _, test := range []func(statement, evidence) error{
		checkNumbers, checkDates, e.checkNames, e.checkClaims, checkPolarity, e.checkDeeds, e.checkWords, e.checkDefinition,
	} {
		if err := test(s, ev); err != nil {
			return err
		}
	}
	return nil
}

var (
	bySelf        = regexp.MustCompile(`(?:^|[^\w])(?:I (?:[a-z]|’)|I['’]|(?i:you|your|yours|me|my|mine)\b)`)
	withoutQuotes = regexp.MustCompile(`“[^”]*”|"[^"]*"`)
)

// statement is a sentence of a model, taken apart.
type statement struct {
	text   string
	lower  string
	tokens []lexicon.Token
	terms  []lexicon.Term
	named  []int // entries whose employer, school or project it names
}

func (e *Engine) statement(text string) statement {
	s := statement{text: text, lower: strings.ToLower(text), tokens: lexicon.Tokens(text), terms: e.Lexicon.Terms(text)}
	s.named, _, _ = e.names.find(s.tokens, nil)
	s.named = slices.DeleteFunc(s.named, func(i int) bool {
		return e.names.weak[i] || !held(e.Document.Entries[i].Kind) && e.Document.Entries[i].Kind != resume.EntryProject
	})
	return s
}

// evidence is what a sentence may draw on: passages with their headings and the
// heads of their entries, and computed facts.
type evidence struct {
	text    string          // all of it
	own     string          // the passages' own words and the computed facts
	keys    map[string]bool // what text can be matched by
	stems   map[string]bool
	entries []*resume.Entry // that the passages are of
}

func (e *Engine) evidence(cited []int, computed string) evidence {
	var own, above strings.Builder
	own.WriteString(computed + "\n")
	ev := evidence{keys: map[string]bool{}, stems: map[string]bool{}}
	for _, p := range cited {
		pass := &e.Document.Passages[p]
		own.WriteString(pass.Text() + "\n")
		above.WriteString(strings.Join(pass.Heading, "\n") + "\n")
		if x := e.entryOf(p); x != nil {
			above.WriteString(strings.Join([]string{x.Title, x.Org, x.Place, x.Period.Text, periodText(x.Period)}, "\n") + "\n")
			if !slices.Contains(ev.entries, x) {
				ev.entries = append(ev.entries, x)
			}
		}
	}
	ev.own = own.String()
	ev.text = ev.own + above.String() + e.Document.Person.Name
	for _, k := range e.Lexicon.Keys(ev.text) {
		ev.keys[k] = true
	}
	for _, s := range lexicon.Stems(ev.text) {
		ev.stems[s] = true
	}
	return ev
}

// scope leaves of the cited passages those of the entries a sentence names, so
// that what was done at one employer is not told of another. Passages outside
// entries stay where they name the employer themselves.
func (e *Engine) scope(s statement, cited []int) []int {
	if len(s.named) == 0 {
		return cited
	}
	out := slices.DeleteFunc(slices.Clone(cited), func(p int) bool { return !e.isOf(p, s.named) })
	if len(out) == 0 {
		return cited
	}
	return out
}

// isOf tells whether a passage is of one of the entries, of another at the same
// organisation, or names one of them.
func (e *Engine) isOf(passage int, entries []int) bool {
	own := e.Document.Passages[passage].Entry
	for _, n := range entries {
		if own == n || own >= 0 && e.Document.Entries[own].Org != "" && e.Document.Entries[own].Org == e.Document.Entries[n].Org {
			return true
		}
	}
	return slices.ContainsFunc(e.namedIn[passage], func(n int) bool { return slices.Contains(entries, n) })
}

// checkEntry wants what a sentence says of an employer or a school to be that
// entry's: cited passages of it, its title, and whether it still runs.
func (e *Engine) checkEntry(s statement, cited []int) error {
	var at []int // named entries that the cited passages are of
	for _, n := range s.named {
		x := &e.Document.Entries[n]
		if !slices.ContainsFunc(cited, func(p int) bool { return e.isOf(p, []int{n}) }) {
			if slices.ContainsFunc(s.named, func(m int) bool {
				return m != n && e.sameName(m, n) && slices.ContainsFunc(cited, func(p int) bool { return e.isOf(p, []int{m}) })
			}) {
				continue // another entry of that name is meant
			}
			return fmt.Errorf("is told of %s, which no cited passage is about", entryName(x))
		}
		if held(x.Kind) {
			at = append(at, n)
		}
	}
	if len(at) == 0 {
		return nil
	}
	for i := range e.Document.Entries {
		x := &e.Document.Entries[i]
		if x.Title == "" || !held(x.Kind) || slices.Contains(at, i) || !containsPhrase(s.text, x.Title) {
			continue
		}
		if !slices.ContainsFunc(at, func(n int) bool { return containsPhrase(e.Document.Entries[n].Title, x.Title) }) &&
			!slices.ContainsFunc(cited, func(p int) bool { return e.Document.Passages[p].Entry == i }) {
			return fmt.Errorf("gives the title %q, which belongs to another entry", x.Title)
		}
	}
	return e.checkTitles(s, at)
}

// sameName tells whether two entries share a word that names organisations, so
// that a sentence with it may mean either.
func (e *Engine) sameName(a, b int) bool {
	other := lexicon.Stems(e.Document.Entries[b].Org)
	return slices.ContainsFunc(lexicon.Stems(e.Document.Entries[a].Org), func(s string) bool { return !generic[s] && slices.Contains(other, s) })
}

// checkTitles wants the role that a sentence gives for an employer ("a data
// analyst at …") to be of that employer's own title.
func (e *Engine) checkTitles(s statement, at []int) error {
	for _, m := range roleAt.FindAllStringSubmatch(s.text, -1) {
		var own []string
		for _, n := range at {
			x := &e.Document.Entries[n]
			own = append(own, lexicon.Stems(x.Title)...)
			own = append(own, e.Lexicon.Keys(x.Title)...)
			for _, p := range x.Passages {
				own = append(own, lexicon.Stems(e.Document.Passages[p].Text())...)
			}
		}
		for _, t := range e.Lexicon.Terms(m[1]) {
			if t.Class != lexicon.Stop && !slices.ContainsFunc(append(t.Keys, lexicon.Stems(t.Text)...), func(k string) bool { return slices.Contains(own, k) }) {
				return fmt.Errorf("%q is no title of the entry named", m[1])
			}
		}
	}
	running := slices.ContainsFunc(at, func(n int) bool { return e.Document.Entries[n].Period.Present })
	dated := !slices.ContainsFunc(at, func(n int) bool { return e.Document.Entries[n].Period.IsZero() })
	switch {
	case dated && !running && saysNow.MatchString(s.text):
		return errors.New("tells as of today what has ended")
	case running && len(at) == 1 && saysOver.MatchString(s.text):
		return errors.New("tells as ended what still runs")
	}
	return nil
}

var (
	roleAt   = regexp.MustCompile(`\b(?:[Aa]s|[Ii]s|[Ww]as|been) (?:an? |the )?((?:[\w&/+-]+ ){1,6}?)(?:at|for|with|of|from|in) [A-Z]`)
	saysNow  = regexp.MustCompile(`(?i)\b(?:currently|now|presently|these days|today|works at|works for|is employed|still)\b|\b(?:he|she|[A-Z]\w+) is (?:an? |the |currently )?[\w ]{0,60}\bat\b`)
	saysOver = regexp.MustCompile(`(?i)\b(?:no longer|formerly|former|previously|used to|left|quit|until)\b`)
)

// containsPhrase tells whether a text has the words of a phrase in a row.
func containsPhrase(text, phrase string) bool {
	return strings.Contains(" "+strings.Join(lexicon.Stems(text), " ")+" ", " "+strings.Join(lexicon.Stems(phrase), " ")+" ")
}

// checkNames wants every proper name and known technology of a sentence in the
// evidence.
func (e *Engine) checkNames(s statement, ev evidence) error {
	for i, t := range s.terms {
		if t.Class != lexicon.Content {
			continue
		}
		known := len(t.Keys) > 1 || strings.HasPrefix(t.Keys[0], "_")
		name := strings.ContainsFunc(t.Text, unicode.IsUpper) && (i > 0 || strings.ContainsFunc(t.Text[1:], unicode.IsUpper)) && !monthNames[strings.ToLower(t.Text)]
		if !known && !name || ev.has(t.Keys) || !name && ev.has(t.Members) {
			continue
		}
		if name && len(t.Text) > 1 && ev.spells(t.Text) {
			continue
		}
		if !ev.hasStems(lexicon.Stems(t.Text)) && (name || len(t.Members) == 0) {
			return fmt.Errorf("%q is in no cited passage", t.Text)
		}
	}
	return nil
}

func (ev evidence) has(keys []string) bool {
	return slices.ContainsFunc(keys, func(k string) bool { return ev.keys[k] })
}

func (ev evidence) hasStems(stems []string) bool {
	return !slices.ContainsFunc(stems, func(s string) bool { return !ev.stems[s] })
}

// spells tells whether the evidence has a name in another cut: "SendGrid" for
// "Send Grid".
func (ev evidence) spells(name string) bool {
	squeeze := strings.NewReplacer(" ", "", "-", "", ".", "")
	return len(name) > 4 && strings.Contains(strings.ToLower(squeeze.Replace(ev.own)), strings.ToLower(squeeze.Replace(name)))
}

// checkWords wants the content words in the evidence: each one that stands in a
// list or after a preposition, where a thing made up would stand, and four of
// five of the others.
func (e *Engine) checkWords(s statement, ev evidence) error {
	total, missing := 0, 0
	for _, t := range s.terms {
		if t.Class != lexicon.Content || e.isPerson(s.tokens[t.Start:t.End]) || isQuantity(strings.ToLower(t.Text)) || yearLike.MatchString(t.Text) || isVerb(s.tokens[t.Start]) {
			continue
		}
		total++
		if ev.has(t.Keys) || ev.has(t.Members) || ev.hasStems(lexicon.Stems(t.Text)) || ev.spells(t.Text) {
			continue
		}
		missing++
		if t.Start > 0 && listed(s.text[s.tokens[t.Start-1].Start:s.tokens[t.Start].Start]) {
			return fmt.Errorf("%q is in no cited passage", t.Text)
		}
	}
	if missing*5 > total {
		return fmt.Errorf("%d of its %d content words are in no cited passage", missing, total)
	}
	return nil
}

var definition = regexp.MustCompile(`^(?:\w+: )?((?:[\w.+#-]+ ){1,4}?)(?:is|are|was|were|means) (?:an? |the )?`)

// checkDefinition wants a sentence that says what a thing is, other than the
// person and the entries, to be in the passages word for word: general knowledge
// of a thing the résumé only names has no place in an answer.
func (e *Engine) checkDefinition(s statement, ev evidence) error {
	m := definition.FindStringSubmatch(s.text)
	if m == nil || len(s.named) > 0 {
		return nil
	}
	for _, t := range lexicon.Tokens(m[1]) {
		if e.names.person[t.Stem] || subjects[t.Word] {
			return nil
		}
	}
	for _, t := range s.tokens {
		if e.Lexicon.ClassOf(t) != lexicon.Stop && !ev.stems[t.Stem] && !ev.has([]string{t.Stem}) {
			return fmt.Errorf("tells of %q what no cited passage does", strings.TrimSpace(m[1]))
		}
	}
	return nil
}

var subjects = wordSet("he she they his her their it its this these that those there resume candidate job role position degree")

// isVerb tells whether a word is a form of a verb and of nothing else; verbs are
// where wordings differ, and those that claim a deed are checked by themselves.
func isVerb(t lexicon.Token) bool {
	v, form, ok := lexicon.VerbOf(t.Word)
	if !ok && strings.HasSuffix(t.Word, "ing") {
		v, _, ok = lexicon.VerbOf(t.Stem)
	}
	return ok && (!v.IsNoun() || form == lexicon.Past)
}

// listed tells whether what stands before a word opens a place for a thing: a
// comma, "and", "with", "in".
func listed(before string) bool {
	word := strings.ToLower(strings.Trim(before, " ,;:("))
	return strings.ContainsAny(before, ",;(") || linkWords[word]
}

var linkWords = wordSet("and or with using in of including plus on for via through by into at as a an the also plays knows speaks")

// deeds are verbs that say who did a thing or what came of it; a sentence needs
// evidence for them, not only for what they were done to.
var deeds = stemSet(`lead head direct manage supervise oversee found invent own win pioneer publish patent teach mentor hire fire raise
	sell acquire launch architect design build write double triple save reduce increase cut grow speak present coach train advise chair
	lose fail quit fire break steal fight negotiate invest patent discover sue sing swim fly`)

// checkDeeds wants the verbs that claim a deed in the evidence, by themselves or
// a synonym.
func (e *Engine) checkDeeds(s statement, ev evidence) error {
	for _, t := range s.terms {
		tok := s.tokens[t.Start]
		if deeds[tok.Stem] && t.End-t.Start == 1 && !ev.has(t.Keys) && !ev.stems[tok.Stem] {
			return fmt.Errorf("no cited passage says %q", t.Text)
		}
	}
	return nil
}
