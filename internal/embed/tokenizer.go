package embed

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Ids of the tokens with a meaning of their own in BERT's vocabulary.
const (
	idUnknown = 100 // [UNK]
	idStart   = 101 // [CLS]
	idEnd     = 102 // [SEP]
)

// maxWordRunes is the longest word that is looked up in pieces; a longer one
// is unknown.
const maxWordRunes = 100

// A tokenizer is BERT's uncased WordPiece tokenizer: text is cleaned, lower-
// cased and stripped of accents, split at white space and punctuation, and
// each word is cut greedily into the longest pieces that the vocabulary has.
// It follows BertNormalizer, BertPreTokenizer and WordPiece of Hugging Face's
// tokenizers, whose ids the tests compare with, but for two things: "[CLS]" and
// the like in a text are plain text, and the classes of characters are those of
// Go's newer Unicode, which differ in 568 code points, nearly all of them added
// to Unicode since its version 8 (2015).
type tokenizer struct {
	starts    map[string]int32 // pieces that begin a word
	continues map[string]int32 // pieces that continue one, without their "##"
	longest   int              // length of the longest piece in bytes
}

func newTokenizer(vocab []string) *tokenizer {
	t := &tokenizer{
		starts:    make(map[string]int32, len(vocab)),
		continues: make(map[string]int32, len(vocab)/5),
	}
	for id, token := range vocab {
		if len(token) > 2 && token[:2] == "##" {
			token = token[2:]
			t.continues[token] = int32(id)
		} else if !reserved(token) {
			t.starts[token] = int32(id)
		}
		t.longest = max(t.longest, len(token))
	}
	return t
}

// reserved reports whether token stands for something else than text, such as
// "[CLS]" or "[unused7]".
func reserved(token string) bool { return len(token) > 2 && token[0] == '[' }

// encode appends the ids of text to ids, framed by [CLS] and [SEP] and cut at
// maxTokens. It reads no further than it needs to.
func (t *tokenizer) encode(ids []int32, text string) []int32 {
	limit := len(ids) + maxTokens - 1
	ids = append(ids, idStart)
	var field []byte // what stands between two white spaces
	for _, r := range text {
		switch {
		case unicode.IsSpace(r) && !deleted(r), isIdeograph(r):
			ids = t.appendField(ids, field)
			field = field[:0]
			if isIdeograph(r) {
				ids = t.appendField(ids, utf8.AppendRune(field, r))
			}
		case !deleted(r):
			field = utf8.AppendRune(field, r)
		}
		if len(ids) >= limit {
			break
		}
	}
	ids = t.appendField(ids, field)
	return append(ids[:min(len(ids), limit)], idEnd)
}

// appendField splits text without white space at punctuation, which stands for
// itself, and appends the ids of the words.
func (t *tokenizer) appendField(ids []int32, field []byte) []int32 {
	var word []byte
	for _, r := range string(norm.NFD.Bytes(field)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case isPunctuation(r):
			ids = t.appendWord(ids, word)
			ids = t.appendWord(ids, utf8.AppendRune(word[:0], r))
			word = word[:0]
		default:
			word = utf8.AppendRune(word, unicode.ToLower(r))
		}
	}
	return t.appendWord(ids, word)
}

// appendWord appends the ids of the longest pieces that make up word, or the
// unknown id where no pieces do.
func (t *tokenizer) appendWord(ids []int32, word []byte) []int32 {
	if utf8.RuneCount(word) > maxWordRunes {
		return append(ids, idUnknown)
	}
	before := len(ids)
	pieces := t.starts
	for len(word) > 0 {
		end := min(len(word), t.longest)
		id, ok := pieces[string(word[:end])]
		for !ok && end > 1 {
			end--
			id, ok = pieces[string(word[:end])]
		}
		if !ok {
			return append(ids[:before], idUnknown)
		}
		ids = append(ids, id)
		word = word[end:]
		pieces = t.continues
	}
	return ids
}

// deleted reports whether r is dropped from the text: controls, format
// characters and private use, save for the three that are white space. So the
// vertical tab, the form feed and U+0085 join what they stand between.
func deleted(r rune) bool {
	switch r {
	case '\t', '\n', '\r':
		return false
	case utf8.RuneError:
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co)
}

// isPunctuation holds for all of Unicode's punctuation and for the ASCII
// symbols, such as $ and +.
func isPunctuation(r rune) bool {
	if r < utf8.RuneSelf {
		return '!' <= r && r <= '/' || ':' <= r && r <= '@' || '[' <= r && r <= '`' || '{' <= r && r <= '~'
	}
	return unicode.IsPunct(r)
}

// isIdeograph holds for the CJK ideographs, each of which is a word of its own.
func isIdeograph(r rune) bool {
	return r >= 0x3400 && (r <= 0x4DBF ||
		0x4E00 <= r && r <= 0x9FFF ||
		0xF900 <= r && r <= 0xFAFF ||
		0x20000 <= r && r <= 0x2A6DF ||
		0x2A700 <= r && r <= 0x2B73F ||
		0x2B740 <= r && r <= 0x2B81F ||
		0x2B920 <= r && r <= 0x2CEAF ||
		0x2F800 <= r && r <= 0x2FA1F)
}
