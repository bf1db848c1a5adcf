-- When HQ said that it has taken the thing: from then on it is kept for one that is restored, however long ago it was made.
ALTER TABLE told ADD COLUMN taken INTEGER NOT NULL DEFAULT 0;
UPDATE told SET taken = made;
DROP INDEX told_made;
CREATE INDEX told_taken ON told (taken);
