package rst

import (
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/inline"
)

// hidden are the directives that show nothing of their text.
var hidden = []string{
	"image", "raw", "include", "contents", "meta", "header", "footer", "role", "default-role", "sectnum", "section-numbering",
	"target-notes", "highlight", "only", "toctree", "index", "tags", "title", "date", "comment", "default-domain", "post", "author", "slug", "todo", "math",
}

// literal are the directives whose text is shown as it stands.
var literal = []string{"code", "code-block", "sourcecode", "parsed-literal", "highlights"}

// explicit reads what begins with "..": a directive, or what is not shown.
func (r *reader) explicit(lines []line, depth int, quoted bool) int {
	n := 1
	if len(lines) > 1 && lines[1].text == "" && lines[0].text == ".." {
		return 1 // an empty comment takes nothing with it
	}
	n = indented(lines, 1)
	text := lines[0].text
	if m := footnote.FindStringSubmatch(text); m != nil {
		inner := dedent(slices.Concat([]line{{strings.Repeat(" ", 3) + m[2], lines[0].number}}, lines[1:n]))
		r.body(inner, depth+1, quoted)
		return n
	}
	m := directive.FindStringSubmatch(text)
	if m == nil {
		return n // a comment, a target, what stands for |a word|
	}
	name, argument, content := strings.ToLower(m[1]), m[2], dedent(lines[1:n])
	for len(content) > 0 && (fieldForm.MatchString(content[0].text)) { // options
		k := indented(content, 1)
		content = content[k:]
	}
	first := lines[0].number
	switch {
	case name == "list-table":
		r.listTable(argument, content, optioned(lines[1:n], "header-rows"), first)
	case name == "csv-table":
		r.csvTable(lines[1:n], content, first)
	case slices.Contains(hidden, name):
	case name == "figure":
		r.body(content, depth+1, false)
	case slices.Contains(literal, name):
		r.verbatim(content)
	case name == "class" || name == "container" || name == "compound" || name == "cssclass" || name == "rst-class" || name == "table":
		r.body(content, depth+1, quoted)
	case name == "epigraph" || name == "pull-quote":
		r.body(argumentFirst(argument, first, content), depth+1, true)
	case name == "line-block":
		r.verbatim(content)
	case name == "rubric" || name == "topic" || name == "sidebar" || name == "centered":
		r.put(block.Line, 0, first, first, "**"+argument+"**")
		r.body(content, depth+1, quoted)
	default:
		r.body(argumentFirst(argument, first, content), depth+1, quoted)
	}
	return n
}

func argumentFirst(argument string, number int, content []line) []line {
	if argument == "" {
		return content
	}
	return slices.Concat([]line{{argument, number}}, content)
}

// optioned tells that a directive has an option.
func optioned(lines []line, name string) bool {
	return slices.ContainsFunc(lines, func(l line) bool { return strings.HasPrefix(strings.TrimSpace(l.text), ":"+name+":") })
}

var (
	roleForm   = lazyregexp.New(`^:([\w.+:-]+):\x60([^\x60]+)\x60`)
	linkForm   = lazyregexp.New(`^\x60([^\x60<]*?)\s*(?:<([^>\x60]+)>)?\x60(__?)?(:[\w-]+:)?`)
	refForm    = lazyregexp.New(`^([\p{L}\d]+(?:[-_.:+][\p{L}\d]+)*)__?(?:$|[^\p{L}\d_])`)
	wordForm   = lazyregexp.New(`^\|([^|\s](?:[^|]*[^|\s])?)\|(?:__?)?`)
	noteForm   = lazyregexp.New(`^\[[^\]]{1,20}\]_`)
	addressAny = lazyregexp.New(`^(?:https?://|mailto:)[^\s<>\x60]*[^\s<>\x60.,;:)\]!?'"*_|]`)
)

// inlineGrammar is what stands within lines.
func (r *reader) inlineGrammar() inline.Grammar {
	return inline.Grammar{
		Escapes: true,
		Marks: []inline.Mark{
			{Open: "**", Close: "**", Bold: true},
			{Open: "*", Close: "*", Italic: true},
			{Open: "``", Close: "``", Verbatim: true},
		},
		Special: r.special,
	}
}

// special reads roles, links, references and what stands for |words|.
func (r *reader) special(rest string) ([]block.Span, int) {
	switch c := rest[0]; {
	case c == ':':
		if m := roleForm.FindStringSubmatch(rest); m != nil {
			s := block.Span{Text: m[2], Bold: m[1] == "strong", Italic: m[1] == "emphasis"}
			if text, url, ok := strings.Cut(strings.TrimSuffix(m[2], ">"), " <"); ok {
				s.Text, s.URL = text, inline.Address(url)
			}
			return []block.Span{s}, len(m[0])
		}
	case c == '`' && !strings.HasPrefix(rest, "``"):
		if m := linkForm.FindStringSubmatch(rest); m != nil {
			url := m[2]
			if known, ok := r.targets[block.Folded(strings.TrimSuffix(url, "_"))]; ok && strings.HasSuffix(url, "_") || url == "" && m[3] != "" {
				if url = known; url == "" {
					url = r.targets[block.Folded(m[1])]
				}
			}
			return []block.Span{{Text: block.FirstOf(m[1], m[2]), URL: inline.Address(url)}}, len(m[0])
		}
	case c == '|':
		if m := wordForm.FindStringSubmatch(rest); m != nil {
			if text, ok := r.words[m[1]]; ok {
				return []block.Span{{Text: text}}, len(m[0])
			}
		}
	case c == '[':
		if m := noteForm.FindString(rest); m != "" {
			return nil, len(m)
		}
	case c == 'h' || c == 'm':
		if m := addressAny.FindString(rest); m != "" {
			return []block.Span{{Text: strings.TrimPrefix(m, "mailto:"), URL: m}}, len(m)
		}
	}
	if m := refForm.FindStringSubmatch(rest); m != nil {
		url, ok := r.targets[block.Folded(m[1])]
		if ok {
			n := len(m[1]) + 1
			if strings.HasPrefix(rest[len(m[1]):], "__") {
				n++
			}
			return []block.Span{{Text: m[1], URL: inline.Address(url)}}, n
		}
	}
	return nil, 0
}
