package rag

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// ofKind answers "which databases …": the things of the kind that the question
// names, from the skill groups and from what the entries say of them.
func (e *Engine) ofKind(q *query) (draft, bool) {
	kind, rest := e.kindAsked(q)
	if kind.Text == "" || len(e.lacking(q)) > 0 || !q.asked.has(askList) && !slices.Contains(q.words, "what") && !strings.HasPrefix(q.lower, "does") && !q.asked.has(askYesNo) {
		return draft{}, false
	}
	if q.asked.has(askYesNo) && len(rest) > 0 {
		return draft{}, false // about one thing, not the kind
	}
	found := e.collectThings(kind)
	if len(found.whole)+len(found.named) == 0 {
		return draft{}, false
	}
	d := draft{status: Answered}
	if names, cites := e.spoken(); len(names) > 0 && len(found.whole) == 0 && slices.Contains(kind.Keys, e.spokenKey) {
		d.say(sentence("The résumé names "+join(names)), cites...)
		return d, true
	}
	if here := e.speakingOfAll(found.passages, rest); len(here) > 0 && !slices.ContainsFunc(found.whole, func(g resume.SkillGroup) bool { return len(e.speakingOfAll([]int{g.Passage}, rest)) > 0 }) { // "which language is the simulator in"
		for _, p := range here[:min(3, len(here))] {
			d.say(e.tell(q, &d, p), p)
		}
		return d, true
	}
	if i := e.describedBy(rest); i >= 0 && len(found.whole) == 0 {
		if s := e.stack(q, e.voiceFor(q), i, []term{kind}); len(s.lines) > 0 {
			return s, true // "which technologies is the mapping engine built with"
		}
	}
	for _, g := range found.whole {
		d.say(sentence(fmt.Sprintf("Under “%s” the résumé lists %s", e.groupName(g), join(skillNames(g)))), g.Passage)
	}
	if len(found.named) > 0 && !(len(found.whole) > 0 && slices.Contains(kind.Keys, e.spokenKey)) {
		verb := "The résumé names"
		if len(found.whole) > 0 {
			verb = "Elsewhere it names"
		}
		cites := append(found.groups, found.first...)
		d.say(sentence(fmt.Sprintf("%s %s", verb, join(found.named))), cites...)
	}
	for _, p := range e.rankUse(found.passages, rest) {
		text := e.tell(q, &draft{}, p)
		if length(d.lines)+len(text) > listLimit-200 || len(d.lines) > 4 {
			break
		}
		d.item(text, p)
	}
	return d, true
}

// kindAsked is the kind of thing a question names that the résumé has members
// of; several kinds ("cloud and AI vendors") are taken together.
func (e *Engine) kindAsked(q *query) (kind term, rest []term) {
	for _, t := range q.terms {
		members := slices.ContainsFunc(t.Members, e.Index.Has)
		switch {
		case isKindWord(q.tokens[t.Start].Stem):
		case members && !t.named && (kind.Text == "" || t.hard && kind.hard):
			t.Members = slices.Concat(kind.Members, t.Members)
			if kind.Text != "" {
				t.Text = kind.Text + " and " + t.Text
			}
			kind = t
		case members && !t.named && t.hard && !kind.hard:
			kind = t
		case t.hard && !t.named:
			rest = append(rest, t)
		}
	}
	return kind, rest
}

// things is what the résumé has of a kind.
type things struct {
	whole    []resume.SkillGroup // groups that are the kind itself
	named    []string            // names from elsewhere
	groups   []int               // passages of groups that named comes from
	first    []int               // passages of entries that named comes from
	passages []int               // passages of entries that speak of any of them
}

func skillNames(g resume.SkillGroup) []string {
	var out []string
	for _, s := range g.Skills {
		out = append(out, skillText(s))
	}
	return out
}

