package build

import (
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// fromItems gives heads what stands in the first line below them: the degree below a
// school, and the time where all entries of a section have it at the end of that line
// and none in its head.
func (b *Builder) fromItems(from int) {
	dated, times := map[int]int{}, map[int]int{} // by section: entries whose head has a time, or whose first line ends with one
	for i := from; i < len(b.Doc.Entries); i++ {
		e := &b.Doc.Entries[i]
		text, p := b.firstLine(e)
		if e.Kind == resume.EntryEducation && e.Title == "" && e.Org != "" && isDegree(text) {
			e.Title = text
		}
		if at := b.outermost(e.Section); !e.Period.IsZero() {
			dated[at]++
		} else if !p.IsZero() {
			times[at]++
		} else {
			times[at] -= len(b.Doc.Entries)
		}
	}
	for i := from; i < len(b.Doc.Entries); i++ {
		e := &b.Doc.Entries[i]
		if at := b.outermost(e.Section); (e.Kind == resume.EntryWork || e.Kind == resume.EntryVolunteer) && dated[at] == 0 && times[at] > 1 {
			_, e.Period = b.firstLine(e)
		}
	}
}

// firstLine is the first line below the head of an entry and the time that it ends with.
func (b *Builder) firstLine(e *resume.Entry) (text string, p resume.Period) {
	if len(e.Passages) == 0 {
		return "", p
	}
	text = b.Doc.Passages[e.Passages[0]].Body
	p, _, _ = resume.FindPeriod(text)
	if !strings.HasSuffix(strings.TrimRight(text, ".)"), p.Text) {
		p = resume.Period{}
	}
	return text, p
}

// isDegree tells a short line that begins with a degree.
func isDegree(text string) bool {
	first := field.CommaItems(text)
	return len(first) > 0 && field.DegreeWords.In(first[0]) && block.StartsUpper(text) && block.RuneLen(text) < 80 && !strings.HasSuffix(text, ".") && !field.HasDate(text)
}
