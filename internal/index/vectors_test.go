package index

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/gob"
	"errors"
	"maps"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/philippgille/chromem-go"
)

// stored returns the file kept in dir.
func stored(tb testing.TB, dir string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// sealed appends the checksum that makes data a file of ours.
func sealed(data []byte) []byte {
	sum := sha256.Sum256(data)
	return append(slices.Clone(data), sum[:]...)
}

func TestKeptIndexIsUsedAgain(t *testing.T) {
	dir, e := filepath.Join(t.TempDir(), "made", "by", "the", "build"), newCounting(t)
	x, first := build(t, e, dir, gardener)
	if first.Warning != nil || int64(first.Embedded) != e.texts.Load() || first.Embedded < 5 {
		t.Fatalf("first report %+v, %d texts embedded", first, e.texts.Load())
	}
	before := stored(t, dir)
	e.texts.Store(0)
	y, second := build(t, e, dir, gardener)
	if second.Warning != nil || second.Embedded != 0 || e.texts.Load() != 0 {
		t.Errorf("second report %+v, %d texts embedded", second, e.texts.Load())
	}
	if !bytes.Equal(stored(t, dir), before) {
		t.Error("the file was written again without a change")
	}
	if !slices.Equal(x.vectors.data, y.vectors.data) {
		t.Error("the vectors read are not those that were kept")
	}
	for _, q := range []string{"AutoCAD", "water"} {
		if a, b := found(t, x, Query{Text: q}, 9), found(t, y, Query{Text: q}, 9); a != b {
			t.Errorf("%q finds\n%s\nin the kept index, before\n%s", q, b, a)
		}
	}
}

func TestOnlyWhatChangedIsEmbedded(t *testing.T) {
	dir, e := t.TempDir(), newCounting(t)
	build(t, e, dir, gardener)
	for _, c := range []struct {
		name, text string
		want       int // texts
	}{
		{"a bullet", strings.Replace(gardener, "AutoCAD", "Excel", 1), 1},
		{"back again", gardener, 1},
		{"what is no text", strings.Replace(gardener, "- AutoCAD", "\n\n-   **AutoCAD**", 1), 0},
		{"a removed bullet", strings.Replace(gardener, "- AutoCAD\n", "", 1), 0},
		{"a new section", strings.Replace(gardener, "- AutoCAD\n", "", 1) + "\n## Languages\n\n- Norwegian\n- Danish\n", 2},
	} {
		e.texts.Store(0)
		x, report := build(t, e, dir, c.text)
		if report.Embedded != c.want || e.texts.Load() != int64(c.want) || report.Warning != nil {
			t.Errorf("%s: %+v, %d texts embedded, want %d", c.name, report, e.texts.Load(), c.want)
		}
		fresh, _ := build(t, newCounting(t), "", c.text)
		for i, v := range fresh.vectors.data {
			if math.Abs(float64(v-x.vectors.data[i])) > 1e-6 {
				t.Errorf("%s: other vectors than when made anew", c.name)
				break
			}
		}
		v, err := decode(stored(t, dir), e)
		if err != nil || v == nil {
			t.Fatal(v, err)
		}
		chunks := split(read(t, "cv.md", c.text))
		if len(v.have) > len(chunks)+1 {
			t.Errorf("%s: the file holds %d vectors, wanted are %d and the stamp", c.name, len(v.have), len(chunks))
		}
	}
}

func TestOtherModelsOrChunkersRebuild(t *testing.T) {
	dir, e := t.TempDir(), newCounting(t)
	_, first := build(t, e, dir, gardener)

	other := newCounting(t)
	other.name = "another model"
	if _, report := build(t, other, dir, gardener); report.Embedded != first.Embedded || report.Warning != nil {
		t.Errorf("another model's name: %+v", report)
	}
	if _, report := build(t, &half{e}, dir, gardener); report.Embedded != first.Embedded || report.Warning != nil {
		t.Errorf("another number of dimensions: %+v", report)
	}
	// The same file as an earlier version of the chunker would have left it.
	build(t, e, dir, gardener)
	v, err := decode(stored(t, dir), e)
	if err != nil {
		t.Fatal(err)
	}
	old := stamp(e)
	old["chunker"] = "0"
	if err := v.save(t.Context(), dir, old, e.Dimensions()); err != nil {
		t.Fatal(err)
	}
	if _, report := build(t, e, dir, gardener); report.Embedded != first.Embedded || report.Warning != nil {
		t.Errorf("another chunker: %+v", report)
	}
	if _, report := build(t, e, dir, gardener); report.Embedded != 0 {
		t.Errorf("after the rebuild: %+v", report)
	}
}

// half is an embedder of half the dimensions under the same name.
type half struct{ Embedder }

func (h *half) Dimensions() int { return h.Embedder.Dimensions() / 2 }

func (h *half) EmbedDocuments(ctx context.Context, texts []string) ([][]float32, error) {
	vectors, err := h.Embedder.EmbedDocuments(ctx, texts)
	for i, v := range vectors {
		vectors[i] = v[:len(v)/2]
	}
	return vectors, err
}

func TestRebuild(t *testing.T) {
	dir, e := t.TempDir(), newCounting(t)
	_, first := build(t, e, dir, gardener)
	_, report, err := Build(t.Context(), read(t, "cv.md", gardener), newLexicon(t), e, Options{Dir: dir, Rebuild: true})
	if err != nil || report.Embedded != first.Embedded {
		t.Errorf("%+v, error %v", report, err)
	}
	if _, report := build(t, e, dir, gardener); report.Embedded != 0 {
		t.Errorf("after the rebuild: %+v", report)
	}
}

func TestDamagedFilesAreReplaced(t *testing.T) {
	dir, e := t.TempDir(), newCounting(t)
	_, first := build(t, e, dir, gardener)
	good := stored(t, dir)
	flip := func(at int) []byte {
		data := slices.Clone(good)
		data[at] ^= 0x40
		return data
	}
	for name, data := range map[string][]byte{
		"empty":              {},
		"one byte":           {1},
		"a checksum's worth": good[:32],
		"first half":         good[:len(good)/2],
		"last byte missing":  good[:len(good)-1],
		"a byte more":        append(slices.Clone(good), 0),
		"first byte":         flip(0),
		"a byte within":      flip(len(good) / 2),
		"checksum":           flip(len(good) - 1),
		"zeros":              make([]byte, len(good)),
		"text":               []byte(strings.Repeat("This is no index. ", 40)),
		"sealed text":        sealed([]byte("This is no index.")),
		"sealed half":        sealed(good[:len(good)/2]),
		"sealed nothing":     sealed([]byte{}),
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(filepath.Join(dir, fileName), data, 0o600); err != nil {
				t.Fatal(err)
			}
			x, report := build(t, e, dir, gardener)
			if report.Warning == nil || !strings.HasPrefix(report.Warning.Error(), "index: read index.chromem: ") || report.Embedded != first.Embedded {
				t.Errorf("report %+v", report)
			}
			if got := found(t, x, Query{Text: "AutoCAD"}, 1); got != "AutoCAD" {
				t.Errorf("finds %q", got)
			}
			if _, report := build(t, e, dir, gardener); report.Warning != nil || report.Embedded != 0 {
				t.Errorf("afterwards: %+v", report)
			}
		})
	}
}

