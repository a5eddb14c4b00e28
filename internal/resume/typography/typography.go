// Package typography tells by its looks what a line is, for formats that say how a
// line is set and not what it is.
package typography

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// Line is a line as it looks on the page, for formats that say how text
// looks and not what it is.
type Line struct {
	Text     string
	Size     float64 // of the type, in points
	Bold     bool    // all of it
	Capitals bool    // all of it
	Ruled    bool    // a line is drawn below it
	Item     bool    // of a list
	Beside   bool    // something stands beside it
}

// Ranks is how a file sets its headings.
type Ranks struct {
	body   float64       // size that most letters have
	sizes  []float64     // of headings, largest first
	levels []int         // of headings of each size
	small  int           // level of headings that are no larger than the text
	looks  map[look]bool // of section headings that are not larger than the text
	clear  bool          // some look is that of the names of sections
	named  map[look]bool // of lines that are the names of sections and nothing else, three of them or more
	labels map[look]bool // of those that end in a colon where others do not: they stand within the sections
}

// look is what tells a heading that is no larger than the text.
type look struct {
	size                  float64
	bold, capitals, ruled bool
	colon                 bool // at its end
}

func (l Line) look() look {
	return look{math.Round(2 * l.Size), l.Bold, l.Capitals, l.Ruled, strings.HasSuffix(l.Text, ":")}
}

// New learns the looks of headings from all lines of a file. A look is
// that of headings if it is set apart by more than weight and many of those who
// have it are the names of sections.
func New(lines []Line, body float64) *Ranks {
	t := &Ranks{body: body, looks: map[look]bool{}, named: map[look]bool{}, labels: map[look]bool{}}
	known, all := map[look]int{}, map[look]int{}
	names := map[look]map[string]bool{}
	for _, l := range lines {
		if l.larger(body) && block.RuneLen(l.Text) <= 80 {
			t.sizes = append(t.sizes, l.Size)
		}
		if l.Short() && field.OnlySectionWords(l.Text) {
			if names[l.look()] == nil {
				names[l.look()] = map[string]bool{}
			}
			names[l.look()][block.Folded(l.Text)] = true
		}
		if !l.Short() || !l.Capitals && !l.Ruled {
			continue
		}
		all[l.look()]++
		if _, ok := field.SectionKind(l.Text); ok {
			known[l.look()]++
		}
	}
	for k, n := range known {
		t.looks[k] = n >= 2 && 5*n >= 2*all[k]
	}
	plain := false // some are named without a colon
	for k, n := range names {
		t.named[k] = len(n) >= 3
		t.clear = t.clear || t.named[k]
		plain = plain || t.named[k] && !k.colon
	}
	for k := range t.named {
		t.labels[k] = k.colon && plain && t.named[k]
	}
	slices.SortFunc(t.sizes, func(a, b float64) int { return cmp.Compare(b, a) })
	t.sizes = slices.CompactFunc(t.sizes, func(a, b float64) bool { return math.Abs(a-b) < 0.04*a })
	t.rank(lines)
	return t
}

// rank gives each size its level: larger type stands above smaller, but the names
// of sections stand above all else but the person's name, for some set the heads
// of entries larger than those.
func (t *Ranks) rank(lines []Line) {
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
		if _, ok := field.SectionKind(l.Text); ok {
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
func (t *Ranks) size(l Line) int {
	if l.Item || l.Beside || block.RuneLen(l.Text) > 80 || !strings.ContainsFunc(l.Text, unicode.IsLetter) ||
		strings.HasSuffix(l.Text, ".") && len(strings.Fields(l.Text)) > 8 || strings.Contains(l.Text, "@") {
		return -1
	}
	return slices.IndexFunc(t.sizes, func(size float64) bool { return l.Size > size*0.96 })
}

// unsized tells a heading that is no larger than the text.
func (t *Ranks) unsized(l Line) (level int, ok bool) {
	if l.Item || l.Beside || block.RuneLen(l.Text) > 80 || l.Size < 0.9*t.body || !strings.ContainsFunc(l.Text, unicode.IsLetter) {
		return 0, false
	}
	if t.labels[l.look()] {
		return t.small, false
	}
	if _, known := field.SectionKind(l.Text); !known {
		return t.small, l.Short() && t.looks[l.look()]
	}
	only := field.OnlySectionWords(l.Text)
	if t.clear && !t.named[l.look()] && !l.Capitals && !l.Ruled && !only {
		return t.small, false // such names are set otherwise
	}
	return t.small, t.named[l.look()] && l.Short() && only || l.Capitals || (l.Bold || l.Ruled) && len(strings.Fields(l.Text)) <= 4 && !strings.ContainsAny(l.Text, ",|")
}

func (l Line) larger(body float64) bool { return l.Size > 1.12*body && !l.Item }

// Short tells what could be a heading by its length.
func (l Line) Short() bool {
	return !l.Item && !l.Beside && l.Text != "" && block.RuneLen(l.Text) <= 60 && len(strings.Fields(l.Text)) <= 7 &&
		strings.ContainsFunc(l.Text, unicode.IsLetter) && !strings.ContainsAny(l.Text, "@|") && !strings.HasSuffix(l.Text, ".")
}

// Level tells a heading by its size, or at the size of the text by its look
// together with the words that head sections.
func (t *Ranks) Level(l Line) (level int, ok bool) {
	if i := t.size(l); i >= 0 {
		return t.levels[i], true
	}
	return t.unsized(l)
}
