-- House float that was drawn for members, by which receipts, in the order in which head office booked them: what is lost of
-- it is told by receipt.
CREATE TABLE drawn (
	id      INTEGER PRIMARY KEY,
	member  TEXT    NOT NULL, -- as the record names them; merged ones are found by what they were merged into
	place   TEXT    NOT NULL,
	receipt TEXT    NOT NULL,
	amount  INTEGER NOT NULL CHECK (amount > 0)
) STRICT;
CREATE INDEX drawn_member ON drawn (member, id);
