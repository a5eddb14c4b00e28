package resume

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	yearPart    = `((?:19|20)\d{2})`
	seasonWords = `spring|summer|autumn|fall|winter|frühjahr|frühling|sommer|herbst|été|automne|hiver|printemps|primavera|verano|otoño|invierno|wintersemester|sommersemester|michaelmas|hilary|trinity|early|mid|late`
	presentPart = `(?:(?:bis|jusqu['’]à|à|hasta|até|ad?|to|until|till)\s+)?(?:(?:the )?present(?: day)?|in progress|nu|nå|halen|obecnie|teraz|nadal|günümüz|devam ediyor|настоящее время|сейчас|presently|now|today|current|currently|ongoing|to date|till date|date|heute|jetzt|aktuell|derzeit|gegenwärtig|laufend|andauernd|dato|aujourd['’]hui|maintenant|présent|ce jour|en cours|actuel(?:lement)?|(?:la )?actualidad|actualmente|presente|la fecha|hoy|en curso|oggi|attualmente|in corso|(?:o )?momento|hoje|attuale|huidig|atual(?:mente)?|heden)`
	Dashes      = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212~" // all that stand for one
	rangePart   = `(?:\s*(?:- -|-{1,3}>?|=>|[` + Dashes + `]|→|➔|➜|»|\.\.\.?)\s*|,?\s+(?:to|until|till|through|thru|bis|à|au|al|hasta|a|até|tot|til|till|do|по)(?:\s*:\s*|\s+))`
)

// Words that stand before a date and belong to it.
const (
	openingWords = `from|since|starting|start|von|vom|seit|ab|de|du|del|depuis|desde|dal|da|van|sinds|od`
	sinceWords   = `since|from|starting|seit|ab|depuis|dès|desde|dal|sinds|fra|från|od`
	untilWords   = `until|till|thru|through|bis|hasta|fino al`
	noticeWords  = `expected|anticipated|graduated|graduating|graduation|completed|completion|class of|issued|awarded|passed|earned|obtained|received|granted|grad|voraussichtlich|prévu`
)

// Periods reads periods; it may be used by several goroutines.
var Periods = NewPeriodReader()

// NewPeriodReader compiles all the ways to write a period, which takes some time.
func NewPeriodReader() *periodReader {
	return &periodReader{
		begins:     beginnings(),
		forms:      dateForms(),
		shortMonth: anchored(`(?:(1[0-2]|0?[1-9])[/|]|` + monthPart + `[. -]\s*)(\d{2})`),
		sep:        anchored(rangePart),
		present:    longest(presentPart),
		opening:    anchored(`(?:` + openingWords + `)(?:\s*:\s*|\s+)`),
		since:      anchored(`(?:` + sinceWords + `)(?:\s*:\s*|\s+)`),
		until:      anchored(`(?:(?:valid |gültig )?(?:` + untilWords + `|jusqu['’]en|jusqu['’]à)\s+|(?:expire[sd]?|expiring|expiry|expiration|exp\b\.?)(?:\s+date)?\s*(?:on|in|:)?\s*)`),
		notice:     anchored(`(?:expected graduation|` + noticeWords + `)\.?\s*(?:in|on|:)?\s*`),
		length:     regexp.MustCompile(`(?i)^[\s,·•|(]*(?:\d+\s*(?:years?|yrs?|y|jahre?|ans?|años?)\b\.?(?:[\s,]*(?:and\s+)?\d+\s*(?:months?|mos?|m|monate?|mois|meses)\b\.?)?|\d+\s*(?:months?|mos?|monate?|mois|meses)\b\.?)\s*\)?`),
		fullYear:   anchored(`[\s,]*(?:19|20)\d{2}\b`),
		shortYear:  anchored(`(\d{2})\b`),
		monthOnly:  anchored(monthPart + `\.?`),
		both:       anchored(`\s*(?:&|/|\+|\s(?:and|und|et|y|e)\s)\s*`),
		years:      anchored(yearPart + `(?:,\s*(?:19|20)\d{2})*(?:,\s*|,?\s*(?:&|and|und|et|y)\s*)(?:19|20)\d{2}`),
	}
}

