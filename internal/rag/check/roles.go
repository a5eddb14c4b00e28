package check

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/rag/number"
	"resumebot/internal/resume"
)

// checkEntry wants what a sentence says of an employer or a school to be that
// entry's: cited passages of it, and its title.
func (e *Checker) checkEntry(s statement, cited []int) error {
	var at []int // named entries that the cited passages are of
	for _, n := range s.named {
		x := &e.Document.Entries[n]
		if !slices.ContainsFunc(cited, func(p int) bool { return e.isOf(p, []int{n}) }) {
			if slices.ContainsFunc(s.named, func(m int) bool {
				return m != n && e.sameName(m, n) && slices.ContainsFunc(cited, func(p int) bool { return e.isOf(p, []int{m}) })
			}) {
				continue // another entry of that name is meant
			}
			return fmt.Errorf("is told of %s, which no cited passage is about", entryName(x))
		}
		if names.Held(x.Kind) {
			at = append(at, n)
		}
	}
	if len(at) == 0 {
		return nil
	}
	for i := range e.Document.Entries {
		x := &e.Document.Entries[i]
		if x.Title == "" || !names.Held(x.Kind) || slices.Contains(at, i) || !containsPhrase(s.text, x.Title) {
			continue
		}
		if !slices.ContainsFunc(at, func(n int) bool { return containsPhrase(e.Document.Entries[n].Title, x.Title) }) &&
			!slices.ContainsFunc(cited, func(p int) bool { return e.Document.Passages[p].Entry == i }) {
			return fmt.Errorf("gives the title %q, which belongs to another entry", x.Title)
		}
	}
	return nil
}

// sameName tells whether two entries share a word that names organisations, so
// that a sentence with it may mean either.
func (e *Checker) sameName(a, b int) bool {
	other := lexicon.Stems(e.Document.Entries[b].Org)
	return slices.ContainsFunc(lexicon.Stems(e.Document.Entries[a].Org), func(s string) bool { return !names.Generic[s] && slices.Contains(other, s) })
}

// roleNouns say what somebody is at work.
var roleNouns = lexicon.WordSet(`manager engineer developer director officer executive president chief head lead leader consultant
	analyst architect designer teacher professor lecturer researcher scientist nurse matron doctor physician surgeon lawyer
	attorney counsel judge clerk associate partner principal chef cook electrician foreman contractor apprentice intern
	trainee assistant administrator coordinator specialist advisor adviser supervisor owner founder cofounder ceo cto cfo
	coo cio vp accountant auditor treasurer secretary chair chairman chairwoman chairperson convener editor author writer
	journalist fellow postdoc tutor mentor instructor trainer programmer technician mechanic pilot driver
	sergeant captain dean rector minister banker broker trader freelancer expert sre master bachelor graduate resident registrar`)

// weakens are the words of a title that may not be left out of it.
var weakens = lexicon.WordSet("intern internship assistant associate deputy vice junior trainee apprentice interim acting student co aspiring graduate")

var roleSlot = regexp.MustCompile(`\b(?:[Aa]s|[Ii]s|[Ww]as|[Bb]een|[Bb]eing|[Bb]ecame|[Bb]ecome|[Nn]amed|[Aa]ppointed|[Mm]ade|[Pp]romoted to|[Rr]emains) (?:(?:currently|now|also|presently|still|formerly|previously|later|then|both|named|appointed|elected|chosen|made) )*(?:an? |the |his |her |their |its )?([\w&/+'’. -]+)`)

var roleEnd = regexp.MustCompile(`(?i) (?:at|for|with|of|from|in|on|and|who|where|since|until|between|to|by|he|she|they|is|was|has|which|whose|that|as|worked|works|joined)\b|[.,;](?: |$)`)

// checkRoles wants the role that a sentence gives to be a title of the entries
// that it is about, or what their passages call the person: nothing added to it,
// and "assistant" and the like not left out.
func (e *Checker) checkRoles(s statement, ev evidence) error {
	for _, m := range roleSlot.FindAllStringSubmatch(s.text, -1) {
		role := m[1]
		if end := roleEnd.FindStringIndex(" " + role); end != nil {
			role = (" " + role)[:end[0]]
		}
		tokens := lexicon.Tokens(role)
		last := -1
		for i, t := range tokens {
			if roleNouns[t.Word] {
				last = i
			}
		}
		if last < 0 || len(tokens) > 7 {
			continue
		}
		role = role[:tokens[last].End]
		if err := e.isRole(s, ev, role); err != nil {
			return err
		}
	}
	return nil
}

