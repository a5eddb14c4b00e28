package tree

import (
	"strconv"
	"strings"
	"time"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// when is the period of an entry as a person would write it, and its first and last
// day as the file has them.
func (n *node) when() (text, first, last string) {
	at := n
	if p, _, ok := resume.FindPeriod(n.find("date").String()); ok && !p.Start.IsZero() && (p.Present || !p.End.IsZero()) && n.slashed() {
		return n.takeText("date"), "", "" // clearer than days whose month stands first or second
	}
	if n.find("start") == nil && n.find("end") == nil {
		date := n.take("date")
		switch {
		case date == nil:
			return n.dateByForm(), "", ""
		case len(date.items) == 2:
			return dateOf(date.items[0]) + " – " + dateOf(date.items[1]), date.items[0].String(), date.items[1].String()
		case date.fields == nil || date.find("start") == nil && date.find("end") == nil:
			return dateOf(date), "", ""
		}
		at = date
	}
	start, end, current := at.take("start"), at.take("end"), at.take("current")
	if current == nil {
		current = n.take("current")
	}
	from, to := dateOf(start), dateOf(end)
	switch {
	case from == "" && to == "":
	case from == "":
		text = "until " + to
	case current.String() == "false" && to == "":
		text = from
	case current.String() == "true" || to == "":
		text = from + " – Present"
	default:
		text = from + " – " + to
	}
	return text, start.String(), end.String()
}

// slashed tells a start or end whose day and month stand in no certain order.
func (n *node) slashed() bool {
	return strings.Count(n.find("start").String(), "/") == 2 || strings.Count(n.find("end").String(), "/") == 2
}

// dropSame takes out what tells the period of an entry once more.
func (n *node) dropSame(p resume.Period) {
	for _, f := range n.fields {
		dates := keys().meanings
		if !isIn(dates["date"], f.plain) && !isIn(dates["start"], f.plain) && !isIn(dates["end"], f.plain) && !isIn(dates["current"], f.plain) {
			continue
		}
		q, _, ok := resume.FindPeriod(f.String())
		if ok && (q.Start == p.Start && q.End == p.End && q.Present == p.Present) || n.slashed() {
			f.read = true
		}
	}
}

// dayOf is the day of an ISO date, where the date was read from it.
func dayOf(s string, d resume.Date) int {
	day, err := time.Parse(time.DateOnly, s)
	if err != nil || day.Year() != d.Year || int(day.Month()) != d.Month {
		return 0
	}
	return day.Day()
}

var (
	isoDate = lazyregexp.New(`^(\d{4})-(\d{1,2})(?:-\d{1,2})?(?:T.*)?$`)
	present = lazyregexp.New(`(?i)^(?:present|current|currently|now|today|ongoing|to date|till date|null)$`)
)

// dateOf writes a date as a person would, so that "2008-10" is not taken for 2008
// to 2010. It may be an object of year and month.
func dateOf(n *node) string {
	if n != nil && n.fields != nil && n.find("year") != nil {
		month := strings.TrimLeft(n.find("month").String(), "-")
		if _, err := strconv.Atoi(month); err != nil {
			return block.JoinFilled(" ", month, n.find("year").String())
		}
		return dateOf(&node{text: n.find("year").String() + "-" + month})
	}
	if n != nil && n.fields != nil && n.find("date") != nil {
		if n.find("current").String() == "true" {
			return "Present"
		}
		return dateOf(n.find("date"))
	}
	s := n.String()
	if present.MatchString(s) {
		return "Present"
	}
	m := isoDate.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	year, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	if month < 1 || month > 12 {
		return m[1]
	}
	return resume.Date{Year: year, Month: month}.String()
}

// dateByForm takes the first value that is nothing but a period, under a key that tells
// nothing.
func (n *node) dateByForm() string {
	for _, key := range n.order {
		f := n.fields[key]
		if f == nil || f.read || f.text == "" || block.RuneLen(f.text) > 60 || keys().known[f.plain] || otherDate.MatchString(spaced(key)) {
			continue
		}
		if _, rest, ok := resume.FindPeriod(f.text); ok && (rest == "" || duration.MatchString(rest)) && !isNumber.MatchString(f.text) {
			f.read = true
			return dateOf(f)
		}
	}
	return ""
}

var (
	otherDate = lazyregexp.New(`(?i)expir|valid|birth|renew|updated|modified|created`)
	isNumber  = lazyregexp.New(`^\d+$`)
	duration  = lazyregexp.New(`(?i)^[\s·,()-]*(?:issued[\s·,()-]*)?(?:\d+\+?\s*(?:years?|yrs?|months?|mos?)\b[\s·,()-]*)*$`)
)

// cutDate cuts a date off the end of a text: "Journal of Physics, 2019".
func cutDate(s string) (rest, when string) {
	p, rest, ok := resume.FindPeriod(s)
	if !ok || rest == "" || !strings.HasSuffix(strings.TrimRight(s, ". )"), p.Text) || strings.Count(s, "(") != strings.Count(rest, "(")+strings.Count(s[len(s)-1:], ")") {
		return s, ""
	}
	return strings.TrimRight(rest, " ,;("), p.Text
}
