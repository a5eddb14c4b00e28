package resume

import (
	"slices"
	"strings"
	"time"
)

// Curated is an answer the owner wrote for a question the files leave open.
type Curated struct {
	Question, Answer string
	Date             time.Time // when it was written
}

// WithCurated gives a copy of d that also has a passage for each answer. Its
// source names the owner and the day in place of a file. d itself is not changed.
func (d *Document) WithCurated(answers []Curated) *Document {
	c := *d
	c.Passages = slices.Clone(d.Passages)
	c.Sections = slices.Clone(d.Sections)
	section := -1
	for _, a := range answers {
		body := strings.Join(strings.Fields(a.Answer), " ")
		if body == "" {
			continue
		}
		source := Source{Path: "owner's answer, " + a.Date.Format(time.DateOnly)}
		if section < 0 {
			section = len(c.Sections)
			c.Sections = append(c.Sections, Section{Heading: []string{"Owner's answers"}, Kind: SectionOther, Level: 1, Parent: -1, Source: source})
		}
		s := &c.Sections[section]
		s.Passages = append(s.Passages, len(c.Passages))
		c.Passages = append(c.Passages, Passage{
			Source: source, Heading: s.Heading, Section: section, Entry: -1, Parent: -1,
			Kind: PassageCurated, Body: body, Raw: body, Asked: strings.TrimSpace(a.Question),
		})
	}
	return &c
}