func (e *Checker) isRole(s statement, ev evidence, role string) error {
	terms := e.Lexicon.Terms(role)
	titles := e.titles(s, ev)
	for i := range e.Document.Entries {
		if x := &e.Document.Entries[i]; names.Held(x.Kind) && !slices.Contains(ev.entries, x) && strings.EqualFold(strings.TrimSpace(role), x.Title) && len(titles) > 0 && !slices.ContainsFunc(titles, func(t string) bool { return strings.EqualFold(t, x.Title) }) {
			return fmt.Errorf("gives the title %q, which belongs to another entry", x.Title)
		}
	}
	for _, title := range titles {
		words, keys := wordsIn(title), keySet(e.Lexicon, title)
		if slices.ContainsFunc(terms, func(t lexicon.Term) bool {
			return t.Class != lexicon.Stop && !hasAll(words, t.Text) && !slices.ContainsFunc(t.Keys, func(k string) bool { return strings.HasPrefix(k, "=") && keys[k] })
		}) {
			continue
		}
		for w := range words {
			if weakens[w] && !slices.ContainsFunc(s.tokens, func(t lexicon.Token) bool { return strings.HasPrefix(t.Word, w) }) {
				return fmt.Errorf("leaves %q out of the title %q", w, title)
			}
		}
		return nil
	}
	if calledSo(ev.own, role) {
		return nil
	}
	return fmt.Errorf("%q is no title in the cited passages", strings.TrimSpace(role))
}

// titles are what the entries of the evidence, or those that a sentence names,
// call the person.
func (e *Checker) titles(s statement, ev evidence) []string {
	var out []string
	for _, x := range ev.entries {
		if !slices.ContainsFunc(s.named, func(n int) bool { return names.Held(e.Document.Entries[n].Kind) }) ||
			slices.ContainsFunc(s.named, func(n int) bool { return e.Document.Entries[n].Org == x.Org }) {
			out = append(out, x.Title)
		}
	}
	return out
}

func wordsIn(text string) map[string]bool {
	out := map[string]bool{}
	for _, t := range lexicon.Tokens(text) {
		out[t.Word] = true
	}
	return out
}

func hasAll(words map[string]bool, text string) bool {
	return !slices.ContainsFunc(lexicon.Tokens(text), func(t lexicon.Token) bool {
		return !words[t.Word] && !words[strings.TrimSuffix(t.Word, "s")]
	})
}

// others stand before somebody else than the person: "report to the CFO".
var others = lexicon.WordSet("to with by under for from of between among against")

// calledSo tells whether a text gives the person a role in its own words.
func calledSo(text, role string) bool {
	want := lexicon.Tokens(role)
	have := lexicon.Tokens(text)
	for i := 0; i+len(want) <= len(have); i++ {
		if slices.EqualFunc(have[i:i+len(want)], want, func(a, b lexicon.Token) bool { return a.Word == b.Word }) {
			before := i - 1
			for before >= 0 && (have[before].Word == "the" || have[before].Word == "a" || have[before].Word == "an" || have[before].Word == "his" || have[before].Word == "her") {
				before--
			}
			if before < 0 || !others[have[before].Word] && have[before].Word != "i" && !actors[have[before].Word] {
				return true
			}
		}
	}
	return false
}

