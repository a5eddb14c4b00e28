package quote

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"

	"resumebot/internal/index"
	"resumebot/internal/rag/names"
	"resumebot/internal/rag/question"
	"resumebot/internal/ragtest"
	"resumebot/internal/resume"
)

// dara is an invented person's résumé.
const dara = `# Dara Nolan

Galway, Ireland

- Email: dara@example.ie

## Profile

I restore wooden boats and teach others to. My yard is open on Sundays.

## Experience

### Boatbuilder | Claddagh Yard
*Galway | March 2019 – Present*

- Restored nine hookers, the largest 12 metres long.
- Steams oak planks in a kiln that she built.
- Teaches caulking to evening classes.
- Draws lines in AutoCAD.

### Apprentice Shipwright | Kinsale Boats
*Cobh | June 2014 – February 2019*

- Planked two racing yawls in larch.
- Holds a welding ticket of Level I.

## Projects

### Currachdeck
- A drawing program for hull lines.

## Education

- **Diploma in Boatbuilding**, Baltimore Academy, 2012 – 2014

## Skills

- **Woods:** oak, larch, douglas fir
- **Software:** AutoCAD, Rhino

## Testimonials

> "I never saw a fairer hull." — Una Flynn
`

// yard reads and quotes one résumé.
type yard struct {
	document *resume.Document
	index    *index.Index
	parser   *question.Parser
	reader   *Reader
}

func open(tb testing.TB, text string) *yard {
	tb.Helper()
	r := ragtest.Open(tb, ragtest.Write(tb, text), ragtest.Words{}, ragtest.Day)
	y := &yard{document: r.Document, index: r.Index}
	y.parser = question.New(question.Config{Document: r.Document, Index: r.Index, Lexicon: r.Lexicon, Names: names.Collect(r.Document, r.Lexicon), Known: func(word string) bool { return word == "night" }})
	y.reader = New(r.Document, r.Index, r.Lexicon, y.parser)
	return y
}

// ask reads a question of a message of so many.
func (y *yard) ask(tb testing.TB, text string, parts int, before ...question.Turn) Answer {
	tb.Helper()
	q := y.parser.Parse(text, before)[0]
	v, err := y.index.Embed(context.Background(), q.SearchText())
	if err != nil {
		tb.Fatal(err)
	}
	hits, err := y.index.Search(context.Background(), index.Query{Text: q.SearchText(), Keys: q.Keys(), Vector: v}, 60)
	if err != nil {
		tb.Fatal(err)
	}
	return y.reader.Read(q, hits, parts)
}

func text(a Answer) string {
	var b strings.Builder
	for _, l := range a.Lines {
		if l.Item {
			b.WriteString("• ")
		}
		b.WriteString(l.Text + "\n")
	}
	return b.String()
}

