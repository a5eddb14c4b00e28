package field

import (
	"strings"
	"unicode"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/block"
)

// SameName compares names without regard to case, marks and legal forms.
func SameName(a, b string) bool { return NameKey(a) == NameKey(b) }

// NameKey is a name as far as two ways to write it are alike.
func NameKey(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '+' && c != '#' })
	var out []string
	for _, w := range words {
		switch w {
		case "inc", "ltd", "llc", "gmbh", "ag", "pvt", "corp", "the", "limited", "private":
		default:
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// LooksLikeName tells a person's name: two to five capitalised words without
// digits.
func LooksLikeName(s string) bool {
	s = strings.Trim(block.WithoutEmoji(s), " *_#")
	if _, known := SectionKind(s); known {
		return false
	}
	s, _, _ = strings.Cut(s, ",")
	words := strings.Fields(withoutAddress(s))
	if wordsOfSections(words) || likeSection(words) {
		return false
	}
	if len(words) < 2 || len(words) > 5 || IsTitle(s) && !surname(words[len(words)-1][strings.LastIndex(words[len(words)-1], "-")+1:]) || IsOrg(s) && !initialled.MatchString(s) {
		return false
	}
	for _, w := range words {
		for i, r := range w {
			if i == 0 && !unicode.IsUpper(r) && !strings.ContainsRune("(\"“'", r) && !isParticle(w) && !joinedParticle.MatchString(w) {
				return false
			}
			if unicode.IsDigit(r) || strings.ContainsRune("@:/|", r) {
				return false
			}
		}
	}
	return true
}

// initialled is a name of three words, the second an initial: "Benjamin D. Church".
var initialled = lazyregexp.New(`^\p{Lu}\p{Ll}+ \p{Lu}\. \p{Lu}\p{Ll}+$`)

// joinedParticle is a particle written together with the name: "d'Auvergne",
// "al-Hassan".
var joinedParticle = lazyregexp.New(`^(?:[dl]['’]|[ae]l-|bin-|ben-|ibn-|ad-|as-|ash-|ar-|t['’]|in['’]t-)\p{Lu}`)

// NameLine tells a line that begins with a person's name: "Nina Rossi", "Nina
// Rossi — Graphic Designer".
func NameLine(s string) bool {
	name, rest := cutName(s)
	if otherScript(name, rest) {
		return LooksLikeName(name) || LooksLikeName(rest)
	}
	return LooksLikeName(name) && (rest == "" || IsTitle(rest) || IsTitle(name+" "+rest) || KnownCredentials(rest) || aside.MatchString(rest) || Reaches(rest))
}

// Reaches tells a line that begins with a way to reach somebody.
func Reaches(s string) bool {
	s = firstField.FindString(s)
	m := PhoneForm.FindString(s)
	return EmailForm.MatchString(s) || UrlForm.MatchString(s) || m != "" && IsPhone(m, "", "")
}

var firstField = lazyregexp.New(`^[^|•·]*`)

// otherScript tells a name and the same in another script.
func otherScript(a, b string) bool {
	b = strings.Trim(b, " ()")
	return b != "" && strings.ContainsFunc(a, Latin) != strings.ContainsFunc(b, Latin) && !strings.ContainsAny(b, "0123456789@:") && len(strings.Fields(b)) <= 5
}

// PlainName tells a name by what it is not, for where nothing but a name is
// likely: "Björk", "王伟".
func PlainName(s string) bool {
	return !IsTitle(s) && !IsOrg(s) && block.RuneLen(s) <= 40 && len(strings.Fields(s)) <= 4 && !strings.ContainsAny(s, "0123456789@:/|#.!?") && !KnownPlace(s) && !likeSection(strings.Fields(s))
}

// aside is what stands in brackets behind a name: the name in another script or a
// short form of it, the pronouns.
var aside = lazyregexp.New(`(?i)^(?:(?:she|he|they|her|him|them|his|hers|sie|er|elle|il)(?:\s*/\s*\p{L}+)*|[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}\p{Arabic}\p{Hebrew}\p{Cyrillic}\p{Greek}\p{Devanagari}\p{Tamil}\p{Telugu}\p{Bengali}\p{Thai}\s.·]+)\)?$`)

// OfDocument is what a line says besides the name when it names the document:
// "Curriculum Vitae – Jane Doe", "Jane Doe's Resume".
var OfDocument = lazyregexp.New(`(?i)^(?:curriculum vitae|resume|résumé|cv|lebenslauf)\s*(?:of|von|de|[-–—:|·•])\s*|\s*(?:['’]s?|[-–—|:,·•])\s*(?:curriculum vitae|resume|résumé|cv|lebenslauf)$`)

// cutName cuts a line after the name.
func cutName(s string) (name, rest string) {
	s = OfDocument.ReplaceAllString(block.Unspaced(strings.Trim(block.WithoutEmoji(s), " *_#")), "")
	if i := lettersBehind.FindStringIndex(s); i != nil && len(strings.Fields(s[:i[0]])) >= 2 {
		return strings.TrimRight(s[:i[0]], " ,"), strings.TrimSpace(s[i[0]:])
	}
	if i := EmailForm.FindStringIndex(s); i != nil && LooksLikeName(s[:i[0]]) && !strings.Contains(s[:i[0]], ",") {
		return strings.TrimSpace(s[:i[0]]), s[i[0]:]
	}
	if i := scriptEnd.FindStringSubmatchIndex(s); i != nil {
		end := max(i[3], i[5])
		return strings.TrimSpace(s[:end]), strings.TrimSpace(s[end:])
	}
	if i := nameEnd.FindStringIndex(s); i != nil {
		return s[:i[0]], strings.Trim(s[i[1]:], " ,|–—-·•")
	}
	return s, ""
}

// lettersBehind are the letters of a degree or licence that stand behind a name
// without a comma: "Jane Doe RN, BSN".
var lettersBehind = lazyregexp.New(`\s+(?:RN|LPN|BSN|MSN|DNP|FNP|CPA|CFA|MD|M\.D\.|DO|DDS|DMD|DVM|PhD|Ph\.D\.?|EdD|Ed\.D\.|MBA|MPH|MSW|LCSW|LMFT|PE|P\.E\.|PMP|Esq\.?|JD|J\.D\.|LLM|PharmD|DPT|OTR/L|CISSP|SHRM-CP|AIA|RIBA|FRCS|MRCP|MBBS|BSc|MSc|MEng|CEng)(?:$|[,\s].*$)`)

var nameEnd = lazyregexp.New(`\s+[|/·•–—-]\s+|\s*,\s*|\t|\s{2,}|\s*\(`)

// scriptEnd is where a name ends that stands there once more in another script:
// "王小明 Wang Xiaoming".
var scriptEnd = lazyregexp.New(`^(\p{Latin}[\p{Latin} .'’-]*\p{Latin}) +[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}\p{Arabic}\p{Hebrew}\p{Cyrillic}\p{Greek}\p{Devanagari}\p{Thai} ]+$|^([\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}\p{Arabic}\p{Hebrew}\p{Cyrillic}\p{Greek}\p{Devanagari}\p{Thai}][^\p{Latin}(/|,]*) +\p{Latin}[\p{Latin} .'’-]*$`)

// KnownCredentials tells "RN, BSN", "Ph.D." and "Esq." behind a name.
func KnownCredentials(s string) bool {
	for f := range strings.FieldsFuncSeq(s, func(c rune) bool { return c == ',' || c == ' ' || c == ')' }) {
		if !legalForm.MatchString(f) && !DegreeWords.In(f) && !IsAcronym(f) {
			return false
		}
	}
	return true
}

// IsAcronym tells "PMP", "CISSP", "B.Sc.", "Esq."
func IsAcronym(s string) bool {
	upper := 0
	for _, c := range s {
		if unicode.IsUpper(c) {
			upper++
		}
	}
	return upper >= 2 && block.RuneLen(s) <= 8
}

// SplitName gives the name without forms of address, in words even where it is
// written in capitals, and what the line says the person is.
func SplitName(s string) (name, headline string) {
	name, rest := cutName(s)
	if reach := strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune("|•·", r) }); EmailForm.MatchString(rest) || UrlForm.MatchString(rest) {
		rest = ""
		for _, field := range reach {
			if field = strings.TrimSpace(field); rest == "" && IsTitle(field) && !KnownCredentials(field) && !Reaches(field) {
				rest = field
			}
		}
	}
	if IsTitle(rest) && !KnownCredentials(rest) {
		headline = rest
	}
	name = TitleCase(name)
	words := strings.Fields(name)
	for i, w := range words {
		if block.RuneLen(w) > 3 && IsCapitals(w) { // "Julie LEFÈVRE"
			words[i] = TitleCase(w)
		}
	}
	name = strings.Join(words, " ")
	return withoutAddress(name), headline
}

