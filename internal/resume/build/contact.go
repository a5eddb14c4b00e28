package build

import (
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// contact reads the ways to reach the person from a block. It keeps to the lines
// before the first section, to contact sections and to lines that say what they
// are ("Email: …"). passage is the block's, or -1 to make one where the line
// holds any. It reports whether it did.
func (b *Builder) contact(blk *block.Block, passage int) bool {
	if b.entry >= 0 {
		return false
	}
	text := block.Display(block.Plain(blk.Spans))
	if len(text) > 1000 {
		return false // running text
	}
	kind := b.sectionKind()
	if b.begun && kind != resume.SectionContact {
		return false
	}
	named := b.nameField(blk)
	rest := pictogram.ReplaceAllString(houseSign.ReplaceAllString(block.Plain(blk.Spans), gap+"Location: "), gap)
	scan := contactScan{rest: block.Gapped(labelGap.ReplaceAllString(rest, ": "))}
	scan.addresses(text)
	scan.links(blk.Spans)
	scan.phones()
	scan.rest = field.CodeDash.ReplaceAllString(field.Slashes.ReplaceAllString(scan.rest, gap), "$1 $2")
	scan.pieces((b.named || b.begun) && b.Doc.Person.Location == "")
	if len(scan.found) == 0 && !named {
		return false
	}
	if !b.begun && b.named && b.Doc.Person.Headline == "" {
		b.Doc.Person.Headline = scan.headline
	}
	if passage < 0 {
		label, body := block.SplitLabel(blk.Spans)
		passage = b.passage(blk, resume.PassageContact, label, body)
	}
	if named && b.Doc.Person.Passage < 0 {
		b.Doc.Person.Passage = passage
	}
	for _, c := range scan.found {
		if c.Passage = passage; c.Kind == "location" && b.Doc.Person.Name != "" && strings.Contains(c.Value, b.Doc.Person.Name) {
			continue // "Jane Doe, CEng MIMechE"
		}
		if c.Kind == "location" && b.Doc.Person.Location == "" {
			b.Doc.Person.Location = c.Value
		}
		if !slices.ContainsFunc(b.Doc.Person.Contacts, func(x resume.Contact) bool { return x.Kind == c.Kind && x.Value == c.Value }) {
			b.Doc.Person.Contacts = append(b.Doc.Person.Contacts, c)
		}
	}
	return true
}

// rowContacts reads a row of a table with a column for each way to reach the person.
func (b *Builder) rowContacts(blk *block.Block, id int) {
	var fields []string
	for i, c := range blk.Cells {
		text := block.Plain(c)
		if i < len(blk.Header) && field.LabelsField(blk.Header[i]) {
			text = blk.Header[i] + ": " + text
		}
		fields = append(fields, text)
	}
	line := *blk
	line.Kind, line.Spans = block.Line, []block.Span{{Text: strings.Join(fields, gap)}}
	b.contact(&line, id)
}

// labelGap sets the colons of fields below one another: "Name      : Jane Doe".
var labelGap = lazyregexp.New(`\s+:\s+`)

const gap = " | " // what is found leaves one

// contactScan finds ways to reach the person in one line, the surest first.
type contactScan struct {
	found    []resume.Contact
	rest     string // what is not found out yet
	headline string // what the person calls themselves there
}

func (c *contactScan) add(kind, value, url string) {
	value = strings.Trim(value, " .,;")
	if !slices.ContainsFunc(c.found, func(x resume.Contact) bool { return x.Kind == kind && x.Value == value }) {
		c.found = append(c.found, resume.Contact{Kind: kind, Value: value, URL: url})
	}
}

// addresses finds mail and web addresses that are written out.
func (c *contactScan) addresses(text string) {
	for _, m := range field.EmailForm.FindAllString(text, -1) {
		c.add("email", m, "mailto:"+m)
		c.rest = strings.Replace(c.rest, m, gap, 1)
	}
	for _, m := range field.BrokenMail.FindAllString(c.rest, -1) {
		whole := mended(m)
		if local, _, _ := strings.Cut(whole, "@"); slices.Contains(field.Networks, strings.ToLower(local)) {
			continue // "Instagram @jane.doe"
		}
		c.add("email", whole, "mailto:"+whole)
		c.rest = strings.Replace(c.rest, m, gap, 1)
	}
	for _, m := range field.UrlForm.FindAllString(c.rest, -1) {
		if field.NetFrame.MatchString(m) {
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
func (c *contactScan) links(spans []block.Span) {
	for _, s := range spans {
		address, mail := strings.CutPrefix(s.URL, "mailto:")
		number, call := strings.CutPrefix(s.URL, "tel:")
		switch {
		case mail && !field.EmailForm.MatchString(s.Text) && field.EmailForm.MatchString(address):
			c.add("email", field.EmailForm.FindString(address), s.URL)
		case call && block.Digits(s.Text) < 7:
			c.add("phone", number, s.URL)
		case strings.HasPrefix(s.URL, "http") && !field.UrlForm.MatchString(s.Text):
			c.add(network(s.URL), strings.TrimPrefix(strings.TrimPrefix(s.URL, "https://"), "http://"), s.URL)
		default:
			continue
		}
		c.rest = strings.Replace(c.rest, strings.TrimSpace(s.Text), gap, 1)
	}
}

// pieces finds accounts, the town and the headline in what is left. known tells
// that the line may tell the town even if nothing else was found in it.
func (c *contactScan) pieces(known bool) {
	for piece := range strings.FieldsFuncSeq(c.rest, func(r rune) bool { return strings.ContainsRune("|•·▪■◆∙⁃\t—–", r) }) {
		piece = strings.Trim(piece, " ,;")
		label, value, labelled := strings.Cut(piece, ":")
		top := !labelled
		town := field.Home(piece)
		if labelled {
			town = field.HomeField(strings.TrimSpace(label), strings.TrimSpace(value))
		}
		if kind, name := account(piece); name != "" {
			c.add(kind, name, profileURL(kind, name))
			continue
		}
		switch {
		case town != "" && (labelled || known || len(c.found) > 0):
			c.add("location", town, "")
			if before := leadTail.ReplaceAllString(strings.TrimRight(strings.TrimSuffix(piece, town), " ,-"), ""); c.headline == "" && top && field.IsTitle(before) && before != piece { // "Product Designer, Melbourne VIC"
				c.headline = before
			}
		case top && c.headline == "" && field.IsTitle(piece) && block.RuneLen(piece) < 100 && !strings.HasSuffix(piece, ".") && !strings.Contains(piece, ". "):
			c.headline = piece
		}
	}
}

// leadTail is what parts a headline from the town: "Painter based in Oslo".
var leadTail = lazyregexp.New(`(?i),?\s+(?:based|located|living|residing) (?:in|near|at)$`)

var (
	spelledAt  = lazyregexp.New(`(?i)\s*[\[({<]\s*(?:at|@|ät|arroba|æt)\s*[\])}>]\s*|\s+at\s+|\s*@\s*`)
	spelledDot = lazyregexp.New(`(?i)\s*[\[({<]\s*(?:dot|punkt|punto|point)\s*[\])}>]\s*|\s+(?:dot|punkt|punto|point)\s+`)
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
	if !slices.Contains(field.Networks, network) || m[2] == " " && (block.StartsUpper(name) || commonWord(name)) {
		return "", ""
	}
	return network, name
}

// accountForm is a network, what parts it from the name, and the name.
var accountForm = lazyregexp.New(`^(\p{L}+)(?: \p{L}+)?(\s*:\s*|\s*/|\s+@| )(?:/?(?:in|u|user|users)/|[/@])?([\w.-]{2,40})$`)

// commonWord tells what stands behind a network's name and is no name on it.
func commonWord(s string) bool {
	switch strings.ToLower(s) {
	case "profile", "page", "account", "link", "actions", "pages", "contributor", "and", "on", "url", "handle", "username":
		return true
	}
	return false
}

// pictogram is an emoji or symbol that stands for a label.
var pictogram = lazyregexp.New(`[\x{1F000}-\x{1FAFF}\x{2600}-\x{27BF}\x{2300}-\x{23FF}\x{E000}-\x{F8FF}][\x{FE0F}\x{200D}]*`)

// houseSign is a pictogram that stands for where the person lives.
var houseSign = lazyregexp.New(`(?:[📍🏠🏡📌]|🗺|[\x{F3C5}\x{F041}\x{F015}])\x{FE0F}?`)

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
		for _, n := range field.Networks {
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

// phones finds telephone numbers in what is left of the line.
func (c *contactScan) phones() {
	rest, at := c.rest, 0
	var left strings.Builder
	for _, m := range field.PhoneForm.FindAllStringIndex(rest, -1) {
		before := rest[at:m[0]]
		start := 0
		if marks := field.FieldEnd.FindAllStringIndex(before, -1); marks != nil {
			start = marks[len(marks)-1][1]
		}
		after, _, _ := strings.Cut(rest[m[1]:], "|")
		if !field.IsPhone(rest[m[0]:m[1]], before[start:], after) {
			continue
		}
		for _, number := range field.Numbers(rest[m[0]:m[1]]) {
			c.add("phone", number, "")
		}
		label, _ := field.WithoutPhoneLabel(before[start:])
		left.WriteString(before[:start] + label + gap)
		at = m[1]
	}
	c.rest = left.String() + rest[at:]
}
