package store

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/sqlite"
)

// owes is what a member owns and owes.
func (w *world) owns(member string) (b pos.Balance) {
	w.t.Helper()
	w.ok(w.s.view(w.ctx(), func(t *Tx) (err error) {
		b, err = t.owned(member)
		return err
	}))
	return b
}

func points(n money.Points) record.Reward { return record.Reward{Points: n, Reason: "r"} }

// TestEarningPaysADebt: points taken back that were spent already are a claim; the next earning pays it first.
func TestEarningPaysADebt(t *testing.T) {
	w, x := start(t)
	earn := func(n money.Points) {
		r := points(n)
		r.Member = w.member
		x.book(r)
	}
	earn(30_0000)
	x.book(record.Deduct{Member: w.member, Points: 50_0000, Reason: "taken back"})
	if b := w.owns(w.member); b.Points != 0 || b.Owes().Points != 20_0000 {
		t.Fatalf("after a claim of 50 on 30: %+v, %+v", b, b.Owes())
	}
	earn(15_0000)
	if b := w.owns(w.member); b.Points != 0 || b.Owes().Points != 5_0000 {
		t.Errorf("after 15 more: %+v, %+v", b, b.Owes())
	}
	earn(15_0000)
	if b := w.owns(w.member); b.Points != 10_0000 || b.Owed != nil {
		t.Errorf("after 15 more: %+v, %+v", b, b.Owes())
	}
	if v := w.view("8801"); v.Owed != 0 || v.Points != 10_0000 {
		t.Errorf("%+v", v)
	}
	w.only()
	w.verify()
}

// TestOverpaid: a till pays a claim that it knows of, which head office has taken from what was available meanwhile. It is
// not accused, the claim doesn't go below nothing, and what it paid is the member's.
func TestOverpaid(t *testing.T) {
	w, x := start(t)
	x.book(record.Withdraw{Member: w.member, Amount: 0, Claim: 500})
	bonus := func(pays money.Fen) record.Convert {
		return record.Convert{Member: w.member, Bonus: 800, Pays: pays}
	}
	y := w.enrol("S01", "T2")
	x.book(bonus(500)) // pays all of it, before head office knows of the other
	if b := w.owns(w.member); b.Owed != nil || b.Bonus != 300 {
		t.Fatalf("%+v", b)
	}
	if a := y.book(bonus(500)); a.Fenced != "" {
		t.Fatalf("the second till was fenced: %s", a.Fenced)
	}
	if b := w.owns(w.member); b.Owed != nil || b.Bonus != 300+800 {
		t.Errorf("after both have paid: %+v", b)
	}
	w.only()
	w.verify()
}

// TestLoweredClaimIsNotPaid: a till that lowers a claim without paying it is broken, and gives the member nothing.
func TestLoweredClaimIsNotPaid(t *testing.T) {
	w, x := start(t)
	r, err := record.New(x.header(), record.Drawer{Reason: "r"})
	w.ok(err)
	r.Postings = ledger.Entry{}.Move(ledger.Owed(w.member, ledger.Points), ledger.House("claims", ledger.Points), 70_0000)
	bytes := x.seal(r)
	if a := x.push(x.seq, bytes); a.Fenced == "" {
		t.Error("the till goes on")
	}
	if b := w.owns(w.member); b.Points != 0 || b.Owed != nil {
		t.Errorf("%+v", b)
	}
	w.only("suspense")
	w.verify()
}

// float gives a till 500.00 of house money.
func (x *till) float() {
	x.w.t.Helper()
	x.w.ok(x.w.s.Set("float.place", "500.00"))
	var blob []byte
	x.w.ok(x.w.s.update(x.w.ctx(), func(t *Tx) error {
		amounts, err := t.Share(x.place, 1, ledger.TheHouse, x.w.now)
		if err == nil {
			blob, err = t.Grant(x.place, 1, ledger.TheHouse, "", amounts, x.w.now)
		}
		return err
	}))
	x.book(record.Accept{Grant: blob})
}

