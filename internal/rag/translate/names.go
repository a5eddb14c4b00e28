package translate

import (
	"slices"
	"strings"
	"unicode/utf8"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// names are the proper names of a résumé.
type names struct {
	lexicon *lexicon.Lexicon
	sure    map[string]bool // keys of words that are a name however a question spells them
	spelt   map[string]bool // keys of words that the résumé never has without a capital
	kept    []string        // names that no translation of a line adds or leaves out
}

// namesOf collects the names of what visitors may read.
func namesOf(doc *resume.Document, lex *lexicon.Lexicon) *names {
	n := &names{lexicon: lex, sure: map[string]bool{}, spelt: map[string]bool{}}
	small := map[string]bool{}
	for i := range doc.Passages {
		if p := &doc.Passages[i]; !p.Private {
			n.read(p.Text(), small)
		}
	}
	for i := range doc.Entries {
		if x := &doc.Entries[i]; public(doc, x.Header) {
			n.entry(x)
		}
	}
	n.title(doc.Person.Name)
	n.skills(doc)
	for _, c := range doc.Person.Contacts {
		if c.Kind != "location" && public(doc, c.Passage) {
			n.keep(c.Value)
		}
	}
	for key := range small {
		delete(n.spelt, key)
	}
	return n
}

// public tells whether visitors may read a passage, or there is none (-1).
func public(doc *resume.Document, passage int) bool {
	return passage < 0 || !doc.Passages[passage].Private
}

// read takes the names of a passage; what begins a sentence with a capital may be
// any word.
func (n *names) read(text string, small map[string]bool) {
	for _, w := range wordsOf(text) {
		switch {
		case w.isOdd():
			n.sure[w.key] = true
		case !w.capital():
			small[w.key] = true
		case !w.stop && n.tells(w):
			n.spelt[w.key] = true
		}
	}
}

// entry takes the names of an entry: those of employers and what is called by a
// word of its own stay in any translation.
func (n *names) entry(x *resume.Entry) {
	n.title(x.Title)
	n.title(x.Org)
	own := x.Title
	switch x.Kind {
	case resume.EntryWork, resume.EntryVolunteer:
		own = x.Org
	case resume.EntryProject:
	default:
		return
	}
	if words := wordsOf(own); len(words) > 0 && words[0].capital() && n.unknown(words[0]) && (x.Kind != resume.EntryProject || len(words) == 1) {
		n.keep(words[0].text)
	} else if x.Kind != resume.EntryProject && len(words) > 1 {
		n.keep(own)
	}
}

// title takes the words of a title that have a capital.
func (n *names) title(text string) {
	for _, w := range wordsOf(text) {
		if w.capital() && n.tells(w) {
			n.spelt[w.key] = true
		}
	}
}

// skills takes the skills that are called by a word of their own.
func (n *names) skills(doc *resume.Document) {
	technical := map[string]bool{}
	for _, t := range n.lexicon.Terms(known().technologies) {
		for _, m := range t.Members {
			technical[m] = true
		}
	}
	for _, g := range doc.Skills {
		if !public(doc, g.Passage) {
			continue
		}
		for _, s := range g.Skills {
			words := wordsOf(s.Name)
			if len(words) != 1 || !words[0].isOdd() && !slices.ContainsFunc(n.lexicon.Keys(s.Name), func(key string) bool { return technical[key] }) {
				continue
			}
			n.keep(s.Name)
			n.sure[words[0].key] = true
		}
	}
}

func (n *names) keep(name string) {
	if name = strings.TrimSpace(name); len(name) > 1 && !slices.Contains(n.kept, name) {
		n.kept = append(n.kept, name)
	}
}

// tells tells whether a word says more than the generic ones of résumés.
func (n *names) tells(w word) bool {
	tokens := lexicon.Tokens(w.text)
	return len(tokens) == 1 && n.lexicon.ClassOf(tokens[0]) == lexicon.Content
}

// unknown tells whether a word is none that the lexicon has.
func (n *names) unknown(w word) bool {
	tokens := lexicon.Tokens(w.text)
	return len(tokens) == 1 && !n.lexicon.Known(tokens[0])
}

// in returns the names of a question, as it spells them: words that are names in
// the résumé, and in a script without capitals those that are written in Latin
// letters with one.
func (n *names) in(question string, l Language) []string {
	var out []string
	for _, w := range wordsOf(question) {
		if !w.latin || strings.Trim(w.key, "0123456789.") == "" || len(w.key) < certain && !w.capital() {
			continue
		}
		name := func(key string) bool { return n.sure[key] || n.spelt[key] && (w.capital() && !w.stop || n.unknown(w)) }
		genitive := w.capital() && name(strings.TrimSuffix(w.key, "s")) // German glues it
		if (name(w.key) || genitive || len(l.scripts) > 0 && w.capital()) && len(w.key) > 1 && !l.words[w.key] {
			out = append(out, w.text)
		}
	}
	return out
}

// lost returns the names and figures of a question that its translation lacks.
func (n *names) lost(question, english string, l Language) []string {
	var out []string
	has := keySet(english)
	for _, name := range n.in(question, l) {
		key := wordsOf(name)[0].key
		if !has[key] && !has[strings.TrimSuffix(key, "s")] {
			out = append(out, name)
		}
	}
	want, _ := l.figures(question)
	got, _ := known().english.figures(english)
	got = append(got, spelledOut(english)...)
	for _, f := range want {
		if !slices.Contains(got, f) {
			out = append(out, f)
		}
	}
	return out
}

// spelledOut are the digits of the numbers that an English text writes as words.
func spelledOut(english string) []string {
	var out []string
	for _, w := range wordsOf(english) {
		if f, ok := known().numbers[w.key]; ok {
			out = append(out, f)
		}
	}
	return out
}

// lineNames are the words of an English line that are names, as far as its
// capitals tell.
func lineNames(words []word) map[string]bool {
	out := map[string]bool{}
	for i, w := range words {
		follows := i+1 < len(words) && words[i+1].capital()
		if w.isOdd() || w.capital() && (!w.stop || follows || len(words) == 1) {
			out[w.key] = true
		}
	}
	return out
}

// without leaves names out of words, and the "of" within them.
func without(words []word, names map[string]bool) []word {
	is := func(i int) bool {
		return i >= 0 && i < len(words) && names[words[i].key] && (words[i].capital() || words[i].isOdd())
	}
	var out []word
	for i, w := range words {
		if !is(i) && !(known().joins[w.key] && is(i-1) && is(i+1)) {
			out = append(out, w)
		}
	}
	return out
}

// holds tells whether a text has a name with no letter or digit right before or
// after it; a genitive s may follow.
func holds(text, name string) bool {
	if utf8.RuneCountInString(name) > certain {
		text, name = lexicon.Fold(text), lexicon.Fold(name)
	}
	for at := 0; ; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at+i])
		rest := text[at+i+len(name):]
		after, _ := utf8.DecodeRuneInString(rest)
		genitive, _ := utf8.DecodeRuneInString(strings.TrimPrefix(rest, "s"))
		if !isLatin(before) && (!isLatin(after) || !isLatin(genitive)) {
			return true
		}
		at += i + len(name)
	}
}
