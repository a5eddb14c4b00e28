// Command asm writes the kernels of package embed for AVX2 and, where the time
// goes, for AVX-512 with VNNI. It is a module of its own so that the program does
// not depend on avo. From this folder:
//
//	go run . -out ../kernels_amd64.s -stubs ../kernels_stubs_amd64.go -pkg embed
package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// tileRows is how many rows go together: with the two halves of 16 columns
// they take 12 of the 16 vector registers, and two more for what they share.
// wideTileRows is the same for AVX-512, where one of 32 registers holds 16
// columns and the general registers that address the rows are the limit.
const (
	tileRows     = 6
	wideTileRows = 12
)

func main() {
	linearPanel()
	linearPanelVNNI()
	multiplyTile()
	maxAbs()
	scaleToInt16()
	addNorm()
	gelu()
	softmax()
	Generate()
}

// eachTile emits code that runs tile with as many rows at a time as there are
// left, most at the most, until rows is zero.
func eachTile(name string, rows GPVirtual, most int, tile func(n int)) {
	Label(name + "Next")
	for n := most; n > 0; n-- {
		CMPQ(rows, I8(n))
		JGE(LabelRef(label(name, n)))
	}
	VZEROUPPER()
	RET()
	for n := most; n > 0; n-- {
		Label(label(name, n))
		tile(n)
		SUBQ(I8(n), rows)
		JMP(LabelRef(name + "Next"))
	}
}

func label(name string, n int) string { return fmt.Sprint(name, n) }

// rowsOf addresses rows that are stride bytes apart, three from each base.
type rowsOf struct {
	bases  []GPVirtual
	stride GPVirtual
}

func newRows(first, stride GPVirtual, rows int) rowsOf {
	r := rowsOf{[]GPVirtual{first}, stride}
	for i := 3; i < rows; i += 3 {
		base := GP64()
		LEAQ(Mem{Base: r.bases[len(r.bases)-1], Index: stride, Scale: 2}, base)
		ADDQ(stride, base)
		r.bases = append(r.bases, base)
	}
	return r
}

func (r rowsOf) at(row, offset int) Mem {
	m := Mem{Base: r.bases[row/3], Disp: offset}
	if row%3 > 0 {
		m.Index, m.Scale = r.stride, uint8(row%3)
	}
	return m
}

func (r rowsOf) advance(bytes int) {
	for _, base := range r.bases {
		ADDQ(I32(bytes), base)
	}
}

func copyOf(r Register) GPVirtual {
	c := GP64()
	MOVQ(r, c)
	return c
}

func load(name string) GPVirtual { return Load(Param(name), GP64()).(GPVirtual) }

// sums returns n pairs of zeroed vectors.
func sums(n int) [][2]VecVirtual {
	s := make([][2]VecVirtual, n)
	for i := range s {
		for j := range s[i] {
			s[i][j] = YMM()
			VXORPS(s[i][j], s[i][j], s[i][j])
		}
	}
	return s
}

func linearPanel() {
	TEXT("linearPanelAVX2", NOSPLIT, "func(out *float32, outputs int, x *int16, inputs int, scale *float32, rows int, panel *byte, panelScale, panelBias *float32)")
	Pragma("noescape")
	Doc("linearPanelAVX2 applies one panel of a matrix to rows of x; inputs is a multiple of 8.")
	out, outStride := load("out"), load("outputs")
	x, xStride := load("x"), load("inputs")
	scale, rows := load("scale"), load("rows")
	panel, panelScale, panelBias := load("panel"), load("panelScale"), load("panelBias")
	SHLQ(Imm(2), outStride)
	SHLQ(Imm(1), xStride)
	const unrolled = 4 // input pairs
	eachTile("linear", rows, tileRows, func(n int) {
		acc := sums(n)
		xs := newRows(copyOf(x), xStride, n)
		w, count := copyOf(panel), copyOf(xStride)
		SHRQ(Imm(4), count) // 2 bytes × 2 inputs × unrolled
		Label(label("linearInputs", n))
		for pair := range unrolled {
			low, high := YMM(), YMM()
			VPMOVSXBW(Mem{Base: w, Disp: 32 * pair}, low)
			VPMOVSXBW(Mem{Base: w, Disp: 32*pair + 16}, high)
			for r := range n {
				v, t := YMM(), YMM()
				VPBROADCASTD(xs.at(r, 4*pair), v)
				VPMADDWD(low, v, t)
				VPADDD(t, acc[r][0], acc[r][0])
				VPMADDWD(high, v, v)
				VPADDD(v, acc[r][1], acc[r][1])
			}
		}
		ADDQ(I32(32*unrolled), w)
		xs.advance(4 * unrolled)
		DECQ(count)
		JNZ(LabelRef(label("linearInputs", n)))
		to := copyOf(out)
		for r := range n {
			for half := range 2 {
				a, f := acc[r][half], YMM()
				VCVTDQ2PS(a, a)
				VBROADCASTSS(Mem{Base: scale, Disp: 4 * r}, f)
				VMULPS(Mem{Base: panelScale, Disp: 32 * half}, f, f)
				VMULPS(f, a, a)
				VADDPS(Mem{Base: panelBias, Disp: 32 * half}, a, a)
				VMOVUPS(a, Mem{Base: to, Disp: 32 * half})
			}
			ADDQ(outStride, to)
		}
		MOVQ(to, out)
		ADDQ(I32(4*n), scale)
		for range n {
			ADDQ(xStride, x)
		}
	})
}

