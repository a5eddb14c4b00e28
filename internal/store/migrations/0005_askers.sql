-- Who asked an unanswered question: a row for each user, so that forgetting a
-- user takes what the user typed and leaves the share of others. What can no
-- longer be told whose it is, is deleted.
ALTER TABLE unanswered RENAME TO unanswered_4;
CREATE TABLE unanswered (
	id        INTEGER PRIMARY KEY,
	question  TEXT NOT NULL, -- normalised
	user_id   TEXT NOT NULL,
	asked     TEXT NOT NULL, -- as the user first typed it
	count     INTEGER NOT NULL,
	last_seen INTEGER NOT NULL,
	UNIQUE (question, user_id)
);
CREATE INDEX unanswered_user ON unanswered (user_id);
INSERT INTO unanswered (question, user_id, asked, count, last_seen)
	SELECT u.question, t.user_id, u.asked, count(*), max(t.at)
	FROM unanswered_4 AS u JOIN turn AS t ON t.question = u.asked AND t.status IN ('not_stated', 'closest')
	GROUP BY u.question, t.user_id ORDER BY u.id, min(t.at);
DROP TABLE unanswered_4;

-- Whose words the question of a curated answer is in; '' where they are the
-- owner's or nobody knows any more.
ALTER TABLE curated ADD COLUMN asker_id TEXT NOT NULL DEFAULT '';
CREATE INDEX curated_asker ON curated (asker_id);
