// Package names tells which entries of a résumé and which person a text speaks of.
package names

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// Names tells which entries and which person a question speaks of.
type Names struct {
	entries map[string][]int // distinctive key of an organisation, school or project → its entries
	phrases map[string][]int // whole name as stems joined by spaces → its entries
	titles  map[string][]int // whole title as stems, or its concept → its entries
	Weak    map[int]bool     // entries named by their title only: an award, a paper
	Person  map[string]bool  // stems of the person's name
	First   string           // first name as written
	Pronoun string           // by which the summary speaks of the person, or ""
}

//go:embed names.txt
var namesFile string

var lists = lexicon.ReadLists(namesFile)

// Generic words, as stems, do not set one organisation apart from another.
var Generic = lexicon.StemSet(strings.Join(lists.Lines["generic"], " "))

var parenthesis = lazyregexp.New(`\(([^)]+)\)`)

// Collect reads the names of all entries.
func Collect(doc *resume.Document, lex *lexicon.Lexicon) *Names {
	n := &Names{entries: map[string][]int{}, phrases: map[string][]int{}, titles: map[string][]int{}, Weak: map[int]bool{}, Person: map[string]bool{}}
	n.First = First(doc.Person.Name)
	for _, sec := range doc.Sections {
		if sec.Kind == resume.SectionSummary {
			for _, p := range sec.Passages {
				n.Pronoun = cmp.Or(n.Pronoun, Pronoun(lexicon.Tokens(doc.Passages[p].Text())))
			}
		}
	}
	for _, t := range lexicon.Tokens(doc.Person.Name) {
		if len(t.Word) > 1 && !Honorifics[t.Word] {
			n.Person[t.Stem] = true
		}
	}
	for i := range doc.Entries {
		entry := &doc.Entries[i]
		name := entry.Org
		if entry.Org == "" || !Held(entry.Kind) && entry.Kind != resume.EntryOther {
			name = entry.Title + " " + entry.Org
		}
		n.Weak[i] = entry.Kind == resume.EntryPublication || entry.Kind == resume.EntryAward || entry.Kind != resume.EntryProject && entry.Org == ""
		n.add(name, i, lex)
		if Held(entry.Kind) {
			n.addTitle(entry, i, lex)
		}
	}
	return n
}

// addTitle makes the title of a post or a study lead to its entry, as a whole and by
// its concepts.
func (n *Names) addTitle(entry *resume.Entry, i int, lex *lexicon.Lexicon) {
	appendTo(n.titles, strings.Join(lexicon.Stems(entry.Title), " "), i)
	for _, t := range lex.Terms(entry.Title) {
		if t.Class == lexicon.Soft || entry.Kind == resume.EntryCertificate {
			continue
		}
		for _, k := range t.Keys {
			if _, _, verb := lexicon.VerbOf(strings.TrimPrefix(k, "=")); !verb && (strings.HasPrefix(k, "=") || strings.HasPrefix(k, "_")) {
				appendTo(n.titles, k, i)
			}
		}
	}
}

// Honorifics stand before a name.
var Honorifics = lists.Words["honorifics"]

// First is the first part of a name that is no title, "Maria-Elena" whole,
// and not in capitals where the résumé has the whole name so.
func First(name string) string {
	for f := range strings.FieldsSeq(name) {
		f = strings.Trim(f, ",;")
		if low := strings.Trim(strings.ToLower(f), "."); Honorifics[low] || len([]rune(low)) < 2 {
			continue
		}
		if f == strings.ToUpper(f) {
			r := []rune(strings.ToLower(f))
			r[0] = unicode.ToUpper(r[0])
			f = string(r)
		}
		return f
	}
	return ""
}

func (n *Names) add(name string, entry int, lex *lexicon.Lexicon) {
	for _, m := range parenthesis.FindAllStringSubmatch(name, -1) {
		for _, t := range lexicon.Tokens(m[1]) { // "(IIT)"
			if t.Text == strings.ToUpper(t.Text) && len(t.Text) > 1 {
				appendTo(n.entries, t.Word, entry)
			}
		}
	}
	tokens := lexicon.Tokens(name)
	for _, t := range tokens {
		if n.Person[t.Stem] || Generic[t.Stem] || lex.ClassOf(t) != lexicon.Content || len(t.Word) < 3 || lex.Known(t) && len(tokens) > 1 {
			continue
		}
		appendTo(n.entries, t.Word, entry)
	}
	if short := initials(tokens); len(short) > 2 && lex.ClassOf(lexicon.Token{Word: short}) != lexicon.Stop { // no "HAS"
		appendTo(n.entries, short, entry) // "NMSU"
	}
	phrase := StemsOf(tokens)
	appendTo(n.phrases, phrase, entry)
	appendTo(n.phrases, strings.ReplaceAll(phrase, " ", ""), entry)
}

