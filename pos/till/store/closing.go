package store

import (
	"time"

	"holdfast/pos/ledger"
	"holdfast/pos/record"
)

// Closing notes since when HQ has been closing this till for good; zero: it isn't, or any more. What is held here is HQ's to
// recall; the till sells on for cash until nothing is left ([Store.Empty]).
func (s *Store) Closing(since time.Time) error {
	var ms int64
	if !since.IsZero() {
		ms = since.UnixMilli()
	}
	return s.Update(func(tx *Tx) error {
		_, err := tx.tx.Exec("UPDATE state SET closing = ?1 WHERE closing <> ?1", ms)
		return err
	})
}

// Left is what keeps HQ from closing a till that is to be closed.
type Left struct {
	Since       time.Time // when HQ began to close it; zero: it isn't being closed
	Shift       bool      // one is open
	Baskets     int       // sales that are open or on hold, and what else value is gathered for
	Unsent      uint64    // records and changes that HQ has not taken
	Waits       bool      // requests for value that have no answer
	ledger.Held           // by whomever it may be spent
}

// Left counts it; nothing but zero where the till isn't being closed.
func (tx *Tx) Left() (l Left, err error) {
	at, err := tx.standing()
	if err != nil || at.closing == 0 {
		return l, err
	}
	l.Since, l.Shift = time.UnixMilli(at.closing), at.shift != nil
	counts, err := tx.Counts()
	if err != nil {
		return l, err
	}
	if err := tx.tx.QueryRow(`SELECT (SELECT count(*) FROM baskets), ?1 + (SELECT count(*) FROM changes),
			EXISTS (SELECT 1 FROM requests WHERE status = 'open' OR status = 'withdrawn' AND told = 0)`, counts.Unsent).
		Scan(&l.Baskets, &l.Unsent, &l.Waits); err != nil {
		return l, err
	}
	for scan, err := range tx.tx.Query("SELECT holder = ?, asset, sum(amount) FROM lots WHERE amount > 0 GROUP BY 1, 2", ledger.TheHouse) {
		var house bool
		var asset ledger.Asset
		var n int64
		if err == nil {
			err = scan(&house, (*string)(&asset), &n)
		}
		if err != nil {
			return l, err
		}
		l.Add(house, asset, n)
	}
	return l, nil
}

// Empty reports, of a till that is being closed, whether nothing is held, open or unsent here. The rights to refund its own
// receipts it keeps for as long as somebody works at it, and gives up then, by a record of its own. One that may be an old
// copy gives up nothing, and is never empty: its other self may have more.
func (s *Store) Empty() (empty bool, err error) {
	err = s.Update(func(tx *Tx) error {
		at, err := tx.standing()
		if err != nil || at.doubt != "" {
			return err
		}
		left, err := tx.Left()
		if err != nil || left.Since.IsZero() || left.Shift || left.Baskets > 0 {
			return err
		}
		var own uint64
		if err := tx.tx.QueryRow(`SELECT coalesce(max(seq), 0) FROM sales WHERE kind IN ('sale', 'topup') AND seq > ` + watermark + `
			AND NOT EXISTS (SELECT 1 FROM releases WHERE sale = sales.seq)`).Scan(&own); err != nil {
			return err
		}
		if own > 0 {
			_, err = tx.Append(Operator{}, record.Release{UpTo: own})
			return err
		}
		empty = left == Left{Since: left.Since}
		return nil
	})
	return empty, err
}
