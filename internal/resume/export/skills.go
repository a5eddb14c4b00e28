package export

import (
	"slices"
	"strings"
	"unicode/utf8"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// groups are the groups of skills of the section that a passage stands in.
func (w *writer) groups(p *resume.Passage) []resume.SkillGroup {
	return slices.DeleteFunc(slices.Clone(w.d.Skills), func(g resume.SkillGroup) bool {
		return w.d.Passages[g.Passage].Section != p.Section
	})
}

// lists tells that a passage without a label lists skills.
func (w *writer) lists(p *resume.Passage) bool {
	return slices.ContainsFunc(w.groups(p), func(g resume.SkillGroup) bool {
		return slices.ContainsFunc(g.Skills, func(s resume.Skill) bool { return holds(p.Body, s.Name) })
	})
}

// holds tells that a text has a name in it that no word goes on from.
func holds(text, name string) bool {
	before, after, found := strings.Cut(text, name)
	first, _ := utf8.DecodeRuneInString(after)
	last, _ := utf8.DecodeLastRuneInString(before)
	return found && !block.WordRune(first) && !block.WordRune(last)
}

// labelled sets in bold type the names of the groups of which a passage holds one
// skill each: "Care: Wounds; Tools: Epic", a row of a table with a column for each.
func (w *writer) labelled(p *resume.Passage, text string) string {
	if p.Label != "" {
		return text
	}
	for _, g := range w.groups(p) {
		if name := escape(g.Name) + ": "; g.Name != "" && strings.Contains(text, name) {
			text = strings.Replace(text, name, "**"+strings.TrimSpace(name)+"** ", 1)
		}
	}
	return text
}
