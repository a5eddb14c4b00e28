package layout

import (
	"fmt"
	"strings"
)

// md writes a page as Markdown.
type md struct {
	*draft
	out strings.Builder
}

func markdown(p page, d *draft) []byte {
	w := &md{draft: d}
	if p.front != nil {
		w.out.WriteString("---\n")
		for _, f := range p.front {
			fmt.Fprintf(&w.out, "%s: \"%s\"\n", f[0], f[1])
		}
		w.out.WriteString("---\n\n")
	}
	w.blocks(p.top)
	for _, s := range p.sections {
		w.blocks(s.blocks)
	}
	if len(p.foot) > 0 {
		w.out.WriteString("---\n\n")
		w.blocks(p.foot)
	}
	return []byte(strings.TrimSpace(w.out.String()) + "\n")
}

func (w *md) blocks(blocks []block) {
	for _, b := range blocks {
		switch b.kind {
		case name:
			w.name(w.line(b.lines[0]))
		case heading:
			w.heading(w.line(b.lines[0]))
		case title:
			level := 2 + b.level
			if w.is("headings", "h1") {
				level--
			}
			w.para(strings.Repeat("#", level) + " " + w.line(b.lines[0]))
		case list:
			w.list(b)
		case item:
			w.out.WriteString(w.mark(0) + strings.Join(w.all(b.lines), w.lineBreak()+w.indent()) + "\n")
		case table:
			w.table(b)
		case terms:
			w.out.WriteString(w.line(b.lines[0]) + "\n")
			for _, l := range b.lines[1:] {
				w.out.WriteString(":   " + w.line(l) + "\n")
			}
			w.out.WriteString("\n")
		default:
			if b.nested {
				w.out.WriteString("\n" + w.indent())
			}
			w.para(strings.Join(w.all(b.lines), w.lineBreak()))
		}
	}
}

func (w *md) para(text string) { w.out.WriteString(text + "\n\n") }

func (w *md) name(text string) {
	switch {
	case w.is("headings", "setext"):
		w.para(text + "\n" + strings.Repeat("=", len([]rune(text))))
	case w.is("headings", "bold", "bold_caps", "none"):
		w.para("**" + text + "**")
	case w.is("headings", "tight"):
		w.para("#" + text)
	default:
		w.para("# " + text)
	}
}

func (w *md) heading(text string) {
	switch w.choices["headings"] {
	case "setext":
		text += "\n" + strings.Repeat("-", len([]rune(text)))
	case "bold", "bold_caps", "bold_colon":
		text = "**" + text + "**"
	case "tight":
		text = "##" + text
	case "h1":
		text = "# " + text
	case "closed":
		text = "## " + text + " ##"
	default:
		text = "## " + text
	}
	w.para(text)
}

func (w *md) lineBreak() string {
	return map[string]string{"blanks": "  \n", "backslash": "\\\n", "br": "<br>\n", "none": "\n"}[w.choices["breaks"]]
}

func (w *md) mark(i int) string {
	switch w.choices["bullets"] {
	case "star":
		return "* "
	case "plus":
		return "+ "
	case "numbers":
		return fmt.Sprint(i+1, ". ")
	}
	return "- "
}

func (w *md) indent() string { return strings.Repeat(" ", len(w.mark(0))) }

func (w *md) list(b block) {
	in := ""
	if b.nested {
		in = w.indent()
	}
	for i, l := range w.all(b.lines) {
		switch w.choices["bullets"] {
		case "bullet", "en_dash", "o", "none":
			sign := map[string]string{"bullet": "• ", "en_dash": "– ", "o": "o "}[w.choices["bullets"]]
			if b.nested { // below an item only marks of Markdown hold
				w.out.WriteString(in + "- " + l + "\n")
				continue
			}
			end := "  \n"
			if i == len(b.lines)-1 {
				end = "\n"
			}
			w.out.WriteString(sign + l + end)
		default:
			w.out.WriteString(in + w.mark(i) + l + "\n")
		}
	}
	w.out.WriteString("\n")
}

func (w *md) table(b block) {
	rows := b.rows
	row := func(cells []line) { w.out.WriteString("| " + strings.Join(w.all(cells), " | ") + " |\n") }
	if b.titled {
		row(rows[0])
		rows = rows[1:]
	} else {
		row(make([]line, len(rows[0])))
	}
	w.out.WriteString(strings.Repeat("| --- ", len(b.rows[0])) + "|\n")
	for _, r := range rows {
		row(r)
	}
	w.out.WriteString("\n")
}

func (w *md) all(ls []line) []string {
	var out []string
	for _, l := range ls {
		out = append(out, w.line(l))
	}
	return out
}

func (w *md) line(l line) string {
	var b strings.Builder
	for _, s := range l {
		text := s.text
		if s.url != "" {
			text = "[" + text + "](" + s.url + ")"
		}
		mark := map[look]string{bold: "**", slant: "*", fixed: "`", bold | slant: "***"}[s.look]
		b.WriteString(mark + text + mark)
	}
	return b.String()
}
