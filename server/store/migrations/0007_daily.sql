-- How often promotions with a limit for each member and day have acted for a member on a day, at all tills together.
CREATE TABLE daily (
	member    TEXT    NOT NULL, -- as the records name them
	promotion TEXT    NOT NULL,
	day       TEXT    NOT NULL, -- in the time zone of the rules
	times     INTEGER NOT NULL CHECK (times > 0),
	beyond    INTEGER NOT NULL CHECK (beyond >= 0), -- what it took off beyond the limit
	PRIMARY KEY (member, promotion, day)
) STRICT, WITHOUT ROWID;
