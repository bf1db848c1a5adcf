-- The till's books. Three kinds of tables: the journal and what can be rebuilt from it, the till's own state, and what
-- HQ's feed fills. Amounts are in the smallest unit of their asset, times in Unix milliseconds.

------------------------------------------------------------------------------------------------------- the journal

-- One row per record, for good. bytes are the record as it was sealed; the other columns are copies of its header.
CREATE TABLE journal (
    seq   INTEGER PRIMARY KEY CHECK (seq > 0),
    id    TEXT    NOT NULL UNIQUE,
    kind  TEXT    NOT NULL,
    time  INTEGER NOT NULL,
    bytes BLOB    NOT NULL,
    hash  BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- Only the next seq goes in. This also stops INSERT OR REPLACE, which deletes without asking the trigger below.
CREATE TRIGGER journal_appends BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal) OR EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
BEGIN SELECT raise(ABORT, 'the journal takes only the next seq, with a new id'); END;

CREATE TRIGGER journal_keeps BEFORE UPDATE ON journal
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_forgets_nothing BEFORE DELETE ON journal
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

------------------------------------------------------------------------------------- rebuilt from it by replaying

-- The accounts that this till alone posts to: all but available and transit, which HQ keeps. The sources that may be
-- below zero are those of ledger.IsSource.
CREATE TABLE accounts (
    account TEXT    PRIMARY KEY,
    balance INTEGER NOT NULL CHECK (balance >= 0 OR account GLOB 'sales:*' OR account GLOB 'issued:*' OR account GLOB 'house:*')
) STRICT, WITHOUT ROWID;

-- What each escrow account is made of; the amounts of a holder's lots add up to it. An empty lot is deleted.
CREATE TABLE lots (
    holder   TEXT    NOT NULL,
    asset    TEXT    NOT NULL,
    id       TEXT    NOT NULL,                                                 -- the grant's, or the crediting record's
    ends     INTEGER NOT NULL CHECK (ends >= 0),                               -- 0: never
    amount   INTEGER NOT NULL CHECK (amount >= 0),
    reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved BETWEEN 0 AND amount), -- kept by the triggers on reservations
    since    INTEGER NOT NULL,
    PRIMARY KEY (holder, asset, id)
) STRICT, WITHOUT ROWID;

