// Package quote is the reader that needs no model: it answers a question in the
// résumé's own words, by quoting the passages and computed facts that search
// brought up, with where they belong and when it was. It composes nothing, so it
// says nothing that does not stand there; how sure it is decides only whether the
// lines are given as the answer, as what comes closest, or not at all.
package quote

import (
	"slices"
	"strings"
	"sync"

	"resumebot/internal/index"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/question"
	"resumebot/internal/resume"
)

// Ending says how sure an answer is.
type Ending int

const (
	NotStated Ending = iota // nothing bears on the question; a line, if any, tells what holds instead
	Closest                 // the lines bear on it; whether they answer it is open
	Answered                // the first line answers it
)

// Line is a sentence or list item with the passages it quotes.
type Line struct {
	Text     string
	Passages []int
	Item     bool // of a list
}

// Answer is what a [Reader] makes of a question.
type Answer struct {
	Ending Ending
	Lines  []Line
}

// Reader quotes one résumé. It is not changed after [New] and may be shared
// between goroutines.
type Reader struct {
	document   *resume.Document
	lexicon    *lexicon.Lexicon
	parser     *question.Parser
	keys       []func() keys          // per passage, made when it is first looked at
	homonyms   func() map[string]bool // keys of technologies whose names stand there for something else
	unknownIDF float64                // weight of a word that the résumé lacks
}

// keys are what a passage can be matched by.
type keys struct {
	own, above map[string]bool   // of its words, and of those that stand above it
	gloss      map[string]bool   // of the English words for both
	asked      []map[string]bool // of the words that a computed passage is asked for by: one of each set
}

// New makes a reader. The index is that of the same document.
func New(doc *resume.Document, x *index.Index, lex *lexicon.Lexicon, p *question.Parser) *Reader {
	r := &Reader{document: doc, lexicon: lex, parser: p, unknownIDF: x.IDF("")}
	for i := range doc.Passages {
		r.keys = append(r.keys, sync.OnceValue(func() keys { return r.keysOf(i) }))
	}
	r.homonyms = sync.OnceValue(r.findHomonyms)
	return r
}

func (r *Reader) keysOf(passage int) keys {
	p := &r.document.Passages[passage]
	k := keys{own: r.lexicon.KeySet(p.Text() + "\n" + p.Asked)}
	if p.Kind == resume.PassageComputed {
		for words := range strings.Lines(p.Asked) {
			k.asked = append(k.asked, r.lexicon.KeySet(words))
		}
	}
	place, glosses := slices.Clone(p.Heading), []string{p.Gloss, r.document.Sections[p.Section].Gloss}
	if p.Entry < 0 && p.Kind != resume.PassageComputed {
		place = append(place, r.document.Sections[p.Section].Kind.Asked())
	}
	if p.Parent >= 0 {
		place = append(place, r.document.Passages[p.Parent].Text())
	}
	if p.Entry >= 0 {
		x := &r.document.Entries[p.Entry]
		place = append(place, x.Title, x.Org, x.Place)
		glosses = append(glosses, r.document.Passages[x.Header].Gloss)
	}
	k.above, k.gloss = r.lexicon.KeySet(strings.Join(place, "\n")), r.lexicon.KeySet(strings.Join(glosses, "\n"))
	return k
}

func (r *Reader) findHomonyms() map[string]bool {
	texts := make([]string, len(r.document.Passages))
	for i := range texts {
		if p := &r.document.Passages[i]; p.Kind != resume.PassageComputed {
			texts[i] = p.Text()
		}
	}
	return r.lexicon.Homonyms(texts, func(p int) bool {
		return r.document.Sections[r.document.Passages[p].Section].Kind == resume.SectionSkills
	})
}

// Lengths of an answer in bytes, so that it is one and not a dump.
const (
	mostBytes     = 580
	mostListBytes = 1050 // where a list is asked for
)

