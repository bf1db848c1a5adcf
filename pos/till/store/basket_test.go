package store

import (
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/sync/wire"
)

func (w *till) openBasket() (body string) {
	w.t.Helper()
	w.view(func(tx *Tx) error { b, err := tx.OpenBasket(); body = string(b); return err })
	return body
}

func (w *till) heldBaskets() (held []Held) {
	w.t.Helper()
	w.view(func(tx *Tx) (err error) { held, err = tx.HeldBaskets(); return err })
	return held
}

// TestHold: a sale on hold keeps nothing reserved, waits for nothing, and comes back as it was, one at a time.
func TestHold(t *testing.T) {
	w := newTill(t)
	hold := func(id string) error { return w.Update(func(tx *Tx) error { return tx.HoldBasket(id) }) }
	recall := func(id string) (body []byte, err error) {
		err = w.Update(func(tx *Tx) error { body, err = tx.RecallBasket(id); return err })
		return body, err
	}
	w.refused(hold("B1"), pos.State, "no sale is open")
	w.grant(alice, 6000, nil)
	id := w.ask("B1", 8000)
	_, err := w.pay("B1", 1, alice, 4000)
	w.must(err)
	if err := w.exec("UPDATE baskets SET state = 'held'"); err == nil {
		t.Error("put on hold with something reserved")
	}
	w.must(hold("B1"))
	if n := w.spendable(alice, "B2"); n != 6000 || w.status(id).Status != RequestWithdrawn || w.openBasket() != "" {
		t.Errorf("%d spendable, request %s, open %q", n, w.status(id).Status, w.openBasket())
	}
	w.refused(w.Update(func(tx *Tx) error {
		return tx.Earmark("B1", alice, []escrow.Use{{Lot: "G0001", Asset: ledger.Principal, Amount: 1}})
	}), pos.Internal, "on hold")
	w.grant(alice, 8000, func(g *escrow.Grant) { g.Request = id }) // comes late
	if why := w.declined(); why != "withdrawn" {
		t.Errorf("declined as %q", why)
	}
	w.clock.pass(time.Minute)
	w.update(func(tx *Tx) error { return tx.SaveBasket("B2", []byte("two")) })
	w.refused(hold("B1"), pos.State, "no sale is open")
	_, err = recall("B1")
	w.refused(err, pos.State, "another sale is open")
	w.refused(w.Update(func(tx *Tx) error { return tx.SaveBasket("B3", nil) }), pos.State, "another sale is open")
	w.must(hold("B2"))
	w.reopen()
	held := w.heldBaskets()
	if len(held) != 2 || held[0].ID != "B1" || string(held[1].Body) != "two" || !held[1].At.Equal(noon.Add(time.Minute)) {
		t.Errorf("held: %+v", held)
	}
	w.refused(w.Update(func(tx *Tx) error { return tx.SaveBasket("B2", []byte("x")) }), pos.Internal, "not the open one")
	_, err = recall("B3")
	w.refused(err, pos.NotFound, "no sale B3 is on hold")
	body, err := recall("B2")
	w.must(err)
	if string(body) != "two" || w.openBasket() != "two" || len(w.heldBaskets()) != 1 {
		t.Errorf("recalled %q, open %q, %d held", body, w.openBasket(), len(w.heldBaskets()))
	}
	if err := w.exec("UPDATE baskets SET state = 'open'"); err == nil {
		t.Error("two sales are open")
	}
	w.verify()
}

// TestTask: value gathered for a withdrawal is out of everybody's reach but its own; a task is no sale.
func TestTask(t *testing.T) {
	w := newTill(t)
	w.update(func(tx *Tx) error { return tx.SaveBasket("B1", []byte("one")) })
	w.topUp(alice, 5000, 500)
	lot := w.last().ID
	var task string
	var asked wire.Request
	w.update(func(tx *Tx) (err error) {
		if task, err = tx.BeginTask(alice); err != nil {
			return err
		}
		asked, err = tx.AskFor(task, wire.Request{Holder: alice, Principal: 3000, Bonus: 100})
		return err
	})
	if open, _ := w.Requests(); len(open) != 1 || open[0] != asked || asked.ID == "" || asked.Principal != 3000 || asked.Bonus != 100 {
		t.Errorf("asked %+v, stored %+v", asked, open)
	}
	if b := w.openBasket(); b != "one" {
		t.Errorf("open: %q", b)
	}
	w.grant(alice, 3000, func(g *escrow.Grant) { g.Request = asked.ID }) // G0001
	if n := w.spendable(alice, "B1"); n != 5500 {
		t.Errorf("%d spendable for the sale, want 5500", n)
	}
	draw := func(basket string, uses ...escrow.Use) error {
		return w.Update(func(tx *Tx) error {
			if err := tx.Draw(basket, alice, uses); err != nil {
				return err
			}
			if _, err := tx.Append(Operator{ID: "1001"}, record.Withdraw{Member: alice, Amount: 2500, Uses: uses}); err != nil {
				return err
			}
			if basket == "" {
				return nil
			}
			return tx.EndTask(basket)
		})
	}
	granted := escrow.Use{Lot: "G0001", Asset: ledger.Principal, Amount: 2500}
	w.refused(draw("B1", granted), pos.Insufficient, "not enough")
	w.refused(draw(task, escrow.Use{Lot: "G0001", Asset: ledger.Principal, Amount: 3001}), pos.Insufficient, "not enough")
	w.refused(draw(task, granted, granted), pos.Internal, "")
	w.refused(w.try(record.Withdraw{Member: alice, Amount: 2500, Uses: []escrow.Use{granted}}), pos.Internal, "CHECK") // nobody drew it
	w.must(draw(task, granted, escrow.Use{Lot: lot, Asset: ledger.Bonus, Amount: 250}))
	if n := w.spendable(alice, "B1"); n != 5500-250+500 {
		t.Errorf("%d spendable after the task, want %d", n, 5500-250+500)
	}
	if idle, _ := w.Idle(); len(idle) != 1 || idle[0] != alice {
		t.Errorf("idle: %v", idle)
	}
	w.verify()

	w.update(func(tx *Tx) (err error) {
		if task, err = tx.BeginTask(alice); err != nil {
			return err
		}
		return tx.Earmark(task, alice, []escrow.Use{{Lot: lot, Asset: ledger.Principal, Amount: 5000}})
	})
	w.reopen() // and the cashier never comes back to it
	w.update(func(tx *Tx) error { return tx.EndTasks() })
	if n := w.spendable(alice, "B1"); n != 5750 || w.openBasket() != "one" {
		t.Errorf("%d spendable after a restart, open %q", n, w.openBasket())
	}
	w.append(record.CashOut{Amount: 100, Reason: "safe"})
	w.refused(draw("", escrow.Use{Lot: lot, Asset: ledger.Principal, Amount: 2500}), pos.State, "only 24.00 in the drawer")
	w.verify()
}
