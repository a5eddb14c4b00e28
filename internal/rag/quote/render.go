package quote

import (
	"regexp"
	"strings"

	"resumebot/internal/resume"
)

// place is where and when a passage belongs, as it stands before a quotation:
// "At Acme (May 2020 – present)", "Crabfull"; "" where the passage tells itself.
func (r *Reader) place(passage int) string {
	p := &r.document.Passages[passage]
	switch {
	case p.Kind == resume.PassageComputed, p.Kind == resume.PassageCurated, p.Kind == resume.PassageHeader, p.Kind == resume.PassageContact:
		return ""
	case p.Entry < 0:
		section := &r.document.Sections[p.Section]
		if p.Label != "" || section.Kind == resume.SectionSummary || section.Kind == resume.SectionContact || len(p.Heading) == 0 {
			return ""
		}
		return p.Heading[len(p.Heading)-1]
	}
	x := &r.document.Entries[p.Entry]
	name := x.Org
	if name == "" || x.Kind == resume.EntryProject || x.Kind == resume.EntryAward || x.Kind == resume.EntryPublication || x.Kind == resume.EntryCertificate {
		name = x.Title
	}
	if name == "" {
		return ""
	}
	if held := x.Kind == resume.EntryWork || x.Kind == resume.EntryVolunteer || x.Kind == resume.EntryEducation; held && x.Org != "" {
		name = "At " + name
	}
	if when := Period(x.Period); when != "" {
		name += " (" + when + ")"
	}
	return name
}

// words are a passage's own, fit to be read in an answer: on one line, and as a
// quotation where they speak in the first person or are somebody else's.
func (r *Reader) words(passage int) string {
	p := &r.document.Passages[passage]
	text := strings.Join(strings.Fields(strings.ReplaceAll(p.Text(), "\n", " – ")), " ")
	if p.Kind == resume.PassageQuote || firstPerson.MatchString(text) {
		return "“" + strings.Trim(text, "\"“” ") + "”"
	}
	return text
}

// firstPerson is a text in which the person speaks; the I of "Level I" stands
// before no verb.
var firstPerson = regexp.MustCompile(`(?:^|[^\w'’])(?:(?i:my|me|mine|myself|we|our)\b|I['’]|I (?:am|was|have|had|will|can|could|also|currently|now|like|love|[a-z]+ed|[a-z]{4,})\b)`)

// quotation is a passage with where it belongs, as one sentence.
func (r *Reader) quotation(passage int) string {
	text, place := r.words(passage), r.place(passage)
	switch {
	case place == "" && strings.HasPrefix(text, "“"):
		text = "The résumé says: " + text
	case place != "" && !strings.HasPrefix(text, place):
		text = place + ": " + text
	}
	return stopped(text)
}

// stopped ends a text with a stop.
func stopped(text string) string {
	if text = strings.TrimRight(text, " "); text == "" || strings.HasSuffix(text, "”") || strings.ContainsAny(text[len(text)-1:], ".!?:") {
		return text
	}
	return text + "."
}

// Period is a period for people: "February 2023 – present".
func Period(p resume.Period) string {
	switch {
	case p.Start.Year == 0 && p.End.Year == 0:
		return ""
	case p.Present:
		return p.Start.String() + " – present"
	case p.End.Year == 0 || p.End == p.Start:
		return p.Start.String()
	case p.Start.Year == 0:
		return "until " + p.End.String()
	}
	return p.Start.String() + " – " + p.End.String()
}
