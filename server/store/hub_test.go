package store

import (
	"crypto/ed25519"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"holdfast/pos"
	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/record"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// office is a hub over a world's books, and the tills that are connected to it.
type office struct {
	*world
	hub      *hub.Hub
	key      ed25519.PublicKey
	sessions uint64
}

func newOffice(t *testing.T) *office {
	w := newWorld(t, t.Name())
	key := w.s.Key().Public().(ed25519.PublicKey)
	return &office{world: w, hub: hub.New(w.s, key, rand.NewChaCha8([32]byte{2})), key: key}
}

// caller is a session's end at the till.
type caller struct {
	o       *office
	session uint64
	gate    *hub.Gate
	*till
	key         ed25519.PrivateKey
	certificate wire.SignedBytes
	acks        []wire.Frame
}

func (o *office) call() (*caller, wire.Challenge) {
	o.t.Helper()
	gate, challenge, err := o.hub.Gate(o.now)
	o.ok(err)
	o.sessions++
	return &caller{o: o, session: o.sessions, gate: gate}, challenge
}

// send offers frames and flushes; it returns what the hub sends, to whomever. The feed is acknowledged with the next.
func (c *caller) send(frames ...wire.Frame) []hub.Out {
	c.o.t.Helper()
	for _, f := range append(c.acks, frames...) {
		checked, err := c.gate.Check(f)
		c.o.ok(err)
		c.o.hub.Offer(c.session, checked)
	}
	c.acks = nil
	outs := c.o.flush()
	for _, out := range outs {
		if f, ok := out.Frame.(wire.Feed); ok && out.Session == c.session {
			c.acks = append(c.acks, wire.FeedAck{Cursor: f.To})
		}
	}
	return outs
}

func (o *office) flush() []hub.Out {
	o.t.Helper()
	o.now = o.now.Add(20 * time.Millisecond)
	outs, err := o.hub.Flush(o.now)
	o.ok(err)
	return outs
}

// enrolled is a till that was enrolled over the wire and is not connected.
func (o *office) enrolled(store, place string) *caller {
	o.t.Helper()
	secret, err := o.s.EnrolmentCode(store, place, o.now)
	o.ok(err)
	o.ids++
	c, challenge := o.call()
	c.key = ed25519.NewKeyFromSeed(append(make([]byte, 31), byte(o.ids)))
	enrol := wire.Enrol{MinVersion: 1, MaxVersion: 1, Secret: secret[:], PublicKey: c.key.Public().(ed25519.PublicKey)}
	for _, out := range c.send(enrol.Sign(c.key, challenge.Nonce)) {
		if e, ok := out.Frame.(wire.Enrolled); ok && out.Session == c.session {
			c.certificate = e.Certificate
		}
	}
	certificate, err := wire.OpenCertificate(o.key, c.certificate)
	o.ok(err)
	c.till = &till{w: o.world, place: place, epoch: certificate.Epoch}
	return c
}

// connect enrols a till and opens its session.
func (o *office) connect(store, place string) (*caller, []hub.Out) {
	o.t.Helper()
	c := o.enrolled(store, place)
	session, challenge := o.call()
	c.session, c.gate = session.session, session.gate
	hello, err := wire.Hello{MinVersion: 1, MaxVersion: 1, Certificate: c.certificate}.Sign(c.key, challenge.Nonce)
	o.ok(err)
	return c, c.send(hello)
}

// take is the grants among what the hub sends to a session.
func (c *caller) take(outs []hub.Out) (blobs [][]byte) {
	for _, out := range outs {
		if g, ok := out.Frame.(wire.Grant); ok && out.Session == c.session {
			blobs = append(blobs, g.Blob)
		}
	}
	return blobs
}

// TestSweepWaitsForASlowTill: however many members are at home at a till, no more grants are under way to it than a
// session holds, and it has them all in the end.
func TestSweepWaitsForASlowTill(t *testing.T) {
	o := newOffice(t)
	const members = 3000
	rows := make([]MemberRow, members)
	for i := range rows {
		rows[i] = MemberRow{Member: pos.Member{Phone: fmt.Sprint(13900000000 + i), Name: "n", Store: "S01"}, Principal: 100_00}
	}
	_, err := o.s.PutMembers(rows, o.now)
	o.ok(err)
	o.ok(o.s.Set("allowance.share", "100"))
	o.ok(o.s.Set("allowance.place_cap", "0"))
	o.ok(o.s.Set("exposure.place", "0"))
	c, outs := o.connect("S01", "T1")
	waiting := c.take(outs)
	for range 40 { // the till does nothing
		waiting = append(waiting, c.take(c.send())...)
	}
	if n := len(waiting); n < 1000 || n > 2000 {
		t.Fatalf("%d grants under way to a till that takes none in", n)
	}
	taken := 0
	for range 40 {
		n := min(len(waiting), 200)
		records := make([][]byte, n)
		from := c.seq + 1
		for i, blob := range waiting[:n] {
			records[i] = c.write(record.Accept{Grant: blob})
		}
		taken, waiting = taken+n, waiting[n:]
		var f []wire.Frame
		if n > 0 {
			f = append(f, wire.Push{From: from, Records: records}.Sign(c.key, c.place, c.epoch))
		}
		waiting = append(waiting, c.take(c.send(f...))...)
	}
	if taken != members {
		t.Errorf("%d of %d grants came", taken, members)
	}
	o.verify()
}

// TestEnrolledAnewWhileConnected: the session of the epoch that is closed ends; what it asked for fails nobody else's
// transaction.
func TestEnrolledAnewWhileConnected(t *testing.T) {
	o := newOffice(t)
	m := o.join("13800000001", "8801", 1000_00, 0)
	old, _ := o.connect("S01", "T1")
	other, _ := o.connect("S01", "T2")
	o.enrolled("S01", "T1")
	checked, err := old.gate.Check(wire.Request{ID: "r1", Holder: m, Value: 60_00})
	o.ok(err)
	o.hub.Offer(old.session, checked)
	if blobs := other.take(other.send(wire.Request{ID: "r2", Holder: m, Value: 100_00})); len(blobs) != 1 {
		t.Errorf("%d grants to the other till", len(blobs))
	}
	if o.hub.Status("T1").Online {
		t.Error("the old session of T1 is there still")
	}
	o.verify()
}

// TestWhereTheRestIs: what another till asks about is on the way to a till that has never been on line since it was granted;
// held, since it was taken in there; and frozen since that epoch was closed, which is told to the place itself too.
func TestWhereTheRestIs(t *testing.T) {
	o := newOffice(t)
	m := o.join("13800000001", "8801", 100_00, 0)
	away := o.enrolled("S01", "T1")
	asks, _ := o.connect("S01", "T2")
	where := func(c *caller) (list []wire.Holding) {
		for _, out := range c.send(wire.Enquire{ID: "q", Holder: m}) {
			if a, ok := out.Frame.(wire.Answer); ok && out.Session == c.session {
				list = a.Elsewhere
			}
		}
		return list
	}
	want := func(c *caller, holdings ...wire.Holding) {
		t.Helper()
		if diff := cmp.Diff(holdings, where(c)); diff != "" {
			t.Errorf("at %s:\n%s", c.place, diff)
		}
	}
	since := func() int64 { o.now = o.now.Add(time.Hour); return o.now.UnixMilli() }
	granted := since()
	blob := away.grant(m, 50_00)
	want(asks, wire.Holding{Place: "T1", Asset: "principal", Amount: 50_00, SinceMS: granted, State: wire.InTransit})
	taken := since()
	away.book(record.Accept{Grant: blob})
	want(asks, wire.Holding{Place: "T1", Asset: "principal", Amount: 50_00, SinceMS: taken})
	away.book(sale(m, "g", 20_00))
	more := since()
	away.grant(m, 5_00)
	want(asks, wire.Holding{Place: "T1", Asset: "principal", Amount: 30_00, SinceMS: taken},
		wire.Holding{Place: "T1", Asset: "principal", Amount: 5_00, SinceMS: more, State: wire.InTransit})
	closed := since() + 20 // the hub's next flush
	anew, _ := o.connect("S01", "T1")
	frozen := []wire.Holding{{Place: "T1", Asset: "principal", Amount: 30_00, SinceMS: closed, State: wire.Frozen},
		{Place: "T1", Asset: "principal", Amount: 5_00, SinceMS: closed, State: wire.Frozen}}
	for i := range frozen {
		frozen[i].Online = true // its new epoch is
	}
	want(asks, frozen...)
	want(anew, frozen...)
	o.verify()
}

// holder is a till that keeps lots, as much as the tests need of one.
type holder struct {
	*caller
	lots    []escrow.Lot
	records int
}

// answer takes grants in and answers recalls, and returns what the hub says to that.
func (h *holder) answer(outs []hub.Out) []hub.Out {
	h.o.t.Helper()
	var frames []wire.Frame
	write := func(b record.Body) {
		bytes := h.write(b)
		h.records++
		frames = append(frames, wire.Push{From: h.seq, Records: [][]byte{bytes}}.Sign(h.key, h.place, h.epoch))
	}
	for _, out := range outs {
		switch f := out.Frame.(type) {
		case wire.Grant:
			g, err := escrow.Read(f.Blob)
			h.o.ok(err)
			h.lots = append(h.lots, escrow.Lot{ID: g.ID, Holder: g.Holder, Asset: g.Amounts[0].Asset, Amount: g.Amounts[0].Amount, Ends: g.Ends})
			write(record.Accept{Grant: f.Blob})
		case wire.Recall:
			want := []escrow.Amount{{Asset: ledger.Asset(f.Amounts[0].Asset), Amount: f.Amounts[0].Amount}}
			uses := escrow.Surrender(h.lots, want, h.o.now.UnixMilli())
			for _, u := range uses {
				i := slices.IndexFunc(h.lots, func(l escrow.Lot) bool { return l.ID == u.Lot })
				h.lots[i].Amount -= u.Amount
			}
			if len(uses) > 0 {
				write(record.Return{Recall: f.ID, Holder: f.Holder, Uses: uses})
			}
			frames = append(frames, wire.Recalled{ID: f.ID, Seq: h.seq})
		}
	}
	return h.send(frames...)
}

// TestRecallOfWhatIsReserved: what of an ended grant an open sale has set aside isn't given back in other lots' stead. It
// would be granted again and recalled again, for as long as the sale is open.
func TestRecallOfWhatIsReserved(t *testing.T) {
	o := newOffice(t)
	o.join("13800000001", "8801", 1000_00, 0)
	c, outs := o.connect("S01", "T1")
	h := &holder{caller: c}
	rest := func() {
		for range 20 {
			outs = h.answer(outs)
		}
	}
	rest()
	o.now = o.now.Add(20 * 24 * time.Hour)
	o.ok(o.s.Set("allowance.default", "100.00"))
	o.hub.Sweep()
	rest()
	if len(h.lots) != 2 {
		t.Fatalf("%d grants came", len(h.lots))
	}
	h.lots[0].Reserved = h.lots[0].Amount
	o.now = o.now.Add(11 * 24 * time.Hour) // the first has ended
	o.hub.Sweep()
	h.records = 0
	rest()
	if h.records != 1 {
		t.Errorf("%d records over an open sale, want one: what replaces the grant that has ended", h.records)
	}
	o.verify()
}

// TestFeedBeforeAllowances: a new till has all of the feed before the first grant of its sweep.
func TestFeedBeforeAllowances(t *testing.T) {
	o := newOffice(t)
	rows := make([]MemberRow, 4000)
	for i := range rows {
		rows[i] = MemberRow{Member: pos.Member{Phone: fmt.Sprint(13900000000 + i), Name: "n", Store: "S01"}, Principal: 100_00}
	}
	_, err := o.s.PutMembers(rows, o.now)
	o.ok(err)
	c, outs := o.connect("S01", "T1")
	fed := false
	for range 40 {
		for _, out := range outs {
			switch f := out.Frame.(type) {
			case wire.Feed:
				fed = fed || f.End
			case wire.Grant:
				if !fed {
					t.Fatal("a grant came before the feed's end")
				}
			}
		}
		outs = c.send()
	}
	if !fed {
		t.Error("the feed has no end")
	}
}

// TestWithdrawnByAnother: a till takes back its own requests only; another's goes on waiting for what was called in for it.
func TestWithdrawnByAnother(t *testing.T) {
	o := newOffice(t)
	m := o.join("13800000001", "8801", 100_00, 0)
	c, outs := o.connect("S01", "T1")
	home := &holder{caller: c}
	rest := func() {
		for range 5 {
			outs = home.answer(outs)
		}
	}
	rest() // T1 has the member's allowance
	b, _ := o.connect("S01", "T2")
	outs = b.send(wire.Request{ID: "q", Holder: m, Value: 100_00})
	if got := b.take(outs); got != nil {
		t.Fatal("granted without what T1 has")
	}
	c.send(wire.Withdraw{ID: "q"})
	if granted := b.take(home.answer(outs)); len(granted) != 1 {
		t.Errorf("%d grants for T2", len(granted))
	}
	o.verify()
}
