package hub

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"holdfast/sync/wire"
)

// books is HQ's in memory: what is available of holders and what places hold, and what was asked and changed. What a test
// doesn't need is the embedded Tx's, which is nil.
type books struct {
	Tx
	available map[string]int64 // "holder asset"
	held      map[string]int64 // "place holder asset", in escrow
	transit   map[string]int64
	decided   map[string]Decision
	changes   []wire.Change
	float     map[string]int64 // place → what its float should be
	acked     map[string]uint64
	closed    []Closed
	closing   []Closing
	empty     string   // why a place is closed that says it is empty; "" where the books know better
	frozen    bool     // all members' value
	sellsBy   []string // what was noted
	holders   []string // that the sweep of each place finds
	branches  bool     // what comes is a branch
	fences    string   // why that closes the epoch
	kept      int      // more records of one
	moved     []string // holders that the next push says it moved
	fails     error
	grants    int
	reacts    []int // how much reactors were to read, each time they were asked
}

func newBooks() *books {
	return &books{available: map[string]int64{}, held: map[string]int64{}, transit: map[string]int64{}, decided: map[string]Decision{},
		float: map[string]int64{}, acked: map[string]uint64{}}
}

func (b *books) Update(f func(Tx) error) error {
	err := f(b)
	if err == nil {
		err = b.fails
	}
	return err
}

func (b *books) Prepare(r []byte) (Record, error) { return string(r), nil }

func (b *books) Place(place string, _ uint64) (Place, bool, error) {
	p := Place{Key: public(tillKey), Acked: b.acked[place]}
	for _, c := range b.closing {
		if c.Place == place && c.Epoch == 1 {
			p.ClosingMS = c.SinceMS
		}
	}
	return p, true, nil
}
func (b *books) Contact(string, time.Time) error                                { return nil }
func (b *books) Adopt(wire.Certificate, time.Time) error                        { return nil }
func (b *books) Greeted(string, uint64, uint64, wire.Position, time.Time) error { return nil }
func (b *books) SellsBy(place string, _ uint64, r wire.Rules, _ time.Time) error {
	b.sellsBy = append(b.sellsBy, fmt.Sprint(place, " ", r.Version))
	return nil
}
func (b *books) Position() (wire.Position, error)                     { return wire.Position{}, nil }
func (b *books) InTransit(string, uint64) ([][]byte, error)           { return nil, nil }
func (b *books) Closed() ([]Closed, error)                            { return b.closed, nil }
func (b *books) Closing() ([]Closing, error)                          { return b.closing, nil }
func (b *books) Tip() (wire.Cursor, error)                            { return wire.Cursor{}, nil }
func (b *books) Unsettled(string, uint64) (int, error)                { return 0, nil }
func (b *books) Standing(string, time.Time) (Standing, error)         { return Standing{Frozen: b.frozen}, nil }
func (b *books) CloseEmpty(string, uint64, time.Time) (string, error) { return b.empty, nil }

func (b *books) Sweep(_ string, _ uint64, after string, _ int) (list []string, _ error) {
	for _, h := range b.holders {
		if h > after {
			list = append(list, h)
		}
	}
	return list, nil
}

func (b *books) React(n int, _ time.Time) (bool, error) {
	b.reacts = append(b.reacts, n)
	return true, nil
}

func (b *books) Accept(place string, _, from uint64, records []Record, _ time.Time) (Accepted, error) {
	if b.branches || from <= b.acked[place] {
		return Accepted{Acked: b.acked[place], Branch: b.branches, Fenced: b.fences}, nil
	}
	b.acked[place] = from - 1 + uint64(len(records))
	return Accepted{Acked: b.acked[place], Holders: b.moved}, nil
}

func (b *books) Branch(_ string, _, _ uint64, records []Record, _ time.Time) error {
	b.kept += len(records)
	return nil
}

func (b *books) Request(_ string, _ uint64, r wire.Request, _ time.Time) (Decision, error) {
	if d, ok := b.decided[r.ID]; ok {
		return d, nil
	}
	return Decision{Open: true}, nil
}

func (b *books) Refuse(id, code, message string, _ time.Time) error {
	b.decided[id] = Decision{Refused: &Refusal{code, message}}
	return nil
}

