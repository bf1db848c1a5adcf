package store

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/fxamacker/cbor/v2"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// wantRight has HQ grant a receipt's refund right on demand, if it can.
func (x *till) wantRight(receipt string) (blob []byte) {
	x.w.t.Helper()
	x.w.ids++
	r := wire.Request{ID: fmt.Sprintf("q%d", x.w.ids), Holder: receipt, Refund: true}
	x.w.update(func(tx hub.Tx) error {
		if _, err := tx.Request(x.place, x.epoch, r, x.w.now); err != nil {
			return err
		}
		amounts, refusal, err := tx.Wanted(x.place, x.epoch, r, x.w.now)
		if err != nil || refusal != nil || len(amounts) == 0 {
			return err
		}
		blob, err = tx.Grant(x.place, x.epoch, receipt, r.ID, amounts, x.w.now)
		return err
	})
	return blob
}

func (w *world) holdings(holder string) (list []hub.Holding) {
	w.t.Helper()
	w.update(func(tx hub.Tx) (err error) {
		list, err = tx.Holdings(holder)
		return err
	})
	return list
}

// sold is a world in which T1 has sold for cash, and T2 wants to refund that.
func sold(t *testing.T) (w *world, a, b *till, receipt string) {
	w, a, b = counter(t)
	a.book(record.ShiftOpen{Float: 10000})
	b.book(record.ShiftOpen{Float: 10000})
	a.book(record.Sale{Total: 1000, Basket: "b", Paid: []record.Tender{{Kind: record.Cash, Amount: 1000}}})
	return w, a, b, "T1-1-000002"
}

func refund(receipt string) record.Refund {
	return record.Refund{Receipt: receipt, Total: 100, Back: []record.Back{{Kind: record.Cash, Amount: 100}}}
}

func TestRefundRightMovesByItsTill(t *testing.T) {
	w, a, b, receipt := sold(t)
	a.book(refund(receipt))
	if g := b.wantRight(receipt); g != nil {
		t.Fatal("the right is granted while the selling till has it")
	}
	if h := w.holdings(receipt); len(h) != 1 || h[0].Place != "T1" || h[0].Asset != "refund" || h[0].Escrow != 1 {
		t.Fatalf("%+v", h)
	}
	a.book(record.Release{Receipt: receipt, Recall: "r"})
	if h := w.holdings(receipt); len(h) != 0 {
		t.Fatalf("after its release: %+v", h)
	}
	b.book(record.Accept{Grant: b.wantRight(receipt)})
	if h := w.holdings(receipt); len(h) != 1 || h[0].Place != "T2" || h[0].Escrow != 1 {
		t.Fatalf("granted: %+v", h)
	}
	w.only()
	b.book(refund(receipt))
	b.book(refund(receipt)) // in parts
	w.only()
	a.book(refund(receipt))
	w.only("refund_right")
	b.book(record.Return{Recall: "r", Holder: receipt, Uses: []escrow.Use{{Lot: "g", Asset: ledger.Refund, Amount: 1}}})
	a.book(record.Accept{Grant: a.wantRight(receipt)})
	a.book(refund(receipt))
	w.only("refund_right")

	var body []byte
	w.update(func(tx hub.Tx) (err error) {
		body, _, err = tx.Ask("T2", "receipt", receipt)
		return err
	})
	var s record.Sold
	w.ok(cbor.Unmarshal(body, &s))
	if string(s.Record) != string(a.sent[1]) || len(s.Refunds) != 5 {
		t.Errorf("%d refunds", len(s.Refunds))
	}
	w.verify()
}

// TestToldWithItsRefunds: a refund that makes head office pay a claim right behind it is told all the same.
func TestToldWithItsRefunds(t *testing.T) {
	w, a, _ := counter(t)
	a.book(record.ShiftOpen{Float: 10000})
	a.book(record.Sale{Member: w.member, Total: 1000, Points: 10_0000, Basket: "b", Paid: []record.Tender{{Kind: record.Cash, Amount: 1000}}})
	r := refund("T1-1-000002")
	r.Member, r.Points = w.member, 10_0000
	a.book(r)
	w.update(func(tx hub.Tx) error {
		body, _, err := tx.Ask("T2", "receipt", r.Receipt)
		var s record.Sold
		if err == nil {
			err = cbor.Unmarshal(body, &s)
		}
		if err == nil && (len(s.Refunds) != 1 || string(s.Refunds[0]) != string(a.sent[2])) {
			t.Errorf("told of %d refunds, not of the one there was", len(s.Refunds))
		}
		return err
	})
	w.only()
	w.verify()
}

