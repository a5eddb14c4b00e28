package embed

// kernels are the inner loops of the encoder. There is a set in plain Go, which
// says what each computes, and one in assembly for each kind of CPU that is
// worth it.
type kernels struct {
	// name of the instruction set, for benchmarks and tests.
	name string

	// linear applies a layer to the rows of x:
	//
	//	out[r][n] = scale[r] · m.scale[n] · Σₖ x[r][k]·m[k][n] + m.bias[n]
	//
	// x is [rows][m.inputs] within ±activationLimit, scale has one entry a row,
	// out is [rows][m.outputs]. The sum is exact.
	linear func(out []float32, x []int16, scale []float32, m *matrix)

	// quantize turns x into integers within ±activationLimit and returns the
	// scale that turns them back.
	quantize func(q []int16, x []float32) (scale float32)

	// addNorm adds residual to x and normalises the sum, Dimensions long.
	addNorm func(x, residual []float32, n layerNorm)

	// gelu applies x·Φ(x) in place, Φ being the normal distribution.
	gelu func(x []float32)

	// softmax turns scores into weights with sum 1, in place.
	softmax func(x []float32)

	// multiply is the product of two float32 matrices: out[i][j] =
	// Σₖ a[i][k]·b[k][j] for rows × inner × columns, each with its own stride.
	multiply func(out, a, b view, rows, inner, columns int)
}

// A view is a matrix of float32 in row-major order within a larger one: row i
// begins at data[i*stride].
type view struct {
	data   []float32
	stride int
}

// activationLimit is the largest activation after quantisation. With 8-bit
// weights the sum over ffnSize products stays within 8191·127·1536 < 2³¹.
const activationLimit = 8191

// Vector lengths given to gelu and softmax, and columns given to multiply, are
// multiples of lanes; softmax sees -∞ where there is padding.
const lanes = 16
