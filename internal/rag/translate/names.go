package translate

import (
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// names are the proper names of a résumé.
type names struct {
	lexicon *lexicon.Lexicon
	sure    map[string]bool // words that are a name however a question spells them
	spelt   map[string]bool // words that the résumé never has without a capital
	small   map[string]bool // words that it has so
	kept    []string        // names that no translation of a line adds or leaves out
}

// namesOf collects the names of what visitors may read.
func namesOf(doc *resume.Document, lex *lexicon.Lexicon) *names {
	n := &names{lexicon: lex, sure: map[string]bool{}, spelt: map[string]bool{}, small: map[string]bool{}}
	public := func(passage int) bool { return passage < 0 || !doc.Passages[passage].Private }
	for i := range doc.Passages {
		if public(i) {
			n.read(doc.Passages[i].Text(), false)
		}
	}
	for i := range doc.Entries {
		if x := &doc.Entries[i]; public(x.Header) {
			n.entry(x)
		}
	}
	n.read(doc.Person.Name, true)
	for _, g := range doc.Skills {
		if public(g.Passage) {
			n.skills(g.Skills)
		}
	}
	for _, c := range doc.Person.Contacts {
		if c.Kind != "location" && public(c.Passage) {
			n.kept = append(n.kept, c.Value)
		}
	}
	return n
}

// read takes the names of a text; what begins a sentence with a capital may be any
// word, but not in a title.
func (n *names) read(text string, title bool) {
	for _, w := range words(text) {
		switch {
		case w.odd():
			n.sure[w.Word] = true
		case !w.capital():
			n.small[w.Word] = true
		case (title || !w.opens) && n.lexicon.ClassOf(w.Token) == lexicon.Content:
			n.spelt[w.Word] = true
		}
	}
}

// entry takes the names of an entry: those of employers and what is called by a
// word of its own stay in any translation.
func (n *names) entry(x *resume.Entry) {
	n.read(x.Title, true)
	n.read(x.Org, true)
	project := x.Kind == resume.EntryProject
	own := x.Org
	if project {
		own = x.Title
	} else if x.Kind != resume.EntryWork && x.Kind != resume.EntryVolunteer {
		return
	}
	said := words(own)
	switch {
	case len(said) > 0 && said[0].capital() && !n.lexicon.Known(said[0].Token) && (!project || len(said) == 1):
		n.kept = append(n.kept, said[0].Text)
	case len(said) > 1 && !project:
		n.kept = append(n.kept, own)
	}
}

// skills takes the skills that are called by a word of their own.
func (n *names) skills(skills []resume.Skill) {
	var technical []string
	for _, t := range n.lexicon.Terms(english().said["technologies"]) {
		technical = append(technical, t.Members...)
	}
	for _, s := range skills {
		said := words(s.Name)
		if len(said) == 1 && (said[0].odd() || slices.ContainsFunc(n.lexicon.Keys(s.Name), func(key string) bool { return slices.Contains(technical, key) })) {
			n.sure[said[0].Word] = true
			if len(s.Name) > 1 {
				n.kept = append(n.kept, s.Name)
			}
		}
	}
}

// named tells whether a word of a question is a name: of the résumé, or in a script
// without capitals what is written in Latin letters with one.
func (n *names) named(w word, l Language) bool {
	if !w.latin || len(w.Word) < 2 || len(w.Word) < certain && !w.capital() || l.has["words"][w.Word] {
		return false
	}
	is := func(key string) bool {
		return n.sure[key] || n.spelt[key] && !n.small[key] && (w.capital() && !w.opens || !n.lexicon.Known(w.Token))
	}
	return is(w.Word) || w.capital() && (len(l.scripts) > 0 || is(strings.TrimSuffix(w.Word, "s"))) // German glues the genitive
}

// lost returns the names and facts of a question that its translation lacks.
func (n *names) lost(question, translation string, l Language) (out []string) {
	said := words(translation)
	has := keys(said)
	for _, w := range words(question) {
		if n.named(w, l) && !has[w.Word] && !has[strings.TrimSuffix(w.Word, "s")] {
			out = append(out, w.Text)
		}
	}
	return append(out, lacking(l.facts(question, true), append(spelt(said), english().facts(translation, true)...))...)
}

// named tells whether a word may be a name as far as its spelling tells.
func (w word) named() bool { return w.capital() || w.odd() }

// holds tells whether the words of a name are among others; a genitive s may follow.
func holds(said, name []word) bool {
	for i := range len(said) - len(name) + 1 {
		if slices.EqualFunc(said[i:i+len(name)], name, func(w, part word) bool {
			return w.Text == part.Text || len(part.Word) > certain && (w.Word == part.Word || w.Word == part.Word+"s")
		}) {
			return true
		}
	}
	return false
}
