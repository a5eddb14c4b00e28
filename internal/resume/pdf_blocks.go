package resume

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// From lines to blocks: which lines are headings, which go on a line that was
// wrapped, and which hyphens at the end of a line belong to the word.

// pdfWriter joins lines into blocks.
type pdfWriter struct {
	path    string
	lines   []pdfLine
	types   *typography
	words   map[string]bool // that the text holds, in lower case
	marks   []float64       // left edges of the list items above, outermost first
	blocks  []block
	last    pdfLine // of the block being written
	textual bool    // the last block may go on
	starts  []int   // blocks that begin a column
}

func (w *pdfWriter) write() []block {
	w.words = map[string]bool{}
	for _, l := range w.lines {
		for _, f := range strings.Fields(spanText(l.spans)) {
			w.words[strings.ToLower(strings.Trim(f, ".,;:()"))] = true
		}
	}
	for _, l := range w.lines {
		if spanText(l.spans) == "" && len(l.more) == 0 {
			continue
		}
		if l.first {
			w.starts = append(w.starts, len(w.blocks))
		}
		level, heading := w.types.level(l.looks())
		switch {
		case heading && w.headingGoesOn(l, level):
			w.extend(l)
		case heading:
			w.marks = nil
			w.open(blockHeading, level, l)
		case w.textual && w.goesOn(l):
			w.extend(l)
		case l.bullet:
			w.open(blockItem, w.depth(l), l)
		default:
			if l.left <= w.margin() {
				w.marks = nil
			}
			w.open(blockLine, 0, l)
		}
		w.last = l
	}
	for i := range w.blocks {
		b := &w.blocks[i]
		b.spans = tidySpans(b.spans)
		b.raw = display(spanText(b.spans))
	}
	w.blocks = hoistContacts(w.blocks, w.starts)
	return slices.DeleteFunc(w.blocks, func(b block) bool { return len(b.spans) == 0 })
}

func (w *pdfWriter) margin() float64 {
	if len(w.marks) == 0 {
		return math.Inf(1)
	}
	return w.marks[0] + 2
}

func (w *pdfWriter) open(kind blockKind, level int, l pdfLine) {
	w.blocks = append(w.blocks, block{
		kind: kind, level: level, spans: append(slices.Clone(l.spans), l.more...), source: Source{Path: w.path, Page: l.page},
	})
	w.textual = kind != blockHeading
}

// depth is the nesting of a list item by the place of its mark.
func (w *pdfWriter) depth(l pdfLine) int {
	for len(w.marks) > 0 && w.marks[len(w.marks)-1] > l.left-2 {
		w.marks = w.marks[:len(w.marks)-1]
	}
	w.marks = append(w.marks, l.left)
	return len(w.marks) - 1
}

// looks is the line as its typography shows it.
func (l *pdfLine) looks() typeLine {
	text := spanText(l.spans)
	return typeLine{text: text, size: l.size, bold: bold(l.spans), capitals: isCapitals(text), item: l.bullet, beside: len(l.more) > 0}
}

// headingGoesOn tells the second line of a heading.
func (w *pdfWriter) headingGoesOn(l pdfLine, level int) bool {
	k := len(w.blocks) - 1
	if k == 0 && w.blocks[0].kind == blockHeading && w.blocks[0].level == level && l.size == w.last.size && w.last.base-l.base < 1.6*l.size && !l.first {
		first, second := spanText(w.blocks[0].spans), spanText(l.spans)
		return len(strings.Fields(first)) <= 2 && len(strings.Fields(second)) <= 2 && !isTitle(second) && plainName(first+" "+second) // a name on two lines
	}
	return k >= 0 && w.blocks[k].kind == blockHeading && w.blocks[k].level == level && level > 1 && !l.first && w.last.page == l.page &&
		startsLower(spanText(l.spans)) && w.last.base-l.base < 1.6*l.size
}

func bold(spans []span) bool {
	return !slices.ContainsFunc(spans, func(s span) bool { return !s.bold && strings.TrimSpace(s.text) != "" })
}

