package store

import (
	"context"
	"database/sql"
	"time"
)

// Pending is an answer that is being written. Of its Turn, what is known before the
// answer is kept: Conversation, MessageID ("" until there is a message),
// ParentMessageID, UserID, Question and At.
type Pending struct {
	ID string // of the caller's choosing
	Turn
	Place []byte // where the answer is shown; opaque here
}

const pendingColumns = "id, conversation, message_id, parent_id, user_id, question, place, at"

// SavePending keeps that an answer is being written, or what is newly known of it.
func (s *Store) SavePending(ctx context.Context, p Pending) error {
	return s.update(ctx, "save pending answer", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO pending ("+pendingColumns+") VALUES (?,?,?,?,?,?,?,?)",
			p.ID, p.Conversation, p.MessageID, p.ParentMessageID, p.UserID, p.Question, p.Place, p.At.UnixMilli())
		return err
	})
}

// DeletePending forgets an answer that is not being written any more.
func (s *Store) DeletePending(ctx context.Context, id string) error {
	return s.update(ctx, "delete pending answer", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM pending WHERE id = ?", id)
		return err
	})
}

// ListPending returns the answers that are being written, oldest first. At the start
// of a process, those are what an earlier one did not finish.
func (s *Store) ListPending(ctx context.Context) ([]Pending, error) {
	return list(ctx, s.read, "list pending answers", func(rows *sql.Rows) (p Pending, err error) {
		var at int64
		err = rows.Scan(&p.ID, &p.Conversation, &p.MessageID, &p.ParentMessageID, &p.UserID, &p.Question, &p.Place, &at)
		p.At = time.UnixMilli(at)
		return p, err
	}, "SELECT "+pendingColumns+" FROM pending ORDER BY at, id")
}
