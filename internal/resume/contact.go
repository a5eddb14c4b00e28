package resume

import (
	"regexp"
	"slices"
	"strings"
)

var (
	emailForm  = regexp.MustCompile(`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`)
	urlForm    = regexp.MustCompile(`(?i)\b(?:https?://)?(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|dev|me|ai|co|in|de|fr|es|uk|us|eu|ch|at|app|tech|info|xyz|edu|gov)(?:/[^\s|,;)\]<>]*)?`)
	phoneForm  = regexp.MustCompile(`(?:\+?\d{1,3}[\s.–—-]?)?(?:\(\d{1,4}\)[\s.–—-]?)?\d{2,8}(?:[\s./–—-]{0,3}\d{2,8}){1,4}`)
	placeLabel = regexp.MustCompile(`(?i)^(location|address|city|based in|residence|lives in|ort|wohnort|anschrift|adresse|ubicación|dirección|lieu)\b`)
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
	kind := b.sectionKind()
	if b.begun && kind != SectionContact {
		return false
	}
	var found []Contact
	add := func(kind, value, url string) {
		value = strings.Trim(value, " .,;")
		if !slices.ContainsFunc(found, func(c Contact) bool { return c.Value == value }) {
			found = append(found, Contact{Kind: kind, Value: value, URL: url})
		}
	}
	rest := text
	for _, m := range emailForm.FindAllString(text, -1) {
		add("email", m, "mailto:"+m)
		rest = strings.Replace(rest, m, " ", 1)
	}
	for _, s := range blk.spans {
		if strings.HasPrefix(s.url, "http") && !urlForm.MatchString(s.text) {
			add(network(s.url), strings.TrimPrefix(strings.TrimPrefix(s.url, "https://"), "http://"), s.url)
			rest = strings.Replace(rest, s.text, " ", 1)
		}
	}
	for _, m := range urlForm.FindAllString(rest, -1) {
		url := m
		if !strings.HasPrefix(strings.ToLower(url), "http") {
			url = "https://" + url
		}
		add(network(m), m, url)
		rest = strings.Replace(rest, m, " ", 1)
	}
	if _, _, dated := FindPeriod(rest); !dated {
		for _, m := range phoneForm.FindAllString(rest, -1) {
			if digits(m) >= 7 && digits(m) <= 15 {
				add("phone", m, "")
				rest = strings.Replace(rest, m, " ", 1)
			}
		}
	}
	for _, piece := range strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune("|•·\t—–", r) }) {
		label, value, ok := strings.Cut(piece, ":")
		switch {
		case ok && placeLabel.MatchString(strings.TrimSpace(label)) && strings.TrimSpace(value) != "":
			add("location", value, "")
		case !ok && isPlace(strings.TrimSpace(piece)) && !b.begun && b.named:
			add("location", piece, "")
		case !ok && isTitle(piece) && !b.begun && b.named && b.doc.Person.Headline == "":
			b.doc.Person.Headline = strings.TrimSpace(piece)
		}
	}
	if len(found) == 0 {
		return false
	}
	if passage < 0 {
		label, body := splitLabel(blk.spans)
		passage = b.passage(blk, PassageContact, label, body)
	}
	for _, c := range found {
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

func network(url string) string {
	low := strings.ToLower(url)
	for _, n := range networks {
		if strings.Contains(low, n+".") {
			return n
		}
	}
	if strings.Contains(low, "x.com/") {
		return "twitter"
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
