package question

import (
	_ "embed"
	"strings"

	"resumebot/internal/lexicon"
)

//go:embed asking.txt
var askingFile string

//go:embed forms.txt
var formsFile string

//go:embed talk.txt
var talkFile string

// asked are the sections of forms.txt that tell what is wanted.
var asked = map[string]Asks{"ask when": When, "ask number": Number, "ask list": List, "ask where": Where, "ask now": Now, "ask why": Why}

// readLists reads the lists of forms.txt and talk.txt and the words of asking.txt.
// What judges is compared by stems, and with he for the person.
func (p *Parser) readLists() {
	p.asking = lexicon.ReadLists(askingFile).Words[""]
	p.lists = lexicon.ReadLists(formsFile + "\n[]\n" + talkFile)
	for _, name := range []string{"verdict", "grounds"} {
		p.lists.Phrases[name] = readPhrases(strings.Join(p.lists.Lines[name], ","))
	}
	p.judging = lexicon.WordSet(strings.Join(p.lists.Phrases["verdict"], " "))
	p.shorthand, p.order = pairs(p.lists.Lines["shorthand"]), pairs(p.lists.Lines["order"])
	for word, found := range p.order {
		p.order[word] = lexicon.Stem(found)
	}
}

// pairs reads lines of two words.
func pairs(lines []string) map[string]string {
	out := map[string]string{}
	for _, line := range lines {
		word, other, _ := strings.Cut(line, " ")
		out[word] = other
	}
	return out
}
