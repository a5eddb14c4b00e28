package pdf

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/typography"
)

// From lines to blocks: which lines are headings, which go on a line that was
// wrapped, and which hyphens at the end of a line belong to the word.

// writer joins lines into blocks.
type writer struct {
	path    string
	lines   []line
	types   *typography.Ranks
	tight   map[float64]float64
	leading float64         // the widest from line to line within a paragraph
	words   map[string]bool // that the text holds, in lower case
	marks   []float64       // left edges of the list items above, outermost first
	blocks  []block.Block
	last    line  // of the block being written
	textual bool  // the last block may go on
	starts  []int // blocks that begin a column
}

func (w *writer) write() []block.Block {
	w.words = map[string]bool{}
	for _, l := range w.lines {
		for _, f := range strings.Fields(block.Text(l.spans)) {
			w.words[strings.ToLower(strings.Trim(f, ".,;:()"))] = true
		}
	}
	leads := w.leads()
	for i, l := range w.lines {
		if block.Text(l.spans) == "" && len(l.more) == 0 {
			continue
		}
		if l.first {
			w.starts = append(w.starts, len(w.blocks))
		}
		level, heading := w.types.Level(l.looks())
		switch {
		case l.cells != nil:
			w.row(l)
		case heading && w.headingGoesOn(l, level):
			w.extend(l)
		case heading:
			w.marks = nil
			w.open(block.Heading, level, l)
		case w.textual && w.goesOn(l):
			w.extend(l)
		case l.bullet:
			w.open(block.Item, w.depth(l), l)
		default:
			if l.left <= w.margin() {
				w.marks = nil
			}
			w.open(block.Line, 0, l)
			if leads[i] {
				w.embolden()
			}
		}
		w.last = l
	}
	for i := range w.blocks {
		b := &w.blocks[i]
		if b.Kind == block.Row {
			continue
		}
		b.Spans = block.TidySpans(b.Spans)
		b.Raw = block.Display(block.Text(b.Spans))
	}
	w.blocks = typography.HoistContacts(w.blocks, w.starts)
	return slices.DeleteFunc(w.blocks, func(b block.Block) bool { return len(b.Spans) == 0 && b.Kind != block.Row })
}

// leads are the lines that their size and the room above them set apart as the first of
// what stands below, where at least two are set so.
func (w *writer) leads() map[int]bool {
	bySize := map[float64][]int{}
	for i := 1; i+1 < len(w.lines); i++ {
		above, l, below := &w.lines[i-1], &w.lines[i], &w.lines[i+1]
		near := !below.first && below.page == l.page && math.Abs(below.left-l.left) < 0.5*l.size
		apart := l.first || above.page != l.page || above.base-l.base > 1.4*(l.base-below.base)
		if near && apart && !l.bullet && !below.bullet && l.size > 1.03*below.size && l.size < 1.3*below.size && l.base-below.base < 1.7*l.size {
			bySize[l.size] = append(bySize[l.size], i)
		}
	}
	out := map[int]bool{}
	for _, at := range bySize {
		for _, i := range at {
			out[i] = len(at) > 1
		}
	}
	return out
}

// embolden gives the block being written the look that text formats have for its like.
func (w *writer) embolden() {
	spans := w.blocks[len(w.blocks)-1].Spans
	for i := range spans {
		spans[i].Bold = true
	}
}

func (w *writer) margin() float64 {
	if len(w.marks) == 0 {
		return math.Inf(1)
	}
	return w.marks[0] + 2
}

func (w *writer) open(kind block.Kind, level int, l line) {
	w.blocks = append(w.blocks, block.Block{
		Kind: kind, Level: level, Spans: append(slices.Clone(l.spans), l.more...), Source: resume.Source{Path: w.path, Page: l.page},
	})
	w.textual = kind != block.Heading
}

// leading is how far apart the lines of a text are that is set wide: a tenth more
// than most lines are, 0 where that is nothing uncommon.
func leading(lines []line, body float64) float64 {
	count := map[float64]int{}
	for i := 1; i < len(lines); i++ {
		if l, p := lines[i], lines[i-1]; !l.first && l.page == p.page && math.Abs(l.size-body) < 0.5 && math.Abs(p.size-body) < 0.5 {
			count[math.Round(2*(p.base-l.base))/2]++
		}
	}
	most, usual := 8, 0.0
	for gap := range count {
		if n := count[gap-0.5] + count[gap] + count[gap+0.5]; n > most || n == most && gap < usual {
			most, usual = n, gap
		}
	}
	if usual < 1.6*body || usual > 2.6*body {
		return 0
	}
	return 1.1 * usual
}

// row adds a row of a table.
func (w *writer) row(l line) {
	for i, cell := range l.cells {
		l.cells[i] = block.TidySpans(cell)
	}
	w.marks, w.textual = nil, false
	w.blocks = append(w.blocks, block.Block{Kind: block.Row, Cells: l.cells, Header: l.names, Source: resume.Source{Path: w.path, Page: l.page}})
}

