package resume

import (
	"regexp"
	"slices"
	"strings"
)

var (
	emailForm   = regexp.MustCompile(`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`)
	urlForm     = regexp.MustCompile(`(?i)\bhttps?://[a-z0-9][^\s|,;)\]<>]*[^\s|,;)\]<>.]|\b(?:https?://)?(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|dev|me|ai|co|in|de|fr|es|uk|us|eu|ch|at|app|tech|info|xyz|edu|gov|it|nl|be|pt|pl|se|no|dk|fi|ie|ca|au|nz|br|mx|jp|kr|cn|sg|hk|za|ng|ke|tr|ru|ua|cz|hu|ro|gr|design|studio|art|photo|photography|page|blog|site|online|cloud|codes|name|pro|work|works|law|legal|example)\b(?:/[^\s|,;)\]<>]*)?`)
	phoneForm   = regexp.MustCompile(`\(?\+\d{1,3}\)?(?:[\s./–—-]{0,3}\(?\d{1,8}\)?){2,8}|(?:\+?\d{1,3}[\s.–—-]?)?(?:\(\d{1,4}\)[\s.–—-]?)?\d{2,8}(?:[\s./–—-]{0,3}\d{2,8}){1,4}`)
	phoneLabel  = regexp.MustCompile(`(?i)^(?:tele|tél|tel|tlf|phone|mobil|móvil|móv|celular|cel|cell|mob|handy|gsm|whatsapp|contact|call|telegram|viber|signal|fon|festnetz|home|work|office|day|evening|[tmpch]$|portable|puh|telefon)`)
	mailLabel   = regexp.MustCompile(`(?i)^(?:e-?mail|mail|courriel|correo)`)
	nameLabel   = regexp.MustCompile(`(?i)^(?:(?:full |legal )?name|vor- und nachname|vor- & nachname|nom(?: et prénom)?|nombre|nome)$`)
	netFrame    = regexp.MustCompile(`(?i)^(?:asp|vb|ado|ml)\.net$`)
	slashes     = regexp.MustCompile(`\s//?\s`)
	officeLabel = regexp.MustCompile(`(?i)^(?:office|work|home|current|present|permanent|mailing|postal|residential)\b`)
	placeLabel  = regexp.MustCompile(`(?i)^(location|address|city|based in|residence|lives in|ort|wohnort|anschrift|adresse|ubicación|dirección|lieu)\b`)
)

var networks = []string{"linkedin", "github", "gitlab", "bitbucket", "twitter", "mastodon", "bsky", "stackoverflow", "medium", "kaggle", "youtube", "instagram", "facebook", "behance", "dribbble", "orcid", "xing", "soundcloud"}

// contact reads the ways to reach the person from a block. It keeps to the lines
// before the first section, to contact sections and to lines that say what they
// are ("Email: …"). passage is the block's, or -1 to make one where the line
// holds any. It reports whether it did.
func (b *builder) contact(blk *block, passage int) bool {
	if b.entry >= 0 {
		return false
	}
	text := display(plain(blk.spans))
	if len(text) > 1000 {
		return false // running text
	}
	kind := b.sectionKind()
	if b.begun && kind != SectionContact {
		return false
	}
	if label, value := splitLabel(blk.spans); nameLabel.MatchString(label) && b.doc.Person.Name == "" && looksLikeName(titleCase(value)) {
		b.doc.Person.Name, _ = splitName(value)
		b.doc.Person.Passage = passage
		b.named = true
	}
	scan := contactScan{rest: slashes.ReplaceAllString(gapped(pictogram.ReplaceAllString(plain(blk.spans), gap)), gap)}
	scan.addresses(text)
	scan.links(blk.spans)
	scan.pieces(b.named || b.begun)
	if len(scan.found) == 0 {
		return false
	}
	if !b.begun && b.named && b.doc.Person.Headline == "" {
		b.doc.Person.Headline = scan.headline
	}
	if passage < 0 {
		label, body := splitLabel(blk.spans)
		passage = b.passage(blk, PassageContact, label, body)
	}
	for _, c := range scan.found {
		c.Passage = passage
		if c.Kind == "location" && b.doc.Person.Location == "" {
			b.doc.Person.Location = c.Value
		}
		if !slices.ContainsFunc(b.doc.Person.Contacts, func(x Contact) bool { return x.Kind == c.Kind && x.Value == c.Value }) {
			b.doc.Person.Contacts = append(b.doc.Person.Contacts, c)
		}
	}
	return true
}

const gap = " | " // what is found leaves one

// contactScan finds ways to reach the person in one line, the surest first.
type contactScan struct {
	found    []Contact
	rest     string // what is not found out yet
	headline string // what the person calls themselves there
}

func (c *contactScan) add(kind, value, url string) {
	value = strings.Trim(value, " .,;")
	if !slices.ContainsFunc(c.found, func(x Contact) bool { return x.Value == value }) {
		c.found = append(c.found, Contact{Kind: kind, Value: value, URL: url})
	}
}

// addresses finds mail and web addresses that are written out.
func (c *contactScan) addresses(text string) {
	for _, m := range emailForm.FindAllString(text, -1) {
		c.add("email", m, "mailto:"+m)
		c.rest = strings.Replace(c.rest, m, gap, 1)
	}
	for _, m := range urlForm.FindAllString(c.rest, -1) {
		if netFrame.MatchString(m) {
			continue
		}
		url := m
		if !strings.HasPrefix(strings.ToLower(url), "http") {
			url = "https://" + url
		}
		c.add(network(m), m, url)
		c.rest = strings.Replace(c.rest, m, gap, 1)
	}
}

