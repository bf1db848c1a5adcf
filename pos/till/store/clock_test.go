package store

import (
	"testing"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/money"
	"holdfast/pos/record"
)

const year = 365 * 24 * time.Hour

func (w *till) at(want time.Time) {
	w.t.Helper()
	if got := w.Now(); !got.Equal(want) {
		w.t.Fatalf("now = %v, want %v", got, want)
	}
}

// TestTrustedTime: the latest time seen holds a till that restarts with an older wall clock; HQ's word beats both.
func TestTrustedTime(t *testing.T) {
	w := newTill(t)
	w.clock.wall = noon.Add(year)
	w.topUp(alice, 100, 0) // stores what was seen
	w.clock.wall = noon
	w.at(noon.Add(year))
	w.reopen()
	w.at(noon.Add(year))
	w.must(w.Contact(noon))
	w.at(noon)
	w.clock.wall = noon.Add(-year)
	w.clock.mono += time.Hour
	w.at(noon.Add(time.Hour))
	w.reopen() // contact was with the process before
	w.at(noon)
	w.clock.wall = noon.Add(time.Minute)
	w.at(noon.Add(time.Minute))
	w.clock.wall = noon
	w.at(noon.Add(time.Minute))
}

// TestClockSetBack: a wall clock that is a year behind, before the program starts or while it runs, doesn't make time
// stand still: what has an end ends.
func TestClockSetBack(t *testing.T) {
	w := newTill(t)
	w.grant(alice, 6000, nil) // for a day
	w.clock.wall = w.clock.wall.Add(-year)
	w.clock.pass(10 * time.Hour)
	w.at(noon.Add(10 * time.Hour))
	w.topUp("01BOB", 100, 0) // stores it
	w.reopen()
	w.clock.pass(10 * time.Hour)
	w.at(noon.Add(20 * time.Hour))
	if n := w.spendable(alice, ""); n != 6000 {
		t.Errorf("%d spendable within the day", n)
	}
	w.clock.pass(4 * time.Hour)
	if n := w.spendable(alice, ""); n != 0 {
		t.Errorf("%d spendable after the day", n)
	}
	if _, err := w.pay("B1", 1, alice, 1); pos.CodeOf(err) != pos.Insufficient {
		t.Errorf("reserved past the end: %v", err)
	}
	w.must(w.Contact(noon.Add(24 * time.Hour)))
	w.at(noon.Add(24 * time.Hour))
	w.verify()
}

// TestClockAhead: ten years ahead, grants are past their end, and cash sales and top-ups go on; contact heals it, for
// the next start too.
func TestClockAhead(t *testing.T) {
	w := newTill(t)
	w.grant(alice, 6000, nil)
	w.clock.wall = noon.Add(10 * year)
	if n := w.spendable(alice, ""); n != 0 {
		t.Errorf("%d spendable", n)
	}
	w.topUp(alice, 300, 0)
	if n := w.spendable(alice, ""); n != 300 {
		t.Errorf("%d of a local credit spendable, want 300", n)
	}
	_, err := w.finish("B1", "", 1000, nil)
	w.must(err)
	w.must(w.Contact(noon.Add(time.Hour)))
	if n := w.spendable(alice, ""); n != 6300 {
		t.Errorf("%d spendable after contact, want 6300", n)
	}
	w.clock.wall = noon.Add(2 * time.Hour) // somebody mends the clock
	w.reopen()
	w.at(noon.Add(2 * time.Hour))
	if n := w.spendable(alice, ""); n != 6300 {
		t.Errorf("%d spendable after a restart, want 6300", n)
	}
	w.verify()
}