// What the search found must come up to, as the share of a question's words by
// rarity that the best passage covers with what stands above it. Chosen on the
// questions of internal/eval/testdata/visitors and internal/rag/testdata/people: see
// docs/architecture.md for what other values gave.
const (
	sure           = 0.65 // at least that much: the best passage is the answer
	faint          = 0.12 // a passage that covers less is not shown
	near           = 0.27 // likeness of a chunk at which they are, although they share few words
	faintName      = 0.25 // the same for a question that names what the résumé lacks
	alongside      = 0.7  // of the best score: what is quoted beside an answer
	besideComputed = 0.85 // the same beside a computed figure or date, which is made to answer
	beside         = 0.35 // of the best score, where nothing is sure: less bears on something else
	newShare       = 0.2  // of a passage's content words that must not have been told yet
)

// Read answers a question from all the hits of its search. parts is how many
// questions share the room of the answer.
func (r *Reader) Read(q *question.Query, hits []index.Hit, parts int) Answer {
	if own := r.parser.Owned(q); own >= 0 {
		return Answer{Ending: Answered, Lines: r.lines([]int{own}, false)}
	}
	if q.Asks.Has(question.Whether) && r.parser.Misplaces(q) {
		return Answer{Lines: r.employers(false)}
	}
	found := slices.DeleteFunc(r.ranked(q, hits), func(c candidate) bool { return c.above < faint && c.cosine < near })
	if len(found) == 0 {
		return Answer{}
	}
	best := found[0]
	a := Answer{Ending: Closest}
	unsettled := len(r.parser.Unsettled(q)) > 0
	share := beside
	switch {
	case r.parser.Unheld(q), r.parser.Alien(q), r.parser.Presumes(q), len(q.Lacks) > 0 && best.above < faintName:
		return Answer{}
	case unsettled:
	case best.above >= sure && len(q.Lacks) == 0 && !r.asksHomonym(q) && !r.isHearsay(q, best.passage) && r.parser.Lacking(q, r.quotation(best.passage)) == "":
		if share = alongside; !r.isGlossed(q, best.passage) && !r.isOfAnother(q, best.passage) && !slices.ContainsFunc(q.Terms, question.Term.Missing) {
			a.Ending = Answered
		}
	}
	limit := mostBytes
	if q.Asks.Has(question.List) {
		limit = mostListBytes
	}
	if share == alongside && q.Asks.Has(question.When|question.Number) && r.document.Passages[best.passage].Kind == resume.PassageComputed {
		share = besideComputed
	}
	chosen := r.choose(found, limit/parts, share)
	if len(chosen) == 0 {
		return Answer{}
	}
	a.Lines = r.lines(chosen, a.Ending == Closest)
	if unsettled {
		a.Lines = append(a.Lines, r.employers(true)...)
	}
	return a
}

