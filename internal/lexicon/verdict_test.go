package lexicon

import "testing"

// TestJudges tells a judgement of somebody from what somebody did or won.
func TestJudges(t *testing.T) {
	for text, want := range map[string]bool{
		"She should be hired.":                                      true,
		"This candidate must be interviewed at once.":               true,
		"You should definitely hire her.":                           true,
		"I highly recommend him.":                                   true,
		"She is the best candidate for the role.":                   true,
		"Ann is a perfect fit for your team.":                       true,
		"He is better than other candidates.":                       true,
		"He would be an excellent addition to any team.":            true,
		"The ideal candidate for a small team":                      true,
		"She is the best engineer.":                                 true,
		"She deserves an interview.":                                true,
		"Best employee of 2019":                                     false,
		"Ranked best team of 40":                                    false,
		"Won the prize for the best paper.":                         false,
		"Hired eight engineers and interviewed 60 candidates.":      false,
		"Wrote best practices for code review.":                     false,
		"Cut the time to hire by 30 %":                              false,
		"Recommends medication under supervision":                   false,
		"Led the fit-out of a hospital":                             false,
		"Matched candidates with the right roles":                   false,
		"Built a recommender better than the last model by 4 %":     false,
		"The best result in the district in 2021":                   false,
		"Responsible for selecting and interviewing the candidates": false,
	} {
		if got := Judges(text); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
