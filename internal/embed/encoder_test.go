package embed

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// someTexts are of all lengths, so that sequences of a pool are resized both ways.
var someTexts = []string{
	"", "?", "Kubernetes", "Which databases has he run in production?",
	strings.Repeat("word ", 40), strings.Repeat("the storage cluster ", 60), strings.Repeat("x", 5000),
	"a\xffb\xc3\x28", "東京で働いています。", strings.Repeat("中", 400),
}

func TestBatchEqualsSingleTexts(t *testing.T) {
	e := newTestEncoder(t, fastestKernels())
	got, err := e.EmbedDocuments(t.Context(), someTexts)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range someTexts {
		want, err := e.EmbedQuery(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got[i], want) {
			t.Errorf("text %d: the batch's vector differs from that of the text alone", i)
		}
	}
	if none, err := e.EmbedDocuments(t.Context(), nil); err != nil || len(none) != 0 {
		t.Errorf("no texts give %d vectors, error %v", len(none), err)
	}
}

func TestConcurrentUse(t *testing.T) {
	e := newTestEncoder(t, fastestKernels())
	texts := someTexts[:6]
	want, err := e.EmbedDocuments(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for worker := range 6 {
		group.Go(func() {
			for i := range 2 * len(texts) {
				k := (worker + i) % len(texts)
				got, err := e.EmbedQuery(t.Context(), texts[k])
				if err != nil || !slices.Equal(got, want[k]) {
					t.Errorf("text %d: another vector than when alone, error %v", k, err)
				}
			}
		})
	}
	group.Wait()
}

func TestCancelledContext(t *testing.T) {
	e := newTestEncoder(t, fastestKernels())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if v, err := e.EmbedDocuments(ctx, []string{"a", "b"}); v != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("EmbedDocuments = %v, %v", v, err)
	}
	if v, err := e.EmbedQuery(ctx, "a"); v != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("EmbedQuery = %v, %v", v, err)
	}
}

func TestDamagedWeights(t *testing.T) {
	damaged := func(at int, value byte) []byte {
		file := slices.Clone(weightsFile)
		file[at] ^= value
		return file
	}
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"empty":         {nil, "not a weights file (0 bytes)"},
		"magic":         {damaged(0, 1), "not a weights file"},
		"version":       {damaged(8, 2), "format version 3"},
		"truncated":     {weightsFile[:len(weightsFile)/2], "bytes long, want"},
		"vocabulary":    {damaged(headerSize+10, 1), "checksum"},
		"size of words": {damaged(len(magic)+15, 0x7f), "a vocabulary of"},
		"shape":         {damaged(len(magic)+16, 1), "shape field 0"},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := newEncoder(c.file, genericKernels())
			if err == nil || e != nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "embed: load weights: ") {
				t.Errorf("newEncoder = %v, %v; want an error with %q", e != nil, err, c.want)
			}
		})
	}
}

func TestKnownWord(t *testing.T) {
	e := newTestEncoder(t, genericKernels())
	for word, want := range map[string]bool{
		"database": true, "hospital": true, "worked": true, "kitchen": true,
		"databse": false, "hosptial": false, "kubernetes": false, // a word, but in pieces
		"": false, "##s": false, "[CLS]": false, "[unused7]": false, "Database": false, "data base": false,
	} {
		if got := e.KnownWord(word); got != want {
			t.Errorf("KnownWord(%q) = %t, want %t", word, got, want)
		}
	}
}

func FuzzTokenizer(f *testing.F) {
	for _, text := range someTexts {
		f.Add(text)
	}
	for _, ref := range loadReferences(f) {
		f.Add(ref.Text)
	}
	e := newTestEncoder(f, genericKernels())
	f.Fuzz(func(t *testing.T, text string) {
		ids := e.tokenizer.encode(nil, text)
		if len(ids) < 2 || len(ids) > maxTokens || ids[0] != idStart || ids[len(ids)-1] != idEnd {
			t.Fatalf("%d tokens: %v", len(ids), ids)
		}
		for _, id := range ids[1 : len(ids)-1] {
			if id < 0 || id >= vocabulary || id == idStart || id == idEnd {
				t.Errorf("token %d inside the text", id)
			}
		}
		if utf8.ValidString(text) && len(ids) < maxTokens {
			if again := e.tokenizer.encode(nil, text+" "); !slices.Equal(again, ids) {
				t.Errorf("a blank at the end changes %v to %v", ids, again)
			}
		}
	})
}
