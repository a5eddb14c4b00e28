package check

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/rag/number"
	"resumebot/internal/resume"
)

func (e *Checker) checkStatement(s statement, cited []int, facts string) error {
	switch {
	case len(cited) == 0:
		return errors.New("cites nothing")
	case strings.HasSuffix(strings.TrimRight(s.text, " ”\"*_)"), "?"):
		return errors.New("asks instead of answering")
	case bySelf.MatchString(withoutQuotes.ReplaceAllString(s.text, "")):
		return errors.New("speaks of the bot or to the visitor")
	}
	if e.quotes(s.text, cited, facts) {
		return nil
	}
	if err := e.checkEntry(s, cited); err != nil {
		return err
	}
	ev := e.evidence(e.scope(s, cited))
	if facts != "" {
		ev = e.withFacts(ev, facts)
	}
	if err := e.checkAddresses(s, cited); err != nil {
		return err
	}
	for _, test := range []func(statement, evidence) error{
		e.checkNumbers, e.checkDates, e.checkNames, e.checkClaims, checkPolarity, checkModal, e.checkDirection, checkOrdinals, e.checkPassive, e.checkBoth, checkWeakened, e.checkWords, e.checkObjects, e.checkRoles, e.checkPlaces, e.checkTense, e.checkOrder, e.checkSequence,
		e.checkDefinition, e.checkTogether,
	} {
		if err := test(s, ev); err != nil {
			return err
		}
	}
	return nil
}

