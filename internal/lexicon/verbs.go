package lexicon

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed verbs.txt
var verbsFile string

// Verb is a verb with the forms a résumé uses.
type Verb struct {
	Base, Past, Participle string
	noun                   bool // it is a noun as well: "design"
	preposition            bool // at the head of a line a preposition may follow it: "work on"
}

// Form is how a word relates to its verb.
type Form int

const (
	Base  Form = iota // "run"
	Third             // "runs"
	Past              // "ran"
)

// verbs holds the verbs of verbs.txt by every form but the -ing one. Stems need
// it, and stems are a matter of the language, not of a Lexicon: hence one table
// for the process, read at first use and never changed.
var verbs = sync.OnceValue(func() map[string]Verb {
	out := map[string]Verb{}
	add := func(word string, v Verb) {
		if _, taken := out[word]; !taken {
			out[word] = v
		}
	}
	irregular := false
	for _, line := range lines(verbsFile) {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0:
		case strings.HasPrefix(line, "["):
			irregular = line == "[irregular]"
		case irregular && len(fields) == 3:
			v := Verb{Base: fields[0], Past: fields[1], Participle: fields[2]}
			for _, w := range fields {
				add(w, v)
			}
			add(v.Third(), v)
		default:
			for _, w := range fields {
				base := strings.TrimRight(w, "*+")
				past := regularPast(base)
				v := Verb{Base: base, Past: past, Participle: past, noun: strings.HasSuffix(w, "*"), preposition: strings.HasSuffix(w, "+")}
				add(base, v)
				add(past, v)
				add(v.Third(), v)
			}
		}
	}
	return out
})

// Third is the third person singular: "runs", "studies", "teaches".
func (v Verb) Third() string {
	b := v.Base
	switch {
	case b == "be" || b == "am":
		return "is"
	case b == "have":
		return "has"
	case b == "go" || b == "do" || strings.HasSuffix(b, "s") || strings.HasSuffix(b, "sh") || strings.HasSuffix(b, "ch") || strings.HasSuffix(b, "x") || strings.HasSuffix(b, "z"):
		return b + "es"
	case endsInConsonantY(b):
		return b[:len(b)-1] + "ies"
	}
	return b + "s"
}

func regularPast(base string) string {
	switch {
	case strings.HasSuffix(base, "e"):
		return base + "d"
	case endsInConsonantY(base):
		return base[:len(base)-1] + "ied"
	case doubles[base]:
		return base + base[len(base)-1:] + "ed"
	}
	return base + "ed"
}

// doubles are the regular verbs of the list whose last consonant doubles.
var doubles = map[string]bool{
	"admit": true, "ban": true, "chat": true, "commit": true, "control": true, "equip": true, "fit": true,
	"map": true, "plan": true, "program": true, "refer": true, "ship": true, "stop": true, "submit": true,
	"transfer": true, "transmit": true, "trim": true, "defer": true, "swap": true, "tag": true,
}

func endsInConsonantY(w string) bool {
	return len(w) > 2 && w[len(w)-1] == 'y' && !strings.ContainsRune("aeiou", rune(w[len(w)-2]))
}

// VerbOf finds the verb a folded word is a form of; ok is false for verbs that
// the list lacks, and in the -ing form.
func VerbOf(word string) (v Verb, form Form, ok bool) {
	v, ok = verbs()[word]
	switch {
	case !ok:
		return Verb{}, 0, false
	case word == v.Past || word == v.Participle && word != v.Base:
		return v, Past, true
	case word == v.Base:
		return v, Base, true
	}
	return v, Third, true
}

// IsNoun tells whether the word is a noun as well: "design".
func (v Verb) IsNoun() bool { return v.noun }

// OpensLine tells whether a form of the verb at the head of a line is likely the
// verb and not a noun, given the word after it: "Design banking apps" may be
// either and counts as a noun, "Design a banking app" does not.
func (v Verb) OpensLine(next string) bool {
	if v.noun {
		return determiners[next] || next != "" && next[0] >= '0' && next[0] <= '9'
	}
	return v.preposition || !prepositions[next]
}

var (
	determiners  = WordSet("a an the this these all each every up about over both several two three four five six seven eight nine ten twelve our my his her their its new")
	prepositions = WordSet("of for at in on with to from by and")
)

// WordSet is the set of the words of a list with blanks between them.
func WordSet(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// StemSet is the set of the stems of a list's words.
func StemSet(list string) map[string]bool {
	out := map[string]bool{}
	for _, s := range Stems(list) {
		out[s] = true
	}
	return out
}
