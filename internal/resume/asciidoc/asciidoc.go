// Package asciidoc reads AsciiDoc into blocks: what its processors show, without
// comments, anchors and settings.
package asciidoc

import (
	"regexp"
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/inline"
)

// maxDepth is how deep blocks may stand in one another.
const maxDepth = 20

// Read reads AsciiDoc.
func Read(path string, data []byte) ([]block.Block, error) {
	r := &reader{path: path, lines: strings.Split(strings.ReplaceAll(string(data), "\r", ""), "\n"), attributes: map[string]string{}}
	r.grammar = r.inlineGrammar()
	for r.at < len(r.lines) {
		r.next()
	}
	return r.blocks, nil
}

// Is tells a text that is AsciiDoc whatever it is called: it names its lines as that
// does, "[[skills]]".
func Is(data []byte) bool { return len(anchors.FindAllIndex(data, 2)) > 1 }

var anchors = regexp.MustCompile(`(?m)^\[\[[\w:.-]+(?:,[^\]\n]*)?\]\][ \t\r]*$`)

type reader struct {
	path       string
	lines      []string
	at         int // index of the line to be read
	blocks     []block.Block
	attributes map[string]string
	grammar    inline.Grammar
	signs      []string // of the lists that are being read, outermost first
	section    string
	style      string // of the block that comes next, from "[quote]"
	quoted     bool
	depth      int
}

var (
	title      = lazyregexp.New(`^(={1,6}|#{1,6})\s+(\S.*?)(?:\s+=+)?\s*$`)
	underline  = lazyregexp.New(`^(?:={3,}|-{3,}|~{3,}|\^{3,}|\+{3,})\s*$`)
	attribute  = lazyregexp.New(`^:(!?[\w][\w-]*!?):(?:\s+(.*))?$`)
	settings   = lazyregexp.New(`^\[(?:\[[^\]]*\]|[^\[\]]*)\]\s*$`)
	blockTitle = lazyregexp.New(`^\.([^\s.].*)$`)
	delimiter  = lazyregexp.New(`^(?:={4,}|-{4,}|\*{4,}|_{4,}|\.{4,}|\+{4,}|/{4,}|--|\x60{3,}.*|[|,:!]={3,})\s*$`)
	itemForm   = lazyregexp.New(`^\s*(\*{1,6}|-|\.{1,6}|\d+\.|[a-zA-Z]\.|•|<(?:\d+|\.)>)\s+(\S.*)$`)
	termForm   = lazyregexp.New(`^\s*(\S.*?)(:{2,4}|;;)(?:\s+(.*))?$`)
	directive  = lazyregexp.New(`^(?:include|image|video|audio|toc|ifdef|ifndef|ifeval|endif)::`)
	condition  = lazyregexp.New(`^(ifdef|ifndef)::([\w,+-]+)\[(.*)\]\s*$`)
	authorLine = lazyregexp.New(`^\p{Lu}[\p{L}.'-]*(?: [\p{L}.'-]+){0,3}(?: <[^>]+>)?$`)
	revision   = lazyregexp.New(`^v?\d+\.\d+.*,|^v\d`)
)

func (r *reader) put(kind block.Kind, level, first, last int, text string) {
	spans := r.grammar.Spans(text)
	if len(spans) == 0 && kind != block.Rule {
		return
	}
	r.blocks = append(r.blocks, block.Block{Kind: kind, Level: level, Spans: spans, Source: r.source(first, last)})
}

// source gives lines by their indexes.
func (r *reader) source(first, last int) resume.Source {
	return resume.Source{Path: r.path, Start: first + 1, End: max(first, last) + 1}
}

func (r *reader) line(i int) string {
	if i < 0 || i >= len(r.lines) {
		return ""
	}
	return strings.TrimRight(r.lines[i], " \t")
}

// next reads what begins at r.at.
func (r *reader) next() {
	line := r.line(r.at)
	switch {
	case line == "":
		r.at++
	case line == "+": // goes on with the list item
		r.at++
	case strings.HasPrefix(line, "//") && !strings.HasPrefix(line, "////"):
		r.at++
	case attribute.MatchString(line):
		r.set()
	case condition.MatchString(line):
		r.conditional()
	case directive.MatchString(line):
		r.at++
	case settings.MatchString(line):
		r.style = strings.Trim(line, "[]")
		r.at++
	case delimiter.MatchString(line):
		r.delimited()
	case line == "'''" || line == "---" || line == "***" || line == "<<<":
		r.put(block.Rule, 0, r.at, r.at, "")
		r.at++
	case r.heading():
	case blockTitle.MatchString(line) && !itemForm.MatchString(line):
		r.put(block.Line, 0, r.at, r.at, "*"+blockTitle.FindStringSubmatch(line)[1]+"*")
		r.at++
	case itemForm.MatchString(line) && !field.StartsWithPhone(strings.TrimSpace(line)):
		r.item()
	case termForm.MatchString(line):
		r.term()
	default:
		r.paragraph()
	}
}

