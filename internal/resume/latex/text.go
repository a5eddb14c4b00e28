package latex

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// ligatures writes what TeX makes of signs that follow each other; in German, of
// those behind quotation marks too.
func ligatures(german bool) *strings.Replacer {
	pairs := []string{"---", "—", "--", "–", "``", "“", "''", "”", ",,", "„", "`", "‘"}
	if german {
		pairs = append(pairs, `"a`, "ä", `"o`, "ö", `"u`, "ü", `"A`, "Ä", `"O`, "Ö", `"U`, "Ü", `"s`, "ß", "\"`", "„", `"'`, "“", `"-`, "", `"=`, "-", `"~`, "-", `""`, "")
	}
	return strings.NewReplacer(pairs...)
}

// lengthForm is a length or number, which is no text.
var lengthForm = lazyregexp.New(`^-?(?:\d{1,3}(?:[.,]\d+)?|[.,]\d+)?\s*(?:pt|em|ex|cm|mm|in|px|sp|bp|\\\w+)?$`)

// handmade is a sign for a list item that is written as text.
var handmade = lazyregexp.New(`^[•◦▪‣●○·∙⋄][ \t]*`)

func (r *reader) text(s string) {
	if s == "" || r.preamble && !r.inline {
		return
	}
	if r.first == 0 {
		r.first = r.in.line
	}
	r.last = r.in.line
	if r.style.unseen != "" {
		r.hide(s)
		return
	}
	if len(r.tail) > 0 && r.tailed != r.style.Span {
		r.gather()
	}
	r.tailed = r.style.Span
	r.length += len(s)
	if r.tail = append(r.tail, s...); !r.inline && r.length > block.MaxParagraph {
		r.flush()
	}
}

// gather makes a span of the text that was read.
func (r *reader) gather() []block.Span {
	if len(r.tail) > 0 {
		span := r.tailed
		span.Text = string(r.tail)
		r.spans, r.tail = block.AppendSpan(r.spans, span), nil
	}
	return r.spans
}

// hide notes text that nobody sees.
func (r *reader) hide(text string) {
	if r.unseen.How == "" {
		r.unseen = block.Block{Kind: block.Hidden, How: r.style.unseen, Spans: []block.Span{{}}, Source: r.source(r.in.line, r.in.line)}
	}
	if before := r.unseen.Spans[0].Text; before != "" && r.in.line > r.unseen.Source.End {
		text = " " + text
	}
	r.unseen.Spans = []block.Span{{Text: r.unseen.Spans[0].Text + text}}
	r.unseen.Source.End = max(r.unseen.Source.End, r.in.line)
	if len(r.unseen.Spans[0].Text) > block.MaxParagraph && !r.inline {
		r.flush()
	}
}

// ending is the last letter of the paragraph, a line end where it has none.
func (r *reader) ending() rune {
	if len(r.tail) > 0 {
		c, _ := utf8.DecodeLastRune(r.tail)
		return c
	}
	if k := len(r.spans) - 1; k >= 0 {
		c, _ := utf8.DecodeLastRuneInString(r.spans[k].Text)
		return c
	}
	return '\n'
}

func (r *reader) blank() {
	if r.style.unseen != "" || !strings.ContainsRune("\n \t", r.ending()) {
		r.text(" ")
	}
}

// gap parts columns.
func (r *reader) gap() {
	if !strings.ContainsRune("\n\t", r.ending()) {
		r.text("\t")
	}
}

// lineBreak ends a line of a paragraph; in one text it becomes a comma.
func (r *reader) lineBreak() {
	if !r.inline {
		r.flush()
		return
	}
	if r.tail = bytes.TrimRight(r.tail, " "); len(r.tail) == 0 && len(r.spans) > 0 {
		k := len(r.spans) - 1
		r.spans[k].Text = strings.TrimRight(r.spans[k].Text, " ")
	}
	switch c := r.ending(); {
	case strings.ContainsRune("\n\t", c):
	case strings.ContainsRune(",;:.-–—|", c):
		r.blank()
	case r.titled:
		r.blank()
	default:
		r.text(", ")
	}
}

// flush ends the paragraph and makes a block of it.
func (r *reader) flush() {
	if r.inline {
		r.lineBreak()
		return
	}
	r.gather()
	p := r.paragraph
	r.paragraph = paragraph{style: p.style, kind: block.Line}
	if p.unseen.How != "" {
		r.blocks = append(r.blocks, p.unseen)
	}
	if r.quoting() {
		r.kind = block.Quote
	}
	spans := block.TidySpans(p.spans)
	if p.kind == block.Line && len(spans) > 0 {
		if m := handmade.FindString(spans[0].Text); m != "" {
			p.kind, p.level = block.Item, max(len(r.lists)-1, 0)
			spans = block.TidySpans(block.CutFront(spans, len(m)))
		}
	}
	if len(spans) == 0 {
		r.kind, r.level = p.kind, p.level
		return
	}
	r.put(p.kind, p.level, p.first, p.last, spans)
}

func (r *reader) put(kind block.Kind, level, first, last int, spans []block.Span) {
	r.blocks = append(r.blocks, block.Block{Kind: kind, Level: level, Spans: spans, Source: r.source(first, last)})
}

func (r *reader) source(first, last int) resume.Source {
	first = max(first, 1)
	return resume.Source{Path: r.path, Start: first, End: max(first, last)}
}

// one reads tokens as one text.
func (r *reader) one(toks []token) []block.Span {
	saved, inline, formula := r.paragraph, r.inline, r.formula
	r.paragraph, r.inline, r.formula = paragraph{style: style{unseen: saved.style.unseen}, unseen: saved.unseen}, true, false
	r.within(toks)
	spans, unseen := r.gather(), r.unseen
	r.paragraph, r.inline, r.formula = saved, inline, formula
	r.unseen = unseen
	if k := len(spans) - 1; k >= 0 {
		spans[k].Text = strings.TrimSuffix(spans[k].Text, ", ")
	}
	return block.TidySpans(spans)
}

func (r *reader) plain(toks []token) string { return block.Display(block.Plain(r.one(toks))) }

// flat is a text without commands, as addresses are written.
func flat(toks []token) string {
	var out strings.Builder
	for _, t := range toks {
		switch {
		case t.kind == command && len(t.text) == 1 && !letter(t.text[0]):
			out.WriteString(t.text)
		case t.kind == command && (t.text == "textasciitilde" || t.text == "nobreakspace"):
			out.WriteString("~")
		case t.kind == command:
			out.WriteString(`\` + t.text)
		case t.kind == cell:
			out.WriteString("&")
		case t.kind == word && t.text == "" || t.kind == open || t.kind == shut:
		default:
			out.WriteString(t.text)
		}
	}
	return strings.TrimSpace(out.String())
}

// lastLine is the last line that tokens stand on, or line.
func lastLine(line int, args ...[]token) int {
	for _, a := range args {
		if len(a) > 0 {
			line = max(line, a[len(a)-1].line)
		}
	}
	return line
}
