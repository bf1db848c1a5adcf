package store

import (
	"holdfast/pos/record"
	"holdfast/sync/wire"
)

// Unsent is what HQ has not acknowledged: records and changes in the order in which they go there, at most limit of each,
// and how many there are in all.
func (tx *Tx) Unsent(limit int) (records []record.Sealed, changes []wire.Change, total uint64, err error) {
	counts, err := tx.Counts()
	if err != nil {
		return nil, nil, 0, err
	}
	if err := tx.tx.QueryRow("SELECT count(*) FROM changes").Scan(&total); err != nil {
		return nil, nil, 0, err
	}
	total += counts.Unsent
	if records, err = tx.records("SELECT bytes FROM journal WHERE seq > ? ORDER BY seq LIMIT +?", counts.Acked, limit); err != nil {
		return nil, nil, 0, err
	}
	changes, err = tx.changes(limit)
	return records, changes, total, err
}
