package main

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"time"

	"holdfast/pos"
	"holdfast/pos/money"
	"holdfast/pos/sqlite"
	"holdfast/pos/till"
	"holdfast/pos/till/store"
	"holdfast/sync/simnet"
	"holdfast/sync/uplink"
	"holdfast/sync/wire"
)

// cashDesk is a till and its cashier. A crash drops everything but the till's books.
type cashDesk struct {
	w      *world
	code   string
	epoch  uint64
	id     string // the two of them: what is written there is one journal, whoever writes it
	shop   string // its store
	who    string // who signed in
	anchor *sqlite.Kept
	last   looked // by the checks
	readAt uint64 // the books' commits when the model last read the journal
	store  *store.Store
	till   *till.Till
	booted time.Time     // of the machine, for its monotonic clock
	skew   time.Duration // of the machine's clock
	newer  bool          // its program is of a newer version than this

	up       *uplink.Uplink
	conn     uint64 // 0: not connected
	since    time.Time
	cut      bool // the line, by a fault or by the cashier
	retryAt  time.Time
	tickAt   time.Time
	nudged   bool
	falls    bool // the line, with the next question
	answers  map[string]wire.Answer
	told     map[string]wire.Told
	asked    int             // questions so far
	contact  time.Time       // HQ's time, when it said it last
	answered map[string]bool // requests
	asking   wire.Request    // the last one

	// What is wrong with the place itself.
	copied  *copyOf // of its books, as they were some time
	unheard bool    // since head office was restored
	had     uint64  // of its records, by head office before that

	// What the cashier sees of the open sale.
	lines  int
	member bool
	due    money.Fen
	short  bool // stored value did not suffice
}

func openDesk(w *world, code string, c wire.Certificate, signed wire.SignedBytes, key ed25519.PrivateKey, hq ed25519.PublicKey) *cashDesk {
	t := &cashDesk{w: w, code: code, epoch: c.Epoch, id: epochName(c.Place, c.Epoch), shop: c.Store, contact: w.now, newer: w.mixed && w.chance(0.5)}
	books := code
	if c.Epoch > 1 {
		books = w.spareBooks()
	}
	var err error
	t.anchor, err = w.shelf.put(books, w.blank.till)
	w.must(err, "till's books")
	t.boot()
	w.must(t.store.SetEnrolment(store.Enrolment{Certificate: c, Signed: signed, Key: key, HQKey: hq, HQURL: "https://sim"}), "enrolment")
	t.start()
	return t
}

// epochName names an epoch of a place.
func epochName(place string, epoch uint64) string { return fmt.Sprintf("%s-%d", place, epoch) }

// boot starts the machine, whose clock may be wrong, and opens the books.
func (t *cashDesk) boot() {
	t.booted = t.w.now
	if t.w.chance(0.2) {
		t.skew = []time.Duration{0, -time.Hour, time.Hour, -400 * 24 * time.Hour, 3650 * 24 * time.Hour}[t.w.rng.IntN(5)]
		t.w.say("%s has a clock that is %v off", t.code, t.skew)
		t.w.skewed = t.w.skewed || t.skew != 0
	}
	var err error
	t.store, err = store.Open(t.anchor.File(), t, t.w.reader())
	t.w.must(err, "open till")
}

// start is the program's start after boot.
func (t *cashDesk) start() {
	var err error
	t.till, err = till.New(t.store, t)
	t.w.must(err, "start till")
	t.up, t.conn, t.since = nil, 0, t.w.now
	t.retryAt, t.who = t.w.now, ""
	t.asked = 0
	t.answers, t.told, t.answered = map[string]wire.Answer{}, map[string]wire.Told{}, map[string]bool{}
}

func (t *cashDesk) close() {
	t.store.Close() //nolint:errcheck // the world is over
}

// Wall is what the till's machine takes for the time.
func (t *cashDesk) Wall() time.Time { return t.w.now.Add(t.skew) }

