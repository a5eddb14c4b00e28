package resume

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Detail is a kind of contact that an owner may not want everybody to have.
type Detail string

const (
	Phone  Detail = "phone"
	Email  Detail = "email"
	Street Detail = "street" // with the postcode; the town stays
)

// detailTopics are what visitors may know that a hidden detail is on.
var detailTopics = map[Detail]string{
	Phone: "phone number, telephone number, mobile number", Email: "email, email address", Street: "home address, street address, postcode",
}

var (
	pieceForm   = regexp.MustCompile(`[^|•·▪■◆∙⁃\t]+`)
	houseNumber = regexp.MustCompile(`(?i)^(?:\p{L}+\.? )?#?\d{1,5}[a-z]?(?:\s?[-/]\s?\d{1,4}[a-z]?)?\s+(?:bis |ter )?\p{L}|\p{L}\.?\s+#?\d{1,4}\s?[a-z]?$|^p\.?\s?o\.?\s?box \d+$`)
	amount      = regexp.MustCompile(`(?i)\d\s?(?:\+|%)|\b(?:years?|yrs?|months?|experience|jahre|ans|años)\b`)
	codeAlone   = regexp.MustCompile(`^(?:\d{4,6}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$`)
	bareLabel   = regexp.MustCompile(`^[*_\s]*[\p{L} -]{0,24}[*_\s]*:[*_\s"']*$`)
	streetLabel = regexp.MustCompile(`(?i)^[*_\s]*(?:street(?: address)?|house number|post ?code|zip(?: ?code)?|plz|postal[ _]?code|straße|strasse)[*_\s]*$`)
	emptyLink   = regexp.MustCompile(`<?\b(?:mailto|tel):[\s>]*|\[[^\]]*\]\((?:mailto:|tel:)?\s*\)`)
)

// withoutDetails is a line of contacts without what is hidden, and what that was.
// beside tells that the line above or below names the town.
func withoutDetails(line string, hide []Detail, beside bool) (left string, found map[Detail]bool) {
	found = map[Detail]bool{}
	_, _, dated := FindPeriod(line)
	left = pieceForm.ReplaceAllStringFunc(line, func(piece string) string {
		cut := piece
		if slices.Contains(hide, Email) && (emailForm.MatchString(cut) || brokenMail.MatchString(cut)) {
			cut, found[Email] = brokenMail.ReplaceAllString(emailForm.ReplaceAllString(cut, ""), ""), true
		}
		if slices.Contains(hide, Phone) && !dated {
			cut = phoneForm.ReplaceAllStringFunc(cut, func(m string) string {
				if digits(m) < 7 || postForm.MatchString(m) && !phoneLabel.MatchString(strings.TrimLeft(piece, " *_")) {
					return m
				}
				found[Phone] = true
				return ""
			})
		}
		if slices.Contains(hide, Street) && !dated && !emailForm.MatchString(piece) && !urlForm.MatchString(piece) {
			if town, ok := withoutStreet(cut, beside); ok {
				cut, found[Street] = town, true
			}
		}
		if cut == piece {
			return piece
		}
		cut = emptyLink.ReplaceAllString(cut, "")
		if bareLabel.MatchString(cut) || !strings.ContainsFunc(cut, wordRune) {
			return ""
		}
		return " " + strings.Trim(cut, " ,;") + " "
	})
	if len(found) == 0 {
		return line, nil
	}
	return strings.Trim(left, " |•·▪■◆∙⁃\t"), found
}

