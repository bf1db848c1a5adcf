-- What a new till has got of its first feed, until it has it whole: one row for each batch, as a frame, in their order.
CREATE TABLE staged (
    n          INTEGER PRIMARY KEY,
    generation INTEGER NOT NULL, -- the cursor behind it
    at         INTEGER NOT NULL,
    frame      BLOB    NOT NULL,
    hash       BLOB    NOT NULL CHECK (length(hash) = 32) -- SHA-256 of frame
) STRICT;
