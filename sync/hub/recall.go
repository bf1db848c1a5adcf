package hub

import (
	"encoding/base32"
	"fmt"
	"io"
	"strings"
	"time"

	"holdfast/sync/wire"
)

// recallWithin is how long a place may take to answer a recall before it is given up.
const recallWithin = 30 * time.Second

// recall is value that a place was asked to return.
type recall struct {
	session  *session
	holder   string
	asked    map[string]int64 // of each asset
	answered bool
	seq      uint64 // the answer's records are those up to this one
	until    time.Time
}

// recallFrom asks a place for a holder's value, unless it is being asked for as much already.
func (h *Hub) recallFrom(s *session, holder string, amounts []wire.Amount) (id string) {
	for other, r := range s.recalls { // only this place's: of all places there may be very many
		if r.holder == holder && r.covers(amounts) && (id == "" || other < id) {
			id = other
		}
	}
	if id != "" {
		return id
	}
	id = h.newID()
	r := &recall{session: s, holder: holder, asked: map[string]int64{}, until: h.now.Add(recallWithin)}
	for _, a := range amounts {
		r.asked[a.Asset] += a.Amount
	}
	h.recalls[id], s.recalls[id] = r, r
	h.send(s, wire.Recall{ID: id, Holder: holder, Amounts: amounts})
	return id
}

// covers reports whether the recall asks for as much already.
func (r *recall) covers(amounts []wire.Amount) bool {
	for _, a := range amounts {
		if r.asked[a.Asset] < a.Amount {
			return false
		}
	}
	return true
}

// recalled ends a recall, as soon as the records that answer it are booked.
func (h *Hub) recalled(s *session, f wire.Recalled) {
	r := h.recalls[f.ID]
	if r == nil || r.session != s {
		return
	}
	r.answered, r.seq = true, f.Seq
	if r.seq <= s.acked {
		h.endRecall(f.ID)
	}
}

func (h *Hub) endRecall(id string) {
	delete(h.recalls[id].session.recalls, id)
	delete(h.recalls, id)
	for _, w := range h.waiting {
		delete(w.recalls, id)
	}
	h.behind = true
}

// expire does what time alone brings: it gives up recalls that were never answered, and has holders looked at again
// whose grants may have ended meanwhile.
func (h *Hub) expire(now time.Time) {
	for _, s := range h.places {
		if s.swept && now.Sub(s.sweptAt) >= sweepEvery {
			s.swept, s.sweep, h.behind = false, "", true
		}
	}
	for id, r := range h.recalls {
		if now.After(r.until) {
			h.endRecall(id)
		}
	}
}

// newID names a recall. It only has to be unlike every other one.
func (h *Hub) newID() string {
	var b [10]byte
	if _, err := io.ReadFull(h.entropy, b[:]); err != nil {
		panic(fmt.Sprintf("hub: entropy: %v", err))
	}
	return strings.ToLower(base32.HexEncoding.EncodeToString(b[:]))
}
