package resume

import (
	"regexp"
	"strings"
)

var (
	officeLabel = regexp.MustCompile(`(?i)^(?:office|work|home|current|present|permanent|mailing|postal|residential)\b`)
	placeLabel  = regexp.MustCompile(`(?i)^(?:location|address|city|town|home ?town|country|(?:currently )?based in|based|(?:place of )?residence|lives? in|living in|domicile|ort|wohnort|wohnhaft|anschrift|adresse|ubicación|dirección|domicilio|residencia|ciudad|lieu|ville|domicile|indirizzo|residenza|morada|endereço|localidade|adres|woonplaats|bosted|bostad|adress|osoite|cím|lakcím)(?:$|[^\p{L}])`)
	notHome     = regexp.MustCompile(`(?i)birth|born|prefer|desired|relocat|e-?mail|web|company|employer`)
	placeLead   = regexp.MustCompile(`(?i)^(?:[^.]{0,60}\s)?(?:based|located|living|lives|residing|resident|wohnhaft|ansässig) (?:in|near|at)\s+`)
)

// Postcodes stand before the name of a town or after it.
const (
	codeBefore = `(?:〒\s?|[A-Z]{1,2}[- ])?(?:\d{3}-\d{4}|\d{5}-\d{3}|\d{4}-\d{3}|\d{2}-\d{3}|\d{3} \d{2}|\d{4} ?[A-Z]{2}|\d{4,6})`
	codeAfter  = `(?:\d{3} \d{2}|\d{5,6}(?:-\d{3,4})?|\d{3} \d{3}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)`
	townName   = `\p{Lu}[\p{L}.'’]+(?:[ -][\p{L}.'’]+){0,4}`
)

var (
	townForm  = regexp.MustCompile(`^` + codeBefore + `\s*[-,]?\s+(` + townName + `)$`)
	townEnd   = regexp.MustCompile(`\d\S*\s` + codeBefore + `\s*[-,]?\s+(` + townName + `)$`)
	townFirst = regexp.MustCompile(`^(` + townName + `)(?:\s*[-,]\s*|\s+)` + codeAfter + `$`)
	yearFirst = regexp.MustCompile(`^(?:19[5-9]|20[0-3])\d\s`)
	postcode  = regexp.MustCompile(`^` + codeBefore + `\s*[-,]?\s+|\s+(?:-\s*)?(?:` + codeAfter + `|\d{4})$`)
	codeDash  = regexp.MustCompile(`(\d|\p{L})\s*[–—]\s*(\p{Lu}\p{L}+$|\d{5,6}\b)`)
	street    = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|way|boulevard|blvd|square|terrace|row|close|rue|calle|rua|via|allee|platz|apt|suite|floor|unit)\.?$|(?:stra(?:ß|ss)e|str\.|weg|gasse|allee|platz|straat|laan|gata|gate|vej|vägen|gatan)$`)
)

// province stands behind Italian towns: "42121 Reggio Emilia (RE)".
var province = regexp.MustCompile(` \([A-Z]{2}\)?$`)

// townOf is the town that a postcode stands beside: Lyon of "69003 Lyon", Hexham of
// "Hexham NE46 3QQ"; "" where there is none.
func townOf(item string) string {
	item = province.ReplaceAllString(item, "")
	for _, form := range []*regexp.Regexp{townForm, townEnd, townFirst} {
		m := form.FindStringSubmatch(item)
		if m == nil || street.MatchString(m[1]) || isOrg(m[1]) || isTitle(m[1]) {
			continue
		}
		return m[1]
	}
	return ""
}

// home reads the town where the person lives, without street and postcode: "Pune,
// India", "Chicago, IL 60614", "14 rue des Lilas, 69003 Lyon, France"; of "CERN,
// Geneva, Switzerland" the place alone.
func home(s string) string {
	s = placeLead.ReplaceAllString(strings.Trim(s, " *_"), "")
	items := commaItems(itemDash.ReplaceAllString(strings.Trim(bracketRegion(s), " *_()"), ", "))
	if len(items) == 0 || len(items) > 6 || runeLen(s) > 100 {
		return ""
	}
	first := len(items)
	for first > 0 && knownPlace(postcode.ReplaceAllString(items[first-1], "")) {
		first--
	}
	first = townBefore(items, first)
	switch {
	case first == len(items): // no place that is known by its name
		if len(items) == 2 && isPlace(s) && len(strings.Fields(s)) <= 5 && !enumeration.MatchString(s) && isNamed(s) {
			return strings.Join(items, ", ")
		}
		return ""
	case first == 0:
	case isRegion(postcode.ReplaceAllString(items[first], "")) && kindOf(items[first-1]) == partOther && !strings.ContainsAny(postcode.ReplaceAllString(items[first-1], ""), "0123456789"):
		first-- // the town before its state
	}
	for i := range items {
		items[i] = postcode.ReplaceAllString(items[i], "")
	}
	return strings.Join(items[first:], ", ")
}

// itemDash is a dash between the items of an address.
var itemDash = regexp.MustCompile(`\s+[-–—]\s+`)

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
	if town := townOf(items[k-1]); town != "" {
		county := k > 2 && townFirst.MatchString(items[k-1]) && houseNumber.MatchString(items[k-3]) && wholeTown.MatchString(items[k-2]) && !street.MatchString(items[k-2])
		items[k-1] = town
		if county { // "4 Mill Street, Ludlow, Shropshire SY8 1BG"
			return k - 2
		}
		return k - 1
	}
	if k > 1 && codeEnd.MatchString(items[k-2]) && wholeTown.MatchString(items[k-1]) && !isTitle(items[k-1]) {
		return k - 1
	}
	return first
}

var (
	stateForm = regexp.MustCompile(`^[A-Z]{2}$`)
	codeEnd   = regexp.MustCompile(`(?:^|\s)` + codeBefore + `$`)
	wholeTown = regexp.MustCompile(`^` + townName + `$`)
)

// isNamed tells words that all begin with capitals but for particles.
func isNamed(s string) bool {
	for _, w := range strings.Fields(s) {
		if startsLower(w) && !isParticle(w) && w != "of" && w != "the" {
			return false
		}
	}
	return true
}

// homeField reads the town of a field, whatever its name if it is said to be where
// the person lives.
func homeField(label, value string) string {
	label = strings.Trim(label, " *_")
	if label == "A" { // among "M:" and "E:"
		return home(value)
	}
	if notHome.MatchString(label) || !officeLabel.MatchString(label) && !placeLabel.MatchString(label) {
		return ""
	}
	if town := home(value); town != "" || !placeLabel.MatchString(label) {
		return town
	}
	var left []string
	for _, item := range commaItems(value) {
		if !houseNumber.MatchString(item) && !street.MatchString(item) && !codeAlone.MatchString(item) {
			left = append(left, item)
		}
	}
	value = strings.Join(left, ", ")
	if digits(value) > 6 || !startsUpper(value) || strings.ContainsAny(value, "@") {
		return ""
	}
	return value
}

// enumeration tells a list of things that are no places: "English, Breton and Welsh".
var enumeration = regexp.MustCompile(`(?i) (?:and|und|et|y|e|og|en|&) |(?:^|, )(?:english|french|german|spanish|italian|portuguese|dutch|welsh|irish|polish|russian|arabic|chinese|mandarin|hindi|urdu|japanese|korean|turkish|greek|swedish|danish|norwegian|finnish|czech|hungarian|romanian|ukrainian)(?:,|$)`)
