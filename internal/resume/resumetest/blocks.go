package resumetest

import (
	"fmt"
	"strings"
	"testing"

	"resumebot/internal/resume/block"
)

// Outline writes blocks as short lines: kind and level, then the text with bold
// marked and tabs shown.
func Outline(blocks []block.Block) string {
	var out strings.Builder
	for _, b := range blocks {
		kind := map[block.Kind]string{block.Heading: "#", block.Line: "|", block.Item: "*", block.Row: "r", block.Quote: ">", block.Term: "t", block.Rule: "-", block.Hidden: "~", block.Doubt: "?"}[b.Kind]
		if b.Kind == block.Heading || b.Kind == block.Item {
			kind = fmt.Sprint(kind, b.Level)
		}
		cells := b.Cells
		if b.Kind != block.Row {
			cells = [][]block.Span{b.Spans}
		}
		var texts []string
		for _, c := range cells {
			var text strings.Builder
			for _, s := range c {
				mark := map[[2]bool]string{{true, false}: "**", {false, true}: "_", {true, true}: "***"}[[2]bool{s.Bold, s.Italic}]
				text.WriteString(mark + strings.ReplaceAll(s.Text, "\t", "→") + mark)
				if s.URL != "" {
					text.WriteString("<" + s.URL + ">")
				}
			}
			texts = append(texts, text.String())
		}
		if b.Kind == block.Hidden {
			kind += b.How
		}
		place := b.Source.Start
		if b.Source.Page > 0 {
			place = b.Source.Page
		}
		fmt.Fprintf(&out, "%d %s %s\n", place, kind, strings.Join(texts, " ¦ "))
	}
	return out.String()
}

// WantOutline compares blocks with their outline.
func WantOutline(t *testing.T, blocks []block.Block, want string) {
	t.Helper()
	if got := strings.TrimSpace(Outline(blocks)); got != strings.TrimSpace(want) {
		t.Errorf("blocks:\n%s\nwant:\n%s", got, strings.TrimSpace(want))
	}
}
