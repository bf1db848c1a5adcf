package uplink

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"holdfast/sync/wire"
)

// books is a till's store in memory: enough of one to see what a session makes of it.
type books struct {
	records   [][]byte
	acked     uint64
	seen      wire.Position
	contact   time.Time
	feed      wire.Cursor
	rules     uint64 // version
	doubt     string
	requests  []wire.Request
	withdrawn []string
	refused   map[string]string // id → code
	changes   []wire.Change
	changed   map[string]string // id → code
	grants    map[string]string // blob → the request it answers
	taken     []string          // blobs, in order
	idle      []string
	closing   time.Time
	left      int      // how often it is asked whether it is empty before it is
	parts     int      // of the past that HQ has
	past      []string // what came of them
	fails     error
}

// History asks for as many parts as there are.
func (b *books) History(answer []byte) (string, error) {
	if answer != nil {
		b.past = append(b.past, string(answer))
		b.parts--
	}
	if b.parts <= 0 {
		return "", nil
	}
	return fmt.Sprint("part ", b.parts), nil
}

func (b *books) Closing(since time.Time) error { b.closing = since; return nil }

func (b *books) Empty() (bool, error) { b.left--; return b.left < 0, nil }

func (b *books) Identity() (Identity, error) {
	return Identity{Place: "T1", Epoch: 1, Certificate: wire.SignedBytes("certificate"), Key: ed25519.NewKeyFromSeed(make([]byte, 32))}, nil
}

func (b *books) State() (State, error) {
	return State{HeadSeq: uint64(len(b.records)), HeadHash: b.hash(uint64(len(b.records))), Acked: b.acked, Feed: b.feed, Seen: b.seen, Rules: wire.Rules{Version: b.rules}}, nil
}

func (b *books) hash(seq uint64) wire.Hash {
	if seq == 0 || seq > uint64(len(b.records)) {
		return wire.Hash{}
	}
	return sha256.Sum256(b.records[seq-1])
}

func (b *books) Has(seq uint64, hash wire.Hash) (bool, error) {
	return seq == 0 || seq <= uint64(len(b.records)) && b.hash(seq) == hash, nil
}

func (b *books) Doubt(why string) error { b.doubt = why; return nil }

func (b *books) Records(from uint64, count, size int) (list [][]byte, err error) {
	for _, r := range b.records[min(from-1, uint64(len(b.records))):] {
		if len(list) == count || size <= 0 {
			break
		}
		list, size = append(list, r), size-len(r)
	}
	return list, nil
}

func (b *books) Acked(seq uint64, at wire.Position) error {
	b.acked, b.seen = max(b.acked, seq), at
	return b.fails
}

func (b *books) Contact(hq time.Time) error { b.contact = hq; return nil }

func (b *books) ApplyFeed(f wire.Feed) error {
	if f.From != b.feed {
		return errors.New("not where the feed stands")
	}
	b.feed = f.To
	return b.fails
}

func (b *books) TakeGrant(blob []byte) (string, error) {
	if !slices.Contains(b.taken, string(blob)) {
		b.taken = append(b.taken, string(blob))
		b.add("accept " + string(blob))
	}
	request := b.grants[string(blob)]
	b.requests = slices.DeleteFunc(b.requests, func(r wire.Request) bool { return r.ID == request })
	b.withdrawn = slices.DeleteFunc(b.withdrawn, func(id string) bool { return id == request })
	return request, nil
}

func (b *books) Surrender(r wire.Recall) (uint64, error) {
	b.add("return " + r.ID)
	return uint64(len(b.records)), nil
}

func (b *books) Requests() ([]wire.Request, error) { return b.requests, nil }
func (b *books) Withdrawn() ([]string, error)      { return b.withdrawn, nil }

func (b *books) Refused(id, code, _ string) error {
	b.refused[id] = code
	b.requests = slices.DeleteFunc(b.requests, func(r wire.Request) bool { return r.ID == id })
	b.withdrawn = slices.DeleteFunc(b.withdrawn, func(w string) bool { return w == id })
	return nil
}

func (b *books) Changes(n int) ([]wire.Change, error) {
	return b.changes[:min(n, len(b.changes))], nil
}