// kept is a file that holds values, with its checksum.
func kept(tb testing.TB, values ...any) []byte {
	tb.Helper()
	var file bytes.Buffer
	out := gob.NewEncoder(&file)
	for _, v := range values {
		if err := out.Encode(v); err != nil {
			tb.Fatal(err)
		}
	}
	return sealed(file.Bytes())
}

// forged are files with a right checksum that this program did not write, each
// with a part of the warning.
func forged(tb testing.TB, e Embedder) map[string]struct {
	file []byte
	want string
} {
	tb.Helper()
	text := id("a text")
	of := func(id string, change func(v []float32)) chromem.Document {
		v := axis(e.Dimensions())
		change(v)
		return chromem.Document{ID: id, Embedding: v}
	}
	set := func(x float32) func([]float32) { return func(v []float32) { v[0] = x } }
	same := func([]float32) {}
	ours := chromem.Document{ID: stampID, Embedding: axis(e.Dimensions()), Metadata: stamp(e)}
	short := chromem.Document{ID: text, Embedding: axis(3)}
	content := of(text, same)
	content.Content = "a text of the résumé"
	marked := of(text, same)
	marked.Metadata = map[string]string{"a": "b"}
	export := func() []byte {
		db := chromem.NewDB()
		col, err := db.CreateCollection(collection, nil, noEmbedding)
		if err != nil {
			tb.Fatal(err)
		}
		if err := col.AddDocument(tb.Context(), ours); err != nil {
			tb.Fatal(err)
		}
		var file bytes.Buffer
		if err := db.ExportToWriter(&file, false, ""); err != nil {
			tb.Fatal(err)
		}
		return sealed(file.Bytes())
	}
	good := kept(tb, ours, of(text, same))
	return map[string]struct {
		file []byte
		want string
	}{
		"an export of chromem": {export(), "no index of this version"},
		"another type":         {kept(tb, "text"), "no index of this version"},
		"no stamp":             {kept(tb, of(text, same)), "does not begin with a stamp"},
		"another id":           {kept(tb, ours, of("../../etc/passwd", same)), "not what an index holds"},
		"no id":                {kept(tb, ours, of("", same)), "not what an index holds"},
		"text":                 {kept(tb, ours, content), "not what an index holds"},
		"metadata":             {kept(tb, ours, marked), "not what an index holds"},
		"twice":                {kept(tb, ours, of(text, same), of(text, same)), "there twice"},
		"two stamps":           {kept(tb, ours, ours), "there twice"},
		"short vector":         {kept(tb, ours, short), "a vector of 3 dimensions, want 384"},
		"no vector":            {kept(tb, ours, chromem.Document{ID: text}), "a vector of 0 dimensions, want 384"},
		"not a number":         {kept(tb, ours, of(text, set(float32(math.NaN())))), "length NaN"},
		"infinite":             {kept(tb, ours, of(text, set(float32(math.Inf(-1))))), "length +Inf"},
		"zero":                 {kept(tb, ours, of(text, set(0))), "length 0"},
		"too long":             {kept(tb, ours, of(text, set(7))), "length 7, want 1"},
		"cut":                  {sealed(good[:len(good)-sha256.Size-9]), "unexpected EOF"},
		"a map of 2²⁴ entries": {manyEntries(tb, ours), "EOF"},
	}
}

