package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"resumebot/internal/resume"
	"resumebot/internal/resume/resumetest"
)

// folder writes files into a fresh folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const good = "# Jane Miller\n\n## Work\n\n### Nurse | Acme\n2019 – 2020\n- Works nights.\n"

// laughing is small and has a thousand million values once its aliases are written out.
const laughing = "a: &a [l, l, l, l, l, l, l, l, l, l]\n" +
	"b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n" +
	"c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n" +
	"d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n" +
	"e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n" +
	"f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]\n" +
	"work: [*f, *f]\n"

func TestLoadProblems(t *testing.T) {
	tests := []struct {
		name, file, text string
		want             string // start of the problem
	}{
		{"broken JSON", "a.json", "{\n  \"basics\": {\n    \"name\" \"x\"\n}}", "a.json:3: is not valid JSON"},
		{"JSON cut short", "a.json", "{\n  \"basics\": {\n", "a.json:2: is not valid JSON: it ends too early"},
		{"JSON that is no résumé", "a.json", `{"dependencies": {"x": "1"}}`, "a.json: is JSON but holds no résumé"},
		{"JSON list", "a.json", `[1, 2]`, "a.json: is JSON but no résumé"},
		{"broken YAML", "a.yaml", "cv:\n  name: \"Jane\n", "a.yaml:2: is not valid YAML: found unexpected end of stream"},
		{"YAML list", "a.yml", "- 1\n", "a.yml: is YAML but no résumé"},
		{"compose file", "docker-compose.yml", "services:\n  web:\n    image: nginx\n    labels: [a]\nvolumes: {data: {}}\n", "docker-compose.yml: is YAML but holds no résumé"},
		{"workflow", "ci.yml", "name: CI\non: push\njobs:\n  build:\n    runs-on: x\n    steps:\n      - name: Build\n        run: make\n", "ci.yml: is YAML but holds no résumé"},
		{"pipeline", "azure.yml", "name: Main\njobs:\n  - job: Build\n    steps: [{script: make}]\n", "azure.yml: is YAML but holds no résumé"},
		{"site", "_config.yml", "title: Jane Miller\nauthor: Jane\nemail: jane@example.org\nplugins: [a, b]\n", "_config.yml: is YAML but holds no résumé"},
		{"service", "openapi.yaml", "openapi: 3.1.0\ninfo:\n  title: Pets\n  summary: All of them\ntags: [{name: pets}]\npaths: {}\n", "openapi.yaml: is YAML but holds no résumé"},
		{"deployment", "deploy.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web}]}}}\n", "deploy.yaml: is YAML but holds no résumé"},
		{"lock", "package.json", `{"name": "x", "version": "1.0.0", "keywords": ["a"], "contributors": [{"name": "Jane"}], "license": "MIT", "dependencies": {}}`, "package.json: is JSON but holds no résumé"},
		{"laughing", "lol.yaml", laughing, "lol.yaml:"},
		{"loop", "loop.yaml", "work: &w\n  - name: A\n    position: B\n    roles: *w\n", "loop.yaml:"},
		{"empty", "a.md", "  \n\n", "a.md: is empty"},
		{"zero bytes", "a.txt", "Jane\nab\x00cd\x01", "a.txt:2: is not a text file"},
		{"not UTF-8", "a.md", "# X\n\n\xD0\xD2\xE8 \xFE\xF0\n", "a.md:3: is not UTF-8 (byte 0xD0): save it again as UTF-8"},
		{"garbled", "a.md", "# X Y\n\nitâ€x\n", "a.md:3: has garbled characters"},
		{"too large", "a.txt", strings.Repeat("x", maxFile+1), "a.txt: is 10 MB: files over 10 MB are not read"},
		{"Word 97", "a.doc", "x", "a.doc: this format is not read: save it as"},
		{"in a folder", "old/2019/a.json", "{", "old/2019/a.json:1: is not valid JSON"},
	}
	for _, tt := range tests {
		dir := folder(t, map[string]string{"good.md": good, tt.file: tt.text, "README.md": "# Not a résumé", ".hidden.md": "# Not either", "photo.png": "x"})
		d, problems, err := Load(dir)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if len(problems) != 1 || !strings.HasPrefix(problems[0].Error(), tt.want) || strings.Contains(problems[0].Error(), "\n") {
			t.Errorf("%s: problems %v, want %s", tt.name, problems, tt.want)
		}
		if len(d.Entries) != 1 || d.Entries[0].Org != "Acme" {
			t.Errorf("%s: the good file did not load: %+v", tt.name, d.Entries)
		}
	}
}