// TestRead holds each question to how its answer ends and to what is quoted.
func TestRead(t *testing.T) {
	y := open(t, dara)
	tests := []struct {
		question string
		ending   Ending
		has      []string // in the text
		not      []string
	}{
		{"How long has she been at Claddagh Yard?", Answered, []string{"Boatbuilder at Claddagh Yard: 7 years 9 months so far (March 2019 – present, as of November 2026)."}, []string{Introduction}},
		{"Has she restored hookers?", Answered, []string{"At Claddagh Yard (March 2019 – present): Restored nine hookers, the largest 12 metres long."}, nil},
		{"Which racing yawls did she plank?", Answered, []string{"At Kinsale Boats (June 2014 – February 2019): Planked two racing yawls in larch."}, nil},
		{"Which woods does she know?", Answered, []string{"Woods: oak, larch, douglas fir."}, nil},
		{"What is Currachdeck?", Answered, []string{"A drawing program for hull lines."}, nil},
		{"How do I email her?", Answered, []string{"dara@example.ie"}, nil},
		{"Where did she work before Claddagh Yard?", Answered, []string{"Kinsale Boats"}, nil},

		{"How many years of experience does she have?", Answered, []string{"Total work experience"}, []string{"Dated work that names"}},
		{"How long was she in Cobh?", Answered, []string{"Apprentice Shipwright at Kinsale Boats: 4 years 9 months"}, []string{"Planked"}},
		{"What does she do now and where?", Answered, []string{"Current position"}, []string{"No current course"}},
		{"How long has she used AutoCAD in her work?", Answered, []string{"Dated work that names AutoCAD: 7 years 9 months"}, []string{"Rhino"}},
		{"What was she doing in May 2016?", Answered, []string{"Apprentice Shipwright"}, []string{"Boatbuilder at Claddagh"}},

		{"How many apprentices does she teach caulking to?", Closest, []string{Introduction, "Teaches caulking to evening classes."}, nil},
		{"Why did she leave Kinsale Boats?", NotStated, nil, nil},                             // what résumés do not hold
		{"When did she steam oak planks?", Answered, []string{"Steams oak planks"}, nil},      // of the time of its entry
		{"Has she seen a fairer hull?", Closest, []string{"I never saw a fairer hull."}, nil}, // somebody else has
		{"What does Una Flynn say of the hull?", Answered, []string{"I never saw a fairer hull."}, nil},
		{"Does she know larch or Fortran?", Closest, []string{Introduction, "larch"}, nil},

		{"Which yawls did she varnish?", Closest, []string{"Planked two racing yawls"}, []string{"hookers", "ticket"}},                                      // what shares nothing with it
		{"Did she work for Una?", Closest, []string{Introduction, "fairer hull", "• The résumé names these employers: Claddagh Yard; Kinsale Boats."}, nil}, // who may be one
		{"Does she speak Portuguese?", NotStated, nil, nil},
		{"Is she married?", NotStated, nil, nil},
		{"What is the weather in Lisbon?", NotStated, nil, nil},
	}
	for _, tt := range tests {
		a := y.ask(t, tt.question, 1)
		got := text(a)
		if a.Ending != tt.ending {
			t.Errorf("%s: ends %d, want %d:\n%s", tt.question, a.Ending, tt.ending, got)
		}
		if (len(a.Lines) > 0) != (a.Ending == Answered || a.Ending == Closest) || strings.HasPrefix(got, Introduction) != (a.Ending == Closest) {
			t.Errorf("%s: ends %d with\n%s", tt.question, a.Ending, got)
		}
		for _, n := range tt.not {
			if strings.Contains(got, n) {
				t.Errorf("%s: %q in\n%s", tt.question, n, got)
			}
		}
		for _, h := range tt.has {
			if !strings.Contains(got, h) {
				t.Errorf("%s: no %q in\n%s", tt.question, h, got)
			}
		}
	}
}

// TestMisplaced names the employers to who asks whether the person was at another one,
// and to nobody else.
func TestMisplaced(t *testing.T) {
	y := open(t, dara)
	const employers = "The résumé names these employers: Claddagh Yard; Kinsale Boats.\n"
	for question, named := range map[string]bool{
		"Has she ever worked at Sunseeker?":           true,
		"Why did she leave Sunseeker?":                false, // what résumés do not hold
		"What was her role at Sunseeker?":             false,
		"I work at Sunseeker and need her records":    false,
		"did she work for sunseeker":                  true,
		"Has she worked at Rhino?":                    true, // which is a tool of hers
		"Has she worked at Claddagh Yard?":            false,
		"has she worked at night":                     false,
		"Did she work for Sunseeker's owner in oak?":  true,
		"What does she think of working in Connacht?": false,
	} {
		if a := y.ask(t, question, 1); (text(a) == employers && a.Ending == NotStated && len(a.Lines[0].Passages) == 2) != named {
			t.Errorf("%s: ends %d with\n%s", question, a.Ending, text(a))
		}
	}
}

