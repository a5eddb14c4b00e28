package block

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/mark"
)

// Marked reads marks in blocks of a format that has no lines: a block with a mark in
// it is private as a whole.
func Marked(path string, blocks []Block) ([]Block, error) {
	var lines []string
	for _, b := range blocks {
		texts := []string{Plain(b.Spans)}
		for _, c := range b.Cells {
			texts = append(texts, Plain(c))
		}
		lines = append(lines, strings.ReplaceAll(strings.Join(texts, " "), "\n", " "))
	}
	text := strings.Join(lines, "\n")
	cut, fault := mark.Of(text)
	if fault != nil {
		at := blocks[strings.Count(text[:fault.Offset], "\n")].Source
		if at.Page > 0 {
			return nil, fmt.Errorf("page %d: %w", at.Page, fault)
		}
		return nil, resume.Problem{Path: path, Line: at.Start, Err: fault}
	}
	if cut == nil {
		return blocks, nil
	}
	for i := range blocks {
		if cut.Hidden[i] {
			blocks[i].Private, blocks[i].Topic = true, cut.Topics[i]
		}
	}
	return withoutHeader(blocks), nil
}

// withoutHeader takes the names of its columns from a table of which something is
// private: they may be.
func withoutHeader(blocks []Block) []Block {
	private := map[*string]bool{}
	for _, b := range blocks {
		if len(b.Header) > 0 && (b.Private || slices.ContainsFunc(b.Header, func(name string) bool { return !Unmarked(name) })) {
			private[&b.Header[0]] = true
		}
	}
	for i := range blocks {
		if h := blocks[i].Header; len(h) > 0 && private[&h[0]] {
			blocks[i].Header = nil
		}
	}
	return blocks
}

// Unmarked tells a text without a mark for what is private and without an attempt at one.
func Unmarked(s string) bool {
	cut, fault := mark.Of(s)
	return cut == nil && fault == nil
}
