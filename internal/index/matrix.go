package index

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

// dot returns the dot product of each row with v: of unit vectors the cosine.
// Four rows go together, so that each number of v is read once for them.
func (m matrix) dot(v []float32) []float32 {
	out := make([]float32, len(m.data)/m.dimensions)
	rest, n := m.data, m.dimensions
	i := 0
	for ; i+4 <= len(out); i += 4 {
		out[i], out[i+1], out[i+2], out[i+3] = dot4(v, rest[:n], rest[n:2*n], rest[2*n:3*n], rest[3*n:4*n])
		rest = rest[4*n:]
	}
	for ; i < len(out); i++ {
		out[i], _, _, _ = dot4(v, rest[:n], rest[:n], rest[:n], rest[:n])
		rest = rest[n:]
	}
	return out
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
