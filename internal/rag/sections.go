package rag

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// wholeSections are sections that a question asks for by their name, and that
// have no entries of their own.
var wholeSections = map[resume.SectionKind]map[string]bool{
	resume.SectionInterests:  lexicon.StemSet("interest interests hobby hobbies pastime leisure"),
	resume.SectionReferences: lexicon.StemSet("reference references referee referees recommendation recommendations recommends recommend recommended testimonial testimonials vouch vouches vouching vouched endorse endorsed endorsement endorsements"),
	resume.SectionLanguages:  lexicon.StemSet("speak speaks spoken fluent"),
}

// whole answers "what are his hobbies" with the section of that name.
func (e *Engine) whole(q *query) (draft, bool) {
	if len(q.named)+len(q.focus) > 0 || len(e.lacking(q)) > 0 {
		return draft{}, false
	}
	for _, s := range e.Document.Sections {
		words := wholeSections[s.Kind]
		if words == nil || !slices.ContainsFunc(q.terms, func(t term) bool { return asksSection(t, q, words) }) ||
			slices.ContainsFunc(q.terms, func(t term) bool { return t.hard && !asksSection(t, q, words) && len(t.Members) == 0 }) {
			continue
		}
		d := draft{status: Answered}
		v := e.voiceFor(q)
		for _, p := range s.Passages {
			pass := &e.Document.Passages[p]
			text := v.passage(pass, nil, true)
			if !pass.Private && length(d.lines)+len(text) < factLimit {
				d.item(text, p)
			}
		}
		if len(d.lines) > 0 {
			return d, true
		}
	}
	return draft{}, false
}

func asksSection(t term, q *query, words map[string]bool) bool {
	return t.Start < len(q.tokens) && words[q.tokens[t.Start].Stem] || t.Keys[0] == "=hobby" && words["hobbi"] || t.Keys[0] == "=vouch" && words["refere"]
}

// bySection answers a question for what stands below a heading: "what talks has
// she given" with "Invited Talks", "what are his specialities".
func (e *Engine) bySection(q *query) (draft, bool) {
	things := e.sectionWords(q)
	if len(q.named)+len(q.focus) > 0 || len(things) == 0 || q.asked.has(askYesNo|askWhen|askHowLong) {
		return draft{}, false
	}
	for i := range e.Document.Sections {
		s := &e.Document.Sections[i]
		if len(s.Heading) == 0 || len(s.Passages) == 0 || s.Kind == resume.SectionContact || s.Kind == resume.SectionWork || s.Kind == resume.SectionEducation || e.isEntry(s) {
			continue
		}
		keys := keySet(e.Lexicon, s.Heading[len(s.Heading)-1])
		named := 0
		if slices.ContainsFunc(things, func(t term) bool {
			has := slices.ContainsFunc(t.Keys, func(k string) bool { return keys[k] })
			if has {
				named++
			}
			return !has && (t.known || isKindWord(q.tokens[t.Start].Stem))
		}) || named == 0 {
			continue
		}
		d := draft{status: Answered}
		v := e.voiceFor(q)
		for _, p := range s.Passages {
			pass := &e.Document.Passages[p]
			if pass.Private || length(d.lines)+len(pass.Text()) > listLimit {
				continue
			}
			if pass.Kind == resume.PassageHeader && pass.Entry >= 0 {
				d.item(e.ownLine(pass.Entry), p)
			} else {
				d.item(v.item(pass), p)
			}
		}
		if len(d.lines) == 1 {
			d.lines[0].item = false
			d.lines[0].text = sentence(d.lines[0].text)
		}
		return d, len(d.lines) > 0
	}
	return draft{}, false
}

// isEntry tells a heading that is the head of one entry from that of a section.
func (e *Engine) isEntry(s *resume.Section) bool {
	first := &e.Document.Passages[s.Passages[0]]
	return first.Entry >= 0 && !slices.ContainsFunc(s.Passages, func(p int) bool { return e.Document.Passages[p].Entry != first.Entry }) && first.Kind == resume.PassageHeader
}

