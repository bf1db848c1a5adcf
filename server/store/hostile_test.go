package store

import (
	"math"
	"strings"
	"testing"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// TestHeadBeyondAllReason: a till that says it has more records than can be is greeted all the same, again and again.
func TestHeadBeyondAllReason(t *testing.T) {
	w := newWorld(t, t.Name())
	x := w.enrol("S01", "T1")
	for range 2 {
		w.update(func(tx hub.Tx) error { return tx.Greeted(x.place, x.epoch, math.MaxUint64, wire.Position{}, w.now) })
		w.update(func(tx hub.Tx) error { _, _, err := tx.Place(x.place, x.epoch); return err })
	}
}

// TestLotsBeyondAllReason: bodies that open lots of more than there can be, twice, leave the member's standing as it is.
func TestLotsBeyondAllReason(t *testing.T) {
	w := newWorld(t, t.Name())
	x := w.enrol("S01", "T1")
	m := w.join("13800000001", "8801", 10000, 0)
	for range 2 {
		r, err := record.New(x.header(), topUp(m, math.MaxInt64))
		w.ok(err)
		r.Postings = nil
		bytes := x.seal(r)
		if a := x.push(x.seq, bytes); a.Acked != x.seq {
			t.Fatalf("%+v", a)
		}
	}
	w.ok(w.s.CatchUp(w.ctx(), w.now))
	if st := standing(w, m); st.Home != "T1" || len(st.Grant) != 1 {
		t.Errorf("%+v", st)
	}
}

// TestReasonsAreShort: what closes an epoch is told to the till, so it fits into a frame whatever the record says.
func TestReasonsAreShort(t *testing.T) {
	w := newWorld(t, t.Name())
	x := w.enrol("S01", "T1")
	r, err := record.New(x.header(), record.Drawer{})
	w.ok(err)
	r.Postings = ledger.Entry{{Account: ledger.Account(strings.Repeat("\x01", 400_000)), Amount: 1}}
	bytes, err := encode(r)
	w.ok(err)
	a := x.push(1, bytes)
	if _, err := wire.Encode(wire.Bye{Code: "conflict", Message: a.Fenced}); err != nil || !strings.Contains(a.Fenced, "no account") {
		t.Errorf("%d bytes, %v", len(a.Fenced), err)
	}
	if note := w.list()[0].Note; len(note) > 4*mostWhy {
		t.Errorf("the exception's note has %d bytes", len(note))
	}
}

// TestReleaseOfAnothersRight: a till can't hide the right to another till's receipt behind one of its own.
func TestReleaseOfAnothersRight(t *testing.T) {
	w, a, b, number := sold(t)
	own := func() string {
		b.book(sale("", "", 0))
		return record.Header{Place: b.place, Epoch: b.epoch, Seq: b.seq}.Receipt()
	}
	first := own()
	b.book(record.Release{Receipt: first, Recall: "r"})
	b.book(record.Accept{Grant: b.wantRight(first)})
	second := own()
	r, err := record.New(b.header(), record.Release{Receipt: second, Recall: "r"})
	w.ok(err)
	r.Postings = ledger.Entry{}.Move(ledger.Issued("sold", ledger.Refund), ledger.Available(number, ledger.Refund), 1).
		Move(ledger.Escrow(first, ledger.Refund, b.place, b.epoch), ledger.Available(second, ledger.Refund), 1)
	bytes := b.seal(r)
	if got := b.push(b.seq, bytes); got.Fenced == "" {
		t.Errorf("%+v", got)
	}
	if got := w.holdings(number); len(got) != 1 || got[0].Place != a.place {
		t.Errorf("the right is at %+v", got)
	}
	w.verify()
}

// TestNobodyIsTheHouse: no till can make the chain itself a member, and be granted its money or claim it.
func TestNobodyIsTheHouse(t *testing.T) {
	w := newWorld(t, t.Name())
	x := w.enrol("S01", "T1")
	x.book(record.CardIssue{Member: ledger.TheHouse, New: true})
	c := wire.Change{ID: "c", Topic: string(pos.TopicMember), Key: ledger.TheHouse}
	var err error
	c.Body, err = pos.EncodeFeed(pos.Member{ID: ledger.TheHouse, Name: "n", Phone: "13800000009"})
	w.ok(err)
	w.update(func(tx hub.Tx) error {
		if refusal, err := tx.Change("T1", x.epoch, c, w.now); refusal == nil || err != nil {
			t.Errorf("%v, %v", refusal, err)
		}
		return nil
	})
	w.only("unreadable")
	if _, err := w.s.Member("13800000009", w.now); pos.CodeOf(err) != pos.NotFound {
		t.Errorf("%v", err)
	}
	if a := x.book(record.Deduct{Member: ledger.TheHouse, Points: 5, Reason: "r"}); a.Fenced == "" || len(a.Holders) > 0 {
		t.Errorf("%+v", a)
	}
	w.verify()
}

// TestSettleForNobody: what a till booked for a name that is no member's can be looked at, but nothing is given to it.
func TestSettleForNobody(t *testing.T) {
	w := newWorld(t, t.Name())
	x := w.enrol("S01", "T1")
	x.book(sale("ghost", "l", 500))
	w.only("suspense")
	_, err := w.by("9001").Settle(Settlement{Exception: w.list()[0].ID, Member: 500, Note: "n"})
	want(t, err, pos.NotFound, "no member")
	w.verify()
}
