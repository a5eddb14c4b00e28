package resume

import (
	"regexp"
	"slices"
	"strings"
)

var (
	emailForm = regexp.MustCompile(`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`)
	urlForm   = regexp.MustCompile(`(?i)\bhttps?://[a-z0-9][^\s|,;)\]<>]*[^\s|,;)\]<>.]|\b(?:https?://)?(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|dev|me|ai|co|in|de|fr|es|uk|us|eu|ch|at|app|tech|info|xyz|edu|gov|it|nl|be|pt|pl|se|no|dk|fi|ie|ca|au|nz|br|mx|jp|kr|cn|sg|hk|za|ng|ke|tr|ru|ua|cz|hu|ro|gr|design|studio|art|photo|photography|page|blog|site|online|cloud|codes|name|pro|work|works|law|legal|example)\b(?:/[^\s|,;)\]<>]*)?`)
	mailLabel = regexp.MustCompile(`(?i)^(?:e-?mail|mail|courriel|correo)`)
	netFrame  = regexp.MustCompile(`(?i)^(?:asp|vb|ado|ml)\.net$`)
	slashes   = regexp.MustCompile(`\s//?\s`)
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
	named := b.nameField(blk)
	rest := pictogram.ReplaceAllString(houseSign.ReplaceAllString(plain(blk.spans), gap+"Location: "), gap)
	scan := contactScan{rest: gapped(labelGap.ReplaceAllString(rest, ": "))}
	scan.addresses(text)
	scan.links(blk.spans)
	scan.phones()
	scan.rest = codeDash.ReplaceAllString(slashes.ReplaceAllString(scan.rest, gap), "$1 $2")
	scan.pieces((b.named || b.begun) && b.doc.Person.Location == "")
	if len(scan.found) == 0 && !named {
		return false
	}
	if !b.begun && b.named && b.doc.Person.Headline == "" {
		b.doc.Person.Headline = scan.headline
	}
	if passage < 0 {
		label, body := splitLabel(blk.spans)
		passage = b.passage(blk, PassageContact, label, body)
	}
	if named && b.doc.Person.Passage < 0 {
		b.doc.Person.Passage = passage
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

// rowContacts reads a row of a table with a column for each way to reach the person.
func (b *builder) rowContacts(blk *block, id int) {
	var fields []string
	for i, c := range blk.cells {
		text := plain(c)
		if i < len(blk.header) && labelsField(blk.header[i]) {
			text = blk.header[i] + ": " + text
		}
		fields = append(fields, text)
	}
	line := *blk
	line.kind, line.spans = blockLine, []span{{text: strings.Join(fields, gap)}}
	b.contact(&line, id)
}

// labelGap sets the colons of fields below one another: "Name      : Jane Doe".
var labelGap = regexp.MustCompile(`\s+:\s+`)

const gap = " | " // what is found leaves one

// contactScan finds ways to reach the person in one line, the surest first.
type contactScan struct {
	found    []Contact
	rest     string // what is not found out yet
	headline string // what the person calls themselves there
}

func (c *contactScan) add(kind, value, url string) {
	value = strings.Trim(value, " .,;")
	if !slices.ContainsFunc(c.found, func(x Contact) bool { return x.Kind == kind && x.Value == value }) {
		c.found = append(c.found, Contact{Kind: kind, Value: value, URL: url})
	}
}

// addresses finds mail and web addresses that are written out.
func (c *contactScan) addresses(text string) {
	for _, m := range emailForm.FindAllString(text, -1) {
		c.add("email", m, "mailto:"+m)
		c.rest = strings.Replace(c.rest, m, gap, 1)
	}
	for _, m := range brokenMail.FindAllString(c.rest, -1) {
		whole := mended(m)
		if local, _, _ := strings.Cut(whole, "@"); slices.Contains(networks, strings.ToLower(local)) {
			continue // "Instagram @jane.doe"
		}
		c.add("email", whole, "mailto:"+whole)
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

// pieces finds accounts, the town and the headline in what is left. known tells
// that the line may tell the town even if nothing else was found in it.
func (c *contactScan) pieces(known bool) {
	for piece := range strings.FieldsFuncSeq(c.rest, func(r rune) bool { return strings.ContainsRune("|•·▪■◆∙⁃\t—–", r) }) {
		piece = strings.Trim(piece, " ,;")
		label, value, labelled := strings.Cut(piece, ":")
		top := !labelled
		town := home(piece)
		if labelled {
			town = homeField(strings.TrimSpace(label), strings.TrimSpace(value))
		}
		if kind, name := account(piece); name != "" {
			c.add(kind, name, profileURL(kind, name))
			continue
		}
		switch {
		case town != "" && (labelled || known || len(c.found) > 0):
			c.add("location", town, "")
			if before := leadTail.ReplaceAllString(strings.TrimRight(strings.TrimSuffix(piece, town), " ,-"), ""); c.headline == "" && top && isTitle(before) && before != piece { // "Product Designer, Melbourne VIC"
				c.headline = before
			}
		case top && c.headline == "" && isTitle(piece) && runeLen(piece) < 100 && !strings.HasSuffix(piece, ".") && !strings.Contains(piece, ". "):
			c.headline = piece
		}
	}
}

// leadTail is what parts a headline from the town: "Painter based in Oslo".
var leadTail = regexp.MustCompile(`(?i),?\s+(?:based|located|living|residing) (?:in|near|at)$`)

// brokenMail is a mail address as people write it to hide it from harvesters, or
// with blanks around its sign: "jane (at) doe.org", "jane at doe dot org".
var brokenMail = regexp.MustCompile(`(?i)[\w.+-]+(?:\s+@\s*|\s*@\s+)[\w-]+(?:\.[\w-]+)+|[\w.+-]+\s*[\[({<]\s*(?:at|@|ät|arroba|æt)\s*[\])}>]\s*[\w-]+(?:(?:\.|\s*[\[({<]?\s*\b(?:dot|punkt|punto|point)\b\s*[\])}>]?\s*)[\w-]+)+|[\w.+-]+ at [\w-]+(?: dot [\w-]+)+`)

var (
	spelledAt  = regexp.MustCompile(`(?i)\s*[\[({<]\s*(?:at|@|ät|arroba|æt)\s*[\])}>]\s*|\s+at\s+|\s*@\s*`)
	spelledDot = regexp.MustCompile(`(?i)\s*[\[({<]\s*(?:dot|punkt|punto|point)\s*[\])}>]\s*|\s+(?:dot|punkt|punto|point)\s+`)
)

// mended is a broken mail address as it is used.
func mended(s string) string {
	return spelledDot.ReplaceAllString(spelledAt.ReplaceAllString(s, "@"), ".")
}

// account reads a name on a network: "GitHub: nkitan", "LinkedIn: /in/jane-doe",
// "GitLab jdoe".
func account(piece string) (network, name string) {
	m := accountForm.FindStringSubmatch(strings.TrimSpace(piece))
	if m == nil {
		return "", ""
	}
	network, name = strings.ToLower(m[1]), m[3]
	if !slices.Contains(networks, network) || m[2] == " " && (startsUpper(name) || commonWord(name)) {
		return "", ""
	}
	return network, name
}

// accountForm is a network, what parts it from the name, and the name.
var accountForm = regexp.MustCompile(`^(\p{L}+)(?: \p{L}+)?(\s*:\s*|\s*/|\s+@| )(?:/?(?:in|u|user|users)/|[/@])?([\w.-]{2,40})$`)

// commonWord tells what stands behind a network's name and is no name on it.
func commonWord(s string) bool {
	switch strings.ToLower(s) {
	case "profile", "page", "account", "link", "actions", "pages", "contributor", "and", "on", "url", "handle", "username":
		return true
	}
	return false
}

// pictogram is an emoji or symbol that stands for a label.
var pictogram = regexp.MustCompile(`[\x{1F000}-\x{1FAFF}\x{2600}-\x{27BF}\x{2300}-\x{23FF}\x{E000}-\x{F8FF}][\x{FE0F}\x{200D}]*`)

// houseSign is a pictogram that stands for where the person lives.
var houseSign = regexp.MustCompile(`(?:[📍🏠🏡📌]|🗺|[\x{F3C5}\x{F041}\x{F015}])\x{FE0F}?`)

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
