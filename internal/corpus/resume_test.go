package corpus

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/build"
	"resumebot/internal/resume/resumetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden reads résumés of invented people, in the styles and languages that
// people write them in.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/people/*.*")
	if err != nil || len(names) == 0 {
		t.Fatal("no test data", err)
	}
	for _, name := range names {
		if filepath.Ext(name) == ".golden" {
			continue
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			d := parse(t, name, data)
			lines := map[string]int{name: resumetest.LineCount(data)}
			if ext := filepath.Ext(name); ext == ".pdf" || ext == ".docx" {
				lines = nil
			}
			resumetest.Check(t, d, lines)
			golden := name + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(resumetest.Dump(d)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got := resumetest.Dump(d); got != string(want) {
				t.Errorf("%s differs from %s (go test -update writes it anew):\n%s", name, golden, resumetest.Diff(string(want), got))
			}
		})
	}
}

// TestShipped holds the reading of the résumé that the program ships with.
func TestShipped(t *testing.T) {
	d, problems, err := Load("../../corpus")
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	resumetest.Check(t, d, map[string]int{"resume.md": 157})
	if d.Person.Name != "Ankit Das" || d.Person.Location != "Pune, Maharashtra, India" || len(d.Person.Contacts) != 4 {
		t.Errorf("person %+v", d.Person)
	}
	var got []string
	for _, e := range d.Entries {
		got = append(got, fmt.Sprintf("%s: %s / %s / %s / %s", e.Kind, e.Title, e.Org, e.Place, resumetest.Written(e.Period)))
	}
	want := []string{
		"work: Site Reliability Engineer / PhonePe Pvt Ltd / Pune, Maharashtra / February 2023 – now",
		"work: Software Development Intern / IT Ion Tech / Remote / January 2022 – July 2022",
		"work: Corporate Relations Manager / AIESEC / Pune / May 2020 – October 2020",
		"project: Aegis Financial Assistant / / / ",
		"project: FinanceBud / / / ",
		"project: Enhanced Lip Reading (Research) / / / ",
		"project: Crabfull / / / ",
		"project: Autowall / / / ",
		"project: Diffie / / / ",
		"project: Muid / / / ",
		"certificate: Professional Certificate in Generative AI and Machine Learning / Indian Institute of Technology (IIT) / Roorkee / June 2024 – December 2024",
		"education: B.Tech in Computer Science and Engineering / Symbiosis Institute of Technology / Pune / June 2019 – May 2023",
	}
	for i := range want {
		want[i] = strings.ReplaceAll(want[i], "/ / /", "/  /  /")
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("entries:\n%s", resumetest.Diff(w, g))
	}
	if len(d.Skills) != 10 || len(d.Skills[5].Skills) != 8 || d.Skills[1].Skills[1] != (resume.Skill{Name: "TypeScript/JavaScript", Note: "Frontend/Node"}) {
		t.Errorf("skills %+v", d.Skills)
	}
}

// TestEvidence finds every piece of evidence of the development questions in
// the raw text of a passage.
func TestEvidence(t *testing.T) {
	data, err := os.ReadFile("../../../shared/eval/questions.jsonl")
	if err != nil {
		t.Skip("the development questions are not here:", err)
	}
	d, _, err := Load("../../corpus")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		var q struct {
			ID       string
			Evidence []string
		}
		if err := json.Unmarshal([]byte(line), &q); err != nil {
			t.Fatal(err)
		}
	next:
		for _, e := range q.Evidence {
			for _, p := range d.Passages {
				if strings.Contains(p.Raw, e) {
					continue next
				}
			}
			t.Errorf("%s: no passage holds %q", q.ID, e)
		}
	}
}

