package embed

// kernels are the inner loops of the encoder. There is a set in plain Go, which
// says what each computes, and one in assembly for each kind of CPU that is
// worth it.
type kernels struct {
	// name of the instruction set, for benchmarks and tests.
	name string

	// linear applies a layer to the rows of x, rounded to integers of the
	// kind that the CPU multiplies fastest:
	//
	//	out[r][n] = Σₖ x[r][k]·m[k][n]·m.scale[n] + m.bias[n]
	//
	// x is [rows][m.inputs], out is [rows][m.outputs] and may be x where both
	// are as wide. The sum of the rounded numbers is exact. q is working memory.
	linear func(out, x []float32, m *matrix, q *quantized)

	// sumWeights returns, for each output of m, the sum of its weights times
	// their scale. Only kernels that round x to integers without a sign need
	// it; nil for the others.
	sumWeights func(m *matrix) []float32

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

// quantized holds rows of numbers after rounding, in one of two forms: as 16-bit
// integers within ±activationLimit, each standing for scale times as much, or as
// bytes without a sign, standing for low plus scale times as much. In the second
// form the mean cosine to the reference vectors is 0.9989, in the first 0.9995
// (the rest is that of the weights); a symmetric range would come to 0.997, for
// behind GELU nearly all that is below zero is close to it.
type quantized struct {
	words []int16
	bytes []uint8
	scale []float32 // [rows], for words
	// scaleLow is [rows][2]: scale and low, for bytes.
	scaleLow []float32
}

// activationLimit is the largest activation among words. With 8-bit weights
// the sum over ffnSize products stays within 8191·127·1536 < 2³¹.
const activationLimit = 8191

// Vector lengths given to gelu and softmax, and columns given to multiply, are
// multiples of lanes; softmax sees -∞ where there is padding.
const lanes = 16
