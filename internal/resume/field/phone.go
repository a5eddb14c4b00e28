package field

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

var (
	// PhoneForm is whatever is written as telephone numbers are, and other numbers too.
	PhoneForm   = lazyregexp.New(`(?i)(?:\(?\+\s?)?\(?\d{1,8}\)?(?:[\s./\x{ad}\x{2010}-\x{2015}-]{0,3}\(?\d{1,8}\)?){1,8}(?:,?\s*(?:extension|extn|ext|durchwahl|poste|x)\.?\s*\d{1,5})?`)
	phoneLabel  = lazyregexp.New(`(?i)^(?:tele|tél|tel|tlf|phone|mobil|móvil|móv|celular|cel|cell|mob|handy|gsm|whatsapp|contact|call|telegram|viber|signal|fon|festnetz|landline|home|work|office|day|evening|[tmpch]$|portable|puh|telefon|fijo|fixe?\b|vaste?\b|тел|моб|τηλ|κιν|电话|手机|電話|携帯|전화|휴대|هاتف|جوال|טל|फ़ोन|मोबाइल)`)
	otherLabel  = lazyregexp.New(`(?i)(?:^|[^\p{L}])(?:fax|telefax|passport|passeport|reisepass|pass|isbn|issn|iban|bic|swift|konto|account|acct|bank|ssn|sin|nhs|nif|nie|dni|cif|nip|pesel|cpf|cnpj|rg|crm|vat|ust|tax|steuer\p{L}*|licen[cs]e|lic|registration|reg|registered|nmc|gmc|npi|pin|id|doi|orcid|zip|postcode|postal|plz|cep|born|birth|dob|geb|geboren|matrikel\p{L}*|student|member|membership|patent|ref|aadhaar|pan|box|postfach|no|nr|\p{L}*number|\p{L}*nummer|#)\.?(?:$|[^\p{L}])`)
	numericDate = lazyregexp.New(`^\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:19|20)?\d{2}$|^(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}$|^(?:19|20)\d{2}\s*[-–—/]\s*(?:19|20)\d{2}$`)
	PostForm    = lazyregexp.New(`^\d{4}-\d{3}$|^\d{5}-\d{3,4}$|^\d{2}-\d{3}$`)
	callForm    = lazyregexp.New(`^(?:\(?\+|00[1-9]\d{0,2}[ ./-]|\(\d{2,5}\))`)
)

// FieldEnd is what parts the fields of a line of contacts.
var FieldEnd = lazyregexp.New(`[|•·▪■◆∙⁃\t;,]|\s//?\s`)

// WithoutPhoneLabel cuts the label of a telephone number, up to three words, off the
// text before it.
func WithoutPhoneLabel(before string) (left string, labelled bool) {
	words := wordForm.FindAllStringIndex(before, -1)
	for i := max(0, len(words)-3); i < len(words); i++ {
		if at := words[i][0]; phoneLabel.MatchString(strings.TrimRight(before[at:], " :.*_([{")) {
			return before[:at], true
		}
	}
	return before, false
}

var wordForm = lazyregexp.New(`\p{L}[^\s]*`)

// IsPhone tells a telephone number from dates, postcodes and the numbers of other
// things, by its form and by what stands before and after it.
func IsPhone(m, before, after string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, " "))
	glued, _ := utf8.DecodeRuneInString(after)
	last, _ := utf8.DecodeLastRuneInString(before)
	number := strings.TrimSpace(m)
	n := block.Digits(number)
	if n < 7 || n > 30 || numericDate.MatchString(number) || block.WordRune(glued) || strings.ContainsRune("@%", first) || strings.ContainsRune("$€£#_@/", last) || last != utf8.RuneError && block.WordRune(last) && !strings.HasPrefix(m, " ") {
		return false
	}
	if n > 15 && len(Numbers(number)) < 2 {
		return false
	}
	sure := callForm.MatchString(number)
	if _, _, dated := resume.FindPeriod(number); dated && !sure {
		return false
	}
	label := strings.Trim(before, " :*_([{.")
	switch _, labelled := WithoutPhoneLabel(before); {
	case labelled:
		return true
	case otherLabel.MatchString(label), PostForm.MatchString(number):
		return false
	case sure:
		return true
	case strings.Contains(before, ":"):
		return false // a field of its own
	case n < 9:
		return label == "" && !unicode.IsLetter(first)
	}
	return len(strings.Fields(label)) <= 3
}

// numberEnd is what stands between two telephone numbers.
var numberEnd = lazyregexp.New(` / |\s{2,}`)

// Numbers parts two telephone numbers with a stroke or a gap between them.
func Numbers(m string) []string {
	parts := numberEnd.Split(m, -1)
	for _, p := range parts {
		if block.Digits(p) < 6 {
			parts = []string{m}
			break
		}
	}
	for i, p := range parts {
		p = strings.ReplaceAll(strings.Trim(p, " .-/–—"), "\u00ad", "")
		if strings.Count(p, "(") < strings.Count(p, ")") {
			p = strings.TrimSuffix(p, ")")
		}
		if strings.Count(p, "(") > strings.Count(p, ")") {
			p = strings.TrimPrefix(p, "(")
		}
		parts[i] = p
	}
	return parts
}

// StartsWithPhone tells "(16) 5550-1234", which is no item of a list.
func StartsWithPhone(s string) bool {
	m := PhoneForm.FindStringIndex(s)
	return m != nil && m[0] == 0 && s[0] == '(' && IsPhone(s[:m[1]], "", s[m[1]:])
}
