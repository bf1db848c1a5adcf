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

-- Finds what is rare among sales and grants: a shift, cash put into the drawer.
CREATE INDEX journal_rare ON journal (kind) WHERE kind NOT IN ('sale', 'accept', 'return');

-- Only the next seq goes in. This also stops INSERT OR REPLACE, which deletes without asking the trigger below.
CREATE TRIGGER journal_appends BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal) OR EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
BEGIN SELECT raise(ABORT, 'the journal takes only the next seq, with a new id'); END;

CREATE TRIGGER journal_keeps BEFORE UPDATE ON journal
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_forgets_nothing BEFORE DELETE ON journal
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

------------------------------------------------------------------------------------- rebuilt from it by replaying

-- The accounts that this till alone posts to: all but available, transit and owed, which HQ keeps. The sources that may be
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

-- What a receipt was printed for. The number on it is place-epoch-seq.
CREATE TABLE sales (
    seq    INTEGER PRIMARY KEY REFERENCES journal,
    kind   TEXT    NOT NULL,
    member TEXT    NOT NULL,                                                   -- '' for nobody
    total  INTEGER NOT NULL,                                                   -- of goods, or paid in or out; points where only these move
    time   INTEGER NOT NULL,
    shift  TEXT    NOT NULL,
    date   TEXT    NOT NULL
) STRICT;

CREATE INDEX sales_member ON sales (member) WHERE member <> '';

-- Which records gave back what a receipt was paid with: refunds, and the undoing of a top-up, which happens once. The
-- receipt may be another till's.
CREATE TABLE refunds (
    receipt TEXT    NOT NULL,
    seq     INTEGER NOT NULL REFERENCES journal,
    void    INTEGER NOT NULL CHECK (void IN (0, 1)),
    PRIMARY KEY (receipt, seq)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX refunds_void ON refunds (receipt) WHERE void = 1;

-- The refund rights that have left this till: of one receipt, or of all up to a seq.
CREATE TABLE releases (
    seq   INTEGER PRIMARY KEY REFERENCES journal,
    sale  INTEGER UNIQUE REFERENCES sales,
    up_to INTEGER,
    CHECK ((sale IS NULL) <> (up_to IS NULL)),
    CHECK (coalesce(sale, up_to) BETWEEN 1 AND seq - 1)
) STRICT;

CREATE INDEX releases_up_to ON releases (up_to) WHERE up_to IS NOT NULL;

-- A right that has left can't leave again: there would be two of it at HQ.
CREATE TRIGGER releases_once BEFORE INSERT ON releases
WHEN coalesce(NEW.sale, NEW.up_to) <= (SELECT max(up_to) FROM releases WHERE up_to IS NOT NULL)
BEGIN SELECT raise(ABORT, 'the right to refund has left this till before'); END;

-- What own records changed of a holder's total, or (claim 1) of what they owe, until HQ's figure reflects them.
CREATE TABLE news (
    holder TEXT    NOT NULL,
    seq    INTEGER NOT NULL REFERENCES journal,
    claim  INTEGER NOT NULL CHECK (claim IN (0, 1)),
    asset  TEXT    NOT NULL,
    delta  INTEGER NOT NULL CHECK (delta <> 0),
    PRIMARY KEY (holder, seq, claim, asset)
) STRICT, WITHOUT ROWID;

-- Which own records changed a card, until HQ's state reflects them. What they did to it is in the records.
CREATE TABLE card_news (
    card   TEXT    NOT NULL,
    seq    INTEGER NOT NULL REFERENCES journal,
    member TEXT    NOT NULL,
    PRIMARY KEY (card, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX card_news_member ON card_news (member);

-- House float that was drawn for a member since the last contact with HQ.
CREATE TABLE drawn (
    member TEXT    NOT NULL,
    seq    INTEGER NOT NULL REFERENCES journal,
    amount INTEGER NOT NULL CHECK (amount > 0),
    PRIMARY KEY (member, seq)
) STRICT, WITHOUT ROWID;

-- How much of a product was sold of late: each line of a sale counts, and half as much as one two weeks later.
CREATE TABLE sold (
    code   TEXT PRIMARY KEY,
    weight REAL NOT NULL CHECK (weight > 0)
) STRICT, WITHOUT ROWID;

CREATE INDEX sold_weight ON sold (weight DESC, code);

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
    renewing        INTEGER NOT NULL DEFAULT 0 CHECK (renewing IN (0, 1)),     -- the feed of another generation is coming in
    hq_generation   INTEGER NOT NULL DEFAULT 0,                                -- the highest of HQ's positions seen
    hq_seq          INTEGER NOT NULL DEFAULT 0,
    hq_hash         BLOB    NOT NULL DEFAULT (zeroblob(32)),
    seen            INTEGER NOT NULL DEFAULT 0,                                -- the latest trusted time
    contact         INTEGER NOT NULL DEFAULT 0,                                -- HQ's time at the last contact; a little later in truth
    doubt           TEXT    NOT NULL DEFAULT ''                                -- why nothing held here may be spent
) STRICT;

INSERT INTO state (one) VALUES (1);

-- Baskets as pos/till writes them: the open sale, those on hold, and tasks, which gather value for something that is no
-- sale (a withdrawal, say).
CREATE TABLE baskets (
    id    TEXT    PRIMARY KEY,
    state TEXT    NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'held', 'task')),
    at    INTEGER NOT NULL DEFAULT 0,                                          -- when it was put on hold, or begun
    body  BLOB    NOT NULL                                                     -- of a task: the holder
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX baskets_open ON baskets (state) WHERE state = 'open';      -- one at a time

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

-- A basket on hold keeps nothing from anybody.
CREATE TRIGGER baskets_held BEFORE UPDATE OF state ON baskets
WHEN NEW.state = 'held' AND EXISTS (SELECT 1 FROM reservations WHERE basket = NEW.id)
BEGIN SELECT raise(ABORT, 'a basket on hold has something reserved'); END;

CREATE TRIGGER reservations_held BEFORE INSERT ON reservations
WHEN EXISTS (SELECT 1 FROM baskets WHERE id = NEW.basket AND state = 'held')
BEGIN SELECT raise(ABORT, 'a basket on hold reserves nothing'); END;

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
    id        TEXT    PRIMARY KEY,
    basket    TEXT    NOT NULL,
    holder    TEXT    NOT NULL,
    card      TEXT    NOT NULL,
    value     INTEGER NOT NULL CHECK (value >= 0),
    points    INTEGER NOT NULL CHECK (points >= 0),
    principal INTEGER NOT NULL CHECK (principal >= 0),
    bonus     INTEGER NOT NULL CHECK (bonus >= 0),
    refund    INTEGER NOT NULL CHECK (refund IN (0, 1)),                       -- holder is a receipt
    made      INTEGER NOT NULL,
    status    TEXT    NOT NULL CHECK (status IN ('open', 'granted', 'refused', 'withdrawn')),
    told      INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),               -- HQ knows that it is withdrawn
    code      TEXT    NOT NULL DEFAULT '',
    message   TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX requests_open ON requests (id) WHERE status = 'open';
