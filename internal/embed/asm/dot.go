package main

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// panelSize is the number of outputs in a panel of a matrix.
const panelSize = 16

// dotSignature is that of the kernels for products of 8-bit integers. ranges
// has scale and low of each row.
const dotSignature = "func(out *float32, outputs int, x *uint8, inputs int, ranges *float32, rows int, panel *byte, panelScale, panelSum, panelBias *float32)"

// loadDot loads what both kernels need from the start to the end.
func loadDot() (out, x, xStride, ranges, rows, panel GPVirtual) {
	return load("out"), load("x"), load("inputs"), load("ranges"), load("rows"), load("panel")
}

// nextRows goes on to the rows behind n that are done.
func nextRows(n int, ranges, x, xStride GPVirtual) {
	ADDQ(I32(8*n), ranges)
	for range n {
		ADDQ(xStride, x)
	}
}

// dot emits VPDPBUSD, which avo does not know: to each int32 of sum the four
// products of a byte without sign of x with one with sign of weights.
func dot(weights, x, sum VecVirtual) {
	Instruction(&ir.Instruction{
		Opcode:   "VPDPBUSD",
		Operands: []Op{weights, x, sum},
		Inputs:   []Op{weights, x, sum},
		Outputs:  []Op{sum},
		ISA:      []string{"AVX512VNNI"},
	})
}

// linearPanelsVNNI takes two panels at once: 24 sums for 12 rows.
func linearPanelsVNNI() {
	TEXT("linearPanelsVNNI", NOSPLIT, dotSignature)
	Pragma("noescape")
	Doc("linearPanelsVNNI applies two panels of a matrix to rows of x; inputs is a multiple of 8.")
	out, x, xStride, ranges, rows, panel := loadDot()
	const panels = 2
	quads := ZMM()
	VMOVDQU16(quadOrder(), quads)
	eachTile("vnni", rows, wideTileRows, func(n int) {
		acc := avx512.sums(n, panels)
		xs := newRows(copyOf(x), xStride, n)
		w, next, count := copyOf(panel), copyOf(xStride), copyOf(xStride)
		SHLQ(Imm(4), next)
		ADDQ(w, next)
		SHRQ(Imm(3), count) // 4 inputs × unrolled
		Label(label("vnniInputs", n))
		for quad := range 2 {
			weights := [panels]VecVirtual{ZMM(), ZMM()}
			VPERMW(Mem{Base: w, Disp: 64 * quad}, quads, weights[0])
			VPERMW(Mem{Base: next, Disp: 64 * quad}, quads, weights[1])
			for r := range n {
				v := ZMM()
				VPBROADCASTD(xs.at(r, 4*quad), v)
				dot(weights[0], v, acc[r][0])
				dot(weights[1], v, acc[r][1])
			}
		}
		ADDQ(I32(128), w)
		ADDQ(I32(128), next)
		xs.advance(8)
		DECQ(count)
		JNZ(LabelRef(label("vnniInputs", n)))
		outStride, panelScale, panelSum, panelBias := load("outputs"), load("panelScale"), load("panelSum"), load("panelBias")
		for r := range n {
			for i, sum := range acc[r] {
				factor, shift := ZMM(), ZMM()
				finish(sum, factor, shift, Mem{Base: ranges, Disp: 8 * r}, 64*i, panelScale, panelSum, panelBias)
				VMOVUPS(sum, Mem{Base: out, Disp: 64 * i})
			}
			LEAQ(Mem{Base: out, Index: outStride, Scale: 4}, out)
		}
		nextRows(n, ranges, x, xStride)
	})
}

// quadOrder are the words of a register of weights, 16 outputs of a pair of
// inputs and 16 of the next, so that the four inputs of an output come together.
func quadOrder() Mem {
	m := GLOBL("quadOrder", RODATA|NOPTR)
	for i := range panelSize {
		DATA(4*i, U32(i|(i+panelSize)<<16))
	}
	return m
}

