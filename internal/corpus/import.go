package corpus

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"resumebot/internal/resume"
	"resumebot/internal/resume/block"
)

// Import reads files from anywhere into one Document, with all details of contact and
// without what is private. Unlike [Load] it wants each of them read. sort may put the
// blocks of a file in another shape before they are understood; nil for none.
func Import(paths []string, sort func([]block.Block) ([]block.Block, error)) (*resume.Document, []resume.Problem, error) {
	var all []reading
	var problems []resume.Problem
	for _, path := range paths {
		r, more, err := importFile(path, sort)
		if err != nil {
			return nil, more, fmt.Errorf("corpus: import: %w", err)
		}
		if slices.ContainsFunc(all, func(other reading) bool { return other.file.Path == r.file.Path }) {
			return nil, more, fmt.Errorf("corpus: import: two files are called %s: rename one", r.file.Path)
		}
		all, problems = append(all, r), append(problems, more...)
	}
	d, problems := document(all, problems)
	return d, problems, nil
}

func importFile(path string, sort func([]block.Block) ([]block.Block, error)) (reading, []resume.Problem, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return reading{}, nil, resume.Problem{Path: path, Err: cause(err)}
	}
	info, err := os.Stat(real)
	if err == nil && info.IsDir() {
		err = errors.New("is a folder: name the files in it")
	}
	if err != nil {
		return reading{}, nil, resume.Problem{Path: path, Err: cause(err)}
	}
	dir, name := filepath.Split(real)
	if dir == "" {
		dir = "."
	}
	_, missing := os.Lstat(real + sidecarExtension)
	r, problems := readResume(dir, name, missing == nil, nil)
	switch {
	case len(r.blocks) == 0 && len(problems) > 0:
		last := problems[len(problems)-1]
		return reading{}, problems[:len(problems)-1], last
	case len(r.blocks) == 0:
		return reading{}, nil, resume.Problem{Path: path, Err: fmt.Errorf("is no %s file", Extensions())}
	}
	r.blocks, r.orders = takeOrders(r.blocks)
	if sort != nil {
		if r.blocks, err = sort(r.blocks); err != nil {
			return reading{}, problems, err
		}
	}
	return r, problems, nil
}