-- The grants that were dealt with. A declined one is a tombstone: it is never accepted later.
CREATE TABLE grants (
    id       TEXT    PRIMARY KEY,
    seq      INTEGER NOT NULL REFERENCES journal,                              -- the record that accepted or declined it
    accepted INTEGER NOT NULL CHECK (accepted IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE shifts (
    id       TEXT    PRIMARY KEY,                                              -- the opening record's
    opened   INTEGER NOT NULL REFERENCES journal,
    closed   INTEGER REFERENCES journal,
    operator TEXT    NOT NULL,
    date     TEXT    NOT NULL,                                                 -- business date
    time     INTEGER NOT NULL,                                                 -- of opening
    float    INTEGER NOT NULL,
    expected INTEGER,
    counted  INTEGER,
    CHECK ((closed IS NULL) = (expected IS NULL) AND (closed IS NULL) = (counted IS NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX shifts_open ON shifts (closed IS NULL) WHERE closed IS NULL; -- one at a time

-- What a receipt was printed for: sales and top-ups. The number on it is place-epoch-seq.
CREATE TABLE sales (
    seq    INTEGER PRIMARY KEY REFERENCES journal,
    kind   TEXT    NOT NULL,
    member TEXT    NOT NULL,                                                   -- '' for nobody
    total  INTEGER NOT NULL,                                                   -- of goods, or paid in
    time   INTEGER NOT NULL,
    shift  TEXT    NOT NULL,
    date   TEXT    NOT NULL
) STRICT;

-- What own records changed of a holder's total, until HQ's figure reflects them.
CREATE TABLE news (
    holder TEXT    NOT NULL,
    seq    INTEGER NOT NULL REFERENCES journal,
    asset  TEXT    NOT NULL,
    delta  INTEGER NOT NULL CHECK (delta <> 0),
    PRIMARY KEY (holder, seq, asset)
) STRICT, WITHOUT ROWID;

--------------------------------------------------------------------------------------------- the till's own state

-- Who the till is. No row: not enrolled. An epoch lives in one file from its first record to its last.
CREATE TABLE enrolment (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    certificate BLOB NOT NULL,                                                 -- signed by HQ
    key         BLOB NOT NULL,                                                 -- ed25519, private
    hq_key      BLOB NOT NULL,                                                 -- ed25519, public
    hq_url      TEXT NOT NULL,
    fingerprint BLOB NOT NULL                                                  -- of HQ's TLS certificate
) STRICT;

CREATE TABLE state (
    one             INTEGER PRIMARY KEY CHECK (one = 1),
    acked           INTEGER NOT NULL DEFAULT 0,                                -- HQ has booked all records up to here
    feed_generation INTEGER NOT NULL DEFAULT 0,
    feed_at         INTEGER NOT NULL DEFAULT 0,
    hq_generation   INTEGER NOT NULL DEFAULT 0,                                -- the highest of HQ's positions seen
    hq_seq          INTEGER NOT NULL DEFAULT 0,
    hq_hash         BLOB    NOT NULL DEFAULT (zeroblob(32)),
    seen            INTEGER NOT NULL DEFAULT 0,                                -- the latest trusted time
    doubt           TEXT    NOT NULL DEFAULT ''                                -- why nothing held here may be spent
) STRICT;

INSERT INTO state (one) VALUES (1);

-- The open basket, as pos/till writes it.
CREATE TABLE baskets (
    id   TEXT PRIMARY KEY,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What is set aside: for a tender that was paid and waits for finish (tender from 1), or for a basket whose request
-- brought it here (tender 0).
CREATE TABLE reservations (
    basket TEXT    NOT NULL,
    tender INTEGER NOT NULL CHECK (tender >= 0),
    holder TEXT    NOT NULL,
    asset  TEXT    NOT NULL,
    lot    TEXT    NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    PRIMARY KEY (basket, tender, holder, asset, lot),
    FOREIGN KEY (holder, asset, lot) REFERENCES lots (holder, asset, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX reservations_lot ON reservations (holder, asset, lot);

-- With the CHECK on lots these keep every reservation covered, whatever the program does.
CREATE TRIGGER reservations_added AFTER INSERT ON reservations BEGIN
    UPDATE lots SET reserved = reserved + NEW.amount WHERE holder = NEW.holder AND asset = NEW.asset AND id = NEW.lot;
END;

CREATE TRIGGER reservations_ended AFTER DELETE ON reservations BEGIN
    UPDATE lots SET reserved = reserved - OLD.amount WHERE holder = OLD.holder AND asset = OLD.asset AND id = OLD.lot;
END;

CREATE TRIGGER reservations_changed AFTER UPDATE OF amount ON reservations BEGIN
    UPDATE lots SET reserved = reserved - OLD.amount + NEW.amount WHERE holder = NEW.holder AND asset = NEW.asset AND id = NEW.lot;
END;

-- What HQ was asked for. Decided ones are forgotten after some days: a grant for an unknown request is declined.
CREATE TABLE requests (
    id      TEXT    PRIMARY KEY,
    basket  TEXT    NOT NULL,
    holder  TEXT    NOT NULL,
    card    TEXT    NOT NULL,
    value   INTEGER NOT NULL CHECK (value >= 0),
    points  INTEGER NOT NULL CHECK (points >= 0),
    made    INTEGER NOT NULL,
    status  TEXT    NOT NULL CHECK (status IN ('open', 'granted', 'refused', 'withdrawn')),
    told    INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),                 -- HQ knows that it is withdrawn
    code    TEXT    NOT NULL DEFAULT '',
    message TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX requests_open ON requests (id) WHERE status = 'open';
CREATE INDEX requests_untold ON requests (id) WHERE status = 'withdrawn' AND told = 0;
CREATE INDEX requests_made ON requests (made);

-- Holders whose reservations ended; taken when HQ is told.
CREATE TABLE idle (
    holder TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

------------------------------------------------------------------------------------------------- filled by the feed

-- body is the feed's (CBOR, see pos/feed.go). A search by the initials of names will be a table beside this one, keyed
-- by its rowid and filled from the bodies.
CREATE TABLE products (
    rowid INTEGER PRIMARY KEY,
    code  TEXT NOT NULL UNIQUE,
    body  BLOB NOT NULL
) STRICT;

CREATE TABLE barcodes (
    barcode TEXT    PRIMARY KEY,
    product INTEGER NOT NULL                                                   -- products.rowid
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
    id    TEXT PRIMARY KEY,
    phone TEXT NOT NULL,
    body  BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX members_phone ON members (phone);

CREATE TABLE cards (
    number TEXT PRIMARY KEY,
    body   BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
    id   TEXT PRIMARY KEY,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE stores (
    code TEXT PRIMARY KEY,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE rules (
    key  TEXT PRIMARY KEY,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE balances (
    member    TEXT    PRIMARY KEY,
    principal INTEGER NOT NULL,
    bonus     INTEGER NOT NULL,
    points    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
