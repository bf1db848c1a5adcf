package store

import (
	"math"
	"testing"
	"time"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

// returned is a return of the member's card that pays an amount out of a lot.
func (w *world) returned(lot string, amount, left money.Fen) record.CardReturn {
	b := record.CardReturn{Card: "8801", Member: w.member, Amount: amount, Left: left}
	if amount > 0 {
		b.Uses = []escrow.Use{{Lot: lot, Asset: ledger.Principal, Amount: int64(amount)}}
	}
	return b
}

// openReturns is the amounts of the returns that are not paid out to the end.
func (w *world) openReturns() (amounts []money.Fen) {
	for _, x := range w.list() {
		if x.Kind == "card_return_open" && x.Settled == "" {
			amounts = append(amounts, x.Amount)
		}
	}
	return amounts
}

// TestReturnOpen: T2 holds 50.00 of 100.00, and takes the card back while it is cut off. The rest is paid at T1, and the
// payment of the last of it settles the exception.
func TestReturnOpen(t *testing.T) {
	w, a, b := spent(t)
	b.book(record.ShiftOpen{Float: 20000})
	a.book(record.ShiftOpen{Float: 20000})
	b.book(w.returned("g", 2000, 8000))
	w.only("card_return_open")
	x := w.list()[0]
	if x.Amount != 8000 || x.Member != w.member || x.Card != "8801" || x.Receipt != "T2-1-000003" || x.Till != "T2" || x.Cost != 0 || x.Settled != "" {
		t.Fatalf("%+v", x)
	}
	w.now = w.now.Add(time.Hour)
	a.book(record.Accept{Grant: a.grant(w.member, 5000)})
	a.book(w.returned("h", 5000, 3000))
	if got := w.openReturns(); len(got) != 1 || got[0] != 3000 {
		t.Fatalf("open: %v", got)
	}
	b.book(w.returned("g", 3000, 0))
	w.only("card_return_open")
	x = w.list()[0]
	if x.Settled == "" || x.By != "head office" || x.Result != "nothing of the member's principal is left to be paid out since T2-1-000004" {
		t.Errorf("%+v", x)
	}
	b.book(w.returned("", 0, 0)) // nothing is left, and nothing comes back
	w.only("card_return_open")
	w.verify()
}

// TestReturnSpentElsewhere: T1 takes the card back and pays 60.00 of 100.00; T2, cut off, sells for the 40.00 that it holds.
// Then no return has anything to pay any more, and what T2 sold settles the exception.
func TestReturnSpentElsewhere(t *testing.T) {
	w, a, b := spent(t)
	a.book(record.ShiftOpen{Float: 20000})
	a.book(record.Accept{Grant: a.grant(w.member, 5000)})
	a.book(w.returned("h", 5000, 5000))
	b.book(sale(w.member, "g", 2000))
	if got := w.openReturns(); len(got) != 1 || got[0] != 3000 {
		t.Fatalf("open: %v", got)
	}
	b.book(sale(w.member, "g", 3000))
	if got := w.openReturns(); got != nil {
		t.Fatalf("open: %v", got)
	}
	for _, x := range w.list() {
		if x.Kind == "card_return_open" && (x.By != "head office" || x.Result != "nothing of the member's principal is left to be paid out since T2-1-000003") {
			t.Errorf("%+v", x)
		}
	}
	w.verify()
}

// TestReturnAdjusted: head office takes what was left to be paid out.
func TestReturnAdjusted(t *testing.T) {
	w, _, b := spent(t)
	b.book(record.ShiftOpen{Float: 20000})
	b.book(w.returned("g", 5000, 5000))
	_, err := w.by("3001").Adjust("8801", []escrow.Amount{{Asset: ledger.Principal, Amount: -5000}}, "paid by hand")
	w.ok(err)
	if got := w.openReturns(); got != nil {
		t.Errorf("open: %v", got)
	}
	w.verify()
}

// TestReturnOfAMergedMember: the principal that was left is another member's now, and ends with theirs.
func TestReturnOfAMergedMember(t *testing.T) {
	w, _, b := spent(t)
	b.book(record.ShiftOpen{Float: 20000})
	b.book(w.returned("", 0, 10000))
	other := w.join("13900000009", "8802", 1000, 0)
	w.ok(w.s.update(t.Context(), func(tx *Tx) error { return tx.Merge(w.member, other, "3001", "one person", w.now) }))
	b.book(sale(w.member, "g", 5000))
	if got := w.openReturns(); len(got) != 1 || got[0] != 6000 {
		t.Fatalf("open: %v", got)
	}
	b.book(record.Accept{Grant: b.grant(other, 6000)})
	b.book(sale(other, "h", 6000))
	if got := w.openReturns(); got != nil {
		t.Errorf("open: %v", got)
	}
	w.verify()
}

// TestReturnsUnaware: two tills take one card back and know nothing of each other. Each says that what the other holds is
// left, and with the second one nothing is.
func TestReturnsUnaware(t *testing.T) {
	w, a, b := spent(t)
	for _, x := range []*till{a, b} {
		x.book(record.ShiftOpen{Float: 10000})
	}
	a.book(record.Accept{Grant: a.grant(w.member, 5000)})
	a.book(w.returned("h", 5000, 5000))
	if got := w.openReturns(); len(got) != 1 || got[0] != 5000 {
		t.Fatalf("open: %v", got)
	}
	b.book(w.returned("g", 5000, 5000))
	if got := w.openReturns(); got != nil {
		t.Fatalf("open: %v", got)
	}
	w.only("card_return_open")
	w.verify()
}

// TestReturnMissaid: more than the books have is never to be paid, whatever a broken till says.
func TestReturnMissaid(t *testing.T) {
	for name, c := range map[string]struct{ left, open money.Fen }{
		"all there is": {math.MaxInt64, 10000}, "below zero": {math.MinInt64, 0}, "nothing": {0, 0}, "a fen": {1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w, _, b := spent(t)
			b.book(w.returned("", 0, c.left))
			var got money.Fen
			for _, n := range w.openReturns() {
				got += n
			}
			if got != c.open {
				t.Errorf("%s is open, want %s", got, c.open)
			}
			w.verify()
		})
	}
}
