// Command asm writes the kernels of package embed for AVX2 and AVX-512, and
// their products of 8-bit integers for AVX-VNNI and AVX-512 with VNNI. It is a
// module of its own so that the program does not depend on avo. From this folder:
//
//	go run . -out ../kernels_amd64.s -stubs ../kernels_stubs_amd64.go -pkg embed
package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// tileRows is how many rows go together in 16 vector registers: with two
// vectors of columns they take 12, and the rest is for what the rows share.
// wideTileRows is the same for the 32 registers of AVX-512, of which 24 hold
// sums.
const (
	tileRows     = 6
	wideTileRows = 12
)

func main() {
	linearPanel()
	for _, v := range []vectors{avx2, avx512} {
		v.multiplyTile()
		v.addNorm()
		v.gelu()
		v.softmax()
		v.quantize()
	}
	maxAbs()
	scaleToInt16()
	linearPanelAVXVNNI()
	linearPanelsVNNI()
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

// sums returns n rows of so many zeroed vectors.
func (set vectors) sums(n, columns int) [][]VecVirtual {
	s := make([][]VecVirtual, n)
	for i := range s {
		for range columns {
			s[i] = append(s[i], set.zero())
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
		acc := avx2.sums(n, 2)
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

func (set vectors) multiplyTile() {
	TEXT("multiplyTile"+set.suffix, NOSPLIT, "func(out *float32, outStride int, a *float32, aStride int, b *float32, bStride int, rows, inner int)")
	Pragma("noescape")
	Doc(fmt.Sprintf("multiplyTile%s computes 16 columns of a product of matrices; inner is at least 1.", set.suffix))
	out, outStride := load("out"), load("outStride")
	a, aStride := load("a"), load("aStride")
	b, bStride := load("b"), load("bStride")
	rows, inner := load("rows"), load("inner")
	for _, stride := range []GPVirtual{outStride, aStride, bStride} {
		SHLQ(Imm(2), stride)
	}
	eachTile("multiply", rows, set.tileRows, func(n int) {
		acc := set.sums(n, panelSize/set.lanes)
		as := newRows(copyOf(a), aStride, n)
		bs, count := copyOf(b), copyOf(inner)
		Label(label("multiplyInner", n))
		columns := make([]VecVirtual, panelSize/set.lanes)
		for i := range columns {
			columns[i] = set.new()
			VMOVUPS(Mem{Base: bs, Disp: 4 * set.lanes * i}, columns[i])
		}
		for r := range n {
			factor := set.broadcast(as.at(r, 0))
			for i, c := range columns {
				VFMADD231PS(c, factor, acc[r][i])
			}
		}
		ADDQ(bStride, bs)
		as.advance(4)
		DECQ(count)
		JNZ(LabelRef(label("multiplyInner", n)))
		for r := range n {
			for i := range columns {
				VMOVUPS(acc[r][i], Mem{Base: out, Disp: 4 * set.lanes * i})
			}
			ADDQ(outStride, out)
			ADDQ(aStride, a)
		}
	})
}
