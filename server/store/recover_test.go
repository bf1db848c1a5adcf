package store

import (
	"crypto/ed25519"
	"math/rand/v2"
	"path/filepath"
	"strings"
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

// lossy is a world in a file, and a backup of it.
func lossy(t *testing.T) (w *world, backup string) {
	t.Helper()
	dir := t.TempDir()
	w = createWorld(t, filepath.Join(dir, "hq.db"))
	w.enrol("S01", "T1")
	w.enrol("S01", "T2")
	w.member = w.join("13800000001", "8801", 10000, 0)
	backup = filepath.Join(dir, "backup")
	v, err := w.by("9001").Backup(w.ctx(), backup)
	w.ok(err)
	if v.Records != 1 {
		t.Errorf("the backup holds %+v", v)
	}
	_, err = w.s.Backup(w.ctx(), backup)
	want(t, err, pos.Conflict, "overwrites nothing")
	return w, backup
}

// restore puts the backup in the place of the books.
func (w *world) restore(t *testing.T, backup string) {
	t.Helper()
	generation, err := w.s.Generation()
	w.ok(err)
	w.ok(w.s.Close())
	w.now = w.now.Add(time.Hour)
	chance := rand.NewChaCha8([32]byte{2})
	end, err := Restored(backup, generation, chance, Actor{At: w.now, From: "backup"})
	w.ok(err)
	if end != 1 {
		t.Errorf("restored up to %d", end)
	}
	w.s, err = Open(backup, chance)
	w.ok(err)
	w.s.Use(Reactors...)
	t.Cleanup(func() { w.ok(w.s.Close()) })
}

// greet has a till say hello.
func (x *till) greet(seen wire.Position) {
	x.w.t.Helper()
	x.w.update(func(tx hub.Tx) error {
		if err := tx.Greeted(x.place, x.epoch, x.seq, seen, x.w.now); err != nil {
			return err
		}
		return tx.Contact(x.place, x.w.now)
	})
}

// topUp pays in at a till; giveBack returns some of what it holds.
func topUp(member string, n money.Fen) record.TopUp {
	return record.TopUp{Member: member, Principal: n, Tender: record.Cash}
}

func giveBack(member string, n money.Fen) record.Return {
	return record.Return{Recall: "r", Holder: member, Uses: []escrow.Use{{Lot: "l", Asset: ledger.Principal, Amount: int64(n)}}}
}

// react lets the reactors read, which is when recovery may end.
func (w *world) react() {
	w.t.Helper()
	w.update(func(tx hub.Tx) error { _, err := tx.React(1000, w.now); return err })
}

func (w *world) awaits() (waits string) {
	w.t.Helper()
	o, err := w.s.Overview(w.now)
	w.ok(err)
	return o.Recovery
}

// TestRestored: what was paid in at T1 and given back was granted to T2 and spent there. After a restore T2 comes first, so
// that the books lack what covers its grant: the house pays, T2 goes on, and when T1 has come it gets that back.
func TestRestored(t *testing.T) {
	w, backup := lossy(t)
	a, b := w.tills["T1"], w.tills["T2"]
	b.book(record.Accept{Grant: b.grant(w.member, 10000)})
	a.book(topUp(w.member, 3000))
	a.book(giveBack(w.member, 3000))
	blob := b.grant(w.member, 3000)
	b.book(record.Accept{Grant: blob})
	b.book(sale(w.member, "g", 12000))
	before := w.view("13800000001")

	w.restore(t, backup)
	if w.awaits() != "T1, T2" || a.grant(w.member, 100) != nil {
		t.Errorf("waits for %q, and grants all the same", w.awaits())
	}
	b.greet(wire.Position{})
	b.push(1, b.sent...)
	w.react()
	if got := w.exceptions(); len(got) != 1 || got[0] != "restore" || w.awaits() != "T1" {
		t.Errorf("exceptions %v, waits for %q", got, w.awaits())
	}
	if x := w.list()[0]; x.Cost != 3000 || x.Bearer != "house" || x.Member != w.member {
		t.Errorf("%+v", x)
	}
	a.greet(wire.Position{})
	w.react()
	if w.awaits() != "T1" {
		t.Errorf("T1 has said hello and not yet brought its records, and head office waits for %q", w.awaits())
	}
	a.push(1, a.sent...)
	w.react()
	if x := w.list()[0]; w.awaits() != "" || x.Settled == "" || x.Cost != 0 || !strings.Contains(x.Result, "the cover came") {
		t.Errorf("waits for %q; %+v", w.awaits(), x)
	}
	if v := w.view("13800000001"); v.Principal != before.Principal || v.Available.Principal != before.Available.Principal {
		t.Errorf("the member has %s, had %s", v.Principal, before.Principal)
	}
	for _, x := range w.tills {
		if v, err := w.s.Till(x.place); err != nil || v.Fenced != "" || v.Acked != x.seq {
			t.Errorf("%+v, %v", v, err)
		}
	}
	w.verify()
	a.book(topUp(w.member, 500))
	a.book(giveBack(w.member, 500))
	if a.grant(w.member, 500) == nil {
		t.Error("nothing is granted after recovery")
	}
	b.book(record.Accept{Grant: blob}) // twice: that is a till's bug, restored or not
	if v, err := w.s.Till("T2"); err != nil || v.Fenced == "" {
		t.Errorf("%+v, %v", v, err)
	}
	w.verify()
}

// TestRecoveryEndedByHand: T1 never comes back. The house bears what T2 spent, and a person sees it.
func TestRecoveryEndedByHand(t *testing.T) {
	w, backup := lossy(t)
	a, b := w.tills["T1"], w.tills["T2"]
	a.book(topUp(w.member, 3000))
	a.book(giveBack(w.member, 3000))
	_, err := w.by("9001").Adjust("13800000001", []escrow.Amount{{Asset: ledger.Principal, Amount: 1000}}, "nobody will bring that")
	w.ok(err)
	b.book(record.Accept{Grant: b.grant(w.member, 14000)})
	w.restore(t, backup)
	b.greet(wire.Position{})
	b.push(1, b.sent...)
	waited, err := w.by("9001").EndRecovery()
	w.ok(err)
	if x := w.list()[0]; waited != "T1" || x.Settled != "" || x.Cost != 4000 {
		t.Errorf("waited for %q; %+v", waited, x)
	}
	_, err = w.by("9001").EndRecovery()
	want(t, err, pos.State, "not in recovery")
	a.greet(wire.Position{})
	a.push(1, a.sent[0])
	if v := w.view("13800000001"); v.Principal != 17000 {
		t.Errorf("before T1 has brought all, the member has %s", v.Principal)
	}
	a.push(2, a.sent[1]) // after all: that is the coin that the house has lent
	if v := w.view("13800000001"); v.Principal != 14000 {
		t.Errorf("the member has %s", v.Principal)
	}
	if x := w.list()[0]; x.Settled != "" || x.Cost != 1000 {
		t.Errorf("%+v", x)
	}
	w.verify()
	a.book(topUp(w.member, 500)) // what is new is the member's
	a.book(giveBack(w.member, 500))
	if v := w.view("13800000001"); v.Principal != 14500 || v.Available.Principal != 500 {
		t.Errorf("the member has %s", v.Principal)
	}
}

// TestLentIsNotTheMembers: what T1 brings after the house has lent it for the grant that carried it pays no debt of the
// member: it would be theirs twice.
func TestLentIsNotTheMembers(t *testing.T) {
	w, backup := lossy(t)
	a, b := w.tills["T1"], w.tills["T2"]
	b.book(record.Accept{Grant: b.grant(w.member, 10000)})
	a.book(topUp(w.member, 3000))
	a.book(giveBack(w.member, 3000))
	b.book(record.Accept{Grant: b.grant(w.member, 3000)})
	b.book(sale(w.member, "g", 13000))
	w.restore(t, backup)
	b.greet(wire.Position{})
	b.push(1, b.sent...)
	owes := record.Record{Header: b.header(), Body: []byte{0xa0}, Postings: ledger.Entry{}.Claim(w.member, ledger.Principal, 2000)}
	owes.Kind = "of tomorrow"
	sealed := b.seal(owes)
	b.push(b.seq, sealed)
	a.greet(wire.Position{})
	a.push(1, a.sent...)
	w.react()
	if v := w.view("13800000001"); v.Principal != 0 || v.OwedValue != 2000 || w.house("restore", ledger.Principal) != 0 {
		t.Errorf("the member has %s and owes %s, the house has lost %d", v.Principal, v.OwedValue, w.house("restore", ledger.Principal))
	}
	w.verify()
}

// TestBehindATill: books that were put back without a word find out by what a till has seen.
func TestBehindATill(t *testing.T) {
	w, backup := lossy(t)
	a := w.tills["T1"]
	var at wire.Position
	position := func() {
		w.update(func(tx hub.Tx) (err error) { at, err = tx.Position(); return err })
	}
	position()
	a.greet(at)
	seen := at
	a.book(topUp(w.member, 100))
	a.greet(seen) // of long ago: it is in the journal
	position()
	if at.Generation != 1 || w.awaits() != "" {
		t.Fatalf("generation %d, waits for %q", at.Generation, w.awaits())
	}
	seen = at
	w.ok(w.s.Close())
	var err error
	w.s, err = Open(backup, rand.NewChaCha8([32]byte{3}))
	w.ok(err)
	w.s.Use(Reactors...)
	defer w.s.Close()
	w.now = w.now.Add(time.Hour)
	a.greet(seen)
	position()
	if at.Generation <= 1 || !strings.Contains(w.awaits(), "T2") {
		t.Errorf("generation %d, waits for %q", at.Generation, w.awaits())
	}
	a.push(1, a.sent...)
	if got := w.exceptions(); got != nil {
		t.Errorf("exceptions %v", got)
	}
	w.verify()
}

// TestForgottenTill: a till that was enrolled after the backup proves itself by its certificate. Books that nobody has restored
// find out by it that they are an old copy; a store that isn't there takes nobody in.
func TestForgottenTill(t *testing.T) {
	w, backup := lossy(t)
	public := ed25519.NewKeyFromSeed(make([]byte, 32)).Public().(ed25519.PublicKey)
	c := wire.Certificate{Place: "T3", Store: "S02", Epoch: 1, PublicKey: public}
	adopt := func(c wire.Certificate) (known bool) {
		w.update(func(tx hub.Tx) error {
			if err := tx.Adopt(c, w.now); err != nil {
				return err
			}
			_, ok, err := tx.Place(c.Place, c.Epoch)
			known = ok
			return err
		})
		return known
	}
	old := wire.Certificate{Place: "T9", Store: "S02", Epoch: 1, PublicKey: public, Generation: 1}
	w.now = w.now.Add(time.Hour)
	if before := w.awaits(); before != "" || !adopt(old) || !strings.Contains(w.awaits(), "T1") {
		t.Errorf("books that nobody has restored and that have forgotten a till: waits for %q, then for %q", before, w.awaits())
	}
	w.restore(t, backup)
	if !adopt(c) || adopt(wire.Certificate{Place: "T4", Store: "S09", Epoch: 1, PublicKey: public}) {
		t.Error("a till of a store that isn't there was taken in, or one of a store that is was not")
	}
	if x := w.enrol("S02", "T3"); x.epoch < 100 {
		t.Errorf("T3 is enrolled as epoch %d, which may have been another's", x.epoch)
	}
	w.verify()
}

// TestReleaseForgotten: T1 gave the right to its receipt up, and T2 has it. After a restore T2 comes first, so that the house
// lends the right; T1 comes in time or too late, and goes on either way. There is one right all the while.
func TestReleaseForgotten(t *testing.T) {
	for _, late := range []bool{false, true} {
		w, backup := lossy(t)
		a, b := w.tills["T1"], w.tills["T2"]
		a.book(sale("", "", 0))
		number := record.Header{Place: "T1", Epoch: a.epoch, Seq: a.seq}.Receipt()
		a.book(record.Release{Receipt: number, Recall: "r"})
		b.book(record.Accept{Grant: b.wantRight(number)})
		w.restore(t, backup)
		b.greet(wire.Position{})
		b.push(1, b.sent...)
		if late {
			_, err := w.by("9001").EndRecovery()
			w.ok(err)
		}
		a.greet(wire.Position{})
		a.push(1, a.sent...)
		w.react()
		if v, err := w.s.Till("T1"); err != nil || v.Fenced != "" || w.awaits() != "" {
			t.Errorf("late %v: %+v, %v, waits for %q", late, v, err, w.awaits())
		}
		if list := w.list(); len(list) != 1 || list[0].Kind != "restore" || list[0].Settled == "" {
			t.Errorf("late %v: %+v", late, list)
		}
		if got := w.holdings(number); len(got) != 1 || got[0].Place != "T2" || got[0].Escrow != 1 || a.wantRight(number) != nil {
			t.Errorf("late %v: the right is at %+v", late, got)
		}
		w.verify()
		a.book(record.Release{Receipt: number, Recall: "r"}) // once more is a till's bug
		if v, err := w.s.Till("T1"); err != nil || v.Fenced == "" {
			t.Errorf("late %v: %+v, %v", late, v, err)
		}
	}
}

// TestRefundBeforeItsReceipt: T1 refunded a part of its receipt and gave the right to it up; T2 refunded the next part with it.
// After a restore T2 comes first: it had the right, whether head office has the receipt again or not, and T1 had it before.
func TestRefundBeforeItsReceipt(t *testing.T) {
	w, backup := lossy(t)
	a, b := w.tills["T1"], w.tills["T2"]
	a.book(record.Sale{Total: 1000, Basket: "b", Paid: []record.Tender{{Kind: record.Cash, Amount: 1000}}})
	number := record.Header{Place: "T1", Epoch: a.epoch, Seq: a.seq}.Receipt()
	a.book(refund(number))
	a.book(record.Release{Receipt: number, Recall: "r"})
	b.book(record.ShiftOpen{Float: 10000})
	b.book(record.Accept{Grant: b.wantRight(number)})
	b.book(refund(number))
	w.restore(t, backup)
	for _, x := range []*till{b, a} {
		x.greet(wire.Position{})
		x.push(1, x.sent...)
	}
	w.react()
	if list := w.list(); len(list) != 1 || list[0].Kind != "restore" || list[0].Settled == "" {
		t.Errorf("%+v", list)
	}
	w.verify()
}

// TestLentToMerged: what the house lends for a member who is merged before its cover comes goes back to the house, and isn't
// had twice by whom they are now.
func TestLentToMerged(t *testing.T) {
	w, backup := lossy(t)
	a, b := w.tills["T1"], w.tills["T2"]
	w.join("13800000002", "8802", 0, 0)
	a.book(topUp(w.member, 4000))
	a.book(giveBack(w.member, 4000))
	b.book(record.Accept{Grant: b.grant(w.member, 14000)})
	w.restore(t, backup)
	w.join("13800000002", "8802", 0, 0)
	b.greet(wire.Position{})
	b.push(1, b.sent...)
	_, _, err := w.by("9001").MergeMembers("13800000001", "13800000002", "the same person")
	w.ok(err)
	a.greet(wire.Position{})
	a.push(1, a.sent...)
	w.react()
	if n := w.house("restore", ledger.Principal); n != 0 {
		t.Errorf("the house has lent %d, and the cover is here", n)
	}
	if v := w.view("13800000002"); v.Principal != 14000 {
		t.Errorf("the member has %s", v.Principal)
	}
	w.verify()
}
