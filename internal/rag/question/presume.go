package question

import (
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

// heldAt finds where a question takes for granted that the person was: "his role
// at X", "when he left X". Only capitalised names count.
var heldAt = lazyregexp.New(`(?i:\b(?:role|job|position|work(?:s|ed|ing)?|stint|tenure|employed|hired|interned|internship|moved?|switch(?:ed)?|promoted|fired)\b(?:\s+[a-z]+){0,2}?\s+(?:at|for|from|by)\s+|\b(?:left|leave|quit|join(?:ed)?)\s+)(\p{Lu}[\p{L}\p{N}_&.+'’-]*(?:\s+\p{Lu}[\p{L}\p{N}_&.+'’-]*)*)`)

// Presumes tells whether a question takes for granted a name that the résumé does
// not have, or has but not as a place where the person was, and does not ask
// whether it is so.
func (p *Parser) Presumes(q *Query) bool {
	if p.ofAnother(q) {
		return true
	}
	if q.Asks.Has(Whether) {
		return false
	}
	if slices.ContainsFunc(q.Terms, func(t Term) bool { return p.isOwn(q, t) }) {
		return true
	}
	if len(q.Lacks) > 0 && len(q.Named) == 0 && !slices.ContainsFunc(q.Terms, func(t Term) bool { return t.Known && p.isName(q, t) }) {
		return true
	}
	return p.Misplaces(q)
}

// ofAnother tells whether a question asks for what is somebody else's: "Steven's
// e-mail address".
func (p *Parser) ofAnother(q *Query) bool {
	return !p.refers(q) && slices.ContainsFunc(q.Lacks, func(name string) bool {
		return strings.HasSuffix(name, "'s") || strings.HasSuffix(name, "’s")
	})
}

// Misplaces tells whether a question has the person at a place that is no employer
// and no school of theirs: "did he work at Figma", which is a tool.
func (p *Parser) Misplaces(q *Query) bool {
	return slices.ContainsFunc(p.placesIn(q), func(name string) bool { return !p.isHeld(name) && !p.mayBeHeld(name) })
}

// Unsettled are the names of such places that stand among positions or studies and were
// not understood as either: they may be.
func (p *Parser) Unsettled(q *Query) (names []string) {
	for _, name := range p.placesIn(q) {
		if !p.isHeld(name) && p.mayBeHeld(name) {
			names = append(names, name)
		}
	}
	return names
}

// placesIn are the names of places where a question has the person.
func (p *Parser) placesIn(q *Query) (out []string) {
	for _, m := range heldAt.FindAllStringSubmatch(q.Text, -1) {
		if len(lexicon.Tokens(m[1])) > 0 {
			out = append(out, m[1])
		}
	}
	for _, m := range workedAt.FindAllStringSubmatch(q.Text, -1) {
		if p.isSpeltAsName(m[1]) || !p.isKnown(lexicon.Tokens(m[1])[0]) {
			out = append(out, m[1])
		}
	}
	return out
}

// workedAt is heldAt for names that are typed in small letters.
var workedAt = lazyregexp.New(`\bwork(?:s|ed|ing)? (?:at|for) (\p{Ll}[\p{L}\p{N}_&.+-]+)`)

// isSpeltAsName tells whether the résumé has a word, and with a capital each time.
func (p *Parser) isSpeltAsName(word string) bool {
	has := false
	for i := range p.document.Passages {
		for _, t := range lexicon.Tokens(p.document.Passages[i].Text()) {
			if t.Word == word && t.Text == word {
				return false
			}
			has = has || t.Word == word
		}
	}
	return has
}

// isHeld tells whether a name is that of an employer or a school, of the person or
// of a place.
func (p *Parser) isHeld(name string) bool {
	tokens := lexicon.Tokens(name)
	named, titled, _ := p.names.Find(tokens, p.lexicon.Terms(name))
	return p.names.IsPerson(tokens) || slices.ContainsFunc(slices.Concat(named, titled), func(i int) bool { return names.Held(p.document.Entries[i].Kind) }) ||
		slices.ContainsFunc(p.document.Entries, func(x resume.Entry) bool { return strings.Contains(strings.ToLower(x.Place), strings.ToLower(name)) })
}

// mayBeHeld tells whether a name stands where positions and studies may, beside what was
// done in those that were understood and what was understood as something else: it may be
// of one that was not understood.
func (p *Parser) mayBeHeld(name string) bool {
	words := spaced(wordsOf(lexicon.Tokens(name)))
	return !p.isSkill(name) && slices.ContainsFunc(p.document.Passages, func(x resume.Passage) bool {
		if x.Entry >= 0 && (x.Kind == resume.PassageBullet || !names.Held(p.document.Entries[x.Entry].Kind)) || x.Kind == resume.PassageComputed || x.Kind == resume.PassageCurated {
			return false
		}
		switch p.document.Sections[x.Section].Kind {
		case resume.SectionSkills, resume.SectionProjects, resume.SectionLanguages, resume.SectionInterests:
			return false
		}
		return strings.Contains(spaced(wordsOf(lexicon.Tokens(x.Text()))), words)
	})
}

// isSkill tells the name of a skill that the résumé lists, or of a technology.
func (p *Parser) isSkill(name string) bool {
	return slices.ContainsFunc(p.lexicon.Keys(name), p.lexicon.IsThing) || slices.ContainsFunc(p.document.Skills, func(g resume.SkillGroup) bool {
		return slices.ContainsFunc(g.Skills, func(s resume.Skill) bool { return strings.EqualFold(s.Name, name) })
	})
}

// isOwn tells whether a question takes a thing that the résumé lacks for the
// person's own: "her PhD at Edinburgh".
func (p *Parser) isOwn(q *Query, t Term) bool {
	return t.Missing() && p.isName(q, t) && t.Start > 0 && p.lists.Words["own"][q.Words[t.Start-1]]
}
