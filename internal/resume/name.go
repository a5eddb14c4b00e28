package resume

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// looksLikeName tells a person's name: two to five capitalised words without
// digits.
func looksLikeName(s string) bool {
	s = strings.Trim(withoutEmoji(s), " *_#")
	if _, known := sectionKind(s); known {
		return false
	}
	s, _, _ = strings.Cut(s, ",")
	words := strings.Fields(withoutAddress(s))
	if wordsOfSections(words) {
		return false
	}
	if len(words) < 2 || len(words) > 5 || isTitle(s) && !surname(words[len(words)-1][strings.LastIndex(words[len(words)-1], "-")+1:]) || isOrg(s) {
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

// joinedParticle is a particle written together with the name: "d'Auvergne",
// "al-Hassan".
var joinedParticle = regexp.MustCompile(`^(?:[dl]['’]|[ae]l-|bin-|ben-|ibn-|ad-|as-|ash-|ar-|t['’]|in['’]t-)\p{Lu}`)

// nameLine tells a line that begins with a person's name: "Nina Rossi", "Nina
// Rossi — Graphic Designer".
func nameLine(s string) bool {
	name, rest := cutName(s)
	if otherScript(name, rest) {
		return looksLikeName(name) || looksLikeName(rest)
	}
	return looksLikeName(name) && (rest == "" || isTitle(rest) || isTitle(name+" "+rest) || knownCredentials(rest) || aside.MatchString(rest) || reaches(rest))
}

// reaches tells a line that begins with a way to reach somebody.
func reaches(s string) bool {
	s = firstField.FindString(s)
	m := phoneForm.FindString(s)
	return emailForm.MatchString(s) || urlForm.MatchString(s) || m != "" && isPhone(m, "", "")
}

var firstField = regexp.MustCompile(`^[^|•·]*`)

// otherScript tells a name and the same in another script.
func otherScript(a, b string) bool {
	b = strings.Trim(b, " ()")
	return b != "" && strings.ContainsFunc(a, latin) != strings.ContainsFunc(b, latin) && !strings.ContainsAny(b, "0123456789@:") && len(strings.Fields(b)) <= 5
}

// plainName tells a name by what it is not, for where nothing but a name is
// likely: "Björk", "王伟".
func plainName(s string) bool {
	return !isTitle(s) && !isOrg(s) && runeLen(s) <= 40 && len(strings.Fields(s)) <= 4 && !strings.ContainsAny(s, "0123456789@:/|#.!?") && !knownPlace(s)
}

// aside is what stands in brackets behind a name: the name in another script or a
// short form of it, the pronouns.
var aside = regexp.MustCompile(`(?i)^(?:(?:she|he|they|her|him|them|his|hers|sie|er|elle|il)(?:\s*/\s*\p{L}+)*|[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}\p{Arabic}\p{Hebrew}\p{Cyrillic}\p{Greek}\p{Devanagari}\p{Tamil}\p{Telugu}\p{Bengali}\p{Thai}\s.·]+)\)?$`)

// ofDocument is what a line says besides the name when it names the document:
// "Curriculum Vitae – Jane Doe", "Jane Doe's Resume".
var ofDocument = regexp.MustCompile(`(?i)^(?:curriculum vitae|resume|résumé|cv|lebenslauf)\s*(?:of|von|de|[-–—:|·•])\s*|\s*(?:['’]s?|[-–—|:,·•])\s*(?:curriculum vitae|resume|résumé|cv|lebenslauf)$`)

// cutName cuts a line after the name.
func cutName(s string) (name, rest string) {
	s = ofDocument.ReplaceAllString(unspaced(strings.Trim(withoutEmoji(s), " *_#")), "")
	if i := lettersBehind.FindStringIndex(s); i != nil && len(strings.Fields(s[:i[0]])) >= 2 {
		return strings.TrimRight(s[:i[0]], " ,"), strings.TrimSpace(s[i[0]:])
	}
	if i := emailForm.FindStringIndex(s); i != nil && looksLikeName(s[:i[0]]) && !strings.Contains(s[:i[0]], ",") {
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
var lettersBehind = regexp.MustCompile(`\s+(?:RN|LPN|BSN|MSN|DNP|FNP|CPA|CFA|MD|M\.D\.|DO|DDS|DMD|DVM|PhD|Ph\.D\.?|EdD|Ed\.D\.|MBA|MPH|MSW|LCSW|LMFT|PE|P\.E\.|PMP|Esq\.?|JD|J\.D\.|LLM|PharmD|DPT|OTR/L|CISSP|SHRM-CP|AIA|RIBA|FRCS|MRCP|MBBS|BSc|MSc|MEng|CEng)(?:$|[,\s].*$)`)

var nameEnd = regexp.MustCompile(`\s+[|/·•–—-]\s+|\s*,\s*|\t|\s{2,}|\s*\(`)

// scriptEnd is where a name ends that stands there once more in another script:
// "王小明 Wang Xiaoming".
var scriptEnd = regexp.MustCompile(`^(\p{Latin}[\p{Latin} .'’-]*\p{Latin}) +[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}\p{Arabic}\p{Hebrew}\p{Cyrillic}\p{Greek}\p{Devanagari}\p{Thai} ]+$|^([\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}\p{Arabic}\p{Hebrew}\p{Cyrillic}\p{Greek}\p{Devanagari}\p{Thai}][^\p{Latin}(/|,]*) +\p{Latin}[\p{Latin} .'’-]*$`)

// knownCredentials tells "RN, BSN", "Ph.D." and "Esq." behind a name.
func knownCredentials(s string) bool {
	for f := range strings.FieldsFuncSeq(s, func(c rune) bool { return c == ',' || c == ' ' || c == ')' }) {
		if !legalForm.MatchString(f) && !degreeWords.MatchString(f) && !isAcronym(f) {
			return false
		}
	}
	return true
}

// isAcronym tells "PMP", "CISSP", "B.Sc.", "Esq."
func isAcronym(s string) bool {
	upper := 0
	for _, c := range s {
		if unicode.IsUpper(c) {
			upper++
		}
	}
	return upper >= 2 && runeLen(s) <= 8
}

// splitName gives the name without forms of address, in words even where it is
// written in capitals, and what the line says the person is.
func splitName(s string) (name, headline string) {
	name, rest := cutName(s)
	if reach := strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune("|•·", r) }); emailForm.MatchString(rest) || urlForm.MatchString(rest) {
		rest = ""
		for _, field := range reach {
			if field = strings.TrimSpace(field); rest == "" && isTitle(field) && !knownCredentials(field) && !reaches(field) {
				rest = field
			}
		}
	}
	if isTitle(rest) && !knownCredentials(rest) {
		headline = rest
	}
	name = titleCase(name)
	words := strings.Fields(name)
	for i, w := range words {
		if runeLen(w) > 3 && isCapitals(w) { // "Julie LEFÈVRE"
			words[i] = titleCase(w)
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

var address = regexp.MustCompile(`(?i)^(?:(?:dr|prof|mr|mrs|ms|mx|miss|sir|dame|rev|capt|captain|lt|sgt|ing|dipl|mag|herr|frau|m|mme|sr|sra|don|doña)\b[.-]*(?:\s*(?:rer|med|vet|dent|phil|jur|iur|ing|nat|pol|oec|agr|theol|habil|pharm|techn|sc|mult|h|c)\b\.)*\s*)`)

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

// name reads the line of the person's name.
func (b *builder) name(blk *block, text string) {
	b.named = true
	name, headline := splitName(text)
	b.other = another(b.doc.Person.Name, name)
	if b.doc.Person.Name == "" {
		b.doc.Person.Name = name
	}
	if b.doc.Person.Headline == "" {
		b.doc.Person.Headline = headline
	}
	p := b.passage(blk, PassageHeader, "", gapped(text))
	if b.doc.Person.Passage < 0 {
		b.doc.Person.Passage = p
	}
	b.contact(blk, p) // "Jane Doe | jane@doe.example"
}

// introduces tells a heading, of the level that headings of sections have, that the
// headline or ways to reach somebody stand below, or at once the first section.
func (b *builder) introduces(blk *block) bool {
	for i := range b.after {
		below := &b.after[i]
		text := plain(below.spans)
		if below.kind == blockRow {
			text = plain(slices.Concat(below.cells...))
		}
		switch {
		case below.kind == blockHeading:
			return i == 0 && blk.level == 1
		case emailForm.MatchString(text) || urlForm.MatchString(text) || reaches(text) || home(text) != "":
			return true
		case isTitle(text) && runeLen(text) < 60 && !strings.HasSuffix(text, "."):
			return true
		}
	}
	return false
}

// sameNameAs tells a line that gives the name, known already, once more.
func (b *builder) sameNameAs(text string) bool {
	name, _ := splitName(text)
	return b.doc.Person.Name != "" && sameName(name, b.doc.Person.Name)
}

// nameField reads a field of the person's name, or of a part of it, from a line
// outside entries and reports whether the name is complete with it.
func (b *builder) nameField(blk *block) bool {
	label, value := splitLabel(blk.spans)
	if label == "" || value == "" {
		return false
	}
	if known := b.doc.Person.Name; known != "" {
		b.other = b.other || !b.named && nameLabel.MatchString(label) && looksLikeName(titleCase(value)) && another(known, titleCase(value))
		return false
	}
	if family, given, ok := strings.Cut(value, ", "); ok && plainName(family) && plainName(given) && !knownCredentials(given) { // "VASQUEZ, Marisol"
		value = titleCase(given) + " " + titleCase(family)
	}
	switch {
	case givenLabel.MatchString(label) && plainName(value):
		b.given = titleCase(value)
	case familyLabel.MatchString(label) && plainName(value):
		b.family = titleCase(value)
	case nameLabel.MatchString(label) && looksLikeName(titleCase(value)):
		b.doc.Person.Name, _ = splitName(value)
	}
	if b.doc.Person.Name == "" && b.given != "" && b.family != "" {
		b.doc.Person.Name, _ = splitName(b.given + " " + b.family)
	}
	b.named = b.named || b.doc.Person.Name != ""
	return b.doc.Person.Name != ""
}

var (
	nameLabel   = regexp.MustCompile(`(?i)^(?:(?:full |legal |candidate )?name(?: and surname)?|name of (?:the )?candidate|candidate|surname,? (?:and )?(?:first |given )?names?|vor- und nachname|vor- & nachname|vor- und zuname|nom(?: et prénom)?|nom complet|nombre(?: completo| y apellidos)?|nome(?: completo| e cognome)?|naam|navn|namn|nimi|név|imię i nazwisko)$`)
	givenLabel  = regexp.MustCompile(`(?i)^(?:(?:first|given|fore)[ -]?names?(?:\(s\))?|vornamen?|rufname|prénoms?|voornaam|fornavn|förnamn|imię|primeiro nome)$`)
	familyLabel = regexp.MustCompile(`(?i)^(?:surnames?|(?:last|family)[ -]?name|nachname|familienname|zuname|nom de famille|apellidos?|cognome|apelido|achternaam|etternavn|efternavn|efternamn|nazwisko)$`)
)

// another tells that a file names another person than those before it did: no
// word of the one name is in the other, and both are in the same script.
func another(a, b string) bool {
	if a == "" || b == "" || strings.ContainsFunc(a, latin) != strings.ContainsFunc(b, latin) {
		return false
	}
	for _, w := range strings.Fields(strings.ToLower(a)) {
		for _, v := range strings.Fields(strings.ToLower(b)) {
			if strings.Trim(w, ".,") == strings.Trim(v, ".,") {
				return false
			}
		}
	}
	return true
}

func latin(r rune) bool { return unicode.Is(unicode.Latin, r) }