func (b *books) Changed(f wire.Changed) error {
	b.changed[f.ID] = f.Code
	b.changes = slices.DeleteFunc(slices.Clone(b.changes), func(c wire.Change) bool { return c.ID == f.ID })
	return nil
}

func (b *books) Waiting() (Waiting, error) {
	return Waiting{len(b.changes) > 0, len(b.requests) > 0, len(b.withdrawn) > 0, len(b.idle) > 0, uint64(len(b.records))}, nil
}

func (b *books) Idle() (idle []string, err error) {
	idle, b.idle = b.idle, nil
	return idle, nil
}

// add appends to the journal.
func (b *books) add(record string) { b.records = append(b.records, []byte(record)) }

// change stores a change that waits for its answer.
func (b *books) change(id, key string) {
	b.changes = append(b.changes, wire.Change{ID: id, Topic: "member", Key: key, Body: []byte(id)})
}

// line is a session over books, and the time.
type line struct {
	t *testing.T
	*books
	up  *Uplink
	now time.Time
}

var start = time.UnixMilli(1_000_000)

// dial is a session that HQ has not spoken in yet, over a journal of so many records.
func dial(t *testing.T, records int) *line {
	t.Helper()
	b := &books{refused: map[string]string{}, changed: map[string]string{}, grants: map[string]string{}}
	for i := range records {
		b.add(fmt.Sprintf("record %d", i+1))
	}
	l := &line{t: t, books: b, now: start}
	l.connect()
	return l
}

// connect begins another session, as after any cut.
func (l *line) connect() {
	l.t.Helper()
	up, err := New(l.books, l.now)
	if err != nil {
		l.t.Fatal(err)
	}
	l.up = up
}

// welcomed is a session whose Hello HQ has answered; what was sent since is returned in words.
func welcomed(t *testing.T, records int, change func(*books)) (*line, []string) {
	t.Helper()
	l := dial(t, records)
	change(l.books)
	return l, l.welcome()
}

func (l *line) welcome() []string {
	l.t.Helper()
	if said := l.hear(wire.Challenge{MinVersion: 1, MaxVersion: 1, Nonce: []byte("nonce")}); !slices.Equal(said, []string{"hello"}) {
		l.t.Fatalf("to a challenge it says %v", said)
	}
	return l.hear(wire.Welcome{Version: 1, Acked: l.acked, AckedHash: l.hash(l.acked), TimeMS: 77})
}

// hear is what the till says to a frame.
func (l *line) hear(f wire.Frame) []string {
	l.t.Helper()
	out, err := l.up.Handle(l.now, f)
	if err != nil {
		l.t.Fatalf("to %T: %v", f, err)
	}
	return inWords(out)
}

// after is what it says a while later by itself.
func (l *line) after(d time.Duration) []string {
	l.t.Helper()
	l.now = l.now.Add(d)
	out, err := l.up.Tick(l.now)
	if err != nil {
		l.t.Fatal(err)
	}
	return inWords(out)
}

// inWords is frames as a test reads them.
func inWords(frames []wire.Frame) (words []string) {
	for _, f := range frames {
		words = append(words, word(f))
	}
	return words
}

func word(f wire.Frame) string {
	switch f := f.(type) {
	case wire.Hello:
		return "hello"
	case wire.Push:
		return fmt.Sprintf("push %d-%d", f.From, f.From+uint64(len(f.Records))-1)
	case wire.Request:
		return "request " + f.ID
	case wire.Withdraw:
		return "withdraw " + f.ID
	case wire.Change:
		return "change " + f.ID
	case wire.Sync:
		return "sync " + f.ID
	case wire.Recalled:
		return fmt.Sprintf("recalled %s %d", f.ID, f.Seq)
	case wire.FeedAck:
		if f.Rules != (wire.Rules{}) {
			return fmt.Sprintf("feedack %d rules %d", f.Cursor.At, f.Rules.Version)
		}
		return fmt.Sprintf("feedack %d", f.Cursor.At)
	case wire.Idle:
		return fmt.Sprintf("idle %d", len(f.Holders))
	case wire.Ask:
		return "ask " + f.What + " " + f.Key
	case wire.Ping:
		return "ping"
	}
	return fmt.Sprintf("%T", f)
}

// large is a record of n bytes.
func large(n int) []byte { return bytes.Repeat([]byte{'x'}, n) }