// linearPanelVNNI is linearPanel with a whole pair of inputs of a panel in one
// register, and multiplication and addition in one instruction.
func linearPanelVNNI() {
	TEXT("linearPanelVNNI", NOSPLIT, "func(out *float32, outputs int, x *int16, inputs int, scale *float32, rows int, panel *byte, panelScale, panelBias *float32)")
	Pragma("noescape")
	Doc("linearPanelVNNI applies one panel of a matrix to rows of x; inputs is a multiple of 8.")
	out := load("out")
	x, xStride := load("x"), load("inputs")
	scale, rows := load("scale"), load("rows")
	panel := load("panel")
	SHLQ(Imm(1), xStride)
	const unrolled = 4 // input pairs
	eachTile("vnni", rows, wideTileRows, func(n int) {
		acc := make([]VecVirtual, n)
		for r := range acc {
			acc[r] = ZMM()
			VXORPS(acc[r], acc[r], acc[r])
		}
		xs := newRows(copyOf(x), xStride, n)
		w, count := copyOf(panel), copyOf(xStride)
		SHRQ(Imm(4), count) // 2 bytes × 2 inputs × unrolled
		Label(label("vnniInputs", n))
		for pair := range unrolled {
			v := ZMM()
			VPMOVSXBW(Mem{Base: w, Disp: 32 * pair}, v)
			for r := range n {
				multiplyAdd(xs.at(r, 4*pair), v, acc[r])
			}
		}
		ADDQ(I32(32*unrolled), w)
		xs.advance(4 * unrolled)
		DECQ(count)
		JNZ(LabelRef(label("vnniInputs", n)))
		panelScale, panelBias, outStride := load("panelScale"), load("panelBias"), load("outputs")
		ps, pb := ZMM(), ZMM()
		VMOVUPS(Mem{Base: panelScale}, ps)
		VMOVUPS(Mem{Base: panelBias}, pb)
		for r, a := range acc {
			f := ZMM()
			VCVTDQ2PS(a, a)
			VBROADCASTSS(Mem{Base: scale, Disp: 4 * r}, f)
			VMULPS(ps, f, f)
			VMULPS(f, a, a)
			VADDPS(pb, a, a)
			VMOVUPS(a, Mem{Base: out})
			LEAQ(Mem{Base: out, Index: outStride, Scale: 4}, out)
		}
		ADDQ(I32(4*n), scale)
		for range n {
			ADDQ(xStride, x)
		}
	})
}

// multiplyAdd emits VPDPWSSD, which avo does not know: to each int32 of sum the
// two products of the int16 in weights with the pair at x.
func multiplyAdd(x Mem, weights, sum VecVirtual) {
	Instruction(&ir.Instruction{
		Opcode:   "VPDPWSSD",
		Suffixes: []string{"BCST"},
		Operands: []Op{x, weights, sum},
		Inputs:   []Op{x, weights, sum},
		Outputs:  []Op{sum},
		ISA:      []string{"AVX512VNNI"},
	})
}

func multiplyTile() {
	TEXT("multiplyTileAVX2", NOSPLIT, "func(out *float32, outStride int, a *float32, aStride int, b *float32, bStride int, rows, inner int)")
	Pragma("noescape")
	Doc("multiplyTileAVX2 computes 16 columns of a product of matrices; inner is at least 1.")
	out, outStride := load("out"), load("outStride")
	a, aStride := load("a"), load("aStride")
	b, bStride := load("b"), load("bStride")
	rows, inner := load("rows"), load("inner")
	for _, stride := range []GPVirtual{outStride, aStride, bStride} {
		SHLQ(Imm(2), stride)
	}
	eachTile("multiply", rows, tileRows, func(n int) {
		acc := sums(n)
		as := newRows(copyOf(a), aStride, n)
		bs, count := copyOf(b), copyOf(inner)
		Label(label("multiplyInner", n))
		low, high := YMM(), YMM()
		VMOVUPS(Mem{Base: bs}, low)
		VMOVUPS(Mem{Base: bs, Disp: 32}, high)
		for r := range n {
			v := YMM()
			VBROADCASTSS(as.at(r, 0), v)
			VFMADD231PS(low, v, acc[r][0])
			VFMADD231PS(high, v, acc[r][1])
		}
		ADDQ(bStride, bs)
		as.advance(4)
		DECQ(count)
		JNZ(LabelRef(label("multiplyInner", n)))
		for r := range n {
			VMOVUPS(acc[r][0], Mem{Base: out})
			VMOVUPS(acc[r][1], Mem{Base: out, Disp: 32})
			ADDQ(outStride, out)
			ADDQ(aStride, a)
		}
	})
}
