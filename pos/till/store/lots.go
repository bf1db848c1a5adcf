package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
)

// Lots is what is held here of a holder and may be spent, in doubt nothing. Reserved leaves out what is earmarked for
// the basket itself. A lot that has an end ends with the till's lease at the latest.
func (tx *Tx) Lots(holder, basket string) ([]escrow.Lot, error) {
	if at, err := tx.standing(); err != nil || at.doubt != "" {
		return nil, err
	}
	lots, err := tx.lots(holder, basket)
	for i := range lots {
		if lots[i].Ends, err = tx.ends(lots[i].Ends); err != nil {
			return nil, err
		}
	}
	return lots, err
}

// ends is when a lot with this end can't be reserved any more: grants are spent under a lease, which is so long after
// the last contact with HQ; what was paid in here has neither end nor lease.
func (tx *Tx) ends(end int64) (int64, error) {
	if end == 0 {
		return 0, nil
	}
	if tx.lease == 0 {
		p, err := tx.Policy()
		if err != nil {
			return 0, err
		}
		tx.lease = max(1, tx.s.clock.lastContact().Add(time.Duration(p.LeaseHours)*time.Hour).UnixMilli())
	}
	return min(end, tx.lease), nil
}

func (tx *Tx) lots(holder, basket string) (lots []escrow.Lot, err error) {
	for scan, err := range tx.tx.Query(`
		SELECT l.id, l.asset, l.ends, l.amount, l.reserved - coalesce(e.amount, 0), l.since
		FROM lots l LEFT JOIN reservations e
			ON e.basket = ? AND e.tender = 0 AND e.holder = l.holder AND e.asset = l.asset AND e.lot = l.id
		WHERE l.holder = ?`, basket, holder) {
		l := escrow.Lot{Holder: holder}
		if err == nil {
			err = scan(&l.ID, &l.Asset, &l.Ends, &l.Amount, &l.Reserved, &l.Since)
		}
		if err != nil {
			return nil, fmt.Errorf("read lots: %w", err)
		}
		lots = append(lots, l)
	}
	return lots, nil
}

// addLot opens a lot; one of nothing isn't kept.
func (tx *Tx) addLot(c record.Credit, since int64) error {
	if c.Amount == 0 {
		return nil
	}
	_, err := tx.tx.Exec("INSERT INTO lots (holder, asset, id, ends, amount, since) VALUES (?, ?, ?, ?, ?, ?)",
		c.Holder, string(c.Asset), c.Lot, c.Ends, c.Amount, since)
	return err
}

// takeFromLot takes an amount nobody has reserved out of a lot. The table's CHECK refuses more than that.
func (tx *Tx) takeFromLot(holder string, u escrow.Use) error {
	if u.Amount <= 0 {
		return broken("%d taken out of lot %s", u.Amount, u.Lot)
	}
	found, err := tx.tx.Exec("UPDATE lots SET amount = amount - ? WHERE holder = ? AND asset = ? AND id = ?", u.Amount, holder, string(u.Asset), u.Lot)
	if err != nil {
		return fmt.Errorf("take %d %s out of lot %s: %w", u.Amount, u.Asset, u.Lot, err)
	}
	if found == 0 {
		return broken("%s holds no lot %s of %s here", holder, u.Lot, u.Asset)
	}
	_, err = tx.tx.Exec("DELETE FROM lots WHERE holder = ? AND asset = ? AND id = ? AND amount = 0", holder, string(u.Asset), u.Lot)
	return err
}

// lotsMatch asserts, for each escrow account that a record has touched, that the lots it is made of add up to it.
func (tx *Tx) lotsMatch(r record.Sealed, _ record.Body) error {
	var done []holding
	for _, p := range r.Postings {
		parts, _ := p.Account.Split()
		h := holding{parts.Who, parts.Asset}
		if parts.Kind != ledger.KindEscrow || slices.Contains(done, h) {
			continue
		}
		done = append(done, h)
		var lots, balance int64
		err := tx.tx.QueryRow("SELECT balance, (SELECT coalesce(sum(amount), 0) FROM lots WHERE holder = ? AND asset = ?) FROM accounts WHERE account = ?",
			h.holder, string(h.asset), string(p.Account)).Scan(&balance, &lots)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if lots != balance {
			return broken("%s is %d and its lots are %d", p.Account, balance, lots)
		}
	}
	return nil
}
