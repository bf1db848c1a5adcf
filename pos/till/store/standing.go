package store

import (
	"fmt"
	"time"

	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/sync/wire"
)

// standing is what the next record follows from, and whether the till may spend.
type standing struct {
	seq   uint64 // of the journal's last record, 0 before the first
	hash  record.Hash
	shift *Shift // the open one
	doubt string // why nothing held here may be spent; "" normally

	closing int64 // since when HQ has been closing the till; 0: it isn't

	acked    uint64      // of the journal, by HQ
	feed     wire.Cursor // to where HQ's feed is here
	renewing bool        // the feed of another generation of HQ is coming in
	changes  bool        // there are some that HQ has not answered
	cardNews bool        // there is some that HQ's word doesn't reflect
}

// Shift is a cashier's session at the till.
type Shift struct {
	ID       string
	Operator string // who opened it
	Date     string // business date of everything in it
	Opened   time.Time
	Float    money.Fen // that was in the drawer then
}

// standing is read once in a transaction, and again after what changes it: every sale asks for it several times.
func (tx *Tx) standing() (*standing, error) {
	if tx.at != nil {
		return tx.at, nil
	}
	var at standing
	var hash []byte
	var s Shift
	var opened int64
	err := tx.tx.QueryRow(`
		SELECT s.doubt, s.closing, coalesce(j.seq, 0), coalesce(j.hash, zeroblob(32)),
			coalesce(h.id, ''), coalesce(h.operator, ''), coalesce(h.date, ''), coalesce(h.time, 0), coalesce(h.float, 0),
			s.acked, s.feed_generation, s.feed_at, s.renewing, EXISTS (SELECT 1 FROM changes), EXISTS (SELECT 1 FROM card_news)
		FROM state s
			LEFT JOIN journal j ON j.seq = (SELECT max(seq) FROM journal)
			LEFT JOIN shifts h ON h.closed IS NULL`).
		Scan(&at.doubt, &at.closing, &at.seq, &hash, &s.ID, &s.Operator, &s.Date, &opened, &s.Float,
			&at.acked, &at.feed.Generation, &at.feed.At, &at.renewing, &at.changes, &at.cardNews)
	if err != nil {
		return nil, fmt.Errorf("read where the journal stands: %w", err)
	}
	copy(at.hash[:], hash)
	if s.ID != "" {
		s.Opened = time.UnixMilli(opened)
		at.shift = &s
	}
	tx.at = &at
	return tx.at, nil
}

// Shift is the open shift, nil where there is none.
func (tx *Tx) Shift() (*Shift, error) {
	at, err := tx.standing()
	if err != nil {
		return nil, err
	}
	return at.shift, nil
}
