package facts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lazyregexp"
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
	concept string // the lexicon's, "" where it has none
	groups  []*resume.SkillGroup
	listed  []string // what it stands in the groups as
	where   []*item  // entries that name it, newest first
	named   []int    // their passages that do
	used    bool     // named outside the lists, in an entry or not
}

// line is a public passage outside the skill lists, of an item or of none.
type line struct {
	passage int
	item    *item
	text    string
	low     string // the same in lower case
	terms   []lexicon.Term
}

// A Skill is one thing that the résumé lists as a skill, or that lines of entries
// name as a technology, with the entries that name it.
type Skill struct {
	Name   string   // "SQL"
	Listed []string // as the skill lists have it, none where they do not: "basic SQL"
	Uses   []Use    // one an entry, the entry that began last first, those without dates last
}

// A Use is an entry that names a skill.
type Use struct {
	Entry   int // of the Document
	Passage int // the first of the entry that names the skill
}

// Skills gives the skills of doc, those of the skill lists first. Only entries that
// were read with certainty count, as in [Add]; day tells which of them have begun
// and ended. It may be called from several goroutines.
func Skills(doc *resume.Document, lex *lexicon.Lexicon, day time.Time) (out []Skill) {
	for _, s := range newBuilder(doc, lex, day).gather() {
		skill := Skill{Name: s.name, Listed: s.listed}
		for _, it := range s.where {
			first := slices.IndexFunc(s.named, func(p int) bool { return doc.Passages[p].Entry == it.index })
			skill.Uses = append(skill.Uses, Use{it.index, s.named[first]})
		}
		out = append(out, skill)
	}
	return out
}

// gather finds all skills and where each is named.
func (b *builder) gather() []*skill {
	lines := b.lines()
	all := b.listed()
	b.addStacks(&all, lines)
	for _, s := range all {
		for _, l := range lines {
			if !s.in(l) {
				continue
			}
			s.used = true
			if l.item != nil {
				s.named = append(s.named, l.passage)
			}
			if l.item != nil && !slices.Contains(s.where, l.item) {
				s.where = append(s.where, l.item)
			}
		}
		slices.SortStableFunc(s.where, newest)
	}
	return all
}

// skills tells of each skill that entries name which ones do and how long those
// lasted, and of each group which skills it has and which of them nothing names.
func (b *builder) skills() {
	all := b.gather()
	for _, s := range all[:min(len(all), mostSkills)] {
		if len(s.where) > 0 {
			var listed []int
			for _, g := range s.groups {
				listed = append(listed, g.Passage)
			}
			b.say("skill", s.where, append(s.named, listed...), b.skillText(s), s.name)
		}
	}
	for i := range b.doc.Skills {
		b.group(&b.doc.Skills[i], all)
	}
}

// group tells which skills a group lists, and which of them nothing else names.
func (b *builder) group(g *resume.SkillGroup, all []*skill) {
	names := b.names(g)
	if len(names) == 0 {
		return
	}
	var unused []string
	for _, s := range all {
		if slices.Contains(s.groups, g) && !s.used && b.isProper(s.name) && len(b.doubtful) == 0 {
			unused = append(unused, s.name)
		}
	}
	under := cmp.Or(g.Name, "the skills")
	b.say("count-group", nil, []int{g.Passage}, fmt.Sprintf("%s listed under %s: %s.", b.counted(len(names), "skill"), under, list(names, ", ")))
	if len(unused) > 0 {
		b.say("listed-only", nil, []int{g.Passage}, fmt.Sprintf("Listed under %s but named in no position, project or study: %s.", under, list(unused, ", ")), unused...)
	}
}

// lines are the public passages outside the skill lists, in reading order.
func (b *builder) lines() (out []line) {
	items := map[int]*item{}
	for _, it := range b.items {
		items[it.index] = it
	}
	for i := range b.doc.Passages {
		p := &b.doc.Passages[i]
		it := items[p.Entry]
		if b.written(i) && p.Kind != resume.PassageContact && (it != nil || b.sectionOf(i) != resume.SectionSkills) {
			out = append(out, line{i, it, p.Text(), strings.ToLower(p.Text()), b.lex.Terms(p.Text())})
		}
	}
	return out
}

func (b *builder) sectionOf(passage int) resume.SectionKind {
	return b.doc.Sections[b.doc.Passages[passage].Section].Kind
}

// names are the names of a group that are skills: no spoken languages ("Dutch", but
// not "Dutch GAAP"), no grades.
func (b *builder) names(g *resume.SkillGroup) (out []string) {
	if !b.written(g.Passage) || b.sectionOf(g.Passage) == resume.SectionLanguages {
		return nil
	}
	for _, s := range g.Skills {
		if len(strings.Fields(s.Name)) <= skillWords && strings.ContainsFunc(s.Name, unicode.IsLetter) && !b.isSpoken(s.Name, g) && b.ungraded(s.Name) != "" {
			out = append(out, s.Name)
		}
	}
	return out
}