// TestSamples reads the sample résumés without losing their jobs.
func TestSamples(t *testing.T) {
	dir := "../../../shared/data/resumes"
	for name, want := range map[string]struct {
		person  string
		entries int
		first   string
	}{
		"pandoc-resume.md":       {"Johnny Coder", 4, "PhD, Computer Science / Awesome University / MyTown"},
		"jsonresume.sample.json": {"Richard Hendriks", 6, "CEO/President / Pied Piper / Palo Alto, CA"},
		"jane-fullstacker.json":  {"Jane Q. Fullstacker", 14, "Head Code Ninja / Area 52 / "},
		"jane-incomplete.json":   {"Jane Q. Fullstacker", 5, " /  / "},
	} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Skip("the sample résumés are not here:", err)
		}
		d := parse(t, name, data)
		resumetest.Check(t, d, map[string]int{name: resumetest.LineCount(data)})
		if d.Person.Name != want.person || len(d.Entries) != want.entries {
			t.Errorf("%s: %q with %d entries", name, d.Person.Name, len(d.Entries))
			continue
		}
		if e := d.Entries[0]; e.Title+" / "+e.Org+" / "+e.Place != want.first {
			t.Errorf("%s: first entry %q / %q / %q", name, e.Title, e.Org, e.Place)
		}
	}
}

func TestHeads(t *testing.T) {
	tests := []struct{ section, in, want string }{ // want: title / org / place / period
		{"Experience", "### Site Reliability Engineer | [PhonePe](https://x.example)\n*Pune | Feb 2023 – Present*", "Site Reliability Engineer / PhonePe / Pune / February 2023 – now"},
		{"Experience", "### PhonePe — Site Reliability Engineer (2021 – 2023)", "Site Reliability Engineer / PhonePe /  / 2021 – 2023"},
		{"Experience", "**Zalando SE** — Senior Backend Engineer\n*Berlin, Germany · 03/2020 – present*", "Senior Backend Engineer / Zalando SE / Berlin, Germany / March 2020 – now"},
		{"Experience", "### Senior Engineer at Acme, Inc., 2019–2020", "Senior Engineer / Acme, Inc. /  / 2019 – 2020"},
		{"Experience", "### Barista @ Blue Bottle Coffee | Jan 2012 – Dec 2013 | San Francisco, CA", "Barista / Blue Bottle Coffee / San Francisco, CA / January 2012 – December 2013"},
		{"Experience", "### Vice President, Engineering | Foo\nRemote | since 2020", "Vice President, Engineering / Foo / Remote / 2020 – now"},
		{"Experience", "### Acme\n2015 – 2016", " / Acme /  / 2015 – 2016"},
		{"Experience", "- Nurse, St. Mary's Hospital, Boston, MA, 2010 – 2012", "Nurse / St. Mary's Hospital / Boston, MA / 2010 – 2012"},
		{"Berufserfahrung", "**Projektleiterin** bei Siemens AG, München\n01/2015 – heute", "Projektleiterin / Siemens AG / München / January 2015 – now"},
		{"Expérience", "### Développeuse chez Capgemini\nLyon | janv. 2015 – déc. 2016", "Développeuse / Capgemini / Lyon / January 2015 – December 2016"},
		{"Education", "### B.Tech in Computer Science\n**Symbiosis Institute of Technology, Pune** | *June 2019 – May 2023*", "B.Tech in Computer Science / Symbiosis Institute of Technology / Pune / June 2019 – May 2023"},
		{"Education", "### Boston University\nBachelor of Science in Nursing, 2010 – 2014, GPA 3.8", "Bachelor of Science in Nursing / Boston University /  / 2010 – 2014"},
		{"Education", "- **M.Sc. Computer Science**, TU Berlin, 2015 – 2017", "M.Sc. Computer Science / TU Berlin /  / 2015 – 2017"},
		{"Projects", "### [Crabfull](https://x.example) — a log viewer", "Crabfull /  /  / "},
		{"Certifications", "- AWS Certified Solutions Architect – Associate (2022)", "AWS Certified Solutions Architect – Associate /  /  / 2022"},
		{"Awards", "- **Nurse of the Year**, Boston Globe, 2020", "Nurse of the Year / Boston Globe /  / 2020"},
		{"Experience", "| Company | Role | Dates |\n|--|--|--|\n| Acme Clinic | Nurse | 2010 – 2011 |", "Nurse / Acme Clinic /  / 2010 – 2011"},
	}
	for _, tt := range tests {
		d := parse(t, "a.md", []byte("# Jane Miller\n\n## "+tt.section+"\n\n"+tt.in+"\n"))
		resumetest.Check(t, d, map[string]int{"a.md": 10})
		if len(d.Entries) != 1 {
			t.Errorf("%q: %d entries %+v", tt.in, len(d.Entries), d.Entries)
			continue
		}
		e := d.Entries[0]
		if got := fmt.Sprintf("%s / %s / %s / %s", e.Title, e.Org, e.Place, resumetest.Written(e.Period)); got != tt.want {
			t.Errorf("%q:\n got %s\nwant %s", tt.in, got, tt.want)
		}
	}
}

