package resume

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/resume/mark"
)

// A Document holds nothing that its owner keeps private: it is left out here,
// before a Document is built, so that nothing made of one can hold it either. What
// is left is only where it stood and, where the owner says so, on what it is.

// Withheld is a part of a file that its owner keeps private.
type Withheld struct {
	Source Source
	Topic  string // what visitors may know that it is on: of its mark or of the heading above it alone; or ""
}

// String says where it stood: "cv.md:60–62 (salary)".
func (w Withheld) String() string {
	s := w.Source.Path
	switch {
	case w.Source.Page > 0:
		s += fmt.Sprintf(" page %d", w.Source.Page)
	case w.Source.End > w.Source.Start:
		s += fmt.Sprintf(":%d–%d", w.Source.Start, w.Source.End)
	case w.Source.Start > 0:
		s += fmt.Sprintf(":%d", w.Source.Start)
	}
	if w.Topic != "" {
		s += " (" + w.Topic + ")"
	}
	return s
}

// fileText is a file as far as it may be read, before it is known what is private.
type fileText struct {
	reader
	path   string
	text   []byte
	beside *sidecar // or nil
	hide   []Detail
}

// public reads a file without what its owner keeps private.
func (f *fileText) public() (blocks []block, withheld []Withheld, err error) {
	cut, err := f.marks()
	if err != nil {
		return nil, nil, err
	}
	whole := f.text
	if cut != nil {
		whole = []byte(cut.Marked)
	}
	if blocks, err = f.read(f.path, whole); err != nil {
		return nil, nil, err
	}
	for i := range blocks {
		if line := blocks[i].source.Start - 1; cut != nil && line >= 0 && line < len(cut.Gone) && cut.Gone[line] {
			blocks[i].priv, blocks[i].topic = true, cut.Topics[line]
		}
	}
	if f.beside != nil {
		if err := f.beside.hide(blocks); err != nil {
			return nil, nil, err
		}
		withheld = f.beside.columns
	}
	text := f.text
	if cut != nil || slices.ContainsFunc(blocks, func(b block) bool { return b.priv }) {
		spread(blocks, f.format == "text")
		withheld = slices.Concat(withheld, inLines(cut, f.path), withheldBlocks(blocks))
		if f.lined() {
			text = without(f.text, cut, blocks)
			blocks, err = f.read(f.path, text)
		} else {
			blocks = slices.DeleteFunc(blocks, func(b block) bool { return b.priv })
		}
	}
	if err != nil || len(f.hide) == 0 {
		return blocks, withheld, err
	}
	text, details := f.hideDetails(blocks, text)
	if f.lined() && len(details) > 0 {
		blocks, err = f.read(f.path, text)
	}
	return blocks, append(withheld, details...), err
}

// lined tells a format whose lines can be taken out of its text.
func (f *fileText) lined() bool { return f.format == "markdown" || f.format == "text" }

// marks finds the marks of a text file; nil where it has none.
func (f *fileText) marks() (*mark.Cut, error) {
	if !f.lined() {
		return nil, nil
	}
	cut, fault := mark.Of(string(f.text))
	if fault != nil {
		return nil, Problem{Path: f.path, Line: 1 + strings.Count(string(f.text[:fault.Offset]), "\n"), Err: fault}
	}
	return cut, nil
}

// without is a text without its private parts and the lines of private blocks.
func without(text []byte, cut *mark.Cut, blocks []block) []byte {
	if cut == nil {
		cut = &mark.Cut{Text: string(text)}
	}
	gone := make([]bool, strings.Count(cut.Text, "\n")+1)
	for _, b := range blocks {
		for line := b.source.Start; b.priv && line > 0 && line <= min(b.source.End, len(gone)); line++ {
			gone[line-1] = true
		}
	}
	return []byte(cut.Without(gone))
}

// inLines notes what is private of lines that go on otherwise.
func inLines(cut *mark.Cut, path string) []Withheld {
	var out []Withheld
	if cut == nil {
		return nil
	}
	for n := range cut.Hidden {
		if cut.Hidden[n] && !cut.Gone[n] {
			out = append(out, Withheld{Source{Path: path, Start: n + 1, End: n + 1}, cut.Topics[n]})
		}
	}
	return out
}

