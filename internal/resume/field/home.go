package field

import (
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/block"
)

// HouseNumber is a street with the number of a house, either way round, or a box.
var HouseNumber = lazyregexp.New(`(?i)^(?:\p{L}+\.? )?#?\d{1,5}[a-z]?(?:\s?[-/]\s?\d{1,4}[a-z]?)?\s+(?:bis |ter )?\p{L}|\p{L}\.?\s+#?\d{1,4}\s?[a-z]?$|^p\.?\s?o\.?\s?box \d+$`)

// CodeAlone is a postcode and nothing else.
var CodeAlone = lazyregexp.New(`^(?:\d{4,6}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$`)

var (
	officeLabel = lazyregexp.New(`(?i)^(?:office|work|home|current|present|permanent|mailing|postal|residential)\b`)
	PlaceLabel  = lazyregexp.New(`(?i)^(?:location|address|city|town|home ?town|country|(?:currently )?based in|based|(?:place of )?residence|lives? in|living in|domicile|ort|wohnort|wohnhaft|anschrift|adresse|ubicación|dirección|domicilio|residencia|ciudad|lieu|ville|domicile|indirizzo|residenza|morada|endereço|localidade|adres|woonplaats|bosted|bostad|adress|osoite|cím|lakcím)(?:$|[^\p{L}])`)
	notHome     = lazyregexp.New(`(?i)birth|born|prefer|desired|relocat|e-?mail|web|company|employer`)
	placeLead   = lazyregexp.New(`(?i)^(?:[^.]{0,60}\s)?(?:based|located|living|lives|residing|resident|wohnhaft|ansässig) (?:in|near|at)\s+`)
)

// Postcodes stand before the name of a town or after it.
const (
	codeBefore = `(?:〒\s?|[A-Z]{1,2}[- ])?(?:\d{3}-\d{4}|\d{5}-\d{3}|\d{4}-\d{3}|\d{2}-\d{3}|\d{3} \d{2}|\d{4} ?[A-Z]{2}|\d{4,6})`
	codeAfter  = `(?:\d{3} \d{2}|\d{5,6}(?:-\d{3,4})?|\d{3} \d{3}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)`
	townName   = `\p{Lu}[\p{L}.'’]+(?:[ -][\p{L}.'’]+){0,4}`
)

var (
	TownForm  = lazyregexp.New(`^` + codeBefore + `\s*[-,]?\s+(` + townName + `)$`)
	townEnd   = lazyregexp.New(`\d\S*\s` + codeBefore + `\s*[-,]?\s+(` + townName + `)$`)
	townFirst = lazyregexp.New(`^(` + townName + `)(?:\s*[-,]\s*|\s+)` + codeAfter + `$`)
	yearFirst = lazyregexp.New(`^(?:19[5-9]|20[0-3])\d\s`)
	Postcode  = lazyregexp.New(`^` + codeBefore + `\s*[-,]?\s+|\s+(?:-\s*)?(?:` + codeAfter + `|\d{4})$`)
	CodeDash  = lazyregexp.New(`(\d|\p{L})\s*[–—]\s*(\p{Lu}\p{L}+$|\d{5,6}\b)`)
	street    = lazyregexp.New(`(?i)(?:^|[^\p{L}])(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|way|boulevard|blvd|square|terrace|row|close|rue|calle|rua|via|allee|platz|apt|suite|floor|unit)\.?$|(?:stra(?:ß|ss)e|str\.|weg|gasse|allee|platz|straat|laan|gata|gate|vej|vägen|gatan)$`)
)

// province stands behind Italian towns: "42121 Reggio Emilia (RE)".
var province = lazyregexp.New(` \([A-Z]{2}\)?$`)

// TownOf is the town that a postcode stands beside: Lyon of "69003 Lyon", Hexham of
// "Hexham NE46 3QQ"; "" where there is none.
func TownOf(item string) string {
	item = province.ReplaceAllString(item, "")
	for _, form := range []lazyregexp.Regexp{TownForm, townEnd, townFirst} {
		m := form.FindStringSubmatch(item)
		if m == nil || street.MatchString(m[1]) || IsOrg(m[1]) || IsTitle(m[1]) {
			continue
		}
		return m[1]
	}
	return ""
}

