-- Since when a person has wanted the place closed for good: it gives back what it holds and gets nothing more; 0: nobody does.
ALTER TABLE epochs ADD COLUMN closing INTEGER NOT NULL DEFAULT 0 CHECK (closing >= 0);
CREATE INDEX epochs_closing ON epochs (place, epoch) WHERE closing > 0 AND fenced = '';
