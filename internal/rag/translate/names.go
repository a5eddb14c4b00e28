package translate

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// names are the proper names of a résumé.
type names struct {
	lexicon *lexicon.Lexicon
	sure    map[string]bool // words that are a name however a question spells them
	spelt   map[string]bool // words that are written with a capital
	small   map[string]bool // words that are written without one as well
	kept    [][]word        // names that no translation of a line adds or leaves out
}

// namesOf collects the names of what visitors may read.
func namesOf(doc *resume.Document, lex *lexicon.Lexicon) *names {
	n := &names{lexicon: lex, sure: map[string]bool{}, spelt: map[string]bool{}, small: map[string]bool{}}
	for i := range doc.Passages {
		n.read(doc.Passages[i].Text())
	}
	for i := range doc.Entries {
		x := &doc.Entries[i]
		n.entry(x.Kind, words(x.Title), words(x.Org))
	}
	var technical []string
	for _, t := range lex.Terms(english().said["technologies"]) {
		technical = append(technical, t.Members...)
	}
	for _, g := range doc.Skills {
		for _, s := range g.Skills {
			said := words(s.Name)
			if len(said) == 1 && len(s.Name) > 1 && (mixed.MatchString(s.Name) || slices.ContainsFunc(lex.Keys(s.Name), func(key string) bool { return slices.Contains(technical, key) })) {
				n.keep(said)
			}
		}
	}
	return n
}

// read takes the names of a text; what begins a sentence with a capital may be any
// word.
func (n *names) read(text string) {
	for _, w := range words(text) {
		switch {
		case mixed.MatchString(w.Text):
			n.sure[w.Word] = true
		case !w.capital():
			n.small[w.Word] = true
		case !w.opens && n.lexicon.ClassOf(w.Token) == lexicon.Content:
			n.spelt[w.Word] = true
		}
	}
}

// entry keeps the name of an employer, as far as a word of its own where it begins
// with one, and of a project that is called by such a word.
func (n *names) entry(kind resume.EntryKind, title, org []word) {
	own := func(name []word) bool { return len(name) > 0 && !n.lexicon.Known(name[0].Token) }
	switch {
	case kind == resume.EntryProject && len(title) == 1 && own(title):
		n.keep(title)
	case kind != resume.EntryWork && kind != resume.EntryVolunteer:
	case own(org):
		n.keep(org[:1])
	case len(org) > 1:
		n.keep(org)
	}
}

func (n *names) keep(name []word) {
	n.kept = append(n.kept, name)
	n.sure[name[0].Word] = n.sure[name[0].Word] || len(name) == 1
}

// lost returns the names and facts of a question that its translation lacks. Names
// are those of the résumé, and in a script without capitals what is written in
// Latin letters with one.
func (n *names) lost(question, translation string, l Language) (out []string) {
	said := words(translation)
	for _, w := range words(question) {
		stem := w
		stem.Word = strings.TrimSuffix(w.Word, "s") // German glues the genitive
		is := func(key string) bool {
			return n.sure[key] || n.spelt[key] && !n.small[key] && (w.capital() && !w.opens || !n.lexicon.Known(w.Token))
		}
		switch name := is(w.Word) || w.capital() && (len(l.scripts) > 0 || is(stem.Word)); {
		case !w.latin, len(w.Word) < 2, len(w.Word) < certain && !w.capital(), w.in(l.has["words"]):
		case name && !w.in(said) && !stem.in(said):
			out = append(out, w.Text)
		}
	}
	return append(out, lacking(l.facts(question), append(spelt(translation), english().facts(translation)...))...)
}

// A translation may be this many times as long as its original, and somewhat
// longer where that is short.
const longest, longer = 3, 20

// faithful tells whether a translation of an English line is in the language,
// about as long, and says the figures, months, names and addresses that the
// original says and no others, of which there must be one; and whether it denies
// what the original denies. That is as much as can be told without knowing the
// language: what was checked in full is the original.
func (n *names) faithful(original, text string, l Language) error {
	was, is := words(original), words(text)
	rest := slices.DeleteFunc(slices.Clone(is), func(w word) bool { return w.capital() && w.in(was) })
	want, got := english().facts(original), l.facts(text)
	if l.said["months"]+l.said["month-sign"] == "" {
		want = lacking(want, strings.Fields(english().said["months"]))
	}
	switch {
	case !l.isIn(rest) && (len(rest) > 0 || text != original):
		return fmt.Errorf("is not in %s", l.name)
	case utf8.RuneCountInString(text) > longest*utf8.RuneCountInString(original)+longer:
		return errors.New("is too long")
	case l.said["denial"]+l.said["within"] != "" && l.denies(text) != english().denies(original):
		return errors.New("denies what the original does not, or the other way round")
	case len(lacking(want, got)) > 0 || len(lacking(got, append(spelt(original), want...))) > 0:
		return fmt.Errorf("figures, months or addresses %v became %v", want, got)
	}
	shared, err := n.shared(was, is, l)
	if err == nil && shared+len(want) == 0 {
		err = errors.New("has no figure or name to be recognised by")
	}
	return err
}

// shared counts the names that original and translation share. It is an error if
// one that stays as it is stands in one of them only, or a new name in the
// translation, as far as capitals tell: within a word of Latin letters, or before
// it in a script that has none.
func (n *names) shared(was, is []word, l Language) (shared int, err error) {
	for _, name := range n.kept {
		in := holds(was, name)
		if in != holds(is, name) {
			return 0, fmt.Errorf("the name of %q is only in one of original and translation", name[0].Text)
		}
		if in {
			shared++
		}
	}
	for _, w := range was {
		if w.in(is) && w.capital() && !w.opens {
			shared++
		}
	}
	for _, w := range is {
		if w.latin && !w.in(was) && (mixed.MatchString(w.Text) || len(l.scripts) > 0 && w.capital()) {
			return 0, fmt.Errorf("%q is new", w.Text)
		}
	}
	return shared, nil
}

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
