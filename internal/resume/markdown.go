package resume

import (
	"html"
	"regexp"
	"sort"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// readMarkdown reads CommonMark with tables and definition lists. Of YAML
// front matter it reads what tells who it is and how to reach them; HTML keeps its
// text.
func readMarkdown(path string, data []byte) ([]block, error) {
	src := blankFrontMatter(data)
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.DefinitionList))
	r := &markdownReader{path: path, src: src, lines: lineStarts(src)}
	r.children(md.Parser().Parse(text.NewReader(src)), place{})
	boldHeadings(r.blocks)
	return append(readFrontMatter(path, data), r.blocks...), nil
}

// boldHeadings makes headings of the lines that name a section, in bold type or
// capitals, in a file that does not mark its headings as such.
func boldHeadings(blocks []block) {
	marked := 0
	for _, b := range blocks {
		if _, known := sectionKind(spanText(b.spans)); known && b.kind == blockHeading {
			marked++
		}
	}
	for i := range blocks {
		b := &blocks[i]
		text := withoutEmoji(spanText(b.spans))
		if marked < 2 && b.kind == blockLine && b.level == 0 && len(b.spans) > 0 && (bold(b.spans) || isCapitals(text)) && (onlySectionWords(text) || isCapitals(text) && len(strings.Fields(text)) <= 4 && sectionish(text)) {
			b.kind, b.level = blockHeading, 2
			b.spans = []span{{text: strings.TrimRight(unspaced(text), " :")}}
		}
	}
}

func sectionish(s string) bool {
	_, known := sectionKind(s)
	return known && !strings.ContainsAny(s, ",|@")
}

// place is where in the document's nesting a block stands.
type place struct {
	depth int // of list items
	quote bool
	item  bool // the next paragraph is the text of a list item
}

type markdownReader struct {
	path   string
	src    []byte
	lines  []int // offset of each line's first byte
	blocks []block
	last   int // last line seen, for blocks that carry no position
}

// unseenMarkdown tells comments, front matter and what browsers do not show.
func unseenMarkdown(data []byte) bool {
	return unseenForm.Match(data)
}

// unseenForm is front matter of any kind, HTML, a definition of a link, or the title of
// one.
var unseenForm = regexp.MustCompile(`\A\s*(?:---|\+\+\+)[ \t]*\n|<[!?/A-Za-z][^@>]*>|<!--|(?m:^[ \t>]{0,8}\[[^\]]+\]:)|\]\([^)\s]+\s+["'(]|(?m:^[ \t]*(?:\x60{3,}|~{3,})[^\n]*\S\s+\S)`)

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
func (r *markdownReader) line(offset int) int {
	return sort.Search(len(r.lines), func(i int) bool { return r.lines[i] > offset })
}

func (r *markdownReader) children(n ast.Node, at place) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.node(c, at)
		if at.item {
			at.item = false // only the first paragraph is the item itself
		}
	}
}

