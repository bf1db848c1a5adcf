package store

import (
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// derive brings everything up to date that follows from a record: what is held here, by the lots that its body takes and
// opens, and the tables of its kind. [replay.derive] does the same again, on its own, for Verify.
func (tx *Tx) derive(r record.Sealed, body record.Body) error {
	if err := tx.deriveKind(r, body); err != nil {
		return err
	}
	if err := tx.take(body); err != nil {
		return err
	}
	if b, ok := body.(record.Creditor); ok {
		for _, c := range b.Credits(r.Header) {
			if err := tx.addLot(c, r.Time); err != nil {
				return err
			}
		}
	}
	if err := tx.addCardNews(r, body); err != nil {
		return err
	}
	return tx.addSale(r, body)
}

// deriveKind keeps the tables that one kind of record has for itself, and refuses the kinds that a till doesn't write.
func (tx *Tx) deriveKind(r record.Sealed, body record.Body) error {
	switch b := body.(type) {
	case record.ShiftOpen:
		return tx.openShift(r, b)
	case record.ShiftClose:
		return tx.closeShift(r, b)
	case record.Sale:
		if err := tx.addSold(r, b); err != nil {
			return err
		}
		return tx.addDrawn(r, b)
	case record.Refund:
		return tx.addRefund(r, b.Receipt, false)
	case record.TopVoid:
		return tx.addRefund(r, b.Receipt, true)
	case record.Release:
		return tx.release(r, b)
	case record.Accept:
		return tx.settle(r, b.Grant, true)
	case record.Decline:
		return tx.settle(r, b.Grant, false)
	case record.CashIn, record.CashOut, record.Drawer, record.TopUp, record.Withdraw, record.Convert, record.Reward, record.Deduct, record.Return,
		record.CardIssue, record.CardLost, record.CardFound, record.CardReplace, record.CardReturn, record.CardExtend:
		return nil
	}
	return broken("a till doesn't write %s records", r.Kind)
}

// take takes what a record uses out of its lots: a sale's out of what its basket has reserved, any other's out of what
// is free, which Draw has prepared.
func (tx *Tx) take(body record.Body) error {
	taker, ok := body.(record.Taker)
	if !ok {
		return nil
	}
	takes := taker.Takes()
	if sale, ok := body.(record.Sale); ok {
		return tx.spend(sale.Basket, takes)
	}
	for _, t := range takes {
		if err := tx.takeFromLot(t.Holder, t.Use); err != nil {
			return err
		}
		if t.Asset == ledger.Refund {
			if err := tx.forgetForeign(t.Holder); err != nil {
				return err
			}
		}
		if body.Kind() == record.KindReturn {
			continue // HQ knows
		}
		if err := tx.noteIdle(t.Holder); err != nil {
			return err
		}
	}
	return nil
}

// receiptOf is whose a record's receipt is and what it comes to; ok is false for a kind without one.
func receiptOf(body record.Body) (member string, total int64, ok bool) {
	switch b := body.(type) {
	case record.Sale:
		return b.Member, int64(b.Total), true
	case record.Refund:
		return b.Member, int64(b.Total), true
	case record.TopUp:
		return b.Member, int64(b.Principal), true
	case record.TopVoid:
		return b.Member, int64(b.Back), true
	case record.Withdraw:
		return b.Member, int64(b.Amount), true
	case record.Convert:
		return b.Member, int64(b.Bonus), true
	case record.Reward:
		return b.Member, int64(b.Points), true
	case record.Deduct:
		return b.Member, int64(b.Points), true
	case record.CardReturn:
		return b.Member, int64(b.Amount), true
	case record.CardIssue:
		return b.Member, 0, true
	case record.CardLost:
		return b.Member, 0, true
	case record.CardFound:
		return b.Member, 0, true
	case record.CardReplace:
		return b.Member, 0, true
	case record.CardExtend:
		return b.Member, 0, true
	}
	return "", 0, false
}

func (tx *Tx) addSale(r record.Sealed, body record.Body) error {
	member, total, ok := receiptOf(body)
	if !ok {
		return nil
	}
	_, err := tx.tx.Exec("INSERT INTO sales (seq, kind, member, total, time, shift, date) VALUES (?, ?, ?, ?, ?, ?, ?)",
		r.Seq, string(r.Kind), member, total, r.Time, r.Shift, r.Date)
	return err
}

// addDrawn notes the house float that a sale drew.
func (tx *Tx) addDrawn(r record.Sealed, b record.Sale) error {
	for member, amount := range drawnBy(b) {
		if _, err := tx.tx.Exec("INSERT INTO drawn (member, seq, amount) VALUES (?, ?, ?)", member, r.Seq, int64(amount)); err != nil {
			return err
		}
	}
	return nil
}

// drawnBy is the house float that a sale drew for its member; nothing for most.
func drawnBy(b record.Sale) map[string]money.Fen {
	var drawn map[string]money.Fen
	for _, t := range b.Paid {
		if t.Kind == record.FloatT {
			if drawn == nil {
				drawn = map[string]money.Fen{}
			}
			drawn[b.Member] += t.Amount
		}
	}
	return drawn
}

// Drawn is the house float that a member drew here since the last contact with HQ.
func (tx *Tx) Drawn(member string) (sum money.Fen, err error) {
	err = tx.tx.QueryRow("SELECT coalesce(sum(amount), 0) FROM drawn WHERE member = ?", member).Scan(&sum)
	return sum, err
}

// addCardNews notes which cards a record changes, until HQ's state has it.
func (tx *Tx) addCardNews(r record.Sealed, body record.Body) error {
	cards, member := cardsOf(body)
	for _, c := range cards {
		tx.at = nil
		if _, err := tx.tx.Exec("INSERT INTO card_news (card, seq, member) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", c, r.Seq, member); err != nil {
			return err
		}
	}
	return nil
}

// settle notes that a grant was dealt with; a second time it fails, and with it the record. What was known of a receipt
// whose refund right comes in is out of date.
func (tx *Tx) settle(r record.Sealed, blob escrow.Blob, accepted bool) error {
	g, err := escrow.Read(blob)
	if err != nil {
		return err
	}
	for _, a := range g.Amounts {
		if a.Asset == ledger.Refund {
			if err := tx.forgetForeign(g.Holder); err != nil {
				return err
			}
		}
	}
	_, err = tx.tx.Exec("INSERT INTO grants (id, seq, accepted) VALUES (?, ?, ?)", g.ID, r.Seq, accepted)
	return err
}

// effect is what postings change of holders' totals, wherever these stand, and of what is owed: a grant taken in or value
// returned moves it between accounts and changes nothing.
func effect(e ledger.Entry) map[change]int64 {
	var sum map[change]int64
	for _, p := range e {
		parts, ok := p.Account.Split()
		c := change{holding{parts.Who, parts.Asset}, parts.Claimed() != ""}
		if !ok || !c.claim && parts.HeldBy() == "" {
			continue
		}
		if sum == nil {
			sum = map[change]int64{}
		}
		sum[c] += p.Amount
	}
	return sum
}

// holding is one holder's value of one asset; change is it, or a claim on it, as something that changes.
type (
	holding struct {
		holder string
		asset  ledger.Asset
	}
	change struct {
		holding
		claim bool
	}
)

// addNews notes what the record changes of members' totals, until HQ's figure has it.
func (tx *Tx) addNews(r record.Sealed, _ record.Body) error {
	for c, delta := range effect(r.Postings) {
		if _, err := tx.addNewsOf(r.Seq, c, delta); err != nil {
			return err
		}
	}
	return nil
}

// addNewsOf notes one such change; added is false where it is noted already.
func (tx *Tx) addNewsOf(seq uint64, c change, delta int64) (added bool, err error) {
	if delta == 0 {
		return false, nil
	}
	_, added, err = tx.tx.Insert("INSERT INTO news (holder, seq, claim, asset, delta) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", c.holder, seq, c.claim, string(c.asset), delta)
	return added, err
}