// collectThings finds what the résumé has of a kind.
func (e *Engine) collectThings(kind term) (out things) {
	has := func(name string) bool { // most of the name is the thing: not "Custom Bash Monitoring"
		terms := e.Lexicon.Terms(name)
		hits, words := 0, 0
		for n, t := range terms {
			if t.Class == lexicon.Stop {
				continue
			}
			words++
			if slices.ContainsFunc(t.Keys, func(k string) bool { return slices.Contains(kind.Members, k) }) {
				hits++
				if n == 0 {
					return true
				}
			}
		}
		return hits*2 > words
	}
	seen := map[string]bool{}
	fresh := func(name string) bool {
		id := strings.Join(e.Lexicon.Keys(name), " ")
		if id == "" || seen[id] {
			return false
		}
		seen[id] = true
		return true
	}
	for _, g := range e.Document.Skills {
		if !e.Document.Passages[g.Passage].Private && (labelMatches(g.Name, kind, e.Lexicon) || made(g, has, slices.Contains(kind.Keys, e.spokenKey))) {
			out.whole = append(out.whole, g)
			for _, s := range g.Skills {
				fresh(s.Name)
			}
		}
	}
	for _, g := range e.Document.Skills {
		if e.Document.Passages[g.Passage].Private {
			continue
		}
		found := false
		for _, s := range g.Skills {
			if has(s.Name) && fresh(s.Name) {
				out.named = append(out.named, s.Name)
				found = true
			}
		}
		if found {
			out.groups = append(out.groups, g.Passage)
		}
	}
	members := map[string]bool{}
	for _, m := range kind.Members {
		members[m] = true
	}
	for i := range e.Document.Passages {
		p := &e.Document.Passages[i]
		if p.Private || p.Kind == resume.PassageHeader || p.Kind == resume.PassageContact || p.Kind == resume.PassageRow || e.Document.Sections[p.Section].Kind == resume.SectionSkills {
			continue
		}
		n, more := 0, false
		for _, t := range e.Lexicon.Terms(p.Text()) {
			if slices.ContainsFunc(t.Keys, func(k string) bool { return members[k] }) && t.Text != strings.ToLower(t.Text) {
				if !coveredBy(seen, t.Keys[0]) && fresh(t.Text) {
					out.named = append(out.named, t.Text)
					more = true
				}
				n++
			}
		}
		if more && len(out.first) < 3 {
			out.first = append(out.first, i)
		}
		if n > 0 && p.Entry >= 0 {
			out.passages = append(out.passages, i)
		}
	}
	return out
}

// made tells whether a group of skills is made of those that pass: all of them,
// or half where the list of the kind cannot be complete.
func made(g resume.SkillGroup, has func(string) bool, half bool) bool {
	n := 0
	for _, s := range g.Skills {
		if has(s.Name) {
			n++
		}
	}
	return n > 1 && (n == len(g.Skills) || half && n*2 > len(g.Skills))
}

// coveredBy tells whether a name is part of one collected already ("Ubuntu" of
// "Ubuntu Pro").
func coveredBy(seen map[string]bool, key string) bool {
	for id := range seen {
		if slices.Contains(strings.Fields(id), key) {
			return true
		}
	}
	return false
}

// labelMatches tells whether a skill group is the kind itself: "Distributed
// Databases" for databases, "Systems Languages" for systems programming languages.
func labelMatches(label string, kind term, lex *lexicon.Lexicon) bool {
	if label == "" {
		return false
	}
	for text := range strings.SplitSeq(kind.Text, " and ") {
		if !labelMatchesOne(label, text, lex) {
			return false
		}
	}
	return true
}

func labelMatchesOne(label, kind string, lex *lexicon.Lexicon) bool {
	have := append(lexicon.Stems(label), lex.Keys(label)...)
	var apart []string
	for _, w := range lexicon.Stems(kind) {
		if !heads[w] {
			apart = append(apart, w)
		}
	}
	if len(apart) == 0 {
		apart = lexicon.Stems(kind)
	}
	phrase := lex.Keys(kind)
	if slices.ContainsFunc(phrase, func(k string) bool { return strings.HasPrefix(k, "=") && slices.Contains(have, k) }) {
		return true
	}
	return !slices.ContainsFunc(apart, func(w string) bool { return !slices.Contains(have, w) })
}

// heads are words that many kinds share, so that they set none apart: "web
// frameworks" are not "ML frameworks".
var heads = lexicon.StemSet("lib libs libraries tool tools framework frameworks technology technologies language languages software platform provider vendor library service programming coding system systems program")