// depth is the nesting of a list item by the place of its mark.
func (w *writer) depth(l line) int {
	for len(w.marks) > 0 && w.marks[len(w.marks)-1] > l.left-2 {
		w.marks = w.marks[:len(w.marks)-1]
	}
	w.marks = append(w.marks, l.left)
	return len(w.marks) - 1
}

// looks is the line as its typography shows it.
func (l *line) looks() typography.Line {
	text := block.Text(l.spans)
	return typography.Line{Text: text, Size: l.size, Bold: block.Bold(l.spans), Capitals: field.IsCapitals(text), Item: l.bullet, Beside: len(l.more) > 0}
}

// headingGoesOn tells the second line of a heading.
func (w *writer) headingGoesOn(l line, level int) bool {
	k := len(w.blocks) - 1
	if k == 0 && w.blocks[0].Kind == block.Heading && w.blocks[0].Level == level && l.size == w.last.size && w.last.base-l.base < 1.6*l.size && !l.first {
		first, second := block.Text(w.blocks[0].Spans), block.Text(l.spans)
		return len(strings.Fields(first)) <= 2 && len(strings.Fields(second)) <= 2 && !field.IsTitle(second) && field.PlainName(first+" "+second) // a name on two lines
	}
	text := block.Text(l.spans)
	word, _, _ := strings.Cut(text, " ")
	full := w.last.right+w.width(l, word) > w.last.limit && len(w.last.spans) > 0 && w.last.spans[len(w.last.spans)-1].Italic == l.spans[0].Italic && w.last.endsBold() == boldFirst(l.spans)
	return k >= 0 && w.blocks[k].Kind == block.Heading && w.blocks[k].Level == level && level > 1 && !l.first && w.last.page == l.page &&
		(block.StartsLower(text) || full) && w.last.base-l.base < 1.6*l.size
}

// goesOn tells that a line carries on the one before, which was wrapped.
func (w *writer) goesOn(l line) bool {
	p := w.last
	text, before := block.Text(l.spans), block.Text(p.spans)
	if p.labelled() && len(p.more) == 2 && !l.bullet { // the text beside a label
		p.segment, p.more = p.side, nil
		before = block.Text(p.spans)
	}
	if l.bullet || math.Abs(l.size-p.size) > 0.15*l.size || len(p.more) > 0 && !w.item() || text == "" || before == "" {
		return false
	}
	if l.first || l.page != p.page { // over the end of a column or page
		return block.StartsLower(text) && !strings.Contains(text, "@") && !field.UrlForm.MatchString(text) && !strings.ContainsAny(before[len(before)-1:], ".:;!?") && len(l.more) == 0
	}
	gap := p.base - l.base
	if gap > max(1.8*l.size, w.leading) || gap < 0.5*l.size {
		return false
	}
	if spansDates(before, text) {
		return true
	}
	if tight := w.tight[math.Round(l.left)]; tight > 0 && gap > 1.25*tight && !block.StartsLower(text) {
		return false // other lines that begin there stand closer
	}
	broken := strings.HasSuffix(before, "-") || strings.HasSuffix(before, softBreak)
	if w.item() {
		indent := p.left
		if p.bullet {
			indent = p.text
		}
		if l.left > indent-0.4*l.size && l.left < indent+1.5*l.size && (p.bullet && l.left > p.left+1 || !p.bullet) {
			return len(l.more) == 0
		}
	}
	if len(l.more) > 0 || math.Abs(l.left-p.left) > 1.5*l.size {
		return false
	}
	if broken || block.StartsLower(text) && !strings.ContainsAny(before[len(before)-1:], ".:;!?") {
		return true
	}
	joint := strings.ContainsAny(before[len(before)-1:], ",|/(")
	if !joint && (w.newEntry(l, p) || field.KeyForm.MatchString(text)) {
		return false
	}
	word, _, _ := strings.Cut(text, " ")
	if strings.Contains(word, "@") || strings.HasPrefix(word, "+") || field.UrlForm.MatchString(word) && block.RuneLen(before) < 40 {
		return false // the next way to reach the person
	}
	return p.right+w.width(l, word) > p.limit // the next word did not fit
}

// spansDates tells that a period begins in one line and ends with the next, or stands
// there behind a dash.
func spansDates(before, text string) bool {
	text = strings.TrimRight(text, ").,]")
	if len(strings.Fields(text)) > 4 {
		return false
	}
	whole, _, ok := resume.FindPeriod(before + " " + text)
	part, _, _ := resume.FindPeriod(before)
	if _, rest, alone := resume.FindPeriod(text); alone && rest == "" && part.Text == "" {
		return dashEnd.MatchString(before)
	}
	return ok && strings.HasSuffix(whole.Text, text) && strings.Contains(whole.Text, part.Text) && part.Text != "" && part.End.IsZero() && strings.Contains(before, strings.TrimSpace(strings.TrimSuffix(whole.Text, text)))
}

// dashEnd is a dash at the end of a line, which parts what stands on it from the next.
var dashEnd = lazyregexp.New(`\s\p{Pd}$`)

