package rag

import (
	"context"
	"strings"
)

// mostRepaired is how many sentences go back at most: the request has to fit the
// context beside the conversation, and a visitor waits for it.
const mostRepaired = 6

// worthRepair are the slots whose sentences did not pass and are worth a second
// request.
func (w *writing) worthRepair() []int {
	var out []int
	for i, x := range w.slots {
		if x.reason != nil && len(w.evidence.content(x.text)) > 0 && len(out) < mostRepaired {
			out = append(out, i)
		}
	}
	return out
}

// repair sends the sentences that did not pass back to the model, each with its
// reason, and checks what comes back like the rest.
func (e *Engine) repair(ctx context.Context, conversation []Message, said, question string, w *writing, failed []int) error {
	type fault struct{ Text, Reason string }
	var faults []fault
	for _, i := range failed {
		faults = append(faults, fault{w.slots[i].text, w.slots[i].reason.Error()})
	}
	user, err := e.prompt.write("repair.tmpl", struct {
		Faults   []fault
		Question string
	}{faults, question})
	if err != nil {
		return err
	}
	w.repairing, w.lead = failed, 0
	stated := w.notStated
	conversation = append(conversation[:len(conversation):len(conversation)],
		Message{Role: "assistant", Content: strings.TrimSpace(said)}, Message{Role: "user", Content: user})
	_, _, err = e.listen(ctx, conversation, w.take)
	w.notStated = stated || w.notStated
	return err
}
