package main

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// doubtful is a résumé of which a part was not understood, with a private part and a
// name that would steer a terminal.
const doubtful = `# Ada Example

Email: ada@example.org | Utrecht, Netherlands | github.com/ada-example

## Experience

### Software Engineer | Acme Ltd

*Utrecht | March 2019 – present*

- Ran PostgreSQL

### Head Cook

*2012 – 2016*

<!-- private: salary -->
- zqsecret 900
<!-- /private -->

## Skills

- **Languages:** Go, SQL (5 years)
- Baking
`

// TestIndexShows prints what was understood, what is unsure and the counts.
func TestIndexShows(t *testing.T) {
	getenv := setup(t)
	writeFile(t, "corpus/ada.md", doubtful)
	writeFile(t, "corpus/more.json", `{"basics": {"name": "Ada Example"}, "shoeSize": "thirty-nine and a half, of all things that there are", "education": [{"institution": "Example University", "studyType": "BSc\u001b[31m", "area": "Mathematics", "startDate": "2009-09", "endDate": "2012-07"}]}`)
	status, out, errs := bot(t, getenv, "", "index")
	if status != 0 || errs != "" {
		t.Fatalf("status %d: %s", status, errs)
	}
	out = regexp.MustCompile(`(?m)^(kept in|took) .*\n`).ReplaceAllString(out, "")
	want := `ada.md  markdown, 336 bytes
  Ada Example · Utrecht, Netherlands
  email ada@example.org · github github.com/ada-example
  work
    March 2019 – present · Software Engineer · Acme Ltd · Utrecht (lines 7–11)
    2012 – 2016 · Head Cook (lines 13–15)
  skills
    Languages: Go, SQL (5 years)
    Baking
  not sure of
    lines 13–15: “Head Cook” looks like a position, but no employer was found: write “Title | Employer” on its first line, or leave it if there was none
more.json  json, 256 bytes
  education
    September 2009 – July 2012 · BSc[31m, Mathematics · Example University (line 1)
  not sure of
    line 1: "shoeSize": no such key is known here, so that what it holds was read as plain text: look whether that is understood
read: 9 sections, 3 entries, 35 passages
private: ada.md:18 (salary)
indexed: 34 chunks, 33 texts embedded by all-MiniLM-L6-v2/int8/1
`
	if out != want {
		t.Errorf("printed\n%swant\n%s", out, want)
	}
}

// TestIndexJSON prints one object of the same.
func TestIndexJSON(t *testing.T) {
	getenv := setup(t)
	writeFile(t, "corpus/ada.md", doubtful)
	status, out, errs := bot(t, getenv, "", "index", "-json")
	if status != 0 || errs != "" {
		t.Fatalf("status %d: %s", status, errs)
	}
	got := regexp.MustCompile(`"(kept|embedder)": "[^"]*"`).ReplaceAllString(out, `"$1": "…"`)
	got = regexp.MustCompile(`"(size|passages|chunks|embedded)": [1-9]\d*`).ReplaceAllString(got, `"$1": 1`)
	want := `{"files": [{
		"path": "ada.md", "format": "markdown", "size": 1,
		"person": {"name": "Ada Example", "headline": "", "location": "Utrecht, Netherlands", "contacts": [
			{"kind": "email", "value": "ada@example.org"}, {"kind": "github", "value": "github.com/ada-example"}, {"kind": "location", "value": "Utrecht, Netherlands"}]},
		"entries": [
			{"kind": "work", "title": "Software Engineer", "org": "Acme Ltd", "place": "Utrecht", "start": "2019-03", "end": "present", "source": {"start": 7, "end": 11, "page": 0}},
			{"kind": "work", "title": "Head Cook", "org": "", "place": "", "start": "2012", "end": "2016", "source": {"start": 13, "end": 15, "page": 0}}],
		"skills": [{"group": "Languages", "names": ["Go", "SQL (5 years)"]}, {"group": "", "names": ["Baking"]}],
		"doubts": [{"text": "“Head Cook” looks like a position, but no employer was found: write “Title | Employer” on its first line, or leave it if there was none", "source": {"start": 13, "end": 15, "page": 0}}],
		"private": [{"text": "salary", "source": {"start": 18, "end": 18, "page": 0}}],
		"orders": []
	}], "sections": 5, "entries": 2, "passages": 1, "chunks": 1, "embedded": 1, "embedder": "…", "kept": "…"}`
	if compact(t, got) != compact(t, want) {
		t.Errorf("printed\n%swant\n%s", got, want)
	}
}

// compact is JSON with its keys in order and nothing between them.
func compact(t *testing.T, text string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err, text)
	}
	out, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestImport writes Markdown that is read as what it was made of, says on standard
