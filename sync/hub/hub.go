// Package hub is head office's end of the protocol in sync/wire: a state machine over HQ's books ([Store]). It has no
// goroutine, socket or clock; it imports sync/wire only.
//
// One caller owns a Hub. It Offers what sessions sent, in the order it came, and then calls Flush, which handles
// everything offered in one durable transaction and returns what to send. The one thing to know: nothing leaves before
// its transaction is durable, and a transaction that fails leaves nothing behind: the hub drops every session and
// forgets all it had in memory, which is only what the next Hello brings back.
//
// What is costly and needs no books is done before, in each session's own goroutine, by its [Gate].
package hub

import (
	"cmp"
	"crypto/ed25519"
	"io"
	"maps"
	"slices"
	"time"

	"holdfast/sync/wire"
)

// Hub is the state of all sessions.
type Hub struct {
	store   Store
	key     ed25519.PublicKey
	entropy io.Reader

	sessions map[uint64]*session
	places   map[string]*session // the live session of each place
	queue    []offered
	dirty    map[string]bool     // holders whose allowance is to be looked at
	waiting  map[string]*waiting // requests that wait for recalls, by id
	recalls  map[string]*recall  // recalls under way, by id
	nudged   bool                // the books changed from outside
	read     bool                // reactors have read all there is
	behind   bool                // reactors, feed or sweeps have more to do
	followed time.Time           // when what follows from records was last done

	// of the Flush under way
	tx     Tx
	now    time.Time
	outs   []Out
	inflow int // records that pushes brought, or that their tills said they have besides
}

type offered struct {
	session uint64
	checked Checked
}

// Out is a frame to send to a session. With Close it is the last one.
type Out struct {
	Session uint64
	Frame   wire.Frame
	Close   bool
}

// New makes a hub over HQ's books; key is HQ's, entropy makes nonces and ids.
func New(store Store, key ed25519.PublicKey, entropy io.Reader) *Hub {
	h := &Hub{store: store, key: key, entropy: entropy}
	h.forget()
	return h
}

func (h *Hub) forget() {
	h.sessions, h.places = map[uint64]*session{}, map[string]*session{}
	h.dirty, h.waiting, h.recalls = map[string]bool{}, map[string]*waiting{}, map[string]*recall{}
	h.queue, h.outs, h.behind = nil, nil, true
}

// Offer queues a frame that its session's Gate has let through. Its first is a Hello or an Enrol.
func (h *Hub) Offer(session uint64, c Checked) { h.queue = append(h.queue, offered{session, c}) }

// Close forgets a session whose line is gone. Its recalls end; its requests wait in the books for the next session.
func (h *Hub) Close(id uint64) {
	if s := h.sessions[id]; s != nil {
		h.drop(s)
	}
}

// Nudge says that the books were changed from outside: there may be news for the feed.
func (h *Hub) Nudge() { h.nudged = true }

// Busy reports whether a Flush has something to do although nothing was offered.
func (h *Hub) Busy() bool {
	return h.behind || h.nudged || len(h.dirty) > 0 || len(h.waiting) > 0 || len(h.queue) > 0
}

// PlaceStatus is what the hub alone knows of a place.
type PlaceStatus struct {
	Online  bool
	Recalls int // under way
}

// Status is a place's, now.
func (h *Hub) Status(place string) (st PlaceStatus) {
	if s := h.places[place]; s != nil {
		st.Online, st.Recalls = true, len(s.recalls)
	}
	return st
}

// Flush handles all that was offered, and what time brings, in one transaction, and returns what to send once it is
// durable. On an error nothing was done; the returned frames end every session.
func (h *Hub) Flush(now time.Time) ([]Out, error) {
	h.expire(now)
	if !h.Busy() {
		return nil, nil
	}
	err := h.store.Update(func(tx Tx) error {
		h.tx, h.now = tx, now
		return h.flush()
	})
	h.tx = nil
	outs := h.outs
	h.outs = nil
	if err != nil { // a full disk, mostly
		bye := wire.Bye{Code: "internal", Message: "head office could not write its books; this till tries again by itself"}
		outs = nil
		for _, id := range slices.Sorted(maps.Keys(h.sessions)) {
			outs = append(outs, Out{id, bye, true})
		}
		for _, o := range h.queue {
			if h.sessions[o.session] == nil {
				outs = append(outs, Out{o.session, bye, true})
			}
		}
		h.forget()
		return outs, err
	}
	h.queue = nil
	return outs, nil
}