var (
	bySelf        = regexp.MustCompile(`(?:^|[^\w])(?:I (?:[a-z]|’)|I['’]|(?i:you|your|yours|me|my|mine|we|our|us|ours)\b)`)
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

func (e *Checker) statement(text string) statement {
	s := statement{text: text, lower: strings.ToLower(text), tokens: lexicon.Tokens(text), terms: e.Lexicon.Terms(text)}
	s.named, _, _ = e.names.Find(s.tokens, nil)
	s.named = slices.DeleteFunc(s.named, func(i int) bool {
		return e.names.Weak[i] || !names.Held(e.Document.Entries[i].Kind) && e.Document.Entries[i].Kind != resume.EntryProject
	})
	return s
}

// evidence is what a sentence may draw on: passages with their headings and the
// heads of their entries, and computed facts.
type evidence struct {
	text     string          // all of it
	own      string          // the passages' own words and the computed facts
	plain    string          // text as claims are looked for in it
	numbers  []number.Number // of text
	keys     map[string]bool // what text can be matched by
	stems    map[string]bool
	words    map[string]bool // as written but for case
	said     map[string]bool // stems of own but of nouns for a doer: an "engineer" says nothing of engineering
	entries  []*resume.Entry // that the passages are of
	sections []resume.SectionKind
	head     map[string]bool // what the heads of entries can be matched by: title, organisation, place
	items    []evidence      // what a passage holds, item by item where its items have remarks of their own
	units    []evidence      // what each passage, and the computed facts, hold alone
}

func (e *Checker) evidence(cited []int) evidence {
	if len(cited) == 1 {
		ev := e.alone()[cited[0]]
		ev.units = ev.items
		return ev
	}
	ev := newEvidence()
	for _, p := range cited {
		one := e.alone()[p]
		ev.join(one)
		ev.units = append(ev.units, one.items...)
	}
	return ev
}

// withFacts is evidence with computed facts beside it.
func (e *Checker) withFacts(ev evidence, facts string) evidence {
	fact := newEvidence()
	fact.own = facts + "\n"
	fact.text = fact.own + e.Document.Person.Name + "\n"
	fact.read(e.Lexicon)
	out := newEvidence()
	out.join(fact)
	out.join(ev)
	out.units = append([]evidence{fact}, ev.units...)
	return out
}

// quotes tells whether a sentence is, word for word, a cited passage or a fact.
func (e *Checker) quotes(text string, cited []int, facts string) bool {
	said := padded(strings.ToLower(text))
	return slices.ContainsFunc(cited, func(p int) bool {
		return said == padded(strings.ToLower(e.Document.Passages[p].Text()))
	}) || facts != "" && slices.ContainsFunc(strings.Split(facts, "\n"), func(f string) bool { return said == padded(strings.ToLower(f)) })
}

func newEvidence() evidence {
	return evidence{keys: map[string]bool{}, stems: map[string]bool{}, words: map[string]bool{}, said: map[string]bool{}, head: map[string]bool{}}
}

// join adds what other evidence holds.
func (ev *evidence) join(other evidence) {
	for _, n := range other.numbers {
		n.At, n.End = n.At+len(ev.text), n.End+len(ev.text)
		ev.numbers = append(ev.numbers, n)
	}
	ev.own += other.own
	ev.text += other.text
	ev.plain += other.plain
	maps.Copy(ev.keys, other.keys)
	maps.Copy(ev.stems, other.stems)
	maps.Copy(ev.words, other.words)
	maps.Copy(ev.said, other.said)
	maps.Copy(ev.head, other.head)
	ev.sections = append(ev.sections, other.sections...)
	for _, x := range other.entries {
		if !slices.Contains(ev.entries, x) {
			ev.entries = append(ev.entries, x)
		}
	}
}

// passageEvidence is what each passage alone is evidence of.
func (e *Checker) passageEvidence() []evidence {
	out := make([]evidence, len(e.Document.Passages))
	for p := range e.Document.Passages {
		pass := &e.Document.Passages[p]
		ev := newEvidence()
		ev.sections = []resume.SectionKind{e.Document.Sections[pass.Section].Kind}
		above := strings.Join(pass.Heading, "\n") + "\n"
		if pass.Parent >= 0 {
			above += e.Document.Passages[pass.Parent].Text() + "\n"
		}
		if x := e.entryOf(p); x != nil {
			ev.entries = []*resume.Entry{x}
			head := strings.Join([]string{x.Title, x.Org, x.Place, string(x.Kind)}, "\n")
			for _, k := range append(e.Lexicon.Keys(head), lexicon.Stems(head)...) {
				ev.head[k] = true
			}
			above += strings.Join([]string{x.Title, x.Org, x.Place, x.Period.Text, periodText(x.Period)}, "\n") + "\n"
		}
		above += e.Document.Person.Name + "\n"
		ev.own = pass.Text() + "\n"
		ev.text = ev.own + above
		ev.read(e.Lexicon)
		ev.items = []evidence{ev}
		if items := itemsOf(pass); len(items) > 1 {
			ev.items = nil
			for _, item := range items {
				one := newEvidence()
				one.entries, one.sections, one.head = ev.entries, ev.sections, ev.head
				one.own = item + "\n"
				one.text = one.own + above
				one.read(e.Lexicon)
				ev.items = append(ev.items, one)
			}
		}
		out[p] = ev
	}
	return out
}

// read fills what evidence is matched by from its text.
func (ev *evidence) read(lex *lexicon.Lexicon) {
	ev.plain = plainly(ev.text)
	ev.numbers = number.Find(numericDate.ReplaceAllStringFunc(ev.text, func(m string) string { return strings.Repeat(" ", len(m)) }))
	for _, k := range lex.Keys(ev.text) {
		ev.keys[k] = true
	}
	for _, t := range lexicon.Tokens(ev.text) {
		ev.words[t.Word] = true
		ev.stems[t.Stem] = true
		ev.stems[spelt(t.Stem)] = true
		if t.End <= len(ev.own) && !isDoer(t.Word) {
			ev.said[spelt(t.Stem)] = true
		}
		for _, verb := range wordings().does[strings.TrimSuffix(t.Word, "s")] {
			ev.said[verb] = true
		}
	}
}

// scope leaves of the cited passages those of the entries a sentence names, so
// that what was done at one employer is not told of another. Passages outside
// entries stay where they name the employer themselves.
func (e *Checker) scope(s statement, cited []int) []int {
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
func (e *Checker) isOf(passage int, entries []int) bool {
	own := e.Document.Passages[passage].Entry
	for _, n := range entries {
		if own == n || own >= 0 && e.Document.Entries[own].Org != "" && e.Document.Entries[own].Org == e.Document.Entries[n].Org {
			return true
		}
	}
	return slices.ContainsFunc(e.namedIn[passage], func(n int) bool { return slices.Contains(entries, n) })
}

// checkNames wants every proper name and known technology of a sentence in the
// evidence.
func (e *Checker) checkNames(s statement, ev evidence) error {
	for i, t := range s.terms {
		name := strings.ContainsFunc(t.Text, unicode.IsUpper) && (i > 0 || strings.ContainsFunc(t.Text[1:], unicode.IsUpper)) && !number.Months[strings.ToLower(t.Text)]
		if n := number.Find(t.Text); len(n) == 1 && n[0].End == len(t.Text) && t.Text[0] <= '9' && strings.ContainsFunc(t.Text, unicode.IsLetter) {
			continue // "600M"
		}
		if t.Class != lexicon.Content && (!name || t.Class == lexicon.Stop) {
			continue
		}
		known := len(t.Keys) > 1 || strings.HasPrefix(t.Keys[0], "_")
		if !known && !name || ev.has(t.Keys) || !name && ev.has(t.Members) || e.names.IsPerson(s.tokens[t.Start:t.End]) {
			continue
		}
		if name && len(t.Text) > 1 && ev.spells(t.Text) || ev.abbreviates(t.Text) {
			continue
		}
		if name && !ev.hasStems(lexicon.Stems(t.Text)) {
			return fmt.Errorf("%q is in no cited passage", t.Text)
		}
	}
	return nil
}

func (ev evidence) has(keys []string) bool {
	return slices.ContainsFunc(keys, func(k string) bool { return ev.keys[k] })
}

func (ev evidence) hasStems(stems []string) bool {
	return !slices.ContainsFunc(stems, func(s string) bool { return !ev.stems[s] && !ev.stems[spelt(s)] })
}

// spells tells whether the evidence has a name in another cut: "SendGrid" for
// "Send Grid".
func (ev evidence) spells(name string) bool {
	squeeze := strings.NewReplacer(" ", "", "-", "", ".", "")
	return len(name) > 4 && strings.Contains(strings.ToLower(squeeze.Replace(ev.own)), strings.ToLower(squeeze.Replace(name)))
}

// abbreviates tells whether the evidence has an abbreviation, in the plural or not.
func (ev evidence) abbreviates(name string) bool {
	one, plural := strings.CutSuffix(name, "s")
	return plural && len(one) > 1 && one == strings.ToUpper(one) && (ev.words[strings.ToLower(one)])
}

// checkWords wants each word that says something in the evidence, as itself or in
// other words; verbs, which say who did what, in the passages' own words.
func (e *Checker) checkWords(s statement, ev evidence) error {
	for _, t := range s.terms {
		tok := s.tokens[t.Start]
		if !e.carries(s, t) || t.End-t.Start == 1 && ev.borneOut(tok.Stem, e.bare(s, tok, ev)) {
			continue
		}
		if !e.supports(s, ev, t) {
			return fmt.Errorf("%q is in no cited passage", t.Text)
		}
	}
	for _, m := range compound.FindAllString(s.lower, -1) {
		if stems := lexicon.Stems(m); len(stems) > 1 && !number.Is(stems[0]) && !madeOf[stems[len(stems)-1]] && !containsPhrase(ev.text, m) && !ev.spells(m) {
			return fmt.Errorf("%q is in no cited passage", m)
		}
	}
	for _, m := range quoted.FindAllString(s.text, -1) {
		if len(lexicon.Tokens(m)) > 1 && !containsPhrase(ev.text, m) {
			return fmt.Errorf("quotes %s, which no cited passage has", m)
		}
	}
	if !slices.ContainsFunc(s.terms, func(t lexicon.Term) bool { return e.carries(s, t) }) && len(number.Find(s.text)) == 0 {
		return errors.New("says nothing")
	}
	return nil
}

var (
	quoted = regexp.MustCompile(`“[^”]+”|"[^"]+"`)
	madeOf = lexicon.StemSet("based related focused specific oriented driven style") // "Python-based"
)

var (
	address = regexp.MustCompile(`(?i)[\w.+-]+@[\w-]+\.[\w.-]+|\bhttps?:\S+|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/[\w./?=&#%~-]+`)
	called  = regexp.MustCompile(`(?:^|[\s(])@\w|<[@#:a]`) // what a chat makes a mention of
)

// checkAddresses wants mail and web addresses to be in the cited passages letter
// for letter, and nobody to be called.
func (e *Checker) checkAddresses(s statement, cited []int) error {
	var have strings.Builder
	for _, p := range cited {
		pass := &e.Document.Passages[p]
		have.WriteString(strings.ToLower(pass.Raw + "\n" + pass.Text() + "\n" + pass.URL + "\n"))
		if x := e.entryOf(p); x != nil {
			have.WriteString(strings.ToLower(x.URL) + "\n")
		}
	}
	for _, m := range address.FindAllString(s.lower, -1) {
		bare := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(strings.TrimRight(m, ".,;:!?)/>"), "https://"), "http://"), "www.")
		if !regexp.MustCompile(`(?:^|[^\w.@-])` + regexp.QuoteMeta(bare) + `(?:$|[^\w@-]|\W?\s)`).MatchString(have.String()) {
			return fmt.Errorf("%q is in no cited passage", m)
		}
	}
	if m := called.FindString(s.text); m != "" && !strings.Contains(have.String(), strings.ToLower(strings.TrimSpace(m))) {
		return errors.New("calls somebody")
	}
	return nil
}

