package rtf

import (
	"strings"
	"testing"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/resumetest"
)

const prolog = `{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset2 Symbol;}{\f2\fcharset204 Times;}{\f3\fcharset128 Mincho;}}
{\colortbl;\red0\green0\blue0;\red255\green255\blue255;\red31\green56\blue100;}
{\stylesheet{\s0\fs24 Normal;}{\s1\b\fs32 heading 1;}{\s2 Title;}{\s3 Private;}{\*\cs10 Private: pay;}{\*\cs11\b Strong;}}
{\info{\title Unseen}{\author Nobody}}\pard\plain\fs24
`

func TestBlocks(t *testing.T) {
	tests := map[string]struct{ body, want string }{
		"styles, looks, characters": {
			`\pard\s2 Jane Miller\par\pard\s1\b\fs32 Experience\b0\par\pard\plain\fs24{\b Acme},\~{\i Berlin}\tab 2019 \endash  2020\line ward\par Caf\'e9 \u8364?5 {\uc2\u28450\'8a\'bf}{\f2\'cf\'f0}{\f3\'8a\'bf\'8e\'9a}\{x\}\emdash\ldblquote q\rdblquote\_y\-z\par
{\upr{ascii}{\*\ud{\u228?}}} \u-10179?\u-8704?\par`, `
1 #1 Jane Miller
2 #2 **Experience**
3 | **Acme**, _Berlin_→2019 – 2020
3 | ward
4 | Café €5 漢Пр漢字{x}—“q”-yz
5 | ä 😀`,
		},
		"lists": {
			`{\listtext\f1\'b7\tab}\ls1\ilvl0 One\par{\listtext\f1\'b7\tab}\ilvl1 Two\par\pard{\*\pn\pnlvlblt{\pntxtb\'b7}}{\pntext\f1\'b7\tab}Three\par\pard {\f1\'b7} Four\par{\listtext }No mark\par`, `
1 *0 One
2 *1 Two
3 *0 Three
4 *0 Four
5 | No mark`,
		},
		"what is no text, fields": {
			`see{\pict\wmetafile8 0102{\*\blipuid ab}}{\object{\*\objdata 01}{\result this}}{\*\unknown hidden}{\deleted gone}{\revised kept}{\xe index}\par
{\field{\*\fldinst{HYPERLINK "https://example.org/me"}}{\fldrslt{\ul My page}}} {\field{\*\fldinst PAGE}{\fldrslt 1}}{\field{\*\fldinst MERGEFIELD x}{\fldrslt merged}}{\*\atrfstart 1}x{\*\atrfend 1}{\*\atnid A}{\*\annotation remark}\par{\bin4 }}{{}text\par`, `
1 | seethiskept
2 | My page<https://example.org/me> mergedx
3 | text`,
		},
		"what nobody sees": {
			`see {\v one}\par{\cf2 two}\par{\cf2\highlight3 on blue}{\fs2 three}\par\pard\cbpat3{\cf2 on a blue line}\par\pard{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt\pard{\cf2 in a box}\par}}{\shprslt again}}after\par\trowd\clcbpat3\cellx1\pard\intbl{\cf2 in a blue cell}\cell\row\pard`, `
1 | see
3 | on blue
4 | on a blue line
0 | in a box
5 | after
6 | in a blue cell
1 ~set as hidden one
2 ~in white two
3 ~in type too small to read three`,
		},
		"tables": {
			`\trowd\trhdr\cellx1\cellx2\pard\intbl Company\cell Dates\cell\row\trowd\cellx1\cellx2\pard\intbl Acme\cell 2019 \endash  2020\cell\row\pard between\par
\trowd\cellx1\cellx2\pard\intbl 2019 - 2020\cell Nurse\par Acme\cell\row\pard after\par`, `
3 r Acme ¦ 2019 – 2020
5 | between
6 | Nurse→2019 - 2020
8 | Acme
9 | after`,
		},
		"margins, once": {
			`{\header jane@miller.example\par}{\headerl left\par}{\footer Page {\field{\*\fldinst PAGE}{\fldrslt 1}}\par}{\footerr Tel. 617 555 0199\par}Jane Miller\par Nurse\sect{\header jane@miller.example\par}Last`, `
0 | jane@miller.example
1 | Jane Miller
0 | Tel. 617 555 0199
2 | Nurse
3 | Last`,
		},
		"looks": {
			`{\fs40 Kim Lee}\par{\b\caps Work Experience}\par Chef\par{\b\caps Education}\par Diploma of a school\par{\b\caps Skills}\par Knives and other things\` + "\nand\\par", `
1 #2 Kim Lee
2 #3 **Work Experience**
3 | Chef
4 #3 **Education**
5 | Diploma of a school
6 #3 **Skills**
7 | Knives and other things
8 | and`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			blocks, err := Read("cv.rtf", []byte(prolog+test.body+"}"))
			if err != nil {
				t.Fatal(err)
			}
			resumetest.WantOutline(t, blocks, test.want)
		})
	}
}

func TestBadInput(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"text":    {"Jane", errForeign.Error()},
		"no text": {`{\rtf1{\pict 00}\par}`, errNoText.Error()},
		"deep":    {`{\rtf1` + strings.Repeat("{", maxDepth), errDeep.Error()},
		"cut off": {`{\rtf1 Jane {\b Mil`, errDamaged.Error()},
		"comment": {`{\rtf1 Jane {\*\annotation{\*\atnref 1}private: pay}}`, errComment.Error()},
	} {
		if blocks, err := Read("cv.rtf", []byte(c.text)); err == nil || err.Error() != c.want || blocks != nil {
			t.Errorf("%s: %d blocks, error %v, want %s", name, len(blocks), err, c.want)
		}
	}
}

func TestUnseen(t *testing.T) {
	for text, want := range map[string]bool{`{\rtf1\viewkind4 Jane\v0}`: false, `{\rtf1 Jane {\v x}}`: true, `{\rtf1{\info{\author A}}Jane}`: true, `{\rtf1 a\deleted b}`: true, `{\rtf1\b Jane}`: false} {
		if got := Unseen([]byte(text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// TestTime reads what makes readers slow in the time that any text of its size takes.
func TestTime(t *testing.T) {
	resumetest.Linear(t, map[string]resumetest.Growing{
		"looks":   {Unit: `\b x\b0 y`, Times: 200_000},
		"groups":  {Unit: `{{\b x}}`, Times: 200_000},
		"styles":  {Head: `{\stylesheet`, Unit: `{\s1 name;}`, Times: 100_000, Tail: `}x`},
		"fields":  {Unit: `{\field{\*\fldinst HYPERLINK "x"}{\fldrslt y}}`, Times: 50_000},
		"cells":   {Unit: `\intbl x\cell`, Times: 15_000, Tail: `\row`},
		"hex":     {Unit: `\'e9`, Times: 500_000},
		"picture": {Head: `{\pict `, Unit: "0", Times: 5_000_000, Tail: `}x`},
	}, func(path string, data []byte) ([]block.Block, error) {
		return Read(path, []byte(prolog+string(data)+"}"))
	})
}

func FuzzRTF(f *testing.F) {
	resumetest.Fuzz(f, Read, false, "",
		prolog+`\pard\s2 Jane\par{\listtext\'b7}One\u8364?\par\trowd\cellx1\intbl 2019 - 2020\cell\row{\shp{\*\shpinst{\shptxt box\par}}}}`,
		prolog+`{\header h\par}{\field{\*\fldinst HYPERLINK "http://x.example"}{\fldrslt y}}{\v z}{\upr{a}{\*\ud b}}\bin3 abc{\f3\'8a\'bf}}`)
}
