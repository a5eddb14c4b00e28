// Package block is what a file of any format is read into, before anything is known
// of its meaning: headings, paragraphs, list items and table rows in reading order.
package block

import (
	"strings"

	"resumebot/internal/resume"
)

// Block is what every reader produces: one piece of a file in reading order,
// before anything is known of its meaning. build turns blocks into a Document.
type Block struct {
	Kind    Kind
	Level   int      // Heading: 1 = outermost; Item: nesting from 0
	Spans   []Span   // the text, except for rows
	Cells   [][]Span // Row: one per column
	Header  []string // Row: the table's column names, "" or nil where it has none
	Source  resume.Source
	Raw     string             // source lines without emphasis marks
	Private bool               // its owner keeps it private: no part of a Document
	Joined  []int              // blocks that were joined to it
	Number  int                // its place in the file, set by the builder
	Emptied bool               // what stood right below it is private
	Topic   string             // what the owner says a private one is on, or ""
	How     string             // Hidden: in what way, as it stands behind "12 words ": "in white", "off the page"
	Exact   *resume.Entry      // Heading: what the entry it heads is, where the format tells
	Told    bool               // the file itself says what each of its blocks is: nothing is guessed
	Section resume.SectionKind // Heading of such a file: what its section is about, "" where its words tell
}

// Kind is the shape of a block.
type Kind int

const (
	Heading Kind = iota
	Line         // a paragraph, or one hard-broken line of it
	Item         // a list item
	Row          // a table row
	Quote
	Term   // the term of a definition list, or any other line that heads what follows without being a heading
	Rule   // a thematic break
	Hidden // text that nobody sees: no passage is made of it, and the owner is told
	Doubt  // no text of the file: a sentence for its owner, as [resume.Doubt] has it
)

// Raw is the line as it was written, or the text where a format has no markup.
func Raw(blk *Block) string {
	if blk.Raw != "" {
		return blk.Raw
	}
	if blk.Kind == Row {
		var cells []string
		for _, c := range blk.Cells {
			cells = append(cells, Display(Plain(c)))
		}
		return strings.Join(cells, " | ")
	}
	return Display(Plain(blk.Spans))
}

// FirstURL is the first link of a block, or "".
func FirstURL(blk *Block) string {
	for _, s := range blk.Spans {
		if s.URL != "" {
			return s.URL
		}
	}
	return ""
}

// RawText keeps tabs and runs of blanks, at which heads are cut.
func RawText(blk *Block) string { return strings.TrimSpace(WithoutEmoji(Plain(blk.Spans))) }

// Clean is the text on one line, without emoji.
func Clean(blk *Block) string { return Display(WithoutEmoji(Plain(blk.Spans))) }

// Unnamed is the heading in place of one that gave orders.
const Unnamed = "Other"

// MaxParagraph is the longest paragraph that is read as one, in bytes.
const MaxParagraph = 16 << 10
