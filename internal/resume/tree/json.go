package tree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// ReadJSON reads a résumé written as JSON, in the shape of JSON Resume, FRESH,
// Reactive Resume, Europass or one alike.
func ReadJSON(path string, data []byte) ([]block.Block, error) {
	root, err := parseJSON(data)
	if err != nil {
		line := 1 + bytes.Count(data[:min(int(err.offset), len(data))], []byte("\n"))
		return nil, resume.Problem{Path: path, Line: line, Err: fmt.Errorf("is not valid JSON: %w", err.err)}
	}
	return readTree(path, "JSON", root)
}

type jsonError struct {
	offset int64
	err    error
}

func parseJSON(data []byte) (*node, *jsonError) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	p := &jsonParser{d: d, data: data, line: 1}
	n, err := p.value(0)
	if err == nil {
		if _, extra := d.Token(); !errors.Is(extra, io.EOF) {
			err = errors.New("something stands after the end")
		}
	}
	if err != nil {
		offset := d.InputOffset()
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			offset = syntax.Offset
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("it ends too early")
		}
		return nil, &jsonError{offset, err}
	}
	return n, nil
}

type jsonParser struct {
	d    *json.Decoder
	data []byte
	at   int64 // offset up to which lines are counted
	line int
}

// here is the line of the token read last.
func (p *jsonParser) here() int {
	to := min(p.d.InputOffset(), int64(len(p.data)))
	p.line += bytes.Count(p.data[p.at:to], []byte("\n"))
	p.at = to
	return p.line
}

func (p *jsonParser) value(depth int) (*node, error) {
	if depth > maxNodeDepth {
		return nil, errors.New("it is nested too deep")
	}
	t, err := p.d.Token()
	if err != nil {
		return nil, err
	}
	n := &node{line: p.here()}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			n.fields = map[string]*node{}
		}
		for p.d.More() {
			key := ""
			if n.fields != nil {
				k, err := p.d.Token()
				if err != nil {
					return nil, err
				}
				key, _ = k.(string)
			}
			v, err := p.value(depth + 1)
			if err != nil {
				return nil, err
			}
			if n.fields != nil {
				n.set(key, v)
			} else {
				n.items = append(n.items, v)
			}
		}
		if _, err := p.d.Token(); err != nil {
			return nil, err
		}
	case string:
		n.text = t
	case json.Number:
		n.text = t.String()
	case bool:
		n.text = fmt.Sprint(t)
	}
	n.last = p.here()
	return n, nil
}