// TestUnpacked reads the files of LinkedIn's ZIP where its owner unpacked it, and none
// that is nobody's business.
func TestUnpacked(t *testing.T) {
	dir := folder(t, map[string]string{
		"Profile.csv":         "First Name,Last Name,Address,Headline\nInes,Duarte,Secret street 5,Biologist\n",
		"Email Addresses.csv": "Email Address,Primary\nines@duarte.example,Yes\n",
		"Positions.csv":       "Company Name,Title,Started On,Finished On\nSea Institute,Diver,Jun 2019,\n",
		"messages.csv":        "FROM,CONTENT\nsomebody,secret messages\n",
		"data.csv":            "a,b\n1,2\n",
	})
	d, problems, err := Load(dir)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	resumetest.WantEntries(t, d, "work: Diver | Sea Institute |  | June 2019 – now")
	if d.Person.Name != "Ines Duarte" || len(d.Person.Contacts) != 1 || len(d.Files) != 3 {
		t.Errorf("person %+v, files %+v", d.Person, d.Files)
	}
	for _, p := range d.Passages {
		if strings.Contains(strings.ToLower(p.Raw), "secret") {
			t.Errorf("%q is nobody's business", p.Raw)
		}
	}
}

func TestLoadNothing(t *testing.T) {
	for name, dir := range map[string]string{
		"no folder":    filepath.Join(t.TempDir(), "nowhere"),
		"empty folder": t.TempDir(),
		"only unread":  folder(t, map[string]string{"README.md": "# Read me", "a.md": ""}),
	} {
		if d, _, err := Load(dir); err == nil || d != nil || !strings.Contains(err.Error(), "put a "+Extensions()+" file there") {
			t.Errorf("%s: %v", name, err)
		}
	}
	file := filepath.Join(folder(t, map[string]string{"a.md": good}), "a.md")
	if _, _, err := Load(file); err == nil || !strings.Contains(err.Error(), "a.md is a file: name the folder") {
		t.Errorf("a file: %v", err)
	}
}

// TestLoadReadme: people keep their résumé as the README of a repository.
func TestLoadReadme(t *testing.T) {
	d, problems, err := Load(folder(t, map[string]string{"README.md": good, ".hidden.md": "# Not either"}))
	if err != nil || len(problems) > 0 || len(d.Passages) == 0 {
		t.Errorf("a README alone: %v, %v", problems, err)
	}
}