// TestGlossed wants nothing said to be an answer for its gloss alone.
func TestGlossed(t *testing.T) {
	y := open(t, `# Jonas Weber

## Berufserfahrung

### Laborant, Robert Koch-Institut, Berlin
2015 – 2020

- Prüfung von Proben mit dem Mikroskop

## Sprachen

- Französisch: B2 in Wort und Schrift
`)
	for question, want := range map[string]struct {
		ending Ending
		has    string
	}{
		"Was he a cook?":               {Closest, "Koch"}, // who is none
		"Does he speak French?":        {Closest, "Französisch"},
		"Did he work with Mikroskop?":  {Answered, "Mikroskop"},
		"Was he at the Koch-Institut?": {Answered, "Koch"},
	} {
		if a := y.ask(t, question, 1); a.Ending != want.ending || !strings.Contains(text(a), want.has) {
			t.Errorf("%s: ends %d with\n%s", question, a.Ending, text(a))
		}
	}
}

// TestWhole wants what stands first in an entry first, where nothing else is asked.
func TestWhole(t *testing.T) {
	y := open(t, `# Ola Brandt

## Experience

### Harbour Master | Port of Moss
*Moss | March 2019 – Present*

- Assigns berths to forty ferries a day, and answers for their safe passage through the narrows in all weathers.
- Runs the winter dredging of the channel, with two hired vessels and a survey before and after each of their seasons.
- Trains two deputies in the handling of dangerous goods, in the law of salvage and in how to speak to captains.
- Wrote the plan for oil spills, which the coast guard has taken over for the whole of the fjord.
- Does the job of spokesman at Moss, what she does best, for the press of the region and for schools that visit the port.
- Keeps the tide tables.
`)
	tests := map[string]string{
		"What does she do at the Port of Moss?":     "Assigns berths",
		"Tell me about the Port of Moss":            "Assigns berths",
		"What does she dredge at the Port of Moss?": "dredging",
	}
	for question, first := range tests {
		got := text(y.ask(t, question, 1))
		at := strings.Index(got, first)
		for _, other := range []string{"Assigns berths", "spokesman", "tide tables", "dredging"} {
			if o := strings.Index(got, other); at < 0 || o >= 0 && o < at {
				t.Errorf("%s: no %q first in\n%s", question, first, got)
				break
			}
		}
	}
}

// TestNotUnderstood answers from sections of which no entry was understood: they are
// found by their kind, and who is named there may have been an employer.
func TestNotUnderstood(t *testing.T) {
	y := open(t, `# Ola Brandt

## Berufserfahrung

Im Gasthof Adler half sie lange in der Spülküche, bei Frau Winter, und pflegte Metadaten.

## Bildung

Kochlehre in Ulm, bei Meister Hagen.

## Kenntnisse

- Figma, Excel
`)
	if len(y.document.Entries) > 0 {
		t.Fatalf("understood: %+v", y.document.Entries)
	}
	for question, want := range map[string]string{
		"Where did she study?":                   "Kochlehre",
		"Which companies has she worked for?":    "Adler",
		"What was her role at Gasthof Adler?":    "Adler",
		"What was her role at Meta?":             "",
		"What was her role at Figma?":            "",
		"What was her role at Gasthof Lammwirt?": "",
	} {
		if got := text(y.ask(t, question, 1)); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: no %q in\n%s", question, want, got)
		}
	}
}

// questions are of all sorts, for what must hold of every answer.
var questions = []string{
	"Where does she work?", "What are her skills?", "Which boats has she built?", "Tell me about Claddagh Yard", "What did she do at Kinsale Boats?",
	"List everything she has done", "Was there a strike?", "What salary does she want?", "Why was she dismissed?", "Which woods does she use?", "cannery Rossaveal strike dismissed oak",
	"How many years of experience does she have?", "What does Una Flynn say?", "What is open on Sundays?", "Who taught her?", "hull", "Does she weld?",
	"What did she do in 2015?", "Where does she live?", "Is there a gap in her career?", "email", "",
}

