package rag

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// number is a quantity with its magnitude applied, so that "33 crore" and
// "330M" are the same, and with the unit that follows it.
type number struct {
	value   float64
	unit    string // "%", "$", "year", "month", …; "" where none is written
	text    string
	at, end int // byte offsets
}

// strict are units that make another quantity of a bare number.
var strict = wordSet("% $ € £ ₹ cad chf year month week day hour minute")

// equal tells whether two numbers are the same quantity. A unit that only one of
// them has written does not part them unless it is strict.
func (a number) equal(b number) bool {
	switch { // 18 months are a year and a half
	case a.unit == "year" && b.unit == "month":
		a.value, a.unit = a.value*12, "month"
	case a.unit == "month" && b.unit == "year":
		b.value, b.unit = b.value*12, "month"
	}
	d := a.value - b.value
	if d != 0 && (b.value == 0 || d/b.value > 1e-9 || d/b.value < -1e-9) {
		return false
	}
	if a.unit == b.unit {
		return true
	}
	return (a.unit == "" || b.unit == "") && !strict[a.unit] && !strict[b.unit]
}

var (
	numberForm = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?`)
	magnitude  = regexp.MustCompile(`(?i)^[\s+-]*(thousand|million|mio|mn|billion|bn|trillion|lakh|lac|crore|cr|k|m|b)s?\b\+?`)
	unitAfter  = regexp.MustCompile(`(?i)^[\s+-]*(%|percent|per cent|years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|seconds?|ms\b|x\b|times|fold|gb|tb|mb|km|eur|usd|gbp|inr|dollars?|euros?|pounds?|rupees?)`)
	moneyFront = regexp.MustCompile(`(?i)(?:[$€£₹]|\b(?:eur|usd|gbp|inr|rs\.?|cad|chf))\s*$`)
	rangeBack  = regexp.MustCompile(`^\s*[-–—]\s*\d[\d,.]*\s*%`)
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

var monthNames = wordSet("january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec")

// numberWords are the small numbers that are written out.
var numberWords = map[string]float64{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "dozen": 12, "half": 0.5,
}

// numbers finds the quantities of a text.
func numbers(text string) []number {
	var out []number
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
		n := number{value: value, text: text[at[0]:end], at: at[0], end: end}
		switch m := unitAfter.FindStringSubmatch(text[end:]); {
		case moneyFront.MatchString(text[:at[0]]):
			n.unit = unitName(strings.TrimSpace(moneyFront.FindString(text[:at[0]])))
		case m != nil:
			n.unit = unitName(m[1])
		case rangeBack.MatchString(text[end:]):
			n.unit = "%"
		}
		out = append(out, n)
	}
	for _, at := range andHalf.FindAllStringSubmatchIndex(text, -1) { // "three and a half years", "a year and a half"
		n := number{value: 1.5, unit: "year", text: text[at[0]:at[1]], at: at[0], end: at[1]}
		if at[2] >= 0 {
			n.value = numberWords[strings.ToLower(text[at[2]:at[3]])] + 0.5
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
		n := number{value: v, text: text[tokens[i].Start:tokens[last].End], at: tokens[i].Start, end: tokens[last].End}
		if m := unitAfter.FindStringSubmatch(text[n.end:]); m != nil {
			n.unit = unitName(m[1])
		}
		out = append(out, n)
		i = last
	}
	return out
}

var andHalf = regexp.MustCompile(`(?i)\b(?:(one|two|three|four|five|six|seven|eight|nine|ten) and a half years?|an? year and a half)\b`)

// writtenOut reads a number in words, "one hundred and twenty-five", from a token
// on, and tells its last token.
func writtenOut(text string, tokens []lexicon.Token, at int) (value float64, last int, ok bool) {
	if _, ok := numberWords[tokens[at].Word]; !ok {
		return 0, 0, false
	}
	total, part := 0.0, 0.0
	last = at
	for i := at; i < len(tokens); i++ {
		if i > at && strings.Trim(text[tokens[i-1].End:tokens[i].Start], " -") != "" {
			break
		}
		word := tokens[i].Word
		v, small := numberWords[word]
		switch scale, big := magnitudes[strings.TrimSuffix(word, "s")]; {
		case word == "hundred" && part > 0:
			part *= 100
		case big && len(word) > 3 && part > 0:
			total, part = total+part*scale, 0
		case small && (part == 0 || part >= 20 && v < 10 && int(part)%10 == 0 || part >= 100 && v < 100 && int(part)%100 == 0):
			part += v
		case word == "and" && part >= 100 && i+1 < len(tokens) && numberWords[tokens[i+1].Word] > 0:
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

// checkNumbers wants every quantity in the evidence, with its unit, of the same
// things, and "from … to …" in the same order.
func (e *Engine) checkNumbers(s statement, ev evidence) error {
	for _, n := range numbers(s.text) {
		if strings.EqualFold(n.text, "one") || n.unit == "" && yearLike.MatchString(n.text) && !strings.HasPrefix(s.text[n.end:], "s") {
			continue // "one of the"; a year is checked as a date
		}
		var same []number
		for _, h := range ev.numbers {
			if h.equal(n) && (!isRange(ev.text, h) || isRange(s.text, n) || saysRange(s.text, n)) {
				same = append(same, h)
			}
		}
		if len(same) == 0 && e.lasted(s, n, ev) {
			continue
		}
		if len(same) == 0 {
			return fmt.Errorf("number %q is in no cited passage", n.text)
		}
		if noun := miscounted(s.text, n, same, ev); noun != "" {
			return fmt.Errorf("number %q counts something else than %q in the cited passages", n.text, noun)
		}
		if byWord.MatchString(s.text[:n.at]) && !slices.ContainsFunc(same, func(h number) bool { return !fromToWord.MatchString(ev.text[:h.at]) }) {
			return fmt.Errorf("%q is where it went, not by how much", n.text)
		}
		if toWord.MatchString(s.text[:n.at]) && !slices.ContainsFunc(same, func(h number) bool { return !byWord.MatchString(ev.text[:h.at]) }) {
			return fmt.Errorf("%q is by how much, not where it went", n.text)
		}
	}
	for _, m := range fromTo.FindAllStringSubmatch(s.text, -1) {
		if from, to := strings.Index(ev.text, m[1]), strings.Index(ev.text, m[2]); from >= 0 && to >= 0 && !inOrder(ev.text, m[1], m[2]) {
			return fmt.Errorf("%q and %q are the other way round", m[1], m[2])
		}
	}
	return nil
}

var (
	byWord     = regexp.MustCompile(`(?i)\bby (?:about |over |some )?[$€£]?$`)
	toWord     = regexp.MustCompile(`(?i)\bto (?:about |over |some )?[$€£]?$`)
	fromToWord = regexp.MustCompile(`(?i)\b(?:from|to) (?:about |over |some )?[$€£]?$`)
)

var fromTo = regexp.MustCompile(`(?i)\bfrom \D{0,12}?(` + oneNumber + `)\b\D{0,20}? to \D{0,12}?(` + oneNumber + `)\b`)

const oneNumber = `\d[\d,.]*\d|\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty`

var (
	rangeAfter  = regexp.MustCompile(`(?i)^\s*%?\s*(?:[-–—]|to|and)\s*[$€£₹]?\d`)
	rangeBefore = regexp.MustCompile(`(?i)\d\s*%?\s*(?:[-–—]|to|and)\s*[$€£₹]?$`)
	dashAfter   = regexp.MustCompile(`^%?\s?[-–—]\s?\d+\s*%`)
	dashBefore  = regexp.MustCompile(`\d%?\s?[-–—]\s?$`)
	boundWord   = regexp.MustCompile(`(?i)\b(?:up to|at least|as much as|from)\s+$`)
)

// isRange tells whether a percentage is an end of a range: "60-80%".
func isRange(text string, n number) bool {
	return n.unit == "%" && (dashAfter.MatchString(text[n.end:]) || dashBefore.MatchString(text[:n.at]))
}

// saysRange tells whether it is one in words: "between 60 and 80%", "up to 80%".
func saysRange(text string, n number) bool {
	return rangeAfter.MatchString(text[n.end:]) || rangeBefore.MatchString(text[:n.at]) || boundWord.MatchString(text[:n.at])
}

// lasted tells whether a number of years or months is how long the one entry of
// the evidence lasted, as a sentence that says nothing else of it has it: "for
// over three years".
func (e *Engine) lasted(s statement, n number, ev evidence) bool {
	if n.unit != "year" && n.unit != "month" || len(ev.entries) != 1 || !e.bareAt(s, n.at, ev) {
		return false
	}
	months, exact := ev.entries[0].Period.Months(e.Now())
	if !exact {
		return false
	}
	said := int(n.value)
	if n.unit == "year" {
		said = int(n.value * 12)
	}
	all := 0 // "3 years and 10 months"
	for _, o := range numbers(s.text) {
		switch o.unit {
		case "year":
			all += int(o.value * 12)
		case "month":
			all += int(o.value)
		}
	}
	before := strings.ToLower(s.text[:n.at])
	switch {
	case overWord.MatchString(before):
		return months > said && months < said+12
	case nearlyWord.MatchString(before):
		return months < said && months >= said-3
	case aboutWord.MatchString(before):
		return months >= said-3 && months <= said+3
	}
	return all == months
}

var (
	overWord   = regexp.MustCompile(`\b(?:over|more than|at least)\s*$`)
	nearlyWord = regexp.MustCompile(`\b(?:nearly|almost|just under)\s*$`)
	aboutWord  = regexp.MustCompile(`\b(?:about|around|roughly|approximately)\s*$`)
)

// bareAt is bare for the clause around a byte of a sentence.
func (e *Engine) bareAt(s statement, at int, ev evidence) bool {
	return e.bare(s, lexicon.Token{Start: at}, ev)
}

// inOrder tells whether a stands before b somewhere in a line of a text.
func inOrder(text, a, b string) bool {
	for line := range strings.Lines(text) {
		if i := strings.Index(line, a); i >= 0 && strings.Contains(line[i+len(a):], b) {
			return true
		}
	}
	return false
}

// miscounted is a word that a number counts in a sentence and none of its equals
// does in the evidence, though the evidence has it; "" if there is none.
func miscounted(text string, n number, same []number, ev evidence) string {
	for _, t := range lexicon.Tokens(text[n.end:countedEnd(text, n, numbers(text))]) {
		if !ev.stems[t.Stem] || len(t.Word) < 4 || isQuantity(t.Word) || yearLike.MatchString(t.Word) || strict[strings.TrimSuffix(t.Word, "s")] {
			continue
		}
		if !slices.ContainsFunc(same, func(h number) bool {
			before := ev.text[max(0, h.at-35):h.at]
			if cut := beforeBreak.FindAllStringIndex(before, -1); cut != nil {
				before = before[cut[len(cut)-1][1]:]
			}
			return slices.Contains(lexicon.Stems(before+" "+ev.text[h.end:countedEnd(ev.text, h, ev.numbers)]), t.Stem)
		}) {
			return t.Text
		}
	}
	return ""
}

var beforeBreak = regexp.MustCompile(`[,;\n]\s|\.\s| and | or |\d`)

var countBreak = regexp.MustCompile(`[,;\n]\s| \(|\.\s| and | or | a | an | per | each | every | at | for | in | on | of | with | from | to | by | over | under | while | within | during | through | using | he | she | they | has | have | was | is | that | which | who `)

// countedEnd is how far what a number counts may reach: to the next other number
// or the end of the phrase.
func countedEnd(text string, n number, all []number) int {
	end := min(len(text), n.end+60)
	if cut := countBreak.FindStringIndex(text[n.end:end]); cut != nil {
		end = n.end + cut[0]
	}
	for _, o := range all {
		if o.at > n.at+len(n.text)+2 && o.at < end && o.value != n.value {
			end = o.at
		}
	}
	return end
}

var (
	dateForm  = regexp.MustCompile(`(?i)\b(?:(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:of\s+)?)?((?:19|20)\d\d)\b`)
	startNear = regexp.MustCompile(`(?i)\b(?:from|since|between)\s*$`)
	endNear   = regexp.MustCompile(`(?i)(?:\b(?:to|until|till|through)|[–—-])\s*$`)
	startVerb = regexp.MustCompile(`(?i)\b(?:joined|joining|started|starting|began|beginning|begun)\b[^;]{0,140}$`)
	endVerb   = regexp.MustCompile(`(?i)\b(?:left|leaving|ended|ending|finished|graduated|completed|earned|received|obtained)\b[^;]{0,140}$`)
)

// checkDates wants every month with its year in the evidence, and the date a
// sentence gives for a beginning or an end to be that of the entry.
func (e *Engine) checkDates(s statement, ev evidence) error {
	have := datesIn(ev.text)
	for _, m := range dateForm.FindAllStringSubmatchIndex(s.text, -1) {
		d := dateOf(s.text, m)
		if !slices.ContainsFunc(have, func(h resume.Date) bool { return h.Year == d.Year && (d.Month == 0 || h.Month == d.Month) }) {
			return fmt.Errorf("date %q is in no cited passage", s.text[m[0]:m[1]])
		}
		told := datesIn(ev.own)
		if len(told) > 0 && (saysOfDate(s.text[:m[0]]) == 0 || !e.bareAt(s, m[0], ev)) && !slices.ContainsFunc(told, func(h resume.Date) bool { return h.Year == d.Year }) {
			return fmt.Errorf("date %q is not the one the cited passages tell", s.text[m[0]:m[1]])
		}
		if len(ev.entries) != 1 {
			continue
		}
		p := ev.entries[0].Period
		before := s.text[:m[0]]
		isStart := d.Year == p.Start.Year && (d.Month == 0 || p.Start.Month == 0 || d.Month == p.Start.Month)
		isEnd := p.End.IsZero() && !p.Present || p.End.Year != 0 && d.Year == p.End.Year && (d.Month == 0 || p.End.Month == 0 || d.Month == p.End.Month)
		switch said := saysOfDate(before); {
		case said < 0 && isEnd && !isStart:
			return fmt.Errorf("gives the end, %s, as the beginning", s.text[m[0]:m[1]])
		case said > 0 && isStart && !isEnd:
			return fmt.Errorf("gives the beginning, %s, as the end", s.text[m[0]:m[1]])
		}
	}
	return nil
}

// saysOfDate tells from the words before a date whether it is given as a
// beginning (-1), an end (1) or neither.
func saysOfDate(before string) int {
	start, end := startVerb.FindStringIndex(before), endVerb.FindStringIndex(before)
	switch {
	case startNear.MatchString(before):
		return -1
	case endNear.MatchString(before):
		return 1
	case start != nil && (end == nil || start[0] > end[0]):
		return -1
	case end != nil:
		return 1
	}
	return 0
}

func datesIn(text string) []resume.Date {
	var out []resume.Date
	for _, m := range dateForm.FindAllStringSubmatchIndex(text, -1) {
		out = append(out, dateOf(text, m))
	}
	for _, m := range numericDate.FindAllStringSubmatch(text, -1) {
		month, _ := strconv.Atoi(m[1])
		year, _ := strconv.Atoi(m[2])
		out = append(out, resume.Date{Year: year, Month: month})
	}
	return out
}

var numericDate = regexp.MustCompile(`\b(0?[1-9]|1[0-2])[/.]((?:19|20)\d\d)\b`)

func dateOf(text string, m []int) resume.Date {
	var d resume.Date
	d.Year, _ = strconv.Atoi(text[m[4]:m[5]])
	if m[2] >= 0 {
		d.Month = strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(text[m[2]:m[3]]))/3 + 1
	}
	return d
}
