package markdown

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/html"
)

// unseenForm is front matter of any kind, HTML, a definition of a link, or the title of
// one.
var unseenForm = regexp.MustCompile(`\A\s*(?:---|\+\+\+)[ \t]*\n|<[!?/A-Za-z][^@>]*>|<!--|(?m:^[ \t>]{0,8}\[[^\]]+\]:)|\]\([^)\s]+\s+["'(]|(?m:^[ \t]*(?:\x60{3,}|~{3,})[^\n]*\S\s+\S)`)

// rawHTML is the text of a tag with the place in the source where its last line
// begins.
func (r *reader) rawHTML(tag *ast.RawHTML) (text string, at int) {
	var b strings.Builder
	for i := range tag.Segments.Len() {
		seg := tag.Segments.At(i)
		b.Write(seg.Value(r.src))
		at = seg.Start
	}
	return b.String(), at
}

// restyle sets what a tag opens or closes: bold type, a link to the web.
func restyle(s *block.Span, tag string, closes bool, href string) {
	switch tag {
	case "b", "strong":
		s.Bold = !closes
	case "a":
		s.URL = href
	}
}

// html keeps the text of an HTML block.
func (r *reader) html(n *ast.HTMLBlock) {
	first, last := -1, -1
	grow := func(s text.Segment) {
		if s.Stop <= s.Start {
			return
		}
		if first < 0 {
			first = s.Start
		}
		last = max(last, s.Stop)
	}
	for i := range n.Lines().Len() {
		grow(n.Lines().At(i))
	}
	if n.HasClosure() {
		grow(n.ClosureLine)
	}
	if first < 0 {
		return
	}
	blocks, err := html.Fragment(r.path, r.src[first:last], r.line(first))
	if err != nil {
		r.err = err
	}
	for _, b := range blocks {
		b.Source = r.source(b.Source.Start, b.Source.End)
		r.blocks = append(r.blocks, b)
	}
}
