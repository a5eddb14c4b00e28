package terminal

import (
	"fmt"
	"io"
	"strings"

	"resumebot/internal/page"
	"resumebot/internal/rag"

	"github.com/charmbracelet/x/ansi"
)

// manySources is from how many on sources share lines.
const manySources = 8

// Printer shows one answer as it grows.
type Printer struct {
	style Style
	w     io.Writer
	shown string // laid out text that was written
	note  bool   // a passing note stands on the line
	more  bool   // a sign that more is coming stands behind the text
	err   error  // of the first write that failed
}

// Printer starts an answer on w.
func (s Style) Printer(w io.Writer) *Printer { return &Printer{style: s, w: w} }

// Wait shows a passing note until the first sentence, where somebody watches.
func (p *Printer) Wait() {
	if p.style.Live {
		p.write(p.style.dim("…"))
		p.note = true
	}
}

// Update shows what an answer has more than at the last call and, where somebody
// watches, that it goes on.
func (p *Printer) Update(a rag.Answer) {
	p.update(a)
	last := p.shown[strings.LastIndexByte(p.shown, '\n')+1:]
	if p.style.Live && p.shown != "" && !p.more && ansi.StringWidth(last)+ansi.StringWidth(goesOn) <= p.style.Width {
		p.write(p.style.dim(goesOn))
		p.more = true
	}
}

// goesOn is the sign that more is coming.
const goesOn = " …"

func (p *Printer) update(a rag.Answer) {
	text := p.style.layout(clean(a.Text))
	more, ok := strings.CutPrefix(text, p.shown)
	if !ok { // an answer only grows; should it not, it is shown anew
		more = "\n" + text
	}
	if more == "" {
		return
	}
	p.clear()
	p.write(p.style.dimMarkers(more))
	p.shown = text
}

// Finish shows the rest of an answer: its last sentences, why it is degraded,
// its sources and what could be asked next. It returns the first error of
// writing.
func (p *Printer) Finish(a rag.Answer) error {
	p.update(a)
	p.Stop()
	if a.Degraded {
		p.line("(Note: " + cleanLine(a.DegradedReason) + ")")
	}
	if a.Translated != "" {
		p.line("(" + cleanLine(a.Translated) + ")")
	}
	if len(a.Sources) > 0 {
		p.write("\n")
		p.sources(a.Sources)
	}
	if len(a.Suggestions) > 0 {
		p.write("\n")
		p.line("You could also ask:")
		for _, s := range a.Suggestions {
			p.line(item + cleanLine(s))
		}
	}
	return p.err
}

// Page shows a page about the résumé with its sources.
func (p *Printer) Page(shown page.Page) error {
	if len(shown.Parts) == 0 {
		p.write(p.style.layout(clean(shown.Text)) + "\n")
		return p.err
	}
	if !shown.Narrowed {
		p.write(p.style.strong(cleanLine(shown.Title)) + "\n")
		if shown.Summary != "" {
			p.line(cleanLine(shown.Summary))
		}
	}
	group := ""
	for n := range shown.Parts {
		part := &shown.Parts[n]
		if n > 0 || !shown.Narrowed {
			p.write("\n")
		}
		if part.Group != group && !shown.Narrowed {
			p.write(p.style.strong(cleanLine(part.Group)) + "\n\n")
		}
		group = part.Group
		p.part(part)
	}
	if shown.More != "" {
		p.write("\n")
		p.line(cleanLine(shown.More))
	}
	if len(shown.Sources) > 0 {
		p.write("\n")
		p.sources(shown.Sources)
	}
	return p.err
}

// part shows one part of a page.
func (p *Printer) part(part *page.Part) {
	if part.Name != "" {
		name := part.Name
		if part.Org != "" {
			name += " · " + part.Org
		}
		p.write(p.style.dimMarkers(p.style.layout(p.style.strong(cleanLine(name))+rag.Markers(part.Citations))) + "\n")
	}
	if len(part.Details) > 0 {
		p.line(cleanLine(strings.Join(part.Details, " · ")))
	}
	if url := cleanLine(part.URL + part.OrgURL); url != "" {
		p.line(url)
	}
	for _, l := range part.Lines {
		text := cleanLine(l.Text)
		if l.Label != "" {
			text = cleanLine(l.Label) + ": " + text
		}
		text += rag.Markers(l.Citations)
		switch l.Style {
		case page.Heading:
			p.write("\n" + p.style.layout(text) + "\n")
		case page.Note:
			p.line(text)
		case page.Item:
			p.write(p.style.dimMarkers(p.style.layout(item+text)) + "\n")
		default:
			p.write(p.style.dimMarkers(p.style.layout(text)) + "\n")
		}
	}
}

// Stop ends an answer where it is.
func (p *Printer) Stop() {
	p.clear()
	if p.shown != "" {
		p.write("\n")
	}
}

func (p *Printer) sources(sources []rag.Source) {
	if len(sources) < manySources {
		for _, s := range sources {
			p.line(p.style.fit(label(s)))
		}
		return
	}
	var places []string
	for _, s := range sources {
		places = append(places, fmt.Sprintf("[%d] %s", s.ID, strings.ReplaceAll(place(s), " ", "\u00a0")))
	}
	p.write(p.style.dim(p.style.layout(strings.Join(places, "  "))) + "\n")
}

// label is a source on one line: "[1] resume.md:34–36  Experience › Engineer".
func label(s rag.Source) string {
	heading := cleanLine(strings.Join(s.Heading, " › "))
	if len(s.Computed) > 0 {
		heading = "" // says no more than the place
	}
	return strings.TrimSpace(fmt.Sprintf("[%d] %s  %s", s.ID, place(s), heading))
}

// place tells where a source stands. What was computed stands nowhere: it names
// the sources that it was computed from.
func place(s rag.Source) string {
	if len(s.Computed) > 0 {
		return "computed from" + rag.Markers(s.Computed)
	}
	return cleanLine(s.Where())
}

// Quotes shows the passages themselves.
func (p *Printer) Quotes(sources []rag.Source) error {
	for _, s := range sources {
		p.line(label(s))
		for line := range strings.SplitSeq(clean(s.Text), "\n") {
			p.write("    " + p.style.indented(line, len("    ")) + "\n")
		}
	}
	return p.err
}

// line writes receding text.
func (p *Printer) line(text string) { p.write(p.style.dim(p.style.layout(text)) + "\n") }

// clear removes a passing note.
func (p *Printer) clear() {
	if p.note {
		p.write("\r\x1b[K")
		p.note = false
	}
	if p.more {
		p.write("\x1b[2D\x1b[K") // back by its width
		p.more = false
	}
}

func (p *Printer) write(text string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, text)
	}
}
