package resume

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/resume/mark"
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
	firstNumber = regexp.MustCompile(`^\s*\d`)
	codeAlone   = regexp.MustCompile(`^(?:\d{4,6}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$`)
	bareLabel   = regexp.MustCompile(`^[*_\s]*[\p{L} -]{0,24}[*_\s]*:[*_\s"']*$`)
	leftLabel   = regexp.MustCompile(`(?i)^[*_\s]*(?:tel|telephone|phone|mobile?|cell|fax|e-?mail|mail)[.*_\s]*$`)
	streetLabel = regexp.MustCompile(`(?i)^[*_\s]*(?:street(?: address)?|house number|post ?code|zip(?: ?code)?|plz|postal[ _]?code|straße|strasse)[*_\s]*$`)
	emptyLink   = regexp.MustCompile(`<?\b(?:mailto|tel):[\s>]*|\[[^\]]*\]\((?:mailto:|tel:)?\s*\)`)
	hiddenLink  = map[Detail]*regexp.Regexp{Email: regexp.MustCompile(`(?i)mailto:[^\s)>"]+`), Phone: regexp.MustCompile(`(?i)tel:[^\s)>"]+`)}
	reachWord   = regexp.MustCompile(`(?i)\b(?:tel|telephone|phone|mobile?|cell|call|ring|text|reach|whatsapp|fax|handy)\b`)
)

// withoutDetails is a line of contacts without what is hidden, and what that was.
// beside tells that the line above or below names the town.
func withoutDetails(line string, hide []Detail, beside bool) (left string, found map[Detail]bool) {
	found = map[Detail]bool{}
	town := namesTown(line)
	left = pieceForm.ReplaceAllStringFunc(mark.Typed(line), func(piece string) string {
		cut := withoutReach(piece, hide, found, anyNumber)
		if _, _, dated := FindPeriod(cut); slices.Contains(hide, Street) && !dated {
			if rest, ok := withoutStreet(cut, beside || town && firstNumber.MatchString(cut)); ok {
				cut, found[Street] = rest, true
			}
		}
		if cut == piece {
			return piece
		}
		cut = emptyLink.ReplaceAllString(cut, "")
		if bareLabel.MatchString(cut) || leftLabel.MatchString(cut) || !strings.ContainsFunc(cut, wordRune) {
			return ""
		}
		return " " + strings.Trim(cut, " ,;") + " "
	})
	if len(found) == 0 {
		return line, nil
	}
	return strings.Trim(left, " |•·▪■◆∙⁃\t"), found
}

// withoutReach is a text without its telephone numbers and mail addresses, as far as
// they are to be hidden; isPhone decides about what may be a number.
func withoutReach(text string, hide []Detail, found map[Detail]bool, isPhone func(text string, at []int) bool) string {
	cut := func(d Detail, form *regexp.Regexp, is func(string) bool) {
		if !slices.Contains(hide, d) {
			return
		}
		text = form.ReplaceAllStringFunc(text, func(m string) string {
			if !is(m) {
				return m
			}
			found[d] = true
			return ""
		})
	}
	always := func(string) bool { return true }
	cut(Email, hiddenLink[Email], always)
	cut(Email, emailForm, always)
	cut(Email, brokenMail, always)
	cut(Phone, hiddenLink[Phone], always)
	if !slices.Contains(hide, Phone) {
		return text
	}
	at := phoneForm.FindAllStringIndex(text, -1)
	for _, m := range slices.Backward(at) {
		if number := text[m[0]:m[1]]; digits(number) >= 7 && (!postForm.MatchString(number) || saidToBe(text, m)) && isPhone(text, m) {
			text, found[Phone] = text[:m[0]]+text[m[1]:], true
		}
	}
	return text
}

// anyNumber takes any number of enough figures for a telephone number, but for one on
// a line with a date.
func anyNumber(text string, at []int) bool {
	_, _, dated := FindPeriod(text)
	return !dated || saidToBe(text, at)
}

// saidToBe wants a plus before a number, or a word for telephones shortly before it.
func saidToBe(text string, at []int) bool {
	const near = 30 // bytes
	return reachWord.MatchString(text[max(0, at[0]-near):at[0]]) || strings.HasPrefix(strings.TrimLeft(text[at[0]:at[1]], "("), "+")
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
		if !strings.ContainsFunc(bare, unicode.IsLetter) || emailForm.MatchString(item) || urlForm.MatchString(item) {
			bare = item // a number of another kind, an address on the web
		}
		of := townOf(item)
		switch {
		case bare == item && (emailForm.MatchString(item) || urlForm.MatchString(item)):
			keep = append(keep, item)
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
	found = f.hideReach(blocks, lines)
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

// hideReach takes telephone numbers and mail addresses out of all else of a file: those
// of others, and the person's own where they stand in running text. A number must be
// said to be one there.
func (f *fileText) hideReach(blocks []block, lines []string) (found []Withheld) {
	if !slices.Contains(f.hide, Email) && !slices.Contains(f.hide, Phone) {
		return nil
	}
	cut := func(text string, at Source) string {
		said := map[Detail]bool{}
		left := withoutReach(mark.Typed(text), f.hide, said, saidToBe)
		if len(said) == 0 {
			return text
		}
		for _, d := range slices.Sorted(maps.Keys(said)) {
			found = append(found, Withheld{at, detailTopics[d]})
		}
		return emptyLink.ReplaceAllString(left, "")
	}
	if f.lined() {
		for n := range lines {
			lines[n] = cut(lines[n], Source{Path: f.path, Start: n + 1, End: n + 1})
		}
		return found
	}
	for i := range blocks {
		b := &blocks[i]
		for _, spans := range append([][]span{b.spans}, b.cells...) {
			for k := range spans {
				spans[k].text = cut(spans[k].text, b.source)
				spans[k].url = cut(spans[k].url, b.source)
			}
		}
		b.raw = cut(b.raw, b.source)
	}
	return found
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
