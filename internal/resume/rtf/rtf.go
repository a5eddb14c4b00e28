// Package rtf reads Rich Text Format into blocks.
package rtf

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/flow"
)

const maxDepth = 250 // of nested groups

var (
	errForeign = errors.New("is not RTF, though its name says so")
	errNoText  = errors.New("has no text: if it is a picture of a résumé, export it as text")
	errDeep    = errors.New("is nested too deep: open it in a word processor and save it as .docx")
	errDamaged = errors.New("is cut off or damaged: save or download it again")
	errComment = errors.New("has a comment that says \"private\", which hides nothing in RTF: set the text in a style of the name Private, or write <!-- private --> before it and <!-- /private --> behind it")
)

// Read reads a document in the order it is read on paper. Sources are numbers of
// paragraphs.
func Read(path string, data []byte) ([]block.Block, error) {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	if !bytes.HasPrefix(data, []byte(`{\rtf`)) {
		return nil, errForeign
	}
	r := newReader()
	if err := r.read(data); err != nil {
		return nil, err
	}
	blocks, err := r.page().Blocks(path)
	if err == nil && len(blocks) == 0 {
		err = errNoText
	}
	return blocks, err
}

// page is what was read.
func (r *reader) page() flow.Page {
	return flow.Page{Body: r.body.finish(), Heads: r.heads, Feet: r.feet, KeepsPlaces: r.marked || !block.Unmarked(r.typed.String())}
}

// read takes the text apart into groups, control words and characters.
func (r *reader) read(data []byte) error {
	for at := 0; at < len(data) && r.fault == nil; {
		switch c := data[at]; c {
		case '{':
			if len(r.groups) >= maxDepth {
				return errDeep
			}
			r.open()
			at++
		case '}':
			r.flush()
			at++
			if len(r.groups) == 1 {
				return r.fault
			}
			r.shut()
		case '\\':
			at = r.control(data, at+1)
		case '\r', '\n', 0:
			at++
		default:
			r.char(c)
			at++
		}
	}
	r.flush()
	if r.fault == nil && len(r.groups) > 2 {
		return errDamaged
	}
	return r.fault
}

// control reads what follows a backslash and gives where it ends.
func (r *reader) control(data []byte, at int) int {
	if at >= len(data) {
		return at
	}
	c := data[at]
	if !letter(c) {
		return r.symbol(data, at)
	}
	end := at
	for end < len(data) && letter(data[end]) && end-at < 32 {
		end++
	}
	word := string(data[at:end])
	from := end
	if end < len(data) && data[end] == '-' {
		end++
	}
	for end < len(data) && data[end] >= '0' && data[end] <= '9' && end-from < 11 {
		end++
	}
	n, err := strconv.Atoi(string(data[from:end]))
	given := err == nil
	if !given {
		end = from
	}
	if end < len(data) && data[end] == ' ' {
		end++
	}
	if word == "bin" {
		return min(end+max(n, 0), len(data))
	}
	if word != "u" {
		if r.skip > 0 && r.spoken(word) {
			r.skip--
			return end
		}
		r.flush()
	}
	r.word(word, n, given)
	return end
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// spoken tells control words that stand for a character.
func (r *reader) spoken(word string) bool { return signs[word] != "" }

// symbol reads a control symbol.
func (r *reader) symbol(data []byte, at int) int {
	switch data[at] {
	case '\'':
		if at+2 < len(data) {
			if b, err := strconv.ParseUint(string(data[at+1:at+3]), 16, 8); err == nil {
				r.char(byte(b))
			}
			return at + 3
		}
	case '\\', '{', '}':
		r.char(data[at])
	case '~':
		r.flush()
		r.text("\u00a0")
	case '_':
		r.flush()
		r.text("-")
	case '*':
		r.top().starred = true
	case '\r', '\n':
		r.flush()
		r.word("par", 0, false)
	case '\t':
		r.flush()
		r.word("tab", 0, false)
	}
	return at + 1
}

// Unseen tells comments, deleted and hidden text, and what its writer's program noted
// of the file.
func Unseen(data []byte) bool {
	for _, word := range []string{`\v`, `\deleted`, `\annotation`, `\author`, `\operator`, `\doccomm`, `\company`, `\title`} {
		for rest := data; ; {
			i := bytes.Index(rest, []byte(word))
			if i < 0 {
				break
			}
			rest = rest[i+len(word):]
			if len(rest) == 0 || !letter(rest[0]) && !strings.HasPrefix(string(rest[:1]), "0") {
				return true
			}
		}
	}
	return false
}
