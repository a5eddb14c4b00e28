package corpus

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

func TestDecodeText(t *testing.T) {
	utf16 := func(s string, big bool) string {
		var b strings.Builder
		for _, c := range s {
			if big {
				b.Write([]byte{byte(c >> 8), byte(c)})
			} else {
				b.Write([]byte{byte(c), byte(c >> 8)})
			}
		}
		return b.String()
	}
	encode := func(cs *charmap.Charmap, s string) string {
		out, err := cs.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	misread := func(cs *charmap.Charmap, s string) string {
		out, err := cs.NewDecoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	const french = "Développeur chez Société Générale – l’équipe “Élan”\n"
	tests := []struct{ name, in, want string }{
		{"plain", french, french},
		{"UTF-8 with BOM", "\xEF\xBB\xBF" + french, french},
		{"UTF-16 little endian", "\xFF\xFE" + utf16(french, false), french},
		{"UTF-16 big endian", "\xFE\xFF" + utf16(french, true), french},
		{"UTF-16 without BOM", utf16("Jane Doe\n", false), "Jane Doe\n"},
		{"CRLF", "a\r\nb\rc\n", "a\nb\nc\n"},
		{"Windows-1252", encode(charmap.Windows1252, french), french},
		{"soft hyphen", encode(charmap.Windows1252, "Assis\u00adtant professor, Málaga\n"), "Assis\u00adtant professor, Málaga\n"},
		{"Mac Roman", encode(charmap.Macintosh, "2019 – 2021, don’t, Zoë\n"), "2019 – 2021, don’t, Zoë\n"},
		{"UTF-8 read as Windows-1252", misread(charmap.Windows1252, french), french},
		{"UTF-8 read as Mac Roman", misread(charmap.Macintosh, french), french},
		{"garbled twice", misread(charmap.Windows1252, misread(charmap.Windows1252, "Zoë – Köln\n")), "Zoë – Köln\n"},
		{"Mac Roman read as Windows-1252", "2019 Ð 2021\n¥ itÕs\n", "2019 – 2021\n• it’s\n"},
		{"beside an emoji", "🚀 donâ€™t 日本\n", "🚀 don’t 日本\n"},
		{"Spanish capitals stay", "SEÑOR PEÑA Ó\n", "SEÑOR PEÑA Ó\n"},
		{"Icelandic stays", "Sigurður Ðórsson\n", "Sigurður Ðórsson\n"},
	}
	for _, tt := range tests {
		got, line, err := decodeText([]byte(tt.in))
		if err != nil || line != 0 || string(got) != tt.want {
			t.Errorf("%s: %q, line %d, %v; want %q", tt.name, got, line, err, tt.want)
		}
	}
}

func TestDecodeTextProblems(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		line     int
		want     string
	}{
		{"binary", "ab\ncd\x00ef\x01gh", 2, "zero byte"},
		{"no known encoding", "ok\n\xD0\xD2\xE8 \xFE\xF0\n", 2, "not UTF-8 (byte 0xD0)"},
		{"a lost character", "one\ntwo\nLu\uFFFDs\n", 3, "garbled"},
		{"half garbled", "itâ€x\n", 1, "garbled"},
	} {
		_, line, err := decodeText([]byte(tt.in))
		if err == nil || line != tt.line || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: line %d, %v", tt.name, line, err)
		}
	}
}

func FuzzDecodeText(f *testing.F) {
	for _, s := range []string{"donâ€™t", "\xFF\xFEa\x00", "\xE9t\xE9", "Ð Ñ Õ"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, line, err := decodeText(data)
		if err == nil && (line != 0 || !utf8.Valid(got)) {
			t.Fatalf("%q: %q, line %d", data, got, line)
		}
	})
}