// date reads a date at the very start of s; n is its length in bytes, 0 for none.
func (r *periodReader) date(s string) (first, last Date, n int) {
	for _, f := range r.forms[startsWithLetter(s)] {
		m := f.pattern.FindStringSubmatch(s)
		if m == nil || !endsWord(s, len(m[0])) {
			continue
		}
		first, last = f.read(m)
		if first.Month > 12 || first.Day > 31 || first.Month == 0 && first.Day > 0 {
			continue
		}
		return first, last, len(m[0])
	}
	return Date{}, Date{}, 0
}

// PeriodAt reads a period at the very start of s. whole tells that it is more
// than a lone year, which in running text may be anything.
func (r *periodReader) PeriodAt(s string) (p Period, n int, whole bool) {
	if startsWithLetter(s) {
		if p, n = r.worded(s); n > 0 {
			return p, n, true
		}
	}
	if p, n = r.twoDigitYears(s); n > 0 {
		return p, n, true
	}
	if m := r.years.FindStringSubmatch(s); m != nil && endsWord(s, len(m[0])) { // "2022, 2023 and 2024": no time between
		year, _ := strconv.Atoi(m[1])
		return Period{Start: Date{Year: year}, Text: m[0]}, len(m[0]), true
	}
	first, last, n := r.date(s)
	if n == 0 {
		return r.sharedYear(s)
	}
	p = Period{Start: first}
	if first != last { // a quarter
		p.End = last
	}
	if k, end, e := r.rangeEnd(s[n:], &first); k > 0 {
		p.End, p.Present = end, e.present
		n += k
		p.Text = s[:n]
		return p, n, true
	}
	p.Text = s[:n]
	return p, n, first.Month > 0 || !IsDigits(p.Text)
}

// worded reads a period that begins with words for it at the very start of s; n is its
// length in bytes, 0 for none.
func (r *periodReader) worded(s string) (p Period, n int) {
	if m := r.opening.FindString(s); m != "" { // "from 2019 to 2021"
		if p, k, _ := r.PeriodAt(s[len(m):]); k > 0 && !p.Start.IsZero() && (p.Present || !p.End.IsZero()) {
			p.Text = s[:len(m)+k]
			return p, len(m) + k
		}
	}
	if m := r.since.FindString(s); m != "" {
		if d, _, k := r.date(s[len(m):]); k > 0 {
			return Period{Start: d, Present: true, Text: s[:len(m)+k]}, len(m) + k
		}
		rest := s[len(m):]
		if d, k := r.shortDate(rest); k > 0 && strings.ContainsAny(rest[:k], "/|") && endsWord(rest, k) { // "since 10/16"
			return Period{Start: d, Present: true, Text: s[:len(m)+k]}, len(m) + k
		}
	}
	if m := r.until.FindString(s); m != "" {
		if _, d, k := r.date(s[len(m):]); k > 0 {
			return Period{End: d, Text: s[:len(m)+k]}, len(m) + k
		}
	}
	if m := r.notice.FindString(s); m != "" {
		if p, k, _ := r.PeriodAt(s[len(m):]); k > 0 {
			p.Text = s[:len(m)+k]
			return p, len(m) + k
		}
		rest := s[len(m):]
		if d, k := r.shortDate(rest); k > 0 && strings.Contains(rest[:k], "/") && endsWord(rest, k) { // "Graduated 04/21"
			return Period{Start: d, Text: s[:len(m)+k]}, len(m) + k
		}
	}
	return Period{}, 0
}

// mayBegin tells in little time that no period begins with s.
func (r *periodReader) mayBegin(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(c) {
		return unicode.IsDigit(c) || strings.ContainsRune("'’‘`", c)
	}
	n := strings.IndexFunc(s, func(c rune) bool { return !unicode.IsLetter(c) })
	if n < 0 {
		n = len(s)
	}
	return r.begins[strings.ToLower(s[:n])]
}

// twoDigitYears reads "03/16 - 11/19" and "Mar 16 – Present".
func (r *periodReader) twoDigitYears(s string) (p Period, n int) {
	if p.Start, n = r.shortDate(s); n == 0 {
		return Period{}, 0
	}
	sep := len(r.sep.FindString(s[n:]))
	if sep == 0 {
		return Period{}, 0
	}
	n += sep
	end, k := r.shortDate(s[n:])
	if p.End = end; k == 0 {
		k = len(r.present.FindString(s[n:]))
		p.Present = true
	}
	n += k
	if k == 0 || !endsWord(s, n) || r.fullYear.MatchString(s[n:]) || !p.Present && later(p.Start, p.End) { // "Mar 16 – Apr 20, 2019"
		return Period{}, 0
	}
	p.Text = s[:n]
	return p, n
}

