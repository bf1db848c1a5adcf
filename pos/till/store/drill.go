package store

import (
	"time"

	"holdfast/pos/ledger"
	"holdfast/pos/money"
)

// Regular is a member who buys at this till, and pays with stored value where they do.
type Regular struct {
	Member string
	Usual  money.Fen // their median payment with stored value, as HQ last said
}

// Regulars is the members who bought something at this till on a business date or since, and have ever paid with stored
// value, here or elsewhere.
func (tx *Tx) Regulars(since string) (list []Regular, err error) {
	first, last, err := tx.dated(since, "")
	if err != nil {
		return nil, err
	}
	for scan, err := range tx.tx.Query(`SELECT member, typical FROM balances WHERE typical > 0
		AND member IN (SELECT member FROM sales WHERE seq BETWEEN ? AND ? AND kind = 'sale' AND member <> '') ORDER BY typical DESC, member`, first, last) {
		var r Regular
		if err == nil {
			err = scan(&r.Member, &r.Usual)
		}
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// HeldValue is the stored value that may be spent here now and is set aside for nobody, by holder; the house's is float.
func (tx *Tx) HeldValue() (map[string]money.Fen, error) {
	held := map[string]money.Fen{}
	if at, err := tx.standing(); err != nil || at.doubt != "" {
		return held, err
	}
	for scan, err := range tx.tx.Query("SELECT holder, ends, amount - reserved FROM lots WHERE asset IN (?, ?)", string(ledger.Principal), string(ledger.Bonus)) {
		var holder string
		var ends int64
		var free money.Fen
		if err == nil {
			err = scan(&holder, &ends, &free)
		}
		if err == nil {
			ends, err = tx.ends(ends)
		}
		if err != nil {
			return nil, err
		}
		if ends == 0 || tx.now.UnixMilli() < ends {
			held[holder] += free
		}
	}
	return held, nil
}

// Lease is until when what HQ granted may be spent if HQ isn't heard of again.
func (tx *Tx) Lease() (until time.Time, err error) {
	if _, err := tx.ends(1); err != nil {
		return until, err
	}
	return time.UnixMilli(tx.lease), nil
}
