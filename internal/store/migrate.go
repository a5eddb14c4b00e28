package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations are the steps of the schema in order: applying the first n of
// them makes version n. A step that was released is never changed; a new one
// is appended.
func migrations() []string {
	paths, err := fs.Glob(migrationFiles, "migrations/*.sql") // sorted
	if err != nil {
		panic(err) // the pattern is wrong
	}
	steps := make([]string, len(paths))
	for i, path := range paths {
		b, err := migrationFiles.ReadFile(path)
		if err != nil {
			panic(err) // it was embedded
		}
		steps[i] = string(b)
	}
	return steps
}

// migrate brings the schema forward, all steps or none. Processes that open
// the file at the same time take turns.
func migrate(ctx context.Context, db *sql.DB, steps []string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	version, err := schemaVersion(ctx, tx)
	if err != nil {
		return err
	}
	for i, step := range steps[version:] {
		if _, err := tx.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("migrate to version %d: %w", version+i+1, err)
		}
	}
	// Written even where nothing changed: it shows whether the file can be.
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", len(steps))); err != nil {
		return err
	}
	return tx.Commit()
}

// schemaVersion is the version of a schema that this program can use.
func schemaVersion(ctx context.Context, db interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}) (version int, err error) {
	var tables int
	err = db.QueryRowContext(ctx, "SELECT user_version, (SELECT count(*) FROM sqlite_schema) FROM pragma_user_version").Scan(&version, &tables)
	known := len(migrations())
	switch {
	case err != nil:
		return 0, err
	case version > known:
		return 0, fmt.Errorf("%w: its schema is version %d, this program knows %d", ErrNewer, version, known)
	case version == 0 && tables > 0:
		return 0, fmt.Errorf("%w: it holds tables of another program", ErrDamaged)
	}
	return version, nil
}
