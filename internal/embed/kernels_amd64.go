package embed

import "golang.org/x/sys/cpu"

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
	return dotting(k, dotKernels{quantize: quantizeAVX2, panel: linearPanelAVXVNNI, columns: panelSize, tileRows: tileRows})
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
	}, dotKernels{quantize: quantizeAVX512, panel: linearPanelsVNNI, columns: 2 * panelSize, tileRows: wideTileRows})
}

// The most rows that the kernels take at once: tileRows and wideTileRows in
// asm/main.go.
const (
	tileRows     = 6
	wideTileRows = 12
)

func linearAVX2(out, x []float32, m *matrix, q *quantized) {
	q.toWords(x, m.inputs, quantizeWordsAVX2)
	eachTile(len(q.scale), m.outputs, tileRows, panelSize, func(first, rows, n int) {
		linearPanelAVX2(&out[first*m.outputs+n], m.outputs, &q.words[first*m.inputs], m.inputs, &q.scale[first], rows,
			&m.panel(n / panelSize)[0], &m.scale[n], &m.bias[n])
	})
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
