package main

import (
	"fmt"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/till"
	"holdfast/pos/till/store"
)

// sales is what is done about the open sale.
var sales = []deed{
	{"scan", 8, nothing, func(t *cashDesk) (string, error) {
		s, err := t.till.Scan(fmt.Sprint(1+t.w.rng.IntN(5)), money.Qty(1+t.w.rng.IntN(3))*money.One)
		if err == nil {
			t.lines, t.due = max(t.lines, s.Line), s.Total
		}
		return "scan, total " + s.Total.String(), err
	}},
	{"quick", 2, nothing, func(t *cashDesk) (string, error) {
		s, err := t.till.Quick(t.w.fen(3000))
		if err == nil {
			t.lines, t.due = max(t.lines, s.Line), s.Total
		}
		return "quick, total " + s.Total.String(), err
	}},
	{"change price", 2, byManager | withLines, func(t *cashDesk) (string, error) {
		s, err := t.till.Price(1, t.w.fen(2000))
		if err == nil {
			t.due = s.Total
		}
		return "price, total " + s.Total.String(), err
	}},
	{"discount a line", 2, byManager | withLines, func(t *cashDesk) (string, error) {
		s, err := t.till.Discount(1, money.Percent(t.w.rng.IntN(10000)))
		if err == nil {
			t.due = s.Total
		}
		return "discount, total " + s.Total.String(), err
	}},
	{"discount the bill", 2, byManager | withLines, func(t *cashDesk) (string, error) {
		s, err := t.till.DiscountBill(money.Percent(t.w.rng.IntN(10000)))
		if err == nil {
			t.due = s.Total
		}
		return "discount on the bill, total " + s.Total.String(), err
	}},
	{"void a line", 1, withLines, func(t *cashDesk) (string, error) {
		s, err := t.till.VoidLine(1)
		if err == nil {
			t.lines, t.due = t.lines-1, s.Total
		}
		return "void, total " + s.Total.String(), err
	}},
	{"swipe", 5, nothing, func(t *cashDesk) (string, error) {
		w := t.w
		if w.chance(0.2) {
			phone := w.anyPhone()
			_, err := t.till.Member(phone)
			t.member = t.member || err == nil
			return "member " + phone, err
		}
		card := t.card(pos.Issued, pos.Issued, pos.Lost)
		_, err := t.till.Card(card)
		t.member = t.member || err == nil
		return "card " + card, err
	}},
	{"type the PIN", 3, withMember, func(t *cashDesk) (string, error) {
		_, err := t.till.PIN([]string{cashierPIN, cashierPIN, cashierPIN, "9999"}[t.w.rng.IntN(4)])
		return "pin", err
	}},
	{"total", 2, withLines, func(t *cashDesk) (string, error) {
		s, err := t.till.Total(ctx)
		return "total, due " + s.Due.String(), t.seen(s, err)
	}},
	{"balance", 2, withMember, func(t *cashDesk) (string, error) {
		b, err := t.till.Balance(ctx)
		return "balance, here " + b.Here.String(), err
	}},
	{"pay stored, the rest", 3, withLines | withMember, func(t *cashDesk) (string, error) { return t.pay(record.Stored, till.Rest) }},
	{"pay stored", 3, withLines | withMember, func(t *cashDesk) (string, error) { return t.pay(record.Stored, t.w.fen(4000)) }},
	{"pay points", 3, withLines | withMember, func(t *cashDesk) (string, error) { return t.pay(record.PointsT, t.w.fen(300)) }},
	{"pay points, the rest", 1, withLines | withMember, func(t *cashDesk) (string, error) { return t.pay(record.PointsT, till.Rest) }},
	{"pay cash", 1, withLines, func(t *cashDesk) (string, error) { return t.pay(record.Cash, t.w.fen(4000)) }},
	{"pay bank", 1, withLines, func(t *cashDesk) (string, error) { return t.pay(record.Bank, t.w.fen(4000)) }},
	{"pay the rest", 3, withLines, func(t *cashDesk) (string, error) {
		return t.pay([]record.TenderKind{record.Cash, record.Cash, record.Bank, record.Wallet}[t.w.rng.IntN(4)], till.Rest)
	}},
	{"finish", 3, withLines, (*cashDesk).finish},
	{"cancel", 1, nothing, func(t *cashDesk) (string, error) {
		_, err := t.till.Cancel()
		if err == nil {
			t.cleared()
		}
		return "cancel", err
	}},
	{"hold", 2, withLines, func(t *cashDesk) (string, error) {
		h, err := t.till.Hold()
		if err == nil {
			t.cleared()
		}
		return "hold " + h.ID, err
	}},
	{"recall", 3, nothing, func(t *cashDesk) (string, error) {
		held, err := t.till.HeldSales()
		if err != nil || len(held) == 0 {
			return "recall", err
		}
		h := held[t.w.rng.IntN(len(held))]
		totals, err := t.till.Recall(h.ID)
		if err == nil {
			t.member, t.short = h.Member != "", false
		}
		return "recall " + h.ID, t.seen(totals, err)
	}},
}

