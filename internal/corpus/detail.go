package corpus

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/build"
	"resumebot/internal/resume/field"
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
	pieceForm   = lazyregexp.New(`[^|•·▪■◆∙⁃\t]+`)
	amount      = lazyregexp.New(`(?i)\d\s?(?:\+|%)|\b(?:years?|yrs?|months?|experience|jahre|ans|años)\b`)
	firstNumber = lazyregexp.New(`^\s*\d`)
	bareLabel   = lazyregexp.New(`^[*_\s]*[\p{L} -]{0,24}[*_\s]*:[*_\s"']*$`)
	leftLabel   = lazyregexp.New(`(?i)^[*_\s]*(?:tel|telephone|phone|mobile?|cell|fax|e-?mail|mail)[.*_\s]*$`)
	streetLabel = lazyregexp.New(`(?i)^[*_\s]*(?:street(?: address)?|house number|post ?code|zip(?: ?code)?|plz|postal[ _]?code|straße|strasse)[*_\s]*$`)
	emptyLink   = lazyregexp.New(`<?\b(?:mailto|tel):[\s>]*|\[[^\]]*\]\((?:mailto:|tel:)?\s*\)`)
	hiddenLink  = map[Detail]lazyregexp.Regexp{Email: lazyregexp.New(`(?i)mailto:[^\s)>"]+`), Phone: lazyregexp.New(`(?i)tel:[^\s)>"]+`)}
	reachWord   = lazyregexp.New(`(?i)\b(?:tel|telephone|phone|mobile?|cell|call|ring|text|reach|whatsapp|fax|handy)\b`)
)

