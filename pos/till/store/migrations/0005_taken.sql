-- When HQ said that it has taken the thing: from then on it is kept for one that is restored, however long ago it was made.
-- Some books have the column already.
CREATE TABLE told_when (
    topic  TEXT    NOT NULL,
    key    TEXT    NOT NULL,
    id     TEXT    NOT NULL,
    body   BLOB    NOT NULL,
    person TEXT    NOT NULL,
    made   INTEGER NOT NULL,
    taken  INTEGER NOT NULL, -- when HQ said so
    PRIMARY KEY (topic, key)
) STRICT, WITHOUT ROWID;
INSERT INTO told_when SELECT topic, key, id, body, person, made, made FROM told;
DROP TABLE told;
ALTER TABLE told_when RENAME TO told;
CREATE INDEX told_taken ON told (taken);
