package resume

import (
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// monthNames gives the month names and abbreviations of the languages that
// résumés we read are written in, lower case and without a final point (Unicode
// CLDR 47, "months", en de fr es it pt nl; unambiguous ones only).
var monthNames = map[string]int{
	"january": 1, "jan": 1, "januar": 1, "jänner": 1, "janvier": 1, "janv": 1, "enero": 1, "ene": 1, "gennaio": 1, "gen": 1, "janeiro": 1, "januari": 1,
	"february": 2, "feb": 2, "febr": 2, "februar": 2, "février": 2, "fevrier": 2, "févr": 2, "fév": 2, "febrero": 2, "febbraio": 2, "fevereiro": 2, "fev": 2, "februari": 2,
	"march": 3, "mar": 3, "märz": 3, "maerz": 3, "mär": 3, "mrz": 3, "mars": 3, "marzo": 3, "março": 3, "maart": 3, "mrt": 3,
	"april": 4, "apr": 4, "avril": 4, "avr": 4, "abril": 4, "abr": 4, "aprile": 4,
	"may": 5, "mai": 5, "mayo": 5, "maggio": 5, "mag": 5, "maio": 5, "mei": 5,
	"june": 6, "jun": 6, "juni": 6, "juin": 6, "junio": 6, "giugno": 6, "giu": 6, "junho": 6,
	"july": 7, "jul": 7, "juli": 7, "juillet": 7, "juil": 7, "julio": 7, "luglio": 7, "lug": 7, "julho": 7,
	"august": 8, "aug": 8, "août": 8, "aout": 8, "agosto": 8, "ago": 8, "augustus": 8,
	"september": 9, "sept": 9, "sep": 9, "septembre": 9, "septiembre": 9, "setiembre": 9, "settembre": 9, "setembro": 9,
	"october": 10, "oct": 10, "oktober": 10, "okt": 10, "octobre": 10, "octubre": 10, "ottobre": 10, "ott": 10, "outubro": 10, "out": 10,
	"ocak": 1, "şubat": 2, "mart": 3, "nisan": 4, "mayıs": 5, "haziran": 6, "haz": 6, "temmuz": 7, "tem": 7, "ağustos": 8, "ağu": 8, "eylül": 9, "eyl": 9, "ekim": 10, "kasım": 11, "aralık": 12,
	"styczeń": 1, "stycznia": 1, "luty": 2, "lutego": 2, "marzec": 3, "marca": 3, "kwiecień": 4, "kwietnia": 4, "maja": 5, "czerwiec": 6, "czerwca": 6, "lipiec": 7, "lipca": 7, "sierpień": 8, "sierpnia": 8, "wrzesień": 9, "września": 9, "październik": 10, "października": 10, "listopad": 11, "listopada": 11, "grudzień": 12, "grudnia": 12,
	"января": 1, "январь": 1, "янв": 1, "февраля": 2, "февраль": 2, "фев": 2, "марта": 3, "март": 3, "апреля": 4, "апрель": 4, "апр": 4, "мая": 5, "май": 5, "июня": 6, "июнь": 6, "июля": 7, "июль": 7, "августа": 8, "август": 8, "авг": 8, "сентября": 9, "сентябрь": 9, "сент": 9, "октября": 10, "октябрь": 10, "окт": 10, "ноября": 11, "ноябрь": 11, "нояб": 11, "декабря": 12, "декабрь": 12, "дек": 12,
	"leden": 1, "ledna": 1, "únor": 2, "února": 2, "březen": 3, "března": 3, "duben": 4, "dubna": 4, "květen": 5, "května": 5, "červen": 6, "června": 6, "červenec": 7, "července": 7, "srpen": 8, "srpna": 8, "září": 9, "říjen": 10, "října": 10, "listopadu": 11, "prosinec": 12, "prosince": 12,
	"ianuarie": 1, "februarie": 2, "martie": 3, "aprilie": 4, "iunie": 6, "iulie": 7, "septembrie": 9, "octombrie": 10, "noiembrie": 11, "decembrie": 12,
	"gener": 1, "febrer": 2, "març": 3, "maig": 5, "juny": 6, "juliol": 7, "agost": 8, "desembre": 12,
	"marts": 3, "maj": 5, "augusti": 8, "desember": 12, "des": 12,
	"november": 11, "nov": 11, "novembre": 11, "noviembre": 11, "novembro": 11,
	"december": 12, "dec": 12, "dezember": 12, "dez": 12, "décembre": 12, "decembre": 12, "déc": 12, "diciembre": 12, "dic": 12, "dicembre": 12, "dezembro": 12,
}

const (
	yearPart    = `((?:19|20)\d{2})`
	seasonWords = `spring|summer|autumn|fall|winter|frühjahr|frühling|sommer|herbst|été|automne|hiver|printemps|primavera|verano|otoño|invierno|wintersemester|sommersemester|michaelmas|hilary|trinity|early|mid|late`
	presentPart = `(?:(?:the )?present(?: day)?|in progress|nu|nå|halen|obecnie|teraz|nadal|günümüz|devam ediyor|настоящее время|сейчас|presently|now|today|current|currently|ongoing|to date|till date|date|heute|dato|hoy|attualmente|aktuell|laufend|jetzt|aujourd['’]hui|présent|ce jour|en cours|actualidad|actualmente|presente|la fecha|oggi|atual|heden)`
	dashes      = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212~" // all that stand for one
	rangePart   = `(?:\s*(?:-{1,3}>?|=>|[` + dashes + `]|→|➔|➜|»|\.\.\.?)\s*|,?\s+(?:to|until|till|through|thru|bis|à|au|al|hasta|a|até|tot|til|till|do|по)(?:\s*:\s*|\s+))`
)

// dateForm is one way to write a date; read fills the date from the groups of
// pattern. last is the end of the time it names, where that differs (Q3 2020).
type dateForm struct {
	pattern *regexp.Regexp
	read    func(g []string) (d, last Date)
}

// periodReader holds the compiled patterns of all the ways to write a date.
type periodReader struct {
	forms                                                []dateForm
	sep, present, opening, since, until, notice          *regexp.Regexp
	length, fullYear, shortYear, monthOnly, dmOne, years *regexp.Regexp
}

var periods = newPeriodReader()

func newPeriodReader() *periodReader {
	month := monthPart()
	twoDigits := `(?:(1[0-2]|0?[1-9])/|` + month + `[. -]\s*)(\d{2})`
	return &periodReader{
		forms:     dateForms(month),
		sep:       anchored(rangePart),
		present:   anchored(presentPart),
		opening:   anchored(`(?:from|since|starting|start|von|vom|seit|ab|de|du|del|depuis|desde|dal|da|van|sinds|od)(?:\s*:\s*|\s+)`),
		since:     anchored(`(?:since|from|starting|seit|ab|depuis|dès|desde|dal|sinds|fra|från|od)(?:\s*:\s*|\s+)`),
		until:     anchored(`(?:(?:valid |gültig )?(?:until|till|thru|through|bis|jusqu['’]en|jusqu['’]à|hasta|fino al)\s+|(?:expire[sd]?|expiring|expiry|expiration|exp\b\.?)(?:\s+date)?\s*(?:on|in|:)?\s*)`),
		notice:    anchored(`(?:expected(?: graduation)?|anticipated|graduated|graduating|graduation|completed|completion|class of|issued|awarded|passed|earned|obtained|received|granted|voraussichtlich|prévu)\s*(?:in|on|:)?\s*`),
		length:    regexp.MustCompile(`(?i)^[\s,·•|(]*(?:\d+\s*(?:years?|yrs?|y|jahre?|ans?|años?)\b\.?(?:[\s,]*(?:and\s+)?\d+\s*(?:months?|mos?|m|monate?|mois|meses)\b\.?)?|\d+\s*(?:months?|mos?|monate?|mois|meses)\b\.?)\s*\)?`),
		fullYear:  anchored(`[\s,]*(?:19|20)\d{2}\b`),
		shortYear: anchored(`(\d{2})\b`),
		monthOnly: anchored(month + `\.?`),
		years:     anchored(yearPart + `(?:,\s*(?:19|20)\d{2})*(?:,\s*|,?\s*(?:&|and|und|et|y)\s*)(?:19|20)\d{2}`),
		dmOne:     anchored(twoDigits + rangePart + `(?:` + twoDigits + `|` + presentPart + `)`),
	}
}

// anchored matches s in any case, at the start of a text alone.
func anchored(s string) *regexp.Regexp { return regexp.MustCompile(`(?i)^(?:` + s + `)`) }

// monthPart matches the name of a month.
func monthPart() string {
	names := make([]string, 0, len(monthNames))
	for n := range monthNames {
		names = append(names, n)
	}
	sort.Slice(names, func(i, j int) bool { // longest first, so that "sept" is not read as "sep"
		if len(names[i]) != len(names[j]) {
			return len(names[i]) > len(names[j])
		}
		return names[i] < names[j]
	})
	return `(` + strings.Join(names, "|") + `)`
}

// dateForms are the ways to write a date, those that read more of a text first.
func dateForms(month string) []dateForm {
	num := func(s string) int { n, _ := strconv.Atoi(s); return n }
	mon := func(s string) int { return monthNames[strings.ToLower(s)] }
	year := func(s string) int {
		n := num(strings.TrimLeft(s, "'’‘`"))
		switch {
		case n >= 100:
			return n
		case n <= 49:
			return 2000 + n
		default:
			return 1900 + n
		}
	}
	one := func(read func(g []string) Date) func([]string) (Date, Date) {
		return func(g []string) (Date, Date) { d := read(g); return d, d }
	}
	anyYear := `((?:19|20)\d{2}|['’‘` + "`" + `]\d{2})`
	return []dateForm{
		{anchored(yearPart + `-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:T[\d:.Z+-]*)?`), one(func(g []string) Date { return Date{num(g[1]), num(g[2]), num(g[3])} })},
		{anchored(yearPart + `[-/.](1[0-2]|0?[1-9])`), one(func(g []string) Date { return Date{Year: num(g[1]), Month: num(g[2])} })},
		{anchored(`(\d{1,2})\.[ \x{a0}]?(\d{1,2})\.[ \x{a0}]?` + yearPart), one(func(g []string) Date { return Date{num(g[3]), num(g[2]), num(g[1])} })},
		{anchored(`(\d{1,2})[/-](\d{1,2})[/-]` + yearPart), one(func(g []string) Date {
			a, b := num(g[1]), num(g[2])
			switch {
			case a > 12:
				return Date{num(g[3]), b, a}
			case b > 12 || a == b:
				return Date{num(g[3]), a, b}
			default: // day and month could be either
				return Date{Year: num(g[3])}
			}
		})},
		{anchored(`(1[0-2]|0?[1-9])[ \x{a0}]?[/.-][ \x{a0}]?` + yearPart), one(func(g []string) Date { return Date{Year: num(g[2]), Month: num(g[1])} })},
		{anchored(`(\d{1,2})(?:st|nd|rd|th|\.)?[ \x{a0}]+(?:de |of )?` + month + `\.?,?[ \x{a0}]+(?:de |del )?` + yearPart), one(func(g []string) Date { return Date{num(g[3]), mon(g[2]), num(g[1])} })},
		{anchored(month + `\.?[ \x{a0}]+(\d{1,2})(?:st|nd|rd|th)?,[ \x{a0}]*` + yearPart), one(func(g []string) Date { return Date{num(g[3]), mon(g[1]), num(g[2])} })},
		{anchored(month + `\.?[,/ \x{a0}-]*[ \x{a0}]?(?:de |del |of )?` + anyYear), one(func(g []string) Date { return Date{Year: year(g[2]), Month: mon(g[1])} })},
		{anchored(yearPart + `,?[ \x{a0}]+` + month), one(func(g []string) Date { return Date{Year: num(g[1]), Month: mon(g[2])} })},
		{anchored(`Q([1-4])[ \x{a0}/,-]*` + anyYear), func(g []string) (Date, Date) { return quarter(year(g[2]), num(g[1])) }},
		{anchored(yearPart + `[ \x{a0}/-]*Q([1-4])`), func(g []string) (Date, Date) { return quarter(num(g[1]), num(g[2])) }},
		{anchored(`(?:` + seasonWords + `)[ \x{a0},-]+(?:of |term |semester |de )?` + anyYear + `(?:/\d{2,4})?`), one(func(g []string) Date { return Date{Year: year(g[1])} })},
		{anchored(`(?:WS|SS|WiSe|SoSe)[ \x{a0}]+` + yearPart + `(?:/\d{2,4})?`), one(func(g []string) Date { return Date{Year: num(g[1])} })},
		{anchored(yearPart), one(func(g []string) Date { return Date{Year: num(g[1])} })},
		{anchored(`(['’‘` + "`" + `]\d{2})`), one(func(g []string) Date { return Date{Year: year(g[1])} })},
	}
}

func quarter(year, q int) (Date, Date) {
	return Date{Year: year, Month: q*3 - 2}, Date{Year: year, Month: q * 3}
}

// date reads a date at the very start of s; n is its length in bytes, 0 for none.
func (r *periodReader) date(s string) (first, last Date, n int) {
	for _, f := range r.forms {
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

// endsWord tells that no letter or digit runs on at s[n:].
func endsWord(s string, n int) bool {
	c, _ := utf8.DecodeRuneInString(s[n:])
	if n >= len(s) {
		return true
	}
	if strings.HasPrefix(s[n:], "s ") || strings.HasPrefix(s[n:], "%") { // "the 1990s", "2000%"
		return false
	}
	return !unicode.IsLetter(c) && !unicode.IsDigit(c)
}

func startsWord(s string, i int) bool {
	if i == 0 {
		return true
	}
	c, _ := utf8.DecodeLastRuneInString(s[:i])
	return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("/.$€£₹#+'’_", c)
}

// periodAt reads a period at the very start of s. whole tells that it is more
// than a lone year, which in running text may be anything.
func (r *periodReader) periodAt(s string) (p Period, n int, whole bool) {
	if m := r.opening.FindString(s); m != "" { // "from 2019 to 2021"
		if p, k, _ := r.periodAt(s[len(m):]); k > 0 && !p.Start.IsZero() && (p.Present || !p.End.IsZero()) {
			p.Text = s[:len(m)+k]
			return p, len(m) + k, true
		}
	}
	if m := r.since.FindString(s); m != "" {
		if d, _, k := r.date(s[len(m):]); k > 0 {
			return Period{Start: d, Present: true, Text: s[:len(m)+k]}, len(m) + k, true
		}
	}
	if m := r.until.FindString(s); m != "" {
		if _, d, k := r.date(s[len(m):]); k > 0 {
			return Period{End: d, Text: s[:len(m)+k]}, len(m) + k, true
		}
	}
	if m := r.notice.FindString(s); m != "" {
		if p, k, _ := r.periodAt(s[len(m):]); k > 0 {
			p.Text = s[:len(m)+k]
			return p, len(m) + k, true
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
	return p, n, first.Month > 0 || !isDigits(p.Text)
}

// twoDigitYears reads "03/16 - 11/19" and "Mar 16 – Present".
func (r *periodReader) twoDigitYears(s string) (Period, int) {
	m := r.dmOne.FindStringSubmatch(s)
	if m == nil || !endsWord(s, len(m[0])) || r.fullYear.MatchString(s[len(m[0]):]) { // "Mar 16 – Apr 20, 2019"
		return Period{}, 0
	}
	at := func(number, name, yy string) Date {
		month, _ := strconv.Atoi(number)
		year, _ := strconv.Atoi(yy)
		if year += 2000; year > 2049 {
			year -= 100
		}
		return Date{Year: year, Month: max(month, monthNames[strings.ToLower(name)])}
	}
	p := Period{Start: at(m[1], m[2], m[3]), Text: m[0]}
	if m[6] == "" {
		p.Present = true
		return p, len(m[0])
	}
	p.End = at(m[4], m[5], m[6])
	if later(p.Start, p.End) {
		return Period{}, 0
	}
	return p, len(m[0])
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
	attached := strings.TrimLeft(sep, " \t") == sep && strings.TrimRight(sep, " \t") != sep && startsUpper(rest) // "2022– Group Leader"
	if trimmed := strings.TrimLeft(rest, " \t"); (attached || trimmed == "" || strings.HasPrefix(trimmed, ")")) && strings.ContainsAny(sep, dashes) {
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
		return Period{}, 0, false
	}
	n := len(m[0]) + len(sep)
	_, end, k := r.date(s[n:])
	month := monthNames[strings.ToLower(m[1])]
	if k == 0 || end.Month < month {
		return Period{}, 0, false
	}
	return Period{Start: Date{Year: end.Year, Month: month}, End: end, Text: s[:n+k]}, n + k, true
}

func isDigits(s string) bool {
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
		if digit > 40 || !startsWord(line, i) {
			i += size
			continue
		}
		q, n, whole := periods.periodAt(line[i:])
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
	if m := periods.length.FindString(after); m != "" {
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
		return strings.ContainsRune("|,;:•·()[]/"+dashes, c) || t != s && (strings.HasSuffix(s, "  ") || strings.HasPrefix(s, "  ") || strings.Contains(s, "\t") && (strings.HasSuffix(s, "\t") || strings.HasPrefix(s, "\t")))
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
	const seps = " \t,;:|•·/" + dashes
	b, a := strings.TrimRight(before, seps), strings.TrimLeft(after, seps)
	if (strings.HasSuffix(b, "(") || strings.HasSuffix(b, "[")) && a != "" && strings.ContainsRune(")]", rune(a[0])) {
		b, a = strings.TrimRight(b[:len(b)-1], seps), strings.TrimLeft(a[1:], seps)
	} else if (strings.HasSuffix(b, "(") || strings.HasSuffix(b, "[")) && strings.ContainsAny(a, ")]") {
		// "(2019, Berlin)": keep the bracket's other content as a part of its own
		b = strings.TrimRight(b[:len(b)-1], seps)
		k := strings.IndexAny(a, ")]")
		a = a[:k] + a[k+1:]
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
