package build

import (
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// name reads the line of the person's name.
func (b *Builder) name(blk *block.Block, text string) {
	b.named = true
	name, headline := field.SplitName(text)
	if b.Doc.Person.Name == "" {
		b.Doc.Person.Name = name
	}
	if b.Doc.Person.Headline == "" {
		b.Doc.Person.Headline = headline
	}
	p := b.passage(blk, resume.PassageHeader, "", block.Gapped(text))
	if b.Doc.Person.Passage < 0 {
		b.Doc.Person.Passage = p
	}
	b.contact(blk, p) // "Jane Doe | jane@doe.example"
}

// introduces tells a heading, of the level that headings of sections have, that the
// headline or ways to reach somebody stand below, or at once the first section.
func (b *Builder) introduces(blk *block.Block) bool {
	for i := range b.after {
		below := &b.after[i]
		text := block.Plain(below.Spans)
		if below.Kind == block.Row {
			text = block.Plain(slices.Concat(below.Cells...))
		}
		switch {
		case below.Kind == block.Heading:
			return i == 0 && blk.Level == 1
		case field.EmailForm.MatchString(text) || field.UrlForm.MatchString(text) || field.Reaches(text) || field.Home(text) != "":
			return true
		case field.IsTitle(text) && block.RuneLen(text) < 60 && !strings.HasSuffix(text, "."):
			return true
		}
	}
	return false
}

// sameNameAs tells a line that gives the name, known already, once more.
func (b *Builder) sameNameAs(text string) bool {
	name, _ := field.SplitName(text)
	return b.Doc.Person.Name != "" && field.SameName(name, b.Doc.Person.Name)
}

// nameField reads a field of the person's name, or of a part of it, from a line
// outside entries and reports whether the name is complete with it.
func (b *Builder) nameField(blk *block.Block) bool {
	label, value := block.SplitLabel(blk.Spans)
	if label == "" || value == "" {
		return false
	}
	if b.Doc.Person.Name != "" {
		return false
	}
	if family, given, ok := strings.Cut(value, ", "); ok && field.PlainName(family) && field.PlainName(given) && !field.KnownCredentials(given) { // "VASQUEZ, Marisol"
		value = field.TitleCase(given) + " " + field.TitleCase(family)
	}
	switch {
	case field.GivenLabel.MatchString(label) && field.PlainName(value):
		b.given = field.TitleCase(value)
	case (field.FamilyLabel.MatchString(label) || field.NameLabel.MatchString(label) && !strings.Contains(value, " ")) && field.PlainName(value): // "Nom" beside "Prénom"
		b.family = field.TitleCase(value)
	case field.NameLabel.MatchString(label) && field.LooksLikeName(field.TitleCase(value)):
		b.Doc.Person.Name, _ = field.SplitName(value)
	}
	if b.Doc.Person.Name == "" && b.given != "" && b.family != "" {
		b.Doc.Person.Name, _ = field.SplitName(b.given + " " + b.family)
	}
	b.named = b.named || b.Doc.Person.Name != ""
	return b.Doc.Person.Name != ""
}

// Another tells that two names are those of two people: no word of the one is in the
// other, and both are in the same script.
func Another(a, b string) bool {
	if a == "" || b == "" || strings.ContainsFunc(a, field.Latin) != strings.ContainsFunc(b, field.Latin) {
		return false
	}
	for _, w := range strings.Fields(strings.ToLower(a)) {
		for _, v := range strings.Fields(strings.ToLower(b)) {
			if strings.Trim(w, ".,") == strings.Trim(v, ".,") {
				return false
			}
		}
	}
	return true
}
