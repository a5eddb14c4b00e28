package embed

import "golang.org/x/sys/cpu"

//go:generate sh -c "cd neon && go run . -out ../kernels_arm64.s"

// fastestKernels returns the kernels that suit the CPU best.
func fastestKernels() kernels {
	sets := allKernels()
	return sets[len(sets)-1]
}

// exactKernels returns the fastest that round to 16 bits.
func exactKernels() kernels { return genericKernels() }

// allKernels returns the sets that the CPU can run, the slowest first. GODEBUG
// (cpu.asimddp=off) leaves the last one out.
func allKernels() []kernels {
	sets := []kernels{genericKernels(), neonKernels("NEON", false)}
	if cpu.ARM64.HasASIMDDP {
		sets = append(sets, neonKernels("NEON with SDOT", true))
	}
	return sets
}

// neonTileRows is TILE in neon/c/kernels.c.
const neonTileRows = 4

// neonKernels are those for arm64 with or without products of four bytes.
func neonKernels(name string, sdot bool) kernels {
	return dotting(kernels{
		name: name,
		addNorm: func(x, residual []float32, n layerNorm) {
			addNormNEON(&x[0], &residual[0], &n.gamma[0], &n.beta[0], len(x))
		},
		gelu:     func(x []float32) { geluNEON(&x[0], len(x)) },
		softmax:  func(x []float32) { softmaxNEON(&x[0], len(x)) },
		multiply: inTiles(multiplyTileNEON),
	}, dotKernels{
		quantize: func(q *uint8, x *float32, n int) (scale, low float32) {
			var scaleLow [2]float32
			quantizeNEON(q, x, n, &scaleLow)
			return scaleLow[0], scaleLow[1]
		},
		panel: func(out *float32, outputs int, x *uint8, inputs int, scaleLow *float32, rows int, weights *byte, scale, sum, bias *float32) {
			args := dotPanelArgs{out, outputs, x, inputs, scaleLow, rows, weights, scale, sum, bias}
			if sdot {
				linearPanelSDOT(&args)
			} else {
				linearPanelNEON(&args)
			}
		},
		columns:  panelSize,
		tileRows: neonTileRows,
		zero:     128,
	})
}

// dotPanelArgs is struct panel in neon/c/kernels.c: more arguments than a
// function there can have.
type dotPanelArgs struct {
	out              *float32
	outputs          int
	x                *uint8
	inputs           int
	scaleLow         *float32
	rows             int
	weights          *byte
	scale, sum, bias *float32
}

//go:noescape
func linearPanelSDOT(p *dotPanelArgs)

//go:noescape
func linearPanelNEON(p *dotPanelArgs)

//go:noescape
func quantizeNEON(q *uint8, x *float32, n int, scaleLow *[2]float32)

//go:noescape
func multiplyTileNEON(out *float32, outStride int, a *float32, aStride int, b *float32, bStride int, rows int, inner int)

//go:noescape
func addNormNEON(x, residual, gamma, beta *float32, n int)

//go:noescape
func geluNEON(x *float32, n int)

//go:noescape
func softmaxNEON(x *float32, n int)