// initials are the first letters of the capitalised words of a name.
func initials(tokens []lexicon.Token) string {
	var b strings.Builder
	for _, t := range tokens {
		if len(t.Text) > 1 && t.Text == strings.ToUpper(t.Text) {
			return "" // holds an abbreviation already
		}
		if r := []rune(t.Text)[0]; unicode.IsUpper(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

func appendTo(m map[string][]int, key string, v int) {
	if key != "" && !slices.Contains(m[key], v) {
		m[key] = append(m[key], v)
	}
}

// Find returns the entries a text names, those it names by a title only, and
// the tokens that the names took.
func (n *Names) Find(tokens []lexicon.Token, terms []lexicon.Term) (named, titled []int, used map[int]bool) {
	used = map[int]bool{}
	take := func(list *[]int, ids []int, from, to int) {
		for _, id := range ids {
			if !slices.Contains(*list, id) {
				*list = append(*list, id)
			}
		}
		for t := from; t < to; t++ {
			used[t] = true
		}
	}
	whole := 0 // end of the last whole name: its single words name no other entry
	for i := range tokens {
		for w := min(10, len(tokens)-i); w > 0; w-- {
			phrase := StemsOf(tokens[i : i+w])
			if ids, ok := n.phrases[phrase]; ok && (w > 1 && i+w > whole || w == 1 && i >= whole && !Generic[phrase]) {
				take(&named, ids, i, i+w)
				if w > 1 {
					whole = max(whole, i+w)
				}
			}
			if w > 1 && w < 4 {
				if ids, ok := n.phrases[strings.ReplaceAll(phrase, " ", "")]; ok {
					take(&named, ids, i, i+w)
				}
			}
			if ids, ok := n.titles[phrase]; ok && w > 1 {
				take(&titled, ids, i, i+w)
			}
		}
		if i < whole {
			continue
		}
		for _, id := range n.ofWord(tokens[i].Word) {
			if !n.Weak[id] || tokens[i].Text != strings.ToLower(tokens[i].Text) { // a common word of a title names nothing
				take(&named, []int{id}, i, i+1)
			}
		}
	}
	for _, t := range terms {
		if t.Class == lexicon.Soft {
			continue
		}
		keys := t.Keys
		if !IsKind(tokens[t.Start].Stem) && len(t.Members) < 20 { // "master": any master's degree
			keys = slices.Concat(keys, t.Members)
		}
		for _, k := range keys {
			if ids, ok := n.titles[k]; ok && (strings.HasPrefix(k, "=") || strings.HasPrefix(k, "_")) {
				take(&titled, ids, t.Start, t.End)
			}
		}
	}
	return named, titled, used
}

// ofWord are the entries that a word sets apart, in the singular or the plural.
func (n *Names) ofWord(word string) []int {
	if ids := n.entries[word]; ids != nil {
		return ids
	}
	if ids := n.entries[strings.TrimSuffix(word, "s")]; ids != nil {
		return ids
	}
	return n.entries[word+"s"]
}

// StemsOf is the stems of words joined by blanks.
func StemsOf(tokens []lexicon.Token) string {
	stems := make([]string, len(tokens))
	for i, t := range tokens {
		stems[i] = t.Stem
	}
	return strings.Join(stems, " ")
}

// IsPerson tells whether words are all of the person's name.
func (n *Names) IsPerson(tokens []lexicon.Token) bool {
	for _, t := range tokens {
		if !n.Person[t.Stem] {
			return false
		}
	}
	return true
}

// Held tells whether a kind of entry is a place where somebody is: a job, a
// school; not a publisher or an awarder.
func Held(k resume.EntryKind) bool {
	return k == resume.EntryWork || k == resume.EntryVolunteer || k == resume.EntryEducation || k == resume.EntryCertificate
}

var (
	heWords  = lexicon.WordSet("he his him hes himself")
	sheWords = lexicon.WordSet("she her hers shes herself")
)

// Pronoun is the one pronoun of the third person singular that words hold, "he" or
// "she", or "" for none and for both.
func Pronoun(tokens []lexicon.Token) string {
	he := slices.ContainsFunc(tokens, func(t lexicon.Token) bool { return heWords[t.Word] })
	she := slices.ContainsFunc(tokens, func(t lexicon.Token) bool { return sheWords[t.Word] })
	switch {
	case he && !she:
		return "he"
	case she && !he:
		return "she"
	}
	return ""
}

// Kinds are the kinds of entries that a question may be about, by the words for them.
var Kinds = []resume.EntryKind{
	resume.EntryWork, resume.EntryEducation, resume.EntryProject, resume.EntryCertificate,
	resume.EntryAward, resume.EntryPublication, resume.EntryVolunteer,
}

// KindWords are the stems of the words of a question for each kind of entry.
var KindWords = func() map[resume.EntryKind]map[string]bool {
	out := map[resume.EntryKind]map[string]bool{}
	for _, kind := range Kinds {
		out[kind] = lexicon.StemSet(strings.Join(lists.Lines[string(kind)], " "))
	}
	return out
}()

// KindNames are the words for all kinds of entries.
func KindNames() (out []string) {
	for _, kind := range Kinds {
		out = append(out, strings.Fields(strings.Join(lists.Lines[string(kind)], " "))...)
	}
	return out
}

// IsKind tells whether a stem names a kind of entry: "job", "degree".
func IsKind(stem string) bool {
	for _, words := range KindWords {
		if words[stem] {
			return true
		}
	}
	return false
}
