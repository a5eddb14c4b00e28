package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"
)

// Turn is one question with its answer.
type Turn struct {
	Conversation    string   // key of the caller's choosing: a thread, a DM channel, …
	MessageID       string   // of the bot's message; a second turn with it replaces the first
	Parts           []string // further messages the answer was split over: their ids stand for MessageID. Not read back.
	ParentMessageID string   // of the bot's message that was replied to, or ""
	UserID          string   // of the asker
	Question        string
	Answer          string
	Status          string // as the answer's: "answered", "not_stated", …
	SourcesJSON     []byte // opaque here
	At              time.Time
}

// turnColumns are in the order of scanTurn.
const turnColumns = "conversation, message_id, parent_id, user_id, question, answer, status, sources, at"

// messageTurn is the id of the turn that message ?1 is, or is a part of.
const messageTurn = "SELECT id FROM turn WHERE message_id = ?1 UNION ALL SELECT turn_id FROM part WHERE id = ?1"

// SaveTurn keeps a turn and deletes the oldest of its conversation beyond
// [Options.TurnsPerConversation].
func (s *Store) SaveTurn(ctx context.Context, t Turn) error {
	const what = "save turn"
	if t.MessageID == "" {
		return failure(what, errors.New("no message id"))
	}
	return s.update(ctx, what, func(tx *sql.Tx) error {
		parent, err := mainMessage(ctx, tx, t.ParentMessageID)
		if err != nil {
			return err
		}
		var id int64
		err = tx.QueryRowContext(ctx, "INSERT INTO turn ("+turnColumns+`) VALUES (?,?,?,?,?,?,?,?,?)
			ON CONFLICT (message_id) DO UPDATE SET conversation = excluded.conversation, parent_id = excluded.parent_id,
			user_id = excluded.user_id, question = excluded.question, answer = excluded.answer,
			status = excluded.status, sources = excluded.sources, at = excluded.at
			RETURNING id`,
			t.Conversation, t.MessageID, parent, t.UserID, t.Question, t.Answer, t.Status, t.SourcesJSON, t.At.UnixMilli()).Scan(&id)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM part WHERE turn_id = ?", id); err != nil {
			return err
		}
		for _, part := range t.Parts {
			if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO part (id, turn_id) VALUES (?,?)", part, id); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM turn WHERE id IN (
			SELECT id FROM turn WHERE conversation = ? ORDER BY at DESC, id DESC LIMIT -1 OFFSET ?)`,
			t.Conversation, s.opt.TurnsPerConversation)
		return err
	})
}

// mainMessage is the MessageID of the turn that message id is a part of, or id
// itself.
func mainMessage(ctx context.Context, tx *sql.Tx, id string) (string, error) {
	main := id
	err := tx.QueryRowContext(ctx, "SELECT message_id FROM turn JOIN part ON turn.id = turn_id WHERE part.id = ?", id).Scan(&main)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return main, err
}

// ByMessage returns the turn whose answer stands in message id, whole or in
// part, and whether there is one.
func (s *Store) ByMessage(ctx context.Context, id string) (Turn, bool, error) {
	turns, err := s.turns(ctx, "find message",
		"SELECT "+turnColumns+" FROM turn WHERE id IN ("+messageTurn+")", id)
	if err != nil || len(turns) == 0 {
		return Turn{}, false, err
	}
	return turns[0], true, nil
}

// Chain returns the turn of message messageID and those it replies to, oldest
// first, at most max. It ends where a parent is no longer kept.
func (s *Store) Chain(ctx context.Context, messageID string, max int) ([]Turn, error) {
	turns, err := s.turns(ctx, "read reply chain", `
		WITH RECURSIVE chain (id, parent, depth) AS (
			SELECT id, parent_id, 1 FROM turn WHERE id IN (`+messageTurn+`)
			UNION ALL
			SELECT turn.id, turn.parent_id, depth + 1 FROM turn JOIN chain ON turn.message_id = parent WHERE depth < ?2
		)
		SELECT `+turnColumns+` FROM chain JOIN turn USING (id) ORDER BY depth LIMIT ?2`, messageID, max)
	slices.Reverse(turns)
	return turns, err
}

// Recent returns the last turns of a conversation, oldest first, at most max.
func (s *Store) Recent(ctx context.Context, conversation string, max int) ([]Turn, error) {
	turns, err := s.turns(ctx, "read conversation",
		"SELECT "+turnColumns+" FROM turn WHERE conversation = ? ORDER BY at DESC, id DESC LIMIT ?", conversation, max)
	slices.Reverse(turns)
	return turns, err
}

func (s *Store) turns(ctx context.Context, what, query string, args ...any) ([]Turn, error) {
	return list(ctx, s.read, what, scanTurn, query, args...)
}

func scanTurn(rows *sql.Rows) (t Turn, err error) {
	var at int64
	err = rows.Scan(&t.Conversation, &t.MessageID, &t.ParentMessageID, &t.UserID, &t.Question, &t.Answer, &t.Status, &t.SourcesJSON, &at)
	t.At = time.UnixMilli(at)
	return t, err
}

// list runs a query and scans each row of its result.
func list[T any](ctx context.Context, db interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}, what string, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, failure(what, err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, failure(what, err)
		}
		all = append(all, v)
	}
	return all, failure(what, rows.Err())
}
