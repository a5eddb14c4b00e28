-- The question is copied, so that a vote outlives the bounded conversation it
-- was cast in; with it the asker, so that forgetting the asker removes it.
CREATE TABLE feedback (
	message_id TEXT NOT NULL,
	user_id    TEXT NOT NULL,
	asker_id   TEXT NOT NULL,
	question   TEXT NOT NULL,
	up         INTEGER NOT NULL,
	at         INTEGER NOT NULL,
	PRIMARY KEY (message_id, user_id)
) WITHOUT ROWID;
CREATE INDEX feedback_user ON feedback (user_id);
CREATE INDEX feedback_asker ON feedback (asker_id);
