// Package flow tells what the paragraphs and tables of a page are that is written from
// top to bottom, as word processors and browsers have them: headings by their style or
// their look, items, rows, and what is laid out by means of tables.
package flow

import (
	"strings"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/typography"
)

// Content is text that is read from top to bottom: paragraphs and tables.
type Content []Item

// Item is a paragraph or, where Rows is set, a table.
type Item struct {
	Para
	Rows   [][]Content // cells of a table
	Header bool        // its first row names the columns
}

// Para is a paragraph before it is known what it is. It is written with Add and Break
// and then ended.
type Para struct {
	Lines   [][]block.Span // between line breaks
	Number  int            // of the paragraph, or the first line of it, from 1; 0 for none
	Last    int            // its last line where it has lines, or 0
	Heading int            // 1 = outermost, 0 for none
	Title   bool           // of the document
	Quote   bool
	List    bool // a list item
	Level   int  // of the list, from 0
	Term    bool // of a list of definitions
	Look    typography.Line
	Boxes   []Content     // text boxes that hang on it
	Unseen  []block.Block // what nobody sees of it, of kind Hidden

	sizes    map[float64]int // letters by size
	letters  int
	capitals int             // letters that are set as capitals
	open     strings.Builder // of the last span, whose style is written in it already
}

// Style is how characters look, and where they lead.
type Style struct {
	Size                   float64 // in points
	Bold, Italic, Capitals bool
	URL                    string
}

// Add adds text to the last line.
func (p *Para) Add(text string, s Style) {
	if text == "" {
		return
	}
	p.begin()
	letters := block.RuneLen(strings.Join(strings.Fields(text), ""))
	p.sizes[s.Size] += letters
	p.letters += letters
	if s.Capitals {
		p.capitals += letters
	}
	span := block.Span{Bold: s.Bold, Italic: s.Italic, URL: s.URL}
	line := &p.Lines[len(p.Lines)-1]
	if k := len(*line) - 1; k < 0 || (*line)[k] != span {
		p.close()
		*line = append(*line, span)
	}
	p.open.WriteString(text)
}

func (p *Para) begin() {
	if p.Lines == nil {
		p.Lines, p.sizes = [][]block.Span{nil}, map[float64]int{}
	}
}

// close gives the last span its text.
func (p *Para) close() {
	for k := len(p.Lines) - 1; k >= 0; k-- {
		if n := len(p.Lines[k]); n > 0 {
			p.Lines[k][n-1].Text += p.open.String()
			break
		}
	}
	p.open = strings.Builder{}
}

// Break begins a new line.
func (p *Para) Break() {
	p.begin()
	p.close()
	p.Lines = append(p.Lines, nil)
}

// End sums up how the paragraph looks: the size that most of it has, or the given one.
func (p *Para) End(size float64, ruled bool) {
	p.close()
	text := p.Text()
	p.Look = typography.Line{Text: text, Size: size, Ruled: ruled, Item: p.List, Beside: strings.Contains(strings.TrimSpace(text), "\t")}
	most := 0
	for size, n := range p.sizes {
		if n > most || n == most && size > p.Look.Size {
			most, p.Look.Size = n, size
		}
	}
	p.Look.Bold = text != ""
	for _, line := range p.Lines {
		p.Look.Bold = p.Look.Bold && block.Bold(line)
	}
	p.Look.Capitals = field.IsCapitals(text) || p.letters > 3 && p.capitals == p.letters && len(strings.Fields(text)) <= 7
}

// Text is the paragraph's text with its breaks as blanks.
func (p *Para) Text() string {
	var parts []string
	for _, l := range p.Lines {
		if t := block.Text(l); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, " ")
}

// last is the number of the last line.
func (p *Para) last() int { return max(p.Number, p.Last) }

// Text is a paragraph of plain text.
func Text(s string) Item {
	return Item{Para: Para{Lines: [][]block.Span{{{Text: s}}}}}
}

// Each visits all paragraphs in order, those in tables and boxes included.
func (f Content) Each(visit func(p *Para)) {
	for i := range f {
		for _, b := range f[i].Boxes {
			b.Each(visit)
		}
		if f[i].Rows == nil {
			visit(&f[i].Para)
		}
		for _, row := range f[i].Rows {
			for _, cell := range row {
				cell.Each(visit)
			}
		}
	}
}

// headed tells a flow with sections of its own.
func (f Content) headed() bool {
	found := false
	f.Each(func(p *Para) {
		_, known := field.SectionKind(p.Look.Text)
		found = found || p.Heading > 0 || known && p.Look.Short() && (p.Look.Bold || p.Look.Capitals || p.Look.Ruled)
	})
	return found
}

// largest is the size of the largest type in a flow.
func (f Content) largest() float64 {
	size := 0.0
	f.Each(func(p *Para) {
		if p.Text() != "" {
			size = max(size, p.Look.Size)
		}
	})
	return size
}
