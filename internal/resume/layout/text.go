package layout

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// txt writes a page as plain text.
type txt struct {
	*draft
	out    strings.Builder
	headed bool // a heading was written last: nothing is left blank below it
}

// margin is the column that plain text is wrapped and set off at.
const margin = 78

func text(p page, d *draft) []byte {
	w := &txt{draft: d}
	w.blocks(p.top)
	for _, s := range p.sections {
		w.gap()
		w.blocks(s.blocks)
	}
	w.gap()
	w.blocks(p.foot)
	return []byte(strings.TrimSpace(w.out.String()) + "\n")
}

func (w *txt) blocks(blocks []block) {
	for _, b := range blocks {
		if b.kind == heading {
			w.gap()
			w.heading(b.lines[0].String())
			w.headed = true
			continue
		}
		w.block(b)
		w.headed = false
	}
}

func (w *txt) block(b block) {
	switch b.kind {
	case list:
		w.list(b)
	case table:
		w.table(b)
	case item:
		w.gap()
		for i, l := range b.lines {
			w.out.WriteString([]string{w.mark(0), "  "}[min(i, 1)] + w.line(l) + "\n")
		}
	case head, name, tagline, contact:
		if b.kind == head {
			w.gap()
		}
		for _, l := range b.lines {
			w.out.WriteString(w.line(l) + "\n")
		}
		if b.kind == name && w.is("name", "spaced") {
			w.out.WriteString("\n")
		}
	default:
		if b.kind == body && w.is("container", "paragraphs") {
			w.gap()
		}
		for _, l := range b.lines {
			w.wrapped("", l.String())
		}
	}
}

// gap leaves a line blank.
func (w *txt) gap() {
	if s := w.out.String(); s != "" && !strings.HasSuffix(s, "\n\n") && !w.headed {
		w.out.WriteString("\n")
	}
}

func (w *txt) heading(text string) {
	n := utf8.RuneCountInString(text)
	switch w.choices["headings"] {
	case "underlined":
		text += "\n" + strings.Repeat(one(w.r, []string{"=", "-"}), n)
	case "starred":
		text = "*** " + text + " ***"
	case "bracketed":
		text = "[ " + text + " ]"
	case "double":
		text = "== " + text + " =="
	}
	w.out.WriteString(text + "\n")
	if w.is("air", "blank") {
		w.out.WriteString("\n")
	}
}

func (w *txt) mark(i int) string {
	switch v := w.choices["bullets"]; v {
	case "numbers":
		return fmt.Sprint(i+1, ". ")
	default:
		return map[string]string{"star": "* ", "bullet": "• ", "en_dash": "– ", "o": "o ", "none": "", "dash": "- ", "paragraph": "- "}[v]
	}
}

func (w *txt) list(b block) {
	in := ""
	if b.nested {
		in = "    "
	}
	for i, l := range b.lines {
		w.wrapped(in+w.mark(i), l.String())
	}
}

// wrapped writes a text after a mark, broken at the margin where the layout wraps.
func (w *txt) wrapped(mark, text string) {
	if !w.is("wrap", "wrapped") {
		w.out.WriteString(mark + text + "\n")
		return
	}
	hang := strings.Repeat(" ", utf8.RuneCountInString(mark))
	at := mark
	for i, word := range strings.Fields(text) {
		if i > 0 && utf8.RuneCountInString(at)+1+utf8.RuneCountInString(word) > margin {
			w.out.WriteString(at + "\n")
			at = hang + word
			continue
		}
		if i > 0 {
			at += " "
		}
		at += word
	}
	w.out.WriteString(at + "\n")
}

// line writes a line; two tabs in it are blanks up to the margin, leaders dots.
func (w *txt) line(l line) string {
	text, sign := l.String(), " "
	if leaders := separatorText("leaders", ""); strings.Contains(text, leaders) {
		text, sign = strings.Replace(text, leaders, "\t\t", 1), "."
	}
	left, right, ok := strings.Cut(text, "\t\t")
	if !ok {
		return left
	}
	if sign == "." {
		left, right = left+" ", " "+right
	}
	return left + strings.Repeat(sign, max(4, margin-utf8.RuneCountInString(left+right))) + right
}

// table writes columns in blanks.
func (w *txt) table(b block) {
	w.gap()
	widths := make([]int, len(b.rows[0]))
	for _, row := range b.rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell.String())+3)
		}
	}
	for _, row := range b.rows {
		at := ""
		for i, cell := range row {
			at += cell.String() + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell.String()))
		}
		w.out.WriteString(strings.TrimSpace(at) + "\n")
	}
}
