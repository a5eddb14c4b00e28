package layout

import (
	"embed"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

//go:embed testdata/*.txt
var testdata embed.FS

// lexicon is the word material: file → section → key → items.
type lexicon map[string]map[string]map[string][]string

// load reads the word material, once.
var load = sync.OnceValues(func() (lexicon, error) {
	files, err := testdata.ReadDir("testdata")
	if err != nil {
		return nil, fmt.Errorf("layout: read words: %w", err)
	}
	lex := lexicon{}
	for _, f := range files {
		data, err := testdata.ReadFile("testdata/" + f.Name())
		if err != nil {
			return nil, fmt.Errorf("layout: read words: %w", err)
		}
		sections := map[string]map[string][]string{"": {}}
		section := ""
		for i, line := range strings.Split(string(data), "\n") {
			key, items, ok := strings.Cut(line, ": ")
			switch {
			case line == "" || line[0] == '#':
			case line[0] == '[':
				section = strings.Trim(line, "[]")
				sections[section] = map[string][]string{}
			case !ok:
				return nil, fmt.Errorf("layout: read %s:%d: no key", f.Name(), i+1)
			case f.Name() == "choices.txt":
				sections[section][key] = append(sections[section][key], strings.Fields(items)...)
			case strings.HasPrefix(f.Name(), "trades") && slices.Contains([]string{"certs", "skills", "bullets", "summary"}, key):
				sections[section][key] = append(sections[section][key], items)
			default:
				sections[section][key] = append(sections[section][key], strings.Split(items, "; ")...)
			}
		}
		lex[strings.TrimSuffix(f.Name(), ".txt")] = sections
	}
	return lex, nil
})

// one draws an item.
func one[T any](r *rand.Rand, items []T) T { return items[r.IntN(len(items))] }

// some draws n different items, or all.
func some[T any](r *rand.Rand, items []T, n int) []T {
	var out []T
	for _, i := range r.Perm(len(items)) {
		if len(out) < n {
			out = append(out, items[i])
		}
	}
	return out
}

// fill puts names and numbers into a pattern.
func fill(r *rand.Rand, pattern, town string, surnames, stems []string) string {
	for strings.Contains(pattern, "{") {
		before, rest, _ := strings.Cut(pattern, "{")
		slot, after, _ := strings.Cut(rest, "}")
		value := map[string]func() string{
			"T": func() string { return town }, "S": func() string { return one(r, surnames) }, "A": func() string { return one(r, stems) },
			"n": func() string { return strconv.Itoa(2 + r.IntN(8)) }, "nn": func() string { return strconv.Itoa(10 + r.IntN(81)) },
			"nnn": func() string { return strconv.Itoa(100 + r.IntN(801)) },
		}[slot]()
		pattern = before + value + after
	}
	return pattern
}

// Words are the words and numbers of a text in lower case, without signs and single
// letters.
func Words(text string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len([]rune(w)) > 1 {
			out = append(out, w)
		}
	}
	return out
}
