package translate

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// faithful tells whether a translation of an English line is in the language,
// about as long, and says the figures, months, names and addresses that the
// original says and no others, of which there must be one; and whether it denies
// what the original denies. That is as much as can be told without knowing the
// language: what was checked in full is the original.
func (n *names) faithful(original, text string, l Language) error {
	was, is := wordsOf(original), wordsOf(text)
	own := lineNames(was)
	if rest := without(is, own); !l.isIn(rest) && (len(rest) > 0 || text != original) {
		return fmt.Errorf("is not in %s", l.name)
	}
	if size, before := utf8.RuneCountInString(text), utf8.RuneCountInString(original); size > longest*before+longer || shortest*size < before {
		return errors.New("is too long or too short")
	}
	anchors, err := sameFigures(original, text, l)
	if err != nil {
		return err
	}
	shared, err := n.sameNames(original, text)
	if err != nil {
		return err
	}
	now := keySet(text)
	for _, w := range was {
		if own[w.key] && now[w.key] && (!w.stop || w.isOdd()) {
			shared++
		}
	}
	if name := newName(was, is, l); name != "" {
		return fmt.Errorf("%q is new", name)
	}
	if strings.Count(text, "@") != strings.Count(original, "@") || strings.Count(strings.ToLower(text), "http") != strings.Count(strings.ToLower(original), "http") {
		return errors.New("addresses differ")
	}
	if (len(l.denials) > 0 || len(l.within) > 0) && l.denies(is) != deniesInEnglish(original, was) {
		return errors.New("denies what the original does not, or the other way round")
	}
	if anchors+shared == 0 {
		return errors.New("has no figure or name to be recognised by")
	}
	return nil
}

// A translation may be this many times as long as its original, and somewhat
// longer where that is short; or this part of it.
const longest, longer, shortest = 3, 20, 5

// sameFigures compares the figures and months, and returns how many there are. A
// number that the original writes as a word may have become a figure.
func sameFigures(original, text string, l Language) (int, error) {
	english := known().english
	want, _ := english.figures(original)
	got, _ := l.figures(text)
	words := spelledOut(original)
	got = slices.DeleteFunc(got, func(f string) bool { return slices.Contains(words, f) })
	if !slices.Equal(want, got) {
		return 0, fmt.Errorf("figures %v became %v", want, got)
	}
	if len(l.months) > 0 || l.monthSign != "" {
		if want, got := english.monthsIn(original), l.monthsIn(text); !slices.Equal(want, got) {
			return 0, fmt.Errorf("months %v became %v", want, got)
		}
	}
	return len(want), nil
}

// sameNames compares the names that stay as they are, and counts them.
func (n *names) sameNames(original, text string) (shared int, err error) {
	for _, name := range n.kept {
		in := holds(original, name)
		if in != holds(text, name) {
			return 0, fmt.Errorf("%q is only in one of original and translation", name)
		}
		if in {
			shared++
		}
	}
	return shared, nil
}

// newName is a name that only the translation has, as far as capitals tell: within
// a word of Latin letters, or before it in a script that has none.
func newName(was, is []word, l Language) string {
	before := map[string]bool{}
	for _, w := range was {
		before[w.key] = true
	}
	for _, w := range is {
		if w.latin && !before[w.key] && (w.mixed() || len(l.scripts) > 0 && w.capital()) {
			return w.text
		}
	}
	return ""
}

// deniesInEnglish tells whether an English line denies something.
func deniesInEnglish(line string, words []word) bool {
	low := strings.ToLower(strings.ReplaceAll(line, "’", "'"))
	return known().english.denies(words) || strings.Contains(low, "n't")
}
