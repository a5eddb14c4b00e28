package rag

import "strings"

// doubt names what an answer that the model gave does not have though the question
// asks for it, or takes for granted; "" where there is none. Sentences may each be
// true and still answer something else.
func (e *Engine) doubt(f found, s *sheet) string {
	if len(f.queries) != 1 {
		return ""
	}
	var text, ground strings.Builder
	for _, x := range s.slots {
		if x.reason == nil {
			text.WriteString(x.text + "\n")
		}
	}
	for _, p := range s.passages() {
		pass := &e.document.Passages[p]
		ground.WriteString(pass.Text() + "\n" + strings.Join(pass.Heading, "\n") + "\n")
		if pass.Entry >= 0 {
			x := &e.document.Entries[pass.Entry]
			ground.WriteString(x.Title + "\n" + x.Org + "\n" + x.Place + "\n" + string(x.Kind) + "\n")
		}
	}
	if e.parser.Unheld(f.queries[0]) {
		return "what a résumé does not hold"
	}
	return e.parser.Lacking(f.queries[0], text.String(), ground.String())
}
