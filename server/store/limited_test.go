package store

import (
	"fmt"
	"testing"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/pos/rules"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// limits publishes rules with one promotion of so many pieces, at a store or everywhere.
func (w *world) limits(quantity int, stores ...string) {
	w.t.Helper()
	price := money.Fen(500)
	_, err := w.s.PutRules(rules.Document{TopUp: rules.TopUp{Mode: rules.Highest}, Promotions: []rules.Promotion{{
		ID: "five", Name: "n", Kind: rules.Price, Price: &price, What: rules.Scope{Products: []string{"1"}}, Where: rules.Where{Stores: stores}, Limit: rules.Limit{Quantity: quantity}}}}, w.now)
	w.ok(err)
}

const five = "promotion.five"

// share has a till's share of the promotion granted and taken in, and returns what should go back.
func (x *till) share() (gets, back int64) {
	x.w.t.Helper()
	var blob []byte
	x.w.update(func(tx hub.Tx) error {
		amounts, err := tx.Share(x.place, x.epoch, five, x.w.now)
		if err != nil || len(amounts) == 0 {
			return err
		}
		if gets = amounts[0].Amount; gets < 0 {
			gets, back = 0, -gets
			return nil
		}
		blob, err = tx.Grant(x.place, x.epoch, five, "", amounts, x.w.now)
		return err
	})
	if blob != nil {
		x.book(record.Accept{Grant: blob})
	}
	return gets, back
}

// sell uses pieces of what the till holds.
func (x *till) sell(n int64) {
	x.w.t.Helper()
	x.book(record.Sale{Total: 1, Paid: []record.Tender{{Kind: record.Cash, Amount: 1}}, Basket: "b",
		Used: []record.Used{{Holder: five, Uses: []escrow.Use{{Lot: "l", Asset: ledger.Uses, Amount: n}}}}})
}

// left is what there is of the promotion: at head office, at tills, used.
func (w *world) left() string {
	w.t.Helper()
	var s supply
	w.ok(w.s.update(w.ctx(), func(t *Tx) (err error) {
		s, _, err = t.supply(five, w.now)
		return err
	}))
	return fmt.Sprintf("%d %d %d", s.available, s.out, s.gone)
}

// TestQuantity: of a promotion's quantity each till gets an equal part of the half, and one at least while there are some; what
// is raised is there at once, what is lowered as far as it is not out; and what a lost till held is never sold a second time.
func TestQuantity(t *testing.T) {
	w := newWorld(t, t.Name())
	x, y, z := w.enrol("S01", "T1"), w.enrol("S01", "T2"), w.enrol("S02", "T3")
	w.limits(20)
	left := func(want string) {
		t.Helper()
		if got := w.left(); got != want {
			t.Fatalf("left %s, want %s", got, want)
		}
	}
	left("20 0 0")
	for _, till := range []*till{x, y, z} {
		if gets, _ := till.share(); gets != 3 { // half of 20 for three
			t.Errorf("%s gets %d", till.place, gets)
		}
	}
	if gets, back := x.share(); gets != 0 || back != 0 {
		t.Errorf("again: gets %d, gives back %d", gets, back)
	}
	left("11 9 0")
	x.sell(2)
	left("11 7 2")
	if gets, _ := x.share(); gets != 2 {
		t.Errorf("filled up by %d", gets)
	}

	w.limits(8)
	left("0 9 2") // eleven are out or used already
	w.limits(30)
	left("19 9 2")
	if d := y.ask(wire.Request{ID: "r", Holder: five, Uses: 100}); d.Grant == nil {
		t.Errorf("asked for more than there is: %+v", d)
	} else {
		y.book(record.Accept{Grant: d.Grant})
	}
	left("0 28 2")
	if d := x.ask(wire.Request{ID: "other", Holder: "promotion.six", Uses: 1}); d.Refused == nil || d.Refused.Code != "not_found" {
		t.Errorf("of no promotion: %+v", d)
	}

	// Where it doesn't hold it doesn't stand, and goes back; what it lacks at a till that is lost it lacks for good.
	w.limits(30, "S02")
	if _, back := x.share(); back != 3 {
		t.Errorf("T1 gives back %d", back)
	}
	w.limits(30)
	w.ok(w.s.Set("lost.days", "0"))
	_, err := w.by("9001").LoseTill("T2", "stolen")
	w.ok(err)
	w.react()
	left("0 6 24")
	w.verify()
}

// TestCouponPIN: a coupon's PIN is nowhere in the books.
func TestCouponPIN(t *testing.T) {
	w := newWorld(t, t.Name())
	x := w.enrol("S01", "T1")
	_, err := w.s.PutRules(rules.Document{TopUp: rules.TopUp{Mode: rules.Highest}, Coupons: []rules.Coupon{{ID: "c", Name: "n", Prefix: "21", Amount: 500}}}, w.now)
	w.ok(err)
	list, err := w.s.MakeCoupons("c", 2, true, w.now)
	w.ok(err)
	c := list[0]
	var found int
	w.ok(w.s.view(w.ctx(), func(t *Tx) error {
		return t.tx.QueryRow("SELECT count(*) FROM coupons WHERE instr(hex(pin), hex(?1)) OR instr(number, ?1)", c.PIN).Scan(&found)
	}))
	if found != 0 {
		t.Error("the PIN can be read")
	}
	ask := func(id, pin string) string {
		d := x.ask(wire.Request{ID: id, Holder: "coupon." + c.Number, Uses: 1, PIN: pin})
		if d.Refused != nil {
			return d.Refused.Code
		}
		return "granted"
	}
	for i, try := range []struct{ pin, want string }{{"", "forbidden"}, {list[1].PIN, "forbidden"}, {c.PIN, "granted"}} {
		if got := ask(fmt.Sprint(i), try.pin); got != try.want {
			t.Errorf("with %q: %s, want %s", try.pin, got, try.want)
		}
	}
	if _, err := w.s.MakeCoupons("d", 1, true, w.now); err == nil {
		t.Error("coupons of no batch were made")
	}
	w.verify()
}
