package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strings"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
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
	return strings.TrimSuffix(name, path.Ext(name)) + ".md", asMarkdown(d, f.Path)
}

// asMarkdown writes what was read of a file.
func asMarkdown(d *resume.Document, file string) []byte {
	var out strings.Builder
	var above []string
	last := resume.PassageKind("")
	for i := range d.Passages {
		p := &d.Passages[i]
		if p.Source.Path != file || p.Kind == resume.PassageComputed || p.Kind == resume.PassageCurated {
			continue
		}
		heads := p.Entry >= 0 && d.Entries[p.Entry].Header == i
		headings := p.Heading
		if n := len(headings); heads && n > 0 && strings.HasPrefix(block.Folded(p.Text()), block.Folded(headings[n-1])) {
			headings = headings[:n-1] // the head says it itself
			above = slices.Clone(above[:min(len(above), n-1)])
		}
		for n, h := range headings {
			if n >= len(above) || above[n] != h {
				out.WriteString("\n" + strings.Repeat("#", min(n+2, 6)) + " " + h + "\n\n")
				above, last = slices.Clone(headings[:n+1]), ""
			}
		}
		above = slices.Clone(p.Heading)
		text := strings.Join(strings.Fields(p.Text()), " ")
		switch {
		case i == d.Person.Passage:
			out.WriteString("# " + text + "\n\n")
		case heads:
			out.WriteString("\n" + strings.Repeat("#", min(len(headings)+2, 6)) + " " + text + "\n\n")
		case p.Kind == resume.PassageBullet || p.Kind == resume.PassageRow:
			out.WriteString(strings.Repeat("  ", p.Depth) + "- " + text + "\n")
		case p.Kind == resume.PassageQuote:
			out.WriteString("\n> " + text + "\n\n")
		default:
			if last == resume.PassageBullet || last == resume.PassageRow {
				out.WriteString("\n")
			}
			out.WriteString(text + "\n\n")
		}
		last = p.Kind
	}
	return []byte(strings.TrimLeft(out.String(), "\n"))
}
