package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"holdfast/pos/money"
)

// exception is one to be raised; what names it within its kind.
type exception struct {
	kind, what, place, receipt, member, note string
	amount                                   money.Fen
}

// raise asks a person to look at something, once.
func (t *Tx) raise(x exception, now time.Time) error {
	_, err := t.tx.Exec(`INSERT INTO exceptions (kind, what, place, receipt, member, amount, note, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (kind, what) DO NOTHING`, x.kind, x.what, x.place, x.receipt, x.member, int64(x.amount), x.note, now.UnixMilli())
	if err != nil {
		return fmt.Errorf("raise exception %s: %w", x.kind, err)
	}
	return nil
}

// Exception is something that a person is to look at.
type Exception struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"`
	Till    string    `json:"till"`
	Receipt string    `json:"receipt"`
	Member  string    `json:"member"`
	Amount  money.Fen `json:"amount"`
	At      string    `json:"at"`   // RFC 3339
	Note    string    `json:"note"` // what happened, in a sentence
}

// Exceptions lists what is to be looked at, the oldest first.
func (s *Store) Exceptions() (list []Exception, err error) {
	err = s.view(context.Background(), func(t *Tx) error {
		list = []Exception{}
		for scan, err := range t.tx.Query("SELECT id, kind, place, receipt, member, amount, note, at FROM exceptions ORDER BY id") {
			var x Exception
			var id, at int64
			if err == nil {
				err = scan(&id, &x.Kind, &x.Till, &x.Receipt, &x.Member, (*int64)(&x.Amount), &x.Note, &at)
			}
			if err != nil {
				return fmt.Errorf("exceptions: %w", err)
			}
			x.ID, x.At = strconv.FormatInt(id, 10), stamp(at)
			list = append(list, x)
		}
		return nil
	})
	return list, err
}

// stamp is a time of the tables as text, in UTC.
func stamp(ms int64) string { return time.UnixMilli(ms).UTC().Format(time.RFC3339) }
