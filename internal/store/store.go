// Package store keeps what must outlive a restart, in one SQLite file:
// conversations, feedback, the questions the résumé left open, the answers its
// owner wrote for them, and a few settings.
//
// It keeps as little as it can and deletes for good: [Store.Forget] and
// [Store.Sweep] overwrite what they delete and empty the write-ahead log, so
// the text is gone from the files and not only from the tables.
//
// Start with [Open]. Where it fails the program need not: [Instead] is the same
// store in memory, which knows that there is a file that it does not reach.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// FileName is the name of the database in the data folder. SQLite keeps two
// more files beside it while it is open, with "-wal" and "-shm" appended.
const FileName = "bot.db"

// What can be wrong with the database file. Errors of this package wrap one of
// them where it applies, for use with [errors.Is].
var (
	ErrNewer    = errors.New("the file was written by a newer version of this program")
	ErrDamaged  = errors.New("the file is damaged or not a database of this program (move it away to start afresh)")
	ErrReadOnly = errors.New("the data folder or file cannot be written (check its owner and permissions)")
	ErrFull     = errors.New("the disk is full")
	ErrLocked   = errors.New("another program holds the file (end it)")
)

// Options are the bounds of a store; zero fields take the defaults.
type Options struct {
	TurnsPerConversation int              // older ones are deleted; default 100
	MaxUnanswered        int              // the rarest, then oldest, are deleted; default 1000
	Now                  func() time.Time // default time.Now
}

// Store is an open database. It may be used by several goroutines, and the
// same file by several processes, at once.
type Store struct {
	path  string  // "" in memory
	write *sql.DB // one connection: writers queue here in order, not in SQLite's busy loop
	read  *sql.DB
	opt   Options

	wishes wishes
	traces atomic.Bool                // the write-ahead log may hold what was deleted
	swept  atomic.Bool                // by this process
	doubt  atomic.Pointer[ClockError] // of the last sweep

	unused error // why the database in the data folder is not in use; nil where it is
	left   bool  // and something may be kept there
}

// Open opens the database in folder dir, creates both where they are missing,
// and brings an older schema up to date. It checks the whole file, and that it
// can be written, so that trouble shows at the start and not in mid-answer.
func Open(ctx context.Context, dir string, opt Options) (*Store, error) {
	path := filepath.Join(dir, FileName)
	if err := createPrivate(path); err != nil {
		return nil, failure("open "+path, err)
	}
	s := &Store{path: path, opt: withDefaults(opt), wishes: wishes{dir: dir}}
	if err := errors.Join(s.open(ctx), s.wishes.load()); err != nil {
		s.Close()
		return nil, failure("open "+path, err)
	}
	return s, nil
}

// Memory returns an empty store that lasts as long as the process.
func Memory(ctx context.Context, opt Options) (*Store, error) {
	db, err := sql.Open("sqlite", "file::memory:?"+pragmas("foreign_keys(on)"))
	if err != nil {
		return nil, failure("open in memory", err)
	}
	db.SetMaxOpenConns(1) // each connection would be a database of its own
	s := &Store{write: db, read: db, opt: withDefaults(opt)}
	if err := migrate(ctx, db, migrations()); err != nil {
		db.Close()
		return nil, failure("open in memory", err)
	}
	return s, nil
}

// Instead returns a store in memory in place of the database in folder dir,
// which could not be opened because of cause. Where that may hold something,
// [Store.Forget] fails and leaves the wish for who can open it.
func Instead(ctx context.Context, dir string, cause error, opt Options) (*Store, error) {
	s, err := Memory(ctx, opt)
	if err != nil {
		return nil, err
	}
	s.unused, s.left = cause, mayHold(dir)
	s.wishes.dir = dir
	if err := s.wishes.load(); err != nil {
		s.unused = errors.Join(cause, err)
	}
	return s, nil
}

// Unused tells why the database in the data folder is not in use, nil where it
// is, and whether something may be kept there.
func (s *Store) Unused() (left bool, why error) { return s.left, s.unused }

// mayHold tells whether there is a database in a folder, or one cannot tell. An
// empty file is what a failed attempt to make one leaves.
func mayHold(dir string) bool {
	for _, suffix := range []string{"", "-wal"} {
		info, err := os.Stat(filepath.Join(dir, FileName+suffix))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil, info.Size() > 0:
			return true
		}
	}
	return false
}