// TestContactIsSeldomWritten: HQ answers every few seconds; what is stored moves by the minute, or when it must.
func TestContactIsSeldomWritten(t *testing.T) {
	w := newTill(t)
	stored := func() (at int64) {
		w.view(func(tx *Tx) error { return tx.tx.QueryRow("SELECT contact FROM state").Scan(&at) })
		return at
	}
	w.must(w.Contact(noon.Add(time.Hour)))
	for _, c := range []struct {
		hq     time.Time
		writes bool
	}{
		{noon.Add(time.Hour + 59*time.Second), false},
		{noon.Add(time.Hour + 60*time.Second), true},
		{noon.Add(time.Hour + 60*time.Second), false},
		{noon.Add(time.Hour), true}, // HQ's own clock was set back
	} {
		before := stored()
		w.must(w.Contact(c.hq))
		if (stored() != before) != c.writes {
			t.Errorf("%v after %v: writes %v, want %v", c.hq, time.UnixMilli(before), !c.writes, c.writes)
		}
		w.at(c.hq)
	}
}

// TestLease: grants are spent for so long after the last contact, local credits always; a recall doesn't mind; contact
// renews it, across a restart.
func TestLease(t *testing.T) {
	w := newTill(t)
	long := func(g *escrow.Grant) { g.Ends = noon.Add(year).UnixMilli() }
	w.grant(alice, 6000, long) // G0001
	w.topUp(alice, 500, 0)
	uses, err := w.pay("B1", 1, alice, 1000)
	w.must(err)
	is := func(want int64) {
		t.Helper()
		if n := w.spendable(alice, "B2"); n != want {
			t.Errorf("%d spendable, want %d", n, want)
		}
	}
	w.clock.pass(72*time.Hour - time.Minute)
	is(5500)
	w.clock.pass(time.Minute)
	is(500)
	use := []escrow.Use{{Lot: "G0001", Asset: "principal", Amount: 1}}
	w.refused(w.Update(func(tx *Tx) error { return tx.Reserve("B2", 1, alice, use) }), pos.Insufficient, "time has ended")
	w.refused(w.Update(func(tx *Tx) error { return tx.Draw("", alice, use) }), pos.Insufficient, "time has ended")
	_, err = w.finish("B1", alice, 0, uses) // what was reserved in time is spent
	w.must(err)
	w.must(w.Contact(w.Now()))
	is(5500)
	w.must(w.ApplyFeed(batch(1, 0, 1, item(pos.TopicPolicy, pos.CurrentKey, pos.Policy{LeaseHours: 1}))))
	w.clock.pass(time.Hour)
	is(500)
	w.reopen()
	is(500)
	_, err = w.Surrender(recall(4000))
	w.must(err)
	if n := w.held(alice, "principal"); n != 1500 {
		t.Errorf("%d held after the recall, want 1500", n)
	}
	w.must(w.Contact(w.Now()))
	w.reopen()
	is(1500)
	w.verify()
}

// TestDrawnFloat: what was drawn of the house counts until the next contact, across a restart.
func TestDrawnFloat(t *testing.T) {
	w := newTill(t)
	w.grant("house", 10_000, nil)
	drawn := func() (n money.Fen) {
		w.view(func(tx *Tx) (err error) { n, err = tx.Drawn(alice); return err })
		return n
	}
	for i := range 2 {
		basket := string(rune('A' + i))
		uses, err := w.pay(basket, 1, "house", 700)
		w.must(err)
		w.append(record.Sale{Member: alice, Basket: basket, Total: 700, Paid: []record.Tender{{Kind: record.FloatT, Amount: 700, Uses: uses}}})
	}
	if n := drawn(); n != 1400 || w.held("house", "principal") != 8600 {
		t.Errorf("%d drawn, %d of the float left", n, w.held("house", "principal"))
	}
	if idle, _ := w.Idle(); len(idle) != 1 || idle[0] != "house" {
		t.Errorf("idle: %v", idle)
	}
	w.view(func(tx *Tx) error {
		if b, err := tx.Balance(alice); err != nil || b.Owes() != (pos.Owed{Value: 1400}) || b.Stored() != 0 {
			t.Errorf("%+v owes %+v, %v", b, b.Owes(), err)
		}
		return nil
	})
	w.verify()
	w.reopen()
	if n := drawn(); n != 1400 {
		t.Errorf("%d drawn after a restart", n)
	}
	w.must(w.Contact(w.Now()))
	if n := drawn(); n != 0 {
		t.Errorf("%d drawn after contact", n)
	}
	w.verify()
}