// drawn is a sale that house float pays.
func drawn(member string, n money.Fen) record.Sale {
	return record.Sale{Member: member, Total: n, Basket: "b", Paid: []record.Tender{{Kind: record.FloatT, Amount: n,
		Uses: []escrow.Use{{Lot: "f", Asset: ledger.Principal, Amount: int64(n)}}}}}
}

// TestTopUpPaysFloat: a till's top-up pays house float that the member owes. A second till that pays what the first has
// paid meanwhile is not accused, and what was paid twice is the member's.
func TestTopUpPaysFloat(t *testing.T) {
	w, x := start(t) // 50.00 available, 30.00 in T1's escrow
	y := w.enrol("S01", "T2")
	x.float()
	x.book(drawn(w.member, 6000))
	if b := w.owns(w.member); b.Principal != 3000 || b.Owes().Value != 1000 {
		t.Fatalf("after 60.00 of float: %+v, %+v", b, b.Owes())
	}
	top := record.TopUp{Member: w.member, Principal: 3000, PaysValue: 1000, Tender: record.Cash}
	x.book(top)
	if b := w.owns(w.member); b.Principal != 3000+2000 || b.Owed != nil {
		t.Fatalf("after a top-up of 30.00 that paid 10.00: %+v, %+v", b, b.Owes())
	}
	if a := y.book(top); a.Fenced != "" {
		t.Fatalf("the second till was fenced: %s", a.Fenced)
	}
	if b := w.owns(w.member); b.Principal != 5000+3000 || b.Owed != nil {
		t.Errorf("after both have paid: %+v, %+v", b, b.Owes())
	}
	w.only()
	w.verify()
}

// TestFloat: house float becomes a claim that what comes back pays, principal first, then bonus; what the member doesn't own
// anywhere is a loss that a person looks at, once, with its amount.
func TestFloat(t *testing.T) {
	w, x := start(t) // 50.00 available, 30.00 in T1's escrow
	x.float()
	x.book(drawn(w.member, 6000))
	if b := w.owns(w.member); b.Principal != 3000 || b.Owes().Value != 1000 {
		t.Fatalf("after 60.00 of float: %+v, %+v", b, b.Owes())
	}
	w.only()
	w.ok(w.s.view(w.ctx(), func(tx *Tx) error {
		st, err := tx.Standing(w.member, w.now)
		if len(st.Keep)+len(st.Grant) > 0 {
			t.Errorf("something of a member who owes stands: %+v", st)
		}
		return err
	}))
	x.book(sale(w.member, "g", 2500))
	x.book(sale(w.member, "g", 100))
	w.only("float_loss")
	if list := w.list(); list[0].Amount != 600 || list[0].Member != w.member || list[0].Cost != 600 || list[0].Bearer != house {
		t.Errorf("%+v", list[0])
	}
	x.book(record.Return{Recall: "r", Holder: w.member, Uses: []escrow.Use{{Lot: "g", Asset: ledger.Principal, Amount: 400}}})
	if b := w.owns(w.member); b.Principal != 0 || b.Owes().Value != 600 {
		t.Errorf("after what was left came back: %+v, %+v", b, b.Owes())
	}
	w.verify()
}

