package timeline

import (
	"image/color"
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
)

// typeface is a font at one size, in pixels. It is not for concurrent use.
type typeface struct {
	font *sfnt.Font
	face font.Face
	buf  sfnt.Buffer
}

func newTypeface(ttf []byte, pixels float64) (*typeface, error) {
	f, err := opentype.Parse(ttf)
	if err != nil {
		return nil, err
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: pixels, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, err
	}
	return &typeface{font: f, face: face}, nil
}

// width of a text in pixels.
func (t *typeface) width(s string) float64 {
	return float64(font.MeasureString(t.face, s)) / 64
}

func (t *typeface) has(r rune) bool {
	i, err := t.font.GlyphIndex(&t.buf, r)
	return err == nil && i != 0
}

// legible writes what the font lacks in Latin letters: "मुंबई" as "Mumbii".
// What has no letters to it (emoji, joiners) is left out.
func (t *typeface) legible(s string) string {
	var b strings.Builder
	var foreign []rune
	flush := func() {
		b.WriteString(romanise(string(foreign)))
		foreign = foreign[:0]
	}
	for _, r := range s {
		if r == ' ' || t.has(r) {
			flush()
			b.WriteRune(r)
			continue
		}
		foreign = append(foreign, r)
	}
	flush()
	return clean(b.String())
}

// romanise transliterates a run of text, with capitals where its script has no
// case of its own.
func romanise(s string) string {
	latin := unidecode.Unidecode(s)
	for _, r := range s {
		if unicode.IsUpper(r) || unicode.IsLower(r) {
			return latin
		}
	}
	words := strings.Fields(strings.ToLower(latin))
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:] // ASCII
	}
	joined := strings.Join(words, " ")
	if strings.HasSuffix(latin, " ") && joined != "" { // as after each Chinese character
		joined += " "
	}
	return joined
}

// clean makes one line of a text, without what does not show.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// run is a piece of text in one typeface and colour.
type run struct {
	text string
	face *typeface
	ink  color.Color
}

// line is a line of words, each a run that brings the space before it.
type line struct {
	words []run
	width float64
}

// wrap breaks runs, a space apart, into lines of at most limit pixels: at
// spaces, and within a word only where it is wider than a line.
func wrap(runs []run, limit float64) []line {
	lines := []line{{}}
	for _, r := range runs {
		for _, word := range strings.Fields(r.text) {
			for i, piece := range pieces(word, r.face, limit) {
				last := &lines[len(lines)-1]
				spaced := piece
				if i == 0 && last.width > 0 {
					spaced = " " + piece
				}
				if last.width > 0 && last.width+r.face.width(spaced) > limit {
					lines = append(lines, line{})
					last, spaced = &lines[len(lines)-1], piece
				}
				last.words = append(last.words, run{spaced, r.face, r.ink})
				last.width += r.face.width(spaced)
			}
		}
	}
	return lines
}

// pieces cuts a word that is wider than limit pixels.
func pieces(word string, face *typeface, limit float64) []string {
	var all []string
	from := 0
	for i, r := range word {
		if i > from && face.width(word[from:i]+string(r)) > limit {
			all = append(all, word[from:i])
			from = i
		}
	}
	return append(all, word[from:])
}
