package facts

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

const (
	mostSkills = 150 // skills that get a fact of their own
	leastStack = 2   // technologies a line must name for those that no list has to count
	skillWords = 5   // words in a skill's name; more are a sentence
)

// skill is one thing that a skill list or an entry names.
type skill struct {
	name    string
	concept string   // the lexicon's, "" where it has none
	groups  []string // it is listed under
	listed  []int    // passages of those
	where   []*item  // entries that name it
	named   []int    // passages of those that do
}

// line is a public passage outside the skill lists, of an item or of none.
type line struct {
	passage int
	item    *item
	text    string
	terms   []lexicon.Term
}

// skills tells of each skill that entries name which ones do and how long those
// lasted, and of each group which of its skills are named in none.
func (b *builder) skills() {
	lines := b.lines()
	all := b.withStacks(b.listedSkills(), lines)
	named := map[string]bool{} // those named outside the lists, in an entry or not
	for _, s := range all {
		for _, l := range lines {
			if !s.in(l) {
				continue
			}
			named[s.name] = true
			if l.item == nil {
				continue
			}
			s.named = append(s.named, l.passage)
			if !slices.Contains(s.where, l.item) {
				s.where = append(s.where, l.item)
			}
		}
	}
	told := slices.DeleteFunc(slices.Clone(all), func(s *skill) bool { return len(s.where) == 0 })
	for _, s := range told[:min(len(told), mostSkills)] {
		slices.SortStableFunc(s.where, newest)
		b.say("skill", s.where, append(s.named, s.listed...), b.skillText(s), s.name)
	}
	for _, g := range b.doc.Skills {
		var names []string
		for _, s := range all {
			if slices.Contains(s.listed, g.Passage) && slices.Contains(s.groups, g.Name) && !named[s.name] && b.isProper(s.name) {
				names = append(names, s.name)
			}
		}
		if len(names) > 0 && len(b.doubtful) == 0 {
			b.say("listed-only", nil, []int{g.Passage}, fmt.Sprintf("Listed under %s but named in no position, project or study: %s.", groupName(g), list(names, ", ")), names...)
		}
	}
}

func groupName(g resume.SkillGroup) string {
	if g.Name == "" {
		return "the skills"
	}
	return g.Name
}

// lines are the public passages outside the skill lists, in reading order.
func (b *builder) lines() []line {
	owner := map[int]*item{}
	for _, it := range b.items {
		for _, p := range append([]int{it.Header}, it.Passages...) {
			owner[p] = it
		}
	}
	var out []line
	for i := range b.doc.Passages {
		p := &b.doc.Passages[i]
		listed := owner[i] == nil && p.Section >= 0 && b.doc.Sections[p.Section].Kind == resume.SectionSkills
		if b.public(i) && !listed && p.Kind != resume.PassageContact {
			out = append(out, line{i, owner[i], p.Text(), b.lex.Terms(p.Text())})
		}
	}
	return out
}

// names are the names of a group that are skills: no spoken languages, no grades.
func (b *builder) names(g resume.SkillGroup) []string {
	if !b.public(g.Passage) || b.spokenSection(g) {
		return nil
	}
	var out []string
	for _, s := range g.Skills {
		if len(strings.Fields(s.Name)) <= skillWords && strings.ContainsFunc(s.Name, unicode.IsLetter) && !b.isSpoken(s.Name, g) && b.ungraded(s.Name) != "" {
			out = append(out, s.Name)
		}
	}
	return out
}

