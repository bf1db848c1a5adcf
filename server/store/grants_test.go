package store

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// ask is what the hub does with a request that need not wait.
func (x *till) ask(r wire.Request) (d hub.Decision) {
	x.w.t.Helper()
	x.w.update(func(tx hub.Tx) (err error) {
		if d, err = tx.Request(x.place, x.epoch, r, x.w.now); err != nil || !d.Open {
			return err
		}
		amounts, refusal, err := tx.Wanted(x.place, x.epoch, r, x.w.now)
		if err != nil {
			return err
		}
		if refusal != nil {
			d = hub.Decision{Refused: refusal}
			return tx.Refuse(r.ID, refusal.Code, refusal.Message, x.w.now)
		}
		b, err := tx.Grant(x.place, x.epoch, r.Holder, r.ID, amounts, x.w.now)
		d = hub.Decision{Grant: b}
		return err
	})
	return d
}

func TestRequestGetsItsFirstAnswer(t *testing.T) {
	w := newWorld(t, t.Name())
	x, y := w.enrol("S01", "T1"), w.enrol("S01", "T2")
	m := w.join("13800000001", "8801", 10000, 1000)
	w.join("13800000002", "8802", 0, 0)

	r := wire.Request{ID: "r1", Holder: m, Card: "8801", Value: 10500}
	first := x.ask(r)
	g, err := escrow.Read(first.Grant)
	w.ok(err)
	want := []escrow.Amount{{Asset: ledger.Principal, Amount: 10000}, {Asset: ledger.Bonus, Amount: 500}}
	if diff := cmp.Diff(want, g.Amounts); diff != "" || g.Request != "r1" {
		t.Errorf("granted for %q:\n%s", g.Request, diff)
	}
	if again := x.ask(r); !bytes.Equal(again.Grant, first.Grant) {
		t.Error("the repeat got another grant")
	}
	for range 2 {
		for _, other := range []func() hub.Decision{
			func() hub.Decision { return x.ask(wire.Request{ID: "r1", Holder: m, Card: "8801", Value: 1}) },
			func() hub.Decision { return y.ask(r) },
		} {
			if d := other(); d.Refused == nil || d.Refused.Code != "conflict" {
				t.Errorf("another body under the id: %+v", d)
			}
		}
	}
	if diff := cmp.Diff([]string{"id_reused"}, w.exceptions()); diff != "" {
		t.Errorf("exceptions:\n%s", diff)
	}
	if again := x.ask(r); !bytes.Equal(again.Grant, first.Grant) {
		t.Error("after another body the first answer is gone")
	}
	for _, c := range []struct {
		r    wire.Request
		code string
	}{
		{wire.Request{ID: "n1", Holder: "nobody", Value: 1}, "not_found"},
		{wire.Request{ID: "n2", Holder: m, Card: "9999", Value: 1}, "not_found"},
		{wire.Request{ID: "n3", Holder: m, Card: "8802", Value: 1}, "state"},
	} {
		refused := x.ask(c.r)
		if refused.Refused == nil || refused.Refused.Code != c.code {
			t.Fatalf("%+v: %+v", c.r, refused)
		}
		if diff := cmp.Diff(refused, x.ask(c.r)); diff != "" {
			t.Errorf("a repeated refusal differs:\n%s", diff)
		}
	}
	w.ok(w.s.update(t.Context(), func(tx *Tx) error {
		_, err := tx.tx.Exec("UPDATE cards SET status = 'lost' WHERE number = '8801'")
		return err
	}))
	if d := x.ask(wire.Request{ID: "n4", Holder: m, Card: "8801", Value: 1}); d.Refused == nil || d.Refused.Code != "state" {
		t.Errorf("by a lost card: %+v", d)
	}
	if again := x.ask(r); !bytes.Equal(again.Grant, first.Grant) {
		t.Error("the repeat got another answer once the card was lost")
	}
	w.ok(w.s.Update(func(tx hub.Tx) error { return tx.Refuse("r1", "state", "too late", w.now) }))
	if again := x.ask(r); !bytes.Equal(again.Grant, first.Grant) {
		t.Error("what was granted was refused afterwards")
	}
	if err := w.s.Update(func(tx hub.Tx) error {
		_, err := tx.Grant("T1", 1, m, "r1", []wire.Amount{{Asset: "bonus", Amount: 1}}, w.now)
		return err
	}); err == nil {
		t.Error("a request was granted twice")
	}
	w.verify()
}