// error what it leaves out, and writes nothing where a file cannot be read.
func TestImport(t *testing.T) {
	getenv := setup(t)
	writeFile(t, "elsewhere/cv.md", doubtful)
	status, out, errs := bot(t, getenv, "", "import", "elsewhere/cv.md")
	want := `<!-- Written by bot import: "### Title | Employer" over "*Place | Start – End*" is an entry, any other line is read as it stands. -->

# Ada Example

**Email:** ada@example.org | Utrecht, Netherlands | github.com/ada-example

## Experience

### Software Engineer | Acme Ltd

*Utrecht | March 2019 – present*

- Ran PostgreSQL

<!-- look here: “Head Cook” looks like a position, but no employer was found: write “Title | Employer” on its first line, or leave it if there was none -->

### Head Cook

*2012 – 2016*

## Skills

- **Languages:** Go, SQL (5 years)
- Baking
`
	if status != 0 || out != want {
		t.Errorf("status %d, wrote\n%swant\n%s", status, out, want)
	}
	wantErrs := `bot: cv.md:18 (salary) is private and not written: copy it by hand, with its marks, if the new file is to have it
bot: 1 place to look at: each has a comment “look here” above it
`
	if errs != wantErrs {
		t.Errorf("said\n%swant\n%s", errs, wantErrs)
	}
	writeFile(t, "corpus/ada.md", out)
	_, shown, errs := bot(t, getenv, "", "index")
	for _, want := range []string{"March 2019 – present · Software Engineer · Acme Ltd · Utrecht (lines 9–13)", "2012 – 2016 · Head Cook (lines 17–19)", "Languages: Go, SQL (5 years)"} {
		if !strings.Contains(shown, want) || errs != "" || strings.Contains(shown, "not sure") {
			t.Errorf("read as %s%s, want %s", errs, shown, want)
		}
	}
	for _, c := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{"import"}, 2, "bot: there is no file to read (bot help import shows how)\n"},
		{[]string{"import", "elsewhere"}, 1, "bot: corpus: import: elsewhere: is a folder: name the files in it\n"},
		{[]string{"import", "elsewhere/cv.md", "none.pdf"}, 1, "bot: corpus: import: none.pdf: no such file or directory\n"},
		{[]string{"import", "elsewhere/cv.md", "elsewhere/cv.md"}, 1, "bot: corpus: import: two files are called cv.md: rename one\n"},
	} {
		if status, out, errs := bot(t, getenv, "", c.args...); status != c.status || out != "" || errs != c.want {
			t.Errorf("%q: status %d, wrote %q, said %q", c.args, status, out, errs)
		}
	}
}

// TestImportModel lets a model sort the lines: its words are taken where the file has
// them, nothing private is sent, and without a model nothing is written.
func TestImportModel(t *testing.T) {
	const cv = "# Ada Example\n\n## Experience\n\nZorblax of old\nKeeper of the Flame at Umbrella, 2014 – 2018, and glad of it, for once and for all and for a long time indeed\n\n- tended it\n\n<!-- private -->\nzqsecret 2010 – 2012\n<!-- /private -->\n"
	const honest = `[{"kind": "work", "lines": [4], "title": "keeper of the flame", "employer": "Umbrella", "place": "Paris", "dates": "2014 – 2018"}]`
	const placed = "### Keeper of the Flame | Umbrella\n\n*2014 – 2018*\n"
	for name, c := range map[string]struct {
		chat http.HandlerFunc
		want string // in what is written, "" for what is written without a model
		errs string
	}{
		"honest": {func(w http.ResponseWriter, _ *http.Request) { say(w, "content", honest[:40], honest[40:]); done(w) }, placed, "1 entry sorted by stand-in\n"},
		"thinks": {func(w http.ResponseWriter, _ *http.Request) { say(w, "content", "<think>[2]</think>", honest); done(w) }, placed, "1 entry sorted by stand-in\n"},
		"lies": {func(w http.ResponseWriter, _ *http.Request) {
			say(w, "content", strings.ReplaceAll(strings.ReplaceAll(honest, "keeper of the flame", "President"), "Umbrella", "NASA"))
			done(w)
		}, "", "0 entries sorted by stand-in, 1 other not taken"},
		"cannot":    {func(w http.ResponseWriter, _ *http.Request) { say(w, "content", "I cannot do that."); done(w) }, "", "0 entries sorted by stand-in\n"},
		"is broken": {fails(500), "", "arrange: ask the model: "},
	} {
		sent := ""
		url, _ := chatServer(t, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			sent += string(body)
			c.chat(w, r)
		})
		getenv := setup(t, "LLM_BASE_URL="+url+"/v1", "LLM_MODEL=stand-in")
		writeFile(t, "cv.md", cv)
		_, without, _ := bot(t, getenv, "", "import", "cv.md")
		status, out, errs := bot(t, getenv, "", "import", "-model", "cv.md")
		if status != 0 || c.want == "" && out != without || !strings.Contains(out, c.want) || !strings.Contains(errs, c.errs) {
			t.Errorf("%s: status %d, said %s, wrote\n%s", name, status, errs, out)
		}
		for _, word := range []string{"Zorblax of old", "tended it", "and glad of it"} {
			if !strings.Contains(out, word) {
				t.Errorf("%s: %q is lost", name, word)
			}
		}
		if !strings.Contains(sent, "4: Keeper of the Flame at Umbrella") || strings.Contains(sent, "zqsecret") {
			t.Errorf("%s: sent %s", name, sent)
		}
	}
	getenv := setup(t)
	writeFile(t, "cv.md", cv)
	if status, out, errs := bot(t, getenv, "", "import", "-model", "cv.md"); status != 1 || out != "" || !strings.Contains(errs, "import: -model: there is no model: set LLM_BASE_URL") {
		t.Errorf("without a model: status %d, wrote %q, said %s", status, out, errs)
	}
}
