package rag

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/index"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

// Thresholds of the decision, set by hand on the development questions; both
// error rates are printed by every evaluation.
const (
	enoughCover  = 0.55 // share of the content words, by rarity, that one passage or its entry must cover
	looseCover   = 0.66 // the same where the résumé lacks some of the words
	rescueCosine = 0.52 // similarity at which a common word that the résumé lacks may be a paraphrase
)

// missing returns the terms of a question that the résumé does not have in any
// form.
func (e *Engine) missing(q *query) []term {
	var out []term
	either := q.asked.has(askYesNo) && slices.Contains(q.words, "or") && slices.ContainsFunc(q.terms, func(t term) bool {
		return t.hard && t.known && (isName(t) || strings.HasPrefix(t.Keys[0], "=") || len(t.Members) > 0)
	})
	for _, t := range q.terms {
		if !t.hard || t.known || either {
			continue
		}
		tok := q.tokens[t.Start]
		if t.End-t.Start == 1 && (isKindWord(tok.Stem) && !e.absentKind(tok.Stem) || factWords[tok.Word] || workplaces[tok.Stem] || heads[tok.Stem]) {
			continue
		}
		out = append(out, t)
	}
	return out
}

// lacking returns those of the missing terms that no paraphrase can stand for:
// particulars, and what the question asks for. Other words that the résumé lacks
// only say how the visitor puts it.
func (e *Engine) lacking(q *query) []term {
	head := q.head()
	return slices.DeleteFunc(e.missing(q), func(t term) bool {
		_, form, verb := lexicon.VerbOf(q.tokens[t.Start].Word)
		return !e.isParticular(q, t) && (head < t.Start || head >= t.End || verb && form != lexicon.Base)
	})
}

// isParticular tells names, things of a trade, kinds of entries, rare words, and
// in a question for yes or no every word but verbs.
func (e *Engine) isParticular(q *query, t term) bool {
	tok := q.tokens[t.Start]
	_, _, verb := lexicon.VerbOf(tok.Word)
	verb = verb || inflected.MatchString(tok.Word)
	switch {
	case isName(t) && !(t.Start == 0 && e.isEnglish(tok)),
		len(t.Members) > 0 || t.End-t.Start > 1 || strings.HasPrefix(t.Keys[0], "=") && !verb,
		isKindWord(tok.Stem), strings.ContainsAny(tok.Word, "0123456789"):
		return true
	}
	return !verb && (q.asked.has(askYesNo) || !e.isEnglish(tok))
}

// inflected are the endings of verbs and adverbs.
var inflected = regexp.MustCompile(`..(?:ing|ed|ly)$`)

// isEnglish tells whether a word is a common one, whatever its capital.
func (e *Engine) isEnglish(t lexicon.Token) bool {
	return e.Lexicon.Known(t) || e.Known != nil && e.Known(t.Word)
}

// head is the token of the noun that a question asks for, or -1: the last word
// before the verb or the preposition of "which clinical systems has …", "what is
// his notice period at …", "how many downloads does …", "GPA in college".
func (q *query) head() int {
	i := 0
	for n, w := range q.words {
		if w == "which" || w == "what" || w == "whats" || w == "many" || w == "much" || w == "whose" {
			i = n + 1
			break
		}
	}
	for i < len(q.words) && (yesNoOpeners[q.words[i]] || determiners[q.words[i]]) {
		i++
	}
	head := -1
	for ; i < len(q.words) && !nounEnds[q.words[i]] && !yesNoOpeners[q.words[i]]; i++ {
		if _, form, verb := lexicon.VerbOf(q.words[i]); head >= 0 && verb && form != lexicon.Base {
			break
		}
		head = i
	}
	return head
}

var (
	determiners = wordSet("the a an his her their its any some no kind kinds sort sorts type types of other")
	nounEnds    = wordSet("of in at on for with by from to and or about as than that who which he she they his her their it between during since before after under over into within behind inside")
)

