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
			m := &matrix{inputs: inputs, outputs: 48, packed: make([]byte, inputs*48), scale: noise(48, 1), bias: noise(48, 1)}
			for i := range m.packed {
				m.packed[i] = byte(random.IntN(255) - 127)
			}
			for rows := 1; rows <= 27; rows++ {
				x := make([]int16, rows*inputs)
				for i := range x {
					x[i] = int16(random.IntN(2*activationLimit+1) - activationLimit)
				}
				scale := noise(rows, 1e-5)
				both(t, make([]float32, rows*48), 1e-4, func(k kernels, out []float32) { k.linear(out, x, scale, m) })
			}
		}
	})
	t.Run("linear at the limits", func(t *testing.T) {
		m := &matrix{inputs: ffnSize, outputs: 16, packed: make([]byte, ffnSize*16), scale: make([]float32, 16), bias: make([]float32, 16)}
		x := make([]int16, ffnSize)
		for i := range x {
			x[i] = -activationLimit
		}
		for i := range m.packed {
			m.packed[i] = 127
		}
		for i := range m.scale {
			m.scale[i] = 1
		}
		for _, k := range []kernels{plain, fast} {
			out := make([]float32, 16)
			k.linear(out, x, []float32{1}, m)
			if want := float32(-activationLimit * 127 * ffnSize); out[0] != want || out[15] != want {
				t.Errorf("%s kernel: %g, want %g", k.name, out, want)
			}
		}
	})
	t.Run("quantize", func(t *testing.T) {
		for _, x := range [][]float32{noise(Dimensions, 3), make([]float32, Dimensions), append(noise(Dimensions-1, 1), -50)} {
			want, got := make([]int16, len(x)), make([]int16, len(x))
			a, b := plain.quantize(want, x), fast.quantize(got, x)
			if a != b || !slices.Equal(want, got) {
				t.Errorf("%s kernel differs: scale %g, want %g", fast.name, b, a)
			}
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
