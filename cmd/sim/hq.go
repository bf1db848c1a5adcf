package main

import (
	"crypto/ed25519"
	"errors"
	"time"

	"holdfast/pos/money"
	"holdfast/pos/sqlite"
	"holdfast/server/react"
	"holdfast/server/store"
	"holdfast/sync/hub"
	"holdfast/sync/simnet"
	"holdfast/sync/wire"
)

// headOffice is HQ as it runs, with its books in memory. A crash drops everything but the books.
type headOffice struct {
	w       *world
	anchor  *sqlite.Kept // the books, for the checks to read past the program
	store   *store.Store
	hub     *hub.Hub
	gates   map[uint64]*hub.Gate
	closing []closing
	flushAt time.Time
	offered bool

	// What the world did at HQ, for the checks.
	last            lookedAtHQ
	recovery        recovery
	read            uint64            // its own journal's records that the model has read
	learned         learned           // when it last did
	issued          map[string]string // the cards that members brought from before
	blocked         map[string]bool   // members who ever were
	decided         map[string]string // requests, as HQ has answered them
	freezes         []setting         // what a loss report freezes, since when
	given           map[int64]given   // frozen cards that were given to one of their members, by exception
	mostFloat       money.Fen         // most house money that a till was ever to hold
	mostFloatMember money.Fen         // and draw for one member
	toClose         map[string]int64  // tills, until they are closed, by epoch: since when
}

// setting is a value from a point of HQ's journal on.
type setting struct {
	after uint64
	value string
}

// given is whose a frozen card was said to be.
type given struct{ card, member string }

// closing is a connection that HQ will notice to be gone.
type closing struct {
	conn uint64
	at   time.Time
}

func openHQ(w *world, tills int) *headOffice {
	h := &headOffice{w: w, issued: map[string]string{}, blocked: map[string]bool{}, decided: map[string]string{}, given: map[int64]given{}, toClose: map[string]int64{}}
	var err error
	h.anchor, err = w.shelf.put("hq", w.blank.hq)
	w.must(err, "HQ's books")
	_, err = w.shelf.put("hq"+replay, w.blank.replay)
	w.must(err, "HQ's books")
	h.start()
	h.stock(tills)
	return h
}

// start opens the books and begins to serve.
func (h *headOffice) start() {
	var err error
	h.store, err = store.Open(h.anchor.File(), h.w.reader())
	h.w.must(err, "open HQ")
	h.store.Use(react.All()...)
	h.hub = hub.New(h.store, h.store.Key().Public().(ed25519.PublicKey), h.w.reader())
	h.gates, h.closing, h.offered = map[uint64]*hub.Gate{}, nil, false
	h.flushAt = h.w.now
}

func (h *headOffice) close() {
	if h.store != nil {
		h.store.Close() //nolint:errcheck // the world is over
	}
}

// crash is a kill -9: what was offered, what was to be sent, every session is gone; the books stay.
func (h *headOffice) crash() {
	h.w.say("HQ crashes")
	h.w.counts.HQCrashes++
	h.w.must(h.store.Close(), "fell HQ")
	for _, t := range h.w.tills {
		t.disconnect("HQ fell")
	}
	h.start()
}

// connect is a till's new connection.
func (h *headOffice) connect(conn uint64) {
	gate, challenge, err := h.hub.Gate(h.w.now)
	h.w.must(err, "gate")
	h.gates[conn] = gate
	h.w.send(conn, simnet.ToTill, challenge)
}

// gone will let HQ notice that a connection is dead: at once, or after a while in which it looks alive.
func (h *headOffice) gone(conn uint64) {
	delete(h.gates, conn)
	at := h.w.now
	if h.w.chance(0.5) {
		at = at.Add(time.Duration(h.w.rng.IntN(20)) * time.Second)
	}
	h.closing = append(h.closing, closing{conn, at})
}

func (h *headOffice) receive(conn uint64, f wire.Frame) {
	gate := h.gates[conn]
	if gate == nil {
		return
	}
	c, err := gate.Check(f)
	if err != nil {
		var r *hub.Refused
		if !errors.As(err, &r) {
			h.w.fail("gate: %v", err)
		}
		if h.w.net.Duplicated == 0 { // a doubled Hello is refused, and rightly
			h.w.fail("HQ refuses an honest till's %T: %v", f, err)
		}
		h.w.send(conn, simnet.ToTill, r.Bye)
		delete(h.gates, conn)
		h.hub.Close(conn)
		return
	}
	h.hub.Offer(conn, c)
	h.offered = true
}

// flush is one transaction, if there is anything to do.
func (h *headOffice) flush() bool {
	w := h.w
	var still []closing
	for _, c := range h.closing {
		if c.at.After(w.now) {
			still = append(still, c)
		} else {
			h.hub.Close(c.conn)
		}
	}
	h.closing = still
	if !h.offered && w.now.Before(h.flushAt) {
		return false
	}
	h.offered, h.flushAt = false, w.now.Add(50*time.Millisecond)
	held := w.restored.waits && h.recovers()
	outs, err := h.hub.Flush(w.now)
	w.must(err, "flush")
	held = held && h.recovers()
	h.closed()
	if len(outs) > 0 && !w.healing && w.chance(crashAfterCommit/4) {
		h.crash() // durable, and nobody was told
		return true
	}
	for _, o := range outs {
		h.answersOnce(o.Frame)
		h.grantsOn(o.Frame)
		if held {
			h.heldBack(o.Frame)
		}
		if w.net.Alive(o.Session) {
			w.send(o.Session, simnet.ToTill, o.Frame)
		}
		if o.Close {
			delete(h.gates, o.Session)
		}
	}
	return len(outs) > 0
}

// wakes is when HQ next does something by itself.
func (h *headOffice) wakes() (time.Time, bool) { return h.flushAt, h.hub.Busy() }

// enrol makes a till, over a line without faults: enrolment is tried with real processes.
func (h *headOffice) enrol(code string) *cashDesk {
	h.wants(code)
	w := h.w
	v, err := h.store.Till(code)
	w.must(err, "till")
	secret, err := h.store.EnrolmentCode(v.Store, code, w.now)
	w.must(err, "enrolment code")
	public, private, err := ed25519.GenerateKey(w.reader())
	w.must(err, "key")
	var signed wire.SignedBytes
	w.must(h.store.Update(func(tx hub.Tx) error {
		signed, err = tx.Enrol(secret[:], public, w.now)
		return err
	}), "enrol")
	certificate, err := wire.OpenCertificate(h.store.Key().Public().(ed25519.PublicKey), signed)
	w.must(err, "certificate")
	h.hub.Nudge()
	return openDesk(w, code, certificate, signed, private, h.store.Key().Public().(ed25519.PublicKey))
}
