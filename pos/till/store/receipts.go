package store

import (
	"database/sql"
	"errors"
	"time"
)

// LastVisit is when a member, or whoever was merged into them, last did something at this till; zero: never.
func (tx *Tx) LastVisit(member string) (at time.Time, err error) {
	ids, err := tx.Aliases(member)
	if err != nil {
		return at, err
	}
	for _, id := range ids {
		var ms int64
		err := tx.tx.QueryRow("SELECT time FROM sales WHERE member = ? AND member <> '' ORDER BY seq DESC LIMIT 1", id).Scan(&ms)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return at, err
		}
		if seen := time.UnixMilli(ms); seen.After(at) {
			at = seen
		}
	}
	return at, nil
}
