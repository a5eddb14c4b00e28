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
	body   float64       // size that most letters have
	sizes  []float64     // of headings, largest first
	levels []int         // of headings of each size
	small  int           // level of headings that are no larger than the text
	looks  map[look]bool // of section headings that are not larger than the text
	named  map[look]bool // of lines that are the names of sections and nothing else, three of them or more
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
	t := &typography{body: body, looks: map[look]bool{}, named: map[look]bool{}}
	known, all := map[look]int{}, map[look]int{}
	names := map[look]map[string]bool{}
	for _, l := range lines {
		if l.larger(body) && runeLen(l.text) <= 80 {
			t.sizes = append(t.sizes, l.size)
		}
		if l.short() && onlySectionWords(l.text) {
			if names[l.look()] == nil {
				names[l.look()] = map[string]bool{}
			}
			names[l.look()][folded(l.text)] = true
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
	for k, n := range names {
		t.named[k] = len(n) >= 3
	}
	slices.SortFunc(t.sizes, func(a, b float64) int { return cmp.Compare(b, a) })
	t.sizes = slices.CompactFunc(t.sizes, func(a, b float64) bool { return math.Abs(a-b) < 0.04*a })
	t.rank(lines)
	return t
}

// rank gives each size its level: larger type stands above smaller, but the names
// of sections stand above all else but the person's name, for some set the heads
// of entries larger than those.
func (t *typography) rank(lines []typeLine) {
	count, known := make([]int, len(t.sizes)+1), make([]int, len(t.sizes)+1)
	for _, l := range lines {
		i := t.size(l)
		if i < 0 {
			if _, ok := t.unsized(l); !ok {
				continue
			}
			i = len(t.sizes)
		}
		count[i]++
		if _, ok := sectionKind(l.text); ok {
			known[i]++
		}
	}
	most := 0
	for i := range known {
		if known[i] > known[most] {
			most = i
		}
	}
	for i := range count {
		level := i + 1
		switch {
		case known[most] < 2:
		case i == most || known[i] > 0 && 2*known[i] >= count[i]:
			level = 2
		case i == 0 && count[i] <= 2:
			level = 1
		default:
			level = i + 3
		}
		if i == len(t.sizes) {
			t.small = max(level, 2)
		} else {
			t.levels = append(t.levels, level)
		}
	}
}

// size is the index of the heading size that a line has, -1 for none.
func (t *typography) size(l typeLine) int {
	if l.item || l.beside || runeLen(l.text) > 80 || !strings.ContainsFunc(l.text, unicode.IsLetter) ||
		strings.HasSuffix(l.text, ".") && len(strings.Fields(l.text)) > 8 || strings.Contains(l.text, "@") {
		return -1
	}
	return slices.IndexFunc(t.sizes, func(size float64) bool { return l.size > size*0.96 })
}

// unsized tells a heading that is no larger than the text.
func (t *typography) unsized(l typeLine) (level int, ok bool) {
	if l.item || l.beside || runeLen(l.text) > 80 || l.size < 0.9*t.body || !strings.ContainsFunc(l.text, unicode.IsLetter) {
		return 0, false
	}
	if _, known := sectionKind(l.text); !known {
		return t.small, l.short() && t.looks[l.look()]
	}
	return t.small, t.named[l.look()] && l.short() && onlySectionWords(l.text) || l.capitals || (l.bold || l.ruled) && len(strings.Fields(l.text)) <= 4 && !strings.ContainsAny(l.text, ",|")
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
	if i := t.size(l); i >= 0 {
		return t.levels[i], true
	}
	return t.unsized(l)
}
