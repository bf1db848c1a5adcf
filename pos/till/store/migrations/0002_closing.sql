-- Since when head office has been closing this till for good, as it last said; 0: it isn't.
ALTER TABLE state ADD COLUMN closing INTEGER NOT NULL DEFAULT 0 CHECK (closing >= 0);
