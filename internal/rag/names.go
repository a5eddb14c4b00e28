package rag

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// names tells which entries and which person a question speaks of.
type names struct {
	entries map[string][]int // distinctive key of an organisation, school or project → its entries
	phrases map[string][]int // whole name as stems joined by spaces → its entries
	titles  map[string][]int // whole title as stems, or its concept → its entries
	weak    map[int]bool     // entries named by their title only: an award, a paper
	person  map[string]bool  // stems of the person's name
	first   string           // first name as written
	pronoun string           // by which the summary speaks of the person, or ""
}

// generic words do not set one organisation apart from another.
var generic = stemSet(`university universität universidad université institute institut college school academy
	bank technologies technology solutions services systems group international national global company
	corporation consulting labs lab research center centre department studio media digital foundation hospital
	clinic city state association society agency ventures partners holdings software development engineer
	engineering developer manager senior junior lead principal staff head director analyst consultant
	specialist assistant associate officer coordinator intern internship of the and for in at on pvt ltd llc inc
	gmbh co corp limited private ag sa plc the new data web app tool platform professional certificate bachelor
	master science sciences computer information science arts certified certification course training program
	it remote freelance self employed`)

func stemSet(list string) map[string]bool {
	out := map[string]bool{}
	for _, s := range lexicon.Stems(list) {
		out[s] = true
	}
	return out
}

var parenthesis = regexp.MustCompile(`\(([^)]+)\)`)

// collectNames reads the names of all entries.
func (e *Engine) collectNames() names {
	n := names{entries: map[string][]int{}, phrases: map[string][]int{}, titles: map[string][]int{}, weak: map[int]bool{}, person: map[string]bool{}}
	n.first = firstName(e.Document.Person.Name)
	for _, sec := range e.Document.Sections {
		if sec.Kind == resume.SectionSummary {
			for _, p := range sec.Passages {
				n.pronoun = cmp.Or(n.pronoun, pronounIn(wordsOf(e.Document.Passages[p].Text())))
			}
		}
	}
	for _, t := range lexicon.Tokens(e.Document.Person.Name) {
		if len(t.Word) > 1 && !honorifics[t.Word] {
			n.person[t.Stem] = true
		}
	}
	for i := range e.Document.Entries {
		entry := &e.Document.Entries[i]
		name := entry.Org
		if entry.Org == "" || entry.Kind == resume.EntryProject || entry.Kind == resume.EntryPublication || entry.Kind == resume.EntryAward {
			name = entry.Title + " " + entry.Org
		}
		n.weak[i] = entry.Kind == resume.EntryPublication || entry.Kind == resume.EntryAward || entry.Kind != resume.EntryProject && entry.Org == ""
		n.add(name, i, e.Lexicon)
		if entry.Kind == resume.EntryWork || entry.Kind == resume.EntryVolunteer || entry.Kind == resume.EntryEducation || entry.Kind == resume.EntryCertificate {
			phrase := strings.Join(lexicon.Stems(entry.Title), " ")
			appendTo(n.titles, phrase, i)
			for _, t := range e.Lexicon.Terms(entry.Title) {
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
	}
	return n
}

// honorifics stand before a name.
var honorifics = wordSet("dr prof professor mr mrs ms mx miss sir dame rev dipl ing dipl-ing herr frau mme")

// firstName is the first part of a name that is no title, "Maria-Elena" whole,
// and not in capitals where the résumé has the whole name so.
func firstName(name string) string {
	for f := range strings.FieldsSeq(name) {
		f = strings.Trim(f, ",;")
		if low := strings.Trim(strings.ToLower(f), "."); honorifics[low] || len([]rune(low)) < 2 {
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

func (n *names) add(name string, entry int, lex *lexicon.Lexicon) {
	for _, m := range parenthesis.FindAllStringSubmatch(name, -1) {
		for _, t := range lexicon.Tokens(m[1]) { // "(IIT)"
			if t.Text == strings.ToUpper(t.Text) && len(t.Text) > 1 {
				appendTo(n.entries, t.Stem, entry)
			}
		}
	}
	tokens := lexicon.Tokens(name)
	var stems []string
	for _, t := range tokens {
		stems = append(stems, t.Stem)
		if n.person[t.Stem] || generic[t.Stem] || lex.ClassOf(t) != lexicon.Content || len(t.Word) < 3 || lex.Known(t) && len(tokens) > 1 {
			continue
		}
		appendTo(n.entries, t.Stem, entry)
	}
	if short := initials(tokens); len(short) > 2 {
		appendTo(n.entries, short, entry) // "NMSU"
	}
	if len(stems) > 0 {
		appendTo(n.phrases, strings.Join(stems, " "), entry)
		if len(stems) > 1 {
			appendTo(n.phrases, strings.Join(stems, ""), entry)
		}
	}
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

// find returns the entries a text names, those it names by a title only, and
// the tokens that the names took.
func (n *names) find(tokens []lexicon.Token, terms []lexicon.Term) (named, titled []int, used map[int]bool) {
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
			phrase := stemsOf(tokens[i : i+w])
			if ids, ok := n.phrases[phrase]; ok && (w > 1 && i+w > whole || w == 1 && i >= whole && !generic[phrase]) {
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
		for _, id := range n.entries[tokens[i].Stem] {
			if !n.weak[id] || tokens[i].Text != strings.ToLower(tokens[i].Text) { // a common word of a title names nothing
				take(&named, []int{id}, i, i+1)
			}
		}
	}
	for _, t := range terms {
		if t.Class == lexicon.Soft {
			continue
		}
		keys := t.Keys
		if !isKindWord(tokens[t.Start].Stem) && len(t.Members) < 20 { // "master": any master's degree
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

func stemsOf(tokens []lexicon.Token) string {
	stems := make([]string, len(tokens))
	for i, t := range tokens {
		stems[i] = t.Stem
	}
	return strings.Join(stems, " ")
}