func TestRoles(t *testing.T) {
	d := parse(t, "a.md", []byte("# Ravi Shah\n## Work\n### St. Mary's Hospital, Boston, MA\n#### Head Nurse (June 2018 – Present)\n- Leads.\n#### Staff Nurse (2014 – 2018)\n- Nights.\n"))
	resumetest.Check(t, d, map[string]int{"a.md": 7})
	if len(d.Entries) != 2 {
		t.Fatalf("%+v", d.Entries)
	}
	for i, want := range []string{"Head Nurse", "Staff Nurse"} {
		if e := d.Entries[i]; e.Title != want || e.Org != "St. Mary's Hospital" || e.Place != "Boston, MA" || len(e.Passages) != 1 {
			t.Errorf("%+v", e)
		}
	}
}

func FuzzMarkdown(f *testing.F) { fuzz(f, ".md") }

func FuzzText(f *testing.F) { fuzz(f, ".txt") }

func FuzzJSON(f *testing.F) { fuzz(f, ".json") }

func FuzzYAML(f *testing.F) {
	for _, s := range []string{"cv:\n  name: A B\n  sections:\n    x:\n      - bullet: y\n", "a: &a [x, *a]\n", "work: [&j {name: A, position: B}, {<<: *j, startDate: 2019}]\n", "name: |\n  A\n\tB\n"} {
		f.Add([]byte(s))
	}
	fuzz(f, ".yaml")
}

func fuzz(f *testing.F, ext string) {
	if data, err := os.ReadFile("testdata/people/marta" + ext); err == nil {
		f.Add(data)
	}
	for _, s := range []string{"", "- a\n  - b\n", "# A B\n## Work\n### X | Y\n2019 – 2020\n#### Nurse 2020\n", "| a |\n|--|\n| |\n", "Term\n: def\n\n: def\n", "<h1>A</h1>\n<!-- private -->", "{\"work\":[{\"name\":1}]}", "WORK\n====\nAcme\nNurse 2019 -\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, _, _ := decodeText(data)
		if text == nil {
			return
		}
		kind, _ := byExtension(ext)
		f := fileText{format: kind, path: "f", text: text}
		blocks, _, err := f.public()
		if err != nil {
			return
		}
		b := build.New()
		b.Add(blocks)
		resumetest.Check(t, b.Doc, map[string]int{"f": strings.Count(string(text), "\n") + 1})
	})
}

// FuzzBuild builds Documents from blocks no reader would make.
func FuzzBuild(f *testing.F) {
	f.Add([]byte("\x00\x01# Work\n\x00\x02Nurse | Acme 2019\n\x01\x002019 – 2020\n\x02\x05deep\n\x03\x00a|b"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var blocks []block.Block
		for i, line := range strings.Split(string(data), "\n") {
			if len(line) < 2 {
				continue
			}
			b := block.Block{Kind: block.Kind(line[0] % 7), Level: int(line[1] % 8), Source: resume.Source{Path: "f", Start: i + 1, End: i + 1}}
			for k, s := range strings.Split(line[2:], "|") {
				sp := block.Span{Text: s, Bold: k%2 == 0, Italic: k%3 == 0}
				b.Spans = append(b.Spans, sp)
				b.Cells = append(b.Cells, []block.Span{sp})
			}
			blocks = append(blocks, b)
		}
		bd := build.New()
		bd.Add(blocks)
		resumetest.Check(t, bd.Doc, map[string]int{"f": strings.Count(string(data), "\n") + 1})
	})
}
