package arrange

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/build"
	"resumebot/internal/resume/resumetest"
)

// odd is a résumé of which no rule can tell what is what.
const odd = `# Jane Miller
jane@miller.example, +44 20 7946 0018, 4 Mill Street, Ludlow, Shropshire SY8 1BG
## Experience
### Cook | Open Diner Ltd.
2019 – 2021
- cooked
## Skills
- Soups, Stews
## Where I have been
Zorblax
Keeper of the Flame, Umbrella & Sons of Leeds – 3/2014 to 5/2018, and glad of it
- tended it
Blarg
2010 – 2012
A day in 2009`

func blocksOf(text string) []block.Block {
	var out []block.Block
	for i, l := range strings.Split(text, "\n") {
		kind, level := block.Line, 0
		for strings.HasPrefix(l, "#") {
			kind, level, l = block.Heading, level+1, l[1:]
		}
		if rest, item := strings.CutPrefix(l, "- "); item {
			kind, l = block.Item, rest
		}
		out = append(out, block.Block{Kind: kind, Level: level, Spans: []block.Span{{Text: strings.TrimSpace(l)}}, Source: resume.Source{Path: "cv.md", Start: i + 1, End: i + 1}})
	}
	return out
}

func TestBlocks(t *testing.T) {
	const honest = `{"kind": "work", "lines": [10, 11], "title": "Keeper of the Flame", "employer": "umbrella & sons", "place": "Leeds", "dates": "3/2014 to 5/2018"}`
	const placed = "work Keeper of the Flame / Umbrella & Sons / Leeds / March 2014 – May 2018\n"
	for name, c := range map[string]struct {
		reply           string
		want            string // entries besides the first
		placed, refused int
	}{
		"honest":           {"[" + honest + "]", placed, 1, 0},
		"talks":            {"<think>[1]</think>Sure! Here it is:\n```json\n{\"entries\": [" + honest + "]}\n```\nAnything else?", placed, 1, 0},
		"cut off":          {"[" + honest + `, {"kind": "work", "lines": [13, 1`, placed, 1, 0},
		"odd shapes":       {`["no", 3, {"kind": 4}, {"lines": {"a": 1}}, ` + strings.Replace(honest, "[10, 11]", `["11", 10]`, 1) + "]", placed, 1, 0},
		"one of two":       {"[" + honest + `, {"kind": "education", "lines": [15], "title": "Doctor", "dates": "2009"}]`, placed, 1, 1},
		"twice":            {"[" + honest + "," + honest + "]", placed, 1, 1},
		"lines of another": {"[" + strings.Replace(honest, "[10, 11]", "[13, 14]", 1) + "]", "", 0, 1},
		"invented words":   {"[" + strings.Replace(strings.Replace(honest, "Keeper of the Flame", "Chief Keeper of the Flame", 1), "umbrella & sons", "Google", 1) + "]", "", 0, 1},
		"an invented title": {"[" + strings.Replace(honest, "Keeper of the Flame", "President", 1) + "]",
			"work  / Umbrella & Sons / Leeds / March 2014 – May 2018\n", 1, 0},
		"invented dates":    {"[" + strings.Replace(honest, "3/2014 to 5/2018", "3/2004 to 5/2018", 1) + "]", "", 0, 1},
		"what is certain":   {`[{"kind": "education", "lines": [4, 5], "title": "Open Diner Ltd.", "employer": "Cook", "dates": "2019 – 2021"}]`, "", 0, 1},
		"a section":         {`[{"kind": "work", "lines": [9, 10, 11], "title": "Zorblax", "dates": "3/2014 to 5/2018"}]`, "", 0, 1},
		"dates as employer": {`[{"kind": "work", "lines": [13, 14], "title": "Blarg", "employer": "2010 – 2012", "dates": "2010 – 2012"}]`, "work Blarg /  /  / 2010 – 2012\n", 1, 0},
		"skills":            {`[{"kind": "work", "lines": [8], "title": "Soups", "dates": ""}]`, "", 0, 1},
		"no JSON":           {"I am sorry, I cannot.", "", 0, 0},
		"numbers":           {`[{"kind": "work", "lines": [-1, 99999999], "title": "x", "dates": "2010"}, {"kind": "work", "lines": [], "title": "x", "dates": "2010"}, {"kind": "work", "lines": [1,2,3,4,5,6,7,8,9], "title": "Zorblax", "dates": "2010"}]`, "", 0, 3},
	} {
		asked := 0
		got, result := Blocks(t.Context(), blocksOf(odd), func(_ context.Context, lines string) (string, error) {
			if asked++; !strings.Contains(lines, "11: Keeper of the Flame") || !strings.Contains(lines, "12: - tended it") || strings.Contains(lines, "Ludlow") {
				t.Errorf("asked about\n%s", lines)
			}
			return c.reply, nil
		})
		b := build.New()
		b.Add(got)
		resumetest.Check(t, b.Doc, nil)
		entries := ""
		for _, x := range b.Doc.Entries[1:] {
			entries += fmt.Sprintf("%s %s / %s / %s / %s\n", x.Kind, x.Title, x.Org, x.Place, resumetest.Written(x.Period))
		}
		if entries != c.want || result.Placed != c.placed || result.Refused != c.refused || asked != 1 {
			t.Errorf("%s: %+v, entries\n%swant\n%s", name, result, entries, c.want)
		}
		text := ""
		for i := range b.Doc.Passages {
			text += " " + b.Doc.Passages[i].Text()
		}
		for _, s := range b.Doc.Sections {
			text += " " + strings.Join(s.Heading, " ")
		}
		for _, word := range strings.Fields(odd) {
			if word = strings.Trim(word, "#-,|."); !strings.Contains(text, word) {
				t.Errorf("%s: %q is lost", name, word)
			}
		}
	}
}

