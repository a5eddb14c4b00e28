package corpus

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"resumebot/internal/resume"
)

var (
	errOutside   = errors.New("is a link that leads out of the folder: put the file itself there")
	errIrregular = errors.New("is no regular file")
	errName      = errors.New("has a name with control characters, or one that is not UTF-8: rename it")
)

// Read reads a file of the corpus in folder dir by its path below it, as
// [File] has it: a regular one of at most 10 MB, which no link leads out of
// the folder to. It waits for nothing: a pipe or device is refused.
func Read(dir, path string) ([]byte, error) {
	real, err := locate(dir, path)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir) // a link that is put there meanwhile is refused, too
	if err != nil {
		return nil, cause(err)
	}
	defer root.Close()
	if info, err := root.Stat(real); err == nil && !info.Mode().IsRegular() {
		return nil, errIrregular // to open some devices does something
	}
	f, err := root.OpenFile(real, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, cause(err)
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, cause(err)
	case !info.Mode().IsRegular():
		return nil, errIrregular
	case info.Size() > maxFile:
		return nil, fmt.Errorf("is %d MB: files over 10 MB are not read", info.Size()>>20)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1)) // some files are longer than they say
	switch {
	case err != nil:
		return nil, cause(err)
	case len(data) > maxFile:
		return nil, errors.New("goes on after 10 MB: files over 10 MB are not read")
	case len(strings.TrimSpace(string(data))) == 0:
		return nil, errors.New("is empty")
	}
	return data, nil
}

// locate follows the links of a name of the corpus to the path below dir that
// it stands for.
func locate(dir, name string) (string, error) {
	if resume.ShownName(name) != name {
		return "", errName
	}
	root, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return "", fmt.Errorf("cannot be followed: %w", cause(err))
	}
	real, err := filepath.EvalSymlinks(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return "", fmt.Errorf("cannot be followed: %w", cause(err))
	}
	if real, err = filepath.Rel(root, real); err != nil || !filepath.IsLocal(real) {
		return "", errOutside
	}
	return real, nil
}
