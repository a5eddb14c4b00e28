package number

import "testing"

func TestFind(t *testing.T) {
	tests := []struct {
		text  string
		value float64
		unit  string
	}{
		{"33 crore users", 330_000_000, ""},
		{"330M", 330_000_000, ""},
		{"$4.5M", 4_500_000, "$"},
		{"8,500+ stars", 8500, ""},
		{"two and a half years", 2.5, "year"},
		{"a year and a half", 1.5, "year"},
		{"one hundred and twenty-five beds", 125, ""},
		{"18 months", 18, "month"},
		{"60-80%", 60, "%"},
		{"14.2 million", 14_200_000, ""},
	}
	for _, tt := range tests {
		got := Find(tt.text)
		if len(got) == 0 || got[0].Value != tt.value || got[0].Unit != tt.unit {
			t.Errorf("Find(%q) = %+v, want %v %q", tt.text, got, tt.value, tt.unit)
		}
	}
	if got := Find("ResNet18 and F5"); len(got) != 0 {
		t.Errorf("numbers in names: %+v", got)
	}
	for word, want := range map[string]bool{"": false, "seven": true, "28": true, "2019": false, "beds": false} {
		if Is(word) != want {
			t.Errorf("Is(%q) = %v", word, !want)
		}
	}
}
