package rtf

import (
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// symbols is the code page of fonts of pictures.
const symbols = -2

// pages are the code pages by their numbers.
var pages = map[int]encoding.Encoding{
	437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 866: charmap.CodePage866, 874: charmap.Windows874,
	1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252, 1253: charmap.Windows1253, 1254: charmap.Windows1254,
	1255: charmap.Windows1255, 1256: charmap.Windows1256, 1257: charmap.Windows1257, 1258: charmap.Windows1258, 10000: charmap.Macintosh,
	932: japanese.ShiftJIS, 936: simplifiedchinese.GBK, 949: korean.EUCKR, 950: traditionalchinese.Big5,
}

// charsets are the code pages of the character sets of fonts.
var charsets = map[int]int{0: 1252, 2: symbols, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 255: 850}

// decode reads the bytes of a text in a code page. Some programs write UTF-8 whatever
// they say.
func decode(b []byte, page int) string {
	if page == symbols {
		var out []rune
		for _, c := range b {
			if c < 0x20 || c == ' ' {
				out = append(out, rune(c))
			} else {
				out = append(out, 0xF000+rune(c))
			}
		}
		return string(out)
	}
	ascii := true
	for _, c := range b {
		ascii = ascii && c < utf8.RuneSelf
	}
	if ascii || utf8.Valid(b) {
		return string(b)
	}
	e, ok := pages[page]
	if !ok {
		e = charmap.Windows1252
	}
	text, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return ""
	}
	return string(text)
}

// unit reads a \u of 16 bits, of which some are halves of a character.
func (r *reader) unit(n int) {
	c := rune(uint16(n))
	switch {
	case utf16.IsSurrogate(c) && r.half == 0:
		r.half = c
		return
	case r.half != 0:
		c = utf16.DecodeRune(r.half, c)
		r.half = 0
	}
	if c >= 0xF020 && c <= 0xF07E && r.codePage() != symbols {
		c -= 0xF000 // how some write the letters of a font of pictures
	}
	r.text(string(c))
}
