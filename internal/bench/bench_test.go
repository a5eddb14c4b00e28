package bench

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestPercentiles(t *testing.T) {
	var all []time.Duration
	for i := range 200 {
		all = append(all, time.Duration(199-i))
	}
	if p50, p99 := Percentiles(all); p50 != 100 || p99 != 198 {
		t.Errorf("p50 %d, p99 %d; want 100, 198", p50, p99)
	}
	if p50, p99 := Percentiles(nil); p50 != 0 || p99 != 0 {
		t.Errorf("of none: %d, %d", p50, p99)
	}
	if slices.IsSorted(all) {
		t.Error("the durations were sorted in place")
	}
}

// TestWriteResume: two files for more lines than one may have, the same each time.
func TestWriteResume(t *testing.T) {
	read := func(dir string) string {
		if err := WriteResume(dir, linesPerFile+22); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(dir, "*.md"))
		if err != nil || len(files) != 2 {
			t.Fatalf("%d files, error %v", len(files), err)
		}
		var all strings.Builder
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if len(data) > 500_000 {
				t.Errorf("%s has %d bytes", f, len(data))
			}
			all.Write(data)
		}
		return all.String()
	}
	one := read(filepath.Join(t.TempDir(), "a"))
	if n := strings.Count(one, "\n- Built ") + strings.Count(one, "\n### "); n != linesPerFile+22 {
		t.Errorf("%d lines", n)
	}
	if one != read(filepath.Join(t.TempDir(), "b")) {
		t.Error("another résumé the second time")
	}
}

// TestListen reads what the scripted model writes at its pace: passages of the
// prompt that are whole sentences in the third person, each with its number.
func TestListen(t *testing.T) {
	s, err := NewScript(time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	prompt := "[1] Ada Example\n[2] I serve as the engineer of the lighthouse at the end of the pier.\n" +
		"[3] Kept the lighthouse of Malmö lit through nine winters.\n[4] Wound the clock of the lighthouse every morning at six.\n"
	got, err := Listen(t.Context(), s.URL, "", "script", []map[string]string{{"role": "user", "content": prompt}}, 100)
	if err != nil {
		t.Fatal(err)
	}
	want := "Kept the lighthouse of Malmö lit through nine winters [3]. Wound the clock of the lighthouse every morning at six [4]."
	if got.Text != want {
		t.Errorf("%q, want %q", got.Text, want)
	}
	if !(0 < got.FirstToken && got.FirstToken < got.FirstSentence && got.FirstSentence < got.End) {
		t.Errorf("not in order: %+v", got)
	}
	if _, err := Listen(t.Context(), s.URL, "", "script", []map[string]string{{"role": "user", "content": "hello"}}, 100); err == nil {
		t.Error("a reply without text is none")
	}
}
