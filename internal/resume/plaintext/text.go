// Package plaintext reads text without markup into blocks, by its blanks, capitals,
// rules and bullets.
package plaintext

import (
	"strings"
	"unicode"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// Read reads plain text: headings in capitals, underlined or known by their
// words; bullets of every kind; wrapped lines joined again; columns set apart by
// tabs or blanks.
func Read(path string, data []byte) ([]block.Block, error) {
	r := &reader{path: path, lines: strings.Split(string(data), "\n")}
	for r.at < len(r.lines) {
		r.next()
	}
	return r.blocks, nil
}

type reader struct {
	path    string
	lines   []string
	at      int // index of the line to be read
	blocks  []block.Block
	indents []int  // columns of the bullets above, outermost first
	marks   string // that headings are underlined with, outermost first
	deep    bool   // the last heading is below those of sections
}

var (
	bulletForm = lazyregexp.New(`^([ \t]*)([-*+•‣▪●○◦·∙■□▸►➢➤✓✔–—>»]|o|\(?\d{1,2}[.)]|[a-z]\))([ \t]+)(\S.*)$`)
	underline  = lazyregexp.New(`^[ \t]*(?:={3,}|-{3,}|~{3,}|\^{3,}|\+{4,}|_{3,}|\*{3,}|—{2,}|–{2,}|─{3,}|━{3,}|═{3,}|#{3,})[ \t]*$`)
	decoration = lazyregexp.New(`^(?:[=\-~*#_:>•|]{2,}|\[|#)\s*(.*?)\s*(?:[=\-~*#_:<•|]{2,}|\]|#)?$`)
)

// next reads the block at r.at.
func (r *reader) next() {
	line := r.lines[r.at]
	trimmed := strings.TrimSpace(line)
	switch {
	case trimmed == "":
		r.at++
	case underline.MatchString(line):
		r.emit(block.Rule, 0, r.at, r.at+1, "")
		r.at++
	case r.heading(trimmed):
	case r.labelled(trimmed):
	case bulletForm.MatchString(line) && !field.StartsWithPhone(trimmed):
		r.bullet()
	default:
		r.paragraph()
	}
}

func (r *reader) emit(kind block.Kind, level, from, to int, text string) {
	if text == "" && kind != block.Rule {
		return
	}
	var raw []string
	for _, l := range r.lines[from:to] {
		if l = strings.TrimSpace(l); l != "" {
			raw = append(raw, l)
		}
	}
	spans := block.TidySpans([]block.Span{{Text: text}})
	r.blocks = append(r.blocks, block.Block{
		Kind: kind, Level: level, Spans: spans, Raw: strings.Join(raw, "\n"),
		Source: resume.Source{Path: r.path, Start: from + 1, End: to},
	})
}

func (r *reader) line(i int) string {
	if i < 0 || i >= len(r.lines) {
		return ""
	}
	return strings.TrimSpace(r.lines[i])
}

// heading reads a heading and reports whether there is one.
func (r *reader) heading(trimmed string) bool {
	if bulletForm.MatchString(r.lines[r.at]) && !decorated(trimmed) {
		return false
	}
	trimmed = block.Unspaced(trimmed)
	first := len(r.blocks) == 0 || onlyRules(r.blocks)
	level := 2
	if first && field.LooksLikeName(field.TitleCase(trimmed)) {
		level = 1
	}
	text, used := trimmed, 1
	_, _, dated := resume.FindPeriod(trimmed)
	apart := r.line(r.at-1) == "" || underline.MatchString(r.line(r.at-1))
	followed := r.line(r.at+1) != ""
	switch {
	case underline.MatchString(r.line(r.at+1)) && (block.RuneLen(trimmed) <= 60 && !dated && !strings.HasSuffix(trimmed, ".") && !strings.ContainsAny(trimmed, "@|") || apart && block.RuneLen(trimmed) == block.RuneLen(r.line(r.at+1))):
		used = 2
		if level > 1 {
			level = r.underlined(trimmed)
		}
	case atxHeading.MatchString(trimmed):
		m := atxHeading.FindStringSubmatch(trimmed)
		text, level = m[2], len(m[1])
	case decorated(trimmed):
		text = strings.Trim(decoration.FindStringSubmatch(trimmed)[1], " :")
	case dated || strings.ContainsAny(trimmed, "@|\t") || strings.Contains(trimmed, "  "):
		return false
	case field.IsCapitals(trimmed):
		if _, known := field.SectionKind(trimmed); !known && !first && followed {
			return false // "ACME CORPORATION" above its dates
		}
	case apart && !first && len(strings.Fields(trimmed)) <= 4 && field.OnlySectionWords(trimmed):
	case !first && followed && field.SectionName(trimmed) && !strings.HasSuffix(r.line(r.at-1), ","):
	default:
		return false
	}
	text = strings.TrimRight(text, " :")
	if field.IsCapitals(text) {
		text = field.TitleCase(text)
	}
	r.indents = nil
	r.emit(block.Heading, level, r.at, r.at+used, text)
	r.deep = level > 2
	r.at += used
	return true
}

// atxHeading is a heading as Markdown has it: "### Nurse at Acme".
var atxHeading = lazyregexp.New(`^(#{1,6})[ \t]+(\S.*?)[ \t#]*$`)

// underlined is the level of a heading with a line below it. Those that name a
// section are the outermost; others nest in the order in which their marks are first
// used.
func (r *reader) underlined(heading string) int {
	mark := r.line(r.at + 1)[:1]
	if !strings.Contains(r.marks, mark) {
		r.marks += mark
	}
	if _, known := field.SectionKind(heading); known {
		return 2
	}
	return 2 + strings.Index(r.marks, mark)
}

// labelled reads a section on one line, "Education: GED, 2013", and reports whether
// there is one.
func (r *reader) labelled(trimmed string) bool {
	label, rest, ok := strings.Cut(trimmed, ":")
	if !ok || strings.TrimSpace(rest) == "" || !field.SectionName(label) || len(r.blocks) == 0 || indent(r.lines[r.at]) > 0 || r.line(r.at-1) != "" || r.deep {
		return false
	}
	r.indents = nil
	r.emit(block.Heading, 2, r.at, r.at+1, strings.TrimSpace(label))
	r.blocks[len(r.blocks)-1].Raw = strings.TrimSpace(label)
	r.emit(block.Line, 0, r.at, r.at+1, strings.TrimSpace(rest))
	r.at++
	return true
}

func onlyRules(blocks []block.Block) bool {
	for _, b := range blocks {
		if b.Kind != block.Rule {
			return false
		}
	}
	return true
}

// decorated tells "=== EXPERIENCE ===", "[Skills]" and "## Skills".
func decorated(s string) bool {
	m := decoration.FindStringSubmatch(s)
	if m == nil || m[1] == "" || len(strings.Fields(m[1])) > 6 || strings.HasPrefix(s, "[") != strings.HasSuffix(s, "]") {
		return false
	}
	c := []rune(m[1])[0]
	return unicode.IsLetter(c)
}

// bullet reads a list item with the lines it was wrapped onto.
func (r *reader) bullet() {
	from := r.at
	m := bulletForm.FindStringSubmatch(r.lines[from])
	column := width(m[1])
	for len(r.indents) > 0 && r.indents[len(r.indents)-1] >= column {
		r.indents = r.indents[:len(r.indents)-1]
	}
	level := len(r.indents)
	r.indents = append(r.indents, column)
	text, last := m[4], m[4]
	for r.at++; r.at < len(r.lines) && len(text) < block.MaxParagraph; r.at++ {
		l := r.lines[r.at]
		t := strings.TrimSpace(l)
		if t == "" || bulletForm.MatchString(l) || underline.MatchString(l) || field.IsCapitals(t) && indent(l) <= column {
			break
		}
		if indent(l) <= column && (block.MeantBreak(last, t) || field.KeyForm.MatchString(t) || underline.MatchString(r.line(r.at+1))) {
			break
		}
		if _, _, dated := resume.FindPeriod(t); dated && (indent(l) <= column || gapForm.MatchString(t)) {
			break
		}
		if p, _, dated := resume.FindPeriod(last); dated && last == m[4] && strings.HasSuffix(strings.TrimRight(last, " )."), p.Text) && block.StartsUpper(t) {
			break // "* Nurse, Acme, 2019 – 2021" and what she did there
		}
		text += " " + t
		last = t
	}
	r.emit(block.Item, level, from, r.at, text)
}

func indent(l string) int { return width(l[:len(l)-len(strings.TrimLeft(l, " \t"))]) }

// width counts the columns of leading blanks, a tab as four.
func width(blanks string) int { return len(strings.ReplaceAll(blanks, "\t", "    ")) }

// paragraph reads lines up to the next blank line, heading or bullet; those that
// were wrapped become one block, those that stand for themselves their own.
func (r *reader) paragraph() {
	r.indents = nil
	from := r.at
	text := r.line(from)
	for r.at++; r.at < len(r.lines) && len(text) < block.MaxParagraph; r.at++ {
		t, l := r.line(r.at), r.lines[r.at]
		if t == "" || bulletForm.MatchString(l) || underline.MatchString(l) || underline.MatchString(r.line(r.at+1)) || decorated(t) {
			break
		}
		if column := hanging(r.lines[from]); column > 4 && indent(l) == column && !gapForm.MatchString(strings.TrimSpace(r.lines[r.at-1])[min(column, len(strings.TrimSpace(r.lines[r.at-1]))):]) && !block.MeantBreak(r.lines[r.at-1], t) && !field.KeyForm.MatchString(t) {
			text += " " + t
			continue
		}
		if r.standsAlone(r.line(r.at-1), t) || len(r.blocks) == 0 && r.at == from+1 && field.NameLine(text) {
			break
		}
		text += " " + t
	}
	r.emit(block.Line, 0, from, r.at, text)
}

// hanging is the column of the text after the date or label that stands left of
// it, where the lines it was wrapped onto begin; 0 where nothing does.
func hanging(line string) int {
	m := hangingForm.FindStringIndex(line)
	if m == nil {
		return 0
	}
	return block.RuneLen(strings.ReplaceAll(line[:m[1]], "\t", "    "))
}

var gapForm = lazyregexp.New(`\t|\S {3,}\S`)

var hangingForm = lazyregexp.New(`^\S(?:\S| \S){0,30}(?:\s{2,}|\t)`)

// leaders lead the eye from one column to the next.
var leaders = lazyregexp.New(`\S\s?[-.]{4,}\s?\S`)

// standsAlone tells that two lines in a row are two statements.
func (r *reader) standsAlone(prev, line string) bool {
	columns := func(s string) bool {
		return strings.ContainsAny(s, "\t|") || strings.Contains(s, "   ") || leaders.MatchString(s)
	}
	_, _, dated := resume.FindPeriod(line)
	_, _, datedPrev := resume.FindPeriod(prev)
	reach := func(s string) bool {
		return block.RuneLen(s) < 60 && (field.EmailForm.MatchString(s) || field.UrlForm.MatchString(s) && len(strings.Fields(s)) == 1)
	}
	return block.MeantBreak(prev, line) || reach(line) || reach(prev) || columns(line) || columns(prev) || field.KeyForm.MatchString(line) || field.KeyForm.MatchString(prev) && block.RuneLen(prev) < block.WrapWidth && !block.StartsLower(line) ||
		field.IsCapitals(line) || field.IsCapitals(prev) || dated && block.RuneLen(line) < 100 && !strings.HasSuffix(line, ".") || datedPrev && block.RuneLen(prev) < 100 && !strings.HasSuffix(prev, ",") && !block.StartsLower(line)
}
