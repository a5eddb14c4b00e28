package rag

import (
	"cmp"
	_ "embed"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"resumebot/internal/index"
	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/rag/number"
	"resumebot/internal/resume"
)

// asked is what kind of thing a question wants to know.
type asked uint

const (
	askWhen asked = 1 << iota
	askStart
	askEnd
	askHowLong
	askWhere
	askNumber
	askYesNo
	askList
	askCurrent
	askFirst
	askLast
	askLongest
	askTitle
	askStack
	askBefore
)

func (a asked) has(b asked) bool { return a&b != 0 }

// term is a word of the question that an answer must account for.
type term struct {
	lexicon.Term
	known bool // the résumé has it, or things of the kind it names
	named bool // it is part of the name of an entry
	hard  bool // a name, a thing or a rare word; not one of the words that questions are made of
}

// query is an understood question.
type query struct {
	text    string
	lower   string
	pronoun string // "he", "she" or "they", as the visitor speaks of the person
	words   []string
	tokens  []lexicon.Token
	terms   []term
	asked   asked
	kinds   []resume.EntryKind // sorts of entries the question is about
	named   []int              // entries it names
	titled  []int              // entries whose title it names
	focus   []int              // entries of the turns before that it speaks of
	carried bool               // it leans on the turn before
	bare    bool               // it is a question word and hardly more: "and when?"
	subject string             // the turn before, where it leans on it
}

// kindWords are the words for kinds of entries.
var kindWords = names.KindWords

// workplaces are sorts of employers; a question for them is one for jobs where
// the résumé does not use the word itself.
var workplaces = lexicon.StemSet("hospital clinic restaurant kitchen hotel firm agency startup studio lab laboratory shop store bank practice ward newspaper theatre factory plant ministry ngo business")

// kindOrder is the order in which the kinds a question names are tried.
var kindOrder = []resume.EntryKind{
	resume.EntryWork, resume.EntryEducation, resume.EntryProject, resume.EntryCertificate,
	resume.EntryAward, resume.EntryPublication, resume.EntryVolunteer,
}

// read understands a question by itself.
func (e *Engine) read(text string) *query {
	q := &query{text: strings.TrimSpace(text)}
	if q.text == strings.ToUpper(q.text) {
		q.text = strings.ToLower(q.text) // shouted
	}
	q.lower = strings.ToLower(q.text)
	q.tokens = lexicon.Tokens(q.text)
	for _, t := range q.tokens {
		q.words = append(q.words, t.Word)
	}
	q.correct(e)
	terms := e.Lexicon.Terms(q.text)
	var used map[int]bool
	q.named, q.titled, used = e.names.Find(q.tokens, terms)
	for _, t := range terms {
		if t.Class == lexicon.Stop || e.isPerson(q.tokens[t.Start:t.End]) {
			continue
		}
		if t.Start+1 == t.End && strings.HasPrefix(q.tokens[t.Start].Word, "language") && (!slices.ContainsFunc(t.Members, e.Index.Has) || slices.ContainsFunc(q.tokens, e.isSpoken)) || slices.Contains(q.words, "speak") || slices.Contains(q.words, "speaks") || slices.Contains(q.words, "spoken") || slices.Contains(q.words, "fluent") {
			if len(t.Members) > 0 && strings.HasPrefix(t.Text, "language") {
				t = e.Lexicon.Terms(spokenLanguage)[0]
				t.Start, t.End = len(q.tokens)-1, len(q.tokens)
			}
		}
		q.terms = append(q.terms, e.weigh(t, used))
	}
	q.form()
	return q
}

// promote lets plain words count as content where a question has nothing else:
// "has he managed people".
func (q *query) promote() {
	if hasHard(q) {
		return
	}
	for i := range q.terms {
		q.terms[i].hard = !askWords[strings.ToLower(q.terms[i].Text)]
	}
}

// smallNumber says how many are wanted: "the 3 verticals".
var smallNumber = regexp.MustCompile(`^1?\d$`)

//go:embed asking.txt
var askingFile string

// asking are the words of asking.txt.
var asking = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for line := range dataLines(askingFile) {
		maps.Copy(out, wordSet(line))
	}
	return out
})

