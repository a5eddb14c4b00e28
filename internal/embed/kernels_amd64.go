package embed

import (
	"bytes"

	"golang.org/x/sys/cpu"
)

//go:generate sh -c "cd asm && go run . -out ../kernels_amd64.s -stubs ../kernels_stubs_amd64.go -pkg embed"

// fastestKernels returns the kernels that suit the CPU best.
func fastestKernels() kernels {
	sets := allKernels()
	return sets[len(sets)-1]
}

// exactKernels returns the fastest that round to 16 bits.
func exactKernels() kernels {
	sets := allKernels()
	return sets[min(1, len(sets)-1)]
}

// allKernels returns the sets that the CPU can run, the slowest first. GODEBUG
// (cpu.avx2=off, cpu.avxvnni=off, cpu.avx512vnni=off) leaves sets out.
func allKernels() []kernels {
	sets := []kernels{genericKernels()}
	if !cpu.X86.HasAVX2 || !cpu.X86.HasFMA {
		return sets
	}
	sets = append(sets, avx2Kernels())
	if cpu.X86.HasAVXVNNI {
		sets = append(sets, avxVNNIKernels())
	}
	if cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VNNI {
		sets = append(sets, avx512VNNIKernels())
	}
	return sets
}

// avx2Kernels are the kernels in assembly for AVX2 with FMA.
func avx2Kernels() kernels {
	return kernels{
		name:   "AVX2",
		linear: linearAVX2,
		addNorm: func(x, residual []float32, n layerNorm) {
			addNormAVX2(&x[0], &residual[0], &n.gamma[0], &n.beta[0], len(x))
		},
		gelu:     func(x []float32) { geluAVX2(&x[0], len(x)) },
		softmax:  func(x []float32) { softmaxAVX2(&x[0], len(x)) },
		multiply: inTiles(multiplyTileAVX2),
	}
}

// avxVNNIKernels are those for AVX2 but for the layers, which take most of the time.
func avxVNNIKernels() kernels {
	k := avx2Kernels()
	k.name = "AVX-VNNI"
	return dotting(k, dotKernels{quantizeAVX2, linearPanelAVXVNNI, panelSize, tileRows})
}

func avx512VNNIKernels() kernels {
	return dotting(kernels{
		name: "AVX-512 VNNI",
		addNorm: func(x, residual []float32, n layerNorm) {
			addNormAVX512(&x[0], &residual[0], &n.gamma[0], &n.beta[0], len(x))
		},
		gelu:     func(x []float32) { geluAVX512(&x[0], len(x)) },
		softmax:  func(x []float32) { softmaxAVX512(&x[0], len(x)) },
		multiply: inTiles(multiplyTileAVX512),
	}, dotKernels{quantizeAVX512, linearPanelsVNNI, 2 * panelSize, wideTileRows})
}

// The most rows that the kernels take at once: tileRows and wideTileRows in
// asm/main.go.
const (
	tileRows     = 6
	wideTileRows = 12
)

// dotKernels round rows to bytes and multiply those with so many columns of
// weights, at most tileRows rows at a time.
type dotKernels struct {
	quantize func(q *uint8, x *float32, n int) (scale, low float32)
	panel    func(out *float32, outputs int, x *uint8, inputs int, scaleLow *float32, rows int, panel *byte, panelScale, panelSum, panelBias *float32)
	columns  int
	tileRows int
}

// dotting returns k with the layers computed by d.
func dotting(k kernels, d dotKernels) kernels {
	k.linear, k.sumWeights = d.linear, d.sumWeights
	return k
}

func (d dotKernels) linear(out, x []float32, m *matrix, q *quantized) {
	rows := len(x) / m.inputs
	q.bytes, q.scaleLow = resize(q.bytes, len(x)), resize(q.scaleLow, 2*rows)
	for r := range rows {
		q.scaleLow[2*r], q.scaleLow[2*r+1] = d.quantize(&q.bytes[r*m.inputs], &x[r*m.inputs], m.inputs)
	}
	d.multiply(out, q, rows, m, m.sum, m.bias)
}

// sumWeights multiplies with a row of ones.
func (d dotKernels) sumWeights(m *matrix) []float32 {
	ones := quantized{bytes: bytes.Repeat([]byte{1}, m.inputs), scaleLow: []float32{1, 0}}
	sums, zeros := make([]float32, m.outputs), make([]float32, m.outputs)
	d.multiply(sums, &ones, 1, m, zeros, zeros)
	return sums
}

func (d dotKernels) multiply(out []float32, q *quantized, rows int, m *matrix, sum, bias []float32) {
	eachTile(rows, m.outputs, d.tileRows, d.columns, func(first, rows, n int) {
		d.panel(&out[first*m.outputs+n], m.outputs, &q.bytes[first*m.inputs], m.inputs, &q.scaleLow[2*first], rows,
			&m.panel(n / panelSize)[0], &m.scale[n], &sum[n], &bias[n])
	})
}

func linearAVX2(out, x []float32, m *matrix, q *quantized) {
	q.toWords(x, m.inputs, quantizeWordsAVX2)
	eachTile(len(q.scale), m.outputs, tileRows, panelSize, func(first, rows, n int) {
		linearPanelAVX2(&out[first*m.outputs+n], m.outputs, &q.words[first*m.inputs], m.inputs, &q.scale[first], rows,
			&m.panel(n / panelSize)[0], &m.scale[n], &m.bias[n])
	})
}

// eachTile calls do for tiles of so many columns and equal height, column n and
// row first being their first: a last one of a row or two would take as long as
// one of four.
func eachTile(rows, outputs, most, columns int, do func(first, rows, n int)) {
	tiles := (rows + most - 1) / most
	for n := 0; n < outputs; n += columns {
		for i := range tiles {
			first, end := i*rows/tiles, (i+1)*rows/tiles
			do(first, end-first, n)
		}
	}
}

func quantizeWordsAVX2(q []int16, x []float32) float32 {
	largest := maxAbsAVX2(&x[0], len(x))
	if largest == 0 {
		clear(q)
		return 0
	}
	scaleToInt16AVX2(&q[0], &x[0], len(x), activationLimit/largest)
	return largest / activationLimit
}

// inTiles returns the product of matrices by tiles of lanes columns.
func inTiles(tile func(out *float32, outStride int, a *float32, aStride int, b *float32, bStride, rows, inner int)) func(out, a, b view, rows, inner, columns int) {
	return func(out, a, b view, rows, inner, columns int) {
		for j := 0; j < columns; j += lanes {
			tile(&out.data[j], out.stride, &a.data[0], a.stride, &b.data[j], b.stride, rows, inner)
		}
	}
}
