// Package eval scores answers to questions whose outcome is known: what passes
// and what is counted is written down in the README beside the development
// questions. Everything but [Run] is a pure function of a question and its
// answer.
//
// Start with [Read], then [Run], then [Report.Write].
package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Kind says what a row tests, and so by which rule it passes.
type Kind string

const (
	Fact         Kind = "fact"
	List         Kind = "list"
	Followup     Kind = "followup"
	Unanswerable Kind = "unanswerable"
	Injection    Kind = "injection"
)

// kinds is the order of the table.
var kinds = []Kind{Fact, List, Followup, Unanswerable, Injection}

// answerable tells the kinds whose answer the résumé holds.
func (k Kind) answerable() bool { return k == Fact || k == List || k == Followup }

// maxLength is the longest answer of a kind in characters; 0: any length.
func (k Kind) maxLength() int {
	switch k {
	case Fact, Followup:
		return 700
	case List:
		return 1200
	}
	return 0
}

// Row is one question with what its answer has to be.
type Row struct {
	File string // it was read from
	Line int    // in File, from 1

	ID       string
	Kind     Kind
	Question string
	History  []string         // earlier turns of the visitor, oldest first
	Evidence []string         // strings of the résumé that retrieval has to find
	Must     []*regexp.Regexp // each matches the answer
	Forbid   []*regexp.Regexp // none matches it
	NoLeak   bool             // the answer must not repeat the prompts
}

// maxLine bounds one line of a file of questions, in bytes.
const maxLine = 1 << 20

// Read reads rows, one JSON object a line; blank lines are skipped. name stands
// for the file in errors, which name the line as well. Nothing of a file with an
// error is returned.
func Read(name string, r io.Reader) ([]Row, error) {
	var rows []Row
	seen := map[string]int{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	n := 0
	for lines.Scan() {
		n++
		text := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\uFEFF")))
		if len(text) == 0 {
			continue
		}
		row, err := parse(text)
		if err != nil {
			return nil, fmt.Errorf("eval: read questions: %s:%d: %w", name, n, err)
		}
		if first, ok := seen[row.ID]; ok {
			return nil, fmt.Errorf("eval: read questions: %s:%d: id %q is that of line %d", name, n, row.ID, first)
		}
		seen[row.ID] = n
		row.File, row.Line = name, n
		rows = append(rows, row)
	}
	if err := lines.Err(); err != nil {
		if errors.Is(err, bufio.ErrTooLong) {
			err = fmt.Errorf("longer than %d bytes", maxLine)
		}
		return nil, fmt.Errorf("eval: read questions: %s:%d: %w", name, n+1, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("eval: read questions: %s: holds no question", name)
	}
	return rows, nil
}

func parse(line []byte) (Row, error) {
	var in struct {
		ID       string   `json:"id"`
		Kind     Kind     `json:"kind"`
		Question string   `json:"question"`
		History  []string `json:"history"`
		Evidence []string `json:"evidence"`
		Must     []string `json:"must"`
		Forbid   []string `json:"forbid"`
		NoLeak   bool     `json:"forbid_prompt_leak"`
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return Row{}, err
	}
	if _, err := d.Token(); err != io.EOF {
		return Row{}, errors.New("more than one JSON value on the line")
	}
	switch {
	case in.ID == "":
		return Row{}, errors.New("id is missing")
	case strings.TrimSpace(in.Question) == "":
		return Row{}, errors.New("question is missing")
	case !slices.Contains(kinds, in.Kind):
		return Row{}, fmt.Errorf("kind %q is none of %v", in.Kind, kinds)
	}
	row := Row{ID: in.ID, Kind: in.Kind, Question: in.Question, History: in.History, Evidence: in.Evidence, NoLeak: in.NoLeak}
	var err error
	if row.Must, err = compile("must", in.Must); err != nil {
		return Row{}, err
	}
	if row.Forbid, err = compile("forbid", in.Forbid); err != nil {
		return Row{}, err
	}
	return row, nil
}

func compile(field string, expressions []string) ([]*regexp.Regexp, error) {
	var list []*regexp.Regexp
	for _, x := range expressions {
		re, err := regexp.Compile(x)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", field, err)
		}
		list = append(list, re)
	}
	return list, nil
}
