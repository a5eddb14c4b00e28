package rag

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"resumebot/internal/rag/names"
	"resumebot/internal/resume"
)

// translatedTurns is how many earlier questions in another language are
// translated with the one that follows them.
const translatedTurns = 2

// askIn answers a question in another language than English. The model translates
// the question and, line by line, what the answer in the résumé's own words cites;
// what it says is found and decided in English as ever. A line whose translation
// fails the check is shown in English.
func (e *Engine) askIn(ctx context.Context, l language, question Question, emit func(Answer)) (Answer, error) {
	start := time.Now()
	admitted, err := question.admit(ctx)
	if err != nil {
		return e.askWithout(ctx, question, emit, err.Error())
	}
	defer admitted()
	english, err := e.inEnglish(ctx, question)
	switch {
	case ctx.Err() != nil:
		return Answer{}, ctx.Err()
	case err != nil:
		e.log.Warn("question not translated", "err", err)
		return e.askWithout(ctx, question, emit, "the language model could not translate the question")
	}
	own, err := e.withoutModel().ask(ctx, english, nil)
	if err != nil {
		return Answer{}, err
	}
	a := own
	a.Question, a.Sentences, a.Sources = question.Text, nil, nil
	show := func(s Sentence) {
		a.Sentences = append(a.Sentences, s)
		a.Sources = own.Sources
		if emit != nil && ctx.Err() == nil {
			so := a
			so.Sentences = slices.Clone(a.Sentences)
			so.finish(start)
			emit(so)
		}
	}
	var lines []string
	var cited []int // sentences of lines
	for n, s := range own.Sentences {
		if len(s.Citations) > 0 {
			lines, cited = append(lines, s.Text), append(cited, n)
		} else if n == 0 {
			own.Sentences[0].Text = e.sayIn(l, own.Status, s.Text)
		}
	}
	next, translated, names := 0, 0, e.properNames()
	err = e.translate(ctx, l.name, lines, func(n int, text string) {
		n = cited[n]
		for ; next < n; next++ { // left out by the model
			show(own.Sentences[next])
		}
		s := own.Sentences[n]
		if err := checkTranslation(s.Text, text, l, names); err != nil {
			a.Dropped = append(a.Dropped, Dropped{Text: text, Reason: err.Error()})
		} else {
			s.Text = text
			translated++
		}
		show(s)
		next++
	})
	for ; next < len(own.Sentences) && ctx.Err() == nil; next++ {
		show(own.Sentences[next])
	}
	if translated > 0 {
		a.Model.Chat = e.model.Model()
		a.Translated = "Translated from the English résumé by"
		if l.note != "" {
			a.Translated = l.note
		}
		a.Translated += " " + a.Model.Chat
	}
	switch {
	case ctx.Err() != nil:
	case err != nil:
		a.degrade("the language model failed, so this is in English", err)
		e.log.Warn("answer not translated", "err", err)
	case translated == 0 && len(lines) > 0:
		a.degrade("the translation could not be verified, so this is in English", nil)
	}
	a.finish(start)
	a.Timing.Total = since(start)
	a.Timing.Write = a.Timing.Total - own.Timing.Total
	return a, ctx.Err()
}

// sayIn gives a sentence that cites nothing in another language, if it has words
// for what the status says.
func (e *Engine) sayIn(l language, s Status, text string) string {
	said := ""
	switch s {
	case NotStated:
		said = l.unstated
	case Private:
		said = l.private
	case OffTopic:
		if said = l.about; said != "" {
			said = fmt.Sprintf(said, e.who())
		}
	}
	if said == "" {
		return text
	}
	return said
}

// withoutModel is the same engine without a model.
func (e *Engine) withoutModel() *Engine {
	plain := *e
	plain.model = nil
	return &plain
}

