package index

import (
	"strings"

	"resumebot/internal/resume"
)

// chunkerVersion is part of an index's stamp: raise it when the texts that are
// embedded are made otherwise.
const chunkerVersion = "5"

// What is embedded is kept below the 128 word pieces at which small encoders
// are trained; a word of English prose is about 1.4 word pieces.
const (
	maxWords      = 90 // of the text of a chunk, or of a window of a longer one
	overlap       = 20 // words that a window shares with the one before
	maxGroupWords = 70 // of a small entry kept whole
	maxPlaceWords = 30 // of a heading path with its entry
)

// Chunk is one searchable piece: a bullet, a row, a short paragraph, or a whole
// small entry. For search its text is prefixed by where it stands.
type Chunk struct {
	Passages []int  // passages it is made of, in reading order
	Text     string // as shown
	Search   string // heading path, entry, text
	Raw      string // source lines without emphasis marks

	windows []string // what is embedded: Search, or parts of it where the text is long
}

// split cuts a document into chunks, in reading order.
//
// What they are part of counts by the heading path and the entry in front of
// each. Scores of whole entries and sections beside theirs (parent and child)
// were tried and gave nothing: of some 280 questions about 13 résumés they lost
// one to four points of evidence recall@5, depending on their weight.
func split(doc *resume.Document) []Chunk {
	s := splitter{doc: doc}
	done := make([]bool, len(doc.Passages))
	for i := range doc.Passages {
		if done[i] {
			continue
		}
		p := &doc.Passages[i]
		if p.Entry >= 0 && p.Kind != resume.PassageComputed {
			if group := s.smallEntry(p.Entry); group != nil {
				for _, g := range group {
					done[g] = true
				}
				s.add(group)
				continue
			}
		}
		group := []int{i}
		for j := i + 1; j < len(doc.Passages) && doc.Passages[j].Parent == i; j++ {
			group = append(group, j)
		}
		if len(group) > 1 && s.words(group) <= maxWords {
			for _, g := range group {
				done[g] = true
			}
			s.add(group)
			continue
		}
		s.add([]int{i})
	}
	return s.chunks
}

type splitter struct {
	doc    *resume.Document
	chunks []Chunk
}

// smallEntry returns all passages of an entry that fits one chunk, else nil.
func (s *splitter) smallEntry(entry int) []int {
	e := &s.doc.Entries[entry]
	group := make([]int, 0, len(e.Passages)+1)
	if e.Header >= 0 {
		group = append(group, e.Header)
	}
	for _, p := range e.Passages {
		if p != e.Header {
			group = append(group, p)
		}
	}
	if len(group) == 0 || s.words(group) > maxGroupWords {
		return nil
	}
	return group
}

func (s *splitter) words(passages []int) int {
	n := 0
	for _, p := range passages {
		n += len(strings.Fields(s.doc.Passages[p].Text()))
	}
	return n
}

func (s *splitter) add(passages []int) {
	first := &s.doc.Passages[passages[0]]
	var text, raw []string
	for _, p := range passages {
		text = append(text, s.doc.Passages[p].Text())
		raw = append(raw, s.doc.Passages[p].Raw)
	}
	place := s.place(first)
	body := strings.Join(text, "\n")
	prefix := place + ". "
	if gloss := strings.TrimSpace(s.doc.Sections[first.Section].Gloss + " " + first.Gloss); gloss != "" {
		prefix += gloss + ". "
	}
	switch {
	case first.Asked != "":
		prefix = first.Asked + " "
		if first.Entry >= 0 {
			prefix += s.doc.Entries[first.Entry].Org + " " + s.doc.Entries[first.Entry].Place + " "
		}
	case place == "":
		prefix = ""
	}
	s.chunks = append(s.chunks, Chunk{
		Passages: passages,
		Text:     body,
		Search:   prefix + body,
		Raw:      strings.Join(raw, "\n"),
		windows:  windows(prefix, body),
	})
}

// windows returns prefix and body where that is short enough to be embedded,
// else windows of equal length over the words of the body, each prefixed.
func windows(prefix, body string) []string {
	words := strings.Fields(body)
	if len(words) <= maxWords {
		return []string{prefix + body}
	}
	const step = maxWords - overlap
	n := (len(words) - overlap + step - 1) / step
	out := make([]string, n)
	for i := range out {
		first := i * (len(words) - overlap) / n
		end := (i+1)*(len(words)-overlap)/n + overlap
		out[i] = prefix + strings.Join(words[first:end], " ")
	}
	return out
}

// place is the heading path with the entry's own fields, each name once.
func (s *splitter) place(p *resume.Passage) string {
	parts := append([]string(nil), p.Heading...)
	if asked := s.doc.Sections[p.Section].Kind.Asked(); asked != "" && p.Entry < 0 && p.Kind != resume.PassageComputed { // of what was understood, facts tell
		parts = append(parts, asked)
	}
	if p.Entry >= 0 {
		e := &s.doc.Entries[p.Entry]
		for _, field := range []string{e.Title, e.Org} {
			if field != "" && !strings.Contains(strings.Join(parts, " "), field) {
				parts = append(parts, field)
			}
		}
		if e.Period.Text != "" && p.Kind != resume.PassageHeader {
			parts = append(parts, e.Period.Text)
		}
	}
	place := strings.Join(parts, " › ")
	if words := strings.Fields(place); len(words) > maxPlaceWords {
		place = strings.Join(words[:maxPlaceWords], " ")
	}
	return place
}