// flush is one transaction's work, in the order in which one thing feeds the next.
func (h *Hub) flush() error {
	h.nudged, h.behind, h.inflow = false, false, 0
	if err := h.endClosed(); err != nil {
		return err
	}
	if err := h.noteClosing(); err != nil {
		return err
	}
	for _, o := range h.queue {
		if err := h.handle(o.session, o.checked); err != nil {
			return err
		}
	}
	steps := []func() error{h.acknowledge, h.answerWaiting}
	if h.follows() {
		steps = append(steps, h.sweep, h.react, h.settle, h.share, h.react, h.publish, h.answerSyncs)
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// A burst is so many records that have come in one Flush or are about to: after a cut, tills bring those of hours. They wait
// for nothing but being booked then, as each till keeps what isn't acknowledged; what follows from them is done at most
// followWithin later, a little at a time, and whole when the burst is over.
const (
	burst        = 500
	followWithin = 250 * time.Millisecond
	inflowStep   = 200 // records that reactors read at a time while some come in
)

// follows decides whether this Flush does what follows from the records, and all else that nobody waits for.
func (h *Hub) follows() bool {
	since := h.now.Sub(h.followed)
	if h.inflow >= burst && since >= 0 && since < followWithin {
		h.read, h.behind = false, true
		return false
	}
	h.followed = h.now
	return true
}

// endClosed ends the sessions of epochs that were closed by somebody else than these sessions: nothing may be granted to
// them any more. What such a till has done before it hears of that it may bring in a session of its own.
func (h *Hub) endClosed() error {
	list, err := h.tx.Closed()
	if err != nil {
		return err
	}
	for _, c := range list {
		if s := h.places[c.Place]; s != nil && s.place.Epoch == c.Epoch {
			h.byeClosed(s.id, c.Why)
		}
	}
	return nil
}

// sorted is a map's keys in order, so that the same world always goes the same way.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// inOrder is the sessions in the order of their ids.
func (h *Hub) inOrder() []*session {
	return slices.SortedFunc(maps.Values(h.sessions), func(a, b *session) int { return cmp.Compare(a.id, b.id) })
}

func (h *Hub) send(s *session, f wire.Frame) { h.outs = append(h.outs, Out{Session: s.id, Frame: f}) }

// bye ends a session from this side.
func (h *Hub) bye(id uint64, code, message string) {
	h.end(id, wire.Bye{Code: code, Message: message})
}

// byeClosed tells a till that its epoch has ended: it may spend nothing of what it holds any more.
func (h *Hub) byeClosed(id uint64, why string) {
	h.end(id, wire.Bye{Code: "conflict", Message: "head office has closed this till's epoch: " + why + "; enrol it again", Closed: true})
}

func (h *Hub) end(id uint64, bye wire.Bye) {
	h.outs = append(h.outs, Out{id, bye, true})
	if s := h.sessions[id]; s != nil {
		h.drop(s)
	}
}

// drop forgets a session. What it was asked to return is not waited for any longer.
func (h *Hub) drop(s *session) {
	delete(h.sessions, s.id)
	if h.places[s.place.Place] == s {
		delete(h.places, s.place.Place)
	}
	for id := range s.recalls {
		h.endRecall(id)
	}
	for id, w := range h.waiting {
		if w.session == s {
			delete(h.waiting, id)
		}
	}
}

// handle deals with one frame. An error is of the books and fails the flush; a till's fault ends its session.
func (h *Hub) handle(id uint64, c Checked) error {
	switch f := c.frame.(type) {
	case wire.Hello:
		return h.hello(id, f, c.certificate)
	case wire.Enrol:
		return h.enrol(id, f)
	}
	s := h.sessions[id]
	if s == nil {
		return nil // the session ended in this flush or was never opened: the till will say Hello again
	}
	if push, ok := c.frame.(wire.Push); ok {
		return h.push(s, push, c.records)
	}
	if s.closed != "" {
		return nil
	}
	switch f := c.frame.(type) {
	case wire.FeedAck:
		return h.feedAck(s, f)
	case wire.Request:
		return h.request(s, f)
	case wire.Withdraw:
		return h.withdraw(s, f)
	case wire.Recalled:
		h.recalled(s, f)
	case wire.Idle:
		for _, holder := range f.Holders {
			h.look(s, holder)
		}
	case wire.Enquire:
		return h.enquire(s, f)
	case wire.Change:
		return h.change(s, f)
	case wire.Ask:
		return h.ask(s, f)
	case wire.Sync:
		s.syncs = append(s.syncs, syncing{id: f.ID})
	case wire.Ping:
		return h.ping(s, f)
	}
	return nil
}
