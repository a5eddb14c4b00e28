package lexicon

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

var (
	//go:embed synonyms.txt
	synonymsFile string
	//go:embed kinds.txt
	kindsFile string
	//go:embed plain.txt
	plainFile string
)

// Class says how much a word carries.
type Class int

const (
	Content Class = iota // names, things, numbers: what a question is about
	Soft                 // generic words of questions and résumé prose
	Stop                 // function words
)

// Term is one unit of meaning of a text: a known phrase ("load balancer") or a
// single word.
type Term struct {
	Text    string   // as written
	Keys    []string // what it is matched by; any one of them is a match
	Class   Class
	Members []string // keys of the things of this kind, when the term names a kind
	Start   int      // first token, and
	End     int      // one past the last
}

// Lexicon is the loaded knowledge. It is not changed after [New] and may be
// shared between goroutines.
type Lexicon struct {
	class   map[string]Class    // word → class
	phrases map[string]string   // stems joined by spaces → concept key
	kinds   map[string][]string // stems joined by spaces → keys of members
	things  map[string]bool     // keys of members, but not of languages that people speak
	names   map[string]bool     // stems of members of several words
	longest map[string]int      // first stem of a phrase → most words in one
}

// New reads the embedded data files.
func New() (*Lexicon, error) {
	l := &Lexicon{
		class:   map[string]Class{},
		phrases: map[string]string{},
		kinds:   map[string][]string{},
		things:  map[string]bool{},
		names:   map[string]bool{},
		longest: map[string]int{},
	}
	if err := l.readClasses(); err != nil {
		return nil, err
	}
	l.readSynonyms()
	if err := l.readKinds(); err != nil {
		return nil, err
	}
	return l, nil
}

func (l *Lexicon) readClasses() error {
	class := Content
	for n, line := range lines(plainFile) {
		switch line {
		case "":
		case "[stop]":
			class = Stop
		case "[soft]":
			class = Soft
		default:
			if class == Content {
				return fmt.Errorf("lexicon: read plain.txt: line %d: words before a section", n+1)
			}
			for _, w := range strings.Fields(line) {
				if _, ok := l.class[w]; !ok {
					l.class[w] = class
				}
			}
		}
	}
	return nil
}

func (l *Lexicon) readSynonyms() {
	for _, line := range lines(synonymsFile) {
		if line == "" {
			continue
		}
		names := split(line)
		concept := "=" + names[0]
		for _, name := range names {
			phrase := strings.Join(Stems(name), " ")
			if _, taken := l.phrases[phrase]; taken {
				continue // "built, build" share a stem; the first line wins
			}
			l.phrases[phrase] = concept
			l.learn(phrase)
		}
	}
}

func (l *Lexicon) readKinds() error {
	for n, line := range lines(kindsFile) {
		if line == "" {
			continue
		}
		kinds, members, ok := strings.Cut(line, ":")
		if !ok {
			return fmt.Errorf("lexicon: read kinds.txt: line %d: no colon", n+1)
		}
		var keys []string
		for _, m := range split(members) {
			keys = append(keys, l.key(m))
		}
		for _, k := range split(kinds) {
			phrase := strings.Join(Stems(k), " ")
			for _, key := range keys {
				if !slices.Contains(l.kinds[phrase], key) {
					l.kinds[phrase] = append(l.kinds[phrase], key)
					if !strings.HasSuffix(phrase, "languag") || strings.HasPrefix(phrase, "program") {
						l.things[key] = true
					}
				}
			}
			l.learn(phrase)
		}
	}
	return nil
}

// learn notes how many words a known phrase has.
func (l *Lexicon) learn(phrase string) {
	first, _, _ := strings.Cut(phrase, " ")
	l.longest[first] = max(l.longest[first], strings.Count(phrase, " ")+1)
}

// key is the concept of a name where it has synonyms, else its stems joined,
// which are then known as a phrase.
func (l *Lexicon) key(name string) string {
	phrase := strings.Join(Stems(name), " ")
	if c, ok := l.phrases[phrase]; ok {
		return c
	}
	if strings.Contains(phrase, " ") {
		l.names[phrase] = true
		l.learn(phrase)
		return "_" + strings.ReplaceAll(phrase, " ", "_")
	}
	return phrase
}

// ClassOf tells how much a word carries.
func (l *Lexicon) ClassOf(t Token) Class {
	if t.Text == "US" || t.Text == "IT" {
		return Content // abbreviations, not function words
	}
	if c, ok := l.class[t.Word]; ok {
		return c
	}
	if v, _, ok := VerbOf(t.Word); ok && v.Base != t.Word {
		if c, ok := l.class[v.Base]; ok {
			return c
		}
	}
	return Content
}

// Terms cuts a text into terms, longest known phrase first.
func (l *Lexicon) Terms(text string) []Term {
	return l.terms(text, Tokens(text))
}

func (l *Lexicon) terms(text string, tokens []Token) []Term {
	var out []Term
	for i := 0; i < len(tokens); {
		n := min(max(1, l.longest[tokens[i].Stem]), len(tokens)-i)
		for ; n > 1; n-- {
			if phrase := joined(tokens[i : i+n]); l.known(phrase) && adjacent(text, tokens[i:i+n]) {
				break
			}
		}
		out = append(out, l.term(text, tokens, i, i+n))
		i += n
	}
	return out
}

// Siblings returns the keys of the smallest kind that a key is a member of: the
// other databases of a database. It returns nil for what is of no kind.
func (l *Lexicon) Siblings(key string) []string {
	var best []string
	for _, members := range l.kinds {
		if len(members) > 2 && (best == nil || len(members) < len(best) || len(members) == len(best) && members[0] < best[0]) && slices.Contains(members, key) {
			best = members
		}
	}
	return best
}

