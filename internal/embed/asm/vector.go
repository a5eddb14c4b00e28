package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// constants holds the address of each constant in the data section, where it
// stands eight times.
var constants = map[uint32]Mem{}

func constant(f float32) Mem { return bits(math.Float32bits(f)) }

func bits(u uint32) Mem {
	m, ok := constants[u]
	if !ok {
		m = GLOBL(fmt.Sprintf("const%08x", u), RODATA|NOPTR)
		for i := range 8 {
			DATA(4*i, U32(u))
		}
		constants[u] = m
	}
	return m
}

// A cursor moves through numbers of the given width in bytes.
type cursor struct {
	at    GPVirtual
	width int
}

// overVectors emits a loop over n numbers at each of the cursors, step of them
// at a time; body finds them at offset 0.
func overVectors(name string, n GPVirtual, step int, body func(), cursors ...cursor) {
	count := copyOf(n)
	Label(name)
	body()
	for _, c := range cursors {
		ADDQ(I32(step*c.width), c.at)
	}
	SUBQ(I32(step), count)
	JG(LabelRef(name))
}

func zero() VecVirtual {
	v := YMM()
	VXORPS(v, v, v)
	return v
}

// reduce combines the eight numbers of v into all eight of the result.
func reduce(v VecVirtual, combine func(a, b, to Op)) VecVirtual {
	t := YMM()
	VPERM2F128(Imm(1), v, v, t)
	combine(t, v, v)
	VPERMILPS(Imm(0b01_00_11_10), v, t)
	combine(t, v, v)
	VPERMILPS(Imm(0b10_11_00_01), v, t)
	combine(t, v, v)
	return v
}

func add(a, b, to Op) { VADDPS(a, b, to) }
func top(a, b, to Op) { VMAXPS(a, b, to) }

func maxAbs() {
	TEXT("maxAbsAVX2", NOSPLIT, "func(x *float32, n int) float32")
	Pragma("noescape")
	Doc("maxAbsAVX2 returns the largest magnitude; n is a multiple of 8.")
	x, n := load("x"), load("n")
	largest, mask := zero(), YMM()
	VMOVUPS(bits(0x7fffffff), mask)
	overVectors("maxAbsNext", n, 8, func() {
		v := YMM()
		VANDPS(Mem{Base: x}, mask, v)
		VMAXPS(v, largest, largest)
	}, cursor{x, 4})
	reduce(largest, top)
	Store(largest.AsX(), ReturnIndex(0))
	VZEROUPPER()
	RET()
}

func scaleToInt16() {
	TEXT("scaleToInt16AVX2", NOSPLIT, "func(q *int16, x *float32, n int, factor float32)")
	Pragma("noescape")
	Doc("scaleToInt16AVX2 multiplies and rounds to even; n is a multiple of 16.")
	q, x, n := load("q"), load("x"), load("n")
	factor := YMM()
	address, err := Param("factor").Resolve()
	if err != nil {
		panic(err)
	}
	VBROADCASTSS(address.Addr, factor)
	overVectors("scaleNext", n, 16, func() {
		a, b := YMM(), YMM()
		VMULPS(Mem{Base: x}, factor, a)
		VMULPS(Mem{Base: x, Disp: 32}, factor, b)
		VCVTPS2DQ(a, a)
		VCVTPS2DQ(b, b)
		VPACKSSDW(b, a, a)
		VPERMQ(Imm(0b11_01_10_00), a, a)
		VMOVDQU(a, Mem{Base: q})
	}, cursor{q, 2}, cursor{x, 4})
	VZEROUPPER()
	RET()
}

func addNorm() {
	TEXT("addNormAVX2", NOSPLIT, "func(x, residual, gamma, beta *float32, n int)")
	Pragma("noescape")
	Doc("addNormAVX2 adds residual to x and normalises the sum; n is a multiple of 8.")
	x, residual := load("x"), load("residual")
	gamma, beta, n := load("gamma"), load("beta"), load("n")
	count := zero()
	VCVTSI2SSQ(n, count.AsX(), count.AsX())
	VBROADCASTSS(count.AsX(), count)

	to, mean := copyOf(x), zero()
	overVectors("addNext", n, 8, func() {
		v := YMM()
		VMOVUPS(Mem{Base: to}, v)
		VADDPS(Mem{Base: residual}, v, v)
		VMOVUPS(v, Mem{Base: to})
		VADDPS(v, mean, mean)
	}, cursor{to, 4}, cursor{residual, 4})
	reduce(mean, add)
	VDIVPS(count, mean, mean)

	from, variance := copyOf(x), zero()
	overVectors("varianceNext", n, 8, func() {
		v := YMM()
		VMOVUPS(Mem{Base: from}, v)
		VSUBPS(mean, v, v)
		VFMADD231PS(v, v, variance)
	}, cursor{from, 4})
	reduce(variance, add)
	VDIVPS(count, variance, variance)
	VADDPS(constant(1e-12), variance, variance)
	VSQRTPS(variance, variance)
	inverse := YMM()
	VMOVUPS(constant(1), inverse)
	VDIVPS(variance, inverse, inverse)

	overVectors("normNext", n, 8, func() {
		v, b := YMM(), YMM()
		VMOVUPS(Mem{Base: x}, v)
		VSUBPS(mean, v, v)
		VMULPS(inverse, v, v)
		VMOVUPS(Mem{Base: beta}, b)
		VFMADD132PS(Mem{Base: gamma}, b, v)
		VMOVUPS(v, Mem{Base: x})
	}, cursor{x, 4}, cursor{gamma, 4}, cursor{beta, 4})
	VZEROUPPER()
	RET()
}

