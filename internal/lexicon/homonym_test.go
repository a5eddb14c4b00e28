package lexicon

import (
	"slices"
	"testing"
)

func TestHomonyms(t *testing.T) {
	l, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		pieces  []string
		word    string
		homonym bool
	}{
		{[]string{"Handled a python and two parrots"}, "Python", true},
		{[]string{"Scraped rust off hulls and replaced spark plugs"}, "Rust", true},
		{[]string{"Scraped rust off hulls and replaced spark plugs"}, "Spark", true},
		{[]string{"Sailed a cargo of coffee to Java and of rubies to Perth"}, "Java", true},
		{[]string{"Sailed a cargo of coffee to Java and of rubies to Perth"}, "Ruby", true},
		{[]string{"Ran the Go and chess evenings"}, "Go", true},
		{[]string{"Worked at Express Coffee"}, "Express", true},
		{[]string{"Followed ADA guidelines for labels"}, "Ada", true},
		{[]string{"Wrote the scheduler in Rust."}, "Rust", false},
		{[]string{"Scraped rust off hulls", "Wrote the ship's log in Rust"}, "Rust", false},
		{[]string{"python, java, sql"}, "Python", false},
		{[]string{"Moved services to Go and Kubernetes"}, "Go", false},
		{[]string{"A daemon for Windows that changes the wallpaper"}, "Windows", false},
		{[]string{"Taught the basics of Excel to clerks"}, "Excel", false},
		{[]string{"Managed PostgreSQL"}, "Java", false}, // it is not there at all
	} {
		got := l.Homonyms(c.pieces, func(int) bool { return false })
		if has := slices.ContainsFunc(l.Keys(c.word), func(k string) bool { return got[k] }); has != c.homonym {
			t.Errorf("%q: %s a homonym: %v", c.pieces, c.word, has)
		}
	}
	if got := l.Homonyms([]string{"python"}, func(int) bool { return true }); len(got) > 0 {
		t.Errorf("in a list of skills: %v", got)
	}
}