// describedBy is the one project that speaks of all the terms, or -1.
func (e *Engine) describedBy(terms []term) int {
	terms = slices.DeleteFunc(slices.Clone(terms), func(t term) bool { return !t.known })
	found := slices.DeleteFunc(e.entriesOf(resume.EntryProject), func(i int) bool {
		return slices.ContainsFunc(terms, func(t term) bool { return !e.covers([]int{i}, t) })
	})
	if len(terms) == 0 || len(found) != 1 {
		return -1
	}
	return found[0]
}

// speakingOfAll leaves of passages those that speak of all the terms; of none
// without terms.
func (e *Engine) speakingOfAll(passages []int, terms []term) []int {
	terms = slices.DeleteFunc(slices.Clone(terms), func(t term) bool { return !t.known })
	if len(terms) == 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(passages), func(p int) bool {
		return slices.ContainsFunc(terms, func(t term) bool { return !e.mentions(p, t) && !e.mentionedAbove(p, t) })
	})
}

// rankUse orders passages by how much of the rest of the question they cover,
// then as they stand.
func (e *Engine) rankUse(passages []int, rest []term) []int {
	out := slices.Clone(passages)
	score := func(p int) (s float64) {
		for _, t := range rest {
			if e.mentions(p, t) {
				s += e.weight(t)
			}
		}
		return s
	}
	slices.SortStableFunc(out, func(a, b int) int {
		switch sa, sb := score(a), score(b); {
		case sa > sb:
			return -1
		case sa < sb:
			return 1
		}
		return 0
	})
	return out
}

func (e *Engine) entryOf(passage int) *resume.Entry {
	if i := e.Document.Passages[passage].Entry; i >= 0 {
		return &e.Document.Entries[i]
	}
	return nil
}

// listing answers "which projects …", "where has he worked", "what did he
// study": the entries of a kind, all of them or those that speak of the rest of
// the question.
func (e *Engine) listing(q *query) (draft, bool) {
	if len(q.kinds) == 0 || len(q.named) > 0 {
		return draft{}, false
	}
	v := e.voiceFor(q)
	for _, kind := range orderKinds(q.kinds) {
		entries := e.entriesFor(q, kind)
		if kind == resume.EntryEducation && (len(entries) == 0 || !slices.ContainsFunc(q.words, func(w string) bool { return strings.HasPrefix(w, "degree") })) {
			entries = append(entries, e.entriesOf(resume.EntryCertificate)...)
		}
		if len(entries) == 0 {
			continue
		}
		var rest []term
		for _, t := range q.terms {
			if stem := q.tokens[t.Start].Stem; judgements[stem] && t.known && e.Index.Has(stem) && kind != resume.EntryWork {
				rest = append(rest, t) // "the best paper award"
				continue
			}
			if t.hard && !kindWords[kind][q.tokens[t.Start].Stem] && !isKindWord(q.tokens[t.Start].Stem) && !factWords[q.tokens[t.Start].Word] && !(workplaces[q.tokens[t.Start].Stem] && (!t.known || q.asked.has(askList|askFirst|askWhere))) && !(q.asked.has(askFirst) && slices.Contains(q.words, "career")) {
				rest = append(rest, t)
			}
		}
		if slices.ContainsFunc(rest, func(t term) bool { return !t.known }) {
			return draft{}, false
		}
		if kind == resume.EntryEducation && len(rest) == 0 && !q.asked.has(askList) {
			entries = e.entriesOf(kind)
			if len(entries) == 0 {
				entries = e.entriesOf(resume.EntryCertificate)
			}
		}
		if len(rest) > 0 {
			entries = slices.DeleteFunc(entries, func(i int) bool {
				return slices.ContainsFunc(rest, func(t term) bool { return !e.covers([]int{i}, t) && !e.headed(i, t) }) || !e.togetherIn(q, i, rest)
			})
			if len(entries) == 0 {
				continue
			}
			if kind != resume.EntryProject && !q.asked.has(askList|askWhere|askWhen) {
				continue // what he did, not which entry
			}
		}
		switch {
		case q.asked.has(askFirst):
			entries = entries[len(entries)-1:]
		case q.asked.has(askLast|askCurrent) && len(rest) == 0:
			entries = entries[:1]
		case q.asked.has(askBefore) && len(rest) == 0 && len(entries) > 1:
			entries = entries[1:]
		case q.asked.has(askLongest):
			entries = e.longest(entries)
		}
		if q.asked.has(askHowLong) {
			return draft{}, false
		}
		if also := e.alsoAsked(q, kind); len(rest) == 0 && len(also) > 0 {
			d := draft{status: Answered}
			for _, i := range append(entries, also...) {
				if text := e.dated(i); length(d.lines)+len(text) < listLimit && !slices.ContainsFunc(d.lines, func(l line) bool { return l.text == text }) {
					d.item(text, e.cite(i)...)
				}
			}
			return d, true
		}
		return e.listEntries(v, kind, entries, rest), true
	}
	return draft{}, false
}

