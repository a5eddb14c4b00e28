package field

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/block"
)

var (
	TitleWords  = words(titleList)
	DegreeWords = words(degreeList)
	orgWords    = words(orgList)
	PlaceWords  = lazyregexp.New(`(?i)^\(?(remote|fully remote|hybrid|on-?site|worldwide|home office|homeoffice|télétravail|remoto)\b`)
	legalForm   = lazyregexp.New(`(?i)^(pllc|p\.l\.l\.c|pc|p\.c|lp|plc|pty|pty ltd|b\.?v|n\.?v|oy|ab|srl|s\.r\.l|spa|s\.p\.a|sas|kk|pte|pte ltd|sdn bhd|k\.k|s\.a\.s|s\.a\.u|s\.l|s\.l\.u|inc|llc|ltd|llp|gmbh|co|corp|l\.l\.c|s\.a|phd|ph\.d|cpa|rn|esq|jr|sr|m\.d|ii|iii)\.?(?: \([^()]+\))?$`)
	Department  = lazyregexp.New(`(?i)^(?:\p{L}+ (?:&|and) )?(engineering|marketing|product|infrastructure|r&d|operations|backend|frontend|platform|security|finance|hr|it|data|growth|design|sales|research|ai|machine learning|mobile|cloud|quality|support|customer success)( team| department| division)?$`)
)

// titleAcronyms are positions known by their letters.
var titleAcronyms = lazyregexp.New(`(?:^|[^\p{L}])(?:RN|LPN|LVN|CNA|EMT|SHO|FY[12]|DBA|SDET|BDR|SDR|DJ|SENCO|TA|HCA|CRNA)(?:$|[^\p{L}])`)

// rankedLetters are the letters of any position behind a rank: "Senior SE".
var rankedLetters = lazyregexp.New(`^(?:Senior|Sr\.?|Junior|Jr\.?|Staff|Principal|Lead) [A-Z]{2,4}\d?$`)

// wordList finds whole words and phrases, in any case.
type wordList struct {
	rests map[string][]string // by the letters that a phrase begins with: what follows them
	ends  []string            // of compounds
}

// words reads a list in which commas part the forms of a word.
func words(list string) wordList {
	l := wordList{rests: map[string][]string{}}
	for _, line := range lines(list) {
		for phrase := range strings.SplitSeq(line, ", ") {
			if end, compound := strings.CutPrefix(phrase, "*"); compound {
				l.ends = append(l.ends, end)
				continue
			}
			n := letters(phrase)
			l.rests[phrase[:n]] = append(l.rests[phrase[:n]], phrase[n:])
		}
	}
	return l
}

// letters is how many bytes of letters s begins with.
func letters(s string) int {
	for i, c := range s {
		if !unicode.IsLetter(c) {
			return i
		}
	}
	return len(s)
}

// In tells whether one of the words is in s.
func (l wordList) In(s string) bool {
	s = strings.ToLower(s)
	for s != "" {
		n := letters(s)
		word, behind := s[:n], s[n:]
		for _, rest := range l.rests[word] {
			if after, ok := strings.CutPrefix(behind, rest); ok && letters(after) == 0 {
				return true
			}
		}
		for _, end := range l.ends {
			if first, ok := strings.CutSuffix(word, end); ok && block.RuneLen(first) >= 3 {
				return true
			}
		}
		_, size := utf8.DecodeRuneInString(behind)
		s = behind[size:]
	}
	return false
}

// IsTitle tells a text with a word for a position or a degree.
func IsTitle(s string) bool {
	return TitleWords.In(s) || DegreeWords.In(s) || titleAcronyms.MatchString(s)
}

// IsOrg tells a text with a word for an employer or a school.
func IsOrg(s string) bool { return orgWords.In(s) }

// domain is the name of a company that is its address on the web: "Teachers.com".
var domain = lazyregexp.New(`(?i)^[\p{L}\d-]+\.(?:com|org)$`)

// Kind is what a part of the head of an entry is.
type Kind int

const (
	Other Kind = iota
	Title
	Org
	Place
)

// headOf is a position that names what it is at the head of: "Head of Laboratory".
var headOf = lazyregexp.New(`^(?i:(?:deputy |assistant |vice |acting |interim )?(?:head|director|chief|vp|manager|leiter(?:in)?|jefe|jefa|chef|responsable|dean|coordinator|supervisor)) (?i:of|der|des|de|du) \p{Lu}`)

// KindOf tells by its words what a part is: Other where none tells.
func KindOf(s string) Kind {
	switch {
	case PlaceWords.MatchString(s) || KnownPlace(s):
		return Place
	case domain.MatchString(s):
		return Org
	case DegreeWords.In(s), headOf.MatchString(s), rankedLetters.MatchString(s):
		return Title
	case (TitleWords.In(s) || titleAcronyms.MatchString(s)) && !OrgLast(s):
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
	s, _, _ = strings.Cut(s, " in a ") // "Sales Assistant in a Bakery"
	words := strings.Fields(s)
	return len(words) > 1 && IsOrg(words[len(words)-1]) && !TitleWords.In(words[len(words)-1])
}
