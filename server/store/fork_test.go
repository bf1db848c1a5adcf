package store

import (
	"testing"

	"holdfast/pos"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/sync/hub"
)

// copied is a world whose T1 holds 50.00 of a member's 100.00 and has sold, and a copy of T1 from before that.
func copied(t *testing.T) (w *world, a, image *till) {
	t.Helper()
	w = newWorld(t, t.Name())
	a = w.enrol("S01", "T1")
	w.member = w.join("13800000001", "8801", 10000, 0)
	a.book(record.Accept{Grant: a.grant(w.member, 5000)})
	was := *a
	was.sent = append([][]byte(nil), a.sent...)
	a.book(sale(w.member, "g", 1000))
	return w, a, &was
}

// TestFork: a copy of a till has sold and taken money, and brings that in two parts. Nothing of it moves anything until a
// person has it booked; then what it spent the house bears, and what was paid in is the member's, once.
func TestFork(t *testing.T) {
	w, _, image := copied(t)
	from := image.seq + 1
	spent, back := image.write(sale(w.member, "g", 4000)), image.write(giveBack(w.member, 500))
	paid, voided := image.write(topUp(w.member, 3000)), image.write(sale(w.member, "g2", 1000))
	if a := image.push(from, spent, back); !a.Branch || a.Fenced == "" || a.Acked != from {
		t.Errorf("%+v", a)
	}
	w.update(func(tx hub.Tx) error {
		var list []hub.Record
		for _, b := range [][]byte{paid, voided} {
			r, err := w.s.Prepare(b)
			w.ok(err)
			list = append(list, r)
		}
		return tx.Branch("T1", image.epoch, from+2, list, w.now)
	})
	w.only("branch")
	w.has("before a person has looked at it", 9000, 5000)
	x := w.list()[0]
	list, err := w.s.Branch(x.ID)
	w.ok(err)
	if len(list) != 4 || list[0].Costs != 4000 || list[1].Costs != 0 || list[1].Gives != (pos.Balance{}) || list[2].Gives.Principal != 2000 || list[3].Booked {
		t.Errorf("%+v", list)
	}
	_, err = w.by("9001").Settle(Settlement{Exception: x.ID, Fork: true, Note: "a copied disk"})
	w.ok(err)
	w.has("booked", 11000, 7000) // what was spent again of what was paid in is nobody's loss
	if x, err = w.s.Exception(x.ID); err != nil || x.Settled == "" || x.Cost != 4000 || x.Bearer != house {
		t.Errorf("%+v, %v", x, err)
	}
	if n := w.house("branch", ledger.Principal); n != 4000 {
		t.Errorf("the house has paid %d", n)
	}
	image.push(from, spent, back) // it comes again and again
	w.only("branch")
	_, err = w.by("9001").Settle(Settlement{Exception: x.ID, Fork: true})
	want(t, err, pos.Conflict, "settled")
	w.has("once", 11000, 7000)

	// The till takes money on, which comes when it is next heard of: a person looks once more, and books what is new.
	later := image.write(topUp(w.member, 1500))
	image.push(from, spent, back, paid, voided, later)
	if w.only("branch"); w.list()[0].ID != x.ID {
		t.Errorf("%+v", w.list())
	}
	w.has("what came later", 11000, 7000)
	_, err = w.by("9001").Settle(Settlement{Exception: x.ID, Fork: true})
	w.ok(err)
	w.has("booked too", 12500, 8500)
	if x, err = w.s.Exception(x.ID); err != nil || x.Cost != 4000 {
		t.Errorf("%+v, %v", x, err)
	}
	image.push(from, spent, back, paid, voided, later)
	_, err = w.by("9001").Settle(Settlement{Exception: x.ID, Fork: true})
	want(t, err, pos.Conflict, "settled")

	// What was booked is the member's, who may have spent it: what the copy spends from now on the house bears whole.
	image.push(from, spent, back, paid, voided, later, image.write(sale(w.member, "g3", 1200)))
	_, err = w.by("9001").Settle(Settlement{Exception: x.ID, Fork: true})
	w.ok(err)
	w.has("spent after it was booked", 12500, 8500)
	if x, err = w.s.Exception(x.ID); err != nil || x.Cost != 5200 {
		t.Errorf("%+v, %v", x, err)
	}
	if n := w.house("branch", ledger.Principal); n != 5200 {
		t.Errorf("the house has paid %d", n)
	}
	w.verify()

	// Older programs noted a time where the booking record's number stands now.
	w.ok(w.s.update(w.ctx(), func(t *Tx) error {
		_, err := t.tx.Exec("UPDATE strays SET booked = 1790000000000 WHERE booked > 0")
		return err
	}))
	if a := image.push(from, spent, back, paid, voided, later, image.write(topUp(w.member, 100))); a.Fenced == "" {
		t.Errorf("%+v", a)
	}
	if list, err = w.s.Branch(x.ID); err != nil || !list[0].Booked || list[0].Costs != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

// TestForkWithoutOne: other exceptions have no fork to be booked.
func TestForkWithoutOne(t *testing.T) {
	w, a, _ := copied(t)
	a.book(sale(w.member, "g", 9000))
	w.only("suspense")
	_, err := w.by("9001").Settle(Settlement{Exception: w.list()[0].ID, Fork: true})
	want(t, err, pos.Usage, "not about records of a fork")
	if x := w.list()[0]; x.Settled != "" {
		t.Errorf("%+v", x)
	}
}