// First has principal spent first.
func (b *books) First() (string, error) { return principal, nil }

// Wanted takes each asset as far as it goes, and value out of principal, then bonus.
func (b *books) Wanted(_ string, _ uint64, r wire.Request, _ time.Time) (amounts []wire.Amount, _ *Refusal, _ error) {
	want := map[string]int64{principal: r.Principal, bonus: r.Bonus, points: r.Points}
	if r.Refund {
		want[refund] = 1
	}
	has := func(asset string) int64 { return b.available[r.Holder+" "+asset] }
	fromPrincipal := min(r.Value, max(0, has(principal)-r.Principal))
	want[principal] += fromPrincipal
	want[bonus] += r.Value - fromPrincipal
	for _, asset := range []string{principal, bonus, points, refund} {
		if n := min(want[asset], has(asset)); n > 0 {
			amounts = append(amounts, wire.Amount{Asset: asset, Amount: n})
		}
	}
	return amounts, nil, nil
}

func (b *books) Grant(place string, _ uint64, holder, request string, amounts []wire.Amount, _ time.Time) ([]byte, error) {
	b.grants++
	blob := fmt.Appendf(nil, "%s for %q:", holder, request)
	for _, a := range amounts {
		b.available[holder+" "+a.Asset] -= a.Amount
		b.transit[place+" "+holder+" "+a.Asset] += a.Amount
		blob = fmt.Appendf(blob, " %d %s", a.Amount, a.Asset)
	}
	if request != "" {
		b.decided[request] = Decision{Grant: blob}
	}
	return blob, nil
}

func (b *books) Holdings(holder string) (list []Holding, _ error) {
	for _, k := range slices.Sorted(maps.Keys(b.held)) {
		var place, who, asset string
		fmt.Sscan(k, &place, &who, &asset) //nolint:errcheck // the test's own names
		if who == holder && b.held[k] > 0 {
			list = append(list, Holding{Place: place, Epoch: 1, Asset: asset, Escrow: b.held[k]})
		}
	}
	return list, nil
}

func (b *books) Elsewhere(string) ([]wire.Holding, error) { return nil, nil }

func (b *books) Available(string) ([]wire.Amount, error) { return nil, nil }

func (b *books) Change(place string, _ uint64, c wire.Change, _ time.Time) (*Refusal, error) {
	if c.Key == "unknown" {
		return &Refusal{"not_found", "no such member"}, nil
	}
	if !slices.ContainsFunc(b.changes, func(o wire.Change) bool { return o.ID == c.ID }) {
		b.changes = append(b.changes, c)
	}
	return nil, nil
}

func (b *books) Taken(string) (wire.Cursor, error) { return wire.Cursor{}, nil }

func (b *books) Ask(_, what, key string) ([]byte, *Refusal, error) {
	switch key {
	case "huge":
		return make([]byte, wire.MaxFrame), nil, nil
	case "T1-1-000001":
		return []byte(what + " " + key), nil, nil
	}
	return nil, &Refusal{"not_found", "no such receipt"}, nil
}

func (b *books) Share(place string, _ uint64, _ string, _ time.Time) (amounts []wire.Amount, _ error) {
	if n := b.float[place] - b.held[place+" house principal"] - b.transit[place+" house principal"]; n != 0 {
		amounts = []wire.Amount{{Asset: principal, Amount: n}}
	}
	return amounts, nil
}

// office is a hub with connected tills, and the time.
type office struct {
	t *testing.T
	*books
	hub      *Hub
	now      time.Time
	gates    map[uint64]*Gate
	sessions map[string]uint64 // of each place
}

func newOffice(t *testing.T, places ...string) *office {
	t.Helper()
	o := &office{t: t, books: newBooks(), now: time.UnixMilli(1_000_000), gates: map[uint64]*Gate{}, sessions: map[string]uint64{}}
	o.hub = New(o.books, public(hqKey), bytes.NewReader(bytes.Repeat([]byte("0123456789abcdefghijklmnopqrstuv"), 1000)))
	for i, place := range places {
		o.connect(place, uint64(i+1), 0)
	}
	return o
}

