package tree

import (
	"html"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/block"
)

const maxNodeDepth = 64

// node is a value of a JSON or YAML file with the lines it stands on.
type node struct {
	line, last int
	text       string // of strings, numbers and booleans, as written
	fields     map[string]*node
	order      []string // the keys of fields as the file has them
	items      []*node
	read       bool    // it was written to a block
	key        string  // of an object, under which it stands
	plain      string  // the same as keys.txt has it
	near       bool    // only part of the key stands there
	left       []*node // objects of which one value was written
}

// set gives an object a field; of several with one key the last counts, but for
// "private", of which all do.
func (n *node) set(key string, v *node) {
	before, ok := n.fields[key]
	if !ok {
		n.order = append(n.order, key)
	}
	switch {
	case key == "private" && ok && before.items != nil:
		before.items = append(before.items, v.items...)
	case key == "private" && ok && before.text != "false" && before.text != "":
	default:
		n.fields[key] = v
		v.key = key
		v.plain, v.near = nearKey(key)
	}
}

// empty tells a value without any text.
func (n *node) empty() bool {
	if n == nil {
		return true
	}
	if strings.TrimSpace(n.text) != "" {
		return false
	}
	for _, v := range n.fields {
		if !v.empty() {
			return false
		}
	}
	return !slices.ContainsFunc(n.items, func(i *node) bool { return !i.empty() })
}

// find returns the first filled field of a meaning that was not read yet, or nil: the
// surest key counts, and a whole one before one of which a part tells.
func (n *node) find(meaning string) (found *node) {
	if n == nil {
		return nil
	}
	ranks, best := keys().meanings[meaning], 0
	for _, key := range n.order {
		f := n.fields[key]
		if f == nil || f.read {
			continue
		}
		rank, ok := ranks[f.plain]
		if f.near {
			rank += len(ranks)
		}
		if ok && (found == nil || rank < best) && !f.empty() {
			found, best = f, rank
		}
	}
	return found
}

// take finds a field and marks it as read; what an object holds beside its value is
// left for rest.
func (n *node) take(meaning string) *node {
	f := n.find(meaning)
	if f != nil {
		f.read = true
	}
	return f
}

// takeValue takes a field as one text and leaves what else an object holds for rest,
// but for the same text again.
func (n *node) takeValue(meaning string) *node {
	f := n.take(meaning)
	if f == nil || f.fields == nil {
		return f
	}
	for _, m := range []string{"value", "name", meaning} {
		v := f.find(m)
		if v == nil {
			continue
		}
		v.read = true
		f.dropText(v.text)
		n.left = append(n.left, f)
		return v
	}
	return f
}

// dropText takes out fields that say a text once more.
func (n *node) dropText(text string) {
	for _, f := range n.fields {
		f.read = f.read || f.text != "" && strings.EqualFold(f.text, text)
	}
}

// takeText is the text of a field on one line, or "".
func (n *node) takeText(meaning string) string { return n.take(meaning).String() }

// String is a value on one line: of an object its value, of a list its items.
func (n *node) String() string {
	switch {
	case n == nil:
		return ""
	case n.fields != nil:
		return block.FirstOf(n.find("value").String(), n.find("name").String())
	case n.items != nil:
		var out []string
		for _, i := range n.items {
			if t := i.String(); t != "" {
				out = append(out, t)
			}
		}
		return strings.Join(out, ", ")
	}
	var out []string
	for _, l := range n.lines() {
		out = append(out, l.text)
	}
	return strings.Join(out, " ")
}

// textLine is one paragraph or list item of a text.
type textLine struct {
	text string
	item bool
}

var (
	markdownLink = lazyregexp.New(`\[([^\]]+)\]\([^)\s]+\)`)
	commentTag   = lazyregexp.New(`(?s)<!--.*?-->`)
	itemTag      = lazyregexp.New(`(?i)<li\b[^<>]*>(?:\s*<p\b[^<>]*>)?`)
	breakTag     = lazyregexp.New(`(?i)</?(?:p|ul|ol|li|br|div|h[1-6]|blockquote|hr)\b[^<>]*>`)
	styleTag     = lazyregexp.New(`(?i)</?(?:strong|em|b|i|u|a|span|code|s|sub|sup|mark|font)\b[^<>]*>`)
	emphasised   = lazyregexp.New(`(^|[\s(])[*_]([^*_\s](?:[^*_]*[^*_\s])?)[*_]($|[\s.,;:!?)])`)
	listMark     = lazyregexp.New(`^(?:[-*+•▪◦‣–]|\d{1,2}[.)])\s+`)
)

// lines parts a text, which may be HTML or Markdown, into paragraphs and items.
func (n *node) lines() []textLine {
	s := strings.ReplaceAll(n.text, "\r\n", "\n")
	if strings.Contains(s, "<") {
		if breakTag.MatchString(s) && !strings.Contains(s, "\n\n") {
			s = strings.ReplaceAll(s, "\n", " ")
		}
		s = breakTag.ReplaceAllString(itemTag.ReplaceAllString(commentTag.ReplaceAllString(s, ""), "\n\n• "), "\n\n")
		s = styleTag.ReplaceAllString(s, "")
	}
	s = strings.ReplaceAll(block.Printable(html.UnescapeString(s)), "**", "")
	s = emphasised.ReplaceAllString(markdownLink.ReplaceAllString(s, "$1"), "$1$2$3")
	var out []textLine
	open := false // the paragraph goes on
	for l := range strings.Lines(s) {
		l = strings.Join(strings.Fields(l), " ")
		mark := listMark.FindString(l)
		text := strings.TrimLeft(strings.TrimSpace(l[len(mark):]), "# ")
		switch {
		case text == "":
			open = false
		case open && mark == "":
			out[len(out)-1].text += " " + text
		default:
			out = append(out, textLine{text, mark != ""})
			open = true
		}
	}
	return out
}

// wordsOf writes a key as a heading: "workExperience", "work_experience" become
// "Work experience".
func wordsOf(key string) string {
	var b strings.Builder
	prev := ' '
	for _, r := range strings.TrimSpace(block.Printable(key)) {
		switch {
		case r == '_' || r == '-':
			r = ' '
		case unicode.IsUpper(r) && unicode.IsLower(prev):
			b.WriteByte(' ')
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
		prev = r
	}
	text := strings.Join(strings.Fields(b.String()), " ")
	for _, r := range text {
		return string(unicode.ToUpper(r)) + text[len(string(r)):]
	}
	return ""
}