// Mono is the machine's monotonic clock.
func (t *cashDesk) Mono() time.Duration { return t.w.now.Sub(t.booted) }

// fell unwinds a cashier's action in the middle of which the till crashed.
type fell struct{}

// crash is a kill -9.
func (t *cashDesk) crash() {
	t.w.say("%s crashes", t.code)
	t.w.counts.TillCrashes++
	t.disconnect("crash")
	t.w.must(t.store.Close(), "fell till")
	t.boot()
	t.start()
}

// disconnect ends the connection.
func (t *cashDesk) disconnect(why string) {
	if t.conn == 0 {
		return
	}
	t.w.say("%s is disconnected: %s", t.code, why)
	grant := t.asks()
	for _, f := range t.w.net.Cut(t.conn) {
		if _, ok := f.(wire.Grant); ok {
			grant = true
		}
	}
	t.w.counts.Cuts++
	if grant {
		t.w.counts.CutsWithGrant++
	}
	t.w.hq.gone(t.conn)
	t.up, t.conn, t.since = nil, 0, t.w.now
	t.retryAt = t.w.now.Add(200 * time.Millisecond)
}

// asks reports whether a grant has been asked for and not come.
func (t *cashDesk) asks() bool {
	open, err := t.store.Requests()
	return err == nil && len(open) > 0
}

func (t *cashDesk) receive(f wire.Frame) {
	out, err := t.up.Handle(t.w.now, f)
	switch f := f.(type) {
	case wire.Welcome:
		t.contact, t.unheard = time.UnixMilli(f.TimeMS), false
	case wire.Pong:
		t.contact = time.UnixMilli(f.TimeMS)
	}
	t.sent(out, err)
}

// leaseEnds is when what was granted can't be spent any more unless HQ is heard of again.
func (t *cashDesk) leaseEnds() (ends int64) {
	t.w.must(t.store.View(func(tx *store.Tx) error {
		p, err := tx.Policy()
		ends = t.contact.Add(time.Duration(p.LeaseHours) * time.Hour).UnixMilli()
		return err
	}), "policy")
	return ends
}

// journalAfter is the records that the till has written after one.
func (t *cashDesk) journalAfter(seq uint64) (list [][]byte) {
	t.w.must(t.anchor.View(context.Background(), func(tx *sqlite.Tx) error {
		for scan, err := range tx.Query("SELECT bytes FROM journal WHERE seq > ? ORDER BY seq", int64(seq)) { //nolint:gosec // a world has few records
			var b []byte
			if err == nil {
				err = scan(&b)
			}
			if err != nil {
				return err
			}
			list = append(list, b)
		}
		return nil
	}), "journal")
	return list
}

// tick connects, and gives the uplink its turns.
func (t *cashDesk) tick() bool {
	w := t.w
	switch {
	case t.conn == 0 && !t.cut && !w.now.Before(t.retryAt):
		t.connect()
		return true
	case t.conn == 0 || t.up == nil:
		return false
	case t.nudged || !w.now.Before(t.tickAt):
		t.nudged, t.tickAt = false, w.now.Add(time.Second)
		out, err := t.up.Tick(w.now)
		t.sent(out, err)
		return len(out) > 0
	}
	return false
}

// wakes is when the till next does something by itself.
func (t *cashDesk) wakes() (time.Time, bool) {
	if t.conn == 0 {
		return t.retryAt, !t.cut
	}
	return t.tickAt, true
}

func (t *cashDesk) connect() {
	t.conn = t.w.net.Connect()
	if t.w.newerHQ {
		t.w.net.Newer(t.conn, simnet.ToTill)
	}
	if t.newer {
		t.w.net.Newer(t.conn, simnet.ToHQ)
	}
	var err error
	t.up, err = uplink.New(t.store, t.w.now)
	t.w.must(err, "new session")
	t.tickAt = t.w.now.Add(time.Second)
	t.w.hq.connect(t.conn)
}

