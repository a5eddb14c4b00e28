package corpus

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// sample is an invented résumé and the entries that a reader finds in it.
type sample struct{ name, text, want string }

var sampleMark = regexp.MustCompile(`(?m)^-- (.+) --\n`)

// samples reads the files of testdata/entries: each résumé, named with the ending of
// its format, is followed by the entries wanted of it, "kind | title |
// organisation | place | period".
func samples(t *testing.T) []sample {
	t.Helper()
	files, err := filepath.Glob("testdata/entries/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	var out []sample
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		marks := sampleMark.FindAllStringSubmatchIndex(string(data), -1)
		for i, m := range marks {
			end := len(data)
			if i+1 < len(marks) {
				end = marks[i+1][0]
			}
			name, text := string(data[m[2]:m[3]]), string(data[m[1]:end])
			if name == "want" {
				out[len(out)-1].want = text
			} else {
				out = append(out, sample{name: strings.TrimSuffix(filepath.Base(file), ".txtar") + "/" + name, text: text})
			}
		}
	}
	return out
}

// TestEntries holds the reading of dates and heads to what people make of them.
func TestEntries(t *testing.T) {
	for _, s := range samples(t) {
		t.Run(s.name, func(t *testing.T) {
			var got strings.Builder
			for _, e := range parse(t, filepath.Base(s.name), []byte(s.text)).Entries {
				got.WriteString(strings.Join([]string{string(e.Kind), e.Title, e.Org, e.Place, e.Period.String()}, " | ") + "\n")
			}
			if got.String() != s.want {
				t.Errorf("read\n%swant\n%s", got.String(), s.want)
			}
		})
	}
}

// TestSoftHyphens holds that they are dashes in a file that sets them as dashes, and
// nothing in any other.
func TestSoftHyphens(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Worked 2019 \u00ad 2021 on lead\u00adfree glazes.", "Worked 2019 - 2021 on lead-free glazes."},
		{"Studied photo\u00adsynthesis.", "Studied photosynthesis."},
	} {
		d := parse(t, "a.txt", []byte("Jane Miller\n\nSUMMARY\n\n"+tt.in+"\n"))
		if got := d.Passages[len(d.Passages)-1].Body; got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
}