// Home reads the town where the person lives, without street and postcode: "Pune,
// India", "Chicago, IL 60614", "14 rue des Lilas, 69003 Lyon, France"; of "CERN,
// Geneva, Switzerland" the place alone.
func Home(s string) string {
	s = placeLead.ReplaceAllString(strings.Trim(s, " *_"), "")
	items := CommaItems(itemDash.ReplaceAllString(strings.Trim(BracketRegion(s), " *_()"), ", "))
	if len(items) == 0 || len(items) > 6 || block.RuneLen(s) > 100 {
		return ""
	}
	first := len(items)
	for first > 0 && KnownPlace(Postcode.ReplaceAllString(items[first-1], "")) {
		first--
	}
	first = townBefore(items, first)
	switch {
	case first == len(items): // no place that is known by its name
		if len(items) == 2 && IsPlace(s) && len(strings.Fields(s)) <= 5 && !enumeration.MatchString(s) && isNamed(s) {
			return strings.Join(items, ", ")
		}
		return ""
	case first == 0:
	case IsRegion(Postcode.ReplaceAllString(items[first], "")) && KindOf(items[first-1]) == Other && !strings.ContainsAny(Postcode.ReplaceAllString(items[first-1], ""), "0123456789"):
		first-- // the town before its state
	}
	for i := range items {
		items[i] = Postcode.ReplaceAllString(items[i], "")
	}
	return strings.Join(items[first:], ", ")
}

// itemDash is a dash between the items of an address.
var itemDash = lazyregexp.New(`\s+[-–—]\s+`)

// townBefore looks for a town by its postcode in front of items[first:], which are
// known places, and gives the index of the first place then.
func townBefore(items []string, first int) int {
	k := first
	if k > 1 && k == len(items) && stateForm.MatchString(items[k-1]) { // "São Carlos, SP"
		k--
	}
	if k < 1 || k == 1 && yearFirst.MatchString(items[0]) {
		return first
	}
	if town := TownOf(items[k-1]); town != "" {
		county := k > 2 && townFirst.MatchString(items[k-1]) && HouseNumber.MatchString(items[k-3]) && wholeTown.MatchString(items[k-2]) && !street.MatchString(items[k-2])
		items[k-1] = town
		if county { // "4 Mill Street, Ludlow, Shropshire SY8 1BG"
			return k - 2
		}
		return k - 1
	}
	if k > 1 && codeEnd.MatchString(items[k-2]) && wholeTown.MatchString(items[k-1]) && !IsTitle(items[k-1]) {
		return k - 1
	}
	return first
}

var (
	stateForm = lazyregexp.New(`^[A-Z]{2}$`)
	codeEnd   = lazyregexp.New(`(?:^|\s)` + codeBefore + `$`)
	wholeTown = lazyregexp.New(`^` + townName + `$`)
)

// isNamed tells words that all begin with capitals but for particles.
func isNamed(s string) bool {
	for _, w := range strings.Fields(s) {
		if block.StartsLower(w) && !isParticle(w) && w != "of" && w != "the" {
			return false
		}
	}
	return true
}

// HomeField reads the town of a field, whatever its name if it is said to be where
// the person lives.
func HomeField(label, value string) string {
	label = strings.Trim(label, " *_")
	if label == "A" { // among "M:" and "E:"
		return Home(value)
	}
	if notHome.MatchString(label) || !officeLabel.MatchString(label) && !PlaceLabel.MatchString(label) {
		return ""
	}
	if town := Home(value); town != "" || !PlaceLabel.MatchString(label) {
		return town
	}
	var left []string
	for _, item := range CommaItems(value) {
		if !HouseNumber.MatchString(item) && !street.MatchString(item) && !CodeAlone.MatchString(item) {
			left = append(left, item)
		}
	}
	value = strings.Join(left, ", ")
	if block.Digits(value) > 6 || !block.StartsUpper(value) || strings.ContainsAny(value, "@") {
		return ""
	}
	return value
}

// enumeration tells a list of things that are no places: "English, Breton and Welsh".
var enumeration = lazyregexp.New(`(?i) (?:and|und|et|y|e|og|en|&) |(?:^|, )(?:english|french|german|spanish|italian|portuguese|dutch|welsh|irish|polish|russian|arabic|chinese|mandarin|hindi|urdu|japanese|korean|turkish|greek|swedish|danish|norwegian|finnish|czech|hungarian|romanian|ukrainian)(?:,|$)`)
