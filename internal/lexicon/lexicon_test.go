package lexicon

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestTokens(t *testing.T) {
	tests := []struct{ in, words string }{
		{"C++, C# and F#", "c++|c#|and|f#"},
		{"Node.js / B.Tech. in 2.5 years", "node.js|b.tech|in|2.5|years"},
		{"on-call", "on|call"},
		{"the candidate's résumé", "the|candidate|resume"},
		{".NET and ASP.NET", ".net|and|asp.net"},
		{"8,500+ stars, 60-80%", "8,500|stars|60|80"},
		{"PhonePeで2023年に", "phonepe|で|2023|年に"},
		{"वह फ़रवरी २०२३ में", "वह|फ़रवरी|2023|में"},
		{"그는 Май ガ", "그는|маи|ガ"},
		{"", ""},
	}
	for _, tt := range tests {
		var words []string
		for _, tok := range Tokens(tt.in) {
			words = append(words, tok.Word)
		}
		if got := strings.Join(words, "|"); got != tt.words {
			t.Errorf("Tokens(%q) = %s, want %s", tt.in, got, tt.words)
		}
	}
}

func TestSameConcept(t *testing.T) {
	l := load(t)
	tests := []struct {
		a, b string
		same bool
	}{
		{"k8s", "Kubernetes", true},
		{"Postgres", "PostgreSQL", true},
		{"Golang", "Go", true},
		{"web application firewall", "WAF", true},
		{"on call", "on-call", true},
		{"go home", "Golang", false},
		{"Java", "JavaScript", false},
		{"C", "C++", false},
	}
	for _, tt := range tests {
		same := slices.ContainsFunc(l.Keys(tt.a), func(k string) bool { return slices.Contains(l.Keys(tt.b), k) })
		if same != tt.same {
			t.Errorf("%q (%v) and %q (%v): same = %v", tt.a, l.Keys(tt.a), tt.b, l.Keys(tt.b), same)
		}
	}
}

// TestIrregular holds the forms of irregular verbs to a common stem.
func TestIrregular(t *testing.T) {
	for _, forms := range []string{
		"run runs ran running", "write writes wrote written writing", "build built building", "lead leads led leading",
		"teach taught teaches", "speak spoke spoken", "grow grew grown", "win won", "hold held", "leave left", "begin began begun",
		"apprentice apprentices apprenticeship", "intern internship internships", "choose chose chosen", "drive drove driven", "oversee oversaw overseen", "study studies studied", "teach teaches",
		"university universities", "responsibility responsibilities", "process processes", "database databases",
	} {
		words := strings.Fields(forms)
		for _, w := range words[1:] {
			if Stem(w) != Stem(words[0]) {
				t.Errorf("Stem(%q) = %q, Stem(%q) = %q", w, Stem(w), words[0], Stem(words[0]))
			}
		}
	}
}

func TestVerbs(t *testing.T) {
	tests := []struct {
		word, next string
		base, past string
		form       Form
		opens      bool
	}{
		{"ran", "the", "run", "ran", Past, true},
		{"advises", "clients", "advise", "advised", Third, true},
		{"teach", "chemistry", "teach", "taught", Base, true},
		{"mentor", "6", "mentor", "mentored", Base, true},
		{"chair", "of", "chair", "chaired", Base, false},
		{"design", "systems", "design", "designed", Base, false},
		{"work", "on", "work", "worked", Base, true},
		{"planned", "the", "plan", "planned", Past, true},
		{"carries", "out", "carry", "carried", Third, true},
	}
	for _, tt := range tests {
		v, form, ok := VerbOf(tt.word)
		if !ok || v.Base != tt.base || v.Past != tt.past || form != tt.form || v.OpensLine(tt.next) != tt.opens {
			t.Errorf("%s %s: %+v, form %d, opens %v, ok %v", tt.word, tt.next, v, form, v.OpensLine(tt.next), ok)
		}
	}
}

func TestKinds(t *testing.T) {
	l := load(t)
	tests := []struct{ question, member string }{
		{"Which databases does he know?", "PostgreSQL"},
		{"Which programming languages?", "Golang"},
		{"monitoring tools", "Prometheus"},
		{"which banks", "Yes Bank"},
		{"infrastructure-as-code", "Terraform"},
	}
	for _, tt := range tests {
		keys := l.Keys(tt.member)
		found := slices.ContainsFunc(l.Terms(tt.question), func(term Term) bool {
			return slices.ContainsFunc(term.Members, func(m string) bool { return slices.Contains(keys, m) })
		})
		if !found {
			t.Errorf("%q is of no kind named in %q (keys %v)", tt.member, tt.question, keys)
		}
	}
}

func FuzzTerms(f *testing.F) {
	l, err := New()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"Which k8s?", "C++ / .NET", "’s", "\xff\xfe", "1,2,3", "a.b.c'd’e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		after := 0
		for _, tok := range Tokens(s) {
			if left := s[after:tok.Start]; utf8.ValidString(s) && strings.ContainsFunc(left, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
				t.Fatalf("%q: %q is lost before %+v", s, left, tok)
			}
			if tok.Start < after {
				t.Fatalf("%q: %+v begins before %d", s, tok, after)
			}
			after = tok.End
			if tok.Start >= tok.End || tok.End > len(s) || s[tok.Start:tok.End] != tok.Text || tok.Word == "" {
				t.Fatalf("%q: bad token %+v", s, tok)
			}
			if utf8.ValidString(s) && !utf8.ValidString(tok.Word) {
				t.Fatalf("%q: invalid word %q", s, tok.Word)
			}
		}
		end := 0
		for _, term := range l.Terms(s) {
			if term.Start < end || term.End <= term.Start || len(term.Keys) == 0 {
				t.Fatalf("%q: bad term %+v", s, term)
			}
			end = term.End
		}
		for _, key := range l.Keys(s) {
			if key == "" {
				t.Fatalf("%q: an empty key", s)
			}
		}
		if folded := Fold(s); utf8.ValidString(s) && Fold(folded) != folded {
			t.Fatalf("%q is folded to %q and that to %q", s, folded, Fold(folded))
		}
	})
}

func load(t *testing.T) *Lexicon {
	t.Helper()
	l, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return l
}
