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

func (w *till) holds(receipt string) (holds bool) {
	w.t.Helper()
	w.view(func(tx *Tx) (err error) { holds, err = tx.Holds(receipt); return err })
	return holds
}

func (w *till) sell() (receipt string) {
	w.t.Helper()
	r, err := w.finish("", "", 1000, nil)
	w.must(err)
	return r.Receipt()
}

// wants has HQ recall the right to refund a receipt, and returns what the till wrote for it, if anything.
func (w *till) wants(receipt string) record.Kind {
	w.t.Helper()
	before := w.last().Seq
	seq, err := w.Surrender(wire.Recall{ID: "R", Holder: receipt, Amounts: []wire.Amount{{Asset: "refund", Amount: 1}}})
	w.must(err)
	if last := w.last(); seq != last.Seq {
		w.t.Fatalf("Surrender = %d, the last record is %d", seq, last.Seq)
	} else if seq > before {
		return last.Kind
	}
	return ""
}

func refundOf(receipt string) record.Refund {
	return record.Refund{Receipt: receipt, Total: 100, Back: []record.Back{{Kind: record.Cash, Amount: 100}}}
}

func right(receipt string) func(*escrow.Grant) {
	return func(g *escrow.Grant) {
		g.Holder, g.Amounts = receipt, []escrow.Amount{{Asset: ledger.Refund, Amount: 1}}
	}
}

// TestRefundRight is line 9 of the design: the right is with the till that sold, until its own record gives it away;
// after that it comes and goes like anything else that is held, and nothing is refunded without it.
func TestRefundRight(t *testing.T) {
	w := newTill(t)
	sale, other := w.sell(), w.sell()
	w.topUp(alice, 500, 0)
	topUp := w.last().Receipt()
	w.append(refundOf(sale))
	refunded := w.last()
	for receipt, want := range map[string]bool{
		sale: true, other: true, topUp: true, refunded.Receipt(): false, "T1-1-000099": false, "T2-1-000001": false, "": false, "T1-1-1": false,
	} {
		if w.holds(receipt) != want {
			t.Errorf("holds %q: %v", receipt, !want)
		}
	}
	for _, nothing := range []string{refunded.Receipt(), "T2-1-000001", "T1-1-000099", alice} {
		if wrote := w.wants(nothing); wrote != "" {
			t.Errorf("wrote %s for %s", wrote, nothing)
		}
	}

	// HQ recalls it: one record; the acknowledgement is lost, and it is asked again.
	if wrote := w.wants(sale); wrote != record.KindRelease || w.holds(sale) {
		t.Errorf("wrote %s, holds %v", wrote, w.holds(sale))
	}
	body, err := w.last().Decode()
	w.must(err)
	is(t, body, record.Body(record.Release{Receipt: sale, Recall: "R"}))
	w.reopen()
	if wrote := w.wants(sale); wrote != "" {
		t.Errorf("released again: %s", wrote)
	}
	w.refused(w.try(refundOf(sale)), pos.State, "is not at this till")
	w.refused(w.try(record.Release{Receipt: sale}), pos.Internal, "is not this till's")
	if err := w.exec("INSERT INTO releases (seq, sale) VALUES (4, 1)"); err == nil {
		t.Error("the database let a right leave twice")
	}

	// It comes back as a grant, with all that HQ knows; then it goes again, and what was known is out of date.
	w.grant(sale, 0, right(sale))
	if !w.holds(sale) || w.spendable(sale, "") != 0 {
		t.Error("a granted right isn't held")
	}
	told := record.Sold{Record: []byte{1}, Refunds: [][]byte{{2}}}
	w.update(func(tx *Tx) error { return tx.PutForeign(sale, told) })
	w.reopen()
	w.view(func(tx *Tx) error {
		got, err := tx.Foreign(sale)
		is(t, got, told)
		return err
	})
	w.append(refundOf(sale))
	if wrote := w.wants(sale); wrote != record.KindReturn || w.holds(sale) {
		t.Errorf("wrote %s, holds %v", wrote, w.holds(sale))
	}
	w.view(func(tx *Tx) error {
		_, err := tx.Foreign(sale)
		w.refused(err, pos.NotFound, "")
		mine, err := tx.Refunds(sale)
		if len(mine) != 2 || mine[0].ID != refunded.ID {
			t.Errorf("%d refunds here, want 2", len(mine))
		}
		return err
	})
	w.verify()
}

