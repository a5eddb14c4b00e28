package rag_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"resumebot/internal/embed"
	"resumebot/internal/rag"
	"resumebot/internal/resume"
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
	if _, _, err := resume.Load(dir); err != nil {
		tb.Skipf("the format of %s is not read: %v", file, err)
	}
	return dir
}

// person makes an engine for one of the people with the encoder that the program
// has built in.
func person(tb testing.TB, name string, w rag.Model) *rag.Engine {
	tb.Helper()
	encoder, err := embed.New()
	if err != nil {
		tb.Fatal(err)
	}
	return engineWith(tb, personDir(tb, name), encoder, w)
}

// TestPeople asks people of many trades what their visitors would ask: the
// status and the content of each answer are held to the row, the wording to a
// golden file that is read as a diff.
func TestPeople(t *testing.T) {
	files, err := filepath.Glob("testdata/people/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".jsonl")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := person(t, name, nil)
			rows, err := os.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			var got strings.Builder
			for s := bufio.NewScanner(rows); s.Scan(); {
				var row struct {
					Question, Status      string
					History, Must, Forbid []string
				}
				if err := json.Unmarshal(s.Bytes(), &row); err != nil {
					t.Fatal(err)
				}
				a := ask(t, e, row.Question, row.History...)
				for _, h := range row.History {
					fmt.Fprintf(&got, "(%s) ", h)
				}
				fmt.Fprintf(&got, "%s\n%s: %s\n\n", row.Question, a.Status, a.Text)
				if string(a.Status) != row.Status {
					t.Errorf("%s: %s, want %s\n%s", row.Question, a.Status, row.Status, a.Text)
				}
				for _, re := range row.Must {
					if !regexp.MustCompile(re).MatchString(a.Text) {
						t.Errorf("%s: no %s in\n%s", row.Question, re, a.Text)
					}
				}
				for _, re := range row.Forbid {
					if regexp.MustCompile(re).MatchString(a.Text) {
						t.Errorf("%s: forbidden %s in\n%s", row.Question, re, a.Text)
					}
				}
				for _, x := range a.Sentences {
					if a.Status == rag.Answered && len(x.Citations) == 0 && len(a.Sources) > 0 {
						t.Errorf("%s: no citation: %s", row.Question, x.Text)
					}
				}
			}
			wording := strings.TrimSuffix(file, ".jsonl") + ".golden"
			if _, err := os.Stat(wording); err != nil && !*update {
				t.Skip("the wording of these answers is not recorded")
			}
			golden(t, wording, got.String())
		})
	}
}

// TestSuggestions asks everything that is suggested after any question: it must
// be answered, and be neither the question just asked nor one asked before.
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
						if a := ask(t, e, s); a.Status != rag.Answered {
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
