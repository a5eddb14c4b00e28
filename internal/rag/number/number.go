// Package number finds the quantities of a text: "33 crore", "two and a half
// years", "$4.5M", "60-80%".
package number

import (
	"slices"
	"strconv"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
)

// Number is a quantity with its magnitude applied, so that "33 crore" and
// "330M" are the same, and with the unit that follows it.
type Number struct {
	Value   float64
	Unit    string // "%", "$", "year", "month", …; "" where none is written
	Text    string
	At, End int // byte offsets
}

// Strict are units that make another quantity of a bare number.
var Strict = lexicon.WordSet("% $ € £ ₹ cad chf year month week day hour minute")

// Equal tells whether two numbers are the same quantity. A unit that only one of
// them has written does not part them unless it is strict.
func (a Number) Equal(b Number) bool {
	switch { // 18 months are a year and a half
	case a.Unit == "year" && b.Unit == "month":
		a.Value, a.Unit = a.Value*12, "month"
	case a.Unit == "month" && b.Unit == "year":
		b.Value, b.Unit = b.Value*12, "month"
	}
	d := a.Value - b.Value
	if d != 0 && (b.Value == 0 || d/b.Value > 1e-9 || d/b.Value < -1e-9) {
		return false
	}
	if a.Unit == b.Unit {
		return true
	}
	return (a.Unit == "" || b.Unit == "") && !Strict[a.Unit] && !Strict[b.Unit]
}

var (
	numberForm = lazyregexp.New(`\d[\d,]*(?:\.\d+)?`)
	magnitude  = lazyregexp.New(`(?i)^[\s+-]*(thousand|million|mio|mn|billion|bn|trillion|lakh|lac|crore|cr|k|m|b)s?\b\+?`)
	unitAfter  = lazyregexp.New(`(?i)^[\s+-]*(%|percent|per cent|years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|seconds?|ms\b|x\b|times|fold|gb|tb|mb|km|eur|usd|gbp|inr|dollars?|euros?|pounds?|rupees?)`)
	moneyFront = lazyregexp.New(`(?i)(?:[$€£₹]|\b(?:eur|usd|gbp|inr|rs\.?|cad|chf))\s*$`)
	rangeBack  = lazyregexp.New(`^\s*[-–—]\s*\d[\d,.]*\s*%`)
)

var magnitudes = map[string]float64{
	"thousand": 1e3, "k": 1e3, "million": 1e6, "mio": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9,
	"trillion": 1e12, "lakh": 1e5, "lac": 1e5, "crore": 1e7, "cr": 1e7,
}

// units brings the spellings of a unit together.
var units = map[string]string{
	"percent": "%", "per cent": "%", "yr": "year", "hr": "hour", "x": "times", "fold": "times",
	"eur": "€", "usd": "$", "gbp": "£", "inr": "₹", "dollar": "$", "euro": "€", "pound": "£", "rs": "₹", "rs.": "₹", "rupee": "₹",
}

// Months are the names of the months and their short forms.
var Months = lexicon.WordSet("january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec")

// Words are the small numbers that are written out.
var Words = map[string]float64{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "dozen": 12, "half": 0.5,
}

// Find finds the quantities of a text, in their order.
func Find(text string) []Number {
	var out []Number
	for _, at := range numberForm.FindAllStringIndex(text, -1) {
		if at[0] > 0 && isLetter(text[at[0]-1]) {
			continue // "F5", "ResNet18": part of a name, which is checked as one
		}
		value, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimRight(text[at[0]:at[1]], ","), ",", ""), 64)
		if err != nil {
			continue
		}
		end := at[0] + len(strings.TrimRight(text[at[0]:at[1]], ","))
		for m := magnitude.FindStringSubmatch(text[end:]); m != nil; m = magnitude.FindStringSubmatch(text[end:]) {
			value *= magnitudes[strings.ToLower(m[1])]
			end += len(m[0])
		}
		n := Number{Value: value, Text: text[at[0]:end], At: at[0], End: end}
		switch m := unitAfter.FindStringSubmatch(text[end:]); {
		case moneyFront.MatchString(text[:at[0]]):
			n.Unit = unitName(strings.TrimSpace(moneyFront.FindString(text[:at[0]])))
		case m != nil:
			n.Unit = unitName(m[1])
		case rangeBack.MatchString(text[end:]):
			n.Unit = "%"
		}
		out = append(out, n)
	}
	for _, at := range andHalf.FindAllStringSubmatchIndex(text, -1) { // "three and a half years", "a year and a half"
		n := Number{Value: 1.5, Unit: "year", Text: text[at[0]:at[1]], At: at[0], End: at[1]}
		if at[2] >= 0 {
			n.Value = Words[strings.ToLower(text[at[2]:at[3]])] + 0.5
		}
		out = append(out, n)
		text = text[:at[0]] + strings.Repeat(" ", at[1]-at[0]) + text[at[1]:]
	}
	tokens := lexicon.Tokens(text)
	for i := 0; i < len(tokens); i++ {
		v, last, ok := writtenOut(text, tokens, i)
		if !ok {
			continue
		}
		n := Number{Value: v, Text: text[tokens[i].Start:tokens[last].End], At: tokens[i].Start, End: tokens[last].End}
		if m := unitAfter.FindStringSubmatch(text[n.End:]); m != nil {
			n.Unit = unitName(m[1])
		}
		out = append(out, n)
		i = last
	}
	slices.SortStableFunc(out, func(a, b Number) int { return a.At - b.At })
	return out
}

var andHalf = lazyregexp.New(`(?i)\b(?:(one|two|three|four|five|six|seven|eight|nine|ten) and a half years?|an? year and a half)\b`)

// writtenOut reads a number in words, "one hundred and twenty-five", from a token
// on, and tells its last token.
func writtenOut(text string, tokens []lexicon.Token, at int) (value float64, last int, ok bool) {
	if _, ok := Words[tokens[at].Word]; !ok {
		return 0, 0, false
	}
	total, part := 0.0, 0.0
	last = at
	for i := at; i < len(tokens); i++ {
		if i > at && strings.Trim(text[tokens[i-1].End:tokens[i].Start], " -") != "" {
			break
		}
		word := tokens[i].Word
		v, small := Words[word]
		switch scale, big := magnitudes[strings.TrimSuffix(word, "s")]; {
		case word == "hundred" && part > 0:
			part *= 100
		case big && len(word) > 3 && part > 0:
			total, part = total+part*scale, 0
		case small && (part == 0 || part >= 20 && v < 10 && int(part)%10 == 0 || part >= 100 && v < 100 && int(part)%100 == 0):
			part += v
		case word == "and" && part >= 100 && i+1 < len(tokens) && Words[tokens[i+1].Word] > 0:
			continue
		default:
			return total + part, last, true
		}
		last = i
	}
	return total + part, last, true
}

func unitName(written string) string {
	w := strings.ToLower(written)
	if len(w) > 2 && w != "times" {
		w = strings.TrimSuffix(w, "s")
	}
	if u, ok := units[w]; ok {
		return u
	}
	return w
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// Is tells whether a folded word is a quantity and no year.
func Is(word string) bool {
	_, small := Words[word]
	return small || word != "" && word[0] >= '0' && word[0] <= '9' && !Year.MatchString(word)
}

// Year matches a word that is a year.
var Year = lazyregexp.New(`^(?:19|20)\d\d$`)
