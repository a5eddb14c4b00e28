package layout

import (
	"testing"

	"resumebot/internal/resume"
)

// TestRate holds that the score sees what is read otherwise than meant.
func TestRate(t *testing.T) {
	drawn := Drawn{Name: "1-1.md", Choices: map[string]string{}, Truth: Truth{
		Name: "Jane Roe", Email: "jane@example.org", Phone: "07700 900123", Town: "Leeds, UK", Links: []string{"linkedin.com/in/jane"},
		Entries: []Entry{{Kind: "work", Titles: []string{"Nurse"}, Orgs: []string{"Acme"}, Place: "Leeds, UK", Start: Date{Year: 2019, Month: 4, Season: true}, Present: true}},
		Words:   Words("Jane Roe Experience Nurse, Acme"), Labels: Words("Position"),
	}}
	right := func() *resume.Document {
		return &resume.Document{
			Person: resume.Person{Name: "JANE ROE", Location: "Leeds, UK", Contacts: []resume.Contact{
				{Kind: "email", Value: "jane@example.org"}, {Kind: "phone", Value: "07700-900123"}, {Kind: "linkedin", Value: "Jane", URL: "https://www.linkedin.com/in/jane"}}},
			Sections: []resume.Section{{Heading: []string{"Experience"}}},
			Passages: []resume.Passage{{Body: "Jane Roe"}, {Label: "Position", Body: "Nurse, Acme"}},
			Entries:  []resume.Entry{{Kind: resume.EntryWork, Title: "Nurse", Org: "Acme", Place: "Leeds, UK", Period: resume.Period{Start: resume.Date{Year: 2019, Month: 3}, Present: true}}},
		}
	}
	all := score{files: 1, entries: 1, right: 1, name: 1, contact: 1, town: 1, words: 1}
	tests := map[string]struct {
		spoil func(*resume.Document)
		want  func(*score)
	}{
		"as meant":     {func(d *resume.Document) {}, func(s *score) {}},
		"another org":  {func(d *resume.Document) { d.Entries[0].Org = "Acme Ltd" }, func(s *score) { s.right = 0 }},
		"no place":     {func(d *resume.Document) { d.Entries[0].Place = "" }, func(s *score) { s.right = 0 }},
		"ended":        {func(d *resume.Document) { d.Entries[0].Period.Present = false }, func(s *score) { s.right = 0 }},
		"other season": {func(d *resume.Document) { d.Entries[0].Period.Start.Month = 6 }, func(s *score) { s.right = 0 }},
		"other kind":   {func(d *resume.Document) { d.Entries[0].Kind = resume.EntryEducation }, func(s *score) { s.right = 0 }},
		"one too many": {func(d *resume.Document) { d.Entries = append(d.Entries, d.Entries[0]) }, func(s *score) { s.invented = 1 }},
		"no entry":     {func(d *resume.Document) { d.Entries = nil }, func(s *score) { s.right = 0 }},
		"no name":      {func(d *resume.Document) { d.Person.Name = "" }, func(s *score) { s.name = 0 }},
		"no telephone": {func(d *resume.Document) { d.Person.Contacts[1].Value = "07700 900124" }, func(s *score) { s.contact = 0 }},
		"foreign link": {func(d *resume.Document) {
			d.Person.Contacts = append(d.Person.Contacts, resume.Contact{Kind: "website", URL: "https://go.dev"})
		}, func(s *score) { s.contact = 0 }},
		"no town":        {func(d *resume.Document) { d.Person.Location = "" }, func(s *score) { s.town = 0 }},
		"a word lost":    {func(d *resume.Document) { d.Passages[1].Body = "Nurse" }, func(s *score) { s.words, s.lost = 0, 1 }},
		"heading lost":   {func(d *resume.Document) { d.Sections = nil }, func(s *score) { s.words, s.lost = 0, 1 }},
		"a line twice":   {func(d *resume.Document) { d.Passages = append(d.Passages, d.Passages[0]) }, func(s *score) { s.words, s.twice = 0, 2 }},
		"a label unread": {func(d *resume.Document) { d.Passages[1].Label = "" }, func(s *score) {}},
	}
	for name, tt := range tests {
		doc, want := right(), all
		tt.spoil(doc)
		tt.want(&want)
		got := rate(drawn, doc)
		for _, f := range []struct {
			what      string
			got, want int
		}{{"right", got.right, want.right}, {"invented", got.invented, want.invented}, {"name", got.name, want.name}, {"contact", got.contact, want.contact},
			{"town", got.town, want.town}, {"words", got.words, want.words}, {"lost", got.lost, want.lost}, {"twice", got.twice, want.twice}} {
			if f.got != f.want {
				t.Errorf("%s: %s is %d, want %d", name, f.what, f.got, f.want)
			}
		}
	}
}
