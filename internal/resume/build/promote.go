package build

import (
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
)

// promote makes headings of lines that are set as those which name sections are,
// whatever they say: alone, short, and in capitals, in bold type or plain as these.
func promote(blocks []block.Block) {
	seen, level := map[string]int{}, map[string]int{}
	for i := range blocks {
		blk := &blocks[i]
		if namesSection(blk) {
			look := setAs(blk)
			seen[look]++
			level[look] = blk.Level
		}
	}
	demote(blocks)
	if len(seen) == 0 {
		sectionLines(blocks)
	} else {
		plainHeadings(blocks)
	}
	named := slices.IndexFunc(blocks, func(b block.Block) bool { return b.Kind == block.Heading || field.NameLine(block.RawText(&b)) })
	for i := max(named, 0) + 1; i < len(blocks); i++ {
		blk := &blocks[i]
		look := setAs(blk)
		if blk.Kind == block.Line && seen[look] >= 2 && alone(blocks, i) && leadsSeveral(blocks[i+1:]) && !allBelow(blocks, i) {
			blk.Kind, blk.Level = block.Heading, level[look]
		}
	}
}

// sectionLines makes headings of the lines that are nothing but the names of sections,
// in a file that sets none apart, where one of them is of a section of entries; if that
// ends in a colon, also of all others of a few words that do.
func sectionLines(blocks []block.Block) {
	var at, labels []int
	holds, colon := false, false
	for i := range blocks {
		text := block.Clean(&blocks[i])
		kind, known := field.SectionKind(text)
		switch ends := strings.HasSuffix(text, ":"); {
		case blocks[i].Kind != block.Line:
		case known && field.OnlySectionWords(text):
			at = append(at, i)
			holds = holds || field.HoldsEntries(kind)
			colon = colon || field.HoldsEntries(kind) && ends
		case ends && len(strings.Fields(text)) <= 4:
			labels = append(labels, i)
		}
	}
	if colon {
		at = append(at, labels...)
	}
	for _, i := range at {
		if holds {
			blocks[i].Kind, blocks[i].Level = block.Heading, marginLevel
		}
	}
}

// plainHeadings makes headings of lines that are nothing but the name of a section on
// work or studies, where they end one of another kind and dates follow.
func plainHeadings(blocks []block.Block) {
	const near = 5 // blocks in which dates follow
	var kind resume.SectionKind
	level := marginLevel
	for i := range blocks {
		blk := &blocks[i]
		text := block.Clean(blk)
		names, known := field.SectionKind(text)
		switch {
		case blk.Kind == block.Heading && known:
			kind, level = names, blk.Level
		case (blk.Kind == block.Line || blk.Kind == block.Item && i+1 < len(blocks) && blocks[i+1].Kind == block.Heading) && known && names != kind && (names == resume.SectionWork || names == resume.SectionEducation) && field.OnlySectionWords(text) && block.StartsUpper(text) && !field.IsTitle(text) &&
			slices.ContainsFunc(blocks[i+1:min(i+near, len(blocks))], func(b block.Block) bool { return b.Kind != block.Item && field.HasDate(block.Clean(&b)) }):
			blk.Kind, blk.Level, kind = block.Heading, level, names
		}
	}
}

// namesSection tells a heading by whose words a section is known.
func namesSection(blk *block.Block) bool {
	if blk.Kind != block.Heading {
		return false
	}
	_, known := field.SectionKind(block.Clean(blk))
	return known
}

// demote makes what looks like the heading of a section part of one: a name that comes
// up again and again, as "Tech stack" below each position, a field with its label, and
// headings after the first section that are set above most of those that name sections;
// of these the names of sections are set beside them.
func demote(blocks []block.Block) {
	times, named, first := map[string]int{}, map[int]int{}, -1
	for i := range blocks {
		if blk := &blocks[i]; blk.Kind == block.Heading {
			text := block.Clean(blk)
			times[text]++
			if namesSection(blk) {
				named[blk.Level]++
				if first < 0 {
					first = i
				}
			}
		}
	}
	outer := 0 // the level of most sections
	for level, n := range named {
		if n > named[outer] || n == named[outer] && level < outer {
			outer = level
		}
	}
	for i := range blocks {
		switch blk := &blocks[i]; {
		case blk.Kind != block.Heading || i <= first:
		case times[block.Clean(blk)] > 2 && namesSection(blk), blk.Exact == nil && isField(block.Clean(blk)):
			blk.Kind, blk.Level = block.Line, 0
		case blk.Level < outer && namesSection(blk) && field.StrongKind(block.Clean(blk)):
			blk.Level = outer
		case blk.Level < outer:
			blk.Level = outer + 1
		case blk.Level == outer && !namesSection(blk) && blk.Exact == nil && i+1 < len(blocks) && timeAlone(&blocks[i+1]):
			blk.Kind, blk.Level = block.Line, 0 // the head of an entry, set as the sections are
		}
	}
}