func TestWithdraw(t *testing.T) {
	w := newWorld(t, t.Name())
	x := w.enrol("S01", "T1")
	m := w.join("13800000001", "8801", 10000, 0)
	withdraw := func(id string) (d hub.Decision) {
		w.update(func(tx hub.Tx) (err error) { d, err = tx.Withdraw("T1", 1, id, w.now); return err })
		return d
	}
	granted := x.ask(wire.Request{ID: "granted", Holder: m, Value: 100})
	if d := withdraw("granted"); !bytes.Equal(d.Grant, granted.Grant) {
		t.Errorf("withdrawn after it was granted: %+v", d)
	}
	for range 2 {
		if d := withdraw("early"); d.Refused == nil || d.Refused.Message != "withdrawn" {
			t.Errorf("withdrawn before it came: %+v", d)
		}
		if d := x.ask(wire.Request{ID: "early", Holder: m, Value: 100}); d.Refused == nil || d.Refused.Message != "withdrawn" {
			t.Errorf("came after it was withdrawn: %+v", d)
		}
	}
	if v := w.view("8801"); v.Available.Principal != 9900 || len(w.exceptions()) != 0 {
		t.Errorf("%+v %v", v, w.exceptions())
	}
}

func TestGrantsLife(t *testing.T) {
	w := newWorld(t, t.Name())
	x := w.enrol("S01", "T1")
	m := w.join("13800000001", "8801", 10000, 0)
	states := func() (s string) {
		for _, g := range w.view("8801").Granted {
			s += g.State + " " + g.Amount + " "
		}
		return s + w.view("8801").Available.Principal.String()
	}
	transit := func() (n int) {
		w.update(func(tx hub.Tx) error { b, err := tx.InTransit("T1", 1); n = len(b); return err })
		return n
	}
	check := func(when, want string, n int) {
		t.Helper()
		if got := states(); got != want || transit() != n {
			t.Errorf("%s: %s, %d in transit; want %s, %d", when, got, transit(), want, n)
		}
		if v, err := w.s.Till("T1"); err != nil || v.Unsettled != n {
			t.Errorf("%s: till %+v, %v", when, v, err)
		}
	}
	a, b := x.grant(m, 6000), x.grant(m, 3000)
	check("two grants", "transit 90.00 10.00", 2)
	x.book(record.Accept{Grant: a})
	check("one accepted", "held 60.00 transit 30.00 10.00", 1)
	accepted := w.now
	want := []HeldFor{{Member: m, Name: w.view("8801").Name, Phone: "13800000001", Epoch: 1, Principal: 9000, Since: stamp(accepted.UnixMilli())}}
	if all, err := w.s.HeldAt("T1"); err != nil || !slices.Equal(all, want) {
		t.Errorf("at T1 stands %+v, %v; want %+v", all, err, want)
	}
	w.now = w.now.Add(time.Hour)
	x.book(record.TopUp{Member: m, Principal: 100, Tender: record.Cash})
	x.book(sale(m, "g", 100))
	if g := w.view("8801").Granted[0]; g.Since != stamp(accepted.UnixMilli()) {
		t.Errorf("held since %s, want %s: it never was zero", g.Since, accepted)
	}
	x.book(record.Decline{Grant: b, Why: "withdrawn"})
	check("one declined", "held 60.00 40.00", 0)
	x.book(sale(m, "g", 1000))
	x.book(record.Return{Recall: "r", Holder: m, Uses: []escrow.Use{{Lot: "g", Asset: ledger.Principal, Amount: 2000}}})
	check("spent and returned", "held 30.00 60.00", 0)
	w.enrol("S01", "T1")
	if got := states(); got != "frozen 30.00 60.00" {
		t.Errorf("enrolled anew: %s", got)
	}
	w.update(func(tx hub.Tx) error {
		if list, err := tx.Holdings(m); len(list) != 0 || err != nil {
			t.Errorf("a closed epoch holds %v, %v", list, err)
		}
		return nil
	})
	if v := w.verify(); v.Accounts != 7 {
		t.Errorf("%d accounts, want 7: of transit none is left", v.Accounts)
	}
	if err := w.s.Update(func(tx hub.Tx) error {
		_, err := tx.Grant("T1", 1, m, "", []wire.Amount{{Asset: "principal", Amount: 1}}, w.now)
		return err
	}); err == nil {
		t.Error("a grant for a closed epoch")
	}
	w.verify()
}

