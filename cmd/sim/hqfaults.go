package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/sqlite"
	"holdfast/server/store"
	"holdfast/sync/wire"
)

// backup is head office's books as they were, and what the world knew of them.
type backup struct {
	pages   sqlite.Image
	at      time.Time
	head    uint64
	freezes []setting
	given   map[int64]given
	decided map[string]string
}

// mostPlaces is how many tills a world opens while it goes on.
const mostPlaces = 5

// oldest is how old a backup may be that is restored: tills say again for a month what is no record.
const oldest = 20 * day

// restored is how far the world is with head office's last restore.
type restored struct {
	waits bool            // not all tills have brought what it had
	at    time.Time       // of the restore
	lost  bool            // it went on without waiting for all
	moved map[string]bool // members of whom people at head office moved something that is forgotten
}

// careful reports whether people at head office back up what they have done, and let a restored one wait for its tills: there
// nothing may be lost. Half of the worlds with backups are such.
func (w *world) careful() bool { return w.plan == backups && w.seed/uint64(plans)%2 == 0 }

// backupFault has head office make a backup, or lose its books and be restored.
func (w *world) backupFault(t *cashDesk) {
	h := w.hq
	switch {
	case w.restored.waits && !w.careful() && w.chance(0.15):
		if waited, err := h.books().EndRecovery(); err == nil {
			w.say("HQ: recovery is ended by hand, without %s", waited)
			w.did("recovery ended by hand")
			w.restored.lost = w.restored.lost || waited != ""
			h.hub.Nudge()
		}
	case w.backup == nil || w.now.Sub(w.backup.at) > oldest || w.chance(0.3):
		pages, err := h.anchor.Image(context.Background())
		w.must(err, "backup")
		w.backup = &backup{pages, w.now, h.head(), slices.Clone(h.freezes), maps.Clone(h.given), maps.Clone(h.decided)}
		w.say("HQ makes a backup, at record %d", w.backup.head)
	case w.places < mostPlaces && w.chance(0.25):
		w.opensTill()
	default:
		h.restore()
	}
}

// opensTill has a till more, which an older backup knows nothing of.
func (w *world) opensTill() {
	w.places++
	code := fmt.Sprintf("T%d", w.places)
	w.must(w.hq.books().PutTill(code, w.anyStore()), "till")
	w.tills = append(w.tills, w.hq.enrol(code))
	w.say("a new till, %s", code)
	w.did("till that a backup knows nothing of")
}

// restore has head office go on with an old copy of its books: after `hq restore`, or without anybody's saying so.
func (h *headOffice) restore() {
	w, b := h.w, h.w.backup
	for _, t := range w.tills {
		w.model.read(t)
	}
	h.learn()
	w.say("HQ is put back from record %d to %d", h.head(), b.head)
	for _, t := range w.tills {
		t.disconnect("HQ is restored")
		t.unheard, t.had = true, max(t.had, w.bookedOf(t))
	}
	w.must(h.store.Close(), "close HQ")
	w.must(h.anchor.Put(context.Background(), b.pages), "restore")
	w.did("head office restored")
	if !w.careful() && w.chance(0.3) {
		w.did("head office restored without saying so")
		w.restored.lost = true
	} else {
		_, err := store.Restored(h.anchor.File(), 0, w.reader(), store.Actor{Who: "9001", At: w.now})
		w.must(err, "restore")
	}
	w.restored.waits, w.restored.at = true, w.now
	known := map[string]bool{}
	w.rows(h.anchor, "SELECT place || '-' || epoch, 1 FROM epochs", func(epoch string, _ int64) { known[epoch] = true })
	for _, t := range w.tills { // it can't wait for one of which it doesn't know
		w.restored.lost = w.restored.lost || !known[t.id]
	}
	for _, e := range w.model.history {
		for _, member := range e.moves {
			if e.hq > b.head {
				w.restored.moved[member] = true
			}
		}
	}
	w.model.forget(func(e event) bool { return e.hq > b.head })
	h.read, h.last = b.head, lookedAtHQ{}
	h.freezes, h.given, h.decided = slices.Clone(b.freezes), maps.Clone(b.given), maps.Clone(b.decided)
	h.start()
	for _, t := range w.tills {
		t.isCut(0.25) // what one holds comes before what that was made of, which another has
	}
}

// under reports whether a restored head office has yet to hear what it had.
func (r *restored) under(w *world) bool {
	if !r.waits {
		return false
	}
	for _, t := range w.tills {
		if t.unheard || w.hq.last.acked[t.id] < t.had {
			return true
		}
	}
	r.waits = w.hq.recovers() || w.hq.misses()
	return r.waits
}

// recovery is whether head office says that it is in recovery, after so many commits.
type recovery struct {
	at uint64
	is bool
}

func (h *headOffice) recovers() bool {
	if at := h.anchor.Commits(); h.recovery.at != at {
		h.recovery.at = at
		h.w.rows(h.anchor, "SELECT '', recovering FROM meta", func(_ string, n int64) { h.recovery.is = n != 0 })
	}
	return h.recovery.is
}

// misses reports whether it still waits for a till without which it went to work.
func (h *headOffice) misses() (is bool) {
	h.w.rows(h.anchor, "SELECT place, 1 FROM epochs WHERE missed = 1", func(string, int64) { is = true })
	return is
}

// heldBack is I8 for a frame that leaves while head office is in recovery, before and after what it has just done.
func (h *headOffice) heldBack(f wire.Frame) {
	if f, ok := f.(wire.Grant); ok {
		g, err := escrow.Read(f.Blob)
		h.w.must(err, "read grant")
		var since int64
		h.w.rows(h.anchor, "SELECT '', restored FROM meta", func(_ string, n int64) { since = n })
		if g.Made > since { // else it was made before and hasn't been taken in
			h.w.fail("I8: head office is in recovery, and grants %v of %s to %s", g.Amounts, g.Holder, g.Place)
		}
	}
}

// checkTold is part of I25: HQ knows the phone of each member of whom a till has told it one last.
func (w *world) checkTold() {
	last, phone := map[string]int64{}, map[string]string{}
	for _, t := range w.tills {
		w.must(t.anchor.View(context.Background(), func(tx *sqlite.Tx) error {
			for scan, err := range tx.Query("SELECT key, made, body FROM told WHERE topic = ?", string(pos.TopicMember)) {
				var id string
				var made int64
				var body []byte
				if err == nil {
					err = scan(&id, &made, &body)
				}
				var m pos.Member
				if err == nil {
					err = pos.DecodeFeed(body, &m)
				}
				if err != nil {
					return err
				}
				if made >= last[id] {
					last[id], phone[id] = made, m.Phone
				}
			}
			return nil
		}), "what HQ was told")
	}
	w.rows(w.hq.anchor, "SELECT id, phone = '' FROM members", func(id string, nameless int64) {
		if nameless != 0 && phone[id] != "" {
			w.fail("I25: HQ has no phone of member %s, of whom it was told %s", id, phone[id])
		}
	})
}