// Inspect looks at the database in folder dir without changing it: nil where
// there is none yet or it can be used.
func Inspect(ctx context.Context, dir string) error {
	if !mayHold(dir) {
		return nil
	}
	path := filepath.Join(dir, FileName)
	db, err := sql.Open("sqlite", fileURI(path)+pragmas("busy_timeout(1000)", "query_only(on)"))
	if err == nil {
		err = errors.Join(check(ctx, db), db.Close())
	}
	return failure("inspect "+path, err)
}

// Close writes what is left in the write-ahead log into the database file and
// closes it.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return failure("close", errors.Join(errs...))
}

func (s *Store) open(ctx context.Context) (err error) {
	// Settings of SQLite: https://www.sqlite.org/pragma.html. A busy timeout
	// comes first, for switching to WAL needs a lock. In WAL mode,
	// synchronous=normal loses nothing when the process dies.
	both := pragmas("busy_timeout(5000)", "foreign_keys(on)", "secure_delete(on)", "temp_store(memory)")
	if s.read, err = sql.Open("sqlite", fileURI(s.path)+both+"&"+pragmas("query_only(on)")); err != nil {
		return err
	}
	s.read.SetMaxOpenConns(4)
	if err := check(ctx, s.read); err != nil { // before anything is changed
		return err
	}
	if s.write, err = sql.Open("sqlite", fileURI(s.path)+both+"&"+pragmas("journal_mode(wal)", "synchronous(normal)")+"&_txlock=immediate"); err != nil {
		return err
	}
	s.write.SetMaxOpenConns(1)
	if err := migrate(ctx, s.write, migrations()); err != nil {
		return err
	}
	done, err := s.emptyLog(ctx) // which a killed process may have left
	s.traces.Store(!done)
	return err
}

// check reads the whole file for damage and sees that its schema is known.
func check(ctx context.Context, db *sql.DB) error {
	var report string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&report); err != nil {
		return err
	}
	if report != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, strings.Join(strings.Fields(report), " "))
	}
	_, err := schemaVersion(ctx, db)
	return err
}

// emptyLog moves the write-ahead log into the database file and truncates it.
// It reports false where another reader held it back for the busy timeout.
func (s *Store) emptyLog(ctx context.Context) (bool, error) {
	var busy, frames, moved int
	err := s.write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved)
	return busy == 0, err
}

// update runs fn in a transaction that is rolled back where fn or the commit
// fails.
func (s *Store) update(ctx context.Context, what string, fn func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return failure(what, err)
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return failure(what, err)
	}
	return failure(what, tx.Commit())
}

// failure names what was being done and the kind of trouble; nil stays nil.
func failure(what string, err error) error {
	if err == nil {
		return nil
	}
	if kind := kindOf(err); kind != nil && !errors.Is(err, kind) {
		return fmt.Errorf("store: %s: %w: %w", what, kind, err)
	}
	return fmt.Errorf("store: %s: %w", what, err)
}

// kindOf sorts SQLite's result codes (https://www.sqlite.org/rescode.html).
func kindOf(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		switch {
		case errors.Is(err, os.ErrPermission):
			return ErrReadOnly
		case errors.Is(err, syscall.ENOSPC):
			return ErrFull
		}
		return nil
	}
	const primary = 0xff
	switch e.Code() & primary {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return ErrDamaged
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return ErrReadOnly
	case sqlite3.SQLITE_FULL:
		return ErrFull
	case sqlite3.SQLITE_BUSY:
		return ErrLocked
	}
	if e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE { // no room for the "-shm" file
		return ErrFull
	}
	return nil
}

// createPrivate makes the folder and the file for the owner's eyes only.
// SQLite gives the files beside it the same permissions.
func createPrivate(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// fileURI is a path as SQLite takes it (https://www.sqlite.org/uri.html), up
// to the parameters.
func fileURI(path string) string {
	path = filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" {
		path = "/" + path
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?"
}

func pragmas(list ...string) string {
	for i, p := range list {
		list[i] = "_pragma=" + p
	}
	return strings.Join(list, "&")
}

func withDefaults(o Options) Options {
	if o.TurnsPerConversation <= 0 {
		o.TurnsPerConversation = 100
	}
	if o.MaxUnanswered <= 0 {
		o.MaxUnanswered = 1000
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}