func TestLoadLinks(t *testing.T) {
	dir := folder(t, map[string]string{"a/good.md": good})
	if err := os.Symlink("..", filepath.Join(dir, "a", "loop")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if err := os.Symlink("self.md", filepath.Join(dir, "self.md")); err != nil {
		t.Fatal(err)
	}
	d, problems, err := Load(dir)
	if err != nil || len(d.Files) != 1 || d.Files[0].Path != "a/good.md" {
		t.Fatal(err)
	}
	if len(problems) != 2 {
		t.Errorf("problems %v", problems)
	}
}

func TestLoadSeveral(t *testing.T) {
	dir := folder(t, map[string]string{
		"a.md":  "# Jane Miller\n\n## Work\n\n### Nurse | Acme Inc.\n2019 – 2020\n- Works nights.\n\n### Nurse | Beta\n2015\n",
		"b.txt": "JANE MILLER\n\nWORK\n\nNurse, ACME, Boston, MA   Feb 2019 - Mar 2020\n- Trains others.\n\nNurse, Acme   2011 - 2012\n- Began here.\n",
	})
	d, problems, err := Load(dir)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	resumetest.Check(t, d, nil)
	if len(d.Entries) != 3 {
		t.Fatalf("%d entries: %+v", len(d.Entries), d.Entries)
	}
	e := d.Entries[0]
	if e.Org != "Acme Inc." || e.Place != "Boston, MA" || e.Period.Text != "2019 – 2020" {
		t.Errorf("merged entry %+v", e)
	}
	var texts []string
	for _, p := range e.Passages {
		texts = append(texts, d.Passages[p].Source.Path+": "+d.Passages[p].Text())
	}
	want := []string{"a.md: Works nights.", "b.txt: Nurse, ACME, Boston, MA | Feb 2019 - Mar 2020", "b.txt: Trains others."}
	if !reflect.DeepEqual(texts, want) {
		t.Errorf("passages %q", texts)
	}
	if len(d.Files) != 2 || d.Files[0].Format != "markdown" || d.Files[1].Format != "text" || len(d.Files[0].SHA256) != 64 {
		t.Errorf("files %+v", d.Files)
	}
}

func TestFingerprint(t *testing.T) {
	dir := folder(t, map[string]string{"a.md": good, "photo.png": "x"})
	sum := func() string {
		t.Helper()
		s, err := Fingerprint(dir)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	first := sum()
	if write("photo.png", "y"); sum() != first {
		t.Error("a file that is not read changed the fingerprint")
	}
	if write("a.md", strings.Replace(good, "nights", "lights", 1)); sum() == first {
		t.Error("a change of equal size went unnoticed")
	}
	if write("a.md", good); sum() != first {
		t.Error("the fingerprint is not the same for the same files")
	}
	if write("b.md", good); sum() == first {
		t.Error("a new file went unnoticed")
	}
	if _, err := Fingerprint(filepath.Join(dir, "nowhere")); err == nil {
		t.Error("no error for a folder that is not there")
	}
}

func TestWithCurated(t *testing.T) {
	d := parse(t, "a.md", []byte(good))
	before := resumetest.Dump(d)
	c := d.WithCurated([]resume.Curated{
		{Question: "Does she drive?", Answer: "Yes,\n a car.", Date: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)},
		{Question: "Empty?", Answer: " "},
	})
	if resumetest.Dump(d) != before {
		t.Error("the document itself was changed")
	}
	resumetest.Check(t, c, nil)
	if len(c.Passages) != len(d.Passages)+1 {
		t.Fatalf("%d passages", len(c.Passages))
	}
	p := c.Passages[len(c.Passages)-1]
	if p.Kind != resume.PassageCurated || p.Source.Path != "owner's answer, 2026-11-24" || p.Body != "Yes, a car." || p.Asked != "Does she drive?" {
		t.Errorf("%+v", p)
	}
	if len(d.WithCurated(nil).Sections) != len(d.Sections) {
		t.Error("a section for no answers")
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, _, err := Load("../../corpus"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEntries tells how reading grows with the number of entries whose employers
// share a word.
func BenchmarkEntries(b *testing.B) {
	for _, n := range []int{250, 500, 1000, 2000} {
		var cv strings.Builder
		cv.WriteString("# Jane Miller\n\n## Work\n\n")
		for i := range n {
			fmt.Fprintf(&cv, "### Engineer | Co %d\n*Pune | January %d – March %d*\n\n- Built pump %d.\n\n", i, 1990+i%30, 1991+i%30, i)
		}
		dir := b.TempDir()
		if err := os.WriteFile(dir+"/cv.md", []byte(cv.String()), 0o600); err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, _, err := Load(dir); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/entry")
		})
	}
}

func BenchmarkPeriodReader(b *testing.B) {
	for b.Loop() {
		resume.NewPeriodReader()
	}
}

// TestLoadHostile refuses, or reads within the limits, what takes readers time that
// grows with the square of its size.
func TestLoadHostile(t *testing.T) {
	tests := []struct{ name, file, text, want string }{
		{"long file", "a.txt", strings.Repeat("Nurse at Acme\n", maxText/10), "a.txt: holds more text than a résumé does"},
		{"many lines", "a.txt", strings.Repeat("A\n\n", maxBlocks+1), "a.txt: holds more text than a résumé does"},
		{"deep list", "a.md", "# A B\n\n" + strings.Repeat("- ", 5000) + "x\n", "a.md:3: is nested too deep"},
		{"deep indent", "a.md", "# A B\n\n" + strings.Repeat(" ", 500) + "- x\n", "a.md:3: is nested too deep"},
		{"deep quotes", "a.md", strings.Repeat(">", 5000) + " x\n", "a.md:1: is nested too deep"},
		{"open links", "a.md", "# A B\n\n" + strings.Repeat("[a](", 5000) + "\n", "a.md:3: holds a paragraph that is too long or too full of marks"},
		{"long paragraph", "a.md", "# A B\n\n" + strings.Repeat("word ", 5000) + "\n", "a.md:3: holds a paragraph that is too long or too full of marks"},
		{"no words", "a.md", "---\n\n***\n", "a.md: holds no text"},
		{"a package", "package.json", `{"name": "left-pad", "version": "1.0.0"}`, "package.json: is JSON but holds no résumé"},
	}
	for _, tt := range tests {
		d, problems, err := Load(folder(t, map[string]string{"good.md": good, tt.file: tt.text}))
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if len(problems) != 1 || !strings.HasPrefix(problems[0].Error(), tt.want) {
			t.Errorf("%s: problems %v, want %s", tt.name, problems, tt.want)
		}
		if len(d.Files) != 1 {
			t.Errorf("%s: %d files were read", tt.name, len(d.Files))
		}
	}
	items := "# Jane Miller\n\n## Publications\n\n" + strings.Repeat("1. Smith J. *A title.* [Nature](http://x.example), 2019.\n", 1000)
	d, problems, err := Load(folder(t, map[string]string{"a.md": items}))
	if err != nil || len(problems) > 0 || len(d.Passages) < 1000 {
		t.Errorf("a long list: %v %v", problems, err)
	}
}

// TestControlCharacters keeps what could steer a terminal out of the text.
func TestControlCharacters(t *testing.T) {
	for name, text := range map[string]string{
		"a.md":   "# Jane Miller\n\n\x1b[31mNurse\a \u202Eevil\n",
		"a.txt":  "Jane Miller\n\n\x1b[31mNurse\a \u202Eevil\n",
		"a.json": `{"basics": {"name": "Jane Miller", "summary": "\u001b[31mNurse\u0007 \u202eevil"}}`,
	} {
		for _, p := range parse(t, name, []byte(text)).Passages {
			if strings.ContainsAny(p.Text()+p.Raw, "\x1b\a\u202E") {
				t.Errorf("%s: %q", name, p.Text())
			}
		}
	}
}

// TestContentBeforeName reads a file as what it is, also where a format that is not
// read gave it its name.
func TestContentBeforeName(t *testing.T) {
	for name, text := range map[string]string{
		"cv.doc": `{\rtf1\ansi Jane Miller\par Nurse at Acme\par}`, "cv.txt": `{\rtf1\ansi Jane Miller\par Nurse at Acme\par}`, "page.txt": "<!DOCTYPE html><p>Jane Miller<p>Nurse at Acme", "cv2.doc": "<html><p>Jane Miller<p>Nurse at Acme",
	} {
		d, problems, err := Load(folder(t, map[string]string{name: text}))
		if err != nil || len(problems) > 0 || d.Person.Name != "Jane Miller" || len(d.Passages) != 2 {
			t.Errorf("%s: %v %v %+v", name, problems, err, d)
		}
	}
	if _, problems, err := Load(folder(t, map[string]string{"cv.doc": "\xD0\xCF\x11\xE0 Word"})); err == nil || len(problems) != 1 || !strings.Contains(problems[0].Error(), "this format is not read") {
		t.Errorf("a Word 97 file: %v %v", problems, err)
	}
}

// TestPageWithPictures reads a page that holds its pictures, which are no text.
func TestPageWithPictures(t *testing.T) {
	page := `<h1>Jane Miller</h1><p>Nurse</p><img src="data:image/png;base64,` + strings.Repeat("QUFB", maxText/2) + `"><p>Acme</p>`
	d, problems, err := Load(folder(t, map[string]string{"cv.html": page, "long.html": "<p>" + strings.Repeat("word ", maxText/4)}))
	if err != nil || d.Person.Name != "Jane Miller" || len(d.Passages) != 3 {
		t.Errorf("%v %+v", err, d)
	}
	if len(problems) != 1 || problems[0].Path != "long.html" || !strings.Contains(problems[0].Error(), "more text than a résumé does") {
		t.Errorf("problems %v", problems)
	}
}
