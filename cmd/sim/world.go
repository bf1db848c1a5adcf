package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"

	"holdfast/sync/simnet"
	"holdfast/sync/wire"
)

// world is one chain from one seed. Nothing in it knows the real time, and everything that chooses draws from rng.
type world struct {
	seed    uint64
	rng     *rand.Rand
	now     time.Time
	shelf   *shelf
	blank   blanks
	net     *simnet.Net
	hq      *headOffice
	most    int64 // pieces of a promotion that rules have limited its quantity to
	mixed   bool  // programs of different versions work together
	newerHQ bool
	tills   []*cashDesk
	deeds   []deed
	cards   []string // the numbers of all cards there are
	phones  []string // by which members can be looked up
	model   *model
	counts  counts
	steps   int
	trace   io.Writer
	log     []string  // the last lines, for a failure that is not being traced
	working *cashDesk // whose cashier is in the middle of something
	healing bool
	failed  bool // in the middle of something, whatever was open
	skewed  bool // some till's clock was wrong at some time

	// What is wrong with the places themselves (placefaults.go, hqfaults.go).
	plan       plan
	distrusted map[string]*cashDesk // by epoch: what is written there counts once it is booked, and what is held there not at all
	places     int                  // tills there are, by their codes
	spare      int                  // books that were taken from the shelf for more tills than those
	backup     *backup              // head office's, that may be restored
	restored   restored             // how far it is with that
	reused     map[string]bool      // requests whose ids were used again
}

// outcome is a world's end.
type outcome struct {
	counts counts
	err    error
}

// broken carries a failed invariant out of wherever it was found.
type broken struct{ err error }

// runWorld runs a world: steps of work and faults, each followed by the checks; then everything heals, and HQ and tills
// must agree to the fen.
func runWorld(seed uint64, tills, steps int, trace io.Writer) (o outcome) {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	rng := rand.New(rand.NewChaCha8(key)) //nolint:gosec // a simulator wants to be predictable
	w := &world{deeds: deeds(), seed: seed, rng: rng, now: start, shelf: takeShelf(), trace: trace, counts: newCounts(),
		plan: plan(seed) % plans, distrusted: map[string]*cashDesk{}, reused: map[string]bool{}, restored: restored{moved: map[string]bool{}}}
	w.model = newModel(w)
	w.counts.Worlds = 1
	defer func() {
		if r := recover(); r != nil {
			b, ok := r.(broken)
			if !ok {
				panic(r)
			}
			o.err = b.err
			w.failed = true
			if trace == nil {
				o.err = fmt.Errorf("%w\n    %s", b.err, w.named(strings.Join(w.log, "\n    ")))
			}
		}
		w.close()
		w.counts.Delivered, w.counts.Dropped, w.counts.Duplicated, w.counts.Lost = w.net.Delivered, w.net.Dropped, w.net.Duplicated, w.net.Lost
		o.counts = w.counts
	}()
	w.net = simnet.New(rng, w.weather())
	w.mixed = w.chance(0.25)
	w.newerHQ = w.mixed && w.chance(0.5)
	var err error
	w.blank, err = blank()
	w.must(err, "blank books")
	w.open(tills)
	for w.steps = range steps {
		w.step()
		w.check()
		w.counts.Steps++
	}
	w.heal()
	w.checkHealed()
	return o
}

// weather is this world's network: some worlds have a good one.
func (w *world) weather() simnet.Faults {
	f := simnet.Faults{Delay: time.Duration(w.rng.IntN(200)) * time.Millisecond}
	if w.rng.IntN(3) > 0 {
		f.Drop, f.Duplicate = w.rng.Float64()*0.05, w.rng.Float64()*0.05
	}
	return f
}

func (w *world) open(tills int) {
	w.hq = openHQ(w, tills)
	w.places = tills
	if w.mixed {
		w.model.did("world of mixed versions")
	}
	for i := range tills {
		w.tills = append(w.tills, w.hq.enrol(fmt.Sprintf("T%d", i+1)))
	}
	if w.chance(0.3) {
		w.hq.stockPINs(w.tills[0])
	}
	w.advance(2 * time.Second)
}

func (w *world) close() {
	for _, t := range w.tills {
		t.close()
	}
	if w.hq != nil {
		w.hq.close()
	}
	if !w.failed {
		w.shelf.giveBack()
	}
}

