package store

import (
	"context"
	"database/sql"
	"errors"
)

// Setting returns the value kept under key, or "".
func (s *Store) Setting(ctx context.Context, key string) (value string, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT value FROM setting WHERE key = ?", key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return value, failure("read setting "+key, err)
}

// SetSetting keeps value under key.
func (s *Store) SetSetting(ctx context.Context, key, value string) error {
	_, err := s.write.ExecContext(ctx, "INSERT OR REPLACE INTO setting (key, value) VALUES (?,?)", key, value)
	return failure("write setting "+key, err)
}
