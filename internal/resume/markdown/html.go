package markdown

import (
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// unseenForm is front matter of any kind, HTML, a definition of a link, or the title of
// one.
var unseenForm = regexp.MustCompile(`\A\s*(?:---|\+\+\+)[ \t]*\n|<[!?/A-Za-z][^@>]*>|<!--|(?m:^[ \t>]{0,8}\[[^\]]+\]:)|\]\([^)\s]+\s+["'(]|(?m:^[ \t]*(?:\x60{3,}|~{3,})[^\n]*\S\s+\S)`)

// rawHTML is the text of a tag with the place in the source where its last line
// begins.
func (r *reader) rawHTML(tag *ast.RawHTML) (html string, at int) {
	var b strings.Builder
	for i := range tag.Segments.Len() {
		seg := tag.Segments.At(i)
		b.Write(seg.Value(r.src))
		at = seg.Start
	}
	return b.String(), at
}

// restyle sets what a tag opens or closes: bold type, a link to the web.
func restyle(s *block.Span, html string) {
	m := htmlStyle.FindStringSubmatch(html)
	if m == nil {
		return
	}
	switch href := htmlHref.FindStringSubmatch(html); {
	case strings.ToLower(m[2]) != "a":
		s.Bold = m[1] == ""
	case m[1] != "":
		s.URL = ""
	case href != nil && field.WebAddress(href[1]):
		s.URL = href[1]
	}
}

var (
	htmlTag     = regexp.MustCompile(`(?s)<!--.*?-->|<[^>]*>`)
	htmlHeading = regexp.MustCompile(`(?i)<h([1-6])[\s>]`)
	htmlItem    = regexp.MustCompile(`(?i)<li[\s>]`)
	htmlBreaks  = regexp.MustCompile(`(?i)<br\s*/?>`)
	htmlCell    = regexp.MustCompile(`(?i)</t[dh]\s*>`)
	htmlStyle   = regexp.MustCompile(`(?i)<(/?)(a|b|strong)(?:\s[^>]*)?>`)
	htmlHref    = regexp.MustCompile(`(?i)href\s*=\s*["']([^"']+)["']`)
	htmlHidden  = regexp.MustCompile(`(?is)<(?:style|script)[\s>].*?</(?:style|script)>`)
)

// htmlSpans reads the text of a line of HTML with its links and bold type.
func htmlSpans(l string) []block.Span {
	l = htmlCell.ReplaceAllString(l, "\t")
	var out []block.Span
	var style block.Span
	at := 0
	add := func(end int) {
		s := style
		s.Text = html.UnescapeString(htmlTag.ReplaceAllString(l[at:end], ""))
		if s.Text != "" {
			out = append(out, s)
		}
	}
	for _, m := range htmlStyle.FindAllStringSubmatchIndex(l, -1) {
		add(m[0])
		at = m[1]
		tag, closes := strings.ToLower(l[m[4]:m[5]]), m[2] < m[3]
		switch {
		case tag != "a":
			style.Bold = !closes
		case closes:
			style.URL = ""
		default:
			if href := htmlHref.FindStringSubmatch(l[m[0]:m[1]]); href != nil && field.WebAddress(href[1]) {
				style.URL = html.UnescapeString(href[1])
			}
		}
	}
	add(len(l))
	return block.TidySpans(out)
}

// html keeps the text of an HTML block line by line.
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
	blank := func(m string) string { return strings.Repeat("\n", strings.Count(m, "\n")) }
	whole := htmlHidden.ReplaceAllStringFunc(string(r.src[first:last]), blank)
	whole = htmlTag.ReplaceAllStringFunc(whole, func(m string) string {
		if htmlHeading.MatchString(m) || htmlItem.MatchString(m) || htmlBreaks.MatchString(m) || htmlCell.MatchString(m) || htmlStyle.MatchString(m) {
			return m
		}
		return blank(m)
	})
	for i, l := range strings.Split(strings.TrimSuffix(whole, "\n"), "\n") {
		line := r.line(first) + i
		for _, l := range htmlBreaks.Split(l, -1) {
			b := block.Block{Kind: block.Line}
			if m := htmlHeading.FindStringSubmatch(l); m != nil {
				b.Kind, b.Level = block.Heading, int(m[1][0]-'0')
			} else if htmlItem.MatchString(l) {
				b.Kind = block.Item
			}
			b.Spans = htmlSpans(l)
			b.Raw = block.Display(block.Text(b.Spans))
			b.Source = r.source(line, line)
			if len(b.Spans) > 0 {
				r.blocks = append(r.blocks, b)
			}
		}
	}
}