// ungraded is a skill's name without the words that grade it: "SQL" of "basic SQL".
func (b *builder) ungraded(name string) string {
	grades, words := strings.Fields(b.words["grades"]), strings.Fields(name)
	for len(words) > 0 && slices.Contains(grades, strings.ToLower(words[0])) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// listed gathers the skills of the groups, those that several list once and those
// that a stroke joins ("TypeScript/JavaScript") each alone.
func (b *builder) listed() (all []*skill) {
	for i := range b.doc.Skills {
		g := &b.doc.Skills[i]
		for _, name := range b.names(g) {
			parts := []string{b.ungraded(name)}
			if joined.MatchString(parts[0]) {
				parts = strings.Split(parts[0], "/")
			}
			for _, part := range parts {
				s := b.skill(&all, part)
				s.groups, s.listed = append(s.groups, g), append(s.listed, name)
			}
		}
	}
	return all
}

// joined matches words with strokes between them, but not "A/B testing" or "CI/CD".
var joined = lazyregexp.New(`^[^ /]*\p{Ll}[^ /]*(?:/[^ /]*\p{Ll}[^ /]*)+$`)

// skill is the one of a name or of its concept, added where it is not there yet.
func (b *builder) skill(all *[]*skill, name string) *skill {
	concept := b.concept(name)
	for _, s := range *all {
		if strings.EqualFold(s.name, name) || concept != "" && s.concept == concept {
			return s
		}
	}
	s := &skill{name: name, concept: concept}
	*all = append(*all, s)
	return s
}

// concept is the lexicon's concept that a name is, as a whole.
func (b *builder) concept(name string) string {
	if terms := b.lex.Terms(name); len(terms) == 1 && strings.HasPrefix(terms[0].Keys[0], "=") {
		return terms[0].Keys[0]
	}
	return ""
}

// addStacks adds the technologies that lines of entries name and no group lists,
// where a line names several.
func (b *builder) addStacks(all *[]*skill, lines []line) {
	for _, l := range lines {
		var found []string
		for _, t := range l.terms {
			if l.item != nil && l.passage != l.item.Header && b.technical[t.Keys[0]] && capital(t.Text) && len(t.Text) > 1 && !b.has("ambiguous", t.Text) {
				found = append(found, t.Text)
			}
		}
		for _, name := range found {
			part := slices.ContainsFunc(*all, func(s *skill) bool { return s.in(l) && strings.Contains(s.name, name) }) // "Ubuntu" of "Ubuntu Pro"
			if len(found) >= leastStack && !part {
				b.skill(all, name)
			}
		}
	}
}

// isProper tells a name that would be written so wherever the thing was meant
// ("PostgreSQL", "5S") from a word that other words may stand for ("Coaching").
func (b *builder) isProper(name string) bool {
	_, size := utf8.DecodeRuneInString(name)
	terms := b.lex.Terms(name)
	return len(terms) == 1 && b.technical[terms[0].Keys[0]] || !strings.Contains(name, " ") && capital(name[size:])
}

// in tells whether a line names the skill: word for word, with a capital where its
// name has one, or by another name of the same concept.
func (s *skill) in(l line) bool {
	if strings.Contains(l.low, strings.ToLower(s.name)) && s.stands(s.apart(l)) {
		return true
	}
	return s.concept != "" && slices.ContainsFunc(l.terms, func(t lexicon.Term) bool { return t.Keys[0] == s.concept && capital(t.Text) })
}

// stands tells whether a text has the skill's name word for word.
func (s *skill) stands(text string) bool {
	for from := 0; from+len(s.name) <= len(text); from++ {
		to := from + len(s.name)
		found := text[from:to]
		if strings.EqualFold(found, s.name) && (!capital(s.name) || capital(found)) && whole(text, from, to) {
			return true
		}
	}
	return false
}

// apart is a line's text without the longer names of other things that hold the
// skill's: "React Native" is no React.
func (s *skill) apart(l line) string {
	text := l.text
	for _, t := range l.terms {
		if t.End-t.Start > 1 && t.Keys[0] != s.concept && len(t.Text) > len(s.name) && strings.Contains(strings.ToLower(t.Text), strings.ToLower(s.name)) {
			text = strings.ReplaceAll(text, t.Text, "\x00")
		}
	}
	return text
}

func capital(s string) bool { return s != strings.ToLower(s) }

// whole tells whether text[from:to] stands as a word of its own; one or two
// letters must stand between blanks, commas and strokes ("R" not in "R&D").
func whole(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(" " + text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:] + " ")
	if to-from <= 2 {
		return strings.ContainsRune(" ,;/(\n", before) && strings.ContainsRune(" ,;/).\n", after)
	}
	word := func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) || c == '+' || c == '#' }
	return !word(before) && !word(after)
}

// skillText says where a skill is named, how long the dated work that does lasted,
// and where it is listed.
func (b *builder) skillText(s *skill) string {
	var parts []string
	for _, kind := range kinds() {
		if of := only(s.where, func(it *item) bool { return it.kind == kind }); len(of) > 0 {
			parts = append(parts, fmt.Sprintf("%s: %s", b.counted(len(of), kind), list(names(of), "; ")))
		}
	}
	text := fmt.Sprintf("%s is named in %s.", s.name, strings.Join(parts, "; and in "))
	work := only(s.where, func(it *item) bool {
		return it.lasts() && (it.kind == resume.EntryWork || it.kind == resume.EntryProject || it.kind == resume.EntryVolunteer)
	})
	if n, long := b.sum(work); n > 0 {
		until := ", last in "
		if slices.ContainsFunc(work, func(it *item) bool { return it.state != ended }) {
			until = " up to " + b.now
		} else {
			until += slices.MaxFunc(work, func(a, c *item) int { return a.span.endLo - c.span.endLo }).Period.End.String()
		}
		b.say("skill-time", work, nil, fmt.Sprintf("Dated work that names %s: %s%s.", s.name, long, until), s.name)
	}
	if len(s.groups) > 0 && s.groups[0].Name != "" {
		text += " Listed under " + s.groups[0].Name + "."
	}
	return text
}