// askWithout answers as without a model, and says why.
func (e *Engine) askWithout(ctx context.Context, question Question, emit func(Answer), reason string) (Answer, error) {
	a, err := e.withoutModel().ask(ctx, question, emit)
	a.degrade(reason, nil)
	return a, err
}

// inEnglish translates a question and those before it that it may lean on.
func (e *Engine) inEnglish(ctx context.Context, question Question) (Question, error) {
	history := slices.Clone(question.History)
	lines, turns := []string{question.Text}, []int{-1}
	for n := len(history) - 1; n >= 0 && len(turns) <= translatedTurns; n-- {
		if _, ok := languageOf(history[n].Question); ok {
			lines, turns = append(lines, history[n].Question), append(turns, n)
		}
	}
	english := ""
	err := e.translate(ctx, "English", lines, func(n int, text string) {
		if turn := turns[n]; turn >= 0 {
			history[turn].Question = text
		} else {
			english = text
		}
	})
	switch {
	case err != nil:
		return Question{}, err
	case english == "":
		return Question{}, errors.New("rag: translate question: the model wrote nothing")
	}
	if l, ok := languageOf(english); ok {
		return Question{}, fmt.Errorf("rag: translate question: the model wrote %s", l.name)
	}
	return Question{Text: english, History: history}, nil
}

var numberedLine = regexp.MustCompile(`^\s*(\d+)[.):]\s*(.*)$`)

// translate lets the model translate lines, and calls each for those that it
// did, in their order.
func (e *Engine) translate(ctx context.Context, language string, lines []string, each func(n int, text string)) error {
	if len(lines) == 0 {
		return nil
	}
	var system, user strings.Builder
	if err := e.prompt.prompts.ExecuteTemplate(&system, "translate.tmpl", language); err != nil {
		return err
	}
	size := 0
	for n, line := range lines {
		line = strings.Join(strings.Fields(line), " ")
		fmt.Fprintf(&user, "%d. %s\n", n+1, line)
		size += len(line)
	}
	next, buf := 0, ""
	take := func(line string) {
		n, text := next, strings.TrimSpace(line)
		if m := numberedLine.FindStringSubmatch(line); m != nil {
			n, text = 0, strings.TrimSpace(m[2])
			for _, r := range m[1] {
				n = min(n*10+int(r-'0'), len(lines)+1)
			}
			n--
		} else if len(lines) > 1 {
			return // talk around the translation
		}
		if text = strings.Trim(marker.ReplaceAllString(text, ""), "*\"“” "); text == "" || n < next || n >= len(lines) {
			return
		}
		each(n, text)
		next = n + 1
	}
	_, err := e.model.Chat(ctx, []Message{{"system", system.String()}, {"user", user.String()}}, 60+size, func(piece string) error {
		buf += piece
		for {
			line, rest, ok := strings.Cut(buf, "\n")
			if !ok {
				return nil
			}
			take(line)
			buf = rest
		}
	})
	if err == nil {
		take(buf)
	}
	return err
}

var figure = regexp.MustCompile(`\d+(?:[.,]\d+)*`)

// checkTranslation tells whether a translation of a line is in the language, about
// as long, and says the figures, months, names and addresses that the original
// says and no others, of which there must be one; and whether it denies what the
// original denies. That is as much as can be told without knowing the language:
// what was checked in full is the original.
func checkTranslation(original, text string, l language, names []string) error {
	if !l.is(text) {
		return fmt.Errorf("is not in %s", l.name)
	}
	if n, was := len([]rune(text)), len([]rune(original)); n > 3*was+20 || 5*n < was {
		return errors.New("is too long or too short")
	}
	want, got := figures(original), figures(text)
	if !slices.Equal(want, got) {
		return fmt.Errorf("figures %v became %v", want, got)
	}
	anchors := len(want)
	if len(l.months) == 12 {
		want, got := monthsIn(original, englishMonths), monthsIn(text, l.months)
		if !slices.Equal(want, got) {
			return fmt.Errorf("months %v became %v", want, got)
		}
	}
	low, was := strings.ToLower(text), strings.ToLower(original)
	for _, name := range names {
		in := holds(was, name)
		if in != holds(low, name) {
			return fmt.Errorf("%q is only in one of original and translation", name)
		}
		if in {
			anchors++
		}
	}
	if strings.Count(text, "@") != strings.Count(original, "@") || strings.Count(low, "http") != strings.Count(was, "http") {
		return errors.New("addresses differ")
	}
	if len(l.denials) > 0 && l.denies(text) != denial.MatchString(was) {
		return errors.New("denies what the original does not, or the other way round")
	}
	if anchors == 0 {
		return errors.New("has no figure or name to be recognised by")
	}
	return nil
}

