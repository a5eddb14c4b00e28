package discordbot

import (
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"resumebot/internal/store"
)

var update = flag.Bool("update", false, "rewrite golden files")

// said are examples of what the functions of words.go say.
func said() map[string][]string {
	day := time.Unix(1_800_000_000, 0)
	why := &store.NotForgottenError{Err: store.ErrFull}
	lost := &store.NotForgottenError{Err: store.ErrReadOnly, Wish: errors.New("no")}
	return map[string][]string{
		"failure":       {failure("abcd1234")},
		"tooFast":       {tooFast(time.Second), tooFast(40 * time.Second)},
		"tooMany":       {tooMany(5 * time.Minute)},
		"turnText":      {turnText(0), turnText(3)},
		"mentionMe":     {mentionMe("resume")},
		"greeting":      {greeting("Ada Example"), greeting("")},
		"example":       {example("Ada Example"), example("")},
		"help":          {help("Ada Example", "resume", false, ""), help("", "resume", true, beyondReach(store.ErrNewer))},
		"about":         {about("Ada Example", false, []string{"ada.md"}, day, "…"), about("Ada Example", true, []string{"ada.md", "talks.pdf"}, day, "…")},
		"privacy":       {privacy(30*24*time.Hour, nil, ""), privacy(0, nil, ""), privacy(time.Hour, store.ErrFull, beyondReach(store.ErrFull))},
		"beyondReach":   {beyondReach(store.ErrNewer)},
		"forgotten":     {forgotten(1), forgotten(12)},
		"notForgotten":  {notForgotten(0, why, true, "abcd1234"), notForgotten(3, lost, false, "abcd1234")},
		"toBeForgotten": {toBeForgotten("abcd1234", "the disk is full")},
		"curated":       {curated("Any pets?")},
		"moreSources":   {moreSources(1), moreSources(7)},
		"hereIs":        {hereIs("Ada Example"), hereIs("")},
		"tooLarge":      {tooLarge([]string{"film.pdf", "talk.pdf"})},
		"askedBy":       {askedBy("Kim", "Any pets?"), askedBy("", "Any pets?")},
		"aboutMessage":  {aboutMessage("https://discord.com/channels/1/2/3")},
		"shownRange":    {shownRange(openTitle, 0, 3, 3), shownRange(openTitle, 5, 5, 12)},
		"askedTimes":    {askedTimes(1, day), askedTimes(4, day)},
		"since":         {since(day)},
		"wait":          {wait(time.Second), wait(30 * time.Second), wait(3 * time.Minute)},
		"span":          {span(time.Hour), span(30 * 24 * time.Hour)},
		"plural":        {plural(1, "record", "records"), plural(2, "record", "records")},
		"times":         {times(1), times(2)},
		"possessive":    {possessive("Ada Example"), possessive("")},
		"asSentence":    {asSentence(ownWordsCrowd), asSentence(ownWordsYours), asSentence(ownWordsAll)},
		"asked":         {asked("any pets")},
	}
}

// TestWords writes down all that the bot says of itself, to be read: -update writes it
// anew. What words.go has and this does not show fails.
func TestWords(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "words.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	examples := said()
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok {
					text, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
					if err != nil {
						t.Fatal(err)
					}
					fmt.Fprintf(&out, "%s\n%s\n\n", v.Names[0].Name, indented(text))
				}
			}
		case *ast.FuncDecl:
			if len(examples[d.Name.Name]) == 0 {
				t.Errorf("%s has no example", d.Name.Name)
			}
			fmt.Fprintf(&out, "%s\n", d.Name.Name)
			for _, text := range examples[d.Name.Name] {
				fmt.Fprintf(&out, "%s\n\n", indented(text))
			}
		}
	}
	const golden = "testdata/words.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if out.String() != string(want) {
		t.Errorf("it says otherwise; -update rewrites %s\n%s", golden, out.String())
	}
	for _, no := range []string{"sorry", "apolog", "unfortunately", "oops", "embedding", "vector", "LLM"} {
		if strings.Contains(strings.ToLower(out.String()), strings.ToLower(no)) {
			t.Errorf("it says %q", no)
		}
	}
}

func indented(text string) string { return "    " + strings.ReplaceAll(text, "\n", "\n    ") }
