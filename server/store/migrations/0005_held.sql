-- Stored value of members that is at the place or on the way there, so that a cap on it costs no sum. It is what the accounts
-- add up to.
ALTER TABLE epochs ADD COLUMN held INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0);
UPDATE epochs SET held = s.n FROM (
	SELECT place, epoch, sum(balance) AS n FROM accounts
	WHERE kind IN ('escrow', 'transit') AND asset IN ('principal', 'bonus') AND who <> 'house' GROUP BY place, epoch
) s WHERE s.place = epochs.place AND s.epoch = epochs.epoch;
