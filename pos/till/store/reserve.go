package store

import (
	"database/sql"
	"errors"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
)

// Reserve sets lots aside for a tender (from 1) of a basket until the sale is appended or the tender released. What is
// earmarked for the basket on those lots is used first. It is the transaction in which a payment is decided, so it
// checks itself that what it reserves is free, and not past its end.
func (tx *Tx) Reserve(basket string, tender int, holder string, uses []escrow.Use) error {
	if tender < 1 {
		return broken("tender %d", tender)
	}
	if err := tx.mayTake(); err != nil {
		return err
	}
	for _, u := range uses {
		if err := tx.reserve(basket, tender, holder, u); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) reserve(basket string, tender int, holder string, u escrow.Use) error {
	if err := tx.claim(basket, holder, u); err != nil {
		return err
	}
	return tx.setAside(basket, tender, holder, u)
}

// Draw frees lots for the record that is appended next in this transaction, which is no sale: it makes sure of what
// Reserve does, and ends the basket's earmarks on them.
func (tx *Tx) Draw(basket, holder string, uses []escrow.Use) error {
	if err := tx.mayTake(); err != nil {
		return err
	}
	for _, u := range uses {
		if err := tx.claim(basket, holder, u); err != nil {
			return err
		}
	}
	return nil
}

// claim refuses what of a lot is neither free nor earmarked for the basket, or is past its end, and ends as much of the
// earmark.
func (tx *Tx) claim(basket, holder string, u escrow.Use) error {
	var ends, free, earmarked int64
	err := tx.tx.QueryRow(`
		SELECT l.ends, l.amount - l.reserved, coalesce(e.amount, 0)
		FROM lots l LEFT JOIN reservations e
			ON e.basket = ? AND e.tender = 0 AND e.holder = l.holder AND e.asset = l.asset AND e.lot = l.id
		WHERE l.holder = ? AND l.asset = ? AND l.id = ?`, basket, holder, string(u.Asset), u.Lot).Scan(&ends, &free, &earmarked)
	switch {
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return err
	case u.Amount <= 0:
		return broken("%d reserved of lot %s", u.Amount, u.Lot)
	case err != nil || u.Amount > free+earmarked:
		return pos.E(pos.Insufficient, "", "not enough is held here")
	}
	if ends, err = tx.ends(ends); err != nil {
		return err
	}
	if ends != 0 && tx.now.UnixMilli() >= ends {
		return pos.E(pos.Insufficient, "", "what is held here may not be spent any more: its time has ended")
	}
	if own := min(earmarked, u.Amount); own > 0 {
		return tx.unmark(basket, holder, u, earmarked-own)
	}
	return nil
}

// Earmark sets lots aside for a basket that counts on them, as a grant on demand is on its arrival: a recall can't take
// them before the basket is finished, held or cancelled. Its tenders use them first.
func (tx *Tx) Earmark(basket, holder string, uses []escrow.Use) error {
	for _, u := range uses {
		if err := tx.setAside(basket, 0, holder, u); err != nil {
			return err
		}
	}
	return nil
}

// setAside adds to a reservation. The triggers add it to the lot's, whose CHECK refuses more than the lot has.
func (tx *Tx) setAside(basket string, tender int, holder string, u escrow.Use) error {
	_, err := tx.tx.Exec(`INSERT INTO reservations (basket, tender, holder, asset, lot, amount) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT DO UPDATE SET amount = amount + ?6`, basket, tender, holder, string(u.Asset), u.Lot, u.Amount)
	return err
}

// unmark leaves so much of a basket's earmark on a lot.
func (tx *Tx) unmark(basket, holder string, u escrow.Use, left int64) error {
	query := "UPDATE reservations SET amount = ?1 WHERE basket = ?2 AND tender = 0 AND holder = ?3 AND asset = ?4 AND lot = ?5"
	if left == 0 {
		query = "DELETE FROM reservations WHERE ?1 = 0 AND basket = ?2 AND tender = 0 AND holder = ?3 AND asset = ?4 AND lot = ?5"
	}
	_, err := tx.tx.Exec(query, left, basket, holder, string(u.Asset), u.Lot)
	return err
}

// Release gives back what a tender of a basket has reserved; tender -1: everything of the basket, earmarks included.
func (tx *Tx) Release(basket string, tender int) error {
	return tx.free(basket, "?2 < 0 OR tender = ?2", tender)
}

// Unmark ends a basket's earmarks of one holder's value.
func (tx *Tx) Unmark(basket, holder string) error {
	return tx.free(basket, "tender = 0 AND holder = ?2", holder)
}

// free ends those of a basket's reservations that a condition on one value picks.
func (tx *Tx) free(basket, where string, value any) error {
	where = " FROM reservations WHERE basket = ?1 AND (" + where + ")"
	var holders []string
	for scan, err := range tx.tx.Query("SELECT DISTINCT holder"+where, basket, value) {
		var h string
		if err == nil {
			err = scan(&h)
		}
		if err != nil {
			return err
		}
		holders = append(holders, h)
	}
	if len(holders) == 0 {
		return nil
	}
	for _, h := range holders {
		if err := tx.noteIdle(h); err != nil {
			return err
		}
	}
	_, err := tx.tx.Exec("DELETE"+where, basket, value)
	return err
}

// DropTender releases what a tender of a basket has reserved and gives those behind it the numbers they have without it.
func (tx *Tx) DropTender(basket string, n int) error {
	if n < 1 {
		return broken("tender %d", n)
	}
	if err := tx.Release(basket, n); err != nil {
		return err
	}
	var last int
	if err := tx.tx.QueryRow("SELECT coalesce(max(tender), 0) FROM reservations WHERE basket = ?", basket).Scan(&last); err != nil {
		return err
	}
	for k := n + 1; k <= last; k++ {
		if _, err := tx.tx.Exec("UPDATE reservations SET tender = ?1 - 1 WHERE basket = ?2 AND tender = ?1", k, basket); err != nil {
			return err
		}
	}
	return nil
}

// spend takes what a sale paid with, or used, out of its lots. It was reserved by pay, or earmarked when the sale was priced,
// each lot to the amount that is spent now, so neither the time nor anybody else's payment matters here.
func (tx *Tx) spend(basket string, takes []record.Take) error {
	uses := map[holdingLot]int64{}
	var order []holdingLot
	for _, t := range takes {
		k := holdingLot{holding{t.Holder, t.Asset}, t.Lot}
		if uses[k] == 0 {
			order = append(order, k)
		}
		uses[k] += t.Amount
	}
	for _, k := range order {
		reserved, err := tx.unreserve(basket, k)
		if err != nil {
			return err
		}
		// Of uses more may be earmarked than the sale takes: what came for it after payment had begun.
		if reserved < uses[k] || reserved > uses[k] && k.asset != ledger.Uses {
			return broken("the sale spends %d %s of lot %s, and its basket has reserved %d", uses[k], k.asset, k.lot, reserved)
		}
		if err := tx.takeFromLot(k.holder, escrow.Use{Lot: k.lot, Asset: k.asset, Amount: uses[k]}); err != nil {
			return err
		}
	}
	for i, k := range order {
		if i > 0 && k.holder == order[i-1].holder {
			continue
		}
		if err := tx.noteIdle(k.holder); err != nil {
			return err
		}
	}
	return nil
}

// unreserve ends what a basket has reserved of a lot, and returns how much that was: by its tenders, and of uses by its
// earmarks too.
func (tx *Tx) unreserve(basket string, k holdingLot) (sum int64, err error) {
	least := 1
	if k.asset == ledger.Uses {
		least = 0
	}
	err = tx.tx.QueryRow("SELECT coalesce(sum(amount), 0) FROM reservations WHERE basket = ? AND tender >= ? AND holder = ? AND asset = ? AND lot = ?",
		basket, least, k.holder, string(k.asset), k.lot).Scan(&sum)
	if err == nil {
		_, err = tx.tx.Exec("DELETE FROM reservations WHERE basket = ? AND tender >= ? AND holder = ? AND asset = ? AND lot = ?",
			basket, least, k.holder, string(k.asset), k.lot)
	}
	return sum, err
}

type holdingLot struct {
	holding
	lot string
}
