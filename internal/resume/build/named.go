package build

import (
	"slices"
	"strconv"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/field"
)

func (h *head) fillProject(e *resume.Entry) {
	if len(h.parts) == 0 {
		e.Title = h.whole
		return
	}
	e.Title = h.parts[0].text
	for _, p := range h.parts[1:] {
		if p.from == h.parts[0].from && p.kind != field.Place {
			e.Title += ", " + p.text
			continue
		}
		if p.kind == field.Org && e.Org == "" {
			e.Org = p.text
		}
		if p.kind == field.Place && e.Place == "" {
			e.Place = p.text
		}
	}
}

// fillNamed reads certificates, awards and publications: a name that may hold
// commas and dashes, then who gave it.
func (h *head) fillNamed(e *resume.Entry) {
	e.Title = strings.TrimRight(h.whole, " .")
	if e.Kind == resume.EntryCertificate {
		e.Title = validity.ReplaceAllString(e.Title, "")
	}
	if len(h.parts) == 0 {
		return
	}
	if first := h.parts[0]; first.bold && !slices.ContainsFunc(h.parts[1:], func(p part) bool { return p.line == 0 && p.bold }) {
		e.Title = first.text
	} else if before, _, ok := strings.Cut(h.whole, " | "); ok {
		e.Title = before
		if m := givenBy.FindStringSubmatch(before); m != nil && isGiver(m[2]) {
			e.Title, e.Org = m[1], m[2]
		}
	} else if m := givenBy.FindStringSubmatch(e.Title); m != nil && isGiver(m[2]) {
		e.Title, e.Org = m[1], m[2]
	} else if items := field.CommaItems(e.Title); len(items) > 2 && isGiver(items[1]) && idForm.MatchString(items[2]) { // "RN, Board of Nursing, License 183222"
		e.Title, e.Org = items[0], items[1]
	}
	if e.Kind == resume.EntryPublication {
		if m := authorYear.FindStringSubmatch(h.raw); m != nil && !strings.ContainsAny(h.raw, "“\"") {
			year, _ := strconv.Atoi(m[1])
			e.Title, e.Period = m[2], resume.Period{Start: resume.Date{Year: year}, Text: m[1]}
			return
		}
		if len(h.looks) > 0 && h.looks[0].Italic && len(h.parts) > 1 {
			e.Title = h.parts[0].text // "*Designing search*, UX Australia 2023"
		} else if m := authorsFirst.FindStringSubmatch(h.whole); m != nil && !strings.ContainsAny(h.whole, "“\"") {
			e.Title = m[1]
		} else if m := workTitle.FindStringSubmatch(h.whole); m != nil {
			e.Title = strings.TrimRight(m[1]+m[2], " ,.")
		}
		if y := lastYear.FindStringSubmatch(h.whole); y != nil && e.Period.IsZero() {
			year, _ := strconv.Atoi(y[1])
			e.Period = resume.Period{Start: resume.Date{Year: year}, Text: y[1]}
		}
		if e.Title != strings.TrimRight(h.whole, " .") {
			return // the rest are authors and where it appeared
		}
	}
	rest := strings.TrimPrefix(h.whole, e.Title)
	for _, p := range h.parts[1:] {
		if p.line == 0 && !strings.Contains(rest, p.text) || p.text == e.Title || strings.Contains(e.Org, p.text) || remark.MatchString(p.text) || idForm.MatchString(p.text) || resume.IsDigits(p.text) {
			continue
		}
		switch {
		case e.Org == "" && p.kind != field.Place && (e.Kind != resume.EntryPublication || p.kind == field.Org):
			e.Org = p.text
		case e.Place == "" && (p.kind == field.Place || e.Org != "" && p.line == h.dated):
			e.Place = p.text
		}
	}
}

// isGiver tells who gives certificates and awards by name.
func isGiver(s string) bool {
	return field.IsOrg(s) && !remark.MatchString(s) && (!field.IsTitle(s) || bodyOf.MatchString(s))
}

var (
	bodyOf   = lazyregexp.New(`(?i)(?:^|[^\p{L}])(?:board|council|institute|college|society|association|commission|academy|federation|department|ministry|office|chamber) (?:of|for)(?:$|[^\p{L}])`)
	idForm   = lazyregexp.New(`(?i)^(?:licen[cs]e|lic|no|nr|id|#|certificate|credential|reg)\b`)
	givenBy  = lazyregexp.New(`^(.+)(?:, | [–—-] | \| )(.+?)$`)
	validity = lazyregexp.New(`(?i)(?:\s*[,;|(–—-]+)\s*(?:commission$|issued|valid|expir|exp\b|obtained|renew|granted|current|active)[^,|]*$`)
	// "Solheim, I. & Hansen, O. (2022). Counting lice. Aquaculture": the style of
	// the American Psychological Association.
	authorYear = lazyregexp.New(`^[^()]{3,200}?\(((?:19|20)\d{2})[a-z]?\)[.,:]?\s+([^.?]{5,}[?]?)(?:[.?]|$)`)
	// "Berg K, Nilsen I. Trophic cascades. Marine Ecology 590 (2018)": the style of
	// medical journals.
	authorsFirst = lazyregexp.New(`^(?:\p{Lu}[\p{L}'’ -]*\p{L} \p{Lu}{1,3}(?:, and |, & |, | and | & |,? et al)?)+\.\s+([^.?]{8,}[?]?)(?:[.]|$|\s)`)
	workTitle    = lazyregexp.New(`“([^”]{5,})”|"([^"]{5,})"`)
	lastYear     = lazyregexp.New(`(?:^|[\s(])((?:19|20)\d{2})(?:[).,;]|$)`)
)