// withoutDetails is a line of contacts without what is hidden, and what that was.
// beside tells that the line above or below names the town.
func withoutDetails(line string, hide []Detail, beside bool) (left string, found map[Detail]bool) {
	found = map[Detail]bool{}
	town := namesTown(line)
	left = pieceForm.ReplaceAllStringFunc(mark.Typed(line), func(piece string) string {
		cut := withoutReach(piece, hide, found, anyNumber)
		if _, _, dated := resume.FindPeriod(cut); slices.Contains(hide, Street) && !dated {
			if rest, ok := withoutStreet(cut, beside || town && firstNumber.MatchString(cut)); ok {
				cut, found[Street] = rest, true
			}
		}
		if cut == piece {
			return piece
		}
		cut = emptyLink.ReplaceAllString(cut, "")
		if bareLabel.MatchString(cut) || leftLabel.MatchString(cut) || !strings.ContainsFunc(cut, block.WordRune) {
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
	cut := func(d Detail, form lazyregexp.Regexp, is func(string) bool) {
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
	cut(Email, field.EmailForm, always)
	cut(Email, field.BrokenMail, always)
	cut(Phone, hiddenLink[Phone], always)
	if !slices.Contains(hide, Phone) {
		return text
	}
	at := field.PhoneForm.FindAllStringIndex(text, -1)
	for _, m := range slices.Backward(at) {
		if number := text[m[0]:m[1]]; block.Digits(number) >= 7 && (!field.PostForm.MatchString(number) || saidToBe(text, m)) && isPhone(text, m) {
			text, found[Phone] = text[:m[0]]+text[m[1]:], true
		}
	}
	return text
}

// anyNumber takes any number of enough figures for a telephone number, but for one on
// a line with a date.
func anyNumber(text string, at []int) bool {
	_, _, dated := resume.FindPeriod(text)
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
	if streetLabel.MatchString(strings.TrimSuffix(label, ": ")) && strings.ContainsFunc(address, block.WordRune) {
		return "", true
	}
	town := beside || labelled && field.PlaceLabel.MatchString(strings.Trim(label, " *_"))
	var keep []string
	changed, byCode := false, false
	for _, item := range field.CommaItems(strings.Trim(address, " *_")) {
		bare := strings.TrimSpace(field.Postcode.ReplaceAllString(item, ""))
		if !strings.ContainsFunc(bare, unicode.IsLetter) || field.EmailForm.MatchString(item) || field.UrlForm.MatchString(item) {
			bare = item // a number of another kind, an address on the web
		}
		of := field.TownOf(item)
		switch {
		case bare == item && (field.EmailForm.MatchString(item) || field.UrlForm.MatchString(item)):
			keep = append(keep, item)
		case of != "":
			changed, town, byCode = changed || of != item, true, true
			keep = append(keep, of)
		case field.CodeAlone.MatchString(item), field.HouseNumber.MatchString(item) && !field.TownForm.MatchString(item) && !amount.MatchString(item) && !field.KnownPlace(bare):
			changed = true
		default:
			town = town || field.KnownPlace(bare) || field.TownForm.MatchString(item)
			changed = changed || bare != item
			keep = append(keep, bare)
		}
	}
	left := strings.Join(keep, ", ")
	if label == "" && byCode && field.Home(left) == "" { // a town by nothing but its postcode
		label = "Location: "
	}
	return label + left, changed && town
}

// hideDetails takes hidden details out of the lines of contacts of a file: those
// before its first section and in sections of contacts. Where lines are what is shown
// it gives the text without them, else it changes the blocks; nil where there are none.
func (f *fileText) hideDetails(blocks []block.Block, text []byte) (left []byte, found []resume.Withheld) {
	lines := strings.Split(string(text), "\n")
	found = f.hideReach(blocks, lines)
	f.built = build.New()
	f.built.Add(blocks)
	contacts := f.built.ContactBlocks()
	for k, i := range contacts {
		b := &blocks[i]
		beside := slices.ContainsFunc(contacts[max(0, k-1):min(len(contacts), k+2)], func(n int) bool { return n != i && namesTown(block.Plain(blocks[n].Spans)) })
		said := map[Detail]bool{}
		if f.made == lined {
			for n := b.Source.Start - 1; n >= 0 && n < min(b.Source.End, len(lines)); n++ {
				var more map[Detail]bool
				lines[n], more = withoutDetails(lines[n], f.hide, beside)
				maps.Copy(said, more)
			}
		} else {
			said = blockWithoutDetails(b, f.hide, beside)
		}
		for _, d := range slices.Sorted(maps.Keys(said)) {
			found = append(found, resume.Withheld{Source: b.Source, Topic: detailTopics[d]})
		}
	}
	return []byte(strings.Join(lines, "\n")), found
}

// hideReach takes telephone numbers and mail addresses out of all else of a file: those
// of others, and the person's own where they stand in running text. A number must be
// said to be one there.
func (f *fileText) hideReach(blocks []block.Block, lines []string) (found []resume.Withheld) {
	if !slices.Contains(f.hide, Email) && !slices.Contains(f.hide, Phone) {
		return nil
	}
	cut := func(text string, at resume.Source) string {
		said := map[Detail]bool{}
		left := withoutReach(mark.Typed(text), f.hide, said, saidToBe)
		if len(said) == 0 {
			return text
		}
		for _, d := range slices.Sorted(maps.Keys(said)) {
			found = append(found, resume.Withheld{Source: at, Topic: detailTopics[d]})
		}
		return emptyLink.ReplaceAllString(left, "")
	}
	if f.made == lined {
		for n := range lines {
			lines[n] = cut(lines[n], resume.Source{Path: f.path, Start: n + 1, End: n + 1})
		}
		return found
	}
	for i := range blocks {
		b := &blocks[i]
		for _, spans := range append([][]block.Span{b.Spans}, b.Cells...) {
			for k := range spans {
				spans[k].Text = cut(spans[k].Text, b.Source)
				spans[k].URL = cut(spans[k].URL, b.Source)
			}
		}
		b.Raw = cut(b.Raw, b.Source)
	}
	return found
}

func namesTown(text string) bool {
	for _, piece := range pieceForm.FindAllString(text, -1) {
		if field.Home(strings.Trim(piece, " ,;")) != "" {
			return true
		}
	}
	return false
}

// blockWithoutDetails takes hidden details out of a block.
func blockWithoutDetails(b *block.Block, hide []Detail, beside bool) map[Detail]bool {
	found := map[Detail]bool{}
	cut := func(spans []block.Span) []block.Span {
		text, more := withoutDetails(block.Plain(spans), hide, beside)
		maps.Copy(found, more)
		for _, s := range spans {
			for d, scheme := range map[Detail]string{Phone: "tel:", Email: "mailto:"} {
				if slices.Contains(hide, d) && strings.HasPrefix(s.URL, scheme) {
					found[d], more = true, map[Detail]bool{d: true}
				}
			}
		}
		if len(more) == 0 {
			return spans
		}
		return block.TidySpans([]block.Span{{Text: text}})
	}
	b.Spans = cut(b.Spans)
	for i := range b.Cells {
		b.Cells[i] = cut(b.Cells[i])
	}
	if len(found) > 0 {
		b.Raw = ""
	}
	return found
}
