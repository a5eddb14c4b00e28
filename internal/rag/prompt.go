package rag

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"text/template"

	"resumebot/internal/resume"
)

// Sizes of a conversation with a model, in tokens.
const (
	bytesPerToken = 3.6 // of résumé prose in English, which has many names; 4 is the rule of thumb
	reservedTail  = 450 // for facts, hints and the question behind the résumé
	reservedTurns = 250 // for the turns before
)

const (
	mostTurns    = 8   // turns before that a model is given, see [Engine.recent]
	turnBytes    = 500 // of an earlier question or answer
	mostFacts    = 8   // computed passages given with a question
	mostLikely   = 6   // numbers of passages that search ranks highest
	mostMore     = 12  // passages given with a question where the whole résumé does not fit
	linesAnEntry = 2   // body lines of each entry that a prefix always has
)

// prompter writes what a model is sent. It is used by many goroutines at once.
type prompter struct {
	document *resume.Document
	prompts  *template.Template
	context  func() int
	rules    int    // bytes of the system prompt without passages
	reach    []bool // passages that give a telephone number or e-mail address
	fixed    atomic.Pointer[prefix]
}

// prefix is the fixed part of every conversation: the rules and the résumé, or as
// much of it as the context holds.
type prefix struct {
	context int
	system  string
	has     []bool // which passages are in it
	room    int    // bytes that are left for turns
}

// numbered is a passage as a model sees it. Numbers are positions in the document
// from 1, so that a passage has the same in every conversation.
type numbered struct {
	Number      int
	Place, Text string
}

func newPrompter(doc *resume.Document, prompts *template.Template, context func() int) (*prompter, error) {
	p := &prompter{document: doc, prompts: prompts, context: context, reach: reaching(doc)}
	rules, err := p.system(nil)
	p.rules = len(rules)
	return p, err
}

// write fills in a template of package prompts.
func (p *prompter) write(name string, data any) (string, error) {
	var b strings.Builder
	if err := p.prompts.ExecuteTemplate(&b, name, data); err != nil {
		return "", fmt.Errorf("rag: write prompt: %w", err)
	}
	return strings.TrimSpace(b.String()), nil
}

// reaching are the passages by which the person can be reached. A model is given them
// where a question brings them up first, and not with every other.
func reaching(doc *resume.Document) []bool {
	out := make([]bool, len(doc.Passages))
	for _, c := range doc.Person.Contacts {
		if c.Passage >= 0 && (c.Kind == "email" || c.Kind == "phone") {
			out[c.Passage] = c.Passage != doc.Person.Passage
		}
	}
	for i := range doc.Passages {
		if from := doc.Passages[i].From; len(from) > 0 && !slices.ContainsFunc(from, func(p int) bool { return !out[p] }) {
			out[i] = true
		}
	}
	return out
}

// system writes the rules with some passages behind them.
func (p *prompter) system(passages []numbered) (string, error) {
	return p.write("system.tmpl", map[string]any{"Name": cmp.Or(p.document.Person.Name, "one person"), "Passages": passages})
}

// prefix is made anew where the model's context has changed.
func (p *prompter) prefix() (*prefix, error) {
	context := p.context()
	if have := p.fixed.Load(); have != nil && have.context == context {
		return have, nil
	}
	f := &prefix{context: context, has: make([]bool, len(p.document.Passages))}
	const forTurns = reservedTurns * bytesPerToken
	left := int(float64(context-maxAnswerTokens-reservedTail)*bytesPerToken-forTurns) - p.rules
	placed := map[string]bool{}
	for _, i := range p.ranked() {
		n := p.numbered(i)
		cost := len(n.Text) + len("[100] \n")
		if !placed[n.Place] {
			cost += len(n.Place) + len(": ")
			placed[n.Place] = true
		}
		if cost <= left {
			f.has[i], left = true, left-cost
		}
	}
	var passages []numbered
	place := ""
	for i, in := range f.has {
		if !in {
			continue
		}
		n := p.numbered(i)
		if n.Place == place {
			n.Place = "" // as above
		} else {
			place = n.Place
		}
		passages = append(passages, n)
	}
	var err error
	if f.system, err = p.system(passages); err != nil {
		return nil, err
	}
	f.room = int(forTurns) + max(0, left)
	p.fixed.Store(f)
	return f, nil
}

