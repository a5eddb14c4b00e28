// Package facts writes down what follows from a résumé's dates, counts and order
// and stands in none of its lines: how long each position lasted, the total, what
// is current and first, gaps, where a skill is named, how many there are
// of a kind. Each fact is a short passage that says which passages it rests on and
// is searched and cited like any other, so that no question has to be recognised
// first.
//
// A fact is made of entries that were read with certainty and of nothing the owner
// marked private. Where a date gives only the year, or none, it says only what is
// sure.
package facts

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// Heading is what computed passages stand under.
const Heading = "Computed from dates and lists"

var (
	//go:embed asked.txt
	askedFile string
	//go:embed words.txt
	wordsFile string
)

// Add gives a copy of doc with the facts that hold on a day appended to its
// passages. The passages it has keep their places; sections and entries are shared
// and do not list the new ones. The same doc and day give the same facts in the
// same order. It may be called from several goroutines.
func Add(doc *resume.Document, lex *lexicon.Lexicon, day time.Time) *resume.Document {
	b := newBuilder(doc, lex, day)
	for _, write := range []func(){
		b.contacts, b.overview, b.current, b.total, b.tenures, b.employers, b.before, b.after, b.gaps, b.overlaps,
		b.counts, b.validity, b.languages, b.skills, b.moments, b.links, b.places,
	} {
		write()
	}
	out := *doc
	out.Passages = slices.Concat(doc.Passages, b.out)
	return &out
}

func newBuilder(doc *resume.Document, lex *lexicon.Lexicon, day time.Time) *builder {
	b := &builder{
		doc: doc, lex: lex, day: day, now: day.Format("January 2006"), month: day.Year()*12 + int(day.Month()) - 1,
		asked: table(askedFile), words: table(wordsFile), doubtful: map[resume.EntryKind]bool{},
	}
	b.degrees, b.spoken, b.technical = b.members("degrees"), b.members("spoken"), b.members("technical")
	b.readEntries()
	return b
}

// builder holds what the facts of one document and day are made from.
type builder struct {
	doc      *resume.Document
	lex      *lexicon.Lexicon
	day      time.Time
	now      string                    // the day as facts name it: "November 2026"
	month    int                       // of the day, counted from year 0
	asked    map[string]string         // kind of fact → words of the questions it answers
	words    map[string]string         // name of a list → its words
	items    []*item                   // the certain entries, in reading order
	doubtful map[resume.EntryKind]bool // kinds with an entry that was left out for doubt

	degrees, spoken, technical map[string]bool // keys of the lexicon

	out []resume.Passage
}

// say adds a fact of a kind of asked.txt about some entries. It rests on their
// headers and on the passages more, and is left out where there are none. names
// are what it is asked about by: a question must have one of them beside a word of its
// kind.
func (b *builder) say(kind string, about []*item, more []int, body string, names ...string) {
	var headers, from []int
	for _, it := range about {
		headers = append(headers, it.Header)
	}
	for _, p := range append(headers, more...) {
		if b.written(p) && !slices.Contains(from, p) {
			from = append(from, p)
		}
	}
	if len(from) == 0 || slices.ContainsFunc(b.out, func(p resume.Passage) bool { return p.Body == body }) {
		return
	}
	entry := -1
	if len(about) == 1 {
		entry = about[0].index
	}
	first := &b.doc.Passages[from[0]]
	b.out = append(b.out, resume.Passage{
		Source: first.Source, Section: first.Section, Heading: []string{Heading}, Entry: entry, Parent: -1,
		Kind: resume.PassageComputed, Body: body, Raw: body, From: from,
		Asked: strings.TrimSpace(b.asked[kind] + "\n" + strings.Join(names, " ")),
	})
}

// written tells whether a passage is of a file.
func (b *builder) written(p int) bool {
	if p < 0 || p >= len(b.doc.Passages) {
		return false
	}
	pass := &b.doc.Passages[p]
	return pass.Kind != resume.PassageCurated && pass.Kind != resume.PassageComputed
}

// has tells whether a text holds a word of a list of words.txt.
func (b *builder) has(list, text string) bool {
	words := strings.Fields(b.words[list])
	apart := func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }
	return slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(text), apart), func(w string) bool { return slices.Contains(words, w) })
}

// members are the keys of the kinds of the lexicon that a list of words.txt names.
func (b *builder) members(list string) map[string]bool {
	out := map[string]bool{}
	for kind := range strings.SplitSeq(b.words[list], ", ") {
		for _, key := range b.lex.Terms(kind)[0].Members {
			out[key] = true
		}
	}
	return out
}

// table reads lines of "name: words".
func table(file string) map[string]string {
	out := map[string]string{}
	for line := range lexicon.DataLines(file) {
		name, words, _ := strings.Cut(line, ":")
		out[name] = strings.TrimSpace(words)
	}
	return out
}

const longest = 600 // bytes of a list before it is cut

// list joins things and, where they are too long, says how many it leaves out.
func list(things []string, sep string) string {
	size := 0
	for n, t := range things {
		if size += len(t) + len(sep); size > longest && n > 0 {
			return fmt.Sprintf("%s%sand %d more", strings.Join(things[:n], sep), sep, len(things)-n)
		}
	}
	return strings.Join(things, sep)
}

// counted is a number of entries of a kind, or of other things: "1 position", "2
// courses of study".
func (b *builder) counted(n int, kind resume.EntryKind) string {
	if n == 1 {
		return "1 " + b.noun(kind)
	}
	return fmt.Sprint(n, " ", cmp.Or(b.words["nouns-"+string(kind)], b.noun(kind)+"s"))
}

// noun is what an entry of a kind is called in facts.
func (b *builder) noun(kind resume.EntryKind) string {
	return cmp.Or(b.words["noun-"+string(kind)], string(kind))
}