// absentKind tells whether a word names a sort of entry that the résumé lacks
// ("certifications" where there are none).
func (e *Engine) absentKind(stem string) bool {
	for kind, words := range kindWords {
		if words[stem] && slices.ContainsFunc(e.Document.Entries, func(x resume.Entry) bool { return x.Kind == kind }) {
			return false
		}
	}
	return true
}

// workedAt finds the employer or school a question takes for granted: "when he
// worked at X", "CTO of X", "degree from X". Only capitalised names count.
var workedAt = regexp.MustCompile(`(?i:\b(?:employed|hired)\s+by\s+|\b(?:work(?:s|ed|ing)?|job|role|position|employed|stint|tenure|intern(?:ed|ing|ship)?|hired|join(?:ed)?|left|time|ceo|cto|cfo|vp|director|head|manager|engineer|degree|graduated?|studied|study|career|experience)\b(?:\s+\w+){0,3}?\s+(?:at|for|of|from)\s+|\b(?:do|did|doing|happened)\s+(?:at|for)\s+)((?:[A-Z][\w&.+'’-]*)(?:\s+[A-Z][\w&.+'’-]*)*)`)

// workedAtLower is workedAt for those who write without capitals.
var workedAtLower = regexp.MustCompile(`\b(?:work(?:s|ed|ing)?|employed|hired|intern(?:ed|ing|ship)?) (?:at|for|by) ([\w.&-]+)`)

// falseEmployerLower is falseEmployer for a question in lower case, where only a
// word that is nothing else can be a name.
func (e *Engine) falseEmployerLower(q *query) string {
	m := workedAtLower.FindStringSubmatch(q.text)
	if m == nil || q.text != strings.ToLower(q.text) {
		return ""
	}
	tokens := lexicon.Tokens(m[1])
	named, titled, _ := e.names.Find(tokens, e.Lexicon.Terms(m[1]))
	if len(tokens) != 1 || len(named)+len(titled) > 0 || e.isPerson(tokens) || e.isPlace(m[1]) || !e.isOrgLike(tokens) {
		return ""
	}
	if t := tokens[0]; asking()[t.Word] || isKindWord(t.Stem) || workplaces[t.Stem] || e.isPlain(t) {
		return ""
	}
	return m[1]
}

// isPlain tells a word that names no company: an everyday word, or one that the
// résumé writes without a capital.
func (e *Engine) isPlain(t lexicon.Token) bool {
	_, _, verb := lexicon.VerbOf(t.Word)
	return verb || e.Lexicon.ClassOf(t) != lexicon.Content || slices.ContainsFunc(e.Document.Passages, func(p resume.Passage) bool {
		return slices.ContainsFunc(lexicon.Tokens(p.Text()), func(o lexicon.Token) bool { return o.Text == t.Word })
	})
}

// falseEmployer returns the organisation a question presumes that is none of
// the entries'.
func (e *Engine) falseEmployer(q *query) string {
	if name := e.falseEmployerLower(q); name != "" {
		return name
	}
	for _, m := range workedAt.FindAllStringSubmatch(q.text, -1) {
		tokens := lexicon.Tokens(m[1])
		if len(tokens) == 0 || e.isPerson(tokens) {
			continue
		}
		named, titled, _ := e.names.Find(tokens, nil)
		named = slices.DeleteFunc(named, func(i int) bool { return !names.Held(e.Document.Entries[i].Kind) })
		if len(named) > 0 || len(titled) > 0 || e.isPlace(m[1]) || !e.isOrgLike(tokens) {
			continue
		}
		return m[1]
	}
	return ""
}

// toldWorkedAt is the passage that says in prose that the person worked at a
// place that has no entry, or -1.
func (e *Engine) toldWorkedAt(name string) int {
	return slices.IndexFunc(e.Document.Passages, func(p resume.Passage) bool {
		return !p.Private && slices.ContainsFunc(workedAt.FindAllStringSubmatch(p.Text(), -1), func(m []string) bool {
			return strings.EqualFold(m[1], name) || strings.HasPrefix(m[1], name+" ")
		})
	})
}