// withheldBlocks notes private blocks, neighbours on one topic as one.
func withheldBlocks(blocks []block) []Withheld {
	var out []Withheld
	for i, b := range blocks {
		if !b.priv {
			continue
		}
		told := len(b.spans)+len(b.cells) > 0
		if k := len(out) - 1; told && i > 0 && k >= 0 && blocks[i-1].priv && out[k].Topic == b.topic && out[k].Source.Page == b.source.Page {
			out[k].Source.End = max(out[k].Source.End, b.source.End)
			continue
		}
		out = append(out, Withheld{b.source, b.topic})
	}
	return out
}

// marked reads marks in blocks of a format that has no lines: a block with a mark in
// it is private as a whole.
func marked(path string, blocks []block) ([]block, error) {
	var lines []string
	for _, b := range blocks {
		texts := []string{plain(b.spans)}
		for _, c := range b.cells {
			texts = append(texts, plain(c))
		}
		lines = append(lines, strings.ReplaceAll(strings.Join(texts, " "), "\n", " "))
	}
	text := strings.Join(lines, "\n")
	cut, fault := mark.Of(text)
	if fault != nil {
		at := blocks[strings.Count(text[:fault.Offset], "\n")].source
		if at.Page > 0 {
			return nil, fmt.Errorf("page %d: %w", at.Page, fault)
		}
		return nil, Problem{Path: path, Line: at.Start, Err: fault}
	}
	if cut == nil {
		return blocks, nil
	}
	for i := range blocks {
		if cut.Hidden[i] {
			blocks[i].priv, blocks[i].topic = true, cut.Topics[i]
		}
	}
	return withoutHeader(blocks), nil
}

// withoutHeader takes the names of its columns from a table of which something is
// private: they may be.
func withoutHeader(blocks []block) []block {
	private := map[*string]bool{}
	for _, b := range blocks {
		if len(b.header) > 0 && (b.priv || slices.ContainsFunc(b.header, func(name string) bool { return !unmarked(name) })) {
			private[&b.header[0]] = true
		}
	}
	for i := range blocks {
		if h := blocks[i].header; len(h) > 0 && private[&h[0]] {
			blocks[i].header = nil
		}
	}
	return blocks
}

func unmarked(s string) bool {
	cut, fault := mark.Of(s)
	return cut == nil && fault == nil
}

// spread keeps private what hangs on what is private: all of an entry whose head
// is, all below a heading that is. Otherwise it would be told of another.
func spread(blocks []block, guessed bool) {
	b := newBuilder()
	b.add(blocks)
	hide := func(block int) {
		if block < 0 {
			return
		}
		blocks[block].priv = true
		for _, n := range b.joined[block] {
			blocks[n].priv = true
		}
	}
	for i, x := range b.doc.Entries {
		first, head := b.blocks[x.Header], b.heads[i].blocks
		// A head whose first line is no heading may not be known for one without the rest.
		if blocks[first].kind != blockHeading && slices.ContainsFunc(head, func(n int) bool { return blocks[n].priv }) {
			hide(first)
		}
		if !blocks[first].priv {
			continue
		}
		for _, n := range head {
			hide(n)
		}
		for _, p := range x.Passages {
			hide(b.blocks[p])
			if at := b.headings[b.doc.Passages[p].Section]; at > first {
				hide(at) // of a part of the entry
			}
		}
	}
	below := b.below()
	for s, passages := range below {
		if at := b.headings[s]; at < 0 || !blocks[at].priv {
			continue
		}
		for _, p := range passages {
			hide(b.blocks[p])
			hide(b.headings[b.doc.Passages[p].Section])
		}
	}
	for i := range blocks {
		withoutHead(blocks, i)
	}
	b.topics(blocks, below, guessed)
}