// shortDate reads a month, by its number or its name, of a year of two digits at the
// very start of s; n is its length in bytes, 0 for none.
func (r *periodReader) shortDate(s string) (d Date, n int) {
	m := r.shortMonth.FindStringSubmatch(s)
	if m == nil {
		return Date{}, 0
	}
	month, _ := strconv.Atoi(m[1])
	if m[1] == "" {
		month = monthOf(m[2])
	}
	year, _ := strconv.Atoi(m[3])
	if year += 2000; year > 2049 {
		year -= 100
	}
	if month > 12 {
		return Date{}, 0
	}
	return Date{Year: year, Month: month}, len(m[0])
}

type endKind struct{ present bool }

// rangeEnd reads "– date", "– Present" or a dash left open at the start of s.
func (r *periodReader) rangeEnd(s string, start *Date) (n int, end Date, kind endKind) {
	sep := r.sep.FindString(s)
	if sep == "" {
		return 0, end, kind
	}
	rest := s[len(sep):]
	if m := r.present.FindString(rest); m != "" && endsWord(rest, len(m)) {
		return len(sep) + len(m), end, endKind{present: true}
	}
	if m := r.notice.FindString(rest); m != "" { // "2019 – expected 2023"
		if _, d, k := r.date(rest[len(m):]); k > 0 {
			return len(sep) + len(m) + k, d, kind
		}
	}
	if _, d, k := r.date(rest); k > 0 {
		if later(*start, d) {
			return 0, end, kind
		}
		return len(sep) + k, d, kind
	}
	if start.Month == 0 { // "2019–20"
		if m := r.shortYear.FindString(rest); m != "" && strings.TrimSpace(sep) == sep {
			yy, _ := strconv.Atoi(m)
			if d := (Date{Year: start.Year/100*100 + yy}); d.Year > start.Year && d.Year <= start.Year+10 {
				return len(sep) + len(m), d, kind
			}
		}
	}
	attached := strings.TrimLeft(sep, " \t") == sep && strings.TrimRight(sep, " \t") != sep && strings.IndexFunc(rest, unicode.IsUpper) == 0 // "2022– Group Leader"
	if trimmed := strings.TrimLeft(rest, " \t"); (attached || trimmed == "" || strings.HasPrefix(trimmed, ")")) && strings.ContainsAny(sep, Dashes) {
		return len(strings.TrimRight(sep, " \t")), end, endKind{present: true} // "2021 –"
	}
	return 0, end, kind
}

func later(a, b Date) bool {
	return a.Year > b.Year || a.Year == b.Year && a.Month > 0 && b.Month > 0 && a.Month > b.Month
}

// sharedYear reads "Jan – Mar 2020".
func (r *periodReader) sharedYear(s string) (Period, int, bool) {
	m := r.monthOnly.FindStringSubmatch(s)
	if m == nil {
		return Period{}, 0, false
	}
	sep := r.sep.FindString(s[len(m[0]):])
	if sep == "" {
		sep = r.both.FindString(s[len(m[0]):]) // "June & July 2020"
	}
	if sep == "" {
		return Period{}, 0, false
	}
	n := len(m[0]) + len(sep)
	_, end, k := r.date(s[n:])
	month := monthOf(m[1])
	if k == 0 || end.Month < month {
		return Period{}, 0, false
	}
	return Period{Start: Date{Year: end.Year, Month: month}, End: end, Text: s[:n+k]}, n + k, true
}

// IsDigits tells a text of nothing but digits.
func IsDigits(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool { return !unicode.IsDigit(c) }) < 0
}