// employers names those of the person, which is true whatever a question takes for
// granted; item tells whether that is said in a list.
func (r *Reader) employers(item bool) []Line {
	var names []string
	var heads []int
	for i := range r.document.Entries {
		if x := &r.document.Entries[i]; x.Kind == resume.EntryWork && x.Org != "" && !slices.Contains(names, x.Org) {
			names, heads = append(names, x.Org), append(heads, x.Header)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []Line{{Text: stopped("The résumé names these employers: " + strings.Join(names, "; ")), Passages: heads, Item: item}}
}

// isOfAnother tells whether a passage is of an entry where the question, or the turn that
// it leans on, names others without any word of it, or of none and has nothing of that
// turn.
func (r *Reader) isOfAnother(q *question.Query, passage int) bool {
	p := &r.document.Passages[passage]
	if len(q.Named) == 0 || p.Kind == resume.PassageComputed {
		return false
	}
	if p.Entry < 0 {
		return len(q.Before) > 0 && r.coverTerms(q.Before, passage) == 0
	}
	own := r.keys[passage]().own
	return !slices.Contains(q.Named, p.Entry) && !slices.ContainsFunc(q.Terms, func(t question.Term) bool { return t.Named && r.has(own, t) })
}

// isGlossed tells whether a passage has something that is asked for in its gloss alone,
// whose words may be others: "Koch" is a cook or somebody's name.
func (r *Reader) isGlossed(q *question.Query, passage int) bool {
	k := r.keys[passage]()
	return slices.ContainsFunc(slices.Concat(q.Terms, q.Before), func(t question.Term) bool {
		return t.Hard && r.has(k.gloss, t) && !r.has(k.own, t) && !r.has(k.above, t)
	})
}

// covers tells whether a passage, or what stands above it, has a term.
func (r *Reader) covers(passage int, t question.Term) bool {
	k := r.keys[passage]()
	return r.has(k.own, t) || r.has(k.above, t) || r.has(k.gloss, t)
}

// choose takes the best passages as far as the length goes, if they tell more.
func (r *Reader) choose(found []candidate, limit int, share float64) []int {
	var out []int
	told := map[string]bool{}
	size, least := 0, share*found[0].score
	for _, c := range found {
		if c.score < least || size > limit-minBytes {
			break
		}
		text := r.quotation(c.passage)
		if len(text) < minBytes || len(out) > 0 && (r.isBareTitle(c.passage) || size+len(text) > limit) || !r.tellsMore(text, told) && len(out) > 0 {
			continue
		}
		out, size = append(out, c.passage), size+len(text)+lineBytes
	}
	return out
}

// isBareTitle tells whether a passage only names what others are about: the head of
// an entry that says no more than its title, the lead of a list.
func (r *Reader) isBareTitle(passage int) bool {
	p := &r.document.Passages[passage]
	return p.Body == "" || p.Kind == resume.PassageHeader && p.Entry >= 0 && p.Text() == r.document.Entries[p.Entry].Title
}

// tellsMore notes the words of a text and reports whether enough of them were not
// told before.
func (r *Reader) tellsMore(text string, told map[string]bool) bool {
	words, fresh := 0, 0
	for _, t := range lexicon.Tokens(text) {
		if r.lexicon.ClassOf(t) == lexicon.Content {
			words++
			if !told[t.Stem] {
				fresh++
			}
			told[t.Stem] = true
		}
	}
	return float64(fresh) >= newShare*float64(words) && fresh > 0
}

const (
	minBytes  = 12 // shorter passages are headings of something
	lineBytes = 8  // of a bullet and a number
)

// lines writes passages as an answer: one as a sentence, several as a list in which
// those of one place stand together. A line of the résumé that follows such a group and
// names no place of its own is no item: it would be read as of the group's.
func (r *Reader) lines(passages []int, closest bool) []Line {
	var out []Line
	if closest {
		out = append(out, Line{Text: Introduction, Passages: passages[:1]})
	} else if len(passages) == 1 {
		return []Line{{Text: r.quotation(passages[0]), Passages: passages}}
	}
	done := map[int]bool{}
	grouped := false
	for i, p := range passages {
		place := r.place(p)
		var same []int
		for _, other := range passages[i:] {
			if !done[other] && (other == p || place != "" && r.place(other) == place) {
				same = append(same, other)
			}
		}
		if done[p] {
			continue
		}
		for _, s := range same {
			done[s] = true
		}
		if len(same) == 1 {
			out = append(out, Line{Text: r.quotation(p), Passages: same, Item: !grouped || place != "" || r.document.Passages[p].Kind == resume.PassageComputed})
			continue
		}
		grouped = true
		out = append(out, Line{Text: place + ":", Passages: same[:1]})
		for _, s := range same {
			out = append(out, Line{Text: stopped(r.words(s)), Passages: []int{s}, Item: true})
		}
	}
	return out
}

// Introduction stands before lines of which nothing is claimed but that they are
// there.
const Introduction = "The résumé has this on it:"
