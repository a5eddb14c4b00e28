-- One question with its answer. Times are milliseconds since 1970, UTC.
CREATE TABLE turn (
	id           INTEGER PRIMARY KEY,
	conversation TEXT NOT NULL,
	message_id   TEXT NOT NULL UNIQUE,
	parent_id    TEXT NOT NULL DEFAULT '',
	user_id      TEXT NOT NULL,
	question     TEXT NOT NULL,
	answer       TEXT NOT NULL,
	status       TEXT NOT NULL,
	sources      BLOB,
	at           INTEGER NOT NULL
);
CREATE INDEX turn_conversation ON turn (conversation, at);
CREATE INDEX turn_user ON turn (user_id);
CREATE INDEX turn_at ON turn (at);

-- Further messages that a long answer was split over.
CREATE TABLE part (
	id      TEXT PRIMARY KEY,
	turn_id INTEGER NOT NULL REFERENCES turn (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX part_turn ON part (turn_id);

CREATE TABLE setting (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) WITHOUT ROWID;
