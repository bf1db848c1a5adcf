package store

import (
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// lost is a world whose T1 holds 50.00 of a member's 100.00, has 10.00 more on the way, and is declared lost.
func lost(t *testing.T) (w *world, a *till, waiting []byte) {
	t.Helper()
	w = newWorld(t, t.Name())
	a = w.enrol("S01", "T1")
	w.enrol("S01", "T2")
	w.member = w.join("13800000001", "8801", 10000, 0)
	a.book(record.Accept{Grant: a.grant(w.member, 5000)})
	waiting = a.grant(w.member, 1000)
	w.ok(w.s.Set("lost.days", "7"))
	v, err := w.by("9001").LoseTill("T1", "stolen")
	w.ok(err)
	if v.Fenced != lostNote {
		t.Errorf("%+v", v)
	}
	_, err = w.by("9001").LoseTill("T1", "again")
	want(t, err, pos.State, "no open epoch")
	for _, h := range w.holdings(w.member) {
		t.Errorf("a lost till counts as holding %+v", h)
	}
	return w, a, waiting
}

// house is what is on a house account, above zero what the house has paid.
func (w *world) house(reason string, asset ledger.Asset) (n int64) {
	w.t.Helper()
	w.ok(w.s.view(w.ctx(), func(t *Tx) error {
		a, err := t.account(ledger.House(reason, asset))
		n = -a.balance
		return err
	}))
	return n
}

// has wants a member to own so much, and so much of it to be available.
func (w *world) has(what string, owns, available money.Fen) {
	w.t.Helper()
	if v := w.view("13800000001"); v.Principal != owns || v.Available.Principal != available {
		w.t.Fatalf("%s: the member owns %s, of it available %s; expected %s and %s", what, v.Principal, v.Available.Principal, owns, available)
	}
}

// TestLostTill: what a lost till holds stays frozen for the dispute time; then the member has it back, once.
func TestLostTill(t *testing.T) {
	w, _, _ := lost(t)
	w.now = w.now.Add(7*24*time.Hour - time.Second)
	w.react()
	w.has("frozen", 10000, 4000)
	w.now = w.now.Add(time.Second)
	w.react()
	w.has("made whole", 10000, 10000)
	w.react()
	w.has("once", 10000, 10000)
	w.only("till_lost")
	if n := w.house("escrow_loss", ledger.Principal); n != 6000 {
		t.Errorf("the house stands for %d", n)
	}
	e, err := w.s.Exposure()
	w.ok(err)
	if e.Written != 6000 || e.Value != 0 || len(e.Places) != 1 || e.Places[0].Written != 6000 {
		t.Errorf("%+v", e)
	}
	if w.tills["T2"].grant(w.member, 10000) == nil {
		t.Error("what was given back is not granted elsewhere")
	}
	w.verify()
}

// TestLostTillComesBack: each kind of late record, after the member was made whole, and what the member and the house have
// in the end.
func TestLostTillComesBack(t *testing.T) {
	for _, c := range []struct {
		name  string
		late  func(w *world, waiting []byte) []record.Body
		owns  money.Fen // 100.00 were made good
		loses money.Fen // the house, in the end
		what  string
	}{
		{"a sale", func(w *world, _ []byte) []record.Body { return []record.Body{sale(w.member, "g", 3000)} }, 10000, 3000, "escrow_loss"},
		{"a return", func(w *world, _ []byte) []record.Body { return []record.Body{giveBack(w.member, 2000)} }, 10000, 0, ""},
		{"a top-up", func(w *world, _ []byte) []record.Body { return []record.Body{topUp(w.member, 3000)} }, 13000, 0, ""},
		{"a top-up that is spent there", func(w *world, _ []byte) []record.Body {
			return []record.Body{topUp(w.member, 3000), sale(w.member, "g", 3000)}
		}, 10000, 0, ""},
		{"a grant that was on its way, spent", func(w *world, waiting []byte) []record.Body {
			return []record.Body{record.Accept{Grant: waiting}, sale(w.member, "g", 6000)}
		}, 10000, 6000, "escrow_loss"},
		{"a grant that was on its way, declined", func(_ *world, waiting []byte) []record.Body {
			return []record.Body{record.Decline{Grant: waiting, Why: "withdrawn"}}
		}, 10000, 0, ""},
		{"more than there was", func(w *world, _ []byte) []record.Body { return []record.Body{sale(w.member, "g", 6500)} }, 10000, 6500, "suspense"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, a, waiting := lost(t)
			w.now = w.now.Add(8 * 24 * time.Hour)
			w.react()
			for _, b := range c.late(w, waiting) {
				a.book(b)
			}
			a.greet(wire.Position{}) // all is here
			w.react()
			w.has(c.name, c.owns, c.owns)
			e, err := w.s.Exposure()
			w.ok(err)
			if n := money.Fen(w.house("escrow_loss", ledger.Principal)+w.house("suspense", ledger.Principal)) - e.Written; n != c.loses && c.name != "a top-up" {
				t.Errorf("the house has lost %s, expected %s", n, c.loses)
			}
			kinds := map[string]bool{}
			for _, x := range w.list() {
				kinds[x.Kind] = true
				if x.Kind == "escrow_loss" && (x.Cost == 0 || x.Bearer != house || x.Member != w.member) {
					t.Errorf("%+v", x)
				}
			}
			if c.what != "" && !kinds[c.what] || c.what == "" && len(kinds) != 1 {
				t.Errorf("exceptions %v", kinds)
			}
			w.verify()
		})
	}
}

// TestLostTillInTime: its last record comes within the dispute time, and says what is left: that comes back at once, and the
// house has lost nothing.
func TestLostTillInTime(t *testing.T) {
	w, a, waiting := lost(t)
	a.book(record.Decline{Grant: waiting, Why: "withdrawn"})
	a.book(sale(w.member, "g", 3000))
	w.react()
	w.has("it may have more to tell", 7000, 5000)
	a.greet(wire.Position{})
	w.react()
	w.has("it has told all", 7000, 7000)
	w.verify()
}

// TestLostPoints: points are written off likewise, and what a late sale earns is no part of what it gives back.
func TestLostPoints(t *testing.T) {
	w := newWorld(t, t.Name())
	a := w.enrol("S01", "T1")
	w.member = w.join("13800000001", "8801", 0, 0)
	_, err := w.by("9001").Adjust("13800000001", []escrow.Amount{{Asset: ledger.Points, Amount: 50000}}, "r")
	w.ok(err)
	var blob []byte
	w.update(func(tx hub.Tx) (err error) {
		blob, err = tx.Grant("T1", a.epoch, w.member, "", []wire.Amount{{Asset: "points", Amount: 50000}}, w.now)
		return err
	})
	a.book(record.Accept{Grant: blob})
	_, err = w.by("9001").LoseTill("T1", "burnt")
	w.ok(err)
	w.now = w.now.Add(8 * 24 * time.Hour)
	w.react()
	if v := w.view("13800000001"); v.Points != 50000 || v.Available.Points != 50000 {
		t.Errorf("%+v", v)
	}
	late := sale(w.member, "g", 0)
	late.Paid = []record.Tender{{Kind: record.PointsT, Uses: []escrow.Use{{Lot: "g", Asset: ledger.Points, Amount: 30000}}}}
	late.Points = 20000
	a.book(late)
	if v := w.view("13800000001"); v.Points != 70000 || w.house("escrow_loss", ledger.Points) != 50000 {
		t.Errorf("what a late sale earns is the member's, whatever it spent: %+v", v)
	}
	w.verify()
}
