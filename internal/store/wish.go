package store

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// WishPrefix begins the names of files beside the database, each for a user who
// is to be forgotten as soon as that can be done. They are empty, for a name
// can be kept on a disk that has no room for a byte more.
const WishPrefix = "forget-"

// wishes are the users who asked to be forgotten when it could not be done.
type wishes struct {
	dir string // "" in memory

	mu    sync.Mutex
	users []string
}

// Waiting counts the users who are to be forgotten in folder dir.
func Waiting(dir string) (int, error) {
	w := wishes{dir: dir}
	err := w.load()
	return len(w.users), failure("look for wishes", err)
}

func (w *wishes) path(user string) string {
	return filepath.Join(w.dir, WishPrefix+url.PathEscape(user))
}

// load reads what an earlier process could not do.
func (w *wishes) load() error {
	entries, err := os.ReadDir(w.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read who is to be forgotten: %w", err)
	}
	for _, e := range entries {
		name, ok := strings.CutPrefix(e.Name(), WishPrefix)
		if user, err := url.PathUnescape(name); ok && err == nil {
			w.users = append(w.users, user)
		}
	}
	return nil
}

// add remembers a user. With an error, only as long as the process lasts.
func (w *wishes) add(user string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !slices.Contains(w.users, user) {
		w.users = append(w.users, user)
	}
	if w.dir == "" {
		return nil
	}
	f, err := os.OpenFile(w.path(user), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func (w *wishes) remove(user string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.users = slices.DeleteFunc(w.users, func(u string) bool { return u == user })
	if w.dir == "" {
		return nil
	}
	if err := os.Remove(w.path(user)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (w *wishes) list() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.users)
}
