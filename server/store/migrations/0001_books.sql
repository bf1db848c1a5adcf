-- Head office's books. Times are Unix milliseconds. Amounts are in the asset's smallest unit.

-- Who this head office is. One row.
CREATE TABLE meta (
	one        INTEGER PRIMARY KEY CHECK (one = 1),
	generation INTEGER NOT NULL CHECK (generation > 0), -- a new one begins when a backup is restored
	key        BLOB    NOT NULL CHECK (length(key) = 32), -- ed25519 seed: signs certificates and grants
	cert       BLOB    NOT NULL, -- TLS, PEM
	cert_key   BLOB    NOT NULL, -- TLS, PEM
	created    INTEGER NOT NULL,
	restored   INTEGER NOT NULL DEFAULT 0, -- when a backup was restored last; 0: never
	recovering INTEGER NOT NULL DEFAULT 0 CHECK (recovering IN (0, 1)) -- 1: until all tills have been heard of since
) STRICT;

CREATE TABLE settings (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE stores (
	code    TEXT PRIMARY KEY,
	name    TEXT NOT NULL,
	name_en TEXT NOT NULL,
	address TEXT NOT NULL,
	phone   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Tills, and head office itself, which writes a journal as they do.
CREATE TABLE places (
	code  TEXT PRIMARY KEY,
	store TEXT REFERENCES stores,
	CHECK ((store IS NULL) = (code = 'HQ'))
) STRICT, WITHOUT ROWID;

-- One enrolment of a place, with its own key, journal and escrow. For HQ, the epoch is the generation.
CREATE TABLE epochs (
	place        TEXT    NOT NULL REFERENCES places,
	epoch        INTEGER NOT NULL CHECK (epoch > 0),
	pubkey       BLOB    NOT NULL CHECK (length(pubkey) = 32),
	fenced       TEXT    NOT NULL DEFAULT '', -- why it may not connect any more
	fenced_at    INTEGER NOT NULL DEFAULT 0,
	acked        INTEGER NOT NULL DEFAULT 0 CHECK (acked >= 0), -- seq of its last record in the journal
	head         INTEGER NOT NULL DEFAULT 0, -- the last record it said it has, when it last said hello
	released     INTEGER NOT NULL DEFAULT 0, -- the refund rights of its receipts up to this seq have come to HQ by date
	hash         BLOB    NOT NULL CHECK (length(hash) = 32),    -- and that record's hash
	enrolled_at  INTEGER NOT NULL,
	last_contact INTEGER NOT NULL,
	PRIMARY KEY (place, epoch)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX epochs_current ON epochs (place) WHERE fenced = '';

-- One-time enrolment codes; only their hashes are kept.
CREATE TABLE codes (
	hash    BLOB PRIMARY KEY CHECK (length(hash) = 32),
	place   TEXT    NOT NULL,
	store   TEXT    NOT NULL REFERENCES stores,
	made_at INTEGER NOT NULL,
	used_at INTEGER
) STRICT, WITHOUT ROWID;

-- Every record, in HQ's own order. Nothing in here is ever changed.
CREATE TABLE journal (
	hq_seq INTEGER PRIMARY KEY,
	place  TEXT    NOT NULL,
	epoch  INTEGER NOT NULL,
	seq    INTEGER NOT NULL CHECK (seq > 0),
	kind   TEXT    NOT NULL,
	id     TEXT    NOT NULL,
	at     INTEGER NOT NULL, -- the record's time
	came   INTEGER NOT NULL, -- head office's time when it was booked
	booked INTEGER NOT NULL CHECK (booked IN (0, 1)), -- 0: its postings are not right, a person looks at it
	bytes  BLOB    NOT NULL,
	hash   BLOB    NOT NULL CHECK (length(hash) = 32),  -- SHA-256 of bytes
	chain  BLOB    NOT NULL CHECK (length(chain) = 32), -- SHA-256 of the chain before and hash
	UNIQUE (place, epoch, seq), -- exactly once
	FOREIGN KEY (place, epoch) REFERENCES epochs
) STRICT;
CREATE INDEX journal_id ON journal (id);
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_keeps BEFORE DELETE ON journal BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

-- Which records gave back what of a receipt: refunds and voids.
CREATE TABLE refunds (
	receipt TEXT    NOT NULL,
	hq_seq  INTEGER NOT NULL REFERENCES journal,
	PRIMARY KEY (receipt, hq_seq)
) STRICT, WITHOUT ROWID;

-- Signed records that don't continue their place's journal: forks and forgeries, kept for review, never booked.
CREATE TABLE strays (
	id       INTEGER PRIMARY KEY,
	place    TEXT    NOT NULL, -- whose session brought it
	epoch    INTEGER NOT NULL,
	seq      INTEGER NOT NULL, -- where it would have stood
	came_at  INTEGER NOT NULL,
	bytes    BLOB    NOT NULL,
	hash     BLOB    NOT NULL CHECK (length(hash) = 32),
	UNIQUE (place, epoch, seq, hash),
	FOREIGN KEY (place, epoch) REFERENCES epochs
) STRICT;

-- Balances: what the booked postings of the journal add up to. who is the name's second part, so that all that a
-- holder has lies together.
CREATE TABLE accounts (
	who     TEXT    NOT NULL,
	name    TEXT    NOT NULL,
	kind    TEXT    NOT NULL,
	asset   TEXT    NOT NULL,
	place   TEXT, -- of escrow, transit, frozen, taken
	epoch   INTEGER,
	balance INTEGER NOT NULL CHECK (balance >= 0 OR kind IN ('sales', 'issued', 'house')),
	since   INTEGER NOT NULL, -- time of the record that brought it above zero
	PRIMARY KEY (who, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX accounts_escrow ON accounts (place, epoch, who) WHERE kind = 'escrow';
CREATE INDEX accounts_owed ON accounts (who) WHERE kind = 'owed' AND balance > 0;

-- Grants: transit until the place's own record says what became of it.
CREATE TABLE grants (
	id     TEXT PRIMARY KEY,
	place  TEXT    NOT NULL,
	epoch  INTEGER NOT NULL,
	holder TEXT    NOT NULL,
	blob   BLOB    NOT NULL, -- as signed
	state  TEXT    NOT NULL CHECK (state IN ('transit', 'accepted', 'declined')),
	at     INTEGER NOT NULL,
	FOREIGN KEY (place, epoch) REFERENCES epochs
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_transit ON grants (place, epoch, at) WHERE state = 'transit';

-- Requests for grants, so that a repeated id gets the first answer.
CREATE TABLE requests (
	id      TEXT PRIMARY KEY,
	place   TEXT    NOT NULL,
	epoch   INTEGER NOT NULL,
	digest  BLOB    NOT NULL, -- of the body; empty where it was withdrawn before it came
	state   TEXT    NOT NULL CHECK (state IN ('open', 'granted', 'refused')),
	grant_id TEXT REFERENCES grants,
	code    TEXT    NOT NULL DEFAULT '',
	message TEXT    NOT NULL DEFAULT '',
	at      INTEGER NOT NULL,
	CHECK ((state = 'granted') = (grant_id IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Changes that came from tills beside their journals, so that a repeated id changes nothing.
CREATE TABLE changes (
	id      TEXT PRIMARY KEY,
	place   TEXT    NOT NULL,
	epoch   INTEGER NOT NULL,
	digest  BLOB    NOT NULL,
	topic   TEXT    NOT NULL,
	key     TEXT    NOT NULL,
	by      TEXT    NOT NULL, -- the person
	code    TEXT    NOT NULL, -- why it was refused; empty where it was taken
	message TEXT    NOT NULL,
	at      INTEGER NOT NULL,
	feed    INTEGER NOT NULL  -- the feed holds it from this cursor on
) STRICT, WITHOUT ROWID;

-- What a person is to look at. what names the thing within its kind, so that each is raised once.
CREATE TABLE exceptions (
	id      INTEGER PRIMARY KEY,
	kind    TEXT    NOT NULL,
	what    TEXT    NOT NULL,
	place   TEXT    NOT NULL,
	receipt TEXT    NOT NULL,
	member  TEXT    NOT NULL,
	amount  INTEGER NOT NULL,
	note    TEXT    NOT NULL,
	at      INTEGER NOT NULL,
	card    TEXT    NOT NULL DEFAULT '', -- the card it is about
	cost    INTEGER NOT NULL DEFAULT 0,  -- what it cost, in fen
	bearer  TEXT    NOT NULL DEFAULT '' CHECK (bearer IN ('', 'house', 'member')), -- whom
	settled INTEGER NOT NULL DEFAULT 0,  -- when a person ended it; 0: open
	by      TEXT    NOT NULL DEFAULT '', -- who
	result  TEXT    NOT NULL DEFAULT '', -- what they wrote
	given   INTEGER NOT NULL DEFAULT 0 CHECK (given >= 0), -- what the chain gave the member for it, in fen
	UNIQUE (kind, what)
) STRICT;
CREATE INDEX exceptions_open ON exceptions (id) WHERE settled = 0;
CREATE INDEX exceptions_returns ON exceptions (card) WHERE settled = 0 AND kind = 'card_return_open'; -- each record asks for them

-- What the house paid for grants that a restored head office had forgotten, until recovery ends: the cover may come yet.
-- A refund right stays until its release comes.
CREATE TABLE restored (
	exception INTEGER NOT NULL REFERENCES exceptions,
	member    TEXT    NOT NULL,
	asset     TEXT    NOT NULL,
	amount    INTEGER NOT NULL CHECK (amount >= 0),
	PRIMARY KEY (exception, member, asset)
) STRICT, WITHOUT ROWID;

-- Who changed what at head office, in the transaction of the change. Nothing in here is ever changed.
CREATE TABLE audit (
	id     INTEGER PRIMARY KEY,
	at     INTEGER NOT NULL,
	who    TEXT    NOT NULL, -- a person's id, or who works at the machine itself
	what   TEXT    NOT NULL, -- the kind of change
	key    TEXT    NOT NULL, -- of the thing that was changed
	before TEXT    NOT NULL,
	after  TEXT    NOT NULL
) STRICT;
CREATE INDEX audit_at ON audit (at);
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;

-- The rights of roles that head office has changed; the others have those that are shipped.
CREATE TABLE roles (
	role   TEXT PRIMARY KEY,
	rights TEXT NOT NULL -- JSON array
) STRICT, WITHOUT ROWID;

-- The newest state of everything the tills are told, one row for each thing; a change takes a new cursor.
CREATE TABLE feed (
	cursor INTEGER PRIMARY KEY,
	topic  TEXT    NOT NULL,
	key    TEXT    NOT NULL,
	hq_seq INTEGER NOT NULL, -- the journal up to here is reflected in body
	body   BLOB    NOT NULL, -- CBOR; empty: the thing is gone
	UNIQUE (topic, key)
) STRICT;

CREATE TABLE people (
	id        TEXT PRIMARY KEY,
	name      TEXT NOT NULL,
	name_en   TEXT NOT NULL,
	role      TEXT NOT NULL,
	stores    TEXT NOT NULL, -- JSON array of codes
	pin_hash  TEXT NOT NULL,
	pass_hash TEXT NOT NULL,
	card_hash TEXT NOT NULL DEFAULT '',
	more      TEXT NOT NULL DEFAULT '[]', -- JSON array of rights beyond the role's
	less      TEXT NOT NULL DEFAULT '[]'  -- JSON array of the role's rights that this person has not
) STRICT, WITHOUT ROWID;

CREATE TABLE products (
	code TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;

CREATE TABLE barcodes (
	barcode TEXT PRIMARY KEY,
	product TEXT NOT NULL REFERENCES products ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX barcodes_product ON barcodes (product);

CREATE TABLE rules (
	version INTEGER PRIMARY KEY,
	body    TEXT    NOT NULL CHECK (json_valid(body)),
	at      INTEGER NOT NULL
) STRICT;

CREATE TABLE members (
	id       TEXT PRIMARY KEY,
	phone    TEXT NOT NULL, -- empty until the till that made the member has said; cut-off tills may register one twice
	name     TEXT NOT NULL,
	sex      TEXT NOT NULL,
	birthday TEXT NOT NULL,
	store    TEXT REFERENCES stores,
	tier     TEXT NOT NULL,
	joined   TEXT NOT NULL,
	referrer TEXT NOT NULL,
	no_earning   TEXT NOT NULL DEFAULT '', -- why they earn no points; empty: they do
	no_redeeming TEXT NOT NULL DEFAULT '', -- why nothing of theirs may be spent; empty: it may
	blocked_at   INTEGER NOT NULL DEFAULT 0, -- since when nothing may be spent
	merged_into  TEXT REFERENCES members, -- who this one is now; never one that is merged itself
	CHECK (merged_into <> id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_phone ON members (phone) WHERE phone <> '';
CREATE INDEX members_referrer ON members (referrer) WHERE referrer <> '';
CREATE INDEX members_merged ON members (merged_into) WHERE merged_into IS NOT NULL;
-- Those whose records need a second look.
CREATE INDEX members_marked ON members (id) WHERE no_redeeming <> '' OR merged_into IS NOT NULL;

-- Cards as pos.Card's methods make them of what came, in the order in which it came.
CREATE TABLE cards (
	number   TEXT PRIMARY KEY,
	status   TEXT NOT NULL CHECK (status IN ('blank', 'issued', 'lost', 'replaced', 'returned', 'frozen', 'void')),
	member   TEXT REFERENCES members,
	store    TEXT REFERENCES stores, -- whose stock a blank is in
	kind     TEXT NOT NULL DEFAULT '',
	expires  TEXT NOT NULL DEFAULT '', -- last day it can be used; empty: never expires
	reports  TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(reports)), -- ids of the loss reports that stand
	by       TEXT NOT NULL DEFAULT '', -- the card that replaced it
	other    TEXT REFERENCES members, -- the second member of a frozen one
	pin_hash TEXT NOT NULL DEFAULT '',
	since    INTEGER NOT NULL DEFAULT 0, -- time of the record that brought its status
	CHECK ((member IS NULL) = (status = 'blank'))
) STRICT, WITHOUT ROWID;
CREATE INDEX cards_member ON cards (member);
CREATE INDEX cards_other ON cards (other) WHERE other IS NOT NULL;
CREATE INDEX cards_reported ON cards (member) WHERE reports <> '[]';

-- How far each reactor has read the journal.
CREATE TABLE reactors (
	name   TEXT PRIMARY KEY,
	hq_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What follows is what reactors derive from the journal alone: hq verify fills tables like these from zero and compares.
-- They name things of other tables without referring to them, as those are not there then.

-- By the reactor "balances": which records moved a holder's value, or a claim on them.
CREATE TABLE touched (
	holder TEXT    NOT NULL,
	hq_seq INTEGER NOT NULL,
	PRIMARY KEY (holder, hq_seq)
) STRICT, WITHOUT ROWID;

-- By the reactor "habits": each member's last payments with stored value.
CREATE TABLE payments (
	member TEXT    NOT NULL,
	hq_seq INTEGER NOT NULL,
	place  TEXT    NOT NULL,
	at     INTEGER NOT NULL,
	amount INTEGER NOT NULL,
	PRIMARY KEY (member, hq_seq)
) STRICT, WITHOUT ROWID;

-- By the reactor "habits": what is left of each lot at its place, as a grant's time can run out there.
CREATE TABLE lots (
	holder TEXT    NOT NULL,
	place  TEXT    NOT NULL,
	epoch  INTEGER NOT NULL,
	lot    TEXT    NOT NULL, -- a grant's id, or that of the record that credited it
	asset  TEXT    NOT NULL,
	ends   INTEGER NOT NULL, -- 0: never
	amount INTEGER NOT NULL,
	PRIMARY KEY (holder, place, epoch, lot, asset)
) STRICT, WITHOUT ROWID;

-- By the reactor "habits": what a member's standing allowance follows from, one row for each who ever owned value. The
-- columns up to median follow from the journal alone; those after it are as of the member's last record.
CREATE TABLE habits (
	member TEXT PRIMARY KEY,
	seen   INTEGER NOT NULL, -- last visit: a payment, a top-up, being registered
	gap    INTEGER NOT NULL, -- mean time between the last payments; 0: fewer than two
	usual  INTEGER NOT NULL, -- 90th percentile of the last payments; 0: none yet
	median INTEGER NOT NULL, -- their median
	joined INTEGER NOT NULL, -- the day they joined
	home   TEXT    NOT NULL, -- the place they use most; '': the first of the store where they joined
	store  TEXT    NOT NULL, -- that store
	owned  INTEGER NOT NULL  -- all their stored value
) STRICT, WITHOUT ROWID;
CREATE INDEX habits_home ON habits (home, member);
CREATE INDEX habits_store ON habits (store, member) WHERE home = '';

-- Whose allowance stands: those who rank no worse than the row of their home, and of all places. It is worked out anew now
-- and then; see ranking.go.
CREATE TABLE cuts (
	place  TEXT PRIMARY KEY, -- '': all places
	score  INTEGER NOT NULL,
	member TEXT    NOT NULL,
	at     INTEGER NOT NULL,
	median INTEGER NOT NULL  -- of what members usually pay with stored value
) STRICT, WITHOUT ROWID;

-- By the reactor "figures": a till's business day.
CREATE TABLE figures (
	date   TEXT    NOT NULL,
	store  TEXT    NOT NULL,
	place  TEXT    NOT NULL,
	joined INTEGER NOT NULL, -- members made there
	body   BLOB    NOT NULL, -- figures.Figures as CBOR
	PRIMARY KEY (date, store, place)
) STRICT, WITHOUT ROWID;
