package rag

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

// voice turns the résumé's own words into sentences about its owner, in the
// third person where that is safe and as a quotation where it is not.
type voice struct {
	name    string // first name, or "the candidate"
	pronoun string // "he", "she", "they"
}

func (e *Engine) voiceFor(q *query) voice {
	v := voice{name: e.names.First, pronoun: q.pronoun}
	if v.name == "" {
		v.name = "The candidate"
	}
	return v
}

func (v voice) possessive() string {
	switch v.pronoun {
	case "he":
		return "his"
	case "she":
		return "her"
	}
	return v.name + "’s"
}

// subject is how a sentence begins that speaks of the person.
func (v voice) subject() string {
	if v.pronoun == "they" {
		return v.name
	}
	return capital(v.pronoun)
}

// notPast guards against -ed words that are no verbs of a line.
var notPast = wordSet(`advanced distributed automated embedded integrated related red need speed based used located experienced
	skilled qualified dedicated motivated detailed licensed certified registered self-employed unpaid paid shared limited applied united`)

// passive are past forms that tell what happened to the person or the work.
var passive = wordSet(`awarded named selected promoted recognized recognised nominated elected invited appointed ranked
	hired featured certified accepted honored honoured chosen admitted adopted cited published trained licensed inducted transferred seconded`)

