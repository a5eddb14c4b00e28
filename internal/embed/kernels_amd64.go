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

func linearVNNI(out []float32, x []int16, scale []float32, m *matrix) {
	for n := 0; n < m.outputs; n += panelSize {
		linearPanelVNNI(&out[n], m.outputs, &x[0], m.inputs, &scale[0], len(scale),
			&m.panel(n / panelSize)[0], &m.scale[n], &m.bias[n])
	}
}

func linearAVX2(out []float32, x []int16, scale []float32, m *matrix) {
	for n := 0; n < m.outputs; n += panelSize {
		linearPanelAVX2(&out[n], m.outputs, &x[0], m.inputs, &scale[0], len(scale),
			&m.panel(n / panelSize)[0], &m.scale[n], &m.bias[n])
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
