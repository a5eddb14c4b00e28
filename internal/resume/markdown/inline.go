package markdown

import (
	stdhtml "html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/html"
)

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
	block.Span
	soft, hard bool
	at         int // offset where a break stands
}

// inline flattens the inline content of n.
func (r *reader) inline(n ast.Node) []run {
	var runs []run
	var walk func(n ast.Node, style block.Span)
	walk = func(n ast.Node, style block.Span) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			s := style
			switch c := c.(type) {
			case *ast.Text:
				s.Text = unescape(c.Segment.Value(r.src), c.IsRaw())
				runs = append(runs, run{Span: s, soft: c.SoftLineBreak(), hard: c.HardLineBreak(), at: max(c.Segment.Stop-1, c.Segment.Start)})
			case *ast.String:
				s.Text = string(c.Value)
				runs = append(runs, run{Span: s})
			case *ast.CodeSpan:
				for t := c.FirstChild(); t != nil; t = t.NextSibling() {
					if t, ok := t.(*ast.Text); ok {
						s.Text = strings.ReplaceAll(string(t.Segment.Value(r.src)), "\n", " ")
						runs = append(runs, run{Span: s})
					}
				}
			case *ast.Emphasis:
				if c.Level == 2 {
					s.Bold = true
				} else {
					s.Italic = true
				}
				walk(c, s)
			case *ast.Link:
				s.URL = string(c.Destination)
				walk(c, s)
			case *ast.Image: // its text is for those who do not see it: badges, photographs
			case *ast.AutoLink:
				s.Text, s.URL = string(c.Label(r.src)), string(c.URL(r.src))
				if c.AutoLinkType == ast.AutoLinkEmail {
					s.URL = "mailto:" + strings.TrimPrefix(s.URL, "mailto:")
				}
				runs = append(runs, run{Span: s})
			case *ast.RawHTML:
				text, at := r.rawHTML(c)
				if tag, closes, href := html.Tag(text); tag == "br" {
					runs = append(runs, run{hard: true, at: at})
				} else {
					if !closes && beside.MatchString(text) {
						runs = append(runs, run{Span: block.Span{Text: "\t"}})
					}
					restyle(&style, tag, closes, href)
				}
			default:
				walk(c, s)
			}
		}
	}
	walk(n, block.Span{})
	return runs
}

// beside is the tag of what stands at the other end of the line.
var beside = regexp.MustCompile(`(?i)^<[^>]*(?:float|align)[^>]*\bright\b`)

// unescape resolves backslash escapes and character references.
func unescape(s []byte, raw bool) string {
	if raw {
		return string(s)
	}
	s = util.UnescapePunctuations(s)
	return stdhtml.UnescapeString(string(s))
}

// piece is what stands between two line breaks.
type piece struct {
	spans   []block.Span
	breakAt int // offset of the break that ends it, -1 at the end
}

// splitRuns splits at hard breaks, and at soft ones where the writer plainly
// meant a line of its own: the next line's first word would have fitted.
func (r *reader) splitRuns(runs []run) []piece {
	texts := []string{""}
	for _, r := range runs {
		texts[len(texts)-1] += r.Text
		if r.soft || r.hard {
			texts = append(texts, "")
		}
	}
	var out []piece
	cur := piece{breakAt: -1}
	line, begin := 0, 0
	for i, end := range runs {
		sp := end.Span
		if sp.Text != "" {
			cur.spans = append(cur.spans, sp)
		}
		if !end.soft && !end.hard {
			continue
		}
		line++
		boldBoth := runs[begin].Bold && i+1 < len(runs) && runs[i+1].Bold && begin < i // "**Languages:** Go" over "**Tools:** Git"
		begin = i + 1
		meant := block.MeantBreak(texts[line-1], texts[line]) && r.fitted(end.at)
		if end.hard || boldBoth || meant || datedBoth(texts[line-1], texts[line]) || styledDates(end, runs[i+1:], texts[line]) {
			cur.breakAt = end.at
			cur.spans = block.TidySpans(cur.spans)
			out = append(out, cur)
			cur = piece{breakAt: -1}
		} else {
			sp.Text = " "
			cur.spans = append(cur.spans, sp)
		}
	}
	cur.spans = block.TidySpans(cur.spans)
	return append(out, cur)
}

// fitted tells that the first word of the next line, with what of its markup is not
// shown, would have stood on the line before, in a file whose lines all keep to a width.
func (r *reader) fitted(breakAt int) bool {
	line := r.line(breakAt)
	if line >= len(r.lines) || r.width < block.WrapWidth || r.width > widest {
		return true
	}
	word, _, _ := strings.Cut(strings.TrimSpace(r.sourceLine(line+1)), " ")
	return block.RuneLen(r.sourceLine(line))+1+block.RuneLen(word) <= r.width
}

// widest is the greatest width, in characters, to which files are wrapped.
const widest = 80

// styledDates tells that a line with dates begins in another style than that in
// which the line before ended: "*Law Clerk* (2008 – 2012)".
func styledDates(before run, after []run, line string) bool {
	if len(after) == 0 || after[0].Bold == before.Bold && after[0].Italic == before.Italic || !after[0].Bold && !after[0].Italic {
		return false
	}
	_, _, dated := resume.FindPeriod(line)
	return dated && block.RuneLen(line) < 100
}

// datedBoth tells two lines of a list of dated things: both begin or both end with
// a date.
func datedBoth(line, next string) bool {
	begins := func(s string) bool {
		_, n, _ := resume.Periods.PeriodAt(strings.TrimLeft(s, " (*_"))
		return n > 0
	}
	ends := func(s string) bool {
		p, _, ok := resume.FindPeriod(s)
		return ok && strings.HasSuffix(strings.TrimRight(s, " ).;"), p.Text)
	}
	return begins(line) && begins(next) || ends(line) && ends(next)
}
