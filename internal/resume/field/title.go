package field

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	TitleWords  = words(titleList)
	DegreeWords = words(degreeList)
	orgWords    = words(orgList)
	PlaceWords  = regexp.MustCompile(`(?i)^\(?(remote|fully remote|hybrid|on-?site|worldwide|home office|homeoffice|télétravail|remoto)\b`)
	legalForm   = regexp.MustCompile(`(?i)^(pllc|p\.l\.l\.c|pc|p\.c|lp|plc|pty|pty ltd|b\.?v|n\.?v|oy|ab|srl|s\.r\.l|spa|s\.p\.a|sas|kk|pte|pte ltd|sdn bhd|k\.k|s\.a\.s|s\.a\.u|s\.l|s\.l\.u|inc|llc|ltd|llp|gmbh|co|corp|l\.l\.c|s\.a|phd|ph\.d|cpa|rn|esq|jr|sr|m\.d|ii|iii)\.?$`)
	Department  = regexp.MustCompile(`(?i)^(?:\p{L}+ (?:&|and) )?(engineering|marketing|product|infrastructure|r&d|operations|backend|frontend|platform|security|finance|hr|it|data|growth|design|sales|research|ai|machine learning|mobile|cloud|quality|support|customer success)( team| department| division)?$`)
)

// titleAcronyms are positions known by their letters.
var titleAcronyms = regexp.MustCompile(`(?:^|[^\p{L}])(?:RN|LPN|LVN|CNA|EMT|SHO|FY[12]|DBA|SDET|BDR|SDR|DJ|SENCO|TA|HCA|CRNA)(?:$|[^\p{L}])`)

// rankedLetters are the letters of any position behind a rank: "Senior SE".
var rankedLetters = regexp.MustCompile(`^(?:Senior|Sr\.?|Junior|Jr\.?|Staff|Principal|Lead) [A-Z]{2,4}\d?$`)

// wordPattern finds whole words, in any case. It holds one pattern for each letter
// that words begin with, which is much faster than to search with hundreds of
// alternatives.
type wordPattern struct {
	byLetter map[rune]*regexp.Regexp
	others   *regexp.Regexp // that begin with no letter of their own; or nil
}

// words compiles a list of alternatives.
func words(list string) wordPattern {
	alternatives := map[rune][]string{}
	for _, l := range lines(list) {
		first, n := utf8.DecodeRuneInString(l)
		if !unicode.IsLetter(first) || n < len(l) && strings.ContainsRune("?*{|", rune(l[n])) {
			first = 0
		}
		alternatives[unicode.ToLower(first)] = append(alternatives[unicode.ToLower(first)], l)
	}
	p := wordPattern{byLetter: map[rune]*regexp.Regexp{}}
	for first, list := range alternatives {
		p.byLetter[first] = regexp.MustCompile(`^(?i:` + strings.Join(list, "|") + `)(?:$|[^\p{L}])`)
	}
	p.others = p.byLetter[0]
	return p
}

// MatchString tells whether one of the words is in s.
func (p wordPattern) MatchString(s string) bool {
	letter := false
	for i, c := range s {
		if !letter {
			if of := p.byLetter[unicode.ToLower(c)]; of != nil && of.MatchString(s[i:]) || p.others != nil && p.others.MatchString(s[i:]) {
				return true
			}
		}
		letter = unicode.IsLetter(c)
	}
	return false
}

// IsTitle tells a text with a word for a position or a degree.
func IsTitle(s string) bool {
	return TitleWords.MatchString(s) || DegreeWords.MatchString(s) || titleAcronyms.MatchString(s)
}

// IsOrg tells a text with a word for an employer or a school.
func IsOrg(s string) bool { return orgWords.MatchString(s) }

// Kind is what a part of the head of an entry is.
type Kind int

const (
	Other Kind = iota
	Title
	Org
	Place
)

// headOf is a position that names what it is at the head of: "Head of Laboratory".
var headOf = regexp.MustCompile(`^(?i:(?:deputy |assistant |vice |acting |interim )?(?:head|director|chief|vp|manager|leiter(?:in)?|jefe|jefa|chef|responsable|dean|coordinator|supervisor)) (?i:of|der|des|de|du) \p{Lu}`)

// KindOf tells by its words what a part is: Other where none tells.
func KindOf(s string) Kind {
	switch {
	case PlaceWords.MatchString(s) || KnownPlace(s):
		return Place
	case DegreeWords.MatchString(s), headOf.MatchString(s), rankedLetters.MatchString(s):
		return Title
	case (TitleWords.MatchString(s) || titleAcronyms.MatchString(s)) && !OrgLast(s):
		return Title
	case IsOrg(s):
		return Org
	}
	return Other
}

// OrgLast tells "Teacher Training College" from "College Teacher": the last word
// says what a name names.
func OrgLast(s string) bool {
	if i := strings.LastIndex(s, " ("); i > 0 && strings.HasSuffix(s, ")") {
		s = s[:i]
	}
	words := strings.Fields(s)
	return len(words) > 1 && IsOrg(words[len(words)-1]) && !TitleWords.MatchString(words[len(words)-1])
}
