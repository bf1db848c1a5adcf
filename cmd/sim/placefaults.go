package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/sqlite"
	"holdfast/server/store"
	"holdfast/sync/hub"
	"holdfast/sync/simnet"
)

// plan is what is wrong in a world with the places themselves, beside lines, clocks and crashes. Most worlds have one such kind
// of fault at most: what is expected of each is another thing.
type plan uint64

// The plans; a world's seed chooses.
const (
	calm    plan = iota
	copies       // tills are put back to old copies of their books, and copied to run twice; now and then one is lost too
	losses       // tills are lost, and some come back; others are closed
	backups      // head office is restored from old backups
	repeats      // ids of requests are used again for others
	plans        // how many there are
)

// placeFault is one thing that goes wrong with a place.
func (w *world) placeFault(t *cashDesk) {
	w.counts.Operations++
	switch w.plan {
	case copies:
		if w.chance(0.15) {
			w.lossFault(t)
		} else {
			w.copyFault(t)
		}
	case losses:
		w.lossFault(t)
	case backups:
		w.backupFault(t)
	case repeats:
		w.reuse(t)
	case calm, plans:
	}
}

// copyOf is a till's books as they were.
type copyOf struct {
	pages sqlite.Image
	head  uint64
}

func (t *cashDesk) copy() *copyOf {
	st, err := t.store.State()
	t.w.must(err, "state")
	pages, err := t.anchor.Image(context.Background())
	t.w.must(err, "copy of "+t.code)
	return &copyOf{pages, st.HeadSeq}
}

// copyFault makes a copy of a till, or uses one.
func (w *world) copyFault(t *cashDesk) {
	switch {
	case w.replaces():
	case w.distrusted[t.id] != nil || !w.sparable(t):
		w.daysOfLoss()
	case t.copied == nil || w.chance(0.3):
		t.copied = t.copy()
		w.say("%s is copied, at record %d", t.code, t.copied.head)
	case w.chance(0.6):
		t.putBack()
	default:
		t.runTwice()
	}
}

// sparable reports whether some other place works as it should.
func (w *world) sparable(t *cashDesk) bool {
	return slices.ContainsFunc(w.tills, func(o *cashDesk) bool { return o.code != t.code && w.distrusted[o.id] == nil })
}

// putBack puts a till back to the copy of its books. If head office has later records of it, what it holds now it may have
// spent; otherwise it is as if what followed had never been.
func (t *cashDesk) putBack() {
	w := t.w
	w.model.read(t)
	t.disconnect("put back to an old copy")
	st, err := t.store.State()
	w.must(err, "state")
	w.must(t.store.Close(), "close till")
	w.must(t.anchor.Put(context.Background(), t.copied.pages), "put the copy back")
	booked := w.bookedOf(t)
	w.say("%s is put back from record %d to %d, head office has %d", t.code, st.HeadSeq, t.copied.head, booked)
	if t.last, t.contact = (looked{}), w.now; booked > t.copied.head {
		w.did("till put back to an old copy")
		w.distrust(t)
	} else {
		w.did("last records lost with the disk")
		head := t.copied.head
		w.model.forget(func(e event) bool { return e.desk == t.id && e.seq > head })
	}
	t.cleared()
	t.boot()
	t.start()
	t.isCut(0.6)
}

// runTwice starts a copy of a till beside it.
func (t *cashDesk) runTwice() {
	w := t.w
	from := t.copied
	if w.chance(0.5) {
		from = t.copy()
	}
	w.say("%s runs twice, from record %d", t.code, from.head)
	w.did("till that runs twice")
	w.distrust(t)
	c := &cashDesk{w: w, code: t.code, epoch: t.epoch, id: t.id, shop: t.shop, contact: w.now, newer: t.newer}
	var err error
	c.anchor, err = w.shelf.put(w.spareBooks(), from.pages)
	w.must(err, "books of a copy")
	c.boot()
	c.start()
	w.tills = append(w.tills, c)
	t.isCut(0.3)
	c.isCut(0.6)
}

// isCut cuts a till off, mostly or seldom.
func (t *cashDesk) isCut(p float64) {
	if t.w.chance(p) && !t.cut {
		t.cut = true
		t.disconnect("cut")
	}
}

// spareBooks names books for a till that comes to be while the world goes on.
func (w *world) spareBooks() string {
	w.spare++
	return fmt.Sprint("spare", w.spare)
}

// bookedOf is how many of a till's records head office has booked.
func (w *world) bookedOf(t *cashDesk) (seq uint64) {
	w.rows(w.hq.anchor, "SELECT place || '-' || epoch, acked FROM epochs", func(id string, n int64) {
		if id == t.id {
			seq = uint64(n) //nolint:gosec // a world has few records
		}
	})
	return seq
}

// distrust ends the trust in what a till writes and holds: what head office hasn't booked of it counts when it has.
func (w *world) distrust(t *cashDesk) {
	if w.distrusted[t.id] != nil {
		return
	}
	w.model.read(t)
	w.hq.learn()
	booked := w.bookedOf(t)
	w.distrusted[t.id] = t
	w.model.forget(func(e event) bool { return e.desk == t.id && e.seq > booked })
}