func TestRefundRightByDateAndOfAFencedTill(t *testing.T) {
	for name, end := range map[string]func(w *world, a *till){
		"by date": func(w *world, a *till) {
			a.book(record.Release{UpTo: 2})
			a.book(refund("T1-1-000002"))
			w.only("refund_right")
			w.ok(w.s.update(w.ctx(), func(t *Tx) error { _, err := t.tx.Exec("DELETE FROM exceptions"); return err }))
		},
		"fenced": func(w *world, _ *till) { w.enrol("S01", "T1") },
	} {
		t.Run(name, func(t *testing.T) {
			w, a, b, receipt := sold(t)
			if b.wantRight(receipt) != nil {
				t.Fatal("granted too early")
			}
			end(w, a)
			if h := w.holdings(receipt); len(h) != 0 {
				t.Fatalf("%+v", h)
			}
			g := b.wantRight(receipt)
			if g == nil {
				t.Fatal("head office doesn't take it over")
			}
			if b.wantRight(receipt) != nil {
				t.Fatal("granted twice")
			}
			b.book(record.Accept{Grant: g})
			b.book(refund(receipt))
			w.only()
			a.book(refund(receipt))
			w.only("refund_right")
			if name == "fenced" { // it had answered a recall before it was fenced
				a.book(record.Release{Receipt: receipt})
				w.only("refund_right", "malformed")
				if w.holdings(receipt)[0].Place != "T2" || b.wantRight(receipt) != nil {
					t.Error("the right is there twice")
				}
			}
			w.verify()
		})
	}
}

func TestRefundsToLookAt(t *testing.T) {
	w, a, b, receipt := sold(t)
	a.book(record.Refund{Total: 2500, Member: w.member, Back: []record.Back{{Kind: record.Cash, Amount: 100}}})
	w.only("refund_blind")
	for _, number := range []string{receipt, "T9-1-000001", "T1-1-000009", "nonsense", "T1-01-000002"} {
		b.book(refund(number))
	}
	w.only("refund_blind", "refund_right", "refund_right", "refund_right", "refund_right", "refund_right")
	list := w.list()
	if list[0].Amount != 2500 || list[0].Bearer != house || list[0].Member != w.member || list[1].Amount != 100 || list[1].Till != "T2" {
		t.Errorf("%+v, %+v", list[0], list[1])
	}
	b.book(record.Release{Receipt: receipt}) // not its own to release
	if w.holdings(receipt)[0].Place != "T1" {
		t.Error("a till has released another's right")
	}
	w.verify()
}

// TestRefundRightIsAtOnePlace: whatever is released, granted, accepted, declined, returned, fenced and asked for, in any
// order, at most one place has a receipt's right: as its own, in a grant, in escrow, or at head office.
func TestRefundRightIsAtOnePlace(t *testing.T) {
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		file := fmt.Sprintf("%s%s-%d", sqlite.Memory, t.Name(), run)
		keep, err := sqlite.Open(file, migrations())
		if err != nil {
			rt.Fatal(err)
		}
		defer keep.Close()
		w := createWorld(rt, file)
		defer w.s.Close()
		tills := []*till{w.enrol("S01", "T1"), w.enrol("S01", "T2"), w.enrol("S01", "T3")}
		seller := tills[0]
		for _, x := range tills {
			x.book(record.ShiftOpen{Float: 1_000_000})
		}
		seller.book(record.Sale{Total: 1000, Basket: "b", Paid: []record.Tender{{Kind: record.Cash, Amount: 1000}}})
		const receipt = "T1-1-000002"
		own, fenced := true, false // the seller thinks it has the right as its own; it is lost
		held, grants := map[*till]bool{}, map[*till][][]byte{}
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			x := rapid.SampledFrom(tills).Draw(rt, "till")
			switch rapid.IntRange(0, 6).Draw(rt, "what") {
			case 0:
				if fenced && x == seller {
					continue
				}
				if g := x.wantRight(receipt); g != nil {
					grants[x] = append(grants[x], g)
				}
			case 1, 2:
				if n := len(grants[x]); n > 0 {
					g := grants[x][n-1]
					grants[x] = grants[x][:n-1]
					if held[x] = rapid.Bool().Draw(rt, "accept"); held[x] {
						x.book(record.Accept{Grant: g})
					} else {
						x.book(record.Decline{Grant: g, Why: "drawn"})
					}
				}
			case 3:
				if held[x] {
					held[x] = false
					x.book(record.Return{Recall: "r", Holder: receipt, Uses: []escrow.Use{{Lot: "g", Asset: ledger.Refund, Amount: 1}}})
				}
			case 4:
				if own {
					own = false
					seller.book(record.Release{Receipt: receipt, Recall: "r"})
				}
			case 5:
				if own {
					own = false
					seller.book(record.Release{UpTo: seller.seq})
				}
			case 6:
				if own && rapid.IntRange(0, 3).Draw(rt, "fence") == 0 {
					w.enrol("S01", "T1") // the seller is lost: what it still thinks it has is an exception if used
					own, fenced = false, true
				}
			}
			places := 0
			if own {
				places++
			}
			for _, x := range tills {
				if held[x] {
					places++
				}
				places += len(grants[x])
			}
			w.ok(w.s.view(w.ctx(), func(t *Tx) error {
				a, err := t.account(ledger.Available(receipt, ledger.Refund))
				places += int(a.balance)
				return err
			}))
			if places > 1 {
				rt.Fatalf("the right is at %d places", places)
			}
			for _, x := range tills {
				if held[x] || own && x == seller {
					n := len(w.exceptions())
					x.book(refund(receipt))
					if len(w.exceptions()) != n {
						rt.Fatalf("%s has the right and is accused", x.place)
					}
				}
			}
		}
		w.verify()
	})
}