// step is one thing that happens.
func (w *world) step() {
	t := w.tills[w.rng.IntN(len(w.tills))]
	if w.plan != calm && w.chance(0.03) {
		w.placeFault(t)
	} else if w.chance(0.06) {
		w.fault(t)
	} else if w.chance(0.015) {
		w.clash()
	} else if w.chance(0.02) {
		w.hq.work()
	} else {
		t.work()
	}
	w.advance(w.pause())
}

// pause is the time from one step to the next. Mostly the tills of a chain work at the same time: what one does is under way
// while the others go on.
func (w *world) pause() time.Duration {
	if w.chance(0.75) {
		return time.Duration(w.rng.IntN(60)) * time.Millisecond
	}
	return time.Duration(w.rng.IntN(800)) * time.Millisecond
}

func (w *world) chance(p float64) bool { return w.rng.Float64() < p }

// fail ends the world.
func (w *world) fail(format string, args ...any) {
	panic(broken{fmt.Errorf("step %d: "+format, append([]any{w.steps}, args...)...)})
}

// must fails the world on an error that no fault of this world explains.
func (w *world) must(err error, doing string) {
	if err != nil {
		w.fail("%s: %v", doing, err)
	}
}

// say logs a line.
func (w *world) say(format string, args ...any) {
	line := fmt.Sprintf("%4d %9.3fs  ", w.steps, w.now.Sub(start).Seconds()) + fmt.Sprintf(format, args...)
	if w.trace != nil {
		fmt.Fprintln(w.trace, w.named(line))
		return
	}
	if w.log = append(w.log, line); len(w.log) > 40 {
		w.log = w.log[1:]
	}
}

// advance lets time pass, with everything that it brings.
func (w *world) advance(d time.Duration) {
	end := w.now.Add(d)
	for {
		w.turn()
		next := w.next(end)
		if next.After(end) {
			w.now = end
			return
		}
		w.now = next
	}
}

// turn handles everything that is due now.
func (w *world) turn() {
	for range 1000 {
		busy := false
		for {
			d, ok := w.net.Deliver(w.now)
			if !ok {
				break
			}
			busy = true
			if d.To == simnet.ToHQ {
				w.hq.receive(d.Conn, d.Frame)
			} else if t := w.tillOf(d.Conn); t != nil {
				t.receive(d.Frame)
			}
		}
		busy = w.hq.flush() || busy
		for _, t := range w.tills {
			busy = t.tick() || busy
		}
		if !busy {
			return
		}
	}
	w.fail("the world turns without end")
}

// next is the next moment at which something is due, or one after end.
func (w *world) next(end time.Time) time.Time {
	next := end.Add(time.Nanosecond)
	sooner := func(at time.Time) {
		if at.Before(next) {
			next = at
		}
	}
	if at, ok := w.net.Next(); ok {
		sooner(at)
	}
	for _, t := range w.tills {
		if at, ok := t.wakes(); ok {
			sooner(at)
		}
	}
	if at, ok := w.hq.wakes(); ok {
		sooner(at)
	}
	if !next.After(w.now) {
		return w.now.Add(time.Millisecond)
	}
	return next
}

func (w *world) tillOf(conn uint64) *cashDesk {
	for _, t := range w.tills {
		if t.conn == conn && conn != 0 {
			return t
		}
	}
	return nil
}

// send puts a frame on the network.
func (w *world) send(conn uint64, to simnet.Direction, f wire.Frame) {
	dropped, doubled := w.net.Dropped, w.net.Duplicated
	w.must(w.net.Send(w.now, conn, to, f), "send")
	if w.trace != nil {
		fate := ""
		if w.net.Dropped > dropped {
			fate = " (lost on the way)"
		} else if w.net.Duplicated > doubled {
			fate = " (arrives twice)"
		}
		w.say("  %s %s%s", w.line(to, conn), describe(f), fate)
	}
}

// reader is the world's randomness as bytes, for ids and keys.
func (w *world) reader() io.Reader {
	var seed [32]byte
	for i := range 4 {
		binary.LittleEndian.PutUint64(seed[8*i:], w.rng.Uint64())
	}
	return rand.NewChaCha8(seed)
}