// withoutStreet leaves of an address the town: of "Address: 14 rue des Lilas, 69003
// Lyon" the label and "Lyon". It is false for what is no address.
func withoutStreet(piece string, beside bool) (string, bool) {
	label, address, labelled := strings.Cut(piece, ":")
	if !labelled {
		label, address = "", piece
	} else {
		label += ": "
	}
	if streetLabel.MatchString(strings.TrimSuffix(label, ": ")) && strings.ContainsFunc(address, wordRune) {
		return "", true
	}
	town := beside || labelled && placeLabel.MatchString(strings.Trim(label, " *_"))
	var keep []string
	changed, byCode := false, false
	for _, item := range commaItems(strings.Trim(address, " *_")) {
		bare := strings.TrimSpace(postcode.ReplaceAllString(item, ""))
		if !strings.ContainsFunc(bare, unicode.IsLetter) {
			bare = item // a number of another kind
		}
		switch of := townOf(item); {
		case of != "":
			changed, town, byCode = changed || of != item, true, true
			keep = append(keep, of)
		case codeAlone.MatchString(item), houseNumber.MatchString(item) && !townForm.MatchString(item) && !amount.MatchString(item) && !knownPlace(bare):
			changed = true
		default:
			town = town || knownPlace(bare) || townForm.MatchString(item)
			changed = changed || bare != item
			keep = append(keep, bare)
		}
	}
	left := strings.Join(keep, ", ")
	if label == "" && byCode && home(left) == "" { // a town by nothing but its postcode
		label = "Location: "
	}
	return label + left, changed && town
}

// hideDetails takes hidden details out of the lines of contacts of a file: those
// before its first section and in sections of contacts. For a format with lines it
// gives the text without them, else it changes the blocks; nil where there are none.
func (f *fileText) hideDetails(blocks []block, text []byte) (left []byte, found []Withheld) {
	lines := strings.Split(string(text), "\n")
	contacts := contactBlocks(blocks)
	for k, i := range contacts {
		b := &blocks[i]
		beside := slices.ContainsFunc(contacts[max(0, k-1):min(len(contacts), k+2)], func(n int) bool { return n != i && namesTown(plain(blocks[n].spans)) })
		said := map[Detail]bool{}
		if f.lined() {
			for n := b.source.Start - 1; n >= 0 && n < min(b.source.End, len(lines)); n++ {
				var more map[Detail]bool
				lines[n], more = withoutDetails(lines[n], f.hide, beside)
				maps.Copy(said, more)
			}
		} else {
			said = b.withoutDetails(f.hide, beside)
		}
		for _, d := range slices.Sorted(maps.Keys(said)) {
			found = append(found, Withheld{b.source, detailTopics[d]})
		}
	}
	return []byte(strings.Join(lines, "\n")), found
}

// contactBlocks are the blocks of a file in which contacts stand.
func contactBlocks(blocks []block) []int {
	b := newBuilder()
	b.add(blocks)
	var out []int
	for p := range b.doc.Passages {
		if pass := &b.doc.Passages[p]; pass.Entry < 0 && b.doc.Sections[pass.Section].Kind == SectionContact && !slices.Contains(out, b.blocks[p]) {
			out = append(out, b.blocks[p])
		}
	}
	return out
}

func namesTown(text string) bool {
	for _, piece := range pieceForm.FindAllString(text, -1) {
		if home(strings.Trim(piece, " ,;")) != "" {
			return true
		}
	}
	return false
}

// withoutDetails takes hidden details out of a block.
func (b *block) withoutDetails(hide []Detail, beside bool) map[Detail]bool {
	found := map[Detail]bool{}
	cut := func(spans []span) []span {
		text, more := withoutDetails(plain(spans), hide, beside)
		maps.Copy(found, more)
		for _, s := range spans {
			for d, scheme := range map[Detail]string{Phone: "tel:", Email: "mailto:"} {
				if slices.Contains(hide, d) && strings.HasPrefix(s.url, scheme) {
					found[d], more = true, map[Detail]bool{d: true}
				}
			}
		}
		if len(more) == 0 {
			return spans
		}
		return tidySpans([]span{{text: text}})
	}
	b.spans = cut(b.spans)
	for i := range b.cells {
		b.cells[i] = cut(b.cells[i])
	}
	if len(found) > 0 {
		b.raw = ""
	}
	return found
}
