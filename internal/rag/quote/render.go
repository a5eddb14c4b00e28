package quote

import (
	"cmp"
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
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
	name := cmp.Or(x.Title, x.Org)
	if x.Org != "" && (x.Kind == resume.EntryWork || x.Kind == resume.EntryVolunteer || x.Kind == resume.EntryEducation) {
		name = "At " + x.Org
	}
	if when := x.Period.String(); name != "" && when != "" {
		name += " (" + when + ")"
	}
	return name
}

// words are a passage's own, fit to be read in an answer: on one line, and as a
// quotation where they speak in the first person, are somebody else's or judge.
func (r *Reader) words(passage int) string {
	p := &r.document.Passages[passage]
	text := strings.Join(strings.Fields(strings.ReplaceAll(p.Text(), "\n", " – ")), " ")
	if strings.ContainsAny(text, "\"“”") {
		return text // somebody is quoted already
	}
	if p.Kind == resume.PassageQuote || speaksInFirst(text) || lexicon.Judges(text) {
		return "“" + strings.Trim(text, "\"“” ") + "”"
	}
	return text
}

var (
	firstPerson = lazyregexp.New(`(?:^|[^\w'’])(?:(?i:my|me|mine|myself|we|our)\b|I['’])`)
	iWord       = lazyregexp.New(`(?:^|[^\w'’])I ([a-z]+)`)
)

// speaksInFirst tells whether the person speaks in a text. The I of "Level I trauma"
// is a numeral, for no verb follows it.
func speaksInFirst(text string) bool {
	return firstPerson.MatchString(text) || slices.ContainsFunc(iWord.FindAllStringSubmatch(text, -1), func(m []string) bool {
		_, _, verb := lexicon.VerbOf(m[1])
		return verb || besideI[m[1]] || strings.HasSuffix(m[1], "ed") || strings.HasSuffix(m[1], "ly")
	})
}

// besideI are words other than full verbs that follow the I of a speaker.
var besideI = lexicon.WordSet("am was have had will would can could may might must do did also now still often never always love like enjoy believe")

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
	text = strings.TrimRight(text, " ")
	inner := strings.TrimRight(text, `"'`)
	if inner == "" || strings.HasSuffix(inner, "”") || strings.ContainsAny(inner[len(inner)-1:], ".!?:") {
		return text
	}
	return text + "."
}