// TestForeignRight: another till's receipt is refunded while its right is here, in time, earmarked for a task or not.
func TestForeignRight(t *testing.T) {
	w := newTill(t)
	const receipt = "T2-1-000007"
	w.topUp("01BOB", 10_000, 0) // cash
	w.refused(w.try(refundOf(receipt)), pos.State, "is not at this till")
	var task string
	var asked wire.Request
	w.update(func(tx *Tx) (err error) {
		if task, err = tx.BeginTask(receipt); err != nil {
			return err
		}
		asked, err = tx.AskFor(task, wire.Request{Holder: receipt, Refund: true})
		return err
	})
	if open, _ := w.Requests(); len(open) != 1 || !open[0].Refund {
		t.Errorf("asked for %+v", open)
	}
	w.update(func(tx *Tx) error { return tx.PutForeign(receipt, record.Sold{Record: []byte{1}}) })
	w.grant(receipt, 0, func(g *escrow.Grant) { right(receipt)(g); g.Request = asked.ID })
	w.view(func(tx *Tx) error {
		_, err := tx.Foreign(receipt) // of before the right came
		w.refused(err, pos.NotFound, "")
		return nil
	})
	if wrote := w.wants(receipt); wrote != "" || !w.holds(receipt) {
		t.Errorf("wrote %s while a task needs it, holds %v", wrote, w.holds(receipt))
	}
	w.append(refundOf(receipt))
	w.update(func(tx *Tx) error { return tx.EndTask(task) })
	if idle, _ := w.Idle(); len(idle) != 1 || idle[0] != receipt {
		t.Errorf("idle: %v", idle)
	}
	w.append(refundOf(receipt))
	w.clock.pass(24 * time.Hour)
	w.refused(w.try(refundOf(receipt)), pos.State, "is not at this till")
	w.append(refundOf("")) // without receipt
	if wrote := w.wants(receipt); wrote != record.KindReturn {
		t.Errorf("wrote %q", wrote)
	}
	w.must(w.Doubt("an old copy"))
	w.view(func(tx *Tx) error {
		_, err := tx.Holds("T1-1-000001")
		w.refused(err, pos.Insufficient, "an old copy")
		return nil
	})
	w.verify()
}

