package corpus

import (
	"errors"
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/build"
	"resumebot/internal/resume/mark"
)

// fileText is a file as far as it may be read, before it is known what is private.
type fileText struct {
	format
	path   string
	text   []byte
	beside *sidecar // or nil
	hide   []Detail
	built  *build.Builder // of its blocks, where they were built; nil else
}

// public reads a file without what its owner keeps private.
func (f *fileText) public() (blocks []block.Block, withheld []resume.Withheld, err error) {
	cut, err := f.marks()
	if err != nil {
		return nil, nil, err
	}
	whole := f.text
	if cut != nil {
		whole = f.unbarred(cut.Marked)
	}
	if blocks, err = f.read(f.path, whole); err != nil {
		return nil, nil, err
	}
	if f.made == packed {
		repairBlocks(blocks)
	}
	for i := range blocks {
		if line := blocks[i].Source.Start - 1; cut != nil && line >= 0 && line < len(cut.Gone) && cut.Gone[line] {
			blocks[i].Private, blocks[i].Topic = true, cut.Topics[line]
		}
		hideTornRow(&blocks[i], cut)
	}
	if f.beside != nil {
		if err := f.beside.hide(blocks); err != nil {
			return nil, nil, err
		}
		withheld = f.beside.columns
	}
	text := f.text
	if cut != nil || slices.ContainsFunc(blocks, func(b block.Block) bool { return b.Private }) {
		build.Spread(blocks, f.name == "text")
		withheld = slices.Concat(withheld, inLines(cut, f.path, blocks), withheldBlocks(blocks))
		if f.made >= lined {
			text = f.unbarred(string(without(f.text, cut, blocks)))
			blocks, err = f.read(f.path, text)
		} else {
			emptyAbove(blocks)
			blocks = slices.DeleteFunc(blocks, func(b block.Block) bool { return b.Private })
		}
		empty(blocks, withheld)
	}
	if err != nil || len(f.hide) == 0 {
		return blocks, withheld, err
	}
	text, details := f.hideDetails(blocks, text)
	if len(details) > 0 {
		f.built = nil
	}
	if f.made == lined && len(details) > 0 {
		blocks, err = f.read(f.path, text)
	}
	return blocks, append(withheld, details...), err
}

// hideTornRow keeps a row private of which a line is: without it the cells would stand
// in other columns.
func hideTornRow(b *block.Block, cut *mark.Cut) {
	if cut == nil || b.Kind != block.Row || b.Private {
		return
	}
	for line := b.Source.Start - 1; line >= 0 && line < min(b.Source.End, len(cut.Gone)); line++ {
		if cut.Gone[line] {
			b.Private, b.Topic = true, cut.Topics[line]
			return
		}
	}
}

// emptyAbove notes the blocks right below which something is private: those may be
// headings.
func emptyAbove(blocks []block.Block) {
	for i := range blocks[:max(0, len(blocks)-1)] {
		blocks[i].Emptied = blocks[i+1].Private
	}
}

// empty does so by the lines of what was taken out.
func empty(blocks []block.Block, withheld []resume.Withheld) {
	for i := range blocks {
		from, to := blocks[i].Source.End, 0
		if i+1 < len(blocks) {
			to = blocks[i+1].Source.Start
		}
		if slices.ContainsFunc(withheld, func(w resume.Withheld) bool {
			return from > 0 && w.Source.Start > from && (to == 0 || w.Source.Start < to)
		}) {
			blocks[i].Emptied = true
		}
	}
}

// unbarred is a text without the bars that mark leaves for lines that were taken out
// of a table: in AsciiDoc each would be a cell.
func (f *fileText) unbarred(text string) []byte {
	if f.name != "asciidoc" {
		return []byte(text)
	}
	old, lines := strings.Split(string(f.text), "\n"), strings.Split(text, "\n")
	for n := range lines {
		if lines[n] == "|" && strings.TrimSpace(old[n]) != "|" {
			lines[n] = ""
		}
	}
	return []byte(strings.Join(lines, "\n"))
}

// marks finds the marks of a text file; nil where it has none.
func (f *fileText) marks() (*mark.Cut, error) {
	if f.made < lined {
		return nil, nil
	}
	cut, fault := mark.Of(string(f.text))
	if fault != nil {
		return nil, resume.Problem{Path: f.path, Line: 1 + strings.Count(string(f.text[:fault.Offset]), "\n"), Err: fault}
	}
	return cut, nil
}

// without is a text without its private parts and the lines of private blocks.
func without(text []byte, cut *mark.Cut, blocks []block.Block) []byte {
	if cut == nil {
		cut = &mark.Cut{Text: string(text)}
	}
	gone := make([]bool, strings.Count(cut.Text, "\n")+1)
	for _, b := range blocks {
		for line := b.Source.Start; b.Private && line > 0 && line <= min(b.Source.End, len(gone)); line++ {
			gone[line-1] = true
		}
	}
	return []byte(cut.Without(gone))
}

// inLines notes what is private of lines, and of blocks, that go on otherwise.
func inLines(cut *mark.Cut, path string, blocks []block.Block) []resume.Withheld {
	var out []resume.Withheld
	if cut == nil {
		return nil
	}
	whole := make([]bool, len(cut.Hidden)+1) // lines that a private block holds
	for _, b := range blocks {
		for line := b.Source.Start; b.Private && line > 0 && line < len(whole); line++ {
			if whole[line] = true; line >= b.Source.End {
				break
			}
		}
	}
	for n, line := range strings.Split(cut.Marked, "\n") {
		if cut.Hidden[n] && (!cut.Gone[n] || !whole[n+1] && strings.ContainsFunc(line, block.WordRune)) {
			out = append(out, resume.Withheld{Source: resume.Source{Path: path, Start: n + 1, End: n + 1}, Topic: cut.Topics[n]})
		}
	}
	return out
}

// withheldBlocks notes private blocks, neighbours on one topic as one.
func withheldBlocks(blocks []block.Block) []resume.Withheld {
	var out []resume.Withheld
	for i, b := range blocks {
		if !b.Private {
			continue
		}
		told := len(b.Spans)+len(b.Cells) > 0
		if k := len(out) - 1; told && i > 0 && k >= 0 && blocks[i-1].Private && out[k].Topic == b.Topic && out[k].Source.Page == b.Source.Page {
			out[k].Source.End = max(out[k].Source.End, b.Source.End)
			continue
		}
		out = append(out, resume.Withheld{Source: b.Source, Topic: b.Topic})
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
	columns []resume.Withheld // names of columns that it hides
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

func (s *sidecar) hide(blocks []block.Block) error {
	topic := ""
	for n, line := range s.lines {
		words := block.Folded(mark.Typed(line))
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
			if strings.Contains(block.Folded(mark.Typed(block.Plain(b.Spans)+" "+block.Plain(slices.Concat(b.Cells...)))), words) || strings.Contains(block.Folded(mark.Typed(b.Raw)), words) {
				b.Private, b.Topic, found = true, topic, true
			}
			if slices.ContainsFunc(b.Header, func(name string) bool { return strings.Contains(block.Folded(mark.Typed(name)), words) }) {
				b.Header, found = nil, true
				s.columns = append(s.columns, resume.Withheld{Source: b.Source, Topic: topic})
			}
		}
		if !found {
			return resume.Problem{Path: s.path, Line: n + 1, Err: errors.New("stands nowhere in the résumé: write words that follow each other in one line, bullet or paragraph of it")}
		}
	}
	return nil
}
