package store

import (
	"errors"

	"holdfast/pos/sqlite"
)

// What a till's journal lacks of its witness it may have spent in there, and could spend again.

// errMissing is why a till whose journal lacks its last records doubts itself.
var errMissing = errors.New("the last records of this till are not in its books (a damaged disk?); nothing is spent from what it holds until it is enrolled again")

// lacking reports whether the journal, as tx sees it, lacks a record that was witnessed.
func lacking(tx *sqlite.Tx, seen head) (bool, error) {
	if seen.Seq == 0 {
		return false, nil
	}
	var found int
	err := tx.QueryRow("SELECT count(*) FROM journal WHERE seq = ? AND hash = ?", seen.Seq, seen.Hash[:]).Scan(&found)
	return found == 0, err
}