// lossFault has a till declared lost, or something become of one that was.
func (w *world) lossFault(t *cashDesk) {
	switch {
	case w.replaces():
	case w.chance(0.15):
		w.daysOfLoss()
	case w.hq.toClose[t.id] != 0 && w.chance(0.6): // it takes its time
	case w.chance(0.4) && w.distrusted[t.id] == nil && w.sparable(t):
		w.hq.closeOrKeep(t)
	case w.distrusted[t.id] == nil && w.sparable(t):
		if w.chance(0.8) {
			t.isCut(1)
		}
		w.model.read(t)
		_, err := w.hq.books().LoseTill(t.code, "被盗")
		w.must(err, "lose till")
		w.distrust(t)
		w.hq.hub.Nudge()
		w.say("HQ: till %s is lost", t.code)
		w.did("till lost")
	case w.distrusted[t.id] == nil:
	case w.chance(0.4) && !w.works(t.code):
		w.say("a new %s", t.code)
		w.did("till enrolled anew while the old one is away")
		w.tills = append(w.tills, w.hq.enrol(t.code))
	case w.chance(0.4) && w.works(t.code):
		w.say("the old %s is never seen again", t.code)
		w.did("lost till that is never seen again")
		t.leaves()
	}
}

// daysOfLoss changes how long the value of a closed till stays frozen.
func (w *world) daysOfLoss() {
	w.hq.set("lost.days", fmt.Sprint([]int{0, 0, 1, 8}[w.rng.IntN(4)]))
	w.hq.hub.Nudge()
}

// works reports whether a place has a till that is trusted.
func (w *world) works(code string) bool {
	return slices.ContainsFunc(w.tills, func(t *cashDesk) bool { return t.code == code && w.distrusted[t.id] == nil })
}

// leaves takes a till out of the world.
func (t *cashDesk) leaves() {
	t.disconnect("gone for good")
	t.close()
	t.w.tills = slices.DeleteFunc(t.w.tills, func(o *cashDesk) bool { return o == t })
}

// over reports whether head office has all that a till did that isn't trusted, and the till knows that it isn't, unless nothing
// has come of that.
func (t *cashDesk) over() bool {
	if t.w.distrusted[t.id] == nil || t.w.lacks(t) != 0 {
		return false
	}
	same := false
	t.w.must(t.w.hq.store.Update(func(tx hub.Tx) error {
		p, _, err := tx.Place(t.code, t.epoch)
		if err == nil && p.Fenced == "" {
			same, err = t.store.Has(p.Acked, p.Hash)
		}
		return err
	}), "compare journals")
	return same || t.w.look(t).doubts
}

// replaces enrols a till anew that has brought everything and does nothing but sell for money any more.
func (w *world) replaces() bool {
	if w.chance(0.5) {
		return false
	}
	i := slices.IndexFunc(w.tills, (*cashDesk).over)
	if i < 0 {
		return false
	}
	w.replace(w.tills[i])
	return true
}

// replace takes an old till out of the world, and has its place work again.
func (w *world) replace(t *cashDesk) {
	t.leaves()
	if !w.works(t.code) {
		w.say("%s is enrolled anew", t.code)
		w.did("till enrolled anew")
		w.tills = append(w.tills, w.hq.enrol(t.code))
	}
}

// reuse asks for something by the id of a request that was made.
func (w *world) reuse(t *cashDesk) {
	if t.conn == 0 || t.up == nil || !t.up.Live() || t.asking.ID == "" {
		return
	}
	f := t.asking
	if f.Uses > 0 {
		f.Uses++
	} else {
		f.Value++
		f.Refund = false
	}
	w.say("%s uses the id of request %s again", t.code, short(f.ID))
	w.did("id of a request used again")
	w.reused[f.ID] = true
	w.send(t.conn, simnet.ToHQ, f)
}

// reconcile ends what is wrong with places: what tills did that aren't trusted comes to head office, people book it, and every
// place gets a till that is.
func (w *world) reconcile() {
	if w.plan == calm {
		return
	}
	w.hq.endClosing()
	for n := 0; slices.ContainsFunc(w.tills, func(t *cashDesk) bool { return w.distrusted[t.id] != nil && !t.over() }); n++ {
		if n == 60 {
			for _, t := range w.tills {
				if w.distrusted[t.id] != nil && !t.over() {
					w.fail("I29: two minutes after everything has healed, %s knows it: %t; head office lacks its record %d", t.code, w.look(t).doubts, w.lacks(t))
				}
			}
		}
		w.advance(2 * time.Second)
	}
	for _, t := range slices.Clone(w.tills) {
		if w.distrusted[t.id] != nil {
			w.replace(t)
		}
	}
	if w.plan == copies || w.plan == losses {
		w.hq.set("lost.days", "0")
		w.hq.bookForks()
	}
	w.hq.hub.Nudge()
	w.advance(5 * time.Second)
}

// bookForks settles what is still open about forks.
func (h *headOffice) bookForks() {
	list, err := h.store.Exceptions(false)
	h.w.must(err, "exceptions")
	for _, x := range list {
		if x.Kind == "branch" {
			_, err := h.books().Settle(store.Settlement{Exception: x.ID, Fork: true, Note: "看过"})
			if pos.CodeOf(err) != pos.State { // nothing of it is here
				h.w.must(err, "book a fork")
			}
		}
	}
}
