package resume

import (
	"regexp"
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
	"september": 9, "sept": 9, "sep": 9, "septembre": 9, "septiembre": 9, "setiembre": 9, "settembre": 9, "sett": 9, "set": 9, "setembro": 9,
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

// dateForm is one way to write a date; read fills the date from the groups of
// pattern. last is the end of the time it names, where that differs (Q3 2020).
type dateForm struct {
	pattern *regexp.Regexp
	read    func(g []string) (d, last Date)
}

// periodReader holds the compiled patterns of all the ways to write a date.
type periodReader struct {
	begins                                        map[string]bool     // the first words of what holds a date
	forms                                         map[bool][]dateForm // by whether they begin with a letter
	sep, present, opening, since, until, notice   *regexp.Regexp
	length, fullYear, shortYear, monthOnly, years *regexp.Regexp
	both                                          *regexp.Regexp // what two months of a year stand on both sides of
	shortMonth                                    *regexp.Regexp // a month of a year of two digits
}

// anchored matches s in any case, at the start of a text alone.
func anchored(s string) *regexp.Regexp { return regexp.MustCompile(`(?i)^(?:` + s + `)`) }

// longest is anchored, and of several ways to match takes that which reads most:
// "presente" and not its first letters.
func longest(s string) *regexp.Regexp {
	p := anchored(s)
	p.Longest()
	return p
}

// beginnings are the words that a period begins with where it begins with one, as far
// as they are letters, in lower case.
func beginnings() map[string]bool {
	out := map[string]bool{"q": true, "ws": true, "ss": true, "wise": true, "sose": true, "valid": true, "gültig": true, "jusqu": true,
		"exp": true, "expire": true, "expires": true, "expired": true, "expiring": true, "expiry": true, "expiration": true}
	for name := range monthNames {
		out[name] = true
	}
	for _, list := range []string{openingWords, sinceWords, untilWords, noticeWords, seasonWords} {
		for words := range strings.SplitSeq(list, "|") {
			first, _, _ := strings.Cut(words, " ")
			out[first] = true
		}
	}
	return out
}

// monthPart is a word where the name of a month may stand: see [monthOf].
const monthPart = `(\p{L}+)`

// monthOf is the number of the month of that name; 13 for none, which no date has.
func monthOf(name string) int {
	if n := monthNames[strings.ToLower(name)]; n > 0 {
		return n
	}
	return 13
}

// dateForms are the ways to write a date, by whether they begin with a letter: those
// that read more of a text first.
func dateForms() map[bool][]dateForm {
	num := func(s string) int { n, _ := strconv.Atoi(s); return n }
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
	return map[bool][]dateForm{
		false: {
			{anchored(yearPart + `-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:T[\d:.Z+-]*)?`), one(func(g []string) Date { return Date{num(g[1]), num(g[2]), num(g[3])} })},
			{anchored(yearPart + `(?:[-/.]| / )(1[0-2]|0?[1-9])`), one(func(g []string) Date { return Date{Year: num(g[1]), Month: num(g[2])} })},
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
			{anchored(`(\d{1,2})(?:st|nd|rd|th|\.)?[ \x{a0}]+(?:de |of )?` + monthPart + `\.?,?[ \x{a0}]+(?:de |del )?` + yearPart), one(func(g []string) Date { return Date{num(g[3]), monthOf(g[2]), num(g[1])} })},
			{anchored(yearPart + `,?[ \x{a0}]+` + monthPart), one(func(g []string) Date { return Date{Year: num(g[1]), Month: monthOf(g[2])} })},
			{anchored(yearPart + `[ \x{a0}/-]*Q([1-4])`), func(g []string) (Date, Date) { return quarter(num(g[1]), num(g[2])) }},
			{anchored(yearPart), one(func(g []string) Date { return Date{Year: num(g[1])} })},
			{anchored(`(['’‘` + "`" + `]\d{2})`), one(func(g []string) Date { return Date{Year: year(g[1])} })},
		},
		true: {
			{anchored(monthPart + `\.?[ \x{a0}]+(\d{1,2})(?:st|nd|rd|th)?,[ \x{a0}]*` + yearPart), one(func(g []string) Date { return Date{num(g[3]), monthOf(g[1]), num(g[2])} })},
			{anchored(monthPart + `\.?[,/ \x{a0}-]*[ \x{a0}]?(?:de |del |of )?` + anyYear), one(func(g []string) Date { return Date{Year: year(g[2]), Month: monthOf(g[1])} })},
			{anchored(`Q([1-4])[ \x{a0}/,-]*` + anyYear), func(g []string) (Date, Date) { return quarter(year(g[2]), num(g[1])) }},
			{anchored(`(?:` + seasonWords + `)[ \x{a0},-]+(?:of |term |semester |de )?` + anyYear + `(?:/\d{2,4})?`), one(func(g []string) Date { return Date{Year: year(g[1])} })},
			{anchored(`(?:WS|SS|WiSe|SoSe)[ \x{a0}]+` + yearPart + `(?:/\d{2,4})?`), one(func(g []string) Date { return Date{Year: num(g[1])} })},
		},
	}
}

func quarter(year, q int) (Date, Date) {
	return Date{Year: year, Month: q*3 - 2}, Date{Year: year, Month: q * 3}
}

func startsWithLetter(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(c)
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
