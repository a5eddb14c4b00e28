package resumetest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/build"
)

// Reader is what the package of a format offers.
type Reader func(path string, data []byte) ([]block.Block, error)

// Resumes reads the résumés that a pattern names and compares what is told of each
// with the file of its name with ".want" behind it.
func Resumes(t *testing.T, pattern string, read Reader) {
	t.Helper()
	files, _ := filepath.Glob(pattern)
	if len(files) == 0 {
		t.Fatal("no résumés")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(file + ".want")
			if err != nil {
				t.Fatal(err)
			}
			blocks, err := read("f", data)
			if err != nil {
				t.Fatal(err)
			}
			b := build.New()
			b.Add(blocks)
			Check(t, b.Doc, map[string]int{"f": LineCount(data)})
			if got := Told(b.Doc); got != string(want) {
				t.Error(Diff(string(want), got))
			}
		})
	}
}

// Fuzz holds what is read of any text to the contract of a Document, and errors to one
// line. Seeds are the files that a pattern names, if it is not "", and texts. lined
// tells that the format has lines, within which sources lie.
func Fuzz(f *testing.F, read Reader, lined bool, pattern string, texts ...string) {
	files, _ := filepath.Glob(pattern)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, text := range texts {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		blocks, err := read("f", data)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("error of several lines: %q", err)
			}
			return
		}
		b := build.New()
		b.Add(blocks)
		var lines map[string]int
		if lined {
			lines = map[string]int{"f": strings.Count(string(data), "\n") + 1}
		}
		Check(t, b.Doc, lines)
	})
}

// Growing is a text that can be made of any size: Unit, Times over, between Head and
// Tail.
type Growing struct {
	Head, Unit, Tail string
	Times            int
}

// Units are texts of half a megabyte, each of one unit over and over.
func Units(units ...string) map[string]Growing {
	out := map[string]Growing{}
	for _, u := range units {
		out[u] = Growing{Unit: u, Times: (512 << 10) / len(u)}
	}
	return out
}

// Linear holds a reader to time that grows with the size of a text and not with its
// square: four times as much, which would take sixteen times as long then, may take ten
// times as long. Texts that take next to no time tell nothing. Both sizes are read in
// one run, again where a busy machine may be why.
func Linear(t *testing.T, texts map[string]Growing, read Reader) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const tellable, tries = 200 * time.Millisecond, 3
	took := func(g Growing, times int) time.Duration {
		data := []byte(g.Head + strings.Repeat(g.Unit, times) + g.Tail)
		begin := time.Now()
		_, _ = read("f", data)
		return time.Since(begin)
	}
	for name, g := range texts {
		part, whole := took(g, g.Times/4), took(g, g.Times)
		for range tries {
			if whole < tellable || whole < 10*part {
				break
			}
			part, whole = took(g, g.Times/4), took(g, g.Times)
		}
		if whole >= tellable && whole >= 10*part {
			t.Errorf("%q: %v, four times as much %v", name, part, whole)
		}
	}
}
