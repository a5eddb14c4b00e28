package index

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/philippgille/chromem-go"

	"resumebot/internal/resume"
)

// collection is the name of the one chromem collection.
const collection = "resume"

// fileName of the persisted collection: its documents as gob, the stamp first,
// followed by the SHA-256 of that, so that a damaged file is told from a good
// one. The file holds vectors and hashes, no text of the résumé.
//
// It is not chromem's own export, whose importer takes on trust what a file says:
// a map of as many documents as it claims, documents that are nil or kept under
// another id than theirs.
const fileName = "index.chromem"

// maxFile is the most that is read and written, in bytes: 10,000 texts in 4096
// dimensions.
const maxFile = 256 << 20

// vectors is the chromem collection: for each text that was embedded a document
// with the text's hash as its id, and one that holds the stamp.
type vectors struct {
	col     *chromem.Collection
	have    map[string][]float32 // what is in the collection, by id
	changed bool                 // the collection differs from the file
}

func newVectors() *vectors {
	col, err := chromem.NewDB().CreateCollection(collection, nil, noEmbedding)
	if err != nil { // only for an empty name
		panic(err)
	}
	return &vectors{col: col, have: map[string][]float32{}, changed: true}
}

// stampID is the id of the document with the stamp: chromem does not give the
// metadata of a collection back.
const stampID = "stamp"

// stamp identifies what the vectors depend on besides the texts themselves.
func stamp(e Embedder) map[string]string {
	return map[string]string{
		"embedder":   e.Name(),
		"dimensions": strconv.Itoa(e.Dimensions()),
		"chunker":    chunkerVersion,
	}
}

// stampFiles adds the files that the texts came from: the hash of each.
func stampFiles(stamp map[string]string, files []resume.File) map[string]string {
	for _, f := range files {
		stamp["file "+f.Path] = f.SHA256
	}
	return stamp
}

// id of a text in the collection.
func id(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

var textID = regexp.MustCompile(`^[0-9a-f]{32}$`) // see [id]

// openVectors reads the collection kept in dir. Where there is none, or none
// that was made by this embedder and chunker, it is empty; the error says why a
// file that is there could not be read, and then the collection is empty too.
func openVectors(dir string, e Embedder) (*vectors, error) {
	data, err := readFile(dir)
	if err == nil && data != nil {
		var v *vectors
		if v, err = decode(data, e); v != nil {
			return v, nil
		}
	}
	if err != nil {
		err = fmt.Errorf("index: read %s: %w; everything is embedded anew", fileName, err)
	}
	return newVectors(), err
}

// readFile returns the file kept in dir, nil where there is none.
func readFile(dir string) ([]byte, error) {
	if dir == "" {
		return nil, nil
	}
	f, err := os.Open(filepath.Join(dir, fileName))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("longer than %d bytes", maxFile)
	}
	return data, err
}

// decode reads a file's collection; nil without an error where another embedder
// or chunker made it.
func decode(data []byte, e Embedder) (*vectors, error) {
	cut := len(data) - sha256.Size
	if cut <= 0 || sha256.Sum256(data[:cut]) != [sha256.Size]byte(data[cut:]) {
		return nil, errors.New("damaged or not an index (the checksum does not match)")
	}
	v := newVectors()
	for in := gob.NewDecoder(bytes.NewReader(data[:cut])); ; {
		// A map that is there is filled; for a nil one gob would make room for as
		// many entries as the file claims.
		doc := chromem.Document{Metadata: map[string]string{}}
		err := in.Decode(&doc)
		first := len(v.have) == 0
		switch {
		case err == io.EOF && !first:
			v.changed = false
			return v, nil
		case err != nil:
			return nil, fmt.Errorf("no index of this version of the program: %w", err)
		case first && doc.ID != stampID:
			return nil, errors.New("it does not begin with a stamp")
		case first && !made(doc.Metadata, e):
			return nil, nil
		}
		if err := v.admit(doc, e.Dimensions()); err != nil {
			return nil, fmt.Errorf("document %.40q: %w", doc.ID, err)
		}
	}
}

// made tells whether a stamp is of this embedder and chunker.
func made(stamped map[string]string, e Embedder) bool {
	for k, want := range stamp(e) {
		if stamped[k] != want {
			return false
		}
	}
	return true
}

// admit puts a document of a file into the collection if this program may have
// written it.
func (v *vectors) admit(doc chromem.Document, dimensions int) error {
	if v.have[doc.ID] != nil {
		return errors.New("it is there twice")
	}
	if doc.ID != stampID && (!textID.MatchString(doc.ID) || len(doc.Metadata) > 0) || doc.Content != "" {
		return errors.New("not what an index holds")
	}
	if err := usable(doc.Embedding, dimensions); err != nil {
		return err
	}
	if n := norm(doc.Embedding); math.Abs(n-1) > unitTolerance {
		return fmt.Errorf("a vector of length %g, want 1", n)
	}
	return v.put(context.Background(), doc)
}

// axis is the unit vector along the first dimension.
func axis(dimensions int) []float32 {
	v := make([]float32, dimensions)
	v[0] = 1
	return v
}

// noEmbedding stands where chromem wants an embedding function: vectors are
// always given, so that texts are embedded in batches.
func noEmbedding(context.Context, string) ([]float32, error) {
	return nil, errors.New("index: chromem was asked to embed")
}

