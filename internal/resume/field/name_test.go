package field

import "testing"

// TestNames tells names of people from names of sections, which stand in the same
// places and are set alike.
func TestNames(t *testing.T) {
	for text, want := range map[string]bool{
		"Nina Rossi": true, "Hope Summers": true, "Art Vandelay": true, "Page Turner-Works": true, "Rosa Daten": true, "Bo Vita": true, "Robert Service": true,
		"Technical Proficiency": false, "Additional Information": false, "Persoenliche Daten": false, "Persönliche Daten": false,
		"Curriculum Vitae": false, "Curiculum Vitae": false, "Daten und Lebenslauf": false, "Informations Utiles": false,
	} {
		if got := LooksLikeName(text); got != want && want {
			t.Errorf("LooksLikeName(%q) = %v", text, got)
		}
		if got := LooksLikeName(text) || PlainName(text); got != want {
			t.Errorf("%q is taken for a name: %v", text, got)
		}
	}
}
