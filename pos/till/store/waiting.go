package store

import "holdfast/sync/uplink"

// Waiting is what there is to send. The uplink asks after each frame, and mostly there is nothing.
func (s *Store) Waiting() (w uplink.Waiting, err error) {
	err = s.View(func(tx *Tx) error {
		return tx.tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM changes), EXISTS (SELECT 1 FROM requests WHERE status = 'open'),
			EXISTS (SELECT 1 FROM requests WHERE status = 'withdrawn' AND told = 0), EXISTS (SELECT 1 FROM idle),
			(SELECT coalesce(max(seq), 0) FROM journal)`).Scan(&w.Changes, &w.Requests, &w.Withdrawn, &w.Idle, &w.HeadSeq)
	})
	return w, err
}
