// Package mark finds in a text the marks by which an owner keeps a part of it
// private:
//
//	<!-- private -->             what follows is private
//	<!-- private: salary -->     the same, and visitors may be told that it is on salary
//	<!-- /private -->            up to here
//
// Marks may stand on lines of their own or within one, and be nested. What word
// processors and editors make of the signs (dashes joined, an arrow, entities,
// backslashes, blanks of every kind, characters that are not seen) is read as what
// was typed. What looks like an attempt at a mark and is none is a [Fault], so that
// nobody takes for hidden what is not.
package mark

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mark is one mark of a text.
type Mark struct {
	Start, End int // bytes of the text, End exclusive
	Opens      bool
	Topic      string // of an opening mark: what the owner says it is on, or ""
}

// Fault is what looks like a mark and is none.
type Fault struct {
	Offset int    // where in the text it begins, in bytes
	Text   string // what stands there, on one line, without characters that are not seen
	Stray  bool   // it is a mark, but closes what none opened
}

// Error says what stands there and what to write instead.
func (f *Fault) Error() string {
	if f.Stray {
		return fmt.Sprintf("%q closes what no mark opens: write <!-- private --> before what is private", f.Text)
	}
	return fmt.Sprintf("%q looks like a mark for what is private and is none: write <!-- private --> (or <!-- private: topic -->) before it and <!-- /private --> behind it", f.Text)
}

var (
	comment   = regexp.MustCompile(`(?s)<\s*!\s*-[-\s]*(.{0,400}?)(?:-\s*>|\n\s*\n|\z)`)
	unclosed  = regexp.MustCompile(`^[^\n]{0,60}`)
	grammar   = regexp.MustCompile(`(?i)^(/\s*|end[\s-]*)?private(?:\s*:\s*([^\n:]{1,60}))?$`)
	bracketed = regexp.MustCompile(`(?im)^[ \t]*(?:(?:<|\[|\{|%|//|!-|--)[^\p{L}\p{N}\n]*(?:(?:begin|start|end)[ -]*)?private(?:[ -]*(?:begin|start|end))?[ \t]*:?[^\p{L}\p{N}\n]*|(?:begin|start|end)[ -]private|private[ -](?:begin|start|end)|private:)[ \t]*$`)
)

// Find gives the marks of a text in order, or the first fault.
func Find(text string) ([]Mark, *Fault) {
	t := read(text)
	comments := comment.FindAllStringSubmatchIndex(t.text, -1)
	rest := []byte(t.text)
	for _, at := range comments {
		blank(rest[at[0]:at[1]])
	}
	if at := bracketed.FindIndex(rest); at != nil {
		return nil, t.fault(at[0], at[1])
	}
	var marks []Mark
	open := 0
	for _, at := range comments {
		body := strings.Trim(t.text[at[2]:at[3]], "- \t\n")
		whole := strings.HasSuffix(t.text[at[0]:at[1]], ">")
		m := grammar.FindStringSubmatch(strings.Join(strings.Fields(body), " "))
		switch {
		case m == nil && !attempt(body):
			continue
		case m == nil, !whole:
			return nil, t.fault(at[0], at[0]+len(unclosed.FindString(t.text[at[0]:at[1]])))
		case m[1] != "" && open == 0:
			f := t.fault(at[0], at[1])
			f.Stray = true
			return nil, f
		case m[1] != "":
			open--
		default:
			open++
		}
		marks = append(marks, Mark{Start: t.at[at[0]], End: t.at[at[1]], Opens: m[1] == "", Topic: strings.TrimSpace(m[2])})
	}
	return marks, nil
}

// attempt tells a comment that speaks of what is private, though not as a mark does:
// it has the word, or is short and has one like it.
func attempt(body string) bool {
	words := strings.FieldsFunc(strings.ToLower(body), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, w := range words {
		if w == word || len(words) <= 3 && Like(w) {
			return true
		}
	}
	return false
}

const word = "private"

// Like tells a word that is "private" but for its case, what is not a letter, a word
// joined to it, or two letters.
func Like(s string) bool {
	letters := strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
	letters = strings.TrimPrefix(letters, "is")
	return utf8.RuneCountInString(letters) >= 5 && distance(letters, word) <= 2
}

// distance is the number of letters to insert, delete or replace that lead from one
// word to another (Levenshtein).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}

// reading is a text as its writer meant it, with the place of each byte in the
// original.
type reading struct {
	text string
	at   []int // one more than text has bytes
}

func (t *reading) fault(start, end int) *Fault {
	return &Fault{Offset: t.at[start], Text: strings.Join(strings.Fields(t.text[start:end]), " ")}
}

var entity = regexp.MustCompile(`^&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});`)

// read resolves entities and backslashes, drops what is not seen and writes dashes,
// blanks and arrows as the keys that were meant.
func read(text string) *reading {
	t := &reading{}
	var out strings.Builder
	add := func(s string, at int) {
		for range len(s) {
			t.at = append(t.at, at)
		}
		out.WriteString(s)
	}
	for i := 0; i < len(text); {
		if e := entity.FindString(text[i:min(len(text), i+12)]); e != "" {
			for _, r := range html.UnescapeString(e) {
				add(meant(r), i)
			}
			i += len(e)
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == '\\' && i+1 < len(text) && text[i+1] < utf8.RuneSelf && (unicode.IsPunct(rune(text[i+1])) || unicode.IsSymbol(rune(text[i+1]))) {
			i++
			continue
		}
		add(meant(r), i)
		i += n
	}
	t.text, t.at = out.String(), append(t.at, len(text))
	return t
}

// meant is the key that was struck for a character; "" for one that is not seen.
func meant(r rune) string {
	switch {
	case r == '\n' || r == '\t':
		return string(r)
	case r == '→' || r == '➔' || r == '⟶' || r == '\uF0E0': // of word processors, the last in their symbol font
		return "->"
	case r >= '！' && r <= '～': // full width
		return string(r - '！' + '!')
	case r == '−' || unicode.Is(unicode.Pd, r):
		return "-"
	case unicode.Is(unicode.Zs, r):
		return " "
	case unicode.Is(unicode.Cf, r), unicode.IsControl(r), unicode.Is(unicode.Variation_Selector, r):
		return ""
	}
	return string(r)
}
