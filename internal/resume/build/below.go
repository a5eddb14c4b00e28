package build

import (
	"strings"

	"resumebot/internal/resume"
)

// fromItems gives heads the time that stands in the first line below them, where all
// entries of a section have it at the end of that line and none in its head.
func (b *Builder) fromItems(from int) {
	dated, times := map[int]int{}, map[int]int{} // by section: entries whose head has a time, or whose first line ends with one
	for i := from; i < len(b.Doc.Entries); i++ {
		e := &b.Doc.Entries[i]
		p := b.firstLine(e)
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
			e.Period = b.firstLine(e)
		}
	}
}

// firstLine is the time that the first line below the head of an entry is, or ends with,
// set apart: "won the prize in 2019" is of something done.
func (b *Builder) firstLine(e *resume.Entry) resume.Period {
	if len(e.Passages) == 0 {
		return resume.Period{}
	}
	text := b.Doc.Passages[e.Passages[0]].Body
	if p, _, apart := endsDated(text); apart {
		return p
	}
	return resume.Period{}
}

// endsDated finds the time that a text is, or ends with, and what else it says; apart
// tells that the two are set apart.
func endsDated(text string) (p resume.Period, rest string, apart bool) {
	p, rest, ok := resume.FindPeriod(text)
	before, found := strings.CutSuffix(strings.TrimRight(text, ".)] "), p.Text)
	if !ok || !found {
		return resume.Period{}, "", false
	}
	before = strings.TrimRight(before, " ")
	return p, rest, before == "" || before != strings.TrimRight(before, ",;([|\t–-")
}
