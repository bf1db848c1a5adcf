package main

import (
	"maps"
	"slices"
	"strings"
	"time"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/sync/wire"
)

// A till that is to be closed gives back what it holds, and is closed by head office when it says that it is empty. What it did
// in between, before it knew, comes late, like what a lost till did; but nothing is ever written off there.

// closeOrKeep has a till closed, or calls that off.
func (h *headOffice) closeOrKeep(t *cashDesk) {
	w := h.w
	if h.toClose[t.id] != 0 {
		_, err := h.books().KeepTill(t.code, "留用")
		w.must(err, "keep till")
		delete(h.toClose, t.id)
		w.say("HQ: till %s is kept", t.code)
		w.did("till that was to be closed kept")
	} else {
		_, err := h.books().CloseTill(t.code, "撤下")
		w.must(err, "close till")
		h.toClose[t.id] = w.now.UnixMilli()
		w.say("HQ: till %s is to be closed", t.code)
		w.did("till to be closed")
	}
	h.hub.Nudge()
}

// closed takes note of tills that head office has closed just now; it is I15.
func (h *headOffice) closed() {
	if len(h.toClose) == 0 {
		return
	}
	w := h.w
	var done []string
	w.rows(h.anchor, "SELECT place || '-' || epoch, 0 FROM epochs WHERE closing > 0 AND fenced <> '' ORDER BY place, epoch", func(id string, _ int64) {
		if h.toClose[id] != 0 {
			done = append(done, id)
		}
	})
	for _, id := range done {
		delete(h.toClose, id)
		if i := slices.IndexFunc(w.tills, func(t *cashDesk) bool { return t.id == id }); i >= 0 && w.distrusted[id] == nil {
			w.say("HQ: till %s is closed", w.tills[i].code)
			w.did("till closed")
			w.distrust(w.tills[i])
			w.rows(h.anchor, "SELECT who || ' ' || asset || ' ' || kind || ' ' || place || '-' || epoch, balance FROM accounts WHERE kind IN ('escrow', 'transit') AND balance <> 0", func(what string, n int64) {
				if strings.HasSuffix(what, " "+id) {
					w.fail("I15: %s is closed, and has %d %s", id, n, what)
				}
			})
		}
	}
}

// grantsOn is I16: a till that is to be closed gets again what was on its way, and nothing new.
func (h *headOffice) grantsOn(f wire.Frame) {
	if f, ok := f.(wire.Grant); ok {
		g, err := escrow.Read(f.Blob)
		h.w.must(err, "read grant")
		if since := h.toClose[epochName(g.Place, g.Epoch)]; since != 0 && g.Made > since {
			h.w.fail("I16: %s is to be closed, and is granted %v of %s", g.Place, g.Amounts, g.Holder)
		}
	}
}

// wants calls the closing of a place off that is to be enrolled anew, as head office asks for.
func (h *headOffice) wants(code string) {
	for _, id := range slices.Sorted(maps.Keys(h.toClose)) {
		if strings.HasPrefix(id, code+"-") {
			if _, err := h.books().KeepTill(code, "换机"); pos.CodeOf(err) != pos.State { // it is closed already
				h.w.must(err, "keep till")
			}
			delete(h.toClose, id)
		}
	}
}

// endClosing has most tills closed that are to be, now that nothing keeps them from giving back all that they hold; the other
// ones are kept.
func (h *headOffice) endClosing() {
	w := h.w
	for _, t := range w.tills {
		switch {
		case w.distrusted[t.id] != nil:
		case h.toClose[t.id] == 0 && w.plan == losses && w.sparable(t) && w.chance(0.2): // while it is cut off, with all that it holds
			t.isCut(1)
			t.clearOut()
			h.closeOrKeep(t)
			t.cut, t.retryAt = false, w.now
			h.awaitClosed(t)
		case h.toClose[t.id] == 0:
		case w.chance(0.2) || !w.sparable(t):
			h.closeOrKeep(t)
		default:
			t.clearOut()
			h.awaitClosed(t)
		}
	}
}

func (h *headOffice) awaitClosed(t *cashDesk) {
	for n := 0; h.toClose[t.id] != 0; n++ {
		if n == 60 {
			h.w.fail("I16: two minutes after everything has healed, %s isn't closed, and nobody sells there", t.code)
		}
		h.w.advance(2 * time.Second)
	}
}

// clearOut ends every sale and the shift.
func (t *cashDesk) clearOut() {
	_, err := t.till.Login(manager, cashierPIN)
	t.w.must(err, t.code+": login")
	for range 20 {
		t.till.Cancel() //nolint:errcheck // there may be nothing to cancel
		held, err := t.till.HeldSales()
		t.w.must(err, t.code+": held sales")
		if len(held) == 0 {
			break
		}
		if _, err := t.till.Recall(held[0].ID); err != nil {
			_, err := t.till.OpenShift(0)
			t.w.must(err, t.code+": open shift")
		}
	}
	if _, err := t.till.CloseShift(t.count()); pos.CodeOf(err) != pos.State { // none is open
		t.w.must(err, t.code+": close shift")
	}
	t.cleared()
}
