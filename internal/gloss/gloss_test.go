package gloss

import (
	"strings"
	"testing"

	"resumebot/internal/lexicon"
	"resumebot/internal/resume"
)

func document(texts ...string) *resume.Document {
	doc := &resume.Document{Sections: []resume.Section{{Heading: []string{"Praktika"}}}}
	for _, t := range texts {
		doc.Passages = append(doc.Passages, resume.Passage{Body: t, Entry: -1, Parent: -1})
	}
	return doc
}

// TestAdd gives passages in other languages the words that they are asked for by, and
// no others.
func TestAdd(t *testing.T) {
	const german = "Bei der Werft und auf dem Hof, mit einem Meister für das Holz und die Segel"
	for text, want := range map[string]string{
		"Französisch: gute Kenntnisse": "french, good knowledge, skills knowledge",
		"Filialleiterin":               "manager head lead",
		"Werkstudentin":                "working student",
		"Rostock, Deutschland":         "",
		"Kugellager":                   "warehouse", // a bearing: the price of compounds
		"Permis de conduire B":         "driving licence license",
		"Temps partiel":                "part-time",
		"Kubernetes, Go":               "",

		// what is another word as well
		"Suivi des permis de construire":        "",
		"Bases de données, négociation du prix": "",
		"A été promue à la Bourse de Paris":     "",
		"Aprendizaje automático, código seguro": "",
		"Pflege der Datenbank":                  "",
		"Ran the stage with the crew":           "", // in English beside the rest
	} {
		doc := Add(document(german, text))
		got := doc.Passages[1].Gloss
		if got != strings.ReplaceAll(want, ", ", " ") {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if got := Add(document(german)).Sections[0].Gloss; got != "internship intern trainee" {
		t.Errorf("heading: %q", got)
	}
}

// TestAddKeeps leaves an English document as it is, and never changes the one it is given.
func TestAddKeeps(t *testing.T) {
	english := document("Ran the stage for the theatre and taught French to the crew", "Stage")
	if got := Add(english); got != english {
		t.Errorf("an English document is glossed: %+v", got.Passages)
	}
	names := document("Stage manager, Teatro de la Luna", "Los Angeles, Calle del Mar, El Paso", "Cooked for Casa de las Flores")
	if got := Add(names); got != names {
		t.Errorf("names make a document foreign: %+v", got.Passages)
	}
	german := document("Bei der Werft und auf dem Hof", "Praktikum")
	if Add(german); german.Passages[1].Gloss != "" || german.Sections[0].Gloss != "" {
		t.Error("the given document was changed")
	}
}

// TestFile wants of the file that no word stands for itself and none is in one line twice,
// and that no phrase is longer than is looked for.
func TestFile(t *testing.T) {
	section := ""
	for line := range lexicon.DataLines(file) {
		if strings.HasPrefix(line, "[") {
			section = line
			continue
		}
		asked, words, ok := strings.Cut(line, ": ")
		if !strings.HasPrefix(section, "[words]") {
			continue
		}
		seen := map[string]bool{}
		for w := range strings.FieldsSeq(words) {
			key := strings.Join(wordsOf(strings.ReplaceAll(w, "*", " ")), " ")
			if len(strings.Fields(key)) > longest || len(strings.Trim(key, " ")) < 2 || strings.Contains(strings.Trim(w, "*"), "*") && strings.HasSuffix(w, "*") {
				t.Errorf("%s: %q cannot be found", asked, w)
			}
			if seen[w] {
				t.Errorf("%s: %q twice", asked, w)
			}
			seen[w] = true
		}
		if !ok || len(seen) == 0 {
			t.Errorf("no words: %s", line)
		}
	}
}
