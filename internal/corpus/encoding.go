package corpus

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"

	"resumebot/internal/resume/block"
)

// decodeText turns the bytes of a text file into UTF-8 with "\n" line ends.
// UTF-16 and the one-byte Western encodings are recognised where that is
// certain, and so is text that was once decoded with the wrong one ("â€™").
// line is where an error or a remaining doubt stands, from 1.
func decodeText(data []byte) (text []byte, line int, err error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		data = data[3:]
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		data, err = utf.UTF16(utf.LittleEndian, utf.UseBOM).NewDecoder().Bytes(data)
	case len(data) > 3 && data[0] != 0 && data[1] == 0 && data[3] == 0:
		data, err = utf.UTF16(utf.LittleEndian, utf.IgnoreBOM).NewDecoder().Bytes(data)
	case len(data) > 3 && data[0] == 0 && data[1] != 0 && data[2] == 0:
		data, err = utf.UTF16(utf.BigEndian, utf.IgnoreBOM).NewDecoder().Bytes(data)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("is not valid UTF-16: save it again as UTF-8: %w", err)
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return nil, lineOf(data, i), fmt.Errorf("is not a text file: it holds a zero byte")
	}
	if !utf8.Valid(data) {
		i := firstInvalid(data)
		decoded, ok := decodeOneByte(data)
		if !ok {
			return nil, lineOf(data, i), fmt.Errorf("is not UTF-8 (byte 0x%02X): save it again as UTF-8", data[i])
		}
		data = decoded
	}
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	data = []byte(block.Printable(repairText(string(data))))
	if i, what := doubtful(string(data)); i >= 0 {
		return data, lineOf(data, i), fmt.Errorf("has garbled characters (%q): it was saved in the wrong encoding; save it again as UTF-8", what)
	}
	return data, 0, nil
}

func lineOf(data []byte, offset int) int { return 1 + bytes.Count(data[:offset], []byte("\n")) }

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		c, n := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return 0
}

// decodeOneByte decodes Windows-1252 or Mac Roman. ok is false unless exactly one of them
// makes every byte beyond ASCII a character that Western text is written with.
func decodeOneByte(data []byte) (text []byte, ok bool) {
	win, winOK := decodeWith(charmap.Windows1252, data)
	mac, macOK := decodeWith(charmap.Macintosh, data)
	switch {
	case winOK:
		return win, true // the wider-spread one where both would do
	case macOK:
		return mac, true
	}
	return nil, false
}

const westernMarks = "’‘“”„‚–—…•·«»°§€£©®™\u00a0¿¡×²³½ªº‹›\u00ad"

func decodeWith(cs *charmap.Charmap, data []byte) ([]byte, bool) {
	text, err := cs.NewDecoder().Bytes(data)
	if err != nil {
		return nil, false
	}
	prev := ' '
	s := string(text)
	for i, c := range s {
		next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(c):])
		switch {
		case c < 0x80 || strings.ContainsRune(westernMarks, c):
		case !unicode.IsLetter(c) || c > 0x17F || strings.ContainsRune("ÐðÞþŽžŠšƒˆÝý", c):
			return nil, false
		case unicode.IsUpper(c) && unicode.IsLower(prev): // "donÕt": a capital inside a word
			return nil, false
		case unicode.IsUpper(c) && !unicode.IsLetter(prev) && !unicode.IsLetter(next) && c != 'À': // "2019 Ñ 2021"
			return nil, false
		}
		prev = c
	}
	return text, true
}

// repairText undoes a wrong decoding done before the file was saved: each run of
// characters beyond ASCII that is UTF-8 once written in Windows-1252 or Mac Roman, and reads
// as plausible text then, was such a run.
func repairText(s string) string {
	s = strings.ReplaceAll(s, "â€\uFFFD", "”") // the byte 0x9D, which Windows-1252 does not define
	for range 3 {                              // text may have been garbled more than once
		fixed := repairRuns(s)
		if fixed == s {
			break
		}
		s = fixed
	}
	return repairMac(s)
}

