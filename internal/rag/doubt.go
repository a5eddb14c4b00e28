package rag

import "strings"

// doubt names what an answer that the model gave does not have though the question
// asks for it; "" where there is none. Sentences may each be true and still answer
// something else.
func (e *Engine) doubt(f found, s *sheet) string {
	if len(f.queries) != 1 {
		return ""
	}
	if e.parser.Unheld(f.queries[0]) {
		return "what a résumé does not hold"
	}
	var text strings.Builder
	for _, x := range s.slots {
		if x.reason == nil {
			text.WriteString(x.text + "\n")
		}
	}
	return e.parser.Lacking(f.queries[0], text.String())
}
