package build

import (
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// reach finds how to reach the person of whom no line before the sections and no
// section on it told: by the only mail address of the file, the telephone number beside
// it and the town in the same line.
func (b *Builder) reach(from int) {
	const beside = 2 // passages
	if slices.ContainsFunc(b.Doc.Person.Contacts, func(c resume.Contact) bool { return c.Kind == "email" }) {
		return
	}
	at, address := -1, ""
	for i := from; i < len(b.Doc.Passages); i++ {
		p := &b.Doc.Passages[i]
		for _, m := range field.EmailForm.FindAllString(p.Text(), -1) {
			if address != "" && m != address || p.Entry >= 0 && p.Label == "" || !ownLabel(p, m) || b.Doc.Sections[p.Section].Kind == resume.SectionReferences {
				return // whose is it?
			}
			at, address = i, m
		}
	}
	if at < 0 {
		return
	}
	b.Doc.Person.Contacts = append(b.Doc.Person.Contacts, resume.Contact{Kind: "email", Value: address, URL: "mailto:" + address, Passage: at})
	called := slices.ContainsFunc(b.Doc.Person.Contacts, func(c resume.Contact) bool { return c.Kind == "phone" })
	for i := max(from, at-beside); i <= min(at+beside, len(b.Doc.Passages)-1); i++ {
		scan := contactScan{rest: block.Gapped(b.Doc.Passages[i].Text())}
		scan.addresses(scan.rest)
		scan.phones()
		if i == at {
			scan.pieces(false)
		}
		for _, c := range scan.found {
			c.Passage = i
			switch {
			case b.Doc.Passages[i].Entry >= 0:
			case c.Kind == "phone" && !called:
				b.Doc.Person.Contacts = append(b.Doc.Person.Contacts, c)
			case c.Kind == "location" && b.Doc.Person.Location == "":
				b.Doc.Person.Location = c.Value
				b.Doc.Person.Contacts = append(b.Doc.Person.Contacts, c)
			}
		}
	}
}

// ownLabel tells that nothing right before an address says whose it is.
func ownLabel(p *resume.Passage, address string) bool {
	before, _, _ := strings.Cut(p.Text(), address)
	before = strings.TrimRight(before, " :.([{<")
	before = before[strings.LastIndexAny(before, "|•·,;/\t\n")+1:]
	before = strings.TrimSpace(before)
	return before == "" || field.MailLabel.MatchString(before) || field.PhoneForm.MatchString(before)
}
