package resume

import (
	"strings"
	"unicode"
)

// looksLikeName tells a person's name: two to five capitalised words without
// digits.
func looksLikeName(s string) bool {
	s = strings.Trim(withoutEmoji(s), " *_#")
	if _, known := sectionKind(s); known {
		return false
	}
	s, _, _ = strings.Cut(s, ",")
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 5 || isTitle(s) && !surname(words[len(words)-1]) || isOrg(s) {
		return false
	}
	for _, w := range words {
		for i, r := range w {
			if i == 0 && !unicode.IsUpper(r) && !strings.ContainsRune("(\"“'", r) && !isParticle(w) {
				return false
			}
			if unicode.IsDigit(r) || strings.ContainsRune("@:/|", r) {
				return false
			}
		}
	}
	return true
}

func isParticle(w string) bool {
	switch w {
	case "de", "da", "di", "del", "la", "van", "von", "der", "den", "bin", "al", "el", "dos", "du", "le", "y":
		return true
	}
	return false
}

// surname tells the words that are a trade as well as a family name.
func surname(w string) bool {
	switch strings.ToLower(w) {
	case "coder", "cook", "baker", "carpenter", "driver", "judge", "pilot", "coach", "fellow", "chair", "captain", "trader", "buyer", "fuller", "server", "author", "partner", "lead", "head":
		return true
	}
	return false
}
