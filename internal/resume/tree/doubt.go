package tree

import (
	"fmt"
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// oddKeys are names of a file with the line on which the first of them stands.
type oddKeys struct {
	names []string
	line  int
}

func (k *oddKeys) add(name string, line int) {
	if k.line == 0 {
		k.line = line
	}
	if !slices.Contains(k.names, name) {
		k.names = append(k.names, name)
	}
}

// said is the list as a sentence has it, cut where it is long.
func (k *oddKeys) said() string {
	const enough = 12
	names := make([]string, 0, enough)
	for _, n := range k.names[:min(len(k.names), enough)] {
		names = append(names, fmt.Sprintf("%q", block.Printable(n)))
	}
	text := strings.Join(names, ", ")
	if more := len(k.names) - enough; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// doubts tells the owner of keys whose values were read as plain text, for they mean
// nothing here, and of those that were left out.
func (w *writer) doubts(root *node) {
	var said strings.Builder
	for _, b := range w.blocks {
		said.WriteString(" " + block.Folded(block.Plain(b.Spans)))
		for _, s := range b.Spans {
			said.WriteString(" " + strings.ToLower(s.URL))
		}
	}
	for _, key := range root.order {
		if v := root.fields[key]; !known(key) && !v.empty() && v.text != "true" && v.text != "false" && !imageAddress.MatchString(v.text) {
			w.plain.add(key, v.line)
		}
	}
	out := &oddKeys{}
	lost(root, "", said.String(), out)
	w.tell(&w.plain, "%s: no such key is known here, so that what it holds was read as plain text: look whether that is understood")
	w.tell(out, "%s: the value was left out, for it is not known what it tells: if it matters, put it under a key of JSON Resume, such as \"summary\" or \"highlights\"")
}

func (w *writer) tell(k *oddKeys, format string) {
	if len(k.names) == 0 {
		return
	}
	w.blocks = append(w.blocks, block.Block{Kind: block.Doubt, Spans: []block.Span{{Text: fmt.Sprintf(format, k.said())}}, Source: resume.Source{Path: w.path, Start: k.line, End: k.line}})
}

// lost notes the keys of values with words of which nothing is said. Dates, flags,
// addresses of streets and pictures, and the settings of tools are none.
func lost(n *node, key, said string, out *oddKeys) {
	for _, k := range n.order {
		if v := n.fields[k]; v != nil && !means(k, "skip") {
			lost(v, k, said, out)
		}
	}
	for _, i := range n.items {
		lost(i, key, said, out)
	}
	for _, m := range []string{"start", "end", "date", "year", "month", "day", "current", "street", "region", "country", "city"} {
		if means(key, m) {
			return
		}
	}
	if n.text == "" || n.text == "true" || n.text == "false" || imageAddress.MatchString(n.text) || !strings.ContainsFunc(n.text, block.WordRune) {
		return
	}
	for _, l := range n.lines() {
		if !strings.Contains(said, block.Folded(l.text)) && !strings.Contains(said, block.Folded(trimmed(l.text))) {
			out.add(key, n.line)
			return
		}
	}
}

// trimmed is an address without its scheme.
func trimmed(s string) string {
	for _, scheme := range []string{"https://", "http://", "tel:", "mailto:"} {
		s = strings.TrimPrefix(s, scheme)
	}
	return s
}

// known tells a key that means something here.
func known(key string) bool {
	if _, section := kindOf(key); section {
		return true
	}
	for meaning := range keys().meanings {
		if means(key, meaning) {
			return true
		}
	}
	return false
}
