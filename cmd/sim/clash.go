package main

import (
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/refund"
	"holdfast/pos/till"
	"holdfast/pos/till/store"
)

// clash has two tills do what they would not, if they knew of each other: mostly cut off, now and then while the news is
// under way. Chance alone brings that about too seldom.
func (w *world) clash() {
	a, b := w.tills[w.rng.IntN(len(w.tills))], w.tills[w.rng.IntN(len(w.tills))]
	if a == b {
		return
	}
	c := clashes[w.rng.IntN(len(clashes))]
	for _, t := range []*cashDesk{a, b} {
		if t.cut = !c.online; t.cut {
			t.disconnect("cut, for a clash")
		} else {
			t.retryAt = w.now
		}
		t.at(func() {
			t.till.Cancel() //nolint:errcheck // there may be nothing to cancel
			t.cleared()
			t.managed()
		})
	}
	if c.online {
		w.advance(3 * time.Second)
	}
	w.say("%s and %s: %s", a.code, b.code, c.name)
	w.did("clash: " + c.name)
	c.do(w, a, b)
}

// managed has a manager at work, in a shift of their own.
func (t *cashDesk) managed() {
	if _, err := t.signIn(manager, cashierPIN); err != nil {
		return
	}
	if st, err := t.till.Status(); err == nil && st.Shift != "" && st.Shift != manager {
		t.run("close shift")
	}
	t.run("open shift")
}

// run does a deed by name.
func (t *cashDesk) run(name string) { t.try(t.w.deed(name)) }

// does does something that is said in words.
func (t *cashDesk) does(what string, do func() error) {
	t.at(func() { t.try(deed{name: "clash", do: func(*cashDesk) (string, error) { return what, do() }}) })
}

// clashes is what two tills do to one card, one member, one receipt.
var clashes = []struct {
	name   string
	online bool // the lines are up, and news is under way
	do     func(w *world, a, b *cashDesk)
}{
	{"one card replaced twice", false, func(w *world, a, b *cashDesk) {
		old := a.card(pos.Issued, pos.Lost)
		a.replaces(old)
		b.replaces(old)
	}},
	{"one blank issued twice", false, func(w *world, a, b *cashDesk) {
		number := a.card(pos.Blank)
		for i, t := range []*cashDesk{a, b} {
			phone := fmt.Sprintf("1390000000%d", 8+i)
			t.does("card issue "+number+" "+phone, func() error {
				_, err := t.till.IssueCard(number, phone, "会员", "")
				if err == nil {
					w.met(phone)
				}
				return err
			})
		}
	}},
	{"one phone registered twice", false, func(w *world, a, b *cashDesk) {
		phone := fmt.Sprintf("1360000000%d", w.rng.IntN(10))
		for _, t := range []*cashDesk{a, b} {
			t.does("member new "+phone, func() error { _, err := t.till.NewMember(phone, "", ""); return err })
		}
		w.met(phone)
	}},
	{"lost at one, spent at the other", false, func(w *world, a, b *cashDesk) {
		number := b.card(pos.Issued)
		a.loses(number)
		b.spends(number, 300)
	}},
	{"lost, found, lost again, and a late undo", false, func(w *world, a, b *cashDesk) {
		number := a.card(pos.Issued)
		a.loses(number)
		a.does("card found "+number, func() error { _, err := a.till.ReportFound(number, ""); return err })
		a.loses(number)
		b.loses(number)
		b.does("card found "+number, func() error { _, err := b.till.ReportFound(number, ""); return err })
	}},
	{"replaced at one, returned at the other", false, func(w *world, a, b *cashDesk) {
		number := a.card(pos.Issued)
		a.replaces(number)
		b.does("card return "+number, func() error { _, err := b.till.ReturnCard(ctx, number, "退卡"); return err })
	}},
	{"replaced at one, spent at the other", false, func(w *world, a, b *cashDesk) {
		number := a.card(pos.Issued)
		a.replaces(number)
		b.spends(number, 300)
	}},
	{"spent beyond what is held at both", false, func(w *world, a, b *cashDesk) {
		number := a.card(pos.Issued)
		a.spends(number, a.owns(number).Stored())
		b.spends(number, b.owns(number).Stored())
	}},
	{"topped up, half of it spent, undone", false, func(w *world, a, _ *cashDesk) {
		number := a.card(pos.Issued)
		a.does("card "+number, func() error { _, err := a.till.Card(number); return err })
		a.does("topup 100", func() error { _, err := a.till.TopUp(100*money.Yuan, record.Cash, ""); return err })
		receipt := w.recent(w.model.toppedUp)
		a.spends(number, 10800)
		a.does("refund of "+receipt, func() error { _, err := a.till.Refund(ctx, receipt, nil); return err })
	}},
	{"refunded at one, deducted at the other", false, func(w *world, a, b *cashDesk) {
		receipt := w.recent(w.model.receipts)
		a.does("refund "+receipt, func() error { _, err := a.till.Refund(ctx, receipt, nil); return err })
		b.does("refund "+receipt, func() error { _, err := b.till.Refund(ctx, receipt, nil); return err })
		number := b.card(pos.Issued)
		b.does("card "+number, func() error { _, err := b.till.Card(number); return err })
		b.does("deduct", func() error { _, err := b.till.Deduct(b.points(500), "误赠"); return err })
	}},
	{"lost at one while the other asks for value", true, func(_ *world, a, b *cashDesk) {
		number := b.card(pos.Issued)
		phone := b.phoneOf(number)
		a.loses(number)
		b.does("member "+phone, func() error { _, err := b.till.Member(phone); return err })
		b.does("quick", func() error { _, err := b.till.Quick(b.w.fen(20000)); return err })
		b.does("pay stored", func() error { _, err := b.pay(record.Stored, till.Rest); return err })
	}},
	{"lost at one between pay and finish at the other", true, func(w *world, a, b *cashDesk) {
		number := b.card(pos.Issued)
		b.pays(number, 500)
		a.loses(number)
		w.advance(2 * time.Second)
		b.at(func() { b.run("finish") })
	}},
	{"one receipt refunded here and there", true, func(w *world, a, b *cashDesk) {
		a.does("scan", func() error { _, err := a.till.Scan("1", 3*money.One); return err })
		a.does("pay cash", func() error { _, err := a.pay(record.Cash, till.Rest); return err })
		a.at(func() { a.run("finish") })
		if len(w.model.receipts) == 0 {
			return
		}
		receipt := w.model.receipts[len(w.model.receipts)-1]
		b.refundsOne(receipt)
		a.refundsOne(receipt)
		b.falls = true // the right is back, and what was refunded meanwhile isn't known yet
		b.refundsOne(receipt)
		b.falls = false
		b.refundsOne(receipt) // nothing is left
	}},
	{"points owed at one, and held at the other when the card is lost", true, func(w *world, a, b *cashDesk) {
		number := a.card(pos.Issued)
		a.does("scan", func() error { _, err := a.till.Scan("1", 3*money.One); return err })
		a.does("card "+number, func() error { _, err := a.till.Card(number); return err })
		a.does("pay cash", func() error { _, err := a.pay(record.Cash, till.Rest); return err })
		a.at(func() { a.run("finish") })
		if len(w.model.receipts) == 0 {
			return
		}
		receipt := w.model.receipts[len(w.model.receipts)-1]
		w.advance(time.Second)
		b.does("card "+number, func() error { _, err := b.till.Card(number); return err })
		b.does("pin", func() error { _, err := b.till.PIN(cashierPIN); return err })
		b.does("quick", func() error { _, err := b.till.Quick(money.Fen(b.owns(number).Points / money.Point)); return err })
		b.does("pay points", func() error { _, err := b.pay(record.PointsT, till.Rest); return err }) // 1 fen a point
		b.Cut(true)
		a.does("refund "+receipt, func() error { _, err := a.till.Refund(ctx, receipt, nil); return err })
		a.loses(number)
	}},
	{"one claim paid at both", false, func(_ *world, a, b *cashDesk) {
		number := a.card(pos.Issued)
		a.does("card "+number, func() error { _, err := a.till.Card(number); return err })
		a.does("deduct", func() error { _, err := a.till.Deduct(a.points(500), "误赠"); return err })
		for _, t := range []*cashDesk{a, b} {
			t.does("card "+number, func() error { _, err := t.till.Card(number); return err })
			t.does("topup 200", func() error { _, err := t.till.TopUp(200*money.Yuan, record.Cash, ""); return err })
		}
	}},
}