// withoutHead keeps private what is nested below a private bullet, and takes from the
// head of an entry of which the format tells all what the line below it hides.
func withoutHead(blocks []block, i int) {
	b := &blocks[i]
	if b.priv && b.kind == blockItem {
		for k := i + 1; k < len(blocks) && blocks[k].kind == blockItem && blocks[k].level > b.level; k++ {
			blocks[k].priv, blocks[k].topic = true, b.topic
		}
	}
	if b.exact != nil && !b.priv && i+1 < len(blocks) && blocks[i+1].priv && blocks[i+1].kind == blockLine {
		x := *b.exact
		x.Period, x.Place = Period{}, ""
		b.exact = &x
	}
}

// topics gives what is private and has no topic the heading of the section that
// holds nothing else. The name of an entry is no topic, nor is a private line that is
// only guessed to be a heading.
func (b *builder) topics(blocks []block, below [][]int, guessed bool) {
	entry := map[int]bool{} // sections of entries and their parts
	for i := range b.doc.Entries {
		if x := &b.doc.Entries[i]; b.headings[x.Section] == b.blocks[x.Header] {
			entry[x.Section] = true
		}
	}
	give := func(block int, topic string) {
		if block >= 0 && blocks[block].priv && blocks[block].topic == "" {
			blocks[block].topic = topic
		}
	}
	for s := range b.doc.Sections { // the outer ones first
		if parent := b.doc.Sections[s].Parent; parent >= 0 && entry[parent] {
			entry[s] = true
		}
		open := func(p int) bool { return !blocks[b.blocks[p]].priv }
		if b.headings[s] < 0 || entry[s] || guessed && blocks[b.headings[s]].priv || len(below[s]) == 0 || slices.ContainsFunc(below[s], open) {
			continue
		}
		heading := b.doc.Sections[s].Heading
		give(b.headings[s], heading[len(heading)-1])
		for _, p := range below[s] {
			give(b.blocks[p], heading[len(heading)-1])
			give(b.headings[b.doc.Passages[p].Section], heading[len(heading)-1])
		}
	}
}

// below are the passages of each section, those of its subsections included.
func (b *builder) below() [][]int {
	out := make([][]int, len(b.doc.Sections))
	for p := range b.doc.Passages {
		for s := b.doc.Passages[p].Section; s >= 0; s = b.doc.Sections[s].Parent {
			out[s] = append(out[s], p)
		}
	}
	return out
}

// A sidecar is a file beside a résumé, of its name with ".private" behind it, that
// tells in lines of text what of it is private: each paragraph, line, row or bullet
// in which one of them stands, and where it is a heading or the head of an entry all
// below. A line in square brackets gives the topic of those after it; lines that
// begin with # are remarks.
type sidecar struct {
	path    string
	lines   []string
	columns []Withheld // names of columns that it hides
}

const sidecarExtension = ".private"

func readSidecar(dir, path string) (*sidecar, error) {
	data, err := Read(dir, path)
	if err != nil {
		return nil, err
	}
	text, _, err := decodeText(data)
	if err != nil {
		return nil, err
	}
	return &sidecar{path: path, lines: strings.Split(string(text), "\n")}, nil
}

func (s *sidecar) hide(blocks []block) error {
	topic := ""
	for n, line := range s.lines {
		words := folded(mark.Typed(line))
		switch {
		case words == "" || words == "#" || strings.HasPrefix(words, "# "):
			continue
		case strings.HasPrefix(words, "[") && strings.HasSuffix(words, "]"):
			topic = strings.TrimSpace(strings.Trim(strings.TrimSpace(line), "[]"))
			continue
		}
		found := false
		for i := range blocks {
			b := &blocks[i]
			if strings.Contains(folded(mark.Typed(plain(b.spans)+" "+plain(slices.Concat(b.cells...)))), words) || strings.Contains(folded(mark.Typed(b.raw)), words) {
				b.priv, b.topic, found = true, topic, true
			}
			if slices.ContainsFunc(b.header, func(name string) bool { return strings.Contains(folded(mark.Typed(name)), words) }) {
				b.header, found = nil, true
				s.columns = append(s.columns, Withheld{b.source, topic})
			}
		}
		if !found {
			return Problem{Path: s.path, Line: n + 1, Err: errors.New("stands nowhere in the résumé: write words that follow each other in one line, bullet or paragraph of it")}
		}
	}
	return nil
}

// folded is a text in lower case with single blanks.
func folded(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
