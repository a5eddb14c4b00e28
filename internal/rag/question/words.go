package question

import (
	_ "embed"
	"maps"
	"strings"

	"resumebot/internal/lexicon"
)

//go:embed asking.txt
var askingFile string

//go:embed forms.txt
var formsFile string

// readWords reads the embedded lists.
func readWords() *words {
	asking := map[string]bool{}
	for line := range lexicon.DataLines(askingFile) {
		maps.Copy(asking, lexicon.WordSet(line))
	}
	sets := map[string]map[string]bool{}
	w := &words{asking: asking, forms: map[Asks][]string{}, order: map[string]string{}, phrases: map[string][]string{}}
	kinds := map[string]Asks{"ask when": When, "ask number": Number, "ask list": List, "ask where": Where, "ask now": Now, "ask why": Why}
	section := ""
	for line := range lexicon.DataLines(formsFile) {
		if strings.HasPrefix(line, "[") {
			section = strings.Trim(line, "[]")
			continue
		}
		if word, found, ok := strings.Cut(line, " "); ok && section == "order" {
			w.order[word] = lexicon.Stem(found)
			continue
		}
		if section == "openers" || section == "alone" {
			for phrase := range strings.SplitSeq(line, ",") {
				w.phrases[section] = append(w.phrases[section], " "+strings.TrimSpace(phrase)+" ")
			}
			continue
		}
		if asks, ok := kinds[section]; ok {
			for phrase := range strings.SplitSeq(line, ",") {
				if phrase = strings.TrimSpace(phrase); phrase != "" {
					w.forms[asks] = append(w.forms[asks], " "+phrase+" ")
				}
			}
			continue
		}
		sets[section] = union(sets[section], lexicon.WordSet(line))
	}
	w.generic, w.whether, w.things = sets["generic"], sets["whether"], sets["things"]
	w.questions, w.forerunners, w.nouns = sets["questions"], sets["forerunners"], sets["nouns"]
	w.reasons, w.ends = sets["reasons"], sets["ends"]
	w.own, w.person = sets["own"], sets["person"]
	return w
}
