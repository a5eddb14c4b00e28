// Package field tells by its words what a short text of a résumé is: the heading of a
// section, a title, an employer, a place, a name, a way to reach somebody.
package field

import (
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// DocumentTitle tells a heading that names the document and not the person.
func DocumentTitle(s string) bool {
	switch strings.ToLower(strings.Trim(s, " :")) {
	case "bio data", "biodata", "bio-data", "cv", "resume", "résumé", "curriculum vitae", "lebenslauf", "currículum", "curriculum":
		return true
	}
	return false
}

// sectionHeadings are the headings by which sections are known.
var sectionHeadings = newHeadings(sectionList)

// SectionKind tells what a heading's section is about. known is false where no
// word of it tells.
func SectionKind(heading string) (kind resume.SectionKind, known bool) {
	heading = block.Unspaced(heading)
	words := headingWords(heading)
	low := " " + strings.Join(words, " ") + " "
	switch {
	case len(words) > 6 || len(words) == 0:
		return resume.SectionOther, false
	case len(words) == 1 && words[0] == "research":
		return resume.SectionWork, true
	case len(words) == 1 && words[0] == "technology":
		return resume.SectionSkills, true
	case len(words) == 1 && (words[0] == "school" || words[0] == "schools"):
		return resume.SectionEducation, true
	case degreeName.MatchString(low):
		return resume.SectionOther, false // "Master of Social Work"
	case len(words) > 1 && IsTitle(words[len(words)-1]) && !sectionWord(words[len(words)-1]):
		return resume.SectionOther, false // "Software Engineer", "Teaching Assistant"
	}
	if front, _, at := strings.Cut(heading+" ", " at "); at && IsTitle(front) {
		return resume.SectionOther, false // "Software Engineer at Acme"
	}
	best, first := -1, 0
	for i := range words {
		for j := i + 1; j <= len(words); j++ {
			w := strings.Join(words[i:j], " ")
			name, ok := sectionHeadings.whole[w]
			if !ok || w == "academic" && len(words) > 1 { // "Academic Advising"
				continue
			}
			// The word that stands last says what the heading is ("Research
			// Portfolio"), but the first of a list ("Education & Certifications").
			rank := len(w)
			if j == len(words) {
				rank += 20
			}
			if (strings.ContainsAny(heading, "&,/") || strings.Contains(low, " and ")) && i == 0 {
				rank += 25
			}
			if rank > best || rank == best && name.row < first {
				best, first, kind = rank, name.row, name.kind
			}
		}
	}
	for i := len(words) - 1; i >= 0 && best < 0; i-- { // in the plural, or compounds
		if name, ok := sectionHeadings.named(words[i]); ok && words[i] != "academic" {
			return name.kind, true
		}
	}
	return kind, best >= 0
}

// headingWords are the words of a heading, in lower case and without figures.
func headingWords(heading string) []string {
	return strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(heading, "’", "'")), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
}

var degreeName = lazyregexp.New(`\b(?:bachelor|master|doctor|diploma|associate) (?:of|in|s)\b`)

// sectionWord tells a word that by itself names a section.
func sectionWord(w string) bool {
	_, ok := sectionHeadings.named(w)
	return ok
}

// wordsOfSections tells words each of which, as it stands or in the plural, names
// sections or is part of such names: "Research Interest", "Career Overview".
func wordsOfSections(words []string) bool {
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return strings.Trim(w, ".:&") != "" && !wordOfSections(w) })
}

func wordOfSections(word string) bool {
	w := strings.ToLower(strings.Trim(word, ".:&"))
	return slices.ContainsFunc([]string{w, w + "s", strings.TrimSuffix(w, "s"), umlauts.Replace(w)}, func(w string) bool { return sectionHeadings.parts[w] || sectionWord(w) })
}

// likeSection tells words of which one stands in names of sections and, being long, in
// nobody's: "Additional Information", but not "Robert Service".
func likeSection(words []string) bool {
	tells := func(w string) bool { return block.RuneLen(w) > 6 && wordOfSections(w) }
	last := len(words) - 1
	return last >= 0 && (slices.ContainsFunc(words[:last], tells) || tells(words[last]) && wordOfSections(words[0]) || strings.EqualFold(words[last], "vitae"))
}

