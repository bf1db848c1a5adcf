package main

import (
	"maps"
	"slices"
	"strings"

	"holdfast/pos"
)

// A till that is to be closed gives back what it holds, and is closed by head office when it says that it is empty. What it did
// in between, before it knew, comes late, like what a lost till did; but nothing is ever written off there.

// closeOrKeep has a till closed, or calls that off.
func (h *headOffice) closeOrKeep(t *cashDesk) {
	w := h.w
	if h.toClose[t.id] {
		_, err := h.books().KeepTill(t.code, "留用")
		w.must(err, "keep till")
		delete(h.toClose, t.id)
		w.say("HQ: till %s is kept", t.code)
		w.did("till that was to be closed kept")
	} else {
		_, err := h.books().CloseTill(t.code, "撤下")
		w.must(err, "close till")
		h.toClose[t.id] = true
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
		if h.toClose[id] {
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

// keepAll calls off what is not closed yet.
func (h *headOffice) keepAll() {
	for _, t := range h.w.tills {
		if h.toClose[t.id] && h.w.distrusted[t.id] == nil {
			h.closeOrKeep(t)
		}
	}
}
