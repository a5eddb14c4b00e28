package resume

import "testing"

func TestPublicCutsWhatIsPrivate(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"cv.md", "# A\n\nopen\n", "# A\n\nopen\n"},
		{"cv.md", "# A\n\n<!-- private -->\nsecret\n<!-- /private -->\nopen\n", "# A\n\n\nopen\n"},
		{"cv.md", "# A\n\nopen <!-- PRIVATE -->secret<!-- end private --> again\n", "# A\n\nopen  again\n"},
		{"cv.md", "# A\n\nopen\n\n<!-- private -->\nsecret to the end\n", "# A\n\nopen\n\n"},
		{"cv.md", "# A\n\n<!-- private -->\none <!-- private --> two\n<!-- /private -->\nopen\n", "# A\n\n\nopen\n"},
	} {
		got, ok := Public(c.name, []byte(c.in))
		if !ok || string(got) != c.want {
			t.Errorf("%q becomes %q, %v; want %q", c.in, got, ok, c.want)
		}
	}
	if _, ok := Public("cv.pdf", []byte("%PDF-1.7")); ok {
		t.Error("a PDF is passed on although nothing can be cut out of it")
	}
}