// tight is how far apart the lines are at least that begin in one place, by that place
// in whole points: three pairs of them or more.
func tight(lines []line) map[float64]float64 {
	gaps := map[float64][]float64{}
	for i := 1; i < len(lines); i++ {
		if l, p := lines[i], lines[i-1]; !l.first && l.page == p.page && math.Abs(l.left-p.left) < 1.5 && math.Abs(l.size-p.size) < 0.5 {
			gaps[math.Round(l.left)] = append(gaps[math.Round(l.left)], p.base-l.base)
		}
	}
	out := map[float64]float64{}
	for left, g := range gaps {
		if slices.Sort(g); len(g) >= 3 {
			out[left] = g[2]
		}
	}
	return out
}

// newEntry tells by dates and weight that a line begins anew below another.
func (w *writer) newEntry(l, p line) bool {
	text, before := block.Text(l.spans), block.Text(p.spans)
	_, _, dated := resume.FindPeriod(text)
	_, _, datedBefore := resume.FindPeriod(before)
	words := strings.Fields(before)
	_, rest, datesLast := resume.FindPeriod(strings.Join(words[max(0, len(words)-2):], " "))
	return block.Bold(l.spans) != block.Bold(p.spans) && !(boldFirst(l.spans) && p.endsBold()) || boldFirst(l.spans) && !p.endsBold() && boldFirst(w.blocks[len(w.blocks)-1].Spans) ||
		dated && block.RuneLen(text) < 60 || datedBefore && block.RuneLen(before) < 60 || datesLast && rest == ""
}

// boldFirst tells text that begins in bold.
func boldFirst(spans []block.Span) bool { return len(spans) > 0 && spans[0].Bold }

// endsBold tells that the last words are bold.
func (l *line) endsBold() bool { return len(l.spans) > 0 && l.spans[len(l.spans)-1].Bold }

// item tells that the block being written is a list item.
func (w *writer) item() bool {
	return len(w.blocks) > 0 && w.blocks[len(w.blocks)-1].Kind == block.Item
}

// width is about how much room a word with its space takes.
func (w *writer) width(l line, word string) float64 {
	return (l.right - l.left) * float64(block.RuneLen(word)+1) / float64(max(block.RuneLen(block.Text(l.spans)), 1))
}

// extend joins a wrapped line to the block, and the two halves of a word that was
// parted where that is certain.
func (w *writer) extend(l line) {
	b := &w.blocks[len(w.blocks)-1]
	k := len(b.Spans) - 1
	end := strings.TrimRight(b.Spans[k].Text, " ")
	next := slices.Clone(l.spans)
	front := strings.TrimLeft(next[0].Text, " ")
	cut, soft := strings.CutSuffix(end, softBreak)
	if !soft {
		cut, soft = strings.CutSuffix(end, "\u00ad")
	}
	hyphen := soft || strings.HasSuffix(end, "-") && len(end) > 1 && unicode.IsLetter(rune(end[len(end)-2]))
	if !hyphen {
		b.Spans = append(b.Spans, block.Span{Text: " ", Bold: b.Spans[k].Bold, Italic: b.Spans[k].Italic, URL: b.Spans[k].URL})
	} else {
		next[0].Text = front
		b.Spans[k].Text = strings.TrimSuffix(cut, "-")
		if !w.oneWord(b.Spans[k].Text, front) {
			b.Spans[k].Text += "-"
		}
	}
	b.Spans = append(append(b.Spans, next...), l.more...)
}

// endings are what no word of a compound is, but for those of notEndings.
var (
	endings    = lazyregexp.New(`^[a-z]{0,2}(?:tions?|sions?|ment(?:s|ed|ing|al|ations?)?|ings?|ness|ity|ities|ized?|izing|ization|ised?|ising|isation|able|ible|ably|ance|ence|ations?|atory|atives?|ers?|ed|ly|als?|ally|ous|ures?|ics?|ical|ism|ists?|ages?|ants?|ents?|ates?|ated|ating|ators?)$`)
	notEndings = lazyregexp.New(`^(?:able|aged?|ages|users?|used|using|led|fed|red|being|doing|going|king|ring|sing|wing|thing|things|ions?|stage|page|pages|image|images|wage|usage|rates?|rated|dates?|dated|plants?|agents?|clients?|events?|rents?|cents?|over|per|peers?|liers?|tier|tiers|ever|real|deal|deals|goals?|fly|ally|only|sure|pure|cure|able|size|sized|prize|list|lists|gates?|states?|stated|orders?|tables?|cables?)$`)
)

// oneWord tells that two halves around a hyphen are one word: the text writes it
// so elsewhere, or the second half is but an ending.
func (w *writer) oneWord(before, after string) bool {
	a := before[strings.LastIndexAny(before, " \t(")+1:]
	b, _, _ := strings.Cut(after, " ")
	a, b = strings.ToLower(a), strings.ToLower(strings.TrimRight(b, ".,;:)"))
	switch {
	case w.words[a+"-"+b]:
		return false
	case w.words[a+b]:
		return true
	}
	return block.StartsLower(after) && endings.MatchString(b) && !notEndings.MatchString(b)
}