// TestNoHeadings begins sections for entries of a file that has none.
func TestNoHeadings(t *testing.T) {
	blocks := blocksOf("Jane Miller\nZorblax Keeper\n2014 – 2018\nBlarg Scholar\n2010 – 2012")
	got, result := Blocks(t.Context(), blocks, func(context.Context, string) (string, error) {
		return `[{"kind": "work", "lines": [2, 3], "title": "Keeper", "employer": "Zorblax", "dates": "2014 – 2018"}, {"kind": "education", "lines": [4, 5], "title": "Scholar", "dates": "2010 – 2012"}]`, nil
	})
	if result.Placed != 2 {
		t.Fatalf("%+v", result)
	}
	resumetest.WantOutline(t, got, "1 | Jane Miller\n2 #2 Experience\n2 #3 Zorblax Keeper – 2014 – 2018\n4 #2 Education\n4 #3 Blarg Scholar – 2010 – 2012")
}

// TestBounds asks about a bounded part of a file, stops when it is told to and takes a
// failure as no answer.
func TestBounds(t *testing.T) {
	long := "# Jane Miller\n## Interests" + strings.Repeat("\nZorblax of Blarg, 2010 – 2012, "+strings.Repeat("blarg ", 15)+"\n"+strings.Repeat("word ", 200), 1000)
	asked := 0
	got, result := Blocks(t.Context(), blocksOf(long), func(_ context.Context, lines string) (string, error) {
		if asked++; len(lines) > 2*maxPart {
			t.Errorf("%d bytes", len(lines))
		}
		return "", errors.New("no")
	})
	if asked != maxParts || len(got) != 2002 || result.Failed == nil {
		t.Errorf("asked %d times, %d blocks, %+v", asked, len(got), result)
	}
	plain := blocksOf("# Jane Miller\n## Experience\n### Cook | Open Diner Ltd.\n2019 – 2021\n- cooked")
	if _, result := Blocks(t.Context(), plain, nil); result.Placed > 0 { // nothing to ask about
		t.Errorf("%+v", result)
	}
}

func FuzzProposals(f *testing.F) {
	f.Add(`[{"kind": "work", "lines": [10, 11], "title": "Keeper of the Flame", "dates": "3/2014 to 5/2018"}]`)
	f.Add(`{"a": [[[`)
	blocks := blocksOf(odd)
	certain := build.Certain(blocks)
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range proposals(text) {
			if h, ok := check(blocks, certain, map[int]bool{}, p); ok && (h.entry.Period.IsZero() || len(h.lines) > maxHead) {
				t.Errorf("%+v", h)
			}
		}
	})
}
