// Package corpus reads the folder of a résumé into a Document: which files are read,
// how, and what of them is nobody's business.
package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"resumebot/internal/lazyregexp"
	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
	"resumebot/internal/resume/build"
	"resumebot/internal/resume/pdf"
)

const (
	maxFile   = 10 << 20  // the largest file that is read, in bytes
	maxText   = 512 << 10 // the most text that a résumé holds, in bytes: some 150 pages
	maxBlocks = 10_000    // lines, bullets, rows and paragraphs
)

var (
	errTooMuchText = errors.New("holds more text than a résumé does")
)

// Load reads every résumé file below dir into one Document, without the details of
// the person's contact that are to be hidden. Files that cannot be read are reported
// and left out; it is an error if none is left. Hidden files are passed
// over, and README files where there is any other.
func Load(dir string, hide ...Detail) (*resume.Document, []resume.Problem, error) {
	var problems []resume.Problem
	files, err := list(dir, func(path string, err error) {
		problems = append(problems, resume.Problem{Path: path, Err: err})
	})
	if err != nil {
		return nil, nil, err
	}
	lost := lostSidecars(files)
	var all []reading
	for _, path := range files {
		if err := lost[path]; err != nil {
			problems = append(problems, resume.Problem{Path: path, Err: err})
			continue
		}
		r, more := readResume(dir, path, slices.Contains(files, path+sidecarExtension), hide)
		problems = append(problems, more...)
		if len(r.blocks) > 0 {
			r.blocks, r.orders = takeOrders(r.blocks)
			all = append(all, r)
		}
	}
	d, problems := document(all, problems)
	if len(d.Passages) == 0 {
		return nil, problems, fmt.Errorf("corpus: no résumé in %s: put a %s file there", dir, Extensions())
	}
	return d, problems, nil
}

// document is what was understood of files that were read.
func document(all []reading, problems []resume.Problem) (*resume.Document, []resume.Problem) {
	all, others := ofOnePerson(all)
	b := build.New()
	built := len(all) == 1 && all[0].built != nil && len(all[0].orders) == 0
	if built {
		b = all[0].built
	}
	for _, r := range all {
		b.Doc.Files = append(b.Doc.Files, r.file)
		b.Doc.Withheld = append(b.Doc.Withheld, r.withheld...)
		b.Doc.Orders = append(b.Doc.Orders, r.orders...)
		if !built {
			b.Add(r.blocks)
		}
	}
	if b.Doc.Person.Name == "" && len(b.Doc.Files) > 0 {
		b.Doc.Doubts = append(b.Doc.Doubts, resume.Doubt{Source: resume.Source{Path: b.Doc.Files[0].Path}, Passage: -1, Text: "no name was found: write whose résumé it is on a line of its own at the top"})
	}
	build.MergeEntries(b.Doc)
	return b.Doc, append(problems, others...)
}

// nearSidecar is the name of what was meant to be a sidecar, such as "cv.pdf.private.txt".
var nearSidecar = lazyregexp.New(`(?i)^(.*?)[.\- _]private(?:\.\w+)?$`)

// Prepares tells that reading the folder will take some seconds more, once: it holds a
// PDF and what reads those was never used on this machine.
func Prepares(dir string) bool {
	files, err := list(dir, func(string, error) {})
	return err == nil && slices.ContainsFunc(files, func(path string) bool { return strings.EqualFold(filepath.Ext(path), ".pdf") }) && !pdf.Prepared()
}

// lostSidecars are files that seem to tell what is private in another which they do
// not name, and the files that may be meant: none of them is read.
func lostSidecars(files []string) map[string]error {
	out := map[string]error{}
	for _, path := range files {
		of, beside := strings.CutSuffix(path, sidecarExtension)
		m := nearSidecar.FindStringSubmatch(path)
		if m == nil || beside && slices.Contains(files, of) {
			continue
		}
		for _, other := range files {
			if stem, _, _ := strings.Cut(other, "."); other != path && (strings.EqualFold(other, m[1]) || strings.EqualFold(stem, m[1])) {
				out[other] = fmt.Errorf("is not read, for %s seems to tell what is private in it: name that %s%s", path, other, sidecarExtension)
			}
		}
		out[path] = fmt.Errorf("seems to tell what is private in a file that is not there: name it as the file, with %s behind it", sidecarExtension)
	}
	return out
}

