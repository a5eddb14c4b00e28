package rag_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"resumebot/internal/corpus"
	"resumebot/internal/embed"
	"resumebot/internal/rag"
)

// shared are résumés that nobody here wrote, kept outside the project.
var shared = map[string]string{
	"jane":   "jane-fullstacker.json",
	"sample": "jsonresume.sample.json",
	"john":   "john-doe-classic.pdf",
	"pandoc": "pandoc-resume.md",
}

// personDir is the folder of a résumé of testdata/people or of the shared data.
func personDir(tb testing.TB, name string) string {
	tb.Helper()
	file, ok := shared[name]
	if !ok {
		return filepath.Join("testdata/people", name)
	}
	data, err := os.ReadFile(filepath.Join("../../../shared/data/resumes", file))
	if err != nil {
		tb.Skipf("the shared résumés are not here: %v", err)
	}
	dir := tb.TempDir()
	if err := os.WriteFile(filepath.Join(dir, file), data, 0o600); err != nil {
		tb.Fatal(err)
	}
	if _, _, err := corpus.Load(dir); err != nil {
		tb.Skipf("the format of %s is not read: %v", file, err)
	}
	return dir
}

// encoder is the one that the program has built in.
var encoder = sync.OnceValues(embed.NewExact)

// person makes an engine for one of the people with the built-in encoder.
func person(tb testing.TB, name string, w rag.Model) *rag.Engine {
	tb.Helper()
	encoder, err := encoder()
	if err != nil {
		tb.Fatal(err)
	}
	return engineWith(tb, personDir(tb, name), encoder, w)
}

// TestPeople asks people of many trades what their visitors would ask. The answers
// are held to a golden file, to be read as a diff when they change; what a question
// demands and its answer does not have is marked there.
func TestPeople(t *testing.T) {
	if testing.Short() {
		t.Skip("asks some hundred questions with the real encoder")
	}
	files, err := filepath.Glob("testdata/people/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var mu sync.Mutex
	ended := map[string]int{} // by what was wanted and what came
	t.Run("all", func(t *testing.T) {
		for _, file := range files {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".jsonl"), func(t *testing.T) {
				t.Parallel()
				got, n := askAll(t, file)
				mu.Lock()
				for k, v := range n {
					ended[k] += v
				}
				mu.Unlock()
				wording := strings.TrimSuffix(file, ".jsonl") + ".golden"
				if _, err := os.Stat(wording); err != nil && !*update {
					t.Skip("the wording of these answers is not recorded")
				}
				golden(t, wording, got)
			})
		}
	})
	for _, k := range slices.Sorted(maps.Keys(ended)) {
		t.Logf("%s: %d", k, ended[k])
	}
}

// askAll asks the questions of a file and writes down the answers.
func askAll(t *testing.T, file string) (got string, ended map[string]int) {
	e := person(t, strings.TrimSuffix(filepath.Base(file), ".jsonl"), nil)
	rows, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var b strings.Builder
	ended = map[string]int{}
	for s := bufio.NewScanner(rows); s.Scan(); {
		var row struct {
			Question              string
			Status                rag.Status
			History, Must, Forbid []string
		}
		if err := json.Unmarshal(s.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		a := ask(t, e, row.Question, row.History...)
		for _, h := range row.History {
			fmt.Fprintf(&b, "(%s) ", h)
		}
		fmt.Fprintf(&b, "%s\n%s: %s\n", row.Question, a.Status, a.Text)
		wrong := faults(a, row.Status, 1200, row.Must, row.Forbid)
		for _, fault := range wrong {
			fmt.Fprintf(&b, "✗ %s\n", fault)
		}
		b.WriteByte('\n')
		ended[fmt.Sprintf("want %s, got %s, right %v", row.Status, a.Status, len(wrong) == 0)]++
		resolves(t, a)
	}
	return b.String(), ended
}

// TestSuggestions asks everything that is suggested after any question: it must
// find an answer, and be neither the question just asked nor one asked before.
func TestSuggestions(t *testing.T) {
	for _, name := range []string{"nurse", "lawyer", "teacher", "electrician", "manager", "graduate", "physicist", "chef", "jane", "sample", "pandoc"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := engine(t, personDir(t, name), nil)
			tried := map[string]bool{}
			for _, q := range []string{
				"Where does she work?", "What did they study?", "Which languages does he speak?", "hi", "What is his salary?", "Tell me about yourself",
				"How many jobs has she had?", "What are their skills?", "Is there a gap?", "Which projects are there?", "What has she published?", "",
			} {
				for _, s := range ask(t, e, q).Suggestions {
					if !tried[s] {
						tried[s] = true
						if a := ask(t, e, s); a.Status != rag.Answered && a.Status != rag.Closest {
							t.Errorf("suggested %q, answered %s: %s", s, a.Status, a.Text)
						}
					}
					for _, again := range ask(t, e, s, q).Suggestions {
						if strings.EqualFold(again, s) || strings.EqualFold(again, q) {
							t.Errorf("suggested %q again", again)
						}
					}
				}
			}
			if len(tried) == 0 {
				t.Error("nothing was suggested")
			}
		})
	}
}