// goesOn tells that a line carries on the one before, which was wrapped.
func (w *pdfWriter) goesOn(l pdfLine) bool {
	p := w.last
	text, before := spanText(l.spans), spanText(p.spans)
	if p.labelled() && len(p.more) == 2 && !l.bullet { // the text beside a label
		p.segment, p.more = p.side, nil
		before = spanText(p.spans)
	}
	if l.bullet || math.Abs(l.size-p.size) > 0.15*l.size || len(p.more) > 0 && !w.item() || text == "" || before == "" {
		return false
	}
	if l.first || l.page != p.page { // over the end of a column or page
		return startsLower(text) && !strings.Contains(text, "@") && !urlForm.MatchString(text) && !strings.ContainsAny(before[len(before)-1:], ".:;!?") && len(l.more) == 0
	}
	if gap := p.base - l.base; gap > 1.8*l.size || gap < 0.5*l.size {
		return false
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
	if broken || startsLower(text) && !strings.ContainsAny(before[len(before)-1:], ".:;!?") {
		return true
	}
	_, _, dated := FindPeriod(text)
	_, _, datedBefore := FindPeriod(before)
	if bold(l.spans) != bold(p.spans) || dated && runeLen(text) < 60 || datedBefore && runeLen(before) < 60 || keyForm.MatchString(text) {
		return false
	}
	word, _, _ := strings.Cut(text, " ")
	if strings.Contains(word, "@") || strings.HasPrefix(word, "+") || urlForm.MatchString(word) && runeLen(before) < 40 {
		return false // the next way to reach the person
	}
	return p.right+w.width(l, word) > p.limit // the next word did not fit
}

// item tells that the block being written is a list item.
func (w *pdfWriter) item() bool {
	return len(w.blocks) > 0 && w.blocks[len(w.blocks)-1].kind == blockItem
}

// width is about how much room a word with its space takes.
func (w *pdfWriter) width(l pdfLine, word string) float64 {
	return (l.right - l.left) * float64(runeLen(word)+1) / float64(max(runeLen(spanText(l.spans)), 1))
}

// extend joins a wrapped line to the block, and the two halves of a word that was
// parted where that is certain.
func (w *pdfWriter) extend(l pdfLine) {
	b := &w.blocks[len(w.blocks)-1]
	k := len(b.spans) - 1
	end := strings.TrimRight(b.spans[k].text, " ")
	next := slices.Clone(l.spans)
	front := strings.TrimLeft(next[0].text, " ")
	cut, soft := strings.CutSuffix(end, softBreak)
	if !soft {
		cut, soft = strings.CutSuffix(end, "\u00ad")
	}
	hyphen := soft || strings.HasSuffix(end, "-") && len(end) > 1 && unicode.IsLetter(rune(end[len(end)-2]))
	if !hyphen {
		b.spans = append(b.spans, span{text: " ", bold: b.spans[k].bold, italic: b.spans[k].italic, url: b.spans[k].url})
	} else {
		next[0].text = front
		b.spans[k].text = strings.TrimSuffix(cut, "-")
		if !w.oneWord(b.spans[k].text, front) {
			b.spans[k].text += "-"
		}
	}
	b.spans = append(append(b.spans, next...), l.more...)
}

// endings are what no word of a compound is, but for those of notEndings.
var (
	endings    = regexp.MustCompile(`^[a-z]{0,2}(?:tions?|sions?|ment(?:s|ed|ing|al|ations?)?|ings?|ness|ity|ities|ized?|izing|ization|ised?|ising|isation|able|ible|ably|ance|ence|ations?|atory|atives?|ers?|ed|ly|als?|ally|ous|ures?|ics?|ical|ism|ists?|ages?|ants?|ents?|ates?|ated|ating|ators?)$`)
	notEndings = regexp.MustCompile(`^(?:able|aged?|ages|users?|used|using|led|fed|red|being|doing|going|king|ring|sing|wing|thing|things|ions?|stage|page|pages|image|images|wage|usage|rates?|rated|dates?|dated|plants?|agents?|clients?|events?|rents?|cents?|over|per|peers?|liers?|tier|tiers|ever|real|deal|deals|goals?|fly|ally|only|sure|pure|cure|able|size|sized|prize|list|lists|gates?|states?|stated|orders?|tables?|cables?)$`)
)

// oneWord tells that two halves around a hyphen are one word: the text writes it
// so elsewhere, or the second half is but an ending.
func (w *pdfWriter) oneWord(before, after string) bool {
	a := before[strings.LastIndexAny(before, " \t(")+1:]
	b, _, _ := strings.Cut(after, " ")
	a, b = strings.ToLower(a), strings.ToLower(strings.TrimRight(b, ".,;:)"))
	switch {
	case w.words[a+"-"+b]:
		return false
	case w.words[a+b]:
		return true
	}
	return startsLower(after) && endings.MatchString(b) && !notEndings.MatchString(b)
}
