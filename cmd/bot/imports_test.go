package main

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "resumebot"

// owners tells which packages may import an outside library, so that replacing
// one touches one place. The libraries of golang.org/x/text are shared: they are
// about text, like the standard library.
var owners = map[string][]string{
	"codeberg.org/go-pdf/fpdf":              {"internal/resume/layout"},
	"github.com/bwmarrin/discordgo":         {"internal/discord", "internal/discordbot"},
	"github.com/charmbracelet/x/ansi":       {"internal/terminal"},
	"github.com/ergochat/readline":          {"internal/terminal"},
	"github.com/gorilla/websocket":          {"internal/discord", "internal/discordtest"},
	"github.com/joho/godotenv":              {"cmd/bot"},
	"github.com/klippa-app/go-pdfium":       {"internal/resume/pdf"},
	"github.com/tetratelabs/wazero":         {"internal/resume/pdf"},
	"github.com/kljensen/snowball":          {"internal/lexicon"},
	"github.com/mozillazg/go-unidecode":     {"internal/timeline"},
	"github.com/pb33f/libopenapi":           {"internal/discordtest"},
	"github.com/pb33f/libopenapi-validator": {"internal/discordtest"},
	"github.com/philippgille/chromem-go": {
		"internal/index"},
	"github.com/prometheus/client_golang": {"internal/health"},
	"github.com/sashabaranov/go-openai":   {"internal/llm"},
	"github.com/schollz/progressbar/v3":   {"cmd/bot"},
	"github.com/yuin/goldmark":            {"internal/resume/markdown"},
	"go.yaml.in/yaml/v3":                  {"internal/resume/tree"},
	"golang.org/x/image":                  {"internal/resume/layout", "internal/timeline"},
	"golang.org/x/net":                    {"internal/resume/html"},
	"golang.org/x/sys":                    {"internal/embed"},
	"golang.org/x/term":                   {"internal/terminal"},
	"golang.org/x/text":                   {"internal/embed", "internal/lexicon", "internal/order", "internal/corpus", "internal/resume/europass", "internal/resume/latex", "internal/resume/layout", "internal/resume/rtf", "internal/timeline"},
	"golang.org/x/time":                   {"internal/limit"},
	"golang.org/x/tools":                  {"internal/corpus"},
	"modernc.org/sqlite":                  {"internal/store"},
}

// format is what a package that reads a format of résumés may import.
var format = []string{"internal/resume", "internal/resume/block", "internal/resume/field", "internal/resume/flow", "internal/resume/mark",
	"internal/resume/typography", "internal/resume/xmltree"}

// siblings tells which packages of our own a package may import; what is not
// listed imports none but lazyregexp. cmd/bot ties all of them.
var siblings = map[string][]string{
	"internal/order": {"internal/lexicon"},
	"internal/corpus": {"internal/order", "internal/resume", "internal/resume/block", "internal/resume/build", "internal/resume/field", "internal/resume/mark",
		"internal/resume/asciidoc", "internal/resume/docx", "internal/resume/europass", "internal/resume/export", "internal/resume/html", "internal/resume/latex", "internal/resume/linkedin", "internal/resume/markdown", "internal/resume/odt", "internal/resume/org", "internal/resume/pdf", "internal/resume/plaintext", "internal/resume/rst", "internal/resume/rtf", "internal/resume/tree"},
	"internal/resume/arrange":    {"internal/resume", "internal/resume/block", "internal/resume/build", "internal/resume/field"},
	"internal/resume/block":      {"internal/resume", "internal/resume/mark"},
	"internal/resume/build":      {"internal/resume", "internal/resume/block", "internal/resume/field"},
	"internal/resume/docx":       format,
	"internal/resume/europass":   slices.Concat(format, []string{"internal/resume/tree"}),
	"internal/resume/export":     {"internal/resume", "internal/resume/block", "internal/resume/field", "internal/resume/mark", "internal/resume/markdown"},
	"internal/resume/field":      {"internal/resume", "internal/resume/block"},
	"internal/resume/flow":       {"internal/resume", "internal/resume/block", "internal/resume/field", "internal/resume/typography"},
	"internal/resume/html":       slices.Concat(format, []string{"internal/resume/plaintext"}),
	"internal/resume/linkedin":   slices.Concat(format, []string{"internal/resume/tree"}),
	"internal/resume/latex":      format,
	"internal/resume/rst":        slices.Concat(format, []string{"internal/resume/inline"}),
	"internal/resume/inline":     {"internal/resume", "internal/resume/block", "internal/resume/field"},
	"internal/resume/org":        slices.Concat(format, []string{"internal/resume/inline"}),
	"internal/resume/asciidoc":   slices.Concat(format, []string{"internal/resume/inline"}),
	"internal/resume/markdown":   slices.Concat(format, []string{"internal/resume/html"}),
	"internal/resume/odt":        format,
	"internal/resume/pdf":        format,
	"internal/resume/plaintext":  format,
	"internal/resume/resumetest": {"internal/resume", "internal/resume/block", "internal/resume/build"},
	"internal/resume/rtf":        format,
	"internal/resume/tree":       format,
	"internal/resume/typography": {"internal/resume", "internal/resume/block", "internal/resume/field"},
	"internal/index":             {"internal/lexicon", "internal/resume"},
	"internal/rag": {"internal/index", "internal/lexicon", "internal/resume",
		"internal/rag/chat", "internal/rag/check", "internal/rag/names", "internal/rag/number",
		"internal/rag/question", "internal/rag/quote", "internal/rag/translate"},
	"internal/rag/check":     {"internal/lexicon", "internal/rag/names", "internal/rag/number", "internal/resume"},
	"internal/rag/names":     {"internal/lexicon", "internal/resume"},
	"internal/rag/number":    {"internal/lexicon"},
	"internal/rag/question":  {"internal/index", "internal/lexicon", "internal/order", "internal/rag/names", "internal/rag/number", "internal/resume"},
	"internal/rag/quote":     {"internal/index", "internal/lexicon", "internal/rag/question", "internal/resume"},
	"internal/rag/translate": {"internal/lexicon", "internal/rag/chat", "internal/resume"},
	"internal/facts":         {"internal/lexicon", "internal/resume"},
	"internal/gloss":         {"internal/lexicon", "internal/resume"},
	"internal/ragtest":       {"internal/corpus", "internal/facts", "internal/gloss", "internal/index", "internal/lexicon", "internal/resume"},
	"internal/eval":          {"internal/rag"},
	"internal/page":          {"internal/facts", "internal/lexicon", "internal/resume"},
	"internal/terminal":      {"internal/page", "internal/rag"},
	"internal/timeline":      {"internal/facts", "internal/resume"},
	"internal/discordbot":    {"internal/discord", "internal/limit", "internal/page", "internal/rag", "internal/store"},
	"internal/health":        {"internal/rag"},
}

