package translate

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// A translation may be this many times as long as its original, and somewhat
// longer where that is short; or this part of it.
const longest, longer, shortest = 3, 20, 5

// faithful tells whether a translation of an English line is in the language,
// about as long, and says the figures, months, names and addresses that the
// original says and no others, of which there must be one; and whether it denies
// what the original denies. That is as much as can be told without knowing the
// language: what was checked in full is the original.
func (n *names) faithful(original, text string, l Language) error {
	was, is := words(original), words(text)
	names := keys(slices.DeleteFunc(slices.Clone(was), func(w word) bool { return !w.named() }))
	rest := slices.DeleteFunc(slices.Clone(is), func(w word) bool { return names[w.Word] && w.named() })
	size, before := utf8.RuneCountInString(text), utf8.RuneCountInString(original)
	count := func(sign string) bool {
		return strings.Count(strings.ToLower(text), sign) == strings.Count(strings.ToLower(original), sign)
	}
	switch {
	case !l.isIn(rest) && (len(rest) > 0 || text != original):
		return fmt.Errorf("is not in %s", l.name)
	case size > longest*before+longer || shortest*size < before:
		return errors.New("is too long or too short")
	case !count("@") || !count("http"):
		return errors.New("addresses differ")
	case l.said["denial"]+l.said["within"] != "" && l.denies(text) != english().denies(original):
		return errors.New("denies what the original does not, or the other way round")
	}
	dated := len(l.months) > 0 || l.said["month-sign"] != ""
	want, got := english().facts(original, dated), l.facts(text, dated)
	if len(lacking(want, got)) > 0 || len(lacking(got, append(spelt(was), want...))) > 0 {
		return fmt.Errorf("figures or months %v became %v", want, got)
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
		in := holds(was, words(name))
		if in != holds(is, words(name)) {
			return 0, fmt.Errorf("%q is only in one of original and translation", name)
		}
		if in {
			shared++
		}
	}
	before, now := keys(was), keys(is)
	for _, w := range was {
		if now[w.Word] && (w.odd() || w.capital() && !w.opens) {
			shared++
		}
	}
	for _, w := range is {
		if w.latin && !before[w.Word] && (mixed.MatchString(w.Text) || len(l.scripts) > 0 && w.capital()) {
			return 0, fmt.Errorf("%q is new", w.Text)
		}
	}
	return shared, nil
}
