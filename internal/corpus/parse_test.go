package corpus

import (
	"path/filepath"
	"testing"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/build"
)

// parse reads one file the way Load does.
func parse(t testing.TB, name string, data []byte) *resume.Document {
	t.Helper()
	r, _ := byExtension(filepath.Ext(name))
	r = byContent(r, data)
	text, err := data, error(nil)
	if r.made >= encoded {
		text, _, err = decodeText(data)
	}
	if err != nil {
		t.Fatal(err)
	}
	f := fileText{format: r, path: name, text: text}
	blocks, _, err := f.public()
	if err != nil {
		t.Fatal(err)
	}
	b := build.New()
	b.Add(blocks)
	return b.Doc
}

// built is the Document of the blocks of a file.
func built(file resume.File, blocks []block.Block) *resume.Document {
	b := build.New()
	b.Doc.Files = append(b.Doc.Files, file)
	blocks, b.Doc.Orders = takeOrders(blocks)
	b.Add(blocks)
	return b.Doc
}
