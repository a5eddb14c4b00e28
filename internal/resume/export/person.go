package export

import (
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// name writes the line with the person's name.
func (w *writer) name(p *resume.Passage) {
	person := &w.d.Person
	text := block.Display(p.Text())
	name := block.FirstOf(person.Name, text)
	if more := leftOver(text, name); more != "" {
		w.block("# " + escape(name) + " | " + w.withHeadline(linkContacts(escape(more), w.contactsOf(p))))
		return
	}
	w.block("# " + escape(name))
}

// linked is the text of a passage with the addresses that stand behind its words.
func (w *writer) linked(i int) string {
	p := &w.d.Passages[i]
	label, body := p.Label, escape(block.Display(p.Body))
	if body == "" {
		label, body = "", escape(block.Display(p.Label))
	}
	contacts := w.contactsOf(p)
	text := linkContacts(body, contacts)
	if text == body && len(contacts) == 0 && p.URL != "" && !strings.Contains(p.Text(), bareURL(p.URL)) {
		text = link(body, p.URL)
	}
	if p.Section >= 0 && w.d.Sections[p.Section].Kind == resume.SectionContact && p.Entry < 0 {
		text = w.withHeadline(text)
	}
	text = w.labelled(p, text)
	if label != "" {
		text = "**" + escape(label) + ":** " + text
	}
	return text
}

// withHeadline sets the headline in bold type where it stands.
func (w *writer) withHeadline(text string) string {
	if h := escape(w.d.Person.Headline); h != "" && strings.Contains(text, h) {
		return strings.Replace(text, h, "**"+h+"**", 1)
	}
	return text
}

// contactsOf are the ways to reach the person that a passage gives without showing
// them.
func (w *writer) contactsOf(p *resume.Passage) []resume.Contact {
	var out []resume.Contact
	for _, c := range w.d.Person.Contacts {
		text := p.Text()
		shown := strings.Contains(strings.ReplaceAll(text, "@"+c.Value, ""), c.Value) && (strings.ContainsAny(c.Value, "@.") || strings.Contains(strings.ToLower(text), c.Kind))
		if &w.d.Passages[c.Passage] == p && c.URL != "" && !shown {
			out = append(out, c)
		}
	}
	return out
}

// linkContacts links the words that stand for a way to reach the person: one that is
// in its address, or all there is.
func linkContacts(text string, contacts []resume.Contact) string {
	words := strings.Split(text, " ")
	taken := map[int]bool{}
	if pieces := strings.Split(text, " | "); len(contacts) == 1 && len(pieces) > 1 {
		plain := slices.IndexFunc(pieces, func(p string) bool {
			return !field.EmailForm.MatchString(p) && !field.UrlForm.MatchString(p) && block.Digits(p) < 7
		})
		if plain == len(pieces)-1 { // what stands behind the addresses
			pieces[plain] = link(pieces[plain], contacts[0].URL)
			return strings.Join(pieces, " | ")
		}
	}
	for _, c := range contacts {
		address := strings.ToLower(c.URL)
		at := slices.IndexFunc(words, func(word string) bool {
			bare := bare(word)
			return (len(bare) > 2 && strings.Contains(address, bare) || strings.ReplaceAll(bare, "-", "") == c.Kind) && !field.EmailForm.MatchString(word) && !field.UrlForm.MatchString(word) && !strings.HasPrefix(word, "[")
		})
		if at < 0 && c.Kind == "website" {
			at = slices.IndexFunc(words, func(word string) bool { return slices.Contains(siteWords, bare(word)) })
		}
		switch {
		case at >= 0 && !taken[at]:
			words[at], taken[at] = link(words[at], c.URL), true
		case len(contacts) == 1 && !field.EmailForm.MatchString(text) && !field.UrlForm.MatchString(text):
			return link(text, c.URL)
		}
	}
	return strings.Join(words, " ")
}

// siteWords stand for a page of one's own.
var siteWords = []string{"portfolio", "website", "webseite", "web", "homepage", "site", "blog", "page", "cv"}

func bareURL(url string) string {
	_, bare, found := strings.Cut(url, "://")
	if !found {
		_, bare, _ = strings.Cut(url, ":")
	}
	return strings.TrimSuffix(bare, "/")
}
