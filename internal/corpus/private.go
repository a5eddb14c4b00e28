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
}

// public reads a file without what its owner keeps private.
func (f *fileText) public() (blocks []block.Block, withheld []resume.Withheld, err error) {
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
		if line := blocks[i].Source.Start - 1; cut != nil && line >= 0 && line < len(cut.Gone) && cut.Gone[line] {
			blocks[i].Private, blocks[i].Topic = true, cut.Topics[line]
		}
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
		withheld = slices.Concat(withheld, inLines(cut, f.path), withheldBlocks(blocks))
		if f.lined {
			text = without(f.text, cut, blocks)
			blocks, err = f.read(f.path, text)
		} else {
			blocks = slices.DeleteFunc(blocks, func(b block.Block) bool { return b.Private })
		}
	}
	if err != nil || len(f.hide) == 0 {
		return blocks, withheld, err
	}
	text, details := f.hideDetails(blocks, text)
	if f.lined && len(details) > 0 {
		blocks, err = f.read(f.path, text)
	}
	if f.torn {
		apart := *f
		apart.lined = false
		_, more := apart.hideDetails(blocks, nil)
		details = append(details, more...)
	}
	return blocks, append(withheld, details...), err
}

// marks finds the marks of a text file; nil where it has none.
func (f *fileText) marks() (*mark.Cut, error) {
	if !f.lined {
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

// inLines notes what is private of lines that go on otherwise.
func inLines(cut *mark.Cut, path string) []resume.Withheld {
	var out []resume.Withheld
	if cut == nil {
		return nil
	}
	for n := range cut.Hidden {
		if cut.Hidden[n] && !cut.Gone[n] {
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
