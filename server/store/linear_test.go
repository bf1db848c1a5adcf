package store

import (
	"crypto/ed25519"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/oklog/ulid/v2"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/sync/hub"
	"holdfast/sync/wire"
)

// linearTills is how many tills work on the one member's value at the same time.
const linearTills = 3

// purse is the model: where a member's principal stands. All that HQ's books may do is move it as if one thing happened
// after the other.
type purse struct {
	available       int64
	transit, escrow [linearTills]int64
}

// move is what a till does, or a reader sees.
type move struct {
	what   string
	till   int
	amount int64 // asked for, or moved
}

// step says what a move does to the account, and whether it could have had that outcome: for a request what was granted,
// for a read all of the account.
func step(state, input, output any) (bool, any) {
	a, m := state.(purse), input.(move)
	switch m.what {
	case "request":
		granted := output.(int64)
		if granted != min(m.amount, a.available) {
			return false, a
		}
		a.available, a.transit[m.till] = a.available-granted, a.transit[m.till]+granted
	case "accept":
		a.transit[m.till], a.escrow[m.till] = a.transit[m.till]-m.amount, a.escrow[m.till]+m.amount
	case "decline":
		a.transit[m.till], a.available = a.transit[m.till]-m.amount, a.available+m.amount
	case "top up":
		a.escrow[m.till] += m.amount
	case "spend":
		a.escrow[m.till] -= m.amount
	case "return":
		a.escrow[m.till], a.available = a.escrow[m.till]-m.amount, a.available+m.amount
	case "read":
		return output.(purse) == a, a
	}
	return min(a.available, slices.Min(a.transit[:]), slices.Min(a.escrow[:])) >= 0, a
}

// history is what happened, with when each move was begun and known to be done.
type history struct {
	begun time.Time
	mu    sync.Mutex
	moves []porcupine.Operation
}

// note has a move made and takes note of it.
func (h *history) note(client int, m move, do func() any) {
	call := time.Since(h.begun)
	output := do()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.moves = append(h.moves, porcupine.Operation{ClientId: client, Input: m, Call: int64(call), Output: output, Return: int64(time.Since(h.begun))})
}

// TestLinearizable: three tills ask for, take in, spend, top up and return one member's value at the same time, with more
// than one thing of each till under way, and others read it. There is an order of it all, within what each saw, in which
// it is what a simple account would do.
func TestLinearizable(t *testing.T) {
	w := createWorld(t, filepath.Join(t.TempDir(), "hq.db"))
	w.ok(w.s.Set("allowance.default", "0.00")) // HQ moves nothing by itself
	w.ok(w.s.Set("allowance.share", "0"))
	key := w.s.Key().Public().(ed25519.PublicKey)
	o := &office{world: w, hub: hub.New(w.s, key, rand.NewChaCha8([32]byte{2})), key: key}
	m := o.join("13800000001", "8801", 300_00, 0)
	p := &pump{o: o, in: make(chan said, 1000), to: map[uint64]*busy{}}
	h := &history{begun: time.Now()}
	var tills []*busy
	for i := range linearTills {
		c, outs := o.connect("S01", fmt.Sprint("T", i+1))
		b := &busy{caller: c, n: i, p: p, h: h, member: m, chance: rand.New(rand.NewPCG(1, uint64(i))),
			acks: make(chan uint64, 1000), answers: make(chan wire.Frame, 1000), recalls: make(chan wire.Recall, 1000)}
		p.to[c.session] = b
		tills = append(tills, b)
		for _, out := range outs {
			b.hear(out)
		}
	}
	stop := make(chan struct{})
	var work, others sync.WaitGroup
	others.Go(func() { p.run(stop) })
	for _, b := range tills {
		work.Go(b.work)
	}
	for i := range 2 {
		work.Go(func() {
			for range 200 {
				h.note(2*linearTills+i, move{what: "read"}, func() any { return p.read("13800000001") })
				time.Sleep(time.Millisecond)
			}
		})
	}
	work.Wait()
	close(stop)
	others.Wait()
	w.ok(p.err)
	model := porcupine.Model{
		Init: func() any { return purse{available: 300_00} }, Step: step,
		DescribeOperation: func(in, out any) string { return fmt.Sprintf("%+v: %v", in, out) },
	}
	if result := porcupine.CheckOperationsTimeout(model, h.moves, time.Minute); result != porcupine.Ok {
		t.Errorf("%d moves are not linearizable: %s", len(h.moves), result)
		for _, m := range h.moves {
			t.Logf("%d..%d by %d: %+v: %v", m.Call, m.Return, m.ClientId, m.Input, m.Output)
		}
	}
	t.Logf("%d moves", len(h.moves))
	w.verify()
	w.ok(w.s.Close())
}

