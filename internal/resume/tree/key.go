package tree

import (
	_ "embed" // keys.txt
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/field"
)

//go:embed keys.txt
var keysText string

// keyList is keys.txt.
type keyList struct {
	meanings map[string]map[string]int // the keys of each meaning, from the surest
	known    map[string]bool           // the keys that name a value
	titles   map[string]string         // of sections, by their keys
}

var keys = sync.OnceValue(func() keyList {
	out := keyList{map[string]map[string]int{}, map[string]bool{}, map[string]string{}}
	for line := range strings.Lines(keysText) {
		meaning, list, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		ranks := map[string]int{}
		for i, key := range strings.Fields(list) {
			ranks[plainKey(key)] = i
		}
		if title, ok := strings.CutPrefix(meaning, "section "); ok {
			for key := range ranks {
				out.titles[key] = title
			}
			continue
		}
		out.meanings[meaning] = ranks
		switch meaning {
		case "whole", "person", "sections", "items", "wrapper", "sectionkind", "recordkind", "namelike", "weak", "metadata", "side", "skip", "visible", "hidden", "parsed", "front", "behind":
		default:
			for key := range ranks {
				out.known[key] = true
			}
		}
	}
	return out
})

// plainKey is a key as keys.txt has it: "Start Date", "start_date" and "startDate"
// are one.
func plainKey(key string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '$' {
			r = unicode.ToLower(r)
			if i := strings.IndexRune(accented, r); i >= 0 {
				r = rune(plain[utf8.RuneCountInString(accented[:i])])
			}
			return r
		}
		return -1
	}, key)
}

// accented are letters that keys are written with or without their marks.
const (
	accented = "àáâãäåçèéêëìíîïñòóôõöùúûüýąćęłńśźż"
	plain    = "aaaaaaceeeeiiiinooooouuuuyacelnszz"
)

// nearKey is the key of keys.txt that a key is, or that it is but for words that leave
// its meaning as it is: "location" of "job_location". near tells the latter.
func nearKey(key string) (plain string, near bool) {
	plain = plainKey(key)
	list := keys()
	if _, skip := list.meanings["skip"][plain]; skip || list.known[plain] {
		return plain, false
	}
	words := strings.Fields(spaced(key))
	for i := range words {
		words[i] = plainKey(words[i])
	}
	front, behind := 0, len(words)
	for front+1 < len(words) && isIn(list.meanings["front"], words[front]) {
		front++
		if rest := strings.Join(words[front:], ""); list.known[rest] {
			return rest, true
		}
	}
	for behind > 1 && isIn(list.meanings["behind"], words[behind-1]) {
		behind--
		for from := range min(front+1, behind) {
			if rest := strings.Join(words[from:behind], ""); list.known[rest] {
				return rest, true
			}
		}
	}
	return plain, false
}

func isIn(list map[string]int, word string) bool { _, ok := list[word]; return ok }

// means tells whether a key has a meaning.
func means(key, meaning string) bool {
	plain, _ := nearKey(key)
	return isIn(keys().meanings[meaning], plain) || isIn(keys().meanings[meaning], plainKey(key))
}

// means tells whether the key of a value has a meaning.
func (n *node) means(meaning string) bool {
	list := keys().meanings[meaning]
	return isIn(list, n.plain) || n.near && isIn(list, plainKey(n.key))
}

// skipped tells what is shown to nobody. A list under "type" is of something else.
func (n *node) skipped() bool { return n.means("skip") && (n.items == nil || n.plain != "type") }

// hasKey tells whether an object has a field of one of the keys of a meaning, whole.
func (n *node) hasKey(meaning string) bool {
	return slices.ContainsFunc(n.order, func(key string) bool {
		f := n.fields[key]
		return f != nil && !f.near && isIn(keys().meanings[meaning], f.plain) && !f.empty()
	})
}

// spaced parts a key into its words: "workExperience", "work_experience" and
// "work-experience" become "work experience".
func spaced(key string) string {
	var b strings.Builder
	prev := ' '
	for _, r := range key {
		switch {
		case r == '_' || r == '-' || r == '@':
			b.WriteByte(' ')
		case unicode.IsUpper(r) && unicode.IsLower(prev):
			b.WriteByte(' ')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
		prev = r
	}
	return b.String()
}

var elision = lazyregexp.New(` ([dl]) `)

// container is what lists of something are called: "skill set".
var container = lazyregexp.New(`(?i)^(?:sets?|history|lists?|items?|data|info|details?|sections?|entry|entries|records?|groups?|summary|blocks?)$`)

// kindOf is the kind of the section that a key or a title names.
func kindOf(key string) (resume.SectionKind, bool) { return field.SectionKind(sectionTitle(key)) }

// sectionTitle is the heading of a section by its key.
func sectionTitle(key string) string {
	title := wordsOf(key)
	if strings.HasPrefix(title, "Language ") { // "language competencies"
		return "Languages"
	}
	if _, known := field.SectionKind(title); known {
		return title
	}
	if title, ok := keys().titles[plainKey(key)]; ok {
		return title
	}
	if elided := elision.ReplaceAllString(title, " $1'"); elided != title { // "centres_d_intérêt"
		return sectionTitle(elided)
	}
	words := strings.Fields(title)
	tries := []string{title}
	if n := len(words); n > 1 && n <= 3 {
		tries = append(tries, words[n-1])
		if container.MatchString(words[n-1]) {
			tries = append(tries, words[:n-1]...)
		}
	}
	for _, w := range tries { // "experiences", "job history", "skill set"
		one, many := strings.CutSuffix(w, "s")
		if !many {
			one = w + "s"
		}
		if _, known := field.SectionKind(one); known {
			return wordsOf(one)
		}
	}
	return title
}
