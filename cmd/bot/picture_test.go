package main

import (
	"errors"
	"testing"
)

// A picture is drawn once for what it shows, and anew for anything else; a failure is
// not kept.
func TestPictureIsDrawnOnce(t *testing.T) {
	var p picture
	drawn := 0
	draw := func() ([]byte, string, error) {
		if drawn++; drawn == 1 {
			return nil, "", errors.New("out of ink")
		}
		return []byte{byte(drawn)}, "alt", nil
	}
	for n, c := range []struct {
		of    string
		drawn int
	}{{"a", 1}, {"a", 2}, {"a", 2}, {"b", 3}, {"b", 3}, {"a", 4}} {
		f, err := p.get(c.of, "x.png", draw)
		if drawn != c.drawn || (err != nil) != (n == 0) || err == nil && (f.Data[0] != byte(drawn) || f.Name != "x.png" || f.Description != "alt") {
			t.Errorf("%d: drawn %d times, %+v, %v", n, drawn, f, err)
		}
	}
}
