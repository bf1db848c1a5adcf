package store

import (
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
)

// UsesHere is how many uses of limited things a basket may count on now, by holder: what is free, and what is earmarked for
// the basket itself; in doubt none.
func (tx *Tx) UsesHere(basket string) (here map[string]int64, err error) {
	if at, err := tx.standing(); err != nil || at.doubt != "" {
		return nil, err
	}
	here = map[string]int64{}
	now := tx.now.UnixMilli()
	for scan, err := range tx.tx.Query(`SELECT l.holder, l.ends, l.amount - l.reserved + coalesce(e.amount, 0)
		FROM lots l LEFT JOIN reservations e ON e.basket = ? AND e.tender = 0 AND e.holder = l.holder AND e.asset = l.asset AND e.lot = l.id
		WHERE l.asset = 'uses'`, basket) {
		var holder string
		var ends, free int64
		if err == nil {
			err = scan(&holder, &ends, &free)
		}
		if err == nil {
			ends, err = tx.ends(ends)
		}
		if err != nil {
			return nil, err
		}
		if ends == 0 || now < ends {
			here[holder] += free
		}
	}
	return here, nil
}

// Earmarked is the uses of something limited that are earmarked for a basket.
func (tx *Tx) Earmarked(basket, holder string) (uses []escrow.Use, err error) {
	for scan, err := range tx.tx.Query("SELECT lot, amount FROM reservations WHERE basket = ? AND tender = 0 AND holder = ? AND asset = 'uses' ORDER BY lot", basket, holder) {
		u := escrow.Use{Asset: ledger.Uses}
		if err == nil {
			err = scan(&u.Lot, &u.Amount)
		}
		if err != nil {
			return nil, err
		}
		uses = append(uses, u)
	}
	return uses, nil
}

// EarmarkUses has so many uses of something limited earmarked for a basket, of those that it may count on now, and no others.
// It refuses where fewer are here.
func (tx *Tx) EarmarkUses(basket, holder string, n int64) error {
	uses, err := tx.Earmarked(basket, holder)
	if err != nil || n == 0 && len(uses) == 0 {
		return err
	}
	lots, err := tx.Lots(holder, basket)
	if err != nil {
		return err
	}
	want, err := escrow.Take(lots, n, tx.now.UnixMilli(), ledger.Uses)
	if err != nil {
		return err
	}
	has, wants := map[string]int64{}, map[string]int64{}
	for _, u := range uses {
		has[u.Lot] = u.Amount
	}
	for _, u := range want {
		wants[u.Lot] = u.Amount
	}
	freed := false
	for _, u := range uses {
		if w := wants[u.Lot]; w < u.Amount {
			freed = true
			if err := tx.unmark(basket, holder, u, w); err != nil {
				return err
			}
		}
	}
	for _, u := range want {
		if u.Amount -= has[u.Lot]; u.Amount > 0 {
			if err := tx.setAside(basket, 0, holder, u); err != nil {
				return err
			}
		}
	}
	if !freed {
		return nil
	}
	return tx.noteIdle(holder)
}