func (e *Engine) isPlace(name string) bool {
	low := strings.ToLower(name)
	for i := range e.Document.Entries {
		if strings.Contains(strings.ToLower(e.Document.Entries[i].Place), low) {
			return true
		}
	}
	return strings.Contains(strings.ToLower(e.Document.Person.Location), low)
}

// isOrgLike excludes the terms of the field from being employers: "his role in
// Kubernetes operations".
func (e *Engine) isOrgLike(tokens []lexicon.Token) bool {
	for _, t := range tokens {
		if e.Lexicon.ClassOf(t) == lexicon.Content {
			return true
		}
	}
	return false
}

// notStated says that the résumé does not tell, and what it says nearest to the
// question. Nothing of the question is repeated.
func (e *Engine) notStated(q *query, near []int) draft {
	d := draft{status: NotStated}
	d.say("The résumé doesn’t say.")
	said := false
	for _, p := range near {
		pass := &e.Document.Passages[p]
		if pass.Private {
			continue
		}
		text := e.tell(q, &d, p)
		if length(d.lines)+len(text) > factLimit-100 {
			continue
		}
		if !said {
			d.lines[0].text = "The résumé doesn’t say. The nearest it has:"
			said = true
		}
		d.item(text, p)
	}
	return d
}

// privateFor finds a passage the owner marked private that answers the question.
func (e *Engine) privateFor(q *query) (int, bool) {
	for i := range e.Document.Passages {
		p := &e.Document.Passages[i]
		if !p.Private {
			continue
		}
		hard, hit := 0, 0
		for _, t := range q.terms {
			if t.hard {
				hard++
				if e.mentions(i, t) {
					hit++
				}
			}
		}
		if hard > 0 && hit*2 >= hard && hit > 0 {
			return i, true
		}
	}
	return 0, false
}

// support weighs how well a passage, with what stands above it, covers the
// content words of the question: 0…1.
func (e *Engine) support(q *query, passage int) float64 {
	total, got := 0.0, 0.0
	for _, t := range q.terms {
		if !t.hard {
			continue
		}
		w := e.weight(t)
		if _, _, verb := lexicon.VerbOf(q.tokens[t.Start].Word); verb && !q.asked.has(askYesNo) {
			w /= 2 // what was done is told in many words
		}
		total += w
		switch {
		case e.mentions(passage, t):
			got += w
		case e.mentionedAbove(passage, t):
			got += 0.8 * w
		}
	}
	if total == 0 {
		return 0
	}
	return got / total
}

// mentionedAbove tells whether the headings or the entry of a passage speak of
// a term.
func (e *Engine) mentionedAbove(passage int, t term) bool {
	keys := e.above[passage]
	return slices.ContainsFunc(t.Keys, func(k string) bool { return keys[k] })
}

var yearInside = regexp.MustCompile(`\b(?:19|20)\d\d\b`)

