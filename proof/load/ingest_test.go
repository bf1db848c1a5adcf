package load

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/fxamacker/cbor/v2"
	"github.com/oklog/ulid/v2"

	"holdfast/pos/escrow"
	"holdfast/pos/ledger"
	"holdfast/pos/money"
	"holdfast/pos/record"
	"holdfast/server/store"
	"holdfast/sync/wire"
)

const (
	senders   = 50
	customers = 200 // of each
)

// journal is a till's records as frames, made beforehand: top-ups first, then sales.
type journal struct {
	till
	seq    uint64
	hash   record.Hash
	lots   []string // of each customer
	frames []frame
}

// frame is an encoded push.
type frame struct {
	bytes   []byte
	last    uint64 // its last record's seq
	records int    // bytes of its records
}

// write makes pushes of bodies, each as full as a till makes them.
func (j *journal) write(o *office, bodies []record.Body, at time.Time) (ids []string) {
	o.b.Helper()
	var push wire.Push
	size := 0
	flush := func() {
		if len(push.Records) == 0 {
			return
		}
		b, err := wire.Encode(push.Sign(j.key, j.place, j.epoch))
		o.ok(err)
		j.frames = append(j.frames, frame{b, j.seq, size})
		push, size = wire.Push{}, 0
	}
	for i, body := range bodies {
		at = at.Add(time.Second)
		id := ulid.MustNew(ulid.Timestamp(at), rand.Reader).String()
		h := record.Header{Place: j.place, Epoch: j.epoch, Seq: j.seq + 1, ID: id, Time: at.UnixMilli(), Store: "S01", Prev: j.hash,
			Operator: "1001", Shift: "01JDB0M3Q8Z1X2C3V4B5N6M7K8", Date: at.Format(time.DateOnly)}
		r, err := record.New(h, body)
		o.ok(err)
		s, err := record.Seal(r)
		o.ok(err)
		if len(push.Records) == 0 {
			push.From = s.Seq
		}
		j.seq, j.hash = s.Seq, s.Hash
		push.Records, ids = append(push.Records, s.Bytes), append(ids, id)
		if size += len(s.Bytes); size >= wire.PushBytes || len(push.Records) == wire.PushCount || i == len(bodies)-1 {
			flush()
		}
	}
	return ids
}

// sale takes 20.00 of stored value and 10.00 by bank card, and earns points: 6 postings.
func sale(m member, lot string) record.Sale {
	return record.Sale{Member: m.id, Card: m.card, Total: 3000, Points: 30_0000, Basket: "01JDB0M3Q8Z1X2C3V4B5N6M7K8",
		Lines: []record.Line{
			{Code: "1001", Barcode: "6990137200548", Name: "矿泉水", Unit: "瓶", Qty: money.One, List: 1000, Price: 1000, Why: "list", Amount: 1000},
			{Code: "1002", Barcode: "6990137200555", Name: "全麦面包", Unit: "袋", Qty: 2 * money.One, List: 1000, Price: 1000, Why: "list", Amount: 2000}},
		Paid: []record.Tender{
			{Kind: record.Stored, Amount: 2000, Uses: []escrow.Use{{Lot: lot, Asset: ledger.Principal, Amount: 2000}}},
			{Kind: record.Bank, Amount: 1000, Ref: "000123"}}}
}

// journals are those of new tills, each with top-ups of its own customers.
func (o *office) journals(books *store.Store, tills int) (list []*journal, of [][]member) {
	o.b.Helper()
	all := o.members(books, tills*customers)
	for i := range tills {
		j := &journal{till: o.enrol(books, fmt.Sprintf("T%d", i))}
		own := all[i*customers : (i+1)*customers]
		var stock []record.Body
		for _, m := range own {
			stock = append(stock, record.TopUp{Member: m.id, Principal: money.Max / 10, Tender: record.Bank})
		}
		j.lots = j.write(o, stock, time.Now().Add(-96*time.Hour))
		list, of = append(list, j), append(of, own)
	}
	return list, of
}

