package store

import (
	"crypto/ed25519"
	"errors"
	"slices"
	"strings"
	"testing"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// empty has head office told that nothing is left at a till, and returns why it is closed; "" where it isn't.
func (x *till) empty() (why string) {
	x.w.t.Helper()
	x.w.update(func(tx hub.Tx) (err error) { why, err = tx.CloseEmpty(x.place, x.epoch, x.w.now); return err })
	return why
}

// TestClosing: a till that is to be closed gets no allowance, no float and no grant on demand, and is nobody's home; called
// off, it gets all that again.
func TestClosing(t *testing.T) {
	w := newWorld(t, t.Name())
	a := w.enrol("S01", "T1")
	w.member = w.join("13800000001", "8801", 10000, 0)
	other := w.join("13800000002", "8802", 10000, 0)
	w.ok(w.s.Set("float.place", "500.00"))
	b := w.enrol("S01", "T2")
	a.book(record.Accept{Grant: a.grant(w.member, 1000)})
	a.book(sale(w.member, "g", 1000)) // they are at home at T1
	w.react()
	gets := func() (home string, granted, float bool) {
		t.Helper()
		w.react()
		w.update(func(tx hub.Tx) error {
			st, err := tx.Standing(w.member, w.now)
			w.ok(err)
			amounts, err := tx.Share("T1", a.epoch, ledger.TheHouse, w.now)
			home, float = st.Home, len(amounts) > 0
			return err
		})
		return home, a.grant(w.member, 1) != nil, float
	}
	if home, granted, float := gets(); home != "T1" || !granted || !float {
		t.Fatalf("before: %q, %v, %v", home, granted, float)
	}
	code, err := w.s.EnrolmentCode("S01", "T1", w.now)
	w.ok(err)
	v, err := w.by("9001").CloseTill("T1", "n")
	w.ok(err)
	if v.Closing == "" || v.Fenced != "" {
		t.Errorf("%+v", v)
	}
	if home, granted, float := gets(); home != "" || granted || float {
		t.Errorf("while it is being closed: %q, %v, %v", home, granted, float)
	}
	w.update(func(tx hub.Tx) error {
		if st, err := tx.Standing(other, w.now); err != nil || st.Home != "T2" {
			t.Errorf("who has never paid is at home at %q, %v", st.Home, err)
		}
		if _, refusal, err := tx.Wanted("T1", a.epoch, wire.Request{Holder: "T2-1-000001", Refund: true}, w.now); refusal == nil || !strings.Contains(refusal.Message, "being closed") {
			t.Errorf("a refund right: %v, %v", refusal, err)
		}
		return nil
	})
	if err := w.s.update(w.ctx(), func(t *Tx) error {
		_, err := t.Grant("T1", a.epoch, w.member, "", []wire.Amount{{Asset: "principal", Amount: 1}}, w.now)
		return err
	}); err == nil {
		t.Error("something is granted to it all the same")
	}
	if b.grant(w.member, 1) == nil {
		t.Error("another till is refused too")
	}
	_, err = w.by("9001").CloseTill("T1", "n")
	want(t, err, pos.State, "is being closed since")
	_, err = w.s.EnrolmentCode("S01", "T1", w.now)
	want(t, err, pos.State, "--undo T1")
	w.update(func(tx hub.Tx) error {
		_, err := tx.Enrol(code[:], make([]byte, ed25519.PublicKeySize), w.now)
		var refusal *hub.Refusal
		if !errors.As(err, &refusal) || refusal.Code != string(pos.State) {
			t.Errorf("enrolled with a code from before: %v", err)
		}
		return nil
	})
	v, err = w.by("9001").KeepTill("T1", "n")
	w.ok(err)
	if home, granted, float := gets(); home != "T1" || !granted || !float || v.Closing != "" {
		t.Errorf("called off: %q, %v, %v, %+v", home, granted, float, v)
	}
	_, err = w.by("9001").KeepTill("T1", "n")
	want(t, err, pos.State, "not being closed")
	if log := w.logged(); !slices.Equal(log[len(log)-2:], []string{"9001 till T1", "9001 till T1"}) {
		t.Errorf("audit: %q", log)
	}
	_, err = w.by("9001").CloseTill("T1", "n")
	w.ok(err)
	b.book(record.CardLost{Card: "8801", Member: w.member, Reason: "r"})
	w.update(func(tx hub.Tx) error {
		if st, err := tx.Standing(w.member, w.now); err != nil || !st.Frozen {
			t.Errorf("reported lost: %+v, %v", st, err)
		}
		return nil
	})
	w.verify()
}

// TestCloseEmpty: a till's word that nothing is left is held against the books, asset by asset, on its way or there.
func TestCloseEmpty(t *testing.T) {
	w := newWorld(t, t.Name())
	a, b := w.enrol("S01", "T1"), w.enrol("S01", "T2")
	w.member = w.join("13800000001", "8801", 10000, 0)
	b.book(sale("", "", 0))
	b.book(record.Release{UpTo: b.seq})
	right := record.Header{Place: "T2", Epoch: b.epoch, Seq: 1}.Receipt()
	blobs := [][]byte{a.grant(w.member, 5000), a.wantRight(right)}
	a.float() // taken in
	if why := b.empty(); why != "" {
		t.Errorf("nobody wants it closed, and it is: %s", why)
	}
	_, err := w.by("9001").CloseTill("T1", "n")
	w.ok(err)
	wants := func(what string, left ledger.Held) {
		t.Helper()
		v, err := w.s.Till("T1")
		w.ok(err)
		if v.Held != left {
			t.Errorf("%s: it holds %+v, expected %+v", what, v.Held, left)
		}
		if why := a.empty(); (why != "") != (left == ledger.Held{}) {
			t.Errorf("%s: closed %q", what, why)
		}
	}
	all := ledger.Held{Balance: pos.Balance{Principal: 5000}, Float: 50000, Rights: 1}
	wants("on their way", all)
	for _, blob := range blobs {
		a.book(record.Accept{Grant: blob})
	}
	wants("held", all)
	w.update(func(tx hub.Tx) error {
		if list, err := tx.Sweep("T1", a.epoch, "", 9); err != nil || !slices.Contains(list, right) || !slices.Contains(list, ledger.TheHouse) {
			t.Errorf("the sweep finds %v, %v", list, err)
		}
		return nil
	})
	a.book(giveBack(w.member, 5000))
	wants("value is back", ledger.Held{Float: 50000, Rights: 1})
	a.book(giveBack(ledger.TheHouse, 50000))
	wants("float is back", ledger.Held{Rights: 1})
	back := giveBack(right, 1)
	back.Uses[0].Asset = ledger.Refund
	a.book(back)
	w.ok(w.s.update(w.ctx(), func(t *Tx) error { _, err := t.tx.Exec("UPDATE meta SET recovering = 1"); return err }))
	if why := a.empty(); why != "" {
		t.Errorf("closed by books that were just restored: %s", why)
	}
	w.ok(w.s.update(w.ctx(), func(t *Tx) error { _, err := t.tx.Exec("UPDATE meta SET recovering = 0"); return err }))
	wants("all is back", ledger.Held{})
	v, err := w.s.Till("T1")
	w.ok(err)
	if v.Fenced != closedNote || v.Closing != "" {
		t.Errorf("%+v", v)
	}
	_, err = w.by("9001").KeepTill("T1", "n")
	want(t, err, pos.State, "no open epoch")
	// A sale and a top-up that were made before the till heard of it are booked, and what it holds is the member's again.
	a.book(topUp(w.member, 3000))
	a.greet(wire.Position{})
	w.react()
	w.has("a late top-up", 13000, 13000)
	if c := w.enrol("S01", "T1"); c.grant(w.member, 1) == nil {
		t.Error("a new machine in its place is granted nothing")
	}
	w.only()
	w.verify()
}