// generic answers from the passages that the search brought up, where they
// cover the question.
func (e *Engine) generic(q *query, hits []index.Hit) draft {
	type scored struct {
		passage        int
		score, support float64
	}
	var best []scored
	subjects := append(slices.Clone(q.named), q.titled...)
	for n, h := range hits {
		if h.Chunk.Private || n > 24 || e.Document.Passages[h.Chunk.Passages[0]].Kind == resume.PassageContact {
			continue
		}
		for _, p := range h.Chunk.Passages {
			pass := &e.Document.Passages[p]
			if e.isElsewhere(subjects, p) {
				continue
			}
			s := scored{passage: p, support: e.support(q, p)}
			s.score = s.support + 0.6*h.Score
			if pass.Kind == resume.PassageHeader && pass.Entry < 0 {
				s.score -= 0.3
			}
			if q.opensWith(pass.Body) {
				s.score += 0.4 // "what does she teach": "Teach Chemistry …"
			}
			if q.asked.has(askWhen) && yearInside.MatchString(pass.Text()) {
				s.score += 0.2
			}
			if q.asked.has(askNumber) && strings.ContainsAny(pass.Text(), "0123456789") {
				s.score += 0.2
			}
			if pass.Label != "" && slices.ContainsFunc(q.terms, func(t term) bool {
				return t.hard && slices.ContainsFunc(e.Lexicon.Keys(pass.Label), func(k string) bool { return slices.Contains(t.Keys, k) })
			}) {
				s.score += 0.3 // "Thesis: …"
			}
			if q.asked.has(askYesNo) && e.Document.Sections[pass.Section].Kind == resume.SectionSkills && slices.ContainsFunc(q.terms, func(t term) bool { return judgements[lexicon.Stem(strings.ToLower(t.Text))] }) {
				s.score += 0.3 // "is he good with Rust": where it is listed
			}
			if len(pass.Body) < 3 && len(e.below(p)) == 0 {
				s.score -= 0.4
			}
			best = append(best, s)
		}
	}
	slices.SortStableFunc(best, func(a, b scored) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	if len(best) == 0 {
		return e.notStated(q, nil)
	}
	missing, lacking := e.missing(q), e.lacking(q)
	topCosine := 0.0
	for _, h := range hits[:min(3, len(hits))] {
		topCosine = max(topCosine, h.Cosine)
	}
	hard := 0
	for _, t := range q.terms {
		if t.hard {
			hard++
		}
	}
	cover := enoughCover
	if len(missing) > 0 {
		cover = looseCover
	}
	verbsOnly := len(missing) > 0 && e.besideVerbs(q, best[0].passage)
	enough := best[0].support >= cover && len(lacking) == 0 || verbsOnly ||
		len(missing)*2 <= hard && topCosine >= rescueCosine && best[0].support >= 0.3 && !slices.ContainsFunc(lacking, func(t term) bool { return e.isParticular(q, t) }) ||
		hard == 0 && topCosine >= 0.35
	if q.asked.has(askNumber) && enough {
		with := slices.IndexFunc(best, func(s scored) bool {
			return s.support >= 0.75*best[0].support && q.figures().MatchString(e.Document.Passages[s.passage].Text())
		})
		if enough = with >= 0; enough {
			best = best[with:]
		}
	}
	if !enough && len(missing) == 0 {
		if d := e.together(q); len(d.lines) > 0 {
			return d
		}
	}
	if !enough {
		var near []int
		for _, s := range best {
			if (s.support >= 0.4 || s.support >= 0.2 && e.namesThing(q, s.passage)) && len(near) < 2 && e.sharesNoun(q, s.passage) {
				near = append(near, s.passage)
			}
		}
		if len(near) == 0 {
			near = e.nearKind(q, lacking)
		}
		return e.notStated(q, near)
	}
	d := draft{status: Answered}
	limit, most := factLimit, 2
	if q.asked.has(askList) {
		limit, most = listLimit, 5
	}
	for n, s := range best {
		if n > 0 && (len(d.lines) >= most || s.score < 0.85*best[0].score || s.support < 0.75*best[0].support) {
			break
		}
		text := e.tell(q, &d, s.passage)
		if sec := e.Document.Sections[e.Document.Passages[s.passage].Section]; sec.Kind == resume.SectionOther && e.Document.Passages[s.passage].Entry < 0 {
			text = cmp.Or(e.about(q, text), text) // one line on several matters
		}
		if len(text) > limit {
			text = e.excerpt(q, text, limit)
		}
		if length(d.lines)+len(text) > limit && n > 0 {
			continue
		}
		d.say(text, s.passage)
		pass := &e.Document.Passages[s.passage]
		if pass.Body == "" {
			e.sayBelow(&d, s.passage, listLimit)
		}
		if q.asked.has(askWhen|askStart|askEnd) && pass.Entry >= 0 && pass.Kind != resume.PassageHeader && !strings.ContainsAny(pass.Text(), "0123456789") {
			d.say(e.roleSentence(e.voiceFor(q), pass.Entry), e.cite(pass.Entry)...) // the passage has no date, its entry has
		}
	}
	if verbsOnly && q.asked.has(askYesNo) {
		d.lead("The résumé doesn’t put it that way; it has: ", "The résumé doesn’t put it that way; it has:")
	}
	return d
}

var (
	anyFigure = regexp.MustCompile(`(?:^|[^\pL\d])\d`)
	percent   = regexp.MustCompile(`\d ?%|\d per ?cent`)
	money     = regexp.MustCompile(`[$€£₹¥] ?\d|\d ?(?:[kKM] )?(?:€|EUR|USD|GBP|CHF|SEK|CAD|dollars?|euros?|pounds?)|(?:INR|USD|EUR|GBP|CHF|CAD|SEK|Rs\.?) ?\d`)
	asksMoney = regexp.MustCompile(`(?i)\bhow much (?:money|did it cost|revenue)\b|\b(?:dollars|euros|pounds|rupees|usd|eur)\b`)
)

// figures is the kind of figure that answers a question for a number.
func (q *query) figures() *regexp.Regexp {
	switch {
	case strings.Contains(q.lower, "percent"):
		return percent
	case asksMoney.MatchString(q.text):
		return money
	}
	return anyFigure
}

// nearKind is what the résumé has of the kind of a thing that it lacks: the degrees
// for a doctorate, the databases for another one.
func (e *Engine) nearKind(q *query, lacking []term) []int {
	for _, t := range lacking {
		if e.isDegree(t) {
			var near []int
			for _, i := range e.entriesOf(resume.EntryEducation) {
				near = append(near, e.cite(i)...)
			}
			return near[:min(2, len(near))]
		}
		best, most := -1, 1
		for _, k := range t.Keys {
			siblings := e.Lexicon.Siblings(k)
			for _, g := range e.Document.Skills {
				n := 0
				for _, s := range siblings {
					if e.keys[g.Passage][s] {
						n++
					}
				}
				if n > most && !e.Document.Passages[g.Passage].Private {
					best, most = g.Passage, n
				}
			}
		}
		if best >= 0 {
			return []int{best}
		}
	}
	return nil
}

// isDegree tells whether a term is an academic degree or a rank of one.
func (e *Engine) isDegree(t term) bool {
	return slices.ContainsFunc(degreeRanks, func(rank string) bool {
		r := e.Lexicon.Terms(rank)[0]
		return slices.ContainsFunc(t.Keys, func(k string) bool { return slices.Contains(r.Keys, k) || slices.Contains(r.Members, k) })
	})
}

// namesThing tells whether a passage has a name or a technology of the question.
func (e *Engine) namesThing(q *query, passage int) bool {
	return slices.ContainsFunc(q.terms, func(t term) bool {
		return t.hard && (isName(t) || slices.ContainsFunc(t.Keys, func(k string) bool { return e.technical[k] })) && e.mentions(passage, t)
	})
}

// below are the bullets nested directly below a bullet.
func (e *Engine) below(passage int) []int {
	var out []int
	for i := range e.Document.Passages {
		if p := &e.Document.Passages[i]; p.Parent == passage && p.Kind == resume.PassageBullet && !p.Private && i != passage {
			out = append(out, i)
		}
	}
	return out
}

// sayBelow lists what is nested below a bullet that only leads a list.
func (e *Engine) sayBelow(d *draft, passage, limit int) {
	below := e.below(passage)
	if n := len(d.lines) - 1; len(below) > 0 {
		d.lines[n].text = strings.TrimRight(d.lines[n].text, ".:") + ":"
	}
	for _, p := range below {
		if text := voice.item(voice{name: e.who(), pronoun: "they"}, &e.Document.Passages[p]); length(d.lines)+len(text) < limit {
			d.item(text, p)
		}
	}
}

// isElsewhere tells whether a passage belongs to another job or study than those a
// question names, and does not speak of them: the grade of the master's degree is
// not that of the bachelor's.
func (e *Engine) isElsewhere(subjects []int, passage int) bool {
	i := e.Document.Passages[passage].Entry
	return len(subjects) > 0 && i >= 0 && names.Held(e.Document.Entries[i].Kind) && !slices.Contains(subjects, i) &&
		slices.ContainsFunc(subjects, func(s int) bool { return names.Held(e.Document.Entries[s].Kind) }) &&
		len(intersect(subjects, e.namedIn[passage])) == 0
}

// opensWith tells whether a line begins with a verb of the question.
func (q *query) opensWith(line string) bool {
	opening := lexicon.Stems(firstWord(line))
	return len(opening) > 0 && slices.ContainsFunc(q.terms, func(t term) bool {
		_, _, verb := lexicon.VerbOf(q.tokens[t.Start].Word)
		return t.hard && verb && q.tokens[t.Start].Stem == opening[0]
	})
}

// besideVerbs tells whether a passage itself speaks of all content words of a
// question but the verbs, and of one at least: "can he bake sourdough" where
// sourdough is listed.
func (e *Engine) besideVerbs(q *query, passage int) bool {
	spoken := 0
	for _, t := range q.terms {
		verb, form, ok := lexicon.VerbOf(q.tokens[t.Start].Word)
		switch {
		case !t.hard:
		case e.mentions(passage, t):
			spoken++
		case !ok || verb.IsNoun() && form != lexicon.Past:
			return false
		}
	}
	return spoken > 0
}

// sharesNoun tells whether a passage or what stands above it has a content word
// of the question that is no verb.
func (e *Engine) sharesNoun(q *query, passage int) bool {
	return slices.ContainsFunc(q.terms, func(t term) bool {
		_, _, verb := lexicon.VerbOf(q.tokens[t.Start].Word)
		return t.hard && !verb && (e.mentions(passage, t) || e.mentionedAbove(passage, t))
	})
}

// together answers for several things that stand in different passages: "does he
// know Kubernetes and Terraform".
func (e *Engine) together(q *query) draft {
	d := draft{status: Answered}
	for _, t := range q.terms {
		if !t.hard {
			continue
		}
		if !isName(t) && !strings.HasPrefix(t.Keys[0], "=") {
			return draft{}
		}
		best := -1
		for i := range e.Document.Passages {
			pass := &e.Document.Passages[i]
			if !pass.Private && pass.Kind != resume.PassageHeader && e.mentions(i, t) && (best < 0 || pass.Entry >= 0 && e.Document.Passages[best].Entry < 0) {
				best = i
			}
		}
		if best < 0 || len(d.lines) >= 4 {
			return draft{}
		}
		if !slices.ContainsFunc(d.lines, func(l line) bool { return slices.Contains(l.passages, best) }) {
			d.item(e.tell(q, &draft{}, best), best)
		}
	}
	return d
}

// about keeps the sentences of a text that speak of the question; "" if none.
func (e *Engine) about(q *query, text string) string {
	if len(lexicon.SentenceSpans(text)) < 2 || strings.Contains(text, "“") {
		return text
	}
	if kept := e.excerpt(q, text, 1<<20); kept != text {
		return kept
	}
	return ""
}

// excerpt keeps the sentences of a long text that speak of the question.
func (e *Engine) excerpt(q *query, text string, limit int) string {
	var keep []string
	n := 0
	for _, s := range lexicon.SentenceSpans(text) {
		part := strings.TrimSpace(text[s.Start:s.End])
		keys := map[string]bool{}
		for _, k := range e.Lexicon.Keys(part) {
			keys[k] = true
		}
		about := slices.ContainsFunc(q.terms, func(t term) bool {
			return t.hard && slices.ContainsFunc(t.Keys, func(k string) bool { return keys[k] })
		})
		if about && n+len(part) < limit {
			keep = append(keep, part)
			n += len(part)
		}
	}
	if len(keep) == 0 {
		return firstSentences(text, limit)
	}
	return strings.Join(keep, " ")
}

func (e *Engine) privateAnswer() draft {
	return draft{status: Private, lines: []line{{text: "The owner of this résumé keeps that private. Please ask them directly."}}}
}
