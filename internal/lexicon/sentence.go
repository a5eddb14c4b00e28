package lexicon

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences are the sentences of a text; a line end ends one.
func Sentences(text string) []string {
	var out []string
	for _, s := range SentenceSpans(text) {
		if one := strings.TrimSpace(text[s.Start:s.End]); one != "" {
			out = append(out, one)
		}
	}
	return out
}

// Span is a part of a text as byte offsets.
type Span struct{ Start, End int }

// abbreviations end with a dot that ends no sentence.
var abbreviations = WordSet("e.g i.e etc vs dr mr mrs ms prof inc ltd co corp no st jr sr approx dept est fig gen b.tech m.tech b.sc m.sc b.s m.s b.a m.a ph.d pvt jan feb mar apr jun jul aug sep sept oct nov dec")

// SentenceSpans finds the sentences of a text as byte ranges.
func SentenceSpans(text string) []Span {
	var out []Span
	start := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\n' {
			if strings.TrimSpace(text[start:i]) != "" {
				out = append(out, Span{start, i})
			}
			start = i + 1
			continue
		}
		if c != '.' && c != '!' && c != '?' {
			continue
		}
		j := i + 1
		for j < len(text) && strings.ContainsRune(`"')]`, rune(text[j])) || strings.HasPrefix(text[min(j, len(text)):], "”") || strings.HasPrefix(text[min(j, len(text)):], "’") {
			if text[j] >= utf8.RuneSelf {
				j += 3
			} else {
				j++
			}
		}
		// Citation markers belong to the sentence before them: "… 2023. [1]"
		rest := text[j:]
		if m := markers.FindString(rest); m != "" && strings.TrimSpace(m) != "" {
			j += len(strings.TrimRight(m, " "))
		}
		if j < len(text) && text[j] != ' ' && text[j] != '\n' {
			continue
		}
		if c == '.' {
			word := text[start:i]
			word = strings.ToLower(word[strings.LastIndexAny(word, " (\n")+1:])
			if abbreviations[word] || len(word) == 1 && !strings.ContainsAny(word, "0123456789") {
				continue
			}
			next, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[min(j, len(text)):], " "))
			if unicode.IsLower(next) {
				continue
			}
		}
		out = append(out, Span{start, j})
		start = j
		i = j - 1
	}
	if strings.TrimSpace(text[min(start, len(text)):]) != "" {
		out = append(out, Span{start, len(text)})
	}
	return out
}

var markers = regexp.MustCompile(`^(?:\s*\[\d+(?:\s*,\s*\d+)*\])+`)
