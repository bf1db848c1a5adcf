-- The record of head office's journal (hq_seq) that booked this one, after a person had looked at it; 0: none.
ALTER TABLE strays ADD COLUMN booked INTEGER NOT NULL DEFAULT 0;

-- What a closed epoch of a place holds: 1 is frozen until its last records have come or the time for that is over, 2 may
-- be written off, as they have come; 0: it holds nothing.
ALTER TABLE epochs ADD COLUMN frozen INTEGER NOT NULL DEFAULT 0 CHECK (frozen BETWEEN 0 AND 2);
UPDATE epochs SET frozen = 1 WHERE fenced <> '' AND place <> 'HQ';
CREATE INDEX epochs_frozen ON epochs (place, epoch) WHERE frozen > 0;
CREATE INDEX accounts_written ON accounts (place, epoch) WHERE kind = 'written';

-- Recovery after a restore was ended by a person although this one had not been heard of: what it has yet to bring may
-- cover what the house has lent.
ALTER TABLE epochs ADD COLUMN missed INTEGER NOT NULL DEFAULT 0 CHECK (missed IN (0, 1));
CREATE INDEX epochs_missed ON epochs (place, epoch) WHERE missed = 1;
