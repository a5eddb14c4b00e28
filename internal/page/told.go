package page

import (
	"regexp"
	"strings"

	"resumebot/internal/lexicon"
)

var (
	contracted = strings.NewReplacer("I'm ", "I am ", "I’m ", "I am ", "I've ", "I have ", "I’ve ", "I have ")
	iDoes      = regexp.MustCompile(`(^|[.!?:;] )I ((?:[a-z]+ly )?)([a-z]+)((?:, [a-z]+)*,? and [a-z]+)?`)
	my         = regexp.MustCompile(`\b[Mm]y\b`)
	stillFirst = regexp.MustCompile(`\b(?:I|[Mm](?:e|ine|yself)|[Ww]e|[Oo]urs?|[Uu]s)\b|["“”]`)
	oneMore    = regexp.MustCompile(`(?:,|\band|\bor|\bbut) ([a-z]+)`)
	lowerWord  = regexp.MustCompile(`[a-z]+`)
)

// told puts a line of the first person into the third: "I run my lab" as "Ada
// runs Ada’s lab". Where it is not certain to read right (somebody is quoted, a
// verb is not known, another may follow) the line stays as it was written.
func (b *Builder) told(text string) string {
	certain := true
	third := func(verb string) string {
		told, ok := b.third(verb)
		certain = certain && ok
		return told
	}
	rest := iDoes.ReplaceAllString(contracted.Replace(text), "$1")
	for _, more := range oneMore.FindAllStringSubmatch(rest, -1) {
		if _, form, ok := lexicon.VerbOf(more[1]); ok && form == lexicon.Base {
			certain = false
		}
	}
	out := iDoes.ReplaceAllStringFunc(contracted.Replace(text), func(s string) string {
		g := iDoes.FindStringSubmatch(s)
		return g[1] + b.who + " " + g[2] + third(g[3]) + lowerWord.ReplaceAllStringFunc(g[4], func(w string) string {
			if w == "and" {
				return w
			}
			return third(w)
		})
	})
	out = my.ReplaceAllLiteralString(out, b.who+"’s")
	if !certain || out == text || stillFirst.MatchString(out) {
		return text
	}
	if strings.HasPrefix(out, b.who) {
		out = capital(out)
	}
	return out
}

// third puts a verb that followed "I" into the third person.
func (b *Builder) third(verb string) (string, bool) {
	if told, ok := b.words.of("third", verb); ok {
		return told, true
	}
	v, form, ok := lexicon.VerbOf(verb)
	switch {
	case !ok:
		return "", false
	case form == lexicon.Base:
		return v.Third(), true
	}
	return verb, form == lexicon.Past
}
