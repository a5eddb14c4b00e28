package build

import (
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// told reads a block of a file that says itself what each is.
func (b *Builder) told(blk *block.Block) {
	text := block.Display(block.Plain(blk.Spans))
	switch blk.Kind {
	case block.Heading:
		b.bullets = nil
		b.toldHeading(blk, text)
	case block.Rule:
		b.bullets, b.entry = nil, -1
		for b.insideEntry() {
			b.path = b.path[:len(b.path)-1]
		}
	case block.Item:
		if !b.toldGroups(blk, text) {
			b.item(blk)
		}
	case block.Row:
		b.row(blk)
	case block.Quote:
		b.passage(blk, resume.PassageQuote, "", text)
	default:
		b.bullets = nil
		b.toldLine(blk, text)
	}
}

func (b *Builder) toldHeading(blk *block.Block, text string) {
	if blk.Level == 1 {
		b.path, b.entry, b.begun = nil, -1, false
		b.toldName(blk, text)
		return
	}
	b.begun = true
	for len(b.path) > 0 && b.path[len(b.path)-1].depth >= blk.Level {
		b.path = b.path[:len(b.path)-1]
	}
	parent := b.sectionKind()
	if blk.Exact != nil {
		b.entry = -1
		b.push(blk, text, parent, true)
		b.begin(blk, parent)
		x := &b.Doc.Entries[b.entry]
		x.Kind = resume.EntryKind(block.FirstOf(string(blk.Exact.Kind), string(field.EntryKind(parent))))
		b.head.fill(x)
		return
	}
	if b.insideEntry() {
		b.push(blk, text, parent, false)
		return
	}
	kind, known := field.SectionKind(text)
	switch {
	case blk.Section != "":
		kind = blk.Section
	case !known && len(b.path) > 0:
		kind = parent
	}
	b.entry = -1
	b.push(blk, text, kind, false)
}

// toldName reads "Jane Doe | what else stands there".
func (b *Builder) toldName(blk *block.Block, text string) {
	name, _, _ := strings.Cut(text, " | ")
	b.named = true
	b.Doc.Person.Name = block.FirstOf(b.Doc.Person.Name, name)
	p := b.passage(blk, resume.PassageHeader, "", text)
	if b.Doc.Person.Passage < 0 {
		b.Doc.Person.Passage = p
	}
	b.toldHeadline(blk)
	if at := strings.Index(block.Plain(blk.Spans), " | "); at >= 0 {
		rest := *blk
		rest.Spans = block.CutFront(blk.Spans, at+len(" | "))
		b.toldContact(&rest, p)
	}
}

// toldHeadline reads what is set in bold type before the first section.
func (b *Builder) toldHeadline(blk *block.Block) {
	for _, s := range blk.Spans {
		if s.Bold && !b.begun && !strings.HasSuffix(s.Text, ":") {
			b.Doc.Person.Headline = block.FirstOf(b.Doc.Person.Headline, block.Display(s.Text))
		}
	}
}

// toldContact reads the ways to reach the person, and guesses no headline.
func (b *Builder) toldContact(blk *block.Block, passage int) bool {
	headline := b.Doc.Person.Headline
	found := b.contact(blk, passage)
	b.Doc.Person.Headline = headline
	return found
}

func (b *Builder) toldLine(blk *block.Block, text string) {
	if b.open && b.entry >= 0 && italic(blk) {
		b.extendHeader(blk)
		return
	}
	b.toldHeadline(blk)
	if !b.begun && b.toldContact(blk, -1) {
		return
	}
	label, body := block.SplitLabel(blk.Spans)
	id := b.passage(blk, resume.PassageParagraph, label, body)
	if kind := b.sectionKind(); (kind == resume.SectionSkills || kind == resume.SectionLanguages) && label != "" {
		b.skills(label, body, id)
	}
	b.toldContact(blk, id)
}

// toldGroups reads "**Care:** Wounds; **Tools:** Epic", a skill of each of several
// groups.
func (b *Builder) toldGroups(blk *block.Block, text string) bool {
	kind := b.sectionKind()
	if kind != resume.SectionSkills && kind != resume.SectionLanguages {
		return false
	}
	var groups []resume.SkillGroup
	for i, s := range blk.Spans {
		name, label := strings.CutSuffix(strings.TrimSpace(s.Text), ":")
		if !s.Bold || !label || i+1 == len(blk.Spans) {
			continue
		}
		g := resume.SkillGroup{Name: name}
		for _, skill := range splitList(blk.Spans[i+1].Text) {
			g.Skills = append(g.Skills, resume.Skill{Name: skill})
		}
		groups = append(groups, g)
	}
	if len(groups) < 2 {
		return false
	}
	id := b.passage(blk, resume.PassageBullet, "", text)
	for _, g := range groups {
		g.Passage = id
		b.addSkills(g, g.Name)
	}
	return true
}

// italic tells a line all in italics.
func italic(blk *block.Block) bool {
	for _, s := range blk.Spans {
		if !s.Italic && strings.TrimSpace(s.Text) != "" {
			return false
		}
	}
	return true
}
