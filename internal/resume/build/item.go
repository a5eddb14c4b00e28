package build

import (
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// item adds a bullet, in a skills section its skills too.
func (b *Builder) item(blk *block.Block) {
	if blk.Level == 0 && b.byItem {
		b.entry, b.byItem = -1, false
	}
	if blk.Level == 0 && !blk.Told && field.HoldsEntries(b.sectionKind()) && b.entry < 0 && b.bulletEntry(blk) {
		return
	}
	b.degreeBelow(blk)
	label, body := block.SplitLabel(blk.Spans)
	if blk.Level < len(b.bullets) {
		b.bullets = b.bullets[:blk.Level]
	}
	id := b.passage(blk, resume.PassageBullet, label, body)
	b.Doc.Passages[id].Depth = blk.Level
	if n := len(b.bullets); n > 0 {
		b.Doc.Passages[id].Parent = b.bullets[n-1]
	}
	b.bullets = append(b.bullets, id)
	b.contact(blk, id)
	if b.sectionKind() == resume.SectionSkills || b.sectionKind() == resume.SectionLanguages {
		if name, rest, ok := styledLabel(blk.Spans); ok && label == "" {
			label, body = name, rest
			b.Doc.Passages[id].Label, b.Doc.Passages[id].Body = label, body
		}
		if p := b.Doc.Passages[id].Parent; p >= 0 && label == "" { // "Languages" over "Go", "Rust"
			label = block.FirstOf(b.Doc.Passages[p].Label, b.Doc.Passages[p].Body)
			b.dropSkill(label, p)
		}
		b.skills(label, body, id)
	}
}

// degreeBelow takes the degree of an entry from what stands first below its school, as
// far as the first sentence, or the position in bold type from below its employer.
func (b *Builder) degreeBelow(blk *block.Block) {
	if b.entry < 0 || b.head.exact != nil {
		return
	}
	x := &b.Doc.Entries[b.entry]
	study, set := x.Kind == resume.EntryEducation, x.Kind == resume.EntryWork && allStyled(blk) && blk.Spans[0].Bold
	if !study && !set || x.Title != "" || x.Org == "" || len(x.Passages) > 0 {
		return
	}
	var h head
	if h.add(blk); len(h.parts) == 0 || h.parts[0].kind != field.Title || study && !isDegree(h.parts[0].text) {
		return
	}
	b.head.blocks = append(b.head.blocks, blk.Number)
	b.head.add(blk)
	b.head.fill(x)
}

// isDegree tells the name of a degree from what else is said of one: "Tutored Bachelor
// students", "Master's thesis on graphs".
func isDegree(text string) bool {
	first, _, _ := strings.Cut(text, " ")
	return block.RuneLen(text) <= longestName && (field.DegreeWords.In(first) || studyFirst.MatchString(text)) && !aboutDegree.MatchString(text)
}

var (
	studyFirst  = lazyregexp.New(`^\p{Lu}[\p{L}.]* (?:\p{Lu}[\p{L}.]* )?(?i:bachelor|master|degree|diploma|certificate)`)
	aboutDegree = lazyregexp.New(`(?i)\b(?:thesis|dissertation|students?|programmes?|programs?|courses?)\b`)
)

// bulletEntry reads "* B.Sc. Physics, University of X, 2010" in a section of
// entries that has no headings.
func (b *Builder) bulletEntry(blk *block.Block) bool {
	text := block.Display(block.Plain(blk.Spans))
	kind := b.sectionKind()
	if b.project(blk) {
		b.byItem = true
		return true
	}
	p, _, ok := resume.FindPeriod(text)
	if !ok && kind != resume.SectionCertificates && kind != resume.SectionAwards && kind != resume.SectionPublications && !(kind == resume.SectionEducation && studies(blk)) {
		return false
	}
	ends := p.Text != "" && strings.HasSuffix(text, p.Text)
	if !ends && (kind == resume.SectionWork || kind == resume.SectionEducation) && len(field.CommaItems(text)) >= listLength {
		return false // "Windows (7, 2008, 2003), OS X, Linux, …"
	}
	if block.RuneLen(text) > 160 && !(ends && block.RuneLen(text) < 250) && (kind != resume.SectionPublications || block.RuneLen(text) > 500) {
		return false
	}
	b.bullets = nil
	b.begin(blk, kind)
	b.open, b.byItem = false, true
	return true
}

// studies tells a school beside a degree or subject: "University of Bergen, Biology".
func studies(blk *block.Block) bool {
	text := block.Display(block.Plain(blk.Spans))
	if label, body := block.SplitLabel(blk.Spans); label != "" && body != "" || strings.HasSuffix(text, ".") || !block.StartsUpper(text) {
		return false
	}
	var h head
	h.add(blk)
	school, subject := false, false
	for _, p := range h.parts {
		if p.kind == field.Title && !field.DegreeWords.In(p.text) || block.StartsLower(p.text) {
			return false // "President, University Chess Club"
		}
		school = school || p.kind == field.Org
		subject = subject || p.kind == field.Title || p.kind == field.Other && !remark.MatchString(p.text)
	}
	return school && subject
}

// listLength is the number of things from which on they are a list and no head.
const listLength = 6

// project reads "**Crabfull** – a log viewer": the name, set apart or linked,
// heads an entry and the rest says what it is.
func (b *Builder) project(blk *block.Block) bool {
	if b.sectionKind() != resume.SectionProjects || len(blk.Spans) < 2 {
		return false
	}
	name := blk.Spans[0]
	text := strings.Trim(block.Display(block.WithoutEmoji(name.Text)), " :–—-|")
	rest := strings.TrimLeft(block.Display(block.Plain(blk.Spans[1:])), " :–—-|,")
	if !name.Bold && name.URL == "" || text == "" || len(text) > 80 || !strings.ContainsFunc(rest, block.WordRune) || isStackLabel(name.Text) {
		return false
	}
	p, about, dated := resume.FindPeriod(rest)
	if block.RuneLen(about) < 12 { // dates and little else: an ordinary head
		return false
	}
	first := *blk
	first.Spans, first.Raw = []block.Span{name}, text
	b.entry = -1
	b.begin(&first, resume.SectionProjects)
	b.open = false
	x := &b.Doc.Entries[b.entry]
	if dated && strings.HasPrefix(strings.TrimLeft(rest, "(["), p.Text) {
		x.Period = p
		h := &b.Doc.Passages[x.Header]
		h.Body += " (" + p.Text + ")"
		rest = strings.TrimLeft(about, " :–—-|,")
	} else if dated && strings.HasSuffix(strings.TrimRight(rest, " )]."), p.Text) {
		x.Period = p
	}
	b.Doc.Passages[b.passage(blk, resume.PassageParagraph, "", rest)].URL = block.FirstURL(blk)
	return true
}

// isStackLabel tells "Tech Stack:" and its like, which label a line of an entry
// and do not name one.
func isStackLabel(s string) bool {
	s = strings.ToLower(strings.Trim(s, " :"))
	for _, w := range []string{"tech", "stack", "language", "description", "tool", "role", "feature", "architecture", "link", "url", "date", "result", "impact", "demo", "code"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// quoted tells a saying: a line in quotation marks.
func quoted(blk *block.Block, text string) bool {
	t := strings.Trim(text, "*_ ")
	return len(t) > 20 && (strings.HasPrefix(t, `"`) && strings.HasSuffix(t, `"`) || strings.HasPrefix(t, "“") && strings.HasSuffix(t, "”"))
}