var (
	workedFor  = regexp.MustCompile(`\b(?:[Ww]ork(?:s|ed|ing)?|[Ee]mployed|[Ee]mployee|[Jj]ob|[Rr]ole|[Pp]osition|[Ii]ntern(?:s|ed|ing|ship)?|[Cc]areer|[Ss]erv(?:es|ed|ing)|[Ff]reelanc\w+)\b[^,;.]{0,70}?\b(?:at|for|by) (?:the )?((?:[A-Z][\w&'’.-]*)(?: (?:of |and |& |de |du |la )?[A-Z][\w&'’.-]*)*)`)
	joinedOrg  = regexp.MustCompile(`\b(?:[Jj]oin(?:s|ed|ing)?|[Ll]eft|[Ll]eaving|[Qq]uit) (?:the )?((?:[A-Z][\w&'’.-]*)(?: (?:of |and |& |de |du |la )?[A-Z][\w&'’.-]*)*)`)
	degreeFrom = regexp.MustCompile(`(?i:\b(?:degree|diploma|bachelor(?:['’]?s)?|master(?:['’]?s)?|ph\.?d\.?|doctorate|mba|graduat\w+|alum\w+|b\.?sc\.?|m\.?sc\.?|b\.?tech\.?|m\.?tech\.?|m\.?a\.?|b\.?a\.?)\b)[^;]{0,70}?\b(?:from|at) (?:the )?((?:[A-Z][\w&'’.-]*)(?: (?:of |and |& |de |du |la )?[A-Z][\w&'’.-]*)*)`)
)

// checkPlaces wants the name behind "worked at" to be of an employer, that behind
// "degree from" of a school, and that behind "in" to be no piece of a longer name.
func (e *Checker) checkPlaces(s statement, ev evidence) error {
	for _, m := range append(workedFor.FindAllStringSubmatch(s.text, -1), joinedOrg.FindAllStringSubmatch(s.text, -1)...) {
		if !e.isOrg(m[1], ev, func(k resume.EntryKind) bool { return k != resume.EntryProject }) && !followsAt(ev.own, m[1]) {
			return fmt.Errorf("%q is no employer in the cited passages", m[1])
		}
	}
	for _, m := range degreeFrom.FindAllStringSubmatch(s.text, -1) {
		if !e.isOrg(m[1], ev, func(k resume.EntryKind) bool {
			return k == resume.EntryEducation || k == resume.EntryCertificate || k == resume.EntryWork
		}) {
			return fmt.Errorf("%q gave no degree in the cited passages", m[1])
		}
	}
	for _, m := range inName.FindAllStringSubmatch(s.text, -1) {
		tokens := lexicon.Tokens(m[1])
		if len(tokens) == 0 || number.Months[tokens[0].Word] || e.Lexicon.Known(tokens[0]) || e.names.IsPerson(tokens) || e.isOrg(m[1], ev, func(resume.EntryKind) bool { return true }) {
			continue
		}
		if !standsAlone(ev.text, tokens) {
			return fmt.Errorf("%q is in the cited passages only as part of another name", m[1])
		}
	}
	return nil
}

var inName = regexp.MustCompile(`\b(?:in|near|based in|from) ((?:[A-Z][\w'’-]*)(?: [A-Z][\w'’-]*)*)`)

// isOrg tells whether a name is that of the organisation of an entry of the
// evidence.
func (e *Checker) isOrg(name string, ev evidence, kind func(resume.EntryKind) bool) bool {
	tokens := lexicon.Tokens(name)
	if named, _, _ := e.names.Find(tokens, nil); slices.ContainsFunc(named, func(n int) bool {
		return kind(e.Document.Entries[n].Kind) && slices.ContainsFunc(ev.entries, func(x *resume.Entry) bool { return x.Org == e.Document.Entries[n].Org })
	}) {
		return true
	}
	return slices.ContainsFunc(ev.entries, func(x *resume.Entry) bool {
		return kind(x.Kind) && hasAll(wordsIn(x.Org+" "+x.Place), tokens[0].Text) && hasAll(wordsIn(x.Org+" "+x.Place+" "+x.Title), name)
	})
}

// followsAt tells whether a text has a name behind "at", "for" or "to", or behind
// a role and a comma.
func followsAt(text, name string) bool {
	want, have := lexicon.Tokens(name), lexicon.Tokens(text)
	for i := 1; i+len(want) <= len(have); i++ {
		if slices.EqualFunc(have[i:i+len(want)], want, func(a, b lexicon.Token) bool { return a.Word == b.Word }) {
			switch before := have[i-1].Word; {
			case before == "at", before == "for", before == "to", roleNouns[before]:
				return true
			case before == "the" && i > 1 && (have[i-2].Word == "at" || have[i-2].Word == "for"):
				return true
			}
		}
	}
	return false
}

