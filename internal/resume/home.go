package resume

import (
	"regexp"
	"strings"
)

var (
	officeLabel = regexp.MustCompile(`(?i)^(?:office|work|home|current|present|permanent|mailing|postal|residential)\b`)
	placeLabel  = regexp.MustCompile(`(?i)^(?:location|address|city|town|home ?town|country|(?:currently )?based in|based|(?:place of )?residence|lives? in|living in|domicile|ort|wohnort|wohnhaft|anschrift|adresse|ubicación|dirección|domicilio|residencia|ciudad|lieu|ville|domicile|indirizzo|residenza|morada|endereço|localidade|adres|woonplaats|bosted|bostad|adress|osoite|cím|lakcím)(?:$|[^\p{L}])`)
	notHome     = regexp.MustCompile(`(?i)birth|born|prefer|desired|relocat|e-?mail|web|company|employer`)
	placeLead   = regexp.MustCompile(`(?i)^(?:(?:currently|presently|now) )?(?:based|located|living|lives|residing|resident|wohnhaft|ansässig|living and working) (?:in|near|at|of)\s+`)
)

// Postcodes stand before the name of a town or after it.
const (
	codeBefore = `(?:[A-Z]{1,2}[- ])?(?:\d{5}-\d{3}|\d{4}-\d{3}|\d{2}-\d{3}|\d{3} \d{2}|\d{4} ?[A-Z]{2}|\d{4,6})`
	codeAfter  = `(?:\d{5,6}(?:-\d{3,4})?|\d{3} \d{3}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)`
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

// townOf is the town that a postcode stands beside: Lyon of "69003 Lyon", Hexham of
// "Hexham NE46 3QQ"; "" where there is none.
func townOf(item string) string {
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
	items := commaItems(strings.Trim(bracketRegion(s), " *_()"))
	if len(items) == 0 || len(items) > 6 || runeLen(s) > 100 {
		return ""
	}
	first := len(items)
	for first > 0 && knownPlace(postcode.ReplaceAllString(items[first-1], "")) {
		first--
	}
	if first > 0 && (first > 1 || !yearFirst.MatchString(items[0])) {
		if town := townOf(items[first-1]); town != "" {
			first--
			items[first] = town
		}
	}
	switch {
	case first == len(items): // no place that is known by its name
		if len(items) == 2 && isPlace(s) && len(strings.Fields(s)) <= 5 && !enumeration.MatchString(s) {
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

// homeField reads the town of a field, whatever its name if it is said to be where
// the person lives.
func homeField(label, value string) string {
	label = strings.Trim(label, " *_")
	if notHome.MatchString(label) || !officeLabel.MatchString(label) && !placeLabel.MatchString(label) {
		return ""
	}
	if town := home(value); town != "" || !placeLabel.MatchString(label) {
		return town
	}
	if digits(value) > 6 || !startsUpper(value) || strings.ContainsAny(value, "@") {
		return ""
	}
	return value
}

// enumeration tells a list of things that are no places: "English, Breton and Welsh".
var enumeration = regexp.MustCompile(`(?i) (?:and|und|et|y|e|og|en|&) |(?:^|, )(?:english|french|german|spanish|italian|portuguese|dutch|welsh|irish|polish|russian|arabic|chinese|mandarin|hindi|urdu|japanese|korean|turkish|greek|swedish|danish|norwegian|finnish|czech|hungarian|romanian|ukrainian)(?:,|$)`)
