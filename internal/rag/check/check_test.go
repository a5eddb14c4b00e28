package check

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"resumebot/internal/lexicon"
	"resumebot/internal/rag/names"
	"resumebot/internal/ragtest"
	"resumebot/internal/resume"
)

// today is the day on which the claims files were written.
var today = ragtest.Day

func checker(tb testing.TB, dir string) *Checker {
	tb.Helper()
	e, err := New(Config{Document: ragtest.Load(tb, dir), Lexicon: ragtest.Lexicon(tb), Now: func() time.Time { return today }})
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// claim is a true sentence with the passages it rests on and the entry of the
// first of them.
type claim struct {
	text     string
	passages []int
	entry    int // -1: none
}

// corruption makes one sort of falsehood of a true claim, or "" where it cannot.
type corruption struct {
	name string
	make func(e *Checker, c claim, n int) string
}

var (
	digits    = regexp.MustCompile(`\d+`)
	years     = regexp.MustCompile(`\b(?:19|20)\d\d\b`)
	monthName = regexp.MustCompile(`\b(January|February|March|April|May|June|July|August|September|October|November|December)\b`)
	percents  = regexp.MustCompile(`(\d+)%`)
	firstBe   = regexp.MustCompile(`\b(is|was|has|were)\b`)
)

var corruptions = []corruption{
	{"number", func(_ *Checker, c claim, n int) string {
		all := digits.FindAllStringIndex(years.ReplaceAllStringFunc(c.text, func(s string) string { return strings.Repeat("x", len(s)) }), -1)
		if len(all) == 0 {
			return ""
		}
		at := all[n%len(all)]
		if at[0] > 0 && unicode.IsLetter(rune(c.text[at[0]-1])) {
			return ""
		}
		return c.text[:at[0]] + "7" + c.text[at[0]:at[1]] + c.text[at[1]:]
	}},
	{"unit", func(_ *Checker, c claim, _ int) string {
		if out := percents.ReplaceAllString(c.text, "$1 days"); out != c.text {
			return out
		}
		out := strings.NewReplacer(" days", " weeks", " hours", " days", " months", " years", " years", " months", "$", "€ % ").Replace(c.text)
		return out
	}},
	{"year", func(_ *Checker, c claim, n int) string {
		return replaceNth(years, c.text, n, func(s string) string { return fmt.Sprint(1990 + n%5) })
	}},
	{"year off by one", func(_ *Checker, c claim, n int) string {
		return replaceNth(years, c.text, n, func(s string) string { return s[:3] + string('0'+(s[3]-'0'+1)%10) })
	}},
	{"month", func(_ *Checker, c claim, n int) string {
		return replaceNth(monthName, c.text, n, func(s string) string {
			if s == "May" {
				return "October"
			}
			return "May"
		})
	}},
	{"dates swapped", func(e *Checker, c claim, _ int) string {
		if c.entry < 0 {
			return ""
		}
		p := e.Document.Entries[c.entry].Period
		a, b := p.Start.String(), p.End.String()
		if a == "" || b == "" || p.Start.Year == p.End.Year || !strings.Contains(c.text, b) {
			return ""
		}
		return strings.NewReplacer(a, b, b, a).Replace(c.text)
	}},
	{"employer of another entry", func(e *Checker, c claim, n int) string {
		return swapField(e, c, n, func(x *resume.Entry) string { return x.Org })
	}},
	{"employer from nowhere", func(e *Checker, c claim, n int) string {
		if c.entry < 0 {
			return ""
		}
		return replaceText(c.text, e.Document.Entries[c.entry].Org, []string{"Google", "Siemens", "Acme Corporation", "Stanford University"}[n%4])
	}},
	{"title of another entry", func(e *Checker, c claim, n int) string {
		if c.entry >= 0 && !strings.Contains(c.text, e.Document.Entries[c.entry].Org) {
			return ""
		}
		return swapField(e, c, n, func(x *resume.Entry) string { return x.Title })
	}},
	{"title from nowhere", func(e *Checker, c claim, n int) string {
		if c.entry < 0 {
			return ""
		}
		return replaceText(c.text, e.Document.Entries[c.entry].Title, []string{"Chief Executive Officer", "data analyst", "Head of Sales", "senior consultant"}[n%4])
	}},
	{"technology", func(e *Checker, c claim, n int) string {
		for _, t := range e.Lexicon.Terms(c.text) {
			if t.Class == lexicon.Content && len(t.Keys) > 1 && t.Text != strings.ToLower(t.Text) && !e.names.IsPerson(lexicon.Tokens(t.Text)) {
				return replaceText(c.text, t.Text, []string{"Fortran", "Oracle", "Salesforce", "COBOL"}[n%4])
			}
		}
		return ""
	}},
	{"denied", func(_ *Checker, c claim, n int) string {
		if firstBe.MatchString(c.text) {
			return replaceNth(firstBe, c.text, 0, func(s string) string { return s + []string{" not", " never"}[n%2] })
		}
		for _, who := range []string{"they ", "They "} {
			if strings.Contains(c.text, who) {
				return strings.Replace(c.text, who, who+"never ", 1)
			}
		}
		return ""
	}},
	{"skill added", func(_ *Checker, c claim, n int) string {
		return strings.TrimSuffix(c.text, ".") + []string{", using Kubernetes.", " and carpentry.", ", and speaks Japanese.", " with a team in Tokyo.", " in Haskell."}[n%5]
	}},
	{"exaggerated", func(_ *Checker, c claim, n int) string {
		s := strings.TrimSuffix(c.text, ".")
		return []string{s + " single-handedly.", s + ", with outstanding success.", "Widely regarded as an expert: " + s + ".", s + ", the best in the industry.", s + " and led a large team."}[n%5]
	}},
	{"number added", func(_ *Checker, c claim, n int) string {
		return strings.TrimSuffix(c.text, ".") + []string{", saving 40% of the cost.", " for 12 years.", ", a team of thirty.", ", worth $5 million."}[n%4]
	}},
}

func replaceNth(re *regexp.Regexp, text string, n int, with func(string) string) string {
	all := re.FindAllStringIndex(text, -1)
	if len(all) == 0 {
		return ""
	}
	at := all[n%len(all)]
	return text[:at[0]] + with(text[at[0]:at[1]]) + text[at[1]:]
}

func replaceText(text, old, with string) string {
	if old == "" || !strings.Contains(text, old) {
		return ""
	}
	return strings.Replace(text, old, with, 1)
}

func swapField(e *Checker, c claim, n int, field func(*resume.Entry) string) string {
	if c.entry < 0 {
		return ""
	}
	own := field(&e.Document.Entries[c.entry])
	for k := range e.Document.Entries {
		i := (c.entry + n + k + 1) % len(e.Document.Entries)
		x := &e.Document.Entries[i]
		if other := field(x); names.Held(x.Kind) && other != "" && other != own && !strings.Contains(other, own) && !strings.Contains(own, other) &&
			x.Kind == e.Document.Entries[c.entry].Kind {
			return replaceText(c.text, own, other)
		}
	}
	return ""
}

// stillTrue tells whether a corruption came out as something the résumé says: the
// year of another post at the same place, for instance.
func stillTrue(c claim, corrupted string, all []claim) bool {
	return corrupted == "" || corrupted == c.text || slices.ContainsFunc(all, func(o claim) bool { return o.text == corrupted })
}

var updateTable = flag.Bool("update-table", false, "rewrite the golden files")

// TestCorruptions measures the checker on what the lines of everybody's résumé
// say: what share of sentences with one falsehood in them it catches (for every
// fourth whichever passage it cites), and what share of true ones it lets through.
func TestCorruptions(t *testing.T) {
	if testing.Short() {
		t.Skip("checks some thousand sentences")
	}
	caught, made := map[string]int{}, map[string]int{}
	passed, all := 0, 0
	checkers := map[string]*Checker{}
	told := map[string][]claim{}
	for _, row := range readClaims(t, "testdata/told.txt") {
		e := checkers[row.who]
		if e == nil {
			dir, _ := home(t, row.who)
			e = checker(t, dir)
			checkers[row.who] = e
		}
		cited := e.passagesWith(t, row.cites)
		for _, text := range row.right {
			told[row.who] = append(told[row.who], claim{text, cited, e.Document.Passages[cited[0]].Entry})
		}
	}
	for _, who := range slices.Sorted(maps.Keys(told)) {
		e, claims := checkers[who], told[who]
		for n, c := range claims {
			all++
			if err := e.Check(Claim{Text: c.text}, c.passages); err == nil {
				passed++
			} else {
				t.Logf("true, dropped: %s (%v)", c.text, err)
			}
			for _, kind := range corruptions {
				bad := kind.make(e, c, n)
				if stillTrue(c, bad, claims) {
					continue
				}
				made[kind.name]++
				if n%4 == 0 && e.anySupports(Claim{Text: bad}, c.passages) || e.Check(Claim{Text: bad}, c.passages) == nil {
					t.Logf("%s, let through: %s", kind.name, bad)
				} else {
					caught[kind.name]++
				}
			}
		}
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%-28s %6s %7s %6s\n", "falsehood", "made", "caught", "%")
	sum, got := 0, 0
	for _, kind := range corruptions {
		fmt.Fprintf(&table, "%-28s %6d %7d %6.1f\n", kind.name, made[kind.name], caught[kind.name], 100*float64(caught[kind.name])/float64(max(1, made[kind.name])))
		sum += made[kind.name]
		got += caught[kind.name]
	}
	fmt.Fprintf(&table, "%-28s %6d %7d %6.1f\n", "all falsehoods", sum, got, 100*float64(got)/float64(sum))
	fmt.Fprintf(&table, "%-28s %6d %7d %6.1f\n", "true sentences (passed)", all, passed, 100*float64(passed)/float64(all))
	golden(t, "testdata/checker.golden", table.String())
	if got*100 < sum*99 {
		t.Errorf("%d of %d falsehoods caught, want 99 %%", got, sum)
	}
	if passed*100 < all*90 {
		t.Errorf("%d of %d true sentences let through, want 90 %%", passed, all)
	}
}

// anySupports tells whether the cited passages, or any one passage alone, pass
// the check, as they do for a model that cites the wrong number.
func (e *Checker) anySupports(c Claim, cited []int) bool {
	if e.Check(c, cited) == nil {
		return true
	}
	for i := range e.Document.Passages {
		if e.Check(c, []int{i}) == nil {
			return true
		}
	}
	return false
}

// claimRow is one paragraph of a claims file: what is true and false of some
// passages of one résumé.
type claimRow struct {
	who      string
	cites    []string
	computed string
	right    []string
	wrong    [][2]string // class, sentence
}

func readClaims(tb testing.TB, path string) []claimRow {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	var out []claimRow
	for n, text := range strings.Split(string(data), "\n") {
		kind, rest, _ := strings.Cut(text, " ")
		if kind == "@" {
			parts := strings.Split(rest, " | ")
			out = append(out, claimRow{who: parts[0], cites: parts[1:]})
			continue
		}
		if kind == "" || strings.HasPrefix(kind, "#") {
			continue
		}
		row := &out[len(out)-1]
		switch kind {
		case "=":
			row.computed += rest + "\n"
		case "+":
			row.right = append(row.right, rest)
		case "-":
			class, sentence, ok := strings.Cut(rest, ": ")
			if !ok {
				tb.Fatalf("%s:%d: no class", path, n+1)
			}
			row.wrong = append(row.wrong, [2]string{class, sentence})
		default:
			tb.Fatalf("%s:%d: %q", path, n+1, text)
		}
	}
	return out
}

// home is the folder with somebody's résumé; that of people outside the project
// may not be there.
func home(tb testing.TB, who string) (string, bool) {
	switch who {
	case "corpus":
		return "../../../corpus", true
	}
	for _, dir := range []string{filepath.Join("..", "testdata", "people", who), filepath.Join("..", "..", "eval", "testdata", "visitors", who)} {
		if _, err := os.Stat(dir); err == nil {
			return dir, true
		}
	}
	file := map[string]string{"jane": "jane-fullstacker.json", "sample": "jsonresume.sample.json", "john": "john-doe-classic.pdf"}[who]
	data, err := os.ReadFile(filepath.Join("../../../../shared/data/resumes", file))
	if err != nil {
		return "", false
	}
	dir := tb.TempDir()
	err = os.WriteFile(filepath.Join(dir, file), data, 0o600)
	if err != nil {
		tb.Fatal(err)
	}
	return dir, true
}

// score is how a checker fared on claims files.
type score struct {
	made, caught map[string]int // by class of falsehood
	all, passed  int            // true sentences
	checkers     map[string]*Checker
}

// pronouns of the people whom the visitors' questions are about.
var pronouns = map[string]string{
	"marisol": "she", "accountant": "she", "nurse": "she", "teacher": "she", "manager": "she", "physicist": "he", "graduate": "he", "lawyer": "he", "chef": "he", "electrician": "he", "annika": "she", "hannah": "she",
	"tomasz": "he", "mateus": "he", "gareth": "he", "daniel": "he", "corpus": "he",
}

// measure checks every sentence of claims files; false ones whichever passage they
// cite.
func measure(t *testing.T, files ...string) score {
	t.Helper()
	s := score{map[string]int{}, map[string]int{}, 0, 0, map[string]*Checker{}}
	for _, file := range files {
		for _, row := range readClaims(t, "testdata/"+file) {
			e := s.checkers[row.who]
			if e == nil {
				dir, ok := home(t, row.who)
				if !ok {
					continue
				}
				e = checker(t, dir)
				e.pronoun = cmp.Or(pronouns[row.who], e.pronoun)
				s.checkers[row.who] = e
			}
			cited := e.passagesWith(t, row.cites)
			if row.computed != "" {
				e, cited = e.withFact(t, strings.TrimSpace(row.computed), cited)
			}
			for _, text := range row.right {
				s.all++
				if err := e.Check(claimOf(text), cited); err == nil {
					s.passed++
				} else {
					t.Logf("true, dropped: %s (%v)", text, err)
				}
			}
			for _, c := range row.wrong {
				s.made[c[0]]++
				if e.anySupports(claimOf(c[1]), cited) {
					t.Logf("%s, let through: %s", c[0], c[1])
				} else {
					s.caught[c[0]]++
				}
			}
		}
	}
	return s
}

// claimOf reads "{the sentence that leads the list} item".
func claimOf(text string) Claim {
	if lead, item, ok := strings.Cut(strings.TrimPrefix(text, "{"), "} "); ok && text[0] == '{' {
		return Claim{Text: item, Lead: lead}
	}
	return Claim{Text: text}
}

func (s score) table() (text string, caught, made int) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-28s %6s %7s %6s\n", "falsehood", "made", "caught", "%")
	row := func(name string, made, caught int) {
		fmt.Fprintf(&b, "%-28s %6d %7d %6.1f\n", name, made, caught, 100*float64(caught)/float64(max(1, made)))
	}
	for _, name := range slices.Sorted(maps.Keys(s.made)) {
		row(name, s.made[name], s.caught[name])
		made += s.made[name]
		caught += s.caught[name]
	}
	row("all falsehoods", made, caught)
	row("true sentences (passed)", s.all, s.passed)
	return b.String(), caught, made
}

// TestClaims holds the checker to sentences written by hand, as a model might
// write them: nine of ten true ones let through, every false one but one in a
// hundred caught.
func TestClaims(t *testing.T) {
	if testing.Short() {
		t.Skip("checks some thousand sentences")
	}
	s := measure(t, "claims.txt", "claims2.txt", "claims3.txt", "claims4.txt")
	table, caught, made := s.table()
	if len(s.checkers) == 13 { // all the résumés are here
		golden(t, "testdata/claims.golden", table)
	}
	if caught*100 < made*99 {
		t.Errorf("%d of %d falsehoods caught, want 99 %%", caught, made)
	}
	if s.passed*10 < s.all*9 {
		t.Errorf("%d of %d true sentences let through, want 90 %%", s.passed, s.all)
	}
}

// TestProse is TestClaims for a strong model's ordinary prose.
func TestProse(t *testing.T) {
	if testing.Short() {
		t.Skip("checks some thousand sentences")
	}
	for _, file := range []string{"prose", "prose2", "prose3", "prose4", "spite", "spite2", "final"} {
		t.Run(file, func(t *testing.T) {
			table, _, _ := measure(t, file+".txt").table()
			golden(t, "testdata/"+file+".golden", table)
		})
	}
}

// withFact is a checker whose document has a computed passage besides, and what
// cites it.
func (e *Checker) withFact(tb testing.TB, fact string, from []int) (*Checker, []int) {
	tb.Helper()
	c := e.Config
	doc := *c.Document
	doc.Passages = append(slices.Clone(doc.Passages), resume.Passage{Kind: resume.PassageComputed, Entry: -1, Parent: -1, Body: fact, From: from})
	c.Document = &doc
	out, err := New(c)
	if err != nil {
		tb.Fatal(err)
	}
	return out, []int{len(doc.Passages) - 1}
}

// passagesWith are the first passages that have certain words, and the heads of
// entries ("head: Acme").
func (e *Checker) passagesWith(tb testing.TB, words []string) []int {
	tb.Helper()
	var out []int
	for _, want := range words {
		if org, ok := strings.CutPrefix(want, "head: "); ok {
			x := slices.IndexFunc(e.Document.Entries, func(x resume.Entry) bool { return strings.Contains(x.Org, org) })
			if x < 0 {
				tb.Fatalf("no entry at %q", org)
			}
			out = append(out, e.Document.Entries[x].Header)
			continue
		}
		i := slices.IndexFunc(e.Document.Passages, func(p resume.Passage) bool { return p.Text() == want })
		if i < 0 {
			i = slices.IndexFunc(e.Document.Passages, func(p resume.Passage) bool { return strings.Contains(p.Raw, want) || strings.Contains(p.Text(), want) })
		}
		if i < 0 {
			tb.Fatalf("no passage has %q", want)
		}
		out = append(out, i)
	}
	return out
}

// golden holds a table to its file.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *updateTable {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(path); err != nil || string(want) != got {
		t.Errorf("%s differs (run with -update-table and read the diff):\n%s", path, got)
	}
}
