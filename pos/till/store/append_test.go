package store

import (
	"errors"
	"testing"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
)

func TestJournalIsAChain(t *testing.T) {
	w := newTill(t)
	var opened record.Sealed
	w.update(func(tx *Tx) (err error) {
		opened, err = tx.Append(Operator{ID: "1001"}, record.ShiftOpen{Float: 20000})
		return err
	})
	w.clock.pass(14 * 3600e9) // past midnight: the business date stays
	w.topUp(alice, 10000, 1000)
	w.topUp(alice, 5000, 0)
	records, err := w.Records(1, 100, 1<<20)
	w.must(err)
	var seq uint64
	var hash record.Hash
	for _, b := range records {
		r, err := record.Open(b)
		w.must(err)
		if !r.Follows(seq, hash) || r.Place != "T1" || r.Store != "S01" || r.Operator != "1001" || r.Shift != opened.ID || r.Date != "2026-11-22" {
			t.Errorf("record %d: %+v", r.Seq, r.Header)
		}
		seq, hash = r.Seq, r.Hash
	}
	if seq != 3 {
		t.Errorf("%d records, want 3", seq)
	}
	if has, _ := w.Has(3, hash); !has {
		t.Error("Has doesn't find the head")
	}
	if has, _ := w.Has(2, hash); has {
		t.Error("Has finds a hash that isn't there")
	}
	if some, _ := w.Records(2, 100, 1); len(some) != 1 {
		t.Errorf("%d records for one byte, want 1: at least one", len(some))
	}
	if some, _ := w.Records(1, 2, 1<<20); len(some) != 2 {
		t.Errorf("%d records, want 2", len(some))
	}
	w.verify()
}

func TestJournalIsAppendOnly(t *testing.T) {
	w := newTill(t)
	w.topUp(alice, 10000, 0)
	row := "INSERT INTO journal (seq, id, kind, time, bytes, hash) VALUES "
	for _, query := range []string{
		"UPDATE journal SET time = 0",
		"DELETE FROM journal",
		row + "(3, 'x', 'sale', 0, x'00', zeroblob(32))",
		"INSERT OR REPLACE" + row[6:] + "(1, 'x', 'sale', 0, x'00', zeroblob(32))",
		"INSERT OR REPLACE" + row[6:] + "(2, '" + w.last().ID + "', 'sale', 0, x'00', zeroblob(32))",
	} {
		if err := w.exec(query); err == nil {
			t.Errorf("went through: %s", query)
		}
	}
	w.verify()
}

func TestShift(t *testing.T) {
	w := newTill(t)
	shift := func() (s *Shift) {
		w.view(func(tx *Tx) (err error) { s, err = tx.Shift(); return err })
		return s
	}
	do := func(b record.Body) error {
		return w.Update(func(tx *Tx) error { _, err := tx.Append(Operator{ID: "1001"}, b); return err })
	}
	w.refused(do(record.ShiftClose{}), pos.State, "no shift is open")
	w.must(do(record.ShiftOpen{Float: 20000}))
	w.refused(do(record.ShiftOpen{}), pos.State, "is open already")
	if s := shift(); s == nil || s.Operator != "1001" || s.Date != "2026-11-22" || !s.Opened.Equal(noon) {
		t.Errorf("open shift: %+v", s)
	}
	w.topUp(alice, 10000, 0)
	w.view(func(tx *Tx) error {
		if cash, err := tx.Drawer(); err != nil || cash != 30000 {
			t.Errorf("drawer: %v, %v", cash, err)
		}
		return nil
	})
	w.refused(do(record.ShiftClose{Expected: 20000, Counted: 20000}), pos.Internal, "the drawer has")
	w.must(do(record.ShiftClose{Expected: 30000, Counted: 29900}))
	if s := shift(); s != nil {
		t.Errorf("still open: %+v", s)
	}
	w.verify()
}

