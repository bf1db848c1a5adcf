-- The rules that the till sold by before its newest ones, so that people can be told what has changed; at most one row.
CREATE TABLE rules_before (
    key  TEXT    PRIMARY KEY,
    body BLOB    NOT NULL,
    came INTEGER NOT NULL -- when the newest ones came
) STRICT, WITHOUT ROWID;