// withoutAddress is a name without the forms of address before it.
func withoutAddress(name string) string {
	for m := address.FindString(name); m != "" && len(strings.Fields(name[len(m):])) > 1; m = address.FindString(name) {
		name = name[len(m):]
	}
	return name
}

var address = lazyregexp.New(`(?i)^(?:(?:dr|prof|mr|mrs|ms|mx|miss|sir|dame|rev|capt|captain|lt|sgt|ing|dipl|mag|herr|frau|m|mme|sr|sra|don|doña)\b[.-]*(?:\s*(?:rer|med|vet|dent|phil|jur|iur|ing|nat|pol|oec|agr|theol|habil|pharm|techn|sc|mult|h|c)\b\.)*\s*)`)

func isParticle(w string) bool {
	switch w {
	case "de", "da", "di", "del", "la", "van", "von", "der", "den", "al", "el", "dos", "das", "do", "du", "le", "y", "e", "i", "las", "los", "ter", "ten", "te", "zu", "zur", "zum", "vom", "af", "av", "dello", "della", "dalla", "ben", "ibn", "bin", "bint", "abu":
		return true
	}
	return false
}

// surname tells the words that are a trade as well as a family name.
func surname(w string) bool {
	switch strings.ToLower(w) {
	case "coder", "cook", "baker", "carpenter", "driver", "judge", "pilot", "coach", "fellow", "chair", "captain", "trader", "buyer", "fuller", "server", "author", "partner", "lead", "head", "mason", "tailor", "brewer", "barber", "dancer", "singer", "dean", "host", "reader", "ranger", "forester", "logger", "miner", "usher", "deacon", "minister", "vicar", "glazier", "dealer", "corporal", "constable", "marshal", "sailor", "hacker", "runner", "maurer", "lehrer", "pfleger", "schreiner", "dachdecker", "painter", "gardener", "butcher", "farmer", "butler", "porter", "page", "steward", "archer", "skipper", "worker", "conductor", "drummer", "piper", "plumber", "contador", "bosun", "medico", "valet":
		return true
	}
	return false
}

var (
	NameLabel   = lazyregexp.New(`(?i)^(?:(?:full |legal |candidate )?name(?: and surname)?|name of (?:the )?candidate|candidate|surname,? (?:and )?(?:first |given )?names?|vor- und nachname|vor- & nachname|vor- und zuname|nom(?: et prénom)?|nom complet|nombre(?: completo| y apellidos?)?|nome(?: completo| e cognome)?|naam|navn|namn|nimi|név|imię i nazwisko)$`)
	GivenLabel  = lazyregexp.New(`(?i)^(?:(?:first|given|fore)[ -]?names?(?:\(s\))?|vornamen?|rufname|prénoms?|voornaam|fornavn|förnamn|imię|primeiro nome)$`)
	FamilyLabel = lazyregexp.New(`(?i)^(?:surnames?|(?:last|family)[ -]?name|nachname|familienname|zuname|nom de famille|apellidos?|cognome|apelido|achternaam|etternavn|efternavn|efternamn|nazwisko)$`)
)

// Latin tells letters of the Latin script.
func Latin(r rune) bool { return unicode.Is(unicode.Latin, r) }
