package index

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
)

var wordsOnly = Weights{Words: 1}

func TestSearchFinds(t *testing.T) {
	x, _ := build(t, newCounting(t), "", gardener)
	for query, want := range map[string]string{
		"AutoCAD":                        "AutoCAD",
		"which machines can she run?":    "Chainsaws and mowers",
		"CHAINSAW":                       "Chainsaws and mowers",
		"how does she water the plants?": "drip lines", // no word in common
		"\u202eAutoCAD\x00 e\u0301 中文 🌱 \xff": "AutoCAD",
	} {
		if got := found(t, x, Query{Text: query}, 1); !strings.Contains(got, want) {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

func TestSearchNumberOfHits(t *testing.T) {
	x, _ := build(t, newCounting(t), "", gardener)
	all := len(x.Chunks())
	for k, want := range map[int]int{-1: 0, 0: 0, 1: 1, all: all, all + 1: all, math.MaxInt: all} {
		hits, err := x.Search(t.Context(), Query{Text: "mower"}, k)
		if err != nil || len(hits) != want {
			t.Errorf("k = %d: %d hits, error %v; want %d", k, len(hits), err, want)
		}
	}
}

func TestSearchForNothing(t *testing.T) {
	e := newCounting(t)
	x, _ := build(t, e, "", gardener)
	for _, q := range []Query{{}, {Text: " \n\t"}, {Keys: []WeightedKey{}}} {
		if hits, err := x.Search(t.Context(), q, 5); err != nil || len(hits) != 0 {
			t.Errorf("%+v finds %d chunks, error %v", q, len(hits), err)
		}
	}
	// Punctuation alone is something to embed; it must not fail.
	if _, err := x.Search(t.Context(), Query{Text: "?!"}, 5); err != nil {
		t.Error(err)
	}
	// Keys without a text are searched by words alone.
	hits, err := x.Search(t.Context(), Query{Keys: []WeightedKey{{"autocad", 1}}}, 1)
	if err != nil || len(hits) != 1 || hits[0].Chunk.Text != "AutoCAD" || hits[0].Cosine != 0 {
		t.Errorf("hits %+v, error %v", hits, err)
	}
}

func TestSearchRefusesVectorsOfOtherModels(t *testing.T) {
	x, _ := build(t, newCounting(t), "", gardener)
	bad := axis(384)
	bad[3] = float32(math.NaN())
	for name, v := range map[string][]float32{"short": {1, 0}, "zero": make([]float32, 384), "not a number": bad} {
		if hits, err := x.Search(t.Context(), Query{Text: "a", Vector: v}, 5); err == nil || !strings.Contains(err.Error(), "all-MiniLM-L6-v2") {
			t.Errorf("%s: %d hits, error %v; want one that names the model", name, len(hits), err)
		}
	}
}

// TestQueryVectorsOfAnyLength: a server's vectors need not be of length one.
func TestQueryVectorsOfAnyLength(t *testing.T) {
	x, _ := build(t, newCounting(t), "", gardener)
	v, err := x.Embed(t.Context(), "garden machines")
	if err != nil {
		t.Fatal(err)
	}
	long := slices.Clone(v)
	for i := range long {
		long[i] *= 70
	}
	a, errA := x.Search(t.Context(), Query{Text: "x", Vector: v}, 3)
	b, errB := x.Search(t.Context(), Query{Text: "x", Vector: long}, 3)
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	for i := range a {
		if a[i].Chunk != b[i].Chunk || math.Abs(a[i].Score-b[i].Score) > 1e-5 {
			t.Errorf("hit %d: %q %g, and %q %g with the vector 70 times as long", i, a[i].Chunk.Text, a[i].Score, b[i].Chunk.Text, b[i].Score)
		}
	}
}

func TestTiesStandInReadingOrder(t *testing.T) {
	var text strings.Builder
	text.WriteString("# A B\n\n## Tools\n\n")
	for range 30 {
		text.WriteString("- the same tool\n")
	}
	x, report := build(t, newCounting(t), "", text.String())
	if report.Embedded != 2 { // the name, the bullets
		t.Errorf("%d texts embedded, want one for each different text", report.Embedded)
	}
	for range 50 {
		hits, err := x.Search(t.Context(), Query{Text: "tool"}, 7)
		if err != nil {
			t.Fatal(err)
		}
		for i, h := range hits {
			if h.Chunk != &x.Chunks()[i+1] { // after the name
				t.Fatalf("hit %d is not the bullet that comes %d. in the text", i, i+1)
			}
		}
	}
}

func TestBestIsTheSortedBeginning(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		hits := make([]Hit, 1+random.IntN(40))
		for i := range hits {
			hits[i] = Hit{Score: float64(random.IntN(6)), Words: float64(i)}
		}
		k := 1 + random.IntN(len(hits)+3)
		want := slices.Clone(hits)
		slices.SortStableFunc(want, func(a, b Hit) int { return int(b.Score - a.Score) })
		want = want[:min(k, len(want))]
		if got := best(slices.Clone(hits), k); !slices.Equal(got, want) {
			t.Fatalf("best %d of %v:\n got %v\nwant %v", k, hits, got, want)
		}
	}
}

func TestMatrixDot(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, dimensions := range []int{1, 3, 8, 384} {
		for _, rows := range []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2*rowsPerWorker + 3, 3*rowsPerWorker + 1} {
			if rows*dimensions > 1e5 {
				continue
			}
			m := matrix{make([]float32, rows*dimensions), dimensions}
			v := make([]float32, dimensions)
			for i := range m.data {
				m.data[i] = random.Float32() - 0.5
			}
			for i := range v {
				v[i] = random.Float32() - 0.5
			}
			got := m.dot(v)
			if len(got) != rows {
				t.Fatalf("%d numbers for %d rows", len(got), rows)
			}
			for r := range rows {
				want := 0.0
				for i, x := range v {
					want += float64(x) * float64(m.data[r*dimensions+i])
				}
				if math.Abs(want-float64(got[r])) > 1e-5 {
					t.Errorf("row %d of %d × %d: %g, want %g", r, rows, dimensions, got[r], want)
				}
			}
		}
	}
}

// TestAllOfALongParagraphIsEmbedded: what stands at its end is found by meaning.
func TestAllOfALongParagraphIsEmbedded(t *testing.T) {
	filler := strings.Repeat("He keeps the books of the branch and answers letters from customers about their invoices. ", 30)
	cosine := func(paragraph string) float64 {
		x, _ := build(t, newCounting(t), "", "# A B\n\n## Summary\n\n"+paragraph+"\n")
		hits, err := x.Search(t.Context(), Query{Text: "astronomy with a telescope"}, 5)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(hits, func(h Hit) bool { return h.Chunk.Text == paragraph })
		return hits[i].Cosine
	}
	without, with := cosine(strings.TrimSpace(filler)), cosine(filler+"At night he looks at stars and planets through a telescope.")
	if with < without+0.1 {
		t.Errorf("the last sentence raises the cosine from %.2f to %.2f only", without, with)
	}
}

// TestPlacesCount: of two bullets alike, the one whose entry is asked for wins.
func TestPlacesCount(t *testing.T) {
	x, _ := build(t, newCounting(t), "", `# A B

## Experience

### Nurse — Harbour Hospital
2015 – 2018

- Worked in intensive care with children and their families through many long nights.
- Trained colleagues on the new pumps and wrote the manual which every ward in the house now uses, and which two other houses have asked for.
- Planned the shifts of forty people so that nobody works more than three nights in a row, and kept to that plan in winter as well as in summer.

### Paramedic — City Rescue
2019 – Present

- Drove the night ambulance through the old town, through the port and up to the villages in the hills.
- Trained colleagues on the new radios and wrote the manual which every car of the house now carries, and which two other houses have asked for.
- Planned the shifts of thirty people so that nobody drives more than three nights in a row, and kept to that plan in winter as well as in summer.
`)
	for query, want := range map[string]string{
		"whom did he train in the hospital?":     "pumps",
		"whom did he train as a paramedic?":      "radios",
		"how did he plan shifts at City Rescue?": "thirty",
	} {
		if got := found(t, x, Query{Text: query}, 1); !strings.Contains(got, want) {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

func TestConcurrentSearch(t *testing.T) {
	x, _ := build(t, newCounting(t), "", gardener)
	queries := []string{"AutoCAD", "team", "water", "where does she work?"}
	want := make([]string, len(queries))
	for i, q := range queries {
		want[i] = found(t, x, Query{Text: q}, 3)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for i, q := range queries {
				hits, err := x.Search(t.Context(), Query{Text: q}, 3)
				if err != nil || len(hits) != 3 || !strings.HasPrefix(want[i], hits[0].Chunk.Text) {
					t.Errorf("%q: %d hits, error %v", q, len(hits), err)
				}
			}
		})
	}
	group.Wait()
}

func TestWithWeightsLeavesTheIndexAlone(t *testing.T) {
	x, _ := build(t, newCounting(t), "", gardener)
	before := found(t, x, Query{Text: "how does she water the plants?"}, 3)
	hits, err := x.WithWeights(wordsOnly).Search(t.Context(), Query{Text: "AutoCAD"}, 2)
	if err != nil || fmt.Sprint(hits[0].Score, hits[1].Score) != "1 0" {
		t.Errorf("by words alone: %+v, error %v", hits, err)
	}
	if after := found(t, x, Query{Text: "how does she water the plants?"}, 3); after != before {
		t.Errorf("other hits after WithWeights:\n%s\nwant\n%s", after, before)
	}
}
