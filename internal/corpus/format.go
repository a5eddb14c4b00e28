package corpus

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"resumebot/internal/resume/asciidoc"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/docx"
	"resumebot/internal/resume/europass"
	"resumebot/internal/resume/html"
	"resumebot/internal/resume/latex"
	"resumebot/internal/resume/linkedin"
	"resumebot/internal/resume/markdown"
	"resumebot/internal/resume/odt"
	"resumebot/internal/resume/org"
	"resumebot/internal/resume/pdf"
	"resumebot/internal/resume/plaintext"
	"resumebot/internal/resume/rst"
	"resumebot/internal/resume/rtf"
	"resumebot/internal/resume/tree"
)

// format is how files of one kind are read.
type format struct {
	name       string
	extensions []string // or, without a point, names of .csv files
	made       made
	read       func(path string, data []byte) ([]block.Block, error)
	unseen     func(data []byte) bool // tells that a file holds what is not shown
}

// made tells what files of a format are made of. Each is also what stands before it,
// but for packed.
type made int

const (
	packed  made = iota // bytes of their own
	encoded             // text, in one encoding or another
	lined               // lines: marks for what is private part them, and one taken out leaves such a file
	torn                // lines in whose words signs may stand that are not shown: "+1~617~555~0199"
)

// formats are all that are read, a line each; what reads one stands in a package of
// its own below internal/resume.
func formats() []format {
	none := func([]byte) bool { return false }
	all := func([]byte) bool { return true }
	return []format{
		{"markdown", []string{".md", ".markdown"}, lined, markdown.Read, markdown.Unseen},
		{"text", []string{".txt", ".text"}, lined, plaintext.Read, none},
		{"latex", []string{".tex", ".latex", ".ltx"}, torn, latex.Read, all},
		{"rst", []string{".rst"}, torn, rst.Read, all},
		{"org", []string{".org"}, torn, org.Read, all},
		{"asciidoc", []string{".adoc", ".asciidoc"}, torn, asciidoc.Read, all},
		{"json", []string{".json"}, encoded, tree.ReadJSON, all},
		{"yaml", []string{".yaml", ".yml"}, encoded, tree.ReadYAML, all},
		{"html", []string{".html", ".htm"}, torn, html.Read, all},
		{"pdf", []string{".pdf"}, packed, pdf.Read, none},
		{"docx", []string{".docx"}, packed, docx.Read, docx.Unseen},
		{"odt", []string{".odt"}, packed, odt.Read, odt.Unseen},
		{"rtf", []string{".rtf"}, packed, rtf.Read, rtf.Unseen},
		{"linkedin", append([]string{".zip"}, linkedin.Files()...), packed, linkedin.Read, all},
		{"europass", []string{".xml"}, encoded, europass.Read, all},
	}
}

// Extensions lists the ends of the names of files that are read, for an owner.
func Extensions() string {
	var all []string
	for _, f := range formats() {
		all = append(all, f.extensions[0])
	}
	return strings.Join(all[:len(all)-1], ", ") + " or " + all[len(all)-1]
}

// byExtension is the format of a file by the end of its name, or by its name.
func byExtension(name string) (format, bool) {
	end := strings.ToLower(filepath.Ext(name))
	if end == ".csv" {
		end = linkedin.PlainName(name)
	}
	all := formats()
	i := slices.IndexFunc(all, func(f format) bool { return slices.Contains(f.extensions, end) })
	if i < 0 {
		return format{}, false
	}
	return all[i], true
}

// starts tell a format by its first bytes whatever the file is called.
var starts = []struct{ start, extension string }{
	{"%PDF-", ".pdf"},
	{`{\rtf`, ".rtf"},
	{"<!doctype html", ".html"},
	{"<html", ".html"},
}

// byContent is the format of a file that may be called something else than it is.
func byContent(named format, data []byte) format {
	head := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\xef\xbb\xbf")), " \t\r\n"))
	for _, s := range starts {
		if f, ok := byExtension(s.extension); ok && bytes.HasPrefix(head, []byte(strings.ToLower(s.start))) {
			return f
		}
	}
	if f, ok := byExtension(".adoc"); ok && named.name == "text" && asciidoc.Is(data) {
		return f
	}
	if f, ok := byExtension(".md"); ok && named.name == "text" && markdown.Is(data) {
		return f
	}
	return named
}

// foreign are formats that résumés are written in and that are not read.
var foreign = map[string]bool{".doc": true, ".docm": true, ".dot": true, ".dotx": true, ".wpd": true, ".pages": true}