// repairBlocks does so in the blocks of a format that has an encoding of its own, for
// what was garbled before it came there.
func repairBlocks(blocks []block.Block) {
	for _, b := range blocks {
		for _, spans := range append([][]block.Span{b.Spans}, b.Cells...) {
			for i := range spans {
				spans[i].Text = repairText(spans[i].Text)
			}
		}
	}
}

func repairRuns(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && s[j] < 0x80 {
			j++
		}
		b.WriteString(s[i:j])
		for i = j; j < len(s) && s[j] >= 0x80; {
			_, n := utf8.DecodeRuneInString(s[j:])
			j += n
		}
		b.WriteString(repairRun(s[i:j]))
		i = j
	}
	return b.String()
}

func repairRun(run string) string {
	if utf8.RuneCountInString(run) < 2 {
		return run
	}
	for _, cs := range []*charmap.Charmap{charmap.Windows1252, charmap.Macintosh} {
		raw, err := encodeLoose(cs, run)
		if err == nil && utf8.Valid(raw) && plausible(string(raw)) {
			return string(raw)
		}
	}
	return run
}

// encodeLoose encodes as Windows software does: the five bytes that
// Windows-1252 leaves undefined stand for themselves.
func encodeLoose(cs *charmap.Charmap, s string) ([]byte, error) {
	var out []byte
	for _, c := range s {
		b, ok := cs.EncodeRune(c)
		switch {
		case ok:
			out = append(out, b)
		case cs == charmap.Windows1252 && c >= 0x80 && c <= 0x9F:
			out = append(out, byte(c))
		default:
			return nil, encoding.ErrInvalidUTF8
		}
	}
	return out, nil
}

// plausible tells that a run consists of characters that people write; the
// blocks that short runs decode to by accident (IPA, Syriac, NKo, …) are none.
func plausible(s string) bool {
	foreign := 0
	for _, c := range s {
		switch {
		case c >= 0xA0 && c <= 0x17F, c >= 0x2010 && c <= 0x2044, c >= 0x20A0 && c <= 0x20BF, c == 0x2122:
		case c >= 0x2190 && c <= 0x27BF, c >= 0xFE00 && c <= 0xFE0F, c >= 0x1F000 && c <= 0x1FAFF, c == 0x200D:
		case unicode.In(c, unicode.Greek, unicode.Cyrillic, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Devanagari):
			foreign++
		default:
			return false
		}
	}
	return foreign != 1 // a single letter of another script is an accident: “É in Mac Roman is one Cyrillic letter
}

// repairMac undoes Mac Roman read as Windows-1252, where one byte became one
// letter: only in places where that letter cannot stand.
func repairMac(s string) string {
	if !strings.ContainsAny(s, "ÐÑÕ¥") {
		return s
	}
	runes := []rune(s)
	at := func(i int) rune {
		if i < 0 || i >= len(runes) {
			return '\n'
		}
		return runes[i]
	}
	blankOrDigit := func(c rune) bool { return unicode.IsSpace(c) || unicode.IsDigit(c) }
	for i, c := range runes {
		before, after := at(i-1), at(i+1)
		switch {
		case c == 'Ð' && blankOrDigit(before) && blankOrDigit(after):
			runes[i] = '–'
		case c == 'Ñ' && unicode.IsSpace(before) && unicode.IsSpace(after):
			runes[i] = '—'
		case c == 'Õ' && unicode.IsLower(before) && unicode.IsLower(after):
			runes[i] = '’'
		case c == '¥' && before == '\n' && unicode.IsSpace(after):
			runes[i] = '•'
		}
	}
	return string(runes)
}

// doubtful finds what is garbled but could not be repaired with certainty.
func doubtful(s string) (offset int, what string) {
	for _, sign := range []string{"\uFFFD", "â€", "Ã©", "Ã¨", "Ã¼", "Ã¶", "Ã¤", "‚Ä", "√©", "Â\u00a0"} {
		if i := strings.Index(s, sign); i >= 0 {
			return i, sign
		}
	}
	return -1, ""
}