// FindPeriod finds the time a line of a résumé names ("Feb 2023 – Present",
// "03/2016 - 11/2019", "since 2021", "Summer 2020", …; month names in
// English and the other languages of monthNames). rest is the line
// without it and without the brackets and separators that held it. A bare year
// counts only where it stands by itself: at either end of the line, in brackets
// or between separators. A range is preferred over a single date, and the last
// of several.
func FindPeriod(line string) (p Period, rest string, ok bool) {
	best, bestEnd, bestRank := -1, 0, 0
	begun, begunEnd := -1, 0 // the date before one at which it ends: "2019, valid until 2025"
	var since Period
	if len(line) > longestHead {
		return Period{}, line, false
	}
	for i := 0; i < len(line); {
		_, size := utf8.DecodeRuneInString(line[i:])
		digit := strings.IndexAny(line[i:], "0123456789")
		if digit < 0 {
			break
		}
		if digit > 40 || !startsWord(line, i) || !Periods.mayBegin(line[i:]) {
			i += size
			continue
		}
		q, n, whole := Periods.PeriodAt(line[i:])
		if n == 0 {
			i += size
			continue
		}
		rank := 1
		switch {
		case q.Present || !q.End.IsZero():
			rank = 3
		case whole:
			rank = 2
		}
		if (whole || standsAlone(line, i, i+n)) && rank >= bestRank && (best < 0 || !renewal.MatchString(line[max(0, i-30):i])) {
			if bestRank < 3 && best >= 0 && q.Start.IsZero() && !later(p.Start, q.End) {
				since, begun, begunEnd = p, best, bestEnd
			}
			p, best, bestEnd, bestRank = q, i, i+n, rank
		}
		i += n
	}
	if best < 0 {
		return Period{}, line, false
	}
	before, after := line[:best], line[bestEnd:]
	after = strings.TrimPrefix(after, ".")
	for _, note := range []string{" (expected)", " (anticipated)", " (voraussichtlich)"} {
		if strings.HasPrefix(strings.ToLower(after), note) {
			p.Text += after[:len(note)]
			after = after[len(note):]
		}
	}
	if m := Periods.length.FindString(after); m != "" {
		after = after[len(m):]
	}
	p.Text = strings.TrimSpace(p.Text)
	if p.Start.IsZero() && begun >= 0 {
		p.Start, p.Text = since.Start, since.Text+" – "+p.Text
		before = joinAround(line[:begun], line[begunEnd:best])
	}
	return p, joinAround(before, after), true
}

// longestHead is how long, in bytes, a line can be of which the time is asked:
// longer ones are running text.
const longestHead = 4000

// renewal stands before the date at which something was done anew.
var renewal = regexp.MustCompile(`(?i)(?:renewed|updated|revised|recertified|last used)\s*(?:in|on|:)?\s*$`)

// standsAlone tells that nothing but separators touches line[i:j].
func standsAlone(line string, i, j int) bool {
	edge := func(s string, last bool) bool {
		if strings.TrimSpace(s) == "" {
			return true
		}
		t := strings.TrimSpace(s)
		c, _ := utf8.DecodeRuneInString(t)
		if last {
			c, _ = utf8.DecodeLastRuneInString(t)
		}
		return strings.ContainsRune("|,;:•·()[]/"+Dashes, c) || t != s && (strings.HasSuffix(s, "  ") || strings.HasPrefix(s, "  ") || strings.Contains(s, "\t") && (strings.HasSuffix(s, "\t") || strings.HasPrefix(s, "\t")))
	}
	before, after := line[:i], strings.TrimSuffix(strings.TrimSpace(line[j:]), ".")
	if after != "" {
		after = line[j:]
	}
	atEdge := strings.TrimSpace(before) == "" || strings.TrimSpace(after) == ""
	return atEdge || edge(before, true) && edge(after, false)
}

// joinAround joins what stood before and after a date, dropping the brackets
// and separators that held it.
func joinAround(before, after string) string {
	const seps = " \t,;:|•·/" + Dashes
	b, a := strings.TrimRight(before, seps), strings.TrimLeft(after, seps)
	if (strings.HasSuffix(b, "(") || strings.HasSuffix(b, "[")) && a != "" && strings.ContainsRune(")]", rune(a[0])) {
		b, a = strings.TrimRight(b[:len(b)-1], seps), strings.TrimLeft(a[1:], seps)
	} else if (strings.HasSuffix(b, "(") || strings.HasSuffix(b, "[")) && strings.ContainsAny(a, ")]") {
		// "(2019, Berlin)": keep the bracket's other content as a part of its own
		b = strings.TrimRight(b[:len(b)-1], seps)
		k := strings.IndexAny(a, ")]")
		a = joinAround(a[:k], a[k+1:])
	} else if a != "" && (a[0] == ')' || a[0] == ']') && strings.ContainsAny(b, "([") {
		k := strings.LastIndexAny(b, "([")
		b, a = strings.TrimRight(b[:k], seps)+" | "+b[k+1:], strings.TrimLeft(a[1:], seps)
	}
	a = strings.TrimRight(a, seps)
	b = strings.TrimLeft(b, seps)
	switch {
	case a == "":
		return b
	case b == "":
		return a
	default:
		return b + " | " + a
	}
}
