package store

import (
	"testing"
	"time"
)

func TestPending(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	s := open(t, dir, Options{})
	first := Pending{ID: "a", Turn: turn("c", "ann", 1), Place: []byte("here")}
	first.MessageID = ""
	second := Pending{ID: "b", Turn: turn("c", "bob", 2)}
	for _, p := range []Pending{second, first} {
		must(t, s.SavePending(ctx, p))
	}
	first.MessageID = "m"
	must(t, s.SavePending(ctx, first))
	must(t, s.Close()) // and a process later
	s = open(t, dir, Options{})
	list, err := s.ListPending(ctx)
	must(t, err)
	if len(list) != 2 || list[0].ID != "a" || list[0].MessageID != "m" || list[0].Question != first.Question || string(list[0].Place) != "here" || !list[0].At.Equal(first.At) {
		t.Errorf("pending are %+v", list)
	}
	must(t, s.DeletePending(ctx, "b"))
	must(t, s.DeletePending(ctx, "b"))
	if d, err := s.Sweep(ctx, first.At.Add(2*time.Hour), time.Hour); d.Rows != 1 || err != nil {
		t.Errorf("swept %d, %v", d.Rows, err)
	}
	if list, err := s.ListPending(ctx); len(list) != 0 || err != nil {
		t.Errorf("left are %+v, %v", list, err)
	}
}