// links finds what stands behind a text that does not show it.
func (c *contactScan) links(spans []span) {
	for _, s := range spans {
		address, mail := strings.CutPrefix(s.url, "mailto:")
		number, call := strings.CutPrefix(s.url, "tel:")
		switch {
		case mail && !emailForm.MatchString(s.text) && emailForm.MatchString(address):
			c.add("email", emailForm.FindString(address), s.url)
		case call && digits(s.text) < 7:
			c.add("phone", number, s.url)
		case strings.HasPrefix(s.url, "http") && !urlForm.MatchString(s.text):
			c.add(network(s.url), strings.TrimPrefix(strings.TrimPrefix(s.url, "https://"), "http://"), s.url)
		default:
			continue
		}
		c.rest = strings.Replace(c.rest, strings.TrimSpace(s.text), gap, 1)
	}
}

// pieces finds telephone numbers, accounts, the town and the headline in what is
// left. known tells that the line is about the person even if nothing was found.
func (c *contactScan) pieces(known bool) {
	_, _, dated := FindPeriod(c.rest)
	for piece := range strings.FieldsFuncSeq(c.rest, func(r rune) bool { return strings.ContainsRune("|•·▪■◆∙⁃\t—–", r) }) {
		piece = strings.Trim(piece, " ,;")
		label, value, labelled := strings.Cut(piece, ":")
		label = strings.TrimSpace(label)
		if m := phoneForm.FindString(piece); !dated && digits(m) >= 7 && digits(m) <= 15 && (!labelled || phoneLabel.MatchString(label)) {
			c.add("phone", m, "")
			piece = strings.Trim(strings.Replace(piece, m, "", 1), " ,;")
		}
		top := !labelled
		switch {
		case labelled && handleForm.MatchString(strings.TrimSpace(value)) && slices.Contains(networks, strings.ToLower(label)):
			kind := strings.ToLower(label)
			name := strings.TrimPrefix(strings.TrimSpace(value), "@")
			c.add(kind, name, profileURL(kind, name))
		case labelled && officeLabel.MatchString(label) && home(value) != "":
			c.add("location", home(value), "")
		case labelled && placeLabel.MatchString(label) && strings.TrimSpace(value) != "":
			c.add("location", firstOf(home(value), value), "")
		case top && home(piece) != "" && (known || len(c.found) > 0):
			c.add("location", home(piece), "")
			if before := strings.TrimRight(strings.TrimSuffix(piece, home(piece)), " ,"); c.headline == "" && isTitle(before) && before != piece { // "Product Designer, Melbourne VIC"
				c.headline = before
			}
		case top && c.headline == "" && isTitle(piece) && runeLen(piece) < 100 && !strings.HasSuffix(piece, ".") && !strings.Contains(piece, ". "):
			c.headline = piece
		}
	}
}

// home reads the town where the person lives, without street and postcode: "Pune,
// India", "Chicago, IL 60614", "14 rue des Lilas, 69003 Lyon, France"; of "CERN,
// Geneva, Switzerland" the place alone.
func home(s string) string {
	items := commaItems(strings.Trim(bracketRegion(s), " *_()"))
	if len(items) == 0 || len(items) > 5 || runeLen(s) > 80 {
		return ""
	}
	first := len(items)
	for first > 0 && knownPlace(postcode.ReplaceAllString(items[first-1], "")) {
		first--
	}
	switch {
	case len(items) == 1 && townForm.MatchString(items[0]): // "35000 Rennes"
		return postcode.ReplaceAllString(items[0], "")
	case first == len(items): // no place that is known by its name
		if len(items) == 2 && isPlace(s) && len(strings.Fields(s)) <= 5 {
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

var townForm = regexp.MustCompile(`^(?:[A-Z]{1,2}-)?\d{4,5} \p{Lu}[\p{L}.' -]+$`)

// postcode is what stands before or after the name of a town.
var postcode = regexp.MustCompile(`^(?:[A-Z]{1,2}-)?\d{3,6}(?:\s?[A-Z]{2})?\s+|\s+(?:\d{4,6}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)$`)

// pictogram is an emoji or symbol that stands for a label.
var pictogram = regexp.MustCompile(`[\x{1F000}-\x{1FAFF}\x{2600}-\x{27BF}\x{2300}-\x{23FF}\x{E000}-\x{F8FF}][\x{FE0F}\x{200D}]*`)

// handleForm is a name on a network: "GitHub: nkitan".
var handleForm = regexp.MustCompile(`^@?[\w.-]{2,40}$`)

// profileURL is where a name on a network leads, "" where that is not certain.
func profileURL(network, name string) string {
	switch network {
	case "github", "gitlab", "twitter", "kaggle":
		return "https://" + network + ".com/" + name
	case "linkedin":
		return "https://linkedin.com/in/" + name
	}
	return ""
}

func network(url string) string {
	low := strings.ToLower(url)
	_, low, _ = strings.Cut("//"+strings.TrimPrefix(strings.TrimPrefix(low, "https://"), "http://"), "//")
	host, _, _ := strings.Cut(low, "/")
	labels := strings.Split(host, ".")
	if k := len(labels) - 2; k >= 0 && labels[k+1] != "io" { // jane.github.io is a site of her own
		for _, n := range networks {
			if labels[k] == n {
				return n
			}
		}
		if labels[k] == "x" && labels[k+1] == "com" {
			return "twitter"
		}
	}
	return "website"
}

func digits(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}