// askWords are soft words that only say that something is asked.
var askWords = wordSet("well anyone anybody someone somebody achievement achievements accomplishment accomplishments duty duties task tasks highlight highlights percentage percent amount fluently anything something everything nothing else ever still yet now longest shortest first last big small old yourself wat name names question answer tell describe explain list resume cv background summary summarize summarise overview detail details information info quick quickly short brief briefly current currently now recent last latest first previous previously past person candidate individual experience work works worked working job jobs role roles position positions career years year months month long time company companies employer employers project projects skill skills know knows like start started join joined leave left finish finished end ended complete completed use uses used using get got do doing did called live lives based study studied attend attended")

// weigh finds out what a term means to this résumé.
func (e *Engine) weigh(t lexicon.Term, used map[int]bool) term {
	out := term{Term: t, hard: t.Class == lexicon.Content && !asking()[strings.ToLower(t.Text)] && !smallNumber.MatchString(t.Text)}
	for i := t.Start; i < t.End; i++ {
		out.named = out.named || used[i]
	}
	for _, k := range t.Keys {
		out.known = out.known || e.Index.Has(k)
	}
	for _, m := range t.Members {
		out.known = out.known || e.Index.Has(m)
	}
	if !out.known && t.End-t.Start == 1 && len(t.Keys[0]) > 3 {
		if v := e.vocabulary.version(t.Keys[0]); v != "" {
			out.Keys, out.known = append([]string{lexicon.Stem(v)}, out.Keys...), true
		}
	}
	if t.Keys[0] == e.spokenKey {
		out.known = slices.ContainsFunc(t.Members, e.Index.Has)
	}
	out.known = out.known || out.named
	return out
}

// isSpoken tells whether a word is a language that people speak, or says so.
func (e *Engine) isSpoken(t lexicon.Token) bool {
	return t.Word == "native" || t.Word == "foreign" || t.Word == "mother" || slices.Contains(e.Lexicon.Terms(spokenLanguage)[0].Members, t.Stem)
}

func (e *Engine) isPerson(tokens []lexicon.Token) bool {
	for _, t := range tokens {
		if !e.names.Person[t.Stem] {
			return false
		}
	}
	return true
}

