package index

import (
	"runtime"
	"sync"
)

// matrix holds the vectors of texts one after the other: chromem keeps them
// apart, which is slow to score in full. It is read-only and so needs no lock.
type matrix struct {
	data       []float32 // [rows][dimensions]
	dimensions int
}

// newMatrix collects the vectors of the texts, in their order.
func newMatrix(texts []string, of map[string][]float32, dimensions int) matrix {
	m := matrix{make([]float32, 0, len(texts)*dimensions), dimensions}
	for _, text := range texts {
		m.data = append(m.data, of[id(text)]...)
	}
	return m
}

// rowsPerWorker is the least number of rows worth a goroutine: a tenth of a
// millisecond of work.
const rowsPerWorker = 1000

// dot returns the dot product of each row with v: of unit vectors the cosine.
func (m matrix) dot(v []float32) []float32 {
	out := make([]float32, len(m.data)/m.dimensions)
	workers := max(1, min(runtime.GOMAXPROCS(0), len(out)/rowsPerWorker))
	var group sync.WaitGroup
	for i := range workers - 1 {
		first, end := i*len(out)/workers, (i+1)*len(out)/workers
		group.Go(func() { m.dotRows(out[first:end], first, v) })
	}
	last := (workers - 1) * len(out) / workers
	m.dotRows(out[last:], last, v)
	group.Wait()
	return out
}

// dotRows does so for the rows from first on, as many as out is long. Four go
// together, so that each number of v is read once for them.
func (m matrix) dotRows(out []float32, first int, v []float32) {
	n := m.dimensions
	rest := m.data[first*n:]
	for ; len(out) >= 4; out, rest = out[4:], rest[4*n:] {
		out[0], out[1], out[2], out[3] = dot4(v, rest[:n], rest[n:2*n], rest[2*n:3*n], rest[3*n:4*n])
	}
	for i := range out {
		row := rest[i*n : (i+1)*n]
		out[i], _, _, _ = dot4(v, row, row, row, row)
	}
}

func dot4(v, a, b, c, d []float32) (sa, sb, sc, sd float32) {
	a, b, c, d = a[:len(v)], b[:len(v)], c[:len(v)], d[:len(v)] // no bounds to check below
	for i, x := range v {
		sa += a[i] * x
		sb += b[i] * x
		sc += c[i] * x
		sd += d[i] * x
	}
	return sa, sb, sc, sd
}
