-- The question as it was first asked, for the owner to read; '' in rows from before.
ALTER TABLE unanswered ADD COLUMN asked TEXT NOT NULL DEFAULT '';