// form tells what is asked from the function words.
func (q *query) form() {
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(q.words, w) })
	}
	says := func(phrases ...string) bool {
		return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(" "+q.lower+" ", p) })
	}
	set := func(a asked, when bool) {
		if when {
			q.asked |= a
		}
	}
	q.pronoun = cmp.Or(pronounIn(q.words), "they")
	set(askWhen, has("when") || says("what year", "which year", "which month", "what month", "what date", "which date", "since when", "dates of", "what dates", "time period", "what period"))
	set(askStart, has("join", "joined", "start", "started", "begin", "began", "begun", "since", "enrol", "enroll", "enrolled"))
	set(askEnd, has("finish", "finished", "end", "ended", "leave", "left", "graduate", "graduated", "complete", "completed", "until", "quit", "graduation"))
	set(askHowLong, says("how long", "how many years", "how many months", "how much time", "how much experience", "years of", "yrs", "years as", "years in", "number of years", "total time", "time at ", "time with ", "time spent", "duration", "tenure", " yoe"))
	set(askWhere, has("where", "city", "country", "location", "located", "based"))
	set(askNumber, says("how many", "how much", "number of", "what percent", "percentage", "how big", "how large", "how high", "how fast"))
	set(askCurrent, has("current", "currently", "now", "present", "presently", "nowadays", "today", "rn", "atm") || says("these days", "at the moment", "right now") || strings.HasPrefix(q.lower, "where does") && has("work"))
	set(askCurrent, worksNow.MatchString(q.text) && has("where", "which", "what", "who"))
	set(askCurrent, theirEmployer.MatchString(q.text) && !has("first", "last", "previous", "former", "past", "before"))
	set(askFirst, has("first", "earliest", "oldest", "originally"))
	set(askFirst, q.asked.has(askStart) && has("career"))
	set(askLast, has("last", "latest", "recent", "recently", "newest"))
	if q.asked.has(askFirst) && q.asked.has(askLast) {
		q.asked &^= askFirst | askLast // "from the latest to the first"
	}
	set(askLongest, has("longest"))
	set(askBefore, has("before", "prior", "previous", "previously", "past", "former", "formerly", "earlier"))
	set(askTitle, has("role", "title", "position", "job", "designation", "occupation", "trade", "profession"))
	set(askStack, says("built with", "built on", "made with", "written in", "built using", "build with", "tech stack", "stack", "what language", "which language", "what framework", "which framework", "what tech", "which tech", "technologies", "what tools", "which tools", "coded in", "uses", " use", "programmed in", "developed in", "developed with"))
	set(askYesNo, asksWhether(q))
	set(askList, has("list", "which", "all", "every") || says("what are", "what all", "name the", "name all", "tell me the"))
	if h := q.head(); h >= 0 && !q.asked.has(askYesNo) && !slices.ContainsFunc(q.words, func(w string) bool { return questionOpeners[w] }) {
		set(askList, strings.HasSuffix(q.words[h], "s") || slices.ContainsFunc(q.words, func(w string) bool { return collective[w] })) // "web technologies he lists", "container tech?"
	}
	for i, w := range q.words {
		if i > 0 && (w == "skills" || w == "projects" || w == "languages" || w == "tools" || strings.HasSuffix(w, "s") && len(w) > 3 && !yesNoOpeners[w] && (q.words[i-1] == "what" || q.words[i-1] == "which")) {
			q.asked |= askList
		}
	}
	for _, kind := range kindOrder {
		for _, t := range q.tokens {
			if kindWords[kind][t.Stem] && !slices.Contains(q.kinds, kind) {
				q.kinds = append(q.kinds, kind)
			}
		}
	}
	if slices.Contains(q.kinds, resume.EntryWork) && has("worked", "employed", "employers", "companies") {
		q.kinds = slices.DeleteFunc(q.kinds, func(k resume.EntryKind) bool {
			return k == resume.EntryEducation && !slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool {
				return kindWords[resume.EntryEducation][t.Stem] && t.Stem != "institut"
			})
		})
	}
	if len(q.kinds) == 0 && has("which", "what", "list", "all", "where") && slices.ContainsFunc(q.tokens, func(t lexicon.Token) bool { return workplaces[t.Stem] }) {
		q.kinds = []resume.EntryKind{resume.EntryWork}
	}
}

// collective are nouns for many things.
var collective = wordSet("tech stack toolbelt toolbox toolkit toolset skillset arsenal software equipment hardware kit")

// pronounFor is how to speak of the person: as the visitor does, now or in an
// earlier turn, or as the résumé's own summary does, else by name ("they").
func (e *Engine) pronounFor(question Question) string {
	if p := pronounIn(wordsOf(question.Text)); p != "" {
		return p
	}
	for _, t := range slices.Backward(question.History) {
		if p := pronounIn(wordsOf(t.Question)); p != "" {
			return p
		}
	}
	return cmp.Or(e.names.Pronoun, "they")
}

// pronounIn is the one pronoun of the third person singular that words hold,
// "" where they have none or both.
func pronounIn(words []string) string {
	he := slices.ContainsFunc(words, func(w string) bool { return w == "he" || w == "his" || w == "him" || w == "hes" || w == "himself" })
	she := slices.ContainsFunc(words, func(w string) bool {
		return w == "she" || w == "her" || w == "hers" || w == "shes" || w == "herself"
	})
	switch {
	case he && !she:
		return "he"
	case she && !he:
		return "she"
	}
	return ""
}

func wordsOf(text string) []string {
	var out []string
	for _, t := range lexicon.Tokens(text) {
		out = append(out, t.Word)
	}
	return out
}

// worksNow asks in the present tense for the employer: "which company does he work
// for".
var worksNow = regexp.MustCompile(`(?i)\bdoes (?:\w+ ){1,2}?(?:currently )?work(?: for| at| now| today| currently)?\s*\??$`)

// theirEmployer asks for the one employer of today: "the name of her company".
var theirEmployer = regexp.MustCompile(`(?i)\b(?:his|her|their) (?:own )?(?:company|employer|workplace|firm|trade|profession)\b`)

