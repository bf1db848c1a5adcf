// Package simnet is the network of the simulator: lines between tills and HQ that lose, double, delay and cut, all by
// one seeded source, on virtual time. It imports sync/wire.
//
// The one thing to know: a frame belongs to the connection it was sent on. When a line is cut, or either end falls,
// everything under way on it is gone, and a new connection starts with nothing: what must survive is in the books.
package simnet

import (
	"container/heap"
	"math/rand/v2"
	"time"

	"github.com/fxamacker/cbor/v2"

	"holdfast/sync/wire"
)

// Faults are the chances, of 1, that befall a frame, and the longest delay. Frames sent on one connection arrive in
// the order they were sent, as over TCP.
type Faults struct {
	Drop      float64
	Duplicate float64
	Delay     time.Duration
}

// Net carries frames.
type Net struct {
	rng    *rand.Rand
	faults Faults
	queue  parcels
	sent   uint64
	conns  map[uint64]*conn
	next   uint64

	// What happened to frames, for the world's report.
	Delivered, Dropped, Duplicated, Lost, Skipped int
}

type conn struct {
	last  [2]time.Time // when the newest frame in each direction arrives
	newer [2]bool      // who sends in that direction is of a newer version
}

// Direction is which way a frame goes.
type Direction int

// The directions.
const (
	ToHQ Direction = iota
	ToTill
)

// Delivery is a frame that arrives.
type Delivery struct {
	Conn  uint64
	To    Direction
	Frame wire.Frame
}

type parcel struct {
	at    time.Time
	order uint64
	conn  uint64
	to    Direction
	bytes []byte
}

// New makes a network.
func New(rng *rand.Rand, faults Faults) *Net {
	return &Net{rng: rng, faults: faults, conns: map[uint64]*conn{}}
}

// SetFaults changes the weather; the zero Faults heal the network.
func (n *Net) SetFaults(f Faults) { n.faults = f }

// Connect opens a connection.
func (n *Net) Connect() uint64 {
	n.next++
	n.conns[n.next] = &conn{}
	return n.next
}

// Newer has who sends on a connection in a direction be of a newer version: its frames have a field more, which it means
// something by, and there are frames between them that may be skipped.
func (n *Net) Newer(c uint64, to Direction) { n.conns[c].newer[to] = true }

// skipped is a frame of a newer version that others may skip.
var skipped = []byte{64, 0xa0}

// added is the number of a field that this version doesn't have.
const added = 999

// newer is an encoded frame as a newer version writes it.
func newer(b []byte) ([]byte, error) {
	var fields map[int]cbor.RawMessage
	if err := cbor.Unmarshal(b[1:], &fields); err != nil {
		return nil, err
	}
	if fields == nil {
		fields = map[int]cbor.RawMessage{}
	}
	fields[added] = cbor.RawMessage{0x63, 'n', 'e', 'w'}
	body, err := deterministic.Marshal(fields)
	return append([]byte{b[0]}, body...), err
}

var deterministic, _ = cbor.CoreDetEncOptions().EncMode()

// Alive reports whether a connection is open.
func (n *Net) Alive(c uint64) bool { return n.conns[c] != nil }

// Cut ends a connection: what is under way on it never arrives. It returns those frames, for the world's statistics.
func (n *Net) Cut(c uint64) (lost []wire.Frame) {
	if n.conns[c] == nil {
		return nil
	}
	delete(n.conns, c)
	for _, p := range n.queue {
		if p.conn == c {
			if f, err := wire.Decode(p.bytes); err == nil && f != nil {
				lost = append(lost, f)
			}
		}
	}
	n.Lost += len(lost)
	return lost
}

// Send puts a frame on its way, through the codec as on a real line.
func (n *Net) Send(now time.Time, c uint64, to Direction, f wire.Frame) error {
	line := n.conns[c]
	if line == nil {
		return nil // cut: the sender will find out
	}
	b, err := wire.Encode(f)
	if err != nil {
		return err
	}
	if line.newer[to] {
		if b, err = newer(b); err != nil {
			return err
		}
		if n.rng.IntN(10) == 0 {
			n.send(now, c, to, skipped)
		}
	}
	copies := 1
	switch r := n.rng.Float64(); {
	case r < n.faults.Drop:
		n.Dropped++
		return nil
	case r < n.faults.Drop+n.faults.Duplicate:
		n.Duplicated++
		copies = 2
	}
	for range copies {
		n.send(now, c, to, b)
	}
	return nil
}

// send puts what was encoded on its way.
func (n *Net) send(now time.Time, c uint64, to Direction, b []byte) {
	line, at := n.conns[c], now.Add(time.Millisecond)
	if n.faults.Delay > 0 {
		at = at.Add(time.Duration(n.rng.Int64N(int64(n.faults.Delay))))
	}
	if at.Before(line.last[to]) {
		at = line.last[to]
	}
	line.last[to] = at
	n.sent++
	heap.Push(&n.queue, parcel{at: at, order: n.sent, conn: c, to: to, bytes: b})
}

// Next is when the next frame arrives; false when none is under way.
func (n *Net) Next() (time.Time, bool) {
	if len(n.queue) == 0 {
		return time.Time{}, false
	}
	return n.queue[0].at, true
}

// Deliver takes the next frame that has arrived by now; false when there is none.
func (n *Net) Deliver(now time.Time) (Delivery, bool) {
	for len(n.queue) > 0 && !n.queue[0].at.After(now) {
		p := heap.Pop(&n.queue).(parcel)
		if n.conns[p.conn] == nil {
			continue
		}
		f, err := wire.Decode(p.bytes)
		if err != nil {
			panic("simnet: " + err.Error()) // Encode made these bytes
		}
		if f == nil {
			n.Skipped++
			continue
		}
		n.Delivered++
		return Delivery{Conn: p.conn, To: p.to, Frame: f}, true
	}
	return Delivery{}, false
}

// parcels is a heap by time, then by order of sending.
type parcels []parcel

func (p parcels) Len() int { return len(p) }
func (p parcels) Less(i, j int) bool {
	if !p[i].at.Equal(p[j].at) {
		return p[i].at.Before(p[j].at)
	}
	return p[i].order < p[j].order
}
func (p parcels) Swap(i, j int) { p[i], p[j] = p[j], p[i] }
func (p *parcels) Push(x any)   { *p = append(*p, x.(parcel)) }
func (p *parcels) Pop() any {
	old := *p
	x := old[len(old)-1]
	*p = old[:len(old)-1]
	return x
}