// setAs is how a line is set, as far as that shows in every format.
func setAs(blk *block.Block) string {
	text := block.Text(blk.Spans)
	if blk.Raw != "" {
		text = strings.Trim(blk.Raw, "#*_ :")
	}
	look := "plain"
	switch {
	case field.IsCapitals(text):
		look = "capitals"
	case len(blk.Spans) > 0 && allStyled(blk) && blk.Spans[0].Bold:
		look = "bold"
	}
	return look
}

var headingWords = lazyregexp.New(`^\p{Lu}[\p{L}'’&\- ]{1,38}[\p{L}]$`)

// alone tells a line of a few words with a blank line above it, below the first lines
// of the file, that names no position.
func alone(blocks []block.Block, i int) bool {
	blk, above := &blocks[i], &blocks[i-1]
	text := block.Clean(blk)
	gap := blk.Source.Start > 0 && blk.Source.Start > above.Source.End+1
	if i+1 < len(blocks) && timeAlone(&blocks[i+1]) || i > 0 && timeAlone(above) {
		return false // an employer or a position
	}
	return i > 1 && i+1 < len(blocks) && gap && headingWords.MatchString(text) && len(strings.Fields(text)) <= 4 &&
		!field.IsTitle(text) && !field.IsOrg(text) && !field.KnownPlace(text) && !field.HasDate(text)
}

// allBelow tells a line that is all that stands below the heading above it: one that
// headed something would leave that without a word.
func allBelow(blocks []block.Block, i int) bool {
	above, next := &blocks[i-1], &blocks[i+1]
	return above.Kind == block.Heading && next.Kind == block.Heading && next.Level <= above.Level && !blocks[i].Emptied
}

// timeAlone tells a line that holds dates, or a length of time, and nothing else.
func timeAlone(blk *block.Block) bool {
	text := block.Clean(blk)
	_, rest, dated := resume.FindPeriod(text)
	return blk.Kind == block.Line && (dated && rest == "" || lengthAlone.MatchString(text))
}

// leadsSeveral tells that what stands below a line is no single entry that it heads:
// no line of its own with dates follows, or several do before the next heading.
func leadsSeveral(below []block.Block) bool {
	end := slices.IndexFunc(below, func(b block.Block) bool { return b.Kind == block.Heading })
	if end < 0 {
		end = len(below)
	}
	dates := 0
	for i := range below[:end] {
		if _, rest, dated := resume.FindPeriod(block.Display(block.Plain(below[i].Spans))); dated && below[i].Kind != block.Item && len(rest) < 100 {
			dates++
		}
	}
	first := 2
	for i := range below[:min(first, end)] {
		if field.HasDate(block.Plain(below[i].Spans)) && below[i].Kind != block.Item {
			return dates > 1
		}
	}
	return true
}

// marginHeadings sets apart the names of sections that stand in a column of their own
// left of what they head: "EDUCATION    BSc Physics, University of Porto". In a section
// on skills they name groups of these.
func marginHeadings(blocks []block.Block) []block.Block {
	at, names, skills := map[int]string{}, map[string]bool{}, false
	for i := range blocks {
		blk := &blocks[i]
		if blk.Kind == block.Heading {
			kind, _ := field.SectionKind(block.Clean(blk))
			skills = kind == resume.SectionSkills
		}
		name, rest, ok := strings.Cut(block.Plain(blk.Spans), "\t")
		if text := strings.Trim(name, " :"); ok && blk.Kind == block.Line && !skills && strings.TrimSpace(rest) != "" && field.SectionName(text) && !field.IsTitle(text) {
			at[i], names[text] = name, true
		}
	}
	if len(names) < 2 {
		return blocks
	}
	var out []block.Block
	for i, blk := range blocks {
		if name, ok := at[i]; ok {
			heading := blk
			heading.Kind, heading.Level, heading.Spans, heading.Raw = block.Heading, marginLevel, []block.Span{{Text: strings.Trim(name, " :")}}, name
			out = append(out, heading)
			blk.Spans, blk.Raw = block.TidySpans(block.CutFront(blk.Spans, len(name)+1)), ""
		}
		out = append(out, blk)
	}
	return out
}

const marginLevel = 2 // as readers give it to sections
