package index

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"resumebot/internal/resume"
)

// chunkerVersion is part of an index's stamp: raise it when chunks change.
const chunkerVersion = "1"

// Chunks are kept below the 128 word pieces at which small encoders are
// trained; a word of English prose is about 1.4 word pieces.
const (
	maxWords      = 90  // of one chunk
	maxGroupWords = 70  // of a small entry kept whole
	maxUnitWords  = 220 // of a unit's text; the encoder reads no more than 256 word pieces
)

// Chunk is one searchable piece: a bullet, a row, a short paragraph, or a whole
// small entry. For search its text is prefixed by where it stands.
type Chunk struct {
	ID       string // hash of Search and place, stable while both stay
	Passages []int  // passages it is made of, in reading order
	Unit     int    // the entry or section it is part of
	Text     string // as shown
	Search   string // heading path, entry, text
	Raw      string // source lines without emphasis marks
	Private  bool
}

// unit is a whole entry or section: the parent that chunks share a score with.
type unit struct {
	id     string
	search string
}

// split cuts a document into chunks and the units they belong to.
func split(doc *resume.Document) ([]Chunk, []unit) {
	s := splitter{doc: doc, units: map[[2]int]int{}}
	done := make([]bool, len(doc.Passages))
	for i := range doc.Passages {
		if done[i] {
			continue
		}
		p := &doc.Passages[i]
		if p.Entry >= 0 {
			if group := s.smallEntry(p.Entry); group != nil {
				for _, g := range group {
					done[g] = true
				}
				s.add(group, p.Entry, p.Section)
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
			s.add(group, p.Entry, p.Section)
			continue
		}
		s.add([]int{i}, p.Entry, p.Section)
	}
	s.finishUnits()
	return s.chunks, s.parents
}

type splitter struct {
	doc     *resume.Document
	chunks  []Chunk
	parents []unit
	texts   []strings.Builder // of the units
	units   map[[2]int]int    // entry and section → unit
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
	for _, p := range group {
		if s.doc.Passages[p].Private {
			return nil
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

func (s *splitter) add(passages []int, entry, section int) {
	first := &s.doc.Passages[passages[0]]
	var text, raw []string
	private := false
	for _, p := range passages {
		text = append(text, s.doc.Passages[p].Text())
		raw = append(raw, s.doc.Passages[p].Raw)
		private = private || s.doc.Passages[p].Private
	}
	place := s.place(first)
	body := strings.Join(text, "\n")
	search := body
	if place != "" {
		search = place + ". " + body
	}
	if first.Asked != "" {
		search = first.Asked + " " + body
	}
	u := s.unit(entry, section, place)
	if !private {
		s.texts[u].WriteString(body + "\n")
	}
	sum := sha256.Sum256([]byte(search + "\x00" + first.Source.Path + "\x00" + first.Raw))
	s.chunks = append(s.chunks, Chunk{
		ID:       hex.EncodeToString(sum[:12]),
		Passages: passages,
		Unit:     u,
		Text:     body,
		Search:   search,
		Raw:      strings.Join(raw, "\n"),
		Private:  private,
	})
}

// place is the heading path with the entry's own fields, each name once.
func (s *splitter) place(p *resume.Passage) string {
	parts := append([]string(nil), p.Heading...)
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
	return strings.Join(parts, " › ")
}

func (s *splitter) unit(entry, section int, place string) int {
	key := [2]int{entry, section}
	if entry >= 0 {
		key[1] = -1
	}
	if u, ok := s.units[key]; ok {
		return u
	}
	u := len(s.parents)
	s.units[key] = u
	s.parents = append(s.parents, unit{search: place})
	s.texts = append(s.texts, strings.Builder{})
	return u
}

func (s *splitter) finishUnits() {
	for i := range s.parents {
		words := strings.Fields(s.texts[i].String())
		if len(words) > maxUnitWords {
			words = words[:maxUnitWords]
		}
		s.parents[i].search += ". " + strings.Join(words, " ")
		sum := sha256.Sum256([]byte(s.parents[i].search))
		s.parents[i].id = "u" + hex.EncodeToString(sum[:12])
	}
}
