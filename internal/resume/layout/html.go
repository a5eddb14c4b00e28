package layout

import (
	"fmt"
	escape "html"
	"strings"
)

// web writes a page as HTML, with elements that say what a thing is, with nothing but
// div and span, or with tables.
type web struct {
	*draft
	out strings.Builder
}

func html(p page, d *draft) []byte {
	w := &web{draft: d}
	w.put("<!DOCTYPE html>\n<html lang=%q>\n<head><meta charset=\"utf-8\"><title>%s</title>\n<style>body{font-family:sans-serif;max-width:50em}.r{float:right}.h{font-weight:bold}</style></head>\n<body>\n", d.person.Lang, esc(d.person.Name))
	w.wrap("header", p.top)
	for _, s := range p.sections {
		w.wrap("section", s.blocks)
	}
	if len(p.foot) > 0 {
		w.wrap("footer", p.foot)
	}
	w.put("</body>\n</html>\n")
	return []byte(w.out.String())
}

func esc(s string) string { return escape.EscapeString(s) }

func (w *web) put(format string, args ...any) { fmt.Fprintf(&w.out, format, args...) }

func (w *web) wrap(element string, blocks []block) {
	if !w.is("soup", "semantic") {
		element = "div"
	}
	w.put("<%s>\n", element)
	for _, b := range blocks {
		w.block(b)
	}
	w.put("</%s>\n", element)
}

func (w *web) block(b block) {
	semantic := w.is("soup", "semantic")
	switch {
	case b.kind == name:
		w.element(map[bool]string{true: "h1", false: `div class="name"`}[semantic], b.lines[0])
	case b.kind == heading:
		w.element(map[string]string{"h2": "h2", "div": `div class="sec"`, "bold": "b", "caps": `p class="sec"`}[w.choices["headings"]], b.lines[0])
	case b.kind == title:
		w.element(map[bool]string{true: fmt.Sprint("h", 2+b.level), false: `div class="h"`}[semantic], b.lines[0])
	case b.kind == list && w.is("bullets", "dash", "star", "numbers", "plus"):
		w.put("<ul>\n")
		for _, l := range b.lines {
			w.element("li", l)
		}
		w.put("</ul>\n")
	case b.kind == list:
		sign := map[string]string{"bullet": "• ", "en_dash": "– ", "o": "o "}[w.choices["bullets"]]
		for _, l := range b.lines {
			w.element("div", append(line{{text: sign}}, l...))
		}
	case b.kind == table:
		w.table(b.rows, b.titled)
	case b.kind == terms:
		w.put("<dl>\n")
		w.element("dt", b.lines[0])
		for _, l := range b.lines[1:] {
			w.element("dd", l)
		}
		w.put("</dl>\n")
	case w.is("soup", "tables") && b.kind == head:
		for _, l := range b.lines {
			w.put("<table><tr>")
			for _, half := range halves(l) {
				w.put("<td>%s</td>", w.line(half))
			}
			w.put("</tr></table>\n")
		}
	case semantic || b.kind == body:
		var texts []string
		for _, l := range b.lines {
			texts = append(texts, w.line(l))
		}
		w.put("<p>%s</p>\n", strings.Join(texts, "<br>\n"))
	default:
		for _, l := range b.lines {
			w.element("div", l)
		}
	}
}

// halves cuts a line at its tab.
func halves(l line) []line {
	for i, s := range l {
		if strings.TrimSpace(s.text) == "" && strings.Contains(s.text, "\t") {
			return []line{l[:i], l[i+1:]}
		}
	}
	return []line{l}
}

func (w *web) element(tag string, l line) {
	open, _, _ := strings.Cut(tag, " ")
	w.put("<%s>%s</%s>\n", tag, w.line(l), open)
}

func (w *web) table(rows [][]line, titled bool) {
	w.put("<table>\n")
	for i, row := range rows {
		cell := "td"
		if titled && i == 0 {
			cell = "th"
		}
		w.put("<tr>")
		for _, c := range row {
			w.put("<%s>%s</%s>", cell, w.line(c), cell)
		}
		w.put("</tr>\n")
	}
	w.put("</table>\n")
}

// line writes the spans of a line; what follows a tab is set at the right.
func (w *web) line(l line) string {
	parts := halves(l)
	var out strings.Builder
	for i, part := range parts {
		text := ""
		for _, s := range part {
			t := esc(s.text)
			if s.url != "" {
				t = fmt.Sprintf(`<a href="%s">%s</a>`, esc(s.url), t)
			}
			for _, e := range []struct {
				look look
				tag  string
			}{{bold, "b"}, {slant, "i"}, {fixed, "code"}} {
				if s.look&e.look != 0 {
					t = "<" + e.tag + ">" + t + "</" + e.tag + ">"
				}
			}
			text += t
		}
		if i == 1 {
			text = `<span class="r">` + text + "</span>"
		} else if len(parts) > 1 {
			text = "<span>" + text + "</span>"
		}
		out.WriteString(text)
	}
	return out.String()
}
