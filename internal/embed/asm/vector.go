package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// vectors are registers of one size with what differs between their
// instruction sets.
type vectors struct {
	suffix   string // of the kernels' names
	lanes    int    // float32 in a register
	tileRows int    // rows of a tile of a product
	new      func() VecVirtual
	round    func(imm, from, to Op) // to the nearest integer
}

var (
	avx2   = vectors{"AVX2", 8, tileRows, YMM, func(imm, from, to Op) { VROUNDPS(imm, from, to) }}
	avx512 = vectors{"AVX512", 16, wideTileRows, ZMM, func(imm, from, to Op) { VRNDSCALEPS(imm, from, to) }}
)

func (set vectors) zero() VecVirtual {
	r := set.new()
	VXORPS(r, r, r)
	return r
}

// broadcast fills a register with the number in the lowest lane of from, or
// at the address from.
func (set vectors) broadcast(from Op) VecVirtual {
	r := set.new()
	VBROADCASTSS(from, r)
	return r
}

// constants holds the address of each constant in the data section, where it
// stands sixteen times.
var constants = map[uint32]Mem{}

func constant(f float32) Mem { return bits(math.Float32bits(f)) }

func bits(u uint32) Mem {
	m, ok := constants[u]
	if !ok {
		m = GLOBL(fmt.Sprintf("const%08x", u), RODATA|NOPTR)
		for i := range 16 {
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

// reduce combines the numbers of r into all lanes of the result.
func (set vectors) reduce(r VecVirtual, combine func(a, b, to Op)) VecVirtual {
	t := set.new()
	if set.lanes == 16 {
		VSHUFF32X4(Imm(0b01_00_11_10), r, r, t)
		combine(t, r, r)
		VSHUFF32X4(Imm(0b10_11_00_01), r, r, t)
	} else {
		VPERM2F128(Imm(1), r, r, t)
	}
	combine(t, r, r)
	VPERMILPS(Imm(0b01_00_11_10), r, t)
	combine(t, r, r)
	VPERMILPS(Imm(0b10_11_00_01), r, t)
	combine(t, r, r)
	return r
}

func add(a, b, to Op) { VADDPS(a, b, to) }
func top(a, b, to Op) { VMAXPS(a, b, to) }
func low(a, b, to Op) { VMINPS(a, b, to) }

func maxAbs() {
	TEXT("maxAbsAVX2", NOSPLIT, "func(x *float32, n int) float32")
	Pragma("noescape")
	Doc("maxAbsAVX2 returns the largest magnitude; n is a multiple of 8.")
	x, n := load("x"), load("n")
	largest, mask := avx2.zero(), YMM()
	VMOVUPS(bits(0x7fffffff), mask)
	overVectors("maxAbsNext", n, 8, func() {
		v := YMM()
		VANDPS(Mem{Base: x}, mask, v)
		VMAXPS(v, largest, largest)
	}, cursor{x, 4})
	avx2.reduce(largest, top)
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

func (set vectors) addNorm() {
	TEXT("addNorm"+set.suffix, NOSPLIT, "func(x, residual, gamma, beta *float32, n int)")
	Pragma("noescape")
	Doc(fmt.Sprintf("addNorm%s adds residual to x and normalises the sum; n is a multiple of %d.", set.suffix, set.lanes))
	x, residual := load("x"), load("residual")
	gamma, beta, n := load("gamma"), load("beta"), load("n")
	single := XMM()
	VXORPS(single, single, single)
	VCVTSI2SSQ(n, single, single)
	count := set.broadcast(single)

	to, mean := copyOf(x), set.zero()
	overVectors("addNext", n, set.lanes, func() {
		v := set.new()
		VMOVUPS(Mem{Base: to}, v)
		VADDPS(Mem{Base: residual}, v, v)
		VMOVUPS(v, Mem{Base: to})
		VADDPS(v, mean, mean)
	}, cursor{to, 4}, cursor{residual, 4})
	set.reduce(mean, add)
	VDIVPS(count, mean, mean)

	from, variance := copyOf(x), set.zero()
	overVectors("varianceNext", n, set.lanes, func() {
		v := set.new()
		VMOVUPS(Mem{Base: from}, v)
		VSUBPS(mean, v, v)
		VFMADD231PS(v, v, variance)
	}, cursor{from, 4})
	set.reduce(variance, add)
	VDIVPS(count, variance, variance)
	VADDPS(constant(1e-12), variance, variance)
	VSQRTPS(variance, variance)
	inverse := set.new()
	VMOVUPS(constant(1), inverse)
	VDIVPS(variance, inverse, inverse)

	overVectors("normNext", n, set.lanes, func() {
		v, b := set.new(), set.new()
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

// exp replaces x, which must not be positive, by its exponential: 2ⁿ·eʳ with
// |r| ≤ ln(2)/2, and the polynomial of Cephes' expf (relative error 2e-7).
// Everything below -87 counts as -87.
func (set vectors) exp(x VecVirtual) {
	n, p := set.new(), set.new()
	VMAXPS(constant(-87), x, x)
	VMULPS(constant(math.Log2E), x, n)
	set.round(Imm(0), n, n)
	VFNMADD231PS(constant(0.693359375), n, x)
	VFNMADD231PS(constant(-2.12194440e-4), n, x)
	VMOVUPS(constant(1.9875691500e-4), p)
	for _, c := range []float32{1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 0.5, 1, 1} {
		VFMADD213PS(constant(c), x, p)
	}
	VCVTPS2DQ(n, n)
	VPSLLD(Imm(23), n, n)
	VPADDD(n, p, x)
}

func (set vectors) gelu() {
	TEXT("gelu"+set.suffix, NOSPLIT, "func(x *float32, n int)")
	Pragma("noescape")
	Doc(fmt.Sprintf("gelu%s applies x·Φ(x) in place; n is a multiple of %d.", set.suffix, set.lanes))
	x, n := load("x"), load("n")
	// With Φ(-|x|) ≈ t·poly(t)·exp(-x²/2), t = 1/(1+p|x|/√2), x·Φ(x) is
	// max(x, 0) - |x|·Φ(-|x|). Absolute error of Φ below 1e-7: Abramowitz and
	// Stegun, Handbook of Mathematical Functions, 7.1.26, halved.
	overVectors("geluNext", n, set.lanes, func() {
		v, size, t, p, e := set.new(), set.new(), set.new(), set.new(), set.new()
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
		set.exp(e)
		VMULPS(e, p, p)
		VMAXPS(constant(0), v, v)
		VFNMADD231PS(size, p, v)
		VMOVUPS(v, Mem{Base: x})
	}, cursor{x, 4})
	VZEROUPPER()
	RET()
}

func (set vectors) softmax() {
	TEXT("softmax"+set.suffix, NOSPLIT, "func(x *float32, n int)")
	Pragma("noescape")
	Doc(fmt.Sprintf("softmax%s turns scores into weights in place; n is a multiple of %d.", set.suffix, set.lanes))
	x, n := load("x"), load("n")
	from, largest := copyOf(x), set.new()
	VMOVUPS(Mem{Base: x}, largest)
	overVectors("largestNext", n, set.lanes, func() {
		VMAXPS(Mem{Base: from}, largest, largest)
	}, cursor{from, 4})
	set.reduce(largest, top)

	to, sum := copyOf(x), set.zero()
	overVectors("expNext", n, set.lanes, func() {
		v := set.new()
		VMOVUPS(Mem{Base: to}, v)
		VSUBPS(largest, v, v)
		set.exp(v)
		VADDPS(v, sum, sum)
		VMOVUPS(v, Mem{Base: to})
	}, cursor{to, 4})
	set.reduce(sum, add)
	inverse := set.new()
	VMOVUPS(constant(1), inverse)
	VDIVPS(sum, inverse, inverse)

	overVectors("scaleWeights", n, set.lanes, func() {
		v := set.new()
		VMULPS(Mem{Base: x}, inverse, v)
		VMOVUPS(v, Mem{Base: x})
	}, cursor{x, 4})
	VZEROUPPER()
	RET()
}

// quantize emits the rounding to 8 bits without a sign, 0 standing for the
// smallest number.
func (set vectors) quantize() {
	TEXT("quantize"+set.suffix, NOSPLIT, "func(q *uint8, x *float32, n int) (scale, low float32)")
	Pragma("noescape")
	Doc(fmt.Sprintf("quantize%s turns x into q, with x ≈ low + scale·q; n is a multiple of 16.", set.suffix))
	q, x, n := load("q"), load("x"), load("n")
	from, least, most := copyOf(x), set.new(), set.new()
	VMOVUPS(Mem{Base: x}, least)
	VMOVAPS(least, most)
	overVectors("rangeNext", n, set.lanes, func() {
		v := set.new()
		VMOVUPS(Mem{Base: from}, v)
		VMINPS(v, least, least)
		VMAXPS(v, most, most)
	}, cursor{from, 4})
	set.reduce(least, low)
	set.reduce(most, top)
	Store(least.AsX(), Return("low"))
	VSUBPS(least, most, most)
	VMAXPS(constant(1e-30), most, most)
	factor := set.new()
	VMOVUPS(constant(255), factor)
	VDIVPS(most, factor, factor)
	VMULPS(constant(1.0/255), most, most)
	Store(most.AsX(), Return("scale"))
	integers := func(at int) VecVirtual {
		v := set.new()
		VMOVUPS(Mem{Base: x, Disp: at}, v)
		VSUBPS(least, v, v)
		VMULPS(factor, v, v)
		VCVTPS2DQ(v, v)
		return v
	}
	overVectors("quantizeNext", n, 16, func() {
		v := integers(0)
		if set.lanes == 16 {
			VPMOVUSDB(v, Mem{Base: q})
			return
		}
		high := integers(32)
		VPACKSSDW(high, v, v)
		VPERMQ(Imm(0b11_01_10_00), v, v)
		upper := XMM()
		VEXTRACTI128(Imm(1), v, upper)
		VPACKUSWB(upper, v.AsX(), upper)
		VMOVDQU(upper, Mem{Base: q})
	}, cursor{q, 1}, cursor{x, 4})
	VZEROUPPER()
	RET()
}
