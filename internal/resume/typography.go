package resume

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// typeLine is a line as it looks on the page, for formats that say how text
// looks and not what it is.
type typeLine struct {
	text     string
	size     float64 // of the type, in points
	bold     bool    // all of it
	capitals bool    // all of it
	ruled    bool    // a line is drawn below it
	item     bool    // of a list
	beside   bool    // something stands beside it
}

// typography is how a file sets its headings.
type typography struct {
	body  float64       // size that most letters have
	sizes []float64     // of headings, largest first
	looks map[look]bool // of section headings that are not larger than the text
}

// look is what tells a heading that is no larger than the text.
type look struct {
	size                  float64
	bold, capitals, ruled bool
}

func (l typeLine) look() look {
	return look{math.Round(2 * l.size), l.bold, l.capitals, l.ruled}
}

// newTypography learns the looks of headings from all lines of a file. A look is
// that of headings if it is set apart by more than weight and many of those who
// have it are the names of sections.
func newTypography(lines []typeLine, body float64) *typography {
	t := &typography{body: body, looks: map[look]bool{}}
	known, all := map[look]int{}, map[look]int{}
	for _, l := range lines {
		if l.larger(body) && runeLen(l.text) <= 80 {
			t.sizes = append(t.sizes, l.size)
		}
		if !l.short() || !l.capitals && !l.ruled {
			continue
		}
		all[l.look()]++
		if _, ok := sectionKind(l.text); ok {
			known[l.look()]++
		}
	}
	for k, n := range known {
		t.looks[k] = n >= 2 && 5*n >= 2*all[k]
	}
	slices.SortFunc(t.sizes, func(a, b float64) int { return cmp.Compare(b, a) })
	t.sizes = slices.CompactFunc(t.sizes, func(a, b float64) bool { return math.Abs(a-b) < 0.04*a })
	return t
}

func (l typeLine) larger(body float64) bool { return l.size > 1.12*body && !l.item }

// short tells what could be a heading by its length.
func (l typeLine) short() bool {
	return !l.item && !l.beside && l.text != "" && runeLen(l.text) <= 60 && len(strings.Fields(l.text)) <= 7 &&
		strings.ContainsFunc(l.text, unicode.IsLetter) && !strings.ContainsAny(l.text, "@|") && !strings.HasSuffix(l.text, ".")
}

// level tells a heading by its size, or at the size of the text by its look
// together with the words that head sections.
func (t *typography) level(l typeLine) (level int, ok bool) {
	if l.item || runeLen(l.text) > 80 || !strings.ContainsFunc(l.text, unicode.IsLetter) {
		return 0, false
	}
	for i, size := range t.sizes {
		if l.size > size*0.96 && !l.beside && !(strings.HasSuffix(l.text, ".") && len(strings.Fields(l.text)) > 8) && !strings.Contains(l.text, "@") {
			return i + 1, true
		}
	}
	below := max(len(t.sizes)+1, 2)
	if l.beside || l.size < 0.9*t.body {
		return 0, false
	}
	if _, known := sectionKind(l.text); !known {
		return below, l.short() && t.looks[l.look()]
	}
	return below, l.capitals || (l.bold || l.ruled) && len(strings.Fields(l.text)) <= 4 && !strings.ContainsAny(l.text, ",|")
}
