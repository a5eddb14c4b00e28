package field

import "testing"

func TestWords(t *testing.T) {
	for _, c := range []struct {
		list wordList
		text string
		want bool
	}{
		{TitleWords, "SENIOR ENGINEER", true},
		{TitleWords, "Engineering", false}, // no whole word
		{TitleWords, "Management Trainee (Retail)", true},
		{TitleWords, "Softwareentwicklerin", true},
		{TitleWords, "Entwicklers", false},
		{TitleWords, "xylehrer", false}, // two letters make no compound
		{TitleWords, "Chargée de mission", true},
		{DegreeWords, "Dipl.-Ing. Maschinenbau", true},
		{DegreeWords, "(Ph. D)", true},
		{DegreeWords, "M. Scott", false},
		{DegreeWords, "Master’s", true},
		{orgWords, "Fenwick & Sons", true},
		{orgWords, "Sons", false},
		{orgWords, "", false},
	} {
		if got := c.list.In(c.text); got != c.want {
			t.Errorf("%q: %v", c.text, got)
		}
	}
}