// standsAlone tells whether a text has a name, or each word of it, without
// another name right behind it.
func standsAlone(text string, name []lexicon.Token) bool {
	have := lexicon.Tokens(text)
	found := false
	for i := 0; i+len(name) <= len(have); i++ {
		if !slices.EqualFunc(have[i:i+len(name)], name, func(a, b lexicon.Token) bool { return a.Word == b.Word }) {
			continue
		}
		found = true
		end := i + len(name)
		if end == len(have) || !unicode.IsUpper([]rune(have[end].Text)[0]) || strings.Trim(text[have[end-1].End:have[end].Start], " ") != "" {
			return true
		}
	}
	return !found
}

var (
	saysNow    = regexp.MustCompile(`(?i)\b(?:currently|now|presently|these days|today|works at|works for|is employed|still|has been (?:an? |the |\w+ing)|ha(?:s|ve) been \w+ing)\b|\b(?:he|she|they|[A-Z]\w+) (?:is|are) (?:an? |the |currently )?[\w /-]{0,60}\b(?:at|of|for|with)\b`)
	saysOver   = regexp.MustCompile(`(?i)\b(?:no longer|formerly|former|previously|used to|left|quit|until|once|ex)\b`)
	presently  = regexp.MustCompile(`^(?:\w+ing at [^,]+, |[Aa]t [^,]+, |[Ii]n [^,]+, |[Aa]s [^,]+, )?(?:He|She|They|he|she|they|[A-Z][\w’-]+)(?: [A-Z][\w-]+)? (?:also |currently |regularly )?([a-z]+)\b`)
	timeless   = lexicon.WordSet("has is says was does includes mentions lists states holds knows speaks uses")
	studyVerbs = lexicon.StemSet("study attend pursue take")
)

// checkTense wants what has ended told as past, and what still runs not as over.
func (e *Checker) checkTense(s statement, ev evidence) error {
	running, ended, dated := false, false, false
	if len(ev.entries) == 0 { // a passage in prose that names them
		for _, n := range s.named {
			ev.entries = append(ev.entries, &e.Document.Entries[n])
		}
	}
	for _, x := range ev.entries {
		if x.Period.IsZero() || !names.Held(x.Kind) {
			return nil
		}
		dated = true
		running = running || x.Period.Present
		ended = ended || !x.Period.Present
	}
	if !dated {
		return nil
	}
	work := ev.entries[0].Kind == resume.EntryWork || ev.entries[0].Kind == resume.EntryVolunteer
	switch {
	case !running && saysNow.MatchString(s.text) && (work || strings.Contains(s.lower, "stud") || strings.Contains(s.lower, "pursu")):
		return errors.New("tells as of today what has ended")
	case !ended && len(ev.entries) == 1 && saysOver.MatchString(s.text) && !saysOver.MatchString(ev.own):
		return errors.New("tells as ended what still runs")
	case !ended && len(ev.entries) == 1 && work && wasAt(s, ev.entries[0]):
		return errors.New("tells as ended what still runs")
	}
	if running {
		return nil
	}
	if m := presently.FindStringSubmatch(s.text); m != nil {
		if _, form, ok := lexicon.VerbOf(m[1]); ok && form == lexicon.Third && !timeless[m[1]] && (work || studyVerbs[lexicon.Stem(m[1])]) {
			return errors.New("tells as of today what has ended")
		}
	}
	return nil
}

var wasForm = regexp.MustCompile(`(?i)\b(?:was|were|(?:^|[^s] )worked (?:at|for|as)) (?:an? |the )?`)

// wasAt tells whether a sentence says in the past that the person was in a post.
func wasAt(s statement, x *resume.Entry) bool {
	at := wasForm.FindStringIndex(s.text)
	if at == nil || x.Title == "" {
		return false
	}
	rest := lexicon.Stems(s.text[at[1]:])
	title := lexicon.Stems(x.Title)
	return len(rest) >= len(title) && slices.Equal(rest[:len(title)], title)
}

// containsPhrase tells whether a text has the words of a phrase in a row.
func containsPhrase(text, phrase string) bool {
	return strings.Contains(" "+strings.Join(lexicon.Stems(text), " ")+" ", " "+strings.Join(lexicon.Stems(phrase), " ")+" ")
}