func (r *markdownReader) node(n ast.Node, at place) {
	switch n := n.(type) {
	case *ast.Heading:
		r.paragraph(n, blockHeading, n.Level)
	case *ast.Paragraph, *ast.TextBlock:
		switch {
		case at.item:
			r.paragraph(n, blockItem, at.depth-1)
		case at.quote:
			r.paragraph(n, blockQuote, 0)
		default:
			r.paragraph(n, blockLine, at.depth)
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
		r.paragraph(n, blockTerm, 0)
	case *extast.Table:
		r.table(n)
	case *ast.ThematicBreak:
		r.blocks = append(r.blocks, block{kind: blockRule, source: r.source(r.last+1, r.last+1)})
	case *ast.HTMLBlock:
		r.html(n)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		r.verbatim(n)
	default:
		r.children(n, at)
	}
}

func (r *markdownReader) source(first, last int) Source {
	first = min(max(first, 1), len(r.lines))
	last = min(max(last, first), len(r.lines))
	r.last = last
	return Source{Path: r.path, Start: first, End: last}
}

// paragraph adds a block for each line of n that ends in a line break.
func (r *markdownReader) paragraph(n ast.Node, kind blockKind, level int) {
	segs := n.Lines()
	if segs.Len() == 0 {
		return
	}
	runs := r.inline(n)
	first, last := r.line(segs.At(0).Start), r.line(segs.At(segs.Len()-1).Start)
	for _, p := range splitRuns(runs) {
		end := last
		if p.breakAt >= 0 {
			end = min(r.line(p.breakAt), last)
		}
		if len(p.spans) > 0 {
			r.blocks = append(r.blocks, block{kind: kind, level: level, spans: p.spans, source: r.source(first, end), raw: r.rawLines(segs, first, end)})
		}
		if p.breakAt >= 0 {
			first = min(end+1, last)
		}
	}
}

// rawLines gives the part of segs on lines first to last as raw text.
func (r *markdownReader) rawLines(segs *text.Segments, first, last int) string {
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

// plainRaw removes emphasis marks, code marks and comments of a source line and
// leaves links, escapes and everything else as written.
func plainRaw(s string) string {
	s = strings.TrimSpace(rawComment.ReplaceAllString(s, ""))
	s = strings.TrimSpace(strings.TrimSuffix(s, "\\"))
	var b strings.Builder
	for i := 0; i < len(s); {
		c := s[i]
		if c == '\\' && i+1 < len(s) {
			b.WriteString(s[i : i+2])
			i += 2
			continue
		}
		if c == ']' && strings.HasPrefix(s[i:], "](") {
			if k := strings.IndexByte(s[i:], ')'); k > 0 {
				b.WriteString(s[i : i+k+1])
				i += k + 1
				continue
			}
		}
		if c != '*' && c != '_' && c != '`' {
			b.WriteByte(c)
			i++
			continue
		}
		j := i
		for j < len(s) && s[j] == c {
			j++
		}
		space := func(k int) bool { return k < 0 || k >= len(s) || s[k] == ' ' || s[k] == '\t' }
		word := func(k int) bool { return k >= 0 && k < len(s) && isWordByte(s[k]) }
		if space(i-1) && space(j) && c != '`' || c == '_' && word(i-1) && word(j) {
			b.WriteString(s[i:j])
		}
		i = j
	}
	return b.String()
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}

// run is a span with what ends it: a soft or hard line break.
type run struct {
	span
	soft, hard bool
	at         int // offset where a break stands
}

// inline flattens the inline content of n.
func (r *markdownReader) inline(n ast.Node) []run {
	var runs []run
	var walk func(n ast.Node, style span)
	walk = func(n ast.Node, style span) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			s := style
			switch c := c.(type) {
			case *ast.Text:
				s.text = unescape(c.Segment.Value(r.src), c.IsRaw())
				runs = append(runs, run{span: s, soft: c.SoftLineBreak(), hard: c.HardLineBreak(), at: max(c.Segment.Stop-1, c.Segment.Start)})
			case *ast.String:
				s.text = string(c.Value)
				runs = append(runs, run{span: s})
			case *ast.CodeSpan:
				for t := c.FirstChild(); t != nil; t = t.NextSibling() {
					if t, ok := t.(*ast.Text); ok {
						s.text = strings.ReplaceAll(string(t.Segment.Value(r.src)), "\n", " ")
						runs = append(runs, run{span: s})
					}
				}
			case *ast.Emphasis:
				if c.Level == 2 {
					s.bold = true
				} else {
					s.italic = true
				}
				walk(c, s)
			case *ast.Link:
				s.url = string(c.Destination)
				walk(c, s)
			case *ast.Image: // its text is for those who do not see it: badges, photographs
			case *ast.AutoLink:
				s.text, s.url = string(c.Label(r.src)), string(c.URL(r.src))
				if c.AutoLinkType == ast.AutoLinkEmail {
					s.url = "mailto:" + strings.TrimPrefix(s.url, "mailto:")
				}
				runs = append(runs, run{span: s})
			case *ast.RawHTML:
				html, at := r.rawHTML(c)
				if htmlBreaks.MatchString(html) {
					runs = append(runs, run{hard: true, at: at})
				} else {
					style.restyle(html)
				}
			default:
				walk(c, s)
			}
		}
	}
	walk(n, span{})
	return runs
}