// finish emits what becomes of sums: sum·scale·panelScale + low·panelSum +
// panelBias, at the byte offset at of the panel's numbers.
func finish(sum, factor, shift Register, scaleAndLow Mem, at int, panelScale, panelSum, panelBias GPVirtual) {
	VBROADCASTSS(scaleAndLow, factor)
	VBROADCASTSS(scaleAndLow.Offset(4), shift)
	VCVTDQ2PS(sum, sum)
	VMULPS(Mem{Base: panelScale, Disp: at}, factor, factor)
	VMULPS(factor, sum, sum)
	VFMADD231PS(Mem{Base: panelSum, Disp: at}, shift, sum)
	VADDPS(Mem{Base: panelBias, Disp: at}, sum, sum)
}

// linearPanelAVXVNNI names its vector registers itself, for it writes its dot
// products as bytes: Go's assembler knows them of AVX-512 only.
func linearPanelAVXVNNI() {
	TEXT("linearPanelAVXVNNI", NOSPLIT, dotSignature)
	Pragma("noescape")
	Doc("linearPanelAVXVNNI applies a panel of a matrix to rows of x; inputs is a multiple of 8.")
	out, x, xStride, ranges, rows, panel := loadDot()
	y := []VecPhysical{Y0, Y1, Y2, Y3, Y4, Y5, Y6, Y7, Y8, Y9, Y10, Y11, Y12, Y13, Y14, Y15}
	const low, high, factor, spare = 12, 13, 14, 15
	eachTile("avxvnni", rows, tileRows, func(n int) {
		for i := range 2 * n {
			VPXOR(y[i], y[i], y[i])
		}
		xs := newRows(copyOf(x), xStride, n)
		w, count := copyOf(panel), copyOf(xStride)
		SHRQ(Imm(3), count) // 4 inputs × unrolled
		Label(label("avxvnniInputs", n))
		for quad := range 2 {
			// Outputs 0 to 3 and 8 to 11, then the others.
			VMOVDQU(Mem{Base: w, Disp: 64 * quad}, y[low])
			VPUNPCKHWD(Mem{Base: w, Disp: 64*quad + 32}, y[low], y[high])
			VPUNPCKLWD(Mem{Base: w, Disp: 64*quad + 32}, y[low], y[low])
			for r := range n {
				VPBROADCASTD(xs.at(r, 4*quad), y[factor])
				dotVEX(low, factor, 2*r)
				dotVEX(high, factor, 2*r+1)
			}
		}
		ADDQ(I32(128), w)
		xs.advance(8)
		DECQ(count)
		JNZ(LabelRef(label("avxvnniInputs", n)))
		outStride, panelScale, panelSum, panelBias := load("outputs"), load("panelScale"), load("panelSum"), load("panelBias")
		for r := range n {
			first, second := y[2*r], y[2*r+1]
			VPERM2I128(Imm(0x20), second, first, y[low])
			VPERM2I128(Imm(0x31), second, first, y[high])
			for i, sum := range []int{low, high} {
				finish(y[sum], y[factor], y[spare], Mem{Base: ranges, Disp: 8 * r}, 32*i, panelScale, panelSum, panelBias)
				VMOVUPS(y[sum], Mem{Base: out, Disp: 32 * i})
			}
			LEAQ(Mem{Base: out, Index: outStride, Scale: 4}, out)
		}
		nextRows(n, ranges, x, xStride)
	})
}

// dotVEX emits VPDPBUSD of AVX-VNNI, VEX.256.66.0F38.W0 50 /r, on the YMM
// registers of these numbers (Intel's manual, volume 2, VPDPBUSD).
func dotVEX(weights, x, sum int) {
	not := func(bit int) uint32 { return uint32(^bit & 1) }
	prefix := 0xc4 | (not(sum>>3)<<7|1<<6|not(weights>>3)<<5|0b00010)<<8 | uint32(^x&0xf)<<(16+3) | 0b1_01<<16 | 0x50<<24
	modRM := 0xc0 | sum&7<<3 | weights&7
	Instruction(&ir.Instruction{Opcode: "LONG", Operands: []Op{U32(prefix)}})
	Instruction(&ir.Instruction{Opcode: "BYTE", Operands: []Op{U8(modRM)}})
}