// sent sends what the uplink says. What it did is committed by now; here is where a crash comes between.
func (t *cashDesk) sent(out []wire.Frame, err error) {
	if t.up == nil {
		return
	}
	for _, e := range t.up.Events() {
		if e.Request != "" {
			t.answered[e.Request] = true
		}
		if e.Answer != nil {
			t.answers[e.Answer.ID] = *e.Answer
		}
		if e.Told != nil {
			t.told[e.Told.ID] = *e.Told
		}
	}
	if err != nil {
		t.w.say("%s: %v", t.code, err)
		t.disconnect(err.Error())
		if t.w.distrusted[t.id] != nil {
			t.retryAt = t.w.now.Add(time.Duration(t.w.rng.IntN(8000)) * time.Millisecond)
		}
		return
	}
	if len(out) > 0 && !t.w.healing && t.w.chance(crashAfterCommit) {
		t.crashSoon()
		return
	}
	for _, f := range out {
		if r, ok := f.(wire.Request); ok {
			t.asking = r
		}
		t.w.send(t.conn, simnet.ToHQ, f)
	}
}

// crashSoon crashes the till; where its cashier is in the middle of something, that is unwound first.
func (t *cashDesk) crashSoon() {
	t.crash()
	if t.w.working == t {
		panic(fell{})
	}
}

// Online is the line as the till's program knows it.
func (t *cashDesk) Online() (bool, time.Time) { return t.up != nil && t.up.Live(), t.since }

// Why is for people.
func (t *cashDesk) Why() pos.Text { return pos.Text{} }

// Cut is the cashier's `net off`.
func (t *cashDesk) Cut(cut bool) {
	t.cut = cut
	if cut {
		t.disconnect("net off")
	}
}

// Nudge wakes the uplink.
func (t *cashDesk) Nudge() { t.nudged = true }

var errSlow = pos.E(pos.Timeout, "", "head office did not answer in time")

// wait lets the world go on until done, for the cashier's patience at most.
func (t *cashDesk) wait(done func() bool) error {
	for until := t.w.now.Add(till.Patience); !done(); {
		if t.conn == 0 || !t.w.now.Before(until) {
			return errSlow
		}
		t.w.advance(20 * time.Millisecond)
		if !t.w.healing && t.w.chance(faultWhileWaiting) {
			t.w.waitingFault(t)
		}
	}
	return nil
}

// Await waits for a request's answer.
func (t *cashDesk) Await(_ context.Context, request string) error {
	return t.wait(func() bool { return t.answered[request] })
}

// Enquire asks HQ what a member has there; where else it stands is of no use to a simulated cashier.
func (t *cashDesk) Enquire(_ context.Context, holder string) (b pos.Balance, _ []till.Elsewhere, err error) {
	id := "enquiry"
	delete(t.answers, id)
	if t.conn == 0 {
		return b, nil, errSlow
	}
	t.w.send(t.conn, simnet.ToHQ, wire.Enquire{ID: id, Holder: holder})
	return b, nil, t.wait(func() bool { _, ok := t.answers[id]; return ok })
}

// Ask looks something up at HQ.
func (t *cashDesk) Ask(_ context.Context, what, key string) ([]byte, error) {
	if t.falls {
		t.falls = false
		t.disconnect("cut with a question")
	}
	if t.conn == 0 {
		return nil, errSlow
	}
	t.asked++
	id := fmt.Sprint("ask ", t.asked)
	t.w.send(t.conn, simnet.ToHQ, wire.Ask{ID: id, What: what, Key: key})
	if err := t.wait(func() bool { _, ok := t.told[id]; return ok }); err != nil {
		return nil, err
	}
	told := t.told[id]
	if told.Code != "" {
		return nil, pos.E(pos.Code(told.Code), "", told.Message)
	}
	return told.Body, nil
}

// Sync is tried with real processes.
func (t *cashDesk) Sync(context.Context) error { return errSlow }