// set reads ":name: value", which other places refer to.
func (r *reader) set() {
	m := attribute.FindStringSubmatch(r.line(r.at))
	name, value := strings.ToLower(strings.Trim(m[1], "!")), m[2]
	r.at++
	for (strings.HasSuffix(value, " \\") || strings.HasSuffix(value, " +")) && r.at < len(r.lines) {
		value = strings.TrimSuffix(strings.TrimSuffix(value, " \\"), " +") + " " + strings.TrimSpace(r.line(r.at))
		r.at++
	}
	if strings.Contains(m[1], "!") {
		delete(r.attributes, name)
	} else {
		r.attributes[name] = value
	}
}

// conditional reads or passes over what stands up to endif.
func (r *reader) conditional() {
	m := condition.FindStringSubmatch(r.line(r.at))
	show := slices.ContainsFunc(strings.FieldsFunc(m[2], func(c rune) bool { return c == ',' || c == '+' }), func(name string) bool {
		_, is := r.attributes[strings.ToLower(name)]
		return is == (m[1] == "ifdef") || strings.Contains(name, "backend") // one of them shows it
	})
	if m[3] != "" { // on one line
		if r.lines[r.at] = m[3]; !show {
			r.lines[r.at] = ""
		}
		return
	}
	r.at++
	for depth := 0; !show && r.at < len(r.lines); r.at++ {
		switch line := r.line(r.at); {
		case strings.HasPrefix(line, "endif::") && depth == 0:
			r.at++
			return
		case strings.HasPrefix(line, "endif::"):
			depth--
		case condition.MatchString(line) && strings.HasSuffix(line, "[]"):
			depth++
		}
	}
}

// heading reads "== Title", or a title with a line below it, with what belongs to the
// title of the document, and reports whether there is one.
func (r *reader) heading() bool {
	line, first := r.line(r.at), r.at
	var text string
	level := 0
	if m := title.FindStringSubmatch(line); m != nil {
		text, level = m[2], len(m[1])
		r.at++
	} else if under := r.line(r.at + 1); underline.MatchString(under) && !strings.HasPrefix(line, ".") && strings.TrimLeft(line, " \t") == line && near(block.RuneLen(r.shown(line)), len(under), block.RuneLen(line)) {
		text, level = line, 1+strings.IndexByte("=-~^+", under[0])
		r.at += 2
	} else {
		return false
	}
	r.signs, r.style = nil, ""
	r.section = text
	r.put(block.Heading, level, first, r.at-1, text)
	if level == 1 && len(r.blocks) <= 1 {
		r.author()
	}
	return true
}

// shown is how a line looks without its marks.
func (r *reader) shown(line string) string { return block.Plain(r.grammar.Spans(line)) }

// near tells that a line below a title is about as long as it, with or without marks.
func near(shown, under, written int) bool {
	close := func(n int) bool { return n-under <= 2 && under-n <= 2 }
	return close(shown) || close(written)
}

// author reads the lines below the title of the document: who wrote it, and when.
func (r *reader) author() {
	if line := r.line(r.at); authorLine.MatchString(line) {
		for _, one := range strings.Split(line, ";") {
			name, mail, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(one), ">"), " <")
			r.attributes["author"], r.attributes["email"] = strings.TrimSpace(name), mail
			if !strings.Contains(block.Folded(r.section), block.Folded(name)) {
				r.put(block.Line, 0, r.at, r.at, name)
			}
			if mail != "" {
				r.put(block.Line, 0, r.at, r.at, "Email: "+mail)
			}
		}
		if r.at++; revision.MatchString(r.line(r.at)) {
			r.at++
		}
	}
}

// delimited reads a block between two lines of signs.
func (r *reader) delimited() {
	fence, first, style := r.line(r.at), r.at, r.style
	r.style = ""
	end := r.at + 1
	for end < len(r.lines) && r.line(end) != fence && !(strings.HasPrefix(fence, "```") && r.line(end) == "```") {
		end++
	}
	inner := func(quoted bool) {
		if r.depth++; r.depth > maxDepth {
			r.at = end + 1
			r.depth--
			return
		}
		lines, before := r.lines, r.quoted
		r.lines, r.at, r.quoted = lines[:min(end, len(lines))], first+1, quoted || before
		for r.at < len(r.lines) {
			r.next()
		}
		r.lines, r.quoted = lines, before
		r.depth--
	}
	switch {
	case strings.HasPrefix(fence, "////"), strings.HasPrefix(fence, "++++"), strings.HasPrefix(style, "comment"):
	case strings.HasSuffix(fence, "===") && !strings.HasPrefix(fence, "="):
		r.table(first+1, min(end, len(r.lines)), style, fence[:1])
	case strings.HasPrefix(fence, "----"), strings.HasPrefix(fence, "...."), strings.HasPrefix(fence, "```"):
		for i := first + 1; i < min(end, len(r.lines)); i++ {
			if spans := block.TidySpans([]block.Span{{Text: r.lines[i]}}); len(spans) > 0 {
				r.blocks = append(r.blocks, block.Block{Kind: block.Line, Spans: spans, Source: r.source(i, i)})
			}
		}
	default:
		inner(strings.HasPrefix(fence, "____"))
	}
	r.at = min(end+1, len(r.lines))
}

