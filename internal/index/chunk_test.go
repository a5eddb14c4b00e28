package index

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"resumebot/internal/corpus"
	"resumebot/internal/resume"
)

// TestSplit holds the chunks of whole files to golden files, to be read as diffs.
func TestSplit(t *testing.T) {
	files, err := filepath.Glob("testdata/chunk/*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".golden") {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			doc := read(t, filepath.Base(file), string(text))
			chunks := split(doc)
			got := show(chunks)
			golden := file + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the chunks are not those of %s (-update rewrites it):\n%s", golden, got)
			}
			checkChunks(t, doc, chunks)
		})
	}
}

func show(chunks []Chunk) string {
	var b strings.Builder
	for _, c := range chunks {
		fmt.Fprintf(&b, "chunk of passages %d\n", c.Passages)
		for _, w := range c.windows {
			fmt.Fprintf(&b, "\t%s\n", strings.ReplaceAll(w, "\n", "\n\t"))
		}
	}
	return b.String()
}

// checkChunks holds what is so for the chunks of every document.
func checkChunks(t *testing.T, doc *resume.Document, chunks []Chunk) {
	t.Helper()
	seen := map[int]int{}
	for i, c := range chunks {
		if len(c.Passages) == 0 || len(c.windows) == 0 {
			t.Fatalf("chunk %d: %+v", i, c)
		}
		for _, p := range c.Passages {
			seen[p]++
			if text := doc.Passages[p].Text(); !strings.Contains(c.Text, text) {
				t.Errorf("chunk %d lacks its passage %q", i, text)
			}
		}
		if len(c.windows) == 1 && c.windows[0] != c.Search {
			t.Errorf("chunk %d: %q is embedded, %q searched", i, c.windows[0], c.Search)
		}
		for _, w := range c.windows {
			if n := len(strings.Fields(w)); n > maxWords+maxPlaceWords && doc.Passages[c.Passages[0]].Asked == "" {
				t.Errorf("chunk %d: a window of %d words", i, n)
			}
		}
	}
	for p := range doc.Passages {
		if seen[p] != 1 {
			t.Errorf("passage %d stands in %d chunks", p, seen[p])
		}
	}
}

func TestWindows(t *testing.T) {
	for _, n := range []int{0, 1, maxWords, maxWords + 1, 2*maxWords - overlap, 2*maxWords - overlap + 1, 500, 5000} {
		words := make([]string, n)
		for i := range words {
			words[i] = fmt.Sprint("w", i)
		}
		got := windows("Place. ", strings.Join(words, " "))
		if (n <= maxWords) != (len(got) == 1) {
			t.Errorf("%d words: %d windows", n, len(got))
		}
		next := 0 // the first word that no window had yet
		for i, w := range got {
			text, ok := strings.CutPrefix(w, "Place. ")
			if !ok {
				t.Errorf("%d words: window %d has no place: %s", n, i, w)
			}
			in := strings.Fields(text)
			if len(in) > maxWords {
				t.Errorf("%d words: window %d has %d", n, i, len(in))
			}
			if len(in) == 0 {
				continue
			}
			first := slices.Index(words, in[0])
			if !slices.Equal(in, words[first:first+len(in)]) || first > next || i > 0 && next-first < overlap {
				t.Errorf("%d words: window %d is of words %d to %d after %d", n, i, first, first+len(in), next)
			}
			next = first + len(in)
		}
		if next != n {
			t.Errorf("%d words: the windows end at %d", n, next)
		}
	}
}

// TestHeadingPathIsSearchedNotShown: a bullet is found by the heading it stands
// under and is shown without it.
func TestHeadingPathIsSearchedNotShown(t *testing.T) {
	doc := read(t, "cv.md", "# A B\n\n## Skills\n\n### Databases\n\n- Postgres\n\n### Kitchens\n\n- Galley\n")
	chunks := split(doc)
	i := slices.IndexFunc(chunks, func(c Chunk) bool { return c.Text == "Postgres" })
	if i < 0 {
		t.Fatalf("no chunk is shown as the bullet stands: %v", chunks)
	}
	if !strings.Contains(chunks[i].Search, "Skills › Databases") || strings.Contains(chunks[i].Search, "Kitchens") {
		t.Errorf("searched as %q", chunks[i].Search)
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("# A B\n\n## Work\n\n### Cook — Ship\n2019 – 2020\n\n- one\n  - two\n\n<!-- private -->\nx\n<!-- /private -->\n")
	f.Add("# A\n\n" + strings.Repeat("word ", 400) + "\n\n## " + strings.Repeat("heading ", 100) + "\n\n- x\n")
	f.Add("| a | b |\n|---|---|\n| c | d |\n")
	f.Add("## Q\n\n> 中文 e\u0301 \u202e\n")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 1<<16 {
			return
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "cv.md"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		doc, _, err := corpus.Load(dir)
		if err != nil {
			return
		}
		chunks := split(doc)
		checkChunks(t, doc, chunks)
	})
}