var (
	latestForm = regexp.MustCompile(`(?i)\b(?:most recent(?:ly)?|latest|newest|last (?:job|role|position|post|employer))\b`)
	firstForm  = regexp.MustCompile(`(?i)\b(?:first|earliest) (?:job|role|position|post|employer|degree)\b|\b(?:began|started) (?:his|her|their) career\b`)
	formerForm = regexp.MustCompile(`(?i)\b(?:previous|previously|former|formerly|earlier) (?:job|role|position|post|employer|worked|was|served|held)\b`)
)

// checkOrder wants the latest to be the latest, by the dates of the entries, and
// what went before to be over.
func (e *Checker) checkOrder(s statement, ev evidence) error {
	if len(ev.entries) != 1 || ev.entries[0].Period.Start.IsZero() {
		if latestForm.MatchString(s.text) && !latestForm.MatchString(ev.own) || firstForm.MatchString(s.text) && !firstForm.MatchString(ev.own) {
			return errors.New("tells an order that no cited passage does")
		}
		return nil
	}
	x := ev.entries[0]
	for i := range e.Document.Entries {
		o := &e.Document.Entries[i]
		if o == x || o.Kind != x.Kind || o.Period.Start.IsZero() {
			continue
		}
		switch {
		case latestForm.MatchString(s.text) && !latestForm.MatchString(ev.own) && o.Period.Start.Year > x.Period.Start.Year:
			return errors.New("is told as the latest, which it is not")
		case firstForm.MatchString(s.text) && !firstForm.MatchString(ev.own) && o.Period.Start.Year < x.Period.Start.Year:
			return errors.New("is told as the first, which it is not")
		}
	}
	if x.Period.Present && formerForm.MatchString(s.text) && !formerForm.MatchString(ev.own) && names.Held(x.Kind) {
		return errors.New("tells as ended what still runs")
	}
	return nil
}

var sequence = regexp.MustCompile(`(?i)\b(before|prior to|until|after|following|then|later|subsequently|followed by|from)\b`)

// checkSequence wants "before", "after" and "then" between two entries to be so by
// their dates, or in the cited passages.
func (e *Checker) checkSequence(s statement, ev evidence) error {
	about := func(text string) []int {
		named, titled, _ := e.names.Find(lexicon.Tokens(text), e.Lexicon.Terms(text))
		if len(named) == 0 {
			named = titled
		}
		return slices.DeleteFunc(named, func(i int) bool {
			return !names.Held(e.Document.Entries[i].Kind) || e.Document.Entries[i].Period.Start.IsZero()
		})
	}
	for _, m := range sequence.FindAllStringIndex(s.text, -1) {
		word := strings.ToLower(s.text[m[0]:m[1]])
		left, right := s.text[:m[0]], s.text[m[1]:]
		if strings.TrimSpace(left) == "" { // "After A, B": B after A
			var ok bool
			if right, left, ok = strings.Cut(right, ","); !ok {
				continue
			}
		}
		if word == "from" { // "moved from A to B"
			var ok bool
			if left, right, ok = strings.Cut(right, " to "); !ok {
				continue
			}
		}
		a, b := about(left), about(right)
		if (len(a) == 0 || len(b) == 0) && len(ev.entries) > 1 && word != "from" && word != "until" && !strings.Contains(strings.ToLower(ev.own), " "+word+" ") {
			return fmt.Errorf("no cited passage says %q", word)
		}
		if len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(i int) bool { return slices.Contains(b, i) }) || strings.Contains(strings.ToLower(ev.own), " "+word+" ") {
			continue
		}
		later := word == "after" || word == "following"
		if !slices.ContainsFunc(a, func(i int) bool {
			return slices.ContainsFunc(b, func(j int) bool {
				x, y := e.Document.Entries[i].Period.Start, e.Document.Entries[j].Period.Start
				first := x.Year < y.Year || x.Year == y.Year && x.Month < y.Month
				return later != first && (x.Year != y.Year || x.Month != y.Month)
			})
		}) {
			return fmt.Errorf("%q is not so by the dates", word)
		}
	}
	return nil
}
