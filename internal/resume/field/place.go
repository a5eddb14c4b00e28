package field

import (
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
)

// partners ends the name of a firm that lists them: "Mills, Boon & Partners".
var partners = lazyregexp.New(`^\p{Lu}[\p{L}'’-]+ (?:&|and|und|y|et) (?:Partners|Sons|Daughters|Co\b\.?|Company|Associates|Brothers|Partner|Söhne|Hijos|Fils)`)

// CommaItems cuts at commas outside brackets and keeps "Inc." with its name.
func CommaItems(s string) []string {
	var out []string
	depth, start := 0, 0
	add := func(end int) {
		it := strings.TrimSpace(s[start:end])
		if code := strings.TrimSuffix(it, "."); RegionCode.MatchString(code) {
			it = code // "Charlotte, NC."
		}
		if it == "" {
			return
		}
		if n := len(out); n > 0 && (legalForm.MatchString(it) && !IsRegion(it) || partners.MatchString(it) && !IsTitle(out[n-1])) {
			out[n-1] += ", " + it
		} else {
			out = append(out, it)
		}
	}
	for i, c := range s {
		switch {
		case c == '(' && strings.Contains(s[i:], ")"):
			depth++
		case c == ')' && depth > 0:
			depth--
		case c == ',' && depth == 0:
			add(i)
			start = i + 1
		}
	}
	add(len(s))
	return out
}

// Campus tells a university that is named for a state and the town that tells which of
// that state's it is: "University of California", "Santa Cruz".
func Campus(university, town string) bool {
	of, ok := strings.CutPrefix(university, "University of ")
	return ok && IsRegion(of) && !IsRegion(town) && KindOf(town) != Title && !Department.MatchString(town)
}

// HasDate tells a text that names a time.
func HasDate(s string) bool {
	_, _, ok := resume.FindPeriod(s)
	return ok
}

var (
	regions = set(regionList)
	cities  = set(cityList)

	placeForm  = lazyregexp.New(`^\p{Lu}[\p{L}.'’ -]+(,\s*(\p{Lu}[\p{L}.'’ -]+|[A-Z]{2,3}))+$`)
	RegionCode = lazyregexp.New(`^(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|AB|BC|MB|NB|NL|NS|ON|PE|QC|SK|USA?|UK|UAE|EU|NSW|QLD|VIC)(?: \d{4,6})?$`)
)

// BracketRegion writes "Mioveni (Romania)" as "Mioveni, Romania".
func BracketRegion(s string) string {
	return regionBracket.ReplaceAllStringFunc(s, func(m string) string {
		if inner := strings.Trim(m, " ()"); IsRegion(inner) && !RegionCode.MatchString(inner) {
			return ", " + inner
		}
		return m
	})
}

var regionBracket = lazyregexp.New(` \([^()]+\)`)

// IsRegion tells a country or state.
func IsRegion(s string) bool {
	s = strings.TrimSpace(s)
	return RegionCode.MatchString(s) || regions[strings.ToLower(s)]
}

// townCode is a town with its state and no comma between: "Mississauga ON".
var townCode = lazyregexp.New(`^\p{Lu}\p{Ll}{3,}(?: \p{Lu}\p{Ll}+)? (?:A[KLRZ]|C[AOT]|FL|GA|I[ADL]|K[SY]|LA|M[INOT]|N[CDEHJMVY]|OH|RI|SC|T[NX]|UT|V[AT]|W[AIVY]|AB|BC|MB|NB|NS|ON|QC|SK|NSW|QLD|VIC)$`)

// KnownPlace tells a town, state or country by its name.
func KnownPlace(s string) bool {
	s = strings.TrimSpace(s)
	whole := s
	if i := strings.LastIndexByte(s, ' '); i > 0 && RegionCode.MatchString(s[i+1:]) && !IsRegion(s[:i]) { // "Chicago IL"
		s = s[:i]
	}
	return IsRegion(s) || townCode.MatchString(whole) && !IsTitle(whole) && !IsOrg(whole) || cities[strings.ToLower(s)]
}

// StateCode is a state that is also the short form of a degree: "Boston, MA".
var StateCode = lazyregexp.New(`, M[ADES](?: \d{5})?$`)

// IsPlace tells a place by its name or form: "Remote", "Pune", "Town, Region".
func IsPlace(s string) bool {
	s = strings.Trim(s, " *_()")
	if PlaceWords.MatchString(s) || KnownPlace(s) {
		return true
	}
	return placeForm.MatchString(s) && !IsTitle(StateCode.ReplaceAllString(s, "")) && !IsOrg(s) && len(s) < 60
}
