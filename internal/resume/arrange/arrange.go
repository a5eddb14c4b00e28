// Package arrange lets a model say which lines of a file head entries and what in them
// is what, and takes it at its word only where the file has the words: a field that
// stands in none of the lines is none, and what was read with certainty stays.
package arrange

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/build"
	"resumebot/internal/resume/field"
)

// Ask gives a model numbered lines and returns what it writes of them: JSON as
// [Proposal] has it.
type Ask func(ctx context.Context, lines string) (string, error)

const (
	maxPart  = 6000 // bytes of lines that are sent at once
	maxParts = 8    // of one file; what stands behind stays as it is
	maxLine  = 300  // characters of a line that are sent
	maxHead  = 5    // lines that head an entry
)

// Result is what became of what the model said.
type Result struct {
	Placed, Refused int
	Failed          error // the last part that the model gave no answer to, or nil
}

// Blocks asks for the parts of a file in which something dated was not understood.
func Blocks(ctx context.Context, blocks []block.Block, ask Ask) ([]block.Block, Result) {
	var result Result
	if len(blocks) == 0 || blocks[0].Told {
		return blocks, result
	}
	certain := build.Certain(blocks)
	var heads []head
	used := map[int]bool{}
	for n, p := range parts(blocks, certain) {
		if n == maxParts || ctx.Err() != nil {
			break
		}
		text, err := ask(ctx, p)
		if err != nil {
			result.Failed = fmt.Errorf("arrange: ask the model: %w", err)
			continue
		}
		for _, proposal := range proposals(text) {
			h, ok := check(blocks, certain, used, proposal)
			if !ok {
				result.Refused++
				continue
			}
			for _, i := range h.lines {
				used[i] = true
			}
			result.Placed++
			heads = append(heads, h)
		}
	}
	return place(blocks, heads), result
}

// parts are the lines to be sent, cut before headings where one gets long: those
// without a date that was not understood are left out.
func parts(blocks []block.Block, certain []bool) []string {
	var out []string
	var part strings.Builder
	open := false
	flush := func() {
		if open {
			out = append(out, part.String())
		}
		part.Reset()
		open = false
	}
	for i := range blocks {
		b := &blocks[i]
		text := textOf(b)
		if text == "" || reaches(text) {
			continue
		}
		if part.Len() > maxPart || part.Len() > maxPart/2 && b.Kind == block.Heading {
			flush()
		}
		if r := []rune(text); len(r) > maxLine {
			text = string(r[:maxLine]) + "…"
		}
		mark := map[block.Kind]string{block.Heading: "# ", block.Item: "- "}[b.Kind]
		fmt.Fprintf(&part, "%d: %s%s\n", i+1, mark, text)
		open = open || !certain[i] && block.RuneLen(text) < 140 && field.HasDate(text)
	}
	flush()
	return out
}

// reaches tells a line by which somebody could be reached: no entry is made of it, and
// it is nobody's business.
func reaches(text string) bool {
	if field.EmailForm.MatchString(text) {
		return true
	}
	if field.HasDate(text) {
		return false
	}
	return block.Digits(text) >= 7 || slices.ContainsFunc(field.CommaItems(text), func(item string) bool {
		return field.TownOf(item) != "" || field.CodeAlone.MatchString(item)
	})
}

// textOf is the text of a block on one line, "" for one that is not read.
func textOf(b *block.Block) string {
	switch b.Kind {
	case block.Hidden, block.Doubt, block.Rule:
		return ""
	case block.Row:
		var cells []string
		for _, c := range b.Cells {
			cells = append(cells, block.Display(block.Plain(c)))
		}
		return strings.Trim(strings.Join(cells, " | "), " |")
	}
	return block.Display(block.Plain(b.Spans))
}

// head is an entry that the file bears out.
type head struct {
	lines []int // blocks
	kind  resume.SectionKind
	level int // of the heading of the section that it stands in, 0 for none
	entry resume.Entry
}

// place makes one heading of the lines that head each entry.
func place(blocks []block.Block, heads []head) []block.Block {
	at, gone := map[int]head{}, map[int]bool{}
	for _, h := range heads {
		at[h.lines[0]] = h
		for _, i := range h.lines {
			gone[i] = true
		}
	}
	var out []block.Block
	made := resume.SectionKind("") // the section that was begun here, as the file has none
	for i, b := range blocks {
		h, found := at[i]
		switch {
		case found:
			level := h.level
			if level == 0 {
				level = 2
				if made != h.kind {
					made = h.kind
					out = append(out, block.Block{Kind: block.Heading, Level: level, Spans: []block.Span{{Text: sectionNames[made]}}, Source: b.Source})
				}
			}
			out = append(out, heading(blocks, h, level+1))
		case !gone[i]:
			out = append(out, b)
		}
	}
	return out
}

// sectionAbove is the section that a block stands in, and the level of its heading, 0
// where there is none: that of the last heading above which names one, unless another
// of its level stands between.
func sectionAbove(blocks []block.Block, i int) (kind resume.SectionKind, level int) {
	lowest, kind := 0, resume.SectionOther
	for k := i - 1; k >= 0; k-- {
		b := &blocks[k]
		if b.Kind != block.Heading || lowest > 0 && b.Level > lowest {
			continue
		}
		if of, known := field.SectionKind(block.Text(b.Spans)); known && (lowest == 0 || b.Level < lowest) {
			return of, b.Level
		}
		if b.Level > 1 { // 1 may be the name
			lowest = b.Level
		}
	}
	return kind, lowest
}

// sectionNames head the entries of a file that has no headings.
var sectionNames = map[resume.SectionKind]string{
	resume.SectionWork: "Experience", resume.SectionEducation: "Education", resume.SectionVolunteer: "Volunteering", resume.SectionProjects: "Projects",
}

// heading is the lines of a head as one block.
func heading(blocks []block.Block, h head, level int) block.Block {
	out := block.Block{Kind: block.Heading, Level: level, Exact: &h.entry, Source: blocks[h.lines[0]].Source}
	var raw []string
	for n, i := range h.lines {
		b := &blocks[i]
		spans := b.Spans
		if b.Kind == block.Row {
			spans = []block.Span{{Text: textOf(b)}}
		}
		if n > 0 {
			out.Spans = append(out.Spans, block.Span{Text: " – "})
		}
		out.Spans = append(out.Spans, spans...)
		out.Source.End = max(out.Source.End, b.Source.End)
		raw = append(raw, block.Raw(b))
	}
	out.Raw = strings.Join(raw, "\n")
	return out
}
