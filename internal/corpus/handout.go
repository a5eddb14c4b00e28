package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/export"
)

// Handout is a file of the résumé in the folder dir as visitors may have it: the file
// itself, where it still is what was read byte for byte, nothing of it is withheld and
// it holds nothing that no reader sees; else what was read of it, as Markdown.
func Handout(d *resume.Document, dir string, f resume.File) (name string, content []byte) {
	data, err := Read(dir, f.Path)
	sum := sha256.Sum256(data)
	withheld := slices.ContainsFunc(d.Withheld, func(w resume.Withheld) bool { return w.Source.Path == f.Path }) ||
		slices.ContainsFunc(d.Orders, func(o resume.Order) bool { return o.Source.Path == f.Path })
	name = path.Base(f.Path)
	if err == nil && !withheld && !f.Unseen && hex.EncodeToString(sum[:]) == f.SHA256 {
		return name, data
	}
	return strings.TrimSuffix(name, path.Ext(name)) + ".md", export.File(d, f.Path)
}