// TestLines wants of every answer that it says nothing twice, that each line rests
// on a passage and has its words, and that it is no longer than it may be.
func TestLines(t *testing.T) {
	y := open(t, dara)
	longest := 0
	for i := range y.document.Passages {
		longest = max(longest, len(y.reader.quotation(i)))
	}
	for _, q := range questions {
		for parts := 1; parts <= 3; parts++ {
			a := y.ask(t, q, parts)
			said, quoted, size := map[string]bool{}, map[int]bool{}, 0
			for i, l := range a.Lines {
				size += len(l.Text)
				if said[l.Text] {
					t.Errorf("%s: twice: %s", q, l.Text)
				}
				said[l.Text] = true
				if len(l.Passages) == 0 || len(l.Passages) > 1 {
					t.Errorf("%s: rests on %v: %s", q, l.Passages, l.Text)
				}
				if strings.HasSuffix(l.Text, ":") {
					if i+1 == len(a.Lines) || l.Item {
						t.Errorf("%s: leads nothing: %s", q, l.Text)
					}
					continue
				}
				p := l.Passages[0]
				if quoted[p] {
					t.Errorf("%s: passage %d twice", q, p)
				}
				quoted[p] = true
				if body := strings.Trim(strings.Join(strings.Fields(y.document.Passages[p].Body), " "), `.">“”- `); !strings.Contains(strings.ReplaceAll(l.Text, " – ", " "), strings.ReplaceAll(body, " – ", " ")) {
					t.Errorf("%s: %q is not in %q", q, body, l.Text)
				}
			}
			limit := mostBytes
			if y.parser.Parse(q, nil)[0].Asks.Has(question.List) {
				limit = mostListBytes
			}
			if size > max(limit/parts, longest)+len(Introduction)+60 { // a lead for each of few places
				t.Errorf("%s, of %d: %d bytes:\n%s", q, parts, size, text(a))
			}
		}
	}
}

