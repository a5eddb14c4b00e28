// Package html reads web pages into blocks: what a browser shows of them, in the order
// in which they are written.
package html

import (
	"errors"
	"fmt"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/flow"
)

var errNoText = errors.New("has no text that a browser would show: if scripts fill the page, open it in a browser and save it from there")

// Read reads a page. Left out are the parts of the page that are no text of it: its
// head, menus, scripts, forms and pictures. Scripts are not run and no style sheet is
// read but those in the page itself.
func Read(path string, data []byte) ([]block.Block, error) {
	root, err := parse(data)
	if err != nil {
		var p *fault
		if errors.As(err, &p) {
			return nil, resume.Problem{Path: path, Line: p.line, Err: p.err}
		}
		return nil, fmt.Errorf("cannot be read as HTML: %w", err)
	}
	r := &reader{sheet: sheet(root)}
	c := &column{reader: r}
	c.children(root, place{look: look{Style: flow.Style{Size: textSize}}})
	c.end()
	blocks, err := flow.Page{Body: c.out, Feet: r.feet, KeepsPlaces: true}.Blocks(path)
	if err == nil && len(blocks) == 0 {
		err = errNoText
	}
	return blocks, err
}
