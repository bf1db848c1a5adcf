-- The version of the rules that a till sells by, with the time of its publication, and when the till said so; 0: it hasn't.
ALTER TABLE epochs ADD COLUMN rules INTEGER NOT NULL DEFAULT 0 CHECK (rules >= 0);
ALTER TABLE epochs ADD COLUMN rules_published INTEGER NOT NULL DEFAULT 0;
ALTER TABLE epochs ADD COLUMN rules_at INTEGER NOT NULL DEFAULT 0;
