package store

import (
	"holdfast/pos/sqlite"
	"holdfast/sync/uplink"
)

// waiting is an answer of Waiting, and which commits of which DB it follows.
type waiting struct {
	uplink.Waiting
	db      *sqlite.DB
	commits uint64
}

// Waiting is what there is to send. The uplink asks after each frame, and mostly there is nothing; nobody else writes the
// books, so the answer stays until something is committed.
func (s *Store) Waiting() (uplink.Waiting, error) {
	db := s.db.Load()
	now := &waiting{db: db, commits: db.Commits()} // before the look: what comes meanwhile is looked for again
	if last := s.waiting.Load(); last != nil && last.db == now.db && last.commits == now.commits {
		return last.Waiting, nil
	}
	err := s.View(func(tx *Tx) error {
		return tx.tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM changes), EXISTS (SELECT 1 FROM requests WHERE status = 'open'),
			EXISTS (SELECT 1 FROM requests WHERE status = 'withdrawn' AND told = 0), EXISTS (SELECT 1 FROM idle),
			(SELECT coalesce(max(seq), 0) FROM journal)`).Scan(&now.Changes, &now.Requests, &now.Withdrawn, &now.Idle, &now.HeadSeq)
	})
	if err != nil {
		return uplink.Waiting{}, err
	}
	s.waiting.Store(now)
	return now.Waiting, nil
}