// ungraded is a skill's name without the words that grade it: "SQL" of "basic SQL".
func (b *builder) ungraded(name string) string {
	words := strings.Fields(name)
	for len(words) > 0 && slices.Contains(strings.Fields(b.words["grades"]), strings.ToLower(words[0])) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

func (b *builder) spokenSection(g resume.SkillGroup) bool {
	s := b.doc.Passages[g.Passage].Section
	return s >= 0 && b.doc.Sections[s].Kind == resume.SectionLanguages
}

// isSpoken tells a spoken language; outside a section of languages it must be one
// in all its words ("Dutch GAAP" is none).
func (b *builder) isSpoken(name string, g resume.SkillGroup) bool {
	terms := b.lex.Terms(name)
	members := b.lex.Terms("spoken language")[0].Members
	spoken := func(t lexicon.Term) bool { return slices.Contains(members, t.Keys[0]) }
	return slices.ContainsFunc(terms, spoken) && (len(terms) == 1 || b.spokenSection(g))
}

// groups tells how many skills there are, in all and in each group, and which
// languages are spoken.
func (b *builder) groups() {
	var groups, spoken []string
	var from, spokenFrom []int
	total := 0
	for _, g := range b.doc.Skills {
		if names := b.names(g); len(names) > 0 {
			b.say("count-group", nil, []int{g.Passage}, fmt.Sprintf("%s listed under %s: %s.", counted(len(names), "skill"), groupName(g), list(names, ", ")))
			groups = append(groups, fmt.Sprintf("%s (%d)", groupName(g), len(names)))
			from = append(from, g.Passage)
			total += len(names)
		}
		for _, s := range g.Skills {
			name := s.Name
			if s.Note != "" {
				name += " (" + s.Note + ")"
			}
			if b.public(g.Passage) && b.isSpoken(s.Name, g) && !slices.Contains(spoken, name) {
				spoken = append(spoken, name)
				spokenFrom = append(spokenFrom, g.Passage)
			}
		}
	}
	if len(groups) > 1 {
		b.say("count-skills", nil, from, fmt.Sprintf("%s listed in %s: %s.", counted(total, "skill"), counted(len(groups), "group"), list(groups, ", ")))
	}
	b.say("count-spoken", nil, spokenFrom, fmt.Sprintf("%s: %s.", counted(len(spoken), "spoken language"), list(spoken, ", ")))
}

// listedSkills gathers the skills of the groups, those that several list once.
func (b *builder) listedSkills() []*skill {
	var all []*skill
	for _, g := range b.doc.Skills {
		for _, name := range b.names(g) {
			for _, part := range apart(b.ungraded(name)) {
				s := b.find(all, part)
				if s == nil {
					s = &skill{name: part, concept: b.concept(part)}
					all = append(all, s)
				}
				s.listed = append(s.listed, g.Passage)
				s.groups = append(s.groups, g.Name)
			}
		}
	}
	return all
}

// apart parts a name that joins two by a stroke: "TypeScript/JavaScript".
func apart(name string) []string {
	parts := strings.Split(name, "/")
	if slices.ContainsFunc(parts, func(p string) bool {
		return strings.Contains(p, " ") || !strings.ContainsFunc(p, unicode.IsLower)
	}) {
		return []string{name}
	}
	return parts
}

// concept is the lexicon's concept that a name is, as a whole.
func (b *builder) concept(name string) string {
	if terms := b.lex.Terms(name); len(terms) == 1 && strings.HasPrefix(terms[0].Keys[0], "=") {
		return terms[0].Keys[0]
	}
	return ""
}

// find is the skill of a name or of its concept, or nil.
func (b *builder) find(all []*skill, name string) *skill {
	concept := b.concept(name)
	n := slices.IndexFunc(all, func(s *skill) bool {
		return strings.EqualFold(s.name, name) || concept != "" && s.concept == concept
	})
	if n < 0 {
		return nil
	}
	return all[n]
}

// withStacks adds the technologies that lines of entries name and no group lists,
// where a line names several.
func (b *builder) withStacks(all []*skill, lines []line) []*skill {
	for _, l := range lines {
		if l.item == nil || l.passage == l.item.Header {
			continue
		}
		var found []string
		for _, t := range l.terms {
			if capital(t.Text) && len(t.Text) > 1 && !b.has("ambiguous", t.Text) && b.technologies[t.Keys[0]] {
				found = append(found, t.Text)
			}
		}
		for _, name := range found {
			part := slices.ContainsFunc(all, func(s *skill) bool { return s.in(l) && strings.Contains(s.name, name) }) // "Ubuntu" of "Ubuntu Pro"
			if len(found) >= leastStack && !part && b.find(all, name) == nil {
				all = append(all, &skill{name: name, concept: b.concept(name)})
			}
		}
	}
	return all
}

// isProper tells a name that would be written so wherever the thing was meant
// ("PostgreSQL", "5S") from a word that other words may stand for ("Coaching").
func (b *builder) isProper(name string) bool {
	_, size := utf8.DecodeRuneInString(name)
	terms := b.lex.Terms(name)
	return len(terms) == 1 && b.technologies[terms[0].Keys[0]] || !strings.Contains(name, " ") && capital(name[size:])
}

// in tells whether a line names the skill: word for word, with a capital where its
// name has one, or by another name of the same concept.
func (s *skill) in(l line) bool {
	for from := 0; from+len(s.name) <= len(l.text); from++ {
		to := from + len(s.name)
		found := l.text[from:to]
		if strings.EqualFold(found, s.name) && (len(s.name) > 2 || found == s.name) && (!capital(s.name) || capital(found)) && whole(l.text, from, to) {
			return true
		}
	}
	return s.concept != "" && slices.ContainsFunc(l.terms, func(t lexicon.Term) bool { return t.Keys[0] == s.concept && capital(t.Text) })
}

func capital(s string) bool { return s != strings.ToLower(s) }

// whole tells whether text[from:to] stands as a word of its own; one or two
// letters must stand between blanks, commas and strokes ("R" not in "R&D").
func whole(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	if to-from <= 2 {
		return (from == 0 || strings.ContainsRune(" ,;/(\n", before)) && (to == len(text) || strings.ContainsRune(" ,;/).\n", after))
	}
	word := func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) || c == '+' || c == '#' }
	return (from == 0 || !word(before)) && (to == len(text) || !word(after))
}

// skillText says where a skill is named, how long the dated work that does lasted,
// and where it is listed.
func (b *builder) skillText(s *skill) string {
	var parts []string
	var work []*item
	running := false
	for _, kind := range []resume.EntryKind{resume.EntryWork, resume.EntryProject, resume.EntryVolunteer, resume.EntryEducation, resume.EntryCertificate, resume.EntryAward, resume.EntryPublication} {
		of := slices.DeleteFunc(slices.Clone(s.where), func(it *item) bool { return it.kind != kind })
		if len(of) == 0 {
			continue
		}
		parts = append(parts, fmt.Sprintf("%s: %s", counted(len(of), noun(kind)), list(names(of), "; ")))
		for _, it := range of {
			if it.lasts() && (kind == resume.EntryWork || kind == resume.EntryProject || kind == resume.EntryVolunteer) {
				work = append(work, it)
				running = running || it.state != ended
			}
		}
	}
	text := fmt.Sprintf("%s is named in %s.", s.name, strings.Join(parts, "; and in "))
	if n, long := b.sum(work); n > 0 && running {
		text += fmt.Sprintf(" Dated work that names it: %s up to %s.", long, b.now)
	} else if n > 0 {
		last := slices.MaxFunc(work, func(a, c *item) int { return a.span.endLo - c.span.endLo })
		text += fmt.Sprintf(" Dated work that names it: %s, last in %s.", long, last.Period.End)
	}
	if groups := slices.DeleteFunc(slices.Clone(s.groups), func(g string) bool { return g == "" }); len(groups) > 0 {
		text += " Listed under " + strings.Join(slices.Compact(groups), ", ") + "."
	}
	return text
}