// manyEntries is a file whose stamp claims to have 2²⁴ entries and has one.
func manyEntries(tb testing.TB, doc chromem.Document) []byte {
	tb.Helper()
	doc.Metadata, doc.Embedding = map[string]string{"key": "value"}, nil
	file := kept(tb, doc)
	file = file[:len(file)-sha256.Size]
	at := bytes.LastIndex(file, []byte("\x01\x03key")) // one entry, a key of three bytes
	length := bytes.LastIndex(file[:at], []byte(stampID)) - 5
	if at < 0 || length < 0 {
		tb.Fatal("the form of gob is not as thought")
	}
	file = slices.Replace(file, at, at+1, 0xfc, 1, 0, 0, 0) // four bytes: 2²⁴
	file[length] += 4
	return sealed(file)
}

// TestForgedFiles: what a file holds is believed only as far as this program may
// have written it, and replaced where not.
func TestForgedFiles(t *testing.T) {
	e := newCounting(t)
	for name, c := range forged(t, e) {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, fileName), c.file, 0o600); err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, _ = decode(c.file, e)
			runtime.ReadMemStats(&after)
			if took := after.TotalAlloc - before.TotalAlloc; took > 32<<20 {
				t.Errorf("%d bytes of file take %d of memory", len(c.file), took)
			}
			_, report := build(t, e, dir, gardener)
			if report.Warning == nil || !strings.Contains(report.Warning.Error(), c.want) || report.Embedded == 0 {
				t.Errorf("report %+v; want a warning with %q", report, c.want)
			}
			if _, report := build(t, e, dir, gardener); report.Warning != nil || report.Embedded != 0 {
				t.Errorf("afterwards: %+v", report)
			}
		})
	}
}