// bare tells whether the clause around a word says nothing but what the heads of
// the entries do: employer, title, place and time.
func (e *Checker) bare(s statement, at lexicon.Token, ev evidence) bool {
	heads := evidence{keys: ev.head, stems: ev.head, said: ev.head}
	from, to := clauseOf(s.text, at.Start)
	return !slices.ContainsFunc(s.terms, func(t lexicon.Term) bool {
		tok := s.tokens[t.Start]
		return tok.Start >= from && tok.Start < to && e.carries(s, t) && !e.supports(s, heads, t) &&
			!wordings().sets["held"][spelt(tok.Stem)] && !wordings().sets["studied"][spelt(tok.Stem)]
	})
}

// compound is a word with hyphens, which means more than its parts do.
var compound = regexp.MustCompile(`\b[a-z]+(?:[-‑][a-z]+)+\b`)

// carries tells whether a term of a sentence says something that a passage must
// bear out, numbers and dates apart.
func (e *Checker) carries(s statement, t lexicon.Term) bool {
	tok, single := s.tokens[t.Start], t.End-t.Start == 1
	sets := wordings().sets
	switch {
	case e.names.IsPerson(s.tokens[t.Start:t.End]):
		return false
	case !single:
		return t.Class != lexicon.Stop
	case sets["telling"][spelt(tok.Stem)]:
		return true
	case t.Class == lexicon.Stop || number.Is(tok.Word) || tok.Word[0] >= '0' && tok.Word[0] <= '9':
		return false
	case tok.Stem == "run" && t.End < len(s.tokens) && (s.tokens[t.End].Word == "from" || s.tokens[t.End].Word == "until"):
		return false // of time
	case sets["kinds"][tok.Stem] && t.End < len(s.tokens) && s.text[tok.End:s.tokens[t.End].Start] == " " && e.tellsKind(s.tokens[t.End]):
		return true
	case e.isVerbIn(s, t.Start):
		return !e.isFree(s, t)
	}
	return t.Class != lexicon.Soft && !e.isFree(s, t)
}