// carry gives a question the subject of the turns before where it has a
// pronoun for a thing, or nothing of its own to look for.
func (e *Engine) carry(q *query, history []Turn) {
	const most = 4 // turns looked back
	if len(history) > most {
		history = history[len(history)-most:]
	}
	if n := len(history); n > 0 && (e.varies(q, history[n-1].Question) || e.picks(q, history[n-1].Answer)) {
		return
	}
	if len(q.named)+len(q.titled) > 0 {
		return
	}
	if !q.leans() {
		return
	}
	for i := len(history) - 1; i >= 0; i-- {
		before := e.read(history[i].Question)
		focus := before.named
		if len(focus) == 0 {
			focus = before.titled
		}
		if len(focus) == 0 {
			focus = e.resolve(before)
		}
		if len(focus) == 0 && history[i].Answer != "" {
			focus, _, _ = e.names.Find(lexicon.Tokens(history[i].Answer), nil)
			if len(focus) > 1 {
				focus = nil
			}
		}
		if focus = e.ofAskedKind(q, focus); focus == nil && len(q.kinds) > 0 {
			return // "where did she study?" after a question about a job
		}
		if len(focus) == 0 && !hasHard(q) && hasHard(before) {
			e.complete(q, before)
			return
		}
		if len(focus) > 0 || i == 0 || hasHard(before) {
			q.focus, q.carried, q.subject = focus, true, before.text
			return
		}
	}
}

// variation opens a question that asks the one before it again about something
// else: "and in 2015?", "what about Acme?", "no sorry, I meant 2010".
var variation = regexp.MustCompile(`(?i)^(?:(?:no|oh|ok|okay|sorry|and|what about|how about|also|then|i mean|i meant|make that|or)\b[ ,]*)+(?:in|at|for|with|of|from|during)?\s*(.{2,60}?)\s*\??$`)

// varies reads a question that only puts another year or name in place of that
// of the turn before as that turn's question.
func (e *Engine) varies(q *query, before string) bool {
	m := variation.FindStringSubmatch(q.text)
	if m == nil {
		return false
	}
	if year := yearInside.FindString(before); year != "" && number.Year.MatchString(m[1]) {
		*q = *e.read(strings.Replace(before, year, m[1], 1))
		return true
	}
	last := e.read(before)
	if q.asked&^askList == 0 && len(q.named) > 0 && len(last.named) > 0 && last.asked != 0 && !slices.ContainsFunc(q.terms, func(t term) bool { return t.hard && !t.named }) {
		q.asked = last.asked
	}
	return false
}

var (
	picking = regexp.MustCompile(`(?i)\b(?:of (?:the|these|those|them|all)\b|which one|which (?:is|was|came)\b|the (?:oldest|newest|latest|longest|first|last)\b)`)
	newer   = regexp.MustCompile(`(?i)\b(?:newest|newer|more recent|most recent|latest|later)\b`)
	older   = regexp.MustCompile(`(?i)\b(?:oldest|older|earlier|earliest|first)\b`)
)

// picks answers "which of them is the newest" from the entries that the answer
// before told of.
func (e *Engine) picks(q *query, told string) bool {
	oldest := older.MatchString(q.text)
	ranks := oldest || newer.MatchString(q.text) || q.asked.has(askFirst|askLast|askLongest)
	if !ranks || !picking.MatchString(q.text) || len(q.named) > 0 {
		return false
	}
	named, _, _ := e.names.Find(lexicon.Tokens(told), nil)
	named = slices.DeleteFunc(named, func(i int) bool { return e.Document.Entries[i].Period.IsZero() })
	if len(named) < 2 {
		return false
	}
	slices.SortStableFunc(named, func(a, b int) int {
		return monthOf(firstDate(e.Document.Entries[b].Period)) - monthOf(firstDate(e.Document.Entries[a].Period))
	})
	switch {
	case q.asked.has(askLongest):
		named = e.longest(named)
	case oldest:
		named = named[len(named)-1:]
	}
	q.focus, q.carried, q.asked, q.kinds = named[:1], true, 0, nil
	return true
}

