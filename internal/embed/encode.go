package embed

import (
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// blockRows is how many tokens go through a layer together: enough to use each
// weight often, few enough that their feed-forward values stay in the cache.
const blockRows = 48

// minShare is the least number of tokens worth a goroutine of their own.
const minShare = 4

// A sequence is the working memory for one text at a time. Its tokens are
// shared out among workers; each does all the arithmetic of its own tokens and
// needs the others' only as keys and values of the attention.
type sequence struct {
	ids    []int32
	hidden []float32    // [tokens][Dimensions]
	shared [2]attention // of even and odd layers: see encodeShare
	shares []share
	meet   barrier
}

// attention holds what the tokens of a sequence look up in one another.
type attention struct {
	qkv  []float32 // [tokens][3*Dimensions]: queries, keys, values
	keys []float32 // [Dimensions][padded]: the keys, transposed
}

// A share is the part of a sequence that one worker encodes, and its buffers
// for a block of at most blockRows tokens.
type share struct {
	first, end int
	quantized  quantized
	context    []float32 // [rows][Dimensions]: what a layer adds
	ffn        []float32 // [rows][ffnSize]
	scores     []float32 // [rows][padded]: attention of one head
}

// encode returns the vector of text, using up to the given number of workers.
func (e *Encoder) encode(s *sequence, text string, workers int) []float32 {
	s.ids = e.tokenizer.encode(s.ids[:0], text)
	s.prepare(max(1, min(workers, len(s.ids)/minShare)))
	var group sync.WaitGroup
	for i := range s.shares[1:] {
		group.Go(func() { e.encodeShare(s, &s.shares[i+1]) })
	}
	e.encodeShare(s, &s.shares[0])
	group.Wait()
	return s.pool()
}

// padded is the number of tokens rounded up to whole vectors.
func (s *sequence) padded() int { return (len(s.ids) + lanes - 1) / lanes * lanes }

// rows returns the hidden states of so many tokens.
func (s *sequence) rows(first, rows int) []float32 {
	return s.hidden[first*Dimensions : (first+rows)*Dimensions]
}

// prepare sizes the buffers and shares the tokens out.
func (s *sequence) prepare(workers int) {
	tokens := len(s.ids)
	s.hidden = resize(s.hidden, tokens*Dimensions)
	for i := range s.shared {
		a := &s.shared[i]
		a.qkv = resize(a.qkv, tokens*3*Dimensions)
		a.keys = resize(a.keys, Dimensions*s.padded())
		clear(a.keys)
	}
	s.shares = slices.Grow(s.shares[:0], workers)[:workers]
	for i := range s.shares {
		h := &s.shares[i]
		h.first, h.end = i*tokens/workers, (i+1)*tokens/workers
		rows := min(h.end-h.first, blockRows)
		h.context = resize(h.context, rows*Dimensions)
		h.ffn = resize(h.ffn, rows*ffnSize)
		h.scores = resize(h.scores, rows*s.padded())
	}
	s.meet.members = int32(workers)
}

// resize returns a slice of length n, on the memory of buffer if that is
// large enough.
func resize[T any](buffer []T, n int) []T { return slices.Grow(buffer[:0], n)[:n] }

// encodeShare runs the tokens of h through all layers. The workers meet once
// in each layer, when the keys and values of all tokens are there. A worker
// may by then be one layer ahead of another that still reads them, but not
// two; hence the two sets of them.
func (e *Encoder) encodeShare(s *sequence, h *share) {
	e.eachBlock(h, func(first, rows int) {
		e.lookUp(s, first, rows)
		e.project(s, h, 0, first, rows)
	})
	for i := range e.weights.layers {
		s.meet.wait()
		e.eachBlock(h, func(first, rows int) {
			e.attend(s, h, i, first, rows)
			e.feedForward(s, h, i, first, rows)
			if i+1 < layerCount {
				e.project(s, h, i+1, first, rows)
			}
		})
	}
}

// eachBlock calls do for equal blocks of the tokens of h.
func (e *Encoder) eachBlock(h *share, do func(first, rows int)) {
	tokens := h.end - h.first
	blocks := (tokens + blockRows - 1) / blockRows
	for i := range blocks {
		first, end := h.first+i*tokens/blocks, h.first+(i+1)*tokens/blocks
		do(first, end-first)
	}
}

// lookUp writes the embeddings of the tokens: word plus position, normalised.
func (e *Encoder) lookUp(s *sequence, first, rows int) {
	w := e.weights
	for i := first; i < first+rows; i++ {
		id := int(s.ids[i])
		scale := w.wordScale[id]
		x := s.hidden[i*Dimensions:][:Dimensions]
		for d, v := range w.words[id*Dimensions:][:Dimensions] {
			x[d] = float32(int8(v)) * scale
		}
		e.kernels.addNorm(x, w.positions[i*Dimensions:][:Dimensions], w.norm)
	}
}

// project writes the queries, keys and values of the given layer.
func (e *Encoder) project(s *sequence, h *share, layer, first, rows int) {
	shared := &s.shared[layer%2]
	const width = 3 * Dimensions
	e.kernels.linear(shared.qkv[first*width:], s.rows(first, rows), &e.weights.layers[layer].qkv, &h.quantized)
	padded := s.padded()
	for i := first; i < first+rows; i++ {
		for d, v := range shared.qkv[i*width+Dimensions:][:Dimensions] {
			shared.keys[d*padded+i] = v
		}
	}
}

// attend lets the tokens look at all tokens of the sequence, head by head, and
// adds what they see to their hidden states.
func (e *Encoder) attend(s *sequence, h *share, layer, first, rows int) {
	shared, padded, tokens := &s.shared[layer%2], s.padded(), len(s.ids)
	const width = 3 * Dimensions
	scores := view{h.scores, padded}
	for head := range heads {
		at := head * headSize
		query := view{shared.qkv[first*width+at:], width}
		keys := view{shared.keys[at*padded:], padded}
		values := view{shared.qkv[2*Dimensions+at:], width}
		e.kernels.multiply(scores, query, keys, rows, headSize, padded)
		for r := range rows {
			row := h.scores[r*padded:][:padded]
			for i := tokens; i < padded; i++ {
				row[i] = float32(math.Inf(-1))
			}
			e.kernels.softmax(row)
		}
		e.kernels.multiply(view{h.context[at:], Dimensions}, scores, values, rows, tokens, headSize)
	}
	l := &e.weights.layers[layer]
	context := h.context[:rows*Dimensions]
	e.kernels.linear(context, context, &l.out, &h.quantized)
	e.addToHidden(s, h, first, rows, l.attnNorm)
}

// feedForward runs the second half of a layer.
func (e *Encoder) feedForward(s *sequence, h *share, layer, first, rows int) {
	l := &e.weights.layers[layer]
	ffn := h.ffn[:rows*ffnSize]
	e.kernels.linear(ffn, s.rows(first, rows), &l.ffnIn, &h.quantized)
	e.kernels.gelu(ffn)
	e.kernels.linear(h.context, ffn, &l.ffnOut, &h.quantized)
	e.addToHidden(s, h, first, rows, l.ffNorm)
}

// addToHidden adds the context to the hidden states and normalises them.
func (e *Encoder) addToHidden(s *sequence, h *share, first, rows int, n layerNorm) {
	for r := range rows {
		x := s.hidden[(first+r)*Dimensions:][:Dimensions]
		e.kernels.addNorm(x, h.context[r*Dimensions:][:Dimensions], n)
	}
}

// pool returns the mean of the hidden states, scaled to length one.
func (s *sequence) pool() []float32 {
	vector := make([]float32, Dimensions)
	for i := range s.ids {
		for d, v := range s.hidden[i*Dimensions:][:Dimensions] {
			vector[d] += v
		}
	}
	var squares float64
	for _, v := range vector {
		squares += float64(v) * float64(v)
	}
	inverse := float32(1 / math.Sqrt(squares))
	for d := range vector {
		vector[d] *= inverse
	}
	return vector
}

// A barrier lets workers wait for one another, again and again. The waits are
// of microseconds, so it yields in a loop rather than sleep.
type barrier struct {
	members int32
	arrived atomic.Int32
	round   atomic.Int32
}

func (b *barrier) wait() {
	round := b.round.Load()
	if b.arrived.Add(1) == b.members {
		b.arrived.Store(0)
		b.round.Add(1)
		return
	}
	for b.round.Load() == round {
		runtime.Gosched()
	}
}
