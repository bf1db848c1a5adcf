package store

import (
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
)

// OpenLot notes what a record has brought to its place.
func (t *Tx) OpenLot(h record.Header, c record.Credit) error {
	if c.Amount <= 0 {
		return nil
	}
	if _, err := t.derived.Exec("INSERT INTO lots (holder, place, epoch, lot, asset, ends, amount) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		c.Holder, h.Place, int64(h.Epoch), c.Lot, string(c.Asset), c.Ends, c.Amount); err != nil {
		return fmt.Errorf("lot %s: %w", c.Lot, err)
	}
	return nil
}

// UseLot takes off what a record says was used of its place's lot. Only amounts above zero are: a lot never grows, so no
// sum overflows. One that is used up, or beyond, is gone.
func (t *Tx) UseLot(h record.Header, u record.Take) error {
	if u.Amount <= 0 {
		return nil
	}
	const lot = " WHERE holder = ? AND place = ? AND epoch = ? AND lot = ? AND asset = ?"
	n, err := t.derived.Exec("UPDATE lots SET amount = amount - ?"+lot+" AND amount > ?", u.Amount, u.Holder, h.Place, int64(h.Epoch), u.Lot, string(u.Asset), u.Amount)
	if err == nil && n == 0 {
		_, err = t.derived.Exec("DELETE FROM lots"+lot, u.Holder, h.Place, int64(h.Epoch), u.Lot, string(u.Asset))
	}
	if err != nil {
		return fmt.Errorf("lot %s: %w", u.Lot, err)
	}
	return nil
}

// Signed reports whether a blob is a grant that HQ signed for the place and epoch of a record.
func (t *Tx) Signed(h record.Header, b escrow.Blob) (signed bool, err error) {
	g, err := escrow.Read(b)
	if err != nil || g.Place != h.Place || g.Epoch != h.Epoch {
		return false, nil // no grant of ours, whatever it is
	}
	if err := t.tx.QueryRow("SELECT count(*) FROM grants WHERE id = ? AND blob = ?", g.ID, []byte(b)).Scan(&signed); err != nil {
		return false, fmt.Errorf("grant %s: %w", g.ID, err)
	}
	return signed, nil
}

// lapse takes off what is left of grants past their time: at most what no other lot accounts for, so that a lot that was
// lost count of can't make a place give back again and again what it then gets again.
func (t *Tx) lapse(live *pos.Balance, holder, place string, number uint64, now time.Time) error {
	// What bodies say of lots is not checked, and sum fails where it overflows: total doesn't, and is exact for all that there is.
	for scan, err := range t.tx.Query(`SELECT asset, CAST(total(iif(ends <> 0 AND ends <= ?1, amount, 0)) AS INTEGER), CAST(total(iif(ends = 0 OR ends > ?1, amount, 0)) AS INTEGER) FROM lots
		WHERE holder = ?2 AND place = ?3 AND epoch = ?4 GROUP BY asset`, now.UnixMilli(), holder, place, int64(number)) {
		var asset ledger.Asset
		var ended, lasting int64
		if err == nil {
			err = scan(&asset, &ended, &lasting)
		}
		if err != nil {
			return fmt.Errorf("lots of %s: %w", holder, err)
		}
		switch asset {
		case ledger.Principal:
			ledger.AddTo(live, asset, -max(0, min(ended, int64(live.Principal)-lasting)))
		case ledger.Bonus:
			ledger.AddTo(live, asset, -max(0, min(ended, int64(live.Bonus)-lasting)))
		case ledger.Points, ledger.CNY, ledger.Refund, ledger.Uses: // no allowance is made of them
		}
	}
	return nil
}