// rawHTML is the text of a tag with the place in the source where its last line
// begins.
func (r *markdownReader) rawHTML(tag *ast.RawHTML) (html string, at int) {
	var b strings.Builder
	for i := range tag.Segments.Len() {
		seg := tag.Segments.At(i)
		b.Write(seg.Value(r.src))
		at = seg.Start
	}
	return b.String(), at
}

// restyle sets what a tag opens or closes: bold type, a link to the web.
func (s *span) restyle(html string) {
	m := htmlStyle.FindStringSubmatch(html)
	if m == nil {
		return
	}
	switch href := htmlHref.FindStringSubmatch(html); {
	case strings.ToLower(m[2]) != "a":
		s.bold = m[1] == ""
	case m[1] != "":
		s.url = ""
	case href != nil && webAddress(href[1]):
		s.url = href[1]
	}
}

// unescape resolves backslash escapes and character references.
func unescape(s []byte, raw bool) string {
	if raw {
		return string(s)
	}
	s = util.UnescapePunctuations(s)
	return html.UnescapeString(string(s))
}

// piece is what stands between two line breaks.
type piece struct {
	spans   []span
	breakAt int // offset of the break that ends it, -1 at the end
}

// splitRuns splits at hard breaks, and at soft ones where the writer plainly
// meant a line of its own: the next line's first word would have fitted.
func splitRuns(runs []run) []piece {
	texts := []string{""}
	for _, r := range runs {
		texts[len(texts)-1] += r.text
		if r.soft || r.hard {
			texts = append(texts, "")
		}
	}
	var out []piece
	cur := piece{breakAt: -1}
	line, begin := 0, 0
	for i, r := range runs {
		sp := r.span
		if sp.text != "" {
			cur.spans = append(cur.spans, sp)
		}
		if !r.soft && !r.hard {
			continue
		}
		line++
		boldBoth := runs[begin].bold && i+1 < len(runs) && runs[i+1].bold && begin < i // "**Languages:** Go" over "**Tools:** Git"
		begin = i + 1
		if r.hard || boldBoth || meantBreak(texts[line-1], texts[line]) || datedBoth(texts[line-1], texts[line]) || styledDates(r, runs[i+1:], texts[line]) {
			cur.breakAt = r.at
			cur.spans = tidySpans(cur.spans)
			out = append(out, cur)
			cur = piece{breakAt: -1}
		} else {
			sp.text = " "
			cur.spans = append(cur.spans, sp)
		}
	}
	cur.spans = tidySpans(cur.spans)
	return append(out, cur)
}

// styledDates tells that a line with dates begins in another style than that in
// which the line before ended: "*Law Clerk* (2008 – 2012)".
func styledDates(before run, after []run, line string) bool {
	if len(after) == 0 || after[0].bold == before.bold && after[0].italic == before.italic || !after[0].bold && !after[0].italic {
		return false
	}
	_, _, dated := FindPeriod(line)
	return dated && runeLen(line) < 100
}

// datedBoth tells two lines of a list of dated things: both begin or both end with
// a date.
func datedBoth(line, next string) bool {
	begins := func(s string) bool {
		_, n, _ := periods.periodAt(strings.TrimLeft(s, " (*_"))
		return n > 0
	}
	ends := func(s string) bool {
		p, _, ok := FindPeriod(s)
		return ok && strings.HasSuffix(strings.TrimRight(s, " ).;"), p.Text)
	}
	return begins(line) && begins(next) || ends(line) && ends(next)
}

// wrapWidth is the narrowest width to which people wrap running text.
const wrapWidth = 60

// meantBreak tells that the break between two lines was not made to keep to a
// width: the line was short enough to take the next word, which starts a new
// phrase.
func meantBreak(line, next string) bool {
	line, next = strings.TrimSpace(line), strings.TrimSpace(next)
	word, _, _ := strings.Cut(next, " ")
	if line == "" || next == "" || runeLen(line)+1+runeLen(word) > wrapWidth || strings.HasSuffix(line, ",") {
		return false
	}
	return !startsLower(next)
}

