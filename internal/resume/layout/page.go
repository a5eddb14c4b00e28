package layout

import "strings"

// look is how a run of text is set.
type look int

const (
	plain look = 0
	bold  look = 1
	slant look = 2
	fixed look = 4
)

// span is a run of text in one look; url is where it leads.
type span struct {
	text string
	look look
	url  string
}

// line is a line of a page. A tab in it sets what follows at the right margin.
type line []span

func (l line) String() string {
	var b strings.Builder
	for _, s := range l {
		b.WriteString(s.text)
	}
	return b.String()
}

// kind is what a block is on a page.
type kind string

const (
	name    kind = "name"
	tagline kind = "tagline"
	contact kind = "contact" // lines
	heading kind = "heading" // of a section
	title   kind = "title"   // the head of an entry as a heading; level 1 or 2
	head    kind = "head"    // the head of an entry as lines
	item    kind = "item"    // the head of an entry as a list item, its bullets below it
	body    kind = "body"    // a paragraph
	list    kind = "list"    // lines with marks
	table   kind = "table"   // rows; the first has the names of the columns where titled
	grid    kind = "grid"    // one row: lines[0] at the left, blocks at the right
	terms   kind = "terms"   // lines[0] is the term, the others define it
)

// block is a piece of a page.
type block struct {
	kind   kind
	level  int
	lines  []line
	rows   [][]line
	blocks []block
	titled bool
	nested bool // a list below an item
}

// section is a heading, or none, with what stands below it.
type section struct {
	kind   string
	blocks []block
	side   bool // in the narrow column where there are two
}

// page is a whole résumé, before it has a format.
type page struct {
	front    [][2]string // of the front matter
	top      []block     // name, tagline, contact
	sections []section
	foot     []block
}

// all calls f for each block in reading order.
func (p page) all(f func(block)) {
	var walk func([]block)
	walk = func(blocks []block) {
		for _, b := range blocks {
			f(b)
			walk(b.blocks)
		}
	}
	walk(p.top)
	for _, s := range p.sections {
		walk(s.blocks)
	}
	walk(p.foot)
}

// words are all that a reader sees; labels those of column heads and keys instead.
func (p page) words(labels bool) []string {
	var out []string
	for _, f := range p.front {
		if labels {
			out = append(out, Words(f[0])...)
		} else {
			out = append(out, Words(f[1])...)
		}
	}
	p.all(func(b block) {
		for i, row := range b.rows {
			if (b.titled && i == 0) == labels {
				for _, cell := range row {
					out = append(out, Words(cell.String())...)
				}
			}
		}
		for _, l := range b.lines {
			if !labels {
				out = append(out, Words(l.String())...)
			}
		}
	})
	return out
}

func textLine(text string) line         { return line{{text: text}} }
func lines(ls ...line) []line           { return ls }
func styled(text string, how look) line { return line{{text: text, look: how}} }
func join(parts []line, sep string) line {
	var out line
	for i, p := range parts {
		if i > 0 {
			out = append(out, span{text: sep})
		}
		out = append(out, p...)
	}
	return out
}