func TestReceipts(t *testing.T) {
	w := newTill(t)
	last := func() (n string) {
		w.view(func(tx *Tx) (err error) { n, err = tx.LastReceipt(); return err })
		return n
	}
	if n := last(); n != "" {
		t.Errorf("a receipt before the first: %q", n)
	}
	w.grant(alice, 1000, nil)
	sold, err := w.finish("B1", "", 1000, nil)
	w.must(err)
	w.grant(alice, 1000, nil)
	if n := last(); n != sold.Receipt() || n != "T1-1-000002" {
		t.Errorf("last receipt %q, want %q", n, sold.Receipt())
	}
	w.view(func(tx *Tx) error {
		if got, err := tx.Sale("T1-1-000002"); err != nil || got.Hash != sold.Hash {
			t.Errorf("reprint: %v, %v", got.Header, err)
		}
		for _, none := range []string{"T1-1-000001", "T1-1-000009", "T2-1-000002", "T1-2-000002", "2", "", "T1-1--2"} {
			if _, err := tx.Sale(none); pos.CodeOf(err) != pos.NotFound {
				t.Errorf("receipt %q: %v", none, err)
			}
		}
		return nil
	})
}

// TestWrongCallsOverdrawNothing: whatever a caller gets wrong, a lot never goes below zero nor below what is reserved,
// and nothing of the attempt stays.
func TestWrongCallsOverdrawNothing(t *testing.T) {
	w := newTill(t)
	w.grant(alice, 6000, nil) // G0001
	uses, err := w.pay("B1", 1, alice, 4000)
	w.must(err)
	use := func(lot string, amount int64) []escrow.Use {
		return []escrow.Use{{Lot: lot, Asset: ledger.Principal, Amount: amount}}
	}
	appends := func(b record.Body) error {
		return w.Update(func(tx *Tx) error { _, err := tx.Append(Operator{}, b); return err })
	}
	head := w.last().Seq
	for name, try := range map[string]func() error{
		"a sale of more than was reserved": func() error { _, err := w.finish("B1", alice, 0, use("G0001", 4001)); return err },
		"a sale of less than was reserved": func() error { _, err := w.finish("B1", alice, 0, use("G0001", 3999)); return err },
		"a sale of another basket":         func() error { _, err := w.finish("B2", alice, 0, uses); return err },
		"a sale of nobody's reservation":   func() error { _, err := w.finish("B2", alice, 0, use("G0001", 1)); return err },
		"a sale of another lot":            func() error { _, err := w.finish("B1", alice, 0, use("G9999", 4000)); return err },
		"a sale of another member's":       func() error { _, err := w.finish("B1", "01BOB", 0, uses); return err },
		"a return of what is reserved":     func() error { return appends(record.Return{Holder: alice, Uses: use("G0001", 2001)}) },
		"a return of more than there is":   func() error { return appends(record.Return{Holder: alice, Uses: use("G0001", 6001)}) },
		"a return of less than nothing":    func() error { return appends(record.Return{Holder: alice, Uses: use("G0001", -1)}) },
		"points taken from head office":    func() error { return appends(record.Sale{Member: alice, Basket: "B3", Points: -1}) },
		"a grant of another key":           func() error { return appends(record.Accept{Grant: []byte{1}}) },
		"head office's own record": func() error {
			return appends(record.Opening{Member: alice, Amounts: []escrow.Amount{{Asset: ledger.Principal, Amount: 1}}})
		},
		"a lot below zero":            func() error { return w.exec("UPDATE lots SET amount = -1, reserved = 0") },
		"a lot below its reservation": func() error { return w.exec("UPDATE lots SET amount = 3999") },
		"a reservation beyond the lot": func() error {
			return w.exec("INSERT INTO reservations VALUES ('B3', 1, ?, 'principal', 'G0001', 2001)", alice)
		},
		"a reservation grown beyond the lot": func() error { return w.exec("UPDATE reservations SET amount = 6001") },
		"a lot removed below a reservation":  func() error { return w.exec("DELETE FROM lots") },
		"an account below zero":              func() error { return w.exec("UPDATE accounts SET balance = -1 WHERE account LIKE 'escrow%'") },
	} {
		if err := try(); pos.CodeOf(err) != pos.Internal {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.refused(w.Update(func(tx *Tx) error { return tx.Reserve("B3", 1, alice, use("G0001", 2001)) }), pos.Insufficient, "")
	if w.last().Seq != head || w.held(alice, ledger.Principal) != 6000 {
		t.Errorf("something of it stayed: head %d, %d held", w.last().Seq, w.held(alice, ledger.Principal))
	}
	w.verify()
	_, err = w.finish("B1", alice, 0, uses)
	w.must(err)
	if n := w.held(alice, ledger.Principal); n != 2000 {
		t.Errorf("%d held, want 2000", n)
	}
	w.verify()
}

// TestLotsAddUp: nothing more is written for a holder whose lots are not what the account says.
func TestLotsAddUp(t *testing.T) {
	w := newTill(t)
	w.topUp(alice, 1000, 0)
	w.must(w.exec("UPDATE lots SET amount = amount + 1"))
	err := w.Update(func(tx *Tx) error {
		_, err := tx.Append(Operator{ID: "1001"}, record.TopUp{Member: alice, Principal: 1, Tender: record.Cash})
		return err
	})
	w.refused(err, pos.Internal, "its lots are 1002")
	w.topUp("01BOB", 1000, 0)
}

// TestCrashBetween: what Append and its companions did is there whole or not at all.
func TestCrashBetween(t *testing.T) {
	w := newTill(t)
	w.grant(alice, 6000, nil)
	uses, err := w.pay("B1", 1, alice, 4000)
	w.must(err)
	head, crash := w.last().Seq, errors.New("power cut")
	err = w.Update(func(tx *Tx) error {
		sale := record.Sale{Member: alice, Basket: "B1", Total: 4000, Paid: []record.Tender{{Kind: record.Stored, Amount: 4000, Uses: uses}}}
		if _, err := tx.Append(Operator{ID: "1001"}, sale); err != nil {
			return err
		}
		return crash
	})
	if !errors.Is(err, crash) {
		t.Fatal(err)
	}
	w.reopen()
	w.verify()
	if w.last().Seq != head || w.held(alice, ledger.Principal) != 6000 {
		t.Error("half a sale is in the books")
	}
	if _, err = w.finish("B1", alice, 0, uses); err != nil {
		t.Errorf("finish after the crash: %v", err)
	}
	w.verify()
}

func TestUnacknowledged(t *testing.T) {
	w := newTill(t)
	status := func() (st Status) {
		w.view(func(tx *Tx) (err error) { st, err = tx.Counts(); return err })
		return st
	}
	w.topUp(alice, 100, 0)
	w.clock.pass(60e9)
	w.topUp(alice, 100, 0)
	if st := status(); st.Head != 2 || st.Unsent != 2 || !st.Oldest.Equal(noon) {
		t.Errorf("two unsent: %+v", st)
	}
	at := w.position(2, 7)
	w.must(w.Acked(1, at))
	w.must(w.Acked(0, w.position(1, 9))) // an old word of HQ changes nothing
	if st := status(); st.Acked != 1 || st.Unsent != 1 || !st.Oldest.Equal(noon.Add(60e9)) {
		t.Errorf("one unsent: %+v", st)
	}
	if st, _ := w.State(); st.Seen != at || st.Acked != 1 || st.HeadSeq != 2 {
		t.Errorf("state %+v", st)
	}
	w.refused(w.Acked(3, at), pos.Conflict, "this till has 2")
	w.must(w.Acked(2, at))
	if st := status(); st.Unsent != 0 || !st.Oldest.IsZero() {
		t.Errorf("none unsent: %+v", st)
	}
}