// umlauts are written so where a keyboard has none.
var umlauts = strings.NewReplacer("ae", "ä", "oe", "ö", "ue", "ü")

// SectionName tells the name of a section, word for word.
func SectionName(heading string) bool {
	low := strings.ToLower(strings.TrimSuffix(block.Unspaced(heading), ":"))
	if !block.StartsUpper(heading) {
		return false
	}
	return sectionWord(low)
}

// StrongKind tells whether a heading is nothing but the name of a section.
func StrongKind(heading string) bool {
	words := strings.FieldsFunc(strings.ToLower(heading), func(r rune) bool { return r == '/' || unicode.IsSpace(r) })
	return len(words) <= 2 && !IsTitle(heading) && wordsOfSections(words)
}

// HoldsEntries tells sections that are made of entries.
func HoldsEntries(k resume.SectionKind) bool {
	switch k {
	case resume.SectionWork, resume.SectionEducation, resume.SectionProjects, resume.SectionCertificates, resume.SectionVolunteer, resume.SectionAwards, resume.SectionPublications:
		return true
	}
	return false
}

// EntryKind is what the entries of a section are.
func EntryKind(k resume.SectionKind) resume.EntryKind {
	switch k {
	case resume.SectionWork:
		return resume.EntryWork
	case resume.SectionProjects:
		return resume.EntryProject
	case resume.SectionVolunteer:
		return resume.EntryVolunteer
	case resume.SectionAwards:
		return resume.EntryAward
	case resume.SectionPublications:
		return resume.EntryPublication
	case resume.SectionCertificates:
		return resume.EntryCertificate
	case resume.SectionEducation:
		return resume.EntryEducation
	}
	return resume.EntryOther
}

var licence = lazyregexp.New(`\blicence (?:en|ès|d|de|professionnelle|\d)\b`) // a French degree

var license = lazyregexp.New(`\blicen[cs]es?\b`)

// RefineKind tells a membership among studies, and a certificate: what is called one and was not studied
// for at a school. both tells that the section is on certificates too.
func RefineKind(e *resume.Entry, both bool) resume.EntryKind {
	low := strings.ToLower(e.Title)
	certified := strings.Contains(low, "certificat") || strings.Contains(low, "certified") || license.MatchString(low) && !licence.MatchString(low)
	studied := !e.Period.End.IsZero() || e.Period.Present || school.MatchString(e.Org)
	if e.Kind == resume.EntryEducation && low == "member" && e.Period.IsZero() {
		return resume.EntryOther
	}
	if e.Kind == resume.EntryEducation && certified && (both || !studied) {
		return resume.EntryCertificate
	}
	return e.Kind
}

// school is where people study.
var school = lazyregexp.New(`(?i)universit|\buni\b|college|school|schule|instit|academ|akadem|polyt|lycée|escuela|facult|kolleg`)

// IsSchool tells a text with a word for where people study.
func IsSchool(s string) bool { return school.MatchString(s) }

// OnlySectionWords tells a heading that is nothing but the name of a section.
func OnlySectionWords(s string) bool {
	kind, known := SectionKind(s)
	if !known || strings.ContainsAny(s, ".,;()") {
		return false
	}
	if parts := conjunction.Split(s, -1); !slices.ContainsFunc(parts, func(p string) bool { return !SectionName(p) }) {
		return true // "Education and Qualifications"
	}
	body, colon := strings.CutSuffix(s, ":")
	return len(strings.Fields(body)) <= 2 || colon || kind == resume.SectionWork || kind == resume.SectionSkills
}

// Names tells that a heading, or one side of what it joins, names a section of a kind.
func Names(heading string, kind resume.SectionKind) bool {
	return slices.ContainsFunc(append(conjunction.Split(heading, -1), heading), func(s string) bool {
		k, known := SectionKind(s)
		return known && k == kind
	})
}

var conjunction = lazyregexp.New(`\s+(?:and|&|und|et|y|e|og|en)\s+|\s*/\s*`)
