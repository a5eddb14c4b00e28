package check

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/number"
	"resumebot/internal/resume"
)

// checkNumbers wants every quantity in the evidence, with its unit, of the same
// things, and "from … to …" in the same order.
func (e *Checker) checkNumbers(s statement, ev evidence) error {
	for _, n := range number.Find(s.text) {
		if strings.EqualFold(n.Text, "one") || n.Unit == "" && number.Year.MatchString(n.Text) && !strings.HasPrefix(s.text[n.End:], "s") {
			continue // "one of the"; a year is checked as a date
		}
		var same []number.Number
		for _, h := range ev.numbers {
			if h.Equal(n) && (!isRange(ev.text, h) || isRange(s.text, n) || saysRange(s.text, n)) {
				same = append(same, h)
			}
		}
		if len(same) == 0 && e.lasted(s, n, ev) {
			continue
		}
		if len(same) == 0 {
			return fmt.Errorf("number %q is in no cited passage", n.Text)
		}
		if noun := miscounted(s.text, n, same, ev); noun != "" {
			return fmt.Errorf("number %q counts something else than %q in the cited passages", n.Text, noun)
		}
		if byWord.MatchString(s.text[:n.At]) && !slices.ContainsFunc(same, func(h number.Number) bool { return !fromToWord.MatchString(ev.text[:h.At]) }) {
			return fmt.Errorf("%q is where it went, not by how much", n.Text)
		}
		if toWord.MatchString(s.text[:n.At]) && !slices.ContainsFunc(same, func(h number.Number) bool { return !byWord.MatchString(ev.text[:h.At]) }) {
			return fmt.Errorf("%q is by how much, not where it went", n.Text)
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
func isRange(text string, n number.Number) bool {
	return n.Unit == "%" && (dashAfter.MatchString(text[n.End:]) || dashBefore.MatchString(text[:n.At]))
}

// saysRange tells whether it is one in words: "between 60 and 80%", "up to 80%".
func saysRange(text string, n number.Number) bool {
	return rangeAfter.MatchString(text[n.End:]) || rangeBefore.MatchString(text[:n.At]) || boundWord.MatchString(text[:n.At])
}

// lasted tells whether a number of years or months is how long the one entry of
// the evidence lasted, as a sentence that says nothing else of it has it: "for
// over three years".
func (e *Checker) lasted(s statement, n number.Number, ev evidence) bool {
	if n.Unit != "year" && n.Unit != "month" || len(ev.entries) != 1 || !e.bareAt(s, n.At, ev) {
		return false
	}
	months, exact := ev.entries[0].Period.Months(e.Now())
	if !exact {
		return false
	}
	said := int(n.Value)
	if n.Unit == "year" {
		said = int(n.Value * 12)
	}
	all := 0 // "3 years and 10 months"
	for _, o := range number.Find(s.text) {
		switch o.Unit {
		case "year":
			all += int(o.Value * 12)
		case "month":
			all += int(o.Value)
		}
	}
	before := strings.ToLower(s.text[:n.At])
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
func (e *Checker) bareAt(s statement, at int, ev evidence) bool {
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
func miscounted(text string, n number.Number, same []number.Number, ev evidence) string {
	for _, t := range lexicon.Tokens(text[n.End:countedEnd(text, n, number.Find(text))]) {
		if !ev.stems[t.Stem] || len(t.Word) < 4 || number.Is(t.Word) || number.Year.MatchString(t.Word) || number.Strict[strings.TrimSuffix(t.Word, "s")] {
			continue
		}
		if !slices.ContainsFunc(same, func(h number.Number) bool {
			before := ev.text[max(0, h.At-35):h.At]
			if cut := beforeBreak.FindAllStringIndex(before, -1); cut != nil {
				before = before[cut[len(cut)-1][1]:]
			}
			return slices.Contains(lexicon.Stems(before+" "+ev.text[h.End:countedEnd(ev.text, h, ev.numbers)]), t.Stem)
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
func countedEnd(text string, n number.Number, all []number.Number) int {
	end := min(len(text), n.End+60)
	if cut := countBreak.FindStringIndex(text[n.End:end]); cut != nil {
		end = n.End + cut[0]
	}
	for _, o := range all {
		if o.At > n.At+len(n.Text)+2 && o.At < end && o.Value != n.Value {
			end = o.At
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
func (e *Checker) checkDates(s statement, ev evidence) error {
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
