package embed

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"
)

// reference is a text with what the reference implementation makes of it:
// see export/export.py.
type reference struct {
	Text   string
	IDs    []int32
	Vector string  // base64 of little-endian float32; empty: not compared
	Floor  float64 // least cosine to Vector
}

func loadReferences(t testing.TB) []reference {
	t.Helper()
	data, err := os.ReadFile("testdata/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	var refs []reference
	if err := json.Unmarshal(data, &refs); err != nil {
		t.Fatal(err)
	}
	return refs
}

func (r reference) vector(t testing.TB) []float32 {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(r.Vector)
	if err != nil || len(data) != 4*Dimensions {
		t.Fatalf("reference vector of %q: %d bytes, error %v", r.Text, len(data), err)
	}
	v := make([]float32, Dimensions)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
	}
	return v
}

func newTestEncoder(t testing.TB, k kernels) *Encoder {
	t.Helper()
	e, err := newEncoder(weightsFile, k)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func cosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

func length(v []float32) float64 {
	var squares float64
	for _, x := range v {
		squares += float64(x) * float64(x)
	}
	return math.Sqrt(squares)
}

func TestReferenceVectors(t *testing.T) {
	refs := loadReferences(t)
	for _, k := range allKernels() {
		e := newTestEncoder(t, k)
		loss := 1.0 // allowed, of what the floor allows
		if k.sumWeights != nil {
			loss = 2 // 8 bits for what goes through the layers, too
		}
		worst := map[float64]float64{}
		for _, ref := range refs {
			if ref.Vector == "" {
				continue
			}
			got, err := e.EmbedQuery(t.Context(), ref.Text)
			if err != nil {
				t.Fatal(err)
			}
			c := cosine(got, ref.vector(t))
			worst[ref.Floor] = min(c, cmp.Or(worst[ref.Floor], 1))
			if floor := 1 - loss*(1-ref.Floor); !(c >= floor) {
				t.Errorf("%s kernels: %.40q: cosine to the reference %.6f, want at least %g", k.name, ref.Text, c, floor)
			}
			if l := length(got); math.Abs(l-1) > 1e-5 {
				t.Errorf("%s kernels: %.40q: length %f, want 1", k.name, ref.Text, l)
			}
		}
		t.Logf("%s kernels: lowest cosines by floor: %.5f", k.name, worst)
	}
}

func TestReferenceTokens(t *testing.T) {
	e := newTestEncoder(t, genericKernels())
	for _, ref := range loadReferences(t) {
		if got := e.tokenizer.encode(nil, ref.Text); !slices.Equal(got, ref.IDs) {
			t.Errorf("%.60q:\n got %v\nwant %v", ref.Text, got, ref.IDs)
		}
	}
}
