package asciidoc

import (
	"html"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/inline"
)

var (
	macroForm   = lazyregexp.New(`^(?:link:)?((?:https?|ftp|irc|mailto|tel)://?[^\s\[\]<>]+|mailto:[^\s\[\]<>]+|tel:[^\s\[\]<>]+)\[((?:[^\]\\]|\\.)*)\]`)
	linkMacro   = lazyregexp.New(`^link:(\S+?)\[([^\]]*)\]`)
	pictureForm = lazyregexp.New(`^(?:image|icon|kbd|btn|footnote|indexterm2?|anchor|xref|pass|stem|latexmath):([^\s\[]*)\[([^\]]*)\]`)
	crossForm   = lazyregexp.New(`^<<[^>,]+(?:,\s*([^>]+))?>>`)
	nameForm    = lazyregexp.New(`^\{([\w][\w-]*)\}`)
	anchorForm  = lazyregexp.New(`^\[\[[\w:.-]+\]\]`)
	roleForm    = lazyregexp.New(`^\[[.#%][\w.#% -]*\](?:#([^#]+)#|([*_]+[^*_]+[*_]+))`)
	rawForm     = lazyregexp.New(`^\+\+\+(.*?)\+\+\+`)
	addressAny  = lazyregexp.New(`^(?:https?://|mailto:)[^\s<>\[\]]*[^\s<>\[\].,;:)!?'"*_|]`)
	entityForm  = lazyregexp.New(`^&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,8});`)
	tags        = lazyregexp.New(`<[^>]*>`)
)

// signs are the names of signs that stand in braces.
var signs = map[string]string{
	"nbsp": " ", "zwsp": "", "wj": "", "empty": "", "blank": "", "sp": " ", "amp": "&", "lt": "<", "gt": ">", "plus": "+", "vbar": "|", "bullet": "•", "deg": "°", "apos": "'", "quot": `"`, "startsb": "[", "endsb": "]", "ldquo": "“", "rdquo": "”", "lsquo": "‘", "rsquo": "’", "asterisk": "*", "tilde": "~", "caret": "^", "backslash": `\`, "backtick": "`", "two-colons": "::", "two-semicolons": ";;", "cpp": "C++", "pp": "++", "ndash": "–", "mdash": "—", "hellip": "…", "middot": "·",
}

func (r *reader) inlineGrammar() inline.Grammar {
	return inline.Grammar{
		Marks: []inline.Mark{
			{Open: "**", Close: "**", Bold: true, Within: true},
			{Open: "*", Close: "*", Bold: true},
			{Open: "__", Close: "__", Italic: true, Within: true},
			{Open: "_", Close: "_", Italic: true},
			{Open: "``", Close: "``", Within: true},
			{Open: "`+", Close: "+`", Verbatim: true},
			{Open: "`", Close: "`"},
			{Open: "##", Close: "##", Within: true},
			{Open: "#", Close: "#"},
			{Open: "^", Close: "^", Within: true},
			{Open: "~", Close: "~", Within: true},
		},
		Special: r.special,
	}
}

// special reads links, names in braces and what is not shown.
func (r *reader) special(rest string) ([]block.Span, int) {
	switch c := rest[0]; c {
	case 'h', 'f', 'i', 'm', 't', 'l', 'k', 'b', 'a', 'x', 'p', 's':
		return r.macro(rest)
	case '{':
		return r.named(rest)
	case '<':
		if m := crossForm.FindStringSubmatch(rest); m != nil {
			return []block.Span{{Text: m[1]}}, len(m[0])
		}
	case '[':
		if m := anchorForm.FindString(rest); m != "" {
			return []block.Span{{}}, len(m)
		}
		if m := roleForm.FindStringSubmatch(rest); m != nil {
			return r.grammar.Spans(block.FirstOf(m[1], m[2])), len(m[0])
		}
	case '+':
		if m := rawForm.FindStringSubmatch(rest); m != nil {
			return []block.Span{{Text: html.UnescapeString(tags.ReplaceAllString(m[1], ""))}}, len(m[0])
		}
	case '\\': // takes a sign for itself
		if len(rest) > 1 && strings.IndexByte("{*_`#<[(:^~", rest[1]) >= 0 {
			return []block.Span{{Text: rest[1:2]}}, 2
		}
	case '&':
		if m := entityForm.FindString(rest); m != "" {
			return []block.Span{{Text: html.UnescapeString(m)}}, len(m)
		}
	case '(':
		for _, s := range []struct{ in, out string }{{"(C)", "©"}, {"(R)", "®"}, {"(TM)", "™"}} {
			if strings.HasPrefix(rest, s.in) {
				return []block.Span{{Text: s.out}}, len(s.in)
			}
		}
	case '-':
		if strings.HasPrefix(rest, "-- ") {
			return []block.Span{{Text: "— "}}, len("-- ")
		}
	}
	return nil, 0
}

// macro reads "https://a.example[text]" and its like.
func (r *reader) macro(rest string) ([]block.Span, int) {
	if m := macroForm.FindStringSubmatch(rest); m != nil {
		text, _, _ := strings.Cut(strings.Trim(m[2], `"`), ",window=")
		text = strings.TrimSuffix(strings.TrimSpace(text), "^")
		url := strings.Replace(strings.Replace(m[1], "mailto://", "mailto:", 1), "tel://", "tel:", 1)
		text = block.FirstOf(text, strings.TrimPrefix(strings.TrimPrefix(url, "mailto:"), "tel:"))
		return linked(r.grammar.Spans(text), url), len(m[0])
	}
	if m := linkMacro.FindStringSubmatch(rest); m != nil {
		return linked(r.grammar.Spans(block.FirstOf(strings.TrimSuffix(m[2], "^"), m[1])), m[1]), len(m[0])
	}
	if m := pictureForm.FindStringSubmatch(rest); m != nil {
		kind, _, _ := strings.Cut(m[0], ":")
		switch kind {
		case "image", "icon", "indexterm", "anchor":
			return []block.Span{{}}, len(m[0])
		case "footnote":
			return []block.Span{{Text: " (" + m[2] + ")"}}, len(m[0])
		}
		return []block.Span{{Text: html.UnescapeString(tags.ReplaceAllString(m[2], ""))}}, len(m[0])
	}
	if m := addressAny.FindString(rest); m != "" {
		return []block.Span{{Text: strings.TrimPrefix(m, "mailto:"), URL: m}}, len(m)
	}
	return nil, 0
}

func linked(spans []block.Span, url string) []block.Span {
	for i := range spans {
		spans[i].URL = inline.Address(url)
	}
	return spans
}

// named reads "{email}".
func (r *reader) named(rest string) ([]block.Span, int) {
	m := nameForm.FindStringSubmatch(rest)
	if m == nil {
		return nil, 0
	}
	name := strings.ToLower(m[1])
	if value, ok := r.attributes[name]; ok {
		delete(r.attributes, name) // not within itself
		spans := r.grammar.Spans(value)
		r.attributes[name] = value
		return spans, len(m[0])
	}
	if s, ok := signs[name]; ok {
		return []block.Span{{Text: s}}, len(m[0])
	}
	return nil, 0
}
