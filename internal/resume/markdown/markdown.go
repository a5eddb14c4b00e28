// Package markdown reads Markdown into blocks, with the front matter and the HTML that
// stand in it.
package markdown

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/typography"
)

// Is tells a text that is Markdown whatever it is called: it has headings of that and
// words in its bold type.
func Is(data []byte) bool { return atx.Match(data) && strong.Match(data) }

var (
	atx    = regexp.MustCompile(`(?m)^#{1,4} \S`)
	strong = regexp.MustCompile(`(?m)(?:^|\s)(?:\*\*\S[^*\n]*\*\*|__\S[^_\n]*__)(?:\s|$)`)
)

// Read reads CommonMark with tables and definition lists. Of YAML
// front matter it reads what tells who it is and how to reach them; HTML keeps its
// text.
func Read(path string, data []byte) ([]block.Block, error) {
	if line, err := overlong(data); err != nil {
		return nil, resume.Problem{Path: path, Line: line, Err: err}
	}
	src := spacedHeadings(blankFrontMatter(data))
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.DefinitionList))
	r := &reader{path: path, src: src, lines: lineStarts(src)}
	for i := range r.lines {
		if l := r.sourceLine(i + 1); strings.Contains(strings.TrimSpace(l), " ") {
			r.width = max(r.width, block.RuneLen(l))
		}
	}
	r.children(md.Parser().Parse(text.NewReader(src)), place{})
	if r.err != nil {
		return nil, r.err
	}
	if form.Match(data) {
		r.told()
		return r.blocks, nil
	}
	typography.BoldHeadings(r.blocks)
	return append(readFrontMatter(path, data), r.blocks...), nil
}

// spacedHeadings writes "##Work" as "## Work": people forget the blank.
func spacedHeadings(src []byte) []byte {
	src = tightHeading.ReplaceAll(src, []byte("$1 $2"))
	if m := tightTitle.FindSubmatchIndex(src); m != nil {
		return slices.Insert(src, m[2], ' ')
	}
	return src
}

var (
	tightHeading = regexp.MustCompile(`(?m)^(#{2,6})(\pL[^\n#]*)$`)
	tightTitle   = regexp.MustCompile(`\A\s*#(\pL)[^\n#]*(?:\n|\z)`) // further down it may be a tag
)

// place is where in the document's nesting a block stands.
type place struct {
	depth int // of list items
	quote bool
	item  bool // the next paragraph is the text of a list item
}

type reader struct {
	path   string
	src    []byte
	lines  []int // offset of each line's first byte
	blocks []block.Block
	last   int // last line seen, for blocks that carry no position
	width  int // of the longest line of several words, in characters
	err    error
}

// Unseen tells comments, front matter and what browsers do not show.
func Unseen(data []byte) bool {
	return unseenForm.Match(data)
}

func lineStarts(src []byte) []int {
	starts := []int{0}
	for i, c := range src {
		if c == '\n' && i+1 < len(src) {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// line is the number, from 1, of the line that holds offset.
func (r *reader) line(offset int) int {
	return sort.Search(len(r.lines), func(i int) bool { return r.lines[i] > offset })
}

// sourceLine is a line of the file, from 1, without the blanks at its end.
func (r *reader) sourceLine(line int) string {
	to := len(r.src)
	if line < len(r.lines) {
		to = r.lines[line]
	}
	return strings.TrimRight(string(r.src[r.lines[line-1]:to]), " \t\r\n")
}

func (r *reader) children(n ast.Node, at place) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.node(c, at)
		if at.item {
			at.item = false // only the first paragraph is the item itself
		}
	}
}

func (r *reader) node(n ast.Node, at place) {
	switch n := n.(type) {
	case *ast.Heading:
		r.paragraph(n, block.Heading, n.Level)
	case *ast.Paragraph, *ast.TextBlock:
		switch {
		case at.item:
			r.paragraph(n, block.Item, at.depth-1)
		case at.quote:
			r.paragraph(n, block.Quote, 0)
		default:
			r.paragraph(n, block.Line, at.depth)
		}
	case *ast.List:
		at.depth++
		r.children(n, at)
	case *ast.ListItem:
		at.item = true
		r.children(n, at)
	case *ast.Blockquote:
		at.quote = true
		r.children(n, at)
	case *extast.DefinitionTerm:
		r.paragraph(n, block.Term, 0)
	case *extast.Table:
		r.table(n)
	case *ast.ThematicBreak:
		r.blocks = append(r.blocks, block.Block{Kind: block.Rule, Source: r.source(r.last+1, r.last+1)})
	case *ast.HTMLBlock:
		r.html(n)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		r.verbatim(n)
	default:
		r.children(n, at)
	}
}

func (r *reader) source(first, last int) resume.Source {
	first = min(max(first, 1), len(r.lines))
	last = min(max(last, first), len(r.lines))
	r.last = last
	return resume.Source{Path: r.path, Start: first, End: last}
}

// paragraph adds a block for each line of n that ends in a line break.
func (r *reader) paragraph(n ast.Node, kind block.Kind, level int) {
	segs := n.Lines()
	if segs.Len() == 0 {
		return
	}
	runs := r.inline(n)
	first, last := r.line(segs.At(0).Start), r.line(segs.At(segs.Len()-1).Start)
	for _, p := range r.splitRuns(runs) {
		end := last
		if p.breakAt >= 0 {
			end = min(r.line(p.breakAt), last)
		}
		if len(p.spans) > 0 {
			r.blocks = append(r.blocks, block.Block{Kind: kind, Level: level, Spans: p.spans, Source: r.source(first, end), Raw: r.rawLines(segs, first, end)})
		}
		if p.breakAt >= 0 {
			first = min(end+1, last)
		}
	}
}

// rawLines gives the part of segs on lines first to last as raw text.
func (r *reader) rawLines(segs *text.Segments, first, last int) string {
	var out []string
	for i := range segs.Len() {
		s := segs.At(i)
		if l := r.line(s.Start); l >= first && l <= last {
			out = append(out, plainRaw(string(s.Value(r.src))))
		}
	}
	return strings.Join(out, "\n")
}

var rawComment = regexp.MustCompile(`<!--.*?-->`)

func (r *reader) table(t *extast.Table) {
	var header []string
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		var cells [][]block.Span
		var names []string
		line := 0
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			if c.Lines().Len() > 0 && line == 0 {
				line = r.line(c.Lines().At(0).Start)
			}
			var spans []block.Span
			for _, p := range r.splitRuns(r.inline(c)) {
				if len(spans) > 0 && len(p.spans) > 0 {
					spans = append(spans, block.Span{Text: "; "})
				}
				spans = append(spans, p.spans...)
			}
			cells = append(cells, spans)
			names = append(names, block.Text(spans))
		}
		if _, ok := row.(*extast.TableHeader); ok {
			header = names
			if line > 0 {
				r.source(line, line+1)
			}
			continue
		}
		if line == 0 || strings.TrimSpace(strings.Join(names, "")) == "" {
			continue
		}
		r.blocks = append(r.blocks, block.Block{Kind: block.Row, Cells: cells, Header: header, Source: r.source(line, line), Raw: plainRaw(r.sourceLine(line))})
	}
}

// verbatim keeps the lines of a code block.
func (r *reader) verbatim(n ast.Node) {
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		s := strings.TrimSpace(string(seg.Value(r.src)))
		if s == "" {
			continue
		}
		line := r.line(seg.Start)
		r.blocks = append(r.blocks, block.Block{Kind: block.Line, Spans: block.TidySpans([]block.Span{{Text: s}}), Source: r.source(line, line), Raw: s})
	}
}
