package rag

import (
	"strings"
	"testing"

	"resumebot/internal/rag/quote"
)

// TestFresh says nothing twice and tells no item of another lead's.
func TestFresh(t *testing.T) {
	said := []line{{text: "At Acme:"}, {text: "Baked.", item: true}, {text: "At Ladle:"}, {text: "Cooked.", item: true}}
	lines := []quote.Line{{Text: "At Acme:"}, {Text: "Baked.", Item: true}, {Text: "Sold.", Item: true}, {Text: "At Ladle:"}, {Text: "Cooked.", Item: true}, {Text: "Sang."}}
	var got []string
	for _, l := range fresh(lines, said) {
		got = append(got, l.text)
	}
	if want := "At Acme: Sold. Sang."; strings.Join(got, " ") != want {
		t.Errorf("%q, want %q", got, want)
	}
}