var nativeWords = regexp.MustCompile(`(?i)\b(?:mother tongue|native (?:language|tongue|speaker)|first language)s?\b`)

// native answers for the mother tongue.
func (e *Engine) native(q *query) (draft, bool) {
	if !nativeWords.MatchString(q.text) || q.asked.has(askYesNo) {
		return draft{}, false
	}
	names, cites := e.spoken()
	own := slices.DeleteFunc(slices.Clone(names), func(n string) bool {
		return !strings.Contains(strings.ToLower(n), "native") && !strings.Contains(strings.ToLower(n), "mother tongue")
	})
	if len(own) == 0 {
		return e.notStated(q, cites), true
	}
	d := draft{status: Answered}
	d.say(sentence("The résumé names "+join(own)), cites...)
	return d, true
}

// byGroup answers "which clinical systems has she used" with the skill group
// whose name has the noun that is asked for.
func (e *Engine) byGroup(q *query) (draft, bool) {
	head := q.headNoun()
	if head == "" || len(q.named)+len(q.focus) > 0 || len(e.lacking(q)) > 0 {
		return draft{}, false
	}
	d := draft{status: Answered}
	for _, g := range e.Document.Skills {
		if slices.ContainsFunc(e.things(q), func(t term) bool {
			_, _, verb := lexicon.VerbOf(q.tokens[t.Start].Word)
			asks := slices.IndexFunc(q.words, func(w string) bool { return w == "which" || w == "what" })
			return !verb && (t.Start < asks || t.Start > q.head()) && !e.mentions(g.Passage, t)
		}) {
			continue // "the scraper, what database did it use"
		}
		if g.Name != "" && !e.Document.Passages[g.Passage].Private && slices.Contains(lexicon.Stems(g.Name), head) {
			d.say(sentence(fmt.Sprintf("Under “%s” the résumé lists %s", e.groupName(g), join(skillNames(g)))), g.Passage)
		}
	}
	return d, len(d.lines) == 1
}

// headNoun is the stem of the noun after "which" or "what": the last word before
// the verb ("which clinical systems has …").
func (q *query) headNoun() string {
	for i, w := range q.words {
		if w != "which" && w != "what" {
			continue
		}
		for j := i + 1; j < len(q.words); j++ {
			if !yesNoOpeners[q.words[j]] {
				continue
			}
			if j == i+1 {
				return "" // "what is …"
			}
			return q.tokens[j-1].Stem
		}
	}
	return ""
}

// sectionWords are the terms that must name a heading: the content terms but the
// verbs, and where there are none the soft ones ("tools").
func (e *Engine) sectionWords(q *query) []term {
	var out []term
	for _, t := range q.terms {
		tok := q.tokens[t.Start]
		if _, _, verb := lexicon.VerbOf(tok.Word); t.hard && !verb || isKindWord(tok.Stem) {
			out = append(out, t)
		}
	}
	return out
}

// spokenLanguage is the term for the languages people speak; "languages" alone
// may be programming languages.
const spokenLanguage = "spoken language"

// spoken lists the languages the person speaks, with their levels.
func (e *Engine) spoken() (names []string, passages []int) {
	human := e.Lexicon.Terms(spokenLanguage)[0]
	for _, g := range e.Document.Skills {
		pass := &e.Document.Passages[g.Passage]
		has := func(name string) bool {
			return slices.ContainsFunc(e.Lexicon.Keys(name), func(k string) bool { return slices.Contains(human.Members, k) })
		}
		if pass.Private || e.Document.Sections[pass.Section].Kind != resume.SectionLanguages && !made(g, has, true) {
			continue
		}
		names = append(names, skillNames(g)...)
		if !slices.Contains(passages, g.Passage) {
			passages = append(passages, g.Passage)
		}
	}
	return names, passages
}