// TestGrantTakenInPart: only the postings say that a grant has ended, and only when all of it has left transit.
func TestGrantTakenInPart(t *testing.T) {
	w := newWorld(t, t.Name())
	x := w.enrol("S01", "T1")
	m := w.join("13800000001", "8801", 10000, 1000)
	blob := x.grant(m, 11000)
	g, err := escrow.Read(blob)
	w.ok(err)
	for i, asset := range []ledger.Asset{ledger.Principal, ledger.Bonus} {
		r := record.Record{Header: x.header(), Body: []byte{0xa0}, Postings: ledger.Entry{}.Move(g.Transit(asset), ledger.Escrow(m, asset, "T1", 1), g.Amounts[i].Amount)}
		r.Kind = "half"
		b := x.seal(r)
		x.push(x.seq, b)
		w.update(func(tx hub.Tx) error {
			if blobs, err := tx.InTransit("T1", 1); len(blobs) != 1-i || err != nil {
				t.Errorf("after %s was taken: %d in transit, %v", asset, len(blobs), err)
			}
			return nil
		})
	}
	w.verify()
}

// TestHoldersThatAreNone: a till may ask for anybody; that must not fail what others do in the same transaction.
func TestHoldersThatAreNone(t *testing.T) {
	w := newWorld(t, t.Name())
	w.enrol("S01", "T1")
	w.join("13800000001", "8801", 10000, 0)
	for _, holder := range []string{"", ":", "a:b", "nobody", "m\x00", "S01", "opening"} {
		w.update(func(tx hub.Tx) error {
			available, err := tx.Available(holder)
			w.ok(err)
			for _, a := range available {
				if a.Amount != 0 {
					t.Errorf("%q has %+v", holder, a)
				}
			}
			if h, err := tx.Holdings(holder); len(h) != 0 || err != nil {
				t.Errorf("%q: %v, %v", holder, h, err)
			}
			if st, err := tx.Standing(holder, w.now); st.Home != "" || err != nil {
				t.Errorf("%q: %v, %v", holder, st, err)
			}
			_, refusal, err := tx.Wanted("T1", 1, wire.Request{ID: "r", Holder: holder, Value: 1}, w.now)
			if refusal == nil {
				t.Errorf("%q may be granted something", holder)
			}
			return err
		})
	}
}

// TestReact: a reactor reads so many records at a time, each once.
func TestReact(t *testing.T) {
	w, _ := start(t)
	for i := range 4 {
		w.update(func(tx hub.Tx) error {
			if done, err := tx.React(1, w.now); done != (i == 3) || err != nil {
				t.Errorf("step %d: done %v, %v", i, done, err)
			}
			return nil
		})
	}
	w.update(func(tx hub.Tx) error { _, err := tx.React(1, w.now); return err })
	if v := w.view("8801"); v.Entries != 4 {
		t.Errorf("%d entries, want 4: opening, grant, accept, sale", v.Entries)
	}
}

func standing(w *world, m string) (st hub.Standing) {
	w.t.Helper()
	w.ok(w.s.CatchUp(w.ctx(), w.now))
	w.update(func(tx hub.Tx) (err error) { st, err = tx.Standing(m, w.now); return err })
	return st
}

