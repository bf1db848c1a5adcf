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

// left is what is still to do here, without since when.
func (w *till) left() (l Left) {
	w.t.Helper()
	w.view(func(tx *Tx) (err error) { l, err = tx.Left(); return err })
	l.Since = time.Time{}
	return l
}

// leaves asks whether nothing is left, and has HQ acknowledge what there is.
func (w *till) leaves() bool {
	w.t.Helper()
	empty, err := w.Empty()
	w.must(err)
	w.must(w.Acked(w.last().Seq, w.position(1, 1)))
	return empty
}

// TestClosing: a till that is to be closed counts all that keeps it; its refund rights it gives up when nothing is open, and
// only when nothing at all is left it says so. It takes in no allowance, and what a basket has asked for.
func TestClosing(t *testing.T) {
	w := newTill(t)
	w.append(record.ShiftOpen{})
	sold := w.sell()
	w.grant(alice, 500, nil)
	w.grant(ledger.TheHouse, 300, nil)
	w.grant("", 0, right("T2-1-000007"))
	if l := w.left(); l != (Left{}) || w.leaves() {
		t.Errorf("nobody closes it, and left are %+v", l)
	}
	w.must(w.Closing(time.UnixMilli(5)))
	w.reopen()
	if l, want := w.left(), (Left{Shift: true, Held: ledger.Held{Balance: pos.Balance{Principal: 500}, Float: 300, Rights: 1}}); l != want {
		t.Errorf("left are %+v, expected %+v", l, want)
	}
	w.grant("M2", 700, nil)
	if why := w.declined(); why != "closing" {
		t.Errorf("an allowance that was on its way is declined: %q", why)
	}
	w.update(func(tx *Tx) error { return tx.SaveBasket("B1", []byte{1}) })
	id := w.ask("B1", 100)
	if !w.left().Waits {
		t.Error("a request isn't waited for")
	}
	w.grant(alice, 100, func(g *escrow.Grant) { g.Request = id })
	if l := w.left(); l.Baskets != 1 || l.Stored() != 600 || l.Unsent == 0 || l.Waits {
		t.Errorf("with an open sale, left are %+v", l)
	}
	w.update(func(tx *Tx) error { return tx.Release("B1", -1) })
	w.update(func(tx *Tx) error { return tx.DropBasket("B1") })
	if w.leaves() || !w.holds(sold) {
		t.Error("the refund right of an open shift is given up")
	}
	w.append(record.ShiftClose{Expected: 1000, Counted: 1000})
	if w.leaves() || w.holds(sold) || w.last().Kind != record.KindRelease {
		t.Errorf("the refund right stays; the last record is %s", w.last().Kind)
	}
	for _, holder := range []string{alice, ledger.TheHouse} {
		_, err := w.Surrender(wire.Recall{ID: "R", Holder: holder, Amounts: []wire.Amount{{Asset: "principal", Amount: 1000}}})
		w.must(err)
		if w.leaves() {
			t.Errorf("it is empty, and left are %+v", w.left())
		}
	}
	if w.wants("T2-1-000007") != record.KindReturn || w.leaves() {
		t.Errorf("with a record unsent it is empty; left are %+v", w.left())
	}
	if !w.leaves() {
		t.Errorf("left are %+v", w.left())
	}
	w.must(w.Doubt("an old copy"))
	if w.leaves() {
		t.Error("an old copy says that it is empty")
	}
	w.must(w.Closing(time.Time{}))
	if l := w.left(); l != (Left{}) || w.leaves() {
		t.Errorf("called off, left are %+v", l)
	}
	w.verify()
}
