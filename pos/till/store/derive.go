package store

import (
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// derive brings the tables of a record's kind up to date. [replay.derive] does the same again, on its own, for Verify.
func (tx *Tx) derive(r record.Sealed, body record.Body) error {
	switch b := body.(type) {
	case record.ShiftOpen:
		return tx.openShift(r, b)
	case record.ShiftClose:
		return tx.closeShift(r, b)
	case record.Sale:
		if err := tx.spend(b); err != nil {
			return err
		}
		return tx.addSale(r, b.Member, b.Total)
	case record.TopUp:
		for _, a := range []escrow.Amount{{Asset: ledger.Principal, Amount: int64(b.Principal)}, {Asset: ledger.Bonus, Amount: int64(b.Bonus)}} {
			if err := tx.addLot(escrow.Lot{ID: r.ID, Holder: b.Member, Asset: a.Asset, Amount: a.Amount, Since: r.Time}); err != nil {
				return err
			}
		}
		return tx.addSale(r, b.Member, b.Principal)
	case record.Accept:
		g, err := escrow.Read(b.Grant)
		if err != nil {
			return err
		}
		for _, a := range g.Amounts {
			if err := tx.addLot(escrow.Lot{ID: g.ID, Holder: g.Holder, Asset: a.Asset, Ends: g.Ends, Amount: a.Amount, Since: r.Time}); err != nil {
				return err
			}
		}
		return tx.settle(r, g, 1)
	case record.Decline:
		g, err := escrow.Read(b.Grant)
		if err != nil {
			return err
		}
		return tx.settle(r, g, 0)
	case record.Return:
		for _, u := range b.Uses {
			if err := tx.takeFromLot(b.Holder, u); err != nil {
				return err
			}
		}
		return nil
	}
	return broken("a till doesn't write %s records", r.Kind)
}

func (tx *Tx) addSale(r record.Sealed, member string, total money.Fen) error {
	_, err := tx.tx.Exec("INSERT INTO sales (seq, kind, member, total, time, shift, date) VALUES (?, ?, ?, ?, ?, ?, ?)",
		r.Seq, string(r.Kind), member, int64(total), r.Time, r.Shift, r.Date)
	return err
}

// settle notes that a grant was dealt with; a second time it fails, and with it the record.
func (tx *Tx) settle(r record.Sealed, g escrow.Grant, accepted int) error {
	_, err := tx.tx.Exec("INSERT INTO grants (id, seq, accepted) VALUES (?, ?, ?)", g.ID, r.Seq, accepted)
	return err
}

// effect is what postings change of holders' totals, wherever these stand: a grant taken in or value returned moves
// them between accounts and changes nothing.
func effect(e ledger.Entry) map[holding]int64 {
	var sum map[holding]int64
	for _, p := range e {
		parts, ok := p.Account.Split()
		if !ok || parts.HeldBy() == "" {
			continue
		}
		if sum == nil {
			sum = map[holding]int64{}
		}
		sum[holding{parts.Who, parts.Asset}] += p.Amount
	}
	return sum
}

// holding is one holder's value of one asset.
type holding struct {
	holder string
	asset  ledger.Asset
}

// addNews notes what the record changes of members' totals, until HQ's figure has it.
func (tx *Tx) addNews(r record.Sealed, _ record.Body) error {
	for h, delta := range effect(r.Postings) {
		if delta == 0 {
			continue
		}
		if _, err := tx.tx.Exec("INSERT INTO news (holder, seq, asset, delta) VALUES (?, ?, ?, ?)", h.holder, r.Seq, string(h.asset), delta); err != nil {
			return err
		}
	}
	return nil
}
