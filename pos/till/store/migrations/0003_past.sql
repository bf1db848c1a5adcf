-- What this place did before it was enrolled on this machine: the records of its earlier epochs, as head office has them, for
-- looking things up. Nothing here counts: no value, no cash, no right.
CREATE TABLE past (
    epoch  INTEGER NOT NULL,
    seq    INTEGER NOT NULL CHECK (seq > 0),
    kind   TEXT    NOT NULL,
    member TEXT,                                                               -- of what has a receipt; '' for nobody
    total  INTEGER,                                                            -- as in sales; NULL: nothing was printed for it
    shift  TEXT    NOT NULL,
    date   TEXT    NOT NULL,
    bytes  BLOB    NOT NULL,
    hash   BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (epoch, seq)
) STRICT;

CREATE INDEX past_member ON past (member) WHERE member <> '';
CREATE INDEX past_date ON past (date);
CREATE INDEX past_shift ON past (kind, shift) WHERE kind IN ('shift_open', 'shift_close');

-- Which of them gave back what a receipt was paid with.
CREATE TABLE past_refunds (
    receipt TEXT    NOT NULL,
    epoch   INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (receipt, epoch, seq),
    FOREIGN KEY (epoch, seq) REFERENCES past
) STRICT, WITHOUT ROWID;
