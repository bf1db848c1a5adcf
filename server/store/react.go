package store

import (
	"context"
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
)

// reactor derives something from the journal, in its order. Its cursor is in the transaction of its output, so it
// sees each record exactly once.
type reactor struct {
	name  string
	where string // which records it reads
	react func(t *Tx, records []read, now time.Time) error
}

// read is a record as reactors read it.
type read struct {
	record.Sealed
	hqSeq uint64
}

var reactors = []reactor{
	{"balances", "booked = 1", (*Tx).balancesReact},
	{"habits", "booked = 1 AND kind IN ('sale', 'topup', 'accept', 'return')", (*Tx).habitsReact},
}

// React lets each reactor read at most n more records of the journal; done when all have read it to its end.
func (t *Tx) React(n int, now time.Time) (done bool, err error) {
	if err := t.write(); err != nil {
		return false, err
	}
	end, err := t.end()
	if err != nil {
		return false, err
	}
	done = true
	for _, r := range reactors {
		at, err := t.run(r, uint64(n), end.seq, now)
		if err != nil {
			return false, fmt.Errorf("reactor %s: %w", r.name, err)
		}
		done = done && at == end.seq
	}
	return done, nil
}

// run moves a reactor on by at most n records and returns how far it is.
func (t *Tx) run(r reactor, n, end uint64, now time.Time) (at uint64, err error) {
	err = t.tx.QueryRow("SELECT hq_seq FROM reactors WHERE name = ?", r.name).Scan(&at)
	if err != nil && !none(err) {
		return 0, err
	}
	if at == end {
		return at, nil
	}
	to := min(at+n, end)
	var records []read
	for scan, err := range t.tx.Query("SELECT hq_seq, bytes FROM journal WHERE hq_seq > ? AND hq_seq <= ? AND "+r.where+" ORDER BY hq_seq", int64(at), int64(to)) {
		var x read
		var b []byte
		if err == nil {
			err = scan(&x.hqSeq, &b)
		}
		if err != nil {
			return at, err
		}
		if x.Sealed, err = record.Open(b); err != nil {
			return at, fmt.Errorf("journal %d: %w", x.hqSeq, err)
		}
		records = append(records, x)
	}
	if err := r.react(t, records, now); err != nil {
		return at, err
	}
	_, err = t.tx.Exec("INSERT INTO reactors (name, hq_seq) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET hq_seq = excluded.hq_seq", r.name, int64(to))
	return to, err
}

// balancesReact notes which holders' value each record moved, and tells the tills their balances, each holder's once.
func (t *Tx) balancesReact(records []read, _ time.Time) error {
	var order []string
	last := map[string]bool{}
	for _, r := range records {
		for _, holder := range holders(r.Postings) {
			if _, err := t.tx.Exec("INSERT INTO touched (holder, hq_seq) VALUES (?, ?)", holder, int64(r.hqSeq)); err != nil {
				return err
			}
			if !last[holder] {
				last[holder] = true
				order = append(order, holder)
			}
		}
	}
	for _, holder := range order {
		b, err := t.owned(holder)
		if err != nil {
			return err
		}
		if err := t.republish(pos.TopicBalance, holder, b); err != nil {
			return err
		}
	}
	return nil
}

// owned is all that a holder owns, wherever it stands.
func (t *Tx) owned(holder string) (b pos.Balance, err error) {
	for scan, err := range t.tx.Query(`SELECT asset, sum(balance) FROM accounts
		WHERE who = ? AND kind IN ('available', 'transit', 'escrow', 'frozen') GROUP BY asset`, holder) {
		var asset ledger.Asset
		var sum int64
		if err == nil {
			err = scan(&asset, &sum)
		}
		if err != nil {
			return b, fmt.Errorf("balance of %s: %w", holder, err)
		}
		ledger.AddTo(&b, asset, sum)
	}
	return b, nil
}

// CatchUp lets the reactors read the journal to its end.
func (s *Store) CatchUp(ctx context.Context, now time.Time) error {
	for done := false; !done; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.update(ctx, func(t *Tx) (err error) {
			done, err = t.React(catchUpStep, now)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// catchUpStep is how many records one transaction of CatchUp reads, so that others get their turn.
const catchUpStep = 5000
