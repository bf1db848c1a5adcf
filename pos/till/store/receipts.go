package store

import (
	"database/sql"
	"errors"
	"time"

	"holdfast/pos"
)

// LastVisit is the day on which a member, or whoever was merged into them, was last at a till: at this one, or at any as
// HQ last said; "" where that isn't known.
func (tx *Tx) LastVisit(member string) (day string, err error) {
	ids, err := tx.Aliases(member)
	if err != nil {
		return "", err
	}
	for _, id := range ids {
		var seen string
		err := tx.tx.QueryRow("SELECT seen FROM balances WHERE member = ?", id).Scan(&seen)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return "", err
		}
		day = max(day, seen)
		var ms int64
		err = tx.tx.QueryRow("SELECT time FROM sales WHERE member = ? AND member <> '' ORDER BY seq DESC LIMIT 1", id).Scan(&ms)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return "", err
		}
		day = max(day, pos.Date(time.UnixMilli(ms)))
	}
	return day, nil
}
