package build

import (
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

func (b *Builder) row(blk *block.Block) {
	if len(blk.Cells) == 0 {
		return
	}
	label := strings.Trim(block.Display(block.Plain(blk.Cells[0])), " :")
	var rest []string
	for _, c := range blk.Cells[1:] {
		if t := block.Display(block.Plain(c)); t != "" {
			rest = append(rest, t)
		}
	}
	body := strings.Join(rest, "; ")
	if len(blk.Cells) == 2 && label != "" && body != "" && (field.LabelsField(label) && (!b.begun || b.sectionKind() == resume.SectionContact) || field.HoldsEntries(b.sectionKind()) && field.ColumnField(label) != "" && (b.entry < 0 || b.record)) {
		line := *blk
		line.Kind, line.Spans = block.Line, []block.Span{{Text: label + ": " + body, URL: block.FirstURL(&block.Block{Spans: blk.Cells[1]})}}
		b.line(&line)
		return
	}
	if _, _, dated := resume.FindPeriod(strings.Join(append([]string{label}, rest...), " | ")); dated && field.HoldsEntries(b.sectionKind()) && len(blk.Cells) > 1 {
		b.rowEntry(blk)
		return
	}
	id := b.passage(blk, resume.PassageRow, label, body)
	b.rowContacts(blk, id)
	if b.sectionKind() == resume.SectionSkills && b.skillColumns(blk, id) {
		return
	}
	if b.sectionKind() == resume.SectionSkills || b.sectionKind() == resume.SectionLanguages {
		b.skills(label, body, id)
	}
}

// skillColumns reads a row of a table of skills by the names of its columns: a
// skill with its level, or a skill of each group.
func (b *Builder) skillColumns(blk *block.Block, id int) bool {
	if len(blk.Header) < len(blk.Cells) || len(blk.Cells) < 2 {
		return false
	}
	if levelColumn.MatchString(blk.Header[1]) {
		name := block.Display(block.Plain(blk.Cells[0]))
		if name == "" {
			return false
		}
		var notes []string
		for _, c := range blk.Cells[1:] {
			notes = append(notes, block.Display(block.Plain(c)))
		}
		b.addSkills(resume.SkillGroup{Skills: []resume.Skill{{Name: name, Note: block.JoinFilled(", ", notes...)}}, Passage: id}, "")
		return true
	}
	if groupColumn.MatchString(blk.Header[0]) || blk.Header[0] == "" {
		return false
	}
	for _, c := range blk.Cells {
		if strings.Contains(block.Plain(c), ",") {
			return false
		}
	}
	var said []string
	for i, c := range blk.Cells {
		if name := block.Display(block.Plain(c)); name != "" {
			said = append(said, blk.Header[i]+": "+name)
			b.addSkills(resume.SkillGroup{Name: blk.Header[i], Skills: []resume.Skill{{Name: name}}, Passage: id}, blk.Header[i])
		}
	}
	b.Doc.Passages[id].Label, b.Doc.Passages[id].Body = "", strings.Join(said, "; ")
	return true
}

// serial is the number of a row of a table.
var serial = lazyregexp.New(`^#?\d{1,3}[.)]?$`)

// rowEntry reads a table row with dates as an entry.
func (b *Builder) rowEntry(blk *block.Block) {
	if len(blk.Cells) > 2 && serial.MatchString(block.Text(blk.Cells[0])) {
		one := *blk
		if one.Cells = blk.Cells[1:]; len(blk.Header) == len(blk.Cells) {
			one.Header = blk.Header[1:]
		}
		blk = &one
	}
	var spans []block.Span
	for _, c := range blk.Cells {
		if len(c) == 0 {
			continue
		}
		if len(spans) > 0 {
			spans = append(spans, block.Span{Text: " | "})
		}
		spans = append(spans, c...)
	}
	line := *blk
	line.Spans = spans
	line.Exact = columnsEntry(blk)
	b.entry = -1
	b.begin(&line, b.sectionKind())
	b.open, b.byLine = false, true
}

// columnsEntry reads a row by the names of its columns; nil where they do not
// tell who and what.
func columnsEntry(blk *block.Block) *resume.Entry {
	if len(blk.Header) < len(blk.Cells) {
		return nil
	}
	column := map[string]string{}
	for i, c := range blk.Cells {
		if name := field.ColumnField(blk.Header[i]); name != "" && column[name] == "" {
			column[name] = block.Display(block.WithoutEmoji(block.Plain(c)))
		}
	}
	if column["title"] == "" || column["org"] == "" {
		return nil
	}
	dates := block.FirstOf(column["period"], block.JoinFilled(" – ", column["from"], column["to"]))
	period, _, _ := resume.FindPeriod(dates)
	if period.IsZero() {
		return nil
	}
	x := &resume.Entry{Title: column["title"], Org: column["org"], Place: column["place"], Period: period}
	splitPlace(x)
	return x
}

// splitPlace takes the place out of "Jordan Hospital, Amman".
func splitPlace(e *resume.Entry) {
	items := field.CommaItems(e.Org)
	k := len(items)
	for k > 1 && field.KnownPlace(items[k-1]) {
		k--
	}
	if k == 2 && len(items) == 2 && field.IsOrg(items[0]) && field.KindOf(items[1]) == field.Other && !field.Department.MatchString(items[1]) && len(strings.Fields(items[1])) <= 2 {
		k = 1
	}
	if e.Place == "" && k < len(items) {
		e.Org, e.Place = strings.Join(items[:k], ", "), strings.Join(items[k:], ", ")
	}
}

var (
	levelColumn = lazyregexp.New(`(?i)^(?:level|proficiency|rating|experience|years?(?: of experience)?|expertise|competence|niveau|kenntnisstand|nivel|skill level|last used)$`)
	groupColumn = lazyregexp.New(`(?i)^(?:area|category|categories|group|type|domain|field|kind|skills?|topic|technology|bereich|kategorie|domaine|área|subject|class|discipline|#)$`)
)