var denial = regexp.MustCompile(`\b(?:no|not|never|none|without|nor|neither|cannot)\b|n[’']t\b`)

// figures are the numbers of a text, in order of their digits, whatever the
// script and the separators.
func figures(text string) []string {
	text = strings.Map(func(r rune) rune {
		if d := digit(r); d >= 0 {
			return '0' + rune(d)
		}
		return r
	}, text)
	found := figure.FindAllString(text, -1)
	for i, f := range found {
		found[i] = strings.NewReplacer(",", "", ".", "").Replace(f)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

var englishMonths = strings.Fields("january february march april may june july august september october november december")

// monthsIn are the months that a text names, in order of the year. May is taken
// for a month before a year only.
func monthsIn(text string, names []string) []int {
	low := strings.ToLower(text)
	var out []int
	for n, name := range names {
		if name == "may" && !mayYear.MatchString(low) {
			continue
		}
		if holds(low, name) {
			out = append(out, n+1)
		}
	}
	return out
}

var mayYear = regexp.MustCompile(`\bmay,? \d{4}`)

// digit is the value of a decimal digit of any script, or -1.
func digit(r rune) int {
	if !unicode.Is(unicode.Nd, r) {
		return -1
	}
	zero := r
	for unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
		zero--
	}
	return int(r - zero)
}

// properNames are the names, lower-case, that a translation leaves as they are:
// employers, technologies, and the ways to reach the person.
func (e *Engine) properNames() []string {
	var out []string
	add := func(s string) {
		if s = strings.ToLower(strings.TrimSpace(s)); len(s) > 1 && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for i := range e.document.Entries {
		if x := &e.document.Entries[i]; x.Kind == resume.EntryWork || x.Kind == resume.EntryVolunteer {
			add(names.First(x.Org))
		}
	}
	for _, g := range e.document.Skills {
		for _, s := range g.Skills {
			if !strings.Contains(s.Name, " ") && (odd.MatchString(s.Name)) {
				add(s.Name)
			}
		}
	}
	for _, c := range e.document.Person.Contacts {
		if c.Kind != "location" {
			add(c.Value)
		}
	}
	return out
}

// technologies are kinds of things whose names no language translates.
const technologies = "programming languages, databases, message brokers, cloud providers, load balancers, containers, infrastructure as code, " +
	"monitoring tools, ci/cd, version control, operating systems, virtualization, ml frameworks, web frameworks, frontend frameworks, backend frameworks"

// odd is a word that is spelt as no common word is: "PyTorch", "AWS", "C++".
var odd = regexp.MustCompile(`[a-z0-9][A-Z]|^[A-Z0-9]{2,}$|[+#.0-9]`)

// holds tells whether a text has a name with no letter or digit right before or
// after it.
func holds(text, name string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return false
		}
		before, after := []rune(text[:at+i]), []rune(text[at+i+len(name):])
		if (len(before) == 0 || !isLatin(before[len(before)-1])) && (len(after) == 0 || !isLatin(after[0])) {
			return true
		}
		at += i + len(name)
	}
}

// isLatin tells a Latin letter or a digit; scripts that glue endings to names are
// no part of them.
func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) || unicode.IsDigit(r) }
