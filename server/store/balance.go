package store

import (
	"fmt"

	"holdfast/pos"
	"holdfast/pos/ledger"
)

// owned is all that a holder owns, wherever it stands, and owes: of one into whom others were merged theirs too, as it is
// on the way to them; of one who was merged nothing.
func (t *Tx) owned(holder string) (b pos.Balance, err error) {
	if err := t.writeAccounts(); err != nil {
		return b, err
	}
	m, err := t.mark(holder)
	if err != nil || m.into != "" {
		return b, err
	}
	var owed pos.Owed
	for scan, err := range t.tx.Query(`SELECT asset, kind = 'owed', sum(balance) FROM accounts
		WHERE who IN (SELECT ?1 UNION SELECT id FROM members WHERE merged_into = ?1)
			AND kind IN ('available', 'transit', 'escrow', 'owed') GROUP BY 1, 2`, holder) {
		var asset ledger.Asset
		var claim bool
		var sum int64
		if err == nil {
			err = scan((*string)(&asset), &claim, &sum)
		}
		if err != nil {
			return b, fmt.Errorf("balance of %s: %w", holder, err)
		}
		if claim {
			ledger.AddOwed(&owed, asset, sum)
		} else {
			ledger.AddTo(&b, asset, sum)
		}
	}
	if owed != (pos.Owed{}) {
		b.Owed = &owed
	}
	return b, nil
}

// Touch notes that a record moved a holder's value, or a claim on them.
func (t *Tx) Touch(holder string, hqSeq uint64) error {
	if _, err := t.derived.Exec("INSERT INTO touched (holder, hq_seq) VALUES (?, ?)", holder, int64(hqSeq)); err != nil {
		return fmt.Errorf("note an entry of %s: %w", holder, err)
	}
	return nil
}

// PublishBalance tells the tills what a holder owns now: also where nothing changed, as it is news as well that a till's
// own records are in it. What somebody has who was merged into another one is the other's too.
func (t *Tx) PublishBalance(holder string) error {
	if t.replaying() {
		return nil
	}
	who, err := t.survivor(holder)
	if err != nil {
		return err
	}
	for _, of := range []string{holder, who} {
		b, err := t.owned(of)
		if err != nil {
			return err
		}
		h, err := t.habits(of)
		if err != nil {
			return err
		}
		figures := pos.Figures{Balance: b}
		if h != nil {
			figures.Typical, figures.Seen = h.Median, pos.Date(h.Seen)
		}
		if err := t.republish(pos.TopicBalance, of, figures); err != nil {
			return err
		}
		if of == who {
			break
		}
	}
	return nil
}
