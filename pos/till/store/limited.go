package store

import (
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"holdfast/pos"
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

// CheckPIN refuses a coupon that is held here, and was sent for with a PIN, where that isn't the PIN now: whoever knew it may have
// gone away without using it.
func (tx *Tx) CheckPIN(holder, pin string) error {
	var sum string
	err := tx.tx.QueryRow("SELECT pin FROM requests WHERE holder = ? AND status = 'granted' ORDER BY made DESC LIMIT 1", holder).Scan(&sum)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (sum == "" || sum == pinSum(holder, pin)) {
		return nil
	}
	if err == nil {
		err = pos.E(pos.Forbidden, "", "the PIN is not this coupon's; give the digits under its cover behind the number, as in NUMBER-123456")
	}
	return err
}

// pinSum is what is kept of a coupon's PIN once head office has answered.
func pinSum(holder, pin string) string {
	if pin == "" {
		return ""
	}
	return fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%s %s", holder, pin)))
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

// EarmarkUses has so many uses of limited things, by holder, earmarked for a basket, of those that it may count on now, and no
// others but what there is of one holder's. It refuses where fewer are here.
func (tx *Tx) EarmarkUses(basket string, wants map[string]int64, but string) error {
	has := map[string]int64{}
	for scan, err := range tx.tx.Query("SELECT holder, sum(amount) FROM reservations WHERE basket = ? AND tender = 0 AND asset = 'uses' GROUP BY holder", basket) {
		var holder string
		var n int64
		if err == nil {
			err = scan(&holder, &n)
		}
		if err != nil {
			return err
		}
		has[holder] = n
	}
	delete(has, but)
	for holder, n := range wants {
		has[holder] -= n
	}
	for _, holder := range slices.Sorted(maps.Keys(has)) {
		if has[holder] == 0 {
			continue
		}
		if err := tx.EarmarkUse(basket, holder, wants[holder]); err != nil {
			return err
		}
	}
	return nil
}

// EarmarkUse is EarmarkUses for one holder, and leaves the others.
func (tx *Tx) EarmarkUse(basket, holder string, n int64) error {
	if err := tx.Unmark(basket, holder); err != nil || n == 0 {
		return err
	}
	lots, err := tx.Lots(holder, basket)
	if err != nil {
		return err
	}
	uses, err := escrow.Take(lots, n, tx.now.UnixMilli(), ledger.Uses)
	if err != nil {
		return err
	}
	return tx.Earmark(basket, holder, uses)
}
