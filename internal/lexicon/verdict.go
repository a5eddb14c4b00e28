package lexicon

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed verdict.txt
var verdictFile string

var verdicts = sync.OnceValue(func() []*regexp.Regexp {
	var out []*regexp.Regexp
	for line := range DataLines(verdictFile) {
		form := " "
		for part := range strings.FieldsSeq(line) {
			if part == "*" {
				form += `(?:[^ ]+ ){0,3}`
			} else {
				form += "(?:" + part + ") "
			}
		}
		out = append(out, regexp.MustCompile(form))
	}
	return out
})

// Judges tells whether a text says of somebody that they are to be hired, or the best
// there is: "should be hired", "a perfect fit for". A rank that was won is no
// judgement: "best employee of 2019".
func Judges(text string) bool {
	var words []string
	for _, t := range Tokens(text) {
		words = append(words, t.Word)
	}
	said := " " + strings.Join(words, " ") + " "
	return slices.ContainsFunc(verdicts(), func(v *regexp.Regexp) bool { return v.MatchString(said) })
}
