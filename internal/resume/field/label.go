package field

import (
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/block"
)

// columnNames tell what a column of a table of entries holds.
var columnNames = []struct {
	field string
	words lazyregexp.Regexp
}{
	{"from", lazyregexp.New(`(?i)^(?:from|start|start date|started|joined|von|seit|beginn|début|desde|inicio)$`)},
	{"to", lazyregexp.New(`(?i)^(?:to|until|end|end date|ended|left|bis|ende|fin|hasta)$`)},
	{"period", lazyregexp.New(`(?i)^(?:dates?|years?|period|duration|time|timeline|when|tenure|dates? \(from ?[–-] ?to\)|year of (?:passing|completion)|passing year|zeitraum|jahre?|datum|période|années?|dates|periodo|período|fechas?|años?|ano|data)$`)},
	{"org", lazyregexp.New(`(?i)^(?:company|employer|name (?:and address )?of (?:the )?employer|name and type of organi[sz]ation.*|organi[sz]ation|firm|client|hospital|vessel|ship|school|university|college|institut(?:e|ion)(?: name)?|board|university ?/ ?board|board ?/ ?university|issuer|issued by|awarded by|provider|firma|unternehmen|arbeitgeber|hochschule|universität|schule|institut|entreprise|employeur|établissement|école|université|empresa|organización|universidad|escuela|institución|centro|azienda|datore di lavoro|scuola|università|istituto|empregador|instituição|universidade)$`)},
	{"title", lazyregexp.New(`(?i)^(?:role|position|occupation|(?:occupation or )?position held|title of qualification awarded|job ?title|title|designation|rank|job|post|function|degree|qualification|course|programme|program|exam|examination|award|certificate|certification|name|tätigkeit|funktion|stelle|abschluss|poste|fonction|diplôme|puesto|cargo|título|titulación|posizione|ruolo|mansione|titolo|função|curso)$`)},
	{"place", lazyregexp.New(`(?i)^(?:location|place|city|country|ort|stadt|lieu|ville|lugar|ciudad|localidad|luogo|città|cidade)$`)},
}

// ColumnField is the field that a column, or a line, of that name holds; "" for
// none.
func ColumnField(name string) string {
	name = strings.Trim(block.Display(block.WithoutEmoji(name)), " :*")
	for _, n := range columnNames {
		if n.words.MatchString(name) {
			return n.field
		}
	}
	return ""
}

// LabelsField tells the label of a field of an entry or of the contact lines.
func LabelsField(s string) bool {
	s = strings.Trim(s, " :")
	return ColumnField(s) != "" || NameLabel.MatchString(s) || GivenLabel.MatchString(s) || FamilyLabel.MatchString(s) || PlaceLabel.MatchString(s) || phoneLabel.MatchString(s) || MailLabel.MatchString(s) || slices.Contains(Networks, strings.ToLower(s))
}

// KeyForm is a label at the start of a line.
var KeyForm = lazyregexp.New(`^\p{Lu}[\p{L}/&. -]{1,28}:(?:\s|$)`)