// TestHalfWrittenFileOfACrash: a crash leaves a part of the new file under a name
// of its own; the old index is used, and the part removed when it is old.
func TestHalfWrittenFileOfACrash(t *testing.T) {
	dir, e := t.TempDir(), newCounting(t)
	build(t, e, dir, gardener)
	good := stored(t, dir)
	old, young := filepath.Join(dir, fileName+".new-123"), filepath.Join(dir, fileName+".new-456")
	for _, path := range []string{old, young} {
		if err := os.WriteFile(path, good[:len(good)/3], 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(old, time.Time{}, time.Now().Add(-2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, report := build(t, e, dir, gardener); report.Warning != nil || report.Embedded != 0 {
		t.Errorf("after the crash: %+v", report)
	}
	build(t, e, dir, strings.Replace(gardener, "AutoCAD", "Excel", 1)) // writes
	if _, err := os.Stat(old); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what an old crash left is still there: %v", err)
	}
	if _, err := os.Stat(young); err != nil {
		t.Errorf("what another process may be writing is gone: %v", err)
	}
}

// TestFolderThatCannotBeUsed: the bot keeps answering, the operator is told.
func TestFolderThatCannotBeUsed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	taken := t.TempDir() // holds a folder where the file should be
	if err := os.MkdirAll(filepath.Join(taken, fileName, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	readOnly := t.TempDir()
	if err := os.Chmod(readOnly, 0o500); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{"below a file": filepath.Join(file, "data"), "name taken": taken, "read-only": readOnly} {
		t.Run(name, func(t *testing.T) {
			if name == "read-only" && os.Geteuid() == 0 {
				t.Skip("root may write everywhere")
			}
			e := newCounting(t)
			x, report := build(t, e, dir, gardener)
			if report.Warning == nil || !strings.Contains(report.Warning.Error(), "index: keep index.chromem, so it will be made again at the next start: ") {
				t.Errorf("warning %v", report.Warning)
			}
			if got := found(t, x, Query{Text: "AutoCAD"}, 1); got != "AutoCAD" {
				t.Errorf("finds %q", got)
			}
			if left, err := filepath.Glob(filepath.Join(dir, "*.new-*")); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

func TestInterruptedBuildKeepsWhatItHas(t *testing.T) {
	var text strings.Builder
	text.WriteString("# A B\n\n## Tools\n\n")
	for range 60 {
		text.WriteString("- a tool " + strings.Repeat("x", text.Len()%97) + "\n")
	}
	dir, e := t.TempDir(), newCounting(t)
	e.failAt = 40 // of the second batch
	_, report, err := Build(t.Context(), read(t, "cv.md", text.String()), newLexicon(t), e, Options{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "texts: the server went away") || report.Embedded == 0 {
		t.Fatalf("report %+v, error %v", report, err)
	}
	e.failAt = 0
	_, all := build(t, e, "", text.String())
	if _, rest := build(t, e, dir, text.String()); rest.Embedded != all.Embedded-report.Embedded || rest.Warning != nil {
		t.Errorf("%+v after %d of %d texts", rest, report.Embedded, all.Embedded)
	}
}

func TestEmbeddersThatMisbehave(t *testing.T) {
	first := func(change func(v []float32) []float32) func([][]float32) [][]float32 {
		return func(vectors [][]float32) [][]float32 {
			vectors[0] = change(vectors[0])
			return vectors
		}
	}
	for name, c := range map[string]struct {
		change func([][]float32) [][]float32
		want   string
	}{
		"one vector less": {func(v [][]float32) [][]float32 { return v[1:] }, "vectors"},
		"nil":             {first(func([]float32) []float32 { return nil }), "a vector of 0 dimensions, want 384"},
		"too long":        {first(func(v []float32) []float32 { return append(v, 0) }), "a vector of 385 dimensions, want 384"},
		"zero":            {first(func(v []float32) []float32 { return make([]float32, len(v)) }), "a vector of length 0"},
		"not a number":    {first(func(v []float32) []float32 { v[7] = float32(math.NaN()); return v }), "a vector of length NaN"},
		"infinite":        {first(func(v []float32) []float32 { v[7] = float32(math.Inf(1)); return v }), "a vector of length +Inf"},
	} {
		t.Run(name, func(t *testing.T) {
			e := newCounting(t)
			e.change = c.change
			x, _, err := Build(t.Context(), read(t, "cv.md", gardener), newLexicon(t), e, Options{Dir: t.TempDir()})
			if err == nil || x != nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), e.Name()) {
				t.Errorf("error %v, want one with %q and the model's name", err, c.want)
			}
		})
	}
}

// TestVectorsOfAnyLength: a server's vectors are scaled to length one.
func TestVectorsOfAnyLength(t *testing.T) {
	e := newCounting(t)
	e.change = func(vectors [][]float32) [][]float32 {
		for _, v := range vectors {
			for i := range v {
				v[i] *= 12
			}
		}
		return vectors
	}
	x, _ := build(t, e, t.TempDir(), gardener)
	hits, err := x.Search(t.Context(), Query{Text: "Skills. AutoCAD"}, 1)
	if err != nil || math.Abs(hits[0].Cosine-1) > 1e-3 {
		t.Errorf("hits %+v, error %v; want a cosine of 1", hits, err)
	}
}

// TestFileHoldsNoText: the résumé stays where its owner put it.
func TestFileHoldsNoText(t *testing.T) {
	dir := t.TempDir()
	build(t, newCounting(t), dir, gardener+"\n<!-- private -->\nEarns 640,000 a year.\n<!-- /private -->\n")
	for _, word := range []string{"Solberg", "AutoCAD", "drip", "640,000"} {
		if bytes.Contains(stored(t, dir), []byte(word)) {
			t.Errorf("the file holds %q", word)
		}
	}
}

func TestFilesAreStamped(t *testing.T) {
	dir, e := t.TempDir(), newCounting(t)
	doc := read(t, "cv.md", gardener)
	if _, _, err := Build(t.Context(), doc, newLexicon(t), e, Options{Dir: dir}); err != nil {
		t.Fatal(err)
	}
	v, err := decode(stored(t, dir), e)
	if err != nil {
		t.Fatal(err)
	}
	got, err := v.col.GetByID(t.Context(), stampID)
	if err != nil || got.Metadata["file cv.md"] != doc.Files[0].SHA256 || got.Metadata["embedder"] != e.Name() || got.Metadata["dimensions"] != "384" {
		t.Errorf("stamp %v, error %v", got.Metadata, err)
	}
}

func FuzzDecode(f *testing.F) {
	dir := f.TempDir()
	e := newCounting(f)
	build(f, e, dir, gardener)
	good := stored(f, dir)
	good = good[:len(good)-sha256.Size]
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add(good[:64])
	f.Add([]byte{})
	f.Add([]byte{0x1f, 0x8b, 8, 0})
	for _, c := range forged(f, e) {
		f.Add(c.file[:len(c.file)-sha256.Size])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := decode(sealed(data), e)
		if v != nil {
			checkRead(t, v, err, e)
		}
		if v, err := decode(data, e); v != nil || err == nil {
			t.Error("a file without its checksum was read")
		}
	})
}

// checkRead holds what was read to what this program writes, and to be the same
// when it is written and read again.
func checkRead(t *testing.T, v *vectors, err error, e Embedder) {
	t.Helper()
	if err != nil || v.changed || v.have[stampID] == nil || v.col.Count() != len(v.have) {
		t.Errorf("%d documents of which %d are listed, changed %v, error %v", v.col.Count(), len(v.have), v.changed, err)
	}
	for k, vector := range v.have {
		if err := usable(vector, e.Dimensions()); err != nil || math.Abs(norm(vector)-1) > unitTolerance {
			t.Errorf("%s: length %g, %v", k, norm(vector), err)
		}
		if k != stampID && !textID.MatchString(k) {
			t.Errorf("%q is no id of a text", k)
		}
		if doc, err := v.col.GetByID(t.Context(), k); err != nil || doc.ID != k || doc.Content != "" || !slices.Equal(doc.Embedding, vector) {
			t.Errorf("%q is kept as %q with %q, %v", k, doc.ID, doc.Content, err)
		}
	}
	file, err := v.encode(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again, err := decode(file, e)
	if err != nil || again == nil || !maps.EqualFunc(again.have, v.have, slices.Equal) {
		t.Errorf("other vectors when written and read again; %v", err)
	}
}