// TestRightsEndByDate: the rights of all receipts up to a seq leave with one record, each once.
func TestRightsEndByDate(t *testing.T) {
	w := newTill(t)
	before := func(at time.Time) (seq uint64) {
		w.view(func(tx *Tx) (err error) { seq, err = tx.SalesBefore(at); return err })
		return seq
	}
	released := func() (seq uint64) {
		w.view(func(tx *Tx) (err error) { seq, err = tx.Released(); return err })
		return seq
	}
	if before(noon.Add(year)) != 0 || released() != 0 {
		t.Error("something is to be released before the first sale")
	}
	var sales []string
	for range 4 {
		sales = append(sales, w.sell()) // 1 to 4
		w.clock.pass(24 * time.Hour)
	}
	w.append(record.CashIn{Amount: 1, Reason: "x"}) // 5
	if n := before(noon); n != 0 {
		t.Errorf("before the first: %d", n)
	}
	if n := before(noon.Add(25 * time.Hour)); n != 2 {
		t.Errorf("after a day: %d, want 2", n)
	}
	if n := before(noon.Add(year)); n != 4 {
		t.Errorf("all: %d, want 4", n)
	}
	if wrote := w.wants(sales[0]); wrote != record.KindRelease { // 6
		t.Error(wrote)
	}
	w.append(record.Release{UpTo: 2}) // 7
	if released() != 2 || w.holds(sales[0]) || w.holds(sales[1]) || !w.holds(sales[2]) {
		t.Errorf("released up to %d", released())
	}
	if wrote := w.wants(sales[1]); wrote != "" {
		t.Errorf("a right that left by date is released: %s", wrote)
	}
	for name, r := range map[string]record.Release{
		"by date, again": {UpTo: 2}, "by date, earlier": {UpTo: 1}, "by date, to come": {UpTo: 99}, "one that left by date": {Receipt: sales[1]},
		"of nothing": {}, "another till's": {Receipt: "T2-1-000001"},
	} {
		if err := w.try(r); pos.CodeOf(err) != pos.Internal {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := w.exec("INSERT INTO releases (seq, sale) VALUES (5, 2)"); err == nil {
		t.Error("the database let a right leave that has left by date")
	}
	w.must(w.Contact(noon.Add(-year))) // the clock had been ahead: 3 and 4 seem to be a year younger than what comes after them
	w.sell()                           // 8
	if n := before(noon.Add(-year)); n != 0 {
		t.Errorf("%d may be as young as the next one", n)
	}
	w.clock.pass(time.Hour)
	if n := before(noon.Add(-year).Add(time.Minute)); n != 8 {
		t.Errorf("%d, want 8, as those before it are no younger", n)
	}
	w.verify()
}

// TestTopUpIsVoidedOnce: by the database too.
func TestTopUpIsVoidedOnce(t *testing.T) {
	w := newTill(t)
	w.topUp(alice, 1000, 100)
	topUp := w.last()
	void := record.TopVoid{Receipt: topUp.Receipt(), Member: alice, Back: 1000, Tender: record.Cash, Uses: []escrow.Use{
		{Lot: topUp.ID, Asset: ledger.Principal, Amount: 1000}, {Lot: topUp.ID, Asset: ledger.Bonus, Amount: 100}}}
	w.append(void)
	if n := w.held(alice, ledger.Principal) + w.held(alice, ledger.Bonus); n != 0 {
		t.Errorf("%d left", n)
	}
	void.Uses, void.Back = nil, 0
	w.refused(w.try(void), pos.Internal, "UNIQUE")
	w.view(func(tx *Tx) error {
		voids, err := tx.Refunds(topUp.Receipt())
		if len(voids) != 1 || voids[0].Kind != record.KindTopVoid {
			t.Errorf("%d records", len(voids))
		}
		return err
	})
	w.verify()
}

// TestShiftRecords: from the opening to the closing record, and none of another shift.
func TestShiftRecords(t *testing.T) {
	w := newTill(t)
	last := func() *Shift {
		var s *Shift
		w.view(func(tx *Tx) (err error) { s, err = tx.LastShift(); return err })
		return s
	}
	kinds := func(shift string) (kinds []record.Kind) {
		w.view(func(tx *Tx) error {
			records, err := tx.ShiftRecords(shift)
			for _, r := range records {
				kinds = append(kinds, r.Kind)
			}
			return err
		})
		return kinds
	}
	if s := last(); s != nil {
		t.Errorf("before the first: %+v", s)
	}
	first := w.append(record.ShiftOpen{Float: 100})
	w.sell()
	w.append(record.ShiftClose{Expected: 1100, Counted: 1100})
	w.grant(alice, 100, nil)
	is(t, last().ID, first.ID)
	second := w.append(record.ShiftOpen{})
	w.append(record.Drawer{Reason: "change"})
	is(t, last().ID, first.ID) // the last that was closed
	is(t, kinds(first.ID), []record.Kind{record.KindShiftOpen, record.KindSale, record.KindShiftClose})
	is(t, kinds(second.ID), []record.Kind{record.KindShiftOpen, record.KindDrawer})
	is(t, kinds("none"), []record.Kind(nil))
}