// TestNotice: every module that go.mod requires for itself stands in NOTICE with a
// licence.
func TestNotice(t *testing.T) {
	read := func(name string) string {
		text, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	notice := read("NOTICE")
	required := regexp.MustCompile(`(?m)^(?:require)?\s+(\S+/\S+) v\S+$`).FindAllStringSubmatch(read("go.mod"), -1)
	if len(required) != len(owners) {
		t.Errorf("%d modules are required, %d have owners", len(required), len(owners))
	}
	for _, m := range required {
		line := regexp.MustCompile(`(?m)^ +` + regexp.QuoteMeta(m[1]) + ` +(MIT|BSD [23]-Clause|Apache-2\.0|Mozilla Public License 2\.0)\b`)
		if !line.MatchString(notice) {
			t.Errorf("NOTICE does not name %s with its licence", m[1])
		}
	}
}

func TestImports(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("the go command is not here")
	}
	cmd := exec.CommandContext(t.Context(), goTool, "list", "-json=ImportPath,Imports", module+"/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := 0
	for d := json.NewDecoder(strings.NewReader(string(out))); ; seen++ {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		for _, problem := range check(strings.TrimPrefix(p.ImportPath, module+"/"), p.Imports) {
			t.Error(problem)
		}
	}
	if seen < 5 {
		t.Errorf("only %d packages were looked at", seen)
	}
}

// check returns what a package imports and must not.
func check(pkg string, imports []string) []string {
	var problems []string
	for _, path := range imports {
		first, _, _ := strings.Cut(path, "/")
		switch own, ours := strings.CutPrefix(path, module+"/"); {
		case own == "internal/lazyregexp": // shared, like the standard library's
		case ours && pkg != "cmd/bot" && !slices.Contains(siblings[pkg], own):
			problems = append(problems, pkg+" imports its sibling "+own)
		case !ours && strings.Contains(first, "."):
			library := libraryOf(path)
			if library == "" {
				problems = append(problems, pkg+" imports "+path+", which has no owner: name it in the table")
			} else if !slices.Contains(owners[library], pkg) {
				problems = append(problems, pkg+" imports "+path+", which is for "+strings.Join(owners[library], ", "))
			}
		}
	}
	return problems
}

func libraryOf(path string) string {
	for library := range owners {
		if path == library || strings.HasPrefix(path, library+"/") {
			return library
		}
	}
	return ""
}

func TestCheckFindsForeignImports(t *testing.T) {
	for _, c := range []struct {
		pkg, path string
		want      int
	}{
		{"internal/rag", "github.com/sashabaranov/go-openai", 1},
		{"internal/llm", "github.com/sashabaranov/go-openai", 0},
		{"internal/llm", "resumebot/internal/rag", 1},
		{"internal/eval", "resumebot/internal/rag", 0},
		{"internal/rag", "github.com/new/library", 1},
		{"cmd/bot", "resumebot/internal/rag", 0},
		{"internal/rag", "net/http", 0},
	} {
		if got := check(c.pkg, []string{c.path}); len(got) != c.want {
			t.Errorf("%s imports %s: %q, want %d problems", c.pkg, c.path, got, c.want)
		}
	}
}