func (l *Lexicon) term(text string, tokens []Token, from, to int) Term {
	first, last := tokens[from], tokens[to-1]
	phrase := joined(tokens[from:to])
	t := Term{Text: text[first.Start:last.End], Start: from, End: to, Class: l.ClassOf(first)}
	if to-from > 1 {
		t.Class = Content
		t.Keys = []string{"_" + strings.ReplaceAll(phrase, " ", "_")}
	} else {
		t.Keys = []string{first.Stem}
	}
	if c, ok := l.phrases[phrase]; ok && l.meant(first, to-from) {
		t.Keys = append([]string{c}, t.Keys...)
		if len([]rune(first.Word)) <= 3 && to-from == 1 {
			t.Class = Content
		}
	}
	t.Members = l.kinds[phrase]
	if name, ok := strings.CutPrefix(t.Keys[0], "="); ok && t.Members == nil {
		t.Members = l.kinds[strings.Join(Stems(name), " ")] // "OS" for operating systems
	}
	return t
}

// meant guards aliases that are also plain words or mere letters ("Go", "BA"):
// they count only when written with a capital.
func (l *Lexicon) meant(t Token, words int) bool {
	if words > 1 {
		return true
	}
	_, plain := l.class[t.Word]
	if len(t.Word) > 2 && !(plain && len(t.Word) <= 3) {
		return true
	}
	return unicode.IsUpper([]rune(t.Text)[0]) && (len(t.Word) > 1)
}

// Keys returns everything a text can be matched by: the stems of its words and
// the concepts of the phrases in it, overlapping ones included.
func (l *Lexicon) Keys(text string) []string {
	tokens := Tokens(text)
	out := make([]string, 0, len(tokens)+4)
	for i, t := range tokens {
		if l.ClassOf(t) != Stop {
			out = append(out, t.Stem)
		}
		for n := 1; n <= l.longest[t.Stem] && i+n <= len(tokens); n++ {
			phrase := joined(tokens[i : i+n])
			if c, ok := l.phrases[phrase]; ok && l.meant(t, n) && adjacent(text, tokens[i:i+n]) {
				out = append(out, c)
			}
			if n > 1 && l.known(phrase) {
				out = append(out, "_"+strings.ReplaceAll(phrase, " ", "_"))
			}
		}
	}
	return out
}

// Words returns every word of five letters and more that the data files have,
// for correcting spelling.
func (l *Lexicon) Words() []string {
	seen := map[string]bool{}
	var out []string
	add := func(text string) {
		for _, t := range Tokens(text) {
			if len(t.Word) >= 5 && !seen[t.Word] {
				seen[t.Word] = true
				out = append(out, t.Word)
			}
		}
	}
	for _, file := range []string{synonymsFile, kindsFile, plainFile} {
		for _, line := range lines(file) {
			add(line)
		}
	}
	return out
}

// Known tells whether the lexicon has the word of this stem in any role.
func (l *Lexicon) Known(t Token) bool {
	_, plain := l.class[t.Word]
	_, _, verb := VerbOf(t.Word)
	return plain || verb || l.known(t.Stem)
}

func (l *Lexicon) known(phrase string) bool {
	if _, ok := l.phrases[phrase]; ok {
		return true
	}
	if _, ok := l.kinds[phrase]; ok {
		return true
	}
	return l.names[phrase]
}

func joined(tokens []Token) string {
	if len(tokens) == 1 {
		return tokens[0].Stem
	}
	stems := make([]string, len(tokens))
	for i, t := range tokens {
		stems[i] = t.Stem
	}
	return strings.Join(stems, " ")
}

// adjacent tells whether only blanks, hyphens and slashes stand between tokens.
func adjacent(text string, tokens []Token) bool {
	for i := 1; i < len(tokens); i++ {
		gap := text[tokens[i-1].End:tokens[i].Start]
		if strings.Trim(gap, " \t\n-–/&.") != "" || len(gap) > 3 {
			return false
		}
	}
	return true
}

func lines(file string) []string {
	out := strings.Split(file, "\n")
	for i, line := range out {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			line = ""
		}
		out[i] = line
	}
	return out
}

func split(list string) []string {
	var out []string
	for s := range strings.SplitSeq(list, ",") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// DataLines yields the lines of a data file without comments and blank lines.
func DataLines(file string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, line := range lines(file) {
			if line != "" && !yield(line) {
				return
			}
		}
	}
}

// Lists are the sections of a data file, by the names that stand in brackets above
// them.
type Lists struct {
	Lines   map[string][]string
	Words   map[string]map[string]bool // of all its lines
	Phrases map[string][]string        // what commas part in its lines, between blanks
}

// ReadLists reads the sections of a data file; those of one name are one.
func ReadLists(file string) Lists {
	l := Lists{map[string][]string{}, map[string]map[string]bool{}, map[string][]string{}}
	name := ""
	for line := range DataLines(file) {
		if strings.HasPrefix(line, "[") {
			name = strings.Trim(line, "[]")
			continue
		}
		l.Lines[name] = append(l.Lines[name], line)
		for phrase := range strings.SplitSeq(line, ",") {
			if phrase = strings.TrimSpace(phrase); phrase != "" {
				l.Phrases[name] = append(l.Phrases[name], " "+phrase+" ")
			}
		}
	}
	for name, lines := range l.Lines {
		l.Words[name] = WordSet(strings.Join(lines, " "))
	}
	return l
}

// KeySet is [Lexicon.Keys] as a set.
func (l *Lexicon) KeySet(text string) map[string]bool {
	out := map[string]bool{}
	for _, k := range l.Keys(text) {
		out[k] = true
	}
	return out
}
