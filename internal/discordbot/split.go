package discordbot

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"resumebot/internal/lazyregexp"
)

// maxContent is the length of a message in UTF-16 code units, which is never
// less than in characters, whichever Discord counts (resources/message: 2000).
const maxContent = 2000

// maxParts is how many messages an answer may take: where the bot is installed
// by a user only, an interaction has five follow-ups.
const maxParts = 6

// units is the length of a text in UTF-16 code units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// split cuts a text into parts of at most limit units: between paragraphs where
// that leaves parts of a fair size, else between lines, sentences, words, and at
// last anywhere between characters. It never cuts inside a link. A code block
// that has to be cut is closed and opened again. Limits below 64 are taken as 64.
func split(text string, limit int) []string {
	limit = max(limit, 64)
	text = strings.TrimSpace(text)
	var parts []string
	fence := "" // the line that opened the block the text stands in
	for text != "" {
		head := ""
		if fence != "" {
			head = fence + "\n"
		}
		if units(head+text) <= limit {
			return append(parts, head+text)
		}
		end := cut(text, limit-units(head)-len("\n```"))
		part := text[:end]
		text = text[end:]
		inside := fenceAfter(part, fence)
		part = strings.TrimRightFunc(head+part, unicode.IsSpace)
		if inside != "" {
			part += "\n```"
			text = strings.TrimPrefix(text, "\n")
		} else {
			text = strings.TrimLeftFunc(text, unicode.IsSpace)
		}
		if inside != "" && strings.TrimSpace(text) == "```" {
			text = "" // only the end of the block was left
		}
		parts = append(parts, part)
		fence = inside
	}
	return parts
}

// fenceAfter is the fence that is open after a text which began in fence.
func fenceAfter(text, fence string) string {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if !strings.HasPrefix(strings.TrimLeft(line, " "), "```") {
			continue
		}
		if fence != "" {
			fence = ""
			continue
		}
		fence = strings.TrimSpace(line)
		if rest := fence[3:]; strings.Contains(rest, "`") || units(fence) > 20 {
			fence = "```"
		}
		if strings.Count(line, "```") > 1 {
			fence = "" // opened and closed in one line
		}
	}
	return fence
}

// unbroken are spans that lose their meaning when they are cut.
var unbroken = lazyregexp.New(`\[[^\[\]\n]*\]\([^()\s]*\)|<?(?:https?://|www\.)[^\s<>]+>?|\[\d+\]`)

// cut finds where a text that is too long is cut: an offset in bytes, more than
// 0, of at most limit units.
func cut(text string, limit int) int {
	end, n := 0, 0
	for i, r := range text {
		n++
		if r > 0xFFFF {
			n++
		}
		if n > limit {
			break
		}
		end = i + utf8.RuneLen(r)
	}
	if end == 0 {
		_, end = utf8.DecodeRuneInString(text)
	}
	links := unbroken.FindAllStringIndex(text[:min(len(text), end+2*limit)], -1)
	allowed := func(at int) bool {
		for _, l := range links {
			if at > l[0] && at < l[1] {
				return false
			}
		}
		return at > 0
	}
	for _, kind := range []struct {
		mark  string
		least int // of end, in quarters: a part is not to be tiny
	}{{"\n\n", 2}, {"\n", 2}, {". ", 2}, {"! ", 2}, {"? ", 2}, {"\n", 1}, {" ", 0}} {
		for at := end; ; {
			i := strings.LastIndex(text[:at], kind.mark)
			if i < 0 {
				break
			}
			after := i + len(kind.mark)
			if after*4 < end*kind.least {
				break
			}
			if allowed(after) {
				return after
			}
			at = i
		}
	}
	for at := end; at > 0; at-- {
		if utf8.RuneStart(text[at%len(text)]) && text[at-1] != '\\' && allowed(at) && !joins(text[at:]) {
			return at
		}
	}
	return end // one link longer than a message
}

// joins tells whether a text begins with what belongs to the character before.
func joins(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return r == '\u200d' || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) || unicode.Is(unicode.Variation_Selector, r) || r >= 0x1F3FB && r <= 0x1F3FF
}
