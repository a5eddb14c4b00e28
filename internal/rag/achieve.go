package rag

import (
	"regexp"
	"slices"

	"resumebot/internal/resume"
)

var achievementWords = regexp.MustCompile(`(?i)\b(?:achiev\w+|accomplish\w+|highlights?|proudest|most impressive|impressive|biggest (?:win|success|impact)|standout|key results)\b`)

// measured is a figure that tells how much was done: a share, a sum, a magnitude.
var measured = regexp.MustCompile(`(?i)\d ?%|[$€£₹] ?\d|\b\d[\d.,]*\+? ?(?:k|m|million|billion|crore|lakh|thousand|times|x)\b|\b\d+(?:\.\d+)?x\b|\bfrom \d[^.;]{0,30} to \d`)

// achievements answers for what somebody achieved, where nothing more particular is
// asked: with the awards and the lines that tell it in figures. Which is greatest is
// not for us to say.
func (e *Engine) achievements(q *query) (draft, bool) {
	if !achievementWords.MatchString(q.text) || q.asked.has(askYesNo|askWhen|askHowLong) || slices.ContainsFunc(e.things(q), func(t term) bool {
		return !t.named && !achievementWords.MatchString(t.Text)
	}) {
		return draft{}, false
	}
	within := e.subjects(q)
	var found []int
	for i := range e.Document.Passages {
		p := &e.Document.Passages[i]
		kind := e.Document.Sections[p.Section].Kind
		award := p.Kind == resume.PassageHeader && p.Entry >= 0 && e.Document.Entries[p.Entry].Kind == resume.EntryAward
		told := (p.Kind == resume.PassageBullet || p.Kind == resume.PassageParagraph) && measured.MatchString(p.Body) && len(p.Body) > 30 &&
			kind != resume.SectionSkills && kind != resume.SectionEducation && kind != resume.SectionContact && kind != resume.SectionSummary
		if !p.Private && (award || told) && (len(within) == 0 || slices.Contains(within, p.Entry)) {
			found = append(found, i)
		}
	}
	if len(found) == 0 {
		return draft{}, false
	}
	const most = 4
	d := draft{status: Answered, final: true}
	d.say("The résumé doesn’t rank them; in figures it tells of:", found[:min(most, len(found))]...)
	for _, p := range found[:min(most, len(found))] {
		if text := e.tell(q, &draft{}, p); length(d.lines)+len(text) < describeLimit {
			d.item(text, p)
		}
	}
	return d, len(d.lines) > 1
}
