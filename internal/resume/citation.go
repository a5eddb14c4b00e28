package resume

import (
	"strconv"
)

// Citation is a passage as an answer or a page cites it: under a number, with
// where it stands and how it reads.
type Citation struct {
	ID        int      `json:"id"` // from 1, the [n] of the text
	Path      string   `json:"path"`
	StartLine int      `json:"start_line"`
	EndLine   int      `json:"end_line"`
	Page      int      `json:"page"`
	Heading   []string `json:"heading"`
	Text      string   `json:"text"`
	Score     float64  `json:"score"`              // of the search that found it; 0 where none did
	Owner     bool     `json:"owner,omitempty"`    // it is an answer that the owner wrote, not the résumé
	Computed  []int    `json:"computed,omitempty"` // ids of the citations that it was computed from

	Passage int `json:"-"` // in the Document
}

// Cite cites a passage under a number.
func (d *Document) Cite(passage, id int) Citation {
	p := &d.Passages[passage]
	heading := p.Heading
	if heading == nil {
		heading = []string{}
	}
	return Citation{
		ID: id, Path: p.Source.Path, StartLine: p.Source.Start, EndLine: p.Source.End, Page: p.Source.Page,
		Heading: heading, Text: p.Text(), Owner: p.Kind == PassageCurated, Passage: passage,
	}
}

// Where names the place for people: "resume.md:34–36", "cv.pdf p. 2".
func (c Citation) Where() string {
	switch {
	case c.Page > 0:
		return c.Path + " p. " + strconv.Itoa(c.Page)
	case c.StartLine == 0:
		return c.Path
	case c.EndLine > c.StartLine:
		return c.Path + ":" + strconv.Itoa(c.StartLine) + "–" + strconv.Itoa(c.EndLine)
	default:
		return c.Path + ":" + strconv.Itoa(c.StartLine)
	}
}
