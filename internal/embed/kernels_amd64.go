package embed

import "golang.org/x/sys/cpu"

//go:generate sh -c "cd asm && go run . -out ../kernels_amd64.s -stubs ../kernels_stubs_amd64.go -pkg embed"

// fastestKernels returns the kernels that suit the CPU best.
func fastestKernels() kernels {
	sets := allKernels()
	return sets[len(sets)-1]
}

// allKernels returns the sets that the CPU can run, the slowest first. GODEBUG
// (cpu.avx2=off, cpu.avx512vnni=off) leaves sets out.
func allKernels() []kernels {
	sets := []kernels{genericKernels()}
	if !cpu.X86.HasAVX2 || !cpu.X86.HasFMA {
		return sets
	}
	sets = append(sets, avx2Kernels())
	if cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VNNI {
		sets = append(sets, vnniKernels())
	}
	return sets
}

// avx2Kernels are the kernels in assembly for AVX2 with FMA.
func avx2Kernels() kernels {
	return kernels{
		name:     "AVX2",
		linear:   linearAVX2,
		quantize: quantizeAVX2,
		addNorm: func(x, residual []float32, n layerNorm) {
			addNormAVX2(&x[0], &residual[0], &n.gamma[0], &n.beta[0], len(x))
		},
		gelu:     func(x []float32) { geluAVX2(&x[0], len(x)) },
		softmax:  func(x []float32) { softmaxAVX2(&x[0], len(x)) },
		multiply: multiplyAVX2,
	}
}

// vnniKernels are those for AVX2 but for the layers, which take most of the time.
func vnniKernels() kernels {
	k := avx2Kernels()
	k.name, k.linear = "AVX-512 VNNI", linearVNNI
	return k
}

// The most rows that the kernels take at once: tileRows and wideTileRows in
// asm/main.go.
const (
	tileRows     = 6
	wideTileRows = 12
)

func linearVNNI(out []float32, x []int16, scale []float32, m *matrix) {
	linearTiles(out, x, scale, m, wideTileRows, linearPanelVNNI)
}

func linearAVX2(out []float32, x []int16, scale []float32, m *matrix) {
	linearTiles(out, x, scale, m, tileRows, linearPanelAVX2)
}

// linearTiles applies m to tiles of equal height: a last one of a row or two
// would take as long as one of four.
func linearTiles(out []float32, x []int16, scale []float32, m *matrix, most int,
	panel func(out *float32, outputs int, x *int16, inputs int, scale *float32, rows int, panel *byte, panelScale, panelBias *float32)) {
	rows := len(scale)
	tiles := (rows + most - 1) / most
	for n := 0; n < m.outputs; n += panelSize {
		for i := range tiles {
			first, end := i*rows/tiles, (i+1)*rows/tiles
			panel(&out[first*m.outputs+n], m.outputs, &x[first*m.inputs], m.inputs, &scale[first], end-first,
				&m.panel(n / panelSize)[0], &m.scale[n], &m.bias[n])
		}
	}
}

func quantizeAVX2(q []int16, x []float32) float32 {
	largest := maxAbsAVX2(&x[0], len(x))
	if largest == 0 {
		clear(q)
		return 0
	}
	scaleToInt16AVX2(&q[0], &x[0], len(x), activationLimit/largest)
	return largest / activationLimit
}

func multiplyAVX2(out, a, b view, rows, inner, columns int) {
	for j := 0; j < columns; j += lanes {
		multiplyTileAVX2(&out.data[j], out.stride, &a.data[0], a.stride, &b.data[j], b.stride, rows, inner)
	}
}