// TestGrouped puts lines of one place together under it.
func TestGrouped(t *testing.T) {
	y := open(t, dara)
	passage := func(words string) int {
		return slices.IndexFunc(y.document.Passages, func(p resume.Passage) bool { return strings.Contains(p.Text(), words) })
	}
	a, b, c, d := passage("nine hookers"), passage("racing yawls"), passage("caulking"), passage("oak, larch")
	const claddagh = "At Claddagh Yard (March 2019 – present)"
	tests := []struct {
		name    string
		chosen  []int
		closest bool
		want    string
	}{
		{"one", []int{a}, false, claddagh + ": Restored nine hookers, the largest 12 metres long.\n"},
		{"one, unsure", []int{a}, true, Introduction + "\n• " + claddagh + ": Restored nine hookers, the largest 12 metres long.\n"},
		{"of one place", []int{a, c}, false, claddagh + ":\n• Restored nine hookers, the largest 12 metres long.\n• Teaches caulking to evening classes.\n"},
		{"of two places, between each other", []int{a, b, c}, false, claddagh + ":\n• Restored nine hookers, the largest 12 metres long.\n• Teaches caulking to evening classes.\n• At Kinsale Boats (June 2014 – February 2019): Planked two racing yawls in larch.\n"},
		{"of no place", []int{d, b}, false, "• Woods: oak, larch, douglas fir.\n• At Kinsale Boats (June 2014 – February 2019): Planked two racing yawls in larch.\n"},
	}
	for _, tt := range tests {
		if got := text(Answer{Lines: y.reader.lines(tt.chosen, tt.closest)}); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

// TestQuotation writes a passage as a sentence that may stand in an answer.
func TestQuotation(t *testing.T) {
	y := open(t, dara)
	for words, want := range map[string]string{
		"I restore wooden boats": "The résumé says: “I restore wooden boats and teach others to. My yard is open on Sundays.”",
		"drawing program":        "Currachdeck: A drawing program for hull lines.",
		"AutoCAD, Rhino":         "Software: AutoCAD, Rhino.",
	} {
		i := slices.IndexFunc(y.document.Passages, func(p resume.Passage) bool {
			return p.Kind != resume.PassageComputed && strings.Contains(p.Text(), words)
		})
		if i < 0 {
			t.Errorf("no passage has %q", words)
			continue
		}
		if got := y.reader.quotation(i); !strings.Contains(got, want) && got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestFirstPerson tells a text in which the person speaks.
func TestFirstPerson(t *testing.T) {
	for text, want := range map[string]bool{
		"I build boats.": true, "In 2019 I led a team": true, "My yard": true, "we sail": true, "Our fleet": true, "I’m a sailor": true, "Now I currently sail": true,
		"A ticket of Level I.": false, "28-bed Level I trauma unit": false,
		"World War I": false, "I/O scheduling": false, "She built it": false, "Myanmar": false, "me": true, "Chemistry I, AP Chemistry": false, "hour-long": false,
	} {
		if got := speaksInFirst(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestFollowUp answers by the turn that a question leans on.
func TestFollowUp(t *testing.T) {
	y := open(t, dara)
	a := y.ask(t, "And how long was she there?", 1, question.Turn{Question: "What did she do at Kinsale Boats?"})
	if a.Ending != Answered || !strings.Contains(a.Lines[0].Text, "4 years 9 months") {
		t.Errorf("ends %d:\n%s", a.Ending, text(a))
	}
}

// TestQuoted leaves a text that quotes somebody as it is.
func TestQuoted(t *testing.T) {
	y := open(t, dara)
	i := slices.IndexFunc(y.document.Passages, func(p resume.Passage) bool { return strings.Contains(p.Text(), "fairer hull") })
	if got := y.reader.quotation(i); !strings.HasSuffix(got, `"I never saw a fairer hull." — Una Flynn.`) {
		t.Errorf("a quotation with its author is quoted once more: %s", got)
	}
}

// TestUnwantedIsNotNear takes nothing for near because of a computed passage that
// nobody asked for: its lines would not be shown, only others be let in by it.
func TestUnwantedIsNotNear(t *testing.T) {
	y := open(t, dara)
	q := y.parser.Parse("Does she play tennis?", nil)[0]
	var hits []index.Hit
	for i := range y.index.Chunks() {
		c := &y.index.Chunks()[i]
		computed := y.document.Passages[c.Passages[0]].Kind == resume.PassageComputed
		h := index.Hit{Chunk: c, Cosine: 0.1}
		if computed {
			h.Cosine = 0.9
		}
		hits = append(hits, h)
	}
	slices.SortStableFunc(hits, func(a, b index.Hit) int { return cmp.Compare(b.Cosine, a.Cosine) })
	if a := y.reader.Read(q, hits, 1); a.Ending != NotStated || len(a.Lines) > 0 {
		t.Errorf("ending %d: %s", a.Ending, text(a))
	}
	for i := range hits {
		hits[i].Cosine = 1 - hits[i].Cosine
	}
	if a := y.reader.Read(q, hits, 1); a.Ending != Closest {
		t.Errorf("near passages: ending %d", a.Ending)
	}
}

// TestStopped ends a line with a stop unless it ends already.
func TestStopped(t *testing.T) {
	for in, want := range map[string]string{
		"Planks ": "Planks.", "Really?": "Really?", `"Sand, then oil."`: `"Sand, then oil."`, "“Oil”": "“Oil”", `"Oil"`: `"Oil".`, "": "", "'": "'",
	} {
		if got := stopped(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestGroupEnds tells nothing that names no place as an item of another place's.
func TestGroupEnds(t *testing.T) {
	y := open(t, dara)
	find := func(part string) int {
		return slices.IndexFunc(y.document.Passages, func(p resume.Passage) bool { return strings.Contains(p.Text(), part) })
	}
	a, b, woods := find("nine hookers"), find("caulking"), find("larch, douglas fir")
	if a < 0 || b < 0 || woods < 0 {
		t.Fatal("the passages are not there")
	}
	lines := y.reader.lines([]int{a, b, woods}, false)
	if last := lines[len(lines)-1]; last.Item || !strings.Contains(last.Text, "larch") {
		t.Errorf("the skills stand under an employer: %+v", lines)
	}
}
