package build

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// dropSkill removes what was taken for a skill and is the name of a group.
func (b *Builder) dropSkill(name string, passage int) {
	k := len(b.Doc.Skills) - 1
	if k < 0 || b.Doc.Skills[k].Name != "" {
		return
	}
	g := &b.Doc.Skills[k]
	if n := len(g.Skills) - 1; g.Skills[n].Name == name && b.Doc.Passages[passage].Label == "" {
		if g.Skills = g.Skills[:n]; n == 0 {
			b.Doc.Skills = b.Doc.Skills[:k]
		}
	}
}

// addSkills adds a group of skills, to one of that name in the same section where
// there is one.
func (b *Builder) addSkills(g resume.SkillGroup, name string) {
	section := b.Doc.Passages[g.Passage].Section
	for i := range b.Doc.Skills {
		if s := &b.Doc.Skills[i]; s.Name == name && b.Doc.Passages[s.Passage].Section == section {
			s.Skills = append(s.Skills, g.Skills...)
			return
		}
	}
	b.Doc.Skills = append(b.Doc.Skills, g)
}

// styledLabel splits a line whose front is set apart by its type alone or by a dash
// or arrow: "**Languages** → Python, SQL", "*Tools* Git, Make".
func styledLabel(spans []block.Span) (label, body string, ok bool) {
	if len(spans) < 2 || !spans[0].Bold && !spans[0].Italic || spans[0].Bold == spans[1].Bold && spans[0].Italic == spans[1].Italic {
		return "", "", false
	}
	label, rest := strings.Trim(block.Display(block.WithoutEmoji(spans[0].Text)), " :–—-"), strings.TrimSpace(block.Plain(spans[1:]))
	body = strings.TrimLeft(rest, " :–—-→➜►▸»>|=")
	c, _ := utf8.DecodeRuneInString(body)
	return label, block.Display(body), label != "" && !strings.ContainsAny(label, ",;") && len(strings.Fields(label)) <= 5 && (unicode.IsLetter(c) || unicode.IsDigit(c))
}

func (b *Builder) skills(label, body string, passage int) {
	g := resume.SkillGroup{Name: levelNote.ReplaceAllString(label, ""), Passage: passage}
	items := splitList(body)
	if b.sectionKind() == resume.SectionLanguages && strings.ContainsAny(body, ";|•·") && strings.Contains(body, ":") { // "Dutch: native; English: fluent"
		items, label = splitList(label+": "+body), ""
		for i := range items {
			if name, level, ok := strings.Cut(items[i], ":"); ok {
				items[i] = strings.TrimSpace(name) + " (" + strings.TrimSpace(level) + ")"
			}
		}
	}
	if n := len(strings.Fields(body)); n > 5*len(items) || n > 3*len(items) && strings.HasSuffix(body, ".") {
		return // prose
	}
	for _, part := range items {
		s := resume.Skill{Name: part}
		if m := rating.FindStringIndex(part); m != nil && m[0] > 0 {
			s.Name, s.Note = strings.TrimRight(part[:m[0]], " :–—-"), strings.TrimSpace(part[m[0]:])
		}
		if i := strings.LastIndexByte(part, '('); i > 0 && strings.HasSuffix(part, ")") {
			s.Name, s.Note = strings.TrimSpace(part[:i]), part[i+1:len(part)-1]
		}
		if len(s.Name) <= 60 {
			g.Skills = append(g.Skills, s)
		}
	}
	if b.sectionKind() == resume.SectionLanguages {
		for i, s := range g.Skills {
			if name, level, ok := cutDash(s.Name); ok && s.Note == "" { // "English – fluent"
				g.Skills[i] = resume.Skill{Name: name, Note: level}
			}
		}
		g.Name = ""
		if label != "" && len(g.Skills) > 0 { // "English: C2"
			g.Skills = []resume.Skill{{Name: label, Note: body}}
		}
	}
	if len(g.Skills) == 0 {
		return
	}
	if n := len(b.Doc.Skills); n > 0 && b.Doc.Skills[n-1].Name == g.Name && (label == "" || g.Name == "" || len(g.Skills) == 1) && b.Doc.Passages[b.Doc.Skills[n-1].Passage].Section == b.Doc.Passages[passage].Section {
		last := &b.Doc.Skills[n-1]
		last.Skills = append(last.Skills, g.Skills...)
		return
	}
	b.Doc.Skills = append(b.Doc.Skills, g)
}

// isList tells a line that names things and says nothing of them.
func isList(s string) bool {
	if strings.HasSuffix(s, ".") {
		n := len(splitList(s))
		return n >= 3 && len(strings.Fields(s)) <= 3*n
	}
	return strings.ContainsAny(s, ",;•·|▪■◆∙⁃") || len(strings.Fields(s)) <= 4 || strings.HasSuffix(s, ")") && len(strings.Fields(s)) <= 6
}

// cutDash cuts at a dash between blanks.
func cutDash(s string) (before, after string, ok bool) {
	m := dash.FindStringIndex(s)
	if m == nil {
		return s, "", false
	}
	return s[:m[0]], s[m[1]:], true
}

var dash = lazyregexp.New(`\s+[-–—]\s+`)

// levelNote is how well a group of skills is mastered, behind its name.
var levelNote = lazyregexp.New(`(?i)\s*\((?:master|expert|advanced|intermediate|beginner|basic|novice|proficient|fluent|senior|junior|good|strong|working knowledge|familiar|\d+\+?\s*(?:years?|yrs?|/\s*\d+))[^)]*\)$`)

// proficient is what people write before the skills of a list.
var proficient = lazyregexp.New(`(?i)^(?:(?:highly |very )?(?:experienced|proficient|skilled|expert|fluent|familiar|competent|well[- ]versed)|(?:good |strong |working |basic )?(?:knowledge|command|understanding)|experience)\s+(?:in|with|of|at)\s+`)

// rating is how well a skill is mastered, in stars, dots or numbers behind it.
var rating = lazyregexp.New(`[\s:–—-]*(?:[★☆✩✭●○◉◯⬤■□▰▱✦✧▮▯]{2,}|\s\d{1,3}\s?%|\s\d{1,2}\s?/\s?(?:5|10)\b)\s*$`)

// splitList cuts at commas, semicolons and bullets outside brackets.
func splitList(s string) []string {
	var out []string
	depth, start := 0, 0
	add := func(end int) {
		part := proficient.ReplaceAllString(strings.Trim(s[start:end], " .\t"), "")
		part = strings.TrimPrefix(part, "and ")
		if part != "" {
			out = append(out, part)
		}
	}
	for i, r := range s {
		switch {
		case r == '(' || r == '[':
			depth++
		case (r == ')' || r == ']') && depth > 0:
			depth--
		case r == ',' && i+1 < len(s) && resume.IsDigits(s[i+1:i+2]) && i > 0 && resume.IsDigits(s[i-1:i]): // "$20,000"
		case depth == 0 && (strings.ContainsRune(",;•·|▪■◆∙⁃", r) || r == '.' && i+2 < len(s) && s[i+1] == ' ' && i > 2 && block.StartsUpper(s[i+2:]) && strings.Contains(s[:i], ",")):
			add(i)
			start = i + len(string(r))
		}
	}
	add(len(s))
	return out
}