// togetherIn tells whether the verbs and plain words among the terms stand in one
// passage of an entry; names and things may stand in several.
func (e *Engine) togetherIn(q *query, entry int, terms []term) bool {
	plain := slices.DeleteFunc(slices.Clone(terms), func(t term) bool {
		_, _, verb := lexicon.VerbOf(q.tokens[t.Start].Word)
		return !verb && (isName(t) || strings.HasPrefix(t.Keys[0], "=") || len(t.Members) > 0) || e.headed(entry, t)
	})
	return len(plain) < 2 || slices.ContainsFunc(append(e.cite(entry), e.Document.Entries[entry].Passages...), func(p int) bool {
		return !slices.ContainsFunc(plain, func(t term) bool { return !e.mentions(p, t) && !e.mentionedAbove(p, t) })
	})
}

// headed tells whether the headings an entry stands below speak of a term: "AI
// projects" of an AI portfolio.
func (e *Engine) headed(entry int, t term) bool {
	keys := keySet(e.Lexicon, strings.Join(e.Document.Sections[e.Document.Entries[entry].Section].Heading, "\n"))
	return slices.ContainsFunc(t.Keys, func(k string) bool { return keys[k] })
}

// alsoAsked are the entries of the other kinds that a question joins: "degrees and
// certificates".
func (e *Engine) alsoAsked(q *query, kind resume.EntryKind) []int {
	if !q.asked.has(askList) || !joins.MatchString(q.text) {
		return nil
	}
	var out []int
	for _, k := range q.kinds {
		if k != kind && k != resume.EntryWork {
			out = append(out, e.entriesOf(k)...)
		}
	}
	return out
}

var joins = regexp.MustCompile(`(?i)\band\b|&|,`)

// orderKinds puts the specific kinds before work, whose words are everywhere.
func orderKinds(kinds []resume.EntryKind) []resume.EntryKind {
	out := slices.Clone(kinds)
	slices.SortStableFunc(out, func(a, b resume.EntryKind) int {
		switch {
		case a == b:
			return 0
		case a == resume.EntryWork:
			return 1
		case b == resume.EntryWork:
			return -1
		}
		return 0
	})
	return out
}

func (e *Engine) longest(entries []int) []int {
	best, most := -1, 0
	for _, i := range entries {
		if m, _ := e.Document.Entries[i].Period.Months(e.Now()); m > most {
			best, most = i, m
		}
	}
	if best < 0 {
		return nil
	}
	return []int{best}
}

func (e *Engine) listEntries(v voice, kind resume.EntryKind, entries []int, rest []term) draft {
	d := draft{status: Answered}
	if len(entries) == 1 || kind == resume.EntryEducation && len(entries) <= 2 {
		for _, i := range entries {
			if kind == resume.EntryProject {
				return e.describe(v, entries)
			}
			x := &e.Document.Entries[i]
			d.say(e.roleSentence(v, i), e.cite(i)...)
			if p := e.mentioning(x, rest); p >= 0 && p != x.Header && len(entries) == 1 {
				d.say(v.passage(&e.Document.Passages[p], x, true), p)
			}
		}
		return d
	}
	for _, i := range entries {
		x := &e.Document.Entries[i]
		text, cites := entryName(x), e.cite(i)
		if kind == resume.EntryProject || kind == resume.EntryOther {
			if p := e.mentioning(x, rest); p >= 0 {
				if pass := &e.Document.Passages[p]; pass.Label != "" && len(pass.Text()) < 70 {
					text += " (" + strings.TrimRight(pass.Text(), ".") + ")"
				}
				cites = append(cites, p)
			}
			if p := e.gist(x, nil); p >= 0 {
				pass := &e.Document.Passages[p]
				text += " – " + firstSentences(v.item(pass), 150)
				cites = append([]int{p}, cites...)
			}
		} else {
			text = strings.TrimSuffix(text, ".")
			if when := periodText(x.Period); when != "" {
				text += " (" + when + ")"
			}
		}
		if length(d.lines)+len(text) > listLimit {
			break
		}
		d.item(text, cites...)
	}
	return d
}

