package layout

import (
	"fmt"
	"strings"
)

// months are names of months by language, and short ones.
func months(lang string) (long, short []string) {
	switch lang {
	case "de":
		return strings.Fields("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"), strings.Fields("Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez")
	case "fr":
		return strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"), strings.Fields("janv févr mars avr mai juin juil août sept oct nov déc")
	case "es":
		return strings.Fields("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"), strings.Fields("ene feb mar abr may jun jul ago sept oct nov dic")
	}
	return strings.Fields("January February March April May June July August September October November December"), strings.Fields("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
}

// words of dates by language.
func dateWord(lang, word string) string {
	words := map[string]map[string]string{
		"de": {"to": "bis", "until": "bis", "from": "von", "since": "seit", "Present": "heute", "present": "heute", "current": "aktuell", "Current": "aktuell", "now": "jetzt", "today": "heute", "ongoing": "laufend", "to date": "heute", "From": "Von", "To": "Bis"},
		"fr": {"to": "à", "until": "jusqu'à", "from": "de", "since": "depuis", "Present": "Présent", "present": "présent", "current": "actuel", "Current": "actuel", "now": "maintenant", "today": "aujourd'hui", "ongoing": "en cours", "to date": "ce jour", "From": "Du", "To": "Au"},
		"es": {"to": "a", "until": "hasta", "from": "de", "since": "desde", "Present": "Presente", "present": "presente", "current": "actual", "Current": "Actual", "now": "actualidad", "today": "hoy", "ongoing": "en curso", "to date": "la fecha", "From": "Desde", "To": "Hasta"},
	}
	if w, ok := words[lang][word]; ok {
		return w
	}
	return word
}

// date writes one date in the style of the layout and tells what it says.
func (d *draft) date(at Date) (string, Date) {
	long, short := months(d.person.Lang)
	l, s := "", ""
	if at.Month > 0 {
		l, s = long[at.Month-1], short[at.Month-1]
	}
	year := Date{Year: at.Year}
	switch style := d.choices["dates"]; {
	case at.Month == 0 || style == "year" || style == "year_short":
		return fmt.Sprint(at.Year), year
	case style == "month_year" || style == "from_to":
		if d.person.Lang == "es" {
			return fmt.Sprintf("%s de %d", l, at.Year), at
		}
		return fmt.Sprintf("%s %d", l, at.Year), at
	case style == "mm/yyyy":
		return fmt.Sprintf("%02d/%d", at.Month, at.Year), at
	case style == "yyyy-mm":
		return fmt.Sprintf("%d-%02d", at.Year, at.Month), at
	case style == "mm.yyyy":
		return fmt.Sprintf("%02d.%d", at.Month, at.Year), at
	case style == "mm/yy":
		return fmt.Sprintf("%02d/%02d", at.Month, at.Year%100), at
	case style == "mon_apostrophe":
		return fmt.Sprintf("%s '%02d", s, at.Year%100), at
	case style == "mon_dot":
		if s != l {
			s += "."
		}
		return fmt.Sprintf("%s %d", s, at.Year), at
	case style == "MON_YEAR":
		return fmt.Sprintf("%s %d", strings.ToUpper(s), at.Year), at
	case style == "season":
		return fmt.Sprintf("%s %d", d.season(at.Month), at.Year), Date{Year: at.Year, Month: at.Month, Season: true}
	case style == "day" && d.person.Lang == "de":
		return fmt.Sprintf("01.%02d.%d", at.Month, at.Year), at
	case style == "day":
		return fmt.Sprintf("1 %s %d", s, at.Year), at
	}
	return fmt.Sprintf("%s %d", s, at.Year), at
}

func (d *draft) season(month int) string {
	names := []string{"Winter", "Spring", "Summer", "Fall"}
	switch d.person.Lang {
	case "de":
		names = []string{"Winter", "Frühjahr", "Sommer", "Herbst"}
	case "fr":
		names = []string{"hiver", "printemps", "été", "automne"}
	case "es":
		names = []string{"invierno", "primavera", "verano", "otoño"}
	}
	return names[month%12/3]
}

// period writes the time of an item and tells what it says.
func (d *draft) period(it Item) (text string, start, end Date) {
	from, start := d.date(it.Start)
	if it.Present {
		return d.open(from, it.Start), start, Date{}
	}
	if it.End.isZero() {
		return from, start, Date{}
	}
	to, end := d.date(it.End)
	lang, dash := d.person.Lang, d.dash()
	switch {
	case from == to:
		return from, start, Date{}
	case d.is("dates", "year_short") && it.Start.Year/100 == it.End.Year/100 && !d.is("dash", "to", "until", "tilde", "arrow"):
		text = from + strings.TrimSpace(dash) + to[2:]
	case d.is("dates", "shared_year") && it.Start.Year == it.End.Year:
		_, short := months(lang)
		text = short[it.Start.Month-1] + dash + to
	case d.is("dates", "from_to"):
		text = dateWord(lang, "from") + " " + from + " " + dateWord(lang, "to") + " " + to
	case d.is("dates", "labelled"):
		text = dateWord(lang, "From") + ": " + from + " " + dateWord(lang, "To") + ": " + to
	default:
		text = from + dash + to
	}
	return text + d.length(it), start, end
}

// open writes the time of what still goes on.
func (d *draft) open(from string, start Date) string {
	lang, word := d.person.Lang, strings.ReplaceAll(d.choices["present"], "_", " ")
	now := dateWord(lang, word)
	switch {
	case word == "since":
		return now + " " + from
	case word == "open":
		return from + " –"
	case word == "to date" && d.is("dash", "to"), word == "to date" && lang == "en":
		return from + " " + now
	case d.is("dates", "from_to"):
		return dateWord(lang, "from") + " " + from + " " + dateWord(lang, "to") + " " + now
	case d.is("dates", "labelled"):
		return dateWord(lang, "From") + ": " + from + " " + dateWord(lang, "To") + ": " + now
	}
	return from + d.dash() + now + d.length(Item{Start: start, End: Date{Year: this, Month: 1}})
}

// length is how long an item took, as LinkedIn writes it.
func (d *draft) length(it Item) string {
	if !d.is("dates", "length") || d.person.Lang != "en" || it.Kind == "education" {
		return ""
	}
	n := index(it.End) - index(it.Start) + 1
	var parts []string
	for _, u := range []struct {
		n    int
		unit string
	}{{n / 12, "yr"}, {n % 12, "mo"}} {
		switch {
		case u.n == 1:
			parts = append(parts, "1 "+u.unit)
		case u.n > 1:
			parts = append(parts, fmt.Sprintf("%d %ss", u.n, u.unit))
		}
	}
	return " (" + strings.Join(parts, " ") + ")"
}

// dash is what stands between the two dates of a period.
func (d *draft) dash() string {
	switch v := d.choices["dash"]; v {
	case "to", "until":
		return " " + dateWord(d.person.Lang, v) + " "
	case "tight_en_dash":
		return "–"
	case "tight_hyphen":
		if d.is("dates", "yyyy-mm") {
			return " - "
		}
		return "-"
	case "tilde":
		return " ~ "
	case "arrow":
		return " → "
	case "soft_hyphen":
		return " \u00ad "
	default:
		return separatorText(v, d.person.Lang)
	}
}

// separatorText is what a separator looks like.
func separatorText(name, lang string) string {
	if name == "at" {
		return map[string]string{"en": " at ", "de": " bei ", "fr": " chez ", "es": " en "}[lang]
	}
	return map[string]string{
		"comma": ", ", "hyphen": " - ", "en_dash": " – ", "em_dash": " — ", "pipe": " | ", "middot": " · ", "bullet": " • ", "@": " @ ",
		"slash": " / ", "double_slash": " // ", "u2010": " ‐ ", "u2011": " ‑ ", "u2012": " ‒ ", "u2015": " ― ", "u2212": " − ",
		"tab": "\t", "blanks": "     ", "dash": " – ", "brackets": ", ", "leaders": " .......... ", "colon": ": ",
	}[name]
}
