package embed

import "math"

// genericKernels are the kernels in plain Go.
func genericKernels() kernels {
	return kernels{
		name:     "generic",
		linear:   linearGeneric,
		addNorm:  addNormGeneric,
		gelu:     geluGeneric,
		softmax:  softmaxGeneric,
		multiply: multiplyGeneric,
	}
}

func linearGeneric(out, x []float32, m *matrix, q *quantized) {
	q.toWords(x, m.inputs, quantizeGeneric)
	for p := range m.outputs / panelSize {
		panel := m.panel(p)
		for r, s := range q.scale {
			sums := dotPanel(q.words[r*m.inputs:(r+1)*m.inputs], panel)
			for i, sum := range sums {
				n := p*panelSize + i
				out[r*m.outputs+n] = float32(float32(sum)*(s*m.scale[n])) + m.bias[n]
			}
		}
	}
}

// toWords rounds the rows of x, each of the given width, with quantize.
func (q *quantized) toWords(x []float32, width int, quantize func(q []int16, x []float32) (scale float32)) {
	rows := len(x) / width
	q.words, q.scale = resize(q.words, len(x)), resize(q.scale, rows)
	for r := range rows {
		q.scale[r] = quantize(q.words[r*width:][:width], x[r*width:][:width])
	}
}

func dotPanel(x []int16, panel []byte) (sums [panelSize]int32) {
	for k := 0; k+1 < len(x); k += 2 {
		x0, x1 := int32(x[k]), int32(x[k+1])
		w := panel[k*panelSize:][: 2*panelSize : 2*panelSize]
		for i := range sums {
			sums[i] += x0*int32(int8(w[2*i])) + x1*int32(int8(w[2*i+1]))
		}
	}
	return sums
}

// quantizeGeneric turns x into integers within ±activationLimit and returns
// the scale that turns them back.
func quantizeGeneric(q []int16, x []float32) float32 {
	var largest float32
	for _, v := range x {
		largest = max(largest, v, -v)
	}
	if largest == 0 {
		clear(q)
		return 0
	}
	factor := activationLimit / largest
	for i, v := range x {
		q[i] = int16(math.RoundToEven(float64(v * factor)))
	}
	return largest / activationLimit
}

// normEpsilon is layer_norm_eps of the model's configuration.
const normEpsilon = 1e-12

func addNormGeneric(x, residual []float32, n layerNorm) {
	var sum float32
	for i, v := range residual {
		x[i] += v
		sum += x[i]
	}
	mean := sum / float32(len(x))
	var squares float32
	for _, v := range x {
		squares += (v - mean) * (v - mean)
	}
	inverse := float32(1 / math.Sqrt(float64(squares)/float64(len(x))+normEpsilon))
	for i, v := range x {
		x[i] = (v-mean)*inverse*n.gamma[i] + n.beta[i]
	}
}

func geluGeneric(x []float32) {
	for i, v := range x {
		x[i] = v * float32(0.5*math.Erfc(-float64(v)/math.Sqrt2))
	}
}

func softmaxGeneric(x []float32) {
	largest := x[0]
	for _, v := range x {
		largest = max(largest, v)
	}
	var sum float32
	for i, v := range x {
		x[i] = float32(math.Exp(float64(v - largest)))
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
}

func multiplyGeneric(out, a, b view, rows, inner, columns int) {
	for i := range rows {
		to := out.data[i*out.stride:][:columns]
		clear(to)
		for k := range inner {
			factor := a.data[i*a.stride+k]
			for j, v := range b.data[k*b.stride:][:columns] {
				to[j] += factor * v
			}
		}
	}
}
