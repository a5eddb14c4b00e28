package index

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/philippgille/chromem-go"
)

// collection is the name of the one chromem collection.
const collection = "resume"

// fileName of the persisted collection: chromem's export followed by its
// SHA-256, so that a damaged file is told from a good one.
const fileName = "index.chromem"

// vectors is the chromem collection with what it was made from.
type vectors struct {
	col     *chromem.Collection
	db      *chromem.DB
	changed bool // differs from the file
}

// item is a text to be found by its vector.
type item struct {
	id   string
	text string
}

// stamp identifies what the vectors depend on besides the texts themselves.
func stamp(e Embedder) map[string]string {
	return map[string]string{
		"embedder":   e.Name(),
		"dimensions": strconv.Itoa(e.Dimensions()),
		"chunker":    chunkerVersion,
	}
}

// openVectors reads the collection kept in dir. A missing, damaged or foreign
// file gives an empty collection and the reason.
func openVectors(dir string, e Embedder) (*vectors, error) {
	fresh := func(reason error) (*vectors, error) {
		db := chromem.NewDB()
		col, err := db.CreateCollection(collection, stamp(e), noEmbedding)
		if err != nil {
			return nil, fmt.Errorf("index: create collection: %w", err)
		}
		return &vectors{db: db, col: col, changed: true}, reason
	}
	if dir == "" {
		return fresh(nil)
	}
	data, err := os.ReadFile(filepath.Join(dir, fileName))
	if errors.Is(err, fs.ErrNotExist) {
		return fresh(nil)
	}
	if err != nil {
		return fresh(fmt.Errorf("index: read %s: %w", fileName, err))
	}
	cut := len(data) - sha256.Size
	if cut <= 0 || sha256.Sum256(data[:cut]) != [sha256.Size]byte(data[cut:]) {
		return fresh(fmt.Errorf("index: read %s: damaged (checksum does not match)", fileName))
	}
	db := chromem.NewDB()
	if err := db.ImportFromReader(bytes.NewReader(data[:cut]), ""); err != nil {
		return fresh(fmt.Errorf("index: read %s: %w", fileName, err))
	}
	col := db.GetCollection(collection, noEmbedding)
	if col == nil {
		return fresh(fmt.Errorf("index: read %s: holds no collection %q", fileName, collection))
	}
	// chromem does not give a collection's metadata back; the stamp is kept as
	// a document of its own too.
	doc, err := col.GetByID(context.Background(), stampID)
	if err != nil || !sameStamp(doc.Metadata, stamp(e)) {
		return fresh(nil) // made by another model or chunker
	}
	return &vectors{db: db, col: col}, nil
}

const stampID = "stamp"

func sameStamp(a, b map[string]string) bool {
	for k, v := range b {
		if a[k] != v {
			return false
		}
	}
	return true
}

// noEmbedding stands where chromem wants an embedding function: vectors are
// always given, so that texts are embedded in one batch.
func noEmbedding(context.Context, string) ([]float32, error) {
	return nil, errors.New("index: chromem was asked to embed")
}

// fill makes the collection hold exactly the items: what is there already is
// kept, the rest embedded in batches, what is no longer wanted removed. It
// returns how many texts were embedded.
func (v *vectors) fill(ctx context.Context, items []item, e Embedder, progress func(done, total int)) (int, error) {
	want := map[string]bool{stampID: true}
	var missing []item
	for _, it := range items {
		if want[it.id] {
			continue
		}
		want[it.id] = true
		if _, err := v.col.GetByID(ctx, it.id); err != nil {
			missing = append(missing, it)
		}
	}
	const batch = 16
	embedded := 0
	for part := range slices.Chunk(missing, batch) {
		texts := make([]string, len(part))
		for i, it := range part {
			texts[i] = it.text
		}
		vecs, err := e.EmbedDocuments(ctx, texts)
		if err != nil {
			return embedded, fmt.Errorf("index: embed %d texts: %w", len(texts), err)
		}
		if len(vecs) != len(texts) {
			return embedded, fmt.Errorf("index: embed %d texts: got %d vectors", len(texts), len(vecs))
		}
		docs := make([]chromem.Document, len(part))
		for i, it := range part {
			docs[i] = chromem.Document{ID: it.id, Embedding: vecs[i], Content: it.text}
		}
		if err := v.col.AddDocuments(ctx, docs, 1); err != nil {
			return embedded, fmt.Errorf("index: store %d vectors: %w", len(docs), err)
		}
		embedded += len(part)
		v.changed = true
		if progress != nil {
			progress(embedded, len(missing))
		}
	}
	return embedded, v.prune(ctx, want, e)
}

// prune removes what is not wanted and makes sure of the stamp.
func (v *vectors) prune(ctx context.Context, want map[string]bool, e Embedder) error {
	if _, err := v.col.GetByID(ctx, stampID); err != nil {
		zero := make([]float32, e.Dimensions())
		zero[0] = 1
		if err := v.col.AddDocument(ctx, chromem.Document{ID: stampID, Embedding: zero, Metadata: stamp(e)}); err != nil {
			return fmt.Errorf("index: store stamp: %w", err)
		}
		v.changed = true
	}
	probe := make([]float32, e.Dimensions())
	probe[0] = 1
	all, err := v.col.QueryEmbedding(ctx, probe, v.col.Count(), nil, nil)
	if err != nil {
		return fmt.Errorf("index: list vectors: %w", err)
	}
	var stale []string
	for _, r := range all {
		if !want[r.ID] {
			stale = append(stale, r.ID)
		}
	}
	if len(stale) == 0 {
		return nil
	}
	v.changed = true
	if err := v.col.Delete(ctx, nil, nil, stale...); err != nil {
		return fmt.Errorf("index: remove %d vectors: %w", len(stale), err)
	}
	return nil
}

// save writes the collection to dir: a whole new file under another name, then
// renamed, so that a crash leaves the old one and two processes never see half
// of either's.
func (v *vectors) save(dir string) error {
	if dir == "" || !v.changed {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("index: create data folder: %w", err)
	}
	var buf bytes.Buffer
	if err := v.db.ExportToWriter(&buf, false, ""); err != nil {
		return fmt.Errorf("index: export vectors: %w", err)
	}
	sum := sha256.Sum256(buf.Bytes())
	buf.Write(sum[:])
	tmp, err := os.CreateTemp(dir, fileName+".new-*")
	if err != nil {
		return fmt.Errorf("index: write %s: %w", fileName, err)
	}
	defer os.Remove(tmp.Name()) // gone already after the rename
	_, err = tmp.Write(buf.Bytes())
	if err == nil {
		err = tmp.Sync()
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(tmp.Name(), filepath.Join(dir, fileName))
	}
	if err != nil {
		return fmt.Errorf("index: write %s: %w", fileName, err)
	}
	v.changed = false
	return nil
}

// similarity gives each id's cosine with the query vector.
func (v *vectors) similarity(ctx context.Context, query []float32) (map[string]float64, error) {
	results, err := v.col.QueryEmbedding(ctx, query, v.col.Count(), nil, nil)
	if err != nil {
		return nil, fmt.Errorf("index: query vectors: %w", err)
	}
	out := make(map[string]float64, len(results))
	for _, r := range results {
		out[r.ID] = float64(r.Similarity)
	}
	return out, nil
}
