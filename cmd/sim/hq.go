package main

import (
	"crypto/ed25519"
	"embed"
	"errors"
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/sqlite"
	"holdfast/server/store"
	"holdfast/sync/hub"
	"holdfast/sync/simnet"
	"holdfast/sync/wire"
)

// The cheapest argon2id there is, so that signing in costs a simulator nothing: PIN 1111.
const cashierPIN = "1111"

// headOffice is HQ as it runs, with its books in memory. A crash drops everything but the books.
type headOffice struct {
	w       *world
	file    string
	anchor  *sqlite.DB // keeps the books while nobody else has them open; the checks read through it
	store   *store.Store
	hub     *hub.Hub
	gates   map[uint64]*hub.Gate
	closing []closing
	flushAt time.Time
	offered bool
}

// closing is a connection that HQ will notice to be gone.
type closing struct {
	conn uint64
	at   time.Time
}

// bookFile names a database of this world.
func (w *world) bookFile(name string) string {
	return fmt.Sprintf("%ssim-%p-%d-%s", sqlite.Memory, w, w.seed, name)
}

func openHQ(w *world, tills int) *headOffice {
	h := &headOffice{w: w, file: w.bookFile("hq")}
	var err error
	h.anchor, err = sqlite.Open(h.file, embed.FS{})
	w.must(err, "anchor HQ")
	w.must(store.Create(h.file, w.reader(), w.now), "create HQ")
	h.start()
	h.stock(tills)
	return h
}

// stock fills the books of a small chain: two stores, some members, few products.
func (h *headOffice) stock(tills int) {
	w := h.w
	w.must(h.store.PutStores([]pos.Store{{Code: "S01", Name: "一店"}, {Code: "S02", Name: "二店"}}), "stores")
	for i := range tills {
		w.must(h.store.PutTill(fmt.Sprintf("T%d", i+1), fmt.Sprintf("S0%d", 1+i*2/max(tills, 2))), "till")
	}
	w.must(h.store.PutPeople([]pos.Person{
		{ID: "1001", Name: "收银", Role: pos.Cashier, Stores: []string{"S01", "S02"}, PINHash: cheapHash},
	}, w.now), "people")
	var products []pos.Product
	for i := range 5 {
		products = append(products, pos.Product{Code: fmt.Sprint(i + 1), Name: "货", Price: money.Fen(1+w.rng.IntN(400)) * 5})
	}
	w.must(h.store.PutProducts(products, w.now), "products")
	// A small allowance makes tills ask, a large one makes them be recalled from.
	w.must(h.store.Set("allowance.default", money.Fen(w.rng.IntN(8000)).String()), "set")
	w.must(h.store.Set("grant.days", fmt.Sprint(1+w.rng.IntN(30))), "set")
	_, err := h.store.PutRules(w.rules(), w.now)
	w.must(err, "rules")
	var rows []store.MemberRow
	for i := range 4 {
		row := store.MemberRow{
			Member: pos.Member{Phone: fmt.Sprintf("1380000000%d", i), Name: "会员", Store: fmt.Sprintf("S0%d", 1+i%2), Tier: "normal",
				Cards: []pos.Card{{Number: fmt.Sprintf("880000000000000%d", i)}}},
			Principal: money.Fen(w.rng.IntN(30000)), Bonus: money.Fen(w.rng.IntN(3000)),
		}
		rows = append(rows, row)
	}
	_, err = h.store.PutMembers(rows, w.now)
	w.must(err, "members")
	for _, row := range rows {
		v, err := h.store.Member(row.Phone)
		w.must(err, "member")
		w.model.join(v.ID, row.Phone, row.Cards[0].Number, row.Principal+row.Bonus)
	}
}

// start opens the books and begins to serve.
func (h *headOffice) start() {
	var err error
	h.store, err = store.Open(h.file, h.w.reader())
	h.w.must(err, "open HQ")
	h.hub = hub.New(h.store, h.store.Key().Public().(ed25519.PublicKey), h.w.reader())
	h.gates, h.closing, h.offered = map[uint64]*hub.Gate{}, nil, false
	h.flushAt = h.w.now
}

func (h *headOffice) close() {
	if h.store != nil {
		h.store.Close() //nolint:errcheck // the world is over
	}
	if h.anchor != nil {
		h.anchor.Close()
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
	outs, err := h.hub.Flush(w.now)
	w.must(err, "flush")
	if len(outs) > 0 && !w.healing && w.chance(crashAfterCommit/4) {
		h.crash() // durable, and nobody was told
		return true
	}
	for _, o := range outs {
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
	return openDesk(w, code, certificate, signed, private, h.store.Key().Public().(ed25519.PublicKey))
}
