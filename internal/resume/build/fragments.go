package build

import (
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// fragments cuts a piece between strong separators into title, organisation and
// place, as far as its words tell; it stays whole where they do not.
func fragments(piece string) []part {
	piece = trimPart(squares.ReplaceAllString(piece, " ($1)"))
	if !strings.ContainsFunc(piece, block.WordRune) {
		return nil
	}
	if loc := splitsTitle(piece); loc != nil {
		title := kinded(piece[:loc[0]])
		if title.kind == field.Other {
			title.kind = field.Title
		}
		rest := fragments(piece[loc[1]:])
		switch word := piece[loc[0]:loc[1]]; {
		case len(rest) == 0:
		case word == " for " || word == " with ":
			rest[0].joint = word
		case rest[0].kind != field.Place:
			rest[0].kind = field.Org // whatever its words
		}
		return append([]part{title}, rest...)
	}
	if field.PlaceWords.MatchString(piece) {
		return []part{{text: strings.Trim(piece, "()"), kind: field.Place}}
	}
	items := field.CommaItems(field.BracketRegion(piece))
	if n := len(items) - 2; n >= 0 && field.Campus(items[n], items[n+1]) {
		items = append(items[:n:n], items[n]+", "+items[n+1])
	}
	if field.IsStreet(items[0]) { // the address of an employer says nothing of the work
		for items = items[1:]; len(items) > 0 && strings.HasPrefix(items[0], "#"); {
			items = items[1:]
		}
		if len(items) == 0 {
			return nil
		}
		piece = strings.Join(items, ", ")
	}
	if len(items) == 1 {
		return bracketPlace(piece)
	}
	// The place stands last: "…, Springfield, IL".
	end := len(items)
	for end > 0 && (field.KnownPlace(items[end-1]) || field.PlaceWords.MatchString(items[end-1])) {
		end--
	}
	if end > 1 && end < len(items) && field.IsRegion(items[end]) && field.KindOf(items[end-1]) == field.Other && (!field.Department.MatchString(items[end-1]) || field.RegionCode.MatchString(items[end])) {
		end-- // the town before its state
	}
	if end == 1 && end < len(items) && (field.KindOf(items[0]) == field.Other || field.KindOf(items[0]) == field.Org && !field.OrgLast(items[0]) && field.RegionCode.MatchString(items[1])) && field.IsRegion(items[1]) {
		end = 0 // "Springfield, IL" or "College Station, TX" and nothing else
	}
	var out []part
	if end > 0 {
		out = named(items[:end])
	}
	if end < len(items) {
		out = append(out, part{text: strings.Join(items[end:], ", "), kind: field.Place})
	}
	return out
}

// squares are brackets at the end that others write round.
var squares = lazyregexp.New(` \[([^\[\]]+)\]$`)

// named groups comma-separated items that are no place into title and
// organisation.
func named(items []string) []part {
	var out []part
	if n := len(items) - 1; n > 0 && strings.HasSuffix(items[n], ")") { // "Amazon, Area Manager (Waco, TX)"
		if i := strings.LastIndex(items[n], " ("); i > 0 && field.IsPlace(items[n][i+2:len(items[n])-1]) {
			place := part{text: items[n][i+2 : len(items[n])-1], kind: field.Place}
			return append(named(append(slices.Clone(items[:n]), items[n][:i])), place)
		}
	}
	for _, it := range enumerated(items) {
		k := field.KindOf(it)
		last := len(out) - 1
		switch {
		case last < 0:
			out = append(out, part{text: it, kind: k})
		case k == field.Other && out[last].kind == field.Title && (field.Department.MatchString(it) || field.DegreeWords.In(out[last].text) && bareDegree.MatchString(out[last].text) && len(items) == 2 && !remark.MatchString(it) && !field.IsAcronym(it)):
			out[last].text += ", " + it // "Vice President, Engineering", "PhD, Computer Science"
		case k == field.Title && out[last].kind == field.Title && field.DegreeWords.In(it):
			out[last].text += ", " + it
		default:
			out = append(out, part{text: it, kind: k})
		}
	}
	return out
}

// enumerated joins what a title enumerates: "BA in Dutch, Frisian, and History".
func enumerated(items []string) []string {
	end := slices.IndexFunc(items, func(it string) bool { return enumerates.MatchString(it) })
	from := end - 1
	for from > 0 && !field.IsTitle(items[from]) {
		from--
	}
	if end < 1 || !field.IsTitle(items[from]) || slices.ContainsFunc(items[from:end], field.IsOrg) {
		return items
	}
	return slices.Concat(items[:from], []string{strings.Join(items[from:end+1], ", ")}, items[end+1:])
}

var enumerates = lazyregexp.New(`^(?:and|&|und|et|y|e) \p{L}`)

// bareDegree is a degree without its field.
var bareDegree = lazyregexp.New(`(?i)^(?:[\p{L}.]+|(?:bachelor|master|doctor|associate)(?:['’]?s)?(?: of(?: applied)? \p{L}+| degree)?)(?: \([\p{L}. ]+\))?$`)

// rank stands before the name of a position.
var rank = lazyregexp.New(`(?i)^(?:sr|jr|senior|junior|chief|head|lead|deputy|assistant)\b\.?\s+\p{L}`)

// bracketPlace reads "Awesome University (MyTown)"; "(IIT)" and "(Hons)" belong
// to the name.
func bracketPlace(s string) []part {
	p := kinded(s)
	i := strings.LastIndex(s, " (")
	if i < 0 || !strings.HasSuffix(s, ")") {
		return []part{p}
	}
	inner := s[i+2 : len(s)-1]
	if items := field.CommaItems(inner); len(items) > 1 && p.kind == field.Title && !field.DegreeWords.In(inner) { // "Lecturer (University of Hobart, Tasmania)"
		if within := fragments(inner); len(within) > 0 && (within[0].kind == field.Org || within[len(within)-1].kind == field.Place && len(within) > 1) {
			return append([]part{kinded(s[:i])}, within...)
		}
	}
	if front := kinded(s[:i]); (field.TitleWords.In(inner) || rank.MatchString(inner)) && block.StartsUpper(inner) && front.kind != field.Title && (front.kind == field.Org || field.IsCapitals(front.text) || len(strings.Fields(inner)) > 1) { // "BRANNIGAN ELECTRIC LTD. (Electrical Contractor)"
		return []part{{text: front.text, kind: field.Org}, {text: inner, kind: field.Title}}
	}
	if field.KnownPlace(inner) || field.PlaceWords.MatchString(inner) || field.IsPlace(inner) || p.kind == field.Org && block.StartsUpper(inner) && inner != strings.ToUpper(inner) && len(inner) > 2 && field.KindOf(inner) == field.Other {
		return []part{kinded(s[:i]), {text: inner, kind: field.Place}}
	}
	if p.kind == field.Title && field.KindOf(inner) == field.Org && block.StartsUpper(inner) && len(strings.Fields(inner)) > 1 { // "Electrical Contractor (Brannigan Electric)"
		return []part{kinded(s[:i]), {text: inner, kind: field.Org}}
	}
	return []part{p}
}

// splitsTitle is where the word stands that parts a title from where it was, or nil:
// "Nurse at Acme", "Licence à l'Université de Lille".
func splitsTitle(piece string) []int {
	if loc := atWord.FindStringIndex(piece); loc != nil && endsTitle(piece[:loc[0]], piece[loc[0]:loc[1]]) && block.StartsUpper(piece[loc[1]:]) && !honours.MatchString(piece[loc[1]:]) {
		return loc
	}
	if loc := atEmployer.FindStringIndex(piece); loc != nil && block.StartsUpper(piece[loc[1]:]) {
		return loc
	}
	if front, back, ok := strings.Cut(piece, " from "); ok && field.DegreeWords.In(front) && field.IsOrg(back) && !field.IsOrg(front) {
		return []int{len(front), len(front) + len(" from ")}
	}
	for _, loc := range atSchool.FindAllStringIndex(piece, -1) {
		front, back := piece[:loc[0]], piece[loc[1]:]
		first, _, _ := strings.Cut(back, " ")
		named := strings.Contains(frenchAt, piece[loc[0]+1:loc[1]]) && block.StartsUpper(first) && (field.IsTitle(front) || field.IsAcronym(front) || practice.MatchString(front))
		if (field.IsOrg(first) || named) && !field.IsOrg(front) && field.KindOf(back) != field.Title {
			return loc
		}
	}
	return nil
}

// frenchAt are the words behind which a name stands in French: "Stage à l'ENSG".
const frenchAt = "à l'à l’à la au aux à "

// practice is what work to learn from is called, which by itself is no position.
var practice = lazyregexp.New(`(?i)^(?:stage|alternance|apprentissage)(?: |$)`)

// endsTitle tells that what stands before "at" or "for" ends in a title, or in what
// belongs to it, "Engineer, Payments"; in "Researcher, Institute for Plant Breeding" it
// does not.
func endsTitle(s, word string) bool {
	items := field.CommaItems(s)
	n := len(items) - 1
	if n > 0 && strings.TrimSpace(word) == "at" && field.IsTitle(items[0]) && field.KindOf(items[n]) == field.Other {
		return true
	}
	return n >= 0 && field.IsTitle(items[n]) && !field.OrgLast(items[n])
}

func kinded(s string) part { return part{text: s, kind: field.KindOf(s)} }

func trimPart(s string) string {
	s = strings.Trim(s, " ,;/|·•:\t"+resume.Dashes)
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") && strings.Count(s, "(") == 1 {
		s = s[1 : len(s)-1]
	}
	return block.Display(s)
}