// tidySpans joins neighbours of one style and trims the ends.
func tidySpans(in []span) []span {
	var out []span
	for _, s := range in {
		s.text = spaces.ReplaceAllStringFunc(leaders.ReplaceAllString(s.text, "\t"), func(w string) string {
			if strings.Contains(w, "\t") || len(w) >= 2 {
				return "\t" // a column gap: two or more spaces
			}
			return " "
		})
		if k := len(out) - 1; k >= 0 && out[k].bold == s.bold && out[k].italic == s.italic && out[k].url == s.url {
			out[k].text += s.text
		} else {
			out = append(out, s)
		}
	}
	for len(out) > 0 {
		if out[0].text = strings.TrimLeft(out[0].text, " \t\n"); out[0].text != "" {
			break
		}
		out = out[1:]
	}
	for k := len(out) - 1; k >= 0; k-- {
		if out[k].text = strings.TrimRight(out[k].text, " \t\n"); out[k].text != "" {
			break
		}
		out = out[:k]
	}
	return out
}

// leaders are the dots that lead the eye from one column to the next.
var leaders = regexp.MustCompile(`\s*(?:\.{4,}|(?:\. ){3,}\.?|_{4,}|·{4,}|[-–—]{4,})\s*`)

var spaces = regexp.MustCompile(`[\s\x{00a0}\x{2000}-\x{200a}]+`)

func (r *markdownReader) table(t *extast.Table) {
	var header []string
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		var cells [][]span
		var names []string
		line := 0
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			if c.Lines().Len() > 0 && line == 0 {
				line = r.line(c.Lines().At(0).Start)
			}
			var spans []span
			for _, p := range splitRuns(r.inline(c)) {
				if len(spans) > 0 && len(p.spans) > 0 {
					spans = append(spans, span{text: "; "})
				}
				spans = append(spans, p.spans...)
			}
			cells = append(cells, spans)
			names = append(names, spanText(spans))
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
		from := r.lines[line-1]
		to := len(r.src)
		if line < len(r.lines) {
			to = r.lines[line]
		}
		r.blocks = append(r.blocks, block{kind: blockRow, cells: cells, header: header, source: r.source(line, line), raw: plainRaw(string(r.src[from:to]))})
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
func htmlSpans(l string) []span {
	l = htmlCell.ReplaceAllString(l, "\t")
	var out []span
	var style span
	at := 0
	add := func(end int) {
		s := style
		s.text = html.UnescapeString(htmlTag.ReplaceAllString(l[at:end], ""))
		if s.text != "" {
			out = append(out, s)
		}
	}
	for _, m := range htmlStyle.FindAllStringSubmatchIndex(l, -1) {
		add(m[0])
		at = m[1]
		tag, closes := strings.ToLower(l[m[4]:m[5]]), m[2] < m[3]
		switch {
		case tag != "a":
			style.bold = !closes
		case closes:
			style.url = ""
		default:
			if href := htmlHref.FindStringSubmatch(l[m[0]:m[1]]); href != nil && webAddress(href[1]) {
				style.url = html.UnescapeString(href[1])
			}
		}
	}
	add(len(l))
	return tidySpans(out)
}

// html keeps the text of an HTML block line by line.
func (r *markdownReader) html(n *ast.HTMLBlock) {
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
			b := block{kind: blockLine}
			if m := htmlHeading.FindStringSubmatch(l); m != nil {
				b.kind, b.level = blockHeading, int(m[1][0]-'0')
			} else if htmlItem.MatchString(l) {
				b.kind = blockItem
			}
			b.spans = htmlSpans(l)
			b.raw = display(spanText(b.spans))
			b.source = r.source(line, line)
			if len(b.spans) > 0 {
				r.blocks = append(r.blocks, b)
			}
		}
	}
}

// verbatim keeps the lines of a code block.
func (r *markdownReader) verbatim(n ast.Node) {
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		s := strings.TrimSpace(string(seg.Value(r.src)))
		if s == "" {
			continue
		}
		line := r.line(seg.Start)
		r.blocks = append(r.blocks, block{kind: blockLine, spans: tidySpans([]span{{text: s}}), source: r.source(line, line), raw: s})
	}
}
