package markdown

import (
	"regexp"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// Form is the first line of a file that says itself what its lines are, so that
// nothing of it is guessed:
//
//	# Name | what else stands on that line
//	**Headline**
//	## Section <!-- kind, where its words do not tell -->
//	### Title | Employer <!-- kind -->
//	*Place | Start – End*
//	*anything else that is said of the entry as a whole*
//
// A heading is that of an entry if a bar is in it or such a line stands below it; a
// bar at the end stands for what is left open behind it. A thematic break ends an
// entry.
const Form = `<!-- Written by bot import: "### Title | Employer" over "*Place | Start – End*" is an entry, any other line is read as it stands. -->`

var (
	form     = regexp.MustCompile(`\A\s*<!-- Written by bot import\b`)
	kindNote = regexp.MustCompile(`<!--\s*(\w+)\s*-->\s*$`)
)

// told notes what the lines of a file in that form are.
func (r *reader) told() {
	for i := range r.blocks {
		b := &r.blocks[i]
		b.Told = true
		if b.Kind != block.Heading || b.Level == 1 {
			continue
		}
		kind := ""
		if m := kindNote.FindStringSubmatch(r.sourceLine(b.Source.End)); m != nil {
			kind = m[1]
		}
		x := resume.Entry{Kind: resume.EntryKind(kind)}
		bar, below := false, false
		x.Title, x.Org, bar = cutLast(block.Display(block.Plain(b.Spans)))
		if i+1 < len(r.blocks) && headLine(&r.blocks[i+1]) {
			x.Place, x.Period, below = whereAndWhen(block.Display(block.Plain(r.blocks[i+1].Spans)))
		}
		if bar || below {
			b.Exact = &x
		} else {
			b.Section = resume.SectionKind(kind)
		}
	}
}

// headLine tells a line all in italics, as stand below the heading of an entry.
func headLine(b *block.Block) bool {
	if b.Kind != block.Line {
		return false
	}
	for _, s := range b.Spans {
		if !s.Italic && strings.TrimSpace(s.Text) != "" {
			return false
		}
	}
	return true
}

// cutLast cuts at the last bar.
func cutLast(text string) (before, after string, found bool) {
	i := strings.LastIndex(text, "|")
	if i < 0 {
		return text, "", false
	}
	return strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+1:]), true
}

// whereAndWhen reads "Place | Start – End", either alone too: a place with a bar
// behind it.
func whereAndWhen(text string) (place string, period resume.Period, ok bool) {
	place, when, bar := cutLast(text)
	if !bar {
		place, when = "", text
	}
	period, rest, dated := resume.FindPeriod(when)
	return place, period, bar || dated && rest == ""
}