// phoneOf is the phone of whose card it is; "" where nobody knows.
func (t *cashDesk) phoneOf(number string) (phone string) {
	t.w.must(t.store.View(func(tx *store.Tx) error {
		c, err := tx.Card(number)
		if pos.CodeOf(err) == pos.NotFound || err == nil && c.Member == "" {
			return nil
		}
		if err != nil {
			return err
		}
		m, err := tx.Member(c.Member)
		phone = m.Phone
		return err
	}), "phone")
	return phone
}

// owns is what whose card it is has, as last known here.
func (t *cashDesk) owns(number string) (b pos.Balance) {
	t.w.must(t.store.View(func(tx *store.Tx) error {
		c, err := tx.Card(number)
		if pos.CodeOf(err) == pos.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		b, err = tx.Balance(c.Member)
		return err
	}), "balance")
	return b
}

func (t *cashDesk) loses(number string) {
	t.does("card lost "+number, func() error { _, err := t.till.ReportLost(number, "丢失"); return err })
}

// refundsOne refunds a piece of the receipt's first line. Where that is refused it is tried again, as one is told to when
// the line is slow, falls, or the till did.
func (t *cashDesk) refundsOne(receipt string) {
	for done, tries := false, 0; !done && tries < 4; tries++ {
		if tries > 0 && t.who == "" {
			t.at(t.managed)
		}
		t.does("refund "+receipt, func() error {
			_, err := t.till.Refund(ctx, receipt, []refund.Item{{Line: 1, Qty: money.One}})
			done = err == nil
			return err
		})
		t.w.advance(time.Second)
	}
}

func (t *cashDesk) replaces(old string) {
	fresh := t.card(pos.Blank)
	t.does("card replace "+old+" by "+fresh, func() error { _, err := t.till.ReplaceCard(old, fresh, "补卡"); return err })
}

// spends is pays, and what is still due in cash, to the end.
func (t *cashDesk) spends(number string, amount money.Fen) {
	t.pays(number, amount)
	t.does("pay cash", func() error { _, err := t.pay(record.Cash, till.Rest); return err })
	t.at(func() { t.run("finish") })
}

// pays pays an amount with a card's stored value, or some amount where it is 0.
func (t *cashDesk) pays(number string, amount money.Fen) {
	t.does("card "+number, func() error { _, err := t.till.Card(number); return err })
	t.does("pin", func() error { _, err := t.till.PIN(cashierPIN); return err })
	if amount == 0 {
		amount = t.w.fen(12000)
	}
	t.does("quick "+amount.String(), func() error { _, err := t.till.Quick(amount); return err })
	t.does("pay stored", func() error { _, err := t.pay(record.Stored, till.Rest); return err })
}
