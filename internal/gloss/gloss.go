// Package gloss gives the passages of a résumé that is not in English the English words
// by which they can be asked for, so that "How good is her French?" finds
// "Französisch: B2" where no model is there to translate. They are for search only: what
// is quoted stays as it stands.
package gloss

import (
	_ "embed"
	"slices"
	"strings"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

//go:embed gloss.txt
var file string

// longest is how many words a phrase of the file has at most.
const longest = 3

// shortest is the length in bytes of the shortest part of a compound that counts.
const shortest = 4

// glossary is the file as it is looked up: what English words stand for a phrase, for
// the beginning of a word and for its end, and by which words a language is told.
type glossary struct {
	whole, front, back map[string][]string
	foreign, english   map[string]bool
}

// Add returns the document with the glosses of its passages and headings, or the document itself
// where most of it is in English. Computed passages have theirs as well.
func Add(doc *resume.Document) *resume.Document {
	g := read()
	if !g.isForeign(doc) {
		return doc
	}
	out := *doc
	out.Passages = slices.Clone(doc.Passages)
	for i := range out.Passages {
		p := &out.Passages[i]
		if p.Kind == resume.PassageComputed || g.lean(p.Text()) >= 0 { // not what is in English beside it
			p.Gloss = g.of(p.Text())
		}
	}
	out.Sections = slices.Clone(doc.Sections)
	for i := range out.Sections {
		s := &out.Sections[i]
		s.Gloss = g.of(strings.Join(s.Heading, "\n"))
	}
	return &out
}

func read() *glossary {
	lists := lexicon.ReadLists(lexicon.Fold(file))
	g := &glossary{whole: map[string][]string{}, front: map[string][]string{}, back: map[string][]string{}, foreign: lists.Words["foreign"], english: lists.Words["english"]}
	for _, line := range lists.Lines["words"] {
		asked, words, _ := strings.Cut(line, ":")
		for w := range strings.FieldsSeq(words) {
			g.learn(asked, w)
		}
	}
	return g
}

// learn notes a word, a phrase with stars between its words, or a part of compounds.
func (g *glossary) learn(asked, word string) {
	to := g.whole
	if rest, ok := strings.CutSuffix(word, "*"); ok {
		to, word = g.front, rest
	} else if rest, ok := strings.CutPrefix(word, "*"); ok {
		to, word = g.back, rest
	}
	key := strings.Join(wordsOf(strings.ReplaceAll(word, "*", " ")), " ")
	to[key] = append(to[key], asked)
}

// isForeign tells whether the function words of a document are more of other languages
// than English ones.
func (g *glossary) isForeign(doc *resume.Document) bool {
	lean := 0
	for i := range doc.Passages {
		if doc.Passages[i].Kind != resume.PassageComputed {
			lean += g.lean(doc.Passages[i].Text())
		}
	}
	return lean > 0
}

// lean is how many more function words of a text are of other languages than English.
func (g *glossary) lean(text string) (n int) {
	for _, w := range wordsOf(text) {
		switch {
		case g.english[w]:
			n--
		case g.foreign[w]:
			n++
		}
	}
	return n
}

// of are the English words for what a text says, each line of the file once.
func (g *glossary) of(text string) string {
	var out []string
	add := func(asked []string) {
		for _, a := range asked {
			if !slices.Contains(out, a) {
				out = append(out, a)
			}
		}
	}
	words := wordsOf(text)
	for i, w := range words {
		for n := 1; n <= min(longest, len(words)-i); n++ {
			add(g.whole[strings.Join(words[i:i+n], " ")])
		}
		for cut := shortest; cut < len(w); cut++ {
			add(g.front[w[:cut]])
			add(g.back[w[cut-shortest+1:]])
		}
		add(g.front[w])
		add(g.back[w])
	}
	return strings.Join(out, " ")
}

func wordsOf(text string) (out []string) {
	for _, t := range lexicon.Tokens(text) {
		out = append(out, t.Word)
	}
	return out
}