// exp replaces v, which must not be positive, by its exponential: 2ⁿ·eʳ with
// |r| ≤ ln(2)/2, and the polynomial of Cephes' expf (relative error 2e-7).
// Everything below -87 counts as -87.
func exp(v VecVirtual) {
	n, p := YMM(), YMM()
	VMAXPS(constant(-87), v, v)
	VMULPS(constant(math.Log2E), v, n)
	VROUNDPS(Imm(0), n, n)
	VFNMADD231PS(constant(0.693359375), n, v)
	VFNMADD231PS(constant(-2.12194440e-4), n, v)
	VMOVUPS(constant(1.9875691500e-4), p)
	for _, c := range []float32{1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 0.5, 1, 1} {
		VFMADD213PS(constant(c), v, p)
	}
	VCVTPS2DQ(n, n)
	VPSLLD(Imm(23), n, n)
	VPADDD(n, p, v)
}

func gelu() {
	TEXT("geluAVX2", NOSPLIT, "func(x *float32, n int)")
	Pragma("noescape")
	Doc("geluAVX2 applies x·Φ(x) in place; n is a multiple of 8.")
	x, n := load("x"), load("n")
	// With Φ(-|x|) ≈ t·poly(t)·exp(-x²/2), t = 1/(1+p|x|/√2), x·Φ(x) is
	// max(x, 0) - |x|·Φ(-|x|). Absolute error of Φ below 1e-7: Abramowitz and
	// Stegun, Handbook of Mathematical Functions, 7.1.26, halved.
	overVectors("geluNext", n, 8, func() {
		v, size, t, p, e := YMM(), YMM(), YMM(), YMM(), YMM()
		VMOVUPS(Mem{Base: x}, v)
		VANDPS(bits(0x7fffffff), v, size)
		VMOVUPS(constant(1), t)
		VMOVAPS(t, p)
		VFMADD231PS(constant(0.3275911*math.Sqrt2/2), size, p)
		VDIVPS(p, t, t)
		VMOVUPS(constant(1.061405429/2), p)
		for _, c := range []float32{-1.453152027 / 2, 1.421413741 / 2, -0.284496736 / 2, 0.254829592 / 2} {
			VFMADD213PS(constant(c), t, p)
		}
		VMULPS(t, p, p)
		VMULPS(v, v, e)
		VMULPS(constant(-0.5), e, e)
		exp(e)
		VMULPS(e, p, p)
		VMAXPS(constant(0), v, v)
		VFNMADD231PS(size, p, v)
		VMOVUPS(v, Mem{Base: x})
	}, cursor{x, 4})
	VZEROUPPER()
	RET()
}

func softmax() {
	TEXT("softmaxAVX2", NOSPLIT, "func(x *float32, n int)")
	Pragma("noescape")
	Doc("softmaxAVX2 turns scores into weights in place; n is a multiple of 8.")
	x, n := load("x"), load("n")
	from, largest := copyOf(x), YMM()
	VMOVUPS(Mem{Base: x}, largest)
	overVectors("largestNext", n, 8, func() {
		VMAXPS(Mem{Base: from}, largest, largest)
	}, cursor{from, 4})
	reduce(largest, top)

	to, sum := copyOf(x), zero()
	overVectors("expNext", n, 8, func() {
		v := YMM()
		VMOVUPS(Mem{Base: to}, v)
		VSUBPS(largest, v, v)
		exp(v)
		VADDPS(v, sum, sum)
		VMOVUPS(v, Mem{Base: to})
	}, cursor{to, 4})
	reduce(sum, add)
	inverse := YMM()
	VMOVUPS(constant(1), inverse)
	VDIVPS(sum, inverse, inverse)

	overVectors("scaleWeights", n, 8, func() {
		v := YMM()
		VMULPS(Mem{Base: x}, inverse, v)
		VMOVUPS(v, Mem{Base: x})
	}, cursor{x, 4})
	VZEROUPPER()
	RET()
}