// gist is the passage of an entry that says best what it is, or what the rest
// of the question asks for.
func (e *Engine) gist(x *resume.Entry, rest []term) int {
	best, score := -1, -1.0
	for _, p := range x.Passages {
		pass := &e.Document.Passages[p]
		if pass.Private || p == x.Header {
			continue
		}
		s := 0.0
		if isDescription(pass.Label) {
			s = 1
		}
		if len(pass.Body) > 40 {
			s += 0.5
		}
		for _, t := range rest {
			if e.mentions(p, t) {
				s += 0.4
			}
		}
		if s > score {
			best, score = p, s
		}
	}
	return best
}

// mentioning is the first passage of an entry that speaks of all the terms, or -1.
func (e *Engine) mentioning(x *resume.Entry, terms []term) int {
	if len(terms) == 0 {
		return -1
	}
	for _, p := range x.Passages {
		if !e.Document.Passages[p].Private && !slices.ContainsFunc(terms, func(t term) bool { return !e.mentions(p, t) }) {
			return p
		}
	}
	return -1
}

// skillWords ask for all skills, or for the group of that name.
var skillWords = lexicon.StemSet("skills skillset stack technologies tools software competencies competences proficiencies strengths equipment")

// worksWith asks for the tools without a word for them.
var worksWith = regexp.MustCompile(`(?i)^what (?:does|did|can|has) \w+ work(?:ed)? with\W*$`)

// groupSkills answers "what are her frontend skills" with the group of that name.
func (e *Engine) groupSkills(q *query) (draft, bool) {
	asks := slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool { return t.Stem == "skill" || t.Stem == lexicon.Stem("skillset") })
	rest := slices.DeleteFunc(e.things(q), func(t term) bool { return !t.known })
	if !asks || q.asked.has(askYesNo) || len(rest) == 0 {
		return draft{}, false
	}
	d := draft{status: Answered}
	for _, g := range e.Document.Skills {
		label := keySet(e.Lexicon, g.Name)
		if !e.Document.Passages[g.Passage].Private && !slices.ContainsFunc(rest, func(t term) bool {
			return !slices.ContainsFunc(t.Keys, func(k string) bool { return label[k] })
		}) {
			d.say(sentence(fmt.Sprintf("Under “%s” the résumé lists %s", e.groupName(g), join(skillNames(g)))), g.Passage)
		}
	}
	return d, len(d.lines) > 0
}

// allSkills answers "what are his skills" and "which tools does she use".
func (e *Engine) allSkills(q *query) (draft, bool) {
	if !worksWith.MatchString(q.text) && (!q.asked.has(askList) && !strings.HasPrefix(q.lower, "what") && len(q.words) > 3 || q.asked.has(askYesNo) || slices.Contains(q.kinds, resume.EntryProject) || !slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool { return skillWords[t.Stem] }) || len(q.named)+len(q.focus) > 0 ||
		slices.ContainsFunc(q.terms, func(t term) bool {
			return t.hard && !askWords[t.Text] && !skillWords[q.tokens[t.Start].Stem] && e.Lexicon.ClassOf(q.tokens[t.Start]) == lexicon.Content
		})) {
		return draft{}, false
	}
	d := e.everySkill()
	if g, ok := e.byGroup(q); ok {
		d = g
	}
	for n, l := range d.lines {
		if length(d.lines[:n])+len(l.text) > listLimit {
			d.lines = d.lines[:n]
			break
		}
	}
	return d, len(d.lines) > 0
}

// everySkill lists the skills by group.
func (e *Engine) everySkill() draft {
	d := draft{status: Answered}
	for _, g := range e.Document.Skills {
		if e.Document.Passages[g.Passage].Private {
			continue
		}
		var names []string
		for _, s := range g.Skills {
			names = append(names, s.Name)
		}
		text := strings.Join(names, ", ")
		if g.Name != "" {
			text = g.Name + ": " + text
		}
		d.item(text, g.Passage)
	}
	return d
}
