package flow

import (
	"errors"
	"math"
	"slices"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/field"
	"resumebot/internal/resume/typography"
)

const (
	maxParas = 20_000    // that a résumé has
	maxText  = 512 << 10 // bytes of them
)

// ErrTooMuch tells a file of more text than a résumé has.
var ErrTooMuch = errors.New("holds more text than a résumé does")

// Page is a document as far as it is text.
type Page struct {
	Body        Content
	Heads, Feet []Content // of its pages
	KeepsPlaces bool      // something is private, so that no box is moved from where it stands
}

// Blocks puts the parts into the order in which they are read on paper and tells what
// each paragraph is. What repeats itself in the margins stands there once.
func (p Page) Blocks(path string) ([]block.Block, error) {
	paras, text := 0, 0
	for _, f := range slices.Concat(p.Heads, []Content{p.Body}, p.Feet) {
		f.Each(func(p *Para) {
			if p.Look.Text != "" {
				paras++
			}
			text += len(p.Look.Text)
		})
	}
	if paras > maxParas || text > maxText {
		return nil, ErrTooMuch
	}
	flows := []Content{nil}
	flows[0] = p.unboxed(p.Body, &flows)
	nameFirst(flows)
	w := &writer{path: path, types: ranks(flows)}
	seen := map[string]bool{}
	for _, f := range p.Heads {
		w.flow(p.margin(f, seen))
	}
	start := len(w.out)
	for i, f := range flows {
		if i > 0 {
			w.starts = append(w.starts, len(w.out))
		}
		w.flow(f)
	}
	end := len(w.out)
	for _, f := range p.Feet {
		w.flow(p.margin(f, seen))
	}
	all, err := block.Marked(path, w.out) // before anything is moved from between marks
	if err != nil {
		return nil, err
	}
	hidden := p.hidden(path, all)
	foot := slices.Clone(all[end:])
	return append(withFooter(typography.HoistContacts(all[:end:end], w.starts), start, foot), hidden...), nil
}

// unboxed puts text boxes before the paragraph that they hang on; one with sections is a
// column of its own, wherever it hangs.
func (p Page) unboxed(f Content, columns *[]Content) Content {
	out := make(Content, 0, len(f))
	for _, i := range f {
		for _, b := range i.Boxes {
			if b = p.unboxed(b, columns); b.headed() && !p.KeepsPlaces {
				*columns = append(*columns, b)
			} else {
				out = append(out, b...)
			}
		}
		i.Boxes, i.Rows = nil, slices.Clone(i.Rows)
		for r, row := range i.Rows {
			i.Rows[r] = slices.Clone(row)
			for c := range row {
				i.Rows[r][c] = p.unboxed(row[c], columns)
			}
		}
		out = append(out, i)
	}
	return out
}

// margin is a header or footer without what stood in one before and the number of the
// page.
func (p Page) margin(f Content, seen map[string]bool) Content {
	var columns []Content
	f = p.unboxed(f, &columns)
	return slices.DeleteFunc(slices.Concat(append(columns, f)...), func(i Item) bool {
		text := i.Text()
		drop := i.Rows == nil && (text == "" || seen[text] && block.Unmarked(text) || typography.PageNumber.MatchString(text) && !reaches(text) || pageWord.MatchString(text))
		seen[text] = true
		return drop
	})
}

// hidden gives what nobody sees, each text once. It is private between what is, and
// where it stands in no paragraph of the body as soon as anything is.
func (p Page) hidden(path string, seen []block.Block) []block.Block {
	var all []block.Block
	collect := func(p *Para) {
		for _, b := range p.Unseen {
			b.Private = b.Private || !block.Unmarked(block.Plain(b.Spans))
			b.Source = resume.Source{Path: path, Start: p.Number, End: p.Number}
			all = append(all, b)
		}
	}
	for _, f := range slices.Concat(p.Heads, []Content{p.Body}, p.Feet) {
		f.Each(collect)
	}
	private, some := map[int]bool{math.MaxInt: true}, false
	var numbers []int // of the paragraphs of the body that have text
	for _, b := range seen {
		numbers = append(numbers, b.Source.Start)
		private[b.Source.Start] = private[b.Source.Start] || b.Private
		some = some || b.Private
	}
	slices.Sort(numbers)
	numbers = append(numbers, math.MaxInt)
	for i := range all {
		h := &all[i]
		n, within := slices.BinarySearch(numbers, h.Source.Start)
		between := private[numbers[n]] && (within || n > 0 && private[numbers[n-1]])
		h.Private = h.Private || some && (h.Source.Start == 0 || between)
	}
	return slices.CompactFunc(all, func(a, b block.Block) bool {
		return a.Source == b.Source && a.How == b.How && slices.Equal(a.Spans, b.Spans)
	})
}

// reaches tells a line with a way to reach the person, which may end as the number of a
// page does: "+33 6 12 34 56 78".
func reaches(text string) bool {
	return field.EmailForm.MatchString(text) || field.UrlForm.MatchString(text) || field.PhoneForm.MatchString(text)
}

