package export

import (
	"html"
	"slices"
	"strconv"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// headSections tells the sections that are nothing but the heading of an entry.
func headSections(d *resume.Document) []bool {
	out := make([]bool, len(d.Sections))
	heads := func(s int, e *resume.Entry) {
		sec, head := &d.Sections[s], &d.Passages[e.Header]
		if len(sec.Heading) == 0 || sec.Source.Path != head.Source.Path || sec.Source.Page != head.Source.Page || sec.Source.Start < head.Source.Start || sec.Source.Start > head.Source.End {
			return
		}
		text, name := folded(head.Text()), folded(sec.Heading[len(sec.Heading)-1])
		out[s] = out[s] || text == name || strings.HasPrefix(text, name+" – ") || strings.HasSuffix(text, " – "+name) || strings.Contains(text, " – "+name+" – ")
	}
	for i := range d.Entries {
		e := &d.Entries[i]
		heads(e.Section, e)
		for s := range d.Sections {
			if d.Sections[s].Parent == e.Section {
				heads(s, e)
			}
		}
	}
	return out
}

// folded is a text without the bars that stand for gaps, in lower case.
func folded(s string) string {
	return block.Folded(strings.ReplaceAll(block.WithoutEmoji(s), "|", " "))
}

// written is a period as it stood, or as it is read the same.
func written(p resume.Period) string {
	if same(p, p.Text) {
		return p.Text
	}
	text := p.Start.String()
	switch {
	case p.Start.IsZero() && !p.End.IsZero():
		text = "until " + p.End.String()
	case p.Present:
		text += " – Present"
	case !p.End.IsZero():
		text += " – " + p.End.String()
	}
	if text != "" && !same(p, text) {
		text = strings.Join(slices.DeleteFunc([]string{dated(p.Start), dated(p.End)}, func(s string) bool { return s == "" }), " – ")
		if p.Present {
			text += " – Present"
		}
	}
	return text
}

// same tells that a text is read as a period and nothing else.
func same(p resume.Period, text string) bool {
	q, rest, ok := resume.FindPeriod(text)
	return ok && rest == "" && q.Start == p.Start && q.End == p.End && q.Present == p.Present
}

// leftOver is what of the head of an entry is in none of its fields.
func leftOver(head string, fields ...string) string {
	known := map[string]int{}
	for _, f := range fields {
		for _, word := range strings.Fields(f) {
			known[bare(word)]++
		}
	}
	var left []string
	for _, word := range strings.Fields(head) {
		key := bare(word)
		switch {
		case key != "" && known[key] > 0:
			known[key]--
		case key == "" && (len(left) == 0 || bare(left[len(left)-1]) == ""):
		default:
			left = append(left, strings.ReplaceAll(word, "|", "·"))
		}
	}
	for len(left) > 0 && bare(left[len(left)-1]) == "" {
		left = left[:len(left)-1]
	}
	return strings.Trim(strings.Join(left, " "), " ,;·")
}

// bare is a word without what stands around it.
func bare(word string) string {
	return strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !block.WordRune(r) }))
}

func link(text, url string) string {
	if text == "" || !field.WebAddress(url) || strings.ContainsAny(url, "<>\n ") {
		return text
	}
	if strings.ContainsAny(url, "()") {
		url = "<" + url + ">"
	}
	return "[" + bracket.ReplaceAllString(text, `$1\$2`) + "](" + url + ")"
}

var (
	tag       = lazyregexp.New(`^<[!?/A-Za-z]`)
	bracket   = lazyregexp.New(`(^|[^\\])([\[\]])`)
	lineStart = lazyregexp.New(`^(?:[#>+=:~-]|\d{1,9}[.)](?:\s|$))`)
)

// stands tells that an ampersand and what follows stand for another character.
func stands(text string) bool {
	const longest = 34 // bytes of such a name
	name := text[:min(len(text), longest)]
	if next := strings.IndexByte(name[1:], '&'); next >= 0 {
		name = name[:1+next]
	}
	return html.UnescapeString(name) != name
}

// escape writes a text so that Markdown reads it as it stands, anywhere in a line.
func escape(text string) string {
	var out strings.Builder
	word := func(i int) bool { return i >= 0 && i < len(text) && (block.WordRune(rune(text[i])) || text[i] >= 0x80) }
	for i := range len(text) {
		c := text[i]
		switch {
		case c == '\\' || c == '`' || c == '*',
			c == '_' && !(word(i-1) && word(i+1)),
			c == '[' && (strings.Contains(text[i:], "](") || strings.Contains(text[i:], "]:")),
			c == '<' && tag.MatchString(text[i:]):
			out.WriteByte('\\')
		case c == '&' && stands(text[i:]):
			out.WriteString("&amp;")
			continue
		}
		out.WriteByte(c)
	}
	text = out.String()
	if m := lineStart.FindString(text); m != "" {
		n := strings.IndexAny(m, "#>+=:~-.)")
		text = text[:n] + `\` + text[n:]
	}
	return text
}

// dated is a date with its day.
func dated(d resume.Date) string {
	switch {
	case d.IsZero():
		return ""
	case d.Day == 0:
		return d.String()
	}
	return strconv.Itoa(d.Day) + " " + d.String()
}