// fill makes the collection hold exactly the texts: what is there already is
// kept, the rest embedded in batches, what is no longer wanted removed. It
// returns how many texts were embedded; after an error the collection holds
// them and what it held before.
func (v *vectors) fill(ctx context.Context, texts []string, e Embedder, progress func(done, total int)) (int, error) {
	want := map[string]bool{stampID: true}
	var missing []string
	for _, text := range texts {
		if k := id(text); !want[k] {
			want[k] = true
			if v.have[k] == nil {
				missing = append(missing, text)
			}
		}
	}
	const batch = 32 // as many as an embedding server is sent at once
	embedded := 0
	for part := range slices.Chunk(missing, batch) {
		if err := v.embed(ctx, part, e); err != nil {
			return embedded, err
		}
		embedded += len(part)
		if progress != nil {
			progress(embedded, len(missing))
		}
	}
	return embedded, v.prune(ctx, want)
}

// embed adds the vectors of texts.
func (v *vectors) embed(ctx context.Context, texts []string, e Embedder) error {
	vecs, err := e.EmbedDocuments(ctx, texts)
	if err != nil {
		return fmt.Errorf("index: embed %d texts: %w", len(texts), err)
	}
	if len(vecs) != len(texts) {
		return fmt.Errorf("index: embed %d texts: %s gave %d vectors", len(texts), e.Name(), len(vecs))
	}
	for i, text := range texts {
		if err := usable(vecs[i], e.Dimensions()); err != nil {
			return fmt.Errorf("index: embed %q: %s: %w", text, e.Name(), err)
		}
		if err := v.put(ctx, chromem.Document{ID: id(text), Embedding: unit(vecs[i])}); err != nil {
			return err
		}
	}
	return nil
}

func (v *vectors) put(ctx context.Context, doc chromem.Document) error {
	if err := v.col.AddDocument(ctx, doc); err != nil {
		return fmt.Errorf("index: store vector: %w", err)
	}
	v.have[doc.ID] = doc.Embedding
	v.changed = true
	return nil
}

// prune removes what is not wanted.
func (v *vectors) prune(ctx context.Context, want map[string]bool) error {
	for k := range v.have {
		if want[k] {
			continue
		}
		if err := v.col.Delete(ctx, nil, nil, k); err != nil {
			return fmt.Errorf("index: remove vector: %w", err)
		}
		delete(v.have, k)
		v.changed = true
	}
	return nil
}

// save writes the collection with its stamp to dir if it differs from what is
// there: a whole new file under another name, then renamed, so that a crash
// leaves the old one and two processes never see half of either's.
func (v *vectors) save(ctx context.Context, dir string, stamp map[string]string, dimensions int) error {
	if dir == "" {
		return nil
	}
	if old, err := v.col.GetByID(ctx, stampID); err != nil || !maps.Equal(old.Metadata, stamp) {
		if err := v.put(ctx, chromem.Document{ID: stampID, Embedding: axis(dimensions), Metadata: stamp}); err != nil {
			return err
		}
	}
	if !v.changed {
		return nil
	}
	file, err := v.encode(ctx)
	if err == nil {
		err = replaceFile(dir, file)
	}
	if err != nil {
		return fmt.Errorf("index: keep %s, so it will be made again at the next start: %w", fileName, err)
	}
	v.changed = false
	return nil
}

// encode is what [decode] reads.
func (v *vectors) encode(ctx context.Context) ([]byte, error) {
	ids := []string{stampID}
	for id := range v.have {
		if id != stampID {
			ids = append(ids, id)
		}
	}
	var file bytes.Buffer
	out := gob.NewEncoder(&file)
	for _, id := range ids {
		doc, err := v.col.GetByID(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := out.Encode(doc); err != nil {
			return nil, err
		}
	}
	sum := sha256.Sum256(file.Bytes())
	file.Write(sum[:])
	if file.Len() > maxFile {
		return nil, fmt.Errorf("it takes %d bytes, and at most %d are read", file.Len(), maxFile)
	}
	return file.Bytes(), nil
}

// replaceFile writes the file in dir under a name of its own and renames it.
func replaceFile(dir string, data []byte) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	removeLeftovers(dir)
	tmp, err := os.CreateTemp(dir, fileName+".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // gone already after the rename
	_, err = tmp.Write(data)
	if err == nil {
		err = tmp.Sync()
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(tmp.Name(), filepath.Join(dir, fileName))
	}
	return err
}

// removeLeftovers removes what crashes left half-written; what is younger than
// an hour another process may be writing.
func removeLeftovers(dir string) {
	old, err := filepath.Glob(filepath.Join(dir, fileName+".new-*"))
	if err != nil {
		return
	}
	for _, path := range old {
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > time.Hour {
			_ = os.Remove(path) // it will be tried again
		}
	}
}

// usable tells what is wrong with a vector.
func usable(v []float32, dimensions int) error {
	if len(v) != dimensions {
		return fmt.Errorf("a vector of %d dimensions, want %d", len(v), dimensions)
	}
	if n := norm(v); !(n > 0) || math.IsInf(n, 1) {
		return fmt.Errorf("a vector of length %g", n)
	}
	return nil
}

func norm(v []float32) float64 {
	var squares float64
	for _, x := range v {
		squares += float64(x) * float64(x)
	}
	return math.Sqrt(squares)
}

// unitTolerance is how far from one the length of a unit vector may be; chromem
// has the same.
const unitTolerance = 1e-6

// unit returns v scaled to length one, v itself where it is that long.
func unit(v []float32) []float32 {
	n := norm(v)
	if math.Abs(n-1) < unitTolerance {
		return v
	}
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(float64(x) / n)
	}
	return out
}
