package store

import (
	"database/sql"
	"errors"
	"strings"
	"time"

	"holdfast/pos/record"
)

// Receipt is a row of what receipts were printed for.
type Receipt struct {
	Seq     uint64
	Receipt string
	Kind    record.Kind
	Member  string
	Total   int64 // fen; points where only these move
	At      time.Time
}

// LastVisit is when a member, or whoever was merged into them, last did something at this till; zero: never.
func (tx *Tx) LastVisit(member string) (at time.Time, err error) {
	ids, err := tx.aliases(member)
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

// LastSales is a member's last sales at this till, the newest first.
func (tx *Tx) LastSales(member string, limit int) ([]Receipt, error) {
	ids, err := tx.aliases(member)
	if err != nil {
		return nil, err
	}
	return tx.receipts("member <> '' AND member IN ("+marks(len(ids))+") AND kind = 'sale' ORDER BY seq DESC LIMIT ?", append(anys(ids), limit)...)
}

// receipts is the rows for which a condition holds.
func (tx *Tx) receipts(where string, args ...any) (list []Receipt, err error) {
	self, err := tx.s.Enrolment()
	if err != nil {
		return nil, err
	}
	for scan, err := range tx.tx.Query("SELECT seq, kind, member, total, time FROM sales WHERE "+where, args...) {
		var r Receipt
		var ms int64
		if err == nil {
			err = scan(&r.Seq, &r.Kind, &r.Member, &r.Total, &ms)
		}
		if err != nil {
			return nil, err
		}
		r.At = time.UnixMilli(ms)
		r.Receipt = record.Header{Place: self.Place, Epoch: self.Epoch, Seq: r.Seq}.Receipt()
		list = append(list, r)
	}
	return list, nil
}

// marks is so many placeholders.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

func anys[T any](list []T) (args []any) {
	for _, v := range list {
		args = append(args, v)
	}
	return args
}
