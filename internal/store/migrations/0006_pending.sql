-- Answers that are being written, so that the next process can mark what a killed one
-- left. Place is where the answer is shown; opaque here.
CREATE TABLE pending (
	id           TEXT PRIMARY KEY,
	conversation TEXT NOT NULL,
	message_id   TEXT NOT NULL, -- '' until it is known
	parent_id    TEXT NOT NULL,
	user_id      TEXT NOT NULL,
	question     TEXT NOT NULL,
	place        BLOB,
	at           INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX pending_user ON pending (user_id);
