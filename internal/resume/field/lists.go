package field

import (
	_ "embed" // the lists
	"strings"

	"resumebot/internal/resume"
)

// The word lists stand in text files: one word or phrase a line, its forms parted by
// commas where there are several, remarks behind "#".
var (
	//go:embed titles.txt
	titleList string
	//go:embed degrees.txt
	degreeList string
	//go:embed orgs.txt
	orgList string
	//go:embed regions.txt
	regionList string
	//go:embed cities.txt
	cityList string
	//go:embed sections.txt
	sectionList string
)

// lines are the lines of a list.
func lines(list string) []string {
	var out []string
	for l := range strings.Lines(list) {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
			out = append(out, l)
		}
	}
	return out
}

// set is a list to look words up in.
func set(list string) map[string]bool {
	out := map[string]bool{}
	for _, l := range lines(list) {
		out[l] = true
	}
	return out
}

// headings are the names that sections have.
type headings struct {
	whole map[string]sectionName
	parts map[string]bool // every word of one, and those that tell no kind
}

// named looks a name up, as it stands or, of one word, in the plural or by the end of a
// compound: "experiencias", "Schulausbildung".
func (h headings) named(name string) (sectionName, bool) {
	const longest = 40 // bytes of a compound
	n, ok := h.whole[name]
	if !ok && len(name) <= longest && !h.parts[name] && !strings.Contains(name, " ") {
		n, ok = h.whole[strings.TrimSuffix(name, "s")]
		for i := 3; i < len(name) && !ok; i++ {
			n, ok = h.whole["*"+name[i:]]
		}
	}
	return n, ok
}

type sectionName struct {
	kind resume.SectionKind
	row  int // where in the list
}

// newHeadings reads a list with the kind of section in square brackets before its
// names, the first of which counts; what stands below "other" is part of names and
// none by itself. "*" stands for the front of a compound.
func newHeadings(list string) headings {
	h := headings{whole: map[string]sectionName{}, parts: map[string]bool{}}
	kind := resume.SectionOther
	for row, l := range lines(list) {
		if name, ok := strings.CutPrefix(l, "["); ok {
			kind = resume.SectionKind(strings.TrimSuffix(name, "]"))
			continue
		}
		end, compound := strings.CutPrefix(l, "*")
		if l = strings.Join(headingWords(l), " "); compound {
			h.whole["*"+end] = sectionName{kind, row}
		}
		for _, w := range strings.Fields(l) {
			h.parts[w] = true
		}
		if _, before := h.whole[l]; !before && kind != resume.SectionOther {
			h.whole[l] = sectionName{kind, row}
		}
	}
	return h
}
