package names

import (
	"slices"
	"testing"

	"resumebot/internal/lexicon"
	"resumebot/internal/ragtest"
	"resumebot/internal/resume"
)

func TestFind(t *testing.T) {
	lex := ragtest.Lexicon(t)
	doc := &resume.Document{
		Person: resume.Person{Name: "Dr. Ilse Varga"},
		Entries: []resume.Entry{
			{Kind: resume.EntryWork, Title: "Head Veterinarian", Org: "Tierklinik Mur"},
			{Kind: resume.EntryWork, Title: "Fitter", Org: "Halberd Automotive Systems"},
			{Kind: resume.EntryEducation, Title: "B.A.", Org: "Iceland University of the Arts"},
			{Kind: resume.EntryEducation, Title: "B.S.", Org: "New Mexico State University"},
			{Kind: resume.EntryProject, Title: "Pawlog"},
		},
	}
	n := Collect(doc, lex)
	if n.First != "Ilse" || !n.IsPerson(lexicon.Tokens("Ilse Varga")) || n.IsPerson(lexicon.Tokens("Ilse Mur")) {
		t.Errorf("person %q, %v", n.First, n.Person)
	}
	tests := []struct {
		text string
		want []int
	}{
		{"She runs Tierklinik Mur.", []int{0}},
		{"She has been there since 2020.", nil},
		{"the Halberd plant", []int{1}},
		{"an Icelandic award", nil},
		{"a semester in Iceland", []int{2}},
		{"a degree from NMSU", []int{3}},
		{"Pawlog's users", []int{4}},
		{"a university", nil},
	}
	for _, tt := range tests {
		got, _, _ := n.Find(lexicon.Tokens(tt.text), nil)
		if !slices.Equal(got, tt.want) {
			t.Errorf("Find(%q) = %v, want %v", tt.text, got, tt.want)
		}
	}
}

func TestPronoun(t *testing.T) {
	for text, want := range map[string]string{"She leads": "she", "his own van": "he", "they": "", "he and she": ""} {
		if got := Pronoun(lexicon.Tokens(text)); got != want {
			t.Errorf("Pronoun(%q) = %q, want %q", text, got, want)
		}
	}
}
