package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/rag/number"
	"resumebot/internal/resume"
)

// evidence is what a sentence may draw on: passages with their headings and the
// heads of their entries.
type evidence struct {
	text     string          // all of it
	own      string          // the passages' own words
	plain    string          // text as claims are looked for in it
	tokens   []lexicon.Token // of own
	numbers  []number.Number // of text
	keys     map[string]bool // what text can be matched by
	stems    map[string]bool
	words    map[string]bool // as written but for case
	said     map[string]bool // stems of own but of nouns for a doer: an "engineer" says nothing of engineering
	entries  []*resume.Entry // that the passages are of
	sections []resume.SectionKind
	head     map[string]bool // what the heads of entries can be matched by: title, organisation, place
	items    []evidence      // what a passage holds, item by item where its items have remarks of their own
	units    []evidence      // what each passage holds alone
}

func (e *Checker) evidence(cited []int) evidence {
	if len(cited) == 1 {
		ev := e.lone[cited[0]]()
		ev.units = ev.items
		return ev
	}
	ev := newEvidence()
	for _, p := range cited {
		one := e.lone[p]()
		ev.join(one)
		ev.units = append(ev.units, one.items...)
	}
	return ev
}

// quotes tells whether a sentence is, word for word, a cited passage.
func (e *Checker) quotes(text string, cited []int) bool {
	said := padded(strings.ToLower(text))
	return slices.ContainsFunc(cited, func(p int) bool {
		return said == padded(strings.ToLower(e.Document.Passages[p].Text()))
	})
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
	for _, t := range other.tokens {
		t.Start, t.End = t.Start+len(ev.own), t.End+len(ev.own)
		ev.tokens = append(ev.tokens, t)
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

// passageEvidence is what a passage alone is evidence of.
func (e *Checker) passageEvidence(p int) evidence {
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
		ev.head = e.Lexicon.KeySet(head)
		maps.Copy(ev.head, lexicon.StemSet(head))
		above += strings.Join([]string{x.Title, x.Org, x.Place, x.Period.Text, x.Period.String()}, "\n") + "\n"
		if months, exact := x.Period.Months(e.Now()); exact && names.Held(x.Kind) {
			above += fmt.Sprintf("%d months\n", months)
		}
	}
	above += e.Document.Person.Name + "\n"
	above = phrases()(above)
	ev.fill(phrases()(pass.Text())+"\n", above, e.Lexicon)
	ev.items = []evidence{ev}
	if items := itemsOf(pass); len(items) > 1 {
		ev.items = nil
		for _, item := range items {
			one := newEvidence()
			one.entries, one.sections, one.head = ev.entries, ev.sections, ev.head
			one.fill(phrases()(item)+"\n", above, e.Lexicon)
			ev.items = append(ev.items, one)
		}
	}
	return ev
}

// fill gives evidence its text and what it is matched by.
func (ev *evidence) fill(own, above string, lex *lexicon.Lexicon) {
	ev.own, ev.text = own, own+above
	ev.plain = plainly(ev.text)
	ev.numbers = number.Find(ev.text)
	ev.keys = lex.KeySet(ev.text)
	ev.tokens = lexicon.Tokens(ev.own)
	for _, t := range lexicon.Tokens(ev.text) {
		ev.words[t.Word] = true
		ev.stems[t.Stem] = true
		ev.stems[spelt(t.Stem)] = true
		if t.End <= len(ev.own) && !isDoer(t.Word) && tellsDeed(t.Word) {
			ev.said[spelt(t.Stem)] = true
			if v, _, ok := lexicon.VerbOf(t.Word); ok {
				ev.said[spelt(lexicon.Stem(v.Base))] = true
			}
		}
		doer := t.Word // one is a speaker, and has "talks" as a heading
		if t.Start >= len(ev.own) {
			doer = strings.TrimSuffix(doer, "s")
		}
		for _, verb := range wordings().does[doer] {
			ev.said[verb] = true
		}
	}
}

// deeds are the ends of nouns that tell what was done: "reduction".
var deeds = []string{"ing", "ed", "ion", "ment", "al", "ance", "ence", "ship", "sis", "ure", "er"}

// tellsDeed tells whether a word may tell what was done.
func tellsDeed(word string) bool {
	_, _, verb := lexicon.VerbOf(word)
	_, _, one := lexicon.VerbOf(strings.TrimSuffix(word, "s"))
	return verb || one || isSameForm(word) || slices.ContainsFunc(deeds, func(end string) bool {
		return strings.HasSuffix(strings.TrimSuffix(word, "s"), end)
	})
}

// isSameForm tells whether a word is a form of a verb that wordings.txt has.
func isSameForm(word string) bool {
	verb := wordings().verb
	for _, end := range []string{"", "s", "d", "ed", "ing"} {
		if base, ok := strings.CutSuffix(word, end); ok && (verb[base] || end == "ing" && verb[base+"e"]) {
			return true
		}
	}
	return false
}

// scope leaves of the cited passages those of the entries a sentence names, so
// that what was done at one employer is not told of another. Passages outside
// entries stay, and those of certificates and the like.
func (e *Checker) scope(s statement, cited []int) []int {
	if len(s.named) == 0 {
		return cited
	}
	out := slices.DeleteFunc(slices.Clone(cited), func(p int) bool {
		x := e.entryOf(p)
		return x != nil && x.Kind != resume.EntryCertificate && x.Kind != resume.EntryAward && x.Kind != resume.EntryPublication && !e.isOf(p, s.named)
	})
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
	return slices.ContainsFunc(e.namedIn[passage](), func(n int) bool { return slices.Contains(entries, n) })
}

func (ev evidence) has(keys []string) bool {
	return slices.ContainsFunc(keys, func(k string) bool { return ev.keys[k] })
}

func (ev evidence) hasStems(stems []string) bool {
	return !slices.ContainsFunc(stems, func(s string) bool { return !ev.stems[s] && !ev.stems[spelt(s)] })
}

// abbreviates tells whether the evidence has an abbreviation, in the plural or not.
func (ev evidence) abbreviates(name string) bool {
	one, plural := strings.CutSuffix(name, "s")
	return plural && ev.words[strings.ToLower(one)]
}

func (e *Checker) entryOf(passage int) *resume.Entry {
	if i := e.Document.Passages[passage].Entry; i >= 0 {
		return &e.Document.Entries[i]
	}
	return nil
}

func entryName(x *resume.Entry) string {
	if x.Title != "" && x.Org != "" {
		return x.Title + ", " + x.Org
	}
	return x.Title + x.Org
}

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
var noted = lazyregexp.New(`[^,;()]+\([^()]+\)`)

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

var itemBreak = lazyregexp.New(`[,;] `)

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

// borneOut tells whether the kind of an entry, or of the section a passage stands
// in, says a word without having it: one "joins" an employer. bare tells that the
// clause says nothing beside the entry's own head, as it must be for words of time
// and employment.
func (ev evidence) borneOut(stem string, bare bool) bool {
	stem = spelt(stem)
	sets := wordings().sets
	for _, x := range ev.entries {
		if bare && sets["held"][stem] && (x.Kind == resume.EntryWork || x.Kind == resume.EntryVolunteer) ||
			sets["valid"][stem] && x.Kind == resume.EntryCertificate || sets["made"][stem] && x.Kind == resume.EntryProject {
			return true
		}
	}
	return ev.sectionSays(stem)
}

// sayings are the sections of wordings.txt whose words a section of a résumé says
// without having them: a person "speaks" what the languages list.
var sayings = map[resume.SectionKind][]string{
	resume.SectionSkills: {"skilled", "spoken"}, resume.SectionLanguages: {"spoken"}, resume.SectionContact: {"contacted"},
	resume.SectionAwards: {"awarded"}, resume.SectionCertificates: {"awarded"}, resume.SectionPublications: {"published"},
	resume.SectionInterests: {"interested"}, resume.SectionEducation: {"studied"},
}

// sectionSays tells whether the section a passage stands in says a word.
func (ev evidence) sectionSays(stem string) bool {
	return slices.ContainsFunc(ev.sections, func(k resume.SectionKind) bool {
		return slices.ContainsFunc(sayings[k], func(set string) bool { return wordings().sets[set][spelt(stem)] })
	})
}