// ranked are the passages that the prefix may hold, those that it must not lack
// first: heads of entries, skills and contact; the first lines of each entry; the
// rest.
func (p *prompter) ranked() []int {
	var heads, first, rest []int
	lines := map[int]int{}
	for i := range p.document.Passages {
		pass := &p.document.Passages[i]
		section := p.document.Sections[pass.Section].Kind
		switch {
		case pass.Kind == resume.PassageComputed, p.reach[i]:
		case pass.Kind == resume.PassageHeader, pass.Kind == resume.PassageContact, section == resume.SectionSkills, pass.Kind == resume.PassageCurated:
			heads = append(heads, i)
		case pass.Entry < 0 || lines[pass.Entry] < linesAnEntry:
			lines[pass.Entry]++
			first = append(first, i)
		default:
			rest = append(rest, i)
		}
	}
	return slices.Concat(heads, first, rest)
}

func (p *prompter) numbered(passage int) numbered {
	pass := &p.document.Passages[passage]
	return numbered{passage + 1, p.placeOf(passage), strings.Join(strings.Fields(pass.Text()), " ")}
}

// placeOf names what a passage is part of in a few words: its entry, else the
// heading it stands below.
func (p *prompter) placeOf(passage int) string {
	pass := &p.document.Passages[passage]
	switch {
	case pass.Asked != "" && pass.Kind == resume.PassageCurated:
		return "Owner’s answer to “" + pass.Asked + "”"
	case pass.Entry >= 0 && pass.Kind == resume.PassageHeader:
		return string(p.document.Entries[pass.Entry].Kind)
	case pass.Entry >= 0:
		x := &p.document.Entries[pass.Entry]
		if x.Kind == resume.EntryProject {
			return cmp.Or(x.Title, x.Org)
		}
		return cmp.Or(x.Org, x.Title)
	case len(pass.Heading) > 0:
		return pass.Heading[len(pass.Heading)-1]
	}
	return "Résumé"
}

// conversation is what the model is sent for a question: the fixed prefix, the
// turns before, and the question behind what search and code found for it.
func (p *prompter) conversation(f found, question Question) ([]Message, error) {
	fixed, err := p.prefix()
	if err != nil {
		return nil, err
	}
	out := []Message{{Role: "system", Content: fixed.system}}
	for _, t := range question.History {
		if answer := marker.ReplaceAllString(t.Answer, ""); answer != "" {
			out = append(out, Message{Role: "user", Content: "Question: " + shortened(t.Question, turnBytes)}, Message{Role: "assistant", Content: shortened(answer, turnBytes)})
		}
	}
	data := struct {
		More, Facts []numbered
		Likely      []int
		Unknown     []string
		Question    string
	}{Unknown: f.unknown, Question: question.Text}
	given := map[int]bool{}
	for rank, h := range f.hits {
		for _, i := range h.Chunk.Passages {
			if given[i] || p.reach[i] && rank >= mostLikely {
				continue
			}
			given[i] = true
			switch computed := p.document.Passages[i].Kind == resume.PassageComputed; {
			case computed && len(data.Facts) < mostFacts:
				data.Facts = append(data.Facts, p.numbered(i))
			case fixed.has[i] && len(data.Likely) < mostLikely:
				data.Likely = append(data.Likely, i+1)
			case !computed && !fixed.has[i] && len(data.More) < mostMore:
				data.More = append(data.More, p.numbered(i))
			}
		}
	}
	user, err := p.write("question.tmpl", data)
	return append(out, Message{Role: "user", Content: user}), err
}

// recent are the turns that a question is read with: the last ones, as many as there
// is room for in what a model is sent, but the last always. They fall away by halves,
// so that in between each request goes on from the one before, and a server that keeps
// what it read reads only what is new. That is reckoned from the first turn.
func (e *Engine) recent(history []Turn) []Turn {
	room := math.MaxInt
	if e.prompt != nil {
		if fixed, err := e.prompt.prefix(); err == nil { // else it is reported when it is to be sent
			room = fixed.room
		}
	}
	first, size := 0, 0
	for last, t := range history {
		size += bytesOf(t)
		for turns := last - first + 1; turns > 1 && (turns > mostTurns || size > room); turns = last - first + 1 {
			for range (turns + 1) / 2 {
				size -= bytesOf(history[first])
				first++
			}
		}
	}
	return history[first:]
}

// bytesOf is how many bytes of a turn a model is sent at most.
func bytesOf(t Turn) int { return min(len(t.Question), turnBytes) + min(len(t.Answer), turnBytes) }

// shortened cuts a text at a word.
func shortened(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	if cut := strings.LastIndexByte(text[:limit], ' '); cut > 0 {
		limit = cut
	}
	return strings.ToValidUTF8(text[:limit], "") + " …"
}