func wordSet(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// doneBy follows a participle that tells how a thing was made: "Built with Go".
var doneBy = regexp.MustCompile(`^ (?:by|with|in|using|on|for|from|as) `)

// isDone tells whether the words after a participle say how or by whom a thing
// was made; of a job only "by" does, for people act as and work on.
func isDone(after string, project bool) bool {
	return strings.HasPrefix(after, " by ") || project && doneBy.MatchString(after)
}

// ofProjects are past forms that tell what a project did, not its maker.
var ofProjects = wordSet("won received reached served gained earned used adopted handled supported ran grew")

// passage writes a passage as sentences. entry, which may be nil, is what it is
// part of; again tells that the sentence before was of the same entry, which need
// not be named a second time.
func (v voice) passage(p *resume.Passage, entry *resume.Entry, again bool) string {
	body := strings.TrimSpace(p.Body)
	if body == "" {
		return sentence(p.Text())
	}
	if p.Label != "" && isQuoted(body) {
		return sentence(p.Label + ": " + quote(body)) // somebody else's words
	}
	if p.Kind == resume.PassageQuote || isQuoted(body) {
		return sentence("The résumé says: " + quote(body))
	}
	if t, ok := v.thirdPerson(body); ok {
		body = t
	} else if speaksInFirst(body) {
		return sentence("The résumé says: " + quote(body))
	}
	project, where := "", ""
	switch {
	case entry == nil:
	case entry.Kind == resume.EntryProject:
		project = entry.Title
		if !again {
			where = "For " + entry.Title + ", "
		}
	case entry.Org != "" && !again:
		where = "At " + entry.Org + ", "
	}
	first := strings.ToLower(strings.Trim(firstWord(body), ",.;:"))
	switch {
	case project != "" && ofProjects[first], passive[first[strings.LastIndexByte(first, '-')+1:]] || isPast(first) && isDone(strings.TrimPrefix(body, firstWord(body)), project != ""):
		// "Awarded …", "Built by …": what was done, not who did it
		if where != "" {
			where = strings.TrimSuffix(where, ", ") + ": "
		}
		return sentence(where + body)
	case project != "" && isDescription(p.Label) && startsWithArticle(body):
		return sentence(project + " is " + lowerFirst(body))
	case project != "" && isDescription(p.Label) && namesWork.MatchString(body) && !isPast(first):
		if named := strings.Count(namesWork.FindString(body), " ") < 3 && !plainAdjectives[first]; !named {
			return sentence(project + " is " + article(body) + lowerFirst(body))
		}
		return sentence(project + " is " + article(body) + body) // "a Telegram bot"
	}
	if told, ok := v.action(body, entry == nil || entry.Period.Present || entry.Period.IsZero()); ok && (p.Label == "" || project == "" || isDescription(p.Label)) {
		who := v.pronoun
		if v.pronoun == "they" {
			who = v.name
		}
		if where == "" {
			who = capital(who)
		}
		return sentence(where + who + " " + told)
	}
	if told, ok := v.doing(body, entry != nil && entry.Period.Present); ok && project == "" && entry != nil && !entry.Period.IsZero() {
		who := v.pronoun
		if v.pronoun == "they" {
			who = v.name
		}
		switch {
		case p.Label != "":
			return sentence(p.Label + ": " + who + " " + told)
		case where != "":
			return sentence(where + who + " " + told)
		}
		return sentence(capital(who) + " " + told)
	}
	switch {
	case strings.HasSuffix(first, "ing") && len(first) > 5 && p.Label == "" && where != "" && project == "":
		return sentence(where + v.possessive() + " work includes " + lowerFirst(body))
	case p.Label != "" && project != "" && !isDescription(p.Label):
		return sentence(project + " – " + p.Label + ": " + body)
	case project != "" && !again && !strings.HasPrefix(body, project):
		return sentence(project + ": " + body)
	case p.Label != "" && project == "":
		return sentence(p.Label + ": " + body)
	}
	return sentence(body)
}

// namesWork opens a description with what a project is: "Fast log viewer for …".
var namesWork = regexp.MustCompile(`^(?:[\w’'/+-]+ ){0,5}?(?i:tool|platform|library|app|application|service|bot|game|engine|system|framework|website|extension|daemon|editor|viewer|dashboard|assistant|simulator|forecaster|package|plugin|pipeline|tracker|compiler|interpreter|parser|client|server|scraper|crawler|device|prototype)\b(?:[ ,.]|$)`)

var plainAdjectives = wordSet("fast small simple lightweight tiny open-source mobile modern minimal free secure intelligent smart interactive real-time web online internal automated distributed full-stack high-performance")

// gerund is the verb of an -ing form.
func gerund(word string) (lexicon.Verb, bool) {
	stem, ok := strings.CutSuffix(word, "ing")
	if !ok || len(stem) < 2 {
		return lexicon.Verb{}, false
	}
	candidates := []string{stem, stem + "e"}
	if n := len(stem); n > 2 && stem[n-1] == stem[n-2] {
		candidates = append(candidates, stem[:n-1])
	}
	for _, c := range candidates {
		if verb, form, ok := lexicon.VerbOf(c); ok && form == lexicon.Base {
			return verb, true
		}
	}
	return lexicon.Verb{}, false
}

// another -ing form after the first may be a verb of the row or a noun: such a
// line is left as it is.
var another = regexp.MustCompile(`(?:,|\band) [a-z]+ing\b`)

// doing tells a line that opens with an -ing form as the person's doing: "Leading
// drills" as "leads drills".
func (v voice) doing(body string, ongoing bool) (string, bool) {
	first := firstWord(body)
	verb, ok := gerund(strings.ToLower(first))
	if !ok || another.MatchString(body) {
		return "", false
	}
	told := verb.Past
	if ongoing {
		told = verb.Third()
	}
	return told + strings.TrimPrefix(body, first), true
}

var andVerb = regexp.MustCompile(` and ([a-z]+) (to|on|for|with|the|a|an|their)\b`)

// action tells a line that opens with a verb as the person's doing: "ran the
// audit"; a present form in the tense of the entry.
func (v voice) action(body string, ongoing bool) (string, bool) {
	words := strings.SplitN(body, " ", 3)
	first := strings.ToLower(strings.Trim(words[0], ",.;:"))
	next := ""
	if len(words) > 1 {
		next = strings.ToLower(strings.Trim(words[1], ",.;:"))
	}
	verb, form, known := lexicon.VerbOf(first)
	switch {
	case isPast(first):
		return lowerFirst(body), true
	case !known || form == lexicon.Past || len(words) < 2 || strings.HasSuffix(words[0], ":") || !verb.OpensLine(next):
		return "", false
	case form == lexicon.Third:
		if ongoing {
			return lowerFirst(body), true
		}
		return verb.Past + strings.TrimPrefix(body, words[0]), true
	}
	// "Design, build and run …": every verb of the row
	rest := body
	var told strings.Builder
	for {
		word := firstWord(rest)
		bare := strings.ToLower(strings.TrimRight(word, ","))
		verb, form, ok := lexicon.VerbOf(bare)
		if !ok || form != lexicon.Base && verb.Past != verb.Base {
			return told.String() + rest, true
		}
		said := verb.Past
		if ongoing {
			said = verb.Third()
		}
		told.WriteString(said + word[len(bare):])
		rest = rest[len(word):]
		link := ""
		switch {
		case strings.HasSuffix(word, ",") && strings.HasPrefix(rest, " and "), strings.HasPrefix(rest, " and "):
			link = " and "
		case strings.HasSuffix(word, ","):
			link = " "
		default:
			return told.String() + andVerb.ReplaceAllStringFunc(rest, func(m string) string { // "… and report to"
				g := andVerb.FindStringSubmatch(m)
				verb, form, ok := lexicon.VerbOf(g[1])
				if !ok || form != lexicon.Base {
					return m
				}
				if ongoing {
					return " and " + verb.Third() + " " + g[2]
				}
				return " and " + verb.Past + " " + g[2]
			}), true
		}
		told.WriteString(link)
		rest = strings.TrimPrefix(rest, link)
	}
}

// item writes a passage as a list item.
func (v voice) item(p *resume.Passage) string {
	body := strings.TrimSpace(p.Body)
	if t, ok := v.thirdPerson(body); ok {
		body = t
	}
	text := body
	if p.Label != "" && body != "" && !(isDescription(p.Label) && p.Entry >= 0) {
		text = p.Label + ": " + body
	} else if body == "" {
		text = p.Label
	}
	return strings.TrimRight(text, " ")
}

var (
	firstPerson   = regexp.MustCompile(`(?:^|[^\w'’])(?:(?i:my|me|mine|myself|we|our)\b|us\b|I['’])`)
	iVerb         = regexp.MustCompile(`(^|[^\w'’])I (?:(currently|actively|also|often|regularly|now|have|am|was|had|will|can) )?([a-z]+)((?:, [a-z]+)*,? and [a-z]+)?`)
	sentenceStart = regexp.MustCompile(`\. (?:he|she|they|his|her) `)
	verbWord      = regexp.MustCompile(`[a-z]+`)
)

// speaksInFirst tells whether a text is in the first person: by its pronouns, or by
// an I that is no numeral.
func speaksInFirst(text string) bool {
	if firstPerson.MatchString(text) {
		return true
	}
	return slices.ContainsFunc(iVerb.FindAllStringSubmatchIndex(text, -1), func(at []int) bool { return !isNumeral(text, at) })
}

// isNumeral tells the I of "Level I trauma" and "Engineer I" from the pronoun: by
// the word before it, which counts things or is a name within a sentence.
// at is a match of iVerb.
func isNumeral(text string, at []int) bool {
	if nounEnds[text[at[6]:at[7]]] {
		return true // "Engineer I at …"
	}
	before := strings.TrimRight(text[:at[0]], " ")
	start := strings.LastIndexAny(before, " \t\n(") + 1
	word := before[start:]
	first, _ := utf8.DecodeRuneInString(word)
	opens := strings.TrimSpace(before[:start]) == "" || strings.ContainsRune(".!?:;", rune(strings.TrimSpace(before[:start])[len(strings.TrimSpace(before[:start]))-1]))
	return countedBy[strings.ToLower(word)] || unicode.IsUpper(first) && unicode.IsLetter(rune(word[len(word)-1])) && !opens
}

var countedBy = wordSet("level type phase grade class tier stage part category volume chapter title step module war calculus physics chemistry analysis algebra")

// thirdPerson rewrites "I serve", "I am", "my" for the person, and reports false
// when anything of the first person is left.
func (v voice) thirdPerson(text string) (string, bool) {
	if !speaksInFirst(text) {
		return text, true
	}
	text = strings.NewReplacer("I'm ", "I am ", "I’m ", "I am ", "I've ", "I have ", "I’ve ", "I have ").Replace(text)
	done := 0
	numerals, n := []bool{}, -1
	for _, at := range iVerb.FindAllStringSubmatchIndex(text, -1) {
		numerals = append(numerals, isNumeral(text, at))
	}
	text = iVerb.ReplaceAllStringFunc(text, func(m string) string {
		if n++; numerals[n] {
			return m
		}
		g := iVerb.FindStringSubmatch(m)
		who := v.name
		if done > 0 && v.pronoun != "they" {
			who = v.pronoun
		}
		done++
		adverb, verb := g[2], g[3]
		switch adverb {
		case "am":
			return g[1] + who + " is " + verb + g[4]
		case "have":
			return g[1] + who + " has " + verb + g[4]
		case "was", "had", "will", "can":
			return g[1] + who + " " + adverb + " " + verb + g[4]
		case "":
		default:
			who += " " + adverb
		}
		more := verbWord.ReplaceAllStringFunc(g[4], func(w string) string {
			if w == "and" {
				return w
			}
			return conjugate(w)
		})
		return g[1] + who + " " + conjugate(verb) + more
	})
	own := v.possessive()
	text = replaceWord(text, "my", own)
	text = replaceWord(text, "My", capital(own))
	text = sentenceStart.ReplaceAllStringFunc(text, func(m string) string { return m[:2] + capital(m[2:]) })
	return text, !speaksInFirst(text)
}

func replaceWord(text, from, to string) string {
	return regexp.MustCompile(`\b`+from+`\b`).ReplaceAllLiteralString(text, to)
}

// conjugate puts a verb that followed "I" into the third person singular.
func conjugate(verb string) string {
	if isPast(verb) || auxiliaries[verb] {
		return verb
	}
	return lexicon.Verb{Base: verb}.Third()
}

var auxiliaries = wordSet("was had could would did will can may must should")

// isPast tells a past form, irregular or in -ed, from other words.
func isPast(word string) bool {
	word = word[strings.LastIndexByte(word, '-')+1:] // co-architected
	if verb, form, ok := lexicon.VerbOf(word); ok {
		return form == lexicon.Past && (word != verb.Participle || word == verb.Past) && !notPast[word]
	}
	return strings.HasSuffix(word, "ed") && len(word) > 4 && !notPast[word] && !strings.HasSuffix(word, "eed")
}

func isDescription(label string) bool {
	switch strings.ToLower(label) {
	case "description", "summary", "about", "overview", "what", "purpose", "capabilities", "performance", "":
		return true
	}
	return false
}

func startsWithArticle(s string) bool {
	w := strings.ToLower(firstWord(s))
	return w == "a" || w == "an" || w == "the"
}

func isQuoted(s string) bool {
	s = strings.Trim(s, " *_.")
	return len(s) > 2 && (strings.HasPrefix(s, `"`) && strings.HasSuffix(s, `"`) || strings.HasPrefix(s, "“") && strings.HasSuffix(s, "”"))
}

func quote(s string) string { return "“" + strings.Trim(s, " \"“”*_") + "”" }

// sentence makes a text start with a capital and end with a stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return s
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "”\""))
	if !strings.ContainsRune(".!?…:", last) {
		s += "."
	}
	return capital(s)
}

