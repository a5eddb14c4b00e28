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
	"strings"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lazyregexp"
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
	opening   = lazyregexp.New(`<\s*!\s*-[-\s]*`)
	closing   = lazyregexp.New(`-\s*>`)
	firstLine = lazyregexp.New(`^[^\n]{0,80}`)
	inline    = lazyregexp.New(`(?i)<\s*[/!]?\s*private\s*/?>|<-+\s*/?private\b|\[/?private\](?:[^(:\[]|$)|\{\{\s*/?private\s*\}\}|:::+\s*\{?\.?private\b|/\*\s*/?private\s*\*/|<\w+[^>]*\bclass\s*=\s*["']?private\b`)
	grammar   = lazyregexp.New(`(?i)^(/\s*|end[\s-]*)?private(?:\s*:\s*([^\n:]{1,60}))?$`)
	bracketed = lazyregexp.New(`(?im)^[ \t]*(?:(?:<|\[|\{|%|//|!-|--)[^\p{L}\p{N}\n]*(?:(?:begin|start|end)[ -]*)?private(?:[ -]*(?:begin|start|end))?[ \t]*:?[^\p{L}\p{N}\n]*|(?:begin|start|end)[ -]private|private[ -](?:begin|start|end)|private:)[ \t]*$`)
)

// Closing is the closing mark.
const Closing = "<!-- /private -->"

// Named is the mark that the name of a style or the text of a comment stands for:
// "Private: salary". It is "" where that speaks of something else, and no mark where
// it is an attempt at one.
func Named(name string) string {
	text := "<!-- " + strings.TrimSpace(name) + " -->"
	if marks, fault := Find(text); fault == nil && (len(marks) != 1 || !marks[0].Opens) {
		return ""
	}
	return text
}

// Find gives the marks of a text in order, or the first fault.
func Find(text string) ([]Mark, *Fault) {
	t := read(text)
	comments := commentsIn(t.text)
	rest := []byte(t.text)
	for _, at := range comments {
		blank(rest[at.start:at.end])
	}
	if outside := string(rest); strings.Contains(strings.ToLower(outside), word) {
		for _, form := range []lazyregexp.Regexp{bracketed, inline} {
			if at := form.FindStringIndex(outside); at != nil {
				return nil, t.fault(at[0], at[1])
			}
		}
	}
	var marks []Mark
	open := 0
	for _, at := range comments {
		body := strings.Trim(t.text[at.body:at.bodyEnd], "- \t\n")
		m := grammar.FindStringSubmatch(strings.Join(strings.Fields(body), " "))
		switch {
		case m == nil && !attempt(body):
			continue
		case m == nil, !at.closed:
			return nil, t.fault(at.start, at.body+throughAttempt(t.text[at.body:at.bodyEnd]))
		case m[1] != "" && open == 0:
			f := t.fault(at.start, at.end)
			f.Stray = true
			return nil, f
		case m[1] != "":
			open--
		default:
			open++
		}
		marks = append(marks, Mark{Start: t.at[at.start], End: t.at[at.end], Opens: m[1] == "", Topic: strings.TrimSpace(m[2])})
	}
	return marks, nil
}

// aComment is where a comment stands, its end the end of its first line where it is
// never closed.
type aComment struct {
	start, body, bodyEnd, end int
	closed                    bool
}

func commentsIn(text string) []aComment {
	var out []aComment
	for at := 0; ; {
		m := opening.FindStringIndex(text[at:])
		if m == nil {
			return out
		}
		c := aComment{start: at + m[0], body: at + m[1]}
		if end := closing.FindStringIndex(text[c.body-1:]); end != nil { // the dash may be the same
			c.bodyEnd, c.end, c.closed = max(c.body, c.body-1+end[0]), c.body-1+end[1], true
		}
		if next := opening.FindStringIndex(text[c.body:]); !c.closed || next != nil && c.body+next[0] < c.bodyEnd {
			c.bodyEnd = c.body + len(firstLine.FindString(text[c.body:]))
			c.end, c.closed = c.bodyEnd, false
		}
		out = append(out, c)
		at = c.end
	}
}

// attempt tells a comment that speaks of what is private, though not as a mark does:
// it begins with a word like that, or has the word itself in its first line.
func attempt(body string) bool {
	body = firstLine.FindString(body)
	for i, w := range lettersOf(body) {
		if w == word || i < 2 && Like(w) {
			return true
		}
	}
	return false
}

func lettersOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) })
}

// throughAttempt is the length of a text up to the word that makes it an attempt:
// what follows may be private.
func throughAttempt(body string) int {
	for _, w := range lettersOf(body) {
		if w == word || Like(w) {
			if at := strings.Index(strings.ToLower(body), w); at >= 0 {
				return at + len(w)
			}
		}
	}
	return 0
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
	if rest, ok := strings.CutPrefix(letters, word); ok && len(rest) <= 8 {
		return true
	}
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

// Typed is a text as it would have been typed: with plain blanks, dashes and quotation
// marks, without what is not seen.
func Typed(text string) string {
	return strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`).Replace(read(text).text)
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

var entity = lazyregexp.New(`^&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,8});`)

// read resolves entities and backslashes, drops what is not seen and writes dashes,
// blanks and arrows as the keys that were meant.
func read(text string) *reading {
	t := &reading{at: make([]int, 0, len(text)+1)}
	var out strings.Builder
	add := func(s string, at int) {
		for range len(s) {
			t.at = append(t.at, at)
		}
		out.WriteString(s)
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == '&' {
			if e := entity.FindString(text[i:min(len(text), i+12)]); e != "" {
				for _, r := range html.UnescapeString(e) {
					add(meant(r), i)
				}
				i += len(e)
				continue
			}
		}
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
	case r == '\n' || r == '\t' || r >= ' ' && r <= '~':
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
