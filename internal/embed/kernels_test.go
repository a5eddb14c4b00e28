package embed

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestKernelsAgree holds all kernels that the CPU can run to those in plain Go.
func TestKernelsAgree(t *testing.T) {
	sets := allKernels()
	if len(sets) == 1 {
		t.Skip("this CPU has no kernels of its own")
	}
	for _, fast := range sets[1:] {
		t.Run(fast.name, func(t *testing.T) { testKernelsAgree(t, fast, sets[0]) })
	}
}

func testKernelsAgree(t *testing.T, fast, plain kernels) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := func(n int, deviation float64) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(random.NormFloat64() * deviation)
		}
		return x
	}
	// both runs a kernel of each set on copies of x and compares what it wrote.
	both := func(t *testing.T, x []float32, tolerance float64, run func(k kernels, x []float32)) {
		t.Helper()
		want, got := slices.Clone(x), slices.Clone(x)
		run(plain, want)
		run(fast, got)
		for i := range want {
			if !(math.Abs(float64(got[i]-want[i])) <= tolerance) {
				t.Fatalf("%s kernel: number %d of %d is %g, want %g", fast.name, i, len(x), got[i], want[i])
			}
		}
	}

	t.Run("linear", func(t *testing.T) {
		for _, inputs := range []int{Dimensions, ffnSize} {
			m := someMatrix(inputs, 96, func() int { return random.IntN(255) - 127 })
			copy(m.scale, noise(96, 0.01))
			copy(m.bias, noise(96, 1))
			for rows := 1; rows <= 27; rows++ {
				for _, k := range []kernels{plain, fast} {
					testLinear(t, k, m, noise(rows*inputs, 2))
				}
			}
		}
	})
	t.Run("linear at the limits", func(t *testing.T) {
		m := someMatrix(ffnSize, 32, func() int { return 127 })
		lows, alternating := make([]float32, ffnSize), make([]float32, ffnSize)
		for i := range lows {
			lows[i], alternating[i] = -7, float32(5-7*(i%2))
		}
		almost := slices.Clone(lows)
		almost[9] = -8 // all but one at the upper end
		for _, k := range []kernels{plain, fast} {
			testLinear(t, k, m, slices.Concat(lows, alternating, almost, make([]float32, ffnSize)))
		}
	})
	t.Run("addNorm", func(t *testing.T) {
		residual, n := noise(Dimensions, 2), layerNorm{noise(Dimensions, 1), noise(Dimensions, 1)}
		both(t, noise(Dimensions, 2), 1e-5, func(k kernels, x []float32) { k.addNorm(x, residual, n) })
	})
	t.Run("gelu", func(t *testing.T) {
		x := append(noise(10*lanes, 3), 0, 1e-30, -1e-30, 1e-3, -1e-3, 5.9, -5.9, 13, -13, 14, -14, 100, -100, 1e6, -1e6, -0.75)
		both(t, x, 1e-6, func(k kernels, x []float32) { k.gelu(x) })
	})
	t.Run("softmax", func(t *testing.T) {
		inf := float32(math.Inf(-1))
		x := append(noise(3*lanes-2, 10), inf, inf)
		both(t, x, 1e-6, func(k kernels, x []float32) { k.softmax(x) })
		both(t, noise(lanes, 500), 1e-6, func(k kernels, x []float32) { k.softmax(x) })
	})
	t.Run("multiply", func(t *testing.T) {
		const inner, columns = 37, 32
		for rows := 1; rows <= 14; rows++ {
			a, b := view{noise(rows*(inner+3), 1), inner + 3}, view{noise(inner*(columns+5), 1), columns + 5}
			both(t, make([]float32, rows*(columns+7)), 1e-5, func(k kernels, out []float32) {
				k.multiply(view{out, columns + 7}, a, b, rows, inner, columns)
			})
		}
	})
}

// someMatrix returns a matrix of weights that next gives, with scale 1.
func someMatrix(inputs, outputs int, next func() int) *matrix {
	m := &matrix{inputs: inputs, outputs: outputs, packed: make([]byte, inputs*outputs), scale: make([]float32, outputs), bias: make([]float32, outputs)}
	for i := range m.packed {
		m.packed[i] = byte(next())
	}
	for i := range m.scale {
		m.scale[i] = 1
	}
	return m
}

// weight is that of input k for output n.
func (m *matrix) weight(k, n int) float64 {
	return float64(int8(m.panel(n / panelSize)[k/2*2*panelSize+n%panelSize*2+k%2])) * float64(m.scale[n])
}

// testLinear holds what k made of x to what it should stand for, and the
// products to the exact ones of that.
func testLinear(t *testing.T, k kernels, m *matrix, x []float32) {
	t.Helper()
	if k.sumWeights != nil {
		m.sum = k.sumWeights(m)
	}
	q, rows := new(quantized), len(x)/m.inputs
	out := make([]float32, rows*m.outputs)
	k.linear(out, x, m, q)
	for r := range rows {
		row := x[r*m.inputs:][:m.inputs]
		rounded := make([]float64, m.inputs)
		var step float64
		for i := range rounded {
			if k.sumWeights != nil {
				step = float64(q.scaleLow[2*r])
				rounded[i] = float64(q.scaleLow[2*r+1]) + step*float64(q.bytes[r*m.inputs+i])
			} else {
				step = float64(q.scale[r])
				rounded[i] = step * float64(q.words[r*m.inputs+i])
			}
			if !(math.Abs(rounded[i]-float64(row[i])) <= 0.501*step+1e-6) {
				t.Fatalf("%s kernel: %g became %g, in steps of %g", k.name, row[i], rounded[i], step)
			}
		}
		if wide := float64(slices.Max(row) - slices.Min(row)); step > max(wide, float64(slices.Max(row)))/127 && wide > 0 {
			t.Fatalf("%s kernel: steps of %g for numbers over %g", k.name, step, wide)
		}
		for n := range m.outputs {
			want, size := float64(m.bias[n]), 1.0
			for i, v := range rounded {
				want += v * m.weight(i, n)
				size += math.Abs(v * m.weight(i, n))
			}
			if got := float64(out[r*m.outputs+n]); !(math.Abs(got-want) <= 3e-7*size) {
				t.Fatalf("%s kernel: row %d of %d, output %d is %g, want %g", k.name, r, rows, n, got, want)
			}
		}
	}
}