func TestStanding(t *testing.T) {
	w := newWorld(t, t.Name())
	early := w.join("13800000001", "8801", 10000, 0)
	if st := standing(w, early); st.Home != "" || len(st.Grant) != 0 {
		t.Errorf("before any till is enrolled: %+v", st)
	}
	x := w.enrol("S01", "T1")
	y := w.enrol("S01", "T2")
	want := hub.Standing{Home: "T1", Epoch: 1, Grant: []wire.Amount{{Asset: "principal", Amount: 5000}}, Keep: map[string]int64{"principal": 0, "bonus": 0}}
	if diff := cmp.Diff(want, standing(w, early)); diff != "" {
		t.Errorf("at home at the store's first till:\n%s", diff)
	}
	give := func(x *till, amount money.Fen) string {
		b := x.grant(early, amount)
		x.book(record.Accept{Grant: b})
		g, err := escrow.Read(b)
		w.ok(err)
		return g.ID
	}
	lot := give(x, 5000)
	if st := standing(w, early); len(st.Grant) != 0 || st.Keep["principal"] != 5000 {
		t.Errorf("filled up: %+v", st)
	}
	x.book(sale(early, lot, 4000)) // one payment of 40.00: that much should stand
	if st := standing(w, early); cmp.Diff(st.Grant, []wire.Amount{{Asset: "principal", Amount: 3000}}) != "" || st.Keep["principal"] != 1000 {
		t.Errorf("below its target: %+v", st)
	}
	b := x.grant(early, 1000)
	if st := standing(w, early); cmp.Diff(st.Grant, []wire.Amount{{Asset: "principal", Amount: 2000}}) != "" {
		t.Errorf("with 10.00 on the way: %+v", st)
	}
	x.book(record.Decline{Grant: b})
	give(x, 4000)
	if st := standing(w, early); len(st.Grant) != 0 || st.Keep["principal"] != 5000 {
		t.Errorf("at 5/4 of its target, which is no surplus: %+v", st)
	}
	x.book(record.TopUp{Member: early, Principal: 1, Tender: record.Cash})
	if st := standing(w, early); len(st.Grant) != 0 || st.Keep["principal"] != 4000 {
		t.Errorf("above 5/4 of its target: %+v", st)
	}
	w.now = w.now.Add(30 * 24 * time.Hour)
	if st := standing(w, early); st.Home != "T1" || st.Keep["principal"] != 1 || cmp.Diff(st.Grant, []wire.Amount{{Asset: "principal", Amount: 1000}}) != "" {
		t.Errorf("past its grants' time only what was topped up is worth anything: %+v", st)
	}
	w.now = w.now.Add(16 * 24 * time.Hour)
	if st := standing(w, early); len(st.Grant) != 0 || st.Keep["principal"] != 0 {
		t.Errorf("away for 46 days: %+v", st)
	}
	for range 2 {
		y.book(sale(early, give(y, 500), 500))
	}
	if st := standing(w, early); st.Home != "T2" {
		t.Errorf("home is %s, want T2, used more often", st.Home)
	}
	w.enrol("S01", "T2")
	if st := standing(w, early); st.Home != "T2" || st.Epoch != 2 {
		t.Errorf("after its home was enrolled anew: %+v", st)
	}
	w.verify()
}

func TestSweep(t *testing.T) {
	w := newWorld(t, t.Name())
	w.enrol("S01", "T1")
	y := w.enrol("S02", "T2")
	var ids []string
	for _, phone := range []string{"13800000001", "13800000002", "13800000003"} {
		ids = append(ids, w.join(phone, phone, 100, 0))
	}
	w.ok(w.s.CatchUp(w.ctx(), w.now))
	slices.Sort(ids)
	y.book(record.Accept{Grant: y.grant(ids[1], 50)})
	sweep := func(place, after string, n int) (list []string) {
		w.update(func(tx hub.Tx) (err error) { list, err = tx.Sweep(place, 1, after, n); return err })
		return list
	}
	for _, c := range []struct {
		place, after string
		n            int
		want         []string
	}{{"T1", "", 2, ids[:2]}, {"T1", ids[1], 2, ids[2:]}, {"T1", ids[2], 2, nil}, {"T2", "", 9, ids[1:2]}} {
		if diff := cmp.Diff(c.want, sweep(c.place, c.after, c.n)); diff != "" {
			t.Errorf("sweep of %s after %q:\n%s", c.place, c.after, diff)
		}
	}
	var holdings []hub.Holding
	w.update(func(tx hub.Tx) (err error) { holdings, err = tx.Holdings(ids[1]); return err })
	if diff := cmp.Diff([]hub.Holding{{Place: "T2", Epoch: 1, Asset: "principal", Escrow: 50}}, holdings); diff != "" {
		t.Errorf("holdings:\n%s", diff)
	}
}