// readResume reads one file into blocks: none where it is no résumé or cannot be
// used. Text of which a part could not be decoded is used with a problem. beside
// tells that a sidecar says what of it is private.
func readResume(dir, path string, beside bool, hide []Detail) (reading, []resume.Problem) {
	var problems []resume.Problem
	fail := func(err error) (reading, []resume.Problem) {
		p := resume.Problem{Path: path, Err: err}
		errors.As(err, &p)
		return reading{}, append(problems, p)
	}
	extension := strings.ToLower(filepath.Ext(path))
	r, ok := byExtension(path)
	if !ok && !foreign[extension] {
		return reading{}, nil
	}
	data, err := Read(dir, path)
	if err != nil {
		return fail(err)
	}
	if r = byContent(r, data); r.read == nil {
		return fail(errors.New("this format is not read: save it as .docx, .pdf, .md or .txt"))
	}
	text := data
	if r.made >= encoded {
		var line int
		if text, line, err = decodeText(data); err != nil {
			problems = append(problems, resume.Problem{Path: path, Line: line, Err: err})
		}
		if text == nil {
			return reading{}, problems
		}
		if len(text) > maxText && r.made == lined {
			return fail(errTooMuchText)
		}
	}
	f := fileText{format: r, path: path, text: text, hide: hide}
	if beside {
		if f.beside, err = readSidecar(dir, path+sidecarExtension); err != nil {
			return fail(resume.Problem{Path: path + sidecarExtension, Err: err})
		}
	}
	blocks, withheld, err := f.public()
	switch {
	case err != nil:
		return fail(err)
	case textLen(blocks) == 0:
		return fail(errors.New("holds no text"))
	case textLen(blocks) > maxText || len(blocks) > maxBlocks:
		return fail(errTooMuchText)
	}
	sum := sha256.Sum256(data)
	file := resume.File{Path: path, Format: r.name, Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:]), Unseen: r.unseen(text) || slices.ContainsFunc(blocks, func(b block.Block) bool { return b.Kind == block.Hidden })}
	return reading{file: file, blocks: blocks, withheld: withheld, built: f.built}, problems
}

// textLen is the length in bytes of the text of blocks, 0 if no word in it is seen.
func textLen(blocks []block.Block) int {
	n, words := 0, false
	for _, b := range blocks {
		for _, spans := range append(b.Cells, b.Spans) {
			for _, s := range spans {
				n += len(s.Text)
				words = words || b.Kind != block.Hidden && strings.ContainsFunc(s.Text, block.WordRune)
			}
		}
	}
	if !words {
		return 0
	}
	return n
}

// Fingerprint is a hash over the path, size and content of every file that Load
// would look at: it changes when, and only when, one of them does.
func Fingerprint(dir string) (string, error) {
	files, err := list(dir, func(string, error) {})
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, path := range files {
		of := strings.TrimSuffix(path, sidecarExtension)
		if _, ok := byExtension(of); !ok && !foreign[strings.ToLower(filepath.Ext(of))] {
			continue
		}
		sum := [sha256.Size]byte{}
		data, err := Read(dir, path)
		if err == nil {
			sum = sha256.Sum256(data)
		}
		fmt.Fprintf(h, "%q %d %x %v\n", path, len(data), sum, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// list names the files below dir, sorted, each real folder once.
func list(dir string, complain func(string, error)) ([]string, error) {
	switch info, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("corpus: no folder %s: make it and put a %s file there", dir, Extensions())
	case err != nil:
		return nil, fmt.Errorf("corpus: read folder: %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("corpus: %s is a file: name the folder that it is in", dir)
	}
	var out []string
	seen, readme := map[string]bool{}, ""
	var walk func(rel string)
	walk = func(rel string) {
		real, err := locate(dir, rel)
		if err != nil {
			complain(filepath.ToSlash(rel), err)
			return
		}
		real = filepath.Join(dir, real)
		info, err := os.Stat(real)
		if err != nil {
			complain(filepath.ToSlash(rel), cause(err))
			return
		}
		if !info.IsDir() && !info.Mode().IsRegular() {
			complain(filepath.ToSlash(rel), errIrregular)
			return
		}
		if !info.IsDir() {
			out = append(out, filepath.ToSlash(rel))
			return
		}
		if seen[real] {
			complain(filepath.ToSlash(rel), errors.New("is a link back to a folder that was read already"))
			return
		}
		seen[real] = true
		entries, err := os.ReadDir(real)
		if err != nil {
			complain(filepath.ToSlash(rel), cause(err))
		}
		for _, e := range entries {
			switch name := e.Name(); {
			case strings.HasPrefix(name, "."):
			case strings.HasPrefix(strings.ToLower(name), "readme"):
				readme = filepath.Join(rel, name)
			default:
				walk(filepath.Join(rel, name))
			}
		}
	}
	if walk(""); len(out) == 0 && readme != "" {
		walk(readme)
	}
	slices.Sort(out)
	return out, nil
}

// cause is an error without the path that the caller names anyway.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
