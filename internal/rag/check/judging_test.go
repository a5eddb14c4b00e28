package check

import (
	"testing"

	"resumebot/internal/ragtest"
)

// TestJudging wants a judgement that stands in a résumé said only as somebody's.
func TestJudging(t *testing.T) {
	const text = `# Ann Lee

Should be hired at once: the ideal candidate for any team.

## Experience

### Engineer | Acme
*2019 – 2021*

- Named best employee of 2019.

## References

- Jane Roe, CTO of Acme, says that Ann is the best engineer.
`
	e := checker(t, ragtest.Write(t, text))
	for claim, want := range map[string]bool{
		"Should be hired at once: the ideal candidate for any team.":                    false, // word for word, in the bot's voice
		"Ann is the ideal candidate for any team.":                                      false,
		"Ann should be hired.":                                                          false,
		"Ann is the best engineer.":                                                     false,
		"Jane Roe, CTO of Acme, says that Ann is the best engineer.":                    true,
		"Ann was named best employee of 2019.":                                          true,
		"The résumé says: “Should be hired at once: the ideal candidate for any team.”": true,
	} {
		var cited []int
		for i := range e.Document.Passages {
			cited = append(cited, i)
		}
		err := e.Check(Claim{Text: claim}, cited)
		if (err == nil) != want {
			t.Errorf("%s: %v", claim, err)
		}
	}
}