// sure is a value that there is no error about: a test can't be ended in a goroutine but by a panic.
func sure[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// said is a frame that a session has sent.
type said struct {
	session uint64
	checked hub.Checked
}

// pump owns the hub: it offers what has come in meanwhile, flushes, and brings the answers.
type pump struct {
	o   *office
	in  chan said
	to  map[uint64]*busy
	err error
}

func (p *pump) run(stop chan struct{}) {
	begun, tick := time.Now(), time.NewTicker(5*time.Millisecond)
	defer tick.Stop()
	for p.err == nil {
		select {
		case <-stop:
			return
		case <-tick.C:
		case s := <-p.in:
			p.o.hub.Offer(s.session, s.checked)
		}
		for n := len(p.in); n > 0; n-- {
			s := <-p.in
			p.o.hub.Offer(s.session, s.checked)
		}
		var outs []hub.Out
		outs, p.err = p.o.hub.Flush(p.o.now.Add(time.Since(begun)))
		for _, out := range outs {
			p.to[out.Session].hear(out)
		}
	}
}

// read is the member's account as HQ's pages show it.
func (p *pump) read(phone string) (a purse) {
	v := sure(p.o.s.Member(phone, p.o.now))
	a.available = int64(v.Available.Principal)
	for _, g := range v.Granted {
		amount := sure(money.ParseFen(g.Amount))
		if i := int(g.Till[1] - '1'); g.State == "transit" {
			a.transit[i] += int64(amount)
		} else {
			a.escrow[i] += int64(amount)
		}
	}
	return a
}

// busy is a till that has a request under way while it goes on booking.
type busy struct {
	*caller
	n       int
	p       *pump
	h       *history
	member  string
	chance  *rand.Rand
	held    int64
	acks    chan uint64
	answers chan wire.Frame // to requests
	recalls chan wire.Recall
}

func (b *busy) hear(out hub.Out) {
	switch f := out.Frame.(type) {
	case wire.Ack:
		b.acks <- f.Seq
	case wire.Grant, wire.Refused:
		b.answers <- f
	case wire.Recall:
		b.recalls <- f
	case wire.Feed:
		b.say(wire.FeedAck{Cursor: f.To})
	case wire.Bye:
		panic(fmt.Sprintf("%s: %+v", b.place, f))
	}
}

func (b *busy) say(f wire.Frame) {
	b.p.in <- said{b.session, sure(b.gate.Check(f))}
}

// book writes a record, sends it and waits until HQ has booked it.
func (b *busy) book(what string, amount int64, body record.Body) {
	b.h.note(b.n, move{what, b.n, amount}, func() any {
		r := sure(record.New(record.Header{Place: b.place, Epoch: b.epoch, Seq: b.seq + 1, ID: ulid.Make().String(),
			Time: morning.UnixMilli(), Store: "S01", Prev: b.hash}, body))
		b.say(wire.Push{From: r.Seq, Records: [][]byte{b.seal(r)}}.Sign(b.key, b.place, b.epoch))
		for <-b.acks < b.seq {
		}
		return nil
	})
}

// ask asks for value and has the answer brought.
func (b *busy) ask(id string, want int64, granted chan<- []byte) {
	b.h.note(linearTills+b.n, move{"request", b.n, want}, func() any {
		b.say(wire.Request{ID: id, Holder: b.member, Value: want})
		if f, ok := (<-b.answers).(wire.Grant); ok {
			g := sure(escrow.Read(f.Blob))
			if g.Request != id {
				panic(fmt.Sprintf("asked by %s, answered %+v", id, g))
			}
			granted <- f.Blob
			return g.Amounts[0].Amount
		}
		granted <- nil
		return int64(0)
	})
}

func (b *busy) work() {
	var asked sync.WaitGroup
	defer asked.Wait()
	granted, asking := make(chan []byte, 1), false
	for n := 0; n < 200 || asking; n++ {
		select {
		case r := <-b.recalls:
			b.giveBack(r)
			continue
		case blob := <-granted:
			asking = false
			b.take(blob)
			continue
		default:
		}
		amount := 1 + b.chance.Int64N(40_00)
		switch what := b.chance.IntN(4); {
		case what == 0:
			b.held += amount
			b.book("top up", amount, record.TopUp{Member: b.member, Principal: money.Fen(amount), Tender: record.Cash})
		case what == 1 && !asking && n < 200:
			asking = true
			asked.Go(func() { b.ask(fmt.Sprintf("%s-%d", b.place, n), 2*amount, granted) })
		case b.held > 0:
			amount = min(amount, b.held)
			b.held -= amount
			b.book("spend", amount, sale(b.member, "lot", money.Fen(amount)))
		}
	}
}

// take takes a grant in, or now and then doesn't.
func (b *busy) take(blob []byte) {
	if blob == nil {
		return
	}
	amount := sure(escrow.Read(blob)).Amounts[0].Amount
	if b.chance.IntN(4) == 0 {
		b.book("decline", amount, record.Decline{Grant: blob, Why: "drawn"})
		return
	}
	b.held += amount
	b.book("accept", amount, record.Accept{Grant: blob})
}

// giveBack answers a recall with what is held.
func (b *busy) giveBack(r wire.Recall) {
	if amount := min(b.held, r.Amounts[0].Amount); amount > 0 {
		b.held -= amount
		b.book("return", amount, record.Return{Recall: r.ID, Holder: b.member, Uses: []escrow.Use{{Lot: "lot", Asset: ledger.Principal, Amount: amount}}})
	}
	b.say(wire.Recalled{ID: r.ID, Seq: b.seq})
}