// complete reads a question that has nothing of its own to look for together with
// the turn it leans on, asking what itself asks: "does he tick those boxes?".
func (e *Engine) complete(q *query, before *query) {
	whole := e.read(before.text + " " + q.text)
	whole.asked, whole.lower = q.asked, q.lower
	if len(q.kinds) > 0 {
		whole.kinds = q.kinds
	}
	whole.carried = true
	*q = *whole
}

// ofAskedKind leaves of the entries in focus those of a kind that the question
// asks about.
func (e *Engine) ofAskedKind(q *query, focus []int) []int {
	if len(q.kinds) == 0 {
		return focus
	}
	var out []int
	for _, i := range focus {
		if slices.Contains(q.kinds, e.Document.Entries[i].Kind) {
			out = append(out, i)
		}
	}
	return out
}

// leans tells whether a question needs the one before it: it has a pronoun for a
// thing, or hardly anything of its own to look for.
func (q *query) leans() bool {
	own := 0
	for _, t := range q.terms {
		if t.hard {
			own++
		}
	}
	thing := slices.ContainsFunc(q.words, func(w string) bool { return thingPronouns[w] })
	if !thing && pronounIn(q.words) != "" && (q.words[0] == "who" || placeWords.MatchString(q.text)) {
		return false // "who is he", "where is she based"
	}
	if len(q.kinds) > 0 && !thing && (slices.Contains(q.words, "every") || slices.Contains(q.words, "all")) {
		return false // "every qualification"
	}
	opener := len(q.words) > 0 && followers[q.words[0]] && len(q.words) <= 6
	return thing || own == 0 && !q.asked.has(askCurrent) || opener && own <= 1 || len(q.words) <= 4 && own <= 1
}

var (
	thingPronouns = wordSet("it its that this there those these them they then same one ones")
	followers     = wordSet("and also what how why or but since")
)

func hasHard(q *query) bool {
	return slices.ContainsFunc(q.terms, func(t term) bool { return t.hard })
}

// resolve finds the entry that a question describes instead of naming it:
// "where does he work now".
func (e *Engine) resolve(q *query) []int {
	kind := resume.EntryKind("")
	if len(q.kinds) > 0 {
		kind = q.kinds[0]
	}
	if kind == "" || hasHardBeyond(q, kind) {
		return nil
	}
	entries := e.entriesOf(kind)
	switch {
	case len(entries) == 0:
		return nil
	case q.asked.has(askFirst):
		return entries[len(entries)-1:]
	case q.asked.has(askCurrent) || q.asked.has(askLast) || len(entries) == 1:
		return entries[:1]
	}
	return nil
}

// hasHardBeyond tells whether a question has content besides the words for a
// kind of entry.
func hasHardBeyond(q *query, kind resume.EntryKind) bool {
	return slices.ContainsFunc(q.terms, func(t term) bool {
		return t.hard && !kindWords[kind][q.tokens[t.Start].Stem]
	})
}

// searchQuery is what the index is asked: the question's own words, synonyms
// and members of the kinds it names at lower weight, and the turn before at
// lower weight still where the question leans on it.
func (e *Engine) searchQuery(q *query) index.Query {
	text := q.text
	var keys []index.WeightedKey
	add := func(terms []term, weight float64) {
		for _, t := range terms {
			w := weight
			if !t.hard {
				w *= 0.4
			}
			for _, k := range t.Keys {
				keys = append(keys, index.WeightedKey{Key: k, Weight: w})
			}
			if t.End-t.Start > 1 {
				for _, tok := range lexicon.Tokens(t.Text) {
					keys = append(keys, index.WeightedKey{Key: tok.Stem, Weight: w * 0.5})
				}
			}
			for _, m := range t.Members {
				keys = append(keys, index.WeightedKey{Key: m, Weight: w * 0.3})
			}
		}
	}
	add(q.terms, 1)
	if q.carried {
		text = q.subject + " " + q.text
		add(e.read(q.subject).terms, 0.6)
	}
	if len(keys) == 0 {
		keys = []index.WeightedKey{}
	}
	return index.Query{Text: text, Keys: keys}
}