// item reads a list item with the lines it goes on.
func (r *reader) item() {
	m := itemForm.FindStringSubmatch(r.line(r.at))
	sign, first := m[1], r.at
	if c := sign[0]; c >= '0' && c <= '9' || c == '<' || len(sign) == 2 && sign[1] == '.' && c != '.' {
		sign = "1."
	}
	level := slices.Index(r.signs, sign)
	if level < 0 {
		level = len(r.signs)
		r.signs = append(r.signs, sign)
	}
	r.signs = r.signs[:level+1]
	r.at++
	r.text(block.Item, level, first, strings.TrimPrefix(strings.TrimPrefix(m[2], "[x] "), "[ ] "))
}

// term reads "term:: text" of a description list.
func (r *reader) term() {
	m := termForm.FindStringSubmatch(r.line(r.at))
	name, text, first := strings.TrimSpace(m[1]), m[3], r.at
	r.signs = nil
	r.at++
	if text == "" {
		for i := r.at; i < len(r.lines) && i < r.at+2; i++ { // a blank line may stand between
			if l := strings.TrimSpace(r.line(i)); l != "" {
				if r.starts(l) || delimiter.MatchString(l) {
					break
				}
				r.at, text = i+1, l
				break
			}
		}
	}
	for r.at < len(r.lines) && text != "" && !strings.HasSuffix(text, " +") && r.goesOn() {
		text += " " + strings.TrimSpace(r.line(r.at))
		r.at++
	}
	_, _, dated := resume.FindPeriod(r.shown(name))
	_, _, told := resume.FindPeriod(r.shown(text))
	told = told && field.HoldsEntries(kindOf(r.section)) && block.RuneLen(text) < 100
	switch bare := strings.TrimSuffix(text, " +"); {
	case m[2] != "::" && text == "": // of a part of an entry
		r.put(block.Line, 0, first, first, strings.TrimSuffix(name, ":")+":")
	case text == "" || field.HoldsEntries(kindOf(r.section)) && m[2] == "::" && !dated && len(strings.Fields(text)) > 12:
		r.put(block.Term, 0, first, first, name)
		r.put(block.Line, 0, first, r.at-1, bare)
	case dated || told && m[2] == "::":
		r.put(block.Term, 0, first, r.at-1, name+"\t"+bare)
	case strings.HasSuffix(name, ":"):
		r.put(block.Line, 0, first, r.at-1, name+" "+bare)
	default:
		r.put(block.Line, 0, first, r.at-1, name+": "+bare)
	}
}

func kindOf(heading string) resume.SectionKind {
	kind, _ := field.SectionKind(heading)
	return kind
}

// starts tells a line that begins something of its own.
func (r *reader) starts(line string) bool {
	return line == "" || line == "+" || strings.HasPrefix(line, "//") || settings.MatchString(line) || directive.MatchString(line) || itemForm.MatchString(line) || termForm.MatchString(line) || attribute.MatchString(line) || line == "'''" || line == "<<<"
}

// goesOn tells that the line at r.at goes on with the text above.
func (r *reader) goesOn() bool {
	line := r.line(r.at)
	return !r.starts(strings.TrimSpace(line)) && !delimiter.MatchString(line) && !title.MatchString(line) && !underline.MatchString(r.line(r.at+1))
}

// paragraph reads running text.
func (r *reader) paragraph() {
	kind := block.Line
	if r.quoted || strings.HasPrefix(r.style, "quote") || strings.HasPrefix(r.style, "verse") {
		kind = block.Quote
	}
	r.signs = nil
	first := r.at
	r.at++
	r.text(kind, 0, first, strings.TrimSpace(r.line(first)))
}

// text reads a text with the lines it goes on: those broken by " +", or that stand for
// themselves, are blocks of their own.
func (r *reader) text(kind block.Kind, level, first int, text string) {
	_, hard := r.attributes["hardbreaks"]
	hard = hard || strings.Contains(r.style, "%hardbreaks") || strings.HasPrefix(r.style, "verse")
	r.style = ""
	last := text
	for {
		more := r.at < len(r.lines) && len(text) < block.MaxParagraph && r.goesOn()
		broken := strings.HasSuffix(last, " +") || last == "+"
		if !more || broken || hard || kind != block.Item && inline.Apart(last, r.line(r.at)) {
			r.put(kind, level, first, r.at-1, strings.TrimSuffix(text, " +"))
			if kind == block.Item {
				kind, level = block.Line, 0
			}
			text, first = "", r.at
		}
		if !more {
			return
		}
		last = strings.TrimSpace(r.line(r.at))
		text = block.JoinFilled(" ", text, last)
		r.at++
	}
}