// capital upper-cases the first letter of a plain word; names such as "iOS" or
// "financebud.io" keep theirs.
func capital(s string) string {
	w := firstWord(s)
	if strings.ContainsFunc(w, unicode.IsUpper) || strings.Contains(strings.Trim(w, ".,"), ".") {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// lowerFirst lower-cases the first letter unless the word is a name.
func lowerFirst(s string) string {
	w := firstWord(s)
	if len(w) > 1 && strings.ContainsFunc(w[1:], unicode.IsUpper) {
		if i := strings.IndexByte(w, '-'); i < 0 || strings.ContainsFunc(w[1:i], unicode.IsUpper) {
			return s
		}
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

func firstWord(s string) string {
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		return s[:i]
	}
	return s
}

// join lists names as people write them: "a, b and c".
func join(list []string) string {
	switch len(list) {
	case 0:
		return ""
	case 1:
		return list[0]
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

// firstSentences cuts a text after the last whole sentence within limit bytes.
func firstSentences(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	cut := 0
	for _, s := range lexicon.SentenceSpans(text) {
		if s.End > limit {
			break
		}
		cut = s.End
	}
	if comma := strings.LastIndex(text[:limit], ", "); cut == 0 && comma > limit/2 {
		return text[:comma] // at a clause, which needs no mark
	}
	if cut == 0 {
		cut = strings.LastIndexAny(text[:limit], " ")
		if cut <= 0 {
			return ""
		}
		return strings.TrimRight(text[:cut], " ,;") + " …"
	}
	return strings.TrimSpace(text[:cut])
}

// contentStems are the stems of a text's content words.
func (e *Engine) contentStems(text string) []string {
	var out []string
	for _, t := range lexicon.Tokens(text) {
		if e.Lexicon.ClassOf(t) == lexicon.Content {
			out = append(out, t.Stem)
		}
	}
	return out
}