// isFree tells whether a word says nothing by itself.
func (e *Checker) isFree(s statement, t lexicon.Term) bool {
	tok := s.tokens[t.Start]
	if e.isVerbIn(s, t.Start) {
		return wordings().sets["free verbs"][spelt(tok.Stem)]
	}
	return wordings().sets["free"][spelt(tok.Stem)] || wordings().sets["free verbs"][spelt(tok.Stem)]
}

// tellsKind tells whether a word behind another makes that one its kind: "job
// interviews".
func (e *Checker) tellsKind(t lexicon.Token) bool {
	return e.Lexicon.ClassOf(t) == lexicon.Content && (!isVerb(t) || strings.HasSuffix(t.Word, "ing")) && !roleNouns[t.Word] && !wordings().sets["free"][spelt(t.Stem)]
}

// supports tells whether the evidence has a word or another for it.
func (e *Checker) supports(s statement, ev evidence, t lexicon.Term) bool {
	tok := s.tokens[t.Start]
	if t.End-t.Start == 1 && e.isVerbIn(s, t.Start) {
		return means(ev.said, tok.Stem) || ev.words[tok.Word] && !isDoer(tok.Word)
	}
	return ev.has(t.Keys) || ev.has(t.Members) || ev.hasStems(lexicon.Stems(t.Text)) || ev.spells(t.Text) || ev.abbreviates(t.Text) || t.End-t.Start == 1 && isLike(ev.stems, tok)
}

