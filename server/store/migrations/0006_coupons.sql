-- The coupons that were made, by batch: their rule is in the rules document, what was used of them in the accounts.
CREATE TABLE coupons (
	number TEXT    PRIMARY KEY,
	batch  TEXT    NOT NULL,
	pin    BLOB    NOT NULL,           -- a keyed hash; empty: it has none
	tries  INTEGER NOT NULL DEFAULT 0, -- wrong PINs in a row
	made   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX coupons_batch ON coupons (batch, number);
