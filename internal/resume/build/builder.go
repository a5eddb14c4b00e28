// Package build turns blocks into a Document: which line heads a section, which an
// entry, and what each part of it is.
package build

import (
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// Builder turns the blocks of one file after another into a Document.
type Builder struct {
	Doc      *resume.Document
	blocks   []int         // per passage of the file being read last: the block that it begins with
	roles    map[int]role  // of blocks whose section follows a pattern, by number
	settled  bool          // the roles are given: no pattern is looked for
	joined   map[int][]int // per block: those that were joined to it
	headings []int         // per section: the block of its heading, or -1
	path     []level       // headings above, outermost first
	entry    int           // the entry being read, or -1
	open     bool          // the entry's header may still go on with the next line
	byLine   bool          // the entry began with a line and not with a heading
	byItem   bool          // the entry is a list item, ended by the next one
	record   bool          // the entry is written as a list of its fields
	head     *head         // of the entry being read
	heads    []*head       // of all entries
	headed   bool          // this file has headings that name sections
	next     *block.Block  // the block after the one being read, or nil
	after    []block.Block // all blocks after the one being read
	lines    int           // headings to come that are lines of the one before
	ahead    int           // lines to come that belong to the head of the entry
	levels   map[int]bool  // of the headings of this file that name sections
	last     *block.Block  // the one before, or nil
	bullets  []int         // passage of the last bullet at each depth
	named    bool          // the person's name was read in this file
	begun    bool          // a section has begun in this file
	given    string        // the person's first names, where they are a field of their own
	family   string        // the family name likewise
}

// level is one heading of the path.
type level struct {
	depth   int
	text    string
	section int
	kind    resume.SectionKind
	entry   bool // it is the head of an entry
	adopts  bool // headings of its depth that name no section stand below it
}

// ends tells that a heading ends what stands below a level.
func (l level) ends(depth int, section bool) bool {
	return l.depth > depth || l.depth == depth && (section || !l.adopts)
}

// New is a builder of an empty Document.
func New() *Builder {
	return &Builder{Doc: &resume.Document{Person: resume.Person{Passage: -1}}, entry: -1, roles: map[int]role{}}
}

// Add reads the blocks of one file.
func (b *Builder) Add(blocks []block.Block) {
	b.path, b.entry, b.open, b.bullets, b.named, b.begun = nil, -1, false, nil, false, false
	b.given, b.family = "", ""
	blocks = b.prepare(blocks)
	from, passage := len(b.Doc.Entries), len(b.Doc.Passages)
	for i := range blocks {
		blk := &blocks[i]
		b.next, b.after = nil, blocks[i+1:]
		if i+1 < len(blocks) {
			b.next = &blocks[i+1]
		}
		b.put(blk)
	}
	b.agree(from)
	b.fromItems(from)
	b.dropNameless(from)
	b.entry = -1
	b.reach(passage)
	if len(blocks) > 0 && !blocks[0].Told && len(b.Doc.Passages) > passage {
		b.unsure(from, passage)
	}
}

// prepare numbers the blocks of a file, mends what its layout tore apart, leaves out
// those without a word and notes which headings name sections.
func (b *Builder) prepare(blocks []block.Block) []block.Block {
	blocks = slices.Clone(blocks)
	for i := range blocks {
		blocks[i].Number = i
	}
	blocks = b.seen(blocks)
	if told := len(blocks) > 0 && blocks[0].Told; !told {
		blocks = marginHeadings(blocks)
		promote(blocks)
	}
	mendHyphens(blocks)
	joinColumns(blocks)
	blocks = joinRanges(blocks)
	b.joined = map[int][]int{}
	for _, blk := range blocks {
		b.joined[blk.Number] = blk.Joined
	}
	blocks = slices.DeleteFunc(blocks, func(blk block.Block) bool {
		text := block.Plain(blk.Spans)
		if blk.Kind == block.Row {
			text = block.Plain(slices.Concat(blk.Cells...))
		}
		return blk.Kind != block.Rule && (blk.Exact == nil || !blk.Told) && !strings.ContainsFunc(text, block.WordRune)
	})
	b.last, b.levels = nil, map[int]bool{}
	for i := range blocks {
		if namesSection(&blocks[i]) {
			b.levels[blocks[i].Level] = true
		}
	}
	b.headed = len(b.levels) > 0
	if !b.settled {
		clear(b.roles)
	}
	return blocks
}

// put puts one block where it belongs.
func (b *Builder) put(blk *block.Block) {
	if blk.Told {
		b.told(blk)
		return
	}
	defer func() { b.last = blk }()
	if r := b.roles[blk.Number]; r != roleNone && (r != roleBody || blk.Kind == block.Line || blk.Kind == block.Term) {
		b.planned(blk, r)
		return
	}
	switch blk.Kind {
	case block.Heading:
		if b.lines > 0 {
			b.lines--
			line := *blk
			line.Kind = block.Line
			b.line(&line)
			return
		}
		b.heading(blk)
	case block.Term:
		b.term(blk)
	case block.Item:
		b.item(blk)
	case block.Row:
		b.row(blk)
	case block.Quote:
		b.passage(blk, resume.PassageQuote, "", block.Display(block.Plain(blk.Spans)))
	case block.Line:
		b.line(blk)
	case block.Rule:
		b.bullets = nil
	}
}

func (b *Builder) insideEntry() bool {
	for _, l := range b.path {
		if l.entry {
			return true
		}
	}
	return false
}

func (b *Builder) sectionKind() resume.SectionKind {
	if len(b.path) == 0 {
		return resume.SectionOther
	}
	return b.path[len(b.path)-1].kind
}

// push opens a section.
func (b *Builder) push(blk *block.Block, text string, kind resume.SectionKind, entry bool) {
	parent := -1
	if len(b.path) > 0 {
		parent = b.path[len(b.path)-1].section
	}
	heading := append(b.headingPath(), text)
	b.Doc.Sections = append(b.Doc.Sections, resume.Section{Heading: heading, Kind: kind, Level: len(heading), Parent: parent, Source: blk.Source})
	b.headings = append(b.headings, blk.Number)
	b.path = append(b.path, level{depth: blk.Level, text: text, section: len(b.Doc.Sections) - 1, kind: kind, entry: entry, adopts: b.adopts(blk, kind)})
}

func (b *Builder) headingPath() []string {
	out := make([]string, 0, len(b.path)+1)
	for _, l := range b.path {
		if l.text != "" {
			out = append(out, l.text)
		}
	}
	return out
}

// section is the section that a passage stands in, made where there is none.
func (b *Builder) section(blk *block.Block) int {
	if len(b.path) == 0 {
		for i := range b.Doc.Sections {
			if s := &b.Doc.Sections[i]; s.Source.Path == blk.Source.Path && len(s.Heading) == 0 {
				return i
			}
		}
		b.Doc.Sections = append(b.Doc.Sections, resume.Section{Kind: resume.SectionContact, Level: 1, Parent: -1, Source: blk.Source})
		b.headings = append(b.headings, -1)
		return len(b.Doc.Sections) - 1
	}
	return b.path[len(b.path)-1].section
}

// passage adds a passage and tells its section and entry of it.
func (b *Builder) passage(blk *block.Block, kind resume.PassageKind, label, body string) int {
	s := b.section(blk)
	id := len(b.Doc.Passages)
	b.Doc.Passages = append(b.Doc.Passages, resume.Passage{
		Source: blk.Source, Heading: b.headingPath(), Section: s, Entry: b.entry, Kind: kind, Parent: -1,
		Label: label, Body: body, Raw: block.Raw(blk), URL: block.FirstURL(blk),
	})
	b.blocks = append(b.blocks, blk.Number)
	b.Doc.Sections[s].Passages = append(b.Doc.Sections[s].Passages, id)
	for _, l := range append([]level{{section: s}}, b.path...) {
		extend(&b.Doc.Sections[l.section].Source, blk.Source)
	}
	if b.entry >= 0 {
		e := &b.Doc.Entries[b.entry]
		extend(&e.Source, blk.Source)
		if kind != resume.PassageHeader {
			e.Passages = append(e.Passages, id)
			b.open = false
		}
	}
	return id
}

func extend(s *resume.Source, with resume.Source) {
	if s.Path == with.Path && with.End > s.End {
		s.End = with.End
	}
}
