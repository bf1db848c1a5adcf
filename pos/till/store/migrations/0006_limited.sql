-- What the chain has only so many uses of is asked for like value; a coupon by its PIN too.
ALTER TABLE requests ADD COLUMN uses INTEGER NOT NULL DEFAULT 0 CHECK (uses >= 0);
ALTER TABLE requests ADD COLUMN pin  TEXT    NOT NULL DEFAULT '';

CREATE INDEX lots_uses ON lots (holder) WHERE asset = 'uses';