var definition = regexp.MustCompile(`^(?:\w+: )?((?:[\w.+#-]+ ){1,4}?)(?:is|are|was|were|means) (?:an? |the )?(\w+)`)

// checkDefinition wants a sentence that says what a thing is, other than the
// person and the entries, to be in the passages word for word: general knowledge
// of a thing the résumé only names has no place in an answer.
func (e *Checker) checkDefinition(s statement, ev evidence) error {
	m := definition.FindStringSubmatch(s.text)
	if m == nil || len(s.named) > 0 {
		return nil
	}
	if _, form, ok := lexicon.VerbOf(m[2]); ok && form == lexicon.Past {
		return nil // "was built"
	}
	for _, t := range lexicon.Tokens(m[1]) {
		if e.names.Person[t.Stem] || subjects[t.Word] {
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

var subjects = lexicon.WordSet("he she they his her their it its this these that those there resume candidate job role position degree")

// isVerbIn tells whether a word of a sentence is a verb: by its form, or by the
// person before it.
func (e *Checker) isVerbIn(s statement, at int) bool {
	if isVerb(s.tokens[at]) {
		return true
	}
	if _, _, ok := lexicon.VerbOf(s.tokens[at].Word); !ok || at == 0 {
		return false
	}
	before := s.tokens[at-1]
	return actors[before.Word] || e.names.Person[before.Stem] && !strings.HasSuffix(before.Text, "s")
}

var actors = lexicon.WordSet("he she they who also currently regularly to")

// isVerb tells whether a word is a form of a verb and, as such, of nothing else.
func isVerb(t lexicon.Token) bool {
	v, form, ok := lexicon.VerbOf(t.Word)
	if ok {
		return !v.IsNoun() || form == lexicon.Past
	}
	if base, ok := strings.CutSuffix(t.Word, "ing"); ok && len(base) > 2 {
		for _, b := range []string{base, base + "e", base[:len(base)-1]} {
			if v, form, ok := lexicon.VerbOf(b); ok && form == lexicon.Base && !v.IsNoun() {
				return true
			}
		}
		return false
	}
	return strings.HasSuffix(t.Word, "ed") && len(t.Word) > 4 && isPast(t.Word)
}

// isDoer tells a noun for one who does something: "developer".
func isDoer(word string) bool {
	one := strings.TrimSuffix(word, "s")
	if roleNouns[one] {
		_, _, verb := lexicon.VerbOf(word)
		return !verb || strings.HasSuffix(one, "er")
	}
	for _, suffix := range []string{"er", "or"} {
		base, ok := strings.CutSuffix(one, suffix)
		for _, verb := range []string{base, base + "e"} {
			if _, form, known := lexicon.VerbOf(verb); ok && len(base) > 2 && known && form == lexicon.Base {
				return true
			}
		}
	}
	return false
}
