package typography

import (
	"slices"
	"strings"

	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// BoldHeadings makes headings of the lines that name a section, in bold type or
// capitals or as paragraphs of their own, in a file that does not mark its headings
// as such.
func BoldHeadings(blocks []block.Block) {
	marked := 0
	for _, b := range blocks {
		if _, known := field.SectionKind(block.Text(b.Spans)); known && b.Kind == block.Heading {
			marked++
		}
	}
	named := slices.IndexFunc(blocks, func(b block.Block) bool { return field.NameLine(block.RawText(&b)) })
	for i := range blocks {
		b := &blocks[i]
		text := block.WithoutEmoji(block.Text(b.Spans))
		if marked >= 2 || b.Kind != block.Line || b.Level > 0 || len(b.Spans) == 0 {
			continue
		}
		capitals := field.IsCapitals(text)
		apart := marked == 0 && i > max(named, 0) && i+1 < len(blocks) && b.Source.Start > blocks[i-1].Source.End+1 && blocks[i+1].Source.Start > b.Source.End+1
		only := field.OnlySectionWords(text) && (capitals || block.Bold(b.Spans) || apart && field.SectionName(text))
		if only || capitals && len(strings.Fields(text)) <= 4 && sectionish(text) {
			b.Kind, b.Level = block.Heading, 2
			b.Spans = []block.Span{{Text: strings.TrimRight(block.Unspaced(text), " :"), Bold: block.Bold(b.Spans)}}
		}
	}
}

func sectionish(s string) bool {
	_, known := field.SectionKind(s)
	return known && !strings.ContainsAny(s, ",|@")
}
