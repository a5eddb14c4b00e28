-- What the résumé left open, and what its owner answered. No user ids.
CREATE TABLE unanswered (
	id        INTEGER PRIMARY KEY,
	question  TEXT NOT NULL UNIQUE, -- normalised
	count     INTEGER NOT NULL,
	last_seen INTEGER NOT NULL
);

CREATE TABLE curated (
	id       INTEGER PRIMARY KEY,
	key      TEXT NOT NULL UNIQUE, -- the question, normalised
	question TEXT NOT NULL,
	answer   TEXT NOT NULL,
	at       INTEGER NOT NULL
);