CREATE INDEX requests_untold ON requests (id) WHERE status = 'withdrawn' AND told = 0;
CREATE INDEX requests_made ON requests (made);

-- Holders whose reservations ended; taken when HQ is told.
CREATE TABLE idle (
    holder TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What was changed here that is no record, until HQ has answered: who a new member is, a profile, a card's PIN. It lies
-- on top of what the feed brought.
CREATE TABLE changes (
    n      INTEGER PRIMARY KEY AUTOINCREMENT,
    id     TEXT    NOT NULL UNIQUE,
    topic  TEXT    NOT NULL,
    key    TEXT    NOT NULL,
    body   BLOB    NOT NULL,
    person TEXT    NOT NULL,                                                   -- who made it
    made   INTEGER NOT NULL
) STRICT;

CREATE INDEX changes_key ON changes (topic, key);

-- While the feed of another generation of HQ comes in: what it has brought.
CREATE TABLE renewed (
    topic TEXT NOT NULL,
    key   TEXT NOT NULL,
    PRIMARY KEY (topic, key)
) STRICT, WITHOUT ROWID;

-- The last of each thing that HQ has taken, for some time: an HQ that is restored from a backup is told again.
CREATE TABLE told (
    topic  TEXT    NOT NULL,
    key    TEXT    NOT NULL,
    id     TEXT    NOT NULL,
    body   BLOB    NOT NULL,
    person TEXT    NOT NULL,
    made   INTEGER NOT NULL,
    PRIMARY KEY (topic, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX told_made ON told (made);

-- Wrong PINs of cards, so that a restart gives nobody new tries.
CREATE TABLE pin_tries (
    card  TEXT    PRIMARY KEY,
    wrong INTEGER NOT NULL CHECK (wrong > 0),
    until INTEGER NOT NULL                                                     -- locked until then; 0: it isn't
) STRICT, WITHOUT ROWID;

-- Wrong PINs in a row of people who sign in, so that a restart doesn't unlock anybody.
CREATE TABLE sign_in_tries (
    who   TEXT    PRIMARY KEY,
    wrong INTEGER NOT NULL CHECK (wrong > 0),
    last  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a person has set of this till, and of no other: its layout, its printer's columns. The keys are pos/till's.
CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Receipts of other tills whose refund right is here, as HQ told them; forgotten when the right goes or comes.
CREATE TABLE foreign_sales (
    receipt TEXT PRIMARY KEY,
    body    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

------------------------------------------------------------------------------------------------- filled by the feed

-- body is the feed's (CBOR, see pos/feed.go).
CREATE TABLE products (
    rowid    INTEGER PRIMARY KEY,
    code     TEXT NOT NULL UNIQUE,
    category INTEGER,                                                          -- categories.rowid; NULL: off the shelf
    body     BLOB NOT NULL
) STRICT;

CREATE INDEX products_category ON products (category) WHERE category IS NOT NULL;

CREATE TABLE categories (
    rowid   INTEGER PRIMARY KEY,
    name    TEXT    NOT NULL UNIQUE,                                           -- '' for products that have none
    name_en TEXT    NOT NULL,
    count   INTEGER NOT NULL DEFAULT 0 CHECK (count >= 0)                      -- of products on the shelf; kept by the triggers
) STRICT;

CREATE TRIGGER products_added AFTER INSERT ON products BEGIN
    UPDATE categories SET count = count + 1 WHERE rowid = NEW.category;
END;

CREATE TRIGGER products_gone AFTER DELETE ON products BEGIN
    UPDATE categories SET count = count - 1 WHERE rowid = OLD.category;
END;

CREATE TRIGGER products_moved AFTER UPDATE OF category ON products WHEN OLD.category IS NOT NEW.category BEGIN
    UPDATE categories SET count = count - 1 WHERE rowid = OLD.category;
    UPDATE categories SET count = count + 1 WHERE rowid = NEW.category;
END;

CREATE TABLE barcodes (
    barcode TEXT    PRIMARY KEY,
    product INTEGER NOT NULL                                                   -- products.rowid
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
    rowid  INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE,
    merged TEXT NOT NULL DEFAULT '',                                           -- into whom
    body   BLOB NOT NULL
) STRICT;

CREATE INDEX members_merged ON members (merged) WHERE merged <> '';

-- What things are found by beside their codes and ids, as words.go makes it of their names, barcodes and phones: products
-- on the shelf by their rowid, members by theirs and, below zero, by the n of what was changed here. It comes in no order
-- at all, so a table of it would have each batch of the feed write most of its pages anew; a full-text index writes what
-- is new behind what it has, and is a tenth as large.
CREATE VIRTUAL TABLE product_words USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '^#-='");
CREATE VIRTUAL TABLE member_words USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '^#-='");

CREATE TABLE cards (
    number TEXT PRIMARY KEY,
    member TEXT NOT NULL,                                                      -- '' for a blank
    other  TEXT NOT NULL,                                                      -- the second member of one that was issued twice
    body   BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX cards_member ON cards (member) WHERE member <> '';
CREATE INDEX cards_other ON cards (other) WHERE other <> '';

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

CREATE TABLE policies (
    key  TEXT PRIMARY KEY,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE balances (
    member      TEXT    PRIMARY KEY,
    principal   INTEGER NOT NULL,
    bonus       INTEGER NOT NULL,
    points      INTEGER NOT NULL,
    owed_value  INTEGER NOT NULL,
    owed_bonus  INTEGER NOT NULL,
    owed_points INTEGER NOT NULL,
    typical     INTEGER NOT NULL,                                              -- median payment; 0: none was made
    seen        TEXT    NOT NULL DEFAULT ''                                    -- the day they were last at a till; '': isn't known
) STRICT, WITHOUT ROWID;

-- What of this till's own doings HQ has accepted and a person there has yet to look at.
CREATE TABLE exceptions (
    id   TEXT PRIMARY KEY,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- How many things of a topic came in a minute, of the last days: what a line that is back has brought.
CREATE TABLE arrived (
    topic TEXT    NOT NULL,
    at    INTEGER NOT NULL,
    n     INTEGER NOT NULL,
    PRIMARY KEY (topic, at)
) STRICT, WITHOUT ROWID;
