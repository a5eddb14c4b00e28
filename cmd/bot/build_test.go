package main

import (
	"runtime/debug"
	"testing"
)

// TestGarbageIsCollectedAsBefore: what is set for the time of a start ends with it.
func TestGarbageIsCollectedAsBefore(t *testing.T) {
	const set = 77
	before := debug.SetGCPercent(set)
	defer debug.SetGCPercent(before)
	if status, _, errs := bot(t, setup(t), "", "ask", "Where does she work?"); status != statusOK {
		t.Fatal(errs)
	}
	if got := debug.SetGCPercent(set); got != set {
		t.Errorf("GOGC is %d after the answer, want %d", got, set)
	}
}
