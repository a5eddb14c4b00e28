package embed

import (
	_ "embed" // for the weights
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"strings"
)

// weightsFile holds the model, made by export/export.py. All numbers are
// little-endian, and every part starts at a multiple of 64 bytes.
//
// The header: 8 bytes of magic, then as uint32 the format version, the CRC-32
// (IEEE) of all that stands before the words, the file's size, the vocabulary's
// size in bytes, and the shape: vocabulary, dimensions, layers, heads,
// feed-forward width, positions. Then
//
//	vocabulary     one token a line, its id is its line's number from 0
//	word scales    float32 [vocabulary]
//	positions      float32 [positions][dimensions], token type 0 added
//	norm           float32 gamma, beta [dimensions]
//	6 layers       of: query+key+value scale, bias (query divided by √32);
//	               attention output scale, bias; norm gamma, beta;
//	               feed-forward in scale, bias; feed-forward out scale, bias;
//	               norm gamma, beta; all float32
//	words          int8 [vocabulary][dimensions]
//	6 × 4 matrices int8, packed as [matrix] describes, in the layers' order
//
// An int8 weight times the scale of its output (of its token, for words) is
// the weight's value. The int8 tensors are used where they lie.
//
//go:embed model.bin
var weightsFile []byte

const (
	magic         = "MINILM8\n"
	formatVersion = 1
	headerSize    = 64
	alignment     = 64

	vocabulary = 30522
	layerCount = 6
	heads      = 12
	headSize   = Dimensions / heads
	ffnSize    = 4 * Dimensions
)

type weights struct {
	vocab     []string
	words     []byte // int8 [vocabulary][Dimensions]
	wordScale []float32
	positions []float32 // [maxTokens][Dimensions]
	norm      layerNorm
	layers    [layerCount]layer
}

type layer struct {
	qkv, out         matrix // attention
	ffnIn, ffnOut    matrix // feed-forward
	attnNorm, ffNorm layerNorm
}

// matrices are those of l in the order of the file.
func (l *layer) matrices() [4]*matrix {
	return [...]*matrix{&l.qkv, &l.out, &l.ffnIn, &l.ffnOut}
}

// A layerNorm holds the gain and the shift of a layer normalisation.
type layerNorm struct{ gamma, beta []float32 }

// A matrix is a linear layer of int8 weights. For the kernels they stand in
// panels of 16 outputs, in a panel the inputs follow in pairs, and for each
// pair the 16 outputs: int8 [outputs/16][inputs/2][16][2].
type matrix struct {
	inputs, outputs int
	packed          []byte
	scale, bias     []float32 // [outputs]
	sum             []float32 // [outputs], of kernels.sumWeights
}

// panelSize is the number of outputs in a panel of a [matrix].
const panelSize = 16

// panel returns the packed weights of outputs 16p to 16p+15.
func (m *matrix) panel(p int) []byte {
	size := m.inputs * panelSize
	return m.packed[p*size : (p+1)*size]
}

// parseWeights checks file and returns the model that lies in it.
func parseWeights(file []byte) (*weights, error) {
	vocabSize, checksum, err := parseHeader(file)
	if err != nil {
		return nil, err
	}
	r := sections{rest: file[headerSize:]}
	w := &weights{
		vocab:     strings.Split(string(r.bytes(vocabSize)), "\n"),
		wordScale: r.floats(vocabulary),
		positions: r.floats(maxTokens * Dimensions),
		norm:      r.norm(),
	}
	for i := range w.layers {
		l := &w.layers[i]
		l.qkv = r.matrix(Dimensions, 3*Dimensions)
		l.out = r.matrix(Dimensions, Dimensions)
		l.attnNorm = r.norm()
		l.ffnIn = r.matrix(Dimensions, ffnSize)
		l.ffnOut = r.matrix(ffnSize, Dimensions)
		l.ffNorm = r.norm()
	}
	checked := file[headerSize : len(file)-len(r.rest)]
	if got := crc32.ChecksumIEEE(checked); got != checksum {
		return nil, fmt.Errorf("checksum %08x, want %08x: the file is damaged", got, checksum)
	}
	w.words = r.bytes(vocabulary * Dimensions)
	for i := range w.layers {
		l := &w.layers[i]
		for _, m := range l.matrices() {
			m.packed = r.bytes(m.inputs * m.outputs)
		}
	}
	if r.short || len(r.rest) != 0 {
		return nil, errors.New("the tensors do not fill the file")
	}
	if n := len(w.vocab) - 1; n != vocabulary || w.vocab[n] != "" {
		return nil, fmt.Errorf("%d tokens in the vocabulary, want %d", n, vocabulary)
	}
	w.vocab = w.vocab[:vocabulary]
	return w, nil
}

// parseHeader returns the size of the vocabulary in bytes and the checksum.
func parseHeader(file []byte) (vocabSize int, checksum uint32, err error) {
	if len(file) < headerSize || string(file[:len(magic)]) != magic {
		return 0, 0, fmt.Errorf("not a weights file (%d bytes)", len(file))
	}
	field := func(i int) uint32 { return binary.LittleEndian.Uint32(file[len(magic)+4*i:]) }
	if v := field(0); v != formatVersion {
		return 0, 0, fmt.Errorf("format version %d, want %d", v, formatVersion)
	}
	if size := int64(field(2)); size != int64(len(file)) {
		return 0, 0, fmt.Errorf("%d bytes long, want %d", len(file), size)
	}
	for i, want := range []uint32{vocabulary, Dimensions, layerCount, heads, ffnSize, maxTokens} {
		if got := field(4 + i); got != want {
			return 0, 0, fmt.Errorf("shape field %d is %d, want %d", i, got, want)
		}
	}
	if size := int64(field(3)); size > int64(len(file)) {
		return 0, 0, fmt.Errorf("a vocabulary of %d bytes in a file of %d", size, len(file))
	}
	return int(field(3)), field(1), nil
}

// sections takes a file apart from front to back.
type sections struct {
	rest  []byte
	short bool // the file ended too early
}

// bytes returns the next n bytes in place and skips to the next part.
func (s *sections) bytes(n int) []byte {
	padded := (n + alignment - 1) / alignment * alignment
	if padded > len(s.rest) {
		s.short = true
		return make([]byte, n)
	}
	part := s.rest[:n:n]
	s.rest = s.rest[padded:]
	return part
}

func (s *sections) floats(n int) []float32 {
	raw := s.bytes(4 * n)
	f := make([]float32, n)
	for i := range f {
		f[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return f
}

func (s *sections) norm() layerNorm {
	return layerNorm{gamma: s.floats(Dimensions), beta: s.floats(Dimensions)}
}

// matrix reads scale and bias; the packed weights come later in the file.
func (s *sections) matrix(inputs, outputs int) matrix {
	return matrix{inputs: inputs, outputs: outputs, scale: s.floats(outputs), bias: s.floats(outputs)}
}