// pay takes a tender. Where it reserves what is held here, nothing of that may be past its end.
func (t *cashDesk) pay(kind record.TenderKind, amount money.Fen) (string, error) {
	what := "pay " + string(kind) + " " + amount.String()
	if amount == till.Rest {
		what = "pay " + string(kind) + " rest"
	}
	ref := ""
	if kind == record.Bank || kind == record.Wallet {
		ref = fmt.Sprint("R", t.w.rng.IntN(3))
	}
	before := t.reserved()
	paid, err := t.till.Pay(ctx, kind, amount, ref)
	if err != nil {
		t.short = t.short || kind == record.Stored
		return what, err
	}
	t.due = paid.Due
	t.w.model.read(t)
	d, now := t.w.model.desk(t), t.store.Now().UnixMilli()
	for lot, n := range t.reserved() {
		if n > before[lot] {
			t.w.model.usableLot(t, d, now, lot, what)
		}
	}
	return what, nil
}

// reserved is how much of each lot the tenders of sales have set aside.
func (t *cashDesk) reserved() map[string]int64 {
	lots := map[string]int64{}
	t.w.rows(t.anchor, `SELECT lot, sum(amount) FROM reservations WHERE tender > 0 GROUP BY lot`, func(lot string, n int64) { lots[lot] = n })
	return lots
}

// finish ends the sale. If the till knows by now that the member's value is frozen, or the card dead, nothing may have been
// paid with it.
func (t *cashDesk) finish() (string, error) {
	frozen := t.frozen()
	r, err := t.till.Finish()
	if err != nil {
		if s, again := t.till.Total(ctx); again == nil { // a freeze takes tenders off the sale
			t.due = s.Due
		}
		return "finish", err
	}
	t.cleared()
	if sale, ok := t.fact(r.Receipt).(record.Sale); !ok {
		t.w.fail("receipt %s is no sale", r.Receipt)
	} else if frozen {
		for _, p := range sale.Paid {
			if p.Kind == record.Stored || p.Kind == record.PointsT || p.Kind == record.FloatT {
				t.w.fail("I13: %s is paid with %s %s, and %s knew that the member's value is frozen", r.Receipt, p.Kind, p.Amount, t.code)
			}
		}
	}
	return "finish " + r.Receipt, nil
}

// frozen reports whether the till knows that nothing may be spent of the member of the open sale.
func (t *cashDesk) frozen() (frozen bool) {
	var member string
	t.w.rows(t.anchor, `SELECT holder, 0 FROM reservations WHERE tender > 0 AND holder <> 'house'`, func(holder string, _ int64) { member = holder })
	if member == "" {
		return false
	}
	t.w.must(t.store.View(func(tx *store.Tx) error {
		policy, err := tx.Policy()
		if err != nil {
			return err
		}
		m, err := tx.Member(member)
		if pos.CodeOf(err) == pos.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		cards, err := tx.Cards(m.ID)
		frozen = policy.Freezes(cards) || m.NoRedeeming != ""
		return err
	}), "freeze")
	if frozen {
		t.w.did("freeze known at finish")
	}
	return frozen
}

// fact is the body of a receipt's record.
func (t *cashDesk) fact(receipt string) (body record.Body) {
	t.w.must(t.store.View(func(tx *store.Tx) error {
		s, err := tx.Sale(receipt)
		if err == nil {
			body, err = s.Decode()
		}
		return err
	}), "receipt")
	return body
}
