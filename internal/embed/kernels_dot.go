//go:build amd64 || arm64

package embed

import "bytes"

// dotKernels round rows to bytes and multiply those with so many columns of
// weights, at most tileRows rows at a time.
type dotKernels struct {
	quantize func(q *uint8, x *float32, n int) (scale, low float32)
	panel    func(out *float32, outputs int, x *uint8, inputs int, scaleLow *float32, rows int, panel *byte, panelScale, panelSum, panelBias *float32)
	columns  int
	tileRows int
	zero     uint8 // what panel subtracts from the bytes
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

// sumWeights multiplies with a row of what panel takes for ones.
func (d dotKernels) sumWeights(m *matrix) []float32 {
	ones := quantized{bytes: bytes.Repeat([]byte{d.zero + 1}, m.inputs), scaleLow: []float32{1, -float32(d.zero)}}
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

// inTiles returns the product of matrices by tiles of lanes columns.
func inTiles(tile func(out *float32, outStride int, a *float32, aStride int, b *float32, bStride, rows, inner int)) func(out, a, b view, rows, inner, columns int) {
	return func(out, a, b view, rows, inner, columns int) {
		for j := 0; j < columns; j += lanes {
			tile(&out.data[j], out.stride, &a.data[0], a.stride, &b.data[j], b.stride, rows, inner)
		}
	}
}