func (j *journal) sales(o *office, of []member, n int) {
	o.b.Helper()
	bodies := make([]record.Body, n)
	for i := range bodies {
		bodies[i] = sale(of[i%len(of)], j.lots[i%len(of)])
	}
	j.write(o, bodies, time.Now().Add(-72*time.Hour))
}

// bring sends all frames that are left as a till does: never more than the window ahead of what was acknowledged. It
// returns when the last record was.
func (j *journal) bring(o *office, ws *websocket.Conn) {
	ctx := context.Background()
	open, told := 0, 0
	frames := j.frames
	for told < len(frames) {
		for sent := told; sent < len(frames); sent++ { // what of them is not sent yet
			if frames[sent].bytes == nil {
				continue
			}
			if open >= wire.PushWindow {
				break
			}
			if err := ws.Write(ctx, websocket.MessageBinary, frames[sent].bytes); err != nil {
				o.b.Error(err)
				return
			}
			frames[sent].bytes = nil
			open += frames[sent].records
		}
		_, b, err := ws.Read(ctx)
		if err != nil {
			o.b.Error(err)
			return
		}
		if b[0] == feedNumber {
			var f feedEnd
			if err := cbor.Unmarshal(b[1:], &f); err != nil {
				o.b.Error(err)
				return
			}
			send(o, ws, wire.FeedAck{Cursor: f.To})
			continue
		}
		f, err := wire.Decode(b)
		if err != nil {
			o.b.Error(err)
			return
		}
		switch f := f.(type) {
		case wire.Ack:
			for told < len(frames) && frames[told].last <= f.Seq {
				open -= frames[told].records
				told++
			}
		case wire.Bye:
			o.b.Errorf("refused: %s: %s", f.Code, f.Message)
			return
		}
	}
	j.frames = nil
}

// feedNumber is the number of a Feed frame.
const feedNumber = 38

// feedEnd is what of a Feed a till that only makes load must know.
type feedEnd struct {
	To wire.Cursor `cbor:"2,keyasint"`
}

// BenchmarkIngest has 50 tills bring the sales of hours at once, through TLS and websockets, each record durable before it
// is acknowledged. cpu-µs/record is what all of it takes of the processors: load, the feed that the tills take meanwhile, and
// reactors included. Other work on the machine changes it less than the time that passes.
//
// What limits it is the one writer: on a quiet machine it works 42 µs for a record and waits 9 for the disk, whatever the
// other core does. The journal with its two indexes takes a quarter of that, writing pages twice (log and file) another,
// balances a fifth. Without the index of ids it would be a seventh less; a row for each push instead of each record needs that
// index all the same, so it would save a tenth at most (reckoned, not tried), and all that reads the journal would have to
// take it apart. Pages of 16 KB and collecting garbage a quarter as often gained nothing that could be told from chance, and
// copying the log into the file beside the writer 7 %. Compiling with a profile of this very benchmark took a tenth off, and
// many times as long to build.
func BenchmarkIngest(b *testing.B) {
	const each = 2000
	var journals []*journal
	var of [][]member
	o := open(b, func(o *office, books *store.Store) { journals, of = o.journals(books, senders) }, nil)
	lines := make([]*websocket.Conn, len(journals))
	for i, j := range journals {
		lines[i] = o.hello(j.till, o.tip, 0)
		defer lines[i].CloseNow() //nolint:errcheck // it is over either way
	}
	all := func() {
		var wait sync.WaitGroup
		for i, j := range journals {
			wait.Go(func() { j.bring(o, lines[i]) })
		}
		wait.Wait()
	}
	all() // the top-ups
	records := 0
	var took, used time.Duration
	for b.Loop() {
		b.StopTimer()
		for i, j := range journals {
			j.sales(o, of[i], each)
		}
		b.StartTimer()
		start, had := time.Now(), processor()
		all()
		took, used = took+time.Since(start), used+processor()-had
		records += each * len(journals)
	}
	b.ReportMetric(float64(records)/took.Seconds(), "records/s")
	b.ReportMetric(float64(used.Microseconds())/float64(records), "cpu-µs/record")
	b.ReportMetric(0, "ns/op")
}