// connect opens a session of a place whose journal has so many records.
func (o *office) connect(place string, id, head uint64) []string {
	o.t.Helper()
	g, challenge, err := o.hub.Gate(o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	certificate, err := wire.SignCertificate(hqKey, wire.Certificate{Place: place, Epoch: 1, PublicKey: public(tillKey)})
	if err != nil {
		o.t.Fatal(err)
	}
	hello, err := wire.Hello{MinVersion: 1, MaxVersion: 1, Certificate: certificate, HeadSeq: head}.Sign(tillKey, challenge.Nonce)
	if err != nil {
		o.t.Fatal(err)
	}
	o.gates[id], o.sessions[place] = g, id
	return o.send(place, hello)
}

// send is what the hub says to a frame of a place, to all, in words; the first transaction may leave more to do.
func (o *office) send(place string, frames ...wire.Frame) []string {
	o.t.Helper()
	for _, f := range frames {
		if p, ok := f.(wire.Push); ok {
			f = p.Sign(tillKey, place, 1)
		}
		c, err := o.gates[o.sessions[place]].Check(f)
		if err != nil {
			o.t.Fatalf("%T of %s: %v", f, place, err)
		}
		o.hub.Offer(o.sessions[place], c)
	}
	return o.after(time.Millisecond)
}

// after is what the hub says a while later.
func (o *office) after(d time.Duration) (said []string) {
	o.t.Helper()
	o.now = o.now.Add(d)
	for range 3 {
		outs, err := o.hub.Flush(o.now)
		if err != nil && !errors.Is(err, o.fails) {
			o.t.Fatal(err)
		}
		for _, out := range outs {
			said = append(said, o.place(out.Session)+": "+word(out.Frame))
		}
	}
	return said
}

func (o *office) place(session uint64) string {
	for place, id := range o.sessions {
		if id == session {
			return place
		}
	}
	return "?"
}

// give lets a place answer a recall with all it was asked for.
func (o *office) give(place string, r wire.Recall) []string {
	o.t.Helper()
	for _, a := range r.Amounts {
		n := min(a.Amount, o.held[place+" "+r.Holder+" "+a.Asset])
		o.held[place+" "+r.Holder+" "+a.Asset] -= n
		o.available[r.Holder+" "+a.Asset] += n
	}
	next := o.acked[place] + 1
	return o.send(place, wire.Push{From: next, Records: [][]byte{{1}}}, wire.Recalled{ID: r.ID, Seq: next})
}

// recallOf is the recall under way at a place.
func (o *office) recallOf(place string) wire.Recall {
	o.t.Helper()
	for _, id := range sorted(o.hub.recalls) {
		r := o.hub.recalls[id]
		if r.session.place.Place == place {
			f := wire.Recall{ID: id, Holder: r.holder}
			for _, asset := range sorted(r.asked) {
				f.Amounts = append(f.Amounts, wire.Amount{Asset: asset, Amount: r.asked[asset]})
			}
			return f
		}
	}
	o.t.Fatalf("nothing is recalled from %s", place)
	return wire.Recall{}
}

func word(f wire.Frame) string {
	switch f := f.(type) {
	case wire.Grant:
		return "grant " + string(f.Blob)
	case wire.Refused:
		return fmt.Sprintf("refused %s %s", f.ID, f.Code)
	case wire.Recall:
		said := "recall " + f.Holder
		for _, a := range f.Amounts {
			said += fmt.Sprintf(" %d %s", a.Amount, a.Asset)
		}
		return said
	case wire.Changed:
		return fmt.Sprintf("changed %s %s", f.ID, f.Code)
	case wire.Told:
		return fmt.Sprintf("told %s %s %s", f.ID, f.Body, f.Code)
	case wire.Ack:
		return fmt.Sprintf("ack %d", f.Seq)
	case wire.Pong:
		if f.ClosingMS != 0 {
			return fmt.Sprintf("pong %d", f.ClosingMS)
		}
		return "pong"
	case wire.Welcome:
		if f.ClosingMS != 0 {
			return fmt.Sprintf("welcome, closing %d", f.ClosingMS)
		}
		return "welcome"
	case wire.Need:
		return fmt.Sprintf("need %d", f.From)
	case wire.Synced:
		return "synced " + f.ID
	case wire.Bye:
		if f.Closed {
			return "bye " + f.Code + ", closed"
		}
		return "bye " + f.Code
	}
	return fmt.Sprintf("%T", f)
}
