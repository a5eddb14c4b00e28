package tree

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/mark"
)

// An object of a JSON or YAML résumé is private by "private": true, or by "private":
// "salary" with what visitors may know that it is on. At the top, "private" may be a
// list of paths: ["basics.phone", "work[2]", "references"]. Marks as in Markdown are
// read within texts.

// prune takes what is private out of a résumé and notes where it stood.
func (w *writer) prune(root *node) error {
	if list := root.fields["private"]; list != nil && list.items != nil {
		delete(root.fields, "private")
		for _, path := range list.items {
			if err := w.take(root, path); err != nil {
				return err
			}
		}
	}
	private, err := w.pruned(root)
	if err == nil && private {
		err = errors.New("is private as a whole")
	}
	return err
}

// pruned prunes below a value and tells whether it is itself private.
func (w *writer) pruned(n *node) (private bool, err error) {
	if n.text, err = w.publicText(n); err != nil {
		return false, err
	}
	for _, key := range slices.Sorted(maps.Keys(n.fields)) {
		v := n.fields[key]
		switch {
		case key == "private" && v.text == "":
			return false, resume.Problem{Path: w.path, Line: v.line, Err: errors.New(`"private" is neither true nor a topic nor, at the top, a list of paths such as "work[2]"`)}
		case key == "private" && v.text != "false":
			topic := v.text
			if topic == "true" {
				topic = ""
			}
			w.withhold(n, topic)
			return true, nil
		case key != "private" && mark.Like(key):
			return false, resume.Problem{Path: w.path, Line: v.line, Err: fmt.Errorf(`%q looks like "private" and is not: write "private": true`, key)}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(n.fields)) {
		v := n.fields[key]
		if v == nil {
			continue // taken out with another
		}
		if gone, err := w.pruned(v); err != nil {
			return false, err
		} else if gone {
			n.drop(key)
		}
	}
	items := n.items[:0]
	for _, item := range n.items {
		gone, err := w.pruned(item)
		if err != nil {
			return false, err
		}
		if !gone {
			items = append(items, item)
		}
	}
	n.items = items
	return false, nil
}

// drop takes a field out, a date with the other of its period: alone it would be told
// as all there is.
func (n *node) drop(key string) {
	delete(n.fields, key)
	if means(key, "start") || means(key, "end") {
		maps.DeleteFunc(n.fields, func(k string, _ *node) bool { return means(k, "start") || means(k, "end") || means(k, "current") })
	}
}

// publicText is the text of a value without what marks in it hide.
func (w *writer) publicText(n *node) (string, error) {
	cut, fault := mark.Of(n.text)
	switch {
	case fault != nil:
		return "", resume.Problem{Path: w.path, Line: n.line, Err: fault}
	case cut == nil:
		return n.text, nil
	case cut.Open:
		return "", resume.Problem{Path: w.path, Line: n.line, Err: errors.New(`a mark for what is private is not closed in the same text: use "private": true`)}
	}
	w.withhold(n, cut.Topics[0])
	return strings.TrimSpace(cut.Text), nil
}

// withhold notes that something private stood there.
func (w *writer) withhold(n *node, topic string) {
	w.blocks = append(w.blocks, block.Block{Kind: block.Line, Private: true, Topic: topic, Source: resume.Source{Path: w.path, Start: n.line, End: n.last}})
}

// take takes out what a path leads to.
func (w *writer) take(root, path *node) error {
	missing := resume.Problem{Path: w.path, Line: path.line, Err: fmt.Errorf(`"private": nothing stands at %q: write a path such as "basics.phone" or "work[2]", counted from 0`, path.text)}
	steps := strings.FieldsFunc(strings.TrimPrefix(path.text, "$"), func(r rune) bool { return strings.ContainsRune(".[]/'\"", r) })
	if len(steps) == 0 {
		return missing
	}
	at := root
	for i, step := range steps {
		next := at.fields[step]
		k, err := strconv.Atoi(step)
		if err == nil && k >= 0 && k < len(at.items) {
			next = at.items[k]
		}
		if next == nil {
			return missing
		}
		if i == len(steps)-1 {
			next.fields = map[string]*node{"private": {text: "true"}} // pruned with the others, so that positions stay
			next.items, next.text = nil, ""
		}
		at = next
	}
	return nil
}