var copyright = lazyregexp.New(`(?i)^(?:copyright|©|\(c\)|all rights reserved)[^@]{0,80}$`)

// pageWord is what is left of "Page 1 of 2" without its fields.
var pageWord = lazyregexp.New(`(?i)^(?:page|seite|página|pagina)?\s*(?:of|/|von|de|sur|di)?$`)

// withFooter puts the contact lines of a footer below the name and the rest of it
// to the end.
func withFooter(main []block.Block, start int, foot []block.Block) []block.Block {
	at := start
	if at < len(main) && field.LooksLikeName(field.TitleCase(block.Text(main[at].Spans))) {
		at++
	}
	for _, b := range foot {
		text := block.Text(b.Spans)
		switch {
		case copyright.MatchString(text):
		case reaches(text):
			main = slices.Insert(main, at, b)
			at++
		case typography.PageNumber.MatchString(text), typography.Updated.MatchString(text):
		default:
			main = append(main, b)
		}
	}
	return main
}

// ranks learns how the document looks.
func ranks(flows []Content) *typography.Ranks {
	letters := map[float64]int{}
	var lines []typography.Line
	for _, f := range flows {
		f.Each(func(p *Para) {
			letters[p.Look.Size] += block.RuneLen(p.Look.Text)
			if p.Heading == 0 && !p.Title {
				lines = append(lines, p.Look)
			}
		})
	}
	body, most := 11.0, 0
	for size, n := range letters {
		if n > most || n == most && size < body {
			body, most = size, n
		}
	}
	return typography.New(lines, body)
}

// writer turns flows into blocks.
type writer struct {
	path   string
	types  *typography.Ranks
	out    []block.Block
	starts []int // blocks that begin a column
}

func (w *writer) flow(f Content) {
	for i := range f {
		if f[i].Rows != nil {
			w.table(&f[i])
		} else {
			w.para(&f[i].Para)
		}
	}
}

// para adds the blocks of a paragraph: one, or one for each of its lines.
func (w *writer) para(p *Para) {
	kind, level := block.Line, 0
	head, isHead := w.heading(p)
	switch {
	case isHead:
		kind, level = block.Heading, head
	case p.List:
		kind, level = block.Item, p.Level
	case p.Term:
		kind = block.Term
	case p.Quote:
		kind = block.Quote
	}
	for i, spans := range p.Lines {
		spans = block.TidySpans(spans)
		text := block.Text(spans)
		if text == "" {
			continue
		}
		if m := typography.LeadMark.FindStringSubmatch(text); m != nil && (kind == block.Line || kind == block.Item) {
			kind = block.Item
			spans = block.TidySpans(block.CutFront(spans, len(m[1])))
		}
		if k := len(w.out) - 1; i > 0 && k >= 0 && w.out[k].Kind == kind && kind != block.Line && block.StartsLower(text) {
			w.out[k].Spans = block.TidySpans(append(append(w.out[k].Spans, block.Span{Text: " "}), spans...))
			w.out[k].Raw = block.Display(block.Text(w.out[k].Spans))
			continue
		}
		if i > 0 && kind == block.Heading {
			kind = block.Line
		}
		w.add(block.Block{Kind: kind, Level: level, Spans: spans}, p.Number, p.last())
	}
}

func (w *writer) add(b block.Block, first, last int) {
	b.Source = resume.Source{Path: w.path, Start: first, End: last}
	if b.Kind != block.Row {
		b.Raw = block.Display(block.Text(b.Spans))
	}
	if b.Kind != block.Heading && b.Kind != block.Item {
		b.Level = 0
	}
	w.out = append(w.out, b)
}

// heading tells a heading by its style or, where none says so, by its look. The
// title of the document stands above all headings.
func (w *writer) heading(p *Para) (level int, ok bool) {
	text := p.Text()
	switch {
	case text == "":
		return 0, false
	case p.Title && block.RuneLen(text) <= 100:
		return 1, true
	case p.Heading > 0 && block.RuneLen(text) <= 150:
		return p.Heading + 1, true
	case p.List:
		return 0, false
	}
	level, ok = w.types.Level(p.Look)
	return level + 1, ok
}

// table adds a table: rows of a real table as rows, and what is laid out by means
// of a table as the lines it looks like.
func (w *writer) table(t *Item) {
	rows := slices.Clone(t.Rows)
	for i, row := range rows {
		row = slices.Clone(row)
		for k, cell := range row {
			row[k] = slices.DeleteFunc(slices.Clone(cell), func(i Item) bool { return i.Rows == nil && i.Text() == "" })
		}
		rows[i] = row
	}
	rows = slices.DeleteFunc(rows, func(row []Content) bool {
		return !slices.ContainsFunc(row, func(c Content) bool { return len(c) > 0 })
	})
	simple := 0
	for _, row := range rows {
		if simpleRow(row) {
			simple++
		}
	}
	if simple == len(rows) && len(rows) > 0 && w.data(rows, t.Header) {
		return
	}
	for _, row := range rows {
		w.layoutRow(row)
	}
}