// TestFloatLosses: each receipt that drew float and isn't covered is an exception of its own. What is paid pays the oldest;
// what is paid whole ends its exception.
func TestFloatLosses(t *testing.T) {
	w, x := start(t) // 50.00 available, 30.00 in T1's escrow
	x.float()
	x.book(sale(w.member, "g", 3000))
	is := func(when string, want ...money.Fen) {
		t.Helper()
		var got []money.Fen
		for _, e := range w.list() {
			if e.Settled != "" {
				continue
			}
			got = append(got, e.Amount)
			if e.Kind != "float_loss" || e.Cost != e.Amount || e.Member != w.member {
				t.Errorf("%s: %+v", when, e)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v is lost, want %v", when, got, want)
		}
	}
	pay := func(n money.Fen) {
		x.book(record.TopUp{Member: w.member, Principal: n, PaysValue: n, Tender: record.Cash})
	}
	x.book(drawn(w.member, 9000))
	first := fmt.Sprintf("T1-1-%06d", x.seq)
	is("40.00 beyond what is owned", 4000)
	x.book(drawn(w.member, 3000))
	is("30.00 more by another receipt", 4000, 3000)
	if list := w.list(); list[0].Receipt != first || list[1].Receipt == first {
		t.Errorf("%+v", list)
	}
	pay(1500)
	is("15.00 paid", 2500, 3000)
	pay(2500)
	is("the first paid whole", 3000)
	_, err := w.by("3001").Settle(Settlement{Exception: w.list()[1].ID, Note: "seen"})
	w.ok(err)
	x.book(drawn(w.member, 500))
	is("a person has seen one, and there is another", 500)
	pay(3500)
	is("all paid")
	x.book(drawn(w.member, 700))
	is("a new one that is smaller", 700)
	_, err = w.by("3001").Adjust("8801", []escrow.Amount{{Asset: ledger.Principal, Amount: 700}}, "a gift")
	w.ok(err)
	is("paid by what head office gives")
	w.verify()
}

// TestFloatGivenBack: house float that was paid out of bonus comes back as bonus when its sale is refunded. Otherwise bonus
// could be made principal, which is paid out in cash.
func TestFloatGivenBack(t *testing.T) {
	w, x := start(t) // 50.00 available, 30.00 in T1's escrow
	x.float()
	x.book(record.Convert{Member: w.member, Bonus: 2000})
	x.book(record.Return{Recall: "r", Holder: w.member, Uses: []escrow.Use{{Lot: "c", Asset: ledger.Bonus, Amount: 2000}}})
	before := w.owns(w.member)
	x.book(drawn(w.member, 6000))
	if b := w.owns(w.member); b.Principal != 3000 || b.Bonus != 1000 || b.Owed != nil {
		t.Fatalf("60.00 of float, of 50.00 + 20.00 available: %+v", b)
	}
	back := func(n money.Fen) {
		x.book(record.Refund{Receipt: "T1-1-000099", Member: w.member, Total: n, Back: []record.Back{{Kind: record.FloatT, Amount: n}}})
	}
	back(500)
	if b := w.owns(w.member); b.Principal != 3000 || b.Bonus != 1500 {
		t.Errorf("after 5.00 of it came back: %+v", b)
	}
	back(5500)
	if b := w.owns(w.member); b != before {
		t.Errorf("after all of it came back: %+v, before %+v", b, before)
	}
	w.verify()
}

// TestClaimsInAnyOrder: claims and credits of one asset come out the same in whatever order they come from the tills, no
// claim stands beside available value that could pay it, and nothing is ever below zero.
func TestClaimsInAnyOrder(t *testing.T) {
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
		member := w.join("13800000001", "8801", 0, 0)
		tills := []*till{w.enrol("S01", "T1"), w.enrol("S01", "T2")}
		net := money.Points(0)
		for range rapid.IntRange(1, 15).Draw(rt, "steps") {
			x := rapid.SampledFrom(tills).Draw(rt, "till")
			n := money.Points(rapid.Int64Range(1, 100).Draw(rt, "points"))
			switch rapid.IntRange(0, 2).Draw(rt, "what") {
			case 0:
				x.book(record.Reward{Member: member, Points: n, Reason: "r"})
				net += n
			case 1:
				x.book(record.Deduct{Member: member, Points: n, Reason: "r"})
				net -= n
			case 2: // points of a points tender given back, which pay a claim known there: it may be paid already
				r := x.book(record.Refund{Member: member, Back: []record.Back{{Kind: record.PointsT, Points: n}}, Pays: record.Claims{Points: n}})
				net += n
				if r.Fenced != "" {
					rt.Fatalf("fenced: %s", r.Fenced)
				}
			}
			b := w.owns(member)
			if got := b.Points - b.Owes().Points; got != net || b.Points > 0 && b.Owed != nil {
				rt.Fatalf("owns %s and owes %s; the records come to %s", b.Points, b.Owes().Points, net)
			}
		}
		w.verify()
	})
}
