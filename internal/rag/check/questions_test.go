package check

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestQuestions holds each question that the check asks to its table: a file of
// testdata/questions for each file of the package, about one invented person. What
// stands behind "=>" is in the reason.
func TestQuestions(t *testing.T) {
	e := checker(t, "testdata/ilse")
	e.pronoun = "she"
	files, err := filepath.Glob("testdata/questions/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no tables", err)
	}
	for _, file := range files {
		question := strings.TrimSuffix(filepath.Base(file), ".txt")
		if _, err := os.Stat(question + ".go"); err != nil {
			t.Errorf("no question asks for %s", file)
		}
		t.Run(question, func(t *testing.T) {
			for _, row := range readClaims(t, file) {
				cited := e.passagesWith(t, row.cites)
				for _, text := range row.right {
					if err := e.Check(claimOf(text), cited); err != nil {
						t.Errorf("%s: %v", text, err)
					}
				}
				for _, c := range row.wrong {
					text, reason, _ := strings.Cut(c[1], " => ")
					err := e.Check(claimOf(strings.TrimSuffix(text, " =>")), cited)
					if err == nil || !strings.Contains(err.Error(), strings.TrimSpace(reason)) {
						t.Errorf("%s: %s: %v", c[0], text, err)
					}
				}
			}
		})
	}
}

// TestReasons holds reasons to a length that a prompt can carry.
func TestReasons(t *testing.T) {
	e := checker(t, "testdata/ilse")
	err := e.Check(Claim{Text: "She " + strings.Repeat("orchestrated ", 40) + "Zanzibar."}, []int{1})
	if err == nil || len([]rune(err.Error())) > mostReason {
		t.Errorf("reason %v", err)
	}
	for _, cited := range [][]int{nil, {-1}, {10_000}} {
		if e.Check(Claim{Text: "She lives in Graz."}, cited) == nil {
			t.Errorf("borne out by %v", cited)
		}
	}
}

// FuzzCheck: whatever a sentence is, without a passage it passes only if it says
// what the résumé lacks, with an employer that nobody has it never does, and the
// reason for that is short.
func FuzzCheck(f *testing.F) {
	e := checker(f, "testdata/ilse")
	for _, s := range []string{"Yes.", "No, she", "over ", "(a)", "X (Y) than Z", "from 1 to", "\xff“", "She is the of the", "She was president of", "doesn't mention"} {
		f.Add(s, "")
		f.Add(s, s)
	}
	all := make([]int, len(e.Document.Passages))
	for i := range all {
		all[i] = i
	}
	f.Fuzz(func(t *testing.T, text, lead string) {
		for _, cited := range [][]int{nil, {1}, all} {
			claim := Claim{Text: text, Lead: lead, Question: lead}
			err := e.Check(claim, cited)
			if err != nil && (len([]rune(err.Error())) > mostReason || err.Error() == "") {
				t.Fatalf("the reason %q", err)
			}
			_, said := verdict(claim.whole())
			if _, _, silent := silence(said); err == nil && len(cited) == 0 && !silent {
				t.Fatalf("%q after %q passes without a passage", text, lead)
			}
		}
		claim := Claim{Text: "She worked at Qwyxcorp and " + text}
		if _, _, silent := silence(claim.Text); !silent && e.Check(claim, all) == nil {
			t.Fatalf("%q passes", claim.Text)
		}
	})
}
